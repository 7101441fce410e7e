"""Steps as the trunk feels them: beats of the size of its acceleration, chained into runs of even rhythm.

needs: acc (n, 3), m/s2, of a device on the back, however it sits. returns: Beats. Each step pushes the trunk up once:
the size of the acceleration, low-passed at 3 Hz, rises to one top a step in walking and in running alike, whatever the
device's orientation. Every top is a candidate, weighed by how far it stands out. Chains of candidates are then chosen
over the whole recording at once, so that strong tops are kept, tops that break the rhythm are not, and a weak step
between strong ones is: the beat tracking of music (Ellis 2007, J New Music Res 36:51) with the change of interval in
place of a given tempo. Size of the acceleration against orientation: Shin & Park 2011 (Sensors 11:6277). The weights
are ours; on one walker with starts, stops and turns, scores hardly moved when each was halved or doubled.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.crossings import Index
from restride.signal.filters import bridge, lowpass
from restride.signal.kernel import fastest, kernel

BEAT_HZ = 25.0
"""About the rate to which the signal is thinned: the band of interest ends at 3 Hz."""
CUTOFF_HZ = 3.0
LEAST_MPS2 = 0.05
"""Tops that stand out less are noise of a trunk at rest."""
FEWEST = 3
GAP_S = 0.25
"""A top this close to a gap of the signal may be one of its making."""
REACH = 8
"""Candidates before one that may precede it: 3 Hz leaves room for no more within LONGEST_S."""
SHORTEST_S, LONGEST_S, USUAL_S = 0.2, 1.5, 0.58
HALF_MPS2, COST, UNEVEN, UNUSUAL, BREAK = 0.2, 0.3, 3.0, 0.2, 1.0
"""Worth of a beat: p / (p + HALF) - COST; cost of a change of interval, of an unusual interval, of a new chain."""


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
    top, out = _tops(smooth)
    if lost.any():
        reach = np.ones(2 * max(1, round(GAP_S * hz)) + 1)
        away = np.convolve(lost, reach, "same")[top] < 0.5
        top, out = top[away], out[away]
    at = _refined(smooth, top)
    chained = _chains(at / hz, out / (out + HALF_MPS2) - COST, len(acc))
    rows = np.concatenate(chained) if chained else np.empty(0, dtype=np.intp)
    ends = np.cumsum([0, *map(len, chained)]).tolist()
    chains = tuple(zip(ends[:-1], ends[1:], strict=True))
    return Beats(at[rows] * width + (width - 1) / 2, out[rows], _swing(size, top[rows], chains), chains)


def thin(values: Array, rate_hz: float) -> tuple[Array, int]:
    """Means over blocks of samples, (m, k) at about BEAT_HZ, and the samples in a block. A gap spoils its block."""
    width = max(1, round(rate_hz / BEAT_HZ))
    count = len(values) // width
    parts = values[: count * width].reshape(count, width, -1)
    return np.einsum("ijk->ik", parts) / width, width


def _tops(smooth: Array) -> tuple[Index, Array]:
    """Local maxima, and by how much they stand out from the higher of the dips beside them."""
    slope = np.sign(np.diff(smooth))
    top = np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0)) + 1
    dip = np.concatenate([[0], np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0)) + 1, [len(smooth) - 1]])
    after = np.searchsorted(dip, top)
    out = smooth[top] - np.maximum(smooth[dip[after - 1]], smooth[dip[after]])
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


def _chains(time_s: Array, worth: Array, samples: int) -> list[Index]:
    n = len(time_s)
    back = np.zeros((n, REACH + 1), dtype=np.int64)
    ends = np.full(n, -1, dtype=np.int64)
    fastest(link, samples)(time_s, worth, np.full((n, REACH + 1), -1e30), back, np.zeros(n + 1), ends)
    found: list[Index] = []
    i = n - 1
    while i >= 0:
        k = int(ends[i])
        if k < 0:
            i -= 1
            continue
        rows = [i]
        while k > 0:
            i, k = i - k, int(back[i, k])
            rows.append(i)
        if len(rows) >= FEWEST:
            found.append(np.array(rows[::-1], dtype=np.intp))
        i -= 1
    return found[::-1]


Numbers = npt.NDArray[np.int64]


@kernel
def link(time_s: Array, worth: Array, score: Array, back: Numbers, total: Array, ends: Numbers) -> None:
    """Best chains of candidates: score[i, k] of a chain that ends at i and came from i - k (k = 0: begins at i).

    back[i, k]: how that chain came to i - k. total[i + 1]: best sum of chains that end at i or before. ends[i]: the k
    of the chain that is best to end at i, -1 where no chain that ends at i belongs to the best sum up to i.
    """
    reach = score.shape[1] - 1
    for i in range(len(time_s)):
        score[i, 0] = total[i] + worth[i] - BREAK
        best, best_k = score[i, 0], 0
        for k in range(1, reach + 1):
            j = i - k
            if j < 0:
                break
            gap = time_s[i] - time_s[j]
            if gap > LONGEST_S:
                break
            if gap < SHORTEST_S:
                continue
            odd = (gap - USUAL_S) / (gap + USUAL_S)
            top, top_m = score[j, 0], 0
            for m in range(1, reach + 1):
                if j - m < 0:
                    break
                before = time_s[j] - time_s[j - m]
                if before > LONGEST_S:
                    break
                change = (gap - before) / (gap + before)
                value = score[j, m] - UNEVEN * 4.0 * change * change
                if value > top:
                    top, top_m = value, m
            score[i, k] = top + worth[i] - UNUSUAL * 4.0 * odd * odd
            back[i, k] = top_m
            if score[i, k] > best:
                best, best_k = score[i, k], k
        if best > total[i]:
            total[i + 1] = best
            ends[i] = best_k
        else:
            total[i + 1] = total[i]
