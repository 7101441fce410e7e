"""Joint centres and segments of each leg, smoothed for Newton-Euler.

Ankle and knee: middle of the lateral and medial marker in standing, carried by the shank's cluster (carried by the
thigh's, the knee lies 9 to 15 mm elsewhere: soft tissue). Hip: Harrington et al. 2007, carried by the pelvis. Other
models put the ankle's centre lower and further back than the middle of the malleoli, which raises the ankle's moment:
`Ankle` moves it, to compare with them.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.metrics.kinematics.segments import lean
from restride.metrics.kinematics.skeleton import Bones, Skeleton
from restride.metrics.loads.anthropometry import Segment as Name
from restride.metrics.loads.anthropometry import Shape
from restride.metrics.loads.newton_euler import Segment
from restride.signal.filters import lowpass


@dataclass(frozen=True, slots=True)
class Ankle:
    """Where the ankle's centre lies from the middle of the malleoli: m down along the shank, and m back from it."""

    below_m: float = 0.0
    behind_m: float = 0.0


MALLEOLI = Ankle()
OPENSIM = Ankle(below_m=0.030, behind_m=0.010)
"""Roughly where the generic OpenSim leg has it, scaled to an adult."""


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One leg on the markers' clock, body axes, low-passed; (n, 3) m.

    heel, tip: ends of the foot. knee_flexion: (n,) deg, None without a hip. segments: foot, shank and, with a hip,
    thigh; each is joined to the body at its `joint` (ankle, knee, hip). guessed: joints set off from their outer
    marker alone.
    """

    heel: Array
    tip: Array
    ankle: Array
    knee: Array
    knee_flexion: Array | None
    segments: list[Segment]
    guessed: tuple[str, ...] = ()


def legs(bones: Skeleton, shapes: dict[Name, Shape], cutoff_hz: float, centre: Ankle = MALLEOLI) -> dict[str, Leg]:
    """Legs by side whose foot, ankle and knee are known."""
    found = ((side, _leg(leg, bones, shapes, cutoff_hz, centre)) for side, leg in bones.legs.items())
    return {side: leg for side, leg in found if leg is not None}


def _leg(bones: Bones, whole: Skeleton, shapes: dict[Name, Shape], cutoff_hz: float, centre: Ankle) -> Leg | None:
    if bones.heel is None or bones.toe is None or bones.ankle is None or bones.knee is None:
        return None
    seen = [p for p in (bones.heel, bones.toe, bones.ankle, bones.knee, bones.hip) if p is not None]
    smooth = lowpass(np.concatenate(seen, axis=1), whole.rate_hz, cutoff_hz=cutoff_hz)
    heel, toe, ankle, knee, *rest = np.split(smooth, len(seen), axis=1)
    tip = heel + (toe - heel) / whole.toe_at
    ahead = toe - heel
    right = np.broadcast_to(np.array([0.0, 0.0, 1.0]), heel.shape)
    down = _unit(ankle - knee)
    level = _unit(ahead - np.sum(ahead * down, axis=1, keepdims=True) * down)
    ankle = ankle + centre.below_m * down - centre.behind_m * level
    segments = [
        Segment(shapes["foot"], _length(heel, tip), heel, tip, ankle, right),
        Segment(shapes["shank"], _length(knee, ankle), knee, ankle, knee, right),
    ]
    flexion = None
    for hip in rest:
        segments.append(Segment(shapes["thigh"], _length(hip, knee), hip, knee, hip, right))
        flexion = lean(hip, knee) - lean(knee, ankle)
    return Leg(heel, tip, ankle, knee, flexion, segments, bones.guessed)


def _length(a: Array, b: Array) -> float:
    """Median distance in m."""
    return float(np.nanmedian(np.linalg.norm(b - a, axis=1)))


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
