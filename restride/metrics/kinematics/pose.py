"""Angles and distances of a person seen from the side in a video, one value a contact. needs: keypoints.

Angles are those of lines between keypoints as they lie in the picture, against its vertical: a plumb camera that looks
across the way. The foot's zero is its angle as it lies flat (FLAT), median of the recording. The leg that is farther
from the camera is measured only where it is seen nearly as well as the near one. Pixels become metres by body height:
the leg in the picture is LEG_PER_HEIGHT of it. What lies across the picture's plane is not measured.

Contact is known to within a picture; what that does to a value at contact, and a scale that is wrong, is an error that
all stances share: it stands in `Rows.se`.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.spatiotemporal.timing import step_s
from restride.signal.crossings import Index, resampled, sample_at
from restride.signal.pose import LEG_PER_HEIGHT, Pose, pose_of
from restride.signal.view import View, ground_deg, view_of

METHOD = "pose_side"
TRUNK_HZ = 8.0
SCALE_ERROR = 0.05
"""Of the leg's share in body height between people (3 %), of a camera aslant, and of joints that keypoints miss."""
FAR_SCORE, FAR_SEEN = 0.8, 0.9
"""The far leg's points must reach this share of the near one's score, and be seen in this share of the pictures."""
KNEE_BENDS, TRUNK_LEANS = 0.30, 0.35
"""Shares of the stride after contact: the knee's first bend, in walking and running, lies in the first; in running
stance ends by the second."""
FLAT = {"running": (0.07, 0.16), "walking": (0.12, 0.30)}
"""Shares of the stride in which the foot lies flat (20 to 50 % of stance)."""
ANKLE_BENDS = {"running": 0.36, "walking": 0.60}
TILTED_DEG = 5.0
BY_SCALE = ("vertical_oscillation", "foot_to_pelvis_at_contact")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What every measurement asks for. stride_s: (n,), the median where a stride has no end."""

    bout: Bout
    pose: Pose
    view: View
    stride_s: Array

    def at(self, series: Array, share: float = 0.0, later_s: float = 0.0) -> Array:
        """(n,) values of a series of the whole recording so far after each contact."""
        times = self.bout.strides.ic_s + share * self.stride_s + later_s
        return sample_at(series, self.pose.rate_hz, self.pose.start_s, times)

    def during(self, series: Array, first: float, last: float) -> Array:
        """(n, 101) values between two shares of each stride."""
        ic = self.bout.strides.ic_s
        start, end = ic + first * self.stride_s, ic + last * self.stride_s
        return resampled(series, self.pose.rate_hz, self.pose.start_s, start, end)

    def shaken(self, series: Array, rows: Index) -> float:
        """What half a picture more or less does to a mean at contact: a uniform error of one picture."""
        half = 0.5 / self.pose.rate_hz
        change = (self.at(series, later_s=half) - self.at(series, later_s=-half))[rows]
        change = change[np.isfinite(change)]
        return float(abs(np.mean(change)) / np.sqrt(12)) if len(change) else 0.0


def pose_side(bout: Bout) -> Measures:
    """All that a video from the side allows."""
    pose = pose_of(bout.recording)
    if pose is None or bout.strides.method != METHOD:
        return Measures()
    stride = bout.strides.stride_s
    usual = float(np.nanmedian(stride)) if np.isfinite(stride).any() else float("nan")
    seen = Seen(bout, pose, view_of(pose), np.where(np.isfinite(stride), stride, usual))
    rows, waves, notes = _legs(seen)
    rows += _trunk(seen)
    scaled, said = _scaled(seen)
    tilt = ground_deg(pose, seen.view.facing, bout.strides)
    if abs(tilt) > TILTED_DEG:
        notes.append(_tilted(tilt))
    return Measures((*rows, *scaled), tuple(waves), (*notes, *said))


def lean_deg(upper: Array, lower: Array, facing: int) -> Array:
    """(n,) angle of a segment to the picture's vertical, positive with its lower end ahead."""
    away = lower - upper
    return np.asarray(np.degrees(np.arctan2(away[:, 0] * facing, -away[:, 1])))


def _legs(seen: Seen) -> tuple[list[Rows], list[Waves], list[Quality]]:
    s = seen.bout.strides
    values: dict[str, Array] = {}
    shared: dict[str, float] = {}
    cycle = np.full((s.n, 101), np.nan)
    notes: list[Quality] = []
    for side in ("left", "right"):
        rows = s.where(side)
        if len(rows) == 0:
            continue
        if side != seen.view.near and not _well_seen(seen, side):
            notes.append(_hidden(side))
            continue

        def put(name: str, found: Array, rows: Index = rows) -> None:
            values.setdefault(name, np.full(s.n, np.nan))[rows] = found[rows]

        hip, knee, ankle, heel, toe = (seen.pose.smooth(p, side) for p in ("hip", "knee", "ankle", "heel", "big_toe"))
        if hip is None or knee is None or ankle is None:
            continue
        shank = lean_deg(knee, ankle, seen.view.facing)
        flexion = lean_deg(hip, knee, seen.view.facing) - shank
        for name, series in (("tibia_angle_at_contact", shank), ("knee_flexion_at_contact", flexion)):
            put(name, seen.at(series))
            shared[name] = max(shared.get(name, 0.0), seen.shaken(series, rows))
        put("knee_flexion_peak", seen.during(flexion, 0.0, KNEE_BENDS).max(axis=1))
        cycle[rows] = seen.during(flexion, 0.0, 1.0)[rows]
        if heel is None or toe is None:
            continue
        pitch = np.degrees(np.arctan2((toe - heel)[:, 1], (toe - heel)[:, 0] * seen.view.facing))
        flat = seen.during(pitch, *FLAT[s.task])[rows]
        if not np.isfinite(flat).any():
            continue
        foot = pitch - float(np.nanmedian(flat))
        put("foot_strike_angle", seen.at(foot))
        shared["foot_strike_angle"] = max(shared.get("foot_strike_angle", 0.0), seen.shaken(foot, rows))
        put("ankle_dorsiflexion_peak", seen.during(foot - shank, 0.0, ANKLE_BENDS[s.task]).max(axis=1))
    cycle[~np.isfinite(s.next_ic_s)] = np.nan
    waves = [Waves("knee_flexion", "deg", METHOD, cycle, over="cycle")] if values else []
    return [Rows(n, METHOD, v, se=shared.get(n, 0.0), apart=True) for n, v in values.items()], waves, notes


def _well_seen(seen: Seen, side: str) -> bool:
    """Whether the far leg's knee and ankle are seen often enough, and nearly as surely as the near ones."""
    for place in ("knee", "ankle"):
        here = seen.pose.paths.get((place, side))
        if here is None or np.isfinite(here[:, 0]).mean() < FAR_SEEN:
            return False
        scores = [seen.pose.scores[place, one] for one in (side, seen.view.near)]
        far, near = (float(np.median(x[np.isfinite(x)])) if np.isfinite(x).any() else 0.0 for x in scores)
        if far < FAR_SCORE * near:
            return False
    return True


def _trunk(seen: Seen) -> list[Rows]:
    hips, shoulders = seen.pose.middle("hip"), seen.pose.middle("shoulder")
    if hips is None or shoulders is None:
        return []
    lean = -lean_deg(shoulders, hips, seen.view.facing)
    return [Rows("trunk_flexion", METHOD, seen.during(lean, 0.0, TRUNK_LEANS).mean(axis=1))]


def _scaled(seen: Seen) -> tuple[list[Rows], list[Quality]]:
    """What takes metres."""
    height_m, s = seen.bout.person.height_m, seen.bout.strides
    if height_m is None:
        return [], [_no_height()]
    metre = LEG_PER_HEIGHT * height_m / seen.pose.leg_px()
    hips = seen.pose.middle("hip")
    if hips is None:
        return [], []
    way = seen.pose.along(hips, TRUNK_HZ)
    rise, ahead = np.full(s.n, np.nan), np.full(s.n, np.nan)
    for i in np.flatnonzero(np.isfinite(step_s(s)[1:])):
        a, e = (round((t - seen.pose.start_s) * seen.pose.rate_hz) for t in (s.ic_s[i], s.ic_s[i + 1]))
        rise[i] = np.ptp(way[max(a, 0) : e + 1, 1])
    shared = 0.0
    for side in ("left", "right"):
        heel = seen.pose.smooth("heel", side)
        rows = s.where(side)
        if heel is None or (side != seen.view.near and not _well_seen(seen, side)):
            continue
        gap = (heel - way)[:, 0] * seen.view.facing * metre
        ahead[rows] = seen.at(gap)[rows]
        shared = max(shared, seen.shaken(gap, rows))
    made = [("vertical_oscillation", rise * metre, 0.0), ("foot_to_pelvis_at_contact", ahead, shared)]
    scaled = [
        Rows(name, METHOD, found, se=float(np.hypot(more, SCALE_ERROR * abs(np.nanmean(found)))))
        for name, found, more in made
        if np.isfinite(found).any()
    ]
    return scaled, [_scale(height_m)]


def _hidden(side: str) -> Quality:
    message = f"the {side} leg is farther from the camera and not seen well enough: its angles are left out"
    return Quality(code="camera_view", severity="info", message=message)


def _tilted(tilt_deg: float) -> Quality:
    way = "up" if tilt_deg > 0 else "down"
    message = (
        f"the ground goes {way} by {abs(tilt_deg):.0f} degrees in the picture: a camera that is not level (or a "
        "sloping treadmill) puts the angles of tibia and trunk off by as much; knee and ankle angles hold"
    )
    return Quality(code="camera_view", severity="warning", message=message)


def _no_height() -> Quality:
    message = "pixels are no metres: with height_m in the profile the bounce and the foot's distance can be told"
    return Quality(code="camera_view", severity="info", message=message, removes=BY_SCALE)


def _scale(height_m: float) -> Quality:
    message = (
        f"metres by body height ({height_m:g} m, of which the leg is {LEG_PER_HEIGHT:.0%}): to about {SCALE_ERROR:.0%}"
    )
    return Quality(code="camera_view", severity="info", message=message)
