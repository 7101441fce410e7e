"""Sensors on somebody who neither walks nor runs: standing, sitting, or restless with tapping feet and bouncing knees.

For false alarms: the shapes and numbers are ours (heuristic), the truth is that there is nothing to find.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from restride.core.recording import Array, Recording
from restride.simulate.body import about_x, about_y, about_z
from restride.simulate.channels import SIMULATED, clock, source_of
from restride.simulate.curves import through
from restride.simulate.device import Device
from restride.simulate.motion import motion
from restride.simulate.sensors import FEET, SHANKS, Site
from restride.simulate.truth import no_gait
from restride.simulate.walk_sensors import DEVICE, FINE_HZ, LOWER_BACK
from restride.simulate.worn import EDGE_S, Path, Worn, channels_of

Kind = Literal["standing", "sitting", "restless"]
SHIFTS: dict[Kind, dict[str, tuple[float, float, float]]] = {
    "standing": {"foot": (0.0, 0.0, 9.0), "shank": (1.5, 0.005, 3.0), "back": (2.0, 0.015, 2.0)},
    "sitting": {"foot": (12.0, 0.06, 8.0), "shank": (15.0, 0.06, 8.0), "back": (6.0, 0.03, 10.0)},
    "restless": {"foot": (20.0, 0.10, 1.5), "shank": (20.0, 0.10, 1.5), "back": (10.0, 0.06, 1.5)},
}
"""Kind and part of the body -> SD of its turns, deg, and of its shifts, m, and the mean time between two, s."""
LEAN_DEG = {"standing": 0.0, "sitting": -20.0, "restless": -20.0}
"""How the back leans in each kind."""
BURST_S, TAP_DEG, TAP_HZ, BOUNCE_M, BOUNCE_HZ = 6.0, 14.0, (1.0, 3.0), 0.012, (3.5, 5.5)
"""A restless foot taps and a restless knee bounces in bursts of this length, by as much, so often a second."""
QUICK_S = 0.8
"""A shift takes this long."""


def simulate_worn_idle(
    kind: Kind = "standing",
    *,
    sites: Sequence[Site] = (*FEET, *SHANKS, *LOWER_BACK),
    device: Device = DEVICE,
    seconds: float = 60.0,
    seed: int = 0,
) -> Worn:
    """`seconds` without a step, with an equal device at each site, all on one clock."""
    at = clock(seconds, device.rate_hz or FINE_HZ)
    fine = clock(seconds + 2 * EDGE_S, FINE_HZ) - EDGE_S
    paths = [_path(kind, site, fine, np.random.default_rng([seed, 10, k])) for k, site in enumerate(sites)]
    seen = tuple(motion(*path, at) for path in paths)
    source = source_of("worn idle", kind, sites, device, seconds, seed)
    made = Recording(channels_of(sites, seen, device, seed), source("worn_idle"), conditions=SIMULATED)
    return Worn(made, no_gait(), seen, ())


def _path(kind: Kind, site: Site, t: Array, rng: np.random.Generator) -> Path:
    part = {"foot": "foot", "shank": "shank", "thigh": "shank"}.get(site.place, "back")
    deg, metres, every_s = SHIFTS[kind][part]
    places = _shifts(t, every_s, np.array([deg, deg, deg, metres, metres / 2, metres]), rng)
    lean = LEAN_DEG[kind] if part == "back" else 0.0
    pitch = places[:, 2] + lean
    rise = places[:, 4].copy()
    if kind == "restless" and part != "back":
        tap, bounce = _bursts(t, rng, TAP_HZ), _bursts(t, rng, BOUNCE_HZ)
        pitch = pitch + TAP_DEG * tap * (part == "foot")
        rise += BOUNCE_M * bounce
    turn = about_y(places[:, 1]) @ about_z(pitch) @ about_x(places[:, 0])
    return t, np.stack([places[:, 3], rise, places[:, 5]], axis=-1), turn


def _shifts(t: Array, every_s: float, spread: Array, rng: np.random.Generator) -> Array:
    """(m, k) still places with shifts of QUICK_S between them, on average `every_s` apart."""
    count = int(np.ceil((t[-1] - t[0]) / every_s)) + 2
    waits = QUICK_S + rng.exponential(max(every_s - QUICK_S, 0.1), count)
    begins = t[0] + np.cumsum(waits)
    knots = np.sort(np.concatenate([[t[0]], begins, begins + QUICK_S]))
    targets = np.vstack([np.zeros(len(spread)), rng.standard_normal((count, len(spread))) * spread])
    place = np.repeat(targets, 2, axis=0)[: len(knots)]
    zero = np.zeros_like(place)
    return through(t, knots, place, zero, zero)


def _bursts(t: Array, rng: np.random.Generator, rate_hz: tuple[float, float]) -> Array:
    """(m,) rhythmic rises from 0 to 1 in every third or so burst, each with its own rhythm."""
    k = np.floor((t - t[0]) / BURST_S).astype(int)
    count = int(k[-1]) + 1
    on, hz = rng.random(count) < 0.4, rng.uniform(*rate_hz, count)
    since = t - t[0] - k * BURST_S
    fade = np.sin(np.pi * since / BURST_S) ** 2
    return np.asarray(np.where(on[k], fade * (1 - np.cos(2 * np.pi * hz[k] * since)) / 2, 0.0))
