"""How far the pelvis tilts, drops and turns in each stride, from the turning rates of a device on the lower back.

needs: Strides, gyro of a device at the lower back or sacrum in body axes, deg/s. returns: ranges in deg, one a contact,
of the stride that it begins. Whoever walks or runs straight faces after a stride as before: a turning rate over one
stride less its mean, integrated, is the angle of the pelvis without drift; a turn of the way is taken off with it.
Angles of a few degrees add up, so that each axis is integrated alone. Tilt: about the side-to-side axis. Obliquity:
about the forward axis. Rotation: about the vertical. Ours: the periodic integration.
"""

import numpy as np

from restride.core.recording import BACK_PLACES, Array
from restride.metrics.bout import Bout, Measures, Rows
from restride.signal.beats import thin
from restride.signal.crossings import resampled

METHOD = "back_pelvis"
NAMES = ("pelvic_obliquity_range", "pelvic_rotation_range", "pelvic_tilt_range")
"""About AP, V and ML."""
POINTS = 24


def pelvis(bout: Bout) -> Measures:
    """Three ranges a stride; nothing beside markers, which see the pelvis directly."""
    device = next((s for place in BACK_PLACES for s in bout.devices(place)), None)
    if device is None or bout.strides.n < 3 or bout.recording.select("marker"):
        return Measures()
    gyro, width = thin(device.gyro, device.rate_hz)
    hz = device.rate_hz / width
    start_s = device.start_s + (width - 1) / 2 / device.rate_hz
    made = []
    for name, rate in zip(NAMES, gyro.T, strict=True):
        values = ranges(rate, hz, start_s, bout.strides.ic_s, bout.strides.next_ic_s)
        made.append(Rows(name, METHOD, values, "fair", place=device.place))
    return Measures(tuple(made))


def ranges(rate_deg_s: Array, hz: float, start_s: float, from_s: Array, to_s: Array) -> Array:
    """(m,) deg: highest less lowest angle within each stride; NaN where it touches a gap or an end."""
    wave = resampled(rate_deg_s, hz, start_s, from_s, to_s, POINTS + 1)[:, :-1]
    angle = np.cumsum(wave - wave.mean(axis=1, keepdims=True), axis=1) * ((to_s - from_s) / POINTS)[:, None]
    return np.asarray(angle.max(axis=1) - angle.min(axis=1))
