"""Peak force, bounce and braking pulse from the lower back: laws on made waves, and real runners."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.conditions import Conditions
from restride.core.recording import AXES_BODY, Channel, Recording
from restride.core.strides import strides
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events import sacral as contacts
from restride.metrics.bout import Bout, Measures, Person
from restride.metrics.loading.sacral import sacral
from restride.metrics.lower_back import LEVER_M, lower_back
from restride.metrics.spatiotemporal.bounce import bounce, travelled
from restride.signal.prepare import prepare
from restride.simulate import SACRUM, from_markers
from tests.bouts import RBDS, alcantara, channel, hops, rbds, rbds_recording, recorded

RATE, STEP_S, CONTACT_S = 200.0, 0.34, 0.23
FROZEN = Path(__file__).parent / "frozen" / "alcantara.json"


def bout(one: Recording, lead_s: float = 0.3, steps: int = 24, **rest: Any) -> Bout:
    """A bout of made steps, whose contacts are known."""
    ic = lead_s + STEP_S * np.arange(steps)
    s = strides(
        np.full(steps, "unknown"), ic, ic + CONTACT_S, task=rest.pop("task", "running"), method="sacral_acc",
        grade="fair",
    )  # fmt: skip
    return Bout(one, None, None, frozenset(), s, frozenset(), Person(), rest.pop("conditions", Conditions()))


def vertical(steps: int = 24) -> np.ndarray:
    """(n,) m/s2: half-sine stances."""
    return hops(RATE, steps=steps, step_s=STEP_S, contact_s=CONTACT_S, mass_kg=1.0)


def alone(v: np.ndarray, start_s: float = 0.0) -> Recording:
    return recorded(
        channel(v[:, None], quantity="acc", place="sacrum", unit="m/s2", rate_hz=RATE, start_s=start_s, axes=("V",))
    )


def device(acc: np.ndarray, gyro: np.ndarray) -> Recording:
    return recorded(
        *(
            Channel(q, "sacrum", "none", "body", u, RATE, 0.0, AXES_BODY, values)
            for q, u, values in (("acc", "m/s2", acc), ("gyro", "deg/s", gyro))
        )
    )


def row(found: Measures, name: str) -> np.ndarray:
    return next(r.values for r in found.rows if r.name == name)


def times(n: int) -> np.ndarray:
    return np.arange(n) / RATE


def test_half_sine_stances_have_the_peak_that_mechanics_gives_them() -> None:
    peak = row(sacral(bout(alone(vertical()))), "vgrf_peak")
    true = np.pi / 2 * STEP_S / CONTACT_S
    assert np.isfinite(peak).all()
    assert peak.mean() == pytest.approx(true, abs=0.06)  # what the low-pass takes off


@settings(max_examples=15)
@given(offset=st.floats(-0.3, 0.3))
def test_the_sensors_offset_does_not_move_the_peak_nor_the_bounce(offset: float) -> None:
    for family, name in ((sacral, "vgrf_peak"), (bounce, "vertical_oscillation")):
        here, there = (row(family(bout(alone(vertical() + G * x))), name) for x in (0.0, offset))
        assert_allclose(there, here, atol=1e-6)


@settings(max_examples=10)
@given(shift=st.floats(-100, 100))
def test_another_clock_changes_nothing(shift: float) -> None:
    moved = bout(alone(vertical(), shift), lead_s=0.3 + shift)
    assert_allclose(row(sacral(moved), "vgrf_peak"), row(sacral(bout(alone(vertical()))), "vgrf_peak"), atol=1e-6)
    here = row(bounce(bout(alone(vertical()))), "vertical_oscillation")
    assert_allclose(row(bounce(moved), "vertical_oscillation"), here, atol=1e-9)


@pytest.mark.parametrize("grade", [-17.6, 10.0])
def test_on_a_slope_the_force_is_that_normal_to_the_ground(grade: float) -> None:
    flat = row(sacral(bout(alone(vertical()))), "vgrf_peak")
    steep = row(sacral(bout(alone(vertical()), conditions=Conditions(grade=grade))), "vgrf_peak")
    assert_allclose(steep, flat * np.cos(np.arctan(grade / 100)))


def test_an_impact_rules_the_peak_when_it_is_the_highest_point() -> None:
    v = vertical()
    early = v.copy()
    for k in range(24):
        at = round((0.3 + k * STEP_S + 0.03) * RATE)
        early[at - 3 : at + 4] += 6 * G * np.hanning(7)
    assert row(sacral(bout(alone(early))), "vgrf_peak").mean() > row(sacral(bout(alone(v))), "vgrf_peak").mean() + 0.2


def test_walking_and_a_force_plate_have_no_estimated_force() -> None:
    assert sacral(bout(alone(vertical()), task="walking")).rows == ()
    plate = channel(vertical()[:, None] * 70, place="total", rate_hz=RATE)
    both = recorded(*alone(vertical()).channels, plate)
    assert sacral(bout(both)).rows == ()
    assert bounce(bout(alone(vertical()), task="walking")).rows == ()


@settings(max_examples=25)
@given(height=st.floats(0.03, 0.13), skew=st.floats(-0.3, 0.3))
def test_a_known_path_is_found_again(height: float, skew: float) -> None:
    t = times(round(9.5 * RATE))
    w = 2 * np.pi / STEP_S
    path = np.cos(w * (t - 0.3)) + skew * np.sin(2 * w * (t - 0.3))
    path *= height / np.ptp(path)
    v = np.gradient(np.gradient(path)) * RATE**2 + G
    found = row(bounce(bout(alone(v))), "vertical_oscillation")
    assert np.isfinite(found[:-2]).all()
    assert_allclose(found[1:-2], height, rtol=0.03)


def test_speed_and_path_have_no_mean_and_close() -> None:
    rng = np.random.default_rng(2)
    acc = rng.standard_normal(1000)
    speed, path = travelled(acc, 100.0, 0.0, np.array([1.0, 3.0]), np.array([1.7, 3.7]))
    for x in (speed, path):
        assert x.shape == (2, 65)
        assert_allclose(x[:, :-1].mean(axis=1), 0, atol=1e-12)
        assert_allclose(x[:, 0], x[:, -1])


def test_the_pelvis_that_pitches_under_the_sensor_is_taken_off() -> None:
    """The middle of the pelvis moves by 80 mm, the sensor behind it also by its own pitching."""
    t = times(round(9.5 * RATE))
    w = 2 * np.pi / STEP_S
    middle = 0.04 * np.cos(w * (t - 0.3))
    pitch = np.radians(4) * np.cos(w * (t - 0.3))  # nose up when high: the sensor, behind, moves less
    sensor = middle - LEVER_M * pitch
    felt = np.gradient(np.gradient(sensor)) * RATE**2 + G
    turn = np.degrees(np.gradient(pitch)) * RATE
    none = np.zeros(len(t))
    one = device(np.column_stack([none, felt, none]), np.column_stack([none, none, turn]))
    carried = row(bounce(bout(one)), "vertical_oscillation")
    own = row(bounce(bout(one.with_channels(one.select("acc")))), "vertical_oscillation")
    assert_allclose(carried[1:-2], 0.08, rtol=0.03)
    assert_allclose(own[1:-2], 0.08 - 2 * LEVER_M * np.radians(4), rtol=0.03)
    methods = [r.method for b in (one, one.with_channels(one.select("acc"))) for r in bounce(bout(b)).rows]
    assert methods == ["sacral_bounce_gyro", "sacral_bounce_gyro", "sacral_bounce"]


@settings(max_examples=15)
@given(fall=st.floats(0.1, 0.6))
def test_the_braking_pulse_is_the_fall_of_forward_speed(fall: float) -> None:
    t = times(round(9.5 * RATE))
    speed = fall / 2 * np.cos(2 * np.pi * (t - 0.3 - 0.02) / STEP_S)
    none = np.zeros(len(t))
    acc = np.column_stack([np.gradient(speed) * RATE, vertical(27)[: len(t)], none])
    found = row(bounce(bout(device(acc, np.zeros_like(acc)))), "braking_pulse")
    assert_allclose(found[1:-2], fall, rtol=0.03)


def test_a_gap_spoils_only_the_steps_that_touch_it() -> None:
    v = vertical()
    v[700:720] = np.nan
    peak = row(sacral(bout(alone(v))), "vgrf_peak")
    height = row(bounce(bout(alone(v))), "vertical_oscillation")
    ic = 0.3 + STEP_S * np.arange(24)
    touched = (ic < 720 / RATE) & (ic + CONTACT_S > 700 / RATE)
    assert np.isnan(peak[touched]).all()
    assert np.isfinite(peak[~touched]).all()
    over = (ic < 720 / RATE) & (ic + 2 * STEP_S > 700 / RATE)
    assert np.isnan(height[over]).all()
    assert np.isfinite(height[~over][:-2]).all()


def test_nothing_is_made_of_nothing() -> None:
    assert lower_back(bout(recorded())) is None
    assert bounce(bout(recorded())).rows == sacral(bout(recorded())).rows == ()


@cache
def worn(name: str) -> tuple[Bout, Bout]:
    """A simulated sensor on a real runner's pelvis: (with its gyroscope, acceleration alone)."""
    made = from_markers(rbds_recording(name), SACRUM, standing=rbds_recording(f"{name[:7]}static"))
    one = made.with_channels(tuple(replace(c, frame="body", axes=AXES_BODY) for c in made.channels))
    s = contacts.detect(one)
    return tuple(
        Bout(x, None, None, frozenset(), s, frozenset(), Person(), one.conditions)
        for x in (one, one.with_channels(one.select("acc")))
    )


@pytest.mark.parametrize("name", RBDS)
def test_peak_force_and_bounce_of_real_runners_are_those_of_plate_and_markers(name: str) -> None:
    both, own = worn(name)
    plate, markers = rbds(name).value("vgrf_peak"), rbds(name).value("vertical_oscillation")
    assert plate is not None
    assert markers is not None
    assert np.nanmean(row(sacral(both), "vgrf_peak")) == pytest.approx(plate, abs=0.35)
    assert np.nanmean(row(bounce(both), "vertical_oscillation")) == pytest.approx(markers, abs=0.005)
    assert 0.005 < np.nanmean(row(bounce(own), "vertical_oscillation")) - markers < 0.02


@pytest.mark.parametrize("number", [3, 15])
def test_contact_time_and_peak_force_of_two_real_trials_stay_what_they_were(number: int, tmp_path: Path) -> None:
    ready = prepare(alcantara("acc", tmp_path)[number]).recording
    s = contacts.detect(ready)
    b = Bout(ready, None, None, frozenset(), s, frozenset(), Person(), ready.conditions)
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))[str(number)]
    assert s.n == frozen["contacts"]
    assert s.stance_s.mean() == pytest.approx(frozen["contact_time"], abs=1e-5)
    assert np.nanmean(row(sacral(b), "vgrf_peak")) == pytest.approx(frozen["vgrf_peak"], abs=1e-4)
    assert np.nanmean(row(bounce(b), "vertical_oscillation")) == pytest.approx(frozen["vertical_oscillation"], abs=1e-5)
