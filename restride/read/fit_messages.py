"""A FIT file -> fitdecode's messages one by one, with what is damaged stepped over and counted.

Format: the FIT protocol of Garmin's SDK. fitdecode reads messages; the arithmetic of sizes and checksums comes before
it, since a file that was cut short, never closed or lost a byte is common, and still holds whole records. After a place
that cannot be read, the search goes on for the next sound one (fit_sound).
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fitdecode import CrcCheck, ErrorHandling, FitDataMessage, FitReader
from fitdecode.records import FIT_FRAME_CRC, FIT_FRAME_DATA, FIT_FRAME_DEFINITION, FIT_FRAME_HEADER

from restride.core.quality import Quality
from restride.read.fit_crc import crc16
from restride.read.fit_sound import Sound

HEADER, MAGIC_AT, MAGIC = 12, 8, b".FIT"
PLAIN_HEADERS = (12, 14)
RECORD = 20
WANTED = frozenset((0, 12, 18, 19, RECORD, 21, 23, 207))
"""file_id, sport, session, lap, record, event, device_info, developer_data_id."""
MOST_OTHERS = 5_000
APPS = 16
MOST_PLACES = 64
MOST_SEARCHED = 1 << 22
"""So many damaged places are stepped over, and so many bytes searched; the rest is then lost."""


@dataclass(slots=True)
class Damage:
    """What could not be read: bytes in places between, bytes at the end (also those that never came), checksums."""

    places: list[int] = field(default_factory=list)
    at_end: int = 0
    missing: int = 0
    unclosed: bool = False
    checksum: bool = False

    def notes(self, name: str) -> tuple[Quality, ...]:
        """What is to be said."""
        said = []
        if self.unclosed:
            said.append("it was never closed by the device that wrote it")
        if self.missing:
            said.append(f"the last {self.missing} bytes that its header promises are not there")
        if self.places:
            count = "1 place" if len(self.places) == 1 else f"{len(self.places)} places"
            said.append(f"{sum(self.places)} bytes in {count} could not be read and were stepped over")
        if self.at_end:
            said.append(f"the last {self.at_end} bytes could not be read")
        notes = []
        if said:
            message = f"{name} is damaged: {'; '.join(said)}. All whole records were kept"
            notes.append(Quality(code="truncated", severity="warning", message=message))
        if self.checksum:
            message = f"the checksum of {name} does not fit its content: single numbers may be wrong"
            notes.append(Quality(code="truncated", severity="warning", message=message))
        return tuple(notes)


def is_fit(head: bytes) -> bool:
    """Whether a file begins with the header of a FIT file."""
    return len(head) >= HEADER and head[MAGIC_AT:HEADER] == MAGIC and HEADER <= head[0] <= 64


def messages(raw: bytes, damage: Damage) -> Iterator[FitDataMessage]:
    """The wanted messages of all FIT files that follow each other in `raw`. Never raises; `damage` is filled."""
    at = 0
    while at < len(raw):
        if not is_fit(raw[at : at + HEADER]):
            damage.at_end += len(raw) - at
            return
        begin = at + raw[at]
        (size,) = struct.unpack_from("<I", raw, at + 4)
        end = begin + size
        if size == 0 or end > len(raw):
            damage.unclosed |= size == 0
            damage.missing += 0 if size == 0 else end + 2 - len(raw)
            end = len(raw)
        elif end + 2 <= len(raw):
            unset = raw[end : end + 2] == b"\0\0"
            damage.checksum |= not unset and crc16(memoryview(raw)[at : end + 2]) != 0
        else:
            damage.missing += end + 2 - len(raw)
        yield from _body(raw, at, begin, end, damage)
        at = end + 2


def _body(raw: bytes, header: int, begin: int, end: int, damage: Damage) -> Iterator[FitDataMessage]:
    """The wanted messages of one FIT file, whose header lies at `header` and whose content from `begin` to `end`.

    A record is handed on once the next one is sound: where bytes are missing in it, its tail is that of another.
    """
    sound = Sound()
    start, searched = begin, 0
    for _ in range(MOST_PLACES + 1):
        stream, before = _stream(raw, header, begin, start, end)
        reader = FitReader(stream, processor=None, check_crc=CrcCheck.DISABLED, error_handling=ErrorHandling.IGNORE)
        record: FitDataMessage | None = None
        others: list[FitDataMessage] = []
        new: dict[int, Any] = {}
        strange: float | None = None
        first = last = at = start
        try:
            for frame in reader:
                kind = frame.frame_type
                if kind == FIT_FRAME_DATA:
                    number = frame.def_mesg.global_mesg_num
                    if number == RECORD:
                        now = reader.last_timestamp
                        if sound.follows(now, sound.last) or sound.follows(now, strange, fresh=False):
                            if record is not None:
                                yield record
                            if others:
                                yield from others
                                others.clear()
                            if new:
                                sound.definitions.update(new)
                                new.clear()
                            sound.last, strange = now, None
                            record, first = frame, at
                            last = at = stream.tell() + before
                            continue
                        strange = now
                    if number in WANTED and len(others) < MOST_OTHERS:
                        others.append(frame)
                elif kind == FIT_FRAME_DEFINITION:
                    new[frame.local_mesg_num] = frame
                elif kind == FIT_FRAME_HEADER:
                    _prepared(reader, sound)
                elif kind == FIT_FRAME_CRC:
                    break
                at = stream.tell() + before
            yield from (*([record] if record is not None else ()), *others)
            return
        except Exception:  # fitdecode raises many kinds on damage, none of which says more than where
            sound.developers = dict(reader.local_dev_types)
        if sound.last is None:
            sound.definitions.update(new)
        found = sound.next_after(raw, first + 1, end, MOST_SEARCHED - searched)
        if record is not None and (found is None or found >= last):
            yield record
            first = last
        if strange is None and (found is None or found >= at):
            yield from others
            first = at
        if found is None:
            if not damage.missing and not damage.unclosed:
                damage.at_end += end - first
            return
        searched += found - first
        damage.places.append(found - first)
        start = found
    damage.at_end += end - start


def _stream(raw: bytes, header: int, begin: int, start: int, end: int) -> tuple[io.BytesIO, int]:
    """What fitdecode is to read, and what to add to its place there for the place in `raw`.

    A whole file as it is; from a later place on, or without a usable header, a copy behind a header that fits.
    """
    if start == begin and raw[header] in PLAIN_HEADERS and raw[header + 4 : header + 8] != bytes(4):
        stream = io.BytesIO(raw)
        stream.seek(header)
        return stream, 0
    own = struct.pack("<BBHI4s", HEADER, 0x20, 2132, end - start, MAGIC)
    return io.BytesIO(b"".join((own, memoryview(raw)[start:end], bytes(2)))), start - HEADER


def _prepared(reader: FitReader, sound: Sound) -> None:
    """What was defined before the place where this reader starts; fields of an app that never introduced itself.

    fitdecode hands out its own tables here: it gives up a file whose developer fields come before their developer.
    """
    reader.local_mesg_defs.update(sound.definitions)
    for index in (*range(APPS), None):
        reader.local_dev_types[index] = {"dev_data_index": index, "application_id": None, "fields": {}}
    reader.local_dev_types.update(sound.developers)
