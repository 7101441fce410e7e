"""A body drawn round its joints: outlines of limbs, trunk, foot, hand and head. Units as in `strokes`.

Parts that belong together share one outline: first all of them as a fat line, then their fills on top, so that no
line crosses a joint.
"""

import math
from collections.abc import Iterable
from typing import Literal

from restride.app.report.sketch.skeleton import ANKLE, BALL, HEEL, TOE, Limb, Skeleton
from restride.app.report.sketch.strokes import (
    DARK,
    FAINT,
    GREY,
    INK,
    LIGHT,
    PALE,
    PAPER,
    SHORTS,
    Point,
    Run,
    Shape,
    ring,
)

Part = Literal[
    "near_thigh", "near_shank", "near_foot", "near_arm", "far_thigh", "far_shank", "far_foot", "far_arm", "trunk",
    "head", "hip", "far_hip",
]  # fmt: skip
"""What can be told apart in a drawing."""
Tone = Literal["start", "end", "beside"]
"""Where the movement starts, where it ends, and somebody who only helps or a second way."""

Outline = tuple[tuple[float, float, float], ...]
"""Per level between two joints (0 to 1): the distance of the edge on the front (left of the way) and on the back."""
SIDE: dict[str, Outline] = {
    "thigh": (
        (-0.08, 4.0, 5.2), (0.1, 5.4, 6.2), (0.4, 5.6, 5.2), (0.75, 4.5, 4.0), (0.97, 4.1, 3.4), (1.06, 3.2, 2.6),
    ),
    "shank": (
        (-0.06, 3.4, 2.8), (0.08, 3.6, 3.8), (0.28, 3.1, 5.3), (0.5, 2.8, 4.4), (0.78, 2.3, 2.3), (1.04, 2.2, 2.3),
    ),
    "upper": ((-0.14, 2.2, 2.4), (0.0, 3.3, 3.5), (0.4, 2.9, 3.0), (0.8, 2.3, 2.5), (1.06, 2.0, 2.2)),
    "fore": ((-0.08, 2.0, 2.0), (0.15, 2.6, 2.6), (0.6, 2.0, 2.0), (0.84, 1.6, 1.6)),
    "trunk": (
        (-0.21, 2.5, 3.0), (-0.16, 5.2, 6.6), (-0.02, 6.2, 8.2), (0.14, 6.2, 7.2), (0.38, 5.8, 4.9), (0.62, 6.6, 5.8),
        (0.86, 6.4, 6.6), (1.04, 4.0, 5.2), (1.12, 2.4, 2.8),
    ),
}  # fmt: skip
FRONT: dict[str, Outline] = {
    "thigh": ((-0.08, 4.2, 4.2), (0.1, 5.2, 5.2), (0.45, 5.0, 5.0), (0.8, 3.8, 3.8), (1.02, 3.5, 3.5)),
    "shank": (
        (-0.04, 3.3, 3.3), (0.1, 3.5, 3.5), (0.3, 4.3, 4.3), (0.55, 3.5, 3.5), (0.85, 2.3, 2.3), (1.04, 2.3, 2.3),
    ),
    "upper": SIDE["upper"],
    "fore": SIDE["fore"],
    "trunk": (
        (-0.22, 3.0, 3.0), (-0.14, 8.6, 8.6), (0.02, 10.0, 10.0), (0.2, 8.8, 8.8), (0.45, 7.2, 7.2), (0.7, 8.8, 8.8),
        (0.9, 11.6, 11.6), (1.03, 11.4, 11.4), (1.07, 6.0, 6.0), (1.14, 2.6, 2.6),
    ),
}  # fmt: skip
PROFILE: Run = (
    (2.9, 5.9), (4.7, 3.6), (4.5, 1.6), (6.6, -0.9), (4.6, -1.7), (4.9, -3.4), (4.2, -6.2), (0.4, -5.2), (-1.2, -7.5),
    (-3.6, -5.0), (-5.4, -1.0), (-5.2, 4.6), (-0.6, 7.3),
)  # fmt: skip
"""A head that looks to the right, about its middle."""
HAIR: Run = (
    (4.6, 4.9), (2.4, 3.6), (0.6, 3.4), (0.2, 0.4), (-1.6, 0.2), (-1.8, -3.0), (-3.8, -4.6), (-5.9, -1.2), (-5.6, 5.0),
    (-0.6, 7.9), (3.6, 6.9),
)  # fmt: skip
FRINGE: Run = ((-5.3, 0.4), (-4.4, 2.6), (-1.0, 3.6), (4.6, 3.0), (5.3, 0.2), (5.7, 4.6), (0.0, 8.6), (-5.7, 4.6))


def body(joints: Skeleton, tone: Tone, work: Iterable[Part]) -> tuple[Shape, ...]:
    """The marks of one body, far side first. work: what is drawn dark (only at the end of the movement)."""
    parts, dark = _parts(joints), set(work)
    if tone == "start":
        grey = tuple(run for part in parts.values() for run in part)
        return Shape((*grey,), fill=FAINT, stroke=PALE, width=1.3), Shape((*grey,), fill=FAINT)
    ink = INK if tone == "end" else GREY
    far = LIGHT if joints.view == "side" else PAPER
    fills = {part: DARK if part in dark else far if part.startswith("far") else PAPER for part in parts}
    ahead = ["trunk", "head", "near_thigh", "near_shank", "near_foot"]
    groups = [["far_arm"], ["far_thigh", "far_shank", "far_foot"], ahead, ["near_arm"]]
    if joints.view != "side":
        legs = [f"{side}_{piece}" for side in ("far", "near") for piece in ("foot", "shank", "thigh")]
        groups = [[*legs, "trunk", "head"], ["far_arm"], ["near_arm"]]
    worn = _shorts(joints)
    drawn: list[Shape] = []
    for group in groups:
        drawn.append(Shape(tuple(run for part in group for run in parts[part]), fill=ink, stroke=ink, width=2.0))
        for part in group:
            drawn.append(Shape(parts[part], fill=fills[part]))
            if part in worn and part not in dark:
                drawn.append(Shape(worn[part], fill=SHORTS, stroke=SHORTS, width=0.6))
        if "trunk" in group:
            hips = (("hip", joints.near, 1), ("far_hip", joints.far, -1))
            drawn += [Shape((_muscle(joints, leg, sign),), fill=DARK) for part, leg, sign in hips if part in dark]
        if "head" in group:
            drawn += _face(joints, ink)
    return tuple(drawn)


def _parts(joints: Skeleton) -> dict[str, tuple[Run, ...]]:
    table = SIDE if joints.view == "side" else FRONT
    neck = _outline(joints.neck, joints.skull, ((-0.1, 2.7, 2.7), (0.3, 2.3, 2.5), (0.8, 2.4, 2.6)))
    parts: dict[str, tuple[Run, ...]] = {
        "trunk": (_outline(joints.pelvis, joints.neck, table["trunk"], ahead=-1), neck),
        "head": (_head(joints, PROFILE if joints.view == "side" else ring((0, 0), 5.2, 1.28)),),
    }
    for name, leg, arm in (("near", joints.near, joints.near_arm), ("far", joints.far, joints.far_arm)):
        parts[f"{name}_thigh"] = (_outline(leg.root, leg.middle, table["thigh"]),)
        parts[f"{name}_shank"] = (_outline(leg.middle, leg.end, table["shank"]),)
        parts[f"{name}_foot"] = (foot(leg) if joints.view == "side" else _toes(leg),)
        upper, fore = (
            _outline(a, b, table[n]) for a, b, n in ((arm.root, arm.middle, "upper"), (arm.middle, arm.end, "fore"))
        )
        parts[f"{name}_arm"] = (upper, fore, ring(_between(arm.middle, arm.end, 0.93), 2.3))
    return parts


def _outline(start: Point, end: Point, levels: Outline, ahead: int = 1) -> Run:
    """Edge points round the way from start to end. ahead: -1 where the front lies on the right of the way."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length * ahead, dx / length * ahead
    front = [(start[0] + dx * t + nx * f, start[1] + dy * t + ny * f) for t, f, _ in levels]
    back = [(start[0] + dx * t - nx * b, start[1] + dy * t - ny * b) for t, _, b in levels]
    return (*front, *back[::-1])


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def spun(run: Iterable[Point], degrees: float, to: Point) -> Run:
    """Points turned to the left about [0, 0], then moved."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return tuple((to[0] + x * c - y * s, to[1] + x * s + y * c) for x, y in run)


def _head(joints: Skeleton, run: Run) -> Run:
    return spun(run, -joints.head, joints.skull)


def _face(joints: Skeleton, ink: str) -> tuple[Shape, ...]:
    by_view = {"side": HAIR, "front": FRINGE, "back": tuple((x, y + 0.9) for x, y in ring((0, 0), 5.4, 1.15))}
    hair = Shape(
        (_head(joints, by_view[joints.view]),), fill=ink if joints.hair == "dark" else LIGHT, stroke=ink, width=0.8
    )
    eyes = {"side": (3.1,), "front": (-2.2, 2.2), "back": ()}[joints.view]
    if joints.eyes == "closed":
        lids = tuple(_head(joints, ((x - 1.1, 0.1), (x, -0.6), (x + 1.1, 0.1))) for x in eyes)
        return hair, Shape(lids, stroke=ink, width=0.6, closed=False)
    return (hair, *(Shape((_head(joints, ring((x, 0.4), 0.6)),), fill=ink) for x in eyes))


def _shorts(joints: Skeleton) -> dict[str, tuple[Run, ...]]:
    """What is worn, by the part that it lies on: hips down to the middle of the thigh."""
    table = SIDE if joints.view == "side" else FRONT
    belt = tuple(level for level in table["trunk"] if level[0] < 0.15)
    cut = _cut(table["thigh"])
    near, far = (_outline(leg.root, leg.middle, cut) for leg in (joints.near, joints.far))
    trunk = _outline(joints.pelvis, joints.neck, (*belt, (0.17, 6.4, 6.8)) if joints.view == "side" else belt, ahead=-1)
    return {"trunk": (trunk,), "near_thigh": (near,), "far_thigh": (far,)}


def _cut(thigh: Outline) -> Outline:
    """The upper part of a thigh, a little wider at the hem."""
    return (*(level for level in thigh if level[0] < 0.4), (0.46, 5.7, 5.2), (0.52, 5.6, 5.1), (0.53, 3.0, 3.0))


def _muscle(joints: Skeleton, leg: Limb, sign: int) -> Run:
    """The muscle behind the hip (side) or at its outer side."""
    lean = math.degrees(math.atan2(joints.neck[0] - joints.pelvis[0], joints.neck[1] - joints.pelvis[1]))
    if joints.view == "side":
        return spun(ring((-3.4, 0.6), 4.0, 1.3), -lean, leg.root)
    return spun(ring((sign * 2.2, 2.0), 2.3, 2.6), -lean, leg.root)


def foot(leg: Limb) -> Run:
    """A foot from the side. With the heel up it bends at the ball, so that the toes stay flat."""
    low, bend = -ANKLE, min(max(leg.pitch, 0.0), 55.0) + leg.toes
    heel = ((-2.3, 2.0), (-3.2, low + 2.4), (HEEL - 0.2, low + 2.0), (HEEL, low), (0.5, low), (BALL - 0.6, low))
    tip = ((0.0, 0.0), (TOE + 0.9 - BALL, 0.0), (TOE + 0.8 - BALL, 1.5), (1.6, 2.6))
    upper = ((BALL - 0.2, low + 2.9), (3.0, -0.3), (2.3, 1.4))
    return spun((*heel, *spun(tip, bend, (BALL, low)), *upper), -leg.pitch, leg.end)


def _toes(leg: Limb) -> Run:
    """A foot from the front or from behind; with the heel up it is longer."""
    (x, y), out = leg.end, leg.out
    deep = ANKLE + 0.09 * max(leg.pitch, 0.0)
    return (
        (x - 2.2, y + 1.8), (x - 2.5, y - 0.4 * deep), (x - 3.6 + out, y - deep), (x + 3.6 + out, y - deep),
        (x + 2.5, y - 0.4 * deep), (x + 2.2, y + 1.8),
    )  # fmt: skip
