"""FIT files made for tests, message by message, after the public protocol."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from restride.core.recording import Recording
from restride.read.fit import READER
from restride.read.fit_crc import crc16

ENUM, UINT8, SINT8, SINT16, UINT16, SINT32, UINT32, STRING, FLOAT32, BYTE = (
    0x00, 0x02, 0x01, 0x83, 0x84, 0x85, 0x86, 0x07, 0x88, 0x0D,
)  # fmt: skip
_CODES = {ENUM: "B", UINT8: "B", SINT8: "b", SINT16: "h", UINT16: "H", SINT32: "i", UINT32: "I", FLOAT32: "f"}
BEGAN = 1_000_000_000
STRYD_APP = bytes.fromhex("18fb2cf01a4b430dad66988c847421f4")

Field = tuple[int, int]
"""Number and base type of a field."""


class FitFile:
    """Writes messages; `raw()` gives the file."""

    def __init__(self, *, big: bool = False) -> None:
        self.body = bytearray()
        self._end = ">" if big else "<"
        self._types: dict[int, list[int]] = {}

    def define(
        self, local: int, number: int, fields: Sequence[Field], apps: Sequence[tuple[int, int, int]] = ()
    ) -> None:
        """A definition; apps: number, base type and developer index of developer fields."""
        sized = [(n, struct.calcsize(_CODES[t]), t) for n, t in fields]
        head = 0x40 | (0x20 if apps else 0) | local
        self.body += struct.pack(f"{self._end}BBBHB", head, 0, self._end == ">", number, len(sized))
        for field in sized:
            self.body += bytes(field)
        if apps:
            self.body += bytes([len(apps)])
            for n, t, index in apps:
                self.body += bytes([n, struct.calcsize(_CODES[t]), index])
        self._types[local] = [t for _, t in fields] + [t for _, t, _ in apps]

    def add(self, local: int, *values: float) -> None:
        """One message of what was defined."""
        codes = "".join(_CODES[t] for t in self._types[local])
        plain = [v if t == FLOAT32 else int(v) for v, t in zip(values, self._types[local], strict=True)]
        self.body += bytes([local]) + struct.pack(self._end + codes, *plain)

    def write(self, local: int, number: int, fields: Sequence[tuple[int, int, bytes]]) -> None:
        """A definition with one message of it, content as bytes (strings, arrays)."""
        self.body += struct.pack(f"{self._end}BBBHB", 0x40 | local, 0, self._end == ">", number, len(fields))
        for n, t, content in fields:
            self.body += bytes([n, len(content), t])
        self.body += bytes([local]) + b"".join(content for _, _, content in fields)

    def app(self, index: int, app_id: bytes, names: Sequence[tuple[int, int, str, str]]) -> None:
        """A developer and its fields: number, base type, name, unit."""
        self.write(15, 207, [(3, UINT8, bytes([index])), (1, BYTE, app_id)])
        for number, kind, name, unit in names:
            self.write(
                15, 206,
                [(0, UINT8, bytes([index])), (1, UINT8, bytes([number])), (2, UINT8, bytes([kind])),
                 (3, STRING, name.encode() + b"\0"), (8, STRING, unit.encode() + b"\0")],
            )  # fmt: skip

    def raw(self, *, size: int | None = None, header: int = 14) -> bytes:
        """The file with header and checksums."""
        head = struct.pack("<BBHI4s", header, 0x20, 2132, len(self.body) if size is None else size, b".FIT")
        head += struct.pack("<H", crc16(head)) if header == 14 else b""
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", crc16(whole))


def begun(maker: int = 1, product: int = 2697, **made: bool) -> FitFile:
    """A file of an activity recorded by a watch of this maker (1 Garmin, 294 COROS, 95 Stryd)."""
    file = FitFile(**made)
    file.define(0, 0, [(0, ENUM), (1, UINT16), (2, UINT16), (4, UINT32)])
    file.add(0, 4, maker, product, BEGAN)
    return file


def session(file: FitFile, sport: int, start: int = 0, sub_sport: int = 0, seconds: int = 60) -> None:
    """A session message: sport 1 running, 2 cycling, 11 walking."""
    file.define(1, 18, [(253, UINT32), (2, UINT32), (7, UINT32), (5, ENUM), (6, ENUM)])
    file.add(1, BEGAN + start + seconds, BEGAN + start, 1000 * seconds, sport, sub_sport)


def event(file: FitFile, at: int, kind: int) -> None:
    """A timer event: 0 start, 4 stop_all."""
    file.define(2, 21, [(253, UINT32), (0, ENUM), (1, ENUM)])
    file.add(2, BEGAN + at, 0, kind)


DYNAMICS: list[Field] = [
    (253, UINT32), (5, UINT32), (78, UINT32), (73, UINT32), (3, UINT8), (4, UINT8), (53, UINT8),
    (39, UINT16), (40, UINT16), (41, UINT16), (83, UINT16), (84, UINT16), (85, UINT16),
]  # fmt: skip


def dynamics(file: FitFile, seconds: Sequence[int], local: int = 3) -> None:
    """Records with all running dynamics: 3 m/s, 85.5 strides a minute, rising 80 mm, contact 250 ms, balance 51 %."""
    file.define(local, 20, DYNAMICS)
    for s in seconds:
        file.add(
            local, BEGAN + s, 300 * s, 5 * (100 + 500), 3000, 140 + s % 3, 85, 64, 800, 3560, 2500, 760, 5100, 10526
        )  # fmt: skip


def run_bytes(seconds: int = 60) -> bytes:
    """A plain run with running dynamics."""
    file = begun()
    event(file, 0, 0)
    dynamics(file, range(seconds))
    event(file, seconds - 1, 4)
    session(file, 1, seconds=seconds)
    return file.raw()


def read_fit(folder: Path, raw: bytes, **asked: bool) -> tuple[Recording, ...]:
    """What our reader makes of a file's bytes."""
    path = folder / "run.fit"
    path.write_bytes(raw)
    return READER.read(path, None, **asked)


def values(recording: Recording, quantity: str, place: str | None = None) -> np.ndarray:
    """(n,) of the one channel of a quantity."""
    (channel,) = recording.select(quantity, place)
    return channel.values[:, 0]
