"""Where the joints of a drawn body are: segment lengths as shares of the height, angles and contacts solved for.

Units: hundredths of the body height, degrees; y upwards. Seen from the side a body faces right. Lengths are those of
Drillis and Contini as they stand in every textbook of biomechanics; the hand is added to the forearm up to its grip.
"""

import math
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from restride.app.report.sketch.strokes import Point

View = Literal["side", "front", "back"]
Eyes = Literal["open", "closed"]
Hair = Literal["dark", "grey"]
THIGH, SHANK, TRUNK, UPPER_ARM, FOREARM = 24.5, 24.6, 28.8, 18.6, 18.6
NECK, HEAD = 11.6, 6.5
"""From the line of the shoulders to the middle of the head, and half the head."""
ANKLE, HEEL, BALL, TOE = 3.9, -4.9, 7.0, 11.0
"""The ankle above the sole; how far heel, ball and toe lie ahead of it."""
HALF_HIPS, HALF_SHOULDERS = 5.2, 10.3


class Leg(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A leg, by where its foot is or by its angles.

    foot: the sole under the ankle, as if the foot were flat; ankle: the joint. hip: thigh ahead of straight down; knee:
    flexion (the side only). pitch: above 0 the heel is up and the ball stays, below 0 the toes are up and the heel
    stays. toes: bent up further than flat on the ground (the side only). bend: where the knee is drawn (front and back
    only), else on the straight line. out: toes outward, front and back only.
    """

    foot: Point | None = None
    ankle: Point | None = None
    hip: float = 0.0
    knee: float = 0.0
    pitch: float = 0.0
    toes: float = 0.0
    bend: Point | None = None
    out: float = 1.2


class Arm(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An arm: by the point that its hand holds, or upper arm ahead of straight down (front: outward) and elbow flexion.

    flip: the elbow on the other side. bend: where the elbow is drawn (front and back only).
    """

    hand: Point | None = None
    shoulder: float = 4.0
    elbow: float = 14.0
    flip: bool = False
    bend: Point | None = None


class Pose(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A body. None: as in the pose that it follows, or the plain value.

    pelvis: the middle of the hip joints; left out, it is above the near foot. trunk: lean forward (front: to the
    right). head: more than the trunk. drop: the hip at the right lower than the left (front). turn: the whole body,
    turned to the left about [0, 0] and then moved by `move`.
    """

    pelvis: Point | None = None
    trunk: float | None = None
    head: float | None = None
    drop: float | None = None
    near: Leg | None = None
    far: Leg | None = None
    near_arm: Arm | None = None
    far_arm: Arm | None = None
    eyes: Eyes | None = None
    hair: Hair | None = None
    turn: float | None = None
    move: Point | None = None


@dataclass(frozen=True, slots=True)
class Limb:
    """Root (hip or shoulder), middle (knee or elbow), end (ankle or grip); pitch of the foot, its toes outward."""

    root: Point
    middle: Point
    end: Point
    pitch: float = 0.0
    out: float = 0.0
    toes: float = 0.0


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The joints of one body. head: turn of the head from upright, forward; seen: view."""

    view: View
    pelvis: Point
    neck: Point
    skull: Point
    head: float
    near: Limb
    far: Limb
    near_arm: Limb
    far_arm: Limb
    eyes: Eyes
    hair: Hair


def follow(pose: Pose, before: Pose) -> Pose:
    """The pose with what it leaves out taken from the one before."""
    return Pose(**{key: getattr(before, key) if own is None else own for key, own in asdict(pose).items()})


def polar(at: Point, degrees: float, length: float) -> Point:
    """A point `length` away from `at`; 0 is straight down, 90 is ahead (to the right), 180 straight up."""
    turn = math.radians(degrees)
    return at[0] + length * math.sin(turn), at[1] - length * math.cos(turn)


def hinge(root: Point, end: Point, first: float, second: float, side: int) -> Point:
    """The joint between two segments. side: 1 left of the way from root to end (a knee seen from the side), -1 right.

    Raises ValueError where the end is out of reach.
    """
    dx, dy = end[0] - root[0], end[1] - root[1]
    gap = math.hypot(dx, dy)
    if not abs(first - second) < gap <= first + second + 1e-9:
        raise ValueError(f"{end} is {gap:.1f} away from {root}: two segments reach {first + second:.1f}")
    along = (first**2 - second**2 + gap**2) / (2 * gap)
    up = side * math.sqrt(max(first**2 - along**2, 0.0))
    return root[0] + (dx * along - dy * up) / gap, root[1] + (dy * along + dx * up) / gap


def sole(at: Point, pitch: float) -> Point:
    """The ankle of a foot seen from the side whose flat place is `at`, turned about its ball or its heel."""
    pivot, turn = BALL if pitch > 0 else HEEL, math.radians(-pitch)
    x, y = -pivot, ANKLE
    return at[0] + pivot + x * math.cos(turn) - y * math.sin(turn), at[1] + x * math.sin(turn) + y * math.cos(turn)


def skeleton(pose: Pose, view: View) -> Skeleton:
    """The joints of a pose. Raises ValueError where a foot or a hand is out of reach."""
    near, far, lean = pose.near or Leg(), pose.far or Leg(), pose.trunk or 0.0
    pelvis = pose.pelvis or _above(near, view)
    neck = polar(pelvis, 180 - lean, TRUNK)
    head = lean + (pose.head or 0.0)
    half, across = (0.0, 0.0) if view == "side" else (HALF_HIPS, HALF_SHOULDERS)
    drop = pose.drop or 0.0
    near_arm, far_arm = (
        _arm(polar(neck, 90 * sign - lean, across), arm or Arm(), view, sign)
        for arm, sign in ((pose.near_arm, 1), (pose.far_arm, -1))
    )
    near_leg, far_leg = (
        _leg(polar(pelvis, 90 * sign - drop, half), leg, view, sign) for leg, sign in ((near, 1), (far, -1))
    )
    return Skeleton(
        view, pelvis, neck, polar(neck, 180 - head, NECK), head, near_leg, far_leg, near_arm, far_arm,
        pose.eyes or "open", pose.hair or "dark",
    )  # fmt: skip


def _above(leg: Leg, view: View) -> Point:
    """A pelvis over the foot that stands, with a knee that is not locked."""
    x, y = sole(leg.foot or (0.0, 0.0), leg.pitch) if view == "side" else (leg.foot or (HALF_HIPS, 0.0))
    return (x, y + 48.9) if view == "side" else (x - HALF_HIPS, y + ANKLE + 48.9)


def _leg(hip: Point, leg: Leg, view: View, sign: int) -> Limb:
    if view != "side":
        x, y = leg.ankle or leg.foot or (hip[0], 0.0)
        end = (x, y) if leg.ankle else (x, y + ANKLE + 0.09 * leg.pitch)
        return Limb(hip, leg.bend or ((hip[0] + end[0]) / 2, (hip[1] + end[1]) / 2), end, leg.pitch, sign * leg.out)
    if leg.foot or leg.ankle:
        end = sole(leg.foot, leg.pitch) if leg.foot else leg.ankle or hip
        return Limb(hip, hinge(hip, end, THIGH, SHANK, 1), end, leg.pitch, toes=leg.toes)
    knee = polar(hip, leg.hip, THIGH)
    return Limb(hip, knee, polar(knee, leg.hip - leg.knee, SHANK), leg.pitch)


def _arm(shoulder: Point, arm: Arm, view: View, sign: int) -> Limb:
    side = -1 if view == "side" or sign < 0 else 1
    if arm.hand:
        way = -side if arm.flip else side
        return Limb(shoulder, arm.bend or hinge(shoulder, arm.hand, UPPER_ARM, FOREARM, way), arm.hand)
    swing = arm.shoulder if view == "side" else sign * arm.shoulder
    fold = arm.elbow if view == "side" else -sign * arm.elbow * 0.5
    elbow = polar(shoulder, swing, UPPER_ARM)
    return Limb(shoulder, elbow, polar(elbow, swing + fold, FOREARM))
