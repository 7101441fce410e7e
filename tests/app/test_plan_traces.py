"""Every sentence of a rendered plan leads to its reason, and every row that it cites stands on the page."""

import re
from html.parser import HTMLParser

import pytest

from restride.app.report.planned.page import plan_page
from restride.core.evidence import evidence
from restride.core.plan import Plan
from tests.plan.test_protocols import PEOPLE, planned

TEN = (
    "runner_patellofemoral", "runner_achilles", "runner_bone_stress", "runner_novice", "runner_plantar_heel",
    "walker_knee_oa", "walker_older", "walker_fallen", "walker_achilles", "walker_joint_flare",
)  # fmt: skip


class Blocks(HTMLParser):
    """The text of each list entry, paragraph, card and section, with whether small print with a reason is in it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[list[object]] = []
        self.found: list[tuple[str, str, bool]] = []
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors.add(given.get("id") or "")
        if tag == "a" and (given.get("href") or "").startswith("#row-"):
            self.links.add(str(given["href"])[1:])
        if tag in ("li", "p", "article", "section", "dd", "div", "details", "td"):
            self.open.append([tag, "", False])
        if tag == "small" and "basis" in (given.get("class") or ""):
            for one in self.open:
                one[2] = True

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            name, text, reason = self.open.pop()
            self.found.append((str(name), " ".join(str(text).split()), bool(reason)))

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one[1] = f"{one[1]}{data}"


def sentences(plan: Plan) -> list[str]:
    """Everything that a plan says in whole sentences."""
    lines = [
        line.text["en"] for part in (plan.load, plan.conditions, plan.expect, plan.stop, plan.ends) for line in part
    ]
    lines += [text["en"] for row in plan.refused for text in (row.why, row.instead)]
    lines += [row.text["en"] for row in plan.guards]
    lines += [line.text["en"] for p in plan.phases for line in (*p.lines, *p.gate)]
    lines += [line.text["en"] for m in plan.milestones for line in m.reached]
    lines += [line.text["en"] for page in plan.pages for line in page.lines if "{" not in line.text["en"]]
    lines += [side.text["en"] for c in (*plan.cues, *plan.offered) for side in c.sides]
    lines += [e.how["en"] for e in plan.exercises] + [e.stop["en"] for e in plan.exercises]
    return lines


def bare(text: str) -> str:
    """Without the spaces that cannot break."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize("name", TEN)
def test_each_sentence_stands_beside_its_reason(name: str) -> None:
    row = next(row for row in PEOPLE if row[0] == name)
    plan = planned(row[1], row[2])
    page = Blocks(plan_page(plan, None))
    reasoned = [bare(text) for tag, text, reason in page.found if reason and tag in ("li", "article", "p", "div")]
    short = sorted(reasoned, key=len)
    for sentence in sentences(plan):
        around = next((text for text in short if bare(sentence) in text), None)
        assert around is not None, f"no reason beside: {sentence}"


@pytest.mark.parametrize("name", TEN)
def test_each_row_that_is_cited_stands_on_the_page_and_says_something(name: str) -> None:
    row = next(row for row in PEOPLE if row[0] == name)
    page = Blocks(plan_page(planned(row[1], row[2]), None))
    assert page.links
    assert page.links <= page.anchors
    for link in page.links:
        assert evidence()[link.removeprefix("row-")].says


@pytest.mark.parametrize("name", TEN)
def test_every_number_stands_in_a_part_of_the_page_that_gives_a_reason(name: str) -> None:
    row = next(row for row in PEOPLE if row[0] == name)
    page = Blocks(plan_page(planned(row[1], row[2]), None))
    sections = [(bare(text), reason) for tag, text, reason in page.found if tag == "section"]
    reasoned = {n for text, reason in sections if reason for n in re.findall(r"\d+", text)}
    for text, reason in sections:
        if not reason and not text.startswith(
            ("When to call", "When to measure")
        ):  # they only repeat what stands below
            assert set(re.findall(r"\d+", text)) <= reasoned, text[:80]
    assert len(reasoned) > 10
