"""The bounce of the sacrum over each stance, for charts. needs: acc@sacrum or acc@lower_back, V, body frame."""

import numpy as np

from restride.core.recording import BACK_PLACES
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Bout, Measures, Waves
from restride.signal.crossings import resampled


def sacral(bout: Bout) -> Measures:
    """Vertical acceleration in g, gravity included, over each stance."""
    found = [c for place in BACK_PLACES for c in bout.recording.select("acc", place) if c.has("V")]
    if not found or not np.isfinite(bout.strides.fc_s).any():
        return Measures()
    c, s = found[0], bout.strides
    values = resampled(c.axis("V") / STANDARD_GRAVITY_MPS2, c.rate_hz, c.start_s, s.ic_s, s.fc_s)
    return Measures(waves=(Waves("sacral_vertical_acc", "g", s.method, values),))
