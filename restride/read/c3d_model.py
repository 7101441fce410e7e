"""Joint angles, moments and powers that a program computed and stored as points of a C3D file.

Plug-in Gait and programs that follow it (HBM) write LKneeAngles, RAnkleMoment ... with flexion, adduction and inward
rotation as x, y and z; the trunk's and pelvis's angles are to the laboratory, once for each side (Vicon, Nexus 2
documentation, "Lower body angles", "Upper body angles"). Of other names (Visual3D's are the user's: LEFT_KNEE_ANGLE,
KneeMoment_R) only the sagittal angle or moment, x, is taken. Which way it counts, and the unit, are checked as
model_values.py says: Plug-in Gait counts moments that extend the hip and plantarflex the ankle positive, Visual3D the
reverse, both those that extend the knee.
"""

import re
from collections.abc import Sequence

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Side, frozen
from restride.read.c3d_header import Layout
from restride.read.labels import without_subject
from restride.read.model_values import (
    MOST_W_KG,
    degrees_factor,
    knee_angle_sign,
    knee_moment_sign,
    larger_peak,
    moment_unit,
)

KINDS = {"ANGLE", "FORCE", "MOMENT", "POWER", "SCALAR", "REACTION"}
ENDS = re.compile(r"(?:angle|moment|power|force)s?(?:[ _.]+(?:left|right|l|r))?$", re.IGNORECASE)
"""How names of model outputs end: no place on a body is called so."""
SIDE, JOINT, KIND = r"(?P<side>left|right|l|r)", r"(?P<joint>hip|knee|ankle)", r"(?P<kind>angle|moment|power)s?"
NAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (f"{SIDE}[ _.]*{JOINT}[ _.]*{KIND}", f"{JOINT}[ _.]*{KIND}[ _.]+{SIDE}")
)
PLUG_IN = re.compile(r"[LR](?:Hip|Ankle)Angles")
TRUNK = {"pelvis": "PelvisAngles", "trunk": "ThoraxAngles"}
ANGLES = {"hip": ("flexion", "adduction", "rotation"), "knee": ("flexion",), "ankle": ("dorsiflexion",)}
MOMENTS = {"hip": "extension", "knee": "extension", "ankle": "plantarflexion"}
OFF_DEG = 45.0
"""An ankle whose median lies beyond is not counted from a right angle between shank and foot."""
SIDES: dict[str, Side] = {"l": "left", "r": "right"}


def model_labels(layout: Layout) -> set[str]:
    """Labels of points that are no places: listed in POINT:ANGLES, FORCES ..., by TYPE_GROUPS, or named like one."""
    pairs = layout.parameters.texts("POINT", "TYPE_GROUPS")
    lists = {f"{kind}S" for kind in KINDS}
    named = zip(pairs[::2], pairs[1::2], strict=False)
    lists |= {name.upper() for name, kind in named if kind.upper() in KINDS}
    listed = {label for name in lists for label in layout.parameters.texts("POINT", name)}
    return listed | {label for label in layout.parameters.texts("POINT", "LABELS") if ENDS.search(label.strip())}


def model_channels(layout: Layout, points: Array, start_s: float, file: str) -> tuple[list[Channel], list[Quality]]:
    """angle (deg), joint_moment (Nm, Nm/kg) and joint_power (W, W/kg) channels. points: (n, frames, 3) as stored."""
    known = model_labels(layout)
    labels = layout.parameters.texts("POINT", "LABELS")[: len(points)]
    at = [i for i, label in enumerate(labels) if label in known]
    found: dict[str, Array] = {}
    for i, label in zip(at, without_subject([labels[i] for i in at]), strict=True):
        values = points[i]
        seen = np.isfinite(values).all(axis=1) & (values != 0).any(axis=1)
        if seen.any():
            found.setdefault(label.strip(), np.where(seen[:, None], values, np.nan))
    legs: dict[str, dict[tuple[str, Side], tuple[str, Array]]] = {"angle": {}, "moment": {}, "power": {}}
    for label, values in found.items():
        told = next((m for pattern in NAMES if (m := pattern.fullmatch(label))), None)
        if told is not None:
            key = told["joint"].lower(), SIDES[told["side"][0].lower()]
            legs[told["kind"].lower()].setdefault(key, (label, values))
    clock = layout.rate_hz, start_s
    angles, angle_notes = _angles(legs["angle"], found, _unit(layout, "ANGLE"), clock, file)
    moments, moment_notes = _moments(legs["moment"], _unit(layout, "MOMENT"), clock, file)
    return [*angles, *moments, *_powers(legs["power"], clock)], [*angle_notes, *moment_notes]


Legs = dict[tuple[str, Side], tuple[str, Array]]
Clock = tuple[float, float]


def _unit(layout: Layout, kind: str) -> str:
    return (layout.parameters.texts("POINT", f"{kind}_UNITS") or ("",))[0].strip()


def _channel(quantity: str, place: str, side: Side, unit: str, clock: Clock, columns: dict[str, Array]) -> Channel:
    values = frozen(np.stack(list(columns.values()), axis=1))
    return Channel(quantity, place, side, "body", unit, *clock, tuple(columns), values)


def _angles(
    legs: Legs, found: dict[str, Array], unit: str, clock: Clock, file: str
) -> tuple[list[Channel], list[Quality]]:
    says = {"deg": True, "degrees": True, "rad": False, "radians": False}.get(unit.lower())
    factor, notes = degrees_factor([values[:, 0] for _, values in legs.values()], clock[0], says, file)
    knees = [values[:, 0] * factor for (joint, _), (_, values) in legs.items() if joint == "knee"]
    bends, said = knee_angle_sign(knees, file)
    notes += said
    channels = []
    for (joint, side), (label, values) in sorted(legs.items(), key=lambda leg: leg[0]):
        turned = values * factor * (bends if joint == "knee" else 1.0)
        if joint == "ankle" and abs(np.nanmedian(turned[:, 0])) > OFF_DEG:
            message = f"{label} of {file} is not counted from a right angle between shank and foot: it was left out"
            notes.append(Quality(code="implausible", severity="warning", message=message))
            continue
        names = ANGLES[joint] if PLUG_IN.fullmatch(label) else ANGLES[joint][:1]
        columns = {name: turned[:, i] for i, name in enumerate(names)}
        channels.append(_channel("angle", joint, side, "deg", clock, columns))
    for place, name in TRUNK.items():
        own = 1.0 if f"R{name}" in found else -1.0
        stored = found.get(f"R{name}", found.get(f"L{name}"))
        if stored is None:
            continue
        x, y, z = (stored * factor).T
        if place == "pelvis":  # up on the side of the name, inward there
            columns = {"tilt": x, "obliquity": own * y, "rotation": own * z}
        else:  # to the other side than the name's
            columns = {"flexion": x, "lean": -own * y, "rotation": own * z}
        channels.append(_channel("angle", place, "none", "deg", clock, columns))
    return channels, notes


def _moments(legs: Legs, unit: str, clock: Clock, file: str) -> tuple[list[Channel], list[Quality]]:
    if not legs:
        return [], []
    says = {"nmm": "Nmm", "nm": "Nm", "nmm/kg": "Nmm/kg", "nm/kg": "Nm/kg"}.get(re.sub(r"[ .*]", "", unit).lower(), "")
    seen = moment_unit([values[:, 0] for _, values in legs.values()], says, file)
    if seen is None:
        message = f"joint moments of {file} fit no unit (Nm, Nmm, Nm/kg, Nmm/kg) that gait has: they were left out"
        return [], [Quality(code="implausible", severity="warning", message=message)]
    si, factor, notes = seen
    sagittal = {key: values[:, 0] * factor for key, (_, values) in legs.items()}
    calf, knee = _signs(sagittal)
    if calf < 0 or knee < 0:
        message = (
            f"ankle moments of {file} count {'plantar' if calf > 0 else 'dorsi'}flexion positive and knee moments "
            f"{'extension' if knee > 0 else 'flexion'}, by which way the larger peaks go"
        )
        notes.append(Quality(code="sign_inferred", severity="info", message=message))
    if knee == 0:
        message = f"nothing in {file} tells which way its knee moments count: they were left out"
        notes.append(Quality(code="sign_inferred", severity="warning", message=message))
    sign = {"hip": calf, "knee": knee, "ankle": calf}
    return [
        _channel("joint_moment", joint, side, si, clock, {MOMENTS[joint]: sign[joint] * values})
        for (joint, side), values in sorted(sagittal.items(), key=lambda leg: leg[0])
        if sign[joint]
    ], notes


def _signs(sagittal: dict[tuple[str, Side], Array]) -> tuple[float, float]:
    """What makes ankle moments positive for plantarflexion, and knee moments for extension; 0 where nothing tells.

    Where the ankle counts as in Plug-in Gait the knee does too, whatever its peaks: some people spare the muscle that
    extends it.
    """
    calf = larger_peak([m for (joint, _), m in sagittal.items() if joint == "ankle"]) or 1.0
    if calf > 0:
        return calf, 1.0
    both: Sequence[Side] = [s for s in SIDES.values() if ("knee", s) in sagittal and ("ankle", s) in sagittal]
    return calf, knee_moment_sign([sagittal["knee", s] for s in both], [-sagittal["ankle", s] for s in both])


def _powers(legs: Legs, clock: Clock) -> list[Channel]:
    """Power of each joint, all planes together, W or W/kg by its size; Plug-in Gait fills one column of three."""
    total = {key: values.sum(axis=1) for key, (_, values) in legs.items()}
    size = max((float(np.nanpercentile(np.abs(p), 99)) for p in total.values()), default=0.0)
    unit = "W/kg" if size <= MOST_W_KG else "W"
    return [
        _channel("joint_power", joint, side, unit, clock, {"power": values})
        for (joint, side), values in sorted(total.items(), key=lambda leg: leg[0])
    ]
