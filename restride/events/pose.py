"""Contacts from keypoints of a video.

needs: keypoint channels, 20 pictures a second or more. returns: one Detected. Contacts are found between pictures; what
the rate of pictures leaves open is told by `Strides.tick_s`.

- Walking or running: in the air of running the trunk is highest while the feet are farthest apart, in walking it is
  lowest then. Where the feet's way cannot be seen (from behind), a trunk that goes up and down with two thirds of
  gravity or more runs (a leg is taken to be 0.85 m).
- Running: pose_run. Walking: pose_walk.
- Below LEAST_RATE_HZ no final contacts are given: at 30 pictures a second a contact of 0.25 s has 7 pictures.
"""

import numpy as np

from restride.core.errors import NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Array, Recording, Task
from restride.core.strides import strides
from restride.events import pose_run, pose_walk
from restride.events.detected import Detected
from restride.signal.filters import bridge, lowpass
from restride.signal.pose import Pose, pose_of
from restride.signal.view import View, view_of

METHODS = {True: "pose_side", False: "pose_rear"}
"""By whether the camera looked from the side."""
LEAST_RATE_HZ = 100.0
SLOWEST_HZ = 20.0
BY_CONTACT_TIMES = (
    "contact_time", "flight_time", "stance_time", "swing_time", "double_support", "duty_factor", "foot_strike_angle",
)  # fmt: skip
STEPS_HZ = (0.9, 4.3)
FEWEST = 4
LIFTS = 0.1
"""An ankle that rises by less than so much of the leg takes no steps."""
LEG_M, RUNS_MPS2 = 0.85, 6.5
SEEN_SHARE = 0.5


def find(recording: Recording, kind: MarkerSet | None, task: Task) -> tuple[Detected, ...]:
    """Contacts of the person in the video. Raises NothingToMeasure where there are no steps, or nothing to see them."""
    pose = pose_of(recording)
    if pose is None:
        return ()
    trunk, leg = pose.trunk(), pose.leg_px()
    if trunk is None or not leg > 0 or np.isfinite(trunk[:, 1]).mean() < SEEN_SHARE:
        raise NothingToMeasure("hips, knees and ankles that are seen", recording.describe(), "film the whole body")
    if pose.rate_hz < SLOWEST_HZ:
        found = f"{pose.rate_hz:g} pictures a second"
        raise NothingToMeasure(f"{SLOWEST_HZ:g} pictures a second or more", found, "film at 60 or more")
    view = view_of(pose)
    step_s = _step_s(trunk[:, 1], pose.rate_hz)
    if not _lifts(pose, leg) or not step_s > 0:
        found = f"none in {pose.n / pose.rate_hz:.0f} s of video"
        raise NothingToMeasure("steps" if task == "unknown" else task, found, "film 10 to 30 s of steady steps")
    runs = task == "running" if task in ("walking", "running") else _runs(pose, view, trunk[:, 1], leg, step_s)
    seen = pose_run.contacts(pose, trunk, leg, step_s) if runs else pose_walk.contacts(pose, trunk, view, step_s)
    if len(seen.ic_s) < FEWEST:
        raise NothingToMeasure("steps", f"{len(seen.ic_s)} in the video", "film 10 to 30 s of steady steps")
    slow = pose.rate_hz < LEAST_RATE_HZ
    from_side = view.kind == "side"
    made = strides(
        seen.side,
        seen.ic_s,
        np.full(len(seen.ic_s), np.nan) if slow or not from_side else seen.fc_s,
        task="running" if runs else "walking",
        method=METHODS[from_side],
        grade="fair",
        tick_s=1 / pose.rate_hz,
    )
    notes = [_seen(view)] + ([_slow(pose.rate_hz)] if slow else [])
    if (made.side == "unknown").any():
        notes.append(_sides(int(np.count_nonzero(made.side == "unknown")), made.n))
    return (Detected(made, tuple(notes)),)


def _step_s(height: Array, rate_hz: float) -> float:
    """The time of one step: the trunk goes up and down once a step. NaN where it does not move."""
    level = bridge(height)
    moves = level - lowpass(level, rate_hz, cutoff_hz=0.5)
    size = 1 << (8 * len(moves) - 1).bit_length()
    frequency = np.fft.rfftfreq(size, 1 / rate_hz)
    speed = np.abs(np.fft.rfft(moves * np.hanning(len(moves)), n=size)) * frequency
    inside = (frequency >= STEPS_HZ[0]) & (frequency <= STEPS_HZ[1])
    if not inside.any() or not speed[inside].max() > 0:
        return float("nan")
    return float(1 / frequency[inside][np.argmax(speed[inside])])


def _lifts(pose: Pose, leg_px: float) -> bool:
    """Whether an ankle goes up and down as in steps."""
    for side in ("left", "right"):
        ankle = pose.smooth("ankle", side)
        if ankle is not None and np.isfinite(ankle[:, 1]).sum() > pose.rate_hz:
            low, high = np.nanpercentile(ankle[:, 1], [5, 95])
            if high - low > LIFTS * leg_px:
                return True
    return False


def _runs(pose: Pose, view: View, height: Array, leg_px: float, step_s: float) -> bool:
    apart = None
    left, right = pose.paths.get(("ankle", "left")), pose.paths.get(("ankle", "right"))
    if view.kind == "side" and left is not None and right is not None:
        apart = np.abs(left[:, 0] - right[:, 0])
        both = np.isfinite(apart) & np.isfinite(height)
        if both.sum() > 2 * step_s * pose.rate_hz:
            level = bridge(height)
            rise = level - lowpass(level, pose.rate_hz, cutoff_hz=0.5 / step_s)
            return bool(np.corrcoef(apart[both], rise[both])[0, 1] > 0)
    smooth = lowpass(bridge(height), pose.rate_hz, cutoff_hz=1.5 / step_s)
    return bool(np.std(np.diff(smooth, 2)) * np.sqrt(2) * pose.rate_hz**2 * LEG_M / leg_px > RUNS_MPS2)


def _seen(view: View) -> Quality:
    """What the picture lets be seen, and what not."""
    way = "left" if view.facing < 0 else "right"
    words = {
        "side": f"the camera saw the {view.near} side, the person faces {way} in the picture: only what moves along "
        "the picture is measured",
        "oblique": "the camera looked slantwise: angles are left out; film from the side or from straight behind",
        "rear": "the camera looked from behind: only what moves across the picture is measured",
        "front": "the camera looked from in front: only what moves across the picture is measured",
        "unknown": "from where the camera looked cannot be told: shoulders are needed; angles are left out",
    }
    warns = view.kind in ("oblique", "unknown") or view.contradicts
    message = words[view.kind]
    if view.contradicts:
        message += ". The other side is seen better: left and right may be named the wrong way round (a mirrored film?)"
    return Quality(code="camera_view", severity="warning" if warns else "info", message=message)


def _slow(rate_hz: float) -> Quality:
    message = (
        f"{rate_hz:g} pictures a second leave {1000 / rate_hz:.0f} ms between two: cadence holds, times of contact and "
        f"flight are left out (film at {LEAST_RATE_HZ:g} or more, slow motion on a phone)"
    )
    return Quality(code="rate_too_low", severity="warning", message=message, removes=BY_CONTACT_TIMES)


def _sides(unknown: int, n: int) -> Quality:
    message = f"for {unknown} of {n} steps the legs are not seen well enough to tell left from right"
    return Quality(code="side_unknown", severity="info", message=message)
