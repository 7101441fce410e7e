"""Which detector fits a recording, and the notes on what it met."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from restride.core.errors import MissingChannel, NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import BACK_PLACES, Channel, Recording, Task
from restride.core.strides import Sides, Stretch, Strides, strides
from restride.events import back, foot, force, force_live, sacral, sacral_live, shank
from restride.events.force import Contacts, ForceContacts, contacts, force_channel, require_steps, task_of
from restride.events.found import Found, joined
from restride.events.sides import side_of_contacts, side_of_plate
from restride.signal.crossings import sample_at
from restride.signal.inertial import Sensor, sensors
from restride.signal.prepare import UNZEROED

PARAMS = ForceContacts()
WALKING = ForceContacts(slow_end_s=0.12)
"""In walking the other foot may press on the same belt: a tail that is slow for a foot of its own is looked at."""
BY_PLACE: tuple[tuple[tuple[str, ...], Callable[[Sensor, Task], Found]], ...] = (
    (("foot",), foot.detect),
    (("shank",), shank.detect),
    (BACK_PLACES, back.detect),
)
"""Who finds the contacts of a worn device, the surest place first."""
SETTLING_S = 0.5
"""The causal filter of the sacral kernel starts from a standstill; its first half second is not used."""


@dataclass(frozen=True, slots=True, eq=False)
class Detected:
    """Contacts and notes; `crossed`: rows during which the other foot also pressed on this contact's plate."""

    strides: Strides
    quality: tuple[Quality, ...]
    crossed: frozenset[int] = frozenset()
    stretches: tuple[Stretch, ...] = ()


def detect(recording: Recording, kind: MarkerSet | None, task: Task = "unknown") -> Detected:
    """Contacts of a prepared recording (body axes), of the kind of gait asked for, else of the one with more contacts.

    Raises MissingChannel for a recording that holds neither force nor a worn device, NothingToMeasure where nobody
    takes steps.
    """
    return detect_each(recording, kind, task)[0]


def detect_each(recording: Recording, kind: MarkerSet | None, task: Task = "unknown") -> tuple[Detected, ...]:
    """As `detect`, one for each kind of gait in the recording, the one with more contacts first."""
    if recording.select("grf", "total"):
        return (_by_force(recording, kind, task),)
    devices = tuple(s for s in sensors(recording) if s.frame == "body")
    for places, find in BY_PLACE:
        found = tuple(find(device, task) for device in devices if device.place in places)
        made = _by_devices(found, task)
        if made:
            return made
    if devices:
        seconds = max(d.n / d.rate_hz for d in devices)
        raise NothingToMeasure(
            "steps" if task == "unknown" else task,
            f"none in {seconds:.0f} s of {' and '.join(d.name for d in devices)}",
            "record 20 to 30 s of steady walking or running",
        )
    if any(recording.select("acc", place) for place in BACK_PLACES):
        if task == "walking":
            raise NothingToMeasure("a gyroscope too, for walking", "acceleration alone", "record the gyroscope as well")
        return (Detected(sacral.detect(recording), (_no_sides(), *_gaps(sacral.acceleration(recording)))),)
    if sensors(recording):
        raise NothingToMeasure(
            "a device that was worn while walking or running",
            f"{recording.describe()}, which hardly moved or whose place is not known",
            "name its place (foot, shank, sacrum, lower_back) in the sidecar and record steady steps",
        )
    raise MissingChannel(
        "vertical force, or a worn device with acceleration and turning rate (foot, shank, sacrum, lower back)",
        recording.describe(),
        "record one of these as well (contacts from markers alone are not built yet)",
    )


def _by_devices(found: tuple[Found, ...], asked: Task) -> tuple[Detected, ...]:
    seen = tuple(f for f in found if len(f.ic_s))
    kinds: tuple[Task, ...] = (asked,) if asked in ("walking", "running") else ("walking", "running")
    made = [s for task in kinds if (s := joined(seen, task)) is not None]
    made.sort(key=lambda s: -s.n)
    notes = tuple(q for f in found for q in f.quality)
    stretches = tuple(sorted((s for f in found for s in f.stretches), key=lambda s: s.start_s))
    return tuple(Detected(s, notes, stretches=tuple(x for x in stretches if x.task == s.task)) for s in made)


def detect_live(recording: Recording, task: Task) -> Strides | None:
    """What the causal kernels tell of the same recording, with sides unknown; None where none fits.

    Live cues are compared with these values. Walking on two belts has no causal detector yet.
    """
    if task != "running":
        return None
    raw = recording.select("grf", UNZEROED)
    if raw:
        ic, fc = force_live.contacts_live(raw[0], PARAMS.level(raw[0].unit))
        method = force_live.METHOD
    elif not any(c.has("V") for place in BACK_PLACES for c in recording.select("acc", place)):
        return None
    else:
        channel = sacral.acceleration(recording)
        ic = sacral_live.steps_live(channel)
        ic = ic[ic > channel.start_s + SETTLING_S]
        fc, method = np.full(len(ic), np.nan), sacral_live.METHOD
    return strides(np.full(len(ic), "unknown"), ic, fc, task=task, method=method, grade="fair")


def _no_sides() -> Quality:
    return Quality(
        code="side_unknown",
        severity="info",
        message="one sensor on the back does not tell left from right surely enough: no sides are given",
    )


def _gaps(channel: Channel) -> tuple[Quality, ...]:
    lost = float(np.mean(~np.isfinite(channel.axis("V"))))
    if lost == 0:
        return ()
    message = f"{channel.place} lacks {lost:.1%} of its samples; contacts that touch a gap are left out"
    return (Quality(code="gap", severity="warning", message=message),)


def _by_force(recording: Recording, kind: MarkerSet | None, asked: Task) -> Detected:
    total = force_channel(recording)
    told = task_of(total)
    if told == "standing":
        require_steps(contacts(total), total)
        told = "running"  # too short to tell by its rhythm, but whole contacts with flight between them
    task = told if asked in ("unknown", "standing") else asked
    plates = [c for c in recording.select("grf") if c.place not in ("total", UNZEROED)]
    notes = [] if len(plates) > 1 else [_one_belt()]
    if task == "running":
        found = contacts(total, PARAMS)
        require_steps(found, total)
        place = plates[0].place if len(plates) == 1 else "total"
        side, said = side_of_contacts(recording, kind, place, found.ic_s, found.fc_s)
        if len(plates) > 1 and (side == "unknown").all():
            side, said = _by_plate_lane(recording, plates, found)
        made = strides(side, found.ic_s, found.fc_s, task=task, method=force.METHOD, grade="good")
        return Detected(made, (*notes, *said))
    if len(plates) == 1:
        raise NothingToMeasure(
            "one force plate or belt for each foot in walking",
            "one plate, on which both feet overlap",
            "record on a split belt, or run",
        )
    return _walking(recording, kind, plates)


def _one_belt() -> Quality:
    return Quality(
        code="one_belt",
        severity="info",
        message="one belt carries both feet: left and right come from markers or from where the feet land, not from "
        "the force",
    )


def _by_plate_lane(recording: Recording, plates: list[Channel], found: Contacts) -> tuple[Sides, tuple[Quality, ...]]:
    sides = {p.place: p.side for p in plates}
    if set(sides.values()) != {"left", "right"}:
        return np.full(len(found.ic_s), "unknown"), (
            Quality(
                code="side_unknown",
                severity="warning",
                message="neither markers nor the file tell which belt is left: no sides are given",
            ),
        )
    middle = (found.ic_s + found.fc_s) / 2
    load = np.array([sample_at(p.axis("V"), p.rate_hz, p.start_s, middle) for p in plates])
    return np.array([plates[i].side for i in np.argmax(load, axis=0)]), ()


def _walking(recording: Recording, kind: MarkerSet | None, plates: list[Channel]) -> Detected:
    side, ic, fc, notes, on, merged = [], [], [], [], [], []
    for plate in plates:
        found = _own(contacts(plate, WALKING))
        if len(found.ic_s) == 0:
            continue
        if plate.side in ("left", "right"):
            here = np.full(len(found.ic_s), plate.side)
        else:
            here, said = side_of_plate(recording, kind, found.ic_s, found.fc_s)
            notes += list(said)
        side.append(here)
        ic.append(found.ic_s)
        fc.append(found.fc_s)
        on.append(np.full(len(found.ic_s), plate.place))
        merged.append(found.crossed)
    if sum(map(len, ic)) < 4:
        raise NothingToMeasure(
            "at least 4 whole steps on force plates", f"{sum(map(len, ic))}", "record 20 to 30 s of steady walking"
        )
    sides, ics, fcs, places, together = (np.concatenate(x) for x in (side, ic, fc, on, merged))
    order = np.argsort(ics, kind="stable")
    made = strides(sides, ics, fcs, task="walking", method=force.METHOD, grade="good")
    crossed = _crossed(made, places[order], {p.place: p for p in plates})
    crossed |= set(np.flatnonzero(together[order]).tolist())
    if crossed:
        notes.append(
            Quality(
                code="contact_crossed",
                severity="warning",
                message=f"in {len(crossed)} of {made.n} contacts the other foot pressed on the same belt: their forces "
                "are left out",
            )
        )
    return Detected(made, tuple(notes), frozenset(crossed))


def _own(found: Contacts) -> Contacts:
    """Without short loads of the other foot in mid-swing: no stance lasts less than half of the usual one."""
    stance_s = found.fc_s - found.ic_s
    whole = stance_s > 0.5 * np.median(stance_s) if len(stance_s) else stance_s > 0
    return Contacts(found.place, found.ic_s[whole], found.fc_s[whole], found.crossed[whole])


def _crossed(made: Strides, places: Sides, plates: dict[str, Channel]) -> set[int]:
    """Contacts of a foot while the belt of the other, which should be empty in its swing, carries load."""
    rows: set[int] = set()
    for i in range(made.n):
        fc, following = made.fc_s[i], made.next_ic_s[i]
        plate = plates[str(places[i])]
        if not np.isfinite(following) or (made.side == made.side[i]).all():
            continue
        times = np.linspace(fc + 0.02, following - 0.02, 40)
        load = sample_at(plate.axis("V"), plate.rate_hz, plate.start_s, times)
        if (load > PARAMS.level(plate.unit)).any():
            other = (made.side != made.side[i]) & (made.ic_s < following) & (made.fc_s > fc)
            rows |= set(np.flatnonzero(other).tolist())
    return rows
