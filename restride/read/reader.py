"""What a reader is: the same for ours and for those of other packages."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

HEAD_BYTES = 4096


class Reader(Protocol):
    """One file format. The object stands in a module as READER and is named in the entry points `restride.readers`."""

    @property
    def name(self) -> str:
        """Short name of the format, kept in Recording.source."""

    @property
    def version(self) -> str:
        """Rises when the same file gives another Recording."""

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file is of this format, by its first HEAD_BYTES bytes; the name decides nothing."""

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """Everything in the file: SI units, one clock, NaN where missing. Raises InputError and nothing else."""
