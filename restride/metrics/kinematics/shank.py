"""Angle of the shank to the vertical at initial contact, from a device on it.

needs: acc, gyro@shank in body axes, contacts of that leg, and a second or more of upright standing in the same
recording. returns: one value a contact, positive when the ankle is ahead of the knee.

The vertical at contact is the mean force of the stride that begins there, turned back to that moment by the gyroscope
(signal/cycles.py), so that nothing drifts and no moment of rest is needed. The angle is that of the axis that was
vertical in standing: without standing there is no zero, and the angle is left out.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows
from restride.signal.cycles import cycles
from restride.signal.inertial import SHANKS, Sensor
from restride.signal.mounting.shank import standing
from restride.signal.rest import bias_of
from restride.signal.swings import thinned

ANGLE = "tibia_angle_at_contact"


def shank(bout: Bout) -> Measures:
    """Tibia angle at contact for the legs that wear a device and stood still."""
    values = np.full(bout.strides.n, np.nan)
    notes = []
    for device in bout.devices(SHANKS):
        zero = standing_angle(device)
        if zero is None:
            notes.append(_no_standing(device))
            continue
        rows = bout.rows_of(device.side)
        s = bout.strides
        first, last = ((t[rows] - device.start_s) * device.rate_hz for t in (s.ic_s, s.next_ic_s))
        gyro = device.gyro - bias_of(device.gyro, device.rate_hz)
        values[rows] = angle(cycles(device.acc, gyro, device.rate_hz, first, last).up) - zero
    made = (Rows(ANGLE, f"shank_{bout.strides.task}", values, place=SHANKS),) if np.isfinite(values).any() else ()
    return Measures(made, quality=tuple(notes))


def standing_angle(device: Sensor) -> float | None:
    """Sagittal angle of the device's vertical axis to the vertical in upright standing, deg; None without standing."""
    gyro, rate = thinned(device.gyro, device.rate_hz)
    acc, _ = thinned(device.acc, device.rate_hz)
    _, up, right = np.eye(3)
    stood = standing(acc, np.linalg.norm(gyro, axis=1), rate, up, right)
    return None if stood is None else float(angle(stood[None])[0])


def angle(up: Array) -> Array:
    """(m,) deg by which the lower end of the vertical body axis is ahead, from `up` (m, 3) in body axes."""
    return np.asarray(np.degrees(np.arctan2(up[:, 0], up[:, 1])))


def _no_standing(device: Sensor) -> Quality:
    return Quality(
        code="no_static",
        severity="info",
        message=f"the recording of the {device.name} holds no upright standing: its angle at contact has no zero "
        "and is left out (stand still for two seconds before you start)",
    )
