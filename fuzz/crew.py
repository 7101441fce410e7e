"""The processes that try inputs, and a watch over them: one that dies or stands still is ended, and the run goes on."""

import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from fuzz.seeds import Seed
from fuzz.work import Finding, Stretch, Tally, serve

WALL_S = 150.0
"""A parser's own process has up to 120 s by its reader's law; an input alone has CPU_S."""
SPAWN = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class Member:
    """A process at work."""

    process: BaseProcess
    line: Connection
    now: Any
    folder: Path
    job: Stretch | None = None


class Crew:
    """So many processes, each with a folder in memory where there is one."""

    def __init__(self, every: dict[str, tuple[Seed, ...]], seed: int, jobs: int) -> None:
        memory = Path("/dev/shm")
        self._folder = Path(tempfile.mkdtemp(prefix="restride-fuzz-", dir=memory if memory.is_dir() else None))
        self._every, self._seed = every, seed
        self._members = [self._new(number) for number in range(jobs)]

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._members:
            one.process.kill()
            one.process.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _new(self, number: int) -> Member:
        folder = self._folder / str(number)
        folder.mkdir(exist_ok=True)
        ours, theirs = SPAWN.Pipe()
        now = SPAWN.Array("d", [0.0, time.monotonic()], lock=False)
        process = SPAWN.Process(target=serve, args=(theirs, self._every, self._seed, folder, now), daemon=True)
        process.start()
        theirs.close()
        return Member(process, ours, now, folder)

    def done(self, stretches: list[Stretch], until: float | None) -> Iterator[Tally]:
        """What came of each stretch, as they end. until: a moment from which on no stretch is begun."""
        todo = list(reversed(stretches))
        while True:
            for one in self._members:
                if one.job is None and todo and (until is None or time.monotonic() < until):
                    one.job = todo.pop()
                    one.line.send(one.job)
            busy = [one for one in self._members if one.job is not None]
            if not busy:
                return
            ready = wait([one.line for one in busy], timeout=1.0)
            for number, one in enumerate(self._members):
                if one.job is None:
                    continue
                if one.line in ready:
                    try:
                        yield one.line.recv()
                        one.job = None
                    except (EOFError, ConnectionError):
                        one.process.join()
                        yield self._lost(number, f"the process ended with {one.process.exitcode}", todo)
                elif time.monotonic() - one.now[1] > WALL_S:
                    one.process.kill()
                    one.process.join()
                    yield self._lost(number, f"nothing for {WALL_S:.0f} s", todo)

    def _lost(self, number: int, why: str, todo: list[Stretch]) -> Tally:
        """A finding for the input that a process died of; the rest of its stretch is done again without it."""
        one = self._members[number]
        job, at = one.job, int(one.now[0])
        if job is None or at < 0:
            raise RuntimeError(f"a sound file alone: {why}")
        place = one.folder / job.reader
        files = tuple((p.name, p.read_bytes()) for p in sorted(place.iterdir()) if p.is_file())
        name = self._every[job.reader][0].name
        todo.append(replace(job, without=job.without | {at}))
        self._members[number] = self._new(number)
        return Tally(job.reader, {"wrong": 1}, findings=[Finding(job.reader, at, why, why, name, files)])
