"""What is timed, the target that it has to keep, and what it is compared with."""

import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.material import Material

ROOT = Path(__file__).resolve().parents[1]
EZC3D = "import sys, ezc3d; [ezc3d.c3d(file) for file in sys.argv[1:]]"
DRAW = """
import typst, vl_convert
point = {"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x"}}}
vl_convert.vegalite_to_svg(point)
typst.compile(b"one page", format="pdf", ignore_system_fonts=True)
"""
LOADTXT = "import sys, numpy; numpy.loadtxt(sys.argv[1], delimiter=',')"


@dataclass(frozen=True, slots=True)
class Case:
    """A command. target_s, target_mb: what it must keep (None: nothing was promised). limit: the case to compare with.

    fresh_cache: each run finds no compiled kernels; Python's own bytecode is there.
    """

    name: str
    command: tuple[str, ...]
    target_s: float | None = None
    target_mb: float | None = None
    limit: str | None = None
    fresh_cache: bool = False


def limits(of: Material) -> tuple[Case, ...]:
    """What no command of ours can beat, or what others need for a part of it."""
    python = (sys.executable, "-c")
    files = (str(of.run), str(of.static))
    return (
        Case("python: start and stop", (*python, "pass")),
        Case("numpy: import", (*python, "import numpy")),
        Case("cat: both files", ("cat", *files)),
        Case("ezc3d: the run", (*python, EZC3D, files[0])),
        Case("ezc3d: both files", (*python, EZC3D, *files)),
        Case("numpy.loadtxt: the CSV", (*python, LOADTXT, str(of.table))),
        Case("ezc3d, one chart, one page", (*python, f"{EZC3D}{DRAW}", *files)),
    )


def commands(of: Material, folder: Path) -> tuple[Case, ...]:
    """What people run, with the targets."""
    python = (sys.executable, "-c")
    run = ("assess", str(of.run), "--static", str(of.static))
    row = (f"{of.table}#0", "--sidecar", str(of.sidecar))
    both, drawn, table = "ezc3d: both files", "ezc3d, one chart, one page", "numpy.loadtxt: the CSV"
    return (
        Case("import restride", (*python, "import restride"), 0.2, None, "python: start and stop"),
        Case("restride --help", restride("--help"), 0.4, None, "python: start and stop"),
        Case("assess --json -", restride(*run, "--json", "-"), 1.5, 400.0, both),
        Case("assess, no compiled kernels", restride(*run, "--json", "-"), 6.0, None, both, fresh_cache=True),
        Case("assess --out (HTML, PDF)", restride(*run, "--out", str(folder / "out")), 4.0, None, drawn),
        Case("events", restride("events", str(of.run)), None, None, "ezc3d: the run"),
        Case("assess, one sacral CSV row", restride("assess", *row, "--json", "-"), None, None, table),
        Case("demo", restride("demo"), 20.0, None, drawn),
    )


def restride(*arguments: str) -> tuple[str, ...]:
    """The command line of the installed script, else of the package."""
    script = Path(sysconfig.get_path("scripts")) / "restride"
    return (str(script), *arguments) if script.exists() else (sys.executable, "-m", "restride", *arguments)


def environment(base: Mapping[str, str], cache: Path) -> dict[str, str]:
    """This tree first, kernels kept in `cache`, bytecode kept, nothing fetched from anywhere."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "RESTRIDE_INTERPRET", "RESTRIDE_DEBUG"}
    kept = {name: value for name, value in base.items() if name not in dropped}
    return kept | {"PYTHONPATH": str(ROOT), "RESTRIDE_CACHE": str(cache), "RESTRIDE_SAMPLES_URL": ""}
