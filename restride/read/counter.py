"""A packet counter -> samples at their true times, with what was lost left empty."""

import numpy as np

from restride.core.errors import BadSidecar, InputError
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.read.clock import MOST_REPEATED, MOST_STRETCH, Even, enough, jumped, longest

LATE_PACKETS = 64
"""A packet may come so many places late; a counter that falls further has begun anew."""
MANY_LOST = 0.01


def on_packet_counter(counter: Array, values: Array, rate_hz: float, bits: int | None, name: str) -> Even:
    """(n, k) values, one row a packet, placed by their (n,) packet numbers on a clock of `rate_hz` that starts at 0.

    Packets that never came are NaN; one that came late goes to its place; one that came twice counts once. bits: the
    counter starts again from 0 after 2**bits - 1; a pause of about that many packets cannot be seen. A counter whose
    steps all share a factor counts in that factor. Where the counter begins anew, or leaps ahead too far to be a loss,
    the longest unbroken part is used, with a note, if it holds at least half of the rows.

    Raises InputError (BadSidecar for numbers that `bits` cannot hold): no whole numbers, repeated, broken into pieces.
    """
    whole = np.isfinite(counter) & (counter == np.floor(counter)) & (np.abs(counter) < 2**53)
    if not whole.all():
        row = int(np.flatnonzero(~whole)[0])
        raise InputError("a packet number in every row", f"none in data row {row + 1} of {name}", "mend that row")
    if bits is not None and not ((counter >= 0) & (counter < 2**bits)).all():
        found = f"{counter.min():.0f} to {counter.max():.0f} in {name}"
        raise BadSidecar(f"a counter of {bits} bits", found, "check counter_bits in the sidecar")
    step = np.diff(counter.astype(np.int64))
    if bits is not None:
        late = min(LATE_PACKETS, 2**bits // 4)
        step = (step + late) % 2**bits - late
    part, notes = _unbroken(step, len(counter), name)
    values, step = values[part], step[part.start : part.stop - 1]
    if np.count_nonzero(step == 0) > MOST_REPEATED * len(values):
        found = f"{np.count_nonzero(step == 0)} repeated numbers in {len(values)} rows of {name}"
        raise InputError("a packet number of its own for each row", found, "leave counter_column out")
    number = np.concatenate([[0], np.cumsum(step)])
    number -= number.min()
    number //= max(int(np.gcd.reduce(number)), 1)
    count = int(number.max()) + 1
    if count > MOST_STRETCH * len(values) + 1000:
        found = f"{len(values)} rows for {count} packet numbers in {name}"
        raise InputError("a packet counter that rises row by row", found, "leave counter_column out")
    placed = np.full((count, values.shape[1]), np.nan)
    placed[number[::-1]] = values[::-1]  # of packets with one number the first stays
    came = np.zeros(count, dtype=bool)
    came[number] = True
    return Even(0.0, rate_hz, placed, (*notes, *_lost(came, rate_hz, name)))


def _unbroken(step: np.ndarray, rows: int, name: str) -> tuple[slice, tuple[Quality, ...]]:
    leap = MOST_STRETCH * rows + 1000
    breaks = np.flatnonzero((step < -LATE_PACKETS) | (step > leap)) + 1
    if len(breaks) == 0:
        return slice(0, rows), ()
    part, row = longest(breaks, rows), int(breaks[0])
    if not enough(part, rows):
        found = f"a step of {step[row - 1]} before data row {row + 1} of {name}, the first of {len(breaks)}"
        do = "give counter_bits if it starts again from 0, or cut the file there"
        raise InputError("a packet counter that rises", found, do)
    went = f"the packet counter of {name} jumped by {step[row - 1]} before data row {row + 1}"
    went += f" and {len(breaks) - 1} times more" if len(breaks) > 1 else ""
    return part, (jumped(went, part, rows),)


def _lost(came: np.ndarray, rate_hz: float, name: str) -> tuple[Quality, ...]:
    lost = int(np.count_nonzero(~came))
    if lost == 0:
        return ()
    edges = np.flatnonzero(np.diff(came.astype(np.int8)))  # the first and the last packet came
    pauses = edges[1::2] - edges[::2]
    message = (
        f"{lost} of {len(came)} packets were lost ({lost / len(came):.1%}) in {len(pauses)} "
        f"place{'s' if len(pauses) > 1 else ''} of {name}, at most {pauses.max() / rate_hz:.2g} s on end: their "
        "samples are missing, all others lie at their true times"
    )
    many = lost > MANY_LOST * len(came)
    return (Quality(code="gap", severity="warning" if many else "info", message=message),)
