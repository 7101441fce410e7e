"""Columns that watches, straps and pods computed -> a Recording of devices, as a sidecar describes them."""

from pathlib import Path

import numpy as np

from restride.core.errors import BadSidecar, InputError
from restride.core.recording import Array, Recording
from restride.read.csv_recording import TIME_S
from restride.read.csv_text import read_columns
from restride.read.device_clock import in_order
from restride.read.device_makers import OTHER
from restride.read.device_quantities import in_si
from restride.read.device_track import Rows, Track, recording_of
from restride.read.sidecar import ChannelColumns, Sidecar
from restride.read.source import source_of

OF_A_STEP = {"strides/min": 2.0, "steps/min": 1.0}
"""Cadence is kept as steps of both feet."""


def build(path: Path, sidecar: Sidecar, reader: str, version: str) -> tuple[Recording, ...]:
    """One recording of one value a second. Raises InputError, of which BadSidecar where file and sidecar do not fit."""
    clock = [] if sidecar.time_column is None else [sidecar.time_column]
    table = read_columns(path, [*clock, *(channel.columns["value"] for channel in sidecar.channel)])
    if len(table) < 2:
        raise InputError("at least two rows of numbers", f"{len(table)} in {path.name}", "record longer")
    if clock:
        time_s, table = table[:, 0] * TIME_S[sidecar.time_unit], table[:, 1:]
    else:
        time_s = np.arange(len(table)) / float(sidecar.rate_hz or 1.0)
    order, notes = in_order(time_s, path.name)
    time_s, table = time_s[order], table[order]
    rows: list[Rows] = []
    said = list(notes)
    for channel, values in zip(sidecar.channel, table.T, strict=True):
        quantity, values = _of_both_feet(channel, values)
        place = channel.place or sidecar.place or ""
        unit = None if quantity == "cadence" else channel.unit
        known = in_si(quantity, values, unit, f"the {place.replace('_', ' ')} in {path.name}")
        if known is None:
            raise BadSidecar(f"a unit of {channel.quantity}", f"{channel.unit!r} for {path.name}", "check the unit")
        rows.append(Rows(quantity, place, channel.maker or OTHER, time_s, known[0]))
        said += [known[1]] if known[1] else []
    track = Track(
        rows=tuple(rows),
        start_s=float(time_s[0]),
        end_s=float(time_s[-1]),
        task=sidecar.task or "unknown",
        conditions=sidecar.conditions_of(),
        notes=tuple(said),
    )
    return (recording_of(track, source_of(path, reader, version)),)


def _of_both_feet(channel: ChannelColumns, values: Array) -> tuple[str, Array]:
    """Steps become strides and cycles of one leg become steps, as memory has them."""
    if channel.quantity == "step_length":
        return "stride_length", 2 * values
    return channel.quantity, values * OF_A_STEP.get(channel.unit or "", 1.0)
