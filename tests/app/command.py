"""Runs the command as a person would: another process, its own folder and cache."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()


def restride(
    *arguments: object, cwd: Path | None = None, timeout_s: float = 120, answers: str | None = None, **environment: str
) -> Ran:
    """`python -m restride ...`, off a terminal, without samples from outside. answers: what is typed, line by line.

    Keywords set environment variables.
    """
    env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "FORCE_COLOR", "RESTRIDE_DEBUG")}
    env |= {"PYTHONPATH": str(ROOT), "RESTRIDE_SAMPLES_URL": "", **environment}
    command = [sys.executable, "-m", "restride", *map(str, arguments)]
    typed = None if answers is None else answers.encode()
    done = subprocess.run(
        command, cwd=cwd or ROOT, env=env, input=typed, capture_output=True, timeout=timeout_s, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def one_helpful_line(ran: Ran) -> bool:
    """Whether standard error is a single line that says what was needed, what was found and what to do."""
    line = ran.err.rstrip("\n")
    parts = line.split("; ")
    return (
        "\n" not in line
        and "Traceback" not in line
        and line.startswith("restride: needed ")
        and len(parts) >= 3
        and parts[1].startswith("found ")
        and all(part.strip() for part in parts)
    )
