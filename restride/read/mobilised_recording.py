"""From what the worker found in a Mobilise-D file to Recordings."""

import json
import re
from dataclasses import replace
from math import prod

import numpy as np

from restride.core.errors import InputError
from restride.core.recording import Array, Recording, Side, Source
from restride.read.clock import Even, on_even_clock
from restride.read.sidecar import RATE_HZ
from restride.read.worn import Device, recording_of, unsaid_side

SENSOR = re.compile(r"(Left|Right)?(\w+)")
SIDES: dict[str | None, Side] = {"Left": "left", "Right": "right"}
RATES_AGREE = 0.01
Arrays = dict[str, tuple[Array, float | None]]


def build(head: bytes, body: bytes, source: Source) -> tuple[Recording, ...] | None:
    """The recordings of the worker's answer; None where it is not whole. Raises InputError."""
    trials = json.loads(head)
    shapes = [shape[:-1] for _, sensors in trials for said in sensors.values() for shape in said.values()]
    if len(body) != 8 * sum(prod(shape) for shape in shapes):
        return None
    numbers = np.frombuffer(body, np.float64)
    measures = {path[0] for path, _ in trials if len(path) > 1}
    recordings, at = [], 0
    for path, sensors in trials:
        part = "/".join(path[1:] if len(measures) == 1 and len(path) > 1 else path)
        devices = []
        for label, said in sensors.items():
            arrays: Arrays = {}
            for what, (*shape, rate_hz) in said.items():
                arrays[what] = numbers[at : at + prod(shape)].reshape(shape), rate_hz
                at += prod(shape)
            if "Acc" in arrays or "Gyr" in arrays:
                devices.append(_device(label, arrays, f"{source.file}#{part}"))
        made = [recording_of((device,), even, replace(source, part=part)) for device, even in devices]
        if made:
            channels = tuple(channel for one in made for channel in one.channels)
            notes = tuple(dict.fromkeys(note for one in made for note in one.notes))
            recordings.append(replace(made[0], channels=channels, notes=notes))
    if not recordings:
        needed = "recordings of Mobilise-D (data.TimeMeasure1.TestN.TrialM.SU.LowerBack with Acc and Gyr)"
        raise InputError(needed, f"none in {source.file}", "export the sensor data as Mobilise-D stores them")
    return tuple(recordings)


def _device(label: str, arrays: Arrays, name: str) -> tuple[Device, Even]:
    """A sensor's device and its samples on an even clock."""
    there = [what for what in ("Acc", "Gyr") if what in arrays]
    shapes = {arrays[what][0].shape for what in there}
    rates_hz = {arrays[what][1] for what in there}
    rows, columns = next(iter(shapes))
    if len(shapes) != 1 or columns != 3 or rows < 2 or len(rates_hz) != 1:
        found = " and ".join(f"{a.shape[0]} x {a.shape[1]}" for a, _ in (arrays[what] for what in there))
        needed = f"Acc and Gyr of {label[:30]} at one rate, three columns of the same length"
        raise InputError(needed, f"{found} in {name}", "export it again")
    values = np.concatenate([arrays[what][0] for what in there], axis=1)
    values[~np.isfinite(values)] = np.nan
    even = _on_clock(values, arrays["Timestamp"][0] if "Timestamp" in arrays else None, rates_hz.pop(), name)
    word = SENSOR.fullmatch(label)
    place = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word[2] if word else label).lower()
    side = SIDES.get(word[1] if word else None, unsaid_side(place))
    blocks = {what: (3 * i, 3 * i + 1, 3 * i + 2) for i, what in enumerate(there)}
    return Device(place, side, blocks.get("Acc"), blocks.get("Gyr"), "g", "deg/s"), even


def _on_clock(values: Array, stamps: Array | None, rate_hz: float | None, name: str) -> Even:
    """Evenly at the stated rate from 0; by the time stamps where those say that samples are missing between."""
    told = rate_hz if rate_hz is not None and RATE_HZ[0] <= rate_hz <= RATE_HZ[1] else None
    if stamps is None or stamps.size != len(values) or not np.isfinite(stamps).all():
        if told is None:
            raise InputError("the sampling rate (Fs)", f"none in {name}", "export it again")
        return Even(0.0, told, values)
    time_s = stamps.ravel()
    even = on_even_clock(time_s - time_s[0], values, name)
    if told is not None and len(even.values) == len(values) and abs(even.rate_hz - told) <= RATES_AGREE * told:
        return Even(0.0, told, values, even.notes)
    return replace(even, start_s=0.0)
