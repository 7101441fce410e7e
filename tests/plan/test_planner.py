"""One person for each reason that a change of gait is refused, and what the planner owes everybody."""

import datetime as dt

import msgspec
import pytest

from restride.app.planning import make_plan_of
from restride.core.errors import UsageError
from restride.core.metric import Metric
from restride.core.plan import Plan
from restride.core.profile import InjuryKind, Permissions, Profile
from restride.plan.aim import reasons
from restride.plan.planner import Wish
from tests.plan.measured import cadence, measured, run, walk
from tests.plan.people import START, changed, person
from tests.plan.somebody import WELL, both_legs, injury, somebody

SHOCK = measured("peak_tibial_acceleration", 11.0, 0.3, side="right", method="shank_running", speed=2.8)
ABLE = {"calf_raises": both_legs(40, "incline"), "balance_s": both_legs(45)}


def made(profile: Profile, metrics: list[Metric], wish: str = "", before: Plan | None = None) -> Plan:
    """The plan, which must be there."""
    plan = make_plan_of(metrics, profile, START, wish=Wish(change=wish), before=before).plan
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("metrics", "why"),
    [
        ((), "measured"),
        ((cadence(158.0, grade="fair"),), "graded"),
        ((cadence(184.0),), "enough"),
    ],
)
def test_without_a_sure_low_cadence_there_is_a_plan_but_no_target(metrics: tuple[Metric, ...], why: str) -> None:
    plan = made(person("runner_pfp"), list(metrics))
    assert plan.target is None
    assert all(s.target is None and s.feedback_percent == 0 for s in plan.sessions)
    assert reasons()[why].why["en"] in [r.why["en"] for r in plan.refused]
    assert plan.sessions
    assert plan.ends


def test_a_cued_bout_and_a_live_number_are_no_baseline() -> None:
    live = measured("cadence", 158.0, 0.4, method="sacral_live", speed=2.8)
    assert made(person("runner_pfp"), [live]).target is None


REFUSED: list[tuple[str, Profile, list[Metric], str, str]] = [
    ("permission", somebody("running", tests=ABLE), run(165.0), "midfoot", "permission"),
    (
        "loads", somebody("running", injury("achilles_midportion"), tests=ABLE), [*run(165.0), SHOCK],
        "soft_landing", "loads",
    ),
    (
        "loads, over since spring",
        somebody("running", injury("muscle_strain", status="past", onset="2026-04-01"), tests=ABLE),
        [*run(165.0), SHOCK], "soft_landing", "loads",
    ),
    (
        "loads, over since nobody knows when",
        somebody("running", injury("plantar_heel", status="past", onset=None), tests=ABLE),
        [*run(165.0), SHOCK], "soft_landing", "loads",
    ),
    (
        "not for", somebody("running", injury("shin_pain_diffuse"), tests=ABLE), [*run(165.0), SHOCK], "soft_landing",
        "not_for",
    ),
    ("only for", somebody("running", injury("itb_pain")), run(165.0), "hip_pelvis_mirror", "only_for"),
    ("entry unknown", somebody("running"), [*run(165.0), SHOCK], "soft_landing", "entry_unknown"),
    (
        "entry failed", somebody("running", tests={"calf_raises": both_legs(10, "incline")}), [*run(165.0), SHOCK],
        "soft_landing", "entry_failed",
    ),
    (
        "counted on the flat", somebody("running", tests={"calf_raises": both_legs(40, "flat")}),
        [*run(165.0), SHOCK], "soft_landing", "entry_unknown",
    ),
    (
        "the other way round", somebody("walking", injury("knee_oa_medial"),
                                        permissions=Permissions(foot_angle_target=True, foot_angle_deg=5.0)),
        walk(1.2), "toe_in", "other_way",
    ),
    ("signed nothing", somebody("walking", injury("knee_oa_medial")), walk(1.2), "foot_angle", "permission"),
    ("slow", somebody("walking", injury("knee_oa_patellofemoral"), born=1975), walk(0.8), "quicker_shorter_walk",
     "slow_or_short_steps"),
    ("speed unknown", somebody("walking", injury("knee_oa_patellofemoral"), born=1975), [], "quicker_shorter_walk",
     "slow_or_short_steps"),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "metrics", "wish", "why"), [row[1:] for row in REFUSED],
                         ids=[row[0] for row in REFUSED])  # fmt: skip
def test_what_is_asked_for_is_refused_with_its_reason(
    profile: Profile, metrics: list[Metric], wish: str, why: str
) -> None:
    plan = made(profile, metrics, wish)
    (asked,) = [r for r in plan.refused if r.asked]
    start = reasons()[why].why["en"].split("{")[0]
    assert asked.why["en"].startswith(start)
    assert asked.why["es"]
    assert asked.instead["en"]
    assert wish not in {plan.aim, *(c.id for c in plan.cues)}


def test_a_fall_and_unsteadiness_turn_every_cue_off_even_if_asked() -> None:
    fallen = msgspec.structs.replace(WELL, falls_12mo=1, unsteady="yes")
    plan = made(somebody("walking", born=1985, health=fallen), walk(1.3), "tall_and_smooth")
    assert not plan.cues
    assert not plan.offered
    assert any(r.asked and "fallen" in r.why["en"] for r in plan.refused)


def test_a_change_that_nobody_knows_is_one_line() -> None:
    with pytest.raises(UsageError, match="soft_landing"):
        make_plan_of(run(165.0), somebody("running"), START, wish=Wish(change="moonwalk"))


def test_a_protocol_of_other_people_is_one_line() -> None:
    with pytest.raises(UsageError, match="walker_older"):
        make_plan_of(run(165.0), somebody("running"), START, wish=Wish(protocol="walker_older"))


def test_the_first_baseline_counts_for_twelve_weeks_whatever_is_measured_later() -> None:
    first = made(person("runner_pfp"), run(158.0))
    faster = make_plan_of(run(166.0), person("runner_pfp"), START + dt.timedelta(weeks=5), before=first).plan
    assert faster is not None
    assert faster.target is not None
    assert faster.revision == 1
    assert (faster.target.baseline, faster.target.ceiling) == (158.0, 173.0)
    later = make_plan_of(run(160.0), person("runner_pfp"), START + dt.timedelta(weeks=13), before=first).plan
    assert later is not None
    assert later.target is not None
    assert later.target.baseline == 160.0


def test_a_chain_of_plans_never_creeps_above_the_first_cap() -> None:
    plan = made(person("runner_pfp"), run(158.0))
    for week in (3, 6, 9):
        assert plan.target is not None
        start = START + dt.timedelta(weeks=week)
        after = make_plan_of(run(plan.target.high), person("runner_pfp"), start, before=plan).plan
        assert after is not None
        plan = after
        assert plan.target is None or plan.target.ceiling == 173


def test_a_hand_typed_permission_is_said_on_the_plan() -> None:
    angle = measured("foot_progression_angle", 7.0, 1.0, side="right", method="markers_segments", speed=1.15)
    signed = changed("walker_oa", permissions={"foot_angle_target": True, "foot_angle_deg": 5.0})
    assert any("typed by hand" in n for n in made(signed, [*walk(1.15), angle], "foot_angle").notices)
    assert not any("typed by hand" in n for n in made(person("walker_oa"), [*walk(1.15), angle]).notices)


@pytest.mark.parametrize("kind", InjuryKind.__args__)
@pytest.mark.parametrize("activity", ["running", "walking"])
def test_every_injury_gets_a_plan_or_a_referral_that_says_what_to_do(activity: str, kind: InjuryKind) -> None:
    done = make_plan_of([], somebody("running" if activity == "running" else "walking", injury(kind)), START)
    if done.plan is None:
        assert done.referral is not None
        return
    assert done.plan.load[0].text["es"]
    assert done.plan.stop
    assert done.plan.ends
    assert done.plan.phases


def test_the_chain_leads_from_the_number_to_the_target() -> None:
    steps = [r.step for r in made(person("runner_pfp"), run(158.0)).reasoning]
    order = ["measured", "protocol", "cue_allowed", "target", "aim", "dose"]
    assert [steps.index(name) for name in order] == sorted(steps.index(name) for name in order)


def test_a_plan_starts_on_its_day_or_after() -> None:
    plan = made(person("runner_pfp"), run(158.0))
    assert plan.sessions[0].date - plan.start < dt.timedelta(days=7)
