"""Bounds that hold for every plan, on five thousand people drawn at random; each is worked out here once more."""

import datetime as dt
import random
from functools import cache
from itertools import pairwise

import msgspec

import restride.core.profile as profiles
from restride.app.planning import Planned, make_plan_of
from restride.core.metric import Metric
from restride.core.plan import Plan
from restride.core.profile import (
    Goal,
    Health,
    Injury,
    InjuryKind,
    Permissions,
    Profile,
    Surgery,
    Training,
)
from restride.plan.aim import aims_of, wishes
from restride.plan.functional import functional_tests, usual
from restride.plan.knowledge import Entry, cues, exercises
from restride.plan.lessons import tissues
from restride.plan.person import person_of
from restride.plan.planner import Wish
from tests.plan.measured import measured, run, walk
from tests.plan.somebody import PLACE, START, WELL, somebody

PEOPLE = 5000
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
GOALS: tuple[Goal, ...] = ("reduce_pain", "return_to_running", "prevent", "run_faster", "run_farther", "walk_better")
CAP, SPIKE = 1.10, 1.10


def an_injury(chance: random.Random, number: int) -> Injury:
    """Any kind, side and state."""
    kinds: tuple[InjuryKind, ...] = InjuryKind.__args__
    kind = chance.choice(kinds)
    return Injury(
        id=f"i{number}", place=PLACE[kind], kind=kind, side=chance.choice(["left", "right", "both"]),
        status=chance.choice(["current", "recovering", "past"]),
        onset=chance.choice([None, dt.date(2026, 9, 1), dt.date(2024, 1, 1)]),
        diagnosed_by=chance.choice(["clinician", "self_checked", "self"]),
        usual_worst_0_10=chance.choice([None, 0, 2, 4, 7]), usual_morning_0_10=chance.choice([None, 0, 2]),
    )  # fmt: skip


def health(chance: random.Random) -> Health:
    """Mostly no, sometimes yes or unknown."""
    drawn = {f: chance.choice(["no"] * 30 + ["unknown", "yes"]) for f in ("heart_or_lung", "neurological", "unsteady")}
    return msgspec.structs.replace(
        WELL, **drawn, falls_12mo=chance.choice([0, 0, 0, None, 2]),
        last_childbirth=chance.choice([None] * 9 + [dt.date(2026, 6, 1)]),
        periods=chance.choice(["regular"] * 8 + ["irregular_or_absent"]),
    )  # fmt: skip


def results(chance: random.Random) -> dict[profiles.TestName, tuple[profiles.TestValue, ...]]:
    """Calf raises and balance, done or not."""
    out: dict[profiles.TestName, tuple[profiles.TestValue, ...]] = {}
    for name, most in (("calf_raises", 45), ("balance_s", 60)):
        if chance.random() < 0.6:
            rows = [
                {"value": chance.randint(0, most), "side": side, "on": chance.choice(["incline", "flat"])}
                for side in chance.choice([("left", "right"), ("left",)])
            ]
            out |= msgspec.convert({name: rows}, dict[profiles.TestName, tuple[profiles.TestValue, ...]])
    return out


def a_person(chance: random.Random) -> Profile:
    """Somebody, drawn at random, locked people among them."""
    activity = chance.choice(["running", "walking"])
    level = chance.choice([None, 5, 12, 20, 45, 90])
    injuries = tuple(an_injury(chance, i) for i in range(chance.choice([0, 1, 1, 1, 2])))
    surgery = (Surgery(id="s1", procedure="meniscus", side="left", date=dt.date(2026, 3, 1)),)
    return somebody(
        activity, *injuries, born=chance.randint(1935, 2009), health=health(chance),
        goals=tuple(chance.sample(GOALS, chance.randint(0, 2))),
        training=Training(
            run_days=tuple(chance.sample(DAYS, chance.randint(0, 7))), runs_per_week=chance.choice([None, 2, 4]),
            continuous_run_min=level, longest_run_30d_min=chance.choice([None, level]),
            walk_min_per_day=chance.choice([None, 5, 25, 60]),
        ),
        permissions=Permissions(
            strike_change=chance.random() < 0.3, foot_angle_target=chance.random() < 0.3,
            foot_angle_deg=chance.choice([None, -5.0, 10.0]),
        ),
        tests=results(chance),
        surgery=chance.choice([()] * 9 + [surgery]),
    )  # fmt: skip


def numbers(chance: random.Random, profile: Profile) -> list[Metric]:
    """What a recording may have shown."""
    if profile.athlete.activity == "walking":
        return [
            *walk(chance.uniform(0.5, 1.6)),
            measured("foot_progression_angle", 7.0, 1.0, method="markers_segments"),
        ]
    found = run(chance.uniform(130, 190), chance.uniform(1.8, 4.5))
    for name, low, high in (
        ("peak_tibial_acceleration", 4, 15), ("pelvic_drop", 0, 15), ("hip_adduction_peak", 5, 30),
        ("tibia_angle_at_contact", -5, 25), ("braking_peak", -0.5, -0.1), ("trunk_flexion", -5, 20),
    ):  # fmt: skip
        if chance.random() < 0.5:
            found.append(measured(name, chance.uniform(low, high), 0.3, method="markers_segments"))
    return found


def a_wish(chance: random.Random, profile: Profile) -> str:
    """Most people ask for nothing; some for a change of gait, by aim or cue."""
    there = wishes(person_of(profile, START, (), ()))
    return chance.choice(["", "", chance.choice(there)])


@cache
def drawn() -> tuple[tuple[Profile, list[Metric], str, Planned], ...]:
    """Everybody with their plan or referral."""
    chance = random.Random(20261122)
    out = []
    for _ in range(PEOPLE):
        profile = a_person(chance)
        found, wish = numbers(chance, profile), a_wish(chance, profile)
        out.append((profile, found, wish, make_plan_of(found, profile, START, wish=Wish(change=wish))))
    return tuple(out)


def plans() -> list[tuple[Profile, list[Metric], Plan]]:
    """Those who got one."""
    return [(profile, found, done.plan) for profile, found, _, done in drawn() if done.plan is not None]


def open_kinds(profile: Profile) -> set[InjuryKind]:
    return {i.kind for i in profile.injury if i.status != "past"}


def troubled(profile: Profile) -> set[InjuryKind]:
    """Open, or begun less than two years ago as far as anybody knows."""
    years = dt.timedelta(days=730)
    return open_kinds(profile) | {i.kind for i in profile.injury if i.onset is None or START - i.onset <= years}


def test_somebody_who_is_locked_gets_a_referral_and_no_plan_and_everybody_else_a_plan() -> None:
    for _, _, _, done in drawn():
        assert (done.plan is None) == done.intake.locked
        assert done.plan is not None or done.referral is not None
    assert len(plans()) > PEOPLE / 2
    assert sum(p.athlete.activity == "walking" for p, _, _ in plans()) > len(plans()) / 4


def test_the_same_input_gives_the_same_plan() -> None:
    for profile, found, wish, done in drawn()[::10]:
        assert make_plan_of(found, profile, START, wish=Wish(change=wish)).plan == done.plan


def test_no_two_days_of_impact_follow_each_other() -> None:
    for profile, _, plan in plans():
        if profile.athlete.activity == "walking":
            assert not any(e.impact for e in plan.exercises)
            continue
        days = {s.date for s in plan.sessions}
        assert not any(day + dt.timedelta(days=1) in days for day in days)
        hops = {d for e in plan.exercises if e.impact for d in e.days}
        ran = {DAYS[day.weekday()] for day in days}
        for hop in hops:
            place = DAYS.index(hop)
            assert hop in ran or not {DAYS[place - 1], DAYS[(place + 1) % 7]} & ran


def test_no_target_goes_above_ten_percent_of_the_first_baseline() -> None:
    for _, found, plan in plans():
        first = {m.name: m.value for m in found if m.side == "both"}
        for target in (plan.target, plan.later_target):
            if target is not None and target.metric == "cadence":
                assert target.low <= target.high <= target.ceiling <= CAP * first["cadence"] + 1e-9
                assert target.low > first["cadence"]
            if target is not None and target.metric == "speed":
                assert target.high <= first["speed"] + 0.10 + 0.005


def test_no_session_is_longer_than_the_spike_limit_or_the_present_level_allows() -> None:
    for profile, _, plan in plans():
        if profile.athlete.activity == "walking":
            continue
        t = profile.training
        level = t.continuous_run_min if t.continuous_run_min is not None else t.longest_run_30d_min
        level = 10 if level is None else int(level)
        done: list[int] = []
        for s in plan.sessions:
            if s.run_min is None:
                assert s.minutes <= max(level, 1)
                continue
            share = s.run_min / (s.run_min + (s.walk_min or 0))
            longest = max(t.longest_run_30d_min or 0, level, 6)
            assert s.minutes * share <= SPIKE * longest + 1e-9 or s.minutes <= SPIKE * max(done, default=0) + 1e-9
            done.append(s.minutes)


def test_sessions_lie_on_the_persons_own_days_and_each_day_has_one() -> None:
    for profile, _, plan in plans():
        own = profile.training.run_days
        if profile.athlete.activity == "running" and own:
            assert {DAYS[s.date.weekday()] for s in plan.sessions} <= set(own)
        assert all(a.date < b.date for a, b in pairwise(plan.sessions))
        assert plan.sessions[0].date >= plan.start


def reached(entry: Entry, profile: Profile) -> bool:
    """An entry test passed on both legs by the newest result; worked out beside the planner."""
    if entry.test == "landing_pain_0_10":
        return False
    if entry.test == "continuous_run_min":
        minutes = profile.training.continuous_run_min
        return minutes is not None and minutes >= (entry.at_least or 0)
    for side in ("left", "right"):
        rows = [r for r in profile.tests.get(entry.test, ()) if r.side == side and (not entry.on or r.on == entry.on)]
        if not rows:
            return False
        row = usual(functional_tests()[entry.test], rows[-1], profile.athlete, START)
        norm = None if row is None else row.female if row.female is not None else row.both
        enough = [entry.at_least] if entry.at_least is not None else []
        enough += [entry.share_of_norm * norm] if entry.share_of_norm is not None and norm is not None else []
        if not enough or rows[-1].value < min(enough):
            return False
    return True


def test_no_exercise_is_given_whose_entry_test_failed_or_is_unknown_or_that_an_injury_rules_out() -> None:
    for profile, _, plan in plans():
        for e in plan.exercises:
            card = exercises()[e.id]
            assert all(reached(entry, profile) for entry in card.entry), e.id
            assert not open_kinds(profile) & set(card.not_for), e.id
            assert e.from_week >= card.not_before_week


def test_the_first_two_weeks_have_three_exercises_at_most() -> None:
    for _, _, plan in plans():
        assert sum(e.from_week <= 2 for e in plan.exercises) <= 3
        assert len({e.id for e in plan.exercises}) == len(plan.exercises)


def test_no_cue_loads_a_tissue_with_open_or_recent_trouble() -> None:
    given = 0
    for profile, _, plan in plans():
        trouble = troubled(profile)
        risk = {name for name, card in tissues().items() if trouble & set(card.kinds)}
        for cue in (*plan.cues, *plan.offered):
            given += 1
            card = cues()[cue.id]
            assert not trouble & {*card.loads, *card.not_for}
            assert not {s.tissue for s in cue.shifts if s.direction == "up"} & risk
            assert all(s.high is None or s.high <= 5 for s in cue.shifts if s.tissue in risk)
            assert all(reached(entry, profile) for entry in card.entry)
    assert given > PEOPLE / 20


def test_a_cue_that_needs_a_permission_is_given_only_with_it() -> None:
    for profile, _, plan in plans():
        own = profile.permissions
        allowed = {"": True, "clinician": bool(profile.care.clinician), "strike_change": own.strike_change,
                   "foot_angle_target": own.foot_angle_target and own.foot_angle_deg is not None}  # fmt: skip
        for cue in plan.cues:
            assert allowed[cues()[cue.id].permission]


def test_one_thing_a_week_is_new_and_every_plan_can_stop_and_ends() -> None:
    for _, _, plan in plans():
        assert plan.weeks[0].change == "start"
        assert [w.number for w in plan.weeks] == list(range(1, len(plan.weeks) + 1))
        begun = {e.from_week: e.id for e in plan.exercises if e.from_week > 1}
        assert begun == {w.number: w.what for w in plan.weeks if w.change == "strength"}
        levels = [s for a, s in pairwise(plan.sessions) if (a.run_min, a.walk_min) != (s.run_min, s.walk_min)]
        weeks = [(s.date - plan.start).days // 7 + 1 for s in levels]
        assert len(set(weeks)) == len(weeks)
        assert all(plan.weeks[w - 1].change == "level" for w in weeks)
        assert plan.load
        assert plan.stop
        assert plan.ends
        assert plan.rechecks


def test_what_somebody_asked_for_is_given_or_refused_with_a_reason() -> None:
    asked = 0
    for profile, _, wish, done in drawn():
        if not wish or done.plan is None:
            continue
        asked += 1
        person = person_of(profile, START, (), ())
        if done.plan.aim not in aims_of(wish, person):
            assert any(r.asked and r.why["en"] and r.instead["en"] for r in done.plan.refused)
    assert asked > PEOPLE / 10
