"""restride's own recording: everything that a Recording holds, lossless, in one file that can be read in pieces.

A zip whose members lie in it as they are: `recording.json` first, then one `.npy` for each array. It is written by
`write_recording` in `own_write.py`; the layout stands in docs/formats.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
FIRST = b"recording.json"
NAMED = b'"restride/recording/'


@dataclass(frozen=True, slots=True)
class OwnReader:
    """The recording as it was written, its source included: the file that it was first read from."""

    name: str = "restride"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """A zip whose first member is the description."""
        return head.startswith(b"PK\x03\x04") and head[30 : 30 + len(FIRST)] == FIRST and NAMED in head

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """The one recording of the file; a sidecar may give task and conditions. Raises InputError."""
        from restride.read.own_file import opened

        if sidecar is not None:
            sidecar.refuse_columns(path)
        recording = opened(path).read()
        return (sidecar.applied_to(recording) if sidecar else recording,)


def pieces(path: str | Path, piece_s: float, margin_s: float) -> "Iterator[tuple[Recording, float, float]]":
    """The recording of a file in pieces of about `piece_s`, with `margin_s` more on either side, and [start_s, end_s).

    That interval is the piece's own: what lies outside it is margin, and another piece's. The first begins at -inf, the
    last ends at inf. Every piece has the source, notes and marks of its time; a channel without samples in it is left
    out. Only what a piece needs is read, so that memory is that of one piece; checksums are formed on the way, and a
    damaged array is told before the last piece is given. Raises InputError, and ValueError for a length that is none.
    """
    from restride.read.own_file import opened

    return opened(Path(path)).pieces(piece_s, margin_s)


READER = OwnReader()
