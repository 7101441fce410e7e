"""How far a foot goes and turns from one flat moment to the next."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from restride.signal.course import course
from restride.signal.rest import in_stance, stillness
from tests.feet import RATE_HZ, foot, walk
from tests.worn import mirrored


def flat(side: str, route: str, speed_mps: float = 1.3) -> tuple:
    """A virtual walker's device, its flat moments, and what is true of the strides that begin there."""
    made = walk(route, speed_mps)
    one, rows = foot(made.recording, side), made.truth.strides.side == side
    s = made.truth.strides.rows(rows)
    at = in_stance(stillness(one.gyro, RATE_HZ), (s.ic_s - one.start_s) * RATE_HZ, (s.fc_s - one.start_s) * RATE_HZ)
    return one, at, {name: values[rows] for name, values in made.truth.per_stance.items()}


@pytest.mark.parametrize("speed_mps", [0.5, 1.3, 1.9])
def test_the_way_is_about_the_stride_length(speed_mps: float) -> None:
    one, at, true = flat("left", "straight", speed_mps)
    went = course(one.acc, one.gyro, RATE_HZ, at)
    assert_allclose(went.forward_m[:-1], true["stride_length"][:-1], rtol=0.1)
    assert np.abs(went.turned_deg[:-1]).max() < 5.0
    assert np.isnan([went.forward_m[-1], went.turned_deg[-1]]).all()


@pytest.mark.parametrize("side", ["left", "right"])
def test_turns_are_those_of_the_virtual_walker(side: str) -> None:
    one, at, true = flat(side, "there and back")
    turned = course(one.acc, one.gyro, RATE_HZ, at).turned_deg
    assert_allclose(turned[:-1], true["turn"][:-1], atol=6.0)
    assert np.sum(turned[:-1]) == pytest.approx(180.0, abs=6.0)


def test_in_the_mirror_turns_are_the_other_way() -> None:
    one, at, _ = flat("left", "there and back")
    here, there = (course(s.acc, s.gyro, RATE_HZ, at) for s in (one, mirrored(one)))
    assert_allclose(there.turned_deg, -here.turned_deg, atol=1e-9)
    assert_allclose(there.forward_m, here.forward_m, atol=1e-9)


def test_a_device_put_on_backward_goes_backward() -> None:
    one, at, _ = flat("left", "straight")
    back = np.diag([-1.0, 1.0, -1.0])
    here, there = (course(one.acc @ t, one.gyro @ t, RATE_HZ, at).forward_m for t in (np.eye(3), back))
    assert_allclose(there, -here, atol=1e-9)


def test_beside_a_moment_that_is_not_known_there_is_nothing() -> None:
    one, at, _ = flat("left", "straight")
    at = at.copy()
    at[4] = np.nan
    went = course(one.acc, one.gyro, RATE_HZ, at)
    assert np.flatnonzero(np.isnan(went.forward_m)).tolist() == [3, 4, len(at) - 1]
    assert np.isnan(course(one.acc, one.gyro, RATE_HZ, np.full(3, np.nan)).turned_deg).all()
