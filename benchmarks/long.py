"""Hours of worn sensors, each case in a process of its own: what they take, beside a raw pass and beside the peer."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cases import environment


@dataclass(frozen=True, slots=True)
class Long:
    """A case of `benchmarks.worn` with the targets that it has to keep, None where nothing was promised."""

    name: str
    case: str
    hours: float
    target_s: float | None
    target_mb: float | None = None
    peer: str = ""
    peer_s: float | None = None
    peer_mb: float | None = None


CASES = (
    Long("two feet, 1 h", "feet", 1, 0.25, 350.0, "gaitmap, published run", 46.8, 4012.0),
    Long("two feet, 8 h", "feet", 8, 2.0, None, "gaitmap: out of memory"),
    Long("two feet, 24 h", "feet", 24, 6.0, 1000.0, "gaitmap: out of memory"),
    Long("lower back, 1 h", "back", 1, 0.05, None, "skdh, published run (mobgap 9.0 s)", 0.22, 283.0),
)
MOST_TIMES = 8.8
"""Eight hours may cost so many times one hour: cost is linear in length."""
COLD_S, SHORT_S = 4.0, 2.0
"""All kernels compiled from nothing; 40 s of two feet with nothing compiled."""


def worn(folder: Path, runs: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Every case, the median of `runs` processes each."""
    kept = folder / "devices"
    kept.mkdir(exist_ok=True)
    tell("recordings of worn sensors")
    made = _json([sys.executable, "-m", "benchmarks.devices", str(kept)], environment(os.environ, folder / "cache"))
    if "error" in made:
        return made
    found: dict[str, Any] = {"material": made["words"], "cases": []}
    cold, warm = (folder / name for name in ("worn-cold", "worn-warm"))
    for name, cache in (("cold", cold), ("warm", cold)):
        tell(f"all placements, {name}")
        found[name] = _run("places", kept, cache)
    for long in CASES:
        tell(long.name)
        done = [_run(long.case, kept, warm, str(long.hours)) for _ in range(max(1, min(runs, 3)))]
        found["cases"].append(_median(long, done))
    tell("40 s, nothing compiled")
    found["short"] = min(
        (_run("short", kept, folder / f"none{i}") for i in range(3)), key=lambda d: d.get("wall_s", 9e9)
    )
    tell("the peer")
    found["peer"] = _peer()
    return found


def _run(case: str, kept: Path, cache: Path, *more: str) -> dict[str, Any]:
    return _json([sys.executable, "-m", "benchmarks.worn", case, str(kept), *more], environment(os.environ, cache))


def _json(command: list[str], around: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no word"])[-1]}
    return dict(json.loads(done.stdout))


def _median(long: Long, done: list[dict[str, Any]]) -> dict[str, Any]:
    told = {"name": long.name, "hours": long.hours, "target_s": long.target_s, "target_mb": long.target_mb}
    told |= {"peer": long.peer, "peer_s": long.peer_s, "peer_mb": long.peer_mb}
    failed = next((d["error"] for d in done if "error" in d), None)
    if failed:
        return told | {"error": failed}
    return told | sorted(done, key=lambda d: d["wall_s"])[len(done) // 2]


def _peer() -> dict[str, Any] | None:
    """One hour of gaitmap in this run, where its environment is named (see validation/peer.py)."""
    from validation import peer

    return peer.run("hours", "1")


def lines(found: dict[str, Any]) -> list[str]:
    """What the table says of it, a line each."""
    if "error" in found:
        return [f"worn sensors: failed: {found['error']}"]
    out = [f"worn sensors, arrays to strides and every metric: {found['material']}"]
    for case in found["cases"]:
        if "error" in case:
            out.append(f"  {case['name']}: failed: {case['error']}")
            continue
        memory = f", {case['peak_mb']:.0f} MB" + (f" (target {case['target_mb']:g})" if case["target_mb"] else "")
        same = found["peer"] if case["name"] == CASES[0].name else None
        peer = f"{case['peer']} {case['peer_s']:g} s, {case['peer_mb']:.0f} MB" if case["peer_s"] else case["peer"]
        if same:
            peer = f"gaitmap, same run {same['total_wall']:g} s (CPU {same['total_cpu']:g}), {same['peak_mb']:g} MB"
        out.append(
            f"  {case['name']}: {case['wall_s']:.3f} s (target {case['target_s']:g}; CPU {case['cpu_s']:.3f}){memory}; "
            f"{case['wall_s'] / case['raw_pass_s']:.1f} times one raw pass ({1000 * case['raw_pass_s']:.0f} ms); "
            f"{case['contacts']} contacts, {case['metrics']} metrics; {peer}"
        )
    hours = {case["hours"]: case.get("wall_s") for case in found["cases"] if case["name"].startswith("two feet")}
    if hours.get(1) and hours.get(8):
        out.append(f"  8 h cost {hours[8] / hours[1]:.1f} times 1 h (target {MOST_TIMES:g})")
    if "error" not in found["cold"] and "error" not in found["warm"]:
        compiling = found["cold"]["wall_s"] - found["warm"]["wall_s"]
        out.append(f"  all kernels compiled from nothing: {compiling:.1f} s (target {COLD_S:g})")
    else:
        out.append(f"  all placements: failed: {found['cold'].get('error') or found['warm'].get('error')}")
    short = found["short"]
    told = f"{short['wall_s']:.2f} s" if "error" not in short else f"failed: {short['error']}"
    out.append(f"  two feet, {short.get('seconds', 40):.0f} s, nothing compiled: {told} (target {SHORT_S:g})")
    return out
