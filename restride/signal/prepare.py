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
from restride.signal.filters import bridge
from restride.signal.fitness import fitness
from restride.signal.gravity import upright
from restride.signal.inertial import Mounted, Sensor, mounted, sensors
from restride.signal.mounting import back, foot, shank
from restride.signal.place import placed
from restride.signal.swaps import Repaired, repair
from restride.signal.zeroing import loads, steady, unloaded, zeroed

IDLE_SHARE = 0.02
"""A plate whose force never exceeds this share of the strongest plate's is idle."""
MOUNTINGS: dict[str, Callable[[Sensor], Mounted | None]] = {
    "foot": foot.solve,
    "shank": shank.solve,
    "sacrum": back.solve,
    "lower_back": back.solve,
}
"""Who solves how a device sits, by place."""
DRIFT_N = 20.0
"""Empty-plate levels that differ by more than the contact threshold would move contacts if they were left in."""
CLIPPED_SHARE = 1e-3


UNZEROED = "unzeroed"
"""The sum of the plates as they read, for detectors that follow the floor themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """recording, standing: channels in body axes. kind: the marker set, if known. unfit: bodies that lost their shape.

    Force channels: "grf" at each loaded plate and their sum at "total", zeroed, N (or BW if the file was in BW), NaN in
    gaps; the sum before zeroing, gaps bridged, at "unzeroed".
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
    for device in sensors(recording):
        notes += fitness(device)
    recording, solved = mounted(recording, MOUNTINGS)
    notes = [*recording.notes, *notes, *solved]
    markers = _markers(recording)
    kind = recognise(markers) if markers else None
    plates = _loaded(recording.select("grf"))
    turn = _turn(recording, kind, markers, plates)
    channels: list[Channel] = []
    for channel in recording.channels:
        if channel.quantity in ("acc", "acc_free") and id(channel) in given:
            turned_up, said = upright(channel)
            channels.append(turned_up)
            notes += said
        elif channel.quantity not in ("grf", "marker", "cop"):
            channels.append(channel)
    if plates:
        forces, plate_notes = _forces(plates, turn)
        channels += forces
        notes += plate_notes
    channels += [_turned(c, turn) for c in recording.select("cop") if any(c.place == p.place for p in plates)]
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
    return Prepared(recording.with_channels(tuple(channels)), still, kind, repaired.unfit, tuple(notes))


def _markers(recording: Recording) -> dict[str, Array]:
    """Paths by label; a label that was never seen in any frame is as absent as one that the file lacks."""
    return {c.place: c.values for c in recording.select("marker") if np.isfinite(c.values).any()}


def _loaded(plates: tuple[Channel, ...]) -> tuple[Channel, ...]:
    if not plates:
        return ()
    force = [np.linalg.norm(p.values[np.all(np.isfinite(p.values), axis=1)], axis=1) for p in plates]
    size = [float(np.percentile(f, 95)) if len(f) else 0.0 for f in force]
    return tuple(p for p, s in zip(plates, size, strict=True) if s > IDLE_SHARE * max(size) and s > 0)


def _turn(
    recording: Recording, kind: MarkerSet | None, markers: dict[str, Array], plates: tuple[Channel, ...]
) -> Array:
    """(3, 3) lab -> body: the vertical from the force, forward from the markers; each from the other if need be."""
    lab = [p for p in plates if p.frame == "lab" and len(p.axes) == 3]
    force = np.sum([p.values for p in lab], axis=0) if lab else None
    up = up_from_force(force) if force is not None else up_from_markers(kind, markers) if kind else None
    if up is None:
        return np.eye(3)
    forward = forward_from_markers(kind, markers, up) if kind else None
    if forward is None and force is not None:
        held = loads(force @ up, lab[0].rate_hz)
        forward = forward_from_force(force, up, held[:, 0], held[:, 1]) if len(held) else None
    if forward is None or not np.isfinite(forward).all():
        forward = np.eye(3)[int(np.argmin(np.abs(up)))]
    return to_body(up, forward)


def _turned(channel: Channel, turn: Array) -> Channel:
    if channel.frame != "lab" or len(channel.axes) != 3:
        return channel
    return replace(channel, frame="body", axes=AXES_BODY, values=channel.values @ turn.T)


def _forces(plates: tuple[Channel, ...], turn: Array) -> tuple[list[Channel], list[Quality]]:
    notes: list[Quality] = []
    out: list[Channel] = []
    for plate in plates:
        channel = _turned(plate, turn)
        if not channel.has("V"):
            continue
        if _clipped(channel.axis("V")):
            notes.append(
                Quality(
                    code="clipped",
                    severity="warning",
                    message=f"{channel.place} stands at its highest value for several samples on end: the force was "
                    "cut off at the plate's limit",
                    removes=("vgrf_peak", "impact_peak", "valr", "vilr"),
                )
            )
        lost = ~np.all(np.isfinite(channel.values), axis=1)
        if lost.any():
            notes.append(
                Quality(
                    code="gap",
                    severity="warning",
                    message=f"{channel.place} lacks {lost.mean():.1%} of its samples; contacts that touch a gap are "
                    "left out",
                )
            )
        filled = bridge(channel.values)
        empty = unloaded(filled[:, channel.axes.index("V")], channel.rate_hz)
        level = steady(empty.level)
        if channel.unit == "N" and len(level) and np.ptp(level) > DRIFT_N:
            notes.append(
                Quality(
                    code="drift",
                    severity="info",
                    message=f"{channel.place} drifted: empty it read {level.min():.0f} to {level.max():.0f} N; taken "
                    "off flight by flight",
                )
            )
        out.append(replace(channel, values=np.where(lost[:, None], np.nan, zeroed(filled, empty))))
    if out and len({(c.rate_hz, c.n, c.axes) for c in out}) == 1:
        total = np.sum([c.values for c in out], axis=0)
        out.append(replace(out[0], place="total", side="none", values=total))
        raw = np.sum([bridge(_turned(p, turn).values) for p in plates], axis=0)
        out.append(replace(out[0], place=UNZEROED, side="none", values=raw))
    return out, notes


def _clipped(vertical: Array) -> bool:
    """Whether the signal rests on its maximum: three equal samples or more on end, again and again."""
    top = np.max(vertical[np.isfinite(vertical)], initial=0.0)
    at_top = vertical >= top - 1e-9 * max(abs(top), 1.0)
    on_end = np.count_nonzero(at_top[2:] & at_top[1:-1] & at_top[:-2])
    return bool(top > 0 and on_end >= max(3, CLIPPED_SHARE * len(vertical)))


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
    markers = _markers(standing)
    kind = recognise(markers)
    if kind is None:
        return None, None
    turn = _turn(standing, kind, markers, ())
    turned = {label: path @ turn.T for label, path in markers.items()}
    channels = tuple(
        replace(c, frame="body", axes=AXES_BODY, values=turned[c.place])
        for c in standing.select("marker")
        if c.place in turned
    )
    return turned, standing.with_channels(channels)
