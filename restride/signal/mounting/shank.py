"""A device on a shank: how it sits, from the way it turns, from standing, and from gravity in gait.

Side to side: the first principal axis of the turning rates while the leg moves. It points right when the swing, a
high and narrow lobe, is positive: the pitch rate is then skewed (by 0.35 or more in running, by 1 in walking).

The shank's long axis: where the person stood still before or after gait (NEAR_S), gravity there. Feet apart or a leg
drawn back are no zero: only rests count that lie within ACROSS_DEG and ALONG_DEG of what gait says (one walker stood
astride the belt, 20 degrees off, before he started). Where there are none, what gait says: the geometric median of the
acceleration, which a rotation of the device turns along with it, leant forward by LEAN_DEG. Ours; on 18 virtual shanks
of three runners and both shanks of one walker the median lay 5 degrees (SD 4) behind the standing axis, so that an
axis without standing is known to about 4 degrees.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.core.strides import Mask
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.crossings import runs
from restride.signal.inertial import Mounted, Sensor
from restride.signal.mounting.leg import upright
from restride.signal.swings import thinned

MOVING_DEG_S = 100.0
ENOUGH_S = 2.0
AROUND_S = 0.5
SKEW = 0.15
"""Below this the swing is not plain enough to say which way the axis points."""
LEAN_DEG = 5.0
ACROSS_DEG, ALONG_DEG = 12.0, 40.0
NEAR_S = 10.0
STILL_DEG_S = 10.0
STILL_S = 1.0
STILL_G = 0.05
MOST_SAMPLES = 20_000
ROUNDS = 30


def solve(sensor: Sensor) -> Mounted | None:
    """The turn into body axes, or None where the leg hardly moved or does not show which way is forward."""
    gyro, rate = thinned(sensor.gyro, sensor.rate_hz)
    acc, _ = thinned(sensor.acc, sensor.rate_hz)
    speed = np.linalg.norm(gyro, axis=1)
    moving = speed > MOVING_DEG_S
    if np.count_nonzero(moving) < ENOUGH_S * rate:
        return None
    gait = _within(moving, int(AROUND_S * rate))
    side = _side_axis(gyro[moving], gyro[gait])
    if side is None:
        return None
    long = _leant(_middle(acc[gait]), side, LEAN_DEG)
    stood = standing(acc, speed, rate, long, side)
    if stood is not None:
        return Mounted(upright(side, stood))
    return Mounted(upright(side, long), (_from_gait(sensor),))


def standing(acc: Array, speed_deg_s: Array, rate_hz: float, long: Array, side: Array) -> Array | None:
    """(3,) mean reading over the rests next to gait in which the shank is upright; None where there are none.

    acc: (n, 3) m/s2; speed_deg_s: (n,) how fast it turns; long, side: (3,) about where the long axis points up and the
    side axis to the right, unit vectors. Every rest counts alike.
    """
    still = ~_within(speed_deg_s >= STILL_DEG_S, 1)
    near = _within(speed_deg_s > MOVING_DEG_S, int(NEAR_S * rate_hz))
    found = []
    for first, last in runs(still & near):
        mean = acc[first:last].mean(axis=0)
        size = float(np.linalg.norm(mean))
        if last - first < STILL_S * rate_hz or abs(size / G - 1) > STILL_G:
            continue
        up = mean / size
        across = np.degrees(np.arcsin(np.clip(up @ side, -1, 1)))
        along = np.degrees(np.arctan2(up @ np.cross(long, side), up @ long))
        if abs(across) < ACROSS_DEG and abs(along) < ALONG_DEG:
            found.append(mean)
    return np.asarray(np.mean(found, axis=0)) if found else None


def _within(mask: Mask, reach: int) -> Mask:
    """(n,) whether any sample so near is true."""
    total = np.concatenate([[0], np.cumsum(mask)])
    at = np.arange(len(mask))
    return np.asarray(total[np.minimum(at + reach + 1, len(mask))] > total[np.maximum(at - reach, 0)])


def _side_axis(moving: Array, gait: Array) -> Array | None:
    axis = np.linalg.eigh(moving.T @ moving)[1][:, 2]
    pitch = gait @ axis
    skew = float(np.mean(pitch**3) / np.mean(pitch**2) ** 1.5)
    if abs(skew) < SKEW:
        return None
    return np.asarray(axis * np.sign(skew))


def _middle(acc: Array) -> Array:
    """(3,) the geometric median (Weiszfeld's steps): the point with the least sum of distances."""
    some = acc[:: max(1, len(acc) // MOST_SAMPLES)]
    middle = some.mean(axis=0)
    for _ in range(ROUNDS):
        weight = 1 / np.maximum(np.linalg.norm(some - middle, axis=1), 1e-3)
        middle = weight @ some / weight.sum()
    return np.asarray(middle)


def _leant(up: Array, side: Array, degrees: float) -> Array:
    """(3,) unit vector: `up` across the side axis, turned forward by some degrees."""
    up = up - side * float(up @ side)
    up /= np.linalg.norm(up)
    forward = np.cross(up, side)
    angle = np.radians(degrees)
    return np.asarray(up * np.cos(angle) + forward * np.sin(angle))


def _from_gait(sensor: Sensor) -> Quality:
    return Quality(
        code="no_static",
        severity="info",
        message=f"nobody stood upright: the long axis of the {sensor.name} was taken from gait, to about 4 degrees",
    )
