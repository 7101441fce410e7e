"""Mobilise-D .mat: `data.TimeMeasure1.Test5.Trial1.SU.LowerBack.{Acc, Gyr}`; the references beside it stay unread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restride.read import worker

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
MATLAB_5 = b"MATLAB 5.0 MAT-file"
MATLAB_73 = b"MATLAB 7.3 MAT-file"
TIMEOUT_S = 120.0
MEMORY_BYTES = 1 << 30
MEMORY_PER_BYTE = 40
"""Numbers come out of a packed file about twice as large, and are copied a few times; a crafted one grows further."""


@dataclass(frozen=True, slots=True)
class MobilisedReader:
    """Every trial is a recording, called by its path: `FILE#Test5/Trial1`. Units g and deg/s by custom, looked at.

    Clock: seconds from the first sample of the trial, as the references of such files count them. With more than one
    TimeMeasure its name comes first. Raises UnreadableFile for files of MATLAB 7.3, which are HDF5.
    """

    name: str = "mobilised"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """Any MATLAB file: whether it is of Mobilise-D is seen when it is read."""
        return head.startswith((MATLAB_5, MATLAB_73))

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """One recording a trial; a sidecar may give task and conditions. Raises InputError."""
        return self.start(path, sidecar)()

    def start(self, path: Path, sidecar: "Sidecar | None") -> "Callable[[], tuple[Recording, ...]]":
        """Begin to parse; the function that comes back waits for the rest."""
        from restride.core.errors import UnreadableFile

        if sidecar is not None:
            sidecar.refuse_columns(path)
        head, size = _head(path)
        if head.startswith(MATLAB_73) or not head.startswith(MATLAB_5):
            kind = "MATLAB 7.3 (HDF5)" if head.startswith(MATLAB_73) else "no MATLAB file"
            found, do = f"{kind} in {path.name}", "save it in MATLAB with save(..., '-v7')"
            raise UnreadableFile("a MATLAB file of version 5 to 7", found, do)
        job = worker.start("mat", path, MEMORY_BYTES + MEMORY_PER_BYTE * size, ("numpy", "scipy"))

        def unusable(found: str) -> UnreadableFile:
            found = f"{path.name}: {found}"
            return UnreadableFile("a MATLAB file that can be parsed", found, "export it again or copy it afresh")

        def finish() -> "tuple[Recording, ...]":
            from restride.read.mobilised_recording import build
            from restride.read.source import source_of

            head, body = job.answer(TIMEOUT_S, unusable)
            recordings = build(head, body, source_of(path, self.name, self.version))
            if recordings is None:
                raise unusable("makes the parser scipy crash")
            return tuple(sidecar.applied_to(one) for one in recordings) if sidecar else recordings

        return finish


def _head(path: Path) -> tuple[bytes, int]:
    from restride.core.errors import UnreadableFile

    try:
        with path.open("rb") as file:
            return file.read(128), path.stat().st_size
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror}", "check the file") from None


READER = MobilisedReader()
