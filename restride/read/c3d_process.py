"""The parse of a C3D file in a worker process. No numpy until the answer is here."""

from pathlib import Path
from typing import TYPE_CHECKING

from restride.core.errors import UnreadableFile
from restride.read import worker
from restride.read.c3d_header import EXPORT_AGAIN, Layout

if TYPE_CHECKING:
    from restride.core.recording import Array

SCRIPT = worker.SCRIPT
TIMEOUT_S = 60.0
MEMORY_BYTES = 1 << 30
MEMORY_PER_BYTE = 64
"""ezc3d keeps a point of 16 bytes in objects of several hundred; a well-formed file stays far below this."""


class Worker:
    """A parse under way. `result` waits for it; both raise UnreadableFile."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path, self._layout = path, layout
        memory_bytes = MEMORY_BYTES + MEMORY_PER_BYTE * layout.bytes_needed
        self._job = worker.start("c3d", path, memory_bytes, ("numpy", "ezc3d"), SCRIPT)

    def result(self) -> tuple["Array", "Array"]:
        """Points (n, frames, 3) in the file's unit, NaN where missing; analog channels (k, samples). Read-only.

        Raises UnreadableFile where ezc3d refuses, crashes, takes too long or finds another size than the header says.
        """
        import numpy as np

        head, body = self._job.answer(TIMEOUT_S, self._unusable)
        sizes = [int(size) for size in head.split() if size.isdigit()]
        if len(sizes) != 4 or len(body) != 8 * (3 * sizes[0] * sizes[1] + sizes[2] * sizes[3]):
            raise self._unusable("makes the parser ezc3d crash")
        layout = self._layout
        points, frames, channels, samples = sizes
        if points != layout.points or (points and frames != layout.frames):
            raise self._unusable(f"has {frames} frames of {points} points for ezc3d, other numbers in its header")
        if layout.analogs and (channels, samples) != (layout.analogs, layout.frames * layout.per_frame):
            raise self._unusable(f"has {samples} samples of {channels} channels for ezc3d, others in its header")
        split = 3 * points * frames
        return (
            np.frombuffer(body, np.float64, split).reshape(points, frames, 3),
            np.frombuffer(body, np.float64, channels * samples, 8 * split).reshape(channels, samples),
        )

    def _unusable(self, found: str) -> UnreadableFile:
        return UnreadableFile("a C3D file that can be parsed", f"{self._path.name}: {found}", EXPORT_AGAIN)
