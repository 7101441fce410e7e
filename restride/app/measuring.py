"""Recordings -> one bout's numbers: several files brought onto one clock, long ones taken piece by piece."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from restride.app.phone_files import of_one_phone
from restride.core.errors import InputError, NothingToMeasure
from restride.core.markersets import recognise
from restride.core.quality import Quality
from restride.core.recording import Array, Recording, Task
from restride.core.strides import Strides, concatenated, strides
from restride.events.align import Clocks, clocks
from restride.events.detect import detect_each, detect_live
from restride.events.detected import Detected
from restride.metrics.bout import Bout, Person
from restride.metrics.device import is_device, summary
from restride.metrics.measure import Gathered, Measured, averaged, gather, merge
from restride.signal.axes import up_from_force, up_from_markers
from restride.signal.prepare import Prepared, prepare

PIECE_S = 1800.0
"""Longer recordings of worn devices are measured in pieces of this length: memory stays that of one piece."""
APART_S = 60.0
"""Two feet whose clocks cannot be brought together lie this far from each other on the common clock."""
MARGIN_S = 20.0
"""What is looked at on either side of a piece, so that strides across its edges are whole."""


ONE_TRIAL = frozenset({"trc", "opensim"})
"""Readers of files that one program writes of one trial, on one clock."""
SAME_WAY = 0.7
"""Cosine of half a right angle: two verticals that lie further apart are two different axes."""
NOBODY = Person()
BY_DEVICES = "device"
"""Name of the method where no contacts were found because devices gave means."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredBout:
    """All that was measured. prepared: the body-frame channels (of the first piece of a long recording)."""

    measured: Measured
    gathered: Gathered
    strides: Strides
    quality: tuple[Quality, ...]
    prepared: Recording


Piece = tuple[Recording, float, float]
"""A recording, or a part of one with a margin, and the interval [start_s, end_s) whose contacts are its own."""


def measure_bout(recording: Recording, standing: Recording | None, task: Task, person: Person) -> MeasuredBout:
    """Prepare, find contacts, measure. Raises InputError where there is nothing to measure.

    Where a recording holds walking and running and neither was asked for, the one with more contacts is measured and
    the other is said.
    """
    if is_device(recording):
        return _told_by_devices(recording)
    return measure_pieces(pieces(recording), standing, task, person)


def _told_by_devices(recording: Recording) -> MeasuredBout:
    """What watches and pods computed themselves: no contacts are known, so no value of one."""
    measured = summary(recording)
    none = strides([], [], [], task=recording.task, method=BY_DEVICES, grade="fair")
    bout = Bout(recording, None, None, frozenset(), none, frozenset(), NOBODY, measured.conditions)
    return MeasuredBout(measured, Gathered(bout, (), (), ()), none, (), recording)


def measure_pieces(
    parts: Iterable[Piece], standing: Recording | None = None, task: Task = "unknown", person: Person = NOBODY
) -> MeasuredBout:
    """As measure_bout, from pieces that come one by one: no more than one of them is held at a time."""
    gathered: dict[Task, list[Gathered]] = {}
    live: Strides | None = None
    first: Prepared | None = None
    nothing: NothingToMeasure | None = None
    for piece, start_s, end_s in parts:
        ready = prepare(piece, standing)
        try:
            found = detect_each(ready.recording, ready.kind, task)
        except NothingToMeasure as error:
            nothing = nothing or error
            continue
        if math.isinf(start_s) and math.isinf(end_s):
            live = detect_live(ready.recording, found[0].strides.task)
        first = first or ready
        for one in found:
            kept = _inside(one, start_s, end_s)
            if kept.strides.n:
                values = gather(_bout(ready, kept, person))
                gathered.setdefault(one.strides.task, []).append(values if ready is first else _light(values))
    if first is None or not gathered:
        raise nothing or NothingToMeasure("steps", "none", "record 20 to 30 s of steady walking or running")
    ranked = sorted(gathered, key=lambda t: -sum(g.bout.strides.n for g in gathered[t]))
    main = merge(gathered[ranked[0]])
    notes = [*main.bout.said]
    for other in ranked[1:]:
        notes.append(_other(ranked[0], main.bout.strides.n, other, sum(g.bout.strides.n for g in gathered[other])))
    return MeasuredBout(averaged(main, live), main, main.bout.strides, tuple(notes), first.recording)


def _light(values: Gathered) -> Gathered:
    """Without the signals, which would keep every piece in memory; charts show the first piece."""
    bout = replace(values.bout, recording=values.bout.recording.between(math.inf, math.inf))
    return replace(values, bout=bout, waves=())


def find_strides(recording: Recording, task: Task) -> Strides:
    """Contacts of one recording, of one kind of gait. Raises InputError where there are none."""
    parts: dict[Task, list[Strides]] = {}
    nothing: NothingToMeasure | None = None
    for piece, start_s, end_s in pieces(recording):
        ready = prepare(piece)
        try:
            for one in detect_each(ready.recording, ready.kind, task):
                s = one.strides
                parts.setdefault(s.task, []).append(s.rows((s.ic_s >= start_s) & (s.ic_s < end_s)))
        except NothingToMeasure as error:
            nothing = nothing or error
    if not parts:
        raise nothing or NothingToMeasure("steps", "none", "record 20 to 30 s of steady walking or running")
    return concatenated(max(parts.values(), key=lambda found: sum(s.n for s in found)))


def pieces(recording: Recording) -> Iterator[Piece]:
    """The recording as it is, or in pieces where it is long."""
    if _whole(recording):
        yield recording, -math.inf, math.inf
        return
    start_s, end_s = recording.start_s, recording.end_s
    count = max(1, round((end_s - start_s) / PIECE_S))
    length = (end_s - start_s) / count
    for i in range(count):
        a, b = start_s + i * length, start_s + (i + 1) * length
        piece = recording.between(a - MARGIN_S, b + MARGIN_S)
        if piece.channels:
            yield piece, a if i else -math.inf, b if i < count - 1 else math.inf


def _whole(recording: Recording) -> bool:
    """Force and markers are zeroed and repaired over the whole recording: it is never cut."""
    worn = all(c.quantity in ("acc", "gyro") for c in recording.channels)
    return not worn or recording.end_s - recording.start_s < 1.5 * PIECE_S


def _inside(found: Detected, start_s: float, end_s: float) -> Detected:
    s = found.strides
    if math.isinf(start_s) and math.isinf(end_s):
        return found
    return replace(found, strides=s.rows((s.ic_s >= start_s) & (s.ic_s < end_s)))


def _bout(ready: Prepared, found: Detected, person: Person) -> Bout:
    return Bout(
        recording=ready.recording,
        standing=ready.standing,
        kind=ready.kind,
        unfit=ready.unfit,
        strides=found.strides,
        crossed=found.crossed,
        person=person,
        conditions=ready.recording.conditions,
        said=(*ready.quality, *found.quality),
    )


def _other(task: Task, n: int, other: Task, left_out: int) -> Quality:
    message = (
        f"{left_out} of {n + left_out} contacts are {other}, left out of these numbers of {task}: "
        f"--task {other} measures them"
    )
    return Quality(code="other_gait", severity="info", message=message)


def together(recordings: Sequence[Recording], task: Task) -> tuple[Recording, ...]:
    """Recordings of one bout, those whose clocks can be brought together as one, on the clock of the first of them.

    Each channel keeps the file that it came from. Two feet whose clocks nothing brings together become one recording
    with one foot after the other, so that no step of one is compared in time with a step of the other; other devices
    then stay recordings of their own, as do a fresh and a tired part of one run. What was done stands in the notes.
    Raises InputError where two files hold the same thing.
    """
    if len(recordings) == 1:
        return tuple(recordings)
    tired = [r for r in recordings if r.conditions.fatigued]
    if tired and any(r.conditions.fatigued is False for r in recordings):
        fresh = [r for r in recordings if not r.conditions.fatigued]
        return (*together(fresh, task), *together(tired, task))
    _refuse_doubles(recordings)
    recordings = of_one_phone(_trials(recordings))
    if len(recordings) == 1:
        return tuple(recordings)
    groups: list[_Group] = []
    for one in recordings:
        contacts = _contacts(one, task)
        for i, group in enumerate(groups):
            joined = group.with_one(one, contacts)
            if joined is not None:
                groups[i] = joined
                break
        else:
            note = (_apart(one, groups[0].recording),) if groups else ()
            groups.append(_Group(_noted(_named(one), *note), contacts))
    return tuple(g.recording for g in groups)


def _trials(recordings: Sequence[Recording]) -> list[Recording]:
    """Files of one OpenSim trial share its clock by custom: they become one recording, at the place of the first."""
    out: list[Recording] = []
    for one in recordings:
        k = next((i for i, r in enumerate(out) if {r.source.reader, one.source.reader} <= ONE_TRIAL), None)
        if k is None:
            out.append(one)
            continue
        if min(out[k].end_s, one.end_s) <= max(out[k].start_s, one.start_s):
            spans = " and ".join(f"{r.source.file} from {r.start_s:.2f} to {r.end_s:.2f} s" for r in (out[k], one))
            raise InputError("files of one trial", f"{spans}, which share no time", "give the files of one trial")
        out[k] = _merged(_named(out[k]), _named(one))
        _refuse_axes(out[k])
    return out


def _refuse_axes(trial: Recording) -> None:
    """Markers as cameras have them (z up) beside forces turned for OpenSim (y up) would give angles of no body."""
    markers = {c.place: c.values for c in trial.select("marker")}
    plates = trial.select("grf")
    kind = recognise(markers)
    if kind is None or not plates:
        return
    up = up_from_markers(kind, {here: markers[there] for there, here in kind.named(markers).items()})
    pushed = up_from_force(np.concatenate([c.values for c in plates]))
    if up is not None and up @ pushed < SAME_WAY:
        found = f"up along {_axis(up)} in the markers and along {_axis(pushed)} in the forces of {trial.source.file}"
        raise InputError("markers and forces in the same axes", found, "export both in the same axes")


def _axis(direction: Array) -> str:
    k = int(np.argmax(np.abs(direction)))
    return f"{'-' if direction[k] < 0 else ''}{'xyz'[k]}"


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Recordings on one clock, and the contacts that tell how the clock of another lies to it."""

    recording: Recording
    contacts: Strides | None

    def with_one(self, one: Recording, contacts: Strides | None) -> "_Group | None":
        """This group with one recording more; None where nothing brings them together."""
        if self.contacts is None or contacts is None:
            return None
        told = clocks(self.contacts, contacts)
        shift_s, note = told.shift_s, None
        apart = not set(self.contacts.side.tolist()) & set(contacts.side.tolist())
        feet = {*self.contacts.side.tolist(), *contacts.side.tolist()} == {"left", "right"}
        if told.told == "shifted":
            note = _shifted(one, self.recording, told)
        elif told.told == "unknown":
            if not (apart and feet):
                return None
            shift_s = self.recording.end_s - one.start_s + APART_S
            note = _apart(one, self.recording)
        elif apart:
            note = _trusted(one, self.recording)
        merged = _merged(self.recording, _named(one).shifted(shift_s))
        return _Group(_noted(merged, *([note] if note else [])), _both(self.contacts, contacts, shift_s))


def _noted(recording: Recording, *notes: Quality) -> Recording:
    return replace(recording, notes=(*recording.notes, *notes))


def _shifted(one: Recording, to: Recording, told: Clocks) -> Quality:
    message = (
        f"the clock of {one.source.file} was moved by {told.shift_s:+.3f} s to that of {to.source.file}: "
        f"{told.share:.0%} of its contacts then meet"
    )
    return Quality(code="clock_shifted", severity="warning", message=message)


def _trusted(one: Recording, to: Recording) -> Quality:
    """Feet that alternate show that two clocks agree to a third of a stride, not to a hundredth of a second."""
    message = (
        f"{one.source.file} and {to.source.file} saw a foot each and are taken to share a clock; nothing proves it, so "
        "that times from one foot to the other are left out where a shift would show in them"
    )
    gone = ("step_time", "step_time_asymmetry")
    return Quality(code="clock_shifted", severity="info", message=message, removes=gone)


def _apart(one: Recording, other: Recording) -> Quality:
    message = (
        f"nothing tells how the clock of {one.source.file} lies to that of {other.source.file}: each is measured by "
        "itself, and no step of one is compared in time with a step of the other"
    )
    return Quality(code="clock_shifted", severity="warning", message=message)


def _named(recording: Recording) -> Recording:
    s = recording.source
    name = f"{s.file}#{s.part}" if s.part else s.file
    return recording.with_channels(tuple(replace(c, origin=c.origin or name) for c in recording.channels))


def _merged(a: Recording, b: Recording) -> Recording:
    task = a.task if a.task != "unknown" else b.task
    said = {
        name: getattr(a.conditions, name) if getattr(a.conditions, name) is not None else getattr(b.conditions, name)
        for name in a.conditions.__struct_fields__
    }
    return replace(
        a,
        channels=(*a.channels, *b.channels),
        task=task,
        conditions=type(a.conditions)(**said),
        marks=(*a.marks, *b.marks),
        corners={**a.corners, **b.corners},
        notes=(*a.notes, *b.notes),
    )


def _both(seen: Strides, contacts: Strides, shift_s: float) -> Strides:
    """Contacts of both devices where they saw different feet, for a third device to be compared with."""
    if set(seen.side.tolist()) & set(contacts.side.tolist()):
        return seen
    moved = replace(contacts, ic_s=contacts.ic_s + shift_s, fc_s=contacts.fc_s + shift_s)
    both = concatenated((seen, moved))
    order = both.ic_s.argsort(kind="stable")
    return replace(both, side=both.side[order], ic_s=both.ic_s[order], fc_s=both.fc_s[order])


def _contacts(recording: Recording, task: Task) -> Strides | None:
    """What one file's devices saw by themselves, in its first piece with steps; None where that is nothing."""
    for piece, _, _ in pieces(recording):
        ready = prepare(piece)
        try:
            return detect_each(ready.recording, ready.kind, task)[0].strides
        except InputError:
            continue
    return None


def _refuse_doubles(recordings: Sequence[Recording]) -> None:
    where: dict[tuple[str, str, str], str] = {}
    for recording in recordings:
        here: dict[tuple[str, str, str], str] = {}
        here |= {(c.quantity, c.place, str(c.side)): recording.source.file for c in recording.channels}
        for (quantity, place, side), other in where.items():
            if (quantity, place, side) in here:
                on = "" if side in ("none", "unknown") else f" {side}"
                raise InputError(
                    "files that hold different things of one bout",
                    f"{quantity} at the{on} {place} in both {other} and {recording.source.file}",
                    "say in a sidecar for each file which place and side it is (place = ..., side = ...)",
                )
        where |= here
