"""The parameter section of a C3D file, every offset checked against its bounds. No numpy: it starts fast."""

import math
import struct
from dataclasses import dataclass
from typing import Literal

Processor = Literal["intel", "dec", "mips"]
PROCESSORS: dict[int, Processor] = {84: "intel", 85: "dec", 86: "mips"}


class Damaged(ValueError):
    """The bytes contradict themselves; the message says where."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `values` in file order (first of `shape` fastest); text has one value a string."""

    shape: tuple[int, ...]
    values: tuple[int | float | str, ...]


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters, by upper-case group and name."""

    groups: dict[str, dict[str, Parameter]]

    def find(self, group: str, name: str) -> Parameter | None:
        """One parameter, or None."""
        return self.groups.get(group, {}).get(name)

    def numbers(self, group: str, name: str) -> tuple[float, ...]:
        """A parameter's numbers with those of NAME2, NAME3 ... behind them; empty where there are none."""
        return tuple(float(v) for v in self._series(group, name) if not isinstance(v, str))

    def texts(self, group: str, name: str) -> tuple[str, ...]:
        """A parameter's strings with those of NAME2, NAME3 ... behind them: more than 255 do not fit into one."""
        return tuple(v for v in self._series(group, name) if isinstance(v, str))

    def number(self, group: str, name: str, default: float) -> float:
        """The first number of a parameter; `default` where there is none or it is not finite."""
        values = self.numbers(group, name)
        return values[0] if values and math.isfinite(values[0]) else default

    def _series(self, group: str, name: str) -> tuple[int | float | str, ...]:
        values: tuple[int | float | str, ...] = ()
        part, count = self.find(group, name), 1
        while part is not None:
            values, count = values + part.values, count + 1
            part = self.find(group, f"{name}{count}")
        return values


def read_floats(raw: bytes, processor: Processor) -> tuple[float, ...]:
    """4-byte floats. DEC stores its 16-bit halves the other way round and an exponent that is 2 larger (a factor 4)."""
    if processor == "dec":
        halves = struct.unpack(f"<{len(raw) // 2}H", raw)
        swapped = [half for high, low in zip(halves[::2], halves[1::2], strict=True) for half in (low, high)]
        return tuple(x / 4 for x in struct.unpack(f"<{len(raw) // 4}f", struct.pack(f"<{len(swapped)}H", *swapped)))
    return struct.unpack(f"{'>' if processor == 'mips' else '<'}{len(raw) // 4}f", raw)


def read_words(raw: bytes, processor: Processor, *, signed: bool = False) -> tuple[int, ...]:
    """2-byte integers."""
    return struct.unpack(f"{'>' if processor == 'mips' else '<'}{len(raw) // 2}{'h' if signed else 'H'}", raw)


def _text(raw: bytes) -> str:
    """Up to the first zero byte, printable: these words reach terminals."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    text = text.split("\0", 1)[0].strip()
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


class _Cursor:
    """Takes bytes off the front of a section and refuses to run past its end."""

    def __init__(self, section: bytes, at: int) -> None:
        self.section, self.at = section, at

    def take(self, count: int, what: str) -> bytes:
        if self.at + count > len(self.section):
            raise Damaged(f"{what} needs {count} bytes at parameter byte {self.at} of {len(self.section)}")
        self.at += count
        return self.section[self.at - count : self.at]

    def byte(self, what: str) -> int:
        return self.take(1, what)[0]

    def signed_byte(self, what: str) -> int:
        value = self.byte(what)
        return value - 256 if value > 127 else value


def _parameter(cursor: _Cursor, processor: Processor, name: str) -> Parameter:
    kind = cursor.signed_byte(f"the type of {name}")
    if kind not in (-1, 1, 2, 4):
        raise Damaged(f"parameter {name} has type {kind}, not -1, 1, 2 or 4")
    count = cursor.byte(f"the shape of {name}")
    if count > 7:
        raise Damaged(f"parameter {name} has {count} dimensions, 7 are the most")
    shape = tuple(cursor.take(count, f"the shape of {name}"))
    size = 1
    for length in shape:
        size *= length
    raw = cursor.take(size * abs(kind), f"parameter {name}")
    if kind == -1:
        width = shape[0] if shape else 1
        number = size // width if width else 0
        return Parameter(shape[1:], tuple(_text(raw[i * width : (i + 1) * width]) for i in range(number)))
    if kind == 1:
        return Parameter(shape, tuple(raw))
    if kind == 2:
        return Parameter(shape, read_words(raw, processor, signed=True))
    return Parameter(shape, read_floats(raw, processor))


def walk(section: bytes, processor: Processor) -> Parameters:
    """Groups and parameters by upper-case names, from the bytes of the parameter section (its 4-byte header included).

    Raises Damaged where a length or an offset leads outside the section, or backwards.
    """
    names: dict[int, str] = {}
    found: dict[int, dict[str, Parameter]] = {}
    cursor = _Cursor(section, 4)
    while cursor.at < len(section):
        length = abs(cursor.signed_byte("a name's length"))
        if length == 0:
            break
        group = cursor.signed_byte("a group's number")
        name = _text(cursor.take(length, "a name")).upper()
        at = cursor.at
        offset = read_words(cursor.take(2, f"the offset after {name}"), processor)[0]
        if group == 0:
            raise Damaged(f"{name} belongs to group 0, which cannot be")
        if group < 0:
            names[-group] = name
        else:
            found.setdefault(group, {})[name] = _parameter(cursor, processor, name)
        cursor.take(cursor.byte(f"the description of {name}"), f"the description of {name}")
        if offset == 0:
            break
        if at + offset < cursor.at:
            raise Damaged(f"the record after {name} starts inside {name}")
        cursor.at = at + offset
    groups: dict[str, dict[str, Parameter]] = {name: {} for name in names.values()}
    for group, parameters in found.items():
        groups.setdefault(names.get(group, f"GROUP {group}"), {}).update(parameters)
    return Parameters(groups)
