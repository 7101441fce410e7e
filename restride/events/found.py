"""What a detector of one device hands over, and how several become the contacts of a bout."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from restride.core.metric import Grade, worse
from restride.core.quality import Quality
from restride.core.recording import Array, Task
from restride.core.strides import Mask, Sides, Stretch, Strides, strides
from restride.signal.inertial import Sensor

NEAR_GAP_S = 0.05


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
    grade: Grade
    feet: int
    quality: tuple[Quality, ...] = ()


def of_one_foot(
    sensor: Sensor,
    contacts: tuple[Array, Array, Mask, Mask],
    stretches: Sequence[Stretch],
    method: dict[Task, str],
    grade: Grade,
    quality: tuple[Quality, ...],
) -> Found:
    """What a device on a leg saw. contacts: (n,) each: ic and fc in samples, running, steady."""
    ic, fc, running, steady = contacts
    side = np.full(len(ic), sensor.side if sensor.side in ("left", "right") else "unknown", dtype="<U7")
    return Found(
        side, sensor.time_s(ic), sensor.time_s(fc), running, steady, tuple(stretches), method, grade, 1, quality
    )


def nothing(method: dict[Task, str], feet: int, quality: tuple[Quality, ...] = ()) -> Found:
    """A device that saw nobody take steps."""
    none, no = np.empty(0), np.empty(0, dtype=bool)
    return Found(np.empty(0, dtype="<U7"), none, none, no, no, (), method, "poor", feet, quality)


def touches_gap(lost: Mask, rate_hz: float, moments: Array) -> Mask:
    """(m,) whether a lost sample, of (n,), lies within NEAR_GAP_S of each moment (samples, NaN for none)."""
    out = np.zeros(len(moments), dtype=bool)
    if lost.any():
        near = np.convolve(lost, np.ones(2 * max(1, int(NEAR_GAP_S * rate_hz)) + 1), "same") > 0
        known = np.isfinite(moments)
        out[known] = near[np.clip(moments[known].astype(np.intp), 0, len(lost) - 1)]
    return out


def turns(count: int, most_deg: float, of: str = "") -> tuple[Quality, ...]:
    """What to say of so many strides (`of` a device) that are turns."""
    if count == 0:
        return ()
    message = f"{count} stride{'s' * (count != 1)}{of} turned by more than {most_deg:.0f} degrees: left out of averages"
    return (Quality(code="turns", severity="info", message=message),)


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
        # running at a worn device was checked on simulated sensors and one real runner: fair at best
        grade=found[0].grade if task == "walking" else worse("fair", found[0].grade),
        steady=np.concatenate([f.steady[k] for f, k in zip(found, kept, strict=True)]),
        feet=1 if all(f.feet == 1 for f in found) and len(found) == 1 else 2,
    )
