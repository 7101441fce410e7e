"""Contacts from the sacrum: its laws, what it refuses, and what is frozen."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.errors import MissingChannel, NothingToMeasure
from restride.core.recording import Channel
from restride.core.strides import Strides
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events.detect import detect
from restride.events.sacral import SacralContacts, above_level, contacts_of
from restride.simulate import Runner, standing
from tests.bouts import LAB, channel, hops, recorded, simulated

RATE = 500.0


def bounce(step_s: float = 0.33, contact_s: float = 0.22, steps: int = 24, rate_hz: float = RATE) -> np.ndarray:
    """(n,) g: half-sine stances of body weight on average, what a sensor on a point mass feels."""
    return hops(rate_hz, steps=steps, step_s=step_s, contact_s=contact_s, mass_kg=1.0) / G


def acc(values_g: np.ndarray, rate_hz: float = RATE, start_s: float = 0.0) -> Channel:
    return channel(G * values_g[:, None], quantity="acc", place="sacrum", unit="m/s2", rate_hz=rate_hz, start_s=start_s)


def found(values_g: np.ndarray, rate_hz: float = RATE, start_s: float = 0.0) -> Strides:
    return detect(recorded(acc(values_g, rate_hz, start_s)), None).strides


@settings(max_examples=25)
@given(step=st.floats(0.3, 0.36), share=st.floats(0.58, 0.72))
def test_stances_of_usual_running_are_measured_to_a_fortieth_of_a_second(step: float, share: float) -> None:
    s = found(bounce(step, share * step))
    assert s.n == 24
    assert 60 / np.diff(s.ic_s).mean() == pytest.approx(60 / step, rel=0.003)
    assert s.stance_s.mean() == pytest.approx(share * step, abs=0.025)
    assert (s.count("unknown"), s.task, s.method) == (s.n, "running", "sacral_acc")


@settings(max_examples=20)
@given(share=st.floats(0.5, 0.75), more=st.floats(0.02, 0.08))
def test_longer_contacts_are_measured_longer(share: float, more: float) -> None:
    short, long = (found(bounce(0.34, d * 0.34)).stance_s.mean() for d in (share, share + more))
    assert long > short


@settings(max_examples=20)
@given(step=st.floats(0.28, 0.4), share=st.floats(0.5, 0.8))
def test_contacts_lie_around_the_middle_of_the_true_stances(step: float, share: float) -> None:
    s = found(bounce(step, share * step))
    middle = 0.3 + step * np.arange(24) + share * step / 2
    assert_allclose((s.ic_s + s.fc_s) / 2, middle, atol=0.02)
    assert (s.fc_s[:-1] < s.ic_s[1:]).all()


@settings(max_examples=20)
@given(offset=st.floats(-0.3, 0.3))
def test_the_sensors_offset_does_not_matter(offset: float) -> None:
    here, there = found(bounce()), found(bounce() + offset)
    assert_allclose(there.ic_s, here.ic_s, atol=0.001)
    assert_allclose(there.fc_s, here.fc_s, atol=0.001)


@settings(max_examples=15)
@given(scale=st.floats(0.98, 1.02))
def test_a_scale_that_is_two_percent_off_hardly_matters(scale: float) -> None:
    here, there = found(bounce()), found(scale * bounce())
    assert there.stance_s.mean() == pytest.approx(here.stance_s.mean(), abs=0.004)


@settings(max_examples=15)
@given(shift=st.floats(-50, 50))
def test_a_later_start_moves_every_contact_alike(shift: float) -> None:
    here, there = found(bounce()), found(bounce(), start_s=shift)
    assert_allclose(there.ic_s, here.ic_s + shift, atol=1e-9)
    assert_allclose(there.fc_s, here.fc_s + shift, atol=1e-9)


@pytest.mark.parametrize("rate", [50.0, 64.0, 100.0, 204.8, 1000.0])
def test_the_rate_hardly_matters(rate: float) -> None:
    here, there = found(bounce()), found(bounce(rate_hz=rate), rate)
    assert there.stance_s.mean() == pytest.approx(here.stance_s.mean(), abs=0.004)
    assert_allclose(there.ic_s, here.ic_s, atol=0.006)


@settings(max_examples=10)
@given(first=st.floats(0.0, 6.0), last=st.floats(14.0, 20.0))
def test_how_the_recording_is_cut_does_not_matter_apart_from_its_edges(first: float, last: float) -> None:
    rng = np.random.default_rng(4)
    whole = bounce(steps=60) + 0.03 * rng.standard_normal(len(bounce(steps=60)))
    a, b = round(first * RATE), round(last * RATE)
    ic, fc = contacts_of(G * whole, RATE)
    ic_cut, fc_cut = (x + a for x in contacts_of(G * whole[a:b], RATE))
    edge = 11 * 0.33 * RATE
    inner = (ic > a + edge) & (ic < b - edge)
    near = [int(np.argmin(np.abs(ic_cut - x))) for x in ic[inner]]
    assert_allclose(ic_cut[near], ic[inner], atol=0.001 * RATE)
    assert_allclose(fc_cut[near], fc[inner], atol=0.002 * RATE)


def test_only_the_running_in_a_recording_is_found_and_its_ends_do_not_count() -> None:
    rest = np.ones(round(8 * RATE))
    s = found(np.concatenate([rest, bounce(), rest, bounce(0.3, 0.2), rest]))
    assert s.n == 48
    assert ((s.ic_s > 8) & (s.fc_s < 16.8 + 8)).sum() == 24
    assert s.steady.sum() == 48 - 8
    assert not s.steady[[0, 1, 22, 23, 24, 25, 46, 47]].any()


def test_all_contacts_of_a_recording_that_is_running_from_end_to_end_count() -> None:
    assert found(bounce()).steady.all()


def test_a_change_of_pace_changes_contact_time_where_it_happens() -> None:
    slow, fast = bounce(0.36, 0.26, steps=60), bounce(0.31, 0.18, steps=60)
    s = found(np.concatenate([slow[: -round(0.3 * RATE)], fast[round(0.3 * RATE) :]]))
    assert s.n >= 118
    assert s.stance_s[:45].mean() - s.stance_s[-45:].mean() == pytest.approx(0.08, abs=0.04)
    assert np.ptp(s.stance_s[:45]) < 0.02


@pytest.mark.parametrize("seed", range(4))
def test_simulated_runners_are_measured(seed: int) -> None:
    made = simulated(Runner.draw(seed), LAB, 10.0)
    s = detect(made.sacral, None).strides
    truth = made.truth.metrics
    assert 60 / np.diff(s.ic_s).mean() == pytest.approx(truth["cadence", "both"], abs=0.5)
    assert s.stance_s.mean() == pytest.approx(truth["contact_time", "both"], abs=0.04)


def test_a_bounce_without_flight_is_refused_not_guessed() -> None:
    t = np.arange(5000) / RATE
    with pytest.raises(NothingToMeasure, match="flight"):
        found(1 + 0.66 * np.sin(2 * np.pi * t / 0.36))


def test_a_walkers_bounce_is_refused() -> None:
    t = np.arange(5000) / RATE
    with pytest.raises(NothingToMeasure, match="bounce of running"):
        found(1 + 0.25 * np.sin(2 * np.pi * 1.9 * t))


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), size=st.floats(0.0, 30.0), rate=st.sampled_from([25.0, 50.0, 128.0]))
def test_noise_is_no_running_and_no_failure(seed: int, size: float, rate: float) -> None:
    v = G + size * np.random.default_rng(seed).standard_normal(700)
    ic, fc = contacts_of(v, rate)
    assert len(ic) == len(fc)
    assert len(ic) == 0 or np.median(np.diff(ic)) / rate < 0.6


@pytest.mark.parametrize("n", [0, 1, 2, 10, 200])
def test_nobody_runs_in_next_to_nothing(n: int) -> None:
    for values in (np.full(n, G), np.full(n, np.nan), np.zeros(n)):
        ic, fc = contacts_of(values, 100.0)
        assert (len(ic), len(fc)) == (0, 0)
        up, down, groups = above_level(values, 100.0)
        assert (len(up), len(down), groups) == (0, 0, [])


def test_who_stands_is_not_measured() -> None:
    with pytest.raises(NothingToMeasure):
        detect(standing(Runner.typical(), seconds=8.0).sacral, None)


@pytest.mark.parametrize("n", [0, 1, 2, 10, 200])
def test_too_little_is_said(n: int) -> None:
    with pytest.raises(NothingToMeasure):
        found(bounce()[:n])


def test_nothing_but_gaps_is_said() -> None:
    with pytest.raises(NothingToMeasure):
        found(np.full(3000, np.nan))


def test_slow_samples_are_refused() -> None:
    with pytest.raises(NothingToMeasure, match="50 samples a second"):
        found(bounce(rate_hz=40.0), 40.0)


def test_contacts_in_a_gap_are_left_out_and_the_gap_is_said() -> None:
    holed = bounce(steps=40)
    holed[3000:3100] = np.nan
    made = detect(recorded(acc(holed)), None)
    assert "gap" in [q.code for q in made.quality]
    ic, fc = made.strides.ic_s * RATE, made.strides.fc_s * RATE
    assert not ((ic < 3100) & (fc > 3000)).any()
    assert made.strides.n >= 36
    whole = found(bounce(steps=40))
    near = [int(np.argmin(np.abs(whole.ic_s - t))) for t in made.strides.ic_s]
    assert_allclose(made.strides.ic_s, whole.ic_s[near], atol=0.012)


def test_the_numbers_of_the_method_are_those_of_its_description() -> None:
    p = SacralContacts()
    assert (p.below_g, p.offset_s, p.slope, p.rise_hz, p.fall_hz) == (0.5, -0.161, 2.0, 15.0, 8.0)


def test_walking_needs_a_gyroscope_too() -> None:
    with pytest.raises(NothingToMeasure):
        detect(recorded(acc(bounce())), None, "walking")


def test_a_sensor_without_a_vertical_axis_is_said() -> None:
    raw = replace(acc(bounce()), frame="sensor", axes=("x",))
    with pytest.raises(MissingChannel, match="columns = "):
        detect(recorded(raw), None)
