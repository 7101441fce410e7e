"""The numbers of a run as plain data, and the machine that they were measured on."""

import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.cases import ROOT, Case
from benchmarks.process import MB, Cost

GROUND = ("numpy", "scipy", "numba", "llvmlite")
"""What any toolkit with compiled kernels stands on."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A case with its timed runs; tree_mb: all its processes together, from the warm-up run."""

    case: Case
    costs: tuple[Cost, ...]
    tree_mb: float | None

    @property
    def error(self) -> str:
        """Why the command failed, or ""."""
        return next((cost.error for cost in self.costs if cost.error), "")

    @property
    def wall_s(self) -> float:
        """Median."""
        return median(cost.wall_s for cost in self.costs)

    @property
    def cpu_s(self) -> float:
        """Median."""
        return median(cost.cpu_s for cost in self.costs)

    @property
    def peak_mb(self) -> float:
        """Of all processes together where that could be seen, but never less than the largest of them had."""
        return max(self.tree_mb or 0.0, median(cost.peak_mb for cost in self.costs))

    def ratio(self, others: "dict[str, Measured]") -> float | None:
        """Wall time over that of the limit."""
        limit = others.get(self.case.limit or "")
        return None if limit is None or limit.error or self.error else self.wall_s / limit.wall_s

    def plain(self, others: "dict[str, Measured]") -> dict[str, Any]:
        """For JSON; times in seconds to the millisecond."""
        if self.error:
            return {"name": self.case.name, "error": self.error}
        ratio = self.ratio(others)
        return {
            "name": self.case.name,
            "wall_s": round(self.wall_s, 3),
            "cpu_s": round(self.cpu_s, 3),
            "peak_mb": round(self.peak_mb, 1),
            "target_s": self.case.target_s,
            "target_mb": self.case.target_mb,
            "limit": self.case.limit,
            "times_limit": None if ratio is None else round(ratio, 2),
            "runs_s": [round(cost.wall_s, 3) for cost in self.costs],
        }


def machine() -> dict[str, Any]:
    """Processor, cores, Python, and how busy the machine was at the start."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "processor": _processor(),
        "cores": cores,
        "system": platform.system(),
        "python": platform.python_version(),
        "load_1_min": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def installed() -> dict[str, Any]:
    """Size on disk of what running needs (requirements/run.txt), and of the packages it stands on, MB."""
    lines = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split("==")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))]
    sizes = {name: size for name in names if (size := _size_mb(name)) is not None}
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:6]
    return {
        "packages": len(sizes),
        "total_mb": round(sum(sizes.values()), 1),
        "ground_mb": round(sum(sizes.get(name, 0.0) for name in GROUND), 1),
        "largest_mb": {name: round(size, 1) for name, size in largest},
    }


def _size_mb(name: str) -> float | None:
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return None  # for another system
    places = (Path(str(file.locate())) for file in files)
    return sum(place.stat().st_size for place in places if place.is_file()) / MB
