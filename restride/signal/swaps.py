"""Markers that carry another's name, found by the shape of the rigid body that they sit on, and put back.

A proven swap is exchanged back, never guessed: the shape of the standing trial must fit within `GATE_M` after the
exchange and not before. Without a standing trial, and on a foot of three markers, only two things can be told: whole
legs that changed names, by which thigh lies to the left; and the two forefoot markers, by which of them lies nearer to
the midline while the foot is on the ground.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from restride.core.markersets import SIDES, MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.signal.rigid import fit

GATE_M = 0.010
"""Residual of a cluster: at most 3.5 mm when right in RBDS, 25 mm or more for any swap; the gate lies between."""
TRIED_FRAMES = 300
"""Of the frames that do not fit, so many are enough to prove an exchange; it is then made in all of them."""
PELVIS_GATE_M = 0.020
"""Skin over the iliac crests and the small of the back moves by 10 mm or so in running: the pelvis is no cluster."""

CROSSED_M = 0.03
"""Left and right thigh lie 0.15 m apart or more, on average also in runners whose feet cross."""
LEGS = "all markers of the left and the right leg"

Markers = dict[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class Repaired:
    """Markers with proven swaps exchanged back, what was done, and the bodies that still do not fit."""

    markers: Markers
    quality: tuple[Quality, ...]
    unfit: frozenset[tuple[str, str]]


def bodies(kind: MarkerSet) -> list[tuple[str, str, tuple[str, ...]]]:
    """(side, segment, labels) of every rigid body; the pelvis once, as side "both"."""
    pelvis = kind.whole_pelvis()
    limbs = [(s, name, kind.labels(s, getattr(kind, name))) for s in SIDES for name in ("foot", "shank", "thigh")]
    return [*limbs, ("both", "pelvis", pelvis)]


def repair(kind: MarkerSet, moving: Markers, standing: Markers | None) -> Repaired:
    """Exchange back what is proven swapped; see the module's text."""
    if standing is None:
        return _by_midline(kind, moving)
    reference = {label: np.nanmedian(path, axis=0) for label, path in standing.items()}
    markers, notes, unfit = dict(moving), [], set()
    whole = _whole_legs(kind, markers, reference)
    if whole is not None:
        markers = whole
        notes.append(_note(LEGS))
    for side, segment, labels in bodies(kind):
        there = [label for label in labels if label in markers and label in reference]
        if len(there) < 3:
            continue
        gate = PELVIS_GATE_M if segment == "pelvis" else GATE_M
        before = _residual(markers, reference, there)
        off = before > gate
        if not off.any():
            continue
        was = _median(before[off])
        rows = np.flatnonzero(off)
        some = {label: markers[label][rows[:: max(1, len(rows) // TRIED_FRAMES)]] for label in there}
        pairs = {pair: _median(_residual(_exchanged(some, *pair), reference, there)) for pair in combinations(there, 2)}
        pair = min(pairs, key=lambda p: pairs[p])
        lone = {m: _median(_residual(some, reference, [o for o in there if o != m])) for m in there if len(there) > 3}
        stray = min(lone, key=lambda m: lone[m]) if lone else ""
        if pairs[pair] < gate and pairs[pair] < 0.5 * was and pairs[pair] < 2 * lone.get(stray, np.inf):
            markers = _exchanged(markers, *pair, rows=off)
            proof = f" ({1000 * was:.0f} mm off before, {1000 * pairs[pair]:.1f} mm after)"
            notes.append(_note(f"{pair[0]} and {pair[1]}", proof))
        elif stray and lone[stray] < gate:
            markers[stray] = np.where(off[:, None], np.nan, markers[stray])
            if off.mean() > 0.01:
                notes.append(_stray(stray, float(off.mean()), was))
        elif off.mean() > 0.01:
            unfit.add((side, segment))
            notes.append(_unfit(segment, side, was))
    if len(kind.foot) == 3:  # a triangle with two corners exchanged is nearly itself, turned over
        told = _by_midline(kind, markers)
        markers, notes = told.markers, [*notes, *told.quality]
    return Repaired(markers, tuple(notes), frozenset(unfit))


def _whole_legs(kind: MarkerSet, markers: Markers, reference: dict[str, Array]) -> Markers | None:
    """All names of left and right exchanged, if both feet fit the standing shape only so."""
    feet = [[label for label in kind.labels(s, kind.foot) if label in markers and label in reference] for s in SIDES]
    if min(map(len, feet)) < 3:
        return None
    if max(_median(_residual(markers, reference, labels)) for labels in feet) < GATE_M:
        return None
    crossed = _legs_exchanged(kind, markers)
    after = [_median(_residual(crossed, reference, [label for label in labels if label in crossed])) for labels in feet]
    return crossed if max(after) < GATE_M else None


def _legs_exchanged(kind: MarkerSet, markers: Markers) -> Markers:
    out = dict(markers)
    for name in {*kind.foot, *kind.shank, *kind.thigh}:
        a, b = kind.label("left", name), kind.label("right", name)
        for label in (a, b):
            out.pop(label, None)
        if b in markers:
            out[a] = markers[b]
        if a in markers:
            out[b] = markers[a]
    return out


def _legs_crossed(kind: MarkerSet, markers: Markers) -> bool:
    """Whether the left thigh lies to the right of the right one, on average by more than CROSSED_M."""
    paths = [[markers[label][:, 2] for label in kind.labels(s, kind.thigh) if label in markers] for s in SIDES]
    if not paths[0] or not paths[1]:
        return False
    left, right = (
        float(np.median(x[np.isfinite(x)])) if np.isfinite(x).any() else np.nan for x in map(np.ravel, paths)
    )
    return left - right > CROSSED_M


def _by_midline(kind: MarkerSet, markers: Markers) -> Repaired:
    notes, out = [], dict(markers)
    if _legs_crossed(kind, out):
        out = _legs_exchanged(kind, out)
        notes.append(_note(LEGS, " (told by which thigh lies to the left)"))
    for side, sign in (("left", -1.0), ("right", 1.0)):
        pair = kind.labels(side, kind.medial_to_lateral)
        if len(pair) != 2 or not set(pair) <= set(out):
            continue
        a, b = pair
        height = out[a][:, 1] + out[b][:, 1]
        seen = np.isfinite(height)
        if not seen.any():
            continue
        low = height <= np.percentile(height[seen], 30)
        outward = sign * (out[b][low, 2] - out[a][low, 2])
        if np.mean(outward < 0) > 0.95:
            out = _exchanged(out, a, b)
            notes.append(_note(f"{a} and {b}", " (told by which lies nearer to the midline on the ground)"))
    return Repaired(out, tuple(notes), frozenset())


def _note(what: str, proof: str = "") -> Quality:
    return Quality(
        code="markers_swapped", severity="warning", message=f"{what} were swapped and have been exchanged back{proof}"
    )


def _stray(label: str, share: float, was: float) -> Quality:
    return Quality(
        code="marker_missing",
        severity="info",
        message=f"{label} lies {1000 * was:.0f} mm off its segment in {share:.0%} of the frames and is left out there",
    )


def _unfit(segment: str, side: str, was: float) -> Quality:
    where = segment if side == "both" else f"{side} {segment}"
    return Quality(
        code="sensor_moved",
        severity="warning",
        message=f"the {where} markers do not keep the shape that they had in standing ({1000 * was:.0f} mm off, and "
        "no exchange of two explains it): what needs them is left out",
    )


def _exchanged(markers: Markers, a: str, b: str, rows: npt.NDArray[np.bool_] | None = None) -> Markers:
    """The two names exchanged in the frames `rows`, or in all."""
    here = slice(None) if rows is None else rows
    out = dict(markers)
    out[a], out[b] = markers[a].copy(), markers[b].copy()
    out[a][here], out[b][here] = markers[b][here], markers[a][here]
    return out


def _residual(markers: Markers, reference: dict[str, Array], labels: list[str]) -> Array:
    return fit(
        np.array([reference[label] for label in labels]), np.stack([markers[label] for label in labels], axis=1)
    ).residual_m


def _median(values: Array) -> float:
    values = values[np.isfinite(values)]
    return float(np.median(values)) if len(values) else float("inf")
