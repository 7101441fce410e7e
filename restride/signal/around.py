"""Means and medians over neighbouring steps: values that belong to a pace, not to one step."""

import numpy as np

from restride.core.recording import Array


def median_around(values: Array, reach: int) -> Array:
    """(m,) median over `reach` neighbours on either side; the window keeps its length at the ends."""
    width = 2 * reach + 1
    if len(values) <= width:
        return np.full(len(values), np.median(values) if len(values) else np.nan)
    inner = np.median(np.lib.stride_tricks.sliding_window_view(values, width), axis=1)
    return np.concatenate([np.full(reach, inner[0]), inner, np.full(reach, inner[-1])])


def mean_around(values: Array, at: Array, reach: int = 4) -> Array:
    """(m,) mean of values (n,) over the whole steps from `reach` moments before each to `reach` after.

    at: (m,) moments of the steps, in fractional samples, ordered. At the ends the window keeps its number of steps
    while there are enough: fewer would weigh one foot more. NaN where the window is empty or holds a NaN.
    """
    total = np.concatenate([[0.0], np.cumsum(values)])
    rows = np.arange(len(at))
    first = np.clip(rows - reach, 0, max(len(at) - 1 - 2 * reach, 0))
    last = np.minimum(first + 2 * reach, len(at) - 1)
    index = np.arange(len(total))
    whole = np.interp(at[last], index, total) - np.interp(at[first], index, total)
    width = at[last] - at[first]
    return np.where(width > 0, whole / np.where(width > 0, width, 1.0), np.nan)
