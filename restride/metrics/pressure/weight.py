"""What one body weight is in the force of insoles.

In steady gait on the level the mean vertical force of both feet is the body's weight. Insoles are calibrated by their
wearer and read a few percent more or less than plates: forces are given in multiples of what both insoles carry on
average, so that a wrong calibration of the pair cancels. One insole alone needs the mass of a profile.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array, Channel
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Bout
from restride.signal.insole import unburdened

MASS_LIMIT = 0.10
"""Public trials of insoles against plates: impulses within 6 %; more than this is calibration, or another person."""
FEWEST = 3


def body_weight(bout: Bout, channels: tuple[Channel, ...]) -> tuple[float, tuple[Quality, ...]] | None:
    """One BW in newtons as the insoles read it, and what had to be said of it; None where nothing tells it."""
    means = [_mean(bout, c) for c in channels]
    known = {c.side: m for c, m in zip(channels, means, strict=True) if m is not None}
    mass = bout.person.mass_kg
    weight = None if mass is None else mass * STANDARD_GRAVITY_MPS2
    if {"left", "right"} <= set(known):
        carried = known["left"] + known["right"]
        if weight is None or abs(carried / weight - 1) <= MASS_LIMIT:
            return carried, ()
        return carried, (
            Quality(
                code="mass_mismatch",
                severity="warning",
                message=f"the mass given is {mass:.1f} kg but the insoles carried {carried / STANDARD_GRAVITY_MPS2:.1f}"
                " kg on average: forces are in multiples of what they carried; zero and calibrate them again",
            ),
        )
    return None if weight is None else (weight, ())


def _mean(bout: Bout, channel: Channel) -> float | None:
    """Mean force of one foot over its whole strides, N; None for fewer than FEWEST of them."""
    force = unburdened(channel)[:, channel.axes.index("total")]
    s = bout.strides
    rows = s.where(channel.side)
    rows = rows[np.isfinite(s.next_ic_s[rows])]
    means = [_between(force, channel, s.ic_s[r], s.next_ic_s[r]) for r in rows]
    mean = float(np.mean(means)) if len(means) >= FEWEST else 0.0
    return mean if mean > 0 else None


def _between(force: Array, channel: Channel, from_s: float, to_s: float) -> float:
    a, b = (round((t - channel.start_s) * channel.rate_hz) for t in (from_s, to_s))
    return float(force[max(a, 0) : b].mean())
