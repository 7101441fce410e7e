"""GPX -> Recording: tracks with the extensions for heart rate, cadence and power that Garmin, Strava and others write.

Speed and distance come from the positions, which are then dropped.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
ROOT = "gpx"
MOST_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class GpxReader:
    """The tracks of a GPX file, one recording each."""

    name: str = "gpx"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the first element, packed (.gpx.gz) or not."""
        if b"gpx" not in head and not head.startswith((b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff")):
            return False
        from restride.read.packed import unpacked_head
        from restride.read.xml_events import root_of

        return root_of(unpacked_head(head)) == ROOT

    def read(self, path: Path, sidecar: "Sidecar | None", *, positions: bool = False) -> "tuple[Recording, ...]":
        """All tracks with times. positions: keep latitude and longitude too. Raises InputError."""
        from restride.read.device_points import recordings_of
        from restride.read.gpx_points import Tracks
        from restride.read.packed import chunks, opened
        from restride.read.source import source_of
        from restride.read.xml_events import stream

        if sidecar is not None:
            sidecar.refuse_columns(path)
        sink = Tracks()
        with opened(path, MOST_BYTES) as file:
            wrong = stream(chunks(file), sink, path.name)
        source = source_of(path, self.name, self.version)
        made = recordings_of(sink.found, wrong, source, positions=positions)
        return tuple(sidecar.applied_to(r) if sidecar else r for r in made)


READER = GpxReader()
