"""Which days, how many and from which week: laws of exercises that the shipped tables alone do not test."""

import datetime as dt

import msgspec
import pytest

import restride.core.profile as profiles
from restride.app.planning import make_plan_of
from restride.core.profile import Day, InjuryKind
from restride.plan.aim import Chosen
from restride.plan.knowledge import exercises
from restride.plan.person import person_of
from restride.plan.protocols import Protocol, Strength, protocols
from restride.plan.schedule import DAYS, Diary, gap, schedule
from restride.plan.strength import ruled_out, strengthen
from tests.plan.measured import run, walk
from tests.plan.somebody import START, WELL, injury, somebody
from tests.plan.test_attacks import ABLE, ABLE_RUNNER, EVERY_DAY, made


@pytest.mark.parametrize("kind", ["achilles_midportion", "achilles_insertional"])
@pytest.mark.parametrize("after", range(7))
def test_heavy_calf_work_for_a_sore_tendon_shares_a_day_with_a_run_or_lies_two_days_off(
    kind: InjuryKind, after: int
) -> None:
    hurt = somebody("running", injury(kind), training=EVERY_DAY)
    plan = make_plan_of([], hurt, START + dt.timedelta(days=after)).plan
    assert plan is not None
    heavy = {d for e in plan.exercises if "heavy" in e.id and "seated" not in e.id for d in e.days}
    assert heavy
    ran = {s.date for s in plan.sessions}
    beside = {day + dt.timedelta(days=step) for day in ran for step in (-1, 1)} - ran
    assert not {DAYS[day.weekday()] for day in beside} & heavy


def table(*rows: Strength) -> Protocol:
    """The load plan of a healthy runner with other exercises."""
    return msgspec.structs.replace(protocols()["runner_healthy"], strength=rows)


def test_what_is_new_waits_for_the_third_week_and_for_its_own_least_week() -> None:
    assert exercises()["rebound_calf_raise"].not_before_week == 4
    rows = (Strength(exercise="bridge"), Strength(exercise="foot_core", from_week=2),
            Strength(exercise="rebound_calf_raise", from_week=2))  # fmt: skip
    found = {e.id: e.from_week for e in strengthen(table(*rows), ABLE_RUNNER, Chosen(), Diary()).exercises}
    assert found == {"bridge": 1, "foot_core": 3, "rebound_calf_raise": 4}
    alone = strengthen(table(rows[0], rows[2]), ABLE_RUNNER, Chosen(), Diary()).exercises
    assert {e.id: e.from_week for e in alone} == {"bridge": 1, "rebound_calf_raise": 4}


def test_no_table_gives_more_than_five_exercises_at_a_time() -> None:
    names = ("foot_core", "calf_raise", "bridge", "sit_to_stand", "step_up", "hip_press_hold", "ankle_rocks")
    rows = [Strength(exercise=name, from_week=week) for week, name in enumerate(names, 1)]
    long = msgspec.structs.replace(table(*rows), weeks=20)
    given = strengthen(long, ABLE_RUNNER, Chosen(), Diary()).exercises
    for week in range(1, 21):
        assert sum(e.from_week <= week and (e.to_week is None or week <= e.to_week) for e in given) <= 5


def test_what_the_cue_loads_more_is_trained_from_the_first_week() -> None:
    cue = made(somebody("running"), run(158.0), "quick_short_steps").cues[0]
    assert any((s.tissue, s.direction) == ("achilles", "up") for s in cue.shifts)
    rows = [Strength(exercise=name) for name in ("foot_core", "bridge", "sit_to_stand")]
    later = [Strength(exercise=name, from_week=5) for name in ("rebound_calf_raise", "calf_raise")]
    plain = strengthen(table(*rows, *later), ABLE_RUNNER, Chosen(), Diary()).exercises
    paired = strengthen(table(*rows, *later), ABLE_RUNNER, Chosen(cues=(cue,)), Diary()).exercises
    assert "calf_raise" not in {e.id for e in plain if e.from_week == 1}
    assert [e.id for e in paired if e.from_week == 1] == ["foot_core", "bridge", "calf_raise"]


@pytest.mark.parametrize("name", sorted(exercises()))
def test_an_exercise_is_ruled_out_by_each_state_that_its_card_names(name: str) -> None:
    fallen = msgspec.structs.replace(WELL, falls_12mo=1)
    old = somebody("walking", born=1940, health=fallen, care=profiles.Care(), tests=ABLE)
    person = person_of(old, START, tuple(walk(0.7)), ())
    assert {"falls_or_unsteady", "older_walker", "slow_or_short_steps", "alone"} <= person.held
    assert set(exercises()[name].not_when) <= set(ruled_out(exercises()[name], person))


def test_hops_lie_on_days_of_runs_or_two_days_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("restride.plan.strength.passed", lambda *_: "passed")
    diary = schedule("runner_healthy", protocols()["runner_healthy"], ABLE_RUNNER, Chosen())
    rows = Strength(exercise="bridge"), Strength(exercise="double_leg_hops", from_week=2)
    given = strengthen(msgspec.structs.replace(table(*rows), weeks=8), ABLE_RUNNER, Chosen(), diary).exercises
    (hops,) = [e for e in given if e.impact]
    ran = {DAYS[s.date.weekday()] for s in diary.sessions}
    assert hops.days
    hopped: list[Day] = [day for day in DAYS if day in hops.days]
    assert all(day in ran or all(gap(day, other) >= 2 for other in ran) for day in hopped)
