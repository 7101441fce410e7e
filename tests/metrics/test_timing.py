"""Times of steps and strides, and what they mean when a step is missing or a person limps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Task
from restride.core.strides import Strides, strides
from restride.metrics.bout import Bout, Person
from restride.metrics.spatiotemporal.timing import cadence, double_support_percent, flight_s, step_s, timing
from restride.simulate import simulate_walk_force
from tests.bouts import assessed, recorded

finite = st.floats(0.5, 1.5)


def contacts(steps: list[float], contact: float = 0.25, task: Task = "running", sides: bool = True) -> Strides:
    """Contacts with these step times, left first."""
    ic = np.concatenate([[0.0], np.cumsum(steps)])
    side = np.where(np.arange(len(ic)) % 2 == 0, "left", "right") if sides else np.full(len(ic), "unknown")
    return strides(side, ic, ic + contact, task=task, method="force_20n", grade="good")


def bout(s: Strides) -> Bout:
    return Bout(recorded(), None, None, frozenset(), s, frozenset(), Person())


@given(st.floats(0.2, 1.0), st.booleans())
def test_cadence_is_60_over_the_mean_step(step: float, sides: bool) -> None:
    s = contacts([step] * 20, contact=0.6 * step, sides=sides)
    made = cadence(bout(s), s)
    assert made is not None
    assert made.value == pytest.approx(60 / step)
    assert (made.n, made.unit, made.side) == (20, "steps/min", "both")


@given(st.lists(st.floats(0.30, 0.42), min_size=8, max_size=30))
def test_cadence_counts_time_not_the_mean_of_rates(steps: list[float]) -> None:
    s = contacts(steps)
    made = cadence(bout(s), s)
    assert made is not None
    assert made.value == pytest.approx(60 / np.mean(steps))


def test_a_missed_contact_is_no_long_step() -> None:
    s = contacts([0.36] * 20)
    keep = np.delete(np.arange(s.n), 9)
    missed = strides(s.side[keep], s.ic_s[keep], s.fc_s[keep], task="running", method="force_20n", grade="good")
    assert np.isnan(step_s(missed)[9])
    assert_allclose(step_s(missed)[np.isfinite(step_s(missed))], 0.36)
    assert np.isnan(flight_s(missed)[8])


@pytest.mark.parametrize("ratio", [0.4, 0.5, 1.0, 1.5, 2.0, 2.5])
@pytest.mark.parametrize("count", [20, 21])
def test_a_limp_makes_long_and_short_steps_and_none_is_missing(ratio: float, count: int) -> None:
    short = 1.1 / (1 + ratio)
    s = contacts([short, ratio * short] * (count // 2) + [short] * (count % 2), contact=0.7, task="walking")
    assert np.isfinite(step_s(s)[1:]).all()
    made = cadence(bout(s), s)
    assert made is not None
    assert made.value == pytest.approx(60 / np.mean(np.diff(s.ic_s)))


def test_the_step_is_named_for_the_foot_that_ends_it() -> None:
    s = contacts([0.3, 0.4] * 10)
    rows = {r.name: r.values for r in timing(bout(s)).rows}
    assert_allclose(rows["step_time"][s.where("right")], 0.3)
    assert_allclose(rows["step_time"][s.where("left")][1:], 0.4)


def test_flight_is_from_this_foot_to_the_other_and_negative_where_they_overlap() -> None:
    assert_allclose(flight_s(contacts([0.36] * 6))[:-1], 0.11)
    assert_allclose(flight_s(contacts([0.36] * 6, contact=0.40))[:-1], -0.04)
    assert np.isnan(flight_s(contacts([0.36] * 6))[-1])


@given(step=st.floats(0.4, 0.8), overlap=st.floats(0.01, 0.2))
def test_double_support_is_both_overlaps_of_a_stride(step: float, overlap: float) -> None:
    percent = double_support_percent(contacts([step] * 10, contact=step + overlap, task="walking"))
    assert_allclose(percent[1:-2], 100 * 2 * overlap / (2 * step))


def test_running_has_contact_and_flight_and_walking_has_stance_and_double_support() -> None:
    run, walk = ({r.name for r in timing(bout(contacts([0.5] * 9, task=t))).rows} for t in ("running", "walking"))
    assert {"contact_time", "flight_time"} <= run
    assert {"stance_time", "double_support"} <= walk
    assert not {"contact_time", "flight_time"} & walk
    assert not {"stance_time", "double_support"} & run


@pytest.mark.parametrize("steps", [[], [0.36]])
def test_one_or_two_contacts_have_no_cadence(steps: list[float]) -> None:
    s = contacts(steps)
    assert cadence(bout(s), s) is None
    timing(bout(s))


def test_no_contacts_are_no_trouble() -> None:
    s = strides([], [], [], task="running", method="force_20n", grade="good")
    assert cadence(bout(s), s) is None
    timing(bout(s))


def test_a_simulated_walk_is_measured_truly() -> None:
    made = simulate_walk_force(seconds=20.0)
    one, truth = assessed(made.recording), made.truth.metrics
    assert one.value("cadence") == pytest.approx(truth["cadence", "both"], rel=0.002)
    for name in ("stride_time", "stance_time", "swing_time"):
        assert one.value(name) == pytest.approx(truth[name, "both"], abs=0.012)
    assert one.value("double_support") == pytest.approx(truth["double_support", "both"], abs=1.5)
