"""When a foot lies still: the least turning within each stance, and what its device reads at such moments.

A walking foot is flat on the ground and at rest for a moment of every stance; a running one nearly. The moment is where
the energy of the turning rate, averaged over a tenth of a second, is least (Skog et al. 2010: angular rate energy).
"""

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal import blocks
from restride.signal.crossings import Index
from restride.signal.swings import thinned

SMOOTH_S = 0.1
STILL_DEG_S = 8.0
STANDING_S = 1.0
LONGEST_S, UNTIL_S = 2.0, 0.6
"""A foot that stands has its rest soon after contact; where no final contact is known it is looked for until then."""
AT_ONCE = 512


def energy(gyro: Array, rate_hz: float) -> tuple[Array, float]:
    """(m,) deg2/s2 at about 50 Hz, averaged over SMOOTH_S, and its rate."""
    thin, thin_hz = thinned(np.einsum("ij,ij->i", gyro, gyro), rate_hz)
    width = max(1, round(SMOOTH_S * thin_hz)) | 1
    if len(thin) < width:
        return thin, thin_hz
    total = np.concatenate([[0.0], np.cumsum(thin)])
    inner = (total[width:] - total[:-width]) / width
    half = width // 2
    return np.concatenate([np.full(half, inner[0]), inner, np.full(half, inner[-1])]), thin_hz


def rests(gyro: Array, rate_hz: float, first: Array, last: Array) -> Array:
    """(m,) samples at which the device lies most still in each window [first, last] of samples; NaN for no window."""
    level, level_hz = energy(gyro, rate_hz)
    width = rate_hz / level_hz
    known = np.isfinite(first) & np.isfinite(last)
    low, high = (np.where(known, x / width, -1.0).astype(np.intp) for x in (first, last))
    low, high = np.maximum(low, 0), np.minimum(high, len(level) - 1)
    at = least(level, low, np.where(known, high, -1))
    return np.where(at >= 0, (at + 0.5) * width - 0.5, np.nan)


def in_stance(gyro: Array, rate_hz: float, ic: Array, fc: Array) -> Array:
    """(m,) samples of the rest in the stance of each contact; ic, fc: (m,) samples, fc NaN where the gait stops."""
    after = np.where(np.isfinite(fc), np.minimum(fc, ic + LONGEST_S * rate_hz), ic + UNTIL_S * rate_hz)
    return rests(gyro, rate_hz, ic, after)


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


def scale_of(readings: Array) -> float:
    """By what to multiply accelerations so that the device at rest reads gravity; a device is about 1 % off."""
    size = np.linalg.norm(readings, axis=1)
    size = size[np.isfinite(size)]
    return float(STANDARD_GRAVITY_MPS2 / np.median(size)) if len(size) else 1.0


def bias_of(gyro: Array, rate_hz: float) -> Array:
    """(3,) deg/s that the gyroscope reads in standing, zero where the recording holds no second of it."""
    thin, thin_hz = thinned(gyro, rate_hz)
    width = int(STANDING_S * thin_hz)
    if width == 0 or len(thin) < width:
        return np.zeros(3)
    mean = blocks.means(thin, width)
    spread = np.sqrt(np.maximum(blocks.means(thin * thin, width) - mean * mean, 0.0)).max(axis=1)
    still = (spread < STILL_DEG_S / 4) & (np.abs(mean).max(axis=1) < STILL_DEG_S)
    return np.median(mean[still], axis=0) if still.any() else np.zeros(3)
