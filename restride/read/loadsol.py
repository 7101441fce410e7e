"""loadsol text export: the file's name, a comment, the names of the insoles, what each column holds, then tabs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
NAMES = re.compile(rb"^\t[^\t\n]*-[LR](?:::\w+)?\t", re.MULTILINE)
KINDS = re.compile(rb"^Time\[(?:secs?|s)\]\tForce\[N\]", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LoadsolReader:
    """A pair of insoles, or one. Sides are in the file; a sidecar may say the task and the conditions."""

    name: str = "loadsol"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the rows of names and kinds."""
        return NAMES.search(head) is not None and KINDS.search(head) is not None

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of the pair. Raises InputError."""
        from restride.read.loadsol_recording import build

        return (build(path, sidecar, self.name, self.version),)


READER = LoadsolReader()
