"""C3D -> Recording: size arithmetic first, then ezc3d in a process of its own, then SI units and names.

Nothing here imports numpy before the worker runs, so that a caller's own imports overlap with the parse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restride.read.c3d_header import looks_like_c3d, read_layout, trips_ezc3d
from restride.read.c3d_process import Worker

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"


@dataclass(frozen=True, slots=True)
class C3dReader:
    """Markers, force plates, other analog channels and stored events of a C3D file."""

    name: str = "c3d"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the header's mark, not by the name of the file."""
        return looks_like_c3d(head)

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The one recording that the file holds; a sidecar may give task and conditions. Raises InputError."""
        return self.start(path, sidecar)()

    def start(self, path: Path, sidecar: "Sidecar | None") -> "Callable[[], tuple[Recording, ...]]":
        """Begin to parse; the function that comes back waits for the rest."""
        if sidecar is not None:
            sidecar.refuse_columns(path)
        layout = read_layout(path)
        worker = None if trips_ezc3d(layout) else Worker(path, layout)

        def finish() -> "tuple[Recording, ...]":
            from restride.read.c3d_data import decode
            from restride.read.c3d_recording import build
            from restride.read.source import source_of

            source = source_of(path, self.name, self.version)
            points, analogs = worker.result() if worker else decode(path, layout)
            recording = build(layout, points, analogs, source)
            return (sidecar.applied_to(recording) if sidecar else recording,)

        return finish


READER = C3dReader()
