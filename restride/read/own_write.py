"""Writes restride's own recording: whole or not at all, and the same bytes for the same recording."""

import os
import secrets
import zipfile
from pathlib import Path

import msgspec
import numpy as np

from restride.core.errors import InputError, UsageError
from restride.core.recording import Array, Recording
from restride.core.tables import all_finite
from restride.read.own_layout import JSON, Description, StoredChannel, StoredMark, StoredSource, wrong

SUFFIX = ".restride"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the file depends on the recording alone."""
BLOCK_ROWS = 1 << 18


def write_recording(path: str | Path, recording: Recording) -> Path:
    """The recording as one file, which is returned; what stood at `path` is replaced when all is written.

    Reading it back gives the same: values to the last bit, clock, axes, units, origins, marks, corners, conditions,
    task, notes and source. Raises UsageError where nothing can be written, InputError where the recording holds what
    a file cannot (a time that is not finite, a name that cannot be printed).
    """
    arrays: dict[str, Array] = {}
    told = _description(recording, arrays)
    finite = all_finite(msgspec.to_builtins(told)) and not any(np.isinf(values).any() for values in arrays.values())
    if not finite or (found := wrong(told)):
        found = found if finite else "a number that is not finite"
        raise InputError("a recording that can be kept", f"{found} in {recording.source.file}", "read it again")
    target = Path(path).resolve()
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with part.open("xb") as file:
                _write(file, told, arrays)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError(f"a place to write {target.name}", why, "name another place or make room") from None
    return Path(path)


def _description(recording: Recording, arrays: dict[str, Array]) -> Description:
    """recording.json; the arrays that it names are put into `arrays`."""
    channels = []
    for i, c in enumerate(recording.channels):
        arrays[f"channel_{i}.npy"] = c.values
        channels.append(
            StoredChannel(
                f"channel_{i}.npy",
                c.n,
                c.quantity,
                c.place,
                c.side,
                c.frame,
                c.unit,
                float(c.rate_hz),
                float(c.start_s),
                c.axes,
                c.origin,
            )
        )
    corners = {}
    for i, (place, values) in enumerate(recording.corners.items()):
        arrays[f"corners_{i}.npy"] = values
        corners[place] = f"corners_{i}.npy"
    return Description(
        schema="restride/recording/1",
        source=StoredSource.of(recording.source),
        task=recording.task,
        conditions=recording.conditions,
        channels=tuple(channels),
        marks=tuple(StoredMark(m.name, m.side, float(m.time_s)) for m in recording.marks),
        corners=corners,
        notes=recording.notes,
    )


def _write(file, told: Description, arrays: dict[str, Array]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(_info(JSON), "w") as member:
            member.write(msgspec.json.encode(told))
        for name, values in arrays.items():
            with archive.open(_info(name), "w", force_zip64=True) as member:
                header = {"descr": "<f8", "fortran_order": False, "shape": values.shape}
                np.lib.format.write_array_header_1_0(member, header)
                for first in range(0, len(values), BLOCK_ROWS):
                    member.write(np.ascontiguousarray(values[first : first + BLOCK_ROWS], dtype="<f8").data)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.external_attr = 0o644 << 16
    return info
