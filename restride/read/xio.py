"""x-io CSV (NGIMU, x-IMU3): a column of time, then the gyroscope and accelerometer with their units in the header."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
TIME = re.compile(r"(?:time|timestamp) ?\((s|ms|us|µs|ns)\)", re.IGNORECASE)
AXIS = re.compile(r"(gyroscope|accelerometer) ?([xyz]) ?\(([^()]*)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class XioReader:
    """One device. Its place and side are not in the file: a sidecar may say them.

    The times of the file count, not the nominal rate: an NGIMU of nominally 400 Hz was seen at 398.3.
    """

    name: str = "xio"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By its header row."""
        first = head.decode("utf-8-sig", "replace").lstrip().split("\n", 1)[0]
        return bool(TIME.search(first)) and len(AXIS.findall(first)) >= 6

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of the one device. Raises InputError."""
        from restride.read.xio_recording import build

        return (build(path, sidecar, self.name, self.version),)


READER = XioReader()
