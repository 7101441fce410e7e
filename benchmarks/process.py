"""What a whole process costs, children included. POSIX only, and without numpy: see `Cost.peak_mb`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MB = 1e6
LOOK_EVERY_S = 0.004


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a command.

    cpu_s: user and system time of the process and all that it waited for. peak_mb: the largest resident set of one
    process of the tree; a child starts with its parent's pages, so that the process that measures has to stay small.
    error: the last line on standard error if the command failed, else "".
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    error: str = ""


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run `command` once in `folder`; its output goes nowhere."""
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = _start(command, folder, environment, said.fileno())
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        error = "" if process.returncode == 0 else _last_line(said) or f"exit code {process.returncode}"
    per_unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss: bytes there, KiB elsewhere
    return Cost(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss * per_unit / MB, error)


def peak_of_tree_mb(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> float | None:
    """The highest sum of the resident sets of the process and its descendants, looked at every few milliseconds.

    Pages that two of them share count twice. None where there is no /proc. Looking costs time: not for a timed run.
    """
    if not Path("/proc/self/statm").exists():
        return None
    with tempfile.TemporaryFile() as said:
        process = _start(command, folder, environment, said.fileno())
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(_resident_pages(pid) for pid in _family(process.pid)))
            time.sleep(LOOK_EVERY_S)
    return peak * os.sysconf("SC_PAGE_SIZE") / MB


def _start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], said: int
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
    )


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            threads = list(Path(f"/proc/{one}/task").iterdir())
            found += [int(child) for thread in threads for child in (thread / "children").read_text().split()]
        except OSError:  # it has just ended
            continue
    return found


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
