"""Steps as the trunk feels them: beats of the size of its acceleration, chained into runs of even rhythm.

needs: acc (n, 3), m/s2, of a device on the back, however it sits. returns: Beats. Each step pushes the trunk up once:
the size of the acceleration, low-passed at 3 Hz, rises to one top a step in walking and in running alike, whatever the
device's orientation. Every top is a candidate, weighed by how far it stands out. Chains of candidates are then chosen
over the whole recording at once, so that strong tops are kept, tops that break the rhythm are not, and a weak step
between strong ones is: the beat tracking of music (Ellis 2007, J New Music Res 36:51) with the change of interval in
place of a given tempo. Size of the acceleration against orientation: Shin & Park 2011 (Sensors 11:6277). The weights
are ours; on one walker with starts, stops and turns, played back 0.8 to 1.6 times as slow, halving or doubling them
moved the score by a few hundredths.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from restride.core.recording import Array
from restride.signal.blocks import means
from restride.signal.crossings import Index
from restride.signal.filters import bridge, lowpass

BEAT_HZ = 25.0
"""About the rate to which the signal is thinned: the band of interest ends at 3 Hz."""
CUTOFF_HZ = 3.0
LEAST_MPS2 = 0.1
"""Tops that stand out less are noise of a trunk at rest."""
OVER, ASIDE_S = 3, 0.5
"""So many lower tops, so near, belong to a higher one."""
FEWEST = 3
GAP_S = 0.25
"""A top this close to a gap of the signal may be one of its making."""
REACH = 8
"""Candidates before one that may precede it: 3 Hz leaves room for no more within LONGEST_S."""
SHORTEST_S, LONGEST_S, USUAL_S = 0.2, 1.5, 0.58
HALF_MPS2, COST, UNEVEN, UNLIKE, UNUSUAL, BREAK = 0.2, 0.3, 12.0, 0.2, 0.8, 1.0
"""Worth of a top that stands out by p: p / (p + HALF) - COST. Costs of a change of interval, of a change of p and of an
unusual interval, each times ((a - b) / (a + b)) squared, and of a new chain."""


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """at: (m,) samples of each top, between samples. size: (m,) m/s2 by which it stands out from the dips beside it.

    swing: (m,) m/s2, highest less lowest reading in the step that follows (that precedes, for the last of a chain).
    chains: half-open [first, end) rows of beats that follow each other. Every beat lies in one.
    """

    at: Array
    size: Array
    swing: Array
    chains: tuple[tuple[int, int], ...]


def beats(acc: Array, rate_hz: float) -> Beats:
    """Chains of three beats or more; none within GAP_S of a gap (NaN)."""
    blocks, width = thin(acc, rate_hz)
    size, hz = np.sqrt(np.einsum("ij,ij->i", blocks, blocks)), rate_hz / width
    lost = ~np.isfinite(size)
    if len(size) < 5 or lost.all():
        return Beats(np.empty(0), np.empty(0), np.empty(0), ())
    size = bridge(size) if lost.any() else size
    smooth = lowpass(size, hz, cutoff_hz=CUTOFF_HZ)
    top, out = _tops(smooth, hz)
    if lost.any():
        reach = np.ones(2 * max(1, round(GAP_S * hz)) + 1)
        away = np.convolve(lost, reach, "same")[top] < 0.5
        top, out = top[away], out[away]
    at = _refined(smooth, top)
    chained = _chains((at / hz).tolist(), out.tolist())
    rows = np.concatenate(chained) if chained else np.empty(0, dtype=np.intp)
    ends = np.cumsum([0, *map(len, chained)]).tolist()
    chains = tuple(pairwise(ends))
    return Beats(at[rows] * width + (width - 1) / 2, out[rows], _swing(size, top[rows], chains), chains)


def thin(values: Array, rate_hz: float) -> tuple[Array, int]:
    """Means over blocks of samples, (m, k) at about BEAT_HZ, and the samples in a block. A gap spoils its block."""
    width = max(1, round(rate_hz / BEAT_HZ))
    return means(values, width), width


def _tops(smooth: Array, hz: float) -> tuple[Index, Array]:
    """Local maxima, and by how much they stand out: from the higher of the lowest dips on both sides.

    A side reaches over lower tops, so that a top with a notch in it stands out whole, but no further than ASIDE_S.
    """
    slope = np.sign(np.diff(smooth))
    top = np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0)) + 1
    dip = np.concatenate([[0], np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0)) + 1, [len(smooth) - 1]])
    after = np.searchsorted(dip, top)
    high = smooth[top]
    floor = [smooth[dip[after - 1]], smooth[dip[after]]]
    for side, step in enumerate((-1, 1)):
        goes_on = np.ones(len(top), dtype=bool)
        for k in range(1, OVER + 1):
            beyond = np.arange(len(top)) + k * step
            inside = (beyond >= 0) & (beyond < len(top))
            beyond = np.where(inside, beyond, 0)
            goes_on &= inside & (high[beyond] < high) & (np.abs(top[beyond] - top) < ASIDE_S * hz)
            there = smooth[dip[after[beyond] - 1 + side]]
            floor[side] = np.where(goes_on, np.minimum(floor[side], there), floor[side])
    out = high - np.maximum(*floor)
    clear = out > LEAST_MPS2
    return top[clear], out[clear]


def _refined(smooth: Array, top: Index) -> Array:
    before, here, after = smooth[top - 1], smooth[top], smooth[top + 1]
    bend = before - 2 * here + after
    return np.asarray(top + np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0))


def _swing(size: Array, top: Index, chains: tuple[tuple[int, int], ...]) -> Array:
    if len(top) == 0:
        return np.empty(0)
    swing = np.maximum.reduceat(size, top) - np.minimum.reduceat(size, top)
    last = np.array([end - 1 for _, end in chains])
    swing[last] = swing[last - 1]
    return np.asarray(swing)


def _chains(time_s: list[float], size: list[float]) -> list[Index]:
    """Rows of the candidates of each of the best chains."""
    came, ends = _linked(time_s, size)
    found: list[Index] = []
    i = len(time_s) - 1
    while i >= 0:
        k = ends[i]
        if k < 0:
            i -= 1
            continue
        rows = [i]
        while k > 0:
            i, k = i - k, came[i][k]
            rows.append(i)
        if len(rows) >= FEWEST:
            found.append(np.array(rows[::-1], dtype=np.intp))
        i -= 1
    return found[::-1]


def _linked(time_s: list[float], size: list[float]) -> tuple[list[dict[int, int]], list[int]]:
    """Which candidates the best chains take, by dynamic programming over the last two of a chain.

    Of the best chain that ends at i and came there from i - k, `came[i][k]` is the k by which it came to i - k (0: it
    began there). ends[i]: the k of the best chain that ends at i, -1 where the best choice up to i has none. Plain
    lists: for a day of steps they take less time than loading a compiler.
    """
    came: list[dict[int, int]] = []
    ends: list[int] = []
    begun: list[float] = []
    links: list[list[tuple[float, float, int]]] = []
    most: list[float] = []
    total = 0.0
    for i, (now, big) in enumerate(zip(time_s, size, strict=True)):
        worth = big / (big + HALF_MPS2) - COST
        begin = total + worth - BREAK
        best, best_k = begin, 0
        here: list[tuple[float, float, int]] = []
        back: dict[int, int] = {}
        for j in range(i - 1, max(i - REACH, 0) - 1, -1):
            gap = now - time_s[j]
            if gap > LONGEST_S:
                break
            if gap < SHORTEST_S:
                continue
            odd, unlike = (gap - USUAL_S) / (gap + USUAL_S), (big - size[j]) / (big + size[j])
            cost_odd, cost_unlike = UNUSUAL * odd * odd, UNLIKE * unlike * unlike
            if most[j] + worth - cost_odd - cost_unlike <= begin:
                continue  # a chain that begins here is better, whatever follows
            top, top_k = begun[j], 0
            for before, value, k in links[j]:
                if value > top:
                    change = (gap - before) / (gap + before)
                    value -= UNEVEN * change * change
                    if value > top:
                        top, top_k = value, k
            value = top + worth - cost_odd - cost_unlike
            if value > begin:
                here.append((gap, value, i - j))
                back[i - j] = top_k
                if value > best:
                    best, best_k = value, i - j
        begun.append(begin)
        most.append(best)
        links.append(here)
        came.append(back)
        ends.append(best_k if best > total else -1)
        total = max(total, best)
    return came, ends
