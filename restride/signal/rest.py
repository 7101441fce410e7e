"""When a foot lies still: the least turning within each stance, and what its device reads at such moments.

A walking foot is flat on the ground and at rest for a moment of every stance; a running one nearly. The moment is where
the energy of the turning rate, averaged over a tenth of a second, is least (Skog et al. 2010: angular rate energy).
"""

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.swings import thinned

SMOOTH_S = 0.1
STILL_DEG_S = 8.0
STANDING_S = 1.0
NEAR_SWING_S = 2.0


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
    out = np.full(len(first), np.nan)
    for i, (a, b) in enumerate(zip(first / width, last / width, strict=True)):
        if not (np.isfinite(a) and np.isfinite(b)):
            continue
        low, high = max(0, int(a)), min(len(level), int(b) + 1)
        if high > low:
            out[i] = (low + int(np.argmin(level[low:high])) + 0.5) * width - 0.5
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
    count = len(thin) // width if width else 0
    if count == 0:
        return np.zeros(3)
    windows = thin[: count * width].reshape(count, width, 3)
    mean, spread = windows.mean(axis=1), windows.std(axis=1).max(axis=1)
    still = (spread < STILL_DEG_S / 4) & (np.abs(mean).max(axis=1) < STILL_DEG_S)
    return np.median(mean[still], axis=0) if still.any() else np.zeros(3)
