"""A Recording as read -> the same in body axes, zeroed and repaired, once, for events and metrics alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from restride.core.markersets import MarkerSet, recognise
from restride.core.quality import Quality
from restride.core.recording import AXES_BODY, Array, Channel, Recording
from restride.signal.axes import (
    forward_from_force,
    forward_from_markers,
    to_body,
    up_from_force,
    up_from_markers,
)
from restride.signal.cores import each
from restride.signal.fitness import fitness
from restride.signal.gravity import upright
from restride.signal.ground import ground, loaded, on_the_person
from restride.signal.inertial import Mounted, Sensor, longest, mounted, sensors
from restride.signal.leg_swaps import unswapped
from restride.signal.mounting import back, foot, shank
from restride.signal.place import placed
from restride.signal.swaps import Repaired, repair
from restride.signal.zeroing import loads

MOUNTINGS: dict[str, Callable[[Sensor], Mounted | None]] = {
    "foot": foot.solve,
    "shank": shank.solve,
    "sacrum": back.solve,
    "lower_back": back.solve,
}
"""Who solves how a device sits, by place."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """recording, standing: channels in body axes. kind: the marker set, if known. unfit: bodies that lost their shape.

    Force channels as `ground` makes them: "grf" at each loaded plate, at "total" and at "unzeroed", in N, or in BW
    where the file was.
    """

    recording: Recording
    standing: Recording | None
    kind: MarkerSet | None
    unfit: frozenset[tuple[str, str]]
    quality: tuple[Quality, ...]


def prepare(recording: Recording, standing: Recording | None = None) -> Prepared:
    """Body-frame channels of a recording, and of the standing trial that goes with it.

    Channels that are in body axes already pass as they are; channels of other kinds too.
    """
    recording, notes = placed(recording)
    given = {id(c) for c in recording.channels if c.frame == "body"}
    devices = sensors(recording)
    for said in each(fitness, devices, longest(devices)):
        notes += said
    recording, solved = mounted(recording, MOUNTINGS)
    recording, legs = unswapped(recording)
    notes = [*recording.notes, *notes, *solved, *legs]
    recording, kind = _named(recording)
    markers = _markers(recording)
    recording, said_of_force = on_the_person(recording, up_from_markers(kind, markers) if kind else None)
    notes += said_of_force
    plates = loaded(recording.select("grf"))
    turn = _turn(recording, kind, markers, plates)
    channels: list[Channel] = []
    for channel in recording.channels:
        if channel.quantity in ("acc", "acc_free") and id(channel) in given:
            turned_up, said = upright(channel)
            channels.append(turned_up)
            notes += said
        elif channel.place == "insole" or channel.quantity not in ("grf", "marker", "cop", "moment"):
            channels.append(channel)
    forces, plate_notes = ground(recording, plates, turn)
    channels += forces
    notes += plate_notes
    standing_markers, still = _standing(standing)
    if standing is not None and still is None:
        notes.append(_unused_standing(standing))
    repaired = Repaired({k: v @ turn.T for k, v in markers.items()}, (), frozenset())
    if kind is not None:
        notes += _missing(kind, markers)
        repaired = repair(kind, repaired.markers, standing_markers)
        notes += repaired.quality
    for channel in (c for c in recording.select("marker") if c.place in repaired.markers):
        channels.append(replace(channel, frame="body", axes=AXES_BODY, values=repaired.markers[channel.place]))
    corners = {place: points @ turn.T for place, points in recording.corners.items()}
    ready = replace(recording.with_channels(tuple(channels)), corners=corners)
    return Prepared(ready, still, kind, repaired.unfit, tuple(notes))


def _markers(recording: Recording) -> dict[str, Array]:
    """Paths by label; a label that was never seen in any frame is as absent as one that the file lacks."""
    return {c.place: c.values for c in recording.select("marker") if np.isfinite(c.values).any()}


def _named(recording: Recording) -> tuple[Recording, MarkerSet | None]:
    """The recording with its markers called as their set calls them, and the set; as it is where none is known."""
    labels = _markers(recording)
    kind = recognise(labels)
    if kind is None:
        return recording, None
    names = {there: here for there, here in kind.named(labels).items() if there != here}
    called = (
        replace(c, place=names.get(c.place, c.place)) if c.quantity == "marker" else c for c in recording.channels
    )
    return (recording.with_channels(tuple(called)) if names else recording), kind


def _turn(
    recording: Recording, kind: MarkerSet | None, markers: dict[str, Array], plates: tuple[Channel, ...]
) -> Array:
    """(3, 3) lab -> body: the vertical from the force, forward from the markers; each from the other if need be."""
    lab = [p for p in plates if p.frame == "lab" and len(p.axes) == 3]
    force = np.sum([p.values for p in lab], axis=0) if lab else None
    up = up_from_force(force) if force is not None else None
    if up is None or force is None or len(loads(force @ up, lab[0].rate_hz)) == 0:
        seen = up_from_markers(kind, markers) if kind else None  # a plate that nobody steps on tells no vertical
        up = up if seen is None else seen
    if up is None:
        return np.eye(3)
    forward = forward_from_markers(kind, markers, up) if kind else None
    if forward is None and force is not None:
        held = loads(force @ up, lab[0].rate_hz)
        forward = forward_from_force(force, up, held[:, 0], held[:, 1]) if len(held) else None
    if forward is None or not np.isfinite(forward).all():
        forward = np.eye(3)[int(np.argmin(np.abs(up)))]
    return to_body(up, forward)


def _missing(kind: MarkerSet, markers: dict[str, Array]) -> list[Quality]:
    absent = sorted(kind.moving() - set(markers))
    holes = sorted(
        label for label in kind.moving() & set(markers) if np.isnan(markers[label]).any(axis=1).mean() > 0.05
    )
    notes = []
    if absent:
        notes.append(_marker_note(f"{', '.join(absent)} {'is' if len(absent) == 1 else 'are'} not in the recording"))
    if holes:
        notes.append(_marker_note(f"{', '.join(holes)} {'has' if len(holes) == 1 else 'have'} gaps over 5 %"))
    return notes


def _marker_note(message: str) -> Quality:
    return Quality(
        code="marker_missing", severity="info", message=f"{message}; the other markers of the segment stand in"
    )


def _unused_standing(standing: Recording) -> Quality:
    return Quality(
        code="markers_unknown",
        severity="warning",
        message=f"the standing trial {standing.source.file} was not used: its markers belong to no marker set that is "
        "known here",
    )


def _standing(standing: Recording | None) -> tuple[dict[str, Array] | None, Recording | None]:
    """The standing trial's markers in its own body axes."""
    if standing is None:
        return None, None
    standing, kind = _named(standing)
    if kind is None:
        return None, None
    markers = _markers(standing)
    turn = _turn(standing, kind, markers, ())
    turned = {label: path @ turn.T for label, path in markers.items()}
    channels = tuple(
        replace(c, frame="body", axes=AXES_BODY, values=turned[c.place])
        for c in standing.select("marker")
        if c.place in turned
    )
    return turned, standing.with_channels(channels)
