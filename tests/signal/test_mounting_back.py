"""How a device sits on the lower back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.inertial import Sensor
from restride.signal.mounting import back
from restride.simulate import any_mounting
from tests.backs import DAILY, STRAIGHT, device, lab, mirrored, ran, treadmill, turned, walked
from tests.bouts import RBDS


def solved(one: Sensor) -> Array:
    found = back.solve(one)
    assert found is not None
    assert [q.code for q in found.quality] == ["axes_inferred"]
    return found.turn


def off_deg(turn: Array, axis: int) -> float:
    """How far a found axis lies from the body's own."""
    return float(np.degrees(np.arccos(np.clip(turn[axis, axis], -1, 1))))


@pytest.mark.parametrize("speed_mps", [0.5, 0.8, 1.2, 1.6, 2.0])
def test_a_virtual_walkers_axes_are_found(speed_mps: float) -> None:
    turn = solved(device(walked(speed_mps)))
    assert max(off_deg(turn, axis) for axis in range(3)) < 4


@pytest.mark.parametrize("name", RBDS)
def test_recorded_runners_axes_are_found(name: str) -> None:
    turn = solved(ran(name))
    assert off_deg(turn, 1) < 7  # the vertical of running against the pelvis in standing
    assert off_deg(turn, 2) < 12


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
@pytest.mark.parametrize("speed_mps", [0.8, 1.4])
def test_any_rotation_of_the_device_is_taken_back(speed_mps: float, seed: int) -> None:
    one, turn = device(walked(speed_mps)), any_mounting(seed)
    assert_allclose(solved(turned(one, turn)) @ turn, solved(one), atol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_any_rotation_of_a_real_device_is_taken_back(seed: int) -> None:
    turn = any_mounting(seed)
    for one in (lab(STRAIGHT), lab(DAILY), treadmill()):
        assert_allclose(solved(turned(one, turn)) @ turn, solved(one), atol=1e-6)


def test_real_devices_look_the_way_that_their_makers_say() -> None:
    forward, up, right = solved(lab(STRAIGHT))
    assert_allclose([up[0], right[1], forward[2]], 1, atol=0.1)  # its x is up, y right, z forward, give or take a belt
    assert abs(off_deg(solved(lab(DAILY)) @ solved(lab(STRAIGHT)).T, 0)) < 8


def test_the_person_in_the_mirror_looks_the_same_way() -> None:
    one = device(walked())
    assert_allclose(solved(mirrored(one)), solved(one) * np.outer([1, 1, -1], [1, 1, -1]), atol=1e-9)


def test_a_long_recording_is_solved_from_parts_of_it() -> None:
    one = device(walked())
    long = replace(one, acc=np.tile(one.acc, (20, 1)), gyro=np.tile(one.gyro, (20, 1)))
    assert_allclose(solved(long), solved(one), atol=0.02)
    rare = np.concatenate([np.tile([0.0, G, 0.0], (50_000, 1)), one.acc, np.tile([0.0, G, 0.0], (50_000, 1))])
    assert_allclose(solved(replace(one, acc=rare, gyro=np.zeros_like(rare))), solved(one), atol=0.02)


def test_without_steps_nothing_is_solved() -> None:
    one = device(walked())
    still = np.tile([0.0, G, 0.0], (3000, 1))
    assert back.solve(replace(one, acc=still, gyro=np.zeros_like(still))) is None
    assert back.solve(replace(one, acc=one.acc[:3], gyro=one.gyro[:3])) is None
    assert back.solve(replace(one, acc=np.full((500, 3), np.nan), gyro=np.full((500, 3), np.nan))) is None


def test_steps_on_the_spot_do_not_tell_forward() -> None:
    t = np.arange(3000) / 100
    bounce = np.column_stack([0 * t, G + 2 * np.sin(2 * np.pi * 1.8 * t), 0 * t])
    one = replace(device(walked()), acc=bounce, gyro=np.zeros_like(bounce))
    assert back.solve(one) is None
