"""Files of tracks in XML: what the readers of GPX and TCX have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.device_points import Points
    from restride.read.sidecar import Sidecar
    from restride.read.xml_events import Sink

    class Tracks(Sink, Protocol):
        """Takes the elements of a file, and keeps a track's points together."""

        found: list[Points]


MOST_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class TrackReader:
    """All tracks or activities of a file, one recording each. root: its first element; tracks: who takes the rest."""

    name: str
    version: str
    root: str
    tracks: "Callable[[], Tracks]"

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the first element, packed (.gz) or not."""
        if self.root.encode() not in head and not head.startswith((b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff")):
            return False
        from restride.read.packed import unpacked_head
        from restride.read.xml_events import root_of

        return root_of(unpacked_head(head)) == self.root

    def read(self, path: Path, sidecar: "Sidecar | None", *, positions: bool = False) -> "tuple[Recording, ...]":
        """Those with times. positions: keep latitude and longitude too. Raises InputError."""
        from restride.read.device_points import recordings_of
        from restride.read.packed import chunks, opened
        from restride.read.source import source_of
        from restride.read.xml_events import stream

        if sidecar is not None:
            sidecar.refuse_columns(path)
        sink = self.tracks()
        with opened(path, MOST_BYTES) as file:
            wrong = stream(chunks(file), sink, path.name)
        source = source_of(path, self.name, self.version)
        made = recordings_of(sink.found, wrong, source, positions=positions)
        return tuple(sidecar.applied_to(r) if sidecar else r for r in made)
