"""A recording of somebody who runs or stands on an instrumented treadmill, and the truth of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from msgspec import structs

from restride.core.recording import Array, Recording, Source
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate.body import Body, body_of, toe_roll_m
from restride.simulate.channels import (
    SIMULATED,
    clock,
    marker_channels,
    plate_channels,
    sacral_recording,
    source_of,
)
from restride.simulate.lab import Lab, lowpass
from restride.simulate.landing import make_gait
from restride.simulate.legs import FLAT_AT, Gait, ease
from restride.simulate.markers import marker_paths, running_segments, standing_segments
from restride.simulate.runner import Runner
from restride.simulate.steps import Rows, make_steps
from restride.simulate.truth import Truth, no_gait, truth_of

STATIC_S = 1.0
EDGE_S = 1.0
"""The sensor's filter sees this much more on both ends than is recorded."""


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """recording: markers and plates of the run, in the laboratory's axes, as a reader of its C3D file would give them.
    static: standing trial, markers only. sacral: accelerometer over the sacrum, body axes. truth: of all three."""

    recording: Recording
    static: Recording
    sacral: Recording
    truth: Truth


def simulate_run(runner: Runner, lab: Lab | None = None, *, seconds: float = 30.0, seed: int = 0) -> Simulated:
    """`seconds` of level treadmill running. Raises ValueError for a runner who cannot be (see `make_gait`).

    Each part of the laboratory draws its own random numbers, so that a change of one leaves the others as they were.
    """
    lab = lab or Lab()
    steps, markers, plates, sensor, place, still = (np.random.default_rng([seed, k]) for k in range(6))
    source = source_of(runner, lab, seconds, seed)
    body = body_of(runner, lab.placement_m, place)
    gait = make_gait(runner, body, make_steps(runner, seconds, steps))
    t = clock(seconds, lab.marker_rate_hz)
    left, right = (running_segments(gait, t, side) for side in (0, 1))
    t = clock(seconds, lab.force_rate_hz)
    feet = [stance_force(gait, t, side) for side in (0, 1)]
    seen = marker_channels(lab, marker_paths(body, left, right, standing=False), markers)
    run = Recording((*seen, *plate_channels(lab, feet, plates)), source("run"), conditions=SIMULATED)
    known = structs.replace(SIMULATED, speed_mps=runner.speed_mps, grade=0.0, mode="treadmill")
    return Simulated(
        recording=replace(run, corners=lab.corners()),
        static=_static(runner, body, lab, still, source),
        sacral=sacral_recording(lab, _felt(gait, lab, seconds), sensor, source("sacral"), known),
        truth=truth_of(gait),
    )


def standing(runner: Runner, lab: Lab | None = None, *, seconds: float = 30.0, seed: int = 0) -> Simulated:
    """Somebody who stands on the treadmill: body weight, a little sway, nothing to find."""
    lab = lab or Lab()
    _, markers, plates, sensor, place, still = (np.random.default_rng([seed, k]) for k in range(6))
    source = source_of("standing", runner, lab, seconds, seed)
    body = body_of(runner, lab.placement_m, place)
    t = clock(seconds, lab.marker_rate_hz)
    left, right = (standing_segments(runner, body, t, side) for side in (0, 1))
    n = len(clock(seconds, lab.force_rate_hz))
    half = np.tile([0.0, runner.mass_kg * G / 2, 0.0], (n, 1))
    feet = [(half, np.tile([body.ball_m / 3, 0.0, body.hip(side)[2]], (n, 1))) for side in (0, 1)]
    seen = marker_channels(lab, marker_paths(body, left, right, standing=False), markers)
    stood = Recording((*seen, *plate_channels(lab, feet, plates)), source("standing"), conditions=SIMULATED)
    felt = np.tile([0.0, G, 0.0], (len(clock(seconds, lab.sensor.rate_hz)), 1))
    return Simulated(
        recording=replace(stood, corners=lab.corners()),
        static=_static(runner, body, lab, still, source),
        sacral=sacral_recording(lab, felt, sensor, source("sacral")),
        truth=no_gait(),
    )


def stance_force(gait: Gait, t: Array, side: int) -> tuple[Array, Array]:
    """Force (n, 3) N of the ground on one foot and its centre of pressure (n, 3) m, AP V ML about the treadmill."""
    st = gait.steps
    rows, s = gait.bounce.find(t)
    down = (st.side[rows] == side) & (s < st.contact_s[rows])
    force, cop = np.zeros((len(t), 3)), np.zeros((len(t), 3))
    force[down] = gait.bounce.force_bw(rows[down], s[down]) * gait.runner.mass_kg * G
    cop[down] = pressure_centre(gait, rows[down], s[down])
    return force, cop


def pressure_centre(gait: Gait, rows: Rows, s: Array) -> Array:
    """(m, 3) where the force acts: from the part of the foot that lands, over the flat foot, to the rolling ball."""
    body, st = gait.body, gait.steps
    u = s / st.contact_s[rows]
    # A rearfoot landing starts at the heel, a forefoot landing at the ball, midfoot between.
    share = np.clip((8.0 - st.strike_deg[rows]) / 9.6, 0.0, 1.0)
    start = body.heel_m + share * (body.ball_m - body.heel_m)
    on = ease((u - FLAT_AT / 2) / 0.5)
    roll = toe_roll_m(body, gait.foot_deg(rows, u)) * (u > FLAT_AT)
    x = gait.anchor_m[rows] - gait.runner.speed_mps * s + gait.slide_m(rows, u)
    ahead = start + on * (body.ball_m - start) + roll
    return np.stack([x + ahead, np.zeros_like(x), st.across_m[rows]], axis=-1)


def _static(
    runner: Runner, body: Body, lab: Lab, rng: np.random.Generator, source: Callable[[str], Source]
) -> Recording:
    """The standing trial: nothing is swapped or missing in it, and it stands beside the plates (no force)."""
    t = clock(STATIC_S, lab.marker_rate_hz)
    left, right = (standing_segments(runner, body, t, side) for side in (0, 1))
    whole = replace(lab, missing=(), swapped=(), gap_share=0.0)
    seen = marker_channels(whole, marker_paths(body, left, right, standing=True), rng)
    return Recording(seen, source("static"), conditions=SIMULATED)


def _felt(gait: Gait, lab: Lab, seconds: float) -> Array:
    """(n, 3) what the sensor feels of the centre of mass: force over mass, its impact softened, then its bandwidth."""
    sensor = lab.sensor
    t = clock(seconds + 2 * EDGE_S, sensor.rate_hz) - EDGE_S
    soft = gait.bounce.softened(sensor.impact_spread)
    felt = lowpass(G * soft.force_bw(*soft.find(t)), sensor.rate_hz, sensor.bandwidth_hz)
    first = round(EDGE_S * sensor.rate_hz)
    return felt[first : first + len(clock(seconds, sensor.rate_hz))]
