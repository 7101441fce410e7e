"""The force in insoles without what a strapped shoe presses in swing."""

import numpy as np

from restride.core.recording import Array, Channel
from restride.core.strides import Mask
from restride.signal.crossings import runs
from restride.signal.filters import bridge, lowpass
from restride.signal.zeroing import unloaded, zeroed

CUTOFF_HZ = 50.0


def unburdened(channel: Channel) -> Array:
    """(n, k) force of an insole and of its parts, N, each less what it reads in the swings; gaps bridged.

    As a plate's drift is taken off (signal/zeroing.py): the swings are those of "total".
    """
    filled = bridge(channel.values)
    empty = unloaded(filled[:, channel.axes.index("total")], channel.rate_hz)
    return lowpass(zeroed(filled, empty), channel.rate_hz, cutoff_hz=CUTOFF_HZ)


def longest_gap_s(channel: Channel, from_s: float, to_s: float) -> float:
    """The longest stretch without a number in any column between two moments, in seconds."""
    seen: Mask = np.asarray(np.isfinite(channel.between(from_s, to_s).values).all(axis=1))
    return float(np.diff(runs(~seen), axis=1).max(initial=0)) / channel.rate_hz
