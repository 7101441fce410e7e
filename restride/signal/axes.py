"""From the laboratory's axes to the body's: AP forward, V up, ML to the right (ISB order, right-handed)."""

import math
from collections.abc import Sequence

import numpy as np

from restride.core.markersets import MarkerSet
from restride.core.recording import Array
from restride.signal.crossings import Index
from restride.signal.filters import mean_seen

BRIEF = 99.8
"""Percentile that a sprinter's few contacts with a plate still reach in a long recording."""
SNAP_DEG = 25.0
"""A direction within this angle of a laboratory axis is taken for that axis: belts and walkways follow them."""


def snapped(direction: Array) -> Array:
    """Unit vector of `direction`, or the laboratory axis that lies within SNAP_DEG of it; NaN for no direction."""
    length = float(np.linalg.norm(direction))
    unit = direction / length if length > 0 else np.full(3, np.nan)
    k = int(np.argmax(np.abs(unit)))
    if not abs(unit[k]) >= math.cos(math.radians(SNAP_DEG)):  # "not": a direction of NaN stays one
        return np.asarray(unit)
    axis = np.zeros(3)
    axis[k] = math.copysign(1.0, unit[k])
    return axis


def up_from_force(force: Array) -> Array:
    """Up, as the ground pushes: the axis of the mean force (n, 3) while it is strong, so that no offset counts."""
    size = np.linalg.norm(np.where(np.isfinite(force), force, 0.0), axis=1)
    return snapped(mean_seen(force[size >= 0.5 * np.percentile(size, BRIEF)])) if len(size) else np.full(3, np.nan)


def up_from_markers(kind: MarkerSet, markers: dict[str, Array]) -> Array | None:
    """Up, from the feet to the pelvis; None without either."""
    pelvis = _mean(markers, kind.both(kind.pelvis))
    feet = _mean(markers, kind.both(kind.foot))
    if pelvis is None or feet is None:
        return None
    return snapped(mean_seen(pelvis) - mean_seen(feet))


def forward_from_markers(kind: MarkerSet, markers: dict[str, Array], up: Array) -> Array | None:
    """Forward and level: from the back of the pelvis to its front, else from heels to toes; None without either."""
    front = _mean(markers, kind.both([kind.asis]))
    back = _mean(markers, kind.both([kind.psis]))
    if back is None:
        back = _mean(markers, kind.sacrum)
    if front is None or back is None:
        front = _mean(markers, kind.both(kind.toe))
        back = _mean(markers, kind.both(kind.heel))
    if front is None or back is None:
        return None
    return level(mean_seen(front - back), up)


def forward_from_force(force: Array, up: Array, first: Index, last: Index) -> Array:
    """Forward from force alone: along it the ground brakes first and drives later in each load [first, last).

    Ambiguous in the level plane only by this rule; markers are asked first.
    """
    flat = force - (force @ up)[:, None] * up
    early, late = np.zeros(3), np.zeros(3)
    for a, b in zip(first, last, strict=True):
        middle = (a + b) // 2
        early += flat[a:middle].sum(axis=0)
        late += flat[middle:b].sum(axis=0)
    return level(late - early, up)


def level(direction: Array, up: Array) -> Array:
    """The level part of a direction, snapped."""
    flat = direction - (direction @ up) * up
    return snapped(np.asarray(flat))


def to_body(up: Array, forward: Array) -> Array:
    """(3, 3) rotation whose rows are AP, V, ML: body = lab @ rotation.T"""
    return np.stack([forward, up, np.cross(forward, up)])


def _mean(markers: dict[str, Array], labels: Sequence[str]) -> Array | None:
    """(n, 3) mean path of those labels that are there; None unless half of them are."""
    found = [markers[label] for label in labels if label in markers]
    if not found or 2 * len(found) < len(labels):
        return None
    return np.asarray(np.mean(found, axis=0))
