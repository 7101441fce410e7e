"""FIT -> Recording: what Garmin, COROS, Suunto, Polar, Wahoo and Stryd write, and what others export.

Nothing here imports numpy or fitdecode before a file is read.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from restride.core.errors import InputError, UnreadableFile

if TYPE_CHECKING:
    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
MOST_BYTES = 256 << 20
"""A day of a watch is some ten MB."""


@dataclass(frozen=True, slots=True)
class FitReader:
    """The activities of a FIT file, one recording each, named by their sport."""

    name: str = "fit"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the header's mark, not by the name of the file; packed (.fit.gz) or not."""
        from restride.read.packed import unpacked_head

        head = unpacked_head(head)
        return len(head) >= 12 and head[8:12] == b".FIT"

    def read(self, path: Path, sidecar: "Sidecar | None", *, positions: bool = False) -> "tuple[Recording, ...]":
        """All activities. positions: keep latitude and longitude too, which is done only where it is asked for.

        Damaged files: every whole record is kept, and what was lost is said in a note. Raises InputError.
        """
        from restride.read.device_track import recording_of
        from restride.read.fit_activity import Found, tracks
        from restride.read.fit_fields import Records
        from restride.read.fit_messages import Damage, is_fit, messages
        from restride.read.packed import unpacked
        from restride.read.source import source_of

        if sidecar is not None:
            sidecar.refuse_columns(path)
        raw = unpacked(path, MOST_BYTES)
        if not is_fit(raw[:12]):
            raise UnreadableFile("a FIT file", f"other content in {path.name}", "export the activity again")
        damage, found = Damage(), Found(Records(positions))
        for message in messages(raw, damage):
            found.add(message)
        del raw
        notes = damage.notes(path.name)
        if found.records.count < 2:
            kind = str(found.file_id.get("type", "unknown"))[:30]
            what = f"a FIT file of type {kind} with {found.records.count} records: {path.name}"
            lost = "; it is damaged" if notes else ""
            raise InputError("a FIT activity with records", what + lost, "export the activity itself")
        source = source_of(path, self.name, self.version)
        made = [
            (part, recording_of(replace(track, notes=(*notes, *track.notes)), source))
            for part, track in tracks(found, path.name, positions=positions)
        ]
        if not made:
            found_none = f"none with two records in {path.name}"
            raise InputError("an activity in the FIT file", found_none, "export the activity again")
        recordings = (r if len(made) == 1 else replace(r, source=replace(source, part=part)) for part, r in made)
        return tuple(sidecar.applied_to(r) if sidecar else r for r in recordings)


READER = FitReader()
