"""Joint moments of one walk against those that OpenSim ships with it (its example of three-dimensional walking).

Its markers are on the outer side of knee and ankle only, and there is no standing trial. The reference is OpenSim's
inverse dynamics on a model fitted to the same markers; it covers 0.45 to 1.80 s, so that a stance is compared where at
least half of it is there.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from restride.app.measuring import together
from restride.core.recording import Array
from restride.events.detect import detect
from restride.metrics.bout import Bout, Person
from restride.metrics.loads.moments import moments
from restride.read import read
from restride.signal.crossings import resampled
from restride.signal.prepare import prepare
from validation.figures import Figure
from validation.runs import data

MASS_KG = 85.27
"""Of the bodies of its scaled model."""
FOLDER = "opensim_example3dwalking"
AXES = {"knee": "extension", "ankle": "plantarflexion"}


@dataclass(frozen=True)
class Compared:
    """One stance: peaks in Nm, and r of the curves where both are there."""

    joint: str
    side: str
    ours: float
    theirs: float
    r: float

    @property
    def percent(self) -> float:
        """How far our peak lies from theirs."""
        return 100 * (self.ours / self.theirs - 1)


@cache
def compared() -> tuple[Compared, ...]:
    """Every stance and joint; none where the recording is not there."""
    folder = data() / FOLDER
    if not folder.is_dir():
        return ()
    (one,) = together([read(folder / name)[0] for name in ("markers_walk.trc", "grf_walk.mot")], "walking")
    ready = prepare(one)
    found = detect(ready.recording, ready.kind, "walking")
    s = found.strides
    person = Person(MASS_KG)
    seen = moments(Bout(ready.recording, None, ready.kind, ready.unfit, s, found.crossed, person))
    if seen is None:
        return ()
    (theirs,) = read(folder / "id_walk.sto")
    out = []
    for joint, axis in AXES.items():
        ours: Array = getattr(seen, joint)
        for i in range(s.n):
            (c,) = (c for c in theirs.select("joint_moment", joint) if c.side == s.side[i])
            curve = resampled(c.axis(axis), c.rate_hz, c.start_s, s.ic_s[i : i + 1], s.fc_s[i : i + 1])[0]
            both = np.isfinite(curve) & np.isfinite(ours[i])
            if both.mean() < 0.5:
                continue
            r = float(np.corrcoef(ours[i][both], curve[both])[0, 1])
            peaks = (float(ours[i][both].max()), float(curve[both].max()))
            if joint == "ankle" and not both[-20:].all():
                continue  # the ankle's peak lies late in stance
            out.append(Compared(joint, str(s.side[i]), *peaks, r))
    return tuple(out)


def figures() -> list[Figure]:
    """The promises on this walk."""
    out = []
    for joint in AXES:
        some = [c for c in compared() if c.joint == joint]
        if not some:
            continue
        worst = max((c.percent for c in some), key=abs)
        seen, least = f"{len(some)} stances", min(c.r for c in some)
        each = ", ".join(f"{c.side} {c.ours:.0f} of {c.theirs:.0f} Nm" for c in some)
        out += [
            Figure(f"opensim walk/{joint} peak", FOLDER, f"{joint} moment, largest error of a peak", worst, "%",
                   "near zero", 12.0, decimals=1, seen=seen, note=each),
            Figure(f"opensim walk/{joint} r", FOLDER, f"{joint} moment, lowest r of a curve", least, "", "more", 0.95,
                   decimals=3, seen=seen),
        ]  # fmt: skip
    return out
