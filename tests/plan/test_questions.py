"""The questions of intake: both languages, fields that a profile has, flags that cannot be tapped away."""

import datetime as dt
from typing import Any, get_args

import msgspec
import pytest

from restride.core.profile import Health, Profile, RedFlag, profile_of
from restride.plan.flags import URGENCY
from restride.plan.functional import functional_tests
from restride.plan.locks import NEEDS_CLINICIAN
from restride.plan.questions import UNKNOWN, Question, Section, Unclear, due, raised, read, sections
from restride.plan.sites import BONE_SUSPECT
from restride.plan.table import table
from tests.plan.test_functional import FORBIDDEN

TODAY = dt.date(2026, 12, 1)
EVERY = [(name, section, q) for name, section in sections().items() for q in section.question]
FLAGGED = [q for _, _, q in EVERY if q.flag or any(o.flag for o in q.options)]
NOT_ASKED = {"R10", "R5", "R16l", "R18", "R14"}
"""Computed, asked as fields of the profile, or part of a wider question: R18 from two medicines and a sore tendon,
R14 from birth and pelvic symptoms, R16l (felt light-headed, and it passed) goes with R16."""


def question(name: str) -> Question:
    return next(q for _, _, q in EVERY if q.id == name)


def field_type(section: Section, q: Question) -> Any:
    """The type of the field that a question fills."""
    if section.repeat == "tests":
        return dict
    kind: Any = Profile
    path = q.field.split(".")
    if section.repeat:
        kind = get_args(kind.__annotations__[section.repeat])[0]
    for part in path:
        kind = kind.__annotations__[part]
    return kind


@pytest.mark.parametrize(("name", "section", "q"), EVERY, ids=[q.id for _, _, q in EVERY])
def test_a_question_is_told_in_both_languages_and_fills_a_field_that_exists(
    name: str, section: Section, q: Question
) -> None:
    texts = [q.ask, section.title, *([q.help] if q.help else []), *(o.words for o in q.options)]
    assert all(set(t) == {"en", "es"} for t in texts)
    assert not any(FORBIDDEN.search(t["en"]) for t in texts)
    assert q.field or q.flag or q.pattern or any(o.flag for o in q.options)
    if q.field:
        assert field_type(section, q) is not None
    if q.options and q.field and section.repeat != "tests":
        for option in q.options:
            value: Any = [option.value] if q.answer == "some" else option.value
            msgspec.convert(value, field_type(section, q), strict=False)


def test_ids_are_unique_and_the_emergency_screen_is_first() -> None:
    assert len({q.id for _, _, q in EVERY}) == len(EVERY)
    assert next(iter(sections())) == "screen"
    assert question("S1").required


def test_every_condition_names_something_that_can_be_known() -> None:
    fields = {q.field for _, _, q in EVERY if q.field} | {"age", "injury"}
    for _, section, q in EVERY:
        for when in (one for row in q.when for one in row):
            own = {f".{other.field}" for other in section.question}
            assert when.of in fields | own, (q.id, when.of)
            assert when.any_of or when.above is not None or when.under is not None or when.filled


def test_every_red_flag_that_can_be_asked_is_asked_and_has_its_referral() -> None:
    codes = {code for q in FLAGGED for code in (q.flag, *(o.flag for o in q.options)) if code}
    assert codes | NOT_ASKED >= set(get_args(RedFlag))
    assert set(get_args(RedFlag)) == set(URGENCY)
    for code in codes:
        assert table()[code].refer is not None


@pytest.mark.parametrize("q", FLAGGED, ids=lambda q: q.id)
def test_not_sure_is_yes_for_r1_to_r9(q: Question) -> None:
    codes = {code for code in (q.flag, *(o.flag for o in q.options)) if code}
    early = any(code.rstrip("bfhxl") in {f"R{n}" for n in range(1, 10)} for code in codes)
    if early:
        assert q.unsure == "yes"
        assert raised(q, UNKNOWN)
    if q.flag:
        assert raised(q, "yes") == [q.flag]
    assert raised(q, "no" if q.flag else "none") == []


def test_the_bone_question_is_asked_at_every_place_where_a_bone_may_be_sore() -> None:
    q = question("R5")
    for place in BONE_SUSPECT:
        entry = {"place": place, "status": "current"}
        assert due(q, {}, entry | {"usual_worst_0_10": 1}, {}, TODAY)
        assert due(q, {}, entry, {}, TODAY)
        assert not due(q, {}, entry | {"usual_worst_0_10": 0}, {}, TODAY)
    assert not due(q, {}, {"place": "knee_front", "status": "current", "usual_worst_0_10": 5}, {}, TODAY)


def test_every_answer_of_health_that_the_contract_names_is_asked() -> None:
    asked = {q.field for _, _, q in EVERY}
    assert {f"health.{name}" for name in Health.__struct_fields__} <= asked
    assert {f"health.{name}" for name in NEEDS_CLINICIAN} <= asked


def test_a_question_that_hangs_on_sex_is_asked_of_those_who_did_not_say() -> None:
    for name in ("pregnancy_weeks", "last_childbirth", "pelvic_symptoms", "periods"):
        q = question(name)
        assert due(q, {"athlete": {"birth_year": 1990}}, {}, {}, TODAY)
        assert not due(q, {"athlete": {"birth_year": 1990, "sex_for_norms": "male"}}, {}, {}, TODAY)


@pytest.mark.parametrize("line", ["", "?", " unknown ", "No sé", "not sure"])
def test_i_do_not_know_is_never_a_no(line: str) -> None:
    for _, _, q in EVERY:
        if q.required:
            with pytest.raises(Unclear):
                read(q, line, TODAY)
        else:
            assert read(q, line, TODAY) == UNKNOWN


@pytest.mark.parametrize(
    ("name", "line", "value"),
    [
        ("mass_kg", "62,5", 62.5),
        ("run_days", "1,3 5", ["Mon", "Wed", "Fri"]),
        ("run_days", "Sun Mon", ["Mon", "Sun"]),
        ("activity", "2", "walking"),
        ("onset", "2026-09", dt.date(2026, 9, 1)),
        ("last_childbirth", "none", ""),
        ("event_date", "2027-04-25", dt.date(2027, 4, 25)),
        ("clinician", "none", ""),
        ("R15", "Sí", "yes"),
        ("supervised", "no", False),
    ],
)
def test_answers_are_read_as_people_type_them(name: str, line: str, value: Any) -> None:
    assert read(question(name), line, TODAY) == value


@pytest.mark.parametrize(
    ("name", "line", "why"),
    [
        ("mass_kg", "6200", "range"), ("mass_kg", "nan", "range"), ("mass_kg", "a lot", "number"),
        ("birth_month", "5.5", "whole"), ("activity", "3", "one"), ("activity", "1,2", "one"),
        ("run_days", "8", "some"),
        ("onset", "2027-01-01", "future"), ("onset", "01/09/2026", "date"), ("R15", "maybe", "yes_no"),
        ("id", "my name", "form"), ("clinician", "x" * 201, "long"), ("clinician", "a\x1b[2J", "long"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_says_why(name: str, line: str, why: str) -> None:
    with pytest.raises(Unclear) as caught:
        read(question(name), line, TODAY)
    assert caught.value.key == why


def test_functional_tests_are_offered_by_name() -> None:
    assert [o.value for o in question("test").options] == list(functional_tests())


def test_an_old_profile_without_the_new_tables_is_still_one() -> None:
    old = profile_of(
        {"schema": "restride/profile/1", "athlete": {"id": "a", "birth_year": 1990, "activity": "running"}}
    )
    assert (old.flag, old.score, old.health.walking_changed, old.readiness.confidence_0_10) == ((), (), "unknown", None)
