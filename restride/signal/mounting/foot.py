"""A device on a foot: how it sits, from gravity while the foot lies flat and from the axis about which it swings.

needs: acc, gyro of one foot with a few strides. returns: turn into body axes of the foot as it stands flat. Vertical:
acceleration at mid-stance. Side to side: principal axis of the turning rate, made level. Forward follows; toes that
point outward in walking turn it by as much from the foot's own long axis.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.signal.inertial import Mounted, Sensor
from restride.signal.mounting.leg import filled, swing_axis, upright
from restride.signal.rest import gravity_at, rests
from restride.signal.swings import swings


def solve(sensor: Sensor) -> Mounted | None:
    """The turn into body axes, or None where the recording holds too little movement to tell."""
    axis = swing_axis(sensor.acc, sensor.gyro, sensor.rate_hz)
    if axis is None:
        return None
    up = flat(sensor, axis)
    if up is None or abs(float(axis @ up)) > 0.9 * float(np.linalg.norm(up)):
        return None
    return Mounted(upright(axis, up), (_solved(sensor),))


def _solved(sensor: Sensor) -> Quality:
    """Where forward is follows from the swing, so that the foot's own long axis stays unknown."""
    message = f"how the device sits on the {sensor.name} was worked out from gravity and the way it swings"
    return Quality(code="axes_inferred", severity="info", message=message, removes=("foot_progression_angle",))


def flat(sensor: Sensor, axis: Array) -> Array | None:
    """(3,) mean reading of the accelerometer at mid-stance, in the device's axes: each stride counts alike."""
    gyro, acc = filled(sensor.gyro), filled(sensor.acc)
    middle = swings(gyro @ axis, sensor.rate_hz)
    if len(middle) < 2:
        return None
    usual = float(np.median(np.diff(middle)))
    moments = rests(gyro, sensor.rate_hz, middle + 0.2 * usual, middle + 0.8 * usual)
    readings = gravity_at(acc, sensor.rate_hz, moments[np.isfinite(moments)])
    return np.asarray(np.median(readings, axis=0)) if len(readings) else None
