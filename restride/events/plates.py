"""Contacts on force plates and belts: whose foot each of them is, and where two feet share a belt."""

import numpy as np

from restride.core.errors import NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Channel, Recording, Task
from restride.core.strides import Sides, Strides, strides
from restride.events import force
from restride.events.detected import Detected
from restride.events.force import Contacts, ForceContacts, contacts, force_channel, require_steps, task_of
from restride.events.sides import side_of_contacts, side_of_plate
from restride.signal.crossings import sample_at
from restride.signal.ground import UNZEROED

PARAMS = ForceContacts()
WALKING = ForceContacts(slow_end_s=0.12)
"""In walking the other foot may press on the same belt: a tail that is slow for a foot of its own is looked at."""


def find(recording: Recording, kind: MarkerSet | None, asked: Task) -> tuple[Detected, ...]:
    """Contacts on force plates or belts. Raises NothingToMeasure where nobody takes steps on them."""
    return (_contacts(recording, kind, asked),) if recording.select("grf", "total") else ()


def _contacts(recording: Recording, kind: MarkerSet | None, asked: Task) -> Detected:
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
