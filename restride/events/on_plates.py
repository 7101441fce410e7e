"""Which contacts seen by markers stand on a force plate alone: their times are then the force's, and the force theirs.

needs: contacts by markers, s; grf@plate_* (walking) or grf@total (running, where two feet are never down at once) in
body axes, zeroed. A foot is alone on a plate if the plate's load begins and ends with the foot's own contact, and no
other plate's does: a foot that landed half on the floor before it rolled onto the plate, a second foot on the same
plate and, in walking, a foot on two plates all fail that. A foot that hangs over the side of a plate from landing to
lift-off does not, and cannot be told by time. Ours.
"""

import numpy as np

from restride.core.recording import Array, Recording, Task
from restride.core.strides import Mask
from restride.events import plates
from restride.events.force import Contacts, contacts
from restride.signal.ground import UNZEROED

LANDS_S, LEAVES_S = 0.05, 0.08
"""So close contacts by markers and by force are the same; markers see the end of a contact of walking 0.03 s early."""


def own_force(recording: Recording, ic_s: Array, fc_s: Array, task: Task) -> tuple[Array, Array, Mask]:
    """ic_s, fc_s: (n,) with the times of the force where a foot is alone on a plate, and (n,) whether it is."""
    params = plates.PARAMS if task == "running" else plates.WALKING
    places = {c.place for c in recording.select("grf")} - {"total", UNZEROED}
    if task == "running":
        places = {"total"}
    ic, fc = ic_s.copy(), fc_s.copy()
    loads = np.zeros(len(ic), dtype=np.intp)
    for plate in recording.select("grf"):
        if plate.place not in places or not plate.has("V"):
            continue
        found = contacts(plate, params)
        for k, rows in enumerate(_same(found, ic_s, fc_s)):
            loads[rows] += 1
            if rows.sum() == 1 and not found.crossed[k]:
                ic[rows], fc[rows] = found.ic_s[k], found.fc_s[k]
            else:
                loads[rows] += 1
    alone = loads == 1
    return np.where(alone, ic, ic_s), np.where(alone, fc, fc_s), alone


def _same(found: Contacts, ic_s: Array, fc_s: Array) -> list[Mask]:
    """For each load of a plate the contacts that begin and end with it; one whose end was not seen ends anywhere."""
    out = []
    for ic, fc in zip(found.ic_s, found.fc_s, strict=True):
        ends = np.isnan(fc_s) | (np.abs(fc_s - fc) < LEAVES_S)
        out.append(ends & (np.abs(ic_s - ic) < LANDS_S))
    return out
