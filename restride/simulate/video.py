"""What a pose estimator would make of a video of the virtual runner or walker: keypoints, with the truth of the gait.

A pinhole camera looks level across the way, or along it, from `distance_m`. Keypoints are the joints themselves: what
real estimators see of hips and shoulders, and how they mistake one leg for the other, is not in it unless asked for.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from msgspec import structs

from restride.core.recording import Array, Channel, Recording, Side
from restride.core.skeletons import Point
from restride.simulate.body import Body, body_of
from restride.simulate.channels import SIMULATED, clock, source_of
from restride.simulate.footwork import Feet
from restride.simulate.landing import make_gait
from restride.simulate.markers import Segments, running_segments, standing_segments
from restride.simulate.pace import Pace
from restride.simulate.route import Go, footfalls
from restride.simulate.runner import Runner
from restride.simulate.steps import make_steps
from restride.simulate.trunk import trunk_of
from restride.simulate.truth import Truth, contacts, no_gait, summary, timing, truth_of

TRUNK_M, SHOULDER_M, NOSE_M = 0.48, 0.18, (0.10, 0.70)
"""For 1.75 m of height: shoulders over hips, half their distance; the nose ahead of and over the hips (heuristic)."""
HEEL, TOE = (-0.075, -0.075, 0.0), (0.14, -0.07, 0.0)
"""From the ankle, for 1.75 m of height: the back of the heel and the joint of the big toe (this foot has no toes)."""
AXES = ("x", "y", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """sees: the person's left or right side, the back or the front. jitter_px: SD of each point in each picture.

    px_per_m: at the person's midline. roll_deg: the camera turned about its own line of sight, clockwise positive.
    swapped: stretches of pictures [first, end) in which the legs carry each other's names. hidden: share of pictures in
    which the far leg's points are not seen.
    """

    sees: Literal["left", "right", "rear", "front"] = "left"
    rate_hz: float = 60.0
    jitter_px: float = 1.5
    px_per_m: float = 350.0
    distance_m: float = 4.0
    roll_deg: float = 0.0
    swapped: tuple[tuple[int, int], ...] = ()
    hidden: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Filmed:
    """recording: keypoints, as a reader of their file would give them. truth: of the contacts, and of the run."""

    recording: Recording
    truth: Truth


def film_run(runner: Runner, camera: Camera | None = None, *, seconds: float = 10.0, seed: int = 0) -> Filmed:
    """A runner on a treadmill. Raises ValueError for a runner who cannot be."""
    camera = camera or Camera()
    body = body_of(runner, 0.0, np.random.default_rng(0))
    gait = make_gait(runner, body, make_steps(runner, seconds, np.random.default_rng([seed, 0])))
    t = clock(seconds, camera.rate_hz)
    left, right = (running_segments(gait, t, side) for side in (0, 1))
    return Filmed(_filmed(runner, body, (left, right), camera, seed, "running"), truth_of(gait))


def film_walk(pace: Pace | None = None, camera: Camera | None = None, *, steps: int = 24, seed: int = 0) -> Filmed:
    """A walker over a floor, from standing to standing. From the side the camera stands, else it goes along."""
    camera, pace = camera or Camera(), pace or Pace.typical()
    runner = pace.sized()
    body = body_of(runner, 0.0, np.random.default_rng(0))
    feet = Feet(pace, body, footfalls(pace, (Go(steps=steps),), np.random.default_rng([seed, 8]), 0))
    trunk = trunk_of(feet)
    t = clock(feet.falls.duration_s, camera.rate_hz)
    pelvis = trunk.pelvis(t)
    legs = []
    for side in (0, 1):
        ankle, foot = feet.pose(t, side)
        _, shank = trunk.shank(t, side)
        knee = ankle + shank @ np.array([0.0, body.shank_m, 0.0])
        legs.append(Segments((pelvis[0], pelvis[1]), trunk.thigh(t, side), (knee, shank), (ankle, foot)))
    falls = feet.falls
    rows = np.flatnonzero(falls.real & (falls.order < falls.last - 1))
    found = contacts(falls.side[rows], falls.ic_s[rows], falls.fc_s[rows], "walking")
    values = {name: x for name, x in timing(found).items() if name != "flight_time"}
    made = _filmed(runner, body, (legs[0], legs[1]), camera, seed, "walking")
    return Filmed(made, Truth(found, summary(values, found), values))


def film_standing(runner: Runner, camera: Camera | None = None, *, seconds: float = 10.0, seed: int = 0) -> Filmed:
    """Somebody who stands in front of the camera."""
    camera = camera or Camera()
    body = body_of(runner, 0.0, np.random.default_rng(0))
    t = clock(seconds, camera.rate_hz)
    left, right = (standing_segments(runner, body, t, side) for side in (0, 1))
    return Filmed(_filmed(runner, body, (left, right), camera, seed, "standing"), no_gait())


def _filmed(
    runner: Runner, body: Body, legs: tuple[Segments, Segments], camera: Camera, seed: int, what: str
) -> Recording:
    k = runner.height_m / 1.75
    places: dict[Point, Array] = {}
    sides: tuple[tuple[Side, Segments, float], ...] = (("left", legs[0], -1.0), ("right", legs[1], 1.0))
    for side, leg, sign in sides:
        hip, knee, ankle = leg.thigh[0], leg.shank[0], leg.foot[0]
        up = np.array([0.02, TRUNK_M * k, 0.0]) + np.array([0.0, 0.0, sign * (SHOULDER_M * k - abs(body.hip_m[2]))])
        places |= {
            ("hip", side): hip,
            ("knee", side): knee,
            ("ankle", side): ankle,
            ("heel", side): leg.at("foot", np.array(HEEL) * k),
            ("big_toe", side): leg.at("foot", np.array(TOE) * k),
            ("shoulder", side): hip + up,
        }
    middle = (legs[0].thigh[0] + legs[1].thigh[0]) / 2
    places["nose", "none"] = middle + np.array([NOSE_M[0], NOSE_M[1], 0.0]) * k
    rng = np.random.default_rng([seed, 9])
    seen = {point: _seen(camera, path, middle, rng) for point, path in sorted(places.items())}
    rate = camera.rate_hz
    channels = [Channel("keypoint", p, s, "image", "px", rate, 0.0, AXES, values) for (p, s), values in seen.items()]
    source = source_of(what, runner, camera, len(middle), seed)("video")
    known = structs.replace(SIMULATED, mode="treadmill" if what == "running" else None)
    made = Recording(tuple(channels), source, conditions=known)
    return _mistaken(made, camera, rng)


def _seen(camera: Camera, path: Array, middle: Array, rng: np.random.Generator) -> Array:
    """(n, 3) x, y, score of a point in the picture, jitter included."""
    along = camera.sees in ("left", "right")
    at = np.mean(middle, axis=0) if along else middle  # from behind or in front the camera goes along
    level = np.array([0.0, 0.9, 0.0]) + at * np.array([1.0, 0.0, 1.0])
    ahead, up, right = (path - level).T
    across, nearer = {
        "left": (-ahead, -right),
        "right": (ahead, right),
        "rear": (right, -ahead),
        "front": (-right, ahead),
    }[camera.sees]
    scale = camera.px_per_m * camera.distance_m / (camera.distance_m - nearer)
    turn = np.radians(camera.roll_deg)
    x, y = scale * across, -scale * up
    x, y = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    xy = np.stack([640 + x, 360 + y], axis=1) + camera.jitter_px * rng.standard_normal((len(path), 2))
    score = 0.75 + 0.05 * np.tanh(4 * nearer) + 0.02 * rng.standard_normal(len(path))
    return np.column_stack([xy, score])


def _mistaken(made: Recording, camera: Camera, rng: np.random.Generator) -> Recording:
    """Legs that carry each other's names in some pictures, and a far leg that is hidden in some."""
    n = made.channels[0].n
    wrong = np.zeros(n, dtype=bool)
    for first, end in camera.swapped:
        wrong[first:end] = True
    far = {"left": "right", "right": "left"}.get(camera.sees)
    gone = rng.random(n) < camera.hidden
    legs = ("knee", "ankle", "heel", "big_toe")
    other = {"left": "right", "right": "left"}
    by = {(c.place, str(c.side)): c.values for c in made.channels}
    out = []
    for c in made.channels:
        values = np.array(c.values)
        if c.place in legs:
            values[wrong] = by[c.place, other[c.side]][wrong]
            if c.side == far:
                values[gone, :2], values[gone, 2] = np.nan, 0.1
        out.append(Channel(c.quantity, c.place, c.side, c.frame, c.unit, c.rate_hz, c.start_s, c.axes, values))
    return made.with_channels(tuple(out))
