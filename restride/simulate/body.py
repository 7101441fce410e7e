"""The runner's segments: lengths, joints, and where the markers sit on each. Axes AP, V, ML; metres."""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.simulate.runner import Runner

REFERENCE_HEIGHT_M = 1.75
SEGMENTS = ("pelvis", "thigh", "shank", "foot")
STANDING_ONLY = frozenset({"Ankle", "Ankle.Medial", "GTR", "HF", "Knee", "Knee.Medial", "MT2", "TT"})
"""Anatomical markers that come off before the run (RBDS; Fukuchi et al. 2017, doi:10.7717/peerj.3298)."""

# Right side, for a height of 1.75 m. Origins: pelvis - middle of ASIS and PSIS; thigh - hip; shank - knee;
# foot - ankle, heights from the ground. "thigh" and "shank" y in shares of the segment's length, 0 at its upper joint.
_MARKERS: dict[str, dict[str, tuple[float, float, float]]] = {
    "pelvis": {
        "ASIS": (0.084, -0.024, 0.119),
        "PSIS": (-0.084, 0.024, 0.048),
        "Iliac.Crest": (0.0, 0.065, 0.145),
    },
    "thigh": {
        "GTR": (0.0, 0.0, 0.085),
        "Thigh.Top.Lateral": (-0.02, -0.42, 0.075),
        "Thigh.Top.Medial": (-0.065, -0.44, 0.02),
        "Thigh.Bottom.Lateral": (-0.01, -0.70, 0.07),
        "Thigh.Bottom.Medial": (-0.06, -0.72, 0.015),
        "Knee": (0.0, -1.0, 0.058),
        "Knee.Medial": (0.0, -1.0, -0.058),
    },
    "shank": {
        "HF": (-0.012, -0.14, 0.062),
        "TT": (0.055, -0.16, 0.0),
        "Shank.Top.Lateral": (-0.03, -0.62, 0.052),
        "Shank.Top.Medial": (-0.065, -0.63, 0.01),
        "Shank.Bottom.Lateral": (-0.022, -0.82, 0.045),
        "Shank.Bottom.Medial": (-0.055, -0.83, 0.005),
        "Ankle": (0.0, -1.0, 0.04),
        "Ankle.Medial": (0.0, -1.0, -0.04),
    },
    "foot": {
        "Heel.Bottom": (-0.083, 0.038, 0.0),
        "Heel.Top": (-0.074, 0.088, 0.0),
        "Heel.Lateral": (-0.052, 0.056, 0.042),
        "MT1": (0.128, 0.056, -0.05),
        "MT2": (0.145, 0.070, 0.0),
        "MT5": (0.098, 0.050, 0.062),
    },
}
HEEL, TOE = ("Heel.Bottom", "Heel.Top"), ("MT1", "MT5")


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Lengths of one runner. heel_m, ball_m: along the sole, ankle at 0, where the foot turns. heel_roll_m: radius.

    toe_joint_m: its height. toe_roll_m: forward roll for each square radian of heel rise.
    hip_m: (3,) from the middle of the pelvis to the right hip. markers: (side, label) -> (segment, (3,) local place).
    """

    thigh_m: float
    shank_m: float
    ankle_m: float
    hip_m: Array
    heel_m: float
    heel_roll_m: float
    ball_m: float
    toe_joint_m: float
    toe_roll_m: float
    markers: dict[tuple[int, str], tuple[str, Array]]

    @property
    def leg_m(self) -> float:
        """Hip to ankle, stretched."""
        return self.thigh_m + self.shank_m

    def hip(self, side: int) -> Array:
        """(3,) hip of side 0 (left) or 1 (right) from the middle of the pelvis."""
        return self.hip_m * np.array([1.0, 1.0, 1.0 if side else -1.0])


def body_of(runner: Runner, placement_m: float, rng: np.random.Generator) -> Body:
    """The body of a runner; markers lie off their nominal places by `placement_m` (SD), the same in every trial.

    ASIS and PSIS are never moved: their middle is the origin of the pelvis.
    """
    k = runner.height_m / REFERENCE_HEIGHT_M
    ankle = 0.105 * k
    segment = (runner.leg_length_m - ankle) / 2
    scale = {"pelvis": k, "thigh": segment, "shank": segment, "foot": k}
    markers: dict[tuple[int, str], tuple[str, Array]] = {}
    for side in (0, 1):
        for name, places in _MARKERS.items():
            for label, place in places.items():
                at = np.array(place) * np.array([k, scale[name], k if side else -k])
                if name == "foot":
                    at[1] -= ankle
                shift = placement_m * rng.standard_normal(3)
                markers[side, label] = (name, at if label in ("ASIS", "PSIS") else at + shift)
    return Body(
        thigh_m=segment,
        shank_m=segment,
        ankle_m=ankle,
        hip_m=_hip_m(k),
        heel_m=-0.05 * k,
        heel_roll_m=0.02 * k,
        ball_m=0.125 * k,
        toe_joint_m=0.04 * k,
        toe_roll_m=0.075 * k,
        markers=markers,
    )


def _hip_m(k: float) -> Array:
    """Right hip from the middle of the pelvis: where Harrington et al. 2007 (J Biomech 40:595) find it on average from
    the width and depth between ASIS and PSIS, here taken for the truth."""
    front, back = (np.array(_MARKERS["pelvis"][label]) * k for label in ("ASIS", "PSIS"))
    ahead = np.array([front[0] - back[0], front[1] - back[1], 0.0])
    width, depth = 2 * front[2], float(np.linalg.norm(ahead))
    ahead = ahead / depth
    up = np.array([-ahead[1], ahead[0], 0.0])
    middle = np.array([front[0], front[1], 0.0])
    level = middle - (0.24 * depth + 0.0099) * ahead - (0.30 * width + 0.0109) * up
    return np.asarray(level + np.array([0.0, 0.0, 0.33 * width + 0.0073]))


def ankle_roll(body: Body, pitch_deg: Array) -> tuple[Array, Array]:
    """Ankle of a foot on the ground: forward of where it is when the foot is flat, and its height.

    Toes up it rolls on the round of the heel. Toes down it turns about the joints of the toes, which lie flat at first
    and are rolled over as the heel rises.
    """
    p = np.radians(pitch_deg)
    up = p > 0
    x, r = np.where(up, body.heel_m, body.ball_m), np.where(up, body.heel_roll_m, body.toe_joint_m)
    rise = body.ankle_m - r
    forward = x + np.where(up, -r * p, toe_roll_m(body, pitch_deg)) - x * np.cos(p) - rise * np.sin(p)
    return forward, r - x * np.sin(p) + rise * np.cos(p)


def toe_roll_m(body: Body, pitch_deg: Array) -> Array:
    """How far the ball has rolled forward over the toes."""
    return np.asarray(body.toe_roll_m * np.radians(np.maximum(-pitch_deg, 0.0)) ** 2)


def about_x(deg: Array) -> Array:
    """(n, 3, 3) turns about AP: positive lowers the right side."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return _matrix([[1, 0, 0], [0, c, -s], [0, s, c]], deg)


def about_y(deg: Array) -> Array:
    """(n, 3, 3) turns about V: positive brings the right side forward."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return _matrix([[c, 0, s], [0, 1, 0], [-s, 0, c]], deg)


def about_z(deg: Array) -> Array:
    """(n, 3, 3) turns about ML: positive raises what lies ahead."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return _matrix([[c, -s, 0], [s, c, 0], [0, 0, 1]], deg)


def _matrix(rows: list[list[Array | int]], like: Array) -> Array:
    out = np.zeros((len(like), 3, 3))
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            out[:, i, j] = value
    return out
