"""Which seconds of a run are running, which walking, and which neither, as the devices' own numbers tell.

Running from 140 steps a minute on, or from 130 on at 2 m/s and more; without cadence by speed alone. Ours; walking and
running part there in tables of cadence, a race walker aside.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from restride.core.recording import Array, Channel, Recording

Gait = Literal["running", "walking"]
Mask = npt.NDArray[np.bool_]
RUN_SPM, SLOW_RUN_SPM, RUN_MPS = 140.0, 130.0, 2.0
RUN_ALONE_MPS = 2.2
LEAST_SPM, LEAST_MPS = 40.0, 0.3
SAID_SHARE = 0.2
"""The sport that the file names is measured where it fills this share of the moving seconds, else what fills most."""
A_SECOND_HZ = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """gait: what is measured. here: (n,) samples of it. other: how many samples are of the other gait.

    seconds: whether a sample is a second, and not a day.
    """

    gait: Gait
    here: Mask
    other: int
    seconds: bool

    @property
    def any_gait(self) -> Gait:
        """The other gait than the one that is measured."""
        return "walking" if self.gait == "running" else "running"


def own_here(recording: Recording, told: Moving, channel: Channel) -> Mask:
    """(n,) the samples of `told.here` in which the channel's own device agrees, where it counts steps itself.

    Devices take a stop and a start up at different times: the seconds between would mix their standing into a mean.
    """
    n = len(told.here)
    own = [c for c in recording.select("cadence", channel.place) if c.origin == channel.origin]
    if not told.seconds or not own:
        return told.here
    steps = column(own[0], n)
    with np.errstate(invalid="ignore"):
        agrees = steps >= (SLOW_RUN_SPM if told.gait == "running" else LEAST_SPM)
    return told.here & (agrees | np.isnan(steps))


def fullest(recording: Recording, quantity: str) -> Channel | None:
    """The channel of a quantity with most values; the first of equals."""
    found = recording.select(quantity)
    return max(found, key=lambda c: int(np.isfinite(c.values[:, 0]).sum()), default=None)


def column(channel: Channel | None, n: int) -> Array:
    """(n,) of a channel, NaN where it is shorter or absent."""
    out = np.full(n, np.nan)
    if channel is not None:
        values = channel.values[:n, 0]
        out[: len(values)] = values
    return out


def moving(recording: Recording) -> Moving:
    """The gait of a recording and its samples; all of them where a sample is a day."""
    n = max(c.n for c in recording.channels)
    task = recording.task
    if max(c.rate_hz for c in recording.channels) < A_SECOND_HZ:
        return Moving("running" if task == "running" else "walking", np.ones(n, dtype=bool), 0, False)
    cadence = column(fullest(recording, "cadence"), n)
    speed = column(fullest(recording, "speed"), n)
    if not (speed > 0).any():
        speed = np.full(n, np.nan)
    with np.errstate(invalid="ignore"):
        stands = speed < LEAST_MPS
        by_steps = np.isfinite(cadence)
        fast = (cadence >= RUN_SPM) | ((cadence >= SLOW_RUN_SPM) & (speed >= RUN_MPS))
        runs = np.where(by_steps, fast, speed >= RUN_ALONE_MPS) & ~stands
        walks = np.where(by_steps, cadence >= LEAST_SPM, speed >= LEAST_MPS) & ~runs & ~stands
    counts = {"running": int(runs.sum()), "walking": int(walks.sum())}
    total = sum(counts.values())
    gait: Gait = "running" if counts["running"] >= counts["walking"] else "walking"
    if task in ("running", "walking") and counts[task] >= SAID_SHARE * total:
        gait = task
    return Moving(gait, runs if gait == "running" else walks, total - counts[gait], True)
