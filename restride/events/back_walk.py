"""Initial contacts of walking from the beats of the trunk.

needs: beats of stretches of walking (signal/beats.py). returns: initial contacts. Where in the step a foot lands
follows from mechanics: from initial contact on two legs push, and the trunk is pushed up hardest about the middle of
that time, before the other foot leaves the ground. The top of the smoothed acceleration came 0.10 to 0.135 of a step
after initial contact in four people with force plates (two sensors, one set of markers, one centre of mass from
force), and LAG is a tenth; in a fifth person with insoles, whom it was not taken from, it came 0.05 to 0.10 after, the
earlier the faster the steps. Steepest rises and passages through the mean, which others use, lie 70 to 170 ms apart
between these people, as they depend on the shape of the whole step (McCamley et al. 2012, Gait Posture 36:316; Shin &
Park 2011, Sensors 11:6277). The lag is ours. Final contacts leave no mark of their own at the back and are not given.
"""

import numpy as np

from restride.core.recording import Array
from restride.signal.crossings import Index

METHOD = "back_walking"
LAG = 0.1
"""Of a step, from initial contact to the top of the smoothed acceleration."""
NEIGHBOURS = 3
"""Steps on either side whose mean is the step."""


def contacts(at: Array, stretch: Index) -> Array:
    """(m,) initial contacts of the beats at (m,), both in samples. stretch: (m,) number of the stretch of each beat."""
    row = np.arange(len(at))
    first, last = np.searchsorted(stretch, stretch), np.searchsorted(stretch, stretch, side="right") - 1
    low, high = np.maximum(row - NEIGHBOURS, first), np.minimum(row + NEIGHBOURS, last)
    return np.asarray(at - LAG * (at[high] - at[low]) / np.maximum(high - low, 1))
