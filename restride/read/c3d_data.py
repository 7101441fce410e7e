"""The data block of a C3D file as arrays, straight from the layout that its header gave.

Used where ezc3d is known to misread a sound file (`c3d_header.trips_ezc3d`); elsewhere the tests hold the two
against each other.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from restride.core.errors import UnreadableFile
from restride.core.recording import Array
from restride.read.c3d_header import Layout


def decode(path: Path, layout: Layout) -> tuple[Array, Array]:
    """Points (n, frames, 3) in the file's unit, NaN where the residual is negative; analog channels (k, samples).

    Raises UnreadableFile.
    """
    try:
        with path.open("rb") as file:
            file.seek(layout.data_at)
            raw = file.read(layout.bytes_needed - layout.data_at)
    except OSError as error:
        raise UnreadableFile("a readable C3D file", f"{path.name}: {error.strerror}", "check the file") from None
    rows = _numbers(raw, layout).reshape(layout.frames, layout.words_per_frame)
    points = rows[:, : 4 * layout.points].reshape(layout.frames, layout.points, 4)
    with np.errstate(invalid="ignore"):  # a bit pattern that is no number is NaN, without a word
        xyz = np.ascontiguousarray(points[..., :3].transpose(1, 0, 2), dtype=np.float64)
        samples = rows[:, 4 * layout.points :].reshape(layout.frames * layout.per_frame, layout.analogs)
        samples = samples.astype(np.float64)
    if layout.scale is not None:
        xyz *= layout.scale
    xyz[np.signbit(points[..., 3]).T] = np.nan
    if layout.unsigned and layout.scale is not None:
        samples %= 0x10000
    gain, offset = np.array(layout.analog_scale), np.array(layout.analog_offset)
    analogs = np.ascontiguousarray(((samples - offset) * gain).T)
    xyz.setflags(write=False)
    analogs.setflags(write=False)
    return xyz, analogs


def _numbers(raw: bytes, layout: Layout) -> npt.NDArray[Any]:
    end = ">" if layout.processor == "mips" else "<"
    if layout.scale is not None:
        return np.frombuffer(raw, f"{end}i2")
    if layout.processor == "dec":
        halves = np.frombuffer(raw, "<u2").reshape(-1, 2)[:, ::-1]
        return np.frombuffer(np.ascontiguousarray(halves).tobytes(), "<f4") / np.float32(4)
    return np.frombuffer(raw, f"{end}f4")
