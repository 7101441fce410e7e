"""Nothing in the project names a package registry, a path of one machine, or somebody else's recording."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data import data_root
from tests.tree import ROOT, project_files

# Put together from parts, so that this file does not find itself.
REGISTRY = re.compile("|".join([r"pypi\." + "org", "python" + "hosted", r"registry\." + "npmjs", r"\bindex" + "-url"]))
MACHINE_PATH = re.compile(r"(?<![\w.~)}*-])/" + "(?:root|home|Users|work|opt)" + r"/\w|\b[A-Z]:\\" + r"Users\\")
RECORDING_TYPES = {
    ".c3d", ".fit", ".tcx", ".gpx", ".mat", ".cwa", ".trc", ".mot", ".sto", ".osim", ".edf", ".h5", ".hdf5",
    ".mp4", ".mov", ".avi", ".xlsx", ".parquet", ".pkl", ".npy", ".npz",
}  # fmt: skip


def findings(text: str) -> list[str]:
    """Each address or machine path of `text`, with its line number."""
    return [
        f"line {number}: {found.group()}"
        for number, line in enumerate(text.splitlines(), start=1)
        for pattern in (REGISTRY, MACHINE_PATH)
        if (found := pattern.search(line))
    ]


def texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = {str(path.relative_to(ROOT)): lines for path, text in texts() if (lines := findings(text))}
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "--index" + "-url https://example.com/simple",
        "https://pypi." + "org/simple",
        "data = '/" + "root/data'",
        "see /" + "home/me/run.csv",
        "(/" + "work/x)",
        "C:\\" + "Users\\me",
    ],
)
def test_a_planted_address_is_found(line: str) -> None:
    assert findings(f"first line\n{line}") != []


@pytest.mark.parametrize(
    "line",
    [
        "uv pip compile --no-header",
        "/usr/bin/env bash",
        "restride/read",
        "https://example.com/home/page",
        "a/work/b",
    ],
)
def test_harmless_lines_pass(line: str) -> None:
    assert findings(line) == []


def test_the_project_holds_no_recording_of_a_person_by_its_type() -> None:
    assert not [str(path.relative_to(ROOT)) for path in project_files() if path.suffix.lower() in RECORDING_TYPES]


def test_no_file_is_a_copy_of_a_recording() -> None:
    """Byte for byte, against the recordings that RESTRIDE_DATA holds; the licences beside them are not counted."""
    ours = defaultdict(list)
    for path in project_files():
        ours[path.stat().st_size].append(path)
    copies = [
        str(mine.relative_to(ROOT))
        for theirs in data_root().rglob("*")
        if theirs.is_file() and "LICENSE" not in theirs.name
        for mine in ours.get(theirs.stat().st_size, ())
        if mine.stat().st_size and _digest(mine) == _digest(theirs)
    ]
    assert not copies


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
