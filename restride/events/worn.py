"""Contacts at worn devices, the surest place first."""

from collections.abc import Callable

import numpy as np

from restride.core.errors import NothingToMeasure
from restride.core.markersets import MarkerSet
from restride.core.quality import Quality
from restride.core.recording import BACK_PLACES, Channel, Recording, Task
from restride.events import back, foot, sacral, shank
from restride.events.detected import Detected
from restride.events.found import Found, joined
from restride.signal.inertial import Sensor, sensors

BY_PLACE: tuple[tuple[tuple[str, ...], Callable[[Sensor, Task], Found]], ...] = (
    (("foot",), foot.detect),
    (("shank",), shank.detect),
    (BACK_PLACES, back.detect),
)
"""Who finds the contacts of a worn device, the surest place first."""


def find(recording: Recording, kind: MarkerSet | None, task: Task) -> tuple[Detected, ...]:
    """Contacts of devices with acceleration and turning rate. Raises NothingToMeasure where they saw no steps."""
    devices = tuple(s for s in sensors(recording) if s.frame == "body")
    for places, detect in BY_PLACE:
        found = tuple(detect(device, task) for device in devices if device.place in places)
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
    return ()


def find_by_acceleration(recording: Recording, kind: MarkerSet | None, task: Task) -> tuple[Detected, ...]:
    """Running at a sensor on the back without a gyroscope. Raises NothingToMeasure for walking."""
    here = [c for place in BACK_PLACES for c in recording.select("acc", place)]
    if all(c.frame == "sensor" and len(c.axes) == 3 for c in here):  # one that lies anyhow is looked at as a phone is
        return ()
    if task == "walking":
        raise NothingToMeasure("a gyroscope too, for walking", "acceleration alone", "record the gyroscope as well")
    return (Detected(sacral.detect(recording), (_no_sides(), *_gaps(sacral.acceleration(recording)))),)


def _by_devices(found: tuple[Found, ...], asked: Task) -> tuple[Detected, ...]:
    seen = tuple(f for f in found if len(f.ic_s))
    kinds: tuple[Task, ...] = (asked,) if asked in ("walking", "running") else ("walking", "running")
    made = [s for task in kinds if (s := joined(seen, task)) is not None]
    made.sort(key=lambda s: -s.n)
    notes = tuple(q for f in found for q in f.quality)
    stretches = tuple(sorted((s for f in found for s in f.stretches), key=lambda s: s.start_s))
    return tuple(Detected(s, notes, stretches=tuple(x for x in stretches if x.task == s.task)) for s in made)


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
