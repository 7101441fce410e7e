"""Contacts from the sacrum: the equation, its laws, and what it refuses."""

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
from restride.events import sacral
from restride.events.detect import detect
from restride.simulate import Runner, standing
from tests.bouts import LAB, channel, hops, recorded, simulated

RATE = 500.0


def bounce(step_s: float = 0.36, contact_s: float = 0.25, steps: int = 24, rate_hz: float = RATE) -> np.ndarray:
    """(n,) g: half-sine stances of body weight on average, what a sensor on a point mass feels."""
    return hops(rate_hz, steps=steps, step_s=step_s, contact_s=contact_s, mass_kg=1.0) / G


def acc(values_g: np.ndarray, rate_hz: float = RATE, start_s: float = 0.0) -> Channel:
    return channel(G * values_g[:, None], quantity="acc", place="sacrum", unit="m/s2", rate_hz=rate_hz, start_s=start_s)


def found(values_g: np.ndarray, rate_hz: float = RATE, start_s: float = 0.0) -> Strides:
    return detect(recorded(acc(values_g, rate_hz, start_s)), None).strides


@given(st.floats(0.05, 1.45))
def test_the_equation_is_solved(d: float) -> None:
    a1 = np.pi / 2 if abs(d - 0.5) < 1e-6 else 2 * np.cos(np.pi * d) / (1 - 4 * d * d)
    assert sacral._solve(float(a1)) == pytest.approx(d, abs=1e-5)


@given(st.floats(0.35, 0.95))
def test_the_equation_is_the_first_harmonic_of_half_sine_stances(d: float) -> None:
    t = (np.arange(20000) + 0.5) / 20000
    force = np.where(np.abs(t - 0.5) < d / 2, np.cos(np.pi * (t - 0.5) / d) * np.pi / (2 * d), 0.0)
    assert force.mean() == pytest.approx(1.0, abs=1e-3)
    a1 = 2 * abs(np.mean(force * np.exp(-2j * np.pi * t)))
    assert sacral._solve(float(a1)) == pytest.approx(d, abs=2e-3)


@settings(max_examples=25)
@given(step=st.floats(0.27, 0.42), share=st.floats(0.5, 0.9))
def test_half_sine_stances_are_measured_rightly(step: float, share: float) -> None:
    s = found(bounce(step, share * step))
    assert 60 / np.diff(s.ic_s).mean() == pytest.approx(60 / step, rel=0.003)
    assert s.stance_s.mean() == pytest.approx(share * step, abs=0.012)
    assert (s.count("unknown"), s.task, s.method) == (s.n, "running", "sacral_acc")


@settings(max_examples=20)
@given(offset=st.floats(-0.3, 0.3))
def test_the_sensors_offset_does_not_matter(offset: float) -> None:
    here, there = found(bounce()), found(bounce() + offset)
    assert_allclose(there.ic_s, here.ic_s, atol=0.002)
    assert_allclose(there.fc_s, here.fc_s, atol=0.002)


@settings(max_examples=15)
@given(shift=st.floats(-50, 50))
def test_a_later_start_moves_every_contact_alike(shift: float) -> None:
    here, there = found(bounce()), found(bounce(), start_s=shift)
    assert_allclose(there.ic_s, here.ic_s + shift, atol=1e-9)
    assert_allclose(there.fc_s, here.fc_s + shift, atol=1e-9)


@pytest.mark.parametrize("rate", [50.0, 100.0, 200.0, 1000.0])
def test_the_rate_hardly_matters(rate: float) -> None:
    s = found(bounce(rate_hz=rate), rate)
    assert s.stance_s.mean() == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("seed", range(4))
def test_simulated_runners_are_measured(seed: int) -> None:
    made = simulated(Runner.draw(seed), LAB, 10.0)
    s = detect(made.sacral, None).strides
    truth = made.truth.metrics
    assert 60 / np.diff(s.ic_s).mean() == pytest.approx(truth["cadence", "both"], abs=0.5)
    assert s.stance_s.mean() == pytest.approx(truth["contact_time", "both"], abs=0.03)


@pytest.mark.parametrize("share", [1.0, 1.1, 1.3])
def test_a_bounce_without_flight_is_refused_not_guessed(share: float) -> None:
    d = share
    t = np.arange(5000) / RATE
    a1 = 2 / 3 if d == 1.0 else 2 * np.cos(np.pi * d) / (1 - 4 * d * d)
    with pytest.raises(NothingToMeasure, match="flight"):
        found(1 + (a1 - 1e-3) * np.sin(2 * np.pi * t / 0.36) if a1 > 0.4 else 1 + 0.4 * np.sin(2 * np.pi * t / 0.36))


def test_a_walkers_bounce_is_refused() -> None:
    t = np.arange(5000) / RATE
    with pytest.raises(NothingToMeasure, match="bounce of running"):
        found(1 + 0.25 * np.sin(2 * np.pi * 1.9 * t))


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


def test_walking_at_the_back_is_not_built_yet() -> None:
    with pytest.raises(NothingToMeasure, match="not built yet"):
        detect(recorded(acc(bounce())), None, "walking")


def test_a_sensor_without_a_vertical_axis_is_said() -> None:
    raw = replace(acc(bounce()), frame="sensor", axes=("x",))
    with pytest.raises(MissingChannel, match="columns = "):
        detect(recorded(raw), None)
