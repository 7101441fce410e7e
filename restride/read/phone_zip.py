"""The zip exports of logger apps on phones: their tables, unpacked without trusting what the zip claims."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from restride.core.errors import UnreadableFile
from restride.core.quality import Quality
from restride.read.packed import MOST_TIMES

ZIP = b"PK\x03\x04"
MOST_BYTES = 1 << 30
MOST_MEMBERS = 1000
HEAD_BYTES = 2048
SPARE_BYTES = 1 << 16
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What damaged, encrypted and exotic zip files raise."""


def heads(path: Path) -> dict[str, bytes]:
    """The first bytes of each table of a zip file by its name in there, none of a damaged one.

    Empty where it is no zip that can be read.
    """
    found = {}
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as whole:
            for info in _tables(whole):
                try:
                    with whole.open(info) as member:
                        found[info.filename] = member.read(HEAD_BYTES)
                except (OSError, *BROKEN):
                    found[info.filename] = b""
    except (OSError, *BROKEN):
        return found
    return found


def tables(path: Path, wanted: list[str]) -> tuple[dict[str, bytes], tuple[Quality, ...]]:
    """The bytes of the tables that are wanted, by name, and what was lost of them.

    A table that cannot be unpacked costs itself only. Raises UnreadableFile: no zip, or one that would unpack to more
    than MOST_TIMES its size or MOST_BYTES.
    """
    found, notes = {}, []
    with _opened(path) as whole:
        infos = [info for info in _tables(whole) if info.filename in wanted]
        claimed = sum(info.file_size for info in infos)
        if claimed > min(MOST_BYTES, MOST_TIMES * path.stat().st_size + SPARE_BYTES):
            needed = f"an export that unpacks to at most {MOST_TIMES} times its size and {MOST_BYTES >> 30} GB"
            raise UnreadableFile(needed, f"{claimed} bytes in {path.name}", "export the recording again")
        for info in infos:
            try:
                with whole.open(info) as member:
                    # a member never gives more than it claims, and a wrong claim fails its checksum
                    found[info.filename] = member.read(info.file_size + 1)
            except (OSError, *BROKEN):
                notes.append(lost(info.filename, path))
    return found, tuple(notes)


def lost(name: str, path: Path) -> Quality:
    """The note on a table that cannot be unpacked."""
    message = f"{short_name(name)} in {path.name} is damaged and was left out"
    return Quality(code="truncated", severity="warning", message=message)


def short_name(name: str) -> str:
    """The name of a member without its folders, as it can be printed."""
    return "".join(letter if letter.isprintable() else "?" for letter in PurePosixPath(name).name)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as whole:
            yield whole
    except BROKEN as error:
        found = f"{path.name}: {' '.join(str(error).split())[:100] or 'it ends too soon'}"
        raise UnreadableFile("a zip file that can be unpacked", found, "export the recording again") from None
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror or error}", "check the file") from None


def _tables(whole: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Text tables, without what desktops and apps put beside them (folders `__MACOSX` and `meta`)."""
    out = []
    for info in whole.infolist()[:MOST_MEMBERS]:
        at = PurePosixPath(info.filename)
        if at.suffix.lower() in (".csv", ".txt") and not {"__MACOSX", "meta"} & set(at.parts[:-1]):
            out.append(info)
    return out
