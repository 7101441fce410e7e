"""Laws of the guard, the schedule and the strength rows, over all cues and protocols."""

import datetime as dt
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.profile import Clearance, InjuryKind, Profile
from restride.plan.aim import choose_aim
from restride.plan.choose import fits
from restride.plan.entry import passed
from restride.plan.guard import TOLERATED, judge
from restride.plan.knowledge import Entry, cues, exercises
from restride.plan.person import Person, person_of
from restride.plan.protocols import Fits, protocols
from restride.plan.schedule import Diary, schedule
from restride.plan.strength import ruled_out
from restride.plan.tradeoffs import prior
from tests.plan.measured import run, walk
from tests.plan.somebody import START, WELL, both_legs, injury, somebody

KINDS: tuple[InjuryKind, ...] = InjuryKind.__args__
CUES = sorted(cues())


def of(profile: Profile, start: dt.date = START) -> Person:
    """Somebody with a recording of their own kind of gait."""
    metrics = walk(1.2) if profile.athlete.activity == "walking" else run(160.0)
    return person_of(profile, start, tuple(metrics), ())


@given(st.sampled_from(CUES), st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_one_injury_more_never_takes_a_reason_away(cue: str, first: InjuryKind, second: InjuryKind) -> None:
    card = cues()[cue]
    one = judge(card, of(somebody(card.activity, injury(first))))
    two = judge(card, of(somebody(card.activity, injury(first), injury(second, id="i2"))))
    kept = {a for a in one.against if a.id != "only_for"}
    assert kept <= set(two.against)


@given(st.sampled_from(CUES), st.sampled_from(KINDS))
def test_an_injury_that_has_just_ended_refuses_what_an_open_one_refuses(cue: str, kind: InjuryKind) -> None:
    card = cues()[cue]
    open_ = judge(card, of(somebody(card.activity, injury(kind))))
    past = judge(card, of(somebody(card.activity, injury(kind, status="past", onset="2026-06-01"))))
    reasons = {a.id for a in open_.against} & {"loads", "load_up", "not_for"}
    assert reasons <= {a.id for a in past.against}


def test_an_injury_that_ended_years_ago_no_longer_counts() -> None:
    card = cues()["land_quietly"]
    old = somebody("running", injury("muscle_strain", status="past", onset="2020-01-01"),
                   tests={"calf_raises": both_legs(40, "incline")})  # fmt: skip
    assert not judge(card, of(old)).against


@pytest.mark.parametrize("cue", CUES)
def test_no_cue_is_given_to_whom_it_loads(cue: str) -> None:
    card = cues()[cue]
    for kind in card.loads:
        assert any(a.id == "loads" for a in judge(card, of(somebody(card.activity, injury(kind)))).against)


@given(st.floats(1, 10))
def test_the_upper_end_of_a_step_rate_is_that_of_the_trade_offs(percent: float) -> None:
    shifts = judge(
        cues()["quicker_lighter_steps"], of(somebody("running", injury("patellofemoral_pain"))), percent
    ).shifts
    for shift in shifts:
        slope = prior("patellofemoral", shift.per) if shift.tissue == "patellofemoral" else None
        if slope is not None:
            assert (shift.percent, shift.high) == pytest.approx((slope.at(percent)[0], slope.at(percent)[2]))
            assert shift.at_risk


def test_the_more_the_step_rate_changes_the_higher_the_upper_end() -> None:
    person = of(somebody("running", injury("patellofemoral_pain")))
    ends = [
        max(s.high or -99 for s in judge(cues()["quicker_lighter_steps"], person, percent).shifts if s.at_risk)
        for percent in (5.0, 7.5, 10.0)
    ]
    assert ends == sorted(ends)
    assert ends[1] <= TOLERATED < ends[2]  # ten percent would be refused


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [(40, "incline", "passed"), (10, "incline", "failed"), (40, "flat", "unknown"), (40, "", "unknown")],
)
def test_a_calf_test_counts_on_the_incline_only(value: float, on: str, expected: str) -> None:
    entry = Entry(test="calf_raises", share_of_norm=0.666, on="incline", basis="practice")
    assert passed(entry, of(somebody("running", tests={"calf_raises": both_legs(value, on)}))) == expected


def test_one_leg_that_was_not_tested_makes_the_test_unknown_and_one_that_failed_makes_it_failed() -> None:
    entry = Entry(test="calf_raises", at_least=20, on="incline", basis="practice")
    left, right = both_legs(30, "incline")
    low = msgspec.structs.replace(right, value=5)
    assert passed(entry, of(somebody("running", tests={"calf_raises": (left,)}))) == "unknown"
    assert passed(entry, of(somebody("running", tests={"calf_raises": (left, low)}))) == "failed"
    assert passed(entry, of(somebody("running", tests={"calf_raises": (low,)}))) == "failed"


def test_pain_at_landing_is_never_known_beforehand() -> None:
    entry = Entry(test="landing_pain_0_10", at_most=2, basis="practice")
    assert passed(entry, of(somebody("running"))) == "unknown"


@pytest.mark.parametrize("name", sorted(exercises()))
def test_an_injury_that_an_exercise_is_not_for_rules_it_out(name: str) -> None:
    card = exercises()[name]
    for kind in card.not_for:
        assert kind in set(ruled_out(card, of(somebody("running", injury(kind)))))


def test_a_clearance_for_impact_opens_hops_only_for_the_injury_the_side_and_the_time_it_names() -> None:
    card = exercises()["double_leg_hops"]
    own = {"id": "c1", "of": "i1", "side": "right", "by": "Dr A", "profession": "doctor", "registration": "1",
           "date": "2026-11-20", "allows": "impact"}  # fmt: skip
    for change, opens in (
        ({}, True), ({"allows": "running"}, False), ({"side": "left"}, False), ({"of": "i9"}, False),
        ({"expires": "2026-11-25"}, False), ({"date": "2026-08-01"}, False), ({"profession": "coach"}, False),
    ):  # fmt: skip
        profile = somebody("running", injury("bone_stress"))
        held = (msgspec.convert(own | change, Clearance),)
        profile = msgspec.structs.replace(profile, clearance=held)
        assert ("bone_stress" not in set(ruled_out(card, of(profile)))) == opens, change


def diary(name: str, profile: Profile, start: dt.date = START) -> Diary:
    """The sessions of one protocol."""
    person = of(profile, start)
    return schedule(name, protocols()[name], person, choose_aim(protocols()[name], person, "", None))


@pytest.mark.parametrize("name", sorted(protocols()))
def test_a_start_some_weeks_later_moves_every_session_by_as_much(name: str) -> None:
    profile = somebody(protocols()[name].fits.activity)
    first = diary(name, profile).sessions
    later = diary(name, profile, START + dt.timedelta(weeks=3)).sessions
    assert [s.date + dt.timedelta(weeks=3) for s in first] == [s.date for s in later]
    assert [s.minutes for s in first] == [s.minutes for s in later]


@pytest.mark.parametrize("name", sorted(protocols()))
def test_somebody_who_can_do_less_is_never_given_more(name: str) -> None:
    activity = protocols()[name].fits.activity
    minutes = [sum(s.minutes for s in diary(name, somebody(activity, minutes=m)).sessions) for m in (8, 15, 30, 60)]
    assert minutes == sorted(minutes)


@pytest.mark.parametrize("name", sorted(protocols()))
def test_the_gaps_of_a_protocol_are_kept(name: str) -> None:
    card = protocols()[name]
    sessions = diary(name, somebody(card.fits.activity)).sessions
    place = 0
    for a, b in pairwise(sessions):
        assert (b.date - a.date).days >= card.gap_days[min(place, len(card.gap_days) - 1)]
        place += not card.run_walk or (b.run_min, b.walk_min) == card.run_walk[place + 1]


def test_frozen_volume_stays_at_the_first_session() -> None:
    profile = somebody("running", minutes=60, health=msgspec.structs.replace(WELL, periods="irregular_or_absent"))
    for name in sorted(n for n, card in protocols().items() if card.fits.activity == "running"):
        found = {(s.minutes, s.run_min) for s in diary(name, profile).sessions}
        assert len(found) == 1, name


def test_kind_place_and_status_must_hold_of_one_and_the_same_injury() -> None:
    rule = Fits(activity="running", kinds=("muscle_strain",), places=("calf",))
    calf = injury("muscle_strain")
    thigh = injury("muscle_strain", place="thigh_back")
    knee_at_calf = injury("unknown", place="calf", id="i2")
    assert fits(rule, of(somebody("running", calf)))
    assert not fits(rule, of(somebody("running", thigh, knee_at_calf)))
