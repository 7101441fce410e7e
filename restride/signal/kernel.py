"""Scalar kernels: one source, run compiled where there is a compiler and a place for its cache, else interpreted.

A detector's file marks its functions with `@kernel` in the order in which they call each other and keeps to
+ - * / sqrt and comparisons, so that both ways agree to the last bit. `fastest(run, samples)` picks the way. The cache
lies in the user's own cache folder, by version and digest of all sources of this package: a changed callee never meets
a stale cache. This is the only file that imports numba.
"""

import hashlib
import os
import sys
import threading
import types
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from restride.core.version import VERSION

F = TypeVar("F", bound=Callable[..., Any])
PACKAGE = Path(__file__).parent.parent
SHORT_SAMPLES = 150_000
"""Below this, about five minutes of a fast sensor, interpreting takes less time than loading the compiled kernels."""

_one_at_a_time = threading.Lock()
_marked: dict[str, list[str]] = {}


def kernel(function: F) -> F:
    """Mark a function as a kernel; it stays the plain Python function that it is."""
    _marked.setdefault(function.__module__, []).append(function.__name__)
    return function


@cache
def cache_folder() -> Path | None:
    """Where compiled kernels are kept, or None where nothing can be written."""
    home = os.environ.get("RESTRIDE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(home) if home else Path.home() / ".cache"
        folder = base / "restride" / f"kernels-{VERSION}-{_digest()}"
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (OSError, RuntimeError):
        return None
    return folder


@cache
def _digest() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for source in sorted(PACKAGE.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@cache
def compiled(run: F) -> F | None:
    """`run` compiled with all kernels of its file, or None where that cannot be done here."""
    folder = cache_folder()
    if folder is None or os.environ.get("RESTRIDE_INTERPRET"):
        return None
    try:
        import numba
    except ImportError:
        return None
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    module = sys.modules[run.__module__]
    scope = dict(vars(module))
    for name in _marked[run.__module__]:
        plain = vars(module)[name]
        free = types.FunctionType(plain.__code__, scope, name, plain.__defaults__)
        scope[name] = numba.njit(cache=True, nogil=True)(free)
    return scope[run.__name__]  # type: ignore[no-any-return]


def fastest(run: F, samples: int) -> F:
    """`run` as it will be quickest for so many samples: interpreted if few, else compiled where possible."""
    if samples <= SHORT_SAMPLES:
        return run
    with _one_at_a_time:
        return compiled(run) or run
