"""From the text of a gaitmap-style file to a Recording."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.core.errors import BadSidecar, InputError
from restride.core.quality import Quality
from restride.core.recording import Array, Recording, Side
from restride.read.clock import Even, on_even_clock
from restride.read.counter import on_packet_counter
from restride.read.csv_text import Dialect, dialect_of, named, text_lines
from restride.read.gaitmap import AXES
from restride.read.sidecar import Sidecar
from restride.read.source import source_of
from restride.read.worn import MAY_SAY, Device, recording_of, rows_of, unsaid_side

COUNTERS = ("index", "counter", "n_samples", "sample", "packet_counter")
"""Columns that number the samples as the device counted them."""
SIDES: dict[str, Side] = {"left": "left", "l": "left", "right": "right", "r": "right"}
PLACES = {
    "foot": "foot", "shoe": "foot", "heel": "foot", "shank": "shank", "tibia": "shank", "shin": "shank",
    "sacrum": "sacrum", "back": "lower_back", "lumbar": "lower_back", "lowerback": "lower_back", "thigh": "thigh",
    "wrist": "wrist",
}  # fmt: skip
RATES_AGREE = 0.01


@dataclass(frozen=True, slots=True)
class Layout:
    """sensors: columns of each in the order of AXES. index: that of the counter or time. first: the first data row."""

    sensors: dict[str, list[int]]
    index: int | None
    first: int


def build(path: Path, sidecar: Sidecar | None, reader: str, version: str) -> Recording:
    """The recording of a gaitmap-style file. Raises InputError, of which BadSidecar for what a sidecar must say."""
    if sidecar is not None:
        sidecar.refuse_columns(path, (*MAY_SAY, "rate_hz", "counter_bits"))
    lines = text_lines(path)
    dialect = dialect_of(lines)
    layout = _layout(lines, dialect, path)
    columns = [i for found in layout.sensors.values() for i in found]
    if layout.index is None:
        index, values = None, rows_of(lines[layout.first :], dialect, columns, path)
    else:
        table = rows_of(lines[layout.first :], dialect, [layout.index, *columns], path)
        index, values = table[:, 0], table[:, 1:]
    devices, notes = _devices(list(layout.sensors), sidecar, path)
    even = _on_clock(index, values, sidecar, path)
    return recording_of(devices, even, source_of(path, reader, version), sidecar, notes)


def _layout(lines: list[str], dialect: Dialect, path: Path) -> Layout:
    rows = [dialect.fields(line) for line in lines[:4]]
    at = next((i for i, cells in enumerate(rows[:2]) if set(AXES) <= set(cells)), None)
    if at is None:
        raise InputError("a header row with acc_x to gyr_z", f"none in {path.name}", "export it again")
    axes = rows[at]
    other = next((i for i in (0, 1) if i != at and i < len(rows) and _names_sensors(rows[i], axes)), None)
    names = [""] * len(axes) if other is None else rows[other]
    sensors: dict[str, list[int]] = {}
    for name in dict.fromkeys(names[i] for i, axis in enumerate(axes) if axis in AXES):
        found = [[i for i, axis in enumerate(axes) if (axis, names[i]) == (wanted, name)] for wanted in AXES]
        odd = [axis for axis, columns in zip(AXES, found, strict=True) if len(columns) != 1]
        if odd:
            what = f"sensor {name[:30]!r}" if name else "the sensor"
            raise InputError(f"each axis once for {what}", f"not so {', '.join(odd)} in {path.name}", "export it again")
        sensors[name] = [columns[0] for columns in found]
    counter = next((i for i, axis in enumerate(axes) if axis.lower() in COUNTERS), None)
    index = counter if counter is not None else (0 if axes[0] not in AXES else None)
    first = 1 + max(at, other or 0)
    wanted = [i for columns in sensors.values() for i in columns]
    if first < len(rows) and not dialect.is_data(rows[first], wanted):
        first += 1  # pandas writes the name of the index in a row of its own
    return Layout(sensors, index, first)


def _names_sensors(cells: list[str], axes: list[str]) -> bool:
    """Whether a row names something over every axis, and no number."""
    over = [cell for cell, axis in zip(cells, axes, strict=False) if axis in AXES]
    return len(cells) == len(axes) and all(cell and not cell.lstrip("+-")[:1].isdigit() for cell in over)


def _on_clock(index: Array | None, values: Array, sidecar: Sidecar | None, path: Path) -> Even:
    """By the index where it is a time, else at the sidecar's rate, with what the index left out left empty."""
    rate_hz = sidecar.rate_hz if sidecar else None
    if index is not None and np.isfinite(index).all() and (index % 1 != 0).any():
        even = on_even_clock(index, values, path.name)
        if rate_hz is not None and abs(rate_hz - even.rate_hz) > RATES_AGREE * even.rate_hz:
            found = f"rate_hz = {rate_hz:g} in the sidecar, {even.rate_hz:.4g} Hz by the index of {path.name}"
            raise BadSidecar("a rate that agrees with the file", found, "remove rate_hz, or write the true one")
        return even
    if rate_hz is None:
        beside = path.with_suffix(".toml").name
        found = f"none for {path.name}, which does not hold its rate"
        raise BadSidecar("rate_hz in a sidecar", found, f"write {beside} beside it, for example rate_hz = 204.8")
    if index is None:
        return Even(0.0, rate_hz, values)
    return on_packet_counter(index, values, rate_hz, sidecar.counter_bits if sidecar else None, path.name)


def _devices(names: list[str], sidecar: Sidecar | None, path: Path) -> tuple[tuple[Device, ...], tuple[Quality, ...]]:
    said_place, said_side = (sidecar.place, sidecar.side) if sidecar else (None, None)
    devices: list[Device] = []
    for k, name in enumerate(names):
        words = re.findall(r"[a-z]+", name.lower())
        place = next((PLACES[word] for word in words if word in PLACES), None)
        side = next((SIDES[word] for word in words if word in SIDES), None)
        for what, told, said in (("place", place, said_place), ("side", side, said_side)):
            if told is not None and said is not None:
                found = f"{what} = {said!r} for {name[:30]!r} of {path.name}"
                raise BadSidecar(f"no {what} for a sensor whose name says it", found, f"remove {what}")
        at = place or said_place or "foot"
        acc, gyro = (6 * k, 6 * k + 1, 6 * k + 2), (6 * k + 3, 6 * k + 4, 6 * k + 5)
        device = Device(at, side or said_side or unsaid_side(at), acc, gyro, "m/s2", "deg/s")
        if any((d.place, d.side) == (device.place, device.side) for d in devices):
            found = f"{named(names)} in {path.name}, which do not tell them apart"
            raise BadSidecar("names of sensors with their sides", found, "rename them left_... and right_...")
        devices.append(device)
    if said_place is not None or all(set(re.findall(r"[a-z]+", name.lower())) & set(PLACES) for name in names):
        return tuple(devices), ()
    message = f"nothing says where the devices of {path.name} sat: taken to be on the feet (place in a sidecar says it)"
    return tuple(devices), (Quality(code="place_inferred", severity="info", message=message),)
