"""The process that parses a C3D or MATLAB file (restride/read/worker.py) as a fork of this one.

Starting Python for each input would leave no time for anything else. A fork has the same limits, the same answer over a
pipe, and dies alone on a crash as well.
"""

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from restride.read import _worker, worker


class forked:  # noqa: N801 - reads as a word in a with statement
    """Within it the worker process of a parser is a fork of this one."""

    def __init__(self, wanted: bool) -> None:
        self._wanted, self._real = wanted, worker.start

    def __enter__(self) -> None:
        if self._wanted:
            worker.start = _start  # type: ignore[assignment]

    def __exit__(self, *_: object) -> None:
        worker.start = self._real


def _start(
    kind: str, path: Path, memory_bytes: int, packages: tuple[str, ...], script: Path = worker.SCRIPT
) -> worker.Job:
    del script
    for name in (*packages, "scipy.io", "ezc3d.ezc3d"):
        if name not in sys.modules:
            with suppress(ImportError):
                __import__(name)
    return worker.Job(_Fork(kind, path, memory_bytes), packages)  # type: ignore[arg-type]


class _Fork:
    """What `worker.Job` asks of a process."""

    def __init__(self, kind: str, path: Path, memory_bytes: int) -> None:
        self.returncode: int | None = None
        ours, theirs = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            signal.setitimer(signal.ITIMER_PROF, 0)
            os.dup2(theirs, 1)
            _worker.main(kind, str(path), memory_bytes, [])
        os.close(theirs)
        self._ours = ours

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        """All that it writes. Raises subprocess.TimeoutExpired."""
        ends = None if timeout is None else time.monotonic() + timeout
        pieces = []
        while self.returncode is None:
            left = None if ends is None else max(0.0, ends - time.monotonic())
            if not select.select([self._ours], [], [], left)[0]:
                raise subprocess.TimeoutExpired("fork", timeout or 0)
            if piece := os.read(self._ours, 1 << 20):
                pieces.append(piece)
            else:
                os.close(self._ours)
                self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return b"".join(pieces), b""

    def poll(self) -> int | None:
        """None while it runs."""
        return self.returncode

    def kill(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
