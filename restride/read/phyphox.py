"""phyphox (RWTH Aachen): a CSV with its units in the header, or the zip of one for each sensor and a folder `meta`."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restride.read.phone_file import read_phone, sniff_phone
from restride.read.phone_layout import Columns, Kind, Layout, header_cells

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
TIME = re.compile(r"[^()]*\(s\)")
AXIS = re.compile(r"(?:([^()]*\S)\s+)?([xyz])\s*\((m/s\^2|m/s²|rad/s|°/s|deg/s)\)", re.IGNORECASE)
TURNING = ("rad/s", "°/s", "deg/s")


def layout(lines: list[str], name: str) -> Layout | None:
    """Which columns hold what, by the units in the header: the words are in the phone's language."""
    cells = header_cells(lines[0]) if lines else []
    if len(cells) < 4 or not TIME.fullmatch(cells[0]):
        return None
    groups: dict[tuple[str, str], dict[str, int]] = {}
    for i, cell in enumerate(cells):
        if m := AXIS.fullmatch(cell):
            groups.setdefault((m[1] or "", m[3].lower()), {})[m[2].lower()] = i
    sensors = []
    for (_, unit), at in groups.items():
        if len(at) == 3:
            kind: Kind = "gyro" if unit in TURNING else "acc"
            sensors.append(Columns(kind, (at["x"], at["y"], at["z"]), unit))
    return Layout(0, 0, tuple(sensors)) if sensors else None


@dataclass(frozen=True, slots=True)
class PhyphoxReader:
    """One phone. Its place is not in the file: a sidecar may say it. Whether gravity is in is told from the numbers."""

    name: str = "phyphox"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the header row, also of the tables in a zip."""
        return sniff_phone(head, path, layout)

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of the one phone. Raises InputError."""
        return (read_phone(path, sidecar, layout, self.name, self.version),)


READER = PhyphoxReader()
