"""Worn devices as readers find them -> channels in SI units: what all formats of accelerometer and gyroscope share."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import AXES_XYZ, Array, Channel, Recording, Side, Source, frozen
from restride.read.clock import Even
from restride.read.csv_text import Dialect, numbers
from restride.read.sidecar import UNITS, Sidecar
from restride.read.units_seen import units_of

PAIRED = ("foot", "shank", "ankle", "thigh", "hip", "wrist", "hand", "arm", "upper_arm", "forearm")
"""Places that a body has twice: a device there sits left or right, also where nobody said which."""
MAY_SAY = ("place", "side")
"""What a sidecar may add to a format that names its own columns and units."""
LARGEST = 1e7
SPELT = {"m/s²": "m/s2", "m/s^2": "m/s2", "°/s": "deg/s", "dps": "deg/s", "degree/s": "deg/s", "deg/sec": "deg/s"}


@dataclass(frozen=True, slots=True)
class Device:
    """One device of a file. acc, gyro: its three columns among the file's values, None where it has none.

    acc_unit, gyro_unit: as the file states them; None where it does not.
    """

    place: str
    side: Side
    acc: tuple[int, int, int] | None
    gyro: tuple[int, int, int] | None
    acc_unit: str | None = None
    gyro_unit: str | None = None


def unsaid_side(place: str) -> Side:
    """The side of a device of which nobody said it."""
    return "unknown" if place in (*PAIRED, "unknown") else "none"


def where(sidecar: Sidecar | None) -> tuple[str, Side]:
    """Place and side of the one device of a file that says neither."""
    place = (sidecar.place if sidecar else None) or "unknown"
    return place, (sidecar.side if sidecar else None) or unsaid_side(place)


def place_name(place: str, side: Side) -> str:
    """How notes and errors call a device: `left foot`."""
    where = "a device whose place is not said" if place == "unknown" else place.replace("_", " ")
    return f"{side} {where}" if side in ("left", "right") else where


def recording_of(
    devices: tuple[Device, ...],
    even: Even,
    source: Source,
    sidecar: Sidecar | None = None,
    notes: tuple[Quality, ...] = (),
) -> Recording:
    """The recording of a file's devices, whose columns lie on one clock.

    Raises InputError: a column without any number, numbers beyond anything physical, a unit that nothing tells.
    """
    channels: list[Channel] = []
    said = [*even.notes, *notes]
    for device in devices:
        name = f"{place_name(device.place, device.side)} in {source.file}"
        acc, gyro = (None if c is None else even.values[:, c] for c in (device.acc, device.gyro))
        for what, values in (("acceleration", acc), ("turning rate", gyro)):
            if values is not None:
                _check(what, values, name)
        stated = (_spelt(device.acc_unit), _spelt(device.gyro_unit))
        seen = units_of(acc, gyro, even.rate_hz, says=stated, name=name)
        said += seen.notes
        for quantity, values, unit in (("acc", acc, seen.acc), ("gyro", gyro, seen.gyro)):
            if values is not None and unit is not None:
                channels.append(_channel(device, quantity, values, unit, even))
    recording = Recording(tuple(channels), source, notes=tuple(said))
    return sidecar.applied_to(recording) if sidecar else recording


def rows_of(lines: list[str], dialect: Dialect, columns: list[int], path: Path) -> Array:
    """(rows, len(columns)) numbers of a file's data lines, at least two. Raises InputError."""
    table = numbers(lines, dialect, columns, path) if lines else np.empty((0, len(columns)))
    if len(table) < 2:
        raise InputError("at least two rows of numbers", f"{len(table)} in {path.name}", "record longer")
    return table


def _channel(device: Device, quantity: str, values: Array, unit: str, even: Even) -> Channel:
    si, factor = UNITS[unit]
    return Channel(
        quantity, device.place, device.side, "sensor", si, even.rate_hz, even.start_s, AXES_XYZ, frozen(values * factor)
    )


def _spelt(unit: str | None) -> str | None:
    """A unit as we write it; None for one that is not known, so that the signal decides."""
    unit = SPELT.get(unit.strip(), unit.strip()) if unit else None
    return unit if unit in UNITS and UNITS[unit][0] in ("m/s2", "deg/s") else None


def _check(what: str, values: Array, name: str) -> None:
    if not np.isfinite(values).any(axis=0).all():
        raise InputError(f"numbers for the {what} of {name}", "a column without any", "export or record it again")
    most = float(np.nanmax(np.abs(values)))
    if most > LARGEST:
        found = f"{most:.3g} in the {what} of {name}"
        raise InputError(f"numbers below {LARGEST:g}", found, "export it again: the file is damaged")
