"""Angles of a person seen from behind or in front in a video, one value a contact. needs: keypoints.

At mid-stance, which is MIDDLE of the stride after contact (a final contact is not seen from there): the frontal-plane
projection angle of the knee (FPPA, Willson & Davis 2008, J Orthop Sports Phys Ther 38:606, there in a squat), and the
trunk's lean. Pelvic drop is the tilt of the line between the hip keypoints against its mean over the recording, since
no standing is seen: a pelvis that always hangs to one side reads level. Hip keypoints lie 0.15 m apart and jitter by a
centimetre, which is 4 degrees in one picture; the mean of twenty steps has 1 degree of it.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows
from restride.signal.crossings import resampled
from restride.signal.pose import Pose, pose_of
from restride.signal.view import view_of

METHOD = "pose_rear"
HZ = 6.0
MIDDLE = {"running": (0.13, 0.23), "walking": (0.20, 0.40)}
"""Shares of the stride about mid-stance over which is averaged."""


def pose_rear(bout: Bout) -> Measures:
    """All that a video from behind or in front allows; nothing from aslant."""
    pose = pose_of(bout.recording)
    if pose is None or bout.strides.method != METHOD:
        return Measures()
    kind = view_of(pose).kind
    if kind not in ("rear", "front"):
        return Measures()
    right = 1.0 if kind == "rear" else -1.0  # where the person's right lies in the picture
    s, stride = bout.strides, bout.strides.stride_s
    usual = float(np.nanmedian(stride)) if np.isfinite(stride).any() else float("nan")
    first, last = (s.ic_s + share * usual for share in MIDDLE[s.task])
    values: dict[str, Array] = {}

    def put(name: str, side: str, series: Array) -> None:
        rows = s.where(side)
        curve = resampled(series, pose.rate_hz, pose.start_s, first[rows], last[rows])
        values.setdefault(name, np.full(s.n, np.nan))[rows] = curve.mean(axis=1)

    tilt, lean = _tilt(pose, right), _lean(pose, right)
    for side, outward in (("left", -right), ("right", right)):
        hip, knee, ankle = (pose.smooth(place, side, HZ) for place in ("hip", "knee", "ankle"))
        if hip is not None and knee is not None and ankle is not None:
            put("fppa", side, outward * (_out(hip, knee) - _out(knee, ankle)) * -1.0)
        if tilt is not None:
            put("pelvic_drop", side, tilt if side == "left" else -tilt)
        if lean is not None:
            put("trunk_lean", side, lean if side == "right" else -lean)
    notes = (_across(),) if values else ()
    return Measures(tuple(Rows(name, METHOD, rows) for name, rows in values.items()), (), notes)


def _out(upper: Array, lower: Array) -> Array:
    """(n,) angle of a segment to the picture's vertical, lower end to the right of the picture positive, deg."""
    away = lower - upper
    return np.asarray(np.degrees(np.arctan2(away[:, 0], -away[:, 1])))


def _tilt(pose: Pose, right: float) -> Array | None:
    """(n,) deg, how far the person's right hip lies lower than the left one, against the mean of the recording."""
    hips = pose.smooth("hip", "left", HZ), pose.smooth("hip", "right", HZ)
    if hips[0] is None or hips[1] is None:
        return None
    across = hips[1] - hips[0]
    lower = np.degrees(np.arctan2(-across[:, 1], across[:, 0] * right))
    return np.asarray(lower - np.nanmean(lower)) if np.isfinite(lower).any() else None


def _lean(pose: Pose, right: float) -> Array | None:
    """(n,) deg, trunk to the person's right."""
    hips, shoulders = pose.middle("hip"), pose.middle("shoulder")
    if hips is None or shoulders is None:
        return None
    return -right * pose.along(_column(_out(shoulders, hips)), HZ)[:, 0]


def _column(values: Array) -> Array:
    return values[:, None]


def _across() -> Quality:
    message = (
        "angles from behind or in front hold for a camera that is level and straight behind: a knee that turns inward "
        "with the thigh looks the same as one that leans, and pelvic drop is told against its own mean"
    )
    return Quality(code="camera_view", severity="info", message=message)
