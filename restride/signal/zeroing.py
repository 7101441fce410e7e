"""What a force plate reads when nobody stands on it, taken off over time.

A treadmill's plate drifts and carries an offset; each flight (running) or swing (walking on a belt of one's own) shows
both. Source of the idea: aerial-phase detrending, Alcantara 2019 (dryft). We differ: the level is the median of the
quiet middle of each flight, and a running median over nine flights makes it steady.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from restride.core.recording import Array
from restride.signal.crossings import Index, runs
from restride.signal.filters import bridge, lowpass

COMES_AND_GOES = 0.05
"""Sway in standing moves the force on all plates by a percent or two; slow walking moves it by a tenth."""
NEVER_EMPTY = 0.35
"""A floor above this share of what the force rises by is no offset: two feet in turn on one plate never leave it."""
QUIET_SHARE = 0.05
"""A sample belongs to the quiet floor while it lies within this share of the local peak above its gap's minimum."""


@dataclass(frozen=True, slots=True, eq=False)
class Unloaded:
    """Quiet stretches of a plate, in samples, and its vertical level in each."""

    gaps: Index
    level: Array


def loads(vertical: Array, rate_hz: float) -> Index:
    """(m, 2) stretches in which the plate carries a foot, roughly: above a third of the local peak.

    The local floor and peak follow drift over windows of 2.5 s, which hold a stride of any gait. Empty where the force
    does not come and go (standing): it must vary by more than COMES_AND_GOES of its size.
    """
    smooth = lowpass(bridge(vertical), rate_hz, cutoff_hz=20.0)
    if len(smooth) == 0:
        return runs(np.zeros(0, dtype=bool))
    floor, peak = _envelope(smooth, round(2.5 * rate_hz))
    span = peak - floor
    strong = (span > 0.25 * np.percentile(span, 90)) & (span > COMES_AND_GOES * np.fmax(np.abs(peak), np.abs(floor)))
    return runs((smooth > floor + span / 3) & strong)


def _envelope(values: Array, window: int) -> tuple[Array, Array]:
    """Minimum and maximum of windows that overlap by half, spread back over the samples by straight lines."""
    window = max(2, min(window, len(values)))
    starts = np.arange(0, max(len(values) - window, 0) + 1, max(window // 2, 1))
    if starts[-1] != len(values) - window:
        starts = np.append(starts, len(values) - window)
    low = np.array([values[s : s + window].min() for s in starts])
    high = np.array([values[s : s + window].max() for s in starts])
    centre, index = starts + window / 2, np.arange(len(values))
    return np.interp(index, centre, low), np.interp(index, centre, high)


def unloaded(vertical: Array, rate_hz: float) -> Unloaded:
    """The quiet middle of each gap between loads, with the median level there; gaps without a floor are left out."""
    between = loads(vertical, rate_hz)
    smooth = lowpass(vertical, rate_hz, cutoff_hz=50.0)
    if len(between) == 1:  # a plate in a floor that was stepped on once: it was empty before and after
        ((first, last),) = between
        gaps = [(0, int(first), between[0], between[0]), (int(last), len(smooth), between[0], between[0])]
    else:
        gaps = [(int(left[1]), int(right[0]), left, right) for left, right in pairwise(between)]
    kept: list[tuple[int, int]] = []
    level: list[float] = []
    for start, end, left, right in gaps:
        if end - start < 3:
            continue
        peak = max(smooth[left[0] : left[1]].max(), smooth[right[0] : right[1]].max())
        gap = smooth[start:end]
        floor = float(gap.min())
        if floor > NEVER_EMPTY * (peak - floor):
            continue
        quiet = runs(gap < floor + QUIET_SHARE * (peak - floor))
        first, last = max(quiet, key=lambda r: r[1] - r[0])
        quarter = int(last - first) // 4  # the ends carry the filter's smear and soft landings: the middle half counts
        first, last = start + int(first) + quarter, start + int(last) - quarter
        if last - first >= 2:
            kept.append((first, last))
            level.append(float(np.median(vertical[first:last])))
    return Unloaded(np.array(kept, dtype=np.intp).reshape(-1, 2), np.array(level))


def zeroed(values: Array, empty: Unloaded) -> Array:
    """(n, k) forces with the level of their own quiet stretches taken off, straight lines between the stretches.

    Unchanged where there is no quiet stretch.
    """
    if len(empty.gaps) == 0:
        return values
    centre = empty.gaps.mean(axis=1)
    index = np.arange(len(values))
    out = np.empty_like(values)
    for k in range(values.shape[1]):
        medians = np.array([np.median(values[a:b, k]) for a, b in empty.gaps])
        out[:, k] = values[:, k] - np.interp(index, centre, steady(medians))
    return out


def steady(levels: Array, width: int = 9) -> Array:
    """Running median over `width` neighbours, shorter at the ends."""
    half = width // 2
    return np.array([np.median(levels[max(0, i - half) : i + half + 1]) for i in range(len(levels))])
