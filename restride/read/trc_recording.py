"""From the text of a TRC file to a Recording.

Five lines of header: kind of file; names of the values in the third line (rate, number of frames and markers, unit);
those values; the markers' names, one above each three columns; X1 Y1 Z1 ... A missing marker is an empty cell, a word
that is no number, or 0 0 0. Axes stay the laboratory's: OpenSim has y up, cameras often z.
"""

import re
from pathlib import Path

import numpy as np

from restride.core.errors import InputError, UnreadableFile
from restride.core.quality import Quality
from restride.core.recording import AXES_XYZ, Array, Channel, Recording, frozen
from restride.core.units import TO_SI
from restride.read.clock import on_even_clock
from restride.read.csv_text import text_lines
from restride.read.labels import distinct, without_subject
from restride.read.source import source_of
from restride.read.text_rows import lost_rows, number_rows

HEADER_LINES = 12
EXPORT_AGAIN = "export it again from the program that recorded it"
BODY_M = (0.08, 6.0)
"""Largest distance along one axis between markers of one frame: two on a foot, or those of a runner with poles."""
FAR = 1e6
"""No marker is so far from the origin in any unit: some programs write 9999999 where one was not seen."""


def build(path: Path, reader: str, version: str) -> Recording:
    """The recording of a TRC file.

    Raises InputError: no names of markers, no rows of numbers, or a clock that cannot be used.
    """
    lines = text_lines(path)
    at = next((i for i, line in enumerate(lines[:HEADER_LINES]) if re.match(r"\s*Frame\s*#?", line)), None)
    if at is None or at < 2:
        raise UnreadableFile("the five header lines of a TRC file", f"fewer in {path.name}", EXPORT_AGAIN)
    separator = "\t" if "\t" in lines[at] else None
    about = dict(zip(_words(lines[at - 2]), _words(lines[at - 1]), strict=False))
    labels = _labels(lines[at], separator)
    first = next((i for i in range(at + 1, len(lines)) if re.match(r"\s*\d", lines[i])), len(lines))
    width = 2 + 3 * len(labels)
    table, lost = number_rows(lines[first:], separator, width)
    if not labels or len(table) < 2:
        found = f"{len(labels)} markers in {len(table)} whole rows of {path.name}"
        raise InputError("markers in at least two rows", found, EXPORT_AGAIN)
    notes = lost_rows(lost, len(lines) - first, _whole(about.get("NumFrames", "")), path.name)
    even = on_even_clock(_time_s(table, about, path), table[:, 2:], path.name)
    xyz, said = _metres(even.values.reshape(len(even.values), -1, 3), about.get("Units", "").lower(), path.name)
    channels = [
        Channel("marker", place, "none", "lab", "m", even.rate_hz, even.start_s, AXES_XYZ, frozen(xyz[:, i]))
        for i, place in enumerate(distinct(without_subject(labels)))
        if place[0] != "*"
    ]
    if not channels:
        raise InputError("named markers", f"unnamed ones only in {path.name}", "label them and export again")
    return Recording(tuple(channels), source_of(path, reader, version), notes=(*notes, *even.notes, *said))


def _words(line: str) -> list[str]:
    return [word for word in (cell.strip() for cell in line.split("\t" if "\t" in line else None)) if word]


def _labels(line: str, separator: str | None) -> list[str]:
    """Names as they stand above the first of three columns; in their order where they stand anywhere else."""
    cells = [cell.strip() for cell in line.split(separator)][2:]
    while cells and not cells[-1]:
        cells.pop()
    if separator is not None and all((i % 3 == 0) == bool(cell) for i, cell in enumerate(cells)):
        return cells[::3]
    return [cell for cell in cells if cell]


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _time_s(table: Array, about: dict[str, str], path: Path) -> Array:
    """The column of times; frame over rate where it does not run."""
    time_s = table[:, 1]
    if np.isfinite(time_s).all() and np.ptp(time_s) > 0:
        return time_s
    try:
        rate_hz = float(about.get("DataRate", ""))
    except ValueError:
        rate_hz = 0.0
    if not 1e-3 < rate_hz < 1e5:
        raise InputError("times, or a rate in the header", f"neither in {path.name}", EXPORT_AGAIN)
    return np.asarray((table[:, 0] - 1) / rate_hz)


def _metres(xyz: Array, says: str, name: str) -> tuple[Array, tuple[Quality, ...]]:
    """(n, m, 3) m, NaN where a marker was not seen. The unit is the header's unless no body would have that size."""
    seen = (xyz != 0).any(axis=2, keepdims=True) & (np.abs(xyz) < FAR).all(axis=2, keepdims=True)
    xyz = np.where(seen, xyz, np.nan)
    si, factor = TO_SI.get(says, ("", 0.0))
    stated = says if si == "m" else ""
    spread = _spread(xyz)
    fits = [unit for unit in ("m", "mm") if BODY_M[0] <= spread * TO_SI[unit][1] <= BODY_M[1]]
    notes: tuple[Quality, ...] = ()
    if fits and not (stated and BODY_M[0] <= spread * factor <= BODY_M[1]):
        factor = TO_SI[fits[0]][1]
        though = f"the header says {stated}" if stated else "the header gives none"
        message = f"markers of {name} were taken to be in {fits[0]} by how far they lie apart; {though}"
        notes = (Quality(code="unit_inferred", severity="warning" if stated else "info", message=message),)
    elif not stated:
        raise InputError("Units mm, cm or m in the header", f"{says[:20]!r} in {name}", EXPORT_AGAIN)
    return xyz * factor, notes


def _spread(xyz: Array) -> float:
    """Median over frames of the markers' largest extent along one axis, in the file's unit; NaN for one marker."""
    if xyz.shape[1] < 2:
        return float("nan")
    low, high = np.fmin.reduce(xyz, axis=1), np.fmax.reduce(xyz, axis=1)
    extent = np.fmax.reduce(high - low, axis=1)
    extent = extent[np.isfinite(extent)]
    return float(np.median(extent)) if len(extent) else float("nan")
