"""Where every marker is: rigid segments hung on the joints, running or standing."""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.simulate.body import STANDING_ONLY, Body, about_x, about_z
from restride.simulate.legs import Gait, Pose
from restride.simulate.runner import Runner

PREFIX = ("L.", "R.")
SWAY_DEG, SWAY_HZ = 0.15, 0.35


@dataclass(frozen=True, slots=True)
class Segments:
    """Origin (m, 3) and orientation (m, 3, 3) of each segment of one side."""

    pelvis: tuple[Array, Array]
    thigh: tuple[Array, Array]
    shank: tuple[Array, Array]
    foot: tuple[Array, Array]

    def at(self, segment: str, local_m: Array) -> Array:
        """(m, 3) a point that is fixed to a segment."""
        origin, turn = getattr(self, segment)
        return np.asarray(origin + turn @ local_m)


def segments(body: Body, pelvis_m: Array, pelvis_turn: Array, pose: Pose) -> Segments:
    """Segments of one side from its joint angles."""
    plane = about_x(-pose.lean_deg)
    thigh, shank = plane @ about_z(pose.thigh_deg), plane @ about_z(pose.shank_deg)
    knee = pose.hip_m + thigh @ np.array([0.0, -body.thigh_m, 0.0])
    ankle = knee + shank @ np.array([0.0, -body.shank_m, 0.0])
    return Segments((pelvis_m, pelvis_turn), (pose.hip_m, thigh), (knee, shank), (ankle, about_z(pose.foot_deg)))


def running_segments(gait: Gait, t: Array, side: int) -> Segments:
    """Segments of one side at any times of the run."""
    rows, since = gait.bounce.find(t)
    return segments(gait.body, gait.pelvis_m(rows, since), gait.pelvis_turn(t), gait.pose(t, side))


def standing_segments(runner: Runner, body: Body, t: Array, side: int) -> Segments:
    """Segments of one side of a person who stands and sways about the ankles, back and forth, by a hair."""
    sway = SWAY_DEG * np.sin(2 * np.pi * SWAY_HZ * t)
    shank = runner.standing_tibia_deg - sway
    thigh = shank + runner.standing_knee_deg
    hip = np.zeros((len(t), 3))
    for angle, length in ((shank, body.shank_m), (thigh, body.thigh_m)):
        hip[:, 0] -= length * np.sin(np.radians(angle))
        hip[:, 1] += length * np.cos(np.radians(angle))
    hip[:, 1] += body.ankle_m
    hip[:, 2] = body.hip(side)[2]
    turn = about_z(-sway)
    flat = np.zeros(len(t))
    pelvis = hip - turn @ body.hip(side)
    return segments(body, pelvis, turn, Pose(hip, thigh, shank, flat, flat))


def marker_paths(body: Body, left: Segments, right: Segments, *, standing: bool) -> dict[str, Array]:
    """Label -> (m, 3) path; anatomical markers only in a standing trial. In the order of the labels."""
    paths = {}
    for (side, name), (segment, local) in body.markers.items():
        if standing or name not in STANDING_ONLY:
            paths[PREFIX[side] + name] = (right if side else left).at(segment, local)
    return dict(sorted(paths.items()))
