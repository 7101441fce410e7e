"""Runs as a process of its own: ezc3d parses a stranger's file here, where a crash takes nothing else with it.

Called as `python -I -S _c3d_worker.py PATH MEMORY_BYTES FOLDER...`, the folders being those that hold numpy and ezc3d.
Writes one line with four sizes and then raw float64: points (n, frames, 3) in the file's unit, NaN where missing, and
analog channels (k, samples); or one line that starts with "!" and says why not. Whatever ezc3d prints goes nowhere.
"""

import contextlib
import os
import sys


def limit_memory(limit_bytes: int) -> None:
    """A file that would need more than `limit_bytes` ends this process instead of the machine's patience."""
    try:
        import resource
    except ImportError:  # Windows has none; the size check before and the time limit remain
        return
    for kind, limit in ((resource.RLIMIT_AS, limit_bytes), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(kind)
        with contextlib.suppress(ValueError, OSError):  # macOS knows the limit but does not keep it
            resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def main(path: str, memory_bytes: int, folders: list[str]) -> None:
    """Parse `path` and write what it holds to what was stdout when the process started."""
    answer = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.path.extend(folders)
    limit_memory(memory_bytes)
    try:
        import numpy as np
        from ezc3d import ezc3d

        content = ezc3d.c3d(path)
        points = np.ascontiguousarray(content.get_points()[:3].transpose(1, 2, 0), dtype=np.float64)
        analogs = np.ascontiguousarray(content.get_analogs()[0], dtype=np.float64)
    except BaseException as error:
        why = " ".join(f"{type(error).__name__}: {error}".split())
        answer.write(f"!{why[:200]}\n".encode("utf-8", "replace"))
    else:
        answer.write("{} {} {} {}\n".format(*points.shape[:2], *analogs.shape).encode())
        answer.write(points.data)
        answer.write(analogs.data)
    answer.flush()
    # ezc3d frees hundreds of thousands of small objects on the way out: not needed here.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
