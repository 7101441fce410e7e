"""Events of a method against those of a reference: one to one, the closest pairs first, within a tolerance.

Greedy on purpose: the closest pair of all is taken, then the closest of what is left. A pair farther apart than the
tolerance is no pair. Recordings are pooled by adding up counts, errors weighted by the number of pairs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
EDGE_S = 1e-9
"""A pair exactly at the tolerance counts, whatever the last bit of its difference says."""


@dataclass(frozen=True)
class Matched:
    """Pairs of one recording or of several.

    references, detections: how many there were. reference, detection: (pairs,) which of those that were given belong
    together, in the order of the reference; empty where recordings were pooled. error_s: (pairs,) detected minus
    reference, s.
    """

    references: int
    detections: int
    reference: Index
    detection: Index
    error_s: Array

    @property
    def pairs(self) -> int:
        """Detections that have a reference event to themselves."""
        return len(self.error_s)

    @cached_property
    def precision(self) -> float:
        """Share of the detections that are right; 0 without any."""
        return self.pairs / self.detections if self.detections else 0.0

    @cached_property
    def recall(self) -> float:
        """Share of the reference events that were found; 0 without any."""
        return self.pairs / self.references if self.references else 0.0

    @cached_property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def bias_s(self) -> float:
        """Mean error of the pairs; NaN without any."""
        return float(np.mean(self.error_s)) if self.pairs else float("nan")

    @property
    def mae_s(self) -> float:
        """Mean size of the errors; NaN without any."""
        return float(np.mean(np.abs(self.error_s))) if self.pairs else float("nan")

    @property
    def sd_s(self) -> float:
        """Scatter of the errors about their mean; NaN without any."""
        return float(np.std(self.error_s)) if self.pairs else float("nan")

    def words(self) -> str:
        """How far the pairs lie apart."""
        bias, sd, size = (1000 * x for x in (self.bias_s, self.sd_s, self.mae_s))
        return f"bias {bias:+.1f} ms, SD {sd:.1f}, mean error {size:.1f}"


def match(reference_s: npt.ArrayLike, detected_s: npt.ArrayLike, tolerance_s: float) -> Matched:
    """Pairs of events no farther apart than `tolerance_s`. Times that are NaN are no events."""
    ref, det = (np.asarray(list(x), dtype=np.float64).reshape(-1) for x in (reference_s, detected_s))  # type: ignore[arg-type]
    of_ref, of_det = (np.flatnonzero(np.isfinite(x))[np.argsort(x[np.isfinite(x)], kind="stable")] for x in (ref, det))
    r, d = ref[of_ref], det[of_det]
    low = np.searchsorted(d, r - tolerance_s - EDGE_S, side="left")
    high = np.searchsorted(d, r + tolerance_s + EDGE_S, side="left")
    near = sorted((abs(d[j] - r[i]), i, j) for i in range(len(r)) for j in range(low[i], high[i]))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in near:
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    rows = sorted(taken)
    columns = [taken[i] for i in rows]
    return Matched(len(r), len(d), of_ref[rows], of_det[columns], d[columns] - r[rows])


def pool(parts: Iterable[Matched]) -> Matched:
    """Several recordings (or feet) as one: counts added up, errors put together."""
    whole = list(parts)
    none = np.empty(0, dtype=np.intp)
    errors = np.concatenate([m.error_s for m in whole]) if whole else np.empty(0)
    return Matched(sum(m.references for m in whole), sum(m.detections for m in whole), none, none, errors)


def within(events_s: npt.ArrayLike, start_s: float, end_s: float) -> Array:
    """(k,) the events that lie in [start_s, end_s]."""
    events = np.asarray(events_s, dtype=np.float64)
    return events[(events >= start_s) & (events <= end_s)]
