"""Moticon OpenGo text export: lines that begin with #, the last of them the names of the columns, then tabs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
HEAD = re.compile(rb"(?:\xef\xbb\xbf)?#")
NAMES = re.compile(rb"^# ?time\t[^\n]*(?:left|right) (?:pressure 1|acceleration X|total force)\[", re.IGNORECASE | re.M)


@dataclass(frozen=True, slots=True)
class OpenGoReader:
    """A pair of insoles, or one. Sides are in the file; a sidecar may say the task and the conditions."""

    name: str = "opengo"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the comment lines and the names of the columns."""
        return HEAD.match(head) is not None and NAMES.search(head) is not None

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The recording of the pair. Raises InputError."""
        from restride.read.opengo_recording import build

        return (build(path, sidecar, self.name, self.version),)


READER = OpenGoReader()
