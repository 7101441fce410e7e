"""The four runners of the clinical contract, line by line: each plan says what a clinician would prescribe.

Each test carries the letter and number of its line. Words are looked for where they must stand: load lines among load,
refusals among refusals. A line that the gate or a recheck keeps is tested there as well; here the plan has to say it.
"""

import re
from itertools import pairwise

import pytest

from restride.app.planning import make_plan_of
from tests.plan.measured import run
from tests.plan.people import START, changed, person
from tests.plan.yardsticks import (
    OVERSTRIDE,
    SHOCK,
    achilles,
    bone,
    kneecap,
    made,
    novice,
    phases,
    refuses,
    says,
    text,
    whole,
)

# (a) a runner with kneecap pain


def test_a1_five_percent_then_seven_and_a_half_and_never_above_173() -> None:
    plan = kneecap()
    assert plan.target is not None
    assert plan.later_target is not None
    assert (plan.target.low, plan.target.high, plan.target.ceiling) == (163, 169, 173)
    assert (plan.later_target.low, plan.later_target.high, plan.later_target.ceiling) == (167, 173, 173)
    bands = [(s.target.low, s.target.high) for s in plan.sessions if s.target]
    assert bands == [(163, 169)] * 4 + [(167, 173)] * 4
    says(text(plan.load), "same speed")


def test_a2_the_cue_and_the_one_after_it() -> None:
    profile = changed("runner_pfp", tests={"calf_raises": [
        {"value": 30, "side": side, "on": "incline", "date": "2026-11-20"} for side in ("left", "right")]})  # fmt: skip
    plan = made(profile, run(158.0))
    assert [c.words["en"] for c in plan.cues] == [
        "Take quicker, lighter steps. Match the beep, then let it go.", "Land quietly.",
    ]  # fmt: skip
    assert [c.role for c in plan.cues] == ["first", "next"]
    assert [c.id for c in kneecap().cues] == ["quicker_lighter_steps"]  # nobody knows what her calves can do


def test_a3_load_comes_first() -> None:
    says(text(kneecap().load[:1]), "20 % less running", "10 to 20 % slower", "no downhill", "no stairs", "two weeks",
         "4 minutes of running and 1 minute of walk")  # fmt: skip


def test_a4_eight_sessions_in_three_weeks_never_two_days_on_end_and_a_beep_that_fades() -> None:
    plan = kneecap()
    assert [s.minutes for s in plan.sessions] == [15, 17, 19, 21, 24, 26, 28, 30]
    assert sum(s.minutes for s in plan.sessions) == 180
    assert [s.feedback_percent for s in plan.sessions] == [100, 100, 100, 100, 75, 50, 25, 10]
    assert {s.uncued_min for s in plan.sessions} == {3}
    assert (plan.sessions[-1].date - plan.sessions[0].date).days <= 21
    days = [s.date for s in plan.sessions]
    assert min((b - a).days for a, b in pairwise(days)) >= 2


def test_a4_the_dose_never_exceeds_the_present_level() -> None:
    profile = changed("runner_pfp", training={"continuous_run_min": 18, "longest_run_30d_min": 20})
    assert [s.minutes for s in made(profile, run(158.0)).sessions] == [15, 17, 18, 18, 18, 18, 18, 18]


def test_a5_the_cue_must_earn_its_place_after_sessions_1_and_4() -> None:
    plan = kneecap()
    assert plan.responder_after == (1, 4)
    says(text(plan.ends), "sessions 1 and 4", "1 point", "beyond what we can detect", "about a third")


def test_a6_strength_three_times_a_week_that_does_not_claim_to_change_gait() -> None:
    plan = kneecap()
    first = {e.id: e for e in plan.exercises if e.from_week == 1}
    assert set(first) == {"sit_to_stand", "side_lying_hip_abduction", "step_down_10cm"}
    assert {e.per_week for e in first.values()} == {3}
    doses = {name: e.dose for name, e in first.items()}
    assert doses == {"sit_to_stand": "3 x 8-12", "side_lying_hip_abduction": "3 x 10-12", "step_down_10cm": "3 x 8"}
    assert "banded_hip_abduction" in {e.id for e in plan.exercises if e.from_week > 1}
    says(whole(plan), "makes you stronger", "does not change how you run", "2 repetitions more", "5 % of weight",
         "pain of at most 2", "15 minutes in weeks 1 and 2")  # fmt: skip


def test_a7_guards() -> None:
    says(text(kneecap().guards), "calf or achilles", "new place", "pelvi", "effort", "at most 2", "60 minutes",
         "next morning")  # fmt: skip


def test_a8_level_ups_after_two_quiet_sessions_then_minutes_speed_hills_and_rechecks() -> None:
    plan = kneecap()
    said = phases(plan)
    says(said, "two quiet")
    assert said.index("minutes") < said.index("hills")
    assert [r.week for r in plan.rechecks][:3] == [2, 4, 12]
    says(text(plan.ends), "once without the beep", "once with it")


def test_a9_what_it_refuses() -> None:
    refuses(kneecap(), "10 %", "forefoot", "pain of 3|3 out of 10", "deep", "lock")
    says(text(kneecap().ends), "8 weeks", "doctor or physio")


@pytest.mark.parametrize("wish", ["midfoot", "shorter_contact"])
def test_a9_a_switch_of_strike_is_refused_even_if_asked(wish: str) -> None:
    plan = made(person("runner_pfp"), run(158.0), wish)
    assert wish not in {c.id for c in plan.cues}
    assert any(r.asked for r in plan.refused)


# (b) a runner with a recovering Achilles tendon


def test_b1_five_percent_and_no_more_with_the_heel_kept() -> None:
    plan = achilles()
    assert plan.target is not None
    assert (plan.target.amount, plan.target.low, plan.target.high) == (5, 165, 171)
    assert plan.later_target is None
    assert plan.target.ceiling <= 160 * 1.07
    says(whole(plan), "same or a slower speed", "heel")


def test_b2_the_cue_and_the_words_that_are_never_said() -> None:
    plan = achilles()
    assert [c.words["en"] for c in plan.cues] == ["Shorter steps. Let the foot land under you."]
    said = " ".join(c.words["en"].lower() for c in (*plan.cues, *plan.offered))
    assert not re.search(r"bounc|spring|push|toe|midfoot|contact", said)


def test_b3_easy_flat_three_runs_a_week_with_48_hours_between() -> None:
    plan = achilles()
    days = [s.date for s in plan.sessions]
    assert min((b - a).days for a, b in pairwise(days)) >= 2
    says(text([*plan.load, *plan.conditions]), "easy", "flat", "48 hours|2 days", "3 minutes?.*1|3/1")


def test_b4_six_to_eight_cued_sessions_in_four_weeks_from_10_to_25_minutes() -> None:
    plan = achilles()
    cued = [s for s in plan.sessions if s.feedback_percent]
    assert 6 <= len(cued) <= 8
    assert (cued[0].minutes, cued[-1].minutes) == (10, 25)
    assert (cued[-1].date - cued[0].date).days <= 28
    assert [s.feedback_percent for s in cued][:4] == [100] * 4
    assert cued[4].feedback_percent < 100
    assert all(s.uncued_min for s in cued)


def test_b5_strength_is_the_treatment() -> None:
    plan = achilles()
    heavy = {e.id: e for e in plan.exercises}
    assert {"heavy_calf_raise", "heavy_seated_calf_raise"} <= set(heavy)  # straight and bent knee
    assert heavy["heavy_calf_raise"].per_week == 3
    assert heavy["heavy_calf_raise"].dose == "3 x 15 -> 4 x 6, 6 s, 2-3 min"
    says(text(plan.load), "treatment", "12 weeks")


def test_b5_pain_at_the_heel_bone_trains_on_the_flat() -> None:
    injury = {"id": "i1", "place": "heel_back", "kind": "achilles_insertional", "side": "right", "status": "recovering",
              "diagnosed_by": "clinician", "usual_worst_0_10": 3}  # fmt: skip
    plan = made(changed("runner_achilles", injury=[injury]), [*run(160.0), OVERSTRIDE])
    assert "heavy_calf_raise_flat" in {e.id for e in plan.exercises}
    assert "heavy_calf_raise" not in {e.id for e in plan.exercises}
    says(whole(plan), "flat")


def test_b6_the_gate() -> None:
    plan = achilles()
    says(whole(plan), "5 out of 10", "next morning", "stiff", "week on week", "warms? up")
    says(whole(plan), "3 to 5|3-5|3, 4 or 5")


def test_b7_hops_only_after_the_calf_test_then_hills_and_speed_one_at_a_time() -> None:
    says(phases(achilles()), "20", "norm|usual", "40", "60", "twice a week|2 x a week|two days", "hill", "speed",
         "one at a time|never both|one of them")  # fmt: skip
    assert not any(e.impact for e in achilles().exercises)


def test_b8_guards() -> None:
    says(
        text(achilles().guards),
        "knee",
        "other calf",
        "heel",
        "steps per km|steps for each k|steps per kil|each kilomet",
    )


def test_b9_what_it_refuses() -> None:
    refuses(achilles(), "strike|lands", "contact", "jump|hop", "minimalist|lower", "days in a row|two days")
    says(whole(achilles()), "snap", "antibiotic", "steroid")


@pytest.mark.parametrize("wish", ["midfoot", "shorter_contact", "elastic_push_off", "soft_landing", "quietest_landing"])
def test_b9_what_loads_the_tendon_is_refused_even_if_asked_and_permitted(wish: str) -> None:
    profile = changed("runner_achilles", permissions={"strike_change": True}, tests={"calf_raises": [
        {"value": 40, "side": side, "on": "incline", "date": "2026-11-20"} for side in ("left", "right")]})  # fmt: skip
    plan = made(profile, [*run(160.0), OVERSTRIDE, SHOCK], wish)
    asked = [r for r in plan.refused if r.asked]
    assert asked
    assert "Achilles" in asked[0].why["en"]
    assert [c.id for c in plan.cues] == ["shorter_steps_under_you"]


# (c) a runner six months after a bone stress injury of the shin


def test_c1_without_a_clearance_that_names_the_leg_there_is_no_plan() -> None:
    injured = person("runner_bsi").injury[0]
    other = "left" if injured.side == "right" else "right"
    cleared = {"id": "c1", "of": injured.id, "side": other, "by": "Dr A", "profession": "doctor", "registration": "1",
               "date": "2026-11-20", "allows": "run_walk"}  # fmt: skip
    for held in ([], [cleared], [cleared | {"side": injured.side, "allows": "walking"}]):
        assert make_plan_of(run(162.0), changed("runner_bsi", clearance=held), START).plan is None
    assert made(changed("runner_bsi", clearance=[cleared | {"side": injured.side}]), run(162.0)).sessions


def test_c2_volume_and_speed_are_the_lever_and_shock_is_not_bone_load() -> None:
    plan = bone()
    says(text(plan.load[:2]), "how far and how fast")
    says(whole(plan), "shock.*(not|does not).*bone|bone.*not.*shock", "tiptoe|on your toes")


def test_c3_five_then_seven_and_a_half_percent_and_shock_is_a_guard_only() -> None:
    plan = bone()
    assert plan.target is not None
    assert plan.target.metric == "cadence"
    assert plan.target.amount == 5
    assert plan.later_target is not None
    assert plan.later_target.amount == 7.5
    says(text(plan.guards), "shock")
    refuses(plan, "shock")


def test_c4_the_cue() -> None:
    assert [c.words["en"] for c in bone().cues] == ["Quick, short, quiet steps."]


def test_c5_six_times_one_and_four_each_level_twice_at_most_three_runs_a_week() -> None:
    plan = bone()
    pairs = [(s.run_min, s.walk_min) for s in plan.sessions]
    assert pairs[0] == (1, 4)
    assert plan.sessions[0].minutes == 30
    assert all(pairs.count(pair) >= 2 for pair in pairs)
    gaps = [(b.date - a.date).days for a, b in zip(plan.sessions, plan.sessions[1:], strict=False)]
    third = next(i for i, s in enumerate(plan.sessions) if s.run_min == 4)
    assert all(gap >= 3 for gap in gaps[: third - 1])
    assert all(len(w.sessions) <= 3 for w in plan.weeks)
    assert [s.feedback_percent for s in plan.sessions][:8] == [100, 100, 100, 100, 75, 50, 25, 10]


def test_c6_no_hills_speed_or_race_before_30_minutes_have_been_quiet_for_two_weeks() -> None:
    says(whole(bone()), "no hills", "race", "second run", "30 minutes", "2 weeks|two weeks", "10 %")


def test_c7_strength_and_hops_only_with_clearance_for_impact() -> None:
    plan = bone()
    doses = {e.id: (e.dose, e.per_week) for e in plan.exercises}
    assert doses["seated_calf_raise"][0] == "3 x 8"
    assert doses["squat_or_leg_press"][0] == "3 x 6-8"
    assert doses["step_up"][0] == "3 x 8"
    assert all(2 <= per_week <= 3 for _, per_week in doses.values())
    assert not any(e.impact for e in plan.exercises)
    says(whole(plan), "hops?", "clear", "40")


def test_c8_guards_press_and_hop_before_each_run() -> None:
    says(whole(bone()), "press", "hop", "0 out of 10", "at night", "next morning", "painkiller", "period|eating")


def test_c9_what_it_refuses() -> None:
    refuses(bone(), "try", "strike|lands", "carbon|minimalist", "missed|make up|making up", "two days|days in a row")


# (e) a healthy novice


def test_e1_nothing_in_the_gait_needs_changing() -> None:
    plan = novice()
    assert plan.target is None
    assert not plan.cues
    says(plan.summary["en"].lower(), "nothing in your gait needs changing; how fast you build up matters more")


def test_e2_three_run_walk_days_to_30_minutes_in_8_to_10_weeks() -> None:
    plan = novice()
    weeks = (plan.sessions[-1].date - plan.sessions[0].date).days / 7
    assert 7 < weeks <= 10.5
    assert all(20 <= s.minutes <= 30 for s in plan.sessions)
    assert plan.sessions[0].run_min
    assert plan.sessions[-1].walk_min == 0
    assert all(len(w.sessions) <= 3 for w in plan.weeks)
    says(text(plan.load), "talk", "10 %", "30 days")


def test_e2_with_a_bmi_over_30_the_first_week_has_3_km_at_most() -> None:
    heavy = made(changed("novice", athlete={"mass_kg": 95.0, "height_m": 1.70}), run(158.0, 2.4))
    first = [s for s in heavy.sessions if (s.date - heavy.start).days < 7]
    running = sum(s.minutes * (s.run_min or 0) / ((s.run_min or 0) + (s.walk_min or 0)) for s in first)
    assert running * 60 * 2.2 <= 3000


def test_e3_and_e4_soft_landing_is_offered_only_with_calf_capacity_and_both_sides() -> None:
    calves = {"calf_raises": [
        {"value": 30, "side": side, "on": "incline", "date": "2026-11-20"} for side in ("left", "right")]}  # fmt: skip
    steady = {"continuous_run_min": 20, "longest_run_30d_min": 25}
    able = made(changed("novice", tests=calves), [*run(158.0, 2.4), SHOCK])
    assert "quietest_landing" not in {c.id for c in able.offered}  # under 15 minutes without a break
    level = changed("runner_steady", tests=calves, training=steady)
    plan = made(level, [*run(168.0, 2.8), SHOCK])
    (offer,) = [c for c in plan.offered if c.id == "quietest_landing"]
    assert {s.says for s in offer.sides} == {"for", "against"}
    assert not plan.cues
    taken = made(level, [*run(168.0, 2.8), SHOCK], "soft_landing")
    assert taken.cues[0].words["en"] == "Land as quietly as you can."
    assert taken.target is not None
    assert taken.target.high == pytest.approx(0.8 * 11.0, abs=0.06)
    assert sum(bool(s.feedback_percent) for s in taken.sessions) == 8
    untested = made(changed("runner_steady", training=steady), [*run(168.0, 2.8), SHOCK], "soft_landing")
    assert not untested.cues
    assert any(r.asked for r in untested.refused)


def test_e5_strength_without_jumps_before_week_6() -> None:
    plan = novice()
    rows = {e.id: (e.dose, e.per_week, e.from_week) for e in plan.exercises}
    assert rows["foot_core"][1] == 4
    assert rows["calf_raise"][:2] == ("3 x 10-12", 2)
    assert rows["squat_or_step_up"][:2] == ("2-3 x 10", 2)
    assert not any(e.impact and e.from_week < 6 for e in plan.exercises)
    says(whole(plan), "month 4|four months|fourth month")


def test_e6_guards() -> None:
    says(whole(novice()), "pain.*(above|more than) 2|above 2", "48 hours")


def test_e7_rechecks_minutes_comfort_and_the_longest_run_and_no_grade_of_gait() -> None:
    says(text(novice().ends), "weeks? 4 and 12|week 4", "minutes", "comfort", "longest")


def test_e8_what_it_refuses() -> None:
    refuses(
        novice(),
        "180",
        "strike|lands",
        "red|list of features",
        "injury.*score|score",
        "minimalist",
        "two new|one change",
    )
