"""Angles that another program computed (OpenSim, Plug-in Gait, HBM, Visual3D), at contact and in stance.

needs: angle channels, deg, with clinical axes. Contacts are ours. Where markers of the same recording give a metric,
that one is taken and the other program's is not: ours have an error that was looked at, and the same definition from
one laboratory to the next, while a program's zero, joint centres and filter are its user's. A metric never mixes both,
so that a person is compared with itself; `measure.GIVEN` sees to it. Angles are taken as they are: no filter, no new
zero.
"""

import numpy as np

from restride.core.markersets import SIDES
from restride.core.recording import Array, Channel
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.signal.crossings import Index, resampled, sample_at

METHOD = "lab_angles"
LEG = (
    # place, axis, curve over stance, metric at contact, metric of the peak in stance
    ("knee", "flexion", "knee_flexion", "knee_flexion_at_contact", "knee_flexion_peak"),
    ("ankle", "dorsiflexion", "ankle_dorsiflexion", "", "ankle_dorsiflexion_peak"),
    ("hip", "adduction", "hip_adduction", "", "hip_adduction_peak"),
)
STRIDE = (("hip", "flexion", "hip_flexion"), ("knee", "flexion", "knee_flexion"))
"""Drawn over the whole stride too: what they do in swing is half of what one looks for."""


def lab_angles(bout: Bout) -> Measures:
    """All angle metrics that these channels allow."""
    if not bout.recording.select("angle"):
        return Measures()
    s = bout.strides
    values: dict[str, Array] = {}
    stance: dict[str, Array] = {}
    stride: dict[str, Array] = {}
    for side in SIDES:
        rows = s.where(side)
        if len(rows) == 0:
            continue
        ic, fc, after = s.ic_s[rows], s.fc_s[rows], s.next_ic_s[rows]

        def put(into: dict[str, Array], name: str, found: Array, rows: Index = rows) -> None:
            into.setdefault(name, np.full((s.n, *found.shape[1:]), np.nan))[rows] = found

        for place, axis, wave, at_contact, peak in LEG:
            for c in _with(bout, place, side, axis):
                curve = resampled(c.axis(axis), c.rate_hz, c.start_s, ic, fc)
                put(stance, wave, curve)
                put(values, peak, curve.max(axis=1))
                if at_contact:
                    put(values, at_contact, sample_at(c.axis(axis), c.rate_hz, c.start_s, ic))
        for place, axis, wave in STRIDE:
            for c in _with(bout, place, side, axis):
                put(stride, wave, resampled(c.axis(axis), c.rate_hz, c.start_s, ic, after))
        toward = 1.0 if side == "right" else -1.0
        for c in _with(bout, "pelvis", "none", "obliquity"):
            curve = resampled(toward * c.axis("obliquity"), c.rate_hz, c.start_s, ic, fc)
            put(stance, "pelvic_obliquity", curve)
            put(values, "pelvic_drop", curve.max(axis=1))
        for c in _with(bout, "trunk", "none", "lean"):
            curve = resampled(toward * c.axis("lean"), c.rate_hz, c.start_s, ic, fc)
            put(values, "trunk_lean", curve.max(axis=1))
        for c in _with(bout, "trunk", "none", "flexion"):
            curve = resampled(c.axis("flexion"), c.rate_hz, c.start_s, ic, fc)
            put(values, "trunk_flexion", curve.mean(axis=1))
    seen = {name: rows for name, rows in values.items() if np.isfinite(rows).any()}
    return Measures(
        tuple(Rows(name, METHOD, rows) for name, rows in seen.items()),
        (
            *(Waves(name, "deg", METHOD, rows) for name, rows in stance.items()),
            *(Waves(name, "deg", METHOD, rows, over="cycle") for name, rows in stride.items()),
        ),
    )


def _with(bout: Bout, place: str, side: str, axis: str) -> list[Channel]:
    return [c for c in bout.recording.select("angle", place, side) if c.has(axis)][:1]
