"""Walking contacts of one foot from its pitch rate.

needs: gyro@foot in body axes, mid-swings. returns: initial contact after each swing and the final contact that ends
that stance, in fractional samples. Initial contact: the pitch rate passes from toes-up to toes-down after mid-swing,
when the heel is on the ground and the foot starts to slap down (the peak of acceleration comes some 24 ms later). Final
contact: around the last minimum of the pitch rate before the next swing, when the toes push off (Jasiewicz et al. 2006,
Mariani et al. 2013). The foot still turns about its toes at the minimum, and is free when the turning has died down:
ours is half way between, where the rate has come back to half of its minimum. Looked for on a mean over 20 ms, so that
tremor of the device makes no minimum of its own.
"""

import numpy as np

from restride.core.recording import Array
from restride.signal.filters import bridge
from restride.signal.inertial import Sensor

METHOD = "foot_walking"
LATEST_S = 0.7
"""Initial contact follows mid-swing no later than this."""
SMOOTH_S = 0.02


def contacts(sensor: Sensor, swing: Array) -> tuple[Array, Array]:
    """(m,), (m,) initial contact after swing k, and final contact before swing k + 1; NaN where there is none."""
    pitch = sensor.gyro[:, 2]
    if not np.isfinite(pitch).all():
        pitch = bridge(pitch)
    down = np.flatnonzero((pitch[:-1] > 0) & (pitch[1:] <= 0))
    ic = _following(down, swing)
    at = ic[np.isfinite(ic)].astype(np.intp)
    ic[np.isfinite(ic)] = at + pitch[at] / (pitch[at] - pitch[at + 1])
    ic[ic - swing > LATEST_S * sensor.rate_hz] = np.nan
    return ic, np.append(lift_off(pitch, sensor.rate_hz, swing)[1:], np.nan)


def lift_off(pitch: Array, rate_hz: float, swing: Array) -> Array:
    """(m,) final contact before each swing."""
    width = max(1, round(SMOOTH_S * rate_hz)) | 1
    smooth = np.convolve(pitch, np.full(width, 1 / width), "same")
    up = np.flatnonzero((pitch[:-1] <= 0) & (pitch[1:] > 0))
    low = np.flatnonzero((smooth[1:-1] < smooth[:-2]) & (smooth[1:-1] <= smooth[2:])) + 1
    start = _before(up, swing)
    bottom = np.full(len(swing), np.nan)
    known = np.isfinite(start)
    bottom[known] = _before(low, start[known])
    fc = np.full(len(swing), np.nan)
    for k in np.flatnonzero(np.isfinite(bottom)):
        fall = smooth[int(bottom[k]) : int(start[k]) + 2]
        level = 0.5 * fall[0]
        i = int(np.argmax(fall > level))
        if i:
            fc[k] = bottom[k] + i - 1 + (level - fall[i - 1]) / (fall[i] - fall[i - 1])
    return fc


def _following(marks: np.ndarray, moments: Array) -> Array:
    """(m,) first mark at or after each moment; NaN where there is none."""
    at = np.searchsorted(marks, moments)
    return np.where(at < len(marks), np.append(marks, 0)[np.minimum(at, len(marks))], np.nan)


def _before(marks: np.ndarray, moments: Array) -> Array:
    """(m,) last mark before each moment; NaN where there is none."""
    at = np.searchsorted(marks, moments, side="left") - 1
    return np.where(at >= 0, np.append(marks, 0)[np.maximum(at, 0)], np.nan)
