"""Logger apps of phones -> a Recording: one table a sensor, each with its own times, units that are not always said.

A reader says which columns hold what (Layout); the rest is the same for every app: rows that cannot be read are left
out and counted, gravity and units are told (phone_units), and the sensors of the one phone, which share the app's
clock, are brought onto that of the accelerometer.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from msgspec import structs

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import AXES_XYZ, Array, Channel, Recording, Source, frozen
from restride.core.units import TO_SI
from restride.read.clock import LATEST_S, Even, on_even_clock
from restride.read.csv_text import Dialect, dialect_of, numbers
from restride.read.phone_layout import Kind, Layout
from restride.read.phone_units import told
from restride.read.sidecar import Sidecar
from restride.read.units_seen import units_of
from restride.read.worn import MAY_SAY, SPELT, place_name, where
from restride.signal.phone import PHONE

LARGEST = 1e4
"""No phone's sensor reads more, in any of its units: such a row is damaged."""
LEAST_ROWS = 0.5
MANY_EQUAL = 0.05
WIDTH_FROM = 1000
"""So many rows tell how many cells a row has."""


@dataclass(frozen=True, slots=True, eq=False)
class Sensed:
    """One sensor's samples, in the numbers of the file."""

    kind: Kind
    unit: str | None
    even: Even
    name: str

    def times(self, factor: float) -> "Sensed":
        """The same with its values times a factor."""
        return replace(self, even=replace(self.even, values=self.even.values * factor))


def sensed(lines: list[str], layout: Layout, name: str) -> tuple[tuple[Sensed, ...], tuple[Quality, ...]]:
    """The sensors of one table, each on an even clock. Raises InputError where too little of it can be read."""
    columns = [layout.time, *(i for sensor in layout.sensors for i in sensor.at)]
    data = lines[layout.header + 1 :]
    table, lost = _rows(data, columns, layout.clock_s, name)
    notes = []
    if lost:
        message = f"{lost} of {len(data)} rows of {name} could not be read and were left out"
        notes.append(Quality(code="gap", severity="warning", message=message))
    table = _one_time_each(table)
    if layout.clock_s is not None and len(table):
        table[:, 0] -= table[0, 0]
    if len(table) < 2:
        raise InputError("at least two rows of numbers", f"{len(table)} in {name}", "record longer")
    even = on_even_clock(table[:, 0], table[:, 1:], name)
    out = [
        Sensed(sensor.kind, sensor.unit, replace(even, values=even.values[:, 3 * k : 3 * k + 3]), name)
        for k, sensor in enumerate(layout.sensors)
    ]
    return tuple(out), (*notes, *even.notes)


def recording(
    found: list[Sensed], notes: list[Quality], source: Source, sidecar: Sidecar | None, path: Path
) -> Recording:
    """The recording of one phone. Raises InputError: no sensor, a unit that nothing tells."""
    if sidecar is not None:
        sidecar.refuse_columns(path, MAY_SAY)
    place, side = where(sidecar)
    name = f"{place_name(place, side)} in {path.name}"
    acc = _acceleration([s for s in found if s.kind == "acc"], [s for s in found if s.kind == "gravity"])
    gyro = next((s for s in found if s.kind == "gyro"), None)
    main = acc or gyro
    if main is None:
        raise InputError("an accelerometer or a gyroscope", f"neither in {path.name}", "record the accelerometer")
    even, channels = main.even, []

    def add(quantity: str, values: Array, unit: str) -> None:
        si, factor = TO_SI[unit]
        frozen_values = frozen(values * factor)
        channels.append(
            Channel(quantity, place, side, "sensor", si, even.rate_hz, even.start_s, AXES_XYZ, frozen_values)
        )

    gravity = True
    if acc is not None:
        gravity, unit, said = _acc_unit(acc, name)
        notes += said
        add("acc" if gravity else "acc_free", even.values, unit)
    if gyro is not None:
        values = even.values if gyro is main else _at(gyro.even, even)
        force, force_unit = (even.values, unit) if acc is not None and gravity else (None, None)
        seen = units_of(force, values, even.rate_hz, says=(force_unit, gyro.unit or "rad/s"), name=name)
        notes += seen.notes
        add("gyro", values, seen.gyro or "rad/s")
    made = Recording(tuple(channels), source, notes=tuple(dict.fromkeys(notes)))
    made = replace(made, conditions=structs.replace(made.conditions, device=PHONE))
    return sidecar.applied_to(made) if sidecar else made


def _acceleration(found: list[Sensed], pulls: list[Sensed]) -> Sensed | None:
    """The accelerometer to use: one with gravity in it, or one that it can be added to, before one without."""
    with_gravity = [s for s in found if told(s.even.values, s.even.rate_hz, s.unit).gravity]
    if with_gravity:
        return with_gravity[0]
    if not found:
        return None
    free = found[0]
    if not pulls or pulls[0].unit != free.unit:
        return free
    whole = free.even.values + _at(pulls[0].even, free.even)
    return replace(free, even=replace(free.even, values=whole)) if np.isfinite(whole).any() else free


def _acc_unit(acc: Sensed, name: str) -> tuple[bool, str, list[Quality]]:
    """Whether gravity is in it, its unit, and what was inferred."""
    said = SPELT.get(acc.unit, acc.unit) if acc.unit else None
    seen = told(acc.even.values, acc.even.rate_hz, said)
    unit = seen.unit or said
    if unit is None:
        do = "record some steps, or write a sidecar with [[channel]] and its unit"
        raise InputError(f"the unit of acceleration of {name}", "none given, and nothing moves that would tell it", do)
    notes = []
    if unit != said:
        how = "by its size at rest" if seen.gravity else "by how far a body moves that feels it in this rhythm"
        though = "no unit is given" if said is None else f"{said} is given"
        message = f"the acceleration of {name} was taken to be in {unit} {how}; {though}"
        severity: Literal["info", "warning"] = "info" if said is None else "warning"
        notes.append(Quality(code="unit_inferred", severity=severity, message=message))
    if not seen.gravity:
        message = f"the acceleration of {name} holds no gravity: which way is up is told from how it moves"
        notes.append(Quality(code="axes_inferred", severity="info", message=message))
    return seen.gravity, unit, notes


def _at(one: Even, clock: Even) -> Array:
    """(n, k) values of one sensor at the instants of another's clock; NaN where it has none."""
    time_s = clock.start_s + np.arange(len(clock.values)) / clock.rate_hz
    own_s = one.start_s + np.arange(len(one.values)) / one.rate_hz
    if len(own_s) == len(time_s) and np.allclose(own_s, time_s, rtol=0, atol=1e-3 / clock.rate_hz):
        return one.values
    columns = [np.interp(time_s, own_s, c, left=np.nan, right=np.nan) for c in one.values.T]
    return np.stack(columns, axis=1)


def _rows(lines: list[str], columns: list[int], clock_s: Callable[[str], float] | None, name: str) -> tuple[Array, int]:
    """(rows, len(columns)) numbers of the rows that can be read, with a time, and how many cannot."""
    dialect = dialect_of(lines) if lines else Dialect(",", False)
    table, lost = None, 0
    if clock_s is None and lines:
        try:
            table = numbers(lines, dialect, columns, Path(name))
        except InputError:
            table = None
    if table is None:
        table, lost = _one_by_one(lines, dialect, columns, clock_s)
    there = np.abs(table[:, 0]) < LATEST_S  # where sensors of one table differ in length, the rest is filled with NaN
    sound = ~(np.abs(table[:, 1:]) > LARGEST).any(axis=1)
    lost += int(np.count_nonzero(there & ~sound))
    if np.count_nonzero(there & sound) < LEAST_ROWS * max(len(lines), 1):
        found = f"{np.count_nonzero(there & sound)} of {len(lines)} that can be read in {name}"
        raise InputError("rows of times and numbers", found, "export it again")
    return table[there & sound], lost


def _one_by_one(
    lines: list[str], dialect: Dialect, columns: list[int], clock_s: Callable[[str], float] | None
) -> tuple[Array, int]:
    width = int(np.median([len(dialect.fields(line)) for line in lines[:WIDTH_FROM]])) if lines else 0
    time_s = clock_s or dialect.number
    kept, lost = array("d"), 0
    row: list[str] = []
    for line in lines:
        row = dialect.fields(line)
        try:
            if len(row) != width:
                raise ValueError(row)
            kept.extend([time_s(row[columns[0]]), *(dialect.number(row[i]) for i in columns[1:])])
        except (ValueError, IndexError, OverflowError):
            lost += 1
    if lines and len(row) < width:
        lost -= 1  # a last row that was cut while it was written
    return np.array(kept, dtype=np.float64).reshape(-1, len(columns)), lost


def _one_time_each(table: Array) -> Array:
    """Rows that repeat the one before are left out; others that share a tick of a coarse clock are spread over it."""
    same = np.zeros(len(table), dtype=bool)
    same[1:] = (table[1:] == table[:-1]).all(axis=1)
    table = table[~same]
    step = np.diff(table[:, 0])
    if len(step) == 0 or np.mean(step == 0) <= MANY_EQUAL or (step < 0).any():
        return table
    first = np.flatnonzero(np.append(True, step > 0))
    count = np.diff(np.append(first, len(table)))
    tick = np.diff(table[first, 0], append=np.nan)
    usual = float(np.nanmedian(tick)) if len(first) > 1 else 0.0
    tick = np.where(tick < 3 * usual, tick, usual)
    within = np.arange(len(table)) - np.repeat(first, count)
    out = table.copy()
    out[:, 0] += within * np.repeat(tick / count, count)
    return out
