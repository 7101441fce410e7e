"""Rows of an insole's export -> numbers: what is damaged costs its own row, what is missing stays missing."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.read.csv_text import Dialect, numbers

LEAST_WHOLE = 0.5
"""A file of which fewer rows can be read is refused."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """(n, k) numbers of the rows that could be read, and what was said of the others."""

    values: Array
    notes: tuple[Quality, ...]


def table_of(lines: list[str], dialect: Dialect, columns: list[int], path: Path) -> Table:
    """The wanted columns of tab separated data lines, empty cells as NaN; a row is kept where its time can be read.

    The first of `columns` is the time. A last row that was cut while it was written is left out without a word.
    Raises InputError where fewer than LEAST_WHOLE of the rows can be read.
    """
    widths = np.array([line.count("\t") for line in lines])
    usual = int(np.bincount(widths).argmax()) if len(widths) else 0
    if usual < max(columns):
        raise InputError(f"{max(columns) + 1} columns in a row", f"{usual + 1} in {path.name}", "export it again")
    cut = len(lines) > 1 and widths[-1] < usual
    fit = [_filled(line) for line, width in zip(lines, widths, strict=True) if width == usual]
    try:
        values = numbers(fit, dialect, columns, path)
    except InputError:
        values = numbers([line for line in fit if _readable(line, dialect, columns)], dialect, columns, path)
    values = values[np.isfinite(values[:, 0])] if len(values) else np.empty((0, len(columns)))
    lost = len(lines) - int(cut) - len(values)
    if len(values) < 2 or len(values) < LEAST_WHOLE * len(lines):
        found = f"{len(values)} of {len(lines)} in {path.name}"
        raise InputError("rows of numbers", found, "record longer, or export it again: the file is damaged")
    return Table(values, (_lost(lost, path),) if lost else ())


def within(values: Array, most: float) -> Array:
    """Values beyond `most` in size, which no foot reaches, as missing."""
    return np.where(np.abs(values) <= most, values, np.nan)


def _filled(line: str) -> str:
    """A line with a word in each empty cell, so that all of it can be read at once."""
    if "\t\t" in line:
        line = line.replace("\t\t", "\tnan\t").replace("\t\t", "\tnan\t")
    line = f"nan{line}" if line.startswith("\t") else line
    return f"{line}nan" if line.endswith("\t") else line


def _readable(line: str, dialect: Dialect, columns: list[int]) -> bool:
    return dialect.is_data(dialect.fields(line), columns)


def _lost(rows: int, path: Path) -> Quality:
    which = "1 row" if rows == 1 else f"{rows} rows"
    message = f"{which} of {path.name} could not be read and {'is' if rows == 1 else 'are'} left out"
    return Quality(code="gap", severity="warning", message=message)
