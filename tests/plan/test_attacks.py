"""Routes to a plan that a person must not have, each of them open once; and laws that random people do not reach."""

import datetime as dt
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import restride.core.profile as profiles
from restride.app.planning import earlier, make_plan_of, read_metrics
from restride.core.errors import BadPlan, UsageError
from restride.core.metric import Metric, MetricSide
from restride.core.plan import Plan
from restride.core.profile import Clearance, InjuryKind, Permissions, Profile, Surgery, Training
from restride.core.tradeoff import Direction
from restride.faults import findings
from restride.plan.aim import Chosen, aims_of, choose_aim
from restride.plan.around import gate, warm_ups
from restride.plan.choose import askable, choose
from restride.plan.entry import passed
from restride.plan.guard import judge
from restride.plan.knowledge import Entry, Shift, cues, exercises
from restride.plan.lessons import routines
from restride.plan.person import person_of
from restride.plan.planner import Wish
from restride.plan.protocols import aims, blocks, protocols
from restride.plan.schedule import DAYS, Diary, session_days
from restride.plan.strength import ruled_out, strengthen
from restride.plan.tradeoffs import prior
from tests.plan.measured import cadence, measured, run, walk
from tests.plan.somebody import START, WELL, both_legs, injury, somebody

WEEK = dt.timedelta(weeks=1)
ABLE = {"calf_raises": both_legs(40, "incline"), "balance_s": both_legs(45)}
PFP = somebody("running", injury("patellofemoral_pain"))
EVERY_DAY = Training(run_days=DAYS, runs_per_week=7, continuous_run_min=30, longest_run_30d_min=30)
ABLE_RUNNER = person_of(somebody("running", tests=ABLE), START, (), ())
ROOT = Path(__file__).parents[2]


def shock(value: float, side: MetricSide = "right", method: str = "shank_running") -> Metric:
    return measured("peak_tibial_acceleration", value, 0.3, side=side, method=method, speed=2.8)


def made(
    profile: Profile, metrics: list[Metric], change: str = "", *, protocol: str = "", before: Plan | None = None,
    week: int = 0,
) -> Plan:  # fmt: skip
    plan = make_plan_of(metrics, profile, START + week * WEEK, wish=Wish(protocol, change), before=before).plan
    assert plan is not None
    return plan


@given(st.lists(st.sampled_from(["recovery", "by ear", "not measured", "cadence"]), max_size=4), st.floats(1.0, 1.15))
def test_the_first_cap_binds_through_plans_without_a_target_or_with_another(steps: list[str], grown: float) -> None:
    well = somebody("running", tests=ABLE)
    plan = made(well, run(158.0), "quicker_steps")
    for week, step in enumerate(steps, 1):
        now = run(158.0 * grown)
        match step:
            case "recovery":
                plan = made(well, now, protocol="runner_recovery_week", before=plan, week=week)
            case "by ear":
                plan = made(well, now, "soft_landing_by_ear", before=plan, week=week)
            case "not measured":
                plan = made(well, [], "quicker_steps", before=plan, week=week)
            case _:
                plan = made(well, now, "quicker_steps", before=plan, week=week)
    last = made(well, run(158.0 * grown), "quicker_steps", before=plan, week=len(steps) + 1)
    assert last.target is None or last.target.ceiling == 173
    assert [(f.value, f.since) for f in last.firsts] == [(158.0, START)]


@given(st.floats(130, 165), st.floats(130, 165))
def test_no_band_is_more_than_a_tenth_above_what_the_person_does_now_or_did_first(first: float, now: float) -> None:
    plan = made(PFP, run(now), before=made(PFP, run(first)), week=3)
    for aim in (plan.target, plan.later_target):
        assert aim is not None
        assert aim.low <= aim.high <= aim.ceiling <= 1.10 * min(first, now) + 1e-9


@pytest.mark.parametrize("now", [shock(3.0, method="foot_running"), shock(9.0, "left")], ids=["device", "leg"])
def test_a_shock_of_another_device_or_leg_is_not_set_against_the_first(now: Metric) -> None:
    well = somebody("running", tests=ABLE)
    first = made(well, [*run(165.0), shock(11.0)], "soft_landing")
    assert first.target is not None
    assert made(well, [*run(165.0), now], "soft_landing", before=first, week=4).target is None
    assert made(well, [*run(165.0), now], "soft_landing", before=first, week=13).target is not None


def test_a_landing_that_grew_harder_is_not_asked_to_fall_by_more_than_its_cap() -> None:
    well = somebody("running", tests=ABLE)
    first = made(well, [*run(165.0), shock(11.0)], "soft_landing")
    harder = made(well, [*run(165.0), shock(14.0)], "soft_landing", before=first, week=4).target
    assert harder is not None
    assert harder.low >= 0.6 * 14.0 - 1e-9


@pytest.mark.parametrize(
    "wrong",
    [
        [cadence(105.0, speed=1.2), measured("speed", 1.2, 0.02, speed=1.2)],
        [measured("cadence", 105.0, 0.4), measured("speed", 1.2, 0.02)],
        [cadence(20.0)],
        [cadence(0.0)],
        [cadence(-160.0)],
        [cadence(200.0, speed=5.2)],
    ],
    ids=["walked", "walked, speed beside", "too few to be steps", "none", "below none", "enough, and very fast"],
)
def test_a_number_that_is_no_running_step_rate_gives_a_runner_no_target(wrong: list[Metric]) -> None:
    plan = made(PFP, wrong)
    assert plan.target is None
    assert not plan.firsts


def test_a_running_step_rate_gives_a_walker_no_target() -> None:
    hurt = somebody("walking", injury("knee_oa_patellofemoral"), born=1980)
    assert made(hurt, walk(1.3), "quicker_shorter_walk").target is not None
    assert made(hurt, run(165.0), "quicker_shorter_walk").target is None


@given(st.permutations([measured("cadence", 186.0, 0.1, speed=4.5), cadence(160.0, 2.6), cadence(172.0, 3.4)]))
def test_of_several_bouts_the_slowest_is_the_baseline_in_any_order(bouts: list[Metric]) -> None:
    aim = made(PFP, bouts).target
    assert aim is not None
    assert aim.baseline == 160.0


@given(st.floats(-12, 12), st.floats(-10, 20))
def test_a_foot_angle_lies_the_signed_way_and_within_ten_degrees(signed: float, now: float) -> None:
    signed, now = round(signed, 1), round(now, 1)
    hurt = somebody("walking", injury("knee_oa_medial"),
                    permissions=Permissions(foot_angle_target=True, foot_angle_deg=signed))  # fmt: skip
    plan = made(hurt, [*walk(1.2), measured("foot_progression_angle", now, 1.0, side="right")])
    if not 5 <= abs(signed) <= 10:
        assert plan.aim != "foot_angle"
        return
    assert plan.cues[0].id == ("toe_out" if signed > 0 else "toe_in")
    assert plan.target is not None
    ends = (plan.target.low - now, plan.target.high - now)
    assert all(end * signed > 0 and abs(end) <= 10.05 for end in ends)


def calf(*rows: tuple[float, str | None]) -> dict[str, tuple[profiles.TestValue, ...]]:
    """The same results of both legs."""
    raw = [{"value": v, "side": s, "date": d, "on": "incline"} for v, d in rows for s in ("left", "right")]
    return {"calf_raises": msgspec.convert(raw, tuple[profiles.TestValue, ...])}


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([(5, "2026-11-20"), (45, "2027-05-01")], "failed"),
        ([(45, "2027-05-01")], "unknown"),
        ([(45, "2026-11-20"), (5, "2026-11-20")], "failed"),
        ([(45, None), (5, None)], "failed"),
        ([(45, None), (5, "2020-01-01")], "failed"),
        ([(45, "2026-01-01"), (5, "2026-11-20")], "failed"),
        ([(5, "2026-01-01"), (45, "2026-11-20")], "passed"),
    ],
    ids=["a day to come", "only a day to come", "one day", "no day", "dated counts", "grew less", "grew more"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_newest_result_counts_and_of_one_day_the_worst(
    rows: list[tuple[float, str | None]], verdict: str, turned: bool
) -> None:
    profile = somebody("running", tests=calf(*(reversed(rows) if turned else rows)))
    entry = Entry(test="calf_raises", at_least=20, on="incline", basis="practice")
    assert passed(entry, person_of(profile, START, (), ())) == verdict


def test_a_result_of_both_sides_at_once_is_no_result_of_a_leg() -> None:
    both = msgspec.convert(
        [{"value": 60, "side": "both", "date": "2026-11-20"}, {"value": 60}], tuple[profiles.TestValue, ...]
    )
    person = person_of(somebody("running", tests={"calf_raises": both}), START, (), ())
    assert passed(Entry(test="calf_raises", at_least=20, basis="practice"), person) == "unknown"


@pytest.mark.parametrize("kind", InjuryKind.__args__)
@pytest.mark.parametrize("walks", [False, True])
def test_nobody_asks_away_the_load_plan_of_an_injury(kind: InjuryKind, walks: bool) -> None:
    person = person_of(somebody("walking" if walks else "running", injury(kind)), START, (), ())
    own, _ = choose(person)
    assert choose(person, own)[0] == own
    for name in set(protocols()) - {own, *askable(person)}:
        with pytest.raises(ValueError, match=name):
            choose(person, name)
    assert all(protocols()[name].asked for name in askable(person))
    if kind in ("bone_stress", "post_operative"):
        assert not askable(person)


@pytest.mark.parametrize("cue", sorted(cues()))
def test_a_cue_that_is_asked_for_comes_with_its_own_number_and_no_other(cue: str) -> None:
    card = cues()[cue]
    aim = aims()[aims_of(cue, person_of(somebody(card.activity), START, (), ()))[0]]
    own = [a for a in aims().values() if cue in a.cues and a.metric == card.metric and a.activity == card.activity]
    assert not own or aim in own


@pytest.mark.parametrize("wish", ["", "quicker_steps", "soft_landing_by_ear", "relaxed_shoulders"])
def test_an_operation_is_the_same_in_whichever_list_it_stands(wish: str) -> None:
    done = Surgery(id="s1", procedure="meniscus", side="right", date=dt.date(2026, 9, 1))
    free = Clearance(
        id="c1", of="s1", by="Dr A", profession="doctor", registration="1", date=dt.date(2026, 11, 1), side="right",
        allows="running",
    )  # fmt: skip
    told = somebody("running", tests=ABLE, surgery=(done,), clearance=(free,))
    same = somebody("running", injury("post_operative", id="s1", place="other"), tests=ABLE, clearance=(free,))
    one, other = made(told, run(158.0), wish), made(same, run(158.0), wish)
    assert not one.cues
    assert [e.id for e in one.exercises] == [e.id for e in other.exercises]
    assert one.protocol == other.protocol


def test_an_operated_walker_gets_the_plan_for_operations() -> None:
    done = Surgery(id="s1", procedure="meniscus", side="right", date=dt.date(2026, 9, 1))
    free = Clearance(
        id="c1", of="s1", by="Dr A", profession="doctor", registration="1", date=dt.date(2026, 11, 1), side="right",
        allows="walking",
    )  # fmt: skip
    assert made(somebody("walking", surgery=(done,), clearance=(free,)), walk(1.2)).protocol == "walker_operation"


@pytest.mark.parametrize("falls", [None, 0, 1])
@pytest.mark.parametrize("wish", ["", "quicker_steps", "relaxed_shoulders"])
def test_an_unsteady_runner_gets_no_cue(falls: int | None, wish: str) -> None:
    unsteady = msgspec.structs.replace(WELL, unsteady="yes", falls_12mo=falls)
    plan = made(somebody("running", injury("patellofemoral_pain"), health=unsteady), run(158.0), wish)
    assert not plan.cues
    assert not plan.offered
    assert plan.target is None


WALKED_WITH: tuple[InjuryKind, ...] = tuple(
    k for k in InjuryKind.__args__ if k not in ("bone_stress", "post_operative")
)


@given(st.integers(0, 60), st.integers(0, 60), st.none() | st.sampled_from(WALKED_WITH))
def test_who_walks_less_now_is_never_given_more_minutes(one: int, other: int, kind: InjuryKind | None) -> None:
    hurt = (injury(kind),) if kind else ()
    less, more = (made(somebody("walking", *hurt, minutes=m), walk(1.2)) for m in sorted((one, other)))
    assert all(a.minutes <= b.minutes for a, b in zip(less.sessions, more.sessions, strict=True))


@pytest.mark.parametrize("days", [(1,), (1, 1, 1), (2, 1)])
def test_runs_are_never_on_two_days_on_end_whatever_a_table_says(days: tuple[int, ...]) -> None:
    every = somebody("running", training=Training(run_days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))
    plan_days = session_days(person_of(every, START, (), ()), days)
    day = plan_days.first()
    for place in range(10):
        after = plan_days.after(day, place)
        assert after - day >= dt.timedelta(days=2)
        day = after


def test_the_first_week_has_the_plan_and_nothing_else_that_is_new() -> None:
    assert not Diary().free(1)
    assert Diary().free(2)
    assert not Diary(new={2: "level"}).free(2)


def test_a_table_with_more_exercises_still_starts_with_three() -> None:
    person = person_of(somebody("running"), START, (), ())
    _, own = choose(person)
    rows = [msgspec.structs.replace(own.strength[0], exercise=name, from_week=1) for name in (
        "foot_core", "calf_raise", "bridge", "sit_to_stand", "side_lying_hip_abduction")]  # fmt: skip
    full = msgspec.structs.replace(own, strength=tuple(rows))
    assert len(strengthen(full, person, Chosen(), Diary()).exercises) == 3


@pytest.mark.parametrize(("mass", "bound"), [(95.0, True), (62.0, False)])
def test_a_heavy_runner_runs_three_kilometres_at_most_in_the_first_week_of_run_walk(mass: float, bound: bool) -> None:
    own = somebody("running", injury("muscle_strain"), training=EVERY_DAY)
    own = msgspec.structs.replace(own, athlete=msgspec.structs.replace(own.athlete, mass_kg=mass, height_m=1.7))
    first = [s for s in made(own, run(165.0)).sessions if (s.date - START).days < 7]
    ran = sum(s.minutes * (s.run_min or 0) / ((s.run_min or 0) + (s.walk_min or 0)) for s in first)
    assert (ran * 60 * 2.2 / 1000 <= 3.0) == bound


@pytest.mark.parametrize("start", [dt.date.min, dt.date.max, dt.date(9999, 1, 1), dt.date(1949, 12, 31)])
def test_a_start_in_another_century_is_one_line(start: dt.date) -> None:
    with pytest.raises(UsageError, match="a start between"):
        make_plan_of(run(158.0), PFP, start)


def test_an_assessment_that_nests_without_end_is_one_line(tmp_path: Path) -> None:
    deep = tmp_path / "a.json"
    deep.write_text('{"schema": "restride/assessment/1", "metrics": ' + "[" * 100_000 + "]" * 100_000 + "}")
    with pytest.raises(BadPlan, match=r"a\.json"):
        read_metrics(deep)


def many_hurts() -> bytes:
    kinds: tuple[InjuryKind, ...] = ("patellofemoral_pain", "nerve", "hip_oa")
    hurt = [injury(kind, id=kind) for kind in kinds]
    return msgspec.json.encode(made(somebody("running", *hurt), run(158.0), "quicker_steps"))


def test_the_order_of_sets_in_a_process_does_not_reach_a_plan() -> None:
    asks = "import sys, tests.plan.test_attacks as t; sys.stdout.buffer.write(t.many_hurts())"
    there = subprocess.run(
        [sys.executable, "-c", asks], cwd=ROOT, capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert there.stdout == many_hurts()


@pytest.mark.parametrize(
    ("direction", "why"), [("up", "load_up"), ("unknown", "load_unknown"), ("down", ""), ("same", "")]
)
def test_a_direction_without_a_size_counts_where_there_is_trouble(direction: Direction, why: str) -> None:
    shift = Shift(tissue="achilles", per="step", direction=direction, basis="practice")
    card = msgspec.structs.replace(cues()["relaxed_shoulders"], shifts=(shift,), loads=(), not_for=())
    sore = person_of(somebody("running", injury("achilles_midportion")), START, (), ())
    assert [a.id for a in judge(card, sore).against] == ([why] if why else [])
    assert not judge(card, ABLE_RUNNER).against


@pytest.mark.parametrize("name", sorted(cues()))
def test_one_study_never_counts_as_surer_than_three_percent(name: str) -> None:
    for shift in judge(cues()[name], ABLE_RUNNER).shifts:
        if shift.high is not None and shift.percent is not None:
            assert shift.high >= shift.percent + 1.645 * max(3.0, abs(shift.percent) / 2) - 1e-9


@pytest.mark.parametrize("name", sorted(cues()))
def test_what_a_card_says_that_it_loads_more_is_never_told_as_less(name: str) -> None:
    card = cues()[name]
    for percent in (None, 5.0, 7.5):
        told = {(s.tissue, s.per): s for s in judge(card, ABLE_RUNNER, percent).shifts}
        for own in card.shifts:
            assert own.direction != "up" or told[own.tissue, own.per].direction == "up"


def test_walks_with_feedback_are_not_on_two_days_on_end() -> None:
    hurt = somebody("walking", injury("knee_oa_patellofemoral"), born=1980)
    plan = made(hurt, walk(1.3), "quicker_shorter_walk")
    days = [s.date for s in plan.sessions if s.feedback_percent]
    assert len(days) == 8
    assert all(b - a >= dt.timedelta(days=2) for a, b in pairwise(days))


def test_a_test_on_the_flat_does_not_stand_for_one_on_an_incline() -> None:
    flat = person_of(somebody("running", tests={"calf_raises": both_legs(60, "flat")}), START, (), ())
    entry = Entry(test="calf_raises", at_least=20, on="incline", basis="practice")
    assert passed(entry, flat) == "unknown"
    assert passed(msgspec.structs.replace(entry, on=""), flat) == "passed"


def test_a_change_that_needs_a_clinician_is_not_given_without_one() -> None:
    alone = msgspec.structs.replace(PFP, care=profiles.Care())
    card = cues()["lean_forward"]
    assert [a.id for a in judge(card, person_of(alone, START, (), ())).against] == ["clinician"]
    assert not judge(card, person_of(PFP, START, (), ())).against


def test_states_of_a_walker_take_what_is_not_known_for_the_worse() -> None:
    unknown = msgspec.structs.replace(WELL, falls_12mo=None)
    slow = [*walk(1.4), *walk(0.8)]
    person = person_of(somebody("walking", health=unknown, care=profiles.Care()), START, tuple(slow), ())
    assert {"falls_or_unsteady", "slow_or_short_steps", "alone"} <= person.held
    assert "fallen" in person.states
    steady = person_of(somebody("walking"), START, tuple(walk(1.4)), ())
    assert not steady.held
    assert "slow_or_short_steps" in person_of(somebody("walking"), START, (), ()).held


@pytest.mark.parametrize(("worst", "flares"), [(None, False), (5, False), (6, True), (10, True)])
@pytest.mark.parametrize("walks", [False, True])
def test_a_joint_above_five_of_ten_gets_the_plan_for_a_flare(worst: int | None, flares: bool, walks: bool) -> None:
    hurt = somebody("walking" if walks else "running", injury("knee_oa_medial", usual_worst_0_10=worst))
    assert made(hurt, []).protocol.endswith("joint_flare") == flares


def test_a_bout_with_the_cue_on_is_no_baseline() -> None:
    bout = cadence(158.0)
    cued = msgspec.structs.replace(bout, conditions=msgspec.structs.replace(bout.conditions, cued=True))
    assert made(PFP, [bout]).target is not None
    assert made(PFP, [cued]).target is None


def test_a_foot_band_is_as_wide_as_the_error_of_the_sensor() -> None:
    hurt = somebody("walking", injury("knee_oa_medial"),
                    permissions=Permissions(foot_angle_target=True, foot_angle_deg=-6.0))  # fmt: skip
    aim = made(hurt, [*walk(1.2), measured("foot_progression_angle", 7.0, 1.0, side="right")]).target
    assert aim is not None
    assert (aim.low, aim.high) == (7.0 - 6.0 - 2.4, 7.0 - 6.0 + 2.4)


def test_a_pattern_that_is_not_relevant_calls_for_no_change() -> None:
    hurt = somebody("running", injury("itb_pain"))
    found = findings(run(150.0), PFP, "running")
    cross = msgspec.structs.replace(found[0], rule="cross_over")
    for relevant in (True, False):
        told = msgspec.structs.replace(cross, relevant=relevant)
        person = person_of(hurt, START, tuple(run(165.0)), (told,))
        assert choose_aim(choose(person)[1], person, "", None).name == ("wider_steps" if relevant else "")
        told = msgspec.structs.replace(told, rule="hip_adduction")
        person = person_of(PFP, START, tuple(run(158.0)), (told,))
        name = "hip_pelvis_mirror" if relevant else "quicker_steps"
        assert choose_aim(choose(person)[1], person, "", None).name == name


def test_a_step_rate_is_judged_at_the_size_that_is_asked_for() -> None:
    plan = made(PFP, run(158.0))
    assert plan.later_target is not None
    slope = prior("patellofemoral", "km")
    assert slope is not None
    shift = next(s for s in plan.cues[0].shifts if (s.tissue, s.per) == ("patellofemoral", "km"))
    assert shift.high == pytest.approx(slope.at(plan.later_target.amount)[2])


@pytest.mark.parametrize(
    ("kinds", "by", "limit"),
    [
        (("achilles_midportion",), "clinician", 5),
        (("achilles_midportion",), "self", 2),
        (("achilles_midportion", "patellofemoral_pain"), "clinician", 2),
        (("achilles_midportion", "bone_stress"), "clinician", 0),
        ((), "clinician", 2),
    ],
)
def test_the_gate_of_several_injuries_is_the_lowest(kinds: tuple[InjuryKind, ...], by: str, limit: int) -> None:
    hurt = [injury(kind, id=kind, diagnosed_by=by) for kind in kinds]
    for order in (hurt, hurt[::-1]):
        assert gate(person_of(somebody("running", *order), START, (), ())) == limit


@pytest.mark.parametrize("kind", InjuryKind.__args__)
@pytest.mark.parametrize("born", [1940, 1985])
@pytest.mark.parametrize("walks", [False, True])
def test_no_warm_up_is_for_others_or_against_an_injury(kind: InjuryKind, born: int, walks: bool) -> None:
    person = person_of(somebody("walking" if walks else "running", injury(kind), born=born), START, (), ())
    for routine in warm_ups(person, ()):
        card = routines()[routine.id]
        assert kind not in card.not_for
        assert card.older == (walks and born == 1940)
        assert not card.kinds or kind in card.kinds


def test_a_plan_with_a_change_carries_the_sentences_that_its_change_shares() -> None:
    plan = made(PFP, run(158.0))
    shared = [line for name in aims()[plan.aim].blocks for line in blocks()[name].load + blocks()[name].stop]
    assert shared
    assert all(line in plan.load + plan.stop for line in shared)


def test_a_broken_plan_in_the_folder_is_told_and_never_taken_for_none(tmp_path: Path) -> None:
    assert earlier(None, tmp_path, PFP) is None
    (tmp_path / "plan.json").write_text('{"schema": "restride/plan/1"')
    with pytest.raises(BadPlan, match="move it out of the folder"):
        earlier(None, tmp_path, PFP)
    (tmp_path / "plan.json").write_bytes(msgspec.json.encode(made(PFP, run(158.0))))
    assert earlier(None, tmp_path, PFP) is not None
    other = msgspec.structs.replace(PFP, athlete=msgspec.structs.replace(PFP.athlete, id="y2"))
    assert earlier(None, tmp_path, other) is None
    with pytest.raises(BadPlan, match="y2"):
        earlier(tmp_path / "plan.json", tmp_path, other)


@pytest.mark.parametrize(
    ("more", "opens"),
    [
        ({}, True),
        ({"date": "2026-09-01"}, False),
        ({"date": "2026-08-01"}, False),
        ({"date": "2026-12-24"}, False),
        ({"by": " "}, False),
        ({"profession": "coach"}, False),
        ({"registration": ""}, False),
        ({"side": "left"}, False),
        ({"expires": "2026-11-30"}, False),
        ({"allows": "running"}, False),
    ],
    ids=str,
)
def test_only_a_clearance_after_the_injury_by_somebody_who_may_opens_hops(more: dict[str, str], opens: bool) -> None:
    own = {"id": "c1", "of": "i1", "by": "Dr A", "profession": "doctor", "registration": "1", "date": "2026-11-01",
           "side": "right", "allows": "impact"}  # fmt: skip
    hurt = somebody("running", injury("bone_stress"), tests=ABLE, clearance=(msgspec.convert(own | more, Clearance),))
    why = set(ruled_out(exercises()["double_leg_hops"], person_of(hurt, START, (), ())))
    assert ("bone_stress" not in why) == opens
