"""From the text of a loadsol export to a Recording: force of each foot, its parts, and the device in the insole.

Layout as in public exports: one row names the insoles (`NAME-L`, or `NAME-L::heel` and so on where an insole has three
areas and a device), the next says `Time[secs]`, `Force[N]`, `[g]`, `[rad/s]`. Each insole has a clock of its own, which
repeats a row where a packet was late; a packet that was lost is written as -1 in the parts and 0 in the sum, or as a
dash. The order of the parts differs between left and right.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Recording, frozen
from restride.read.clock import Even, on_even_clock
from restride.read.csv_text import Dialect, text_lines
from restride.read.insole_rows import table_of, within
from restride.read.sidecar import Sidecar
from restride.read.source import source_of
from restride.read.worn import Device, recording_of

Foot = Literal["left", "right"]
INSOLE = re.compile(r"(?P<name>.+)-(?P<side>[LR])(?:::(?P<part>\w+))?")
SIDES: dict[str, Foot] = {"L": "left", "R": "right"}
PARTS = ("heel", "medial", "lateral")
ACC, GYRO = ("xAcc", "yAcc", "zAcc"), ("xGyro", "yGyro", "zGyro")
HEADER_ROWS = 10
LOST = -1.0
MOST_N, MOST_G, MOST_RAD = 1e4, 200.0, 200.0


@dataclass(slots=True)
class Insole:
    """Columns of one insole by what they hold; `time` and `device_time` are the clocks to their left."""

    side: Foot
    time: int
    columns: dict[str, int] = field(default_factory=dict)


def build(path: Path, sidecar: Sidecar | None, reader: str, version: str) -> Recording:
    """The recording of a loadsol export. Raises InputError."""
    if sidecar is not None:
        sidecar.refuse_columns(path)
    lines = text_lines(path)
    at = next((i for i, line in enumerate(lines[:HEADER_ROWS]) if line.lower().startswith("time[")), 0)
    insoles = _insoles(lines[at - 1], lines[at]) if at else []
    if not insoles:
        raise InputError("the rows of insoles and of kinds", f"none in the head of {path.name}", "export it again")
    dialect = Dialect("\t", decimal_comma="." not in "".join(lines[at + 1 : at + 4]))
    recordings: list[Recording] = []
    channels: list[Channel] = []
    source = source_of(path, reader, version)
    for insole in insoles:
        wanted = [insole.time, *insole.columns.values()]
        table = table_of(lines[at + 1 :], dialect, wanted, path)
        place = {name: 1 + k for k, name in enumerate(insole.columns)}
        values, notes = _without_lost(table.values, place, insole.side, path)
        even = on_even_clock(values[:, 0], values, f"the {insole.side} insole in {path.name}")
        if not np.isfinite(even.values[:, place["total"]]).any():
            raise InputError(f"a force of the {insole.side} insole", f"none in {path.name}", "record it again")
        channels.append(_force(even, place, insole.side))
        recordings.append(
            recording_of(_device(even, place, insole.side), even, source, sidecar, (*table.notes, *notes))
        )
    return Recording(
        channels=(*channels, *(c for r in recordings for c in r.channels)),
        source=source,
        task=recordings[0].task,
        conditions=recordings[0].conditions,
        notes=tuple(dict.fromkeys(n for r in recordings for n in r.notes)),
    )


def _insoles(names: str, kinds: str) -> list[Insole]:
    """Each insole with its columns; one whose sum is not there is left out. A clock stands before its columns."""
    found: dict[str, Insole] = {}
    clock = 0
    for i, (name, kind) in enumerate(zip(names.split("\t"), kinds.split("\t"), strict=False)):
        if kind.strip().lower().startswith("time"):
            clock = i
        told = INSOLE.fullmatch(name.strip())
        if told is None:
            continue
        insole = found.setdefault(told["side"], Insole(SIDES[told["side"]], clock))
        insole.columns.setdefault(told["part"] or "total", i)
    return [insole for insole in found.values() if "total" in insole.columns]


def _without_lost(values: Array, place: dict[str, int], side: Foot, path: Path) -> tuple[Array, list[Quality]]:
    """Rows whose packet was lost as missing, numbers that no foot reaches too."""
    values = values.copy()
    parts = [place[name] for name in PARTS if name in place] or [place["total"]]
    rest = list(place.values())
    lost = (values[:, parts] == LOST).all(axis=1)
    values[np.ix_(lost, rest)] = np.nan
    for names, most in (((*PARTS, "total"), MOST_N), (ACC, MOST_G), (GYRO, MOST_RAD)):
        for name in names:
            if name in place:
                values[:, place[name]] = within(values[:, place[name]], most)
    missing = int(np.count_nonzero(~np.isfinite(values[:, place["total"]])))
    if not missing:
        return values, []
    message = f"the {side} insole in {path.name} lost {missing} of {len(values)} samples"
    return values, [Quality(code="gap", severity="info", message=message)]


def _force(even: Even, place: dict[str, int], side: Foot) -> Channel:
    axes = tuple(name for name in (*PARTS, "total") if name in place) if all(p in place for p in PARTS) else ("total",)
    values = frozen(even.values[:, [place[name] for name in axes]])
    return Channel("insole_force", "insole", side, "body", "N", even.rate_hz, even.start_s, axes, values)


def _device(even: Even, place: dict[str, int], side: Foot) -> tuple[Device, ...]:
    """The accelerometer and gyroscope in the insole, where all six columns hold numbers."""
    if not all(name in place for name in (*ACC, *GYRO)):
        return ()
    columns = [place[name] for name in (*ACC, *GYRO)]
    if not np.isfinite(even.values[:, columns]).any(axis=0).all():
        return ()
    a, b, c, d, e, f = columns
    return (Device("foot", side, (a, b, c), (d, e, f), "g", "rad/s"),)
