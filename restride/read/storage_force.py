"""Ground reaction forces among the columns of a storage file, whatever their style of names.

A column ends with what it is: vx vy vz a force, px py pz its point, mx my mz a moment there; x y z is what the column
calls itself, force, torque or moment. What is left of the name tells the plate: `ground_force_vx` and
`1_ground_force_vx`, `ground_force_1_vx`, `R_ground_force_vx`, `ground_force_calcn_l_vx`, `f1_x`. OpenSim wants N, m
and Nm on the person; points in millimetres and forces in body weights are seen by their size. A plate of which the name
says no foot gets one by where it lies: of two plates each of which carried one lane of feet, the right foot's lies to
the right of the way one goes (ours).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import AXES_XYZ, Array, Channel, Side, frozen
from restride.read.clock import Even
from restride.read.force_plates import MINIMUM_N
from restride.read.model_values import Part
from restride.signal.axes import forward_from_force, to_body, up_from_force
from restride.signal.zeroing import loads

COMPONENT = re.compile(r"(?P<before>.*?)[ _.]*(?P<kind>[vpm]?)(?P<axis>[xyz])(?P<after>\d*)", re.IGNORECASE)
SHORT = re.compile(r"(?P<kind>[fpm])(?P<plate>\d+)_(?P<axis>[xyz123])", re.IGNORECASE)
WORDS = re.compile(r"ground|reaction|external|force|torque|moment|grf|grm|free|plate|fp(?=\d)", re.IGNORECASE)
LEAST_N = 40.0
"""Forces that never reach this are in body weights if they reach LEAST_BW."""
LEAST_BW = 0.3
MOST_BW = 8.0
MOST_M = 30.0
"""No walkway is longer: points beyond it are in millimetres."""
MOST_NM = 2000.0
"""Moments beyond it are in Nmm."""
LANES_M = 0.04


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the components of one plate stand, by axis; point and moment may be empty."""

    force: dict[str, int]
    point: dict[str, int]
    moment: dict[str, int]
    side: Side


def plates(names: Sequence[str], even: Even, file: str) -> Part:
    """grf, cop and moment (at the centre of pressure) of each plate, lab frame; nothing where no plate is named."""
    found = _columns(names)
    if not found:
        return Part()
    used = {i for c in found for group in (c.force, c.point, c.moment) for i in group.values()}
    force = [_three(even.values, c.force) for c in found]
    size = [np.linalg.norm(f, axis=1) for f in force]
    top = max(float(np.nanmax(s, initial=0.0)) for s in size)
    unit, notes = "N", []
    if LEAST_BW <= top <= MOST_BW:
        unit = "BW"
        notes.append(_inferred(f"forces of {file} were taken to be in body weights: they reach {top:.2f}"))
    least = MINIMUM_N if unit == "N" else MINIMUM_N / 700
    on = [s >= least for s in size]
    points = [_three(even.values, c.point) for c in found]
    moments = [_three(even.values, c.moment) for c in found]
    scale_m, scale_nm = _scale(points, on, MOST_M), _scale(moments, on, MOST_NM)
    if scale_m != 1:
        notes.append(_inferred(f"centres of pressure of {file} were taken to be in mm: in m no walkway is so long"))
    if scale_nm != 1:
        notes.append(_inferred(f"moments of {file} were taken to be in Nmm: in Nm no foot makes so much"))
    given = [o & (p != 0).any(axis=1) for p, o in zip(points, on, strict=True)]  # 0 0 0 stands for no point
    points = [np.where(g[:, None], p * scale_m, np.nan) for p, g in zip(points, given, strict=True)]
    sides = [c.side for c in found]
    if set(sides) == {"none"} and (told := _lanes(force, points, even.rate_hz)):
        sides = list(told)
        message = f"which plate of {file} is the left foot's was told by where it lies: its columns do not say it"
        notes.append(Quality(code="sides_inferred", severity="info", message=message))
    channels = []
    for k, (columns, side) in enumerate(zip(found, sides, strict=True)):
        parts = (
            ("grf", unit, force[k], True),
            ("cop", "m", points[k], bool(columns.point)),
            ("moment", f"{unit}m", moments[k] * scale_nm, bool(columns.moment)),
        )
        channels += [
            Channel(quantity, f"plate_{k + 1}", side, "lab", si, even.rate_hz, even.start_s, AXES_XYZ, frozen(values))
            for quantity, si, values, there in parts
            if there
        ]
    return Part(tuple(channels), tuple(notes), frozenset(used))


def _inferred(message: str) -> Quality:
    return Quality(code="unit_inferred", severity="warning", message=message)


def _columns(names: Sequence[str]) -> list[Columns]:
    """Plates with all three components of force, in the order in which they stand."""
    groups: dict[str, dict[str, dict[str, int]]] = {}
    for i, name in enumerate(names):
        told = _told(name)
        if told is not None:
            key, kind, axis = told
            groups.setdefault(key, {"force": {}, "point": {}, "moment": {}})[kind].setdefault(axis, i)
    whole = [(key, g) for key, g in groups.items() if len(g["force"]) == 3]
    return [
        Columns(
            g["force"],
            g["point"] if len(g["point"]) == 3 else {},
            g["moment"] if len(g["moment"]) == 3 else {},
            _side(key),
        )
        for key, g in whole
    ]


def _told(name: str) -> tuple[str, str, str] | None:
    """(plate, force | point | moment, axis) of one column; None for any other."""
    short = SHORT.fullmatch(name)
    if short:
        axis = "xyz"["123".index(short["axis"])] if short["axis"].isdigit() else short["axis"].lower()
        return short["plate"], {"f": "force", "p": "point", "m": "moment"}[short["kind"].lower()], axis
    parts = COMPONENT.fullmatch(name)
    if parts is None or not WORDS.search(parts["before"]):
        return None
    before, kind = parts["before"], parts["kind"].lower()
    turns = re.search(r"torque|moment|grm", before, re.IGNORECASE) is not None
    pushes = re.search(r"force|grf", before, re.IGNORECASE) is not None
    what = {"v": "force", "p": "point", "m": "moment"}.get(kind, "moment" if turns else "force" if pushes else "")
    if not what:
        return None
    key = re.sub(r"[ _.]+", "_", WORDS.sub("", before)).strip("_").lower() + parts["after"]
    return key, what, parts["axis"].lower()


def _side(key: str) -> Side:
    words = set(re.split(r"[_\d]+", key))
    if words & {"r", "right"}:
        return "right"
    return "left" if words & {"l", "left"} else "none"


def _three(values: Array, columns: dict[str, int]) -> Array:
    if not columns:
        return np.full((len(values), 3), np.nan)
    return np.asarray(values[:, [columns[axis] for axis in "xyz"]])


def _scale(values: list[Array], on: list[np.ndarray], most: float) -> float:
    """A thousandth where numbers of loaded plates lie beyond what is possible; 1 else."""
    loaded = np.concatenate([v[o] for v, o in zip(values, on, strict=True)])
    loaded = np.abs(loaded[np.isfinite(loaded)])
    return 1e-3 if len(loaded) and np.percentile(loaded, 99) > most else 1.0


def _lanes(force: list[Array], points: list[Array], rate_hz: float) -> tuple[Side, Side] | None:
    """Sides of two plates, by which lies to the right of the way that force drives; None where that is unclear."""
    if len(force) != 2 or not all(np.isfinite(f).all() for f in force):
        return None
    up = up_from_force(np.concatenate(force))
    if not np.isfinite(up).all():
        return None
    drive = np.zeros(3)
    for f in force:
        held = loads(f @ up, rate_hz)
        if len(held):
            drive = drive + forward_from_force(f, up, held[:, 0], held[:, 1])
    if not np.linalg.norm(drive) > 0:
        return None
    right = to_body(up, drive / np.linalg.norm(drive))[2]
    lane = [p[np.isfinite(p).all(axis=1)] @ right for p in points]
    if any(len(at) == 0 for at in lane):
        return None
    middle = [float(np.median(at)) for at in lane]
    width = max(float(np.median(np.abs(at - m))) for at, m in zip(lane, middle, strict=True))
    if abs(middle[0] - middle[1]) < max(LANES_M, 2 * width):
        return None
    return ("left", "right") if middle[0] < middle[1] else ("right", "left")
