"""What may come of a damaged file: recordings that can be trusted in form, or one line that says why not."""

import math
import resource
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.core.errors import InputError, UnknownFormat
from restride.core.recording import Recording
from tests.conformance.test_readers import SI

LONGEST_LINE = 700
TIMES_FILE = 10
BASE_BYTES = 64 << 20
"""Memory that reading one file may add: ten times the file (unpacked, where it is packed) and this for any."""
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """word: read, refused, unknown (no reader's), else wrong. detail: of what is wrong, one line first."""

    word: str
    place: str = ""
    detail: str = ""


class TooSlow(BaseException):
    """Raised inside of an input that takes more processor time than it may."""


def outcome(read: Callable[[], tuple[Recording, ...]], size: int, *, stored: bool = False) -> Outcome:
    """Read, and look at what came of it. size: of the file, unpacked. stored: see `recordings_wrong`."""
    before = peak_bytes()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            found = read()
        except InputError as error:
            wrong = _line_wrong(error)
            result = Outcome("wrong", "line", wrong) if wrong else _refused(error)
        except (Exception, TooSlow) as error:
            return Outcome("wrong", _place(error), "".join(traceback.format_exception(error)))
        else:
            wrong = recordings_wrong(found, stored=stored)
            result = Outcome("wrong", wrong, f"{wrong} ({found[0].source.reader})") if wrong else Outcome("read")
    grown = peak_bytes() - before
    if grown > TIMES_FILE * size + BASE_BYTES:
        return Outcome("wrong", "memory", f"{grown >> 20} MB more for a file of {size} bytes ({result.word})")
    if warned and result.word != "wrong":
        one = warned[0]
        place = f"{one.category.__name__} {_short(one.filename)}:{one.lineno}"
        return Outcome("wrong", place, f"{place}: {one.message}")
    return result


def recordings_wrong(found: tuple[Recording, ...], *, stored: bool = False) -> str:
    """What is wrong with recordings, in a few words; "" where nothing is.

    stored: by restride's own file, which gives back what was written, if that was nothing.
    """
    if not found:
        return "no recordings and no word why"
    for recording in found:
        if not recording.channels and not stored:
            return "a recording without channels"
        for c in recording.channels:
            if c.values.dtype != np.float64 or c.values.flags.writeable:
                return f"{c.quantity} not in read-only float64"
            if np.isinf(c.values).any():
                return f"an infinite {c.quantity}"
            if c.unit not in SI and c.quantity != "analog":
                return f"{c.quantity} in {c.unit}, which is not SI"
            if c.n < 1 and not stored:
                return f"{c.quantity} without samples"
            if not c.start_s + 1 / c.rate_hz > c.start_s or not c.end_s - 1 / c.rate_hz < c.end_s:
                return f"a clock of {c.quantity} that stands still"
        if any(not math.isfinite(mark.time_s) for mark in recording.marks):
            return "a mark without a time"
        if not all(note.message and note.message.isprintable() for note in recording.notes):
            return "a note that is not one line"
        if not all(np.isfinite(corner).all() for corner in recording.corners.values()):
            return "a corner of a plate nowhere"
    return ""


def peak_bytes() -> int:
    """The most memory that this process ever had resident."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _refused(error: InputError) -> Outcome:
    return Outcome("unknown" if isinstance(error, UnknownFormat) else "refused")


def _line_wrong(error: InputError) -> str:
    line = str(error)
    if not line.isprintable():
        return f"an error of more than one line, or with control signs: {line[:200]!r}"
    if len(line) > LONGEST_LINE:
        return f"an error of {len(line)} letters: {line[:200]!r}"
    if not all((error.needed, error.found, error.do)):
        return f"an error with an empty part: {line[:200]!r}"
    return ""


def _place(error: BaseException) -> str:
    """The kind of error and the last line of the project that it came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/restride/" in frame.filename]
    where = f"{_short(frames[-1].filename)}:{frames[-1].lineno}" if frames else "outside"
    return f"{type(error).__name__} {where}"


def _short(name: str) -> str:
    return "/".join(Path(name).parts[-2:])
