"""A red flag told at intake stands in the profile: no plan, no running, until a clinician's later act names it."""

from typing import get_args

import pytest
from msgspec.structs import replace

from restride.app.planning import make_plan_of
from restride.core.profile import Profile, RedFlag
from restride.plan.intake import SLOWS, intake
from restride.plan.table import table
from tests.plan.people import START, changed, decided, end_of, plan_of

CODES = get_args(RedFlag)
TOLD = "2026-11-20"


def told(code: str, base: str = "novice", **clearance: str) -> Profile:
    """A base with one flag, and a clearance where its fields are given."""
    act = {
        "id": "c9", "of": code, "by": "Dr A", "profession": "doctor", "registration": "1", "date": "2026-11-25",
        "allows": "running", "verified": "attested",
    }  # fmt: skip
    given = [{**act, **clearance}] if clearance else []
    return changed(base, flag=[{"code": code, "date": TOLD, "side": "left"}], clearance=given)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("base", ["novice", "walker_old"])
def test_a_told_flag_makes_no_plan_and_refers_as_its_rule_says(code: str, base: str) -> None:
    found = intake(told(code, base), START)
    assert code in found.rules
    assert found.locked == (code not in SLOWS)
    assert found.referral is not None
    if found.locked:
        assert make_plan_of([], told(code, base), START).plan is None
    # R19 at intake is a knock to the head; both bases deny a blood thinner
    assert found.referral.urgency == ("same_day" if code == "R19" else table()[code].urgency)


@pytest.mark.parametrize("code", CODES)
def test_only_a_later_clearance_of_a_clinician_for_that_side_and_activity_lifts_it(code: str) -> None:
    assert code not in intake(told(code, side="left"), START).rules
    for wrong in (
        {"side": "right"}, {"side": "left", "date": TOLD}, {"side": "left", "date": "2026-11-01"},
        {"side": "left", "profession": "coach"}, {"side": "left", "expires": "2026-11-28"},
        {"side": "left", "of": "R13" if code != "R13" else "R5"}, {"side": "left", "allows": "walking"},
    ):  # fmt: skip
        assert code in intake(told(code, **wrong), START).rules, wrong


def test_the_gate_reads_a_told_flag_too_and_low_energy_keeps_the_minutes() -> None:
    plan = plan_of("novice")
    answer = decided(replace(plan, profile=told("R5")), "", end_of(0))
    assert (answer.kind, answer.next_session.no_running) == ("refer", True)
    made = make_plan_of([], told("R11"), START).plan
    assert made is not None
    assert len({session.minutes for session in made.sessions}) == 1
