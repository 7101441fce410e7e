"""Points of a track as TCX and GPX files have them -> a Track: what both formats share."""

from array import array
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from restride.core.conditions import Conditions
from restride.core.errors import InputError, UnreadableFile
from restride.core.quality import Quality
from restride.core.recording import Array, Recording, Source, Task
from restride.read.device_cadence import both_feet
from restride.read.device_clock import in_order
from restride.read.device_makers import maker_of, place_of
from restride.read.device_track import Rows, Track, off_foot, recording_of

EARTH_M = 6_371_008.8
LARGEST = 1e12
"""In any unit that such files use, nothing is more: larger numbers are damage."""
PLAIN = ("altitude", "distance", "heart_rate", "speed", "power", "temperature")
COLUMNS = ("time", *PLAIN, "cycles", "latitude", "longitude", "segment")
TASKS: dict[str, Task] = {
    "running": "running", "run": "running", "jogging": "running", "trail_running": "running", "trailrun": "running",
    "treadmill_running": "running", "9": "running",
    "walking": "walking", "walk": "walking", "hiking": "walking", "hike": "walking", "10": "walking", "4": "walking",
}  # fmt: skip
"""Words for a sport, and the numbers that one archive wrote in their place."""
OFF_FOOT = ("biking", "cycling", "ride", "bike", "swim", "ski", "row", "1")
LEAST_PAUSE_S = 3.0


@dataclass(slots=True)
class Points:
    """One activity point by point. sport: as the file has it. device: what recorded it."""

    sport: str = ""
    device: str = ""
    laps: list[float] = field(default_factory=list)
    columns: dict[str, array] = field(default_factory=lambda: {name: array("d") for name in COLUMNS})

    def add(self, point: dict[str, float]) -> None:
        """One point more; what it does not say is missing."""
        for name, column in self.columns.items():
            column.append(point.get(name, float("nan")))

    def __len__(self) -> int:
        return len(self.columns["time"])

    @property
    def task(self) -> Task:
        """What the sport is."""
        word = self.sport.strip().lower().replace(" ", "_")
        return TASKS.get(word, "unknown")

    @property
    def off_foot(self) -> bool:
        """Whether the cadence of this sport is not that of steps."""
        word = self.sport.strip().lower()
        return any(word == other or (len(other) > 1 and other in word) for other in OFF_FOOT)


def recordings_of(found: list[Points], wrong: str | None, source: Source, *, positions: bool) -> tuple[Recording, ...]:
    """Recordings of all activities with two points or more; `wrong`: why the file could not be read to its end.

    Raises InputError: no such activity (UnreadableFile where the file is damaged), times that are no clock.
    """
    whole = [points for points in found if len(points) > 1]
    if not whole:
        what = f"{sum(map(len, found))} in {source.file}" + (f" ({wrong})" if wrong else "")
        raise (UnreadableFile if wrong else InputError)("track points", what, "export the activity again")
    notes: tuple[Quality, ...] = ()
    if wrong:
        kept = sum(map(len, whole))
        message = f"{source.file} is damaged or cut short ({wrong}): the {kept} points before that were kept"
        notes = (Quality(code="truncated", severity="warning", message=message),)
    made = []
    for number, points in enumerate(whole, 1):
        track = track_of(points, source.file, positions=positions)
        part = source if len(whole) == 1 else replace(source, part=str(number))
        made.append(recording_of(replace(track, notes=(*notes, *track.notes)), part))
    return tuple(made)


def track_of(points: Points, name: str, *, positions: bool) -> Track:
    """The Track of an activity; distance and speed come from the positions where the file gives neither.

    positions: keep latitude and longitude. Raises InputError: fewer than two points with a time, a clock in pieces.
    """
    every: dict[str, Array] = {key: np.frombuffer(column, dtype=np.float64) for key, column in points.columns.items()}
    order, notes = in_order(every["time"], name)
    at = {key: values[order] for key, values in every.items()}
    time_s = at["time"]
    said: list[Quality] = list(notes)
    pauses = _pauses(time_s, at["segment"])
    if not np.isfinite(at["distance"]).any() and np.isfinite(at["latitude"]).any():
        at["distance"] = _way(at["latitude"], at["longitude"], at["segment"])
    if not (at["speed"] > 0).any():
        at["speed"] = np.full(len(time_s), np.nan)
    place, maker = place_of(points.device), maker_of(points.device)
    rows = [Rows(key, place, maker, time_s, at[key]) for key in PLAIN if np.isfinite(at[key]).any()]
    if np.isfinite(at["cycles"]).any() and not points.off_foot:
        speed = at["speed"] if np.isfinite(at["speed"]).any() else _rough_speed(time_s, at["distance"])
        steps, note = both_feet(at["cycles"], speed, points.task, name, standard=False)
        rows.append(Rows("cadence", place, maker, time_s, steps))
        said += [note] if note else []
    said += [off_foot(points.sport, name)] if points.off_foot else []
    if positions:
        rows += [Rows(key, place, maker, time_s, at[key]) for key in ("latitude", "longitude")]
    outside = np.isfinite(at["latitude"]).any()
    return Track(
        rows=tuple(rows),
        start_s=float(time_s[0]),
        end_s=float(time_s[-1]),
        task=points.task,
        began=datetime.fromtimestamp(float(time_s[0]), UTC).isoformat(),
        pauses=pauses,
        laps=tuple(lap for lap in points.laps if time_s[0] - 60 <= lap <= time_s[-1]),
        conditions=Conditions(mode="overground" if outside else None, device=points.device[:60] or None),
        notes=tuple(said),
    )


def seconds_of(text: str) -> float:
    """Seconds since 1970 of an ISO date and time, that of Greenwich where no zone is given; NaN for anything else."""
    try:
        when = datetime.fromisoformat(text)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return float("nan")


def number_of(text: Any) -> float:
    """A number, NaN for anything else and for what is larger than any measurement."""
    try:
        number = float(text)
    except (TypeError, ValueError):
        return float("nan")
    return number if abs(number) < LARGEST else float("nan")


def _pauses(time_s: Array, segment: Array) -> tuple[tuple[float, float], ...]:
    """Between two segments of a track the timer stood."""
    ends = np.flatnonzero((np.diff(segment) > 0) & (np.diff(time_s) > LEAST_PAUSE_S))
    return tuple((float(time_s[i]), float(time_s[i + 1])) for i in ends)


def _way(latitude: Array, longitude: Array, segment: Array) -> Array:
    """(n,) metres along the track, from the first point on; the way between two segments does not count."""
    there = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    lat, lon = np.radians(latitude[there]), np.radians(longitude[there])
    half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[1:]) * np.cos(lat[:-1]) * np.sin(np.diff(lon) / 2) ** 2
    step = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    step[np.diff(segment[there]) > 0] = 0.0
    way = np.full(len(latitude), np.nan)
    way[there] = np.concatenate([[0.0], np.cumsum(step)])
    return way


def _rough_speed(time_s: Array, distance: Array) -> Array | None:
    """(n,) of each point to the next, good for a median; None without a distance."""
    if np.isfinite(distance).sum() < 2:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = np.diff(distance) / np.diff(time_s)
    return np.concatenate([speed, speed[-1:]])
