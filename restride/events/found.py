"""What a detector of one device hands over, and how several become the contacts of a bout."""

from dataclasses import dataclass

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array, Side, Task
from restride.core.strides import Mask, Sides, Stretch, Strides, strides


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Contacts that one device saw, ordered by initial contact.

    side: (n,) left, right or unknown. ic_s, fc_s: (n,) on the Recording's clock, fc_s NaN where unknown. running: (n,)
    whether the contact is one of running. steady: (n,) as in Strides. stretches: runs of gait, of one kind each.
    feet: how many feet the device sees (a foot or shank: 1, the back: 2).
    """

    side: Sides
    ic_s: Array
    fc_s: Array
    running: Mask
    steady: Mask
    stretches: tuple[Stretch, ...]
    method: dict[Task, str]
    grade: str
    feet: int
    quality: tuple[Quality, ...] = ()
    origin: str = ""


def nothing(method: dict[Task, str], feet: int, quality: tuple[Quality, ...] = ()) -> Found:
    """A device that saw nobody take steps."""
    none, no = np.empty(0), np.empty(0, dtype=bool)
    return Found(np.empty(0, dtype="<U7"), none, none, no, no, (), method, "poor", feet, quality)


def sides_of(side: Side, n: int) -> Sides:
    """(n,) the side of a foot's or shank's device for each of its contacts."""
    return np.full(n, side if side in ("left", "right") else "unknown", dtype="<U7")


def _fair_at_best(grade: str) -> str:
    """Running at a worn device was checked on simulated sensors and one real runner: fair at best."""
    return "fair" if grade == "good" else grade


def joined(found: tuple[Found, ...], task: Task) -> Strides | None:
    """Contacts of all devices as the strides of one kind of gait; None where there are none of that kind."""
    kept = [f.running == (task == "running") for f in found]
    if not any(k.any() for k in kept):
        return None
    return strides(
        np.concatenate([f.side[k] for f, k in zip(found, kept, strict=True)]),
        np.concatenate([f.ic_s[k] for f, k in zip(found, kept, strict=True)]),
        np.concatenate([f.fc_s[k] for f, k in zip(found, kept, strict=True)]),
        task=task,
        method=found[0].method[task],
        grade=found[0].grade if task == "walking" else _fair_at_best(found[0].grade),
        steady=np.concatenate([f.steady[k] for f, k in zip(found, kept, strict=True)]),
        feet=1 if all(f.feet == 1 for f in found) and len(found) == 1 else 2,
    )
