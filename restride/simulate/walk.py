"""Walking on force plates: double support, two humps of vertical force, and the truth of the contacts."""

from dataclasses import dataclass, replace

import numpy as np

from restride.core.recording import Array, Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate.bounce import brake, sine
from restride.simulate.channels import SIMULATED, clock, plate_channels, source_of
from restride.simulate.lab import Lab
from restride.simulate.landing import peak
from restride.simulate.steps import Rows
from restride.simulate.truth import GRID, Truth, contacts, summary, timing

EDGE_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """stance_share: of the stride. dip: how deep the force sinks between its humps; 0.4 gives humps of 1.1 BW.

    jitter_s: SD of step and stance times. Basis: inside the ranges of A-48c, otherwise heuristic.
    """

    mass_kg: float = 70.0
    speed_mps: float = 1.3
    cadence_spm: float = 112.0
    stance_share: float = 0.62
    dip: float = 0.4
    braking_peak_bw: float = 0.18
    step_width_m: float = 0.12
    foot_m: float = 0.2
    jitter_s: float = 0.006


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """Plates only; what they saw, and what was true."""

    recording: Recording
    truth: Truth


def simulate_walk_force(
    walker: Walker | None = None, lab: Lab | None = None, *, seconds: float = 30.0, seed: int = 0
) -> Walked:
    """Treadmill walking, by default one belt a foot. Raises ValueError where stances do not overlap."""
    walker, lab = walker or Walker(), lab or replace(Lab(), belts="split")
    steps, plates = (np.random.default_rng([seed, k]) for k in range(2))
    step_s = 60 / walker.cadence_spm
    n = int(np.ceil((seconds + 2 * EDGE_S) / step_s * 1.05)) + 4
    side = np.arange(n) % 2
    step = step_s + walker.jitter_s * steps.standard_normal(n)
    stance = 2 * step_s * walker.stance_share + walker.jitter_s * steps.standard_normal(n)
    if np.any(stance <= step):
        raise ValueError(f"stances of {stance.min():.2f} s in steps of {step.max():.2f} s: that is no walk")
    ic = -EDGE_S + steps.random() * step_s + np.concatenate([[0.0], np.cumsum(step)[:-1]])
    # Each stance carries body weight for the time of one step, so the mean force is body weight.
    height = step * np.pi / 2 / (stance * (1 + walker.dip / 3))
    t = clock(seconds, lab.force_rate_hz)
    feet = []
    for foot in (0, 1):
        mine = np.flatnonzero(side == foot)
        rows = mine[np.clip(np.searchsorted(ic[mine], t, side="right") - 1, 0, None)]
        s = t - ic[rows]
        u = s / stance[rows]
        force = _force_bw(walker, height[rows], u) * walker.mass_kg * G
        middle = walker.speed_mps * stance[rows] / 2
        ahead = middle - walker.speed_mps * s + walker.foot_m * (np.clip(u, 0, 1) - 0.5)
        across = np.full(len(t), (walker.step_width_m / 2) * (1 if foot else -1))
        feet.append((force, np.stack([ahead, np.zeros(len(t)), across], axis=-1)))
    source = source_of("walking", walker, lab, seconds, seed)
    seen = Recording(plate_channels(lab, feet, plates), source("walk"), conditions=SIMULATED, corners=lab.corners())
    whole = np.flatnonzero((ic >= 0) & (ic + stance <= seconds))
    return Walked(seen, _truth(walker, side[whole], ic[whole], stance[whole], height[whole]))


def _force_bw(walker: Walker, height: Array, u: Array) -> Array:
    """(n, 3) AP V ML body weights; humps as Alexander and Jayes 1980 (J Biomech 13:383) write them."""
    vertical = height * (sine(u, 1)[0] + walker.dip * sine(u, 3)[0])
    along = -walker.braking_peak_bw * brake(u)[0]
    return np.stack([along, vertical, np.zeros_like(u)], axis=-1)


def _truth(walker: Walker, side: Rows, ic: Array, stance: Array, height: Array) -> Truth:
    found = contacts(side, ic, ic + stance, "walking")
    u = np.linspace(0, 1, GRID + 1)
    curves = np.stack([_force_bw(walker, np.full(len(u), h), u) for h in height])
    overlap = found.fc_s[:-1] - found.ic_s[1:]
    both = np.full(found.n, np.nan)
    both[1:-1] = 100 * (overlap[:-1] + overlap[1:]) / found.stride_s[1:-1]
    values = timing(found)
    del values["flight_time"]
    values |= {
        "stance_time": found.stance_s,
        "double_support": both,
        "vgrf_peak": peak(curves[:, :, 1]),
        "braking_peak": peak(-curves[:, :, 0]),
        "propulsive_peak": peak(curves[:, :, 0]),
    }
    metrics = summary(values, found)
    metrics["speed", "both"] = walker.speed_mps
    return Truth(found, metrics, values)
