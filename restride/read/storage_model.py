"""Joint angles and moments among the columns of a storage file, by the names that OpenSim's models give coordinates.

Clinical signs: flexion, adduction, inward rotation, dorsiflexion, inversion; the pelvis tilts forward, rises on the
right and turns to the left. Models agree on these but for the knee, which bends to negative angles in gait2392 and its
kin and to positive ones in Rajagopal's: see model_values.py. Moments are those of the muscles (internal): they extend,
abduct, plantarflex. The trunk's lean is that of its long axis to the vertical, along and across the mean way that the
pelvis faces, from pelvis and lumbar coordinates as rotations about z (right), x (forward) and y (up) in this order.
"""

import re
from collections.abc import Sequence

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Side, frozen
from restride.read.clock import Even
from restride.read.model_values import (
    Part,
    degrees_factor,
    knee_angle_sign,
    knee_moment_sign,
    larger_peak,
    moment_unit,
)

JOINTS: dict[str, tuple[tuple[str, str, float], ...]] = {
    # place: (coordinate, what it is positive for, sign)
    "hip": (("hip_flexion", "flexion", 1.0), ("hip_adduction", "adduction", 1.0), ("hip_rotation", "rotation", 1.0)),
    "knee": (("knee_angle", "flexion", 1.0),),
    "ankle": (("ankle_angle", "dorsiflexion", 1.0), ("subtalar_angle", "inversion", 1.0)),
}
OPPOSITE = {
    "flexion": "extension",
    "adduction": "abduction",
    "rotation": "outward_rotation",
    "dorsiflexion": "plantarflexion",
    "inversion": "eversion",
}
PELVIS = ("pelvis_tilt", "pelvis_list", "pelvis_rotation")
LUMBAR = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
SIDES: tuple[Side, Side] = ("left", "right")
NO_ANGLES = re.compile(r"speed|accelerat|force|moment|actuation|activation|control|power", re.IGNORECASE)
"""Titles of tables whose columns have the names of coordinates but hold something else."""
FILE_NAME = re.compile(r"\.(?:mot|sto)\s*$", re.IGNORECASE)
"""A title that is but the name of a file says nothing of what is in it."""
MOST_DEG = 200.0
"""Legs do not turn further: larger numbers are no angles."""
BENDS_FORWARD = re.compile(r"knee_angle_[rl]_beta")
"""Coordinate of the kneecap in models whose knee bends to positive angles."""


def angles(title: str, degrees: bool | None, names: Sequence[str], even: Even, file: str) -> Part:
    """angle channels, deg, of hip, knee, ankle, pelvis and trunk; nothing where the table holds none."""
    if NO_ANGLES.search(title) and not FILE_NAME.search(title):
        return Part()
    # a coordinate that is locked in the model says nothing
    moves = np.fmax.reduce(even.values, axis=0) > np.fmin.reduce(even.values, axis=0)
    at = {_coordinate(name): i for i, name in enumerate(names) if _coordinate(name) and moves[i]}
    legs = [
        (place, side, [(axis, sign, at[f"{name}_{side[0]}"]) for name, axis, sign in rows if f"{name}_{side[0]}" in at])
        for place, rows in JOINTS.items()
        for side in SIDES
    ]
    legs = [leg for leg in legs if leg[2]]
    values = even.values
    turned = [values[:, i] for _, _, rows in legs for _, _, i in rows]
    factor, notes = degrees_factor(turned, even.rate_hz, degrees, file)
    if max((float(np.nanmax(np.abs(a), initial=0.0)) * factor for a in turned), default=0.0) > MOST_DEG:
        return Part()
    knees = [values[:, i] * factor for place, _, rows in legs if place == "knee" for _, _, i in rows]
    bends, said = knee_angle_sign(knees, file)
    channels = [
        _angle(
            place,
            side,
            {axis: values[:, i] * factor * sign * (bends if place == "knee" else 1.0) for axis, sign, i in rows},
            even,
        )
        for place, side, rows in legs
    ]
    used = {i for _, _, rows in legs for _, _, i in rows}
    if all(name in at for name in PELVIS):
        tilt, lists, turn = (values[:, at[name]] * factor for name in PELVIS)
        channels.append(_angle("pelvis", "none", {"tilt": -tilt, "obliquity": -lists, "rotation": turn}, even))
        used |= {at[name] for name in PELVIS}
        if all(name in at for name in LUMBAR):
            bent = np.stack([values[:, at[name]] * factor for name in LUMBAR], axis=1)
            lean = _trunk(np.stack([tilt, lists, turn], axis=1), bent)
            channels.append(_angle("trunk", "none", {"flexion": lean[:, 0], "lean": lean[:, 1]}, even))
    return Part(tuple(channels), (*notes, *said), frozenset(used))


def moments(names: Sequence[str], even: Even, file: str) -> Part:
    """joint_moment channels, Nm or Nm/kg, of hip, knee and ankle; a knee whose sign nothing tells is left out."""
    at = {
        name.rpartition("/")[2].removesuffix("_moment"): i for i, name in enumerate(names) if name.endswith("_moment")
    }
    legs = [
        (place, side, [(axis, at[f"{name}_{side[0]}"]) for name, axis, _ in rows if f"{name}_{side[0]}" in at])
        for place, rows in JOINTS.items()
        for side in SIDES
    ]
    legs = [leg for leg in legs if leg[2]]
    if not legs:
        return Part()
    used = frozenset(i for _, _, rows in legs for _, i in rows)
    values = even.values
    sagittal = [values[:, i] for _, _, rows in legs for axis, i in rows if axis.endswith("flexion")]
    seen = moment_unit(sagittal, "Nm", file)
    if seen is None:
        message = f"joint moments of {file} fit no unit (Nm, Nm/kg) that gait would have: they were left out"
        return Part(notes=(Quality(code="implausible", severity="warning", message=message),), used=used)
    unit, factor, notes = seen
    sign, said = _signs(names, {(p, side): -values[:, rows[0][1]] for p, side, rows in legs}, file)
    channels = [
        Channel(
            "joint_moment", place, side, "body", unit, even.rate_hz, even.start_s,
            tuple(OPPOSITE[axis] for axis, _ in rows),
            frozen(np.stack([-factor * sign[place] * values[:, i] for _, i in rows], axis=1)),
        )
        for place, side, rows in legs
        if sign[place]
    ]  # fmt: skip
    return Part(tuple(channels), (*notes, *said), used)


def _signs(
    names: Sequence[str], legs: dict[tuple[str, Side], Array], file: str
) -> tuple[dict[str, float], list[Quality]]:
    """By place: +1 where moments (n,) are positive for extension and plantarflexion, -1 where not, 0 where unknown.

    legs: moments as models have them, turned over, and the knee's as if it bent to positive angles.
    """
    calf = larger_peak([m for (place, _), m in legs.items() if place == "ankle"]) or 1.0
    knees = [side for place, side in legs if place == "knee"]
    notes = []
    if calf < 0:
        message = f"moments of {file} were turned over: by its larger peak the calf would pull the toes up"
        notes.append(Quality(code="sign_inferred", severity="info", message=message))
    knee = calf
    if knees and not any(BENDS_FORWARD.search(name) for name in names):
        calves = [calf * legs["ankle", side] for side in knees if ("ankle", side) in legs]
        knee = knee_moment_sign([legs["knee", side] for side in knees], calves if len(calves) == len(knees) else [])
        notes.append(_knee_note(knee, file))
    return {"hip": calf, "knee": knee, "ankle": calf}, notes


def _knee_note(sign: float, file: str) -> Quality:
    if sign == 0:
        message = f"nothing in {file} tells which way its knee moments count: they were left out"
        return Quality(code="sign_inferred", severity="warning", message=message)
    which = "flexion" if sign > 0 else "extension"
    message = f"knee moments of {file} were taken to count {which} positive, by which way the larger peak goes"
    return Quality(code="sign_inferred", severity="info", message=message)


def _coordinate(column: str) -> str:
    """`/jointset/hip_r/hip_flexion_r/value` and `hip_flexion_r` are one coordinate; speeds and the like are none."""
    parts = column.split("/")
    if len(parts) == 1:
        return column
    return parts[-2] if parts[-1] == "value" else ""


def _angle(place: str, side: Side, columns: dict[str, Array], even: Even) -> Channel:
    values = frozen(np.stack(list(columns.values()), axis=1))
    return Channel("angle", place, side, "body", "deg", even.rate_hz, even.start_s, tuple(columns), values)


def _trunk(pelvis: Array, lumbar: Array) -> Array:
    """(n, 2) deg: lean of the trunk forward and to the right. pelvis, lumbar: (n, 3) deg about z, x and y in turn."""
    turned = _rotation(pelvis)
    ahead = np.nanmean(turned[:, :, 0], axis=0)
    ahead = np.array([ahead[0], 0.0, ahead[2]])
    length = float(np.linalg.norm(ahead))
    ahead = ahead / length if length > 0 else np.array([1.0, 0.0, 0.0])
    right = np.array([-ahead[2], 0.0, ahead[0]])
    up = (turned @ _rotation(lumbar))[:, :, 1]
    return np.degrees(np.stack([np.arctan2(up @ ahead, up[:, 1]), np.arctan2(up @ right, up[:, 1])], axis=1))


def _rotation(zxy: Array) -> Array:
    """(n, 3, 3) turns about z, then the turned x, then the turned y, by (n, 3) degrees."""
    (cz, cx, cy), (sz, sx, sy) = np.cos(np.radians(zxy)).T, np.sin(np.radians(zxy)).T
    one, none = np.ones(len(zxy)), np.zeros(len(zxy))
    about_z = np.array([[cz, -sz, none], [sz, cz, none], [none, none, one]])
    about_x = np.array([[one, none, none], [none, cx, -sx], [none, sx, cx]])
    about_y = np.array([[cy, none, sy], [none, one, none], [-sy, none, cy]])
    z, x, y = (np.moveaxis(a, 2, 0) for a in (about_z, about_x, about_y))
    return np.asarray(z @ x @ y)
