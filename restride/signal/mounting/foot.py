"""A device on a foot: how it sits, from gravity while the foot lies flat and from the axis about which it swings.

needs: acc, gyro of one foot with a few strides. returns: turn into body axes of the foot as it stands flat. Side to
side: principal axis of the turning rate. Flat: the moment of each stance at which the foot turns least. Forward:
whoever walks or runs goes forward, so that of the two ways in which the axis may point, that one is right which makes
the foot go forward from one flat moment to the next (ours; it gave 0.7 m and more a stride on thirteen feet of
walkers, with stairs, and on eighteen virtual feet of runners, the wrong one none or backward). Vertical: the mean force
of a stride, seen from where the device sits at the flat moment (signal/cycles.py); in walking it is gravity at rest
within a degree, in running, where no moment is at rest, it is right within 3 degrees where the reading at the flat
moment is 5 to 28 off. Who walks backward is taken for one who walks forward. Toes that point outward turn forward by
as much from the foot's own long axis.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.signal.blocks import times
from restride.signal.course import course
from restride.signal.cycles import cycles
from restride.signal.inertial import Mounted, Sensor
from restride.signal.mounting.leg import principal, upright
from restride.signal.rest import gravity_at, rests, stillness, usual
from restride.signal.swings import swings, thinned

MOVING_DEG_S = 100.0
ENOUGH_S = 2.0
CHUNK_S, CHUNKS = 60.0, 5
"""The most lively minutes of a long recording tell the axes as well as all of it."""
ANYWHERE, STANCE = (0.1, 0.9), (0.25, 0.65)
"""Shares of a stride after mid-swing: about all of it, and between which a foot is flat, in walking and in running."""
SLOWEST_S = 2.5
FEWEST, ENOUGH_STRIDES = 3, 60
LEAST_WAY_M, SURE_WAY_M = 0.15, 0.3
ACROSS = 0.9
"""Cosine between the vertical and the axis of the swing from which they do not belong to gait."""


def solve(sensor: Sensor) -> Mounted | None:
    """The turn into body axes, or None where the recording holds too little gait to tell."""
    acc, gyro, rate = _lively(sensor)
    fast = np.einsum("ij,ij->i", gyro, gyro) > MOVING_DEG_S**2
    if np.count_nonzero(fast) < ENOUGH_S * rate:
        return None
    axis = principal(gyro[fast])
    told = _told(acc, gyro, rate, axis)
    if told.way_m < SURE_WAY_M:
        told = max(told, _told(acc, gyro, rate, -axis), key=lambda t: t.way_m)
    if told.way_m < LEAST_WAY_M:
        return None
    up = _vertical(acc, gyro, rate, told)
    return None if _lies(told.axis, up) else Mounted(upright(told.axis, up), (_solved(sensor),))


def _lively(sensor: Sensor) -> tuple[Array, Array, float]:
    """acc, gyro (n, 3) at about 50 Hz, and that rate; of a long recording the minutes with the most movement."""
    gyro, rate = thinned(sensor.gyro, sensor.rate_hz)
    acc, _ = thinned(sensor.acc, sensor.rate_hz)
    size = int(CHUNK_S * rate)
    count = len(gyro) // size
    if count <= CHUNKS:
        return acc, gyro, rate
    turning = gyro[: count * size]
    moving = np.einsum("ij,ij->i", turning, turning).reshape(count, size) > MOVING_DEG_S**2
    most = np.sort(np.argsort(-np.count_nonzero(moving, axis=1), kind="stable")[:CHUNKS])
    acc, gyro = (x[: count * size].reshape(count, size, 3)[most].reshape(-1, 3) for x in (acc, gyro))
    return acc, gyro, rate


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What follows if `axis` points right: mid-swings, (m,) samples, and the way of a stride."""

    axis: Array
    middle: Array
    way_m: float


def _told(acc: Array, gyro: Array, rate_hz: float, axis: Array) -> _Told:
    middle = swings(times(gyro, axis[:, None])[:, 0], rate_hz)
    flat = _flat(gyro, rate_hz, middle, ANYWHERE)
    up = usual(gravity_at(acc, rate_hz, flat)) if len(flat) else np.zeros(3)
    if len(flat) < FEWEST or _lies(axis, up):
        return _Told(axis, middle, -np.inf)
    turn = upright(axis, up)
    went = course(times(acc, turn.T), times(gyro, turn.T), rate_hz, flat).forward_m[:-1]
    went = went[np.diff(flat) < SLOWEST_S * rate_hz]
    return _Told(axis, middle, float(np.median(went)) if len(went) else -np.inf)


def _flat(gyro: Array, rate_hz: float, middle: Array, share: tuple[float, float]) -> Array:
    """(k,) samples at which the foot turns least between two shares of each stride."""
    if len(middle) < FEWEST:
        return np.empty(0)
    stride = float(np.median(np.diff(middle)))
    at = rests(stillness(gyro, rate_hz), middle + share[0] * stride, middle + share[1] * stride)
    return at[np.isfinite(at)]


def _lies(axis: Array, up: Array) -> bool:
    """Whether the axis points too far up to be that of a swing."""
    return abs(float(axis @ up)) >= ACROSS * float(np.linalg.norm(up))


def _vertical(acc: Array, gyro: Array, rate_hz: float, told: _Told) -> Array:
    """(3,) mean force of the usual stride as it lies in the device's axes at the flat moment."""
    flat = _flat(gyro, rate_hz, told.middle, STANCE)
    some = np.arange(len(flat) - 1)[:: max(1, len(flat) // ENOUGH_STRIDES)]
    force = cycles(acc, gyro, rate_hz, flat[some], flat[some + 1]).up
    force = force[np.isfinite(force).all(axis=1)]
    return usual(force) if len(force) >= FEWEST else usual(gravity_at(acc, rate_hz, flat))


def _solved(sensor: Sensor) -> Quality:
    """Where forward is follows from the swing, so that the foot's own long axis stays unknown."""
    message = f"how the device sits on the {sensor.name} was worked out from gravity and the way it swings"
    return Quality(code="axes_inferred", severity="info", message=message, removes=("foot_progression_angle",))
