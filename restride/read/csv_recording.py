"""Columns of numbers -> Recordings in SI units, as a sidecar describes them."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from restride.core.errors import BadSidecar, InputError
from restride.core.recording import AXES_BODY, AXES_XYZ, Array, Channel, Frame, Recording, frozen
from restride.read.clock import on_even_clock
from restride.read.csv_text import read_columns
from restride.read.sidecar import UNITS, ChannelColumns, Sidecar
from restride.read.source import source_of

LARGEST = 1e12
IN_LAB_AXES = ("grf", "cop", "marker")
TIME_S = {None: 1.0, "s": 1.0, "ms": 1e-3, "ns": 1e-9}


def build(path: Path, sidecar: Sidecar, reader: str, version: str) -> tuple[Recording, ...]:
    """All recordings of a CSV file. Raises InputError, of which BadSidecar where file and sidecar do not fit."""
    if sidecar.layout is not None:
        return _one_a_row(path, sidecar, reader, version)
    wanted: list[str | int] = [] if sidecar.time_column is None else [sidecar.time_column]
    wanted += [column for channel in sidecar.channel for _, column in _axes(channel)]
    table = read_columns(path, wanted)
    if len(table) < 2:
        raise InputError("at least two rows of numbers", f"{len(table)} in {path.name}", "record longer")
    if sidecar.time_column is None:
        start_s, rate_hz, values = 0.0, float(sidecar.rate_hz or 0), table
    else:
        start_s, rate_hz, values = on_even_clock(table[:, 0] * TIME_S[sidecar.time_unit], table[:, 1:], path.name)
    channels, at = [], 0
    for channel in sidecar.channel:
        width = len(channel.columns)
        channels.append(_channel(channel, sidecar, values[:, at : at + width], rate_hz, start_s, path))
        at += width
    source = source_of(path, reader, version)
    return (Recording(tuple(channels), source, sidecar.task or "unknown", sidecar.conditions_of()),)


def _one_a_row(path: Path, sidecar: Sidecar, reader: str, version: str) -> tuple[Recording, ...]:
    samples, rate_hz = sidecar.samples or 0, float(sidecar.rate_hz or 0)
    starts = [int(column) for channel in sidecar.channel for _, column in _axes(channel)]
    table = read_columns(path, [start + i for start in starts for i in range(samples)])
    blocks = table.reshape(len(table), len(starts), samples)
    if sidecar.row and len(sidecar.row) != len(table):
        found = f"{len(table)} rows in {path.name}"
        raise BadSidecar(f"{len(sidecar.row)} rows, one for each [[row]]", found, "write one [[row]] for each row")
    source = source_of(path, reader, version)
    recordings = []
    for row, trial in enumerate(blocks):
        channels, at = [], 0
        for channel in sidecar.channel:
            width = len(channel.columns)
            channels.append(_channel(channel, sidecar, trial[at : at + width].T, rate_hz, 0.0, path))
            at += width
        part = replace(source, part=str(row))
        recordings.append(Recording(tuple(channels), part, sidecar.task or "unknown", sidecar.conditions_of(row)))
    return tuple(recordings)


def _axes(channel: ChannelColumns) -> list[tuple[str, str | int]]:
    """Axis and column, in the order of the axes."""
    return [(axis, channel.columns[axis]) for axis in (*AXES_BODY, *AXES_XYZ) if axis in channel.columns]


def _channel(
    channel: ChannelColumns, sidecar: Sidecar, values: Array, rate_hz: float, start_s: float, path: Path
) -> Channel:
    axes = tuple(axis for axis, _ in _axes(channel))
    frame: Frame = "body" if axes[0] in AXES_BODY else "lab" if channel.quantity in IN_LAB_AXES else "sensor"
    quantity = channel.quantity if channel.gravity else "acc_free"
    place = channel.place or ("plate_1" if channel.quantity in ("grf", "cop") else sidecar.place) or "unknown"
    unit, factor = (channel.unit, 1.0) if channel.quantity == "analog" else UNITS[channel.unit]
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
        side=channel.side or sidecar.side or "none",
        frame=frame,
        unit=unit,
        rate_hz=rate_hz,
        start_s=start_s,
        axes=axes,
        values=frozen(values * factor),
    )
