"""Functional tests: what a result may say, who is held back from one, and where every number is from."""

import datetime as dt
import itertools
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.profile import Athlete, TestName, profile_of
from restride.core.profile import TestValue as Result
from restride.plan.functional import functional_tests, judge, words
from restride.plan.held_back import held_back
from restride.plan.scores import scores
from tests.plan.people import START, changed, person

NAMES = tuple(functional_tests())
FORBIDDEN = re.compile(r"\b(wrong|bad|faulty|damage\w*|weak\w*|poor)\b", re.IGNORECASE)
READY = {
    "calf_raises": [{"value": 24, "side": "left", "on": "flat"}, {"value": 22, "side": "right", "on": "flat"}],
    "balance_s": [{"value": 40, "side": "left"}, {"value": 38, "side": "right"}],
}
"""What comes before the first hop, done."""
ID = re.compile(r"[A-FN]-\d{2}[a-d]?")


def athlete(year: int = 1990, month: int | None = 5, sex: Any = "female") -> Athlete:
    """Somebody of 36 years, unless told otherwise."""
    return Athlete(id="a", birth_year=year, birth_month=month, activity="running", sex_for_norms=sex)


def both(left: float, right: float, on: Any = "", day: int = 1) -> list[Result]:
    """One result a side, of one day."""
    date = dt.date(2026, 11, day)
    return [
        Result(value=left, side="left", on=on, date=date),
        Result(value=right, side="right", on=on, date=date),
    ]


def test_calf_raises_on_a_slope_are_read_beside_age_and_sex() -> None:
    seen = judge("calf_raises", both(30, 15, "incline"), athlete(), START)
    assert [(s.norm, s.against) for s in seen.sides] == [(27, "met"), (27, "short")]
    assert seen.beside == "uneven"
    assert not seen.clears
    assert judge("calf_raises", both(30, 30, "incline"), athlete(sex="male"), START).sides[0].norm == 32
    assert judge("calf_raises", both(30, 28, "incline"), athlete(), START).clears


def test_calf_raises_on_the_flat_or_on_unknown_ground_have_no_usual_value() -> None:
    for on, against in (("flat", "no_norm"), ("", "unknown")):
        seen = judge("calf_raises", both(40, 40, on), athlete(), START)
        assert [s.against for s in seen.sides] == [against, against]
        assert seen.beside == "even"
        assert not seen.clears


def test_a_result_within_the_noise_of_the_usual_value_is_called_that() -> None:
    seen = judge("calf_raises", both(21, 19, "incline"), athlete(), START)
    assert [s.against for s in seen.sides] == ["near", "short"]
    assert "cannot be told from noise" in seen.says[0]["en"]


def test_age_at_a_border_without_a_month_has_no_usual_value_unless_both_ages_share_it() -> None:
    assert judge("calf_raises", both(30, 30, "incline"), athlete(1986, None), START).sides[0].norm is None
    assert judge("calf_raises", both(30, 30, "incline"), athlete(1990, None), START).sides[0].norm == 27
    assert judge("calf_raises", both(30, 30, "incline"), athlete(1930), START).sides[0].against == "unknown"
    assert judge("calf_raises", both(30, 30, "incline"), athlete(sex="unknown"), START).sides[0].against == "unknown"


def test_even_hops_need_two_days_and_still_clear_nobody() -> None:
    one = both(1.50, 1.45)
    assert judge("hop_m", one, athlete(), START).beside == "not_told"
    two = judge("hop_m", one + both(1.52, 1.50, day=8), athlete(), START)
    assert (two.beside, two.clears) == ("even", False)
    assert judge("hop_m", both(1.50, 1.00), athlete(), START).beside == "uneven"
    assert judge("hop_m", both(1.50, 1.25), athlete(), START).beside == "not_told"


def test_the_drop_of_the_navicular_is_never_judged() -> None:
    seen = judge("navicular_drop_mm", both(14, 3) + both(4, 3, day=9), athlete(), START)
    assert {s.against for s in seen.sides} == {"no_norm"}
    assert {s.since for s in seen.sides} == {"not_told"}
    assert seen.beside == "unknown"


def test_a_change_inside_the_noise_is_no_change() -> None:
    small = both(20, 20, "incline") + both(26, 28, "incline", day=9)
    assert [s.since for s in judge("calf_raises", small, athlete(), START).sides] == ["noise", "better"]
    steps = both(4, 2) + both(1, 4, day=9)
    assert [s.since for s in judge("step_down_0_6", steps, athlete(), START).sides] == ["better", "less"]


def test_a_balance_at_the_usual_time_is_told_as_a_rule_of_thumb_and_clears_nothing() -> None:
    seen = judge("balance_s", both(45, 45), athlete(), START)
    assert {s.against for s in seen.sides} == {"met"}
    assert not seen.clears
    assert words()["heuristic"] in seen.says


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_an_even_pair_alone_never_clears_and_the_mirror_swaps_the_sides(name: TestName, data: st.DataObject) -> None:
    test = functional_tests()[name]
    value = st.floats(test.low, test.high, allow_nan=False)
    left, right = data.draw(value), data.draw(value)
    on = data.draw(st.sampled_from(["", "flat", "incline"]))
    seen = judge(name, both(left, right, on), athlete(), START)
    mirror = judge(name, both(right, left, on), athlete(), START)
    assert [s.against for s in seen.sides] == [s.against for s in reversed(mirror.sides)]
    assert (seen.beside, seen.clears) == (mirror.beside, mirror.clears)
    assert not seen.clears or all(s.against == "met" for s in seen.sides)
    assert not judge(name, both(left, right, on)[:1], athlete(), START).clears


@pytest.mark.parametrize("name", NAMES)
def test_a_value_that_the_test_cannot_give_is_refused(name: TestName) -> None:
    test = functional_tests()[name]
    for value in (test.low - 1, test.high + 1, float("nan")):
        with pytest.raises(ValueError, match=name):
            judge(name, both(value, test.low), athlete(), START)


def test_nobody_with_a_bone_injury_pain_above_2_or_an_open_flag_hops() -> None:
    assert held_back("hop_m", changed("novice", tests=READY), START) == ()
    assert "bone_stress" in held_back("hop_m", person("runner_bsi"), START)
    assert "pain_above_2" in held_back("hop_m", person("runner_pfp"), START)
    assert "tendon_sore" in held_back("hop_m", person("runner_achilles"), START)
    assert "pregnancy" in held_back("hop_m", person("runner_pregnant"), START)
    assert "operation" in held_back("hop_m", person("runner_postop"), START)
    flagged = changed("novice", tests=READY, flag=[{"code": "R11", "date": "2026-11-01"}])
    assert held_back("hop_m", flagged, START) == ("open_flag",)


def test_nobody_hops_before_both_legs_have_shown_calf_and_balance() -> None:
    for lacking in (
        {"balance_s": READY["balance_s"]},
        {**READY, "calf_raises": READY["calf_raises"][:1]},
        {**READY, "balance_s": [*READY["balance_s"], {"value": 12, "side": "left", "date": "2026-11-20"}]},
    ):
        assert held_back("hop_m", changed("novice", tests=lacking), START) == ("entry_tests",)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "field",
    [
        "osteoporosis_or_fragility_fracture",
        "joint_replacement",
        "inflammatory_arthritis",
        "unsteady",
        "pelvic_symptoms",
    ],
)
def test_not_knowing_holds_back_as_much_as_a_no_would_and_a_yes_at_least_as_much(name: TestName, field: str) -> None:
    found = {a: set(held_back(name, changed("novice", health={field: a}), START)) for a in ("no", "unknown", "yes")}
    assert found["no"] <= found["unknown"] <= found["yes"]
    if name == "hop_m":
        assert found["unknown"] - found["no"]


def test_somebody_of_whom_nothing_is_known_does_not_hop() -> None:
    blank = profile_of(
        {"schema": "restride/profile/1", "athlete": {"id": "a", "birth_year": 1990, "activity": "running"}}
    )
    assert {"osteoporosis", "joint_replacement", "pelvic", "unsteady"} <= set(held_back("hop_m", blank, START))


@pytest.mark.parametrize("name", NAMES)
def test_every_number_names_a_row_that_the_file_tells_or_says_that_it_is_ours(name: TestName) -> None:
    test = functional_tests()[name]
    parts = [p for p in (test.noise, test.norm, test.symmetry) if p is not None]
    cited = {i for part in (test, *parts) for i in part.evidence}
    assert cited == set(test.read)
    assert all(ID.fullmatch(i) for i in cited)
    for part in parts:
        assert part.basis == "heuristic" or part.evidence
        if part.basis == "evidence":  # a number from memory is never shown as a citation
            assert any(test.read[i].checked not in ("memory", "design") for i in part.evidence)
    if test.norm is not None:
        ages = [row.ages for row in test.norm.rows]
        assert all(low <= high for low, high in ages)
        assert all(a[1] + 1 == b[0] for a, b in itertools.pairwise(ages))


@pytest.mark.parametrize("name", NAMES)
def test_words_are_there_in_both_languages_and_none_that_hurts(name: TestName) -> None:
    test = functional_tests()[name]
    for texts in (test.title, test.how, test.use):
        assert set(texts) == {"en", "es"}
        assert not FORBIDDEN.search(texts["en"])
    assert all(set(texts) == {"en", "es"} and not FORBIDDEN.search(texts["en"]) for texts in words().values())
    assert all(reason in words() for reason in test.held_back)


def test_scores_have_a_range_and_a_change_that_names_its_basis() -> None:
    for known in scores().values():
        assert known.low < known.high
        assert (known.change is None) == (known.basis == "")
        assert known.change is None or known.evidence
        assert set(known.about) == {"en", "es"}
