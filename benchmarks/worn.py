"""`python -m benchmarks.worn CASE [HOURS]`: worn sensors from arrays to strides and every metric, as JSON.

CASE: `feet` and `back` time HOURS of walking after a warm-up of a few minutes, beside one raw pass over the same
samples (the sum of squares of every array). An hour of samples lies in memory as a whole, and the median of five runs
counts; more is made piece by piece as it is asked for, as from a disk, and what that costs is told apart. `places`
measures each placement once and is run twice, without and with compiled kernels; `short` measures 40 s of two feet in
a process that has nothing compiled.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from restride.core.recording import Channel, Recording, Source

RATE_HZ = {"feet": 204.8, "back": 100.0}
PIECE_S, MARGIN_S = 1800.0, 20.0
TIMES = 5
IN_HAND_H = 1.0
"""Up to so many hours all samples lie in memory before the clock starts."""
SOURCE = Source("tiled", "", "benchmark", "1")


def peak_mb() -> float:
    """Largest resident set of this process so far, MB."""
    per_unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * per_unit / 1e6


def sample(path: Path) -> Recording:
    """What `benchmarks.material` kept: restride's own recording of a short walk or run."""
    from restride.read import read

    (recording,) = read(path)
    return recording


def tiled(short: Recording, start_s: float, end_s: float) -> Recording:
    """[start_s, end_s) of the recording that is `short` again and again, on one clock."""
    channels = []
    for c in short.channels:
        first, last = (round(t * c.rate_hz) for t in (start_s, end_s))
        lead = first % c.n
        rows = np.concatenate([c.values[lead:]] + [c.values] * ((last - first) // c.n + 1))[: last - first]
        rows.setflags(write=False)
        channels.append(_channel(c, first / c.rate_hz, rows))
    return replace(short, channels=tuple(channels), source=SOURCE)


def _channel(c: Channel, start_s: float, values: np.ndarray) -> Channel:
    return replace(c, start_s=start_s, values=values)


def pieces(short: Recording, seconds: float, spent: list[float]) -> Iterator[tuple[Recording, float, float]]:
    """Pieces with a margin, each with the interval whose contacts are its own; `spent`: what making each one took."""
    count = max(1, round(seconds / PIECE_S))
    edges = np.linspace(0.0, seconds, count + 1)
    for i in range(count):
        begin = time.perf_counter()
        piece = tiled(short, max(0.0, edges[i] - MARGIN_S), min(seconds, edges[i + 1] + MARGIN_S))
        spent.append(time.perf_counter() - begin)
        yield piece, edges[i] if i else -np.inf, edges[i + 1] if i < count - 1 else np.inf


def long(short: Recording, hours: float) -> dict[str, Any]:
    """Measure, after a warm-up long enough for the compiled kernels; then one raw pass."""
    seconds = 3600 * hours
    _measured(pieces(short, 900.0, []))
    spent: list[float] = []
    whole = tiled(short, 0.0, seconds) if hours <= IN_HAND_H else None
    walls, busy = [], []
    for _ in range(TIMES if whole else 1):
        begin, at = time.perf_counter(), time.process_time()
        contacts, metrics = _measured(whole or pieces(short, seconds, spent))
        walls.append(time.perf_counter() - begin)
        busy.append(time.process_time() - at)
    wall = median(walls)
    peak = peak_mb()
    raw = 0.0
    for piece, _, _ in pieces(short, seconds, []):
        begin = time.perf_counter()
        for c in piece.channels:
            np.einsum("ij,ij->", c.values, c.values)
        raw += time.perf_counter() - begin
    return {
        "hours": hours, "wall_s": wall - sum(spent), "cpu_s": median(busy) - sum(spent), "runs_s": walls,
        "making_s": sum(spent), "raw_pass_s": raw, "peak_mb": peak, "contacts": contacts, "metrics": metrics,
    }  # fmt: skip


def _measured(parts: Recording | Iterator[tuple[Recording, float, float]]) -> tuple[int, int]:
    """(contacts, metrics) of a recording that is there as a whole or comes in pieces."""
    from restride.app.measuring import measure_bout, measure_pieces
    from restride.metrics.bout import Person

    measure = measure_bout if isinstance(parts, Recording) else measure_pieces
    done = measure(parts, None, "unknown", Person())
    return done.strides.n, len(done.measured.metrics)


def once(short: Recording) -> dict[str, Any]:
    """One measurement of a recording as it is."""
    begin = time.perf_counter()
    from restride.app.measuring import measure_bout
    from restride.metrics.bout import Person

    imported = time.perf_counter() - begin
    done = measure_bout(short, None, "unknown", Person())
    wall = time.perf_counter() - begin
    return {"wall_s": wall, "imports_s": imported, "contacts": done.strides.n, "seconds": short.end_s - short.start_s}


def main() -> None:
    """Measure what the command line asks for and print it."""
    case, folder, *rest = sys.argv[1:]
    kept = Path(folder)
    if case in RATE_HZ:
        done = long(sample(kept / f"{case}.restride"), float(rest[0]))
    elif case == "short":
        done = once(sample(kept / "feet.restride"))
    else:
        begin, done = time.perf_counter(), {}
        for path in sorted(kept.glob("*.restride")):
            short = sample(path)
            at = time.perf_counter()
            contacts, _ = _measured(pieces(short, 900.0, []))
            done[path.stem] = {"wall_s": time.perf_counter() - at, "contacts": contacts}
        done["wall_s"] = time.perf_counter() - begin
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main()
