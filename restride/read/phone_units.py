"""Whether a phone's acceleration holds gravity, and its unit where the app does not say it.

With gravity in it, the mean over some seconds is 1 g, since a body that walks comes back to its speed; an app that took
gravity off leaves a mean near zero. Without gravity a number may be m/s2 or g, which lie a factor of ten apart, and
rhythm tells them: a body that rises and falls f times a second feels (2 pi f)^2 times its excursion, and people at gait
move by centimetres, not by millimetres. That a unit can be told so is mechanics; the limits are ours: people's trunks
rise and fall by 2 to 12 cm a step, so that the wrong unit would give 0.2 to 1.2 cm.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.filters import lowpass
from restride.signal.pull import norm, windows

READS = {"m/s2": G, "g": 1.0}
"""What gravity reads in the units that phones give."""
NEAR = (0.6, 1.4)
LEAST_PART = 0.3
"""The mean is at least so much of the whole where it is gravity: 0.45 in running, where forces of 2 to 3 g come and go;
what is left of it where an app took it off is less."""
BAND_HZ = (1.0, 4.0)
LEAST_RISE_M = 0.012


@dataclass(frozen=True, slots=True)
class Told:
    """gravity: whether it is in the numbers. unit: None where nothing tells it."""

    gravity: bool
    unit: str | None


def told(values: Array, rate_hz: float, says: str | None) -> Told:
    """Of (n, 3) accelerations in the numbers of the file. says: the unit that it states, if any."""
    some = windows(values, rate_hz)
    if some is None:
        return Told(True, says)
    pull = float(np.median(norm(some.mean(axis=1))))
    size = float(np.median(np.sqrt(np.mean(norm(some) ** 2, axis=1))))
    unit = next((u for u, g in READS.items() if NEAR[0] * g <= pull <= NEAR[1] * g), None)
    if unit is not None and pull > LEAST_PART * size:
        return Told(True, unit)
    return Told(False, says or _by_rise(some, rate_hz))


def _by_rise(some: Array, rate_hz: float) -> str | None:
    """m/s2 or g for (m, n, 3) accelerations without gravity; None where nobody moves."""
    moves = np.stack([_in_band(one - one.mean(axis=0), rate_hz) for one in some])
    power = np.mean(norm(moves) ** 2, axis=1)
    lively = moves[power >= np.percentile(power, 75)]
    slope = norm(np.gradient(lively, axis=1) * rate_hz)
    size = float(np.sqrt(np.mean(norm(lively) ** 2)))
    if size == 0:
        return None
    turn = float(np.sqrt(np.mean(slope**2))) / size
    rise_m = 2 * np.sqrt(2.0) * size / turn**2
    return "m/s2" if rise_m > LEAST_RISE_M else "g"


def _in_band(values: Array, rate_hz: float) -> Array:
    low, high = BAND_HZ
    return np.asarray(lowpass(values, rate_hz, cutoff_hz=high) - lowpass(values, rate_hz, cutoff_hz=low))
