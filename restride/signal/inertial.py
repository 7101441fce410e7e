"""Accelerometer and gyroscope of one device, taken together, and their turn into body axes.

A reader hands over each device as two channels, "acc" and "gyro", in the device's own axes. Where the device sits says
how its axes are found (one module a place in `mounting/`); the user is never asked. needs: acc@place, gyro@place of the
same side, rate and start. returns: the same channels in body axes (AP forward, V up, ML right; turning rates by the
right-hand rule about each), and notes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import AXES_BODY, Array, Channel, Frame, Recording, Side
from restride.signal.blocks import times
from restride.signal.cores import each

FEET, SHANKS = "foot", "shank"


@dataclass(frozen=True, slots=True, eq=False)
class Sensor:
    """One device. acc: (n, 3) m/s2 with gravity; gyro: (n, 3) deg/s; both NaN in gaps. frame: sensor or body."""

    place: str
    side: Side
    frame: Frame
    rate_hz: float
    start_s: float
    acc: Array
    gyro: Array
    origin: str = ""

    @property
    def n(self) -> int:
        """Number of samples."""
        return len(self.acc)

    def time_s(self, sample: Array) -> Array:
        """Seconds on the Recording's clock of (fractional) samples."""
        return np.asarray(self.start_s + sample / self.rate_hz)

    @property
    def name(self) -> str:
        """How notes call it: `left foot`."""
        return f"{self.side} {self.place}" if self.side in ("left", "right") else self.place


@dataclass(frozen=True, slots=True, eq=False)
class Mounted:
    """How a device sits: turn @ values of the device = values in body axes (AP, V, ML)."""

    turn: Array
    quality: tuple[Quality, ...] = ()


def sensors(recording: Recording, place: str | None = None) -> tuple[Sensor, ...]:
    """Every device with three axes of acceleration and of turning rate, in file order."""
    out = []
    for acc in recording.select("acc", place):
        if len(acc.axes) != 3:
            continue
        for gyro in recording.select("gyro", acc.place, acc.side):
            if gyro.origin == acc.origin and gyro.frame == acc.frame and len(gyro.axes) == 3 and _one_clock(acc, gyro):
                out.append(_sensor(acc, gyro))
                break
    return tuple(out)


def longest(devices: Sequence[Sensor]) -> int:
    """Samples of the longest recording of a device; 0 without devices."""
    return max((s.n for s in devices), default=0)


def _sensor(acc: Channel, gyro: Channel) -> Sensor:
    return Sensor(
        place=acc.place,
        side=acc.side,
        frame=acc.frame,
        rate_hz=acc.rate_hz,
        start_s=acc.start_s,
        acc=acc.values,
        gyro=gyro.values,
        origin=acc.origin,
    )


def _one_clock(acc: Channel, gyro: Channel) -> bool:
    return acc.n == gyro.n and acc.rate_hz == gyro.rate_hz and abs(acc.start_s - gyro.start_s) < 0.5 / acc.rate_hz


def mounted(
    recording: Recording, solvers: dict[str, Callable[[Sensor], Mounted | None]]
) -> tuple[Recording, list[Quality]]:
    """The recording with every device whose place has a solver in body axes, and what the solvers said.

    A device whose mounting cannot be solved (it never moved, or never rested) stays as it is.
    """
    turns: dict[tuple[str, Side, str], Array] = {}
    notes: list[Quality] = []
    devices = [s for s in sensors(recording) if s.frame == "sensor" and s.place in solvers]
    solved = each(lambda s: solvers[s.place](s), devices, longest(devices))
    for sensor, found in zip(devices, solved, strict=True):
        if found is not None:
            turns[sensor.place, sensor.side, sensor.origin] = found.turn
            notes += found.quality
    channels = tuple(_turned(c, turns.get((c.place, c.side, c.origin))) for c in recording.channels)
    return recording.with_channels(channels), notes


def _turned(channel: Channel, turn: Array | None) -> Channel:
    if turn is None or channel.quantity not in ("acc", "gyro") or len(channel.axes) != 3:
        return channel
    values = times(channel.values, turn.T)
    values.setflags(write=False)
    return replace(channel, frame="body", axes=AXES_BODY, values=values)
