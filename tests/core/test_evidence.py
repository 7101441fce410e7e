"""The rows of evidence: each stands once, is cited by something, and says what it says in one short sentence."""

import re

import pytest

from restride.core.evidence import ID, evidence
from tests.tree import ROOT

CITED = re.compile(r"\b[A-FN]-\d{2}[a-d]?\b")


def test_every_row_is_cited_by_a_rule_a_plan_the_gate_or_a_page() -> None:
    """What nothing cites is not kept: a row says why something else is there."""
    files = [*(ROOT / "restride").rglob("*.toml"), *(ROOT / "restride").rglob("*.py"), *(ROOT / "docs").glob("*.toml"),
             ROOT / "docs" / "gate.py"]  # fmt: skip
    found = {row for path in files if path.name != "evidence.toml" for row in CITED.findall(path.read_text("utf-8"))}
    assert sorted(set(evidence()) - found) == []


def test_there_is_one_table_of_rows() -> None:
    tables = list((ROOT / "restride").rglob("evidence.toml"))
    assert tables == [ROOT / "restride" / "core" / "evidence.toml"]


@pytest.mark.parametrize("name", sorted(evidence()))
def test_a_row_is_called_as_rows_are_and_says_one_thing(name: str) -> None:
    row = evidence()[name]
    assert ID.fullmatch(name)
    assert row.says.endswith(".")
    assert len(row.says) <= 260
    assert row.source


def test_rows_stand_in_the_order_of_their_names() -> None:
    assert list(evidence()) == sorted(evidence())
