"""TRC (Motion Analysis, OpenSim): paths of markers as text, three columns each."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
HEAD = re.compile(r"\s*PathFileType\b[^\n\r]*[\n\r]+\s*DataRate\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TrcReader:
    """Markers in the laboratory's axes, whichever of them points up."""

    name: str = "trc"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By its first two lines."""
        return HEAD.match(head.decode("utf-8-sig", "replace")) is not None

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The one recording that the file holds; a sidecar may give task and conditions. Raises InputError."""
        from restride.read.trc_recording import build

        if sidecar is not None:
            sidecar.refuse_columns(path)
        recording = build(path, self.name, self.version)
        return (sidecar.applied_to(recording) if sidecar else recording,)


READER = TrcReader()
