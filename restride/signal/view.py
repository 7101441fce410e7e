"""From where a camera saw somebody walk or run, told from the body's shape in the picture. needs: Pose. returns: View.

- Seen from the side the shoulders lie behind each other, from behind or in front beside each other. Their signed
  distance over the height of the trunk is about 0.75 from behind and the sine of that on the way round; arm swing turns
  the shoulders both ways and leaves the median.
- The person faces where the toes lie ahead of the heels, the knees ahead of the line from hip to ankle, and the nose
  ahead of the ears.
- Who faces left in a picture shows the left side. A mirrored film shows it too, but of a person who is mirrored: sides
  are always those that the estimator gave.
- The ground under the feet of somebody seen from the side should lie level in the picture: the slope of the way that a
  flat foot takes on it is the tilt of the camera, or of the treadmill.

All ours; limits are those of the shapes above.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from restride.core.recording import Array, Side
from restride.core.strides import Strides
from restride.signal.filters import mean_seen
from restride.signal.pose import Pose

BESIDE = 0.75
"""Shoulder keypoints lie about so far apart, in heights of the trunk (shoulders to hips), seen from behind."""
SIDE_BELOW, REAR_ABOVE = 0.50, 0.71
"""Of BESIDE: within 30 degrees of the side, where lengths along the run look up to 13 % too short; 45 of the back."""
DOWN = {"heel": (0.06, 0.20), "big_toe": (0.14, 0.28)}
"""Shares of the stride in which each lies on the ground."""
SCORE_APART = 0.02
"""The nearer half of a body is seen better: medians of scores that differ by less tell nothing."""


@dataclass(frozen=True, slots=True)
class View:
    """kind: from where. facing: 1 to the right of the picture, -1 to the left, 0 not known or not from the side.

    near: the side of the body that is nearer to the camera. contradicts: the better seen half is not the near one.
    """

    kind: Literal["side", "oblique", "rear", "front", "unknown"]
    facing: int
    near: Side
    contradicts: bool = False


def view_of(pose: Pose) -> View:
    """The view of the whole recording: a camera that stands still."""
    ratio = _breadth(pose)
    if not np.isfinite(ratio):
        return View("unknown", 0, "unknown")
    share = abs(ratio) / BESIDE
    if share >= REAR_ABOVE:
        return View("rear" if ratio > 0 else "front", 0, "unknown")
    facing = _facing(pose)
    near: Side = "unknown" if facing == 0 else "left" if facing < 0 else "right"
    kind: Literal["side", "oblique"] = "side" if share < SIDE_BELOW else "oblique"
    better = _better_seen(pose)
    return View(kind, facing, near, near != "unknown" and better not in ("unknown", near))


def _median(values: Array) -> float:
    seen = values[np.isfinite(values)]
    return float(np.median(seen)) if len(seen) else float("nan")


def _breadth(pose: Pose) -> float:
    """Signed: positive with the right shoulder to the right, as seen from behind."""
    tall = None
    hips, shoulders = pose.middle("hip"), pose.middle("shoulder")
    if hips is not None and shoulders is not None:
        tall = _median(np.hypot(*(shoulders - hips).T))
    left, right = pose.paths.get(("shoulder", "left")), pose.paths.get(("shoulder", "right"))
    if tall is None or left is None or right is None or not tall > 0:
        return float("nan")
    return _median(right[:, 0] - left[:, 0]) / tall


def _facing(pose: Pose) -> int:
    """The sign on which most of what points forward agrees."""
    votes = []
    for side in ("left", "right"):
        hip, knee, ankle, heel, toe = (
            pose.paths.get((place, side)) for place in ("hip", "knee", "ankle", "heel", "big_toe")
        )
        if heel is not None and toe is not None:
            votes.append(np.sign(_median(toe[:, 0] - heel[:, 0])))
        if hip is not None and knee is not None and ankle is not None:
            ahead = (knee - hip)[:, 0] * (hip - ankle)[:, 1] - (knee - hip)[:, 1] * (hip - ankle)[:, 0]
            votes.append(np.sign(_median(ahead)))
    nose, ears = pose.paths.get(("nose", "none")), [pose.paths.get(("ear", "left")), pose.paths.get(("ear", "right"))]
    there = [ear for ear in ears if ear is not None]
    if nose is not None and there:
        votes.append(np.sign(_median(nose[:, 0] - mean_seen(there)[:, 0])))
    return int(np.sign(np.nansum(votes))) if votes else 0


def _better_seen(pose: Pose) -> Side:
    """The side whose arm and leg have the higher scores."""
    apart = []
    for place in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
        left, right = pose.scores.get((place, "left")), pose.scores.get((place, "right"))
        if left is not None and right is not None:
            apart.append(_median(left) - _median(right))
    if not apart or abs(np.mean(apart)) < SCORE_APART:
        return "unknown"
    return "left" if np.mean(apart) > 0 else "right"


def ground_deg(pose: Pose, facing: int, found: Strides) -> float:
    """Slope of the ground in the picture along the way that the person faces, uphill positive; NaN where not seen.

    It is that on which heels and then toes go along while each is on the ground: the median over points and feet.
    """
    stride_s = _median(found.stride_s)
    slopes = []
    for (place, side), path in pose.paths.items():
        if place not in DOWN or not stride_s > 0:
            continue
        above, along = 0.0, 0.0
        for moment in found.ic_s[found.side == side].tolist():
            first, last = (round((moment + share * stride_s - pose.start_s) * pose.rate_hz) for share in DOWN[place])
            there = path[max(first, 0) : max(last + 1, 0)]
            there = there[np.isfinite(there).all(axis=1)]
            if len(there) >= 3:
                away = there - there.mean(axis=0)
                above += float(away[:, 0] @ away[:, 1])
                along += float(away[:, 0] @ away[:, 0])
        if along > 0:
            slopes.append(above / along)
    return float(np.degrees(np.arctan(np.median(slopes)))) * facing if slopes else float("nan")
