"""From a parsed C3D file to a Recording: SI units, missing as NaN, plates, events, one clock."""

import math

import numpy as np

from restride.core.errors import UnreadableFile
from restride.core.recording import AXES_XYZ, Array, Channel, Mark, Recording, Side, Source
from restride.core.units import TO_SI
from restride.read.c3d_header import EXPORT_AGAIN, Layout
from restride.read.c3d_model import model_channels, model_labels
from restride.read.force_plates import Plate, force_plates
from restride.read.labels import distinct, without_subject

SIDES: dict[str, Side] = {"left": "left", "right": "right", "general": "none", "": "none"}
LENGTHS = {"": "mm", "millimeters": "mm", "millimetres": "mm", "meters": "m", "metres": "m"}
LARGEST = 1e9
"""In SI units, no laboratory holds more: such numbers are damage."""


def build(layout: Layout, points: Array, analogs: Array, source: Source) -> Recording:
    """The recording of a file. points: (n, frames, 3) in the file's unit; analogs: (k, samples).

    Clock: (frame - 1) / rate from the first stored frame; stored event times are absolute and lie on it already.
    A file without POINT:UNITS is in mm, as the C3D guide has it. Raises UnreadableFile for another unit of length and
    for numbers beyond anything physical.
    """
    length_m = _length_m(layout, source)
    start_s = (layout.first_frame - 1) / layout.rate_hz
    plates = force_plates(layout, _finite(analogs), length_m)
    named = {f"plate_{number}": plate for number, plate in enumerate(plates, 1)}
    modelled, notes = model_channels(layout, _finite(points), start_s, source.file)
    channels = (
        *_markers(layout, points, length_m, start_s),
        *(c for place, plate in named.items() for c in _plate_channels(plate, place, layout, start_s)),
        *modelled,
        *_analog_channels(layout, analogs, {u for plate in plates for u in plate.used}, start_s),
    )
    for channel in channels:
        most = float(np.nanmax(np.abs(channel.values), initial=0.0))
        if channel.quantity != "analog" and most > LARGEST:
            found = f"{most:.3g} {channel.unit} in {channel.quantity}@{channel.place} of {source.file}"
            raise UnreadableFile(f"numbers below {LARGEST:g} in SI units", found, EXPORT_AGAIN)
    return Recording(
        channels=channels,
        source=source,
        marks=_marks(layout),
        corners={place: _read_only(plate.corners) for place, plate in named.items()},
        notes=tuple(notes),
    )


def _length_m(layout: Layout, source: Source) -> float:
    stated = (layout.parameters.texts("POINT", "UNITS") or ("",))[0].lower()
    si, factor = TO_SI.get(LENGTHS.get(stated, stated), ("", 1.0))
    if si != "m":
        raise UnreadableFile("POINT:UNITS mm, cm or m", f"{stated[:20]!r} in {source.file}", EXPORT_AGAIN)
    return factor


def _read_only(values: Array) -> Array:
    values = np.ascontiguousarray(values, dtype=np.float64)
    values.setflags(write=False)
    return values


def _finite(values: Array) -> Array:
    """The same with NaN in place of infinities."""
    return values if np.isfinite(values).all() else np.where(np.isfinite(values), values, np.nan)


def _markers(layout: Layout, points: Array, length_m: float, start_s: float) -> list[Channel]:
    """Labelled points that are places on a body, not outputs of a model that were stored as points."""
    labels = layout.parameters.texts("POINT", "LABELS")[: len(points)]
    left_out = model_labels(layout)
    keep = [i for i, label in enumerate(labels) if label and label[0] != "*" and label not in left_out]
    xyz = _finite(points[keep] * length_m)
    xyz[(xyz == 0).all(axis=2)] = np.nan
    xyz.setflags(write=False)
    return [
        Channel("marker", place, "none", "lab", "m", layout.rate_hz, start_s, AXES_XYZ, values)
        for place, values in zip(distinct(without_subject([labels[i] for i in keep])), xyz, strict=True)
    ]


def _plate_channels(plate: Plate, place: str, layout: Layout, start_s: float) -> list[Channel]:
    rate_hz = layout.rate_hz * layout.per_frame
    return [
        Channel(quantity, place, "none", "lab", unit, rate_hz, start_s, AXES_XYZ, _read_only(values))
        for quantity, unit, values in (
            ("grf", "N", plate.force),
            ("cop", "m", plate.cop),
            ("moment", "Nm", plate.moment),
        )
    ]


def _analog_channels(layout: Layout, analogs: Array, used: set[int], start_s: float) -> list[Channel]:
    """What no force plate is made of (muscle signals, voltages), in the unit that the file names."""
    if not layout.analogs:
        return []
    labels = layout.parameters.texts("ANALOG", "LABELS")
    units = layout.parameters.texts("ANALOG", "UNITS")
    rest = [i for i in range(layout.analogs) if i not in used]
    places = distinct([labels[i] if i < len(labels) and labels[i] else f"channel_{i + 1}" for i in rest])
    values = _read_only(_finite(analogs[rest]))
    return [
        Channel(
            "analog",
            place,
            "none",
            "sensor",
            units[i] if i < len(units) else "",
            layout.rate_hz * layout.per_frame,
            start_s,
            ("value",),
            series[:, None],
        )
        for i, place, series in zip(rest, places, values, strict=True)
    ]


def _marks(layout: Layout) -> tuple[Mark, ...]:
    """Stored events in order of time; those without a time that makes sense are left out."""
    p = layout.parameters
    times = p.numbers("EVENT", "TIMES")
    contexts, labels = p.texts("EVENT", "CONTEXTS"), p.texts("EVENT", "LABELS")
    used = min(int(p.number("EVENT", "USED", 0.0)), len(times) // 2, len(labels))
    marks = []
    for i in range(max(used, 0)):
        time_s = 60 * times[2 * i] + times[2 * i + 1]
        if math.isfinite(time_s) and abs(time_s) < LARGEST:
            context = contexts[i].lower() if i < len(contexts) else ""
            marks.append(Mark(labels[i], SIDES.get(context, "unknown"), time_s))
    return tuple(sorted(marks, key=lambda mark: mark.time_s))
