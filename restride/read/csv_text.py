"""Text of numbers -> float64 columns, whatever the separator, decimal sign, header rows and quotes."""

import csv
import difflib
import warnings
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from restride.core.errors import BadSidecar, InputError, UnreadableFile
from restride.core.recording import Array

HEADER_ROWS = 100
LARGEST = 1e30
"""In no unit is a measurement or a time more: such a number is damage, and missing."""
NOT_A_NUMBER = {"", "nan", "na", "n/a", "#n/a", "null", "none", "-", "--", "?"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the lines are written. separator None: any white space."""

    separator: str | None
    decimal_comma: bool

    def fields(self, line: str) -> list[str]:
        """The cells of a line, without quotes and white space around them."""
        if self.separator is None:
            return line.split()
        if '"' in line:
            try:
                return [cell.strip() for cell in next(csv.reader([line], delimiter=self.separator))]
            except csv.Error:
                return []
        return [cell.strip() for cell in line.split(self.separator)]

    def number(self, cell: str) -> float:
        """A cell as a float, NaN for a word that means missing. Raises ValueError for anything else."""
        if cell.lower() in NOT_A_NUMBER:
            return float("nan")
        if "_" in cell:
            raise ValueError(cell)
        return float(cell.replace(",", ".") if self.decimal_comma else cell)

    def is_data(self, cells: list[str], wanted: list[int]) -> bool:
        """Whether all wanted cells are numbers or missing, and not all of them empty."""
        if max(wanted) >= len(cells):
            return False
        try:
            for index in wanted:
                self.number(cells[index])
        except ValueError:
            return False
        return any(cells[index] for index in wanted)


def read_columns(path: Path, wanted: list[str | int]) -> Array:
    """(rows, len(wanted)) numbers of a text file: columns by header name, or counted from 0; NaN where missing.

    Raises UnreadableFile: no text. BadSidecar: no such column. InputError: no numbers, text among them, ragged rows.
    """
    lines = text_lines(path)
    dialect = dialect_of(lines)
    header = _header(lines, dialect, [w for w in wanted if isinstance(w, str)], path)
    names = dialect.fields(lines[header]) if header is not None else []
    indices = [names.index(w) if isinstance(w, str) else w for w in wanted]
    start = _first_data_row(lines, dialect, indices, 0 if header is None else header + 1, path)
    return numbers(lines[start:], dialect, indices, path)


def numbers(lines: list[str], dialect: Dialect, indices: list[int], path: Path) -> Array:
    """(rows, len(indices)) numbers of lines that are all data; NaN where missing. Raises InputError."""
    if not lines:
        raise InputError("at least one row of numbers", f"none in {path.name}", "record or export it again")
    lines = _without_ragged_end(lines, dialect)
    values = _all_at_once(lines, dialect, indices)
    if values is None:
        values = _wanted_at_once(lines, dialect, indices)
    if values is None:
        values = _row_by_row(lines, dialect, indices, path)
    values[~(np.abs(values) < LARGEST)] = np.nan
    return values


def text_lines(path: Path) -> list[str]:
    """The lines of a text file in any of the usual encodings, empty ones left out. Raises UnreadableFile."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror}", "check the file") from None
    return lines_of(raw, path.name)


def lines_of(raw: bytes, name: str) -> list[str]:
    """As text_lines, of the bytes of a file called `name`. Raises UnreadableFile."""
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if "\0" in text:
        raise UnreadableFile("a text file", f"binary data in {name}", "export it as CSV again")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if not lines:
        raise UnreadableFile("rows of numbers", f"an empty file {name}", "record or export it again")
    return lines


def dialect_of(lines: list[str]) -> Dialect:
    """How lines are written, from the last lines of the beginning, where headers are over in most files."""
    sample = lines[: HEADER_ROWS + 20][-20:]
    separator = next((s for s in ("\t", ";", ",") if median(line.count(s) for line in sample) >= 1), None)
    often = median(line.count(",") for line in sample) >= 1
    comma = separator != "," and (often or not any("." in line for line in sample))
    return Dialect(separator, comma)


def _header(lines: list[str], dialect: Dialect, names: list[str], path: Path) -> int | None:
    """The row that names the columns, or None where none is asked for by name."""
    if not names:
        return None
    best: list[str] = []
    for number, line in enumerate(lines[:HEADER_ROWS]):
        cells = dialect.fields(line)
        if all(name in cells for name in names):
            twice = next((name for name in names if cells.count(name) > 1), None)
            if twice:
                raise BadSidecar(f"one column {twice!r}", f"several in {path.name}", "count the columns from 0 instead")
            return number
        if len(set(cells) & set(names)) >= len(set(best) & set(names)) and any(c and c[0].isalpha() for c in cells):
            best = best if len(best) > len(cells) and not set(cells) & set(names) else cells
    missing = next(name for name in names if name not in best)
    near = difflib.get_close_matches(missing, best, n=1, cutoff=0.5)
    have = f"columns {named(best)}" if best else "no header row"
    do = f"did you mean {near[0]!r}?" if near else "correct the sidecar, or count the columns from 0"
    raise BadSidecar(f"a column {missing!r}", f"{have} in {path.name}", do)


def named(cells: list[str]) -> str:
    """The first of a file's names, fit for an error line."""
    line = ", ".join(cell[:30] for cell in cells[:12])
    return "".join(letter if letter.isprintable() else "?" for letter in line)


def _first_data_row(lines: list[str], dialect: Dialect, indices: list[int], start: int, path: Path) -> int:
    for number in range(start, min(start + HEADER_ROWS, len(lines))):
        if dialect.is_data(dialect.fields(lines[number]), indices):
            return number
    cells = dialect.fields(lines[min(start, len(lines) - 1)])
    if start < len(lines) and max(indices) >= max(len(dialect.fields(line)) for line in lines[start:][:HEADER_ROWS]):
        raise BadSidecar(
            f"a column number {max(indices)}, counted from 0",
            f"{len(cells)} columns in {path.name}",
            "correct the columns in the sidecar",
        )
    raise InputError("rows of numbers", f"none in the columns asked of {path.name}", "check the columns in the sidecar")


def _without_ragged_end(lines: list[str], dialect: Dialect) -> list[str]:
    """A last line with fewer cells was cut while it was written: it is left away."""
    if len(lines) > 1 and len(dialect.fields(lines[-1])) < len(dialect.fields(lines[0])):
        return lines[:-1]
    return lines


def _all_at_once(lines: list[str], dialect: Dialect, indices: list[int]) -> Array | None:
    """The fast way, for files where every cell is a plain number; else None."""
    separator = dialect.separator or ","
    width = len(dialect.fields(lines[0]))
    if (dialect.separator is None and width > 1) or width <= max(indices):
        return None
    if _ragged(lines, separator, width):
        return None
    text = separator.join(lines)
    if dialect.decimal_comma:
        text = text.replace(",", ".")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # numpy before 2.3 warns where later ones raise
            values = np.fromstring(text, dtype=np.float64, sep=separator)
    except ValueError:
        return None
    if len(values) != width * len(lines):
        return None
    return np.ascontiguousarray(values.reshape(len(lines), width)[:, indices])


def _wanted_at_once(lines: list[str], dialect: Dialect, indices: list[int]) -> Array | None:
    """Nearly as fast, for files where the wanted cells are plain numbers, whatever stands in the others; else None."""
    width = len(dialect.fields(lines[0]))
    if dialect.decimal_comma or dialect.separator is None or _ragged(lines, dialect.separator, width):
        return None
    try:
        return np.loadtxt(lines, delimiter=dialect.separator, usecols=indices, comments=None, ndmin=2)
    except (ValueError, OverflowError):
        return None


def _ragged(lines: list[str], separator: str, width: int) -> bool:
    return any(line.count(separator) != width - 1 for line in lines)


def _row_by_row(lines: list[str], dialect: Dialect, indices: list[int], path: Path) -> Array:
    """The careful way: only the wanted cells are read, and the first that is wrong is named."""
    width = len(dialect.fields(lines[0]))
    if width <= max(indices):
        found = f"{width} in data row 1 of {path.name}"
        raise InputError(f"at least {max(indices) + 1} columns in every row", found, "mend that row")
    values = np.empty((len(lines), len(indices)))
    for row, line in enumerate(lines):
        cells = dialect.fields(line)
        if len(cells) != width:
            raise InputError(
                f"{width} columns in every row", f"{len(cells)} in data row {row + 1} of {path.name}", "mend that row"
            )
        try:
            values[row] = [dialect.number(cells[index]) for index in indices]
        except ValueError:
            wrong = next(i for i in indices if not dialect.is_data(cells[i : i + 1] or [""], [0]) and cells[i])
            found = f"{cells[wrong][:20]!r} in data row {row + 1}, column {wrong} of {path.name}"
            raise InputError("numbers or nothing below the header", found, "mend or remove that row") from None
    return values
