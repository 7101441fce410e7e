"""The vertical and the way of a device over whole gait cycles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.cycles import Cycles, cycles, flat
from tests.worn import device, worn_run

RATE = 200.0
SECONDS = 0.7


def swinging(length_m: float, turn_deg: float = 0.0, tilt_deg: float = 0.0) -> Cycles:
    """A device that swings like a pendulum, goes `length_m` forward once a cycle and turns left; one cycle of it."""
    t = np.arange(round(4 * SECONDS * RATE) + 1) / RATE
    phase = 2 * np.pi * t / SECONDS
    pitch = np.radians(tilt_deg + 30 * np.sin(phase))
    pitch_rate = np.radians(30 * 2 * np.pi / SECONDS * np.cos(phase))
    yaw_rate = np.radians(turn_deg / SECONDS)
    # forward speed that is zero at each whole cycle; in a turn the heading goes with the device
    surge = length_m / SECONDS * (2 * np.pi / SECONDS) * np.sin(phase)
    heading = yaw_rate * t
    speed = length_m / SECONDS * (1 - np.cos(phase))
    ahead = np.column_stack([np.cos(heading), np.zeros_like(t), -np.sin(heading)])
    aside = np.column_stack([-np.sin(heading), np.zeros_like(t), -np.cos(heading)])
    force = surge[:, None] * ahead + (speed * yaw_rate)[:, None] * aside + np.array([0.0, G, 0.0])
    level = np.column_stack([np.einsum("ij,ij->i", force, ahead), force[:, 1], -np.einsum("ij,ij->i", force, aside)])
    cos, sin = np.cos(pitch), np.sin(pitch)
    acc = np.column_stack([cos * level[:, 0] + sin * level[:, 1], -sin * level[:, 0] + cos * level[:, 1], level[:, 2]])
    gyro = np.degrees(np.column_stack([sin * yaw_rate, cos * yaw_rate, pitch_rate]))
    first = SECONDS * RATE
    return cycles(acc, gyro, RATE, np.array([first]), np.array([2 * first]))


@settings(max_examples=25)
@given(length=st.floats(0.5, 4.0), tilt=st.floats(-30.0, 30.0))
def test_the_way_and_the_vertical_of_a_swinging_device_are_found(length: float, tilt: float) -> None:
    one = swinging(length, tilt_deg=tilt)
    assert_allclose(one.length_m, [length], rtol=2e-3)
    assert_allclose(np.degrees(np.arctan2(one.up[:, 0], one.up[:, 1])), [tilt], atol=0.05)
    assert_allclose(np.linalg.norm(one.up, axis=1), [G], rtol=1e-3)
    assert abs(one.way_m[0, 1]) < 0.005
    assert abs(one.turn_deg[0]) < 1e-6


@settings(max_examples=15)
@given(turn=st.floats(-60.0, 60.0))
def test_a_turn_to_the_left_is_positive_whatever_the_pitch(turn: float) -> None:
    assert_allclose(swinging(1.5, turn_deg=turn).turn_deg, [turn], atol=0.1)


@settings(max_examples=15)
@given(scale=st.floats(0.9, 1.1))
def test_the_size_of_the_mean_force_is_the_scale_of_the_device(scale: float) -> None:
    one = device(worn_run().recording, "shank", "left")
    s = worn_run().truth.strides
    rows = s.where("left")
    ic = s.ic_s[rows] * one.rate_hz
    found = cycles(scale * one.acc, one.gyro, one.rate_hz, ic[:-1], ic[1:])
    assert np.mean(np.linalg.norm(found.up, axis=1)) == pytest.approx(scale * G, rel=0.01)


def test_what_is_outside_missing_or_too_long_is_unknown() -> None:
    acc, gyro = np.tile([0.0, G, 0.0], (1000, 1)), np.zeros((1000, 3))
    acc[500] = np.nan
    first = np.array([-1.0, 10.0, 450.0, 10.0, np.nan, 700.0])
    last = np.array([100.0, 5.0, 550.0, 900.0, 100.0, 800.0])
    found = cycles(acc, gyro, RATE, first, last)
    assert np.isfinite(found.length_m).tolist() == [False, False, False, False, False, True]
    assert np.isfinite(found.up).all(axis=1).tolist() == [False, False, False, False, False, True]


def test_a_running_foot_is_flat_in_the_first_part_of_its_stance() -> None:
    one, s = device(worn_run().recording, "foot", "right"), worn_run().truth.strides
    rows = s.where("right")
    ic, fc = s.ic_s[rows] * one.rate_hz, s.fc_s[rows] * one.rate_hz
    share = (flat(one.gyro, one.rate_hz, ic, fc) - ic) / (fc - ic)
    assert ((share > 0.14) & (share < 0.61)).all()


def test_a_gap_after_a_cycle_leaves_it_as_it_is() -> None:
    t = np.arange(400) / RATE
    acc = np.column_stack([np.sin(7 * t), G + np.cos(5 * t), np.sin(3 * t)])
    gyro = 40 * np.column_stack([np.sin(2 * t), np.cos(3 * t), np.sin(4 * t)])
    first, last = np.array([10.0, 200.0]), np.array([60.0, 350.0])
    whole = cycles(acc, gyro, RATE, first, last)
    acc[61:100] = np.nan
    assert_allclose(cycles(acc, gyro, RATE, first, last).way_m, whole.way_m)
    acc[60] = np.nan
    assert np.isnan(cycles(acc, gyro, RATE, first, last).way_m[0]).all()
