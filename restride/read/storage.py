"""OpenSim storage (.mot, .sto): a header up to `endheader`, names of columns, numbers. Forces, angles or moments."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
END = re.compile(r"^\s*endheader\s*$", re.IGNORECASE | re.MULTILINE)
SIZE = re.compile(r"^\s*(?:nColumns|nRows|datacolumns|datarows|DataType)\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StorageReader:
    """Ground reaction forces, joint angles and joint moments; other columns are kept as they are, as "analog"."""

    name: str = "opensim"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By its header: a line `endheader`, and one that says what is in the table."""
        text = head.decode("utf-8-sig", "replace").replace("\r", "\n")
        return END.search(text) is not None and SIZE.search(text) is not None

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The one recording that the file holds; a sidecar may give task and conditions. Raises InputError."""
        from restride.read.storage_recording import build

        if sidecar is not None:
            sidecar.refuse_columns(path)
        recording = build(path, self.name, self.version)
        return (sidecar.applied_to(recording) if sidecar else recording,)


READER = StorageReader()
