"""How fast heels and toes move against the ground, in shares of the body's speed, from markers.

The ground moves with a treadmill's belt. Its velocity is the one that each toe keeps longest while it is low, in
windows of a few seconds, so that a belt that changes its speed is followed; zero on a floor, where it comes out as
nearly that. Height alone does not tell the ground: over the ball of the foot a marker is lowest when the toes push off.
Ours.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.markersets import SIDES, MarkerSet
from restride.core.recording import Array, Channel, Recording
from restride.signal.crossings import runs
from restride.signal.filters import bridge, lowpass, mean_seen

CUTOFF_HZ = 20.0
BODY_HZ = 1.0
"""The body's speed changes slowly: what is faster is the stride."""
LOW, KEPT = 50, 0.15
"""Percent of a window in which a toe is low, and the share of it in which it is on the ground even in sprinting."""
WINDOW_S = 5.0
STILL = 0.5
"""A ground that moves slower than this share of the body against it is a floor."""
LEAST_MPS = 0.3
"""Slower bodies stand; their feet are compared with this speed."""
SHORT_GAP_S = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Footing:
    """feet: side -> speeds (n,) of heel and toe against the ground over the body's, NaN in gaps.

    body_mps, ground_mps: (n, 3) velocities along AP, V, ML, the body's low-passed at BODY_HZ.
    """

    rate_hz: float
    start_s: float
    feet: dict[str, tuple[Array, Array]]
    body_mps: Array
    ground_mps: Array

    @property
    def floor(self) -> bool:
        """Whether the ground stands still."""
        return not self.ground_mps.any()

    @property
    def seconds(self) -> float:
        """How long the markers were seen."""
        return len(self.body_mps) / self.rate_hz


def footing(recording: Recording, kind: MarkerSet) -> Footing | None:
    """Of a prepared recording; None where neither foot has both heel and toe."""
    there = {c.place: c for c in recording.select("marker") if c.frame == "body"}
    ends = {s: [_found(there, kind.labels(s, names)) for names in (kind.heel, kind.toe)] for s in SIDES}
    ends = {s: pair for s, pair in ends.items() if all(pair)}
    if not ends:
        return None
    clock = next(iter(ends.values()))[0][0]
    moves = {s: [velocity(markers) for markers in pair] for s, pair in ends.items()}
    pelvis = _found(there, kind.whole_pelvis())
    body = velocity(pelvis) if pelvis else mean_seen([v for pair in moves.values() for v in pair])
    body = lowpass(bridge(body), clock.rate_hz, cutoff_hz=BODY_HZ)
    toes = [(mean_seen([c.axis("V") for c in ends[s][1]]), moves[s][1]) for s in ends]
    ground = _ground(toes, body, clock.rate_hz)
    speed = np.hypot(*(body - ground)[:, [0, 2]].T)
    over = np.fmax(speed, LEAST_MPS)
    feet = {s: tuple(np.linalg.norm(v - ground, axis=1) / over for v in pair) for s, pair in moves.items()}
    return Footing(clock.rate_hz, clock.start_s, feet, body, ground)


def velocity(markers: list[Channel]) -> Array:
    """(n, 3) m/s, mean of the markers that are seen, so that one that is lost makes no jump; short gaps are bridged."""
    return mean_seen([_velocity(c) for c in markers])


def _velocity(marker: Channel) -> Array:
    lost = ~np.isfinite(marker.values).all(axis=1)
    smooth = lowpass(bridge(marker.values), marker.rate_hz, cutoff_hz=CUTOFF_HZ)
    out = np.gradient(smooth, axis=0) * marker.rate_hz if marker.n > 1 else np.full_like(smooth, np.nan)
    for a, b in runs(np.asarray(lost)):
        if b - a > SHORT_GAP_S * marker.rate_hz:
            out[a:b] = np.nan
    return np.asarray(out)


def _found(there: dict[str, Channel], labels: tuple[str, ...]) -> list[Channel]:
    return [there[label] for label in labels if label in there]


def _kept(velocities: Array, count: int) -> Array:
    """The `count` of (n, 3) velocities that differ least along AP; all where there are no more."""
    if not 1 <= count < len(velocities):
        return velocities
    order = np.argsort(velocities[:, 0], kind="stable")
    along = velocities[order, 0]
    first = int(np.argmin(along[count - 1 :] - along[: len(along) - count + 1]))
    return np.asarray(velocities[order[first : first + count]])


def _ground(toes: list[tuple[Array, Array]], body: Array, rate_hz: float) -> Array:
    """(n, 3) from height (n,) and velocity (n, 3) of each toe."""
    n, width = len(body), max(2, min(round(WINDOW_S * rate_hz), len(body)))
    starts = np.unique(np.r_[np.arange(0, n - width + 1, max(width // 2, 1)), n - width])
    found, against, centre = [], [], []
    for a in starts.tolist():
        down = []
        for height, moves in toes:
            h, v = height[a : a + width], moves[a : a + width]
            seen = np.isfinite(h) & np.isfinite(v).all(axis=1)
            if seen.any():
                down.append(_kept(v[seen & (h <= np.percentile(h[seen], LOW))], round(KEPT * np.count_nonzero(seen))))
        if down:
            found.append(np.median(np.concatenate(down), axis=0) * np.array([1.0, 0.0, 1.0]))
            against.append(np.median(body[a : a + width], axis=0) * np.array([1.0, 0.0, 1.0]) - found[-1])
            centre.append(a + width / 2)
    out = np.zeros((n, 3))
    if not found:
        return out
    ground = np.array(found)
    if np.linalg.norm(ground, axis=1).sum() < STILL * np.linalg.norm(against, axis=1).sum():
        return out
    for k in (0, 2):
        out[:, k] = np.interp(np.arange(n), centre, ground[:, k])
    return out
