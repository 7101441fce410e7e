"""Rows of numbers in a text export, each for itself: a row that is damaged costs that row."""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.read.csv_text import LARGEST


def number_rows(lines: list[str], separator: str | None, width: int) -> tuple[Array, int]:
    """(n, width) numbers of those lines that are whole, NaN for an empty cell; and how many lines were left out.

    separator None: any white space, where no cell can be empty. With a separator a line may end early, its last cells
    empty; not so the last line, which may have been cut while it was written. What is infinite, or larger than
    any measurement, becomes NaN.
    """
    whole = _all_at_once(lines, separator, width)
    if whole is not None:
        return whole, 0
    comma = any("," in line and "." not in line for line in lines[:20])
    rows: list[list[float]] = []
    for number, line in enumerate(lines):
        cells = (line.replace(",", ".") if comma else line).split(separator)
        if separator is not None and 2 < len(cells) < width and number < len(lines) - 1:
            cells += [""] * (width - len(cells))
        if len(cells) < width or "_" in line or any(cell.strip() for cell in cells[width:]):
            continue
        try:
            rows.append([float(cell) if cell and not cell.isspace() else np.nan for cell in cells[:width]])
        except ValueError:
            continue
    values = np.array(rows, dtype=np.float64).reshape(-1, width)
    values[~(np.abs(values) < LARGEST)] = np.nan
    return values, len(lines) - len(rows)


def _all_at_once(lines: list[str], separator: str | None, width: int) -> Array | None:
    """The fast way, for tables where every cell is a plain number; else None."""
    if not lines:
        return None
    try:
        values = np.loadtxt(lines, delimiter=separator, comments=None, ndmin=2)
    except (ValueError, OverflowError):
        return None
    if values.shape != (len(lines), width):
        return None
    values[~(np.abs(values) < LARGEST)] = np.nan
    return values


def lost_rows(lost: int, rows: int, promised: int, name: str) -> tuple[Quality, ...]:
    """The note on rows that could not be read, or that the header promises and the file does not hold."""
    notes = []
    if lost:
        message = f"{lost} of {rows} rows of {name} are damaged and were left out"
        notes.append(Quality(code="gap", severity="warning", message=message))
    if promised > rows:
        message = f"{name} says that it has {promised} rows, but ends after {rows}: it was cut short"
        notes.append(Quality(code="truncated", severity="warning", message=message))
    return tuple(notes)
