"""Inertial sensors on the feet, shanks and sacrum of the virtual runner, with the truth of what they feel.

Feet and shanks: `run_feet`. The pelvis moves as the runner's markers do, and nods. Strap and soft tissue take off what
is fast. The shock of landing is added as a small bounce of the sensor on its segment (`shock_m`).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from msgspec import structs

from restride.core.recording import Array, Recording
from restride.core.strides import Stretch
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.core.vocabulary import vocabulary
from restride.simulate.body import HEEL, TOE, Body, about_x, about_z, body_of
from restride.simulate.channels import SIMULATED, clock, source_of
from restride.simulate.device import Device
from restride.simulate.landing import make_gait
from restride.simulate.legs import Gait, ease
from restride.simulate.motion import Motion, motion
from restride.simulate.run_feet import Landings, landings_of
from restride.simulate.runner import Runner
from restride.simulate.sensors import ABOVE_ANKLE_M, FEET, LEG, SACRUM, SHANKS, Site
from restride.simulate.steps import make_steps
from restride.simulate.truth import Truth, summary, truth_of
from restride.simulate.wear import Wear
from restride.simulate.worn import EDGE_S, Path, Worn, channels_of, shank_peaks, shock_m, strapped

FINE_HZ = 1000.0
"""Poses are sampled this finely before they are splined."""
DEVICE = Device(rate_hz=500.0)
POCKET_HZ, POCKET_M = 15.0, (0.08, -0.2, 0.06)
"""A phone in a trouser pocket: where cloth halves power, and its place ahead, below, outside of the hip (heuristic)."""
RAMP_S = 1.5
"""From standing to full swing."""
SHOCK_EARLIER_AT_FOOT = 0.25
"""The shock tops at the foot after this share of the time that it takes at the shank (which is the impact's)."""


def simulate_worn_run(
    runner: Runner | None = None,
    wear: Wear | None = None,
    *,
    sites: Sequence[Site] = (*FEET, *SHANKS, *SACRUM),
    device: Device = DEVICE,
    overground: bool = False,
    stands_s: float = 0.0,
    seconds: float = 30.0,
    seed: int = 0,
) -> Worn:
    """`seconds` of running with an equal device at each site, all on one clock.

    stands_s: the runner stands so long before and after, and comes into full swing within RAMP_S; only contacts in
    full swing are in the truth and in the stretch. With 0 the recording begins and ends in full swing. The landings are
    those of `simulate_run` with the same runner, seconds and seed. truth.per_stance holds besides its names:
    foot_progression_angle (toes outward), pronation_excursion (deg), peak_tibial_acceleration (highest axial reading,
    gravity included) and peak_tibial_acceleration_resultant (g), the last two only with a shank sensor.
    Raises ValueError for a runner who cannot be and for a site that is no foot, shank, thigh or sacrum.
    """
    runner = runner or Runner.typical()
    wear = wear or Wear.typical(runner.speed_mps)
    steps, place = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 4])
    gait = make_gait(runner, body_of(runner, 0.0, place), make_steps(runner, seconds, steps))
    lands = landings_of(gait, wear, np.random.default_rng([seed, 6]))
    at = clock(seconds, device.rate_hz or FINE_HZ)
    fine = clock(seconds + 2 * EDGE_S, FINE_HZ) - EDGE_S
    swing = _full_swing(fine, seconds, stands_s)
    whole = (stands_s + RAMP_S, seconds - stands_s - RAMP_S) if stands_s > 0 else (0.0, seconds)
    if whole[1] <= whole[0]:
        raise ValueError(f"{seconds:g} s leave no time to run after {stands_s:g} s of standing on both ends")
    moving = tuple(_moving(gait, lands, site, fine, swing, overground) for site in sites)
    seen = tuple(motion(*one, at) for one in moving)
    channels = channels_of(sites, seen, device, seed)
    source = source_of("worn run", runner, wear, sites, device, overground, seconds, seed)
    known = structs.replace(SIMULATED, speed_mps=runner.speed_mps, grade=0.0)
    known = structs.replace(known, mode="overground" if overground else "treadmill")
    inside = (gait.steps.ic_s >= whole[0]) & (gait.steps.fc_s <= whole[1])
    gait = replace(gait, steps=replace(gait.steps, whole=gait.steps.whole & inside))
    truth = _truth(gait, lands, sites, [motion(*one, one[0][1:-1]) for one in moving])
    made = Recording(channels, source("worn_run"), task="running", conditions=known)
    return Worn(made, truth, seen, (Stretch(*whole, "running"),))


def _full_swing(t: Array, seconds: float, stands_s: float) -> Array:
    """(m,) 0 in standing, 1 in full swing."""
    if stands_s <= 0:
        return np.ones(len(t))
    return np.asarray(ease((t - stands_s) / RAMP_S) * ease((seconds - stands_s - t) / RAMP_S))


def _moving(gait: Gait, lands: Landings, site: Site, t: Array, swing: Array, overground: bool) -> Path:
    """Instants, path and turn of a site, its shocks included."""
    side, place = int(site.side == "right"), site.place
    if (place == "sacrum") == (site.side in ("left", "right")) or place not in (*LEG, "sacrum"):
        raise ValueError(f"no sensor can be put on the {site.side} {place}: {', '.join(LEG)} (left, right) or sacrum")
    offset = np.array(site.offset_m)
    if place == "sacrum":
        point, turn = _sacrum(gait, lands.wear, t, offset)
    elif place == "foot":
        point, turn = _foot(lands, t, side, offset)
    elif place == "thigh":
        hip, turn = lands.thigh(t, side)
        point = hip + turn @ (pocket_place(side) + offset)
    else:
        ankle, turn = lands.shank(t, side)
        point = ankle + turn @ (np.array([0.0, ABOVE_ANKLE_M, 0.0]) + offset)
    strap = site.cutoff_hz or (POCKET_HZ if place == "thigh" else getattr(lands.wear, f"{place}_hz"))
    _, point, turn = strapped((t, point, turn), FINE_HZ, strap)
    point = point.mean(axis=0) + swing[:, None] * (point - point.mean(axis=0))
    turn = np.eye(3) + swing[:, None, None] * (turn - np.eye(3))
    if overground:
        point = point + np.outer(gait.runner.speed_mps * np.cumsum(swing) / FINE_HZ, [1.0, 0.0, 0.0])
    if place == "foot":
        point = point + (swing * _foot_shock(gait, lands, t, side))[:, None] * np.array([0.0, 1.0, 0.0])
    elif place == "shank":
        along = np.array([-lands.wear.tibial_shock_backward, 1.0, 0.0])
        smooth = motion(t, point, turn, t)
        point = point + (swing * _shank_shock(gait, lands, t, side, smooth))[:, None] * (turn @ along)
    return t, point, turn


def _sacrum(gait: Gait, wear: Wear, t: Array, offset: Array) -> tuple[Array, Array]:
    st = gait.steps
    rows, s = gait.bounce.find(t)
    nod = wear.pelvic_tilt_deg / 2 * np.cos(2 * np.pi * s / st.step_s[rows])
    turn = gait.pelvis_turn(t) @ about_z(nod)
    back = np.mean([gait.body.markers[side, "PSIS"][1] for side in (0, 1)], axis=0)
    return gait.pelvis_m(rows, s) + turn @ (back + offset), turn


def _foot(lands: Landings, t: Array, side: int, offset: Array) -> tuple[Array, Array]:
    """Rolled about the middle of the sole, which keeps the sole on the ground."""
    body = lands.gait.body
    ankle, turned, roll = lands.foot(t, side)
    local = foot_place(body, side) + offset
    sole = np.array([local[0], -body.ankle_m, 0.0])
    # rolled to the outer edge: that side is down, which is right for the right foot
    rolled = about_x(roll if side else -roll)
    return ankle + (turned @ (sole + rolled @ (local - sole))[..., None])[..., 0], turned @ rolled


def pocket_place(side: int) -> Array:
    """(3,) the place of a phone in a pocket from the hip."""
    return np.array(POCKET_M) * (1.0, 1.0, 1.0 if side else -1.0)


def foot_place(body: Body, side: int) -> Array:
    """(3,) the foot sensor's usual place from the ankle."""
    ends = [np.mean([body.markers[side, label][1] for label in labels], axis=0) for labels in (HEEL, TOE)]
    return np.asarray(np.mean(ends, axis=0))


def _foot_shock(gait: Gait, lands: Landings, t: Array, side: int) -> Array:
    st = gait.steps
    mine = np.flatnonzero(st.side == side)
    length = 2 * SHOCK_EARLIER_AT_FOOT * st.impact_s[mine]
    return shock_m(t, st.ic_s[mine], length, lands.foot_shock_g[mine] * G)


def _shank_shock(gait: Gait, lands: Landings, t: Array, side: int, smooth: Motion) -> Array:
    """As high as it takes for the axial reading to top at what was asked for, where it does not reach it anyway."""
    st = gait.steps
    mine = np.flatnonzero(st.side == side)
    axial = np.interp(st.ic_s[mine] + st.impact_s[mine], t, smooth.felt_mps2()[:, 1])
    height = np.maximum(lands.tibial_shock_g[mine] * G - axial, 0.0)
    return shock_m(t, st.ic_s[mine], 2 * st.impact_s[mine], height)


def _truth(gait: Gait, lands: Landings, sites: Sequence[Site], moved: Sequence[Motion]) -> Truth:
    truth = truth_of(gait)
    rows = np.flatnonzero(gait.steps.whole)
    values = truth.per_stance | {
        "foot_progression_angle": lands.toe_out_deg[rows],
        "pronation_excursion": lands.pronation_deg[rows],
    }
    values |= shank_peaks(truth.strides, sites, moved)
    words = {name: value for name, value in values.items() if name in vocabulary()}
    return replace(truth, metrics=truth.metrics | summary(words, truth.strides), per_stance=values)
