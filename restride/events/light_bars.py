"""Contacts that light bars saw.

needs: contact@floor, the share of each sample's interval in which the foot was down, one channel a foot. returns:
Detected. raises: NothingToMeasure. The system's own contacts are the contacts; nothing is found anew. Whole ones only.
The bars lie some millimetres above the ground: stance is longer than on a force plate (some 70 ms against a pressure
plate under the same feet in the TRIPOD set).
"""

from typing import Literal

import numpy as np

from restride.core.errors import NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.recording import Array, Channel, Recording, Task
from restride.core.strides import strides
from restride.events.detected import Detected
from restride.signal.crossings import runs

METHOD = "light_bars"
FEWEST = 4


def find(recording: Recording, kind: MarkerSet | None, task: Task) -> tuple[Detected, ...]:
    """Contacts of a recording of light bars. Raises NothingToMeasure for fewer than four."""
    channels = recording.select("contact", "floor")
    if not channels:
        return ()
    found = [(c.side, *contacts(c)) for c in channels]
    count = sum(len(ic) for _, ic, _ in found)
    if count < FEWEST:
        needed = f"at least {FEWEST} whole contacts"
        raise NothingToMeasure(needed, f"{count}", "record 20 to 30 s of steady walking or running")
    duty = np.concatenate([(fc - ic)[:-1] / np.diff(ic) for _, ic, fc in found])
    seen: Task = "running" if len(duty) and np.median(duty) < 0.5 else "walking"
    side = np.concatenate([np.full(len(ic), s, dtype="<U7") for s, ic, _ in found])
    ic, fc = (np.concatenate([f[k] for f in found]) for k in (1, 2))
    steady = np.concatenate([_inner(len(one)) for _, one, _ in found])
    asked = task if task in ("walking", "running") else seen
    feet: Literal[1, 2] = 2 if len(channels) > 1 else 1
    made = strides(side, ic, fc, task=asked, method=METHOD, grade="good", steady=steady, feet=feet)
    return (Detected(made, ()),)


def contacts(channel: Channel) -> tuple[Array, Array]:
    """(n,) initial and final contacts of one foot, s: the share of the first and last interval gives the moment."""
    down = channel.axis("down")
    ic, fc = [], []
    for a, b in runs(down > 0).tolist():
        if a > 0 and b < len(down) and np.isfinite(down[[a - 1, b]]).all() and b - a > 1:
            ic.append(a + 1 - down[a])
            fc.append(b - 1 + down[b - 1])
    at = channel.start_s + np.array([ic, fc]).reshape(2, -1) / channel.rate_hz
    return at[0], at[1]


def _inner(n: int) -> np.ndarray:
    """(n,) all but the first and the last."""
    rows = np.arange(n)
    return (rows > 0) & (rows < n - 1)
