"""Where a device stood at the end of its range: runs of samples at the highest or the lowest value that it gives."""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.crossings import Index

BLOCK, AT_ONCE = 512, 128
"""Ends are looked for in blocks of samples, so many blocks at once: they stay in the processor's cache meanwhile."""
VISITS = 3
"""Peaks of gait never end on the same number so often."""
RUN = 3
RANGES_MPS2 = (8 * G, 16 * G, 32 * G)
"""Ranges in which impacts end; where axes were calibrated against each other the end is smeared over BAND."""
BAND = 0.015
HOLDS = 0.02
COARSE = 200
LOOK = 4096


@dataclass(frozen=True, slots=True, eq=False)
class AtLimit:
    """Runs [first, last) of samples at one end of one axis. axis: its column. lost: what each run cut off, at least.

    lost: the area of the triangle that the flanks would have made on top, in the unit of the axis times seconds; 0 for
    runs of fewer than RUN samples, of which nothing can be said.
    """

    axis: int
    limit: float
    runs: Index
    lost: Array


def at_limits(values: Array, rate_hz: float, *, least: float, ranges: tuple[float, ...] = ()) -> tuple[AtLimit, ...]:
    """Both ends of each column of (n, k) values that are clipped; NaN is passed over.

    least: no range of a device ends below it. A value that comes back as the highest of all VISITS times, or stays for
    RUN samples in a signal that does not hold its values, is an end. So is a pile of VISITS peaks about one of `ranges`
    with nothing above it and less below, for axes that were calibrated against each other.
    """
    found = []
    highest, lowest = _tops(values)
    for axis in range(values.shape[1]):
        column = values[:, axis]
        for sign, tops in ((1.0, highest[axis]), (-1.0, lowest[axis])):
            end = _end(column, tops, sign, least, ranges)
            if end is not None:
                found.append(AtLimit(axis, *end, _lost(column, end[1], rate_hz)))
    return tuple(found)


def _tops(values: Array) -> tuple[Array, Array]:
    """(k, blocks) highest and lowest value of each whole block; NaN where a block holds one."""
    count, columns = len(values) // BLOCK, values.shape[1]
    highest, lowest = np.empty((columns, count)), np.empty((columns, count))
    for first in range(0, count, AT_ONCE):
        last = min(first + AT_ONCE, count)
        some = values[first * BLOCK : last * BLOCK]
        for axis in range(columns):
            blocks = some[:, axis].reshape(last - first, BLOCK)
            blocks.max(axis=1, out=highest[axis, first:last])
            blocks.min(axis=1, out=lowest[axis, first:last])
    return highest, lowest


def _end(
    column: Array, tops: Array, sign: float, least: float, ranges: tuple[float, ...]
) -> tuple[float, Index] | None:
    whole = len(tops) * BLOCK
    blocks, tail = column[:whole].reshape(-1, BLOCK), column[whole:]
    reach = np.fmax if sign > 0 else np.fmin
    if np.isnan(tops).any():
        tops = reach.reduce(blocks, axis=1)
    top = sign * float(reach.reduce(np.append(tops, tail))) if len(column) else 0.0
    if not top >= least:
        return None
    runs = _runs(_above(blocks, tops, tail, sign, top * (1 - 1e-9)))
    long = int((runs[:, 1] - runs[:, 0]).max())
    often = len(runs) >= VISITS and _stands_out(sign * tops, top)
    if often or long >= RUN:
        fine, holds = _texture(column)
        if (often and (fine or long >= RUN)) or (long >= RUN and fine and not holds):
            return sign * top, runs
    close = next((r for r in ranges if abs(top / r - 1) < BAND), None)
    if close is None:
        return None
    near = _above(blocks, tops, tail, sign, close * (1 - 3 * BAND))
    pile = _runs(near[sign * column[near] >= close * (1 - BAND)])
    if len(pile) < VISITS or len(pile) <= len(_runs(near)) - len(pile):
        return None
    return sign * close, pile


def _above(blocks: Array, tops: Array, tail: Array, sign: float, level: float) -> Index:
    """Positions of the samples at or beyond a level, looking only where there are any."""
    hit = np.flatnonzero(sign * tops >= level)
    row, column = np.nonzero(sign * blocks[hit] >= level)
    return np.concatenate([hit[row] * BLOCK + column, blocks.size + np.flatnonzero(sign * tail >= level)])


def _stands_out(tops: Array, top: float) -> bool:
    """Whether more blocks end at the top than at any other number: in a signal that repeats itself they do not."""
    below = np.sort(tops[tops < top * (1 - 1e-9)])
    if len(below) == 0:
        return True
    edges = np.flatnonzero(np.append(np.diff(below) > 0, True))
    return len(tops) - len(below) >= VISITS * int(np.diff(edges, prepend=-1).max())


def _runs(at: Index) -> Index:
    """(m, 2) runs [first, last) of positions that follow each other."""
    if len(at) == 0:
        return np.empty((0, 2), dtype=np.intp)
    breaks = np.flatnonzero(np.diff(at) > 1)
    return np.stack([at[np.append(0, breaks + 1)], at[np.append(breaks, len(at) - 1)] + 1], axis=1)


def _texture(column: Array) -> tuple[bool, bool]:
    """Whether the steps of the numbers are fine, and whether values are held from one sample to the next."""
    some = np.unique(np.linspace(0, len(column) - 2, min(LOOK, len(column) - 1)).astype(np.intp))
    here = column[some]
    return len(np.unique(here)) > min(COARSE, len(some) // 4), bool(np.mean(here == column[some + 1]) > HOLDS)


def _lost(column: Array, runs: Index, rate_hz: float) -> Array:
    first, last = runs[:, 0], runs[:, 1]
    count = last - first
    before = np.abs(column[first] - column[np.maximum(first - 1, 0)])
    after = np.abs(column[last - 1] - column[np.minimum(last, len(column) - 1)])
    both = before + after
    height = count * before * after / np.where(both > 0, both, 1.0)
    return np.where(count >= RUN, np.nan_to_num(height) * count / 2 / rate_hz, 0.0)
