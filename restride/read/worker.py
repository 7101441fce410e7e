"""Starts the worker process that parses a stranger's file, and takes its answer. No numpy here.

A C3D or MATLAB parser written in C may crash, hang or ask for all memory on a damaged file; there it takes nothing
with it, and while it works the caller's own imports run.
"""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from restride.core.errors import MissingData, UnreadableFile

SCRIPT = Path(__file__).with_name("_worker.py")


@dataclass(frozen=True, slots=True)
class Job:
    """A parse under way. packages: what the parser needs, the parser itself last."""

    process: "subprocess.Popen[bytes]"
    packages: tuple[str, ...]

    def answer(self, timeout_s: float, unusable: Callable[[str], UnreadableFile]) -> tuple[bytes, bytes]:
        """The line and the raw numbers that the worker wrote.

        Raises what `unusable` makes of the reason where the parser refuses, crashes or takes too long; MissingData
        where it is not installed.
        """
        try:
            answer, _ = self.process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            raise unusable(f"is not parsed after {timeout_s:.0f} s") from None
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.communicate()
        parser = self.packages[-1]
        head, end, body = answer.partition(b"\n")
        if head.startswith(b"!"):
            why = "".join(letter if letter.isprintable() else "?" for letter in head[1:].decode("utf-8", "replace"))
            if why.startswith(("ModuleNotFoundError", "ImportError")):
                raise MissingData(f"the package {parser}", why, f"pip install {parser}")
            raise unusable(f"is refused by {parser} ({why})")
        if self.process.returncode != 0 or not end:
            raise unusable(f"makes the parser {parser} crash")
        return head, body


def start(kind: str, path: Path, memory_bytes: int, packages: tuple[str, ...], script: Path = SCRIPT) -> Job:
    """Begin to parse `path` as `kind`, in at most so much memory. Raises UnreadableFile where nothing can be begun."""
    arguments = [kind, str(path.absolute()), str(memory_bytes), *_folders(packages)]
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
    except OSError as error:
        raise UnreadableFile("a second process to parse in", f"{error.strerror}", "free some memory") from None
    return Job(process, packages)


def _folders(packages: tuple[str, ...]) -> list[str]:
    """Where the packages are installed: the worker starts without site-packages, which is twice as fast."""
    found = (importlib.util.find_spec(name) for name in packages)
    origins = [spec.origin for spec in found if spec and spec.origin]
    return list(dict.fromkeys(str(Path(origin).parent.parent) for origin in origins))
