"""Samples of Apple Health -> a Track for each workout on foot, and one Recording of walking with a sample a day."""

from collections.abc import Iterator

import numpy as np

from restride.core.conditions import Conditions
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Recording, Source
from restride.read.apple_health_records import RUNNING, WALKING, Records, Samples, Workout
from restride.read.device_cadence import usual_cadence
from restride.read.device_quantities import KINDS, in_si, possible
from restride.read.device_track import Rows, Track

DAY_S = 86400.0
MOST_DAYS = 20_000
SPARSE_S = 60.0
"""A workout with fewer samples than one in so many seconds says nothing of a run."""
LONGEST_S = 60.0
"""Counts of steps and of the way over more than this say nothing of a moment."""
PLACES = {"watch": ("watch", "apple"), "phone": ("phone", "apple"), "foot_pod": ("foot_pod", "stryd")}
OTHERS = ("unknown", "other")
HALF = 0.707


def workouts(records: Records, name: str) -> Iterator[tuple[str, Track]]:
    """Each workout that holds samples, in order of time, with its name: the day and minute when it began."""
    ordered = {key: _ordered(samples) for key, samples in records.samples.items() if key[0] in RUNNING}
    names: dict[str, int] = {}
    for workout in sorted(records.workouts, key=lambda w: w.start):
        rows: list[Rows] = []
        notes: list[Quality] = []
        if sum(len(_during(samples, workout)) for samples in ordered.values()) * SPARSE_S < workout.end - workout.start:
            continue
        for (kind, unit, device), samples in ordered.items():
            made, note = _rows(RUNNING[kind], unit, device, _during(samples, workout), name)
            rows += made
            notes += [note] if note else []
        if not any(np.isfinite(possible(r.quantity, r.values)[0]).any() for r in rows):
            continue
        rows, note = _whole_strides(rows, name)
        notes += [note] if note else []
        minute = f"{workout.began[:10]}T{workout.began[11:13]}{workout.began[14:16]}"
        names[minute] = names.get(minute, 0) + 1
        part = minute if names[minute] == 1 else f"{minute}_{names[minute]}"
        yield (
            part,
            Track(
                rows=tuple(rows),
                start_s=workout.start,
                end_s=workout.end,
                task=workout.task,
                began=f"{workout.began[:10]}T{workout.began[11:19]}{workout.began[20:23]}:{workout.began[23:25]}",
                pauses=_pauses(workout),
                laps=tuple(workout.laps),
                conditions=Conditions(
                    mode=None if workout.indoor is None else "treadmill" if workout.indoor else "overground",
                    device="Apple Health",
                ),
                notes=tuple(dict.fromkeys(notes)),
            ),
        )


def _ordered(samples: Samples) -> Array:
    """(n, 4) start, end, value and zone, in order of their starts."""
    table = np.stack([np.frombuffer(c) for c in (samples.start, samples.end, samples.value, samples.offset)], axis=1)
    return table[np.argsort(table[:, 0], kind="stable")]


def _during(samples: Array, workout: Workout) -> Array:
    first = np.searchsorted(samples[:, 0], workout.start - 1, side="left")
    last = np.searchsorted(samples[:, 0], workout.end, side="left")
    return samples[first:last]


def _rows(quantity: str, unit: str, device: str, samples: Array, name: str) -> tuple[list[Rows], Quality | None]:
    """The Rows of one type of sample in one workout; a count becomes a rate over its interval."""
    if len(samples) == 0:
        return [], None
    place, maker = PLACES.get(device, OTHERS)
    start, end, value = samples[:, 0], samples[:, 1], samples[:, 2]
    if quantity in ("steps", "distance"):
        short = (end > start) & (end - start <= LONGEST_S)
        start, end, value = start[short], end[short], value[short]
        if len(start) == 0:
            return [], None
        if quantity == "steps":
            return [Rows("cadence", place, maker, start, 60 * value / (end - start), end)], None
        said = in_si("distance", value, unit, name)
        if said is None:
            return [], None
        return [Rows("distance", place, maker, end, np.cumsum(said[0]))], None
    said = in_si(quantity, value, unit or None, f"the {place.replace('_', ' ')} in {name}")
    if said is None:
        return [], None
    return [Rows(quantity, place, maker, (start + end) / 2, said[0])], said[1]


def _whole_strides(rows: list[Rows], name: str) -> tuple[list[Rows], Quality | None]:
    """Stride length of two steps: what Apple calls a stride is a step, which speed and usual cadence tell."""
    out: list[Rows] = []
    note = None
    for row in rows:
        if row.quantity != "stride_length":
            out.append(row)
            continue
        speed = next((r for r in rows if r.quantity == "speed" and r.place == row.place), None)
        doubled = True
        if speed is not None:
            typical = float(np.nanmedian(speed.values))
            stride = 120 * typical / float(usual_cadence(np.array([typical]))[0])
            doubled = float(np.nanmedian(row.values)) < HALF * stride
        if doubled:
            message = f"stride length of {name} is that of one step and was doubled, by its size at this speed"
            note = Quality(code="unit_inferred", severity="info", message=message)
        out.append(Rows(row.quantity, row.place, row.maker, row.time_s, row.values * (2 if doubled else 1)))
    return out, note


def _pauses(workout: Workout) -> tuple[tuple[float, float], ...]:
    """A pause lasts until the timer goes on; one that never does, until the end."""
    events = sorted([(t, True) for t in workout.pauses] + [(t, False) for t in workout.resumes])
    pauses, since = [], None
    for when, stops in [*events, (workout.end, False)]:
        if stops:
            since = when if since is None else since
        elif since is not None:
            if when > since:
                pauses.append((since, when))
            since = None
    return tuple(pauses)


def days(records: Records, source: Source, notes: tuple[Quality, ...]) -> Recording | None:
    """Walking in daily life: for each day on the wall's clock the mean of its samples, longer ones counting more.

    One sample a day; None where there is no walking of a phone or watch.
    """
    tables = {key: _ordered(s) for key, s in records.samples.items() if key[0] in WALKING}
    if not tables:
        return None
    day = {key: np.floor((table[:, 0] + table[:, 3]) / DAY_S).astype(np.int64) for key, table in tables.items()}
    first = min(int(numbers.min()) for numbers in day.values())
    last = max(int(numbers.max()) for numbers in day.values())
    if last - first >= MOST_DAYS:
        first = last - MOST_DAYS + 1
    channels: dict[tuple[str, str], Channel] = {}
    said = list(notes)
    for (kind, unit, device), table in tables.items():
        quantity = WALKING[kind]
        value = table[:, 2] * (2 if quantity == "stride_length" else 1)
        if KINDS[quantity].unit == "%" and len(value) and np.nanmax(np.abs(value)) <= 1.0:
            value = 100 * value  # written as "%", stored as a share
        si = in_si(quantity, value, unit or None, source.file)
        if si is None:
            continue
        values, _ = possible(quantity, si[0])
        number = day[kind, unit, device] - first
        kept = np.isfinite(values) & (number >= 0)
        weight = np.maximum(table[:, 1] - table[:, 0], 1.0)
        total = np.bincount(number[kept], (weight * values)[kept], minlength=last - first + 1)
        much = np.bincount(number[kept], weight[kept], minlength=last - first + 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = total / much
        place, maker = PLACES.get(device, OTHERS)
        if not np.isfinite(mean).any() or (quantity, place) in channels:
            continue
        column = mean[:, None]
        column.setflags(write=False)
        channels[quantity, place] = Channel(
            quantity, place, "both", "sensor", KINDS[quantity].unit, 1 / DAY_S, 0.0, ("value",), column, maker
        )
    if not channels:
        return None
    return Recording(tuple(channels.values()), source, "walking", Conditions(device="Apple Health"), notes=tuple(said))
