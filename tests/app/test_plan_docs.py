"""The page of the gate and the examples are what their scripts make of the rules."""

import runpy
from typing import Any

import pytest

from restride.plan.table import table
from tests.tree import ROOT

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def gate() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "gate.py"))


def test_the_page_of_the_gate_is_what_the_script_makes(gate: dict[str, Any]) -> None:
    assert (DOCS / "gate.md").read_text(encoding="utf-8") == gate["page"](), "run: python docs/gate.py"


def test_every_rule_stands_on_the_page_once_with_its_words(gate: dict[str, Any]) -> None:
    page = gate["page"]()
    for name, entry in table().items():
        assert page.count(f"\n### {name}: ") == 1
        assert all(text in page for text in entry.text.values())
    assert [name for name in gate["cited"]() if f"| {name} | |" in page] == []


def test_where_evidence_is_contested_both_sides_are_told(gate: dict[str, Any]) -> None:
    assert {"D-10", "D-13", "D-16", "D-01", "D-02", "D-03"} <= set(gate["cited"]())
    assert all(pro and con for _, _, pro, con, _ in gate["CONTESTED"])


def test_the_examples_are_what_the_script_makes() -> None:
    made: dict[str, bytes] = runpy.run_path(str(DOCS / "examples.py"))["files"]()
    kept = {path.name: path.read_bytes() for path in (DOCS / "examples").iterdir()}
    assert sorted(kept) == sorted(made)
    stale = [name for name in made if made[name] != kept[name]]
    assert stale == [], "run: python -m docs.examples"


def test_the_examples_show_every_kind_of_decision() -> None:
    text = (DOCS / "examples" / "decisions.md").read_text(encoding="utf-8")
    for words in ("GO AHEAD", "SAME AGAIN", "ONE STEP BACK", "PAUSE", "SEE SOMEBODY: today", "within 7 days"):
        assert f"\n{words}" in text or words in text
    assert text.count("\n## ") == 10
