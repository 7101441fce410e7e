"""The checksum of FIT files: CRC-16 with the reflected polynomial 0xA001, from 0 on.

It is linear: leading zeros change nothing, and the checksum of two pieces is that of the first, shifted by the length
of the second, xor that of the second. So the bytes are cut into about as many pieces as each has bytes, all pieces
advance together, one byte a step, and are then put together.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint16]


@cache
def _table() -> Words:
    words = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        words = np.where(words & 1, (words >> 1) ^ np.uint16(0xA001), words >> 1)
    return words


def crc16(raw: bytes | memoryview) -> int:
    """The checksum of `raw`, as a FIT file stores it in two bytes, low byte first."""
    count = len(raw)
    if count == 0:
        return 0
    length = max(int(count**0.5), 1)
    pieces = -(-count // length)
    padded = np.zeros(pieces * length, dtype=np.uint8)
    padded[-count:] = np.frombuffer(raw, dtype=np.uint8)
    columns = np.ascontiguousarray(padded.reshape(pieces, length).T)
    table = _table()
    words = np.zeros(pieces + 16, dtype=np.uint16)
    words[pieces:] = 1 << np.arange(16)  # what becomes of each bit after `length` zeros
    for column in columns:
        index = words & 0xFF
        index[:pieces] ^= column
        words = table[index] ^ (words >> 8)
    shifted = words[pieces:].tolist()
    low, high = _of_bits(shifted[:8]), _of_bits(shifted[8:])
    total = 0
    for word in words[:pieces].tolist():
        total = low[total & 0xFF] ^ high[total >> 8] ^ word
    return total


def _of_bits(words: list[int]) -> list[int]:
    """For every byte the xor of the words of its bits."""
    out = [0]
    for word in words:
        out += [word ^ other for other in out]
    return out
