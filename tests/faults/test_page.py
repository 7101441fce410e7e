"""The page about the rules is what the script makes of them, and fit to be read."""

import runpy

import pytest

from restride.faults.rules import rules
from tests.faults.test_rules import FORBIDDEN
from tests.tree import ROOT

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def page() -> str:
    made: str = runpy.run_path(str(DOCS / "rules.py"))["page"]()
    return made


def test_the_page_is_what_the_script_makes(page: str) -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == page, "run: python docs/rules.py"


def test_every_rule_stands_on_the_page(page: str) -> None:
    assert [name for name in rules() if f"\n## {name}\n" not in page] == []


def test_every_pattern_without_a_rule_says_why(page: str) -> None:
    patterns = runpy.run_path(str(DOCS / "rules.py"))["patterns"]()
    assert [p.name for p in patterns if not (p.why and p.evidence and f"| {p.name} |" in page)] == []
    assert "\n## Patterns without a rule, and why\n" in page


def test_the_page_has_no_blaming_word(page: str) -> None:
    assert [line for line in page.splitlines() if FORBIDDEN.search(line)] == []
