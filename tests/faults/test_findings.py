"""Laws of the evaluator: what moves a probability, what silences a rule, what makes a pattern matter."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import structs

from restride.core.assessment import Finding
from restride.core.conditions import Conditions
from restride.core.metric import Grade, Metric, MetricSide
from restride.core.profile import Profile
from restride.core.recording import Task
from restride.core.vocabulary import entry, vocabulary
from restride.faults import findings, summary
from restride.faults.evaluate import KNOWING, STRENGTH
from restride.faults.limits import Linear
from restride.faults.reading import compared_with_other_side, probability_past
from restride.faults.relevance import GOAL_ONLY, NONE
from restride.faults.rule import Rule
from restride.faults.rules import rules
from tests.faults.samples import (
    KNOWN,
    LIVE,
    READ_BY_RULES,
    TRIED,
    UNSAID,
    any_metric,
    concerned,
    example,
    injury,
    metric,
    metrics_of,
    person,
    standing_out,
)

each_rule = pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
MIRROR = {"left": "right", "right": "left"}
values = st.floats(-50, 50)
errors = st.floats(0.01, 20)


def judge(metrics: Any, profile: Profile | None = None, task: Task = "running") -> tuple[Finding, ...]:
    return findings(metrics, profile, task, known=KNOWN)


def told(rule: Rule, metrics: Any) -> list[Finding]:
    """What the rule says to somebody for whom it is relevant."""
    return about(rule, judge(metrics, concerned(rule), rule.task))


def about(rule: Rule, found: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule.id]


@given(values, values, errors, values)
def test_the_further_past_the_limit_the_surer(a: float, b: float, se: float, limit: float) -> None:
    low, high = sorted((a, b))
    assert probability_past(low, se, limit, above=True) <= probability_past(high, se, limit, above=True)
    assert probability_past(low, se, limit, above=False) >= probability_past(high, se, limit, above=False)


@given(values, errors, errors, values)
def test_more_doubt_brings_the_probability_nearer_to_a_half(value: float, a: float, b: float, limit: float) -> None:
    small, large = sorted((a, b))
    certain, doubtful = (probability_past(value, se, limit, above=True) for se in (small, large))
    assert abs(doubtful - 0.5) <= abs(certain - 0.5) + 1e-15
    assert (doubtful - 0.5) * (certain - 0.5) >= 0


@given(values, st.one_of(st.just(0.0), errors), values)
def test_above_and_below_share_the_whole_of_the_chance(value: float, se: float, limit: float) -> None:
    both = probability_past(value, se, limit, above=True) + probability_past(value, se, limit, above=False)
    assert math.isclose(both, 1.0, abs_tol=1e-12)


def test_one_standard_error_past_the_limit_is_84_per_cent() -> None:
    assert math.isclose(probability_past(11.0, 1.0, 10.0, above=True), 0.841345, abs_tol=1e-6)


@each_rule
@given(data=st.data())
def test_a_value_further_past_the_limit_never_lowers_a_finding_s_probability(rule: Rule, data: st.DataObject) -> None:
    condition = rule.when[0]
    here = example(rule, "left")
    (now,) = (m.value for m in here if m.name == condition.metric and m.conditions.fatigued is not False)
    low, high = entry(condition.metric).sane
    upwards = condition.above is not None and rule.side != "less"  # the left has less where an asymmetry is negative
    further = data.draw(st.floats(now, high) if upwards else st.floats(low, now))
    there = [structs.replace(m, value=further) if (m.name, m.value) == (condition.metric, now) else m for m in here]
    (before,), (after,) = told(rule, here), told(rule, there)
    assert after.probability >= before.probability


@each_rule
def test_a_value_within_its_doubt_of_the_limit_is_not_pointed_out(rule: Rule) -> None:
    huge = [structs.replace(m, se=1000.0) for m in example(rule, "left")]
    assert told(rule, huge) == []


@each_rule
@given(data=st.data())
def test_more_doubt_never_makes_a_finding_surer(rule: Rule, data: st.DataObject) -> None:
    """Whichever of its metrics is in more doubt, unless that is what lies on the other side of the limit."""
    here = example(rule, "left")
    doubted = data.draw(st.sampled_from(range(len(here))))
    more = data.draw(st.floats(1, 100))
    there = [structs.replace(m, se=more * m.se) if i == doubted else m for i, m in enumerate(here)]
    (before,) = told(rule, here)
    assert all(after.probability <= before.probability for after in told(rule, there))


@each_rule
def test_the_other_leg_s_example_gives_the_other_leg_s_finding(rule: Rule) -> None:
    (left,), (right,) = told(rule, example(rule, "left")), told(rule, example(rule, "right"))
    assert (left.side, right.side) in (("left", "right"), ("both", "both"))
    assert structs.replace(left, side=right.side, because="") == structs.replace(right, because="")


@given(metrics=standing_out(), data=st.data())
def test_the_order_of_the_metrics_does_not_matter(metrics: tuple[Metric, ...], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(metrics))
    profile = data.draw(st.sampled_from([None, person(injury())]))
    assert judge(shuffled, profile) == judge(metrics, profile)


def mirrored(metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    return tuple(
        structs.replace(
            m, side=MIRROR.get(m.side, m.side), value=-m.value if compared_with_other_side(m.name) else m.value
        )
        for m in metrics
    )


@given(metrics=standing_out())
def test_mirrored_metrics_give_mirrored_findings(metrics: tuple[Metric, ...]) -> None:
    def bare(found: tuple[Finding, ...]) -> dict[tuple[str, str], Finding]:
        return {(f.rule, f.side): structs.replace(f, because="") for f in found}

    swapped = {
        (rule, MIRROR.get(side, side)): structs.replace(f, side=MIRROR.get(side, side))
        for (rule, side), f in bare(judge(metrics, person(injury(side="left")))).items()
    }
    assert bare(judge(mirrored(metrics), person(injury(side="right")))) == swapped


@given(metrics=standing_out(), extra=st.lists(any_metric(tuple(set(vocabulary()) - set(READ_BY_RULES))), max_size=4))
def test_an_unrelated_metric_changes_nothing(metrics: tuple[Metric, ...], extra: list[Metric]) -> None:
    assert judge([*extra, *metrics]) == judge(metrics)


@each_rule
def test_a_better_grade_never_silences(rule: Rule) -> None:
    """Poor is silent; fair and good say the same."""
    grades: tuple[Grade, ...] = ("poor", "fair", "good")
    by_grade = {g: told(rule, metrics_of(rule.example, grade=g)) for g in grades}
    assert by_grade["poor"] == []
    assert by_grade["fair"] == by_grade["good"] != []


@given(metrics=st.lists(any_metric(), max_size=8, unique_by=lambda m: (m.name, m.side)), data=st.data())
def test_a_better_grade_of_one_metric_among_many_never_silences(metrics: list[Metric], data: st.DataObject) -> None:
    assume(any(m.grade == "fair" for m in metrics))
    better = data.draw(st.sampled_from([i for i, m in enumerate(metrics) if m.grade == "fair"]))
    raised = [structs.replace(m, grade="good") if i == better else m for i, m in enumerate(metrics)]
    assert judge(raised) == judge(metrics)


@each_rule
def test_live_kernels_are_never_read(rule: Rule) -> None:
    assert told(rule, metrics_of(rule.example, method=LIVE)) == []


def test_the_best_graded_of_several_methods_is_read() -> None:
    low = metric("braking_peak", 0.40, se=0.01, side="left", grade="fair")
    usual = metric("braking_peak", 0.20, se=0.02, side="left", grade="good")
    assert len(judge([low])) == 1
    assert judge([low, usual]) == ()


def test_both_feet_together_are_read_only_where_neither_foot_is_known() -> None:
    both = metric("braking_peak", 0.40, se=0.01, side="both")
    left = metric("braking_peak", 0.20, se=0.01, side="left")
    assert [f.side for f in judge([both])] == ["both"]
    assert judge([both, left]) == ()


def test_two_feet_give_two_findings_and_are_never_averaged() -> None:
    left = metric("braking_peak", 0.40, se=0.01, side="left")
    right = metric("braking_peak", 0.10, se=0.01, side="right")
    assert [f.side for f in judge([left, right])] == ["left"]


def test_an_implausible_value_is_not_read() -> None:
    assert judge([metric("braking_peak", 5.0, se=0.01, side="left")]) == ()


def test_overstride_needs_the_shin_angle_and_a_low_step_rate_together() -> None:
    rule = rules()["overstride"]
    angle, cadence, speed = metrics_of(rule.example, conditions=UNSAID)
    (together,) = about(rule, judge([angle, cadence, speed]))
    shin = probability_past(angle.value, angle.se, 10.0, above=True)
    assert math.isclose(together.probability, shin)  # the step rate is surer here: the least sure one decides
    assert about(rule, judge([angle, speed])) == []
    assert about(rule, judge([angle, cadence])) == []


@pytest.mark.parametrize("speed", [1.0, 1.63, 4.69, 6.0])
def test_the_step_rate_norm_is_silent_where_the_study_had_no_data(speed: float) -> None:
    assert judge([metric("cadence", 120.0), metric("speed", speed, se=0.01)]) == ()


def test_a_stated_speed_serves_where_none_was_measured_and_a_measured_one_goes_before() -> None:
    slow = Conditions(speed_mps=1.7)  # the norm less 4 % is 153.8 here and 161.4 at 3.0 m/s
    cadence = metric("cadence", 157.0, conditions=slow)
    assert judge([cadence]) == ()
    assert [f.rule for f in judge([cadence, metric("speed", 3.0, se=0.02, conditions=slow)])] != []
    unsure = metric("speed", 3.0, se=0.02, grade="poor", conditions=slow)
    assert judge([cadence, unsure]) == ()


def test_doubt_in_the_speed_is_doubt_in_the_norm() -> None:
    cadence = metric("cadence", 158.0, se=1.0)
    (sharp,), vague = (judge([cadence, metric("speed", 3.0, se=se)]) for se in (0.01, 1.0))
    assert not vague
    (condition,) = rules()["low_cadence_for_speed"].when
    assert isinstance(condition.limit, Linear)
    assert math.isclose(condition.limit.rise, (condition.limit.at(4.0) - condition.limit.at(3.0)))
    assert sharp.probability > 0.99


@each_rule
@pytest.mark.parametrize(("slope", "speaks"), [(None, True), (0.0, True), (2.0, True), (-2.1, False), (8.0, False)])
def test_slopes_silence_a_rule(rule: Rule, slope: float | None, speaks: bool) -> None:
    assert bool(told(rule, metrics_of(rule.example, conditions=Conditions(speed_mps=2.8, grade=slope)))) == speaks


def test_metrics_of_unlike_conditions_are_not_judged_together() -> None:
    rule = rules()["overstride"]
    angle, cadence, speed = metrics_of(rule.example)
    tired = structs.replace(angle, conditions=Conditions(speed_mps=2.8, fatigued=True))
    assert about(rule, judge([tired, cadence, speed])) == []
    other_device = structs.replace(angle, conditions=Conditions(speed_mps=2.8, device="cameras"))
    assert len(about(rule, judge([other_device, cadence, speed]))) == 1


def test_a_pattern_must_stand_out_under_every_condition_that_was_measured() -> None:
    fresh, tired = Conditions(speed_mps=2.8, fatigued=False), Conditions(speed_mps=2.8, fatigued=True)
    high = metric("braking_peak", 0.40, se=0.01, side="left", conditions=fresh)
    usual = metric("braking_peak", 0.20, se=0.01, side="left", conditions=tired)
    assert len(judge([high])) == 1
    assert judge([high, usual]) == ()


def test_loading_rate_is_not_judged_without_impact_peaks() -> None:
    rule = rules()["high_loading_rate"]
    valr, peak = metrics_of(rule.example)
    assert about(rule, judge([valr])) == []
    assert about(rule, judge([valr, structs.replace(peak, side="right")])) == []
    assert len(about(rule, judge([valr, structs.replace(peak, grade="poor")]))) == 1


def test_a_symptom_that_the_rule_names_makes_it_relevant_on_that_side_only() -> None:
    sides: tuple[MetricSide, ...] = ("left", "right")
    braking = [metric("braking_peak", 0.40, se=0.01, side=side) for side in sides]
    found = judge(braking, person(injury(side="right")))
    assert [(f.side, f.relevant) for f in found] == [("right", True), ("left", False)]
    assert found[0].because == "the profile names pain around the kneecap, right, as present"
    assert found[1].because == "nothing that the profile names is known to go with this"
    assert [f.relevant for f in judge(braking, person(injury(side="both")))] == [True, True]


def test_the_kind_of_an_injury_decides_and_its_place_only_where_the_kind_is_unknown() -> None:
    braking = [metric("braking_peak", 0.40, se=0.01, side="right")]
    for hurt, relevant in (
        (injury("unknown"), True),
        (injury("muscle_strain"), False),
        (injury("unknown", place="buttock"), False),
        (injury("patellofemoral_pain", place="other"), True),
    ):
        assert [f.relevant for f in judge(braking, person(hurt))] == [relevant]


def test_history_and_goals_make_a_rule_relevant_only_where_it_names_them() -> None:
    low_cadence = metrics_of(rules()["low_cadence_for_speed"].example)
    stiff = metrics_of(rules()["stiff_knee"].example)
    past = injury(side="left", status="past")
    assert [f.relevant for f in judge(low_cadence, person(past))] == [True]
    assert [f.relevant for f in judge(stiff, person(past))] == [False]
    wish = person(goals=("return_to_running",))
    assert [f.because for f in judge(low_cadence, wish)] == ["the profile names a goal: to get back to running"]
    assert [f.relevant for f in judge(stiff, wish)] == [False]


def test_a_goal_does_not_speak_over_what_hurts() -> None:
    low_cadence = metrics_of(rules()["low_cadence_for_speed"].example)
    strained = injury("muscle_strain", place="thigh_back")
    assert [f.relevant for f in judge(low_cadence, person(strained, goals=("reduce_pain",)))] == [False]


def test_relevance_goes_before_everything_else_in_the_ranking() -> None:
    assert max(STRENGTH.values()) * NONE < min(STRENGTH.values()) * 0.5 * GOAL_ONLY


@given(metrics=standing_out())
def test_the_ranking_is_relevance_times_probability_times_strength(metrics: tuple[Metric, ...]) -> None:
    found = judge(metrics, person(injury(side="both")))
    assert [f.relevant for f in found] == sorted((f.relevant for f in found), reverse=True)
    for worth in ("changing", "knowing"):
        of_kind = [f for f in found if f.relevant and rules()[f.rule].worth == worth]
        scores = [f.probability * STRENGTH[rules()[f.rule].strength] for f in of_kind]
        assert scores == sorted(scores, reverse=True)


def test_what_is_only_worth_knowing_never_stands_before_what_is_worth_changing() -> None:
    sore = person(injury())
    braking = metric("braking_peak", 0.30, se=0.02, side="right")
    knee = metric("knee_flexion_peak", 20.0, se=2.0, side="right")
    assert [f.rule for f in judge([knee, braking], sore)] == ["high_braking", "stiff_knee"]
    weakest = GOAL_ONLY * min(STRENGTH.values()) * min(rule.probability for rule in rules().values())
    assert KNOWING * max(STRENGTH.values()) < weakest
    assert NONE * max(STRENGTH.values()) < weakest * KNOWING
    assert summary(judge([knee], sore), sore).startswith(
        "Nothing here is worth changing now; worth knowing: knee bends"
    )


def test_the_summary_without_a_profile_calls_nothing_worth_changing() -> None:
    said = "No profile was given, so nothing here is called worth changing."
    assert summary(judge(metrics_of(rules()["high_braking"].example)), None) == said
    assert summary((), None) == said


def test_the_summary_for_a_person_without_symptom_goal_or_history_is_that_nothing_is_worth_changing() -> None:
    healthy = person()
    found = judge(metrics_of(rules()["high_braking"].example), healthy)
    assert found
    assert summary(found, healthy) == summary((), healthy) == "Nothing here is worth changing now."
    assert summary((), person(injury())) == "Nothing here is worth changing now."


def test_the_summary_names_the_dominant_pattern_with_its_probability_and_the_strength_of_its_evidence() -> None:
    sore = person(injury())
    braking = metric("braking_peak", 0.30, se=0.02, side="right")
    knee = metric("knee_flexion_peak", 20.0, se=2.0, side="right")
    assert summary(judge([knee, braking], sore), sore) == (
        "Worth a look first: much braking at each landing (right), because the profile names pain around the kneecap, "
        "right, as present; we are 93 % sure that it stands out, and the evidence that it matters is very limited."
    )
    assert "more than 99 %" in summary(judge([knee], sore), sore)


def test_the_summary_refuses_a_finding_of_a_rule_that_is_not_here() -> None:
    sore = person(injury())
    (found,) = judge([metric("braking_peak", 0.40, se=0.01, side="right", method=TRIED)], sore)
    with pytest.raises(ValueError, match="no rule"):
        summary((structs.replace(found, rule="gone"),), sore)


@pytest.mark.parametrize("speed", [None, 3.5, 4.5])
def test_a_rule_for_easy_speeds_is_silent_at_others_and_at_an_unknown_one(speed: float | None) -> None:
    braking = metric("braking_peak", 0.40, se=0.01, side="left", conditions=Conditions(speed_mps=speed))
    assert judge([braking]) == ()
