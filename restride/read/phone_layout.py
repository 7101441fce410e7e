"""Which columns of a phone's table hold what: all that a reader of a logger app has to say of it."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["acc", "gravity", "gyro"]
HEADER_ROWS = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Three columns x, y, z of one sensor. kind: "acc" with or without gravity; unit: None where it is not said."""

    kind: Kind
    at: tuple[int, int, int]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table hold; the header stands in row `header`. clock_s: how a time of day is read."""

    header: int
    time: int
    sensors: tuple[Columns, ...]
    clock_s: Callable[[str], float] | None = None


LayoutOf = Callable[[list[str], str], Layout | None]
"""The layout of a table by its first lines (and the name of its file, where tables do not say what they hold)."""


def head_lines(head: bytes) -> list[str]:
    """The first lines of a file by its first bytes, for a look at its header."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace").replace("\r", "\n")
    return [line for line in text.split("\n") if line and not line.isspace()][:HEADER_ROWS]


def header_cells(line: str) -> list[str]:
    """The cells of a header row, whatever separates them."""
    separator = next((s for s in ("\t", ";", ",") if s in line), ",")
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
    except (csv.Error, StopIteration):
        return []
