"""From the text of an OpenSim storage file to a Recording: its columns shared out to forces, angles and moments."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.core.errors import InputError, UnreadableFile
from restride.core.recording import Channel, Recording, frozen
from restride.read.clock import Even, on_even_clock
from restride.read.csv_text import text_lines
from restride.read.labels import distinct
from restride.read.source import source_of
from restride.read.storage_force import plates
from restride.read.storage_model import angles, moments
from restride.read.text_rows import lost_rows, number_rows

EXPORT_AGAIN = "export it again from the program that wrote it"
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Storage:
    """A storage file as it stands. title: its first line. degrees: what `inDegrees` says, None where it is silent.

    names: (k,) columns without that of time. even: their numbers on an even clock.
    """

    title: str
    degrees: bool | None
    names: tuple[str, ...]
    even: Even


def build(path: Path, reader: str, version: str) -> Recording:
    """The recording of a storage file.

    Raises InputError: no table of numbers, no column of time, vectors in one cell, or a clock that cannot be used.
    """
    stored = _stored(path)
    channels: list[Channel] = []
    notes = list(stored.even.notes)
    used: set[int] = set()
    for part in (
        plates(stored.names, stored.even, path.name),
        angles(stored.title, stored.degrees, stored.names, stored.even, path.name),
        moments(stored.names, stored.even, path.name),
    ):
        channels += part.channels
        notes += part.notes
        used |= part.used
    values = frozen(np.where(np.abs(stored.even.values) < LARGEST, stored.even.values, np.nan))
    clock = stored.even.rate_hz, stored.even.start_s
    rest = [i for i in range(len(stored.names)) if i not in used]
    channels += [
        Channel("analog", place, "none", "sensor", "", *clock, ("value",), values[:, [i]])
        for i, place in zip(rest, distinct([stored.names[i] for i in rest]), strict=True)
    ]
    return Recording(tuple(channels), source_of(path, reader, version), notes=tuple(notes))


def _stored(path: Path) -> Storage:
    lines = text_lines(path)
    end = next((i for i, line in enumerate(lines) if line.strip().lower() == "endheader"), len(lines))
    if end + 1 >= len(lines):
        raise UnreadableFile("rows of numbers after `endheader`", f"none in {path.name}", EXPORT_AGAIN)
    said: dict[str, str] = {}
    for line in lines[:end]:
        pair = re.match(r"\s*(\w+)\s*[= \t]\s*(\S+)", line)
        if pair:
            said.setdefault(pair[1].lower(), pair[2].lower())
    if said.get("datatype", "double") not in ("double", "float"):
        found = f"DataType {said['datatype'][:20]} in {path.name}"
        raise InputError("one number a column", found, "export it with a column for each component")
    separator = "\t" if "\t" in lines[end + 1].strip() else None
    names = [name.strip() for name in lines[end + 1].strip().split(separator)]
    # columns are split at any white space where the numbers have it, so that names must have none
    if not names or names[0].lower() not in ("time", "t") or len(names) < 2:
        found = f"{names[0][:20]!r} first in {path.name}"
        raise InputError("a column `time` before the others", found, EXPORT_AGAIN)
    rows = lines[end + 2 :]
    table, lost = number_rows(rows, None, len(names))
    if len(table) < 2:
        found = f"{len(table)} whole rows of {len(names)} columns in {path.name}"
        raise InputError("at least two rows of numbers", found, EXPORT_AGAIN)
    promised = said.get("nrows", said.get("datarows", ""))
    notes = lost_rows(lost, len(rows), int(promised) if promised.isdecimal() and len(promised) < 10 else 0, path.name)
    timed = table[np.isfinite(table[:, 0])]
    even = on_even_clock(timed[:, 0], timed[:, 1:], path.name)
    return Storage(
        title=lines[0].strip(),
        degrees={"yes": True, "no": False}.get(said.get("indegrees", "")),
        names=tuple(names[1:]),
        even=Even(even.start_s, even.rate_hz, even.values, (*notes, *even.notes)),
    )
