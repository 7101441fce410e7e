"""Columns of numbers -> Recordings in SI units, as a sidecar describes them."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from restride.core.errors import BadSidecar, InputError
from restride.core.quality import Quality
from restride.core.recording import AXES_BODY, AXES_XYZ, Array, Channel, Frame, Recording, Side, frozen
from restride.read.clock import Even, on_even_clock
from restride.read.counter import on_packet_counter
from restride.read.csv_text import read_columns
from restride.read.sidecar import UNITS, ChannelColumns, Sidecar
from restride.read.source import source_of
from restride.read.units_seen import units_of
from restride.read.worn import place_name, unsaid_side

LARGEST = 1e12
IN_LAB_AXES = ("grf", "cop", "marker")
TIME_S = {None: 1.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


def build(path: Path, sidecar: Sidecar, reader: str, version: str) -> tuple[Recording, ...]:
    """All recordings of a CSV file. Raises InputError, of which BadSidecar where file and sidecar do not fit."""
    if sidecar.layout is not None:
        return _one_a_row(path, sidecar, reader, version)
    clock = sidecar.time_column if sidecar.counter_column is None else sidecar.counter_column
    wanted: list[str | int] = [] if clock is None else [clock]
    wanted += [column for channel in sidecar.channel for _, column in _axes(channel)]
    table = read_columns(path, wanted)
    if len(table) < 2:
        raise InputError("at least two rows of numbers", f"{len(table)} in {path.name}", "record longer")
    rate_hz = float(sidecar.rate_hz or 0)
    if sidecar.counter_column is not None:
        even = on_packet_counter(table[:, 0], table[:, 1:], rate_hz, sidecar.counter_bits, path.name)
    elif sidecar.time_column is not None:
        even = on_even_clock(table[:, 0] * TIME_S[sidecar.time_unit], table[:, 1:], path.name)
    else:
        even = Even(0.0, rate_hz, table)
    blocks = _blocks(sidecar, even.values)
    units, notes = _units(sidecar, blocks, even.rate_hz, path)
    channels = tuple(
        _channel(channel, unit, sidecar, values, even.rate_hz, even.start_s, path)
        for channel, unit, values in zip(sidecar.channel, units, blocks, strict=True)
    )
    source, task = source_of(path, reader, version), sidecar.task or "unknown"
    return (Recording(channels, source, task, sidecar.conditions_of(), notes=(*even.notes, *notes)),)


def _one_a_row(path: Path, sidecar: Sidecar, reader: str, version: str) -> tuple[Recording, ...]:
    samples, rate_hz = sidecar.samples or 0, float(sidecar.rate_hz or 0)
    starts = [int(column) for channel in sidecar.channel for _, column in _axes(channel)]
    table = read_columns(path, [start + i for start in starts for i in range(samples)])
    trials = table.reshape(len(table), len(starts), samples).transpose(0, 2, 1)
    if sidecar.row and len(sidecar.row) != len(table):
        found = f"{len(table)} rows in {path.name}"
        raise BadSidecar(f"{len(sidecar.row)} rows, one for each [[row]]", found, "write one [[row]] for each row")
    units, notes = _units(sidecar, _blocks(sidecar, trials.reshape(-1, len(starts))), rate_hz, path)
    source, task = source_of(path, reader, version), sidecar.task or "unknown"
    recordings = []
    for row, trial in enumerate(trials):
        channels = tuple(
            _channel(channel, unit, sidecar, values, rate_hz, 0.0, path)
            for channel, unit, values in zip(sidecar.channel, units, _blocks(sidecar, trial), strict=True)
        )
        part = replace(source, part=str(row))
        recordings.append(Recording(channels, part, task, sidecar.conditions_of(row), notes=notes))
    return tuple(recordings)


def _blocks(sidecar: Sidecar, values: Array) -> list[Array]:
    """The columns of each channel."""
    ends = np.cumsum([len(channel.columns) for channel in sidecar.channel])[:-1]
    return np.split(values, ends, axis=1)


def _units(sidecar: Sidecar, blocks: list[Array], rate_hz: float, path: Path) -> tuple[list[str], tuple[Quality, ...]]:
    """The unit of each channel: as stated, or as the signal of a whole worn device has it."""
    units = [channel.unit or "" for channel in sidecar.channel]
    at: dict[tuple[str, Side], dict[str, int]] = {}
    for i, channel in enumerate(sidecar.channel):
        if channel.quantity in ("acc", "gyro") and channel.gravity and len(channel.columns) == 3:
            at.setdefault((_place(channel, sidecar), _side(channel, sidecar)), {})[channel.quantity] = i
    notes: list[Quality] = []
    for (place, side), device in at.items():
        acc, gyro = device.get("acc"), device.get("gyro")
        seen = units_of(
            None if acc is None else blocks[acc],
            None if gyro is None else blocks[gyro],
            rate_hz,
            says=(units[acc] or None if acc is not None else None, units[gyro] or None if gyro is not None else None),
            name=f"{place_name(place, side)} in {path.name}",
        )
        notes += seen.notes
        for at_channel, unit in ((acc, seen.acc), (gyro, seen.gyro)):
            if at_channel is not None and unit is not None:
                units[at_channel] = unit
    return units, tuple(notes)


def _axes(channel: ChannelColumns) -> list[tuple[str, str | int]]:
    """Axis and column, in the order of the axes."""
    return [(axis, channel.columns[axis]) for axis in (*AXES_BODY, *AXES_XYZ) if axis in channel.columns]


def _place(channel: ChannelColumns, sidecar: Sidecar) -> str:
    return channel.place or ("plate_1" if channel.quantity in ("grf", "cop") else sidecar.place) or "unknown"


def _side(channel: ChannelColumns, sidecar: Sidecar) -> Side:
    said = channel.side or sidecar.side
    worn = channel.quantity in ("acc", "gyro")
    return said or (unsaid_side(_place(channel, sidecar)) if worn else "none")


def _channel(
    channel: ChannelColumns, unit: str, sidecar: Sidecar, values: Array, rate_hz: float, start_s: float, path: Path
) -> Channel:
    axes = tuple(axis for axis, _ in _axes(channel))
    frame: Frame = "body" if axes[0] in AXES_BODY else "lab" if channel.quantity in IN_LAB_AXES else "sensor"
    quantity = channel.quantity if channel.gravity else "acc_free"
    place = _place(channel, sidecar)
    unit, factor = (unit, 1.0) if channel.quantity == "analog" else UNITS[unit]
    most = float(np.nanmax(np.abs(values), initial=0.0))
    if not np.isfinite(values).any(axis=0).all():
        found = f"a column without any in {path.name}"
        raise InputError(f"numbers for {quantity}@{place}", found, "check the columns in the sidecar")
    if most > LARGEST:
        found = f"{most:.3g} in {quantity}@{place} of {path.name}"
        raise InputError(f"values below {LARGEST:g}", found, "check the columns and the unit")
    return Channel(
        quantity=quantity,
        place=place,
        side=_side(channel, sidecar),
        frame=frame,
        unit=unit,
        rate_hz=rate_hz,
        start_s=start_s,
        axes=axes,
        values=frozen(values * factor),
    )
