"""Physics Toolbox (Vieyra): one CSV, by the clock of the day or in seconds, units in the header or not at all.

`gFx` is a part of gravity, with gravity in it; `ax` is m/s2 or, where nothing says so, perhaps g, most often without
gravity: the numbers tell. `wx` is rad/s. Rows may be damaged or repeated.
"""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restride.read.phone_file import read_phone, sniff_phone
from restride.read.phone_layout import Columns, Layout, header_cells

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
TIME = re.compile(r"time(?: ?\(s\))?", re.IGNORECASE)
AXIS = re.compile(r"(gF|a|w)_?([xyz])(?: ?\(([^()]*)\))?")
CLOCK = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T])?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,9}))?")
DAY_S = 86400


def layout(lines: list[str], name: str) -> Layout | None:
    """Which columns hold what. Lines of remarks may stand before the header."""
    for row, line in enumerate(lines):
        if not line.startswith("#"):
            return _layout(row, header_cells(line), lines[row + 1 :])
    return None


def _layout(row: int, cells: list[str], data: list[str]) -> Layout | None:
    if len(cells) < 4 or not TIME.fullmatch(cells[0]):
        return None
    groups: dict[str, dict[str, tuple[int, str | None]]] = {}
    for i, cell in enumerate(cells):
        if m := AXIS.fullmatch(cell):
            groups.setdefault(m[1], {})[m[2]] = (i, m[3])
    sensors = []
    for word in ("gF", "a", "w"):
        at = groups.get(word, {})
        if len(at) == 3:
            unit = at["x"][1] or {"gF": "g", "w": "rad/s"}.get(word)
            sensors.append(Columns("gyro" if word == "w" else "acc", (at["x"][0], at["y"][0], at["z"][0]), unit))
    if not sensors:
        return None
    by_clock = any(CLOCK.fullmatch(header_cells(line)[0]) for line in data if header_cells(line))
    return Layout(row, 0, tuple(sensors), clock_s if by_clock else None)


def clock_s(cell: str) -> float:
    """Seconds of `2022-12-08 20:13:33.3000` (since year 1) or `20:13:33:300` (since midnight). Raises ValueError."""
    m = CLOCK.fullmatch(cell)
    if m is None:
        raise ValueError(cell)
    days = dt.date(int(m[1]), int(m[2]), int(m[3])).toordinal() if m[1] else 0
    of_day = 3600 * int(m[4]) + 60 * int(m[5]) + int(m[6])
    return days * DAY_S + of_day + (float(f"0.{m[7]}") if m[7] else 0.0)


@dataclass(frozen=True, slots=True)
class PhysicsToolboxReader:
    """One phone. Its place is not in the file: a sidecar may say it. Times of day are counted from the first row."""

    name: str = "physics_toolbox"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the header row."""
        return sniff_phone(head, path, layout)

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of the one phone. Raises InputError."""
        return (read_phone(path, sidecar, layout, self.name, self.version),)


READER = PhysicsToolboxReader()
