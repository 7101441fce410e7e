"""Mid-swings of a leg from the turning rate about its side-to-side axis.

In swing a foot or shank turns forward-up fast, once a stride, whatever the gait: one lobe of the pitch rate stands out.
A mid-swing is the top of that lobe, smoothed to 6 Hz on a signal thinned to about 50 Hz: quick, and fine enough to
say which lobe is meant. What counts as high is judged by the lobes around it, so that slow steps of a turn between fast
ones are kept. Swing lobe as the mark of a stride: Salarian et al. 2004, Mariani et al. 2010; local height: ours.
"""

import numpy as np

from restride.core.recording import Array
from restride.signal import blocks
from restride.signal.around import median_around
from restride.signal.filters import bridge

THIN_HZ = 50.0
SMOOTH_S = 0.06
LEAST_DEG_S = 60.0
"""The slowest swing that is taken for a step."""
SHARE = 0.3
"""A lobe counts from this share of the high ones within AROUND of it."""
AROUND = 8
LEAST_STRIDE = 0.45
CLOSEST_S = 0.35
"""Swings of one leg follow no faster, not even in a sprint."""
EDGE_S = 1.0
"""So much more than the swings of a stretch is filtered."""


def thinned(values: Array, rate_hz: float) -> tuple[Array, float]:
    """Means over blocks of samples, (m, ...) at about THIN_HZ or the rate itself if that is lower; gaps bridged."""
    width = max(1, int(rate_hz / THIN_HZ))
    mean = blocks.means(values, width)
    return (mean if np.isfinite(mean).all() else bridge(mean)), rate_hz / width


def swings(pitch_deg_s: Array, rate_hz: float) -> Array:
    """(m,) samples of `pitch_deg_s`, (n,) with toes up positive, at which a swing is at its fastest."""
    thin, thin_hz = thinned(pitch_deg_s, rate_hz)
    if len(thin) < 5:
        return np.empty(0)
    smooth = _smoothed(thin, thin_hz)
    top = np.flatnonzero((smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:]) & (smooth[1:-1] > LEAST_DEG_S)) + 1
    top = _apart(top, smooth, CLOSEST_S * thin_hz)
    if len(top) == 0:
        return np.empty(0)
    height = smooth[top]
    padded = np.pad(height, AROUND, mode="reflect" if len(height) > AROUND else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1)
    high = np.percentile(windows, 75, axis=1)
    top = _one_a_stride(top[height > SHARE * high], smooth)
    width = rate_hz / thin_hz
    return np.asarray(top * width + (width - 1) / 2)


def about(swing: Array, rate_hz: float, n: int) -> slice | None:
    """Which of n samples are filtered for the contacts of a stretch with these mid-swings; None for too few of them."""
    if len(swing) < 2:
        return None
    first, last = max(int(swing[0] - EDGE_S * rate_hz), 0), min(int(swing[-1] + EDGE_S * rate_hz) + 1, n)
    return slice(first, last) if last - first >= 3 else None


def stride_after(swing: Array) -> Array:
    """(m,) samples from each mid-swing to the next; after the last the usual."""
    stride = np.diff(swing)
    return np.append(stride, np.median(stride))


def _one_a_stride(top: np.ndarray, height: Array) -> np.ndarray:
    """Without the lower of two tops that follow each other within LEAST_STRIDE of the strides around them."""
    gap = np.diff(top)
    if len(gap) < 3:
        return top
    near = np.flatnonzero(gap < LEAST_STRIDE * median_around(gap.astype(np.float64), AROUND // 2))
    lower = np.where(height[top[near]] < height[top[near + 1]], near, near + 1)
    return np.delete(top, lower)


def _smoothed(values: Array, rate_hz: float) -> Array:
    """Three moving means on end over SMOOTH_S: half of the amplitude is left at 6 Hz, and no ripple above."""
    box = np.ones(round(SMOOTH_S * rate_hz) | 1)
    bell = np.convolve(np.convolve(box, box), box)
    return np.convolve(np.pad(values, len(bell) // 2, mode="edge"), bell / bell.sum(), "valid")


def _apart(top: np.ndarray, height: Array, closest: float) -> np.ndarray:
    """Of tops that follow too fast the highest."""
    while len(top) > 1:
        near = np.diff(top) < closest
        if not near.any():
            break
        lower = np.where(height[top[:-1]] < height[top[1:]], np.arange(len(top) - 1), np.arange(1, len(top)))
        top = np.delete(top, np.unique(lower[near]))
    return top
