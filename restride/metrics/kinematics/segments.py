"""How foot, shank, thigh and pelvis stand in each frame, from rigid clusters of markers.

needs: markers in body axes; for joint centres and zero angles the standing trial, or joint markers worn in motion.
Joint centres: middle of lateral and medial marker, carried by the shank's cluster (knee and ankle) in the pose that
fits the standing shape best; hip by the regression of Harrington et al. 2007 (J Biomech 40:595) from the width and
depth of the pelvis. Angles are sagittal (AP-V plane); ISB asks for joint coordinate systems: we differ, because
lengthwise axes in one plane suffer least from how clusters were placed.
All angles are low-passed at 40 Hz (second-order Butterworth, forward and back): contact is fast, so 6 to 12 Hz would
smear it.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.markersets import SIDES, MarkerSet
from restride.core.recording import Array, Channel, Recording
from restride.signal.filters import lowpass
from restride.signal.rigid import Pose, fit

CUTOFF_HZ = 40.0
HIP_ASIDE, HIP_BACK, HIP_DOWN = (0.33, 0.0073), (-0.24, -0.0099), (-0.30, -0.0109)
"""Hip joint centre from the middle of the front spines: share of pelvis width (back: of its depth) and constant, m."""


@dataclass(frozen=True, slots=True, eq=False)
class Limb:
    """One leg over time, (n,) degrees and metres; None where its markers do not allow it.

    foot: pitch, toes up positive, zero as in standing. shank: lean from the vertical, positive with the ankle ahead of
    the knee. thigh: positive with the knee ahead of the hip. Only the foot's zero is taken from standing.
    heel: (n, 3) m. toe: (n, 3) m.
    """

    heel: Array | None
    toe: Array | None
    foot: Array | None
    shank: Array | None
    thigh: Array | None


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Both legs and the pelvis, on the markers' clock. tilt: frontal, right side up positive, 0 as in standing, deg."""

    rate_hz: float
    start_s: float
    limbs: dict[str, Limb]
    pelvis: Array | None
    tilt: Array | None


def body(recording: Recording, standing: Recording | None, kind: MarkerSet, unfit: frozenset[tuple[str, str]]) -> Body:
    """Segments of a prepared recording; clusters that lost their shape are left out."""
    channels = [c for c in recording.select("marker") if c.frame == "body"]
    moving = {c.place: c.values for c in channels}
    still = _standing(standing)
    clock: Channel = channels[0]
    smooth = _Smooth(clock.rate_hz)
    pelvis_labels = tuple(label for s in SIDES for label in kind.labels(s, kind.pelvis))
    whole = ("both", "pelvis") not in unfit
    pelvis = _pose(pelvis_labels, moving, still) if still is not None and whole else None
    tilt = None
    if pelvis is not None:
        line = _across(kind, still) if still is not None else np.array([0.0, 0.0, 1.0])
        across = pelvis.turn(line)
        tilt = smooth(
            np.degrees(np.arctan2(across[:, 1], across[:, 2]) - np.arctan2(line[1], np.hypot(line[0], line[2])))
        )
    centre = _mean(moving, pelvis_labels)
    if pelvis is not None and still is not None:
        middle = np.mean([still[label] for label in pelvis_labels if label in still], axis=0)
        centre = pelvis.carry(middle)
    limbs = {s: _limb(s, kind, moving, still, pelvis, unfit, smooth) for s in SIDES}
    return Body(clock.rate_hz, clock.start_s, limbs, None if centre is None else smooth(centre), tilt)


@dataclass(frozen=True, slots=True)
class _Smooth:
    rate_hz: float

    def __call__(self, values: Array) -> Array:
        return lowpass(values, self.rate_hz, cutoff_hz=CUTOFF_HZ)


def _limb(
    side: str,
    kind: MarkerSet,
    moving: dict[str, Array],
    still: dict[str, Array] | None,
    pelvis: Pose | None,
    unfit: frozenset[tuple[str, str]],
    smooth: _Smooth,
) -> Limb:
    heel, toe = _mean(moving, kind.labels(side, kind.heel)), _mean(moving, kind.labels(side, kind.toe))
    foot = shank = thigh = None
    knee, ankle = _mean(moving, kind.labels(side, kind.knee)), _mean(moving, kind.labels(side, kind.ankle))
    if still is not None:
        if (side, "foot") not in unfit:
            pose = _pose(kind.labels(side, kind.foot), moving, still)
            ends = [_mean(still, kind.labels(side, names)) for names in (kind.heel, kind.toe)]
            if pose is not None and ends[0] is not None and ends[1] is not None:
                axis = ends[1] - ends[0]
                turned = pose.turn(axis)
                foot = smooth(_unwrapped(_pitch(turned) - _pitch(axis)))
        still_knee = _mean(still, kind.labels(side, kind.knee))
        still_ankle = _mean(still, kind.labels(side, kind.ankle))
        if still_knee is not None and still_ankle is not None:
            pose = _pose(kind.labels(side, kind.shank), moving, still) if (side, "shank") not in unfit else None
            if pose is not None:
                knee, ankle = pose.carry(still_knee), pose.carry(still_ankle)
            still_hip = _hip(side, kind, still)
            if still_hip is not None and pelvis is not None and knee is not None:
                thigh = smooth(_lean(pelvis.carry(still_hip), knee))
    if knee is not None and ankle is not None:
        shank = smooth(_lean(knee, ankle))
    return Limb(
        None if heel is None else smooth(heel),
        None if toe is None else smooth(toe),
        foot,
        shank,
        thigh,
    )


def _across(kind: MarkerSet, still: dict[str, Array]) -> Array:
    """From the left to the right front spine in standing; across the laboratory where one is missing.

    The spines' own line, so that a person who stood turned in the laboratory is not given a tilt.
    """
    left, right = (still.get(kind.label(s, kind.asis)) for s in SIDES)
    return np.array([0.0, 0.0, 1.0]) if left is None or right is None else right - left


def _hip(side: str, kind: MarkerSet, still: dict[str, Array]) -> Array | None:
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


def _pose(labels: tuple[str, ...], moving: dict[str, Array], still: dict[str, Array]) -> Pose | None:
    there = [label for label in labels if label in moving and label in still]
    if len(there) < 3:
        return None
    return fit(np.array([still[label] for label in there]), np.stack([moving[label] for label in there], axis=1))


def _mean(markers: dict[str, Array], labels: tuple[str, ...]) -> Array | None:
    found = [markers[label] for label in labels if label in markers]
    return np.asarray(np.mean(found, axis=0)) if found else None


def _pitch(axis: Array) -> Array:
    """Sagittal pitch of a forward axis, up positive, deg."""
    return np.asarray(np.degrees(np.arctan2(axis[..., 1], axis[..., 0])))


def _lean(upper: Array, lower: Array) -> Array:
    """Sagittal angle of a segment to the vertical, positive with its lower end ahead, deg."""
    axis = lower - upper
    return np.asarray(np.degrees(np.arctan2(axis[..., 0], -axis[..., 1])))


def _unwrapped(degrees: Array) -> Array:
    return np.asarray((degrees + 180) % 360 - 180)
