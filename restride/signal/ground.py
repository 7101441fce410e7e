"""Force plates as read -> forces and moments on the person in body axes, zeroed in flight."""

from dataclasses import replace

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import AXES_BODY, Array, Channel, Recording
from restride.signal.axes import BRIEF, up_from_force
from restride.signal.filters import bridge
from restride.signal.zeroing import Unloaded, steady, unloaded, zeroed

IDLE_SHARE = 0.02
"""A plate whose force never exceeds this share of the strongest plate's is idle."""
STEPS_SHARE = 0.3
"""Standing moves the force by a few percent of itself, steps by all of it."""
DRIFT_N = 20.0
"""Empty-plate levels that differ by more than the contact threshold would move contacts if they were left in."""
CLIPPED_SHARE = 1e-3
LITTLE_SHARE = 0.02
"""Below this share of the largest force a centre of pressure is noise."""
DOWNWARD = 0.5
"""A force whose direction goes down by more than this share is no push of the ground."""
UNZEROED = "unzeroed"
"""The sum of the plates as they read, for detectors that follow the floor themselves."""
ABOUT_ORIGIN = "moment_about_origin"
"""Moment on the person about the origin of the laboratory's axes."""


def loaded(plates: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Plates that somebody stepped on; one that only reads an offset while another's force comes and goes is idle."""
    if not plates:
        return ()
    seen = [p.values[np.all(np.isfinite(p.values), axis=1)] for p in plates]
    size, change = np.array([_size_and_change(f) if len(f) else (0.0, 0.0) for f in seen]).T
    steps = change.max() > STEPS_SHARE * size.max()
    least = IDLE_SHARE * size.max()
    return tuple(
        p for p, s, c in zip(plates, size, change, strict=True) if s > least and s > 0 and (c > least or not steps)
    )


def on_the_person(recording: Recording, up: Array | None) -> tuple[Recording, list[Quality]]:
    """With the force of the ground on the person at every plate, where a file has that of the person on the ground.

    up: (3,) from the feet to the pelvis, in the laboratory's axes; None where no markers tell it, then nothing is
    turned round. The ground pushes up, so a plate whose strong force points down is of the other convention; its
    moments are too, its centre of pressure is not.
    """
    if up is None:
        return recording, []
    down = [
        p.place
        for p in loaded(recording.select("grf"))
        if p.frame == "lab" and len(p.axes) == 3 and up_from_force(p.values) @ up < -DOWNWARD
    ]
    if not down:
        return recording, []
    channels = (
        replace(c, values=-c.values) if c.place in down and c.quantity in ("grf", "moment") else c
        for c in recording.channels
    )
    message = (
        f"{', '.join(down)} {'gives' if len(down) == 1 else 'give'} the force of the person on the ground, as the "
        "markers tell: it was turned round"
    )
    note = Quality(code="axes_inferred", severity="info", message=message)
    return recording.with_channels(tuple(channels)), [note]


def _size_and_change(force: Array) -> tuple[float, float]:
    """What the force (n, k) reaches, and how far it goes from its usual value."""
    away = force - np.median(force, axis=0)
    reached, gone = (float(np.percentile(np.linalg.norm(f, axis=1), BRIEF)) for f in (force, away))
    return reached, gone


def ground(recording: Recording, plates: tuple[Channel, ...], turn: Array) -> tuple[list[Channel], list[Quality]]:
    """Force, centre of pressure and moment of plates that somebody stepped on, and what they met.

    turn: (3, 3) lab -> body. Forces and moments at each plate and their sum at "total", zeroed, NaN in gaps; the sum of
    forces as they read, gaps bridged, at "unzeroed". Moments are about the origin of the laboratory's axes, so that
    those of several plates add up: from the moment about the plate's centre where its corners are known, else from
    the centre of pressure, with a free moment there if the file holds one. Zero where no centre of pressure is given.
    """
    notes: list[Quality] = []
    forces: list[Channel] = []
    moments: list[Channel] = []
    centres: list[Channel] = []
    for plate in plates:
        channel = turned(plate, turn)
        if not channel.has("V"):
            continue
        notes += _met(channel)
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
        lost = ~np.all(np.isfinite(channel.values), axis=1)
        forces.append(replace(channel, values=np.where(lost[:, None], np.nan, zeroed(filled, empty))))
        centres += [turned(c, turn) for c in recording.select("cop", plate.place)]
        moment = _about_origin(recording, forces[-1], filled, empty, turn)
        moments += [] if moment is None else [moment]
    if not forces or len({(c.rate_hz, c.n, c.axes) for c in forces}) > 1:
        return [*forces, *centres, *moments], notes
    raw = np.sum([bridge(turned(p, turn).values) for p in plates], axis=0)
    sums = [_total(forces), replace(_total(forces), place=UNZEROED, values=raw)]
    whole = [_total(moments)] if len(moments) == len(forces) else []
    return [*forces, *sums, *centres, *moments, *whole], notes


def _total(channels: list[Channel]) -> Channel:
    return replace(channels[0], place="total", side="none", values=np.sum([c.values for c in channels], axis=0))


def _about_origin(recording: Recording, force: Channel, raw: Array, empty: Unloaded, turn: Array) -> Channel | None:
    """(n, 3) zeroed moment of one plate about the origin, body axes; None where the file does not tell it."""
    if force.axes != AXES_BODY:
        return None
    place, shape = force.place, force.values.shape
    moment = next((turned(c, turn) for c in recording.select("moment", place) if c.values.shape == shape), None)
    cop = next((turned(c, turn) for c in recording.select("cop", place) if c.values.shape == shape), None)
    corners = recording.corners.get(place)
    if moment is not None and corners is not None:
        centre = corners.mean(axis=0) @ turn.T
        # zeroed about the plate's own centre: medians do not add, and the origin may lie metres away
        values = zeroed(bridge(moment.values), empty) + np.cross(centre, force.values)
    elif cop is not None and cop.axes == AXES_BODY and np.isfinite(cop.values).any():
        # little force acts where more did: its own centre of pressure is noise, or missing
        size = np.abs(raw[:, AXES_BODY.index("V")])
        sure = size >= LITTLE_SHARE * size.max(initial=0.0)
        at = np.cross(bridge(np.where(sure[:, None], cop.values, np.nan)), force.values)
        values = at if moment is None else at + np.nan_to_num(moment.values)
    else:
        return None
    return replace(force, quantity=ABOUT_ORIGIN, unit=f"{force.unit}m", values=values)


def _met(channel: Channel) -> list[Quality]:
    """Clipped samples and gaps of one plate."""
    notes = []
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
    return notes


def _clipped(vertical: Array) -> bool:
    """Whether the signal rests on its maximum: three equal samples or more on end, again and again."""
    top = np.max(vertical[np.isfinite(vertical)], initial=0.0)
    at_top = vertical >= top - 1e-9 * max(abs(top), 1.0)
    on_end = np.count_nonzero(at_top[2:] & at_top[1:-1] & at_top[:-2])
    return bool(top > 0 and on_end >= max(3, CLIPPED_SHARE * len(vertical)))


def turned(channel: Channel, turn: Array) -> Channel:
    """A channel of the laboratory in body axes; others as they are."""
    if channel.frame != "lab" or len(channel.axes) != 3:
        return channel
    return replace(channel, frame="body", axes=AXES_BODY, values=channel.values @ turn.T)
