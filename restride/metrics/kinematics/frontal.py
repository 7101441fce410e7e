"""Hip adduction in stance, seen from the front. needs: markers of pelvis and leg with a standing trial.

The thigh's frontal angle to the vertical (knee toward the midline positive) and the pelvis's tilt toward the swing leg
add up to the angle between the two. In one plane, as all angles here: a thigh that is flexed and turned inward looks
adducted too, which joint coordinate systems part. Ours.
"""

import numpy as np

from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.kinematics.angles import METHOD
from restride.metrics.kinematics.segments import CUTOFF_HZ, body
from restride.metrics.kinematics.skeleton import skeleton
from restride.signal.crossings import resampled
from restride.signal.filters import lowpass


def frontal(bout: Bout) -> Measures:
    """hip_adduction_peak, one value a contact, with its curve over stance."""
    if bout.kind is None or bout.standing is None or not bout.recording.select("marker"):
        return Measures()
    bones = skeleton(bout.recording, bout.standing, bout.kind, bout.unfit)
    tilt = body(bout.recording, bout.standing, bout.kind, bout.unfit).tilt
    s = bout.strides
    curve = np.full((s.n, 101), np.nan)
    for side, leg in bones.legs.items():
        if tilt is None or leg.hip is None or leg.knee is None:
            continue
        sign, rows = (1.0 if side == "right" else -1.0), s.where(side)
        thigh = lowpass(_inward(leg.hip, leg.knee, sign), bones.rate_hz, cutoff_hz=CUTOFF_HZ)
        curve[rows] = resampled(thigh + sign * tilt, bones.rate_hz, bones.start_s, s.ic_s[rows], s.fc_s[rows])
    if not np.isfinite(curve).any():
        return Measures()
    made = Rows("hip_adduction_peak", METHOD, curve.max(axis=1))
    return Measures((made,), (Waves("hip_adduction", "deg", METHOD, curve),))


def _inward(hip: Array, knee: Array, sign: float) -> Array:
    """(n,) deg, frontal angle of a thigh to the vertical; sign: +1 for the right leg, -1 for the left."""
    line = knee - hip
    return np.asarray(np.degrees(np.arctan2(-sign * line[:, 2], -line[:, 1])))
