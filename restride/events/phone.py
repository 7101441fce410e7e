"""Steps of a phone in a pocket, in the hand, at the belt or ankle, or nobody said where, by its acceleration alone.

needs: acc or acc_free in the phone's own axes (signal/phone.py). returns: Detected of walking, of running. Beats of the
size of the acceleration (signal/beats.py) do not change when the phone turns. Block by block of a chain of beats it is
told whether they are steps or strides and of which gait (events/phone_beats.py), each block with its neighbours. Where
beats are strides, the other foot's steps stand midway. A chain reaches out at its ends by steps in which the phone is
still shaken by LASTS of the usual: first and last steps are softer, and may be those of the other leg. Movement that
does not repeat itself (handling, sitting down), beats that are weak, and chains of fewer than FEWEST steps are no gait.

A step's time (`ic_s`) is when the phone is pushed hardest in that step, early in stance: a constant share of a step
after the contact itself, that differs between places. When a foot leaves the ground, and which foot it is, a phone does
not tell. A gyroscope adds nothing here that acceleration lacks and is not asked. Ours, but for the beats.
"""

from dataclasses import dataclass, replace

import numpy as np

from restride.core.errors import NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Array, Recording, Task
from restride.core.strides import Mask, Stretch, strides
from restride.events.detected import Detected
from restride.events.phone_beats import LIKE, Rhythm, rhythm
from restride.signal.beats import Beats, beats
from restride.signal.phone import BOTH_ALIKE, Phone, felt, phone

METHOD = "phone_steps"
LEAST_HZ, ENOUGH_HZ = 10.0, 25.0
BLOCK = 8
"""Beats that are judged together."""
FEWEST, FEW = 4, 8
CLEARLY, PLAINLY = 0.45, 0.5
"""Chains of fewer than FEW steps, and strides that are looked for on a slower clock, must repeat themselves so much."""
STRONG_MPS2 = 0.5
SLOWER, BETTER = 1.5, 0.9
"""Strides of slow walkers last longer than beats may: they are looked for once more on a clock so much slower,
and believed where less than BETTER of what speaks for them speaks for what was found before."""
REACH, LASTS = 2, 0.4
ROOM = 0.6
"""Of a step, that the steps of two chains lie apart at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """acc: (m, 3) m/s2 at hz, each the mean of `width` samples of the phone, zero in gaps."""

    acc: Array
    hz: float
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """One run of steps of one kind. at: (m,) samples. own: (m,) whether the phone felt that step: the other leg's may
    have been put midway. told: what its beats are."""

    at: Array
    own: Mask
    told: Rhythm

    @property
    def weight(self) -> float:
        """How much speaks for it: how long it lasts, and how much it repeats itself."""
        return self.told.alike * float(self.at[-1] - self.at[0])


def find(recording: Recording, kind: MarkerSet | None, task: Task) -> tuple[Detected, ...]:
    """Steps of walking and of running, the kind with more steps first. Raises NothingToMeasure where there are none."""
    seen = phone(recording)
    if seen is None:
        return ()
    if seen.rate_hz < LEAST_HZ:
        raise NothingToMeasure(f"{LEAST_HZ:.0f} samples a second or more", f"{seen.rate_hz:.3g}", "record faster")
    found = walked(seen, task)
    asked: tuple[Task, ...] = (task,) if task in ("walking", "running") else ("walking", "running")
    made = [_detected(seen, [w for w in found if w.told.running == (one == "running")], one) for one in asked]
    some = sorted((d for d in made if d is not None), key=lambda d: -d.strides.n)
    if not some:
        seconds = len(seen.acc) / seen.rate_hz
        what = "steps" if task == "unknown" else task
        where = "a phone" if seen.place == "unknown" else f"the {seen.place.replace('_', ' ')}"
        do = "record 20 to 30 s of steady walking or running"
        raise NothingToMeasure(what, f"none in {seconds:.0f} s at {where}", do)
    return tuple(some)


def walked(seen: Phone, task: Task) -> list[Walked]:
    """Runs of steps in order of time, none of which overlap."""
    felt_acc, hz, width = felt(seen)
    moves = Moves(np.nan_to_num(felt_acc), hz, width)
    found = _among(beats(seen.acc, seen.rate_hz), moves, seen, task)
    for slow in _among(beats(seen.acc, SLOWER * seen.rate_hz), moves, seen, task):
        if slow.told.alike >= PLAINLY and not slow.told.running:
            rivals = [w for w in found if w.at[0] < slow.at[-1] and slow.at[0] < w.at[-1]]
            if sum(w.weight for w in rivals) < BETTER * slow.weight:
                found = [*(w for w in found if w not in rivals), slow]
    found.sort(key=lambda w: float(w.at[0]))
    ends = [(-np.inf, -np.inf), *((float(w.at[0]), float(w.at[-1])) for w in found), (np.inf, np.inf)]
    return [_to_its_ends(w, moves, (ends[k][1], ends[k + 2][0])) for k, w in enumerate(found)]


def _among(found: Beats, moves: Moves, seen: Phone, task: Task) -> list[Walked]:
    """Runs of steps among chains of beats."""
    out: list[Walked] = []
    for first, end in found.chains:
        for rows, told in _pieces(found, first, end, moves, seen, task):
            at = found.at[rows]
            own = np.ones(len(at), dtype=bool)
            if told.steps == 2:
                at = np.insert(at, np.arange(1, len(at)), (at[1:] + at[:-1]) / 2)
                own = np.arange(len(at)) % 2 == 0
            strong = float(np.median(found.size[rows])) >= STRONG_MPS2
            enough = len(at) >= FEWEST and told.alike >= (LIKE if len(at) >= FEW else CLEARLY)
            if strong and enough and told.gait:
                out.append(Walked(at, own, told))
    return out


def _pieces(found: Beats, first: int, end: int, moves: Moves, seen: Phone, task: Task) -> list[tuple[slice, Rhythm]]:
    """Rows of a chain's beats that are of one kind, with what they are."""
    cuts = np.rint(np.linspace(first, end - 1, max(1, round((end - 1 - first) / BLOCK)) + 1)).astype(np.intp)
    told = []
    for a, b in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        beat_s = (found.at[b] - found.at[a]) / (b - a) / seen.rate_hz
        rows = slice(max(0, int(found.at[a] / moves.width)), int(found.at[b] / moves.width) + 1)
        told.append(rhythm(moves.acc[rows], moves.hz, beat_s, float(np.median(found.swing[a:b])), seen.place, task))
    told = _with_neighbours(told)
    out: list[tuple[slice, Rhythm]] = []
    start = 0
    for k in range(1, len(told) + 1):
        if k == len(told) or (told[k].steps, told[k].running) != (told[start].steps, told[start].running):
            last = end if k == len(told) else int(cuts[k])
            some = told[start:k]
            alike, sure = float(np.median([r.alike for r in some])), np.mean([r.sure for r in some]) > 0.5
            gait = np.mean([r.gait for r in some]) > 0.5
            told_all = Rhythm(some[0].steps, some[0].running, bool(gait), bool(sure), alike)
            out.append((slice(int(cuts[start]), last), told_all))
            start = k
    return out


def _with_neighbours(told: list[Rhythm]) -> list[Rhythm]:
    """Each block as most of three say: itself and those beside it."""
    if len(told) < 3:
        return [told[0]] * len(told) if len(told) < 2 else [max(told, key=lambda r: r.alike)] * 2
    padded = [told[1], *told, told[-2]]
    out = []
    for k, one in enumerate(told):
        three = padded[k : k + 3]
        steps = 2 if sum(r.steps == 2 for r in three) >= 2 else 1
        running = sum(r.running for r in three) >= 2
        out.append(replace(one, steps=steps, running=running))
    return out


def _to_its_ends(one: Walked, moves: Moves, room: tuple[float, float]) -> Walked:
    """With the steps at its ends in which the phone is still shaken, short of the runs of steps before and after."""
    step = np.diff(one.at)
    inside = zip(one.at[1:-1], step, strict=False)
    usual = float(np.median([_shaken(moves, t - s / 2, t + s / 2) for t, s in inside]))
    added: tuple[list[float], list[float]] = ([], [])
    ends = ((-1.0, one.at[0], step[: 2 * REACH], room[0]), (1.0, one.at[-1], step[-2 * REACH :], room[1]))
    for more, (way, end, near, limit) in zip(added, ends, strict=True):
        size = float(np.mean(near))
        for k in range(1, REACH + 1):
            t = float(end) + way * k * size
            if (limit - t) * way < ROOM * size or not 0 <= t < len(moves.acc) * moves.width:
                break
            if _shaken(moves, t - size / 2, t + size / 2) < LASTS * usual:
                break
            more.append(t)
    at = np.concatenate([added[0][::-1], one.at, added[1]])
    own = np.concatenate([np.zeros(len(added[0]), dtype=bool), one.own, np.zeros(len(added[1]), dtype=bool)])
    return Walked(at, own, one.told)


def _shaken(moves: Moves, start: float, end: float) -> float:
    """Scatter of the acceleration (three axes together) between two samples; 0 outside the recording."""
    some = moves.acc[max(0, round(start / moves.width)) : max(0, round(end / moves.width)) + 1]
    return float(np.sqrt(np.sum(np.var(some, axis=0)))) if len(some) > 1 else 0.0


def _detected(seen: Phone, found: list[Walked], task: Task) -> Detected | None:
    if not found:
        return None
    at = np.concatenate([w.at for w in found])
    time_s = seen.start_s + at / seen.rate_hz
    n = len(at)
    made = strides(
        np.full(n, "unknown"), time_s, np.full(n, np.nan), task=task, method=METHOD, grade="fair", steady=_steady(found)
    )
    spans = [(seen.start_s + w.at[[0, -1]] / seen.rate_hz).tolist() for w in found]
    return Detected(made, _notes(seen, found), stretches=tuple(Stretch(a, b, task) for a, b in spans))


def _steady(found: list[Walked]) -> Mask:
    """Steps that were felt, but for the first and last strides of each run of them."""
    parts = []
    for one in found:
        inside = one.own.copy()
        inside[:1] = inside[-3:] = False
        parts.append(inside)
    return np.concatenate(parts)


def _notes(seen: Phone, found: list[Walked]) -> tuple[Quality, ...]:
    notes = [
        Quality(
            code="side_unknown",
            severity="info",
            message="a phone does not tell left from right, nor when a foot leaves the ground: steps and rhythm only",
        )
    ]
    if seen.place == "unknown":
        message = "the file does not say where the phone was (a sidecar may: place = pocket, hand, waistband, ankle)"
        notes.append(Quality(code="place_inferred", severity="info", message=message))
    total = sum(len(w.at) for w in found)
    halved = sum(len(w.at) for w in found if w.told.steps == 2)
    if halved or seen.place not in BOTH_ALIKE:
        message = "off the trunk a phone feels one step of a stride unlike the other: no step is compared with the next"
        if halved:
            message += (
                f"; in {halved} of {total} steps it felt one leg only, stride by stride, and the other foot's steps "
                "were put midway"
            )
        notes.append(Quality(code="step_or_stride", severity="info", message=message, removes=("step_time",)))
    unsure = sum(len(w.at) for w in found if not w.told.sure)
    if unsure:
        message = (
            f"in {unsure} of {total} steps it is not sure whether a beat of the phone is a step or a stride, or "
            "whether it is walking or running: cadence may be double or half there"
        )
        notes.append(Quality(code="step_or_stride", severity="warning", message=message))
    if seen.rate_hz < ENOUGH_HZ:
        message = f"the phone was sampled at {seen.rate_hz:.0f} Hz; steps need {ENOUGH_HZ:.0f} to be told apart surely"
        notes.append(Quality(code="rate_too_low", severity="warning", message=message))
    lost = float(np.mean(~np.isfinite(seen.acc).all(axis=1)))
    if lost > 0:
        message = f"{lost:.1%} of the phone's samples are missing; no step is counted where nothing was recorded"
        notes.append(Quality(code="gap", severity="warning", message=message))
    return tuple(notes)
