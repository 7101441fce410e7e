"""Regularity of the steps that a phone felt, by the size of its acceleration, which no turn of the phone changes.

needs: Strides of a phone, its acc or acc_free. returns: step and stride regularity as at the lower back (see back.py),
one value a stride. In a pocket or at an ankle the two steps of a stride feel different however evenly they are walked,
so that step regularity is compared with itself at the same place only, and not given where the place is not known.
"""

import numpy as np

from restride.metrics.bout import Bout, Measures, Rows
from restride.metrics.spatiotemporal.back import POINTS, regularity, trunk_of
from restride.signal.crossings import resampled
from restride.signal.phone import BOTH_ALIKE
from restride.signal.phone import phone as phone_of

METHOD = "phone_steps"


def phone(bout: Bout) -> Measures:
    """Stride regularity, and step regularity on the trunk, of a bout that a phone alone has seen."""
    seen = phone_of(bout.recording) if bout.strides.method == METHOD else None
    if seen is None or bout.strides.n < 3:
        return Measures()
    felt = trunk_of(seen.acc, seen.rate_hz, seen.start_s, bout)
    size = np.sqrt(np.einsum("ij,ij->i", felt.acc, felt.acc))
    wave = resampled(size, 1.0, 0.0, felt.first, felt.last, POINTS + 1)[:, :-1]
    wave -= wave.mean(axis=1, keepdims=True)
    step, stride = regularity(wave, felt.first, felt.last)
    rows = [Rows("stride_regularity", METHOD, stride, "fair", place=seen.place)]
    if seen.place in BOTH_ALIKE:
        rows.append(Rows("step_regularity", METHOD, step, "fair", place=seen.place))
    return Measures(tuple(rows))
