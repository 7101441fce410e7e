"""The specific force on a device in axes that stay fixed: over some seconds of gait its mean is gravity.

Whoever walks or runs has nearly the same velocity some seconds later, so that the mean force of a device, turned by its
own gyroscope into the axes that it had at first, is 1 g: whatever the placement, the mounting and the gait. Units, a
rate or axes that are not those of the device break that, and can be told by it. Elementary mechanics, no published
method. On feet, shanks and backs of four data sets the mean was 0.92 to 1.02 g; at half the true rate 0.3 to 0.8 g on
legs, with axes exchanged 1.05 to 2 g. A trunk hardly turns and tells little.
"""

import numpy as np

from restride.core.recording import Array
from restride.signal.filters import bridge
from restride.signal.orientation import followed, rotated, small_turns

WINDOW_S, WINDOWS = 4.0, 20
LEAST_S = 2.0
MOST_LOST = 0.1
ENOUGH_HZ = 60.0


def windows(values: Array, rate_hz: float, most: int = WINDOWS) -> Array | None:
    """(m, n, k) stretches of (len, k) values, of WINDOW_S or as long as there is, from end to end, at most `most`.

    Short gaps are bridged; stretches that lack more than MOST_LOST are left out. None where nothing is left.
    """
    length = min(round(WINDOW_S * rate_hz), len(values))
    if length < max(LEAST_S * rate_hz, 8):
        return None
    whole = []
    for start in np.unique(np.linspace(0, len(values) - length, most).astype(np.intp)):
        one = values[start : start + length]
        there = np.isfinite(one)
        if there.all():
            whole.append(one)
        elif there.mean(axis=0).min() >= 1 - MOST_LOST:
            whole.append(bridge(one))
    return np.stack(whole) if whole else None


def mean_pull(acc: Array, gyro: Array, rate_hz: float, most: int = WINDOWS) -> float | None:
    """Norm of the mean force in fixed axes, in the unit of acc (n, 3); gyro (n, 3) in deg/s.

    The median of the liveliest half of the windows; None where there are none.
    """
    force, turning = windows(acc, rate_hz, most), windows(gyro, rate_hz, most)
    if force is None or turning is None or len(force) != len(turning):
        return None
    step = max(1, int(rate_hz // ENOUGH_HZ))
    end = force.shape[1] // step * step
    force, turning = (sum(v[:, i:end:step] for i in range(1, step)) + v[:, :end:step] for v in (force, turning))
    force, turning = force / step, turning / step
    lively = np.argsort(norm(turning).mean(axis=1))[len(force) // 2 :]
    fixed = _in_fixed_axes(force[lively], np.radians(turning[lively]), rate_hz / step)
    return float(np.median(norm(fixed.mean(axis=1))))


def norm(values: Array) -> Array:
    """Length of the vectors along the last axis."""
    return np.asarray(np.sqrt(np.einsum("...k,...k->...", values, values)))


def _in_fixed_axes(force: Array, turning: Array, rate_hz: float) -> Array:
    """(m, n, 3) of a device's axes, in those that it had at the start of each window; turning in rad/s."""
    force, turning = (np.ascontiguousarray(v.transpose(2, 1, 0)) for v in (force, turning))
    return rotated(followed(small_turns(turning / (2 * rate_hz))), force).transpose(2, 1, 0)
