"""The letter to the clinician: two identifiers, the side, both sides of each finding, what it needs."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restride.app.planning import Planned, make_plan_of
from restride.app.report.html import page
from restride.app.report.pdf import pdf
from restride.app.report.planned.letter import SHOWN, letter_of
from restride.app.report.planned.letter_plan import five_lines
from restride.app.report.planned.wording import reader
from restride.core.plan import Plan
from restride.core.profile import Permissions, Profile
from restride.faults.rules import rules
from restride.plan.planner import Wish
from tests.app.plans import planned
from tests.app.reading import Page, bare, pdf_text
from tests.plan.measured import measured, run, walk
from tests.plan.people import START, person
from tests.plan.somebody import injury, somebody
from tests.plan.yardsticks import OVERSTRIDE, SHOCK


def done(profile: Profile, metrics: Iterable[Any], wish: str = "") -> Planned:
    return make_plan_of(list(metrics), profile, START, wish=Wish(change=wish))


def plan_of(made: Planned) -> Plan:
    assert made.plan is not None
    return made.plan


def text(made: Planned) -> str:
    """What the letter says."""
    return Page(page(letter_of(plan_of(made), made), {})).text.replace("\u00a0", " ")


def test_who_it_is_stands_twice_on_each_page_with_the_side_in_capitals(tmp_path: Path) -> None:
    made = done(person("runner_pfp"), run(158.0))
    own = plan_of(made)
    letter = letter_of(own, made)
    for identifier in (own.profile.athlete.id, "1992-05", own.id):
        assert identifier in letter.head
    assert "RIGHT" in text(made)
    printed = pdf_text(pdf(letter, {}, today=START), tmp_path)
    assert printed.count(bare(letter.head)) == 2


def test_each_finding_has_its_probability_and_both_sides() -> None:
    made = done(person("runner_pfp"), run(158.0))
    found = [own for own in plan_of(made).reasoning if own.step == "finding"]
    assert found
    said = text(made)
    for own in found:
        rule = rules()[str(own.values["rule"])]
        assert "over 99 %" in said
        assert "For acting on it" in said
        for sentence in list(rule.evidence_against.values())[:SHOWN]:
            assert sentence.rstrip(".") in said
        for row in (*own.evidence, *rule.evidence_against):
            assert row in said


def test_the_number_stands_with_its_method_error_and_recording() -> None:
    said = text(done(person("runner_pfp"), run(158.0)))
    for part in ("158 steps a minute", "0.8", "force plates", "run.c3d"):
        assert part in said


def test_the_plan_has_five_lines_and_the_target_its_limit() -> None:
    made = done(person("runner_pfp"), run(158.0))
    own = dict(five_lines(plan_of(made), reader(made.profile)))
    assert [*own] == ["Load", "Change of gait", "Dose", "Exercises", "Gate and stop"]
    assert (
        "163 to 169 steps a minute (first number 158, 5 % above your own first number, limit 173)"
        in own["Change of gait"]
    )
    assert "100 × 4, 75, 50, 25, 10 % of the time" in own["Dose"]


def test_what_was_asked_for_and_refused_stands_first_and_is_marked() -> None:
    made = done(person("runner_achilles"), [*run(160.0), OVERSTRIDE], wish="midfoot")
    asked = [own for own in plan_of(made).refused if own.asked]
    assert asked
    said = text(made)
    start = said.index("Not done, and why")
    others = [said.index(own.why["en"], start) for own in plan_of(made).refused if not own.asked]
    assert said.index(asked[0].why["en"], start) < min(others)
    assert "asked for" in said


def test_a_clearance_is_named_with_its_scope_and_that_nobody_verified_it(tmp_path: Path) -> None:
    made = planned(tmp_path, "runner_bsi")
    said = text(made)
    own = made.profile.clearance[0]
    for part in (own.by, own.profession, own.date.isoformat(), "RIGHT", "run-walk"):
        assert part in said
    assert "Typed by hand, not verified." in said or "cannot verify a signature" in said
    assert "Please confirm the clearance" in said


def test_it_asks_for_what_is_missing() -> None:
    unseen = done(somebody("running", injury("unknown", diagnosed_by="self")), run(158.0))
    assert "has not been examined" in text(unseen)
    knee = done(person("walker_oa"), walk(1.15), wish="foot_angle")
    assert "knee adduction moment" in text(knee)
    tested = done(person("runner_pfp"), run(158.0))
    assert "Result of: calf raises" in text(tested)
    health = msgspec.structs.replace(person("runner_pfp").health, cancer_ever="unknown")
    gap = done(msgspec.structs.replace(person("runner_pfp"), health=health), run(158.0))
    assert "Answers that nobody has given: cancer ever" in text(gap)


def test_a_permission_is_said_to_be_typed_by_hand() -> None:
    own = msgspec.structs.replace(
        person("walker_oa"), permissions=Permissions(foot_angle_target=True, foot_angle_deg=7)
    )
    assert "Permission in the profile, typed by hand: a foot-angle target." in text(done(own, walk(1.15)))


def test_the_pain_limits_are_those_of_the_daily_decision() -> None:
    said = text(done(person("runner_achilles"), [*run(160.0), OVERSTRIDE]))
    assert "More than 5" in said
    assert "More than 0" in said


def test_a_referral_that_holds_with_the_plan_stands_on_top(tmp_path: Path) -> None:
    made = planned(tmp_path, "novice", health={"periods": "irregular_or_absent"})
    assert made.referral is not None
    said = text(made)
    assert said.index(made.referral.who) < said.index("What we need from you")


HEAVY = [*run(150.0), OVERSTRIDE, SHOCK, measured("pelvic_drop", 12.0, 0.4, side="right", method="markers_segments")]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("name", "numbers", "wish"),
    [
        ("runner_pfp", HEAVY, "midfoot"), ("runner_achilles", HEAVY, "midfoot"), ("runner_bsi", HEAVY, "soft_landing"),
        ("walker_oa", walk(0.9), "foot_angle"), ("walker_old", walk(0.8), ""), ("novice", HEAVY, "midfoot"),
    ],
)  # fmt: skip
def test_it_is_at_most_two_pages(tmp_path: Path, name: str, numbers: list[Any], wish: str, language: str) -> None:
    own = person(name)
    own = msgspec.structs.replace(own, athlete=msgspec.structs.replace(own.athlete, language=language))
    made = done(own, numbers, wish)
    letter = letter_of(plan_of(made), made)
    printed = pdf_text(pdf(letter, {}, today=START), tmp_path)
    of = {"en": "Page2of", "es": "Página2de"}[language]
    assert set(re.findall(of + r"(\d)", printed)) == {"2"}


def test_the_same_plan_gives_the_same_letter() -> None:
    made = done(person("runner_pfp"), run(158.0))
    first, again = (pdf(letter_of(plan_of(made), made), {}, today=START) for _ in range(2))
    assert first == again


def test_spanish_waits_for_a_native_review() -> None:
    own = person("runner_pfp")
    own = msgspec.structs.replace(own, athlete=msgspec.structs.replace(own.athlete, language="es"))
    assert "native review pending" in text(done(own, run(158.0)))
