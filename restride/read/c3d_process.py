"""Starts the worker process that parses a C3D file, and takes its answer. No numpy until the answer is here."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from restride.core.errors import MissingData, UnreadableFile
from restride.read.c3d_header import EXPORT_AGAIN, Layout

if TYPE_CHECKING:
    from restride.core.recording import Array

SCRIPT = Path(__file__).with_name("_c3d_worker.py")
TIMEOUT_S = 60.0
MEMORY_BYTES = 1 << 30
MEMORY_PER_BYTE = 64
"""ezc3d keeps a point of 16 bytes in objects of several hundred; a well-formed file stays far below this."""


class Worker:
    """A parse under way. `result` waits for it; both raise UnreadableFile."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path, self._layout = path, layout
        memory_bytes = MEMORY_BYTES + MEMORY_PER_BYTE * layout.bytes_needed
        arguments = [str(path.absolute()), str(memory_bytes), *_folders()]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(SCRIPT), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        except OSError as error:
            raise UnreadableFile("a second process to parse C3D in", f"{error.strerror}", "free some memory") from None

    def result(self) -> tuple["Array", "Array"]:
        """Points (n, frames, 3) in the file's unit, NaN where missing; analog channels (k, samples). Read-only.

        Raises UnreadableFile where ezc3d refuses, crashes, takes too long or finds another size than the header says.
        """
        try:
            answer, _ = self._process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            raise self._unusable(f"is not parsed after {TIMEOUT_S:.0f} s") from None
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.communicate()
        head, _, body = answer.partition(b"\n")
        if head.startswith(b"!"):
            why = head[1:].decode()
            if why.startswith(("ModuleNotFoundError", "ImportError")):
                raise MissingData("the package ezc3d to read C3D", why, "pip install ezc3d")
            raise self._unusable(f"is refused by ezc3d ({why})")
        sizes = [int(size) for size in head.split() if size.isdigit()]
        whole = len(sizes) == 4 and len(body) == 8 * (3 * sizes[0] * sizes[1] + sizes[2] * sizes[3])
        if self._process.returncode != 0 or not whole:
            raise self._unusable("makes the C3D parser crash")
        return self._arrays(sizes, body)

    def _arrays(self, sizes: list[int], body: bytes) -> tuple["Array", "Array"]:
        import numpy as np

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


def _folders() -> list[str]:
    """Where numpy and ezc3d are installed: the worker starts without site-packages, which is twice as fast."""
    found = (importlib.util.find_spec(name) for name in ("numpy", "ezc3d"))
    origins = [spec.origin for spec in found if spec and spec.origin]
    return list(dict.fromkeys(str(Path(origin).parent.parent) for origin in origins))
