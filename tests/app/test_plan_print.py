"""The two pages to print: always two, with what matters in them as text, in reading order."""

from functools import cache
from pathlib import Path

import msgspec
import pytest
import typst

from restride.app.report.planned.dose import in_words
from restride.app.report.planned.printed import PICTURED, printed, sources
from restride.app.report.planned.wording import reader
from restride.core.decision import Referral
from restride.core.plan import Plan
from restride.plan.intake import BY_HAND
from restride.plan.knowledge import exercises
from tests.app.plans import NASTY
from tests.app.reading import bare, pdf_text
from tests.plan.somebody import injury
from tests.plan.test_protocols import PEOPLE, planned

NAMES = [row[0] for row in PEOPLE]


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


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_has_two_pages_in_either_language(name: str) -> None:
    assert [pages(plan) for plan in (plan_of(name), in_spanish(plan_of(name)))] == [2, 2]


@pytest.mark.parametrize("name", ["walker_achilles", "runner_bone_stress"])
def test_very_long_names_and_many_limits_still_leave_two_pages_with_every_rule(name: str, tmp_path: Path) -> None:
    plan = in_spanish(plan_of(name))
    change = msgspec.structs.replace
    athlete = change(plan.profile.athlete, id="0123456789" * 5 + NASTY, country="XX")
    care = change(plan.profile.care, clinician="Dr Maria-Fernanda de la Torre, the practice by the old town hall " * 2)
    hurt = (injury("hip_oa", id="i7"), injury("knee_oa_medial", id="i8", side="both"), injury("plantar_heel", id="i9"))
    profile = change(plan.profile, athlete=athlete, care=care, injury=(*plan.profile.injury, *hurt))
    full = change(plan, profile=profile, notices=(BY_HAND, "Something about health is not known yet. " * 4))
    referral = Referral(urgency="urgent", who="A doctor or physio for bones. " * 4, why="why", until_then="then")
    text = pdf_text(printed(full, referral), tmp_path)
    assert [text.count(bare(f"Página {page} de 2")) for page in (1, 2)] == [1, 1]
    assert text.count(bare(NASTY.replace("\x1b", "?"))) >= 3
    to = reader(profile)
    for key in ("expect.today", f"print.limit_{profile.athlete.activity}", f"print.week_{profile.athlete.activity}"):
        assert bare(to.say(key)) in text
    assert bare(plan.stop[0].text["es"]) in text
    assert bare(to.number) in text.split(bare(to.say("print.call")))[-1]


@pytest.mark.parametrize("name", NAMES)
def test_no_plan_loses_a_rule_an_exercise_a_week_or_whom_to_call(name: str, tmp_path: Path) -> None:
    plan = plan_of(name)
    text, to = pdf_text(printed(plan), tmp_path), reader(plan.profile)
    _, stop = text.split(bare(to.say("print.stop")), 1)
    rules, call = stop.split(bare(to.say("print.call")), 1)
    kind = plan.profile.athlete.activity
    wanted = [to.say("expect.now", number="999"), to.say("expect.today"), plan.stop[0].text["en"]]
    wanted += [to.say(f"print.limit_{kind}"), to.say(f"print.week_{kind}")]
    assert [rule for rule in wanted if bare(rule) not in rules] == []
    assert "999" in call
    assert bare(to.say("page.watched")) in call
    assert [e.id for e in plan.exercises if bare(e.title["en"]) not in text] == []
    assert bare(to.short(plan.sessions[-1].date)) in text
    assert bare(to.short(plan.rechecks[0].date)) in text
    grid = text.split(bare(to.say("print.weeks")), 1)[1].split(bare(to.say("print.key_minutes")))[0]
    assert all(str(minutes) in grid for minutes in {s.minutes for s in plan.sessions})


def test_an_open_bone_injury_keeps_its_limit_of_0_in_a_plan_for_something_else(tmp_path: Path) -> None:
    plan = plan_of("walker_knee_oa")
    hurt = (*plan.profile.injury, injury("bone_stress", id="i9"))
    both = msgspec.structs.replace(plan, profile=msgspec.structs.replace(plan.profile, injury=hurt))
    text, rule = pdf_text(printed(both), tmp_path), bare(reader(plan.profile).say("print.limit_zero"))
    assert rule in text
    assert rule not in pdf_text(printed(plan), tmp_path)


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        ("3 x 8-12", "3 sets of 8 to 12"),
        ("3 x 30 s -> 10 min", "3 times 30 seconds, later 10 minutes"),
        ("3 x 15 -> 4 x 6, 6 s, 2-3 min",
         "3 sets of 15, later 4 sets of 6, 6 seconds each, 2 to 3 minutes of rest between"),
        ("until tired", "until tired"),
    ],
)  # fmt: skip
def test_a_dose_is_said_in_words(dose: str, words: str) -> None:
    assert in_words(dose, reader(plan_of("runner_healthy").profile)) == words


def test_every_dose_of_the_library_has_words() -> None:
    to = reader(plan_of("runner_healthy").profile)
    assert [card.dose for card in exercises().values() if in_words(card.dose, to) == card.dose] == []


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
    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content
    assert typst.compile(**sources(in_spanish(plan_of("walker_knee_oa"))), pdf_standards=["ua-1"])
