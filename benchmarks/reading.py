"""Large files of every format: what reading one takes in memory beside its size, and in time beside one raw pass.

`python -m benchmarks.reading FILE FORMAT` measures one in a process that read a small file of the kind before; without
arguments all are written and measured. The raw pass: all bytes from the disk cache, unpacked, and their lines counted.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

TIMES_FILE, BASE_MB = 10, 64
"""What the reader may take: so many times the file, unpacked, and a base that is the same for all (fuzz/judge.py)."""
TIMES_FITDECODE = 1.2
PER_UNIT = 1 if sys.platform == "darwin" else 1024


def reading(folder: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Every format, each in a process of its own."""
    tell("large files of every format")
    made = _json(["benchmarks.grown", str(folder / "grown")])
    if "error" in made:
        return made
    found: dict[str, Any] = {}
    for name, path in made.items():
        tell(f"reading {name}")
        found[name] = _json(["benchmarks.reading", path, name])
        Path(path).unlink()
    return found


def one(path: Path, name: str) -> dict[str, Any]:
    """One file: sizes in MB, times in seconds. memory: more than before, with the process that parses for us."""
    from restride.read import read
    from tests.conformance.test_readers import SAMPLES

    with tempfile.TemporaryDirectory() as folder:
        small, _, _ = SAMPLES[name](Path(folder))
        read(small)  # what is imported for any file is no cost of this one
    unpacked_mb, raw_s = _raw_pass(path)
    before_mb, before_child_mb = _peak_mb(resource.RUSAGE_SELF), _peak_mb(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    recordings = read(path)
    spent_s = time.perf_counter() - began
    memory_mb = _peak_mb(resource.RUSAGE_SELF) - before_mb
    child_mb = _peak_mb(resource.RUSAGE_CHILDREN)
    memory_mb = max(memory_mb, child_mb - before_child_mb)
    values = sum(c.values.size for r in recordings for c in r.channels)
    found = {"file_mb": path.stat().st_size / 1e6, "unpacked_mb": unpacked_mb, "memory_mb": memory_mb}
    found |= {"read_s": spent_s, "raw_s": raw_s, "values": values}
    return found | ({"fitdecode_s": _fitdecode_s(path)} if name == "fit" else {})


def _raw_pass(path: Path) -> tuple[float, float]:
    """MB unpacked, and how long it takes to have them and count their lines; piece by piece, to stay small."""
    began = time.perf_counter()
    size = 0
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for member in packed.infolist():
                with packed.open(member) as file:
                    size += _passed(file)
    else:
        with path.open("rb") as file:
            size = _passed(file)
    return size / 1e6, time.perf_counter() - began


def _passed(file: Any) -> int:
    size = 0
    while piece := file.read(1 << 20):
        piece.count(b"\n")
        size += len(piece)
    return size


def _fitdecode_s(path: Path) -> float:
    """fitdecode as its own documents use it: every frame of the file, from memory."""
    import fitdecode

    raw = path.read_bytes()
    began = time.perf_counter()
    with fitdecode.FitReader(io.BytesIO(raw)) as frames:
        for _ in frames:
            pass
    return time.perf_counter() - began


def _peak_mb(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss * PER_UNIT / 1e6


def _json(command: list[str]) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", *command], env=os.environ, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no word"])[-1]}
    return dict(json.loads(done.stdout))


def lines(found: dict[str, Any]) -> list[str]:
    """What the table says of it, a line each."""
    if isinstance(found.get("error"), str):
        return [f"large files: failed: {found['error']}"]
    out = [
        f"large files, SIMULATED: memory that reading adds (limit {TIMES_FILE} times the file, unpacked, and {BASE_MB} "
        "MB), time beside one raw pass"
    ]
    for name, one in found.items():
        if "error" in one:
            out.append(f"  {name}: failed: {one['error']}")
            continue
        size, memory = one["unpacked_mb"], one["memory_mb"]
        over = "" if memory <= TIMES_FILE * size + BASE_MB else ", MORE THAN THE LIMIT"
        packed = f", packed {one['file_mb']:.1f}" if one["file_mb"] < 0.95 * size else ""
        fitdecode = ""
        if "fitdecode_s" in one:
            times = one["read_s"] / one["fitdecode_s"]
            fitdecode = f"; {times:.2f} times fitdecode's own {one['fitdecode_s']:.2f} s (target {TIMES_FITDECODE:g})"
        out.append(
            f"  {name}: {size:.1f} MB{packed}: {memory:.0f} MB more, {memory / size:.1f} times the file{over}; "
            f"{one['read_s']:.2f} s, {one['read_s'] / one['raw_s']:.0f} times a raw pass, "
            f"{one['values'] / one['read_s'] / 1e6:.1f} million values/s{fitdecode}"
        )
    return out


def main() -> None:
    """One file, or all."""
    if len(sys.argv) > 2:
        json.dump(one(Path(sys.argv[1]), sys.argv[2]), sys.stdout)
        return
    with tempfile.TemporaryDirectory(prefix="restride-reading-") as folder:
        print("\n".join(lines(reading(Path(folder), lambda _: None))))


if __name__ == "__main__":
    main()
