"""Runs as a process of its own: other people's parsers meet strangers' files here, where a crash takes nothing along.

Called as `python -I -S _worker.py KIND PATH MEMORY_BYTES FOLDER...`, the folders being those that hold the packages.
Writes one line and then raw float64, or one line that starts with "!" and says why not. Whatever a parser prints goes
nowhere.

c3d: four sizes; points (n, frames, 3) in the file's unit, NaN where missing; analog channels (k, samples).
mat: JSON, a list of recordings with the names, rates and shapes of their arrays; the arrays in that order.
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


def parse_c3d(path):
    """What ezc3d finds."""
    import numpy as np
    from ezc3d import ezc3d

    content = ezc3d.c3d(path)
    points = np.ascontiguousarray(content.get_points()[:3].transpose(1, 2, 0), dtype=np.float64)
    analogs = np.ascontiguousarray(content.get_analogs()[0], dtype=np.float64)
    return "{} {} {} {}".format(*points.shape[:2], *analogs.shape), [points, analogs]


def parse_mat(path):
    """The sensors of every recording of a Mobilise-D file: structs below `data` that have a field SU.

    What else is beside SU (references of other systems) is not looked at.
    """
    import json

    import numpy as np
    from scipy.io import loadmat

    content = loadmat(path, variable_names=["data"])
    found, arrays = [], []

    def fields(struct):
        return struct.dtype.names if struct.dtype.names and struct.size == 1 else ()

    def rate(sensor, name):
        told = sensor["Fs"].flat[0] if "Fs" in fields(sensor) else None
        value = told[name].flat[0] if told is not None and name in fields(told) else told
        value = np.asarray(value if value is not None else np.nan)
        return float(value.flat[0]) if value.size == 1 and value.dtype.kind in "iuf" else None

    def take(sensor):
        said = {}
        for name in ("Acc", "Gyr", "Timestamp"):
            values = sensor[name].flat[0] if name in fields(sensor) else None
            if values is not None and values.dtype.kind in "iuf" and values.ndim == 2 and values.size:
                said[name] = [*values.shape, rate(sensor, name)]
                arrays.append(np.ascontiguousarray(values, dtype=np.float64))
        return said

    def walk(struct, path):
        for name in fields(struct):
            inside = struct[name].flat[0]
            if not fields(inside) or name in ("SU", "Standards"):
                continue
            if "SU" in fields(inside):
                unit = inside["SU"].flat[0]
                sensors = {place: take(unit[place].flat[0]) for place in fields(unit) if fields(unit[place].flat[0])}
                found.append([[*path, name], sensors])
            elif len(path) < 5:
                walk(inside, [*path, name])

    if "data" in content:
        walk(content["data"], [])
    return json.dumps(found).replace("NaN", "null"), arrays


def main(kind: str, path: str, memory_bytes: int, folders: list[str]) -> None:
    """Parse `path` and write what it holds to what was stdout when the process started."""
    answer = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.path.extend(folders)
    limit_memory(memory_bytes)
    try:
        head, arrays = {"c3d": parse_c3d, "mat": parse_mat}[kind](path)
    except BaseException as error:
        why = " ".join(f"{type(error).__name__}: {error}".split())
        answer.write(f"!{why[:200]}\n".encode("utf-8", "replace"))
    else:
        answer.write(f"{head}\n".encode())
        for array in arrays:
            answer.write(array.data)
    answer.flush()
    # parsers free hundreds of thousands of small objects on the way out: not needed here.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:])
