"""Where a damaged FIT file is sound again: the next place where several messages follow each other whose times fit."""

import struct
from dataclasses import dataclass
from typing import Any

from fitdecode.types import BASE_TYPES

TIMESTAMP = 253
FOLLOWING, TIMES = 4, 2
"""Messages that must follow each other for a place to be sound, and how many of them need a time that fits."""
BACK_S, AHEAD_S = 60, 10 * 86400


class Sound:
    """What is known of a file up to its last sound record, and the search for the next."""

    def __init__(self) -> None:
        self.last: float | None = None
        self.definitions: dict[int, Any] = {}
        self.developers: dict[Any, Any] = {}

    def follows(self, now: Any, last: float | None, *, fresh: bool = True) -> bool:
        """Whether a record of time `now` may follow one of `last`; the first one may have any time."""
        if type(now) is not int and type(now) is not float:
            return False
        return fresh if last is None else -BACK_S <= now - last <= AHEAD_S

    def next_after(self, raw: bytes, start: int, end: int, budget: int) -> int | None:
        """The first place in [start, end) where sound messages follow each other; None for none within the budget."""
        shapes = {number: Shape.of(definition) for number, definition in self.definitions.items()}
        for at in range(start, min(end, start + max(budget, 0))):
            if raw[at] in shapes and self._chain(raw, at, end, dict(shapes)):
                return at
        return None

    def _chain(self, raw: bytes, at: int, end: int, shapes: "dict[int, Shape]") -> bool:
        last, times = self.last, 0
        for _ in range(FOLLOWING):
            if at >= end:
                break
            head = raw[at]
            if head & 0x80:
                return False
            if head & 0x40:
                read = Shape.read(raw, at, end)
                if read is None:
                    return False
                shapes[head & 0x0F], at = read
                continue
            shape = shapes.get(head & 0x0F)
            if shape is None:
                return False
            if shape.time_at is not None and at + 1 + shape.size <= end:
                (now,) = struct.unpack_from(f"{shape.endian}I", raw, at + 1 + shape.time_at)
                if not self.follows(now, last):
                    return False
                last, times = now, times + 1
            at += 1 + shape.size
        return times >= TIMES


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of a message's content, and where its time lies in it."""

    size: int
    time_at: int | None
    endian: str

    @classmethod
    def of(cls, definition: Any) -> "Shape":
        fields = [(f.def_num, f.size) for f in definition.field_defs]
        extra = sum(f.size for f in definition.dev_field_defs)
        return cls._from(fields, extra, definition.endian)

    @classmethod
    def _from(cls, fields: list[tuple[int, int]], extra: int, endian: str) -> "Shape":
        time_at, offset = None, 0
        for number, size in fields:
            if number == TIMESTAMP and size == 4:
                time_at = offset
            offset += size
        return cls(offset + extra, time_at, endian)

    @classmethod
    def read(cls, raw: bytes, at: int, end: int) -> "tuple[Shape, int] | None":
        """The shape that a definition message at `at` gives, and where it ends; None where it is none."""
        if at + 6 > end or raw[at + 1] != 0 or raw[at + 2] > 1 or raw[at + 5] == 0:
            return None
        stop = at + 6 + 3 * raw[at + 5]
        if stop > end:
            return None
        own = [(raw[i], raw[i + 1]) for i in range(at + 6, stop, 3)]
        if any(raw[i + 2] not in BASE_TYPES for i in range(at + 6, stop, 3)):
            return None
        extra = 0
        if raw[at] & 0x20:
            last = stop + 1 + 3 * raw[stop] if stop < end else end + 1
            if last > end:
                return None
            extra = sum(raw[i + 1] for i in range(stop + 1, last, 3))
            stop = last
        return cls._from(own, extra, ">" if raw[at + 2] else "<"), stop
