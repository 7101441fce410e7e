"""Walking or running, from how quietly the leg carries its device."""

import numpy as np
import pytest

from restride.core.recording import Array
from restride.core.strides import Mask
from restride.signal import quiet
from restride.signal.inertial import Sensor
from restride.signal.swings import swings
from tests.bouts import RBDS
from tests.worn import device, rbds_worn, worn_run, worn_walk


def kinds(one: Sensor) -> Mask:
    return quiet.running(one.acc, one.rate_hz, swings(one.gyro[:, 2], one.rate_hz))


@pytest.mark.parametrize("place", ["foot", "shank"])
@pytest.mark.parametrize("speed_mps", [2.5, 3.0, 4.5])
def test_running_is_running(place: str, speed_mps: float) -> None:
    found = kinds(device(worn_run(speed_mps).recording, place, "left"))
    assert len(found) > 10
    assert found.all()


@pytest.mark.parametrize("side", ["left", "right"])
def test_walking_is_no_running(side: str) -> None:
    found = kinds(device(worn_walk().recording, "shank", side))
    assert len(found) > 8
    assert not found.any()


@pytest.mark.parametrize("name", RBDS)
@pytest.mark.parametrize("place", ["foot", "shank"])
def test_recorded_runners_run(name: str, place: str) -> None:
    assert all(kinds(one).all() for one in rbds_worn(name, place))


def test_one_odd_stride_changes_nothing() -> None:
    one = device(worn_run().recording, "shank", "left")
    swing = swings(one.gyro[:, 2], one.rate_hz)
    acc = one.acc.copy()
    a, b = swing[[5, 6]].astype(int)
    acc[a:b] = [0.0, 9.80665, 0.0]
    assert quiet.quiet_share(acc, one.rate_hz, swing)[5] > 0.8
    assert quiet.running(acc, one.rate_hz, swing).all()


@pytest.mark.parametrize("swing", [np.empty(0), np.array([10.0])])
def test_fewer_than_two_swings_make_no_stride(swing: Array) -> None:
    assert len(quiet.running(np.zeros((100, 3)), 100.0, swing)) == 0
