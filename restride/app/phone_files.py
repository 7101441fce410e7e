"""A phone's accelerometer and gyroscope from two files of one app, which share its clock: one recording."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Channel, Recording, frozen
from restride.signal.phone import PHONE

SHARED = 0.5
"""Of the shorter file's time, that two files of one phone have in common at least."""


def of_one_phone(recordings: Sequence[Recording]) -> list[Recording]:
    """Each file that holds a phone's gyroscope alone goes to the first that holds the same app's accelerometer alone.

    The gyroscope is put on the accelerometer's clock, at its place. What was done stands in the notes.
    """
    gone: set[int] = set()
    fits: dict[int, Recording] = {}
    for i, one in enumerate(recordings):
        k = next((k for k, other in enumerate(recordings) if k not in gone and _same_phone(one, other)), None)
        if k is not None:
            gone.add(k)
            fits[i] = recordings[k]
    kept = [i for i in range(len(recordings)) if i not in gone]
    return [_joined(recordings[i], fits[i]) if i in fits else recordings[i] for i in kept]


def _holds(recording: Recording, quantities: tuple[str, ...]) -> bool:
    return recording.conditions.device == PHONE and {c.quantity for c in recording.channels} <= set(quantities)


def _same_phone(acc: Recording, gyro: Recording) -> bool:
    if not _holds(acc, ("acc", "acc_free")) or not _holds(gyro, ("gyro",)):
        return False
    if acc.source.reader != gyro.source.reader:
        return False
    shared = min(acc.end_s, gyro.end_s) - max(acc.start_s, gyro.start_s)
    return shared >= SHARED * min(acc.end_s - acc.start_s, gyro.end_s - gyro.start_s)


def _joined(acc: Recording, gyro: Recording) -> Recording:
    at, turning = acc.channels[0], gyro.channels[0]
    message = f"{gyro.source.file} was taken for the gyroscope of the phone in {acc.source.file}: one app, one clock"
    note = Quality(code="clock_shifted", severity="info", message=message)
    return replace(acc, channels=(*acc.channels, _on_clock_of(turning, at)), notes=(*acc.notes, *gyro.notes, note))


def _on_clock_of(one: Channel, clock: Channel) -> Channel:
    """A channel's values at the instants, and with the place, of another; NaN where it has none."""
    columns = [np.interp(clock.time_s, one.time_s, c, left=np.nan, right=np.nan) for c in one.values.T]
    return replace(clock, quantity=one.quantity, unit=one.unit, axes=one.axes, values=frozen(np.stack(columns, axis=1)))
