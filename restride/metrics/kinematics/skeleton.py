"""Joint centres and the pose of feet and pelvis in each frame, from rigid clusters of markers, not smoothed.

needs: markers in body axes; for joint centres the standing trial, or joint markers worn in motion.
Joint centres: middle of outer and inner marker, carried by the shank's cluster (knee and ankle) in the pose that
fits the standing shape best; hip by the regression of Harrington et al. 2007 (J Biomech 40:595) from the width and
depth of the pelvis, in standing and carried, or frame by frame where there is no standing trial.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.markersets import SIDES, MarkerSet
from restride.core.recording import Array, Recording
from restride.signal.rigid import Pose, fit

HIP_ASIDE, HIP_BACK, HIP_DOWN = (0.33, 0.0073), (-0.24, -0.0099), (-0.30, -0.0109)
"""Hip joint centre from the middle of the front spines: share of pelvis width (back: of its depth) and constant, m."""
HALF_KNEE_M, HALF_ANKLE_M = 0.055, 0.040
"""From an outer marker to the middle of an adult's joint, half of the marker in it: usual widths, a heuristic."""


@dataclass(frozen=True, slots=True, eq=False)
class Bones:
    """One leg over time, (n, 3) m; None where its markers do not allow it.

    foot: its pose against standing, foot_axis: (3,) from heel to toe in standing. guessed: joints whose centre was set
    off from the outer marker alone.
    """

    heel: Array | None
    toe: Array | None
    ankle: Array | None
    knee: Array | None
    hip: Array | None
    foot: Pose | None
    foot_axis: Array | None
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Both legs and the pelvis, on the markers' clock. pelvis_line: (3,) from left to right spine in standing."""

    rate_hz: float
    start_s: float
    legs: dict[str, Bones]
    pelvis: Pose | None
    pelvis_line: Array
    pelvis_centre: Array | None
    toe_at: float


def skeleton(
    recording: Recording, standing: Recording | None, kind: MarkerSet, unfit: frozenset[tuple[str, str]]
) -> Skeleton:
    """Of a prepared recording; clusters that lost their shape are left out."""
    channels = [c for c in recording.select("marker") if c.frame == "body"]
    moving = {c.place: c.values for c in channels}
    still = _standing(standing)
    labels = tuple(label for s in SIDES for label in kind.labels(s, kind.pelvis))
    pelvis = _pose(labels, moving, still) if ("both", "pelvis") not in unfit else None
    centre = _mean(moving, labels)
    if pelvis is not None and still is not None:
        centre = pelvis.carry(np.mean([still[label] for label in labels if label in still], axis=0))
    legs = {s: _leg(s, kind, moving, still, pelvis, unfit) for s in SIDES}
    return Skeleton(channels[0].rate_hz, channels[0].start_s, legs, pelvis, _across(kind, still), centre, kind.toe_at)


def _leg(
    side: str,
    kind: MarkerSet,
    moving: dict[str, Array],
    still: dict[str, Array] | None,
    pelvis: Pose | None,
    unfit: frozenset[tuple[str, str]],
) -> Bones:
    seen = _joints(side, kind, moving)
    knee, ankle, hip = seen.knee, seen.ankle, hip_centre(side, kind, moving)
    guessed = seen.guessed
    foot = foot_axis = None
    if still is not None:
        there = _joints(side, kind, still)
        if (side, "foot") not in unfit:
            foot = _pose(kind.labels(side, kind.foot), moving, still)
            foot_axis = None if there.heel is None or there.toe is None else there.toe - there.heel
        if there.knee is not None and there.ankle is not None:
            shank = _pose(kind.labels(side, kind.shank), moving, still) if (side, "shank") not in unfit else None
            if shank is not None:
                knee, ankle, guessed = shank.carry(there.knee), shank.carry(there.ankle), there.guessed
            still_hip = hip_centre(side, kind, still)
            if still_hip is not None and pelvis is not None:
                hip = pelvis.carry(still_hip)
    return Bones(seen.heel, seen.toe, ankle, knee, hip, foot, foot_axis, guessed)


@dataclass(frozen=True, slots=True, eq=False)
class _Joints:
    """(..., 3) m. guessed: joints of which only the outer marker is worn."""

    heel: Array | None
    toe: Array | None
    ankle: Array | None
    knee: Array | None
    guessed: tuple[str, ...]


def _joints(side: str, kind: MarkerSet, markers: dict[str, Array]) -> _Joints:
    """Of standing, (3,), or of motion, (n, 3).

    Where a set has an outer and an inner marker and the inner one is missing, the centre lies half a usual joint's
    width inward of the outer one, across the plane of shank and foot.
    """
    heel, toe, ankle, knee = (
        _mean(markers, kind.labels(side, names)) for names in (kind.heel, kind.toe, kind.ankle, kind.knee)
    )
    alone = [_outer_alone(markers, kind.labels(side, names)) for names in (kind.ankle, kind.knee)]
    if heel is None or toe is None or ankle is None or knee is None or not any(alone):
        return _Joints(heel, toe, ankle, knee, ())
    right = np.cross(toe - heel, knee - ankle)
    inward = right / np.linalg.norm(right, axis=-1, keepdims=True) * (1.0 if side == "left" else -1.0)
    ankle, knee = (
        centre + half_m * inward if one else centre
        for centre, half_m, one in ((ankle, HALF_ANKLE_M, alone[0]), (knee, HALF_KNEE_M, alone[1]))
    )
    return _Joints(heel, toe, ankle, knee, tuple(n for n, one in zip(("ankle", "knee"), alone, strict=True) if one))


def _outer_alone(markers: dict[str, Array], labels: tuple[str, ...]) -> bool:
    return len(labels) == 2 and labels[0] in markers and labels[1] not in markers


def _across(kind: MarkerSet, still: dict[str, Array] | None) -> Array:
    """From the left to the right front spine in standing; across the laboratory where one is missing.

    The spines' own line, so that a person who stood turned in the laboratory is not given a tilt.
    """
    left, right = (None if still is None else still.get(kind.label(s, kind.asis)) for s in SIDES)
    return np.array([0.0, 0.0, 1.0]) if left is None or right is None else right - left


def hip_centre(side: str, kind: MarkerSet, markers: dict[str, Array]) -> Array | None:
    """(..., 3) hip joint centre in standing, (3,), or in motion, (n, 3), body axes; None without the four spines."""
    front = [markers.get(kind.label(s, kind.asis)) for s in SIDES]
    back = [markers.get(kind.label(s, kind.psis)) for s in SIDES]
    if front[0] is None or front[1] is None or back[0] is None or back[1] is None:
        return None
    middle = (front[0] + front[1]) / 2
    across, ahead = front[1] - front[0], middle - (back[0] + back[1]) / 2
    widths, depths = (np.linalg.norm(v, axis=-1, keepdims=True) for v in (across, ahead))
    right = across / widths
    forward = ahead - np.sum(ahead * right, axis=-1, keepdims=True) * right
    forward = forward / np.linalg.norm(forward, axis=-1, keepdims=True)
    up = np.cross(right, forward)
    width, depth = float(np.nanmedian(widths)), float(np.nanmedian(depths))
    sign = 1.0 if side == "right" else -1.0
    aside = HIP_ASIDE[0] * width + HIP_ASIDE[1]
    behind = HIP_BACK[0] * depth + HIP_BACK[1]
    below = HIP_DOWN[0] * width + HIP_DOWN[1]
    return np.asarray(middle + sign * aside * right + behind * forward + below * up)


def _standing(standing: Recording | None) -> dict[str, Array] | None:
    """(3,) median place of each marker in standing."""
    if standing is None:
        return None
    return {c.place: np.nanmedian(c.values, axis=0) for c in standing.select("marker")}


def _pose(labels: tuple[str, ...], moving: dict[str, Array], still: dict[str, Array] | None) -> Pose | None:
    there = [label for label in labels if still is not None and label in moving and label in still]
    if still is None or len(there) < 3:
        return None
    return fit(np.array([still[label] for label in there]), np.stack([moving[label] for label in there], axis=1))


def _mean(markers: dict[str, Array], labels: tuple[str, ...]) -> Array | None:
    found = [markers[label] for label in labels if label in markers]
    return np.asarray(np.mean(found, axis=0)) if found else None
