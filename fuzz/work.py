"""One process that damages and reads files, a stretch of numbers at a time, and says what came of them.

C3D and MATLAB files are parsed in a process of their own: here it is a fork (see forked), but for one input in
REAL_EVERY, which goes the whole way.
"""

import gzip
import signal
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from fuzz.damage import damaged
from fuzz.forked import forked
from fuzz.judge import Outcome, TooSlow, outcome, peak_bytes
from fuzz.seeds import Seed, written
from restride.read import read

CPU_S = 10.0
REAL_EVERY = 500
KEPT_OF_EACH = 3
"""So many inputs of one mistake are kept."""
IN_A_PROCESS = ("c3d", "mobilised")


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that came to no right end. place: where, for telling one mistake from another."""

    reader: str
    number: int
    place: str
    detail: str
    name: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(slots=True)
class Tally:
    """What came of a stretch of inputs. real: how many went through a started process; peak: bytes of this process."""

    reader: str
    counts: dict[str, int] = field(default_factory=dict)
    cpu_s: float = 0.0
    slowest_s: float = 0.0
    real: int = 0
    peak: int = 0
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Another stretch of the same reader."""
        for word, count in other.counts.items():
            self.counts[word] = self.counts.get(word, 0) + count
        self.cpu_s += other.cpu_s
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        self.real += other.real
        self.peak = max(self.peak, other.peak)
        for one in other.findings:
            known = self.places[one.place] = self.places.get(one.place, 0) + 1
            self.findings.append(one if known <= KEPT_OF_EACH else replace(one, detail="", files=()))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers [first, last) of a reader, without those that killed a process before."""

    reader: str
    first: int
    last: int
    without: frozenset[int] = frozenset()


def made(kinds: tuple[Seed, ...], reader: str, seed: int, number: int) -> tuple[Seed, bytes]:
    """The input of that number: which seed it came from, and its bytes."""
    chance = Random(f"{seed}/{reader}/{number}")
    one = chance.choice(kinds[:-1]) if len(kinds) > 1 and chance.random() < 0.95 else kinds[-1]
    if one.beside and chance.random() < 0.1:
        at = chance.randrange(len(one.beside))
        name, raw = one.beside[at]
        beside = (*one.beside[:at], (name, damaged(raw, "text", chance)), *one.beside[at + 1 :])
        one = Seed(one.reader, one.name, one.raw, one.kind, beside)
        return one, one.raw if chance.random() < 0.7 else damaged(one.raw, one.kind, chance)
    return one, damaged(one.raw, one.kind, chance)


def tried(kinds: tuple[Seed, ...], reader: str, seed: int, number: int, folder: Path) -> tuple[Outcome, Path]:
    """What came of the input of that number, and where it stands."""
    one, raw = made(kinds, reader, seed, number)
    path = written(one, folder, raw)
    return outcome(lambda: read(path), _unpacked(raw), stored=reader == "restride"), path


def stretch(kinds: tuple[Seed, ...], job: Stretch, seed: int, folder: Path, now: Any = None) -> Tally:
    """A whole stretch. now: shared, for the number at work and the time when it began."""
    tally = Tally(job.reader)
    for number in range(job.first, job.last):
        if number in job.without:
            continue
        if now is not None:
            now[0], now[1] = number, time.monotonic()
        real = job.reader in IN_A_PROCESS and number % REAL_EVERY == 0
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, CPU_S)
        try:
            with forked(not real):
                found, path = tried(kinds, job.reader, seed, number, folder)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        spent = time.process_time() - began
        tally.cpu_s += spent
        tally.slowest_s = max(tally.slowest_s, spent)
        tally.real += real
        tally.counts[found.word] = tally.counts.get(found.word, 0) + 1
        if found.word == "wrong":
            files = tuple((p.name, p.read_bytes()) for p in sorted(folder.iterdir()) if p.is_file())
            tally.findings.append(Finding(job.reader, number, found.place, found.detail, path.name, files))
    tally.peak = peak_bytes()
    return tally


def serve(asks: Connection, every: dict[str, tuple[Seed, ...]], seed: int, folder: Path, now: Any) -> None:
    """Stretches as they are asked for, until None comes. Every seed is read once before, so that all is loaded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listening()
    for number, (name, kinds) in enumerate(every.items()):
        place = folder / name
        place.mkdir(exist_ok=True)
        with forked(True), suppress(Exception):
            for one in kinds:
                now[0], now[1] = -1 - number, time.monotonic()
                read(written(one, place))
    while (job := asks.recv()) is not None:
        asks.send(stretch(every[job.reader], job, seed, folder / job.reader, now))


def listening() -> None:
    """From here on an input that takes too much processor time is stopped where it stands."""

    def stop(*_: Any) -> None:
        raise TooSlow(f"more than {CPU_S:g} s of processor time")

    signal.signal(signal.SIGPROF, stop)


def _unpacked(raw: bytes) -> int:
    """Size of a file, of what is in it where it is packed."""
    if raw.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error):
            return len(gzip.decompress(raw))
    return len(raw)
