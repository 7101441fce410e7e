"""Orientation, the vertical and the way of a device over whole gait cycles, all cycles of a recording side by side.

Whoever runs or walks steadily comes back to the same velocity once a cycle, so that the mean force of a cycle, turned
into one frame by the gyroscope, is gravity: it tells the vertical without a moment of rest, which a running leg does
not have. What is left of the force after the mean is taken off integrates twice to the way; that is the zero-velocity
update with linear de-drift of Zrenner et al. 2018 (Sensors 18:4194), with the tilt from the same cycle. Ours: the
vertical from the cycle's mean force. The velocity at the ends of a cycle is taken as zero: begin and end it where the
device is slowest.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.signal.crossings import Index
from restride.signal.extrema import lowest
from restride.signal.filters import lowpass
from restride.signal.orientation import followed, rotated, small_turns

LONGEST_S = 2.5
AT_ONCE = 65_536
"""Samples of cycles that are followed side by side: they stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Cycles:
    """One row a cycle. up: (m, 3) mean force in the device's axes as it sits at the start, m/s2; NaN where not known.

    way_m: (m, 3) displacement over the cycle along AP, V, ML of a level frame that looks along the device's forward
    axis at the start. turn_deg: (m,) by how much that axis looks elsewhere at the end, left positive, seen from above.
    """

    up: Array
    way_m: Array
    turn_deg: Array

    @property
    def length_m(self) -> Array:
        """(m,) level part of the way."""
        return np.hypot(self.way_m[:, 0], self.way_m[:, 2])


def cycles(acc: Array, gyro: Array, rate_hz: float, first: Array, last: Array) -> Cycles:
    """Cycles from samples first to last, (m,) each. acc: (n, 3) m/s2, gyro: (n, 3) deg/s, body axes.

    Rows with a missing sample, outside the recording, or longer than LONGEST_S are NaN.
    """
    start, end = np.rint(first), np.rint(last)
    fit = np.isfinite(start) & np.isfinite(end) & (start >= 0) & (end < len(acc)) & (end > start)
    fit &= np.where(fit, end - start, 0) < LONGEST_S * rate_hz
    up, way, heading = np.full((len(first), 3), np.nan), np.full((len(first), 3), np.nan), np.full(len(first), np.nan)
    if not fit.any():
        return Cycles(up, way, heading)
    begin, count = start[fit].astype(np.intp), (end - start)[fit].astype(np.intp)
    some = max(1, AT_ONCE // int(count.max()))
    parts = [_cycles(acc, gyro, rate_hz, begin[k : k + some], count[k : k + some]) for k in range(0, len(begin), some)]
    up[fit], way[fit], heading[fit] = (np.concatenate(x) for x in zip(*parts, strict=True))
    return Cycles(up, way, heading)


def _cycles(acc: Array, gyro: Array, rate_hz: float, first: Index, count: Index) -> tuple[Array, Array, Array]:
    """The columns of `Cycles` for cycles of `count` steps (m,) that begin at samples first (m,)."""
    step = np.arange(int(count.max()) + 1)[:, None]
    at = np.minimum(first + step, first + count)
    force, turning = (np.ascontiguousarray(np.moveaxis(v[at], 2, 0)) for v in (acc, gyro))
    dt = 1 / rate_hz
    turn = followed(small_turns(np.radians(turning[:, 1:] + turning[:, :-1]) * (0.25 * dt)))
    force[:, 1:] = rotated(turn, force[:, 1:])
    gained = np.where(step[1:] <= count, (0.5 * dt) * (force[:, 1:] + force[:, :-1]), 0.0)
    speed = np.cumsum(gained, axis=1)
    seconds = count * dt
    mean = speed[:, -1] / seconds
    # half of the last step is no way any more, nor is what follows it
    place = dt * (speed.sum(axis=1) - speed[:, -1] * (step[-1] - count + 0.5))
    weighed = place - mean * (0.5 * seconds**2)
    ahead = rotated(turn[:, count - 1, np.arange(len(count))], np.tile([[1.0], [0.0], [0.0]], len(count)))
    forward = level(mean.T, ahead.T)
    return mean.T, level(mean.T, weighed.T), np.degrees(np.arctan2(-forward[:, 2], forward[:, 0]))


def level(up: Array, vector: Array) -> Array:
    """(m, 3) vectors in body axes seen along AP, V, ML of the level frame that looks along the body's forward axis."""
    v = up / np.linalg.norm(up, axis=1, keepdims=True)
    right = np.cross(np.array([1.0, 0.0, 0.0]), v)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    forward = np.cross(v, right)
    return np.stack([np.sum(vector * axis, axis=1) for axis in (forward, v, right)], axis=1)


FLAT = (0.15, 0.60)
"""Share of stance in which a running foot is flat on the ground, if ever."""
FLAT_CUTOFF_HZ = 15.0


def flat(gyro: Array, rate_hz: float, ic: Array, fc: Array) -> Array:
    """(m,) sample in each stance at which the device turns least, from ic and fc (samples): a foot is flat there."""
    turning = lowpass(np.einsum("ij,ij->i", gyro, gyro), rate_hz, cutoff_hz=FLAT_CUTOFF_HZ)
    return lowest(turning, ic + FLAT[0] * (fc - ic), ic + FLAT[1] * (fc - ic))
