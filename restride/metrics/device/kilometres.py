"""A run kilometre by kilometre: time, way, climb, and the mean of what each device said."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from restride.core.recording import Array, Channel, Recording
from restride.core.vocabulary import vocabulary
from restride.metrics.device.methods import method_of
from restride.metrics.device.moving import A_SECOND_HZ, Moving, column, fullest, moving, own_here

KM_M = 1000.0
LEAST_M = 200.0
"""A last piece shorter than this is left out."""
SMOOTH_S = 31
"""Height is averaged over so many seconds before it is added up: steps of a barometer are no climb."""
LEAST_GRADE_M = 100.0
"""A slope needs a way to stand on."""
MOST_KM = 1000


@dataclass(frozen=True, slots=True)
class Value:
    """Mean of one quantity of one device; name and unit as the vocabulary or the channel has them, n in seconds."""

    name: str
    unit: str
    value: float
    n: int
    method: str


@dataclass(frozen=True, slots=True)
class Kilometre:
    """One kilometre, the last one what is left. number: from 1 on. start_s, end_s: on the Recording's clock.

    moving_s: seconds in the gait that is measured. speed_mps, values: of those seconds. grade: slope from end to end
    in percent.
    """

    number: int
    start_s: float
    end_s: float
    distance_m: float
    moving_s: float
    speed_mps: float | None
    grade: float | None
    climb_m: float | None
    descent_m: float | None
    values: tuple[Value, ...]

    def value(self, name: str, method: str | None = None) -> float | None:
        """The mean of a quantity, of one device where `method` names it, else of the first that says it."""
        return next((v.value for v in self.values if v.name == name and method in (None, v.method)), None)


@dataclass(frozen=True, slots=True)
class Totals:
    """A run as a whole. elapsed_s: from start to end, pauses and all. moving_s: seconds of walking or running."""

    distance_m: float | None
    elapsed_s: float
    moving_s: float
    gait_s: float
    gait_speed_mps: float | None
    climb_m: float | None
    descent_m: float | None
    grade: float | None


def totals(recording: Recording) -> Totals:
    """Way, times, climb and slope of a recording of one sample a second; all None where a sample is a day."""
    told = moving(recording)
    n = len(told.here)
    if not told.seconds:
        return Totals(None, recording.end_s - recording.start_s, 0.0, 0.0, None, None, None, None)
    way, height = _way(recording, n), _height(recording, n)
    climb, descent, grade = _slope(height, way, 0, n)
    return Totals(
        distance_m=None if way is None else float(way[-1]),
        elapsed_s=recording.end_s - recording.start_s,
        moving_s=float(told.here.sum() + told.other),
        gait_s=float(told.here.sum()),
        gait_speed_mps=_mean(column(fullest(recording, "speed"), n)[told.here]),
        climb_m=climb,
        descent_m=descent,
        grade=grade,
    )


def per_kilometre(recording: Recording) -> tuple[Kilometre, ...]:
    """The kilometres of a recording in order; none where it holds no way, or a sample is a day."""
    told = moving(recording)
    n = len(told.here)
    way = _way(recording, n) if told.seconds else None
    if way is None or way[-1] <= 0:
        return ()
    height = _height(recording, n)
    edges = np.searchsorted(way, np.arange(0, min(way[-1], MOST_KM * KM_M), KM_M), side="left").tolist()
    edges = [*edges, n] if way[-1] - way[edges[-1]] >= LEAST_M or len(edges) == 1 else edges
    speed = column(fullest(recording, "speed"), n)
    start_s = recording.start_s
    out = []
    for number, (first, last) in enumerate(pairwise(edges), 1):
        if last <= first:
            continue
        here = told.here[first:last]
        climb, descent, grade = _slope(height, way, first, last)
        out.append(
            Kilometre(
                number=number,
                start_s=start_s + first,
                end_s=start_s + last,
                distance_m=float(way[min(last, n - 1)] - way[first]),
                moving_s=float(here.sum()),
                speed_mps=_mean(speed[first:last][here]),
                grade=grade,
                climb_m=climb,
                descent_m=descent,
                values=_values(recording, told, first, last),
            )
        )
    return tuple(out)


def _values(recording: Recording, told: Moving, first: int, last: int) -> tuple[Value, ...]:
    out = []
    for channel in recording.channels:
        if channel.quantity in ("distance", "altitude", "latitude", "longitude"):
            continue
        here = own_here(recording, told, channel)[first:last]
        values = column(channel, len(told.here))[first:last][here]
        mean = _mean(values)
        if mean is not None:
            n = int(np.isfinite(values).sum())
            out.append(Value(_name(channel, told), channel.unit, mean, n, method_of(channel)))
    return tuple(out)


def _name(channel: Channel, told: Moving) -> str:
    walking = channel.quantity == "contact_time" and told.gait == "walking"
    return "stance_time" if walking and "stance_time" in vocabulary() else channel.quantity


def _way(recording: Recording, n: int) -> Array | None:
    """(n,) metres from the start, never falling; from the speed where no device gave a distance."""
    channel = fullest(recording, "distance")
    if channel is not None and channel.rate_hz >= A_SECOND_HZ:
        way = column(channel, n)
        there = np.flatnonzero(np.isfinite(way))
        if len(there) > 1:
            whole = np.interp(np.arange(n), there, way[there])
            return np.asarray(np.maximum.accumulate(whole - whole[0]))
    speed = column(fullest(recording, "speed"), n)
    if not np.isfinite(speed).any():
        return None
    return np.asarray(np.cumsum(np.where(np.isfinite(speed), speed, 0.0)))


def _height(recording: Recording, n: int) -> Array | None:
    """(n,) height in metres, smoothed; None where there is none."""
    height = column(fullest(recording, "altitude"), n)
    there = np.flatnonzero(np.isfinite(height))
    if len(there) < 2:
        return None
    whole = np.interp(np.arange(n), there, height[there])
    half = SMOOTH_S // 2
    padded = np.concatenate([[0.0], np.cumsum(np.pad(whole, half, mode="edge"))])
    return np.asarray((padded[SMOOTH_S:] - padded[:-SMOOTH_S]) / SMOOTH_S)


def _slope(
    height: Array | None, way: Array | None, first: int, last: int
) -> tuple[float | None, float | None, float | None]:
    """Climb and descent in metres and slope from end to end in percent."""
    if height is None or last - first < 2:
        return None, None, None
    step = np.diff(height[first : min(last + 1, len(height))])
    climb, descent = float(step[step > 0].sum()), float(-step[step < 0].sum())
    if way is None:
        return climb, descent, None
    end = min(last, len(way) - 1)
    length = float(way[end] - way[first])
    grade = 100 * float(height[end] - height[first]) / length if length >= LEAST_GRADE_M else None
    return climb, descent, grade


def _mean(values: Array) -> float | None:
    values = values[np.isfinite(values)]
    return float(values.mean()) if len(values) else None
