"""Rows at the times when a watch wrote them -> an even clock of one sample a second."""

from dataclasses import dataclass

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.read.clock import MOST_STRETCH, enough, jumped, longest

FAR_S = 6 * 3600.0
"""A row this far in time from the four around it was not written then."""
DISORDER_S = 60.0
SPAN_S, ENOUGH_ROWS, SPARSE_S = 12 * 3600.0, 300, 120.0
"""A recording may span MOST_STRETCH seconds a row and SPAN_S: pauses are long, but not without end. One of few rows may
span SPARSE_S a row, so that no handful of rows becomes hours of memory."""
BRIDGE_S, BRIDGE_SMART_S = 3.0, 15.0
"""Between two values no further apart than this a straight line is drawn; beyond it is empty. The second is for devices
that write a row only when something changes, known by rows that do not come every second."""
EVERY_SECOND = 0.9

Index = np.ndarray


@dataclass(frozen=True, slots=True)
class Grid:
    """Seconds from `zero_s` on, `n` of them."""

    zero_s: float
    n: int

    def instants(self, time_s: Array, values: Array) -> Array:
        """(n,) of values at (m,) rising times: straight between neighbours, NaN in gaps and where there is no value."""
        out = np.full(self.n, np.nan)
        there = np.isfinite(values)
        at, value = time_s[there] - self.zero_s, values[there]
        if len(at) == 0:
            return out
        step = np.diff(at)
        if (step == 0).any():
            at, same = np.unique(at, return_inverse=True)
            value = np.bincount(same, value) / np.bincount(same)
            step = np.diff(at)
        whole = at.astype(np.int64)
        if (whole == at).all():
            inside = (whole >= 0) & (whole < self.n)
            out[whole[inside]] = value[inside]
            if len(step) == 0 or step.max() <= 1.0:
                return out
        if len(step) == 0:
            nearest = round(float(at[0]))
            out[nearest if 0 <= nearest < self.n else 0] = value[0]
            return out
        first = round(float(at[0]))
        if first == at[0] and 0 <= first < self.n:
            out[first] = value[0]
        bridge_s = BRIDGE_S if np.mean(step <= 1.5) >= EVERY_SECOND else BRIDGE_SMART_S
        second = np.arange(self.n, dtype=np.float64)
        after = np.searchsorted(at, second, side="left")
        drawn = (after > 0) & (after < len(at)) & np.isnan(out)
        after, second = after[drawn], second[drawn]
        gap = step[after - 1]
        share = (second - at[after - 1]) / gap
        line = value[after - 1] * (1 - share) + value[after] * share
        out[drawn] = np.where(gap <= bridge_s, line, np.nan)
        return out

    def intervals(self, start_s: Array, end_s: Array, values: Array) -> Array:
        """(n,) of values that each hold over [start, end), starts in order; NaN outside."""
        second = self.zero_s + np.arange(self.n, dtype=np.float64)
        last = np.searchsorted(start_s, second, side="right") - 1
        inside = (last >= 0) & (second < end_s[np.maximum(last, 0)])
        return np.where(inside, values[np.maximum(last, 0)], np.nan)


def in_order(time_s: Array, name: str) -> tuple[Index, tuple[Quality, ...]]:
    """Which of (n,) rows to use, in order of time, and what was done.

    Rows without a time and single rows far from their neighbours go; rows that came a little late are put in their
    place. Where the clock jumps back, or ahead beyond any pause, the longest unbroken part is used, with a note, if it
    holds at least half of the rows. Raises InputError: fewer than two rows, a clock in pieces.
    """
    rows = np.flatnonzero(np.isfinite(time_s))
    stray = _stray(time_s[rows])
    notes = [_strays(int(stray.sum()), name)] if stray.any() else []
    rows = rows[~stray]
    late = np.maximum.accumulate(time_s[rows]) - time_s[rows] if len(rows) else time_s[:0]
    if len(late) and late.max() <= DISORDER_S:
        rows = rows[np.argsort(time_s[rows], kind="stable")]
    elif len(late):
        back = np.flatnonzero(np.diff(time_s[rows]) < 0) + 1
        part = longest(back, len(rows))
        if not enough(part, len(rows)):
            raise InputError("a clock that rises", f"one that falls {len(back)} times in {name}", "export it again")
        went = f"the clock of {name} went back by {-np.diff(time_s[rows])[back[0] - 1]:.3g} s before row {back[0] + 1}"
        notes.append(jumped(went, part, len(rows)))
        rows = rows[part]
    rows, leaps = _without_leaps(time_s, rows, name)
    if len(rows) < 2 or time_s[rows[-1]] - time_s[rows[0]] < 1.0:
        raise InputError("rows over two seconds or more", f"{len(rows)} within one in {name}", "record longer")
    return rows, (*notes, *leaps)


def _longest_span_s(rows: int) -> float:
    return MOST_STRETCH * rows + SPAN_S if rows >= ENOUGH_ROWS else SPARSE_S * rows


def _stray(time_s: Array) -> Index:
    if len(time_s) < 5:
        return np.zeros(len(time_s), dtype=bool)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(time_s, 2, mode="edge"), 5)
    return np.abs(time_s - np.median(around, axis=1)) > FAR_S


def _strays(count: int, name: str) -> Quality:
    rows = "1 row" if count == 1 else f"{count} rows"
    message = f"{rows} of {name} had a time far from those around and {'was' if count == 1 else 'were'} left out"
    return Quality(code="clock_jump", severity="warning", message=message)


def _without_leaps(time_s: Array, rows: Index, name: str) -> tuple[Index, list[Quality]]:
    notes: list[Quality] = []
    whole = len(rows)
    while len(rows) > 1 and time_s[rows[-1]] - time_s[rows[0]] > _longest_span_s(len(rows)):
        step = np.diff(time_s[rows])
        cut = int(np.argmax(step)) + 1
        part = slice(0, cut) if cut >= len(rows) - cut else slice(cut, len(rows))
        if not enough(part, whole):
            found = f"{whole} rows over {time_s[rows[-1]] - time_s[rows[0]]:.4g} s in {name}"
            raise InputError("a clock without leaps", found, "export it again")
        notes.append(jumped(f"the clock of {name} leapt by {step[cut - 1]:.4g} s", part, whole))
        rows = rows[part]
    return rows, notes
