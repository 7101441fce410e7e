"""A foot sensor on a walk that ends where it began: how far the way that was measured fails to close (x-io).

The way goes from standing to standing, each stride by the same integration that stride lengths come from. Level and
vertical are told apart: up and down a foot sensor drifts by centimetres a stride.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from restride.metrics.spatiotemporal.foot import walked as way_of
from restride.signal.inertial import sensors
from validation.figures import Figure
from validation.references import loops
from validation.runs import data
from validation.worn import Said, Worn, worn

SAID = Said(place="foot")
TARGET_M = {"short_walk": 0.06}


@dataclass(frozen=True)
class Closure:
    """How far the end lies from the start, m; up: how much higher. way_m: length over ground of the strides."""

    level_m: float
    up_m: float
    way_m: float
    strides: int


@cache
def walked() -> list[tuple[loops.Loop, Worn]]:
    """Every loop."""
    return [(loop, worn([(str(loop.file), SAID)])) for loop in loops.loops(data())]


def closure(done: Worn) -> Closure | None:
    """From standing to standing; None where a stride between has no way or begins a heading of its own."""
    s, recording = done.strides, done.recording
    if s is None or recording is None:
        return None
    went = way_of(sensors(recording, "foot")[0], s.ic_s, s.fc_s, s.next_ic_s)
    known = np.isfinite(went.length_m)
    if not known.any() or not went.chained[known][1:].all():
        return None
    level = float(np.hypot(went.forward_m[known].sum(), went.right_m[known].sum()))
    count = int(np.count_nonzero(known))
    return Closure(level, float(went.up_m[known].sum()), float(went.length_m[known].sum()), count)


def figures() -> list[Figure]:
    """The promise for the loop of 25 m; others are printed."""
    out = []
    for loop, done in walked():
        found = closure(done)
        on, seen = f"xio_foot_imu_walking {loop.name}", f"{found.strides if found else 0} strides"
        way_m = f"{found.way_m:.1f} m walked" if found else ""
        level, up = (found.level_m, found.up_m) if found else (np.nan, np.nan)
        out += [
            Figure(f"{loop.name}/level", on, "horizontal closure", level, "m", "less", TARGET_M.get(loop.name),
                   loop.peer_m, "its README, in space", 3, seen, way_m),
            Figure(f"{loop.name}/up", on, "vertical closure, apart", up, "m", "near zero", decimals=3, seen=seen),
        ]  # fmt: skip
    return out


def lines() -> dict[str, list[str]]:
    """method -> each loop."""
    out: dict[str, list[str]] = {}
    for loop, done in walked():
        found = closure(done)
        if done.strides is None or found is None:
            out.setdefault("", []).append(f"{loop.name}: {done.error or 'a stride without a way'}")
            continue
        out.setdefault(done.strides.method, []).append(
            f"{loop.name}: {done.n} contacts, side {', '.join(sorted(set(done.strides.side.tolist())))}; ends "
            f"{found.level_m:.3f} m from where it began after {found.way_m:.1f} m, and {found.up_m:+.3f} m higher"
        )
    return out
