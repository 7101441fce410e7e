"""From an OptoGait table to a Recording: when each foot stood between the light bars.

`Split` is the time of an initial contact in seconds from the trigger, `TContact` how long it lasted (the maker's
definitions, which agree in public data: strides are differences of Split, double supports those of Split and TContact).
The channel `contact` holds, for each 20 ms, the share of it in which the foot was down: 0 in swing, 1 in stance, and in
between at an event, whose time follows from the share to the last digit. The bars stand some millimetres above the
ground: contacts begin earlier and end later than on a force plate.
"""

from pathlib import Path
from typing import Literal

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Mark, Recording, frozen
from restride.read.clock import enough, jumped, longest
from restride.read.csv_text import Dialect, text_lines
from restride.read.optogait import NEEDED
from restride.read.sidecar import Sidecar
from restride.read.source import source_of

RATE_HZ = 50.0
SIDES: dict[str, Literal["left", "right"]] = {"L": "left", "R": "right"}
AWAY_S = 6.0
"""Without a contact for so long nobody was between the bars."""
CONTACT_S = (0.04, 5.0)
MARGIN_S = 0.1


def build(path: Path, sidecar: Sidecar | None, reader: str, version: str) -> Recording:
    """The recording of an OptoGait table. Raises InputError."""
    if sidecar is not None:
        sidecar.refuse_columns(path)
    lines = text_lines(path)
    separator = max("\t;,", key=lines[0].count)
    dialect = Dialect(separator, decimal_comma=separator != "," and not any("." in line for line in lines[1:20]))
    header = dialect.fields(lines[0])
    if missing := NEEDED - set(header):
        raise InputError(
            "the columns of an OptoGait table", f"no {', '.join(sorted(missing))} in {path.name}", "export"
        )
    side, ic, lasts, lost = _contacts(lines[1:], dialect, header, path)
    notes = [_lost(lost, path)] if lost else []
    breaks = np.flatnonzero((np.diff(ic) < 0) | (np.diff(ic) > AWAY_S)) + 1
    if len(breaks):
        part = longest(breaks, len(ic))
        if not enough(part, len(ic)):
            raise InputError("contacts in the order of their times", f"leaps in {path.name}", "export each try alone")
        notes.append(jumped(f"the times of {path.name} leap or go back", part, len(ic)))
        side, ic, lasts = side[part], ic[part], lasts[part]
    start_s = float(ic[0]) - MARGIN_S
    samples = int((float(np.nanmax(np.r_[ic, ic + lasts])) + MARGIN_S - start_s) * RATE_HZ) + 1
    channels, marks = [], []
    for letter, foot in SIDES.items():
        own = side == letter
        if own.any():
            share = frozen(_share(ic[own] - start_s, lasts[own], samples))
            channels.append(Channel("contact", "floor", foot, "body", "1", RATE_HZ, start_s, ("down",), share))
        marks += [Mark("Foot Strike", foot, t) for t in ic[own].tolist()]
        marks += [Mark("Foot Off", foot, t) for t in (ic[own] + lasts[own]).tolist() if np.isfinite(t)]
    recording = Recording(
        tuple(channels),
        source_of(path, reader, version),
        marks=tuple(sorted(marks, key=lambda m: m.time_s)),
        notes=tuple(notes),
    )
    return sidecar.applied_to(recording) if sidecar else recording


def _contacts(
    lines: list[str], dialect: Dialect, header: list[str], path: Path
) -> tuple[np.ndarray, Array, Array, int]:
    """Side, initial contact and duration (NaN where not written) of every contact, and how many rows were unreadable.

    Rows of triggers hold no side.
    """
    at = {name: header.index(name) for name in NEEDED}
    kept: list[tuple[str, float, float]] = []
    lost = 0
    for line in lines:
        cells = dialect.fields(line)
        if len(cells) <= max(at.values()):
            lost += 1
            continue
        side, split, contact = (cells[at[name]] for name in ("L/R", "Split", "TContact"))
        if side not in SIDES:
            continue
        try:
            start_s, lasts_s = dialect.number(split), dialect.number(contact)
        except ValueError:
            start_s = lasts_s = float("nan")
        if not abs(start_s) < 1e6:
            lost += 1
            continue
        kept.append((side, start_s, lasts_s if CONTACT_S[0] < lasts_s < CONTACT_S[1] else float("nan")))
    if len(kept) < 4 or lost > len(kept):
        found = f"{len(kept)} that can be read in {path.name}"
        raise InputError("at least 4 contacts with L/R and Split", found, "record longer, or export it again")
    sides, ic, lasts = zip(*kept, strict=True)
    return np.array(sides), np.array(ic), np.array(lasts), lost


def _share(ic: Array, lasts: Array, samples: int) -> Array:
    """(samples,) share of each sample's interval in which the foot was down; unknown after a contact without an end."""
    down = np.zeros(samples)
    edges = np.arange(samples + 1) / RATE_HZ
    for start, end in zip(ic.tolist(), (ic + lasts).tolist(), strict=True):
        first = min(max(int(start * RATE_HZ), 0), samples - 1)
        if np.isnan(end):
            down[first : first + round(RATE_HZ)] = np.nan
            continue
        last = min(int(end * RATE_HZ) + 1, samples)
        within = np.minimum(edges[first + 1 : last + 1], end) - np.maximum(edges[first:last], start)
        down[first:last] += np.maximum(within, 0) * RATE_HZ
    return np.minimum(down, 1.0)


def _lost(rows: int, path: Path) -> Quality:
    message = f"{rows} row{'s' if rows > 1 else ''} of {path.name} could not be read and left out"
    return Quality(code="gap", severity="warning", message=message)
