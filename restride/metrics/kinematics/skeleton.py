"""Joint centres and the pose of feet and pelvis in each frame, from rigid clusters of markers, not smoothed.

needs: markers in body axes; for joint centres the standing trial, or joint markers worn in motion.
Joint centres: middle of lateral and medial marker, carried by the shank's cluster (knee and ankle) in the pose that
fits the standing shape best; hip by the regression of Harrington et al. 2007 (J Biomech 40:595) from the width and
depth of the pelvis.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.markersets import SIDES, MarkerSet
from restride.core.recording import Array, Recording
from restride.signal.rigid import Pose, fit

HIP_ASIDE, HIP_BACK, HIP_DOWN = (0.33, 0.0073), (-0.24, -0.0099), (-0.30, -0.0109)
"""Hip joint centre from the middle of the front spines: share of pelvis width (back: of its depth) and constant, m."""


@dataclass(frozen=True, slots=True, eq=False)
class Bones:
    """One leg over time, (n, 3) m; None where its markers do not allow it.

    foot: its pose against standing, foot_axis: (3,) from heel to toe in standing.
    """

    heel: Array | None
    toe: Array | None
    ankle: Array | None
    knee: Array | None
    hip: Array | None
    foot: Pose | None
    foot_axis: Array | None


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Both legs and the pelvis, on the markers' clock. pelvis_line: (3,) from left to right spine in standing."""

    rate_hz: float
    start_s: float
    legs: dict[str, Bones]
    pelvis: Pose | None
    pelvis_line: Array
    pelvis_centre: Array | None


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
    return Skeleton(channels[0].rate_hz, channels[0].start_s, legs, pelvis, _across(kind, still), centre)


def _leg(
    side: str,
    kind: MarkerSet,
    moving: dict[str, Array],
    still: dict[str, Array] | None,
    pelvis: Pose | None,
    unfit: frozenset[tuple[str, str]],
) -> Bones:
    heel, toe = _mean(moving, kind.labels(side, kind.heel)), _mean(moving, kind.labels(side, kind.toe))
    knee, ankle = _mean(moving, kind.labels(side, kind.knee)), _mean(moving, kind.labels(side, kind.ankle))
    foot = hip = foot_axis = None
    if still is not None:
        if (side, "foot") not in unfit:
            foot = _pose(kind.labels(side, kind.foot), moving, still)
            ends = [_mean(still, kind.labels(side, names)) for names in (kind.heel, kind.toe)]
            foot_axis = None if ends[0] is None or ends[1] is None else ends[1] - ends[0]
        still_knee = _mean(still, kind.labels(side, kind.knee))
        still_ankle = _mean(still, kind.labels(side, kind.ankle))
        if still_knee is not None and still_ankle is not None:
            shank = _pose(kind.labels(side, kind.shank), moving, still) if (side, "shank") not in unfit else None
            if shank is not None:
                knee, ankle = shank.carry(still_knee), shank.carry(still_ankle)
            still_hip = hip_centre(side, kind, still)
            if still_hip is not None and pelvis is not None:
                hip = pelvis.carry(still_hip)
    return Bones(heel, toe, ankle, knee, hip, foot, foot_axis)


def _across(kind: MarkerSet, still: dict[str, Array] | None) -> Array:
    """From the left to the right front spine in standing; across the laboratory where one is missing.

    The spines' own line, so that a person who stood turned in the laboratory is not given a tilt.
    """
    left, right = (None if still is None else still.get(kind.label(s, kind.asis)) for s in SIDES)
    return np.array([0.0, 0.0, 1.0]) if left is None or right is None else right - left


def hip_centre(side: str, kind: MarkerSet, still: dict[str, Array]) -> Array | None:
    """(3,) hip joint centre in standing, body axes; None without the four spines."""
    front = [still.get(kind.label(s, kind.asis)) for s in SIDES]
    back = [still.get(kind.label(s, kind.psis)) for s in SIDES]
    if front[0] is None or front[1] is None or back[0] is None or back[1] is None:
        return None
    middle = (front[0] + front[1]) / 2
    across, ahead = front[1] - front[0], middle - (back[0] + back[1]) / 2
    width, depth = float(np.linalg.norm(across)), float(np.linalg.norm(ahead))
    right = across / width
    forward = ahead - (ahead @ right) * right
    forward = forward / np.linalg.norm(forward)
    up = np.cross(right, forward)
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
