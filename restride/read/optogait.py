"""OptoGait table as CSV: one row a contact, with the columns L/R, TContact, Split and more."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
NEEDED = {"L/R", "TContact", "Split"}
SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class OptoGaitReader:
    """Light bars beside a treadmill or a walkway. Sides are in the file; a sidecar may say task and conditions."""

    name: str = "optogait"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the names of its columns."""
        first = head.decode("utf-8-sig", "replace").lstrip("\r\n").split("\n", 1)[0]
        return any({cell.strip().strip('"') for cell in first.split(s)} >= NEEDED for s in SEPARATORS)

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of all contacts. Raises InputError."""
        from restride.read.optogait_recording import build

        return (build(path, sidecar, self.name, self.version),)


READER = OptoGaitReader()
