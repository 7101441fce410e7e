"""Walking or running, stride by stride, from the acceleration of a foot or shank.

A leg that carries the body in walking hardly accelerates for a good part of the stride: its device reads gravity and
little else. In running it never does. Ours: the share of a stride in which the reading, low-passed at 10 Hz, is within
QUIET_G of 1 g was .16 and more in walking (13 feet of five recordings, with stairs and multiple sclerosis, which is
the .16, and 6 shanks; .23 and more without it) and .11 and less in running (feet and shanks: 36 virtual on three real
runners at 2.5 to 4.5 m/s, 24 on virtual runners, 4 real ones).
"""

import numpy as np

from restride.core.recording import Array
from restride.core.strides import Mask
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.filters import lowpass
from restride.signal.swings import thinned

CUTOFF_HZ = 10.0
QUIET_G = 0.1
SHARE = 0.14
AROUND = 2
"""A stride goes with the majority of so many on either side and itself: gait does not change for one stride."""


def running(acc: Array, rate_hz: float, swing: Array) -> Mask:
    """(m - 1,) whether the stride between each two mid-swings (samples, (m,)) is one of running. acc: (n, 3) m/s2."""
    if len(swing) < 2:
        return np.zeros(0, dtype=bool)
    share = quiet_share(acc, rate_hz, swing)
    padded = np.pad(share, AROUND, mode="reflect" if len(share) > AROUND else "edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1), axis=1) < SHARE)


def quiet_share(acc: Array, rate_hz: float, swing: Array) -> Array:
    """(m - 1,) share of the time between each two mid-swings in which the device reads gravity and little else."""
    size, thin_hz = thinned(np.sqrt(np.einsum("ij,ij->i", acc, acc)), rate_hz)
    quiet = np.abs(lowpass(size, thin_hz, cutoff_hz=CUTOFF_HZ) - G) < QUIET_G * G
    total = np.concatenate([[0.0], np.cumsum(quiet)])
    at = np.clip(np.rint(swing * thin_hz / rate_hz).astype(np.intp), 0, len(size))
    return np.asarray(np.diff(total[at]) / np.maximum(np.diff(at), 1))
