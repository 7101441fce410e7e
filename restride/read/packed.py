"""Files that archives hold packed (.fit.gz, .tcx.gz, .gpx.gz): opened without trusting what they claim."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from restride.core.errors import UnreadableFile

GZIP = b"\x1f\x8b\x08"
MOST_TIMES = 100
"""Text of a watch packs to a tenth or less, never to a hundredth."""


def unpacked_head(head: bytes) -> bytes:
    """The first bytes of what a file holds; as they are where it is not packed."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, len(head))
    except zlib.error:
        return b""


def unpacked(path: Path, most: int) -> bytes:
    """All that a file holds, up to `most` bytes. Raises UnreadableFile."""
    with opened(path, most) as file:
        return b"".join(chunks(file))


def chunks(file: BinaryIO, size: int = 1 << 16) -> Iterator[bytes]:
    """A file piece by piece."""
    while piece := file.read(size):
        yield piece


@contextmanager
def opened(path: Path, most: int) -> Iterator[BinaryIO]:
    """A file to read from, unpacked on the way. Raises UnreadableFile, also while it is read.

    A packed file that is cut short ends where it was cut. One that grows beyond `most` bytes, or MOST_TIMES its size,
    is refused as soon as it does.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            packed = file.read(3) == GZIP
            file.seek(0)
            allowed = min(most, MOST_TIMES * size + (1 << 16)) if packed else most
            if size > most:
                raise _too_much(path, most)
            inner = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
            yield cast(BinaryIO, _Bounded(inner, allowed, path))
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror or error}", "check the file") from None
    except zlib.error as error:
        raise UnreadableFile("a file that can be unpacked", f"{path.name}: {error}", "download it again") from None


class _Bounded:
    """A file that refuses to give more than `allowed` bytes."""

    def __init__(self, file: BinaryIO, allowed: int, path: Path) -> None:
        self._file, self._allowed, self._path, self._given = file, allowed, path, 0

    def read(self, size: int) -> bytes:
        try:
            piece = self._file.read(size)
        except EOFError:
            return b""
        self._given += len(piece)
        if self._given > self._allowed:
            raise _too_much(self._path, self._allowed)
        return piece


def _too_much(path: Path, allowed: int) -> UnreadableFile:
    found = f"{path.name}, which holds more than that"
    return UnreadableFile(f"at most {allowed / 1e6:.0f} MB of an activity", found, "export one activity at a time")
