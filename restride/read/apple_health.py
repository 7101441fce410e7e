"""Apple Health's export (export.zip, or the export.xml in it) -> Recordings: workouts on foot, and walking day by day.

Built after the format as documented and described by others; no whole real export was at hand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from restride.core.errors import InputError, UnreadableFile
from restride.core.quality import Quality

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

    from restride.core.recording import Recording
    from restride.read.sidecar import Sidecar

VERSION = "1"
ZIP = b"PK\x03\x04"
FOLDER = "apple_health_export/"
ROOT = "HealthData"
MOST_BYTES = 16 << 30
MOST_TIMES = 200
"""Years of a watch are some GB of text, and pack to a twentieth or a fiftieth."""
MOST_MEMBERS = 100_000
HEAD_BYTES = 1 << 18
"""The document type that Apple puts in front is a few kB; in some versions it is not well-formed, so it is cut out."""
CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r")


@dataclass(frozen=True, slots=True)
class AppleHealthReader:
    """Workouts on foot, one recording each, named by the minute when they began; `walking_days` for the rest."""

    name: str = "apple_health"
    version: str = VERSION

    def sniff(self, head: bytes, path: Path) -> bool:
        """By the folder that the zip file holds, or by the first element."""
        if head.startswith(ZIP):
            return FOLDER.encode() in head or _members_say_so(path)
        return b"<HealthData" in head or b"<!DOCTYPE HealthData" in head

    def read(self, path: Path, sidecar: "Sidecar | None") -> "tuple[Recording, ...]":
        """All workouts on foot in order of time, then the days. Raises InputError."""
        from restride.read.apple_health_records import Records
        from restride.read.apple_health_tracks import days, workouts
        from restride.read.device_track import recording_of
        from restride.read.packed import chunks
        from restride.read.source import source_of
        from restride.read.xml_events import stream

        if sidecar is not None:
            sidecar.refuse_columns(path)
        records = Records()
        with _export(path) as file:
            wrong = stream(_without_doctype(chunks(file), path.name), records, path.name)
        notes: tuple[Quality, ...] = ()
        if wrong:
            message = f"{path.name} is damaged or cut short ({wrong}): what stands before that was kept"
            notes = (Quality(code="truncated", severity="warning", message=message),)
        source = source_of(path, self.name, self.version)
        made = []
        for part, track in workouts(records, path.name):
            made.append(recording_of(replace(track, notes=(*notes, *track.notes)), replace(source, part=part)))
        walked = days(records, replace(source, part="walking_days"), notes)
        made += [walked] if walked else []
        if not made:
            found = f"none with running or walking data in {path.name}" + (f" ({wrong})" if wrong else "")
            raise (UnreadableFile if wrong else InputError)("workouts on foot", found, "export all health data again")
        return tuple(sidecar.applied_to(r) if sidecar else r for r in made)


def _members_say_so(path: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as file:
            return any(FOLDER in info.filename for info in file.infolist()[:MOST_MEMBERS])
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return False


@contextmanager
def _export(path: Path) -> Iterator[BinaryIO]:
    """The XML of an export, unpacked as it is read. Raises UnreadableFile, also while it is read."""
    import zipfile
    import zlib

    try:
        with path.open("rb") as whole:
            packed = whole.read(4) == ZIP
            whole.seek(0)
            if not packed:
                if path.stat().st_size > MOST_BYTES:
                    raise _too_much(path.name, path.stat().st_size)
                yield whole
                return
            with zipfile.ZipFile(whole) as file:
                member = _member(file, path.name)
                with file.open(member) as text:
                    yield cast(BinaryIO, text)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        found = f"{path.name}: {' '.join(str(error).split())[:100] or 'it ends too soon'}"
        raise UnreadableFile("a zip file that can be unpacked", found, "export the health data again") from None
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror or error}", "check the file") from None


def _member(file: "ZipFile", name: str) -> "ZipInfo":
    """The export itself: its name is in the phone's language, so it is the largest XML that is not the clinical one.

    Raises UnreadableFile: none, or one that claims to unpack to more than text of this kind can.
    """
    found = [
        info
        for info in file.infolist()[:MOST_MEMBERS]
        if info.filename.lower().endswith(".xml") and "cda" not in info.filename.lower().rpartition("/")[2]
    ]
    if not found:
        raise UnreadableFile("export.xml in the zip file", f"none in {name}", "export all health data again")
    member = max(found, key=lambda info: info.file_size)
    if member.file_size > min(MOST_BYTES, MOST_TIMES * member.compress_size + (1 << 20)):
        raise _too_much(name, member.file_size)
    return member


def _too_much(name: str, size: int) -> UnreadableFile:
    needed = f"an export that unpacks to at most {MOST_TIMES} times its size and {MOST_BYTES >> 30} GB"
    return UnreadableFile(needed, f"{size} bytes in {name}", "export the health data again")


def _without_doctype(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The text without its document type, which holds nothing but declarations, and without control characters.

    Raises UnreadableFile where that declares entities, or has no end.
    """
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= HEAD_BYTES:
            break
    start = head.find(b"<!DOCTYPE")
    if start >= 0:
        bracket, close = head.find(b"[", start), head.find(b">", start)
        end = head.find(b"]>", start) + 2 if 0 <= bracket < close else close + 1
        if b"<!ENTITY" in head[start:]:
            raise UnreadableFile("an export without entities", f"some in {name}", "export the health data again")
        if end < 2:
            raise UnreadableFile("a document type that ends", f"none in {name}", "export the health data again")
        head = head[:start] + head[end:]
    yield head.translate(None, CONTROL)
    for piece in pieces:
        yield piece.translate(None, CONTROL)


READER = AppleHealthReader()
