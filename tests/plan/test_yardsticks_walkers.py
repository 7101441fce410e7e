"""The two walkers of the clinical contract, line by line: each plan says what a clinician would prescribe.

Each test carries the letter and number of its line. Words are looked for where they must stand: load lines among load,
refusals among refusals. A line that the gate or a recheck keeps is tested there as well; here the plan has to say it.
"""

from itertools import pairwise

from restride.app.planning import make_plan_of
from restride.plan.knowledge import exercises
from tests.plan.measured import measured, walk
from tests.plan.people import START, changed, person
from tests.plan.yardsticks import made, oa, old, refuses, says, text, whole

# (d) a walker with osteoarthritis of the inner knee


def test_d1_walking_and_strength_with_no_target_for_gait() -> None:
    plan = oa()
    assert plan.target is None
    assert all(s.target is None for s in plan.sessions)
    says(whole(plan) + plan.summary["en"].lower(), "best support|best-supported")


def test_d2_a_foot_angle_only_in_the_signed_direction_and_size() -> None:
    angle = measured("foot_progression_angle", 7.0, 1.0, side="right", method="markers_segments", speed=1.15)
    unsigned = made(person("walker_oa"), [*walk(1.15), angle], "foot_angle")
    assert unsigned.target is None
    assert any(r.asked for r in unsigned.refused)
    signed = changed("walker_oa", permissions={"foot_angle_target": True, "foot_angle_deg": 5.0})
    plan = made(signed, [*walk(1.15), angle], "foot_angle")
    assert plan.target is not None
    assert (plan.target.metric, plan.target.amount) == ("foot_progression_angle", 5.0)
    assert plan.target.low < 12 < plan.target.high
    assert [c.id for c in plan.cues] == ["toe_out"]
    assert not any(s.feedback_percent for s in plan.sessions)  # no scolding for single steps
    inward = changed("walker_oa", permissions={"foot_angle_target": True, "foot_angle_deg": -5.0})
    assert [c.id for c in made(inward, [*walk(1.15), angle], "foot_angle").cues] == ["toe_in"]
    small = changed("walker_oa", permissions={"foot_angle_target": True, "foot_angle_deg": 3.0})
    assert made(small, [*walk(1.15), angle], "foot_angle").target is None


def test_d3_the_words_to_walk_by() -> None:
    assert [c.words["en"] for c in oa().cues] == ["Walk tall and smooth, heel to toe."]


def test_d4_walks_of_10_to_20_minutes_on_4_or_5_days_a_week() -> None:
    plan = made(changed("walker_oa", training={"walk_min_per_day": 10}), walk(1.15))
    assert (plan.sessions[0].minutes, plan.sessions[-1].minutes) == (10, 20)
    assert {s.minutes for s in oa().sessions} == {20}  # she walks 40 minutes a day already
    assert all(4 <= len(w.sessions) <= 5 for w in plan.weeks)
    for before, after in zip(plan.weeks, plan.weeks[1:], strict=False):
        a, b = (sum(plan.sessions[n - 1].minutes for n in w.sessions) for w in (before, after))
        assert b <= 1.1 * a + 1e-9
    says(text([*plan.load, *plan.conditions]), "flat", "10 %|quiet")


def test_d5_strength_two_or_three_times_a_week_and_balance_by_a_rail() -> None:
    plan = oa()
    doses = {e.id: e.dose for e in plan.exercises}
    assert doses["sit_to_stand"] == "3 x 8-12"
    assert doses["knee_extension"] == "3 x 8-12"
    assert doses["hip_abduction_supported"] in ("3 x 10", "2 x 10 -> 3 x 10", "2-3 x 10")
    assert any("calf" in name for name in doses)
    balance = [e for e in plan.exercises if exercises()[e.id].family == "balance"]
    assert balance
    assert "3 x 30 s" in balance[0].dose
    assert sum(e.from_week <= 2 for e in plan.exercises) <= 3


def test_d6_the_gate_and_the_flare() -> None:
    says(whole(oa()), "more than 5 out of 10", "next morning|usual morning", "24 hours", "half the minutes",
         "3 to 7 days", "painless", "build up again|rebuild")  # fmt: skip


def test_d7_guards_and_the_stick_in_the_other_hand() -> None:
    says(text(oa().guards), "swell", "giving way", "hip", "back", "other knee", "fall")
    says(whole(oa()), "stick.*(opposite|other) (hand|side)|(opposite|other) hand.*stick")


def test_d8_rechecks_of_pain_minutes_and_sit_to_stands() -> None:
    says(text(oa().ends), "weeks 6 and 12", "pain", "minutes", "chair|sit-to-stand", "beyond what we can detect")


def test_d9_what_it_refuses() -> None:
    refuses(oa(), "steps a minute", "lean", "toe", "wedge|brace", "hot", "lock", "night")
    cue_ids = {c.id for c in (*oa().cues, *oa().offered)}
    assert not cue_ids & {"quicker_shorter_walking_steps", "toe_in", "toe_out"}


def test_d9_behind_the_kneecap_shorter_quicker_steps_may_be_tried() -> None:
    injury = {"id": "i1", "place": "knee_front", "kind": "knee_oa_patellofemoral", "side": "right", "status": "current",
              "diagnosed_by": "clinician", "usual_worst_0_10": 3}  # fmt: skip
    profile = changed("walker_oa", injury=[injury], care={"clinician": "Dr A"})
    plan = made(profile, walk(1.15))
    asked = made(profile, walk(1.15), "quicker_shorter_walking_steps")
    assert "quicker_shorter_walking_steps" in {c.id for c in plan.offered}
    assert "quicker_shorter_walking_steps" in {c.id for c in asked.cues}


# (f) a walker of 77 who is slow and takes short steps


def test_f1_falls_with_unsteadiness_or_a_new_change_come_before_any_cue() -> None:
    falls = make_plan_of(walk(0.8), changed("walker_old", health={"falls_12mo": 1, "unsteady": "yes"}), START)
    assert falls.referral is not None
    assert falls.plan is not None
    assert not falls.plan.cues
    assert not falls.plan.offered
    new = make_plan_of(walk(0.8), changed("walker_old", health={"walking_changed": "yes"}), START)
    assert new.plan is None
    assert new.referral is not None


def test_f2_a_little_faster_with_longer_steps_in_8_to_12_weeks() -> None:
    plan = old()
    assert plan.target is not None
    assert plan.target.metric == "speed"
    assert (plan.target.low, plan.target.high) == (0.85, 0.90)
    assert 8 <= plan.target.by_week <= 12
    says(whole(plan), "longer|long,", "never shorter|not shorter")


def test_f3_the_cue() -> None:
    assert [c.words["en"] for c in old().cues] == ["Long, strong steps. Push the ground behind you. Look ahead."]
    says(old().cues[0].sound["en"].lower(), "at stops|helper")


def test_f4_no_live_feedback_and_somebody_beside() -> None:
    plan = old()
    assert not any(s.feedback_percent for s in plan.sessions)
    says(whole(plan), "screen", "vibrat|buzz", "headphones", "somebody beside|someone beside", "flat", "bright|light",
         "firm shoes", "stick|frame|walking aid")  # fmt: skip


def test_f5_from_10_minutes_two_more_a_week_to_30_on_4_or_5_days() -> None:
    plan = old()
    by_week = [[plan.sessions[n - 1].minutes for n in w.sessions] for w in plan.weeks]
    assert by_week[0][0] == 15  # he walks 15 now
    assert made(changed("walker_old", training={"walk_min_per_day": 10}), walk(0.8)).sessions[0].minutes == 10
    assert max(max(week) for week in by_week) == 30
    assert all(4 <= len(week) <= 5 for week in by_week)
    assert all(b[0] - a[0] <= 2 for a, b in pairwise(by_week))
    says(whole(plan), "rest", "talk")


def test_f6_strength_with_support_and_balance_most_days() -> None:
    plan = old()
    rows = {e.id: (e.dose, e.per_week) for e in plan.exercises}
    assert rows["sit_to_stand_easy"][0] == "2-3 x 8"
    assert rows["calf_raise_supported"][0] == "3 x 10"
    assert rows["hip_abduction_supported"][0] == "2-3 x 10"
    assert rows["step_up_supported"][0] == "2 x 6"
    balance = [e for e in plan.exercises if exercises()[e.id].family == "balance"]
    assert balance
    assert balance[0].per_week >= 4
    assert balance[0].from_week == 1


def test_f7_one_walk_is_noise() -> None:
    says(whole(old()), "three walks|3 walks|3 or more walks", "two days|2 days|2 or more days", "0.18|12 cm|0.35")


def test_f8_guards() -> None:
    says(whole(old()), "near-fall|nearly", "fall", "dizz", "chest pain", "breath")


def test_f9_what_it_refuses() -> None:
    plan = old()
    refuses(
        plan,
        "running",
        "hop",
        "board|unstable",
        "eyes closed",
        "shorter steps",
        "beat|metronome",
        "street|road|traffic",
    )
    asked = made(person("walker_old"), walk(0.8), "quicker_shorter_walk")
    assert asked.aim == "longer_steps"
    assert any(r.asked for r in asked.refused)
