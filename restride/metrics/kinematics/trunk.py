"""How the trunk leans in stance, forward and sideways. needs: markers of the pelvis and of the top of the trunk.

The trunk is the line from the middle of the pelvis to the middle between C7 and the jugular notch, else between the
shoulders, against the vertical (Teng & Powers 2014 measure forward lean so); where a set has neither, nothing is given.
No zero is taken from standing: a person who always leans is told so. Ours: the two choices of the line's upper end,
which differ by a few degrees, so that a person is compared with the same markers only.
"""

import numpy as np

from restride.core.markersets import SIDES, MarkerSet
from restride.core.recording import Array, Channel
from restride.metrics.bout import Bout, Measures, Rows
from restride.metrics.kinematics.segments import CUTOFF_HZ
from restride.signal.crossings import resampled
from restride.signal.filters import lowpass

METHOD = "markers_segments"


def trunk(bout: Bout) -> Measures:
    """Mean forward lean and greatest lean toward the stance leg, one value a contact."""
    there = {c.place: c for c in bout.recording.select("marker") if c.frame == "body"}
    ends = _ends(bout.kind, there) if bout.kind else None
    if ends is None:
        return Measures()
    lower, upper, clock = ends
    line = lowpass(upper - lower, clock.rate_hz, cutoff_hz=CUTOFF_HZ)
    forward, right = (np.degrees(np.arctan2(line[:, k], line[:, 1])) for k in (0, 2))
    s = bout.strides
    flexion, lean = np.full(s.n, np.nan), np.full(s.n, np.nan)
    for side, toward in zip(SIDES, (-1.0, 1.0), strict=True):
        rows = s.where(side)
        span = s.ic_s[rows], s.fc_s[rows]
        flexion[rows] = resampled(forward, clock.rate_hz, clock.start_s, *span).mean(axis=1)
        lean[rows] = resampled(toward * right, clock.rate_hz, clock.start_s, *span).max(axis=1)
    return Measures((Rows("trunk_flexion", METHOD, flexion), Rows("trunk_lean", METHOD, lean)))


def _ends(kind: MarkerSet, there: dict[str, Channel]) -> tuple[Array, Array, Channel] | None:
    """Lower and upper end (n, 3) of the trunk, with a channel on their clock; None without either."""
    front, back = kind.both([kind.asis]), (kind.both([kind.psis]), kind.sacrum)
    lower = next((p for p in ((*front, *b) for b in back if b) if _all(p, there)), kind.both(kind.hip))
    tops = ((kind.neck, kind.clavicle), kind.both(kind.shoulder))
    upper = next((p for p in tops if _all(p, there)), ())
    if not upper or not _all(lower, there):
        return None
    low, high = (np.asarray(np.mean([there[label].values for label in labels], axis=0)) for labels in (lower, upper))
    return low, high, there[upper[0]]


def _all(labels: tuple[str, ...], there: dict[str, Channel]) -> bool:
    return len(labels) > 0 and all(label in there for label in labels)
