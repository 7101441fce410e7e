"""How a device sits on a foot, from what it measured."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array
from restride.signal.inertial import Sensor, sensors
from restride.signal.mounting.foot import solve
from restride.signal.swings import thinned
from restride.simulate import FEET, Device, Pace, simulate_worn_idle, simulate_worn_walk
from tests.bouts import RBDS
from tests.feet import ROUTES, foot, gaitmap, random_turn, tripod, walk
from tests.worn import mirrored, rbds_worn, turned, worn_run

STRAIGHT_DEG = 12.0
"""Toes that point outward turn what is forward by as much."""


def off_deg(turn: Array, true: Array) -> tuple[float, float]:
    """Deg between two turns: of the vertical, and of forward about it."""
    between = turn @ true.T
    return tuple(float(np.degrees(np.arccos(np.clip(between[i, i], -1, 1)))) for i in (1, 0))


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(["left", "right"]), st.sampled_from([0.5, 0.9, 1.3, 1.9]))
def test_any_rotation_of_the_device_is_found(seed: int, side: str, speed_mps: float) -> None:
    turn, one = random_turn(seed), foot(walk("straight", speed_mps).recording, side)
    straight, found = solve(one), solve(turned(one, turn))
    assert straight is not None
    assert found is not None
    assert_allclose(found.turn @ turn, straight.turn, atol=1e-6)
    up, forward = off_deg(straight.turn, np.eye(3))
    assert up < 2.0
    assert forward < STRAIGHT_DEG


@pytest.mark.parametrize("route", ROUTES)
def test_stairs_turns_and_stops_change_little(route: str) -> None:
    found = solve(foot(walk(route).recording))
    assert found is not None
    up, forward = off_deg(found.turn, np.eye(3))
    assert up < 6.0  # a slope of 10 % is 5.7 degrees
    assert forward < STRAIGHT_DEG


@pytest.mark.parametrize("seed", range(8))
def test_it_holds_for_people_drawn_from_the_table(seed: int) -> None:
    made = simulate_worn_walk(Pace.draw(seed), sites=FEET, device=Device(rate_hz=100.0), seed=seed)
    for one in sensors(made.recording, "foot"):
        found = solve(one)
        assert found is not None
        assert max(off_deg(found.turn, np.eye(3))) < 25.0


def test_in_the_mirror_it_sits_the_other_way_about() -> None:
    one = foot(walk("there and back").recording)
    here, there = solve(one), solve(mirrored(one))
    assert here is not None
    assert there is not None
    flip = np.diag([1.0, 1.0, -1.0])
    assert_allclose(there.turn, flip @ here.turn @ flip, atol=1e-9)


@pytest.mark.parametrize("speed_mps", [2.5, 4.5])
@pytest.mark.parametrize("strike_deg", [-8.0, 12.0])
def test_a_virtual_runners_feet_are_found_too(speed_mps: float, strike_deg: float) -> None:
    found = solve(foot(worn_run(speed_mps, strike_deg).recording))
    assert found is not None
    up, forward = off_deg(found.turn, np.eye(3))
    assert up < 10.0
    assert forward < STRAIGHT_DEG


@pytest.mark.parametrize("name", RBDS)
def test_forward_is_forward_on_the_feet_of_recorded_runners(name: str) -> None:
    for one in rbds_worn(name, "foot"):
        found = solve(one)
        assert found is not None
        up, forward = off_deg(found.turn, np.eye(3))
        assert up < 5.0
        assert forward < 20.0


@pytest.mark.parametrize("kind", ["standing", "sitting", "restless"])
def test_who_does_not_walk_gives_no_mounting(kind: str) -> None:
    made = simulate_worn_idle(kind, sites=FEET, device=Device(rate_hz=100.0), seconds=90.0)
    assert [solve(one) for one in sensors(made.recording, "foot")] == [None, None]


def pitch_down_first(one: Sensor, turn: Array) -> bool:
    """Whether the quickest turn of the foot in a stride goes from toes down (push-off) to toes up (swing)."""
    rise = np.diff(thinned(one.gyro @ turn[2], one.rate_hz)[0])
    return bool(np.mean(rise**3) > np.mean(rise**2) ** 1.5)


@pytest.mark.parametrize("name", ["imu_sample", "imu_sample_not_rotated", "imu_sample_healthy_stair_down"])
def test_real_feet_push_off_before_they_swing(name: str) -> None:
    for one in sensors(gaitmap(name), "foot"):
        found = solve(one)
        assert found is not None
        assert pitch_down_first(one, found.turn)


@pytest.mark.parametrize("side", ["left", "right"])
def test_real_feet_on_a_treadmill_push_off_before_they_swing(side: str) -> None:
    (one,) = sensors(tripod(side), "foot")
    found = solve(one)
    assert found is not None
    assert pitch_down_first(one, found.turn)
