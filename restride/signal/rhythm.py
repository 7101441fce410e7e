"""Tops of a nearly even rhythm, one a beat, between samples."""

import numpy as np

from restride.core.recording import Array
from restride.signal.crossings import Index

STANDS_OUT = 0.35
"""Of the signal's range (5th to 95th percentile): a top must stand so high above the lowest values on either side."""


def tops(values: Array, apart: float) -> Array:
    """(m,) positions of the tops of `values` (n,), one a beat: the highest first, none nearer than `apart` to a higher.

    Each stands out on either side within `apart` samples, as far as there is a side. Between samples by the parabola
    through three. None beside missing values.
    """
    seen = np.isfinite(values)
    if seen.sum() < 3:
        return np.empty(0)
    before, here, after = values[:-2], values[1:-1], values[2:]
    with np.errstate(invalid="ignore"):
        at: Index = np.flatnonzero((here > before) & (here >= after)) + 1
    low, high = np.percentile(values[seen], [5, 95])
    reach, kept = max(1, round(apart)), np.empty(0, dtype=np.intp)
    for i in at[np.argsort(-values[at], kind="stable")]:
        if (np.abs(kept - i) >= apart).all() and _stands_out(values, int(i), reach, STANDS_OUT * float(high - low)):
            kept = np.append(kept, i)
    rows = np.sort(kept)
    bend = values[rows - 1] - 2 * values[rows] + values[rows + 1]
    return np.asarray(rows + 0.5 * (values[rows - 1] - values[rows + 1]) / np.where(bend < 0, bend, -np.inf))


def _stands_out(values: Array, i: int, reach: int, least: float) -> bool:
    for side in (values[max(i - reach, 0) : i], values[i + 1 : i + 1 + reach]):
        if len(side) > reach // 2 and not values[i] - np.nanmin(side) >= least:
            return False
    return True
