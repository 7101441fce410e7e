"""What a phone felt, however it lies and turns: its acceleration with gravity in it, in its own axes.

needs: acc, or acc_free (an app took gravity off), three axes. Only the size of the acceleration is looked at later,
which no turn of the phone changes. Without gravity the size tells nothing of up and down, and rises twice a step;
so gravity is put back, along the line on which the phone is shaken hardest in the rhythm of steps (BAND_HZ), which is
near the vertical on a body that walks or runs, with the harder pushes upward, as landings are. Ours. A phone that
swings with an arm or a leg is shaken along other lines as well: steps then keep their number and rhythm, and lose some
hundredths of a second.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array, Channel, Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.beats import thin
from restride.signal.filters import bridge, lowpass

PLACES = (
    "pocket", "hand", "waistband", "belt", "hip", "ankle", "thigh", "backpack", "bag", "arm", "upper_arm", "forearm",
    "wrist", "chest", "trunk", "sacrum", "lower_back", "unknown",
)  # fmt: skip
"""Where a phone may be; on a foot or shank only what was made for there is believed."""
BOTH_ALIKE = ("waistband", "belt", "chest", "trunk", "sacrum", "lower_back")
"""Places that both feet push alike. Elsewhere a phone feels one step of a stride unlike the other, however even they
are: what it tells of one step against the next is no gait."""
PHONE = "phone"
"""conditions.device of what a phone's app recorded."""
FINE_HZ = 50.0
BAND_HZ = (1.3, 4.0)
WINDOW_S = 6.0
TURNED = 0.3
"""Lines of two windows, one after another, whose cosine is less have no sign in common."""


@dataclass(frozen=True, slots=True, eq=False)
class Phone:
    """acc: (n, 3) m/s2, gravity included, NaN in gaps. restored: whether gravity was put back."""

    place: str
    rate_hz: float
    start_s: float
    acc: Array
    restored: bool
    origin: str = ""


def phone(recording: Recording) -> Phone | None:
    """The first accelerometer in its own axes at a place where a phone may be, one with gravity first."""
    for quantity in ("acc", "acc_free"):
        for channel in recording.select(quantity):
            if channel.frame == "sensor" and len(channel.axes) == 3 and channel.place in PLACES and channel.n > 1:
                return _phone(channel)
    return None


def _phone(channel: Channel) -> Phone:
    free = channel.quantity == "acc_free"
    acc = restored(channel.values, channel.rate_hz) if free else channel.values
    return Phone(channel.place, channel.rate_hz, channel.start_s, acc, free, channel.origin)


def restored(free: Array, rate_hz: float) -> Array:
    """(n, 3) m/s2 with gravity put back along the line of the hardest shaking; free: (n, 3), NaN in gaps."""
    width = max(1, round(rate_hz / FINE_HZ))
    known = bridge(free)
    count = len(known) // width
    if count < 2:
        return np.array(free)
    fine = known[: count * width].reshape(count, width, 3).mean(axis=1)
    hz = rate_hz / width
    low, high = BAND_HZ
    beat = lowpass(fine, hz, cutoff_hz=high) - lowpass(fine, hz, cutoff_hz=low)
    length = max(2, min(round(WINDOW_S * hz), len(fine)))
    starts = np.arange(0, max(len(fine) - length, 0) + 1, max(length // 2, 1))
    up = np.empty((len(starts), 3))
    skew = np.empty(len(starts))
    for k, first in enumerate(starts):
        one, whole = beat[first : first + length], fine[first : first + length]
        _, axes = np.linalg.eigh(one.T @ one)
        up[k] = axes[:, 2]
        along = whole @ up[k]
        along = along - along.mean()
        skew[k] = np.sum(along**3)
    up *= _signs(up, skew)[:, None]
    middle = (starts + length / 2) * width
    at = np.arange(len(free))
    line = np.stack([np.interp(at, middle, column) for column in up.T], axis=1)
    size = np.linalg.norm(line, axis=1, keepdims=True)
    return np.asarray(free + G * line / np.where(size > 0, size, 1.0))


def _signs(up: Array, skew: Array) -> Array:
    """(m,) which way each line points up: neighbours point the same way, and their pushes upward are the harder."""
    sign = np.ones(len(up))
    cosine = np.sum(up[1:] * up[:-1], axis=1)
    for k, c in enumerate(cosine.tolist()):
        sign[k + 1] = sign[k] * (-1.0 if c < 0 else 1.0)
    piece = np.cumsum(np.concatenate([[0], np.abs(cosine) < TURNED]))
    harder = np.bincount(piece, weights=sign * skew)
    return np.asarray(sign * np.where(harder[piece] < 0, -1.0, 1.0))


def felt(seen: Phone) -> tuple[Array, float, int]:
    """(m, 3) acceleration at about 25 Hz, that rate, and the samples in each of its blocks."""
    blocks, width = thin(seen.acc, seen.rate_hz)
    return blocks, seen.rate_hz / width, width
