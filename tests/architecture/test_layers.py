"""The import contracts of pyproject.toml hold, and each of them catches what it is there for.

A contract that never fails proves nothing, so every one is tried on a toy package with one planted violation.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import ROOT

ROOMS = ("core", "read", "simulate", "signal", "events", "metrics", "faults", "app")
LINT = "import sys; from importlinter.cli import lint_imports_command as lint; lint(sys.argv[1:])"

LAYERS = "Rooms meet only in core"
NUMBA = "Only signal imports numba"
THINKING = "Rooms that think import no SQL, web, CLI, plotting or dataframe library"
JUDGES = "faults, plan and store never import signal"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the package `restride` of `folder` against the contracts of the pyproject.toml beside it."""
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """An empty package with our rooms and our contracts, to plant violations in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    plant(tmp_path, "restride", "")
    for room in ROOMS:
        plant(tmp_path, f"restride.{room}", "")
    return tmp_path


def plant(folder: Path, package: str, source: str) -> None:
    path = folder.joinpath(*package.split("."))
    path.mkdir(parents=True, exist_ok=True)
    (path / "__init__.py").write_text(source, encoding="utf-8")


def test_restride_keeps_its_contracts() -> None:
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout


def test_a_clean_toy_keeps_them_too(toy: Path) -> None:
    checked = lint_imports(toy)
    assert checked.returncode == 0, checked.stdout
    assert "4 kept, 0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("signal", "import numba"),
        ("app", "import typer, rich, altair, django, sqlite3"),
        ("app.web", "import django"),
        ("store", "import django"),
        ("live", "import asyncio"),
        ("read", "import restride.signal, ezc3d"),
        ("metrics", "import restride.signal, restride.core, numpy, scipy"),
    ],
)
def test_what_is_allowed_passes(toy: Path, room: str, source: str) -> None:
    plant(toy, f"restride.{room}", source)
    checked = lint_imports(toy)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("contract", "room", "source"),
    [
        (LAYERS, "core", "import restride.app"),
        (LAYERS, "signal", "import restride.events"),
        (LAYERS, "metrics", "import restride.events"),
        (LAYERS, "faults", "from restride.app import flows"),
        (LAYERS, "plan", "import restride.faults"),
        (LAYERS, "gadgets", ""),
        (NUMBA, "events", "import numba"),
        (NUMBA, "app", "from numba import njit"),
        (THINKING, "core", "import sqlite3"),
        (THINKING, "signal", "import matplotlib.pyplot"),
        (THINKING, "events", "import pandas"),
        (THINKING, "metrics", "from rich import print"),
        (THINKING, "faults", "import typer"),
        (THINKING, "plan", "import django.db"),
        (THINKING, "read", "import django"),
        (THINKING, "store", "import flask"),
        (JUDGES, "faults", "import restride.signal"),
        (JUDGES, "plan", "import restride.signal"),
        (JUDGES, "store", "import restride.signal"),
    ],
)
def test_a_planted_violation_breaks_its_contract(toy: Path, contract: str, room: str, source: str) -> None:
    plant(toy, f"restride.{room}", source)
    checked = lint_imports(toy)
    assert checked.returncode == 1, checked.stdout
    broken = [line for line in checked.stdout.splitlines() if " BROKEN" in line]
    assert len(broken) == 1, checked.stdout
    assert broken[0].startswith(contract), checked.stdout


def scipy_signal_imports(source: str) -> list[int]:
    """The lines that import scipy.signal; import-linter sees an outside library only as a whole."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        if any(f"{name}.".startswith("scipy.signal.") for name in names):
            lines.append(node.lineno)
    return lines


def test_nothing_in_restride_imports_scipy_signal() -> None:
    """It takes about a second to import; our own filter design is checked against it in the tests."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "restride").rglob("*.py"))
        for line in scipy_signal_imports(path.read_text(encoding="utf-8"))
    ]
    assert not found, f"imports scipy.signal: {found}"


@pytest.mark.parametrize(
    "source",
    [
        "import scipy.signal",
        "from scipy import signal",
        "from scipy.signal import butter",
        "import scipy.signal.windows as w",
    ],
)
def test_a_planted_scipy_signal_is_found(source: str) -> None:
    assert scipy_signal_imports(f"import scipy\nimport scipy.integrate\nfrom restride import signal\n{source}\n") == [4]


def test_starting_the_command_loads_neither_scipy_signal_nor_charts() -> None:
    slow = "{'scipy.signal', 'altair', 'vl_convert'}"
    started = subprocess.run(
        [sys.executable, "-c", f"import sys, restride.app.cli; print(*sorted({slow} & set(sys.modules)))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert started.returncode == 0, started.stderr
    assert started.stdout.split() == [], "slow imports at start-up"
