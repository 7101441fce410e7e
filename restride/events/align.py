"""Whether two devices' clocks agree, and by how much to shift one, told from the contacts that both saw.

Two files of one bout seldom share a clock. Where both devices see the same feet, their contacts must coincide; where
one saw the left foot and the other the right, contacts must alternate. Clocks that pass this are left alone. Else the
shift is the one that brings most contacts of the same feet together; steps are so regular that a shift by a whole
stride fits almost as well, so it is only used where it beats every other shift clearly: starts, stops and turns tell.
Opposite feet cannot be brought together that way: which share of a stride lies between them is what one wants to know.
Ours.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from restride.core.recording import Array
from restride.core.strides import Strides

BIN_S = 0.01
NEAR_S = 0.08
"""Contacts of one foot that two kinds of device report lie this close together."""
CLEARLY = 0.75
"""At the best shift the contacts must lie closer together than this share of any other's distance."""
FINEST_S = 0.003
"""Distances finer than this are no sign of anything."""
CANDIDATES = 8
"""Shifts that are looked at closely, a step or more apart."""
MOST_S = 600.0
"""Clocks further apart than this are not searched."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """How the second clock lies to the first. shift_s: to be added to the second's times; 0 unless told."""

    told: Literal["agree", "shifted", "unknown"]
    shift_s: float = 0.0
    share: float = 0.0
    """Share of the contacts (of the device that saw fewer) that find their partner with this shift."""


def clocks(first: Strides, second: Strides) -> Clocks:
    """Compare the contacts of two devices; see the module's text. Fewer than 6 contacts in either: unknown."""
    if min(first.n, second.n) < 6:
        return Clocks("unknown")
    sides = set(first.side.tolist()), set(second.side.tolist())
    if {*sides[0], *sides[1]} == {"left", "right"} and not sides[0] & sides[1]:
        share = _alternating(first.ic_s, second.ic_s)
        return Clocks("agree", 0.0, share) if share > 0.8 else Clocks("unknown", 0.0, share)
    a, b = _same_feet(first, second)
    found, share = _search(a, b, usual_s=float(np.median(np.diff(a)))), _together(a, b)
    if share > 0.8 and (found.told == "unknown" or abs(found.shift_s) < NEAR_S):
        return Clocks("agree", 0.0, share)
    return found


def _same_feet(first: Strides, second: Strides) -> tuple[Array, Array]:
    """Contacts of the feet that both saw; all of them where one does not tell sides."""
    both = (set(first.side.tolist()) & set(second.side.tolist())) - {"unknown"}
    if "unknown" in {*first.side.tolist(), *second.side.tolist()} or not both:
        return first.ic_s, second.ic_s
    a, b = (s.ic_s[np.isin(s.side, sorted(both))] for s in (first, second))
    return a, b


def _nearest(a: Array, b: Array) -> Array:
    """(len b,) distance of each moment of b to the nearest of a."""
    after = np.clip(np.searchsorted(a, b), 1, len(a) - 1)
    return np.asarray(np.minimum(np.abs(b - a[after - 1]), np.abs(b - a[after])))


def _together(a: Array, b: Array) -> float:
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    return float(np.mean(_nearest(many, few) < NEAR_S))


def _alternating(a: Array, b: Array) -> float:
    """Share of b's contacts that fall into the middle of a stride of a, among those that fall into any."""
    stride = np.diff(a)
    usual = np.median(stride)
    k = np.searchsorted(a, b) - 1
    inside = (k >= 0) & (k < len(stride))
    inside[inside] = stride[k[inside]] < 1.75 * usual
    if inside.sum() < 0.5 * len(b):
        return 0.0
    phase = (b[inside] - a[k[inside]]) / stride[k[inside]]
    return float(np.mean((phase > 0.3) & (phase < 0.7)))


def _search(a: Array, b: Array, usual_s: float) -> Clocks:
    """The shift that lays most of b onto a, by correlation of the two trains of contacts, if it stands out."""
    reach = int(MOST_S / BIN_S)
    trains = [np.bincount(((t - t[0]) / BIN_S).astype(np.intp)).astype(float) for t in (a, b)]
    size = 1 << (len(trains[0]) + len(trains[1])).bit_length()
    kernel = np.exp(-0.5 * (np.arange(-20, 21) * BIN_S / (NEAR_S / 2)) ** 2)
    soft = np.convolve(trains[0], kernel, "same")
    raw = np.fft.irfft(np.fft.rfft(soft, size) * np.conj(np.fft.rfft(trains[1], size)), size)
    lag = np.arange(size)
    lag = np.where(lag < size // 2, lag, lag - size)
    shift = lag * BIN_S + a[0] - b[0]
    raw = np.where(np.abs(shift) < reach * BIN_S, raw, -np.inf)
    candidates = []
    for _ in range(CANDIDATES):
        best = int(np.argmax(raw))
        if not raw[best] > 0:
            break
        moved = float(shift[best])
        moved += _refined(a, b + moved)
        candidates.append((_misfit(a, b + moved), moved))
        raw = np.where(np.abs(shift - shift[best]) < 0.6 * usual_s, -np.inf, raw)
    candidates.sort()
    if not candidates:
        return Clocks("unknown")
    misfit, moved = candidates[0]
    share = _together(a, b + moved)
    if share < 0.8 or (len(candidates) > 1 and misfit + FINEST_S > CLEARLY * (candidates[1][0] + FINEST_S)):
        return Clocks("unknown", 0.0, share)
    return Clocks("shifted", moved, share)


def _misfit(a: Array, b: Array) -> float:
    """Root mean square distance of the contacts of the device that saw fewer from their partners, cut at NEAR_S.

    Only those between the other's first and last contact: when a device was switched on or off tells nothing.
    """
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    few = few[(few > many[0] - NEAR_S) & (few < many[-1] + NEAR_S)]
    return float(np.sqrt(np.mean(np.minimum(_nearest(many, few), NEAR_S) ** 2))) if len(few) else NEAR_S


def _refined(a: Array, b: Array) -> float:
    """Median distance of partners that lie near."""
    after = np.clip(np.searchsorted(a, b), 1, len(a) - 1)
    step = np.where(np.abs(b - a[after - 1]) < np.abs(b - a[after]), a[after - 1] - b, a[after] - b)
    near = np.abs(step) < NEAR_S
    return float(np.median(step[near])) if near.any() else 0.0
