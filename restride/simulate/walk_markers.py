"""Markers on a virtual walker, overground, with the truth of the contacts: for laws, not for claims of accuracy."""

import numpy as np

from restride.core.recording import Array, Recording
from restride.simulate.body import body_of
from restride.simulate.channels import SIMULATED, clock, marker_channels, source_of
from restride.simulate.footwork import Feet
from restride.simulate.lab import Lab
from restride.simulate.markers import PREFIX
from restride.simulate.pace import Pace
from restride.simulate.route import PLAIN, Route, footfalls
from restride.simulate.trunk import trunk_of
from restride.simulate.walk import Walked
from restride.simulate.walk_sensors import truth_of_walk

WORN = ("pelvis", "shank", "foot")
"""Segments with markers: a thigh is not modelled."""


def simulate_marker_walk(
    pace: Pace | None = None, route: Route = PLAIN, lab: Lab | None = None, *, seed: int = 0
) -> Walked:
    """A walk along `route` with the markers of a treadmill runner on pelvis, shanks and feet."""
    pace, lab = pace or Pace.typical(), lab or Lab()
    body = body_of(pace.sized(), lab.placement_m, np.random.default_rng([seed, 4]))
    feet = Feet(pace, body, footfalls(pace, route, np.random.default_rng([seed, 8]), 0))
    trunk = trunk_of(feet)
    t = clock(feet.falls.duration_s, lab.marker_rate_hz)
    hips, turn, _ = trunk.pelvis(t)
    middle = hips - turn @ (body.hip_m * np.array([1.0, 1.0, 0.0]))
    at: dict[tuple[int, str], tuple[Array, Array]] = {}
    for side in (0, 1):
        ankle, leans = trunk.shank(t, side)
        at[side, "pelvis"] = middle, turn
        at[side, "shank"] = ankle + leans @ np.array([0.0, body.shank_m, 0.0]), leans
        at[side, "foot"] = feet.pose(t, side)
    paths = {}
    for (side, name), (segment, local) in body.markers.items():
        if segment in WORN:
            origin, turned = at[side, segment]
            paths[PREFIX[side] + name] = origin + turned @ local
    seen = marker_channels(lab, paths, np.random.default_rng([seed, 1]))
    source = source_of("marker walk", pace, tuple(route), lab, seed)
    return Walked(Recording(seen, source("walk"), conditions=SIMULATED), truth_of_walk(feet, (), ()))
