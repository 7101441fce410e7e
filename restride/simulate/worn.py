"""What a simulated person's sensors recorded, and what they truly felt; shared by runner and walker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array, Channel, Recording
from restride.core.strides import Stretch, Strides
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate.device import Device, sense
from restride.simulate.lab import lowpass
from restride.simulate.motion import Motion
from restride.simulate.sensors import Site
from restride.simulate.steps import Rows
from restride.simulate.truth import Truth

EDGE_S = 1.0
"""Poses are sampled for so much longer than the recording at both ends: filters and splines end there."""
LOOK_S = 0.1
"""Peaks of the shank's acceleration are looked for this long after contact."""
_PEAK = 4 * np.pi**2
"""Largest second derivative of sin(pi u)^4."""
Path = tuple[Array, Array, Array]
"""Evenly spaced instants (n,), path (n, 3) and turn (n, 3, 3) of a site, in the room."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A foot lies still on the ground, half open [start_s, end_s)."""

    side: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """recording: the sensors. truth: contacts and metrics. motions: how each site truly moves, at the recording's
    instants, in the order of the sites. stretches: of gait. rests: of each foot, where it truly lies still."""

    recording: Recording
    truth: Truth
    motions: tuple[Motion, ...]
    stretches: tuple[Stretch, ...]
    rests: tuple[Rest, ...] = ()

    def shifted(self, shift_s: float) -> "Worn":
        """The same on a clock that starts `shift_s` later; motions are left out."""
        found = self.truth.strides
        later = {name: getattr(found, name) + shift_s for name in ("ic_s", "fc_s", "next_ic_s")}
        moved = Strides(**{n: getattr(found, n) for n in Strides.__slots__} | later)
        return Worn(
            self.recording.shifted(shift_s),
            Truth(moved, self.truth.metrics, self.truth.per_stance),
            (),
            tuple(Stretch(s.start_s + shift_s, s.end_s + shift_s, s.task) for s in self.stretches),
            tuple(Rest(r.side, r.start_s + shift_s, r.end_s + shift_s) for r in self.rests),
        )


def channels_of(sites: Sequence[Site], motions: Sequence[Motion], device: Device, seed: int) -> tuple[Channel, ...]:
    """Every site's readings, of one device each, with random numbers of its own."""
    made: list[Channel] = []
    for k, (site, one) in enumerate(zip(sites, motions, strict=True)):
        made += sense(one, device, site.place, site.side, np.random.default_rng([seed, 7, k]))
    return tuple(made)


def strapped(path: Path, rate_hz: float, half_power_hz: float) -> Path:
    """The path as strap and soft tissue let the sensor follow it: low-passed without lag."""
    t, point, turn = path
    if half_power_hz >= rate_hz / 2:
        return path
    level = np.linspace(point[0], point[-1], len(point))
    soft = level + lowpass(point - level, rate_hz, half_power_hz)
    # the ends of a turned walker's rotation do not meet, but they stand still or are cut off
    return t, soft, lowpass(_closed(turn), rate_hz, half_power_hz)[: len(turn)].reshape(-1, 3, 3)


def _closed(turn: Array) -> Array:
    """(2n, 9): the rotation and the way back, so that it wraps around without a jump."""
    flat = turn.reshape(-1, 9)
    return np.concatenate([flat, flat[::-1]])


def shock_m(t: Array, start_s: Array, length_s: Array, peak_mps2: Array) -> Array:
    """(m,) displacement of the sensor by shocks that begin at start_s (n,), rising, last length_s and top in between.

    It is -sin^4: a shock begins and ends at rest, leaves nothing after integrating, and its acceleration is one sharp
    peak between two shallow ones.
    """
    k = np.clip(np.searchsorted(start_s, t, side="right") - 1, 0, len(start_s) - 1)
    u = np.clip((t - start_s[k]) / length_s[k], 0.0, 1.0)
    return np.asarray(-peak_mps2[k] * length_s[k] ** 2 / _PEAK * np.sin(np.pi * u) ** 4)


def shank_peaks(found: Strides, sites: Sequence[Site], motions: Sequence[Motion]) -> dict[str, Array]:
    """Highest axial and resultant reading (n,) in g, gravity included, after each contact; {} without shank sensors."""
    pairs = [(site, one) for site, one in zip(sites, motions, strict=True) if site.place == "shank"]
    if not pairs:
        return {}
    axial, resultant = (np.full(found.n, np.nan) for _ in range(2))
    for site, one in pairs:
        mine = found.where(site.side)
        axial[mine], resultant[mine] = _peaks(found, mine, one)
    return {"peak_tibial_acceleration": axial, "peak_tibial_acceleration_resultant": resultant}


def _peaks(found: Strides, rows: Rows, one: Motion) -> tuple[Array, Array]:
    felt = one.felt_mps2() / G
    size = np.linalg.norm(felt, axis=1)
    first, last = (np.searchsorted(one.time_s, found.ic_s[rows] + more) for more in (0.0, LOOK_S))
    pairs = list(zip(first, last, strict=True))
    return np.array([felt[a:b, 1].max() for a, b in pairs]), np.array([size[a:b].max() for a, b in pairs])
