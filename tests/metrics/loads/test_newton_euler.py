"""Newton-Euler against mechanics that is known by other means."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.loads.anthropometry import shapes
from restride.metrics.loads.newton_euler import Segment, Wrench, joint_wrenches, spin

RATE_HZ = 2000.0
N = 4001
BODY_KG = 70.0
UP, RIGHT = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])
SHAPES = shapes("male")
angles = st.floats(-np.pi, np.pi)


def still(point: Array) -> Array:
    return np.broadcast_to(np.asarray(point, dtype=float), (N, 3))


def nothing() -> Wrench:
    return Wrench(np.zeros((N, 3)), np.zeros((N, 3)))


def pendulum(amplitude_rad: float, cycle_s: float, length_m: float = 0.43) -> tuple[Segment, Array]:
    """A shank that swings about a fixed knee in the sagittal plane, and its angle."""
    t = np.arange(N) / RATE_HZ
    angle = amplitude_rad * np.sin(2 * np.pi * t / cycle_s)
    knee = still(np.array([0.0, 0.5, 0.1]))
    ankle = knee + length_m * np.stack([np.sin(angle), -np.cos(angle), np.zeros(N)], axis=1)
    return Segment(SHAPES["shank"], length_m, knee, ankle, knee, still(RIGHT)), angle


def moved(one: Segment, turn: Array, shift: Array) -> Segment:
    ends = (np.asarray(p @ turn.T + shift) for p in (one.proximal, one.distal, one.joint))
    return Segment(one.shape, one.length_m, *ends, np.asarray(one.aside @ turn.T))


@given(lever_m=st.floats(-0.1, 0.2), force_n=st.floats(0, 2000))
def test_a_still_foot_bears_force_times_lever(lever_m: float, force_n: float) -> None:
    ankle, cop = np.array([0.05, 0.08, 0.1]), np.array([0.05 + lever_m, 0.0, 0.1])
    force = force_n * UP
    ground = Wrench(still(force), still(np.cross(cop, force)))
    foot = Segment(SHAPES["foot"], 0.26, still([0, 0.02, 0.1]), still([0.26, 0.02, 0.1]), still(ankle), still(RIGHT))
    (at_ankle,) = joint_wrenches(ground, [foot], 1e-9, RATE_HZ)
    np.testing.assert_allclose(-at_ankle.about(still(ankle))[:, 2], lever_m * force_n, atol=1e-6)
    np.testing.assert_allclose(-at_ankle.force, ground.force, atol=1e-6)


@pytest.mark.parametrize(("amplitude_rad", "cycle_s"), [(0.3, 1.0), (1.0, 0.7)])
def test_a_swinging_shank_needs_the_moment_of_its_known_inertia(amplitude_rad: float, cycle_s: float) -> None:
    one, angle = pendulum(amplitude_rad, cycle_s)
    (at_knee,) = joint_wrenches(nothing(), [one], BODY_KG, RATE_HZ)
    mass, com_m = one.shape.mass_kg(BODY_KG), one.shape.com * one.length_m
    about_knee = one.shape.inertia(BODY_KG, one.length_m)[1] + mass * com_m**2
    faster = np.gradient(np.gradient(angle, 1 / RATE_HZ), 1 / RATE_HZ)
    expected = about_knee * faster + mass * G * com_m * np.sin(angle)
    inner = slice(10, -10)
    np.testing.assert_allclose(at_knee.about(one.joint)[inner, 2], expected[inner], atol=2e-3 * np.ptp(expected))


def test_the_work_of_a_closed_cycle_is_nothing() -> None:
    one, angle = pendulum(0.8, 1.0)
    (at_knee,) = joint_wrenches(nothing(), [one], BODY_KG, RATE_HZ)
    power = at_knee.about(one.joint)[:, 2] * np.gradient(angle, 1 / RATE_HZ)
    cycle = slice(500, 2500)
    assert abs(power[cycle].sum()) < 1e-3 * np.abs(power[cycle]).sum()


def test_the_turning_of_a_segment_is_its_inertia_times_its_rate() -> None:
    t = np.arange(N) / RATE_HZ
    along = np.stack([np.sin(3 * t), -np.cos(3 * t), 0 * t], axis=1)
    thigh = Segment(SHAPES["thigh"], 0.4, 0 * along, 0.4 * along, 0 * along, still(RIGHT))
    aside = thigh.shape.inertia(BODY_KG, 0.4)[1]
    np.testing.assert_allclose(spin(thigh, BODY_KG, RATE_HZ)[5:-5, 2], 3 * aside, rtol=1e-4)


@given(turn=angles, x=st.floats(-5, 5), y=st.floats(-1, 1), z=st.floats(-5, 5))
def test_moving_or_turning_the_laboratory_changes_no_moment(turn: float, x: float, y: float, z: float) -> None:
    one, _ = pendulum(0.6, 0.9)
    c, s = np.cos(turn), np.sin(turn)
    about_up = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    other = moved(one, about_up, np.array([x, y, z]))
    (here,) = joint_wrenches(nothing(), [one], BODY_KG, RATE_HZ)
    (there,) = joint_wrenches(nothing(), [other], BODY_KG, RATE_HZ)
    np.testing.assert_allclose(there.about(other.joint), here.about(one.joint) @ about_up.T, atol=2e-6)


def test_twice_the_mass_and_force_is_twice_the_moment_and_a_mirror_turns_it() -> None:
    one, _ = pendulum(0.6, 0.9)
    ground = Wrench(still([10.0, 200.0, 5.0]), still([3.0, 1.0, 20.0]))
    twice = Wrench(2 * ground.force, 2 * ground.moment)
    (here,) = joint_wrenches(ground, [one], BODY_KG, RATE_HZ)
    (double,) = joint_wrenches(twice, [one], 2 * BODY_KG, RATE_HZ)
    np.testing.assert_allclose(double.about(one.joint), 2 * here.about(one.joint), rtol=1e-9, atol=1e-9)
    flip = np.diag([1.0, 1.0, -1.0])
    mirrored = Wrench(ground.force @ flip, -ground.moment @ flip)
    (there,) = joint_wrenches(mirrored, [moved(one, flip, np.zeros(3))], BODY_KG, RATE_HZ)
    np.testing.assert_allclose(there.about(one.joint @ flip)[:, 2], here.about(one.joint)[:, 2], rtol=1e-9, atol=1e-7)
