"""An uneven time column -> samples on an even clock."""

from dataclasses import dataclass

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.read.sidecar import RATE_HZ

GAP_SAMPLES = 3.0
GAP_S = 0.02
"""A pause of up to GAP_SAMPLES steps, or so short, is bridged: gait has little above the 25 Hz that it hides."""
EVEN_SAMPLES = 0.4
MOST_REPEATED = 0.2
MOST_STRETCH = 20
"""A clock that runs over more than so many times the rows (and a thousand) has leapt: no recording is so empty."""
LATEST_S = 1e12
"""A time further off is no time: thirty thousand years."""
LEAST_LEFT = 0.5
"""What is unbroken must be at least this share of the rows, else the file is refused."""


@dataclass(frozen=True, slots=True, eq=False)
class Even:
    """Samples on an even clock: sample i of `values` (m, k) lies at start_s + i / rate_hz. notes: what was done."""

    start_s: float
    rate_hz: float
    values: Array
    notes: tuple[Quality, ...] = ()


def on_even_clock(time_s: Array, values: Array, name: str) -> Even:
    """(n, k) values at (n,) times, put on an even clock.

    The rate is that of the ordinary steps, gaps left aside. Where no sample lies further than EVEN_SAMPLES from its
    place on the even clock, the samples are kept as they are; else they are interpolated in a straight line, and gaps
    longer than GAP_SAMPLES and GAP_S become NaN. Rows that repeat a time are left out. Where the clock jumps back, or
    ahead further than any gap (MOST_STRETCH), nothing tells how the sides lie to each other: the longest unbroken part
    is used, with a note, if it holds at least half of the rows.

    Raises InputError: times missing, broken into pieces, mostly repeated, or no clock that fits them.
    """
    if len(time_s) < 2:
        raise InputError("at least two samples", f"{len(time_s)} in {name}", "record longer")
    told = np.abs(time_s) < LATEST_S
    if not told.all():
        row = int(np.flatnonzero(~told)[0])
        raise InputError("a time in every row", f"none in data row {row + 1} of {name}", "mend that row")
    part, notes = _rising(time_s, name)
    time_s, values = time_s[part], values[part]
    fresh = np.concatenate([[True], np.diff(time_s) > 0])
    repeated = int(len(fresh) - fresh.sum())
    if repeated > MOST_REPEATED * len(fresh):
        found = f"{repeated} repeated times in {len(fresh)} rows of {name}"
        raise InputError("a time of its own for each row", found, "give rate_hz in place of the time column")
    time_s, values = time_s[fresh], values[fresh]
    if len(time_s) < 2:
        raise InputError("at least two samples", f"{len(time_s)} in {name}", "record longer")
    rate_hz = _usual_hz(time_s)
    if not RATE_HZ[0] <= rate_hz <= RATE_HZ[1]:
        needed = f"between {RATE_HZ[0]:g} and {RATE_HZ[1]:g} samples a second"
        raise InputError(needed, f"{rate_hz:.4g} in {name}", "check time_unit in the sidecar")
    part, leaps = _without_leaps(time_s, rate_hz, name)
    time_s, values = time_s[part], values[part]
    return _placed(time_s, values, rate_hz, (*notes, *leaps))


def _usual_hz(time_s: Array) -> float:
    step = np.diff(time_s)
    ordinary = step[step <= GAP_SAMPLES * np.median(step)].mean()
    return float(1 / step[step <= 1.75 * ordinary].mean())  # single lost samples aside


def _placed(time_s: Array, values: Array, rate_hz: float, notes: tuple[Quality, ...]) -> Even:
    start_s, span = float(time_s[0]), float(time_s[-1] - time_s[0])
    even_hz = (len(time_s) - 1) / span
    place = (time_s - start_s) * even_hz
    if np.abs(place - np.arange(len(time_s))).max() <= EVEN_SAMPLES:
        return Even(start_s, even_hz, values, notes)
    even_s = start_s + np.arange(int(span * rate_hz + 0.01) + 1) / rate_hz
    resampled = np.stack([np.interp(even_s, time_s, column) for column in values.T], axis=1)
    after = np.clip(np.searchsorted(time_s, even_s, side="left"), 1, len(time_s) - 1)
    long = np.diff(time_s) > max((GAP_SAMPLES + 0.5) / rate_hz, GAP_S)
    resampled[long[after - 1] & (even_s > time_s[after - 1]) & (even_s < time_s[after])] = np.nan
    return Even(start_s, rate_hz, resampled, notes)


def _rising(time_s: Array, name: str) -> tuple[slice, tuple[Quality, ...]]:
    """The longest part in which time does not run backwards."""
    back = np.flatnonzero(np.diff(time_s) < 0) + 1
    if len(back) == 0:
        return slice(0, len(time_s)), ()
    part = longest(back, len(time_s))
    row = int(back[0])
    if not enough(part, len(time_s)):
        found = f"{time_s[row]:.6g} s after {time_s[row - 1]:.6g} s in data row {row + 1} of {name}"
        raise InputError("a time column that rises", found, "cut the file there, or give rate_hz in its place")
    went = f"the clock of {name} went back by {time_s[row - 1] - time_s[row]:.3g} s in data row {row + 1}"
    went += f" and {len(back) - 1} times more" if len(back) > 1 else ""
    return part, (jumped(went, part, len(time_s)),)


def _without_leaps(time_s: Array, rate_hz: float, name: str) -> tuple[slice, tuple[Quality, ...]]:
    """The longest part without a leap, cut at the greatest step until what is left is dense enough to be a clock."""
    first, last, notes = 0, len(time_s), []
    while (time_s[last - 1] - time_s[first]) * rate_hz > MOST_STRETCH * (last - first) + 1000:
        leap = first + int(np.argmax(np.diff(time_s[first:last]))) + 1
        part = slice(first, leap) if leap - first >= last - leap else slice(leap, last)
        if not enough(part, len(time_s)):
            found = f"{len(time_s)} rows over {time_s[-1] - time_s[0]:.6g} s in {name}: the clock jumps"
            raise InputError("a clock without leaps", found, "cut the file at the leap, or give rate_hz")
        went = f"the clock of {name} leapt by {time_s[leap] - time_s[leap - 1]:.4g} s before data row {leap + 1}"
        notes.append(jumped(went, part, len(time_s)))
        first, last = part.start, part.stop
    return slice(first, last), tuple(notes)


def longest(breaks: np.ndarray, rows: int) -> slice:
    """The longest of the parts that begin at row 0 and at each of `breaks`; the first of equals."""
    edges = [0, *(int(b) for b in breaks), rows]
    sizes = np.diff(edges)
    k = int(np.argmax(sizes))
    return slice(edges[k], edges[k + 1])


def enough(part: slice, rows: int) -> bool:
    """Whether a part may stand for the whole."""
    return part.stop - part.start >= max(LEAST_LEFT * rows, 2)


def jumped(went: str, part: slice, rows: int) -> Quality:
    """The note on a clock that is broken."""
    kept = f"only the longest unbroken part was used, data rows {part.start + 1} to {part.stop} of {rows}"
    return Quality(code="clock_jump", severity="warning", message=f"{went}; {kept}")
