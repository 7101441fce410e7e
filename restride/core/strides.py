"""Contacts of the feet with the ground, in seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from restride.core.metric import Grade
from restride.core.recording import Array, Task, frozen

Sides = npt.NDArray[np.str_]
Mask = npt.NDArray[np.bool_]
ARRAYS = ("side", "ic_s", "fc_s", "next_ic_s", "steady")


@dataclass(frozen=True, slots=True, eq=False)
class Strides:
    """One row a contact, ordered by initial contact.

    side: (n,) "left", "right" or "unknown". ic_s, fc_s: (n,) initial and final contact on the Recording's clock.
    next_ic_s: (n,) the same foot's next initial contact, NaN where the gait stops or the recording ends.
    steady: (n,) whether the stride that begins here counts in averages: not the first or last of a stretch, no turn.
    task: what kind of gait. method: which detector found them. grade: good, fair or poor. feet: how many feet were
    seen; 1 where a device on one leg is all there is. tick_s: contacts are seen on a grid of moments so far apart; 0
    where that is too fine to matter.
    """

    side: Sides
    ic_s: Array
    fc_s: Array
    next_ic_s: Array
    steady: Mask
    task: Task
    method: str
    grade: Grade
    feet: Literal[1, 2] = 2
    tick_s: float = 0.0

    @property
    def n(self) -> int:
        """Number of contacts."""
        return len(self.ic_s)

    @property
    def stance_s(self) -> Array:
        """(n,) contact time: final minus initial contact."""
        return np.asarray(self.fc_s - self.ic_s)

    @property
    def stride_s(self) -> Array:
        """(n,) from one initial contact to the same foot's next."""
        return np.asarray(self.next_ic_s - self.ic_s)

    @property
    def swing_s(self) -> Array:
        """(n,) from final contact to the same foot's next initial contact."""
        return np.asarray(self.next_ic_s - self.fc_s)

    @property
    def duty_factor(self) -> Array:
        """(n,) share of the stride that the foot is on the ground."""
        return np.asarray(self.stance_s / self.stride_s)

    def count(self, side: str) -> int:
        """Number of contacts of one side."""
        return int(np.count_nonzero(self.side == side))

    def where(self, side: str) -> npt.NDArray[np.intp]:
        """Rows of one side; all rows for "both"."""
        return np.arange(self.n) if side == "both" else np.flatnonzero(self.side == side)

    def rows(self, kept: Mask | npt.NDArray[np.intp]) -> "Strides":
        """Some of the contacts, each as it is."""
        return replace(self, **{name: getattr(self, name)[kept] for name in ARRAYS})


def concatenated(parts: Sequence[Strides]) -> Strides:
    """Strides of consecutive parts of one recording, of one task and method."""
    together: dict[str, Any] = {name: np.concatenate([getattr(p, name) for p in parts]) for name in ARRAYS}
    return replace(parts[0], **together)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of gait of one kind, half open [start_s, end_s)."""

    start_s: float
    end_s: float
    task: Task


def strides(
    side: npt.ArrayLike,
    ic_s: npt.ArrayLike,
    fc_s: npt.ArrayLike,
    *,
    task: Task,
    method: str,
    grade: Grade,
    steady: npt.ArrayLike | None = None,
    feet: Literal[1, 2] = 2,
    tick_s: float = 0.0,
) -> Strides:
    """Strides from contacts: sorted by initial contact, next contacts of the same foot filled in.

    A next contact counts only if it follows within 1.75 median strides of that foot: past that a contact was missed,
    or the gait paused. Where sides are unknown the foot after next is taken for the same foot, if steps are steady;
    `feet` = 1 says that all contacts are those of one foot. steady: all, unless given in the order of the contacts.
    """
    ic = np.array(ic_s, dtype=np.float64).reshape(-1)
    order = np.argsort(ic, kind="stable")
    sides = np.array(side, dtype="<U7").reshape(-1)[order]
    ic, fc = ic[order], np.array(fc_s, dtype=np.float64).reshape(-1)[order]
    following = np.full(len(ic), np.nan)
    for name in np.unique(sides):
        rows = np.flatnonzero(sides == name)
        hop = feet if name == "unknown" else 1
        if len(rows) <= hop:
            continue
        gap = ic[rows[hop:]] - ic[rows[:-hop]]
        near = gap < 1.75 * np.median(gap)
        following[rows[:-hop]] = np.where(near, ic[rows[hop:]], np.nan)
    counts = np.ones(len(ic), dtype=bool) if steady is None else np.array(steady, dtype=bool).reshape(-1)[order]
    sides.setflags(write=False)
    counts.setflags(write=False)
    ic, fc, following = (frozen(a)[:, 0] for a in (ic, fc, following))
    return Strides(sides, ic, fc, following, counts, task=task, method=method, grade=grade, feet=feet, tick_s=tick_s)
