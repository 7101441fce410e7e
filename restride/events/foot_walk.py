"""Walking contacts of one foot from its pitch rate.

needs: gyro@foot in body axes, mid-swings. returns: initial contact after each swing and the final contact that ends
that stance, in fractional samples. Initial contact: the pitch rate passes from toes-up to toes-down after mid-swing,
when the heel is on the ground and the foot starts to slap down (the peak of acceleration comes some 30 ms later). Who
lands on the toes, as on the way down stairs, points them down before that: there the landing is where the toes are
stopped and the heel comes down, and the pitch rate passes back to toes-up (ours). Final contact: around the last
minimum of the pitch rate before the next swing, when the toes push off (Jasiewicz et al. 2006, Mariani et al. 2013).
The foot still turns about its toes at the minimum, and is free when the turning has died down: ours is half way
between, where the rate has come back to half of its minimum. Looked for on a mean over 20 ms, so that tremor of the
device makes no minimum of its own.
"""

import numpy as np

from restride.core.recording import Array
from restride.signal.crossings import Index
from restride.signal.extrema import first_below
from restride.signal.filters import bridge
from restride.signal.inertial import Sensor

METHOD = "foot_walking"
LATEST_S = 0.7
"""Initial contact follows mid-swing no later than this."""
SMOOTH_S = 0.02
PUSH_S = 1.0
"""The push-off begins no earlier than this before the swing."""
REBOUND_S, HEEL_S = 0.15, 0.25
"""After a landing on the toes the toes-up turn begins within REBOUND_S, and the heel is down after HEEL_S."""
REBOUND_SHARE, HEEL_DEG = 0.5, 5.0
"""Toe-first landings turned back by 1.4 times the rate of mid-swing and 9 to 18 degrees; the slap of eight feet, at
most 0.34 times and -9 degrees."""


def contacts(sensor: Sensor, swing: Array) -> tuple[Array, Array]:
    """(m,), (m,) initial contact after swing k, and final contact before swing k + 1; NaN where there is none."""
    rate = sensor.rate_hz
    pitch = np.ascontiguousarray(sensor.gyro[:, 2])
    if not np.isfinite(pitch).all():
        pitch = bridge(pitch)
    width = max(1, round(SMOOTH_S * rate)) | 1
    smooth = np.convolve(pitch, np.full(width, 1 / width), "same")
    down, up = _passages(pitch)
    ic = _between(pitch, _following(down, swing))
    ic[ic - swing > LATEST_S * rate] = np.nan
    ic = _landed_on_toes(pitch, smooth, rate, swing, ic, up)
    return ic, np.append(_lift_off(smooth, rate, swing, up)[1:], np.nan)


def _landed_on_toes(pitch: Array, smooth: Array, rate_hz: float, swing: Array, ic: Array, up: Index) -> Array:
    """Initial contacts, those after which the heel comes down from above moved to where it starts to."""
    known = np.flatnonzero(np.isfinite(ic))
    back = _following(up, ic[known])
    at = ic[known].astype(np.intp)[:, None] + np.arange(int(HEEL_S * rate_hz) + 1)
    after = smooth[np.minimum(at, len(smooth) - 1)]
    early = back - ic[known] < REBOUND_S * rate_hz
    high = after[:, : int(REBOUND_S * rate_hz) + 1].max(axis=1) > REBOUND_SHARE * smooth[swing[known].astype(np.intp)]
    toes = early & high & (after.sum(axis=1) / rate_hz > HEEL_DEG)
    out = ic.copy()
    out[known[toes]] = _between(pitch, back[toes])
    return out


def _lift_off(smooth: Array, rate_hz: float, swing: Array, up: Index) -> Array:
    """(m,) final contact before each swing."""
    low = np.flatnonzero((smooth[1:-1] < smooth[:-2]) & (smooth[1:-1] <= smooth[2:])) + 1
    free = _before(up, swing)
    bottom = _before(low, free)
    bottom[~(free - bottom < PUSH_S * rate_hz)] = np.nan
    depth = smooth[np.where(np.isfinite(bottom), bottom, 0).astype(np.intp)]
    return first_below(-smooth, -0.5 * depth, bottom, free + 1)


def _passages(pitch: Array) -> tuple[Index, Index]:
    """Samples after which the pitch rate is no longer, and samples after which it is, toes-up."""
    turns_up = pitch > 0
    change = np.flatnonzero(turns_up[1:] != turns_up[:-1])
    was_up = turns_up[change]
    return change[was_up], change[~was_up]


def _between(values: Array, at: Array) -> Array:
    """(m,) where the values pass zero between sample `at` (NaN for none) and the next."""
    out = np.full(len(at), np.nan)
    known = np.isfinite(at)
    i = at[known].astype(np.intp)
    out[known] = i + values[i] / (values[i] - values[i + 1])
    return out


def _following(marks: Index, moments: Array) -> Array:
    """(m,) first mark at or after each moment; NaN where there is none."""
    at = np.searchsorted(marks, moments)
    return np.where(at < len(marks), np.append(marks, 0)[np.minimum(at, len(marks))], np.nan)


def _before(marks: Index, moments: Array) -> Array:
    """(m,) last mark before each moment, NaN where there is none."""
    at = np.searchsorted(marks, moments, side="left") - 1
    found = np.where(at >= 0, np.append(marks, 0)[np.maximum(at, 0)], np.nan)
    return np.where(np.isfinite(moments), found, np.nan)
