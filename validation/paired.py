"""Contacts of a method beside those of a reference, stride by stride."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from validation.matching import match
from validation.references.contacts import Contacts
from validation.score import Pair
from validation.worn import Worn

Array = npt.NDArray[np.float64]
NEAR_S = 0.1
"""Both ends of a stride must lie so close to those of the reference's stride to be the same stride."""


@dataclass(frozen=True)
class Paired:
    """Rows that belong together: ours[k] of the method's contacts and theirs[k] of the reference's."""

    ours: npt.NDArray[np.intp]
    theirs: npt.NDArray[np.intp]


def same_strides(worn: Worn, reference: Contacts, near_s: float = NEAR_S) -> Paired:
    """Strides of the same foot whose two initial contacts both meet, one to one."""
    ours, theirs = [], []
    s = worn.strides
    for side in ("left", "right"):
        if s is None:
            break
        there, here = np.flatnonzero(reference.side == side), s.where(side)
        pairs = match(reference.ic_s[there], s.ic_s[here], near_s)
        a, b = there[pairs.reference], here[pairs.detection]
        whole = np.abs(s.next_ic_s[b] - reference.next_ic_s[a]) <= near_s
        theirs.append(a[whole])
        ours.append(b[whole])
    none = np.empty(0, dtype=np.intp)
    return Paired(np.concatenate(ours) if ours else none, np.concatenate(theirs) if theirs else none)


def errors(worn: Worn, reference: Contacts, paired: Paired, name: str) -> Array:
    """(k,) ours minus the reference's for every pair that has both."""
    wanted = reference.timing().get(name)
    if wanted is None:
        return np.empty(0)
    off = worn.values(name)[paired.ours] - wanted[paired.theirs]
    return off[np.isfinite(off)]


def means(
    worn: Worn, reference: Contacts, paired: Paired, person: str, recording: str, leave_out: tuple[str, ...] = ()
) -> dict[str, list[Pair]]:
    """method -> one pair of means for each metric and side, over three steady strides or more of both.

    Cadence follows from the step times of both feet. leave_out: (metric, ...) that cannot be judged by side here.
    """
    found: dict[str, list[Pair]] = {}
    if worn.strides is None:
        return found
    steady = worn.strides.steady[paired.ours]
    for name, wanted in reference.timing().items():
        mine = worn.values(name)[paired.ours]
        sides: tuple[str, ...] = ("left", "right") if name != "double_support" else ("both",)
        for side in (*(() if name in leave_out else sides), *(("both",) if name == "step_time" else ())):
            here = reference.side[paired.theirs] == side if side != "both" else np.ones(len(paired.theirs), dtype=bool)
            use = here & steady & np.isfinite(mine) & np.isfinite(wanted[paired.theirs])
            if np.count_nonzero(use) >= 3:
                ours, theirs = float(mine[use].mean()), float(wanted[paired.theirs][use].mean())
                pair = Pair(name, person, recording, side, ours, theirs)
                if (name, side) == ("step_time", "both"):
                    pair = Pair("cadence", person, recording, side, 60 / ours, 60 / theirs)
                found.setdefault(worn.method(name), []).append(pair)
    return found
