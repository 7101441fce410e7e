"""From the text of a Physilog file to a Recording."""

import re
from dataclasses import replace
from pathlib import Path

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Recording
from restride.read.clock import on_even_clock
from restride.read.csv_text import dialect_of, named, text_lines
from restride.read.sidecar import Sidecar
from restride.read.source import source_of
from restride.read.worn import MAY_SAY, Device, recording_of, rows_of, where

HEADER_ROWS = 40
UNIT = re.compile(r"\[([^\]]*)\]")
RATE = re.compile(r"(\w+) \[([\d.]+) ?hz\]", re.IGNORECASE)
POINTS = re.compile(r"total data points:\s*(\d{1,12})", re.IGNORECASE)
SENSORS = {"acc": ("Accel X", "Accel Y", "Accel Z"), "gyro": ("Gyro X", "Gyro Y", "Gyro Z")}
SAME_RATE = 1e-3


def build(path: Path, sidecar: Sidecar | None, reader: str, version: str) -> Recording:
    """The recording of a Physilog file. Raises InputError."""
    if sidecar is not None:
        sidecar.refuse_columns(path, MAY_SAY)
    lines = text_lines(path)
    dialect = dialect_of(lines)
    rows = [dialect.fields(line) for line in lines[:HEADER_ROWS]]
    at = next((i for i, cells in enumerate(rows) if cells[:1] == ["[s]"]), 0)
    if at < 2 or rows[at - 1][:1] != ["Time"]:
        raise InputError("the rows of names and units", f"none in the head of {path.name}", "export it as CSV again")
    names, units = rows[at - 1], [m[1] if (m := UNIT.fullmatch(cell)) else "" for cell in rows[at]]
    columns = {what: [names.index(name) for name in axes if name in names] for what, axes in SENSORS.items()}
    there = {what: found for what, found in columns.items() if len(found) == 3 and max(found) < len(units)}
    if not there:
        found = f"{named([name for name in names if name])} in {path.name}"
        raise InputError("Accel or Gyro X, Y and Z", found, "export those sensors too")
    rate_hz = _told_rate(lines[at - 2], path)
    table = rows_of(lines[at + 1 :], dialect, [0, *(i for found in there.values() for i in found)], path)
    even = on_even_clock(table[:, 0], table[:, 1:], path.name)
    if rate_hz is not None and abs(even.rate_hz - rate_hz) < SAME_RATE * rate_hz:
        even = replace(even, rate_hz=rate_hz)  # the times are written to 10 microseconds only
    points = next((int(m[1]) for line in lines[:at] if (m := POINTS.match(line))), 0)
    blocks = {what: (3 * i, 3 * i + 1, 3 * i + 2) for i, what in enumerate(there)}
    stated = {what: units[found[0]] for what, found in there.items()}
    device = Device(*where(sidecar), blocks.get("acc"), blocks.get("gyro"), stated.get("acc"), stated.get("gyro"))
    return recording_of(
        (device,), even, source_of(path, reader, version), sidecar, _cut_short(len(table), points, path)
    )


def _told_rate(groups: str, path: Path) -> float | None:
    """The rate over the columns of both sensors, such as `Gyro [128 hz]`; None where it is not a number."""
    told = {m[2] for m in RATE.finditer(groups) if m[1].lower() in ("accel", "gyro")}
    if len(told) > 1:
        found = f"{' and '.join(sorted(told))} Hz in {path.name}"
        raise InputError("one rate for both sensors", found, "export them at one rate")
    try:
        return float(told.pop()) if told else None
    except ValueError:
        return None


def _cut_short(rows: int, points: int, path: Path) -> tuple[Quality, ...]:
    if points <= rows:
        return ()
    message = f"{path.name} ends after {rows} of the {points} rows that its header tells of"
    return (Quality(code="truncated", severity="warning", message=message),)
