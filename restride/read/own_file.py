"""Reads restride's own recording, whole or by stretches of time. Nothing in the file is believed unchecked."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from restride.core.errors import UnreadableFile
from restride.core.recording import Array, Channel, Recording
from restride.core.tables import all_finite
from restride.read.own_layout import JSON, MOST_JSON_BYTES, SCHEMA, Description, StoredChannel, wrong

DO = "copy the file afresh, or write it again"
HEADER = re.compile(rb"\{'descr': '<f8', 'fortran_order': False, 'shape': \((\d{1,15}), (\d{1,6})\), \} *\n")
MAGIC = b"\x93NUMPY\x01\x00"
LOCAL = struct.Struct("<4s22xHH")
"""Of the header before each member: its mark, and how long the name and the extra field behind it are."""
MOST_MEMBERS = 20_000


@dataclass(frozen=True, slots=True)
class Member:
    """One array in the file: where its numbers begin, its shape, and the checksum of it with its header."""

    name: str
    offset: int
    rows: int
    columns: int
    header: bytes
    crc: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that has been checked as far as it can be without reading its arrays."""

    path: Path
    told: Description
    members: dict[str, Member]

    @property
    def start_s(self) -> float:
        """Where the first channel begins."""
        return min((c.start_s for c in self.told.channels), default=0.0)

    @property
    def end_s(self) -> float:
        """Where the last channel ends."""
        return max((c.start_s + c.samples / c.rate_hz for c in self.told.channels), default=0.0)

    def read(self) -> Recording:
        """The whole recording. Raises UnreadableFile where a checksum is wrong."""
        ((recording, _, _),) = self.pieces(float("inf"), 0.0)
        return recording

    def between(self, start_s: float, end_s: float) -> Recording:
        """What lies in [start_s, end_s), read from disk: the same as `Recording.between` of the whole."""
        return self._cut(start_s, end_s, {})

    def pieces(self, piece_s: float, margin_s: float) -> Iterator[tuple[Recording, float, float]]:
        """Pieces with a margin, each with its own interval, in order of time; checksums are checked on the way."""
        if not piece_s > 0 or not margin_s >= 0:
            raise ValueError(f"pieces of {piece_s} s with {margin_s} s on either side")
        start_s, end_s = self.start_s, self.end_s
        count = max(1, round((end_s - start_s) / piece_s))
        length_s = (end_s - start_s) / count
        checks: dict[str, tuple[int, int]] = {}
        for i in range(count):
            a = start_s + i * length_s if i else -np.inf
            b = start_s + (i + 1) * length_s if i < count - 1 else np.inf
            piece = self._cut(a - margin_s, b + margin_s, checks, whole=count == 1)
            if i == count - 1:
                self._compare(checks)
            if piece.channels or count == 1:
                yield piece, float(a), float(b)

    def _cut(
        self, start_s: float, end_s: float, checks: dict[str, tuple[int, int]], *, whole: bool = False
    ) -> Recording:
        told = self.told
        channels = []
        with _reading(self.path) as file:
            for c in told.channels:
                first, last = _rows(c, start_s, end_s)
                if last > first or whole:
                    values = self._rows(file, c.member, first, last, checks)
                    start = c.start_s + first / c.rate_hz
                    channels.append(
                        Channel(
                            c.quantity, c.place, c.side, c.frame, c.unit, c.rate_hz, start, c.axes, values, c.origin
                        )
                    )
            corners = {
                place: self._rows(file, name, 0, self.members[name].rows, checks)
                for place, name in told.corners.items()
            }
        return Recording(
            channels=tuple(channels),
            source=told.source.source(),
            task=told.task,
            conditions=told.conditions,
            marks=tuple(mark.mark() for mark in told.marks if start_s <= mark.time_s < end_s),
            corners=corners,
            notes=told.notes,
        )

    def _rows(self, file, name: str, first: int, last: int, checks: dict[str, tuple[int, int]]) -> Array:
        """Rows [first, last) of an array, read-only; what was not seen before goes into its checksum."""
        member = self.members[name]
        file.seek(member.offset + 8 * member.columns * first)
        values = np.fromfile(file, "<f8", (last - first) * member.columns)
        if len(values) != (last - first) * member.columns:
            raise _damaged(self.path, f"{name} ends too early")
        values = values.reshape(last - first, member.columns)
        done, crc = checks.get(name, (0, zlib.crc32(member.header)))
        if first <= done < last or (done == 0 and first == 0):
            checks[name] = last, zlib.crc32(np.ascontiguousarray(values[done - first :]).data, crc)
        if np.isinf(values).any():
            raise _damaged(self.path, f"{name} holds numbers without end")
        values = values.astype(np.float64, copy=False)
        values.setflags(write=False)
        return values

    def _compare(self, checks: dict[str, tuple[int, int]]) -> None:
        for name, (done, crc) in checks.items():
            member = self.members[name]
            if done == member.rows and crc != member.crc:
                raise _damaged(self.path, f"{name} is not what was written")


def opened(path: Path) -> Stored:
    """The file, its description and the places of its arrays. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(path) as archive, _reading(path) as file:
            listed = _listed(archive, path)
            told = _told(archive, listed, path)
            shapes: dict[str, tuple[int | None, int]] = {c.member: (c.samples, len(c.axes)) for c in told.channels}
            shapes |= dict.fromkeys(told.corners.values(), (None, 3))
            members = {name: _member(file, listed, name, shape, path) for name, shape in shapes.items()}
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
        struct.error,
    ) as error:
        if isinstance(error, OSError) and error.strerror:
            raise UnreadableFile("a readable file", f"{path.name}: {error.strerror}", "check the file") from None
        raise _damaged(path, "its list of contents cannot be read") from None
    return Stored(path, told, members)


def _listed(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """The members, all as they are and together no larger than the file."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS or len({info.filename for info in infos}) < len(infos):
        raise _damaged(path, "its list of contents repeats itself")
    for info in infos:
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 or info.compress_size != info.file_size:
            raise _damaged(path, "its contents are packed")
    if sum(info.file_size for info in infos) > path.stat().st_size:
        raise _damaged(path, "it claims more than it holds")
    return {info.filename: info for info in infos}


def _told(archive: zipfile.ZipFile, listed: dict[str, zipfile.ZipInfo], path: Path) -> Description:
    if JSON not in listed or listed[JSON].file_size > MOST_JSON_BYTES:
        raise _damaged(path, f"no {JSON} in it")
    raw = archive.read(JSON)
    try:
        told = msgspec.json.decode(raw, type=Description)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if b'"restride/recording/' in raw[:100] and SCHEMA.encode() not in raw[:100]:
            raise UnreadableFile(
                f"a recording of {SCHEMA}", f"another version in {path.name}", "update restride"
            ) from None
        raise _damaged(path, f"{JSON} in it is not understood ({str(error)[:120]})") from None
    if not all_finite(msgspec.to_builtins(told)):
        raise _damaged(path, "numbers in it that are not finite")
    if found := wrong(told):
        raise _damaged(path, found)
    return told


def _member(file, listed: dict[str, zipfile.ZipInfo], name: str, shape: tuple[int | None, int], path: Path) -> Member:
    """Where an array lies, after its headers have been compared with what the description says."""
    info = listed.get(name)
    if info is None:
        raise _damaged(path, "an array that it names is not in it")
    file.seek(info.header_offset)
    mark, name_length, extra_length = LOCAL.unpack(file.read(LOCAL.size))
    start = info.header_offset + LOCAL.size + name_length + extra_length
    if mark != b"PK\x03\x04" or start + info.file_size > path.stat().st_size:
        raise _damaged(path, "an array that it names is not in it")
    file.seek(start)
    head = file.read(10)
    header = head + file.read(int.from_bytes(head[8:10], "little"))
    found = HEADER.fullmatch(header[10:]) if header.startswith(MAGIC) else None
    rows, columns = (int(found[1]), int(found[2])) if found else (-1, -1)
    if columns != shape[1] or rows != (rows if shape[0] is None else shape[0]):
        raise _damaged(path, "an array in it is not of the size and kind that it says")
    if len(header) + 8 * rows * columns != info.file_size:
        raise _damaged(path, "an array in it is cut short")
    return Member(name, start + len(header), rows, columns, header, info.CRC)


def _rows(c: StoredChannel, start_s: float, end_s: float) -> tuple[int, int]:
    """The samples that lie in [start_s, end_s): the same as `Channel.between`."""
    first, last = (int(min(max(np.ceil((t - c.start_s) * c.rate_hz - 1e-6), 0), c.samples)) for t in (start_s, end_s))
    return first, max(first, last)


def _reading(path: Path):
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror}", "check the file") from None


def _damaged(path: Path, found: str) -> UnreadableFile:
    return UnreadableFile("a whole recording of restride", f"{path.name}: {found}", DO)
