"""Devices on the lower back of virtual and recorded people, made once a process; body axes unless said otherwise."""

from dataclasses import replace
from functools import cache

import numpy as np

from restride.core.recording import Array
from restride.read import read
from restride.signal.inertial import Sensor, sensors
from restride.signal.mounting import back
from restride.simulate import (
    LOWER_BACK,
    SACRUM,
    SHORT_DAY,
    Device,
    Go,
    Pace,
    Pause,
    Route,
    Worn,
    from_markers,
    joined,
    simulate_worn_walk,
    worn_day,
)
from tests.bouts import rbds_recording
from tests.data import recording

RATE_HZ = 100.0
PERSON = "mobgap_lowerback_walking/HA/001/data.mat"
STRAIGHT, DAILY = "Test5/Trial1", "Test11/Trial1"
THERE_AND_BACK: Route = (Pause(2), Go(14), Go(6, turn_deg=180.0), Go(14), Pause(3), Go(9), Pause(2))


def only(found: tuple[Sensor, ...]) -> Sensor:
    (one,) = found
    return one


@cache
def walked(speed_mps: float = 1.2, seed: int = 0, route: Route = THERE_AND_BACK) -> Worn:
    """A virtual walk."""
    pace = Pace.draw(seed, speed_mps)
    return simulate_worn_walk(pace, route, sites=LOWER_BACK, device=Device(rate_hz=RATE_HZ), seed=seed)


@cache
def day() -> Worn:
    """Six minutes of sitting, walking, standing, fidgeting, running."""
    return joined(worn_day(SHORT_DAY, sites=LOWER_BACK, device=Device(rate_hz=RATE_HZ)))


def device(made: Worn) -> Sensor:
    """The only device of a virtual person, which sits straight."""
    return replace(only(sensors(made.recording)), frame="body")


@cache
def ran(name: str) -> Sensor:
    """A device simulated from the pelvis markers of a recorded runner, sitting straight."""
    still = rbds_recording(f"{name[:7]}static")
    made = from_markers(rbds_recording(name), SACRUM, standing=still, device=Device(rate_hz=RATE_HZ))
    return replace(only(sensors(made)), frame="body")


@cache
def lab(part: str) -> Sensor:
    """A recorded older adult, in the device's own axes."""
    (trial,) = read(f"{recording(PERSON)}#{part}")
    return only(sensors(trial))


@cache
def treadmill() -> Sensor:
    """A recorded treadmill walker's sacrum, in the device's own axes."""
    (trial,) = read(recording("tripod_treadmill_walking/Sub_FZ/PWS/IMU/SA.csv"))
    return replace(only(sensors(trial)), place="sacrum", side="none")


def turned(one: Sensor, turn: Array) -> Sensor:
    """The same device, mounted otherwise: its readings in other axes."""
    return replace(one, frame="sensor", acc=one.acc @ turn.T, gyro=one.gyro @ turn.T)


def righted(one: Sensor) -> Sensor:
    """In body axes as the mounting is solved."""
    found = back.solve(one)
    assert found is not None
    return replace(one, frame="body", acc=one.acc @ found.turn.T, gyro=one.gyro @ found.turn.T)


def mirrored(one: Sensor) -> Sensor:
    """The device of the person in the mirror, body axes."""
    flip = np.array([1.0, 1.0, -1.0])
    return replace(one, acc=one.acc * flip, gyro=-one.gyro * flip)


def part(one: Sensor, first: int, last: int) -> Sensor:
    """Samples [first, last) on the same clock."""
    return replace(one, acc=one.acc[first:last], gyro=one.gyro[first:last], start_s=one.start_s + first / one.rate_hz)
