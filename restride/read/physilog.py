"""GaitUp Physilog CSV: a block of header lines, a row of names, a row of units, then rows with sparse slow sensors."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
MARK = "Physilog data export"


@dataclass(frozen=True, slots=True)
class PhysilogReader:
    """One device. Its place and side are not in the file: a sidecar may say them.

    The barometer and the device's own quaternion are left aside. Rate: the header's, where the times agree with it.
    """

    name: str = "physilog"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the first line."""
        return MARK in head[:200].decode("utf-8", "replace")

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of the one device. Raises InputError."""
        from restride.read.physilog_recording import build

        return (build(path, sidecar, self.name, self.version),)


READER = PhysilogReader()
