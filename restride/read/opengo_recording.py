"""From the text of an OpenGo export to a Recording: force, pressure, centre of pressure, and the device in the insole.

Sixteen sensors an insole, the two insoles mirror images of each other and all sizes alike in shape. Where the sensors
lie follows from the export itself: its centre of pressure is the mean of the sensors' places weighted by pressure
times area, its force the sum of pressure times area, to the last digit that is written. LAYOUT is that solution (two
recordings, four insoles of one size, residual 3e-7 of the insole's length). The regions are thirds of the length, with
the toes in front of the metatarsal heads apart.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Mark, Recording, frozen
from restride.read.clock import Even, on_even_clock
from restride.read.csv_text import Dialect, named, text_lines
from restride.read.insole_rows import table_of, within
from restride.read.sidecar import Sidecar
from restride.read.source import source_of
from restride.read.worn import Device, recording_of

Foot = Literal["left", "right"]
FEET: tuple[Foot, ...] = ("left", "right")
NAMED = re.compile(
    r"(?P<side>left|right) (?:pressure (?P<sensor>\d+)|acceleration (?P<acc>[XYZ])|angular (?P<gyro>[XYZ])"
    r"|(?P<force>total force)|center of pressure (?P<cop>[XY])|(?P<steps>steps))\[(?P<unit>[^\]]*)\]",
    re.IGNORECASE,
)
SENSORS = 16
LAYOUT: tuple[tuple[str, str, float], ...] = (
    ("heel", "heel", 0.0604), ("heel", "heel", 0.0539), ("heel", "heel", 0.0652), ("heel", "heel", 0.0641),
    ("midfoot", "medial", 0.0641), ("midfoot", "lateral", 0.0636),
    ("midfoot", "medial", 0.0875), ("midfoot", "lateral", 0.0890),
    ("forefoot", "medial", 0.0765), ("forefoot", "medial", 0.0607), ("forefoot", "lateral", 0.0611),
    ("forefoot", "lateral", 0.0618), ("forefoot", "lateral", 0.0500),
    ("toes", "medial", 0.0495), ("toes", "lateral", 0.0611), ("toes", "lateral", 0.0316),
)  # fmt: skip
"""Of sensor 1 to 16: its region, its side of the foot in front of the heel, its share of the insole's sensing area."""
REGIONS = ("heel", "midfoot", "forefoot", "toes", "medial", "lateral")
N_PER_CM2 = 1e4
EVENTS: dict[tuple[str, int], tuple[str, Foot]] = {
    ("left", 11): ("Foot Strike", "left"), ("left", 15): ("Foot Off", "left"),
    ("right", 21): ("Foot Strike", "right"), ("right", 25): ("Foot Off", "right"),
}  # fmt: skip
"""The numbers in the columns of steps."""
MOST = {"pressure": 200.0, "force": 1e4, "acc": 200.0, "gyro": 1e4, "cop": 0.55}
"""In the file's units; what is beyond them was damaged."""
LEAST_LOAD = 1e-6
"""In the file's unit of pressure: a sole that bears less is not pressed, and there is nothing to share out."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where one foot's columns stand among those of the table; 0 (the time's place) where there is none."""

    pressure: tuple[int, ...]
    acc: tuple[int, ...]
    gyro: tuple[int, ...]
    force: int
    cop: tuple[int, ...]
    steps: int


def build(path: Path, sidecar: Sidecar | None, reader: str, version: str) -> Recording:
    """The recording of an OpenGo export. Raises InputError."""
    if sidecar is not None:
        sidecar.refuse_columns(path)
    lines = text_lines(path)
    first = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = [cell.strip() for cell in lines[first - 1].lstrip("# ").split("\t")] if first else []
    wanted, feet = _columns(header, path)
    dialect = Dialect("\t", decimal_comma="." not in "".join(lines[first : first + 3]))
    table = table_of(lines[first:], dialect, wanted, path)
    even = on_even_clock(table.values[:, 0], _cleaned(table.values, feet), path.name)
    channels: list[Channel] = []
    devices: list[Device] = []
    notes = [*table.notes]
    for side, columns in feet.items():
        own, lost = _of_foot(side, columns, even, path)
        channels += own
        notes += lost
        device = _device(side, columns, even)
        devices += [device] if device else []
    if not channels:
        raise InputError("the force of an insole", f"none in {path.name}", "export total force and pressures too")
    recording = recording_of(tuple(devices), even, source_of(path, reader, version), sidecar, tuple(notes))
    return Recording(
        channels=(*channels, *recording.channels),
        source=recording.source,
        task=recording.task,
        conditions=recording.conditions,
        marks=_marks(table.values, feet),
        notes=recording.notes,
    )


def _columns(header: list[str], path: Path) -> tuple[list[int], dict[Foot, Columns]]:
    """The columns to read, time first, and where each foot's stand among them."""
    times = [i for i, cell in enumerate(header) if cell.lower() == "time"]
    found = {(m["side"].lower(), *_what(m)): i for i, cell in enumerate(header) if (m := NAMED.fullmatch(cell))}
    if not times or not any(what == "force" for _, what, _ in found):
        found_names = f"{named([cell for cell in header if cell])} in {path.name}"
        raise InputError("the columns time and total force", found_names, "export them too")
    wanted = [times[0], *found.values()]
    place = {key: 1 + k for k, key in enumerate(found)}

    def of(side: Foot, what: str, names: tuple[str, ...]) -> tuple[int, ...]:
        at = tuple(place.get((side, what, name), 0) for name in names)
        return at if all(at) else ()

    feet = {
        side: Columns(
            of(side, "pressure", tuple(str(k) for k in range(1, SENSORS + 1))),
            of(side, "acc", ("x", "y", "z")),
            of(side, "gyro", ("x", "y", "z")),
            place.get((side, "force", ""), 0),
            of(side, "cop", ("x", "y")),
            place.get((side, "steps", ""), 0),
        )
        for side in FEET
    }
    return wanted, feet


def _what(match: "re.Match[str]") -> tuple[str, str]:
    if match["sensor"]:
        return "pressure", match["sensor"]
    for what in ("acc", "gyro", "cop"):
        if match[what]:
            return what, match[what].lower()
    return ("force", "") if match["force"] else ("steps", "")


def _of_foot(side: Foot, columns: Columns, even: Even, path: Path) -> tuple[list[Channel], list[Quality]]:
    """Force (with its regions where the sensors are there), pressure and centre of pressure of one insole."""
    if not columns.force:
        return [], []
    total = even.values[:, columns.force]
    if not np.isfinite(total).any():
        message = f"the {side} insole in {path.name} holds no number: only the other foot is measured"
        return [], [Quality(code="gap", severity="warning", message=message)]
    given: list[tuple[str, str, tuple[str, ...], Array]] = []
    if columns.pressure:
        pressure = even.values[:, columns.pressure]
        force = np.column_stack([*_by_region(pressure, total), total])
        names = tuple(f"{region}_{k}" for k, (region, _, _) in enumerate(LAYOUT, start=1))
        given = [
            ("insole_force", "N", (*REGIONS, "total"), force),
            ("pressure", "Pa", names, N_PER_CM2 * pressure),
        ]
    else:
        given = [("insole_force", "N", ("total",), total)]
    if columns.cop:
        given.append(("cop", "1", ("AP", "ML"), _cop(even.values[:, columns.cop], side)))
    return [
        Channel(what, "insole", side, "body", unit, even.rate_hz, even.start_s, axes, frozen(values))
        for what, unit, axes, values in given
    ], []


def _by_region(pressure: Array, total: Array) -> list[Array]:
    """Force under each of REGIONS: its share of pressure times area, of the force that the file gives."""
    load = pressure * np.array([area for _, _, area in LAYOUT])
    whole = load.sum(axis=1)
    pressed = whole > LEAST_LOAD
    scale = np.where(pressed, total / np.where(pressed, whole, 1), 0.0)
    scale[~np.isfinite(whole)] = np.nan
    return [load[:, [r in (region, half) for region, half, _ in LAYOUT]].sum(axis=1) * scale for r in REGIONS]


def _cop(written: Array, side: Foot) -> Array:
    """Centre of pressure in shares of the insole: AP from the heel's end, ML to the right from the middle line.

    The file's Y is positive towards the inner edge on both feet.
    """
    x, y = written.T
    return np.column_stack([x + 0.5, y if side == "left" else -y])


def _device(side: Foot, columns: Columns, even: Even) -> Device | None:
    """The accelerometer and gyroscope in the insole, where both gave numbers."""
    if (
        not (columns.acc and columns.gyro)
        or not np.isfinite(even.values[:, columns.acc + columns.gyro]).any(axis=0).all()
    ):
        return None
    (a, b, c), (d, e, f) = columns.acc, columns.gyro
    return Device("foot", side, (a, b, c), (d, e, f), "g", "dps")


def _cleaned(values: Array, feet: dict[Foot, Columns]) -> Array:
    """Without numbers that no foot reaches, and without the 0, 0 that stands where too little force tells no centre."""
    out = values.copy()
    for columns in feet.values():
        for what in ("pressure", "acc", "gyro", "cop"):
            at = list(getattr(columns, what))
            out[:, at] = within(out[:, at], MOST[what])
        if columns.cop:
            out[np.ix_((out[:, columns.cop] == 0).all(axis=1), columns.cop)] = np.nan
        if columns.force:
            out[:, columns.force] = within(out[:, columns.force], MOST["force"])
    return out


def _marks(values: Array, feet: dict[Foot, Columns]) -> tuple[Mark, ...]:
    """The steps that the maker's software stored."""
    found: list[Mark] = []
    for side, columns in feet.items():
        if not columns.steps:
            continue
        for row in np.flatnonzero(np.isfinite(values[:, columns.steps])):
            event = EVENTS.get((side, round(float(np.clip(values[row, columns.steps], -1, 99)))))
            if event:
                found.append(Mark(event[0], event[1], float(values[row, 0])))
    return tuple(sorted(found, key=lambda m: m.time_s))
