"""What the readers of watch files found -> a Recording: one channel a quantity and device, one sample a second."""

from dataclasses import dataclass, replace

import numpy as np

from restride.core.conditions import UNKNOWN, Conditions
from restride.core.errors import NothingToMeasure
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Mark, Recording, Source, Task
from restride.read.device_clock import Grid
from restride.read.device_quantities import KINDS, possible

RATE_HZ = 1.0
AROUND_S = 5
"""Speed from a distance is its change over so many seconds before and after: positions jitter by metres."""
BREAK_S = 15
FAR, ENOUGH, MOVES_MPS = 1.6, 20, 0.5
"""A watch's own speed may be a third off on a treadmill; a factor of two is another quantity or unit."""
_OF_A_STRIDE = ("speed", "cadence", "stride_length")
ZERO_IS_NONE = frozenset(("cadence", "power"))
"""A device that does not count or weigh these may write nothing but zeros."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One quantity as one device said it: (n,) values in the unit of KINDS, NaN where missing, at (n,) rising times.

    maker: of the device. end_s: (n,) where each value holds until then, from its time on.
    """

    quantity: str
    place: str
    maker: str
    time_s: Array
    values: Array
    end_s: Array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """All that a file says of one activity, on the file's own clock.

    began: date and time of its start, as ISO 8601. pauses: from when to when the timer stood. laps: where they begin.
    """

    rows: tuple[Rows, ...]
    start_s: float
    end_s: float
    task: Task = "unknown"
    began: str = ""
    pauses: tuple[tuple[float, float], ...] = ()
    laps: tuple[float, ...] = ()
    conditions: Conditions = UNKNOWN
    notes: tuple[Quality, ...] = ()


def recording_of(track: Track, source: Source) -> Recording:
    """The recording, whose clock is 0 where the activity starts.

    Pauses, and gaps longer than a few usual steps between values, are NaN. Raises NothingToMeasure without any value.
    """
    grid = Grid(track.start_s, int(track.end_s - track.start_s + 1e-6) + 1)
    paused = _paused(track, grid)
    channels: dict[tuple[str, str, str], Channel] = {}
    impossible: dict[str, int] = {}
    for rows in track.rows:
        values, wrong = possible(rows.quantity, rows.values)
        if wrong:
            impossible[rows.quantity] = impossible.get(rows.quantity, 0) + wrong
        if rows.end_s is None:
            even = grid.instants(rows.time_s, values)
        else:
            even = grid.intervals(rows.time_s, rows.end_s, values)
        even[paused] = np.nan
        key = (rows.quantity, rows.place, rows.maker)
        if key in channels:  # the same said again: what was missing is filled
            even = np.where(np.isfinite(even), even, channels[key].values[:, 0])
        if np.isfinite(even).any() and (rows.quantity not in ZERO_IS_NONE or np.nanmax(even) > 0):
            channels[key] = _channel(rows, even)
    if not channels:
        found = f"none that can be in {source.file}"
        raise NothingToMeasure("numbers of a watch, a strap or a pod", found, "export the activity again")
    made = tuple(channels.values())
    speed = _speed_from_distance(made)
    notes = [*track.notes, *_impossible(impossible, source.file), *_gaps(track, made, paused, source.file)]
    if speed is not None:
        made = (*made, speed)
        message = f"speed is the change of distance over {2 * AROUND_S} s: {source.file} holds none"
        notes.append(Quality(code="unit_inferred", severity="info", message=message))
    notes += _contradicted(made, source.file)
    return Recording(made, source, track.task, track.conditions, _marks(track), notes=tuple(notes))


def off_foot(sport: str, name: str) -> Quality:
    """The note on an activity that is no gait: nothing of it may stand beside walking or running."""
    message = f"the sport of {name} is {sport.replace('_', ' ')[:40]}, neither running nor walking"
    return Quality(code="other_gait", severity="warning", message=message, removes=tuple(KINDS))


def _channel(rows: Rows, even: Array) -> Channel:
    kind = KINDS[rows.quantity]
    column = even[:, None]
    column.setflags(write=False)
    return Channel(
        rows.quantity, rows.place, kind.side, "sensor", kind.unit, RATE_HZ, 0.0, ("value",), column, rows.maker
    )  # fmt: skip


def _paused(track: Track, grid: Grid) -> np.ndarray:
    """(n,) whether the timer stood."""
    paused = np.zeros(grid.n, dtype=bool)
    for stop_s, start_s in track.pauses:
        first, last = int(np.floor(stop_s - grid.zero_s)) + 1, int(np.ceil(start_s - grid.zero_s))
        paused[max(first, 0) : max(last, 0)] = True
    return paused


def _marks(track: Track) -> tuple[Mark, ...]:
    """Where the activity and its laps begin and where the timer stopped and went on."""
    marks = [Mark(f"start {track.began}" if track.began else "start", "none", 0.0)]
    marks += [Mark("lap", "none", lap - track.start_s) for lap in track.laps]
    for stop_s, start_s in track.pauses:
        marks += [Mark("pause", "none", stop_s - track.start_s), Mark("resume", "none", start_s - track.start_s)]
    return tuple(sorted(marks, key=lambda mark: mark.time_s))


def _contradicted(channels: tuple[Channel, ...], name: str) -> list[Quality]:
    """A stride length that is far from what speed and cadence make of it: of one step, of two strides, or misread."""
    speed, cadence, stride = (next((c for c in channels if c.quantity == q), None) for q in _OF_A_STRIDE)
    if speed is None or cadence is None or stride is None:
        return []
    n = min(c.n for c in (speed, cadence, stride))
    v, steps, length = (c.values[:n, 0] for c in (speed, cadence, stride))
    with np.errstate(invalid="ignore"):
        known = (v > MOVES_MPS) & (steps > 0) & (length > 0)
    if np.count_nonzero(known) < ENOUGH:
        return []
    times = float(np.median(length[known] * steps[known] / (120 * v[known])))
    if 1 / FAR < times < FAR:
        return []
    message = f"stride length of {name} is {times:.2g} times what its speed and cadence make: it is not given"
    return [Quality(code="implausible", severity="warning", message=message, removes=("stride_length",))]


def _impossible(counts: dict[str, int], name: str) -> list[Quality]:
    if not counts:
        return []
    what = ", ".join(f"{count} of {quantity.replace('_', ' ')}" for quantity, count in counts.items())
    message = f"numbers of {name} that cannot be were left out: {what}"
    return [Quality(code="implausible", severity="info", message=message)]


def _gaps(track: Track, channels: tuple[Channel, ...], paused: np.ndarray, name: str) -> list[Quality]:
    """Notes on pauses, and on the time outside them in which no device said anything."""
    notes = []
    if track.pauses:
        stood_s = sum(start_s - stop_s for stop_s, start_s in track.pauses)
        count = "1 pause" if len(track.pauses) == 1 else f"{len(track.pauses)} pauses"
        message = f"the timer of {name} stood for {stood_s:.0f} s in {count}: left out"
        notes.append(Quality(code="gap", severity="info", message=message))
    empty = ~paused
    for channel in channels:
        empty &= ~np.isfinite(channel.values[:, 0])
    if empty.any():
        starts = int(np.count_nonzero(np.diff(empty.astype(np.int8)) == 1) + empty[0])
        places = "1 place" if starts == 1 else f"{starts} places"
        message = f"{name} holds nothing for {np.count_nonzero(empty)} s in {places}, and no pause is given there"
        notes.append(Quality(code="gap", severity="warning", message=message))
    return notes


def _speed_from_distance(channels: tuple[Channel, ...]) -> Channel | None:
    """Where no device gave a speed and one gave a distance; NaN within AROUND_S of an end of its values."""
    if any(c.quantity == "speed" for c in channels):
        return None
    distance = next((c for c in channels if c.quantity == "distance"), None)
    if distance is None or distance.n <= 2 * AROUND_S:
        return None
    way = distance.values[:, 0]
    speed = np.full((distance.n, 1), np.nan)
    speed[AROUND_S:-AROUND_S, 0] = (way[2 * AROUND_S :] - way[: -2 * AROUND_S]) / (2 * AROUND_S)
    speed[:, 0], _ = possible("speed", speed[:, 0])
    if not np.isfinite(speed).any():
        return None
    speed.setflags(write=False)
    return replace(distance, quantity="speed", unit=KINDS["speed"].unit, values=speed)
