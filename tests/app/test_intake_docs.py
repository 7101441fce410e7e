"""The page of intake is what its script makes of the questions and tests."""

import runpy

from restride.plan.functional import functional_tests
from restride.plan.questions import sections
from tests.tree import ROOT

DOCS = ROOT / "docs"


def test_the_page_of_intake_is_what_the_script_makes_and_holds_every_question() -> None:
    page: str = runpy.run_path(str(DOCS / "intake.py"))["page"]()
    assert (DOCS / "intake.md").read_text(encoding="utf-8") == page, "run: python docs/intake.py"
    for question in (q for section in sections().values() for q in section.question):
        assert f"| {question.id} | " in page
        assert question.ask["es"] in page
    assert all(test.how["en"] in page for test in functional_tests().values())
