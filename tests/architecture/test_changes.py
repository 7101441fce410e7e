"""Every change that a user would notice is told in changes/, and a frozen result never moves unexplained.

A frozen result is a file in a folder called `frozen` under tests/: numbers that stay until somebody says why not.
The digest of each must stand in a fragment: in a .feature.md when it is frozen first, in a .science.md each time it
moves. What the test cannot see is whether the reason given is a good one; that is for the reviewer.
"""

import hashlib
import re
from pathlib import Path

import pytest

from tests.tree import ROOT

NAME = re.compile(r"\d+\.(science|feature|fix)\.md")
SENTENCE = re.compile(r"[A-Z`\"].*[a-z0-9`\"%)]\.")


def digest(path: Path) -> str:
    """What a fragment quotes: `frozen: tests/metrics/frozen/run.json 0123456789ab`."""
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()[:12]


def problems(root: Path) -> list[str]:
    """What is wrong with the fragments and the frozen results of the project at `root`."""
    fragments = sorted(path for path in (root / "changes").iterdir() if path.name != "README.md")
    found = [
        f"{path.name}: the name is not N.science.md, N.feature.md or N.fix.md"
        for path in fragments
        if not NAME.fullmatch(path.name)
    ]
    fragments = [path for path in fragments if NAME.fullmatch(path.name)]
    texts = {path.name: path.read_text(encoding="utf-8") for path in fragments}
    for name, text in texts.items():
        if not SENTENCE.fullmatch(text.split("\n", 1)[0]):
            found.append(f"{name}: the first line is not a sentence")
    for path in sorted((root / "tests").rglob("frozen/*")):
        where = path.relative_to(root).as_posix()
        line = f"frozen: {where} {digest(path)}"
        if not any(line in text.splitlines() for text in texts.values()):
            found.append(f"{where} is new or has moved: explain it in changes/ with the line `{line}`")
        first = [
            name for name, text in texts.items() if f"frozen: {where} " in text and not name.endswith(".science.md")
        ]
        if len(first) > 1:
            found.append(f"{where} moved in {first}: a result that moves needs a .science.md")
    return found


def test_every_fragment_is_in_order_and_every_frozen_result_is_explained() -> None:
    assert problems(ROOT) == []


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    (tmp_path / "changes").mkdir()
    (tmp_path / "tests" / "frozen").mkdir(parents=True)
    (tmp_path / "changes" / "README.md").write_text("# How\n", encoding="utf-8")
    return tmp_path


def tell(toy: Path, name: str, text: str) -> None:
    (toy / "changes" / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("readers.md", "A reader was added."),
        ("3.misc.md", "A reader was added."),
        ("3.fix.md", "# Heading"),
        ("3.fix.md", "fixed it"),
        ("3.fix.md", ""),
    ],
)
def test_a_bad_fragment_is_found(toy: Path, name: str, text: str) -> None:
    tell(toy, name, text)
    assert len(problems(toy)) == 1


def test_a_frozen_result_must_be_told_and_told_again_as_science_when_it_moves(toy: Path) -> None:
    frozen = toy / "tests" / "frozen" / "run.json"
    frozen.write_text("171.3", encoding="utf-8")
    assert len(problems(toy)) == 1
    tell(toy, "3.feature.md", f"Cadence is measured.\n\nfrozen: tests/frozen/run.json {digest(frozen)}\n")
    assert problems(toy) == []
    frozen.write_text("171.4", encoding="utf-8")
    assert len(problems(toy)) == 1
    tell(toy, "4.fix.md", f"Cadence was rounded.\n\nfrozen: tests/frozen/run.json {digest(frozen)}\n")
    assert len(problems(toy)) == 1
    (toy / "changes" / "4.fix.md").rename(toy / "changes" / "4.science.md")
    assert problems(toy) == []
