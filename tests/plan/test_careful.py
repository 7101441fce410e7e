"""What a clinician found by reading plans of mixed people: each line is one of them."""

import datetime as dt

import msgspec
import pytest

from restride.core.plan import Plan
from restride.core.profile import Clearance, Goals, InjuryKind, Profile
from restride.plan.sites import gate_at
from tests.plan.measured import run, walk
from tests.plan.somebody import START, WELL, injury, somebody
from tests.plan.test_planner import ABLE, SHOCK, made

BONE_BEFORE = injury("bone_stress", id="b1", status="past", onset="2026-03-01")


def shin_again(**more: object) -> Profile:
    """Shin pain where the bone was hurt in spring."""
    return somebody("running", BONE_BEFORE, injury("shin_pain_diffuse", **more))


def test_pain_where_a_bone_was_hurt_before_gets_no_cue_and_is_looked_at_first() -> None:
    plan = made(shin_again(), run(158.0))
    assert not plan.cues
    assert "where a bone was hurt before" in plan.load[0].text["en"]
    other_leg = made(shin_again(side="left"), run(158.0))
    assert "where a bone was hurt before" not in other_leg.load[0].text["en"]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("knee_oa_medial", {}, 5), ("knee_oa_patellofemoral", {}, 2), ("hip_oa", {}, 2),
        ("hip_oa", {"place": "hip_side"}, 5),
        ("achilles_midportion", {}, 5), ("achilles_midportion", {"diagnosed_by": "self"}, 2), ("bone_stress", {}, 0),
        ("patellofemoral_pain", {}, 2),
    ],
)  # fmt: skip
def test_the_limit_that_a_page_names_is_that_of_the_daily_decision(
    kind: InjuryKind, more: dict[str, str], expected: int
) -> None:
    hurt = injury(kind, **more)
    assert gate_at(hurt, somebody("walking", hurt, born=1960), START) == expected


def test_a_walker_with_a_frame_is_taken_for_unsteady() -> None:
    framed = msgspec.structs.replace(WELL, walking_aid="frame")
    plan = made(somebody("walking", born=1950, health=framed), walk(0.6))
    assert plan.protocol == "walker_fallen"
    assert not plan.cues


@pytest.mark.parametrize("wish", ["quicker_steps", "relaxed_shoulders", "wider_steps", "soft_landing"])
def test_while_a_bone_heals_only_the_plans_own_change_can_be_had(wish: str) -> None:
    own = msgspec.convert(
        {"id": "c1", "of": "i1", "side": "right", "by": "Dr A", "profession": "doctor", "registration": "1",
         "date": "2026-11-20", "allows": "run_walk"}, Clearance)  # fmt: skip
    healing = somebody("running", injury("bone_stress", bone_risk="low"), clearance=(own,), tests=ABLE)
    plan = made(healing, [*run(160.0), SHOCK], wish)
    assert plan.aim in ("", "quick_short_steps")
    assert any(r.asked for r in plan.refused)


def test_an_achilles_runner_who_asks_for_quicker_steps_gets_the_five_percent_of_the_tendon() -> None:
    plan = made(somebody("running", injury("achilles_midportion")), run(160.0), "quicker_steps")
    assert plan.aim == "shorter_steps"
    assert plan.target is not None
    assert plan.target.amount == 5
    assert plan.later_target is None


@pytest.mark.parametrize("kind", ["plantar_heel", "unknown"])
def test_where_a_plan_leaves_the_gait_alone_no_wish_opens_it(kind: str) -> None:
    hurt = injury("plantar_heel" if kind == "plantar_heel" else "unknown")
    plan = made(somebody("running", hurt, tests=ABLE), run(160.0), "relaxed_shoulders")
    assert not plan.cues
    assert any(r.asked and r.what == "gait_cue" for r in plan.refused)


def test_a_flare_is_of_the_joint_and_not_of_something_else() -> None:
    mixed = somebody("running", injury("knee_oa_medial"), injury("shin_pain_diffuse", id="i2", usual_worst_0_10=7))
    assert made(mixed, []).protocol != "runner_joint_flare"


def first_minutes(profile: Profile) -> int:
    return made(profile, []).sessions[0].minutes


def test_pain_above_five_halves_the_minutes_and_holds_the_cue_back() -> None:
    calm = somebody("running", injury("patellofemoral_pain"))
    sore = somebody("running", injury("patellofemoral_pain", usual_worst_0_10=7))
    assert first_minutes(sore) == -(-first_minutes(calm) // 2)
    plan = made(sore, run(158.0))
    assert not plan.cues
    assert "above 5" in plan.load[0].text["en"]


def test_a_flaring_joint_starts_at_half_of_what_is_walked_and_not_at_a_quarter() -> None:
    flare = somebody("walking", injury("knee_oa_medial", usual_worst_0_10=7), born=1960, minutes=20)
    assert first_minutes(flare) == 10


def ladder(plan: Plan) -> list[int]:
    return [s.minutes for s in plan.sessions]


@pytest.mark.parametrize("level", [1, 5, 12])
def test_a_run_walk_ladder_keeps_its_total_for_honest_beginners(level: int) -> None:
    plan = made(somebody("running", minutes=level), [])
    assert plan.protocol == "runner_novice"
    assert ladder(plan)[0] == 20
    assert ladder(plan)[-1] == 30


def test_a_health_answer_that_nobody_gave_holds_the_ladder() -> None:
    asked = msgspec.structs.replace(WELL, heart_or_lung="unknown")
    plan = made(somebody("running", minutes=5, health=asked), [])
    assert len({(s.run_min, s.walk_min) for s in plan.sessions}) == 1


def test_a_race_does_not_hurry_a_plan() -> None:
    racing = somebody("running", injury("patellofemoral_pain"))
    assert "does not hurry" not in text_of(racing)
    date = START + dt.timedelta(weeks=6)
    racing = msgspec.structs.replace(racing, goals=Goals(list=("run_faster",), event_date=date))
    assert "does not hurry" in text_of(racing)


def text_of(profile: Profile) -> str:
    """Load and conditions of a plan without measurements."""
    plan = made(profile, [])
    return " ".join(line.text["en"] for line in (*plan.load, *plan.conditions))


def test_two_troubles_are_named_and_what_an_injury_rules_out_is_not_promised() -> None:
    both = text_of(somebody("running", injury("shin_pain_diffuse"), injury("achilles_midportion", id="i2")))
    assert "More than one part hurts" in both
    assert "The list of exercises is what counts" in both
    one = text_of(somebody("running", injury("achilles_midportion")))
    assert "More than one part hurts" not in one
    assert "The list of exercises" not in one


def test_numb_feet_are_looked_at_every_evening() -> None:
    numb = msgspec.structs.replace(WELL, diabetes_or_numb_feet="yes")
    assert "Look at both feet" in text_of(somebody("walking", born=1970, health=numb))
    assert "Look at both feet" not in text_of(somebody("walking", born=1970))


def test_no_session_is_longer_than_any_of_two_injuries_allows() -> None:
    heel, knee = injury("plantar_heel"), injury("knee_oa_lateral", id="i2")
    together = ladder(made(somebody("walking", heel, knee, born=1970), []))
    for alone in (heel, knee):
        single = ladder(made(somebody("walking", alone, born=1970), []))
        assert all(a <= b for a, b in zip(together, single, strict=False))
