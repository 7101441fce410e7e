"""One person for each protocol: who gets it, and the thing about it that a clinician would look for first."""

import datetime as dt
import re

import msgspec
import pytest

from restride.app.planning import make_plan_of
from restride.core.plan import Plan
from restride.core.profile import Clearance, Health, Injury, InjuryKind, Profile
from restride.plan.knowledge import exercises
from restride.plan.planner import Wish
from restride.plan.protocols import protocols
from tests.plan.measured import run, walk
from tests.plan.somebody import START, WELL, injury, somebody
from tests.plan.yardsticks import whole


def cleared(profile: Profile, of: str, allows: str) -> Profile:
    """With a doctor's word for it."""
    own = {"id": "c1", "of": of, "side": "both", "by": "Dr A", "profession": "doctor", "registration": "1",
           "date": "2026-11-20", "allows": allows}  # fmt: skip
    return msgspec.structs.replace(profile, clearance=(msgspec.convert(own, Clearance),))


def but(**changes: object) -> Health:
    """Well but for this."""
    return msgspec.structs.replace(WELL, **changes)


def runner(kind: InjuryKind, **more: object) -> Profile:
    return somebody("running", injury(kind, **more))


def walker(kind: InjuryKind, **more: object) -> Profile:
    return somebody("walking", injury(kind, **more), born=1970)


FLARE = {"usual_worst_0_10": 7}
FELL = but(falls_12mo=1)
OPERATED: tuple[Injury, ...] = (injury("post_operative"),)

# protocol, person, what is asked for by name, an exercise among the first, what the plan has to say
PEOPLE: list[tuple[str, Profile, str, str, str]] = [
    ("runner_achilles", runner("achilles_midportion"), "", "heavy_calf_raise", "treatment"),
    ("runner_achilles_insertional", runner("achilles_insertional"), "", "heavy_calf_raise_flat", "flat"),
    ("runner_after_operation", cleared(somebody("running", *OPERATED), "i1", "run_walk"), "", "", "doctor"),
    ("runner_ankle_sprain", runner("ankle_sprain"), "", "one_leg_balance_at_rail", "balance"),
    ("runner_bone_stress", cleared(runner("bone_stress", bone_risk="low"), "i1", "run_walk"), "", "seated_calf_raise",
     "0 out of 10"),
    ("runner_calf_strain", runner("muscle_strain"), "", "seated_calf_raise", "walk"),
    ("runner_compartment", runner("exertional_compartment"), "", "", "doctor or physio"),
    ("runner_general", runner("unknown"), "", "", "no study"),
    ("runner_gluteal_tendon", runner("gluteal_tendon"), "", "hip_press_hold", "5 out of 10"),
    ("runner_healthy", somebody("running"), "", "foot_core", "same days"),
    ("runner_itb", runner("itb_pain"), "", "side_lying_hip_abduction", "outer|outside"),
    ("runner_joint_flare", runner("knee_oa_medial", **FLARE), "", "", "half the minutes"),
    ("runner_knee_oa", runner("knee_oa_medial"), "", "sit_to_stand", "5 out of 10"),
    ("runner_maintenance", somebody("running"), "runner_maintenance", "", "weeks 4 and 12"),
    ("runner_novice", somebody("running", minutes=5), "", "foot_core", "30 days"),
    ("runner_patellar_tendon", runner("patellar_tendon"), "", "knee_hold", "5 out of 10"),
    ("runner_patellofemoral", runner("patellofemoral_pain"), "", "step_down_10cm", "no stairs"),
    ("runner_plantar_heel", runner("plantar_heel"), "", "towel_calf_raise", "2 out of 10"),
    ("runner_postpartum", somebody("running", health=but(last_childbirth=dt.date(2026, 6, 1))), "", "", "leak"),
    ("runner_recovery_week", somebody("running"), "runner_recovery_week", "", "half"),
    ("runner_return", somebody("running", goals=("return_to_running",)), "", "", "30 minutes"),
    ("runner_shin", runner("shin_pain_diffuse"), "", "calf_raise", "one small spot"),
    ("runner_thigh_back_strain", runner("muscle_strain", place="thigh_back"), "", "bridge", "sprint"),
    ("runner_thigh_front_strain", runner("muscle_strain", place="thigh_front"), "", "hip_flexor_hold",
     "one small spot"),
    ("walker_achilles", walker("achilles_midportion"), "", "calf_hold", "5 out of 10"),
    ("walker_ankle_sprain", walker("ankle_sprain"), "", "tandem_balance_at_rail", "balance"),
    ("walker_bone_stress", cleared(walker("bone_stress", bone_risk="low"), "i1", "walking"), "", "seated_calf_raise",
     "0 of 10|0 out of 10"),
    ("walker_fallen", somebody("walking", born=1970, health=FELL), "", "weight_shift_at_rail", "fall"),
    ("walker_general", somebody("walking", born=1970), "", "sit_to_stand", "talk"),
    ("walker_gluteal_tendon", walker("gluteal_tendon"), "", "hip_press_hold", "5 out of 10"),
    ("walker_hip_oa", walker("hip_oa"), "", "hip_abduction_supported", "5 out of 10"),
    ("walker_joint_fallen", somebody("walking", injury("knee_oa_medial"), born=1970, health=FELL), "",
     "tandem_balance_at_rail", "fall"),
    ("walker_joint_flare", walker("knee_oa_medial", **FLARE), "", "knee_hold", "half the minutes"),
    ("walker_knee_oa", walker("knee_oa_medial"), "", "knee_extension", "stick"),
    ("walker_maintenance", somebody("walking", born=1970), "walker_maintenance", "", "two days|two strength"),
    ("walker_older", somebody("walking", born=1950), "", "sit_to_stand_easy", "headphones"),
    ("walker_operation", cleared(somebody("walking", *OPERATED, born=1970), "i1", "walking"), "", "sit_to_stand_easy",
     "doctor"),
    ("walker_patellar_tendon", walker("patellar_tendon"), "", "knee_hold", "5 out of 10"),
    ("walker_patellofemoral", walker("patellofemoral_pain"), "", "side_lying_hip_abduction", "stairs"),
    ("walker_patellofemoral_oa", walker("knee_oa_patellofemoral"), "", "sit_to_stand", "stairs"),
    ("walker_plantar_heel", walker("plantar_heel"), "", "towel_calf_raise", "heel"),
    ("walker_recovery_week", somebody("walking", born=1970), "walker_recovery_week", "", "half"),
    ("walker_slow", somebody("walking", born=1970, goals=("walk_better",)), "", "sit_to_stand", "longer|minutes"),
    ("walker_start", somebody("walking", born=1970), "walker_start", "", "10"),
]  # fmt: skip


def planned(profile: Profile, asked: str) -> Plan:
    """The plan, which must be there."""
    metrics = walk(1.15) if profile.athlete.activity == "walking" else run(168.0)
    plan = make_plan_of(metrics, profile, START, wish=Wish(protocol=asked)).plan
    assert plan is not None
    return plan


def test_every_protocol_has_its_person_and_nearly_half_of_them_walk() -> None:
    assert {row[0] for row in PEOPLE} == set(protocols())
    walkers = sum(row[1].athlete.activity == "walking" for row in PEOPLE)
    assert walkers / len(PEOPLE) > 0.45


@pytest.mark.parametrize(("name", "profile", "asked", "first", "says"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_the_person_gets_the_protocol_that_was_written_for_them(
    name: str, profile: Profile, asked: str, first: str, says: str
) -> None:
    plan = planned(profile, asked)
    assert plan.protocol == name
    begun = {e.id for e in plan.exercises if e.from_week == 1}
    assert 1 <= len(begun) <= 3
    assert not first or first in begun
    assert re.search(says, whole(plan)), says
    assert plan.weeks[0].change == "start"
    assert [p for p in plan.phases if p.gate] or len(plan.phases) == 1
    assert not any(e.impact for e in plan.exercises if profile.athlete.activity == "walking")
    assert {w.when for w in plan.routines} == {"warm_up", "cooldown"}
    assert plan.pages
    assert plan.title["es"]


@pytest.mark.parametrize(("name", "profile", "asked"), [row[:3] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
def test_the_limit_for_pain_that_a_plan_says_is_the_one_that_the_gate_keeps(
    name: str, profile: Profile, asked: str
) -> None:
    """5 only for a tendon or joint that somebody checked; 0 for bone; 2 for everything else."""
    lines = [line.text["en"] for line in planned(profile, asked).stop]
    wide = {"achilles_midportion", "achilles_insertional", "patellar_tendon", "gluteal_tendon", "knee_oa_medial",
            "knee_oa_lateral", "knee_oa_patellofemoral", "hip_oa"}  # fmt: skip
    kinds = {i.kind for i in profile.injury}
    for line in lines:
        if re.search(r"more than 5\b", line) and not kinds & wide:
            assert re.search("tendon|joint|osteoarthritis", line), line  # of whoever has one that was checked
    if not kinds & wide and "bone_stress" not in kinds:
        assert any("2 out of 10" in line for line in lines)


def test_an_exercise_never_stands_beside_what_it_took_the_place_of() -> None:
    for _, profile, asked, _, _ in PEOPLE:
        plan = planned(profile, asked)
        for row in protocols()[plan.protocol].strength:
            if row.after and {row.exercise, row.after} <= {e.id for e in plan.exercises}:
                old = next(e for e in plan.exercises if e.id == row.after)
                new = next(e for e in plan.exercises if e.id == row.exercise)
                assert old.to_week is not None
                assert old.to_week < new.from_week
                assert exercises()[row.exercise].family
