"""The messages of a FIT file -> one Track an activity: sport, start, laps and pauses, and what each device said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from restride.core.conditions import Conditions
from restride.core.quality import Quality
from restride.core.recording import Array, Task
from restride.read.device_cadence import both_feet
from restride.read.device_clock import in_order
from restride.read.device_quantities import in_si
from restride.read.device_track import Rows, Track, off_foot
from restride.read.fit_devices import DYNAMICS, Devices, devices
from restride.read.fit_fields import (
    BALANCE,
    CADENCE,
    CADENCE_256,
    CYCLES,
    FRACTION,
    LATITUDE,
    LONGITUDE,
    Column,
    Records,
)
from restride.read.fit_messages import RECORD
from restride.read.fit_sound import TIMESTAMP

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
REAL_TIME = 0x10000000
"""Smaller times count from when the device was switched on."""
DEGREES = 180 / 2**31
TASKS: dict[str, Task] = {"running": "running", "walking": "walking", "hiking": "walking"}
ON_FOOT = frozenset((*TASKS, "generic", "training", "fitness_equipment", "transition", "multisport", "unknown"))
"""Sports whose cadence may be that of steps."""
Mode = Literal["treadmill", "overground"]
MODES: dict[str | None, Mode] = {"treadmill": "treadmill", "virtual_activity": "treadmill"}
OUTSIDE = {"street": "road", "trail": "trail", "track": "track", "ultra": None}
STOPS = ("stop", "stop_all", "stop_disable", "stop_disable_all")
RIGHT, SHARE = 0x80, 0x7F


@dataclass(slots=True)
class Found:
    """What a file's messages say, as they come."""

    records: Records = field(default_factory=Records)
    by_number: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, frame: Any) -> None:
        """One message more."""
        number = frame.def_mesg.global_mesg_num
        if number == RECORD:
            self.records.add(frame)
        else:
            said = {f.name: f.value for f in frame.fields if f.field is not None and f.value is not None}
            self.by_number.setdefault(number, []).append(said)

    def all(self, number: int) -> list[dict[str, Any]]:
        """The messages of one kind."""
        return self.by_number.get(number, [])

    @property
    def file_id(self) -> dict[str, Any]:
        """The first message of the file, which says what it is."""
        return next(iter(self.all(0)), {})


@dataclass(frozen=True, slots=True)
class Session:
    """One activity of a file. start_s: on the file's clock, -inf where it is not said."""

    start_s: float
    sport: str
    sub_sport: str


def tracks(found: Found, name: str, *, positions: bool) -> Iterator[tuple[str, Track]]:
    """Each activity by its name, in order of time; an activity without two records is left out.

    The name is that of the sport, numbered where it comes again. Raises InputError.
    """
    records, columns = found.records, found.records.columns()
    time_s = records.values(Column(TIMESTAMP))
    rows, notes = in_order(time_s, name)
    time_s = time_s[rows]
    apps = {m.get("developer_data_index"): _hex(m.get("application_id")) for m in found.all(207)}
    source = devices(found.file_id, found.all(23), apps, columns)
    laps = [s for s in map(_seconds, (m.get("start_time") for m in found.all(19))) if s is not None]
    pauses = _pauses(found.all(21))
    sessions = _sessions(found)
    edges = [-np.inf, *(s.start_s for s in sessions[1:]), np.inf]
    names: dict[str, int] = {}
    for session, (begin_s, end_s) in zip(sessions, pairwise(edges), strict=True):
        own = np.flatnonzero((time_s >= begin_s) & (time_s < end_s))
        names[session.sport] = names.get(session.sport, 0) + 1
        if len(own) < 2:
            continue
        first_s, last_s = float(time_s[own[0]]), float(time_s[own[-1]])
        last = session is sessions[-1]
        made, said = _rows(records, columns, _together(rows[own]), time_s[own], source, session, name, positions, last)
        count = names[session.sport]
        yield (
            session.sport if count == 1 else f"{session.sport}_{count}",
            Track(
                rows=made,
                start_s=first_s,
                end_s=last_s,
                task=TASKS.get(session.sport, "unknown"),
                began=_written(first_s),
                pauses=tuple(p for p in pauses if p[1] > first_s and p[0] < last_s),
                laps=tuple(lap for lap in laps if first_s - 1.5 <= lap <= last_s),
                conditions=_conditions(session, records.placed, source),
                notes=(*notes, *said, *([] if session.sport in ON_FOOT else [off_foot(session.sport, name)])),
            ),
        )


def _rows(
    records: Records,
    columns: list[Column],
    rows: np.ndarray | slice,
    time_s: Array,
    source: Devices,
    session: Session,
    name: str,
    positions: bool,
    last: bool,
) -> tuple[tuple[Rows, ...], list[Quality]]:
    """All quantities of one activity, the better of two ways to store one first; `last`: nothing is read after it."""
    made: list[Rows] = []
    notes: list[Quality] = []
    cycles: list[tuple[Column, Array]] = []
    ranked = sorted(columns, key=lambda c: (c.app is not None, c.number in (2, 6, 99)))
    for column in ranked:
        quantity = column.quantity
        if quantity is None or (quantity in DYNAMICS and session.sport not in ON_FOOT):
            continue
        values = records.values(column)[rows]
        if last:
            records.drop(column)
        if quantity == CYCLES:
            cycles.append((column, values))
            continue
        if quantity == "step_length":
            quantity, values = "stride_length", 2 * values
        place, maker = source.of(column, column.quantity or quantity)
        said = in_si(quantity, values, column.says, f"the {place.replace('_', ' ')} in {name}")
        if said is not None:
            made.append(Rows(quantity, place, maker, time_s, said[0]))
            notes += [said[1]] if said[1] is not None and np.isfinite(values).any() else []
    native = _native_cycles(records, columns, rows)
    if native is not None:
        cycles.insert(0, (Column(CADENCE), native))
    if session.sport in ON_FOOT:
        speed = next((r.values for r in made if r.quantity == "speed"), None)
        for column, values in cycles:
            place, maker = source.of(column, CYCLES)
            what = f"the {place.replace('_', ' ')} in {name}"
            task = TASKS.get(session.sport, "unknown")
            steps, note = both_feet(values, speed, task, what, standard=True)
            made.append(Rows("cadence", place, maker, time_s, steps))
            notes += [note] if note else []
    balance = records.values(Column(BALANCE))[rows]
    if np.isfinite(balance).any():
        made.append(Rows("power_balance", source.recorder, source.maker, time_s, _left(balance)))
    if positions:
        for number, quantity in ((LATITUDE, "latitude"), (LONGITUDE, "longitude")):
            values = records.values(Column(number))[rows] * DEGREES
            made.append(Rows(quantity, source.recorder, source.maker, time_s, values))
    strap = next((r for r in made if r.place == "chest_strap" and r.quantity != "heart_rate"), None)
    if source.inferred and strap is not None:
        message = f"running dynamics of {name} are taken to come from the chest strap that it lists"
        notes.append(Quality(code="place_inferred", severity="info", message=message))
    return tuple(made), notes


def _together(rows: np.ndarray) -> np.ndarray | slice:
    """Rows that follow each other as a slice, so that nothing is copied."""
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if len(rows) == last - first + 1 and (np.diff(rows) == 1).all() else rows


def _native_cycles(records: Records, columns: list[Column], rows: np.ndarray | slice) -> Array | None:
    """Cycles a minute of the profile's own fields, with their fraction."""
    if Column(CADENCE) in columns:
        fraction = records.values(Column(FRACTION))[rows]
        return records.values(Column(CADENCE))[rows] + np.where(np.isfinite(fraction), fraction, 0.0)
    return records.values(Column(CADENCE_256))[rows] if Column(CADENCE_256) in columns else None


def _left(balance: Array) -> Array:
    """Share of the left side, in percent; NaN where a value does not say whose share it is."""
    whole = np.where(np.isfinite(balance), balance, 0).astype(np.int64)
    return np.where(whole & RIGHT, 100.0 - (whole & SHARE), np.nan)


def _sessions(found: Found) -> list[Session]:
    """The activities of a file in order; one of the lap's or the file's sport where none was written."""
    sessions = []
    for said in found.all(18):
        start_s = _seconds(said.get("start_time"))
        sessions.append(
            Session(-np.inf if start_s is None else start_s, _word(said.get("sport")), _word(said.get("sub_sport")))
        )
    if len(sessions) > 1:
        sessions = sorted((s for s in sessions if np.isfinite(s.start_s)), key=lambda s: s.start_s)
    if not sessions:
        said = next((m for m in (*found.all(12), *found.all(19)) if "sport" in m), {})
        sessions = [Session(-np.inf, _word(said.get("sport")), _word(said.get("sub_sport")))]
    return sessions


def _pauses(events: list[dict[str, Any]]) -> tuple[tuple[float, float], ...]:
    """From when to when the timer stood between two stretches of the activity."""
    timer = [
        (seconds, said.get("event_type"))
        for said in events
        if said.get("event") == "timer" and (seconds := _seconds(said.get("timestamp"))) is not None
    ]
    pauses, stopped_s = [], None
    for seconds, kind in sorted(timer, key=lambda event: event[0]):
        if kind in STOPS:
            stopped_s = seconds if stopped_s is None else stopped_s
        elif kind == "start":
            if stopped_s is not None and seconds > stopped_s:
                pauses.append((stopped_s, seconds))
            stopped_s = None
    return tuple(pauses)


def _conditions(session: Session, placed: bool, source: Devices) -> Conditions:
    mode = MODES.get(session.sub_sport)
    outside = session.sub_sport in OUTSIDE or (mode is None and placed)
    return Conditions(
        mode="overground" if outside else mode,
        surface=OUTSIDE.get(session.sub_sport),
        device=source.name,
    )


def _seconds(value: Any) -> float | None:
    return float(value) if type(value) is int or type(value) is float else None


def _written(seconds: float) -> str:
    return (EPOCH + timedelta(seconds=seconds)).isoformat() if seconds >= REAL_TIME else ""


def _word(value: Any) -> str:
    return value if isinstance(value, str) and value.isidentifier() else "unknown"


def _hex(value: Any) -> str:
    if not isinstance(value, tuple):
        return ""
    return "".join(f"{byte:02x}" for byte in value if isinstance(byte, int))
