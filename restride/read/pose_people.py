"""Several people in a video -> the one who is followed: largest for longest."""

from dataclasses import dataclass, field

import numpy as np

from restride.core.recording import Array

REACH = 0.5
"""From one picture to the next a body moves at most so much of its own height (and at most doubles or halves)."""
PATIENCE = 30
"""A body that was not seen for so many pictures is a new one."""
SCORED = 0.3


@dataclass(slots=True)
class _Track:
    at: Array
    tall: float
    last: int
    rows: dict[int, Array] = field(default_factory=dict)
    weight: float = 0.0


def followed(frames: list[tuple[Array, ...]], points: int) -> tuple[Array, int]:
    """(n, points, 3) the person with the greatest sum of heights over the pictures, NaN where not seen; and how many
    others were seen in a tenth of that person's pictures or more.

    People are told apart by where they are: the nearest body of about the same size in the picture before.
    """
    tracks: list[_Track] = []
    for i, people in enumerate(frames):
        bodies = [(p, *_body(p)) for p in people if len(p) == points]
        free = [t for t in tracks if i - t.last <= PATIENCE]
        pairs = []
        for b, (_, at, tall) in enumerate(bodies):
            for k, track in enumerate(free):
                away = float(np.hypot(*(at - track.at))) / max(track.tall, 1e-9)
                if away < REACH and 0.5 < tall / max(track.tall, 1e-9) < 2:
                    pairs.append((away, b, k))
        taken: set[int] = set()
        used: set[int] = set()
        for _, b, k in sorted(pairs):
            if b not in taken and k not in used:
                taken.add(b)
                used.add(k)
                _add(free[k], i, *bodies[b])
        for b, body in enumerate(bodies):
            if b not in taken and np.isfinite(body[2]) and body[2] > 0:
                track = _Track(body[1], body[2], i)
                _add(track, i, *body)
                tracks.append(track)
    out = np.full((len(frames), points, 3), np.nan)
    if not tracks:
        return out, 0
    best = max(tracks, key=lambda t: t.weight)
    for i, row in best.rows.items():
        out[i] = row
    others = sum(t is not best and len(t.rows) >= 0.1 * len(best.rows) for t in tracks)
    return out, others


def _add(track: _Track, i: int, points: Array, at: Array, tall: float) -> None:
    track.rows[i] = points
    track.at, track.tall, track.last = at, tall, i
    track.weight += tall


def _body(points: Array) -> tuple[Array, float]:
    """Middle and size of what is well seen; NaN where nothing is."""
    seen = points[np.isfinite(points).all(axis=1) & (points[:, 2] >= SCORED * min(1.0, _usual(points)))][:, :2]
    if len(seen) < 2:
        return np.full(2, np.nan), np.nan
    return np.median(seen, axis=0), float(np.hypot(*np.ptp(seen, axis=0)))


def _usual(points: Array) -> float:
    score = points[:, 2][np.isfinite(points[:, 2])]
    return float(np.max(score)) if len(score) else 1.0
