"""The forms of a rule beyond one number: norms by age, the sore side, fresh and tired, who is told and who is not."""

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restride.core.assessment import Finding
from restride.core.conditions import Conditions
from restride.core.metric import asymmetry
from restride.core.profile import Athlete, Health, Injury, Profile
from restride.core.recording import Task
from restride.faults import findings, judgeable, summary
from restride.faults.checks import check
from restride.faults.limits import ByAge, age_of
from restride.faults.reading import DETECTABLE, compared_with_other_side
from restride.faults.rule import Rule
from restride.faults.rules import rules
from tests.faults.samples import KNOWN, TRIED, concerned, injury, metric, metrics_of, person

ages = st.one_of(st.none(), st.integers(20, 89))
sexes = st.sampled_from(["female", "male", "unknown"])
UNASKED = Health()
OVERGROUND = Conditions(mode="overground")
FRESH, TIRED = Conditions(speed_mps=3.0, fatigued=False), Conditions(speed_mps=3.1, fatigued=True)


def judge(metrics: Any, profile: Profile | None, task: Task = "running") -> dict[str, Finding]:
    return {f.rule: f for f in findings(metrics, profile, task, known=KNOWN)}


def walker(*injuries: Injury, birth_year: int = 1949, health: Health = UNASKED) -> Profile:
    athlete = Athlete(id="w1", birth_year=birth_year, activity="walking", sex_for_norms="female")
    somebody = person(*injuries, goals=("walk_better",))
    return structs.replace(somebody, athlete=athlete, as_of=dt.date(2026, 11, 20), health=health)


def walk(speed: float, conditions: Conditions = OVERGROUND) -> list[Any]:
    return [metric("speed", speed, se=0.02, conditions=conditions)]


def pace() -> ByAge:
    (condition,) = rules()["slow_walking"].when
    assert isinstance(condition.limit, ByAge)
    return condition.limit


@given(ages, sexes)
def test_knowing_less_of_a_person_never_raises_the_limit(age: int | None, sex: Any) -> None:
    known = pace().below(age, sex)
    assert known is not None
    for less in (pace().below(None, sex), pace().below(age, "unknown"), pace().below(None, "unknown")):
        assert less is not None
        assert less <= known


def test_the_walking_norm_is_the_published_table_less_a_fifth() -> None:
    norm = structs.replace(pace(), share=1.0)
    assert [norm.below(age, "female") for age in (25, 45, 75, 89)] == [1.34, 1.39, 1.13, 0.94]  # row A-79
    assert [norm.below(age, "male") for age in (25, 45, 75, 89)] == [1.36, 1.43, 1.26, 0.97]
    assert norm.below(90, "female") is None
    assert norm.below(19, "male") is None
    assert pace().share == 0.8


def test_age_is_that_of_the_day_that_the_profile_is_as_of() -> None:
    born = walker(birth_year=1949)
    assert age_of(born) == 77
    later = structs.replace(born, athlete=structs.replace(born.athlete, birth_month=12))
    assert age_of(later) == 76
    assert age_of(structs.replace(born, as_of=None)) is None
    assert age_of(None) is None


def test_a_woman_of_77_at_0_7_metres_a_second_is_told_and_one_at_1_0_is_not() -> None:
    assert judge(walk(0.70), walker(), "walking")["slow_walking"].relevant
    assert judge(walk(1.00), walker(), "walking") == {}


def test_a_sore_knee_at_63_and_1_15_metres_a_second_is_no_slow_walk() -> None:
    sore = walker(injury("knee_oa_medial", place="knee_inner"), birth_year=1963)
    assert judge(walk(1.15), sore, "walking") == {}
    slow = judge(walk(0.70), sore, "walking")["slow_walking"]
    assert not slow.relevant  # the joint comes first


def test_a_belt_sets_the_speed_so_a_slow_walk_on_it_says_nothing() -> None:
    assert judge(walk(0.5, Conditions(mode="treadmill")), walker(), "walking") == {}
    assert "slow_walking" in judge(walk(0.5, Conditions()), walker(), "walking")


def test_one_walk_stands_for_the_usual_speed_only_within_what_changes_from_day_to_day() -> None:
    """0.18 m/s between two days (A-82) is 0.065 m/s in one."""
    found = judge(walk(0.80), walker(), "walking")["slow_walking"]
    z = (0.8 * 1.13 - 0.80) / math.hypot(0.02, 0.18 / DETECTABLE)
    assert math.isclose(found.probability, 0.5 * math.erfc(-z / math.sqrt(2)))
    assert "give or take 0.13" in found.why


@pytest.mark.parametrize(
    ("health", "relevant"),
    [
        (Health(falls_12mo=1), True),
        (Health(unsteady="yes"), True),
        (Health(falls_12mo=0, unsteady="no"), False),
        (Health(), False),
    ],
)
def test_a_fall_or_unsteady_walking_makes_a_slow_walk_matter_and_sends_to_a_clinician(
    health: Health, relevant: bool
) -> None:
    somebody = structs.replace(walker(health=health), goals=person().goals)
    found = judge(walk(0.60), somebody, "walking")["slow_walking"]
    assert found.relevant == relevant
    assert ("clinician should look into first" in found.because) == relevant


def test_a_sore_leg_that_stands_shorter_is_named_and_the_other_leg_is_not() -> None:
    short = [metric("contact_time_asymmetry", -16.0, se=2.0)]  # the left has less
    for side, told in (("left", True), ("right", False), ("both", True)):
        found = judge(short, person(injury("muscle_strain", place="calf", side=side)))
        assert ("uneven_contact" in found) == told
    assert judge([metric("contact_time_asymmetry", 16.0, se=2.0)], person(injury(side="left"))) == {}
    assert found["uneven_contact"].side == "left"
    assert "16.0 % less time" in found["uneven_contact"].why


@pytest.mark.parametrize("rule", [r for r in rules().values() if r.only_relevant], ids=lambda rule: rule.id)
def test_sides_that_differ_are_not_spoken_of_without_a_sore_side(rule: Rule) -> None:
    healed = person(injury(rule.relevant.symptom.kinds[0] if rule.relevant.symptom.kinds else "unknown", status="past"))
    for profile in (None, person(), person(goals=("prevent", "reduce_pain", "walk_better")), healed):
        assert rule.id not in judge(metrics_of(rule.example), profile, rule.task)
    assert rule.id in judge(metrics_of(rule.example), concerned(rule), rule.task)


def test_an_asymmetry_rests_on_the_outside_error_of_the_metric_behind_it() -> None:
    """Both sides' errors are in its own, so a method that knows its contact times knows how they differ."""
    left, right = (metric("contact_time", v, se=0.002, side=s) for v, s in ((0.22, "left"), (0.26, "right")))
    short = asymmetry(left, right)
    assert short is not None
    only_contact = structs.replace(KNOWN[TRIED], error={"contact_time": KNOWN[TRIED].error["contact_time"]})
    sore = person(injury(side="left"))
    assert [f.rule for f in findings([short], sore, "running", known={TRIED: only_contact})] == ["uneven_contact"]
    nothing = structs.replace(only_contact, error={})
    assert findings([short], sore, "running", known={TRIED: nothing}) == ()
    assert compared_with_other_side("contact_time_cv") is None
    assert compared_with_other_side("pelvic_drop_difference") == "pelvic_drop"


def contact(fresh: float, tired: float, *, before: Conditions = FRESH, after: Conditions = TIRED) -> list[Any]:
    return [
        metric("contact_time", fresh, se=0.002, side="left", conditions=before),
        metric("contact_time", tired, se=0.002, side="left", conditions=after),
    ]


def test_tiring_is_a_rise_beyond_noise_at_the_same_speed() -> None:
    sore = person(injury(side="left"))
    found = judge(contact(0.250, 0.285), sore)["longer_contact_when_tired"]
    assert "14.0 % longer" in found.why
    assert judge(contact(0.250, 0.265), sore) == {}  # 6 %: a foot pod's spread makes 8.3 % the least that counts
    assert judge(contact(0.285, 0.250), sore) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FRESH, Conditions(speed_mps=3.3, fatigued=True)),
        (FRESH, Conditions(fatigued=True)),
        (Conditions(fatigued=False), Conditions(fatigued=True)),
        (FRESH, Conditions(speed_mps=3.0, fatigued=True, shoe="another")),
        (Conditions(speed_mps=3.0), TIRED),
        (FRESH, FRESH),
    ],
)
def test_bouts_that_differ_in_more_than_tiring_are_not_compared(before: Conditions, after: Conditions) -> None:
    found = judge(contact(0.250, 0.300, before=before, after=after), person(injury(side="left")))
    assert "longer_contact_when_tired" not in found


def test_a_measured_speed_goes_before_a_stated_one_when_a_run_is_compared_with_itself() -> None:
    sore = person(injury(side="left"))
    bouts = contact(0.250, 0.300)
    fast, slow = (metric("speed", v, se=0.02, conditions=c) for v, c in ((3.5, FRESH), (2.6, TIRED)))
    assert "longer_contact_when_tired" in judge(bouts, sore)
    assert "longer_contact_when_tired" not in judge([*bouts, fast, slow], sore)


def test_two_methods_are_not_compared_over_a_run() -> None:
    early, late = contact(0.250, 0.300)
    other = {**KNOWN, "another": KNOWN[TRIED]}
    late = structs.replace(late, method="another")
    assert findings([early, late], person(injury(side="left")), "running", known=other) == ()


def test_what_was_done_under_a_cue_is_not_the_person_s_own_gait() -> None:
    own, cued = Conditions(speed_mps=2.8), Conditions(speed_mps=2.8, cued=True)
    high = metric("braking_peak", 0.40, se=0.01, side="left", conditions=own)
    low = metric("braking_peak", 0.20, se=0.01, side="left", conditions=cued)
    assert set(judge([high, low], None)) == {"high_braking"}
    assert judge([structs.replace(high, conditions=cued)], None) == {}


def test_silence_because_nothing_could_be_judged_is_not_called_all_well() -> None:
    sore, healthy = person(injury()), person()
    poor = [metric("braking_peak", 0.40, se=0.01, side="left", grade="poor")]
    usual = [metric("braking_peak", 0.20, se=0.01, side="left")]
    assert not judgeable(poor, sore, "running", known=KNOWN)
    assert judgeable(usual, sore, "running", known=KNOWN)
    assert not judgeable(usual, sore, "walking", known=KNOWN)
    assert "could be judged" in summary((), sore, judged=False)
    assert summary((), sore, judged=True) == "Nothing here is worth changing now."
    assert summary((), healthy, judged=False) == "Nothing here is worth changing now."  # nothing to ask for


def test_day_to_day_noise_makes_shock_less_sure() -> None:
    noisy = rules()["high_shock"]
    found = judge([metric("peak_tibial_acceleration", 10.0, se=0.5, side="left")], None)["high_shock"]
    z = (10.0 - 8.0) / math.hypot(0.5, 2.0 / DETECTABLE)
    assert math.isclose(found.probability, 0.5 * math.erfc(-z / math.sqrt(2)))
    assert found.probability > noisy.probability


def test_shock_is_never_relevant_to_the_bone_the_calf_or_the_achilles_tendon() -> None:
    """It is not bone load (A-32, A-33), and landing softly asks more of calf and tendon (C-12, N-31)."""
    spared = {"bone_stress", "shin_pain_diffuse", "achilles_midportion", "achilles_insertional", "muscle_strain"}
    for name in ("high_shock", "high_loading_rate"):
        relevant = rules()[name].relevant
        assert not spared & {*relevant.symptom.kinds, *relevant.history.kinds}
        assert "plantar_heel" not in relevant.symptom.kinds


@pytest.mark.parametrize(
    ("rule", "fields", "complaint"),
    [
        ("pelvic_drop", {"side": "each"}, "side"),
        ("overstride", {"side": "more"}, "side"),
        ("cross_over", {"side": "each"}, "side"),
        ("high_shock", {"modes": ()}, "no mode"),
    ],
)
def test_a_form_that_does_not_fit_is_named(rule: str, fields: dict[str, object], complaint: str) -> None:
    assert list(check(rules()[rule])) == []
    assert any(complaint in line for line in check(structs.replace(rules()[rule], **fields)))


@pytest.mark.parametrize(
    ("rule", "fields", "complaint"),
    [
        ("slow_walking", {"below": structs.replace(pace(), ages=(20, 30))}, "ages"),
        ("slow_walking", {"below": structs.replace(pace(), ages=(20, 40, 30, 50, 60, 70, 80, 90))}, "ages"),
        ("slow_walking", {"below": structs.replace(pace(), share=math.nan)}, "not finite"),
        ("uneven_contact", {"above": None, "below": 10.0}, "size"),
        ("longer_contact_when_tired", {"unit": "s"}, "percent"),
        ("longer_contact_when_tired", {"above": None, "below": 0.0}, "percent"),
    ],
)
def test_a_limit_that_does_not_fit_is_named(rule: str, fields: dict[str, object], complaint: str) -> None:
    whole = rules()[rule]
    spoilt = structs.replace(whole, when=(structs.replace(whole.when[0], **fields),))
    assert any(complaint in line for line in check(spoilt))


@pytest.mark.parametrize(
    ("rule", "fields", "complaint"),
    [
        ("high_shock", {"value": 0.0}, "no size"),
        ("high_shock", {"unit": "m/s"}, "is in g"),
        ("high_shock", {"metric": "cadence", "unit": "steps/min"}, "no condition reads"),
        ("uneven_contact", {"metric": "contact_time", "unit": "s"}, "asymmetry in percent"),
    ],
)
def test_noise_that_does_not_fit_is_named(rule: str, fields: dict[str, object], complaint: str) -> None:
    whole, change = rules()[rule], rules()["high_shock"].change[0]
    assert any(complaint in line for line in check(structs.replace(whole, change=(structs.replace(change, **fields),))))
