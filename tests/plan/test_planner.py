"""The first planner: the yardsticks' numbers, and bounds that hold for everybody."""

import datetime as dt
import random

import pytest

from restride.app.planning import make_plan_of
from restride.core.conditions import Conditions
from restride.core.metric import Metric
from restride.core.plan import Plan
from restride.core.profile import Athlete, Health, Injury, InjuryKind, Profile, Training
from restride.plan.knowledge import exercises, protocols
from restride.plan.planner import CAP, DAYS, SPIKE, present_level
from tests.plan.people import START, changed, person

PLACE: dict[str, str] = {
    "patellofemoral_pain": "knee_front",
    "achilles_midportion": "achilles_mid",
    "bone_stress": "shin_inner",
}


def cadence(value: float, speed: float = 2.8, grade: str = "good") -> Metric:
    """A cadence of a person at a speed."""
    return Metric(
        name="cadence", value=value, unit="steps/min", se=0.4, n=80, side="both", method="force_20n", basis="measured",
        grade=grade, source="run.c3d", conditions=Conditions(speed_mps=speed),
    )  # fmt: skip


def plan_for(profile: Profile, *metrics: Metric) -> Plan:
    """The plan, which must be there."""
    made = make_plan_of(list(metrics), profile, START).plan
    assert made is not None
    return made


def test_the_patellofemoral_yardstick() -> None:
    plan = plan_for(person("runner_pfp"), cadence(158.0))
    assert plan.target is not None
    assert plan.later_target is not None
    assert (plan.target.low, plan.target.high, plan.target.ceiling) == (163, 169, 173)
    assert (plan.later_target.low, plan.later_target.high) == (167, 173)
    assert [s.minutes for s in plan.sessions] == [15, 17, 19, 21, 24, 26, 28, 30]
    assert [s.feedback_percent for s in plan.sessions] == [100, 100, 100, 100, 75, 50, 25, 10]
    assert {s.uncued_min for s in plan.sessions} == {3}
    assert plan.responder_after == (1, 4)
    assert [r.week for r in plan.rechecks] == [2, 4, 12, 24, 52]
    assert (plan.sessions[-1].date - plan.start).days <= 28


def test_the_achilles_yardstick_has_one_small_step_and_keeps_the_heel() -> None:
    plan = plan_for(person("runner_achilles"), cadence(160.0))
    assert plan.target is not None
    assert plan.later_target is None
    assert (plan.target.low, plan.target.high) == (165, 171)
    assert (plan.sessions[0].minutes, plan.sessions[-1].minutes) == (10, 25)
    assert all((b.date - a.date).days >= 2 for a, b in zip(plan.sessions, plan.sessions[1:], strict=False))
    assert all("toe" not in c.words["en"] and "forefoot" not in c.words["en"] for c in plan.cues)


def test_the_bone_stress_yardstick_is_run_walk_each_level_twice() -> None:
    plan = plan_for(person("runner_bsi"), cadence(160.0))
    pairs = [(s.run_min, s.walk_min) for s in plan.sessions]
    assert pairs[0] == (1, 4)
    assert all(pairs.count(p) >= 2 for p in pairs if p[1])
    assert all((b.date - a.date).days >= 3 for a, b in list(zip(plan.sessions, plan.sessions[1:], strict=False))[:5])


@pytest.mark.parametrize("base", ["walker_oa", "walker_old"])
def test_walkers_get_walks_and_strength_and_no_gait_target(base: str) -> None:
    plan = plan_for(person(base), cadence(100.0, 1.1))
    assert plan.target is None
    assert not plan.cues
    assert {s.activity for s in plan.sessions} == {"walking"}
    assert plan.exercises


def test_the_healthy_novice_has_nothing_to_change_and_runs_half_an_hour_in_ten_weeks() -> None:
    plan = plan_for(person("novice"), cadence(150.0))
    assert plan.target is None
    assert "Nothing in your gait needs changing" in plan.summary["en"]
    assert (plan.sessions[-1].date - plan.start).days <= 75


@pytest.mark.parametrize(
    ("metrics", "why"),
    [
        ((), "measured"),
        ((cadence(158.0, grade="fair"),), "surely enough"),
        ((cadence(180.0),), "already lies above"),
    ],
)
def test_without_a_sure_low_cadence_there_is_a_plan_but_no_target(metrics: tuple[Metric, ...], why: str) -> None:
    plan = plan_for(person("runner_pfp"), *metrics)
    assert plan.target is None
    assert all(s.target is None and s.feedback_percent == 0 for s in plan.sessions)
    assert any(why in r.why["en"] for r in plan.refused)
    assert plan.sessions
    assert plan.ends


def test_the_dose_never_exceeds_the_present_level() -> None:
    profile = changed("runner_pfp", training={"continuous_run_min": 18, "longest_run_30d_min": 20})
    assert [s.minutes for s in plan_for(profile, cadence(158.0)).sessions] == [15, 17, 18, 18, 18, 18, 18, 18]


def a_person(chance: random.Random) -> Profile:
    """Somebody, drawn at random, locked people among them."""
    kinds: tuple[InjuryKind, ...] = InjuryKind.__args__
    kind = chance.choice(kinds)
    injury = Injury(
        id="i1",
        place=PLACE.get(kind, "other"),
        kind=kind,
        side=chance.choice(["left", "right", "both"]),
        status=chance.choice(["current", "recovering", "past"]),
        diagnosed_by=chance.choice(["clinician", "self_checked", "self"]),
        usual_worst_0_10=chance.randint(0, 5),
    )
    level = chance.choice([None, 5, 12, 20, 45, 90])

    def answer() -> str:
        return chance.choice(["no", "no", "no", "no", "unknown", "yes"])

    return Profile(
        schema="restride/profile/1",
        athlete=Athlete(
            id="x",
            birth_year=chance.randint(1935, 2012),
            activity=chance.choice(["running", "running", "walking"]),
            guardian="G",
        ),
        training=Training(
            run_days=tuple(chance.sample(DAYS, chance.randint(0, 7))),
            runs_per_week=chance.choice([None, 2, 4]),
            continuous_run_min=level,
            longest_run_30d_min=chance.choice([None, level]),
            walk_min_per_day=chance.choice([None, 5, 25, 60]),
        ),
        health=Health(quinolone_6mo=answer(), steroid_3mo=answer(), heart_or_lung=answer()),
        injury=chance.choice([(), (injury,)]),
    )


def test_the_bounds_hold_for_five_thousand_people() -> None:
    chance = random.Random(20261122)
    plans = 0
    for _ in range(5000):
        profile = a_person(chance)
        baseline = cadence(chance.uniform(130, 190), chance.uniform(1.8, 4.5))
        done = make_plan_of([baseline], profile, START)
        assert (done.plan is None) == done.intake.locked
        if done.plan is None:
            assert done.referral is not None
            continue
        plans += 1
        check_bounds(done.plan, profile, baseline)
        assert make_plan_of([baseline], profile, START).plan == done.plan
    assert plans > 1500


def check_bounds(plan: Plan, profile: Profile, baseline: Metric) -> None:
    """What no plan may break."""
    walks = profile.athlete.activity == "walking"
    kinds = {i.kind for i in profile.injury if i.status != "past"}
    for target in (plan.target, plan.later_target):
        if target is not None:
            assert target.high <= target.ceiling <= CAP * baseline.value
            assert not walks
            assert kinds
    gaps = [(b.date - a.date).days for a, b in zip(plan.sessions, plan.sessions[1:], strict=False)]
    assert all(gap >= (1 if walks else 2) for gap in gaps)
    level, ran = present_level(profile), profile.training.longest_run_30d_min
    for s in plan.sessions:
        if s.run_min is None:
            assert s.minutes <= max(level, 1)
        elif ran and s.run_min:
            share = s.run_min / (s.run_min + (s.walk_min or 0))
            before = [x.minutes * share for x in plan.sessions if x.number < s.number]
            assert s.minutes * share <= SPIKE * max([ran, level, *before]) + 1
        own = profile.training.run_days
        assert walks or not own or DAYS[s.date.weekday()] in own
        assert s.date >= plan.start
    assert len(plan.exercises) <= 3
    assert not any(kinds & set(exercises()[e.id].not_for) for e in plan.exercises)
    assert not any(exercises()[e.id].impact for e in plan.exercises)
    assert plan.load
    assert plan.stop
    assert plan.ends
    assert len({s.date for s in plan.sessions}) == len(plan.sessions)


def test_every_word_of_every_protocol_is_there_in_both_languages_and_blames_nobody() -> None:
    banned = ("wrong", "faulty", " bad ", "damage", "weak ", "abnormal")
    for name, protocol in protocols().items():
        texts = [
            protocol.title,
            protocol.summary,
            *(line.text for line in (*protocol.load, *protocol.stop, *protocol.ends)),
        ]
        for text in texts:
            assert {"en", "es"} <= set(text), name
            assert not any(word in text["en"].lower() for word in banned), text["en"]


def test_a_plan_starts_on_its_day_or_after() -> None:
    plan = plan_for(person("runner_pfp"), cadence(158.0))
    assert plan.sessions[0].date - plan.start < dt.timedelta(days=7)
