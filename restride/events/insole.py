"""Contacts from the force in insoles.

needs: insole_force@insole with "total", one channel a foot. returns: Detected. raises: NothingToMeasure.

No level in newtons holds for insoles: a strapped shoe presses in swing too, calibrations differ, a sole springs back
for some hundredths of a second after the toe has left (insoles read stances up to a tenth longer than plates). What the
foot reads in its own swings is taken off as from a plate (signal/zeroing.py). What it carries is found too: twice its
mean force over whole strides, since two feet carry the body. A contact begins and ends where the force passes LEVEL of
that, the level that events/force.py has for forces in body weights. Ours: both levels from the signal of the foot.

- Only whole contacts count: from swing to swing. The stance from which somebody starts, or in which he stays, is none.
- Missing samples within a stance or a swing cost nothing while they are too few to hide the other (SHORTEST_SWING_S).
  An event that lies in a gap longer than EVENT_GAP_S is not given: without a beginning the contact goes, without an
  end its final contact is unknown. The note `gap` counts both.
- Feet alternate: of two contacts of one foot on end, nearer than AGAIN of its usual stride, the shorter one goes.
- A foot that is down for more than half of its strides walks (duty factor, Alexander 1989), else it runs.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np

from restride.core.errors import NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Recording, Task
from restride.core.strides import Mask, Stretch
from restride.events.detected import Detected
from restride.events.found import Found, joined
from restride.signal.crossings import Index, runs
from restride.signal.insole import unburdened
from restride.signal.zeroing import loads

METHOD = "insole_force"
METHODS: dict[Task, str] = {"walking": METHOD, "running": METHOD}
LEVEL = 0.10
"""Of the body weight that the foot shows."""
REAL = 0.3
"""A load of less than this share of the usual peak is a scuff."""
SHORTEST_SWING_S = 0.15
"""Half of the swing of a sprint; so short a loss of force is no swing."""
STANCE_S = (0.06, 3.0)
"""As on force plates: longer is standing."""
EVENT_GAP_S = 0.03
AGAIN = 0.6
MISSED = 1.6
"""A stride of so many usual ones holds a contact that was not found."""
PAUSE_S = 3.0
FEWEST = 4


@dataclass(frozen=True, slots=True, eq=False)
class FootContacts:
    """Whole contacts of one foot, s; fc_s NaN where it lies in a gap. left_out: contacts that a gap took."""

    channel: Channel
    ic_s: Array
    fc_s: Array
    left_out: int

    def rows(self, kept: Mask) -> "FootContacts":
        """Some of the contacts."""
        return FootContacts(self.channel, self.ic_s[kept], self.fc_s[kept], self.left_out)


def find(recording: Recording, kind: MarkerSet | None, task: Task) -> tuple[Detected, ...]:
    """Contacts of both insoles, or of one. Raises NothingToMeasure where they saw no steps."""
    channels = tuple(c for c in recording.select("insole_force") if c.has("total"))
    if not channels:
        return ()
    feet = _alternating(tuple(contacts(c) for c in channels))
    if sum(len(f.ic_s) for f in feet) < FEWEST:
        seconds = max(c.n / c.rate_hz for c in channels)
        raise NothingToMeasure(
            f"at least {FEWEST} whole steps",
            f"{sum(len(f.ic_s) for f in feet)} in {seconds:.1f} s of insoles",
            "record 20 to 30 s of steady walking or running",
        )
    stretches = _stretches(feet)
    usual_s = min((float(np.median(np.diff(f.ic_s))) for f in feet if len(f.ic_s) > 1), default=PAUSE_S)
    running = [_running(f, min(PAUSE_S, MISSED * usual_s)) for f in feet]
    for asked in ("walking", "running"):
        if task == asked and not any((r == (asked == "running")).any() for r in running):
            running = [np.full(len(r), asked == "running") for r in running]
    found = tuple(_found(f, r, stretches, len(feet)) for f, r in zip(feet, running, strict=True))
    kinds = (task,) if task in ("walking", "running") else ("walking", "running")
    made = [s for one in kinds if (s := joined(found, cast(Task, one))) is not None]
    made.sort(key=lambda s: -s.n)
    notes = tuple(q for f in feet for q in _gaps(f))
    return tuple(Detected(s, notes, stretches=_of_kind(stretches, s.ic_s, s.task)) for s in made)


def contacts(channel: Channel) -> FootContacts:
    """Whole contacts of one insole, by the definition above."""
    total, rate_hz = channel.axis("total"), channel.rate_hz
    lost = ~np.isfinite(total)
    force = unburdened(channel)[:, channel.axes.index("total")]
    held = loads(force, rate_hz)
    tops = np.array([force[a:b].max() for a, b in held])
    held = held[tops > REAL * np.percentile(tops, 75)] if len(tops) else held
    level = LEVEL * _carried(force, held, rate_hz)
    above = _joined(runs(force > level), rate_hz)
    stances = [
        (a, b) for a, b in above.tolist() if a > 0 and b < len(force) and ((held[:, 0] >= a) & (held[:, 0] < b)).any()
    ]
    gaps = runs(lost)
    ic, fc, left_out = [], [], 0
    for a, b in stances:
        begin, end = a - 1 + _passes(force, a - 1, level), b - 1 + _passes(force, b - 1, level)
        if not STANCE_S[0] < (end - begin) / rate_hz < STANCE_S[1]:
            continue
        if _hides(gaps, a, b, SHORTEST_SWING_S * rate_hz) or _hides(gaps, a - 1, a + 1, EVENT_GAP_S * rate_hz):
            left_out += 1
            continue
        unknown = _hides(gaps, b - 1, b + 1, EVENT_GAP_S * rate_hz)
        ic.append(begin)
        fc.append(float("nan") if unknown else end)
    return FootContacts(
        channel, channel.start_s + np.array(ic) / rate_hz, channel.start_s + np.array(fc) / rate_hz, left_out
    )


def _carried(force: Array, held: Index, rate_hz: float) -> float:
    """The weight that the foot shows: twice the mean of its force over strides; infinite where it takes none."""
    starts = held[:, 0]
    strides = [(a, b) for a, b in pairwise(starts.tolist()) if b - a < PAUSE_S * rate_hz]
    return 2 * float(np.median([force[a:b].mean() for a, b in strides])) if strides else float("inf")


def _joined(above: Index, rate_hz: float) -> Index:
    """Stretches of load with what is between them where it is too short for a swing."""
    kept: list[list[int]] = []
    for a, b in above.tolist():
        if kept and a - kept[-1][1] < SHORTEST_SWING_S * rate_hz:
            kept[-1][1] = b
        else:
            kept.append([a, b])
    return np.array(kept, dtype=np.intp).reshape(-1, 2)


def _passes(force: Array, sample: int, level: float) -> float:
    """Share of the step from `sample` to the next at which the force passes the level."""
    first, second = force[sample], force[sample + 1]
    return float((level - first) / (second - first))


def _hides(gaps: Index, first: int, last: int, longest: float) -> bool:
    """Whether a gap of more than `longest` samples reaches into [first, last)."""
    reaches = (gaps[:, 0] < last) & (gaps[:, 1] > first)
    return bool((reaches & (gaps[:, 1] - gaps[:, 0] > longest)).any())


def _alternating(feet: tuple[FootContacts, ...]) -> tuple[FootContacts, ...]:
    """Without the shorter of two contacts of one foot on end, where they are too near to be two strides."""
    if len(feet) != 2:
        return feet
    out = []
    for own, other in (feet, feet[::-1]):
        kept = np.ones(len(own.ic_s), dtype=bool)
        between_s = np.diff(own.ic_s)
        usual_s = float(np.median(between_s)) if len(between_s) else 0.0
        stance_s = np.nan_to_num(own.fc_s - own.ic_s)
        for i in np.flatnonzero(between_s < AGAIN * usual_s):
            if not ((other.ic_s > own.ic_s[i]) & (other.ic_s < own.ic_s[i + 1])).any():
                kept[i if stance_s[i] < stance_s[i + 1] else i + 1] = False
        out.append(own.rows(kept))
    return tuple(out)


def _stretches(feet: tuple[FootContacts, ...]) -> tuple[tuple[float, float], ...]:
    """From first to last initial contact of each run of contacts without a pause."""
    every = np.sort(np.concatenate([f.ic_s for f in feet]))
    breaks = np.flatnonzero(np.diff(every) > PAUSE_S) + 1
    parts = [p for p in np.split(every, breaks) if len(p)]
    return tuple((float(p[0]), float(p[-1])) for p in parts)


def _running(foot: FootContacts, longest_s: float) -> Mask:
    """(n,) whether the foot is down for less than half of the stride; the middle of three neighbours decides.

    A stride of more than `longest_s` does not tell: a contact in it was not found.
    """
    n = len(foot.ic_s)
    stride_s = np.r_[np.diff(foot.ic_s), np.nan]
    duty = np.where(stride_s < longest_s, (foot.fc_s - foot.ic_s) / stride_s, np.nan)
    known = np.flatnonzero(np.isfinite(duty))
    if len(known) == 0:
        return np.zeros(n, dtype=bool)
    nearest = known[np.argmin(np.abs(np.arange(n)[:, None] - known[None, :]), axis=1)]
    fast = duty[nearest] < 0.5
    padded = np.pad(fast.astype(int), 1, mode="edge")
    return np.asarray(padded[:-2] + padded[1:-1] + padded[2:] >= 2)


def _found(foot: FootContacts, running: Mask, stretches: tuple[tuple[float, float], ...], feet: int) -> Found:
    steady = np.zeros(len(foot.ic_s), dtype=bool)
    for start_s, end_s in stretches:
        rows = np.flatnonzero((foot.ic_s >= start_s) & (foot.ic_s <= end_s))
        steady[rows[1:-1]] = True
    return Found(
        side=np.full(len(foot.ic_s), foot.channel.side, dtype="<U7"),
        ic_s=foot.ic_s,
        fc_s=foot.fc_s,
        running=running,
        steady=steady,
        stretches=(),
        method=METHODS,
        grade="good",
        feet=1 if feet == 1 else 2,
    )


def _of_kind(stretches: tuple[tuple[float, float], ...], ic_s: Array, task: Task) -> tuple[Stretch, ...]:
    """The stretches in which contacts of this kind lie, cut to those."""
    inside = [ic_s[(ic_s >= a) & (ic_s <= b)] for a, b in stretches]
    return tuple(Stretch(float(x[0]), float(x[-1]), task) for x in inside if len(x) > 1)


def _gaps(foot: FootContacts) -> tuple[Quality, ...]:
    lost = float(np.mean(~np.isfinite(foot.channel.axis("total"))))
    if lost == 0:
        return ()
    unknown = int(np.count_nonzero(np.isnan(foot.fc_s)))
    told = f"the {foot.channel.side} insole lacks {lost:.1%} of its samples"
    if foot.left_out or unknown:
        told += f": {foot.left_out} contacts that may begin or break off in a gap are left out, {unknown} end in one"
    else:
        told += "; no contact was lost by it"
    return (Quality(code="gap", severity="warning", message=told),)
