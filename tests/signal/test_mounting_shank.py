"""How a device sits on a shank."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.read import read
from restride.signal.inertial import Mounted, Sensor, sensors
from restride.signal.mounting import shank
from restride.simulate import any_mounting
from tests.bouts import RBDS
from tests.data import recording
from tests.worn import device, rbds_worn, turned, worn_run, worn_walk


def solved(one: Sensor) -> Mounted:
    found = shank.solve(one)
    assert found is not None
    return found


def off_deg(mounted: Mounted, axis: int) -> float:
    """How far the found axis lies from the segment's own."""
    return float(np.degrees(np.arccos(np.clip(mounted.turn[axis, axis], -1, 1))))


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
@pytest.mark.parametrize("made", [worn_run, worn_walk])
def test_any_rotation_of_the_device_is_taken_back(made: object, seed: int) -> None:
    one = device(made().recording, "shank", "left")
    turn = any_mounting(seed)
    assert_allclose(solved(turned(one, turn)).turn @ turn, solved(one).turn, atol=1e-9)


@pytest.mark.parametrize("speed_mps", [2.5, 3.0, 4.5])
def test_standing_before_a_run_is_the_vertical(speed_mps: float) -> None:
    one = device(worn_run(speed_mps, seconds=20.0, stands_s=3.0).recording, "shank", "right")
    found = solved(one)
    stood = one.acc[: int(2 * one.rate_hz)].mean(axis=0)
    assert_allclose(found.turn @ stood, [0, np.linalg.norm(stood), 0], atol=0.2)
    assert off_deg(found, 2) < 12
    assert found.quality == ()


def test_standing_with_the_feet_apart_or_lying_is_no_vertical() -> None:
    one = device(worn_run(seconds=20.0, stands_s=3.0).recording, "shank", "right")
    for wrong in ([0.0, np.cos(np.radians(20)), np.sin(np.radians(20))], [1.0, 0.0, 0.0]):
        acc = one.acc.copy()
        still = np.linalg.norm(one.gyro, axis=1) < 5
        acc[still] = G * np.array(wrong)
        assert [q.code for q in solved(replace(one, acc=acc)).quality] == ["no_static"]


@pytest.mark.parametrize("name", RBDS)
def test_without_standing_the_axis_of_a_recorded_runner_is_known_to_some_degrees(name: str) -> None:
    for one in rbds_worn(name, "shank"):
        found = solved(one)
        assert [q.code for q in found.quality] == ["no_static"]
        assert off_deg(found, 1) < 14
        assert off_deg(found, 2) < 14


def test_without_standing_the_axes_are_right_on_average() -> None:
    lean = [
        np.degrees(np.arctan2(solved(one).turn[1, 0], solved(one).turn[1, 1]))
        for n in RBDS
        for one in rbds_worn(n, "shank")
    ]
    assert abs(float(np.mean(lean))) < 2
    assert float(np.std(lean)) < 6


@pytest.mark.parametrize("acc", [np.tile([0.0, G, 0.0], (2000, 1)), np.full((2000, 3), np.nan)])
def test_a_leg_that_never_moved_tells_nothing(acc: Array) -> None:
    assert shank.solve(Sensor("shank", "left", "sensor", 100.0, 0.0, acc, 0 * acc)) is None


@pytest.mark.parametrize("part", ["LS", "RS"])
def test_a_recorded_walker_who_first_stood_astride_the_belt_is_upright(part: str) -> None:
    (trial,) = read(recording(f"tripod_treadmill_walking/Sub_FZ/PWS/IMU/{part}.csv"))
    one = replace(sensors(trial)[0], place="shank")
    found = solved(one)
    assert found.quality == ()
    last = one.acc[-int(4 * one.rate_hz) :].mean(axis=0)
    assert float((found.turn @ last)[1]) > 0.99 * float(np.linalg.norm(last))
