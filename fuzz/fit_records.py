"""The records of a FIT file as they lie in it, and damage to one of them. Format: the FIT protocol of Garmin's SDK."""

import struct
from random import Random

from restride.read.fit_crc import crc16

EDGES = (0, 1, 2, 7, 13, 0x7F, 0x80, 0x84, 0x86, 0x8E, 0xFE, 0xFF)


def records(raw: bytes) -> list[tuple[int, int, bool]]:
    """(first byte, byte behind it, whether it is a definition) of each, as far as they can be followed."""
    if len(raw) < 14:
        return []
    at, end = raw[0], min(len(raw), raw[0] + struct.unpack_from("<I", raw, 4)[0])
    sizes: dict[int, int] = {}
    found = []
    while at + 6 < end:
        head = raw[at]
        is_definition = head & 0xC0 == 0x40
        if is_definition:
            fields = raw[at + 5]
            last = at + 6 + 3 * fields
            size = sum(raw[i] for i in range(at + 7, min(last, end), 3))
            if head & 0x20 and last < end:
                more = raw[last]
                size += sum(raw[i] for i in range(last + 2, min(last + 1 + 3 * more, end), 3))
                last += 1 + 3 * more
            sizes[head & 15] = size
        else:
            local = (head >> 5) & 3 if head & 0x80 else head & 15
            if local not in sizes:
                break
            last = at + 1 + sizes[local]
        if last > end:
            break
        found.append((at, last, is_definition))
        at = last
    return found


def fit_damage(raw: bytes, chance: Random) -> bytes:
    """A definition or a record changed, lost, doubled or moved."""
    found = records(raw)
    if not found:
        return raw[: chance.randrange(len(raw) + 1)]
    definitions = [one for one in found if one[2]]
    first, last, _ = chance.choice(definitions if definitions and chance.random() < 0.5 else found)
    one, what = raw[first:last], chance.randrange(6)
    if what < 3:
        at = chance.randrange(len(one))
        value = chance.choice(EDGES) if chance.random() < 0.7 else chance.randrange(256)
        wide = chance.choice((1, 1, 2, 4))
        one = (one[:at] + bytes([value]) * wide + one[at + wide :])[: len(one)]
        return raw[:first] + one + raw[last:]
    if what == 3:
        return raw[:first] + raw[last:]
    if what == 4:
        return raw[:last] + one * chance.choice((1, 1, 40)) + raw[last:]
    rest, at = raw[:first] + raw[last:], chance.choice(found)[0]
    at = at if at <= first else at - len(one)
    return rest[:at] + one + rest[at:]


def sealed(raw: bytes) -> bytes:
    """The same with a size and checksums that fit, so that what is inside is looked at."""
    if len(raw) < 16 or raw[0] not in (12, 14):
        return raw
    size = struct.pack("<I", len(raw) - raw[0] - 2)
    head = raw[:4] + size + raw[8:12]
    head += struct.pack("<H", crc16(memoryview(head))) if raw[0] == 14 else b""
    body = head + raw[raw[0] : -2]
    return body + struct.pack("<H", crc16(memoryview(body)))
