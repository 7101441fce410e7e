"""`make bench`: medians of five runs after a warm-up, each beside its target and a limit measured in the same run.

Whole processes, as people run them, with their children. Times are reported, never asserted.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.cases import Case, commands, environment, limits
from benchmarks.long import worn
from benchmarks.material import material
from benchmarks.process import peak_of_tree_mb, run
from benchmarks.reading import reading
from benchmarks.results import Measured, installed, machine

RUNS = 5


def main() -> int:
    """Measure, print the table, write the JSON if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the numbers here as well")
    parser.add_argument("--runs", metavar="N", type=int, default=RUNS, help=f"timed runs of each (default {RUNS})")
    asked = parser.parse_args()
    found: dict[str, Any] = {"schema": "restride/benchmarks/1", "machine": machine(), "runs": asked.runs}
    with tempfile.TemporaryDirectory(prefix="restride-bench-") as name:
        folder = Path(name)
        of = material(folder)
        found["material"] = of.words
        edges, ours = limits(of), commands(of, folder)
        measured = _measured((*edges, *ours), folder, max(1, asked.runs))
        found["limits"] = [measured[case.name].plain(measured) for case in edges]
        found["commands"] = [measured[case.name].plain(measured) for case in ours]
        found["kernels"] = _kernels(folder)
        found["worn"] = worn(folder, asked.runs, _tell)
        found["reading"] = reading(folder, _tell)
        _tell("")
    found["thinking"] = _computing("thinking", "plan and decision")
    found["loads"] = _computing("loads", "tissue loads")
    found["installed"] = installed()
    # rich is loaded only now: a process that has grown would be counted into its children.
    from benchmarks.table import show

    show(found)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _measured(cases: tuple[Case, ...], folder: Path, runs: int) -> dict[str, Measured]:
    """Round by round, so that a busy minute of the machine falls on all alike; the first round warms up."""
    costs: dict[str, list[Any]] = {case.name: [] for case in cases}
    trees: dict[str, float | None] = {}
    for number in range(runs + 1):
        for case in cases:
            _tell(f"round {number} of {runs}: {case.name}")
            with tempfile.TemporaryDirectory(dir=folder) as fresh:
                cache = Path(fresh) if case.fresh_cache else folder / "cache"
                around = environment(os.environ, cache)
                if number == 0:
                    trees[case.name] = peak_of_tree_mb(case.command, folder=folder, environment=around)
                else:
                    costs[case.name].append(run(case.command, folder=folder, environment=around))
    _tell("")
    return {case.name: Measured(case, tuple(costs[case.name]), trees[case.name]) for case in cases}


def _kernels(folder: Path) -> dict[str, Any]:
    """One hour of force through the causal detector, in a process of its own: first without compiled kernels."""
    _tell("kernels")
    command = [sys.executable, "-m", "benchmarks.kernels"]
    around = environment(os.environ, folder / "kernels")
    cold, warm = (
        subprocess.run(command, env=around, capture_output=True, text=True, check=False) for _ in ("cold", "warm")
    )
    _tell("")
    if warm.returncode:
        return {"error": (warm.stderr.strip().splitlines() or ["no word"])[-1]}
    found: dict[str, Any] = json.loads(warm.stdout)
    return found | {"first_call_cold_s": json.loads(cold.stdout)["first_call_s"]}


def _computing(module: str, words: str) -> dict[str, Any]:
    """What a module of pure computing prints, in a process of its own."""
    _tell(words)
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{module}"], capture_output=True, text=True, check=False)
    _tell("")
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no word"])[-1]}
    return dict(json.loads(done.stdout))


def _tell(doing: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{doing}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
