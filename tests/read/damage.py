"""What damage does to a file's bytes, and what a reader may then do: give recordings, or say why not, soon."""

import time
from collections.abc import Callable

import numpy as np

from restride.core.errors import InputError
from restride.core.recording import Recording

SOON_S = 10.0

Edit = tuple[str, int, bytes]


def edited(whole: bytes, changes: list[Edit]) -> bytes:
    """Bytes after flips, insertions and cuts."""
    raw = bytearray(whole)
    for kind, at, new in changes:
        if kind == "flip":
            raw[at : at + len(new)] = new
        elif kind == "insert":
            raw[at:at] = new
        else:
            del raw[at : at + 8 * len(new)]
    return bytes(raw)


def sound_or_refused(read: Callable[[], tuple[Recording, ...]]) -> None:
    """A recording or one line, soon."""
    began = time.perf_counter()
    try:
        found = read()
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is right
    else:
        assert found
        for recording in found:
            for channel in recording.channels:
                assert not np.isinf(channel.values).any()
                assert channel.n >= 1
    assert time.perf_counter() - began < SOON_S
