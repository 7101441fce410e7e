"""Contacts from the markers of heels and toes, where no force tells them, walking and running, on belts and floors.

needs: marker of heel and toe of a foot, better of the pelvis too, in body axes. returns: Strides, s. raises:
NothingToMeasure.

A foot on the ground moves with it: with the belt, or not at all. Speeds of heel and toe against the ground, over the
speed of the body against the ground, therefore mean the same in walking and sprinting, on a belt and on a floor, in
whatever direction. Initial contact: the slower of heel and toe falls through half of the body's speed. Final contact:
the toe rises through two fifths of it in running, and through all of it in walking, which is where the toe is farthest
behind the pelvis. Times between samples by linear interpolation; markers low-passed at 20 Hz, whatever their rate.

Sources: a threshold on the foot's speed, Ghoussayni et al. 2004 (Gait Posture 20:266); in shares of walking speed,
Bruening & Ridge 2014 (Gait Posture 39:472); toe farthest behind, Zeni et al. 2008 (Gait Posture 27:710). Ours: the
slower of heel and toe, so that any foot strike is met; speed against a ground that is found by itself; the shares in
running. The shares were chosen on RBDS, gaitalytics and OpenSim's examples together, as the round number that was
nearest to no bias: core/methods/markers_*.toml says what is left where the share is chosen without the recording.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.errors import NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Array, Recording, Task
from restride.core.strides import strides
from restride.events import force
from restride.events.detected import Detected
from restride.events.on_plates import own_force
from restride.signal.crossings import crossing_after, crossing_before, runs
from restride.signal.footing import Footing, footing

METHOD: dict[Task, str] = {"walking": "markers_walking", "running": "markers_running"}
LANDS = 0.5
LEAVES: dict[Task, float] = {"walking": 1.0, "running": 0.4}
"""Shares of the body's speed against the ground."""
SWINGS = 1.0
"""In swing heel and toe are both faster than the body at some time."""
SHORTEST_SWING_S = 0.1
LONGEST_STANCE_S = 3.0
"""Longer is standing, not stance."""
SLOW_HZ = 45.0
OF_A_STANCE = ("contact_time", "stance_time", "flight_time", "swing_time", "duty_factor", "double_support")


@dataclass(frozen=True, slots=True, eq=False)
class Feet:
    """Contacts of both feet by initial contact. fc_s: by the rule of running and of walking; NaN where not seen."""

    side: list[str]
    ic_s: Array
    fc_s: dict[Task, Array]


def find_on_a_floor(recording: Recording, kind: MarkerSet | None, asked: Task) -> tuple[Detected, ...]:
    """Contacts of somebody who passes over plates in a floor: also of the steps that meet none of them."""
    seen = footing(recording, kind) if kind and recording.select("grf", "total") else None
    if seen is None or not seen.floor:
        return ()
    return _detected(recording, seen, asked)


def find(recording: Recording, kind: MarkerSet | None, asked: Task) -> tuple[Detected, ...]:
    """Contacts by markers. Raises NothingToMeasure where nobody takes two steps."""
    seen = footing(recording, kind) if kind else None
    return () if seen is None else _detected(recording, seen, asked)


def _detected(recording: Recording, seen: Footing, asked: Task) -> tuple[Detected, ...]:
    feet = contacts(seen)
    if len(feet.ic_s) < 2:
        raise NothingToMeasure(
            "at least 2 steps",
            f"{len(feet.ic_s)} in {seen.seconds:.1f} s of markers",
            "record 20 to 30 s of steady walking or running (standing cannot be measured)",
        )
    task = task_of(feet) if asked not in LEAVES else asked
    notes = [_slow(seen.rate_hz)] if seen.rate_hz < SLOW_HZ else []
    ic, fc, alone = own_force(recording, feet.ic_s, feet.fc_s[task], task)
    if recording.select("grf", "total"):
        notes.append(_by_force(int(alone.sum()), len(alone)))
    made = strides(
        feet.side,
        ic,
        fc,
        task=task,
        method=force.METHOD if alone.all() else METHOD[task],
        grade="fair",
        feet=2 if len(seen.feet) == 2 else 1,
    )
    shared = np.flatnonzero(~alone[np.argsort(ic, kind="stable")])
    return (Detected(made, tuple(notes), frozenset(shared.tolist())),)


def contacts(seen: Footing) -> Feet:
    """Contacts of each foot: from the landing that ends a swing to where the next swing begins."""
    side: list[str] = []
    ic: list[float] = []
    fc: dict[Task, list[float]] = {task: [] for task in LEAVES}
    for name, (heel, toe) in seen.feet.items():
        slower = np.fmin(heel, toe)
        swings = [(a, b) for a, b in runs(slower > LANDS).tolist() if _is_swing(slower, a, b, seen.rate_hz)]
        tops = [a + int(np.argmax(slower[a:b])) for a, b in swings]
        for i, top in enumerate(tops):
            lands = crossing_after(slower, top, LANDS)
            following = tops[i + 1] if i + 1 < len(tops) else None
            if not np.isfinite(lands) or np.isnan(slower[top : int(lands) + 2]).any():
                continue
            left = {t: _leaves(toe, slower, lands, following, share) for t, share in LEAVES.items()}
            if following is not None and (following - lands) / seen.rate_hz > LONGEST_STANCE_S:
                continue
            side.append(name)
            ic.append(seen.start_s + lands / seen.rate_hz)
            for task, sample in left.items():
                fc[task].append(seen.start_s + sample / seen.rate_hz)
    order = np.argsort(ic, kind="stable")
    return Feet([side[i] for i in order], np.array(ic)[order], {t: np.array(x)[order] for t, x in fc.items()})


def _is_swing(ratio: Array, first: int, end: int, rate_hz: float) -> bool:
    """Of the samples [first, end); of a swing that an end of the recording cuts, no length is asked."""
    cut = first == 0 or end == len(ratio)
    return bool(ratio[first:end].max() > SWINGS) and (cut or end - first > SHORTEST_SWING_S * rate_hz)


def _leaves(toe: Array, slower: Array, lands: float, following: int | None, share: float) -> float:
    """Sample at which a toe that is down from `lands` on goes off before the top of the next swing; NaN if unseen."""
    if following is None or np.isnan(slower[int(lands) : following]).any():
        return float("nan")
    at = crossing_before(toe, following, share)
    return at if at > lands else float("nan")


def task_of(feet: Feet) -> Task:
    """Running if a foot leaves before the other lands, in most steps; with one foot, if it is down for less than half.

    By the rule of running for both, which lies some 50 ms before the end of a contact of walking.
    """
    side, ic, fc = np.array(feet.side), feet.ic_s, feet.fc_s["running"]
    turns = side[1:] != side[:-1]
    over = (fc[:-1] - ic[1:])[turns]
    if not np.isfinite(over).any():
        mine = ic[side == side[0]]
        over = (fc[side == side[0]][:-1] - mine[:-1]) - 0.5 * np.diff(mine)
    over = over[np.isfinite(over)]
    return "running" if len(over) and np.median(over) < 0 else "walking"


def _by_force(alone: int, n: int) -> Quality:
    message = (
        f"{alone} of {n} contacts stand on a force plate alone: their times are those of the force; the others are "
        "seen by markers, and have no force"
    )
    return Quality(code="contacts_by_markers", severity="info", message=message)


def _slow(rate_hz: float) -> Quality:
    message = f"markers at {rate_hz:g} Hz are too slow for the length of contacts: steps are given, contact times not"
    return Quality(code="rate_too_low", severity="warning", message=message, removes=OF_A_STANCE)
