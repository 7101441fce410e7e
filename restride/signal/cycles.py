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
from restride.signal.extrema import lowest
from restride.signal.filters import lowpass

LONGEST_S = 2.5


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
    a, count = start[fit].astype(np.intp), (end - start)[fit].astype(np.intp)
    turn = np.zeros((4, len(a)))
    turn[0] = 1.0
    speed, place = np.zeros((3, len(a))), np.zeros((3, len(a)))
    force = acc[a].T
    dt = 1 / rate_hz
    for i in range(int(count.max())):
        on = (i < count).astype(np.float64)
        now = np.minimum(a + i, len(acc) - 2)
        half = np.radians(gyro[now] + gyro[now + 1]).T * (0.25 * dt)
        turn = np.where(on > 0, turned(turn, half), turn)
        following = rotated(turn, acc[now + 1].T)
        before = speed.copy()
        speed += on * (0.5 * dt) * (force + following)
        place += on * (0.5 * dt) * (before + speed)
        force = following
    seconds = count * dt
    mean = speed / seconds
    weighed = place - mean * (0.5 * seconds**2)
    up[fit] = mean.T
    way[fit] = level(mean.T, weighed.T)
    forward = level(mean.T, rotated(turn, np.tile([[1.0], [0.0], [0.0]], len(a))).T)
    heading[fit] = np.degrees(np.arctan2(-forward[:, 2], forward[:, 0]))
    return Cycles(up, way, heading)


def turned(turn: Array, half: Array) -> Array:
    """(4, m) orientations w x y z after a further turn by half angles (3, m), rad, about the device's own axes."""
    w, x, y, z = turn
    a, b, c = half * np.sinc(np.linalg.norm(half, axis=0) / np.pi)
    s = np.cos(np.linalg.norm(half, axis=0))
    return np.stack(
        [
            w * s - x * a - y * b - z * c,
            w * a + x * s + y * c - z * b,
            w * b - x * c + y * s + z * a,
            w * c + x * b - y * a + z * s,
        ]
    )


def rotated(turn: Array, vector: Array) -> Array:
    """(3, m) vectors in the device's axes, each turned by its orientation (4, m)."""
    w, x, y, z = turn
    a, b, c = vector
    p, q, r = 2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)
    return np.stack([a + w * p + y * r - z * q, b + w * q + z * p - x * r, c + w * r + x * q - y * p])


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
