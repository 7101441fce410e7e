"""How foot, shank, thigh and pelvis stand in each frame.

All angles are sagittal (AP-V plane) and low-passed at 40 Hz (second-order Butterworth, forward and back): contact is
fast, so 6 to 12 Hz would smear it. ISB asks for joint coordinate systems: we differ, because lengthwise axes in one
plane suffer least from how clusters were placed.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.markersets import MarkerSet
from restride.core.recording import Array, Recording
from restride.metrics.kinematics.skeleton import Bones, skeleton
from restride.signal.filters import lowpass

CUTOFF_HZ = 40.0


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
    bones = skeleton(recording, standing, kind, unfit)
    smooth = _Smooth(bones.rate_hz)
    tilt = None
    if bones.pelvis is not None:
        line = bones.pelvis_line
        across = bones.pelvis.turn(line)
        tilt = smooth(
            np.degrees(np.arctan2(across[:, 1], across[:, 2]) - np.arctan2(line[1], np.hypot(line[0], line[2])))
        )
    limbs = {side: _limb(leg, smooth, by_line=len(kind.foot) == 2) for side, leg in bones.legs.items()}
    centre = bones.pelvis_centre
    return Body(bones.rate_hz, bones.start_s, limbs, None if centre is None else smooth(centre), tilt)


@dataclass(frozen=True, slots=True)
class _Smooth:
    rate_hz: float

    def __call__(self, values: Array) -> Array:
        return lowpass(values, self.rate_hz, cutoff_hz=CUTOFF_HZ)


def _limb(leg: Bones, smooth: _Smooth, *, by_line: bool) -> Limb:
    """by_line: the set has two markers on the foot, so that the foot is the line between them."""
    foot = shank = thigh = None
    if leg.foot is not None and leg.foot_axis is not None:
        foot = smooth(_unwrapped(_pitch(leg.foot.turn(leg.foot_axis)) - _pitch(leg.foot_axis)))
    elif by_line and leg.foot_axis is not None and leg.heel is not None and leg.toe is not None:
        foot = smooth(_unwrapped(_pitch(leg.toe - leg.heel) - _pitch(leg.foot_axis)))
    if leg.knee is not None and leg.ankle is not None:
        shank = smooth(lean(leg.knee, leg.ankle))
    if leg.hip is not None and leg.knee is not None:
        thigh = smooth(lean(leg.hip, leg.knee))
    heel, toe = (None if end is None else smooth(end) for end in (leg.heel, leg.toe))
    return Limb(heel, toe, foot, shank, thigh)


def _pitch(axis: Array) -> Array:
    """Sagittal pitch of a forward axis, up positive, deg."""
    return np.asarray(np.degrees(np.arctan2(axis[..., 1], axis[..., 0])))


def lean(upper: Array, lower: Array) -> Array:
    """(n,) sagittal angle of a segment to the vertical, positive with its lower end ahead, deg."""
    axis = lower - upper
    return np.asarray(np.degrees(np.arctan2(axis[..., 0], -axis[..., 1])))


def _unwrapped(degrees: Array) -> Array:
    return np.asarray((degrees + 180) % 360 - 180)
