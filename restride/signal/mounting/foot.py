"""A device on a foot: how it sits, from gravity while the foot lies flat and from the axis about which it swings.

needs: acc, gyro of one foot with a few strides. returns: turn into body axes of the foot as it stands flat. Vertical:
acceleration at mid-stance. Side to side: principal axis of the turning rate, made level. Forward follows; toes that
point outward in walking turn it by as much from the foot's own long axis.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.signal.blocks import times
from restride.signal.inertial import Mounted, Sensor
from restride.signal.mounting.leg import swing_axis, upright
from restride.signal.rest import gravity_at, rests, stillness, usual
from restride.signal.swings import swings, thinned

STANCE = (0.2, 0.8)
"""Shares of a stride after mid-swing between which the foot is flat on the ground."""


def solve(sensor: Sensor) -> Mounted | None:
    """The turn into body axes, or None where the recording holds too little movement to tell."""
    gyro, rate = thinned(sensor.gyro, sensor.rate_hz)
    acc, _ = thinned(sensor.acc, sensor.rate_hz)
    axis = swing_axis(acc, gyro, rate)
    if axis is None:
        return None
    up = flat(acc, gyro, rate, axis)
    if up is None or abs(float(axis @ up)) > 0.9 * float(np.linalg.norm(up)):
        return None
    return Mounted(upright(axis, up), (_solved(sensor),))


def _solved(sensor: Sensor) -> Quality:
    """Where forward is follows from the swing, so that the foot's own long axis stays unknown."""
    message = f"how the device sits on the {sensor.name} was worked out from gravity and the way it swings"
    return Quality(code="axes_inferred", severity="info", message=message, removes=("foot_progression_angle",))


def flat(acc: Array, gyro: Array, rate_hz: float, axis: Array) -> Array | None:
    """(3,) mean reading of the accelerometer at mid-stance, in the device's axes: each stride counts alike.

    acc, gyro: (n, 3) at about 50 Hz. axis: (3,) the side-to-side axis, right positive.
    """
    middle = swings(times(gyro, axis[:, None])[:, 0], rate_hz)
    if len(middle) < 2:
        return None
    stride = float(np.median(np.diff(middle)))
    moments = rests(stillness(gyro, rate_hz), middle + STANCE[0] * stride, middle + STANCE[1] * stride)
    readings = gravity_at(acc, rate_hz, moments[np.isfinite(moments)])
    return usual(readings) if len(readings) else None
