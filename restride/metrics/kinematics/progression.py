"""How far the feet point outward on the ground. needs: markers of heel and forefoot, Strides.

The foot's line runs from the heel to the second metatarsal head, or the middle of the first and the fifth; a set says
which. Its angle, seen from above, to the way of the body against the ground over all contacts, which on a belt is the
belt's and needs no axes of the laboratory; mean over the part of stance in which the foot lies flat. Where a marker of
the line is missing nothing is given: the middle of fewer markers is another line.
"""

import numpy as np

from restride.core.recording import Array, Channel
from restride.core.strides import Strides
from restride.metrics.bout import Bout, Measures, Rows
from restride.metrics.kinematics.angles import FLAT, METHOD
from restride.signal.crossings import sample_at
from restride.signal.footing import Footing, footing

POINTS = 11


def progression(bout: Bout) -> Measures:
    """foot_progression_angle, toes out positive, one value a contact."""
    kind, s = bout.kind, bout.strides
    if kind is None or not kind.forefoot or (seen := footing(bout.recording, kind)) is None:
        return Measures()
    ahead = _way(seen, s)
    there = {c.place: c for c in bout.recording.select("marker") if c.frame == "body"}
    values = np.full(s.n, np.nan)
    for side, outward in (("left", -1.0), ("right", 1.0)):
        rows = s.where(side)
        ends = [[there.get(label) for label in kind.labels(side, names)] for names in (kind.heel, kind.forefoot)]
        if len(rows) == 0 or None in ends[0] or None in ends[1]:
            continue
        heel, fore = ([c for c in end if c is not None] for end in ends)
        line = _middle(fore) - _middle(heel)
        times = s.ic_s[rows][:, None] + s.stance_s[rows][:, None] * np.linspace(*FLAT, POINTS)
        flat = sample_at(line, heel[0].rate_hz, heel[0].start_s, times.ravel()).reshape(*times.shape, 3).mean(axis=1)
        values[rows] = outward * np.degrees(_angle(flat) - _angle(ahead))
    return Measures((Rows("foot_progression_angle", METHOD, (values + 180) % 360 - 180),))


def _way(seen: Footing, s: Strides) -> Array:
    """(3,) mean velocity of the body against the ground from the first contact to the last."""
    t = seen.start_s + np.arange(len(seen.body_mps)) / seen.rate_hz
    during = (t >= s.ic_s[0]) & (t <= s.ic_s[-1])
    return np.asarray((seen.body_mps - seen.ground_mps)[during].mean(axis=0)) if during.any() else np.full(3, np.nan)


def _angle(vector: Array) -> Array:
    """To the right of AP, seen from above, rad."""
    return np.asarray(np.arctan2(vector[..., 2], vector[..., 0]))


def _middle(markers: list[Channel]) -> Array:
    return np.asarray(np.mean([c.values for c in markers], axis=0))
