"""When a foot lies still: the least turning within each stance, and what its device reads at such moments.

A walking foot is flat on the ground and at rest for a moment of every stance; a running one nearly. The moment is where
the energy of the turning rate, averaged over a tenth of a second, is least (Skog et al. 2010: angular rate energy).
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal import blocks
from restride.signal.crossings import Index
from restride.signal.swings import thinned

SMOOTH_S = 0.1
QUIET_DEG_S, LARGEST_DEG_S, FEWEST = 0.4, 8.0, 2
"""A foot that stands turns unevenly by 0.05 to 0.3 degrees a second, one that is about to go by more than its bias."""
STANDING_S = 1.0
LONGEST_S, UNTIL_S = 2.0, 0.6
"""A foot that stands has its rest soon after contact; where no final contact is known it is looked for until then."""
LIVELY, LIVELY_DEG_S = 4.0, 40.0
AT_ONCE = 512


@dataclass(frozen=True, slots=True, eq=False)
class Stillness:
    """How much a device turns: level, (m,) deg2/s2 averaged over SMOOTH_S, one about every 20 ms: `width` samples."""

    level: Array
    width: float
    rate_hz: float

    def deg_s(self, moments: Array) -> Array:
        """(m,) how fast it turns at samples of the signal; NaN for none."""
        known = np.isfinite(moments)
        at = np.clip(np.where(known, moments, 0.0) / self.width, 0, len(self.level) - 1).astype(np.intp)
        return np.where(known, np.sqrt(self.level[at]), np.nan)

    def share_below(self, deg_s: float, first: Array, last: Array) -> Array:
        """(m,) share of the time between two samples in which it turns slower than `deg_s`; 0 for no such time."""
        still = np.concatenate([[0], np.cumsum(self.level < deg_s * deg_s)])
        known = np.isfinite(first) & np.isfinite(last)
        a, b = (
            np.clip(np.where(known, x, 0.0) / self.width, 0, len(self.level)).astype(np.intp) for x in (first, last)
        )
        return np.where(b > a, (still[b] - still[a]) / np.maximum(b - a, 1), 0.0)


def stillness(gyro: Array, rate_hz: float) -> Stillness:
    """From turning rates (n, 3) in deg/s; gaps are bridged."""
    thin, thin_hz = thinned(gyro, rate_hz)
    level = np.einsum("ij,ij->i", thin, thin)
    width = max(1, round(SMOOTH_S * thin_hz)) | 1
    if len(level) >= width:
        total = np.concatenate([[0.0], np.cumsum(level)])
        half = width // 2
        level = np.pad((total[width:] - total[:-width]) / width, half, mode="edge")
    return Stillness(level, rate_hz / thin_hz, rate_hz)


def rests(still: Stillness, first: Array, last: Array) -> Array:
    """(m,) samples at which the device lies most still in each window [first, last] of samples; NaN for no window."""
    known = np.isfinite(first) & np.isfinite(last)
    low, high = (np.where(known, x / still.width, -1.0).astype(np.intp) for x in (first, last))
    low, high = np.maximum(low, 0), np.minimum(high, len(still.level) - 1)
    at = least(still.level, low, np.where(known, high, -1))
    return np.where(at >= 0, (at + 0.5) * still.width - 0.5, np.nan)


def in_stance(still: Stillness, ic: Array, fc: Array) -> Array:
    """(m,) samples at which the device turns least in the stance of each contact.

    ic, fc: (m,) samples, fc NaN where the gait stops.
    """
    rate = still.rate_hz
    return rests(still, ic, np.where(np.isfinite(fc), np.minimum(fc, ic + LONGEST_S * rate), ic + UNTIL_S * rate))


def calm(still: Stillness, at: Array) -> Array:
    """(m,) the samples that are rests: NaN where the device turns LIVELY times as fast as usual."""
    turning = still.deg_s(at)
    known = turning[np.isfinite(turning)]
    most = max(LIVELY * float(np.median(known)), LIVELY_DEG_S) if len(known) else np.inf
    return np.where(turning <= most, at, np.nan)


def least(values: Array, low: Index, high: Index) -> Index:
    """(m,) where `values` (n,) are least from low to high, both included; -1 where there is nothing between them."""
    there = np.flatnonzero(high >= low)
    out = np.full(len(low), -1, dtype=np.intp)
    for some in np.array_split(there, len(there) // AT_ONCE + 1):
        if len(some):
            index = low[some, None] + np.arange(int((high - low)[some].max()) + 1)
            window = np.where(index <= high[some, None], values[np.minimum(index, len(values) - 1)], np.inf)
            out[some] = low[some] + np.argmin(window, axis=1)
    return out


def gravity_at(acc: Array, rate_hz: float, moments: Array) -> Array:
    """(m, 3) mean reading within 30 ms of each moment (samples)."""
    half = max(1, int(0.03 * rate_hz))
    at = np.clip(moments.astype(np.intp)[:, None] + np.arange(-half, half + 1), 0, len(acc) - 1)
    return np.asarray(acc[at].mean(axis=1))


def usual(readings: Array) -> Array:
    """(3,) mean of the half of (m, 3) readings that lie closest to their mean: it turns with the device."""
    apart = np.linalg.norm(readings - readings.mean(axis=0), axis=1)
    return np.asarray(readings[apart <= np.median(apart)].mean(axis=0))


def scale_of(readings: Array) -> float:
    """By what to multiply accelerations so that the device at rest reads gravity; a device is about 1 % off."""
    size = np.linalg.norm(readings, axis=1)
    size = size[np.isfinite(size)]
    return float(STANDARD_GRAVITY_MPS2 / np.median(size)) if len(size) else 1.0


def bias_of(gyro: Array, rate_hz: float) -> Array:
    """(3,) deg/s that the gyroscope reads in standing; zero where the recording holds less than two seconds of it."""
    thin, thin_hz = thinned(gyro, rate_hz)
    width = int(STANDING_S * thin_hz)
    if width == 0 or len(thin) < width:
        return np.zeros(3)
    mean = blocks.means(thin, width)
    spread = np.sqrt(np.maximum(blocks.means(thin * thin, width) - mean * mean, 0.0)).max(axis=1)
    still = (spread < QUIET_DEG_S) & (np.abs(mean).max(axis=1) < LARGEST_DEG_S)
    return np.median(mean[still], axis=0) if np.count_nonzero(still) >= FEWEST else np.zeros(3)
