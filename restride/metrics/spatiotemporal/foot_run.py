"""Running with a device on a foot: stride length and speed from one flat foot to the next.

needs: acc, gyro@foot in body axes, contacts of that foot. returns: one value a contact, of the stride that begins with
it.

Zrenner et al. 2018 (Sensors 18:4194): orientation from the gyroscope, zero velocity where the foot turns least in
stance, linear de-drift in between; they found 0.022 +- 0.157 m a stride in 27 people. A running foot is never at rest:
while it is flat its device goes on with about the turning rate times its height above the joints of the toes. Against
the belt of three recorded runners the velocity that is taken for zero was -0.08 m/s at 2.5 and +0.06 m/s at 4.5 m/s;
it is left in. We differ: the vertical and the scale of the accelerometer come from the mean force of the stride
(signal/cycles.py).
"""

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.bout import Bout, Measures, Rows
from restride.signal.cycles import cycles, flat
from restride.signal.inertial import FEET, Sensor
from restride.signal.rest import bias_of

METHOD = "foot_running"


def foot_run(bout: Bout) -> Measures:
    """Stride length and speed; nothing in walking."""
    devices = bout.devices(FEET)
    if bout.strides.task != "running" or not devices:
        return Measures()
    length, speed = np.full(bout.strides.n, np.nan), np.full(bout.strides.n, np.nan)
    for device in devices:
        rows = bout.rows_of(device.side)
        length[rows], speed[rows] = stride_lengths(bout, device, rows)
    return Measures((Rows("stride_length", METHOD, length, place=FEET), Rows("speed", METHOD, speed, place=FEET)))


def stride_lengths(bout: Bout, device: Sensor, rows: np.ndarray) -> tuple[Array, Array]:
    """(m,) m and (m,) m/s of the strides that begin with contacts `rows` of the foot that wears the device."""
    s = bout.strides
    none = np.full(len(rows), np.nan)
    if len(rows) < 2:
        return none, none
    ic, fc = ((t[rows] - device.start_s) * device.rate_hz for t in (s.ic_s, s.fc_s))
    rest = flat(device.gyro, device.rate_hz, ic, fc)
    follows = np.append(np.abs(s.next_ic_s[rows][:-1] - s.ic_s[rows][1:]) < 1e-6, False)
    end = np.where(follows, np.append(rest[1:], np.nan), np.nan)
    went = cycles(device.acc, device.gyro - bias_of(device.gyro, device.rate_hz), device.rate_hz, rest, end)
    size = np.linalg.norm(went.up, axis=1)
    known = np.isfinite(size)
    if not known.any():
        return none, none
    length = went.length_m * G / float(np.median(size[known]))
    return length, length * device.rate_hz / (end - rest)
