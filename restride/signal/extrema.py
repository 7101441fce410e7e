"""Lowest and highest places and passages of a level in many windows of a signal at once, between samples."""

import numpy as np

from restride.core.recording import Array
from restride.signal.crossings import Index


def lowest(values: Array, first: Array, last: Array) -> Array:
    """(m,) position, in samples, of the lowest value in each window [first, last] of `values` (n,).

    Between samples by the parabola through the three lowest. NaN where a window is empty, reaches beyond the signal, or
    touches a missing value.
    """
    out = np.full(len(first), np.nan)
    known = np.isfinite(first) & np.isfinite(last)
    a, b = (np.ceil(np.where(known, first, 0)).astype(np.intp), np.floor(np.where(known, last, -1)).astype(np.intp))
    fit = known & (b >= a) & (a >= 0) & (b < len(values))
    if not fit.any():
        return out
    a, b = a[fit], b[fit]
    index = a[:, None] + np.arange(int((b - a).max()) + 1)
    inside = index <= b[:, None]
    window = np.where(inside, values[np.minimum(index, len(values) - 1)], np.inf)
    whole = ~np.isnan(window).any(axis=1)
    at = a + np.argmin(np.where(np.isnan(window), np.inf, window), axis=1)
    out[fit] = np.where(whole, at + _vertex(values, at), np.nan)
    return out


def highest(values: Array, first: Array, last: Array) -> Array:
    """As `lowest`, of the highest value."""
    return lowest(-values, first, last)


def _vertex(values: Array, at: Index) -> Array:
    """How far from each sample the vertex of the parabola through it and its neighbours lies; 0 if it is no vertex."""
    middle = np.clip(at, 1, max(len(values) - 2, 1))
    if len(values) < 3:
        return np.zeros(len(at))
    before, here, after = (values[middle + k] for k in (-1, 0, 1))
    bend = before - 2 * here + after
    is_vertex = (middle == at) & (bend > 0) & (here <= before) & (here <= after)
    return np.where(is_vertex, 0.5 * (before - after) / np.where(is_vertex, bend, 1.0), 0.0)


def first_below(values: Array, level: Array, first: Array, last: Array) -> Array:
    """(m,) where `values` (n,) first fall below a level in each window [first, last]; NaN where they never do.

    level, first, last: (m,). A value that is below from the start counts as none.
    """
    return _crossing(values, level, first, last, forward=True)


def last_above(values: Array, level: Array, first: Array, last: Array) -> Array:
    """(m,) where `values` last fall below each `level` in each window; NaN where they never do."""
    return _crossing(values, level, first, last, forward=False)


def _crossing(values: Array, level: Array, first: Array, last: Array, *, forward: bool) -> Array:
    out = np.full(len(first), np.nan)
    known = np.isfinite(first) & np.isfinite(last) & np.isfinite(level)
    a, b = (np.floor(np.where(known, first, 0)).astype(np.intp), np.ceil(np.where(known, last, -1)).astype(np.intp))
    fit = known & (b > a) & (a >= 0) & (b < len(values))
    if not fit.any():
        return out
    a, b = a[fit], b[fit]
    index = a[:, None] + np.arange(int((b - a).max()) + 1)
    window = values[np.minimum(index, len(values) - 1)]
    over = window >= level[fit, None]
    hit = over[:, :-1] & (window[:, 1:] < level[fit, None]) & (index[:, 1:] <= b[:, None])
    k = np.argmax(hit, axis=1) if forward else hit.shape[1] - 1 - np.argmax(hit[:, ::-1], axis=1)
    row = np.arange(len(k))
    before, after = window[row, k], window[row, k + 1]
    share = (before - level[fit]) / np.where(before > after, before - after, 1.0)
    out[fit] = np.where(hit.any(axis=1), a + k + share, np.nan)
    return out


def last_low(values: Array, level: Array, first: Array, last: Array) -> Array:
    """(m,) the last local minimum of `values` (n,) below a level in each window [first, last]; NaN where there is none.

    level, first, last: (m,). Between samples as in `lowest`.
    """
    low = np.flatnonzero((values[1:-1] < values[:-2]) & (values[1:-1] <= values[2:])) + 1
    out = np.full(len(first), np.nan)
    for row in np.flatnonzero(np.isfinite(first) & np.isfinite(last) & np.isfinite(level)):
        k = int(np.searchsorted(low, last[row], side="right")) - 1
        while k >= 0 and low[k] >= first[row]:
            if values[low[k]] < level[row]:
                out[row] = low[k] + _vertex(values, low[k : k + 1])[0]
                break
            k -= 1
    return out


def value_at(values: Array, at: Array) -> Array:
    """(m,) or (m, k) values at positions in samples, by linear interpolation; NaN outside."""
    inside = np.isfinite(at) & (at >= 0) & (at <= len(values) - 1)
    i = np.minimum(np.where(inside, at, 0.0).astype(np.intp), max(len(values) - 2, 0))
    share = np.where(inside, at, 0.0) - i
    if values.ndim == 2:
        share, inside = share[:, None], inside[:, None]
    return np.asarray(
        np.where(inside, values[i] * (1 - share) + values[np.minimum(i + 1, len(values) - 1)] * share, np.nan)
    )
