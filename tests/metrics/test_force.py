"""Forces of a stance: laws, known areas, and body weight."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.bout import Person
from restride.metrics.loading.force import force
from restride.metrics.spatiotemporal.timing import timing
from restride.simulate import Runner
from tests.bouts import LAB, Assessed, assessed, assessed_run, channel, hops, person_of, recorded, simulated
from tests.metrics.bout_of import bout_of

RATE = 300.0
MASS = 70.0
UP = hops(RATE, steps=24, mass_kg=MASS)
BRAKE_N, DRIVE_N = 210.0, 180.0


def along() -> np.ndarray:
    """(n,) N: a half-sine of braking in the first half of stance, one of driving in the second."""
    t = np.arange(len(UP)) / RATE
    since = (t - 0.3) % 0.36
    first, second = (UP > 0) & (since < 0.125), (UP > 0) & (since >= 0.125)
    wave = np.abs(np.sin(2 * np.pi * since / 0.25))
    return np.where(first, -BRAKE_N * wave, np.where(second, DRIVE_N * wave, 0.0))


def measured(
    up: np.ndarray = UP, ap: np.ndarray | None = None, person: Person | None = None, unit: str = "N"
) -> Assessed:
    values = up[:, None] if ap is None else np.column_stack([ap, up])
    axes = ("V",) if ap is None else ("AP", "V")
    return assessed(recorded(channel(values, unit=unit, axes=axes)), None, person or Person(MASS, 1.75))


def test_peaks_and_areas_of_known_stances_are_found() -> None:
    one = measured(ap=along())
    assert one.value("vgrf_peak") == pytest.approx(np.pi / 2 * 0.36 / 0.25, rel=0.01)
    assert one.value("braking_peak") == pytest.approx(BRAKE_N / (MASS * G), rel=0.06)
    assert one.value("propulsive_peak") == pytest.approx(DRIVE_N / (MASS * G), rel=0.06)
    assert one.value("braking_impulse") == pytest.approx(BRAKE_N / (MASS * G) * 0.25 / np.pi, rel=0.03)
    assert one.value("propulsive_impulse") == pytest.approx(DRIVE_N / (MASS * G) * 0.25 / np.pi, rel=0.03)


@settings(max_examples=15)
@given(factor=st.floats(0.6, 2.0))
def test_body_weights_do_not_depend_on_the_body(factor: float) -> None:
    here, there = measured(ap=along()), measured(factor * UP, factor * along(), Person(factor * MASS, 1.75))
    for name in ("vgrf_peak", "braking_peak", "propulsive_peak"):
        assert there.value(name) == pytest.approx(here.value(name), rel=1e-3)
    for name in ("braking_impulse", "propulsive_impulse"):
        assert there.value(name) == pytest.approx(here.value(name), rel=0.02)


@settings(max_examples=15)
@given(shift=st.floats(-50, 50))
def test_a_later_start_changes_no_metric(shift: float) -> None:
    one = recorded(channel(np.column_stack([along(), UP]), axes=("AP", "V")))
    here, there = assessed(one, None, Person(MASS)), assessed(one.shifted(shift), None, Person(MASS))
    for a, b in zip(here.measured.metrics, there.measured.metrics, strict=True):
        assert (a.name, a.side) == (b.name, b.side)
        assert a.value == pytest.approx(b.value, rel=1e-6, abs=1e-9)


def test_running_the_other_way_swaps_braking_and_driving() -> None:
    here, there = measured(ap=along()), measured(ap=-along())
    assert there.value("braking_peak") == pytest.approx(here.value("propulsive_peak"))
    assert there.value("propulsive_impulse") == pytest.approx(here.value("braking_impulse"))


def test_the_mirror_swaps_sides_and_turns_asymmetry() -> None:
    runner = Runner.draw(3)
    here, there = assessed_run(runner, LAB, 8.0), assessed_run(runner.mirrored(), LAB, 8.0)
    other = {"left": "right", "right": "left", "both": "both"}
    for metric in here.measured.metrics:
        mirrored = there.value(metric.name, other[metric.side], metric.method)
        assert mirrored is not None
        turned = metric.name.endswith(("_asymmetry", "_difference"))
        assert mirrored == pytest.approx(-metric.value if turned else metric.value, rel=0.03, abs=0.6)


def test_without_a_mass_the_mean_force_is_body_weight() -> None:
    one = assessed(recorded(channel(UP[:, None])))
    assert one.value("vgrf_peak") == pytest.approx(measured().value("vgrf_peak"), rel=0.01)
    assert "mass_mismatch" not in one.codes


def test_force_in_body_weights_is_left_as_it_is() -> None:
    one = measured(UP / (MASS * G), unit="BW", person=Person(90.0))
    assert one.value("vgrf_peak") == pytest.approx(np.pi / 2 * 0.36 / 0.25, rel=0.01)
    assert "mass_mismatch" not in one.codes


def test_a_plate_without_a_forward_axis_gives_no_braking() -> None:
    names = {m.name for m in measured().measured.metrics}
    assert "vgrf_peak" in names
    assert not {"braking_peak", "propulsive_peak", "braking_impulse", "propulsive_impulse"} & names


def test_the_curve_over_stance_starts_and_ends_at_the_threshold() -> None:
    (curve,) = [c for c in measured().measured.curves if c.name == "vertical_force"]
    assert (curve.side, curve.over, curve.unit, curve.n) == ("both", "stance", "BW", 24)
    assert curve.mean[[0, -1]] == pytest.approx(20 / (MASS * G), abs=0.01)
    assert curve.mean.max() == pytest.approx(measured().value("vgrf_peak"), rel=0.01)


def test_a_simulated_runner_is_measured_truly() -> None:
    for seed in range(3):
        runner = Runner.draw(seed)
        one, truth = assessed_run(runner, LAB, 8.0), simulated(runner, LAB, 8.0).truth.metrics
        for name, rel in (
            ("vgrf_peak", 0.005),
            ("braking_peak", 0.01),
            ("propulsive_peak", 0.01),
            ("braking_impulse", 0.01),
        ):
            for side in ("left", "right", "both"):
                assert one.value(name, side) == pytest.approx(truth[name, side], rel=rel)


def test_a_contact_that_two_feet_share_gives_times_but_no_force() -> None:
    bout = replace(bout_of(recorded(channel(UP[:, None]))), crossed=frozenset({3, 4}))
    (peaks,) = [r for r in force(bout).rows if r.name == "vgrf_peak"]
    (times,) = [r for r in timing(bout).rows if r.name == "contact_time"]
    assert np.flatnonzero(np.isnan(peaks.values)).tolist() == [3, 4]
    assert np.isfinite(times.values).all()


def test_who_weighs_what_the_plate_says_is_not_corrected() -> None:
    made = simulated(Runner.draw(1), LAB, 8.0)
    assert "mass_mismatch" not in assessed(made.recording, made.static, person_of(Runner.draw(1))).codes
