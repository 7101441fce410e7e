"""The two pages to print: always two, with what matters in them as text, in reading order."""

from functools import cache
from pathlib import Path

import msgspec
import pytest
import typst

from restride.app.report.planned.dose import in_words
from restride.app.report.planned.printed import PICTURED, printed, sources
from restride.app.report.planned.wording import reader
from restride.core.plan import Plan
from tests.app.reading import bare, pdf_text
from tests.plan.test_protocols import PEOPLE, planned

SPANISH = ("runner_bone_stress", "runner_plantar_heel", "walker_knee_oa", "walker_fallen", "walker_maintenance")


@cache
def plan_of(name: str) -> Plan:
    """The plan of the person that a protocol was written for."""
    row = next(row for row in PEOPLE if row[0] == name)
    return planned(row[1], row[2])


def in_spanish(plan: Plan) -> Plan:
    """The same for somebody who reads Spanish."""
    athlete = msgspec.structs.replace(plan.profile.athlete, language="es", country="ES")
    return msgspec.structs.replace(plan, profile=msgspec.structs.replace(plan.profile, athlete=athlete))


def pages(plan: Plan) -> int:
    """How many pages are set."""
    made = typst.compile(**(sources(plan) | {"format": "svg"}))
    return len(made) if isinstance(made, list) else 1


@pytest.mark.parametrize("name", [row[0] for row in PEOPLE])
def test_every_plan_has_two_pages(name: str) -> None:
    assert pages(plan_of(name)) == 2


@pytest.mark.parametrize("name", SPANISH)
def test_so_it_is_in_spanish(name: str) -> None:
    assert pages(in_spanish(plan_of(name))) == 2


@pytest.mark.parametrize("name", ["runner_patellofemoral", "runner_achilles", "walker_knee_oa", "walker_older"])
def test_what_matters_can_be_read_as_text_in_its_order(name: str, tmp_path: Path) -> None:
    plan = plan_of(name)
    text, to = pdf_text(printed(plan), tmp_path), reader(plan.profile)
    order = [plan.load[0].text["en"], plan.cues[0].words["en"]]
    order += [part for e in plan.exercises[:PICTURED] for part in (e.title["en"], in_words(e.dose, to))]
    at = 0
    for part in order:
        at = text.find(bare(part), at)
        assert at >= 0, part
    assert "999" in text
    assert bare("Nobody at the clinic watches this in real time.") in text
    for identifier in (plan.profile.athlete.id, str(plan.profile.athlete.birth_year), plan.id):
        assert text.count(bare(identifier)) >= 2


@pytest.mark.parametrize(
    ("name", "limit"), [("runner_bone_stress", "0"), ("runner_achilles", "5"), ("walker_older", "2")]
)
def test_the_persons_own_pain_limit_stands_in_the_box(name: str, limit: str, tmp_path: Path) -> None:
    text = pdf_text(printed(plan_of(name)), tmp_path)
    _, after = text.split(bare("Your pain limit"), 1)
    assert limit in after[:40]


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = plan_of("walker_knee_oa")
    assert printed(plan) == printed(plan)


def test_a_plan_is_tagged_and_says_its_language() -> None:
    content = printed(in_spanish(plan_of("walker_knee_oa")))
    assert b"/StructTreeRoot" in content or b"/MarkInfo" in content
    assert b"/Lang" in content
