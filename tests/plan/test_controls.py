"""The five worst harms (CLINICAL section 5): each control shown, then taken out, and the danger comes through."""

from collections.abc import Callable

import pytest

from restride.plan import flags, sites
from restride.plan.gate import body, decide, pain
from tests.plan.people import day, decided, end_of, log_of, plan_of


def bone_pain_is_stopped() -> bool:
    """A shin of 2 of 10, no diagnosis, bone questions not asked: no running."""
    shin = {"place": "shin_inner", "side": "left", "worst": 2, "one_spot": "not_asked", "hop": "not_asked"}
    rows = log_of("novice", {"like": "quiet_run", "id": "k1", "occurred_at": day(0), "pain": [shin]})
    return decided(plan_of("novice"), rows, end_of(0)).next_session.no_running


def an_unasked_screen_is_stopped() -> bool:
    """The safety screen was not asked: no running until it is."""
    line = {"like": "quiet_run", "id": "k1", "occurred_at": day(0), "safety_screen": "@null"}
    rows = log_of("runner_pfp", line, {"like": "morning", "of": "k1"})
    return decided(plan_of("runner_pfp"), rows, end_of(1)).next_session.no_running


def an_emergency_is_called_one() -> bool:
    """Chest pain is an emergency, with a number, and nobody watches it in real time."""
    screen = {"asked": ["S1", "S2"], "yes": ["R1"]}
    rows = log_of("runner_pfp", {"like": "quiet_run", "id": "k1", "occurred_at": day(0), "safety_screen": screen})
    decision = decided(plan_of("runner_pfp"), rows, end_of(0))
    said = decision.referral.until_then if decision.referral else ""
    return decision.urgency == "emergency" and "watches this in real time" in said


def new_calf_pain_turns_the_cue_off() -> bool:
    """A calf that the profile does not know hurts by 2: the cue is off."""
    calf = {"place": "calf", "side": "left", "worst": 2, "next_morning": 0}
    line = {
        "like": "quiet_run",
        "id": "k1",
        "occurred_at": day(0),
        "recorded_at": day(1, 8),
        "pain": ["@current", calf],
    }
    rows = log_of("runner_pfp", line, {"like": "morning", "of": "k1"})
    return decided(plan_of("runner_pfp"), rows, end_of(1)).next_session.cue_off


def a_coach_clears_nothing() -> bool:
    """A flag of the bone stands although a coach has cleared it."""
    screen = {"asked": ["S1", "S2"], "yes": ["R5"]}
    flagged = {"like": "quiet_run", "id": "k1", "occurred_at": day(0), "safety_screen": screen}
    coach = {"like": "clearance", "id": "c1", "of": "R5", "by": "A", "profession": "coach", "date": "2026-12-03"}
    return decided(plan_of("runner_pfp"), log_of("runner_pfp", flagged, coach), end_of(3)).kind == "refer"


def _without(monkeypatch: pytest.MonkeyPatch, *rules: object) -> None:
    monkeypatch.setattr(decide, "RULES", tuple(rule for rule in decide.RULES if rule not in rules))


REMOVALS: dict[str, tuple[Callable[[], bool], Callable[[pytest.MonkeyPatch], None]]] = {
    "1 bone stress read as ordinary pain": (
        bone_pain_is_stopped,
        lambda m: m.setattr(sites, "BONE_SUSPECT", frozenset()),
    ),
    "2 unknown read as fine": (an_unasked_screen_is_stopped, lambda m: _without(m, body.screen)),
    "3 an emergency with a routine sentence": (
        an_emergency_is_called_one,
        lambda m: m.setitem(flags.URGENCY, "R1", "routine"),
    ),
    "4 a cue that loads a tissue that cannot take it": (
        new_calf_pain_turns_the_cue_off,
        lambda m: _without(m, pain.new_site),
    ),
    "5 authority that is not there": (
        a_coach_clears_nothing,
        lambda m: m.setattr(flags, "is_clinician", lambda *_: True),
    ),
}


@pytest.mark.parametrize(("safe", "remove"), REMOVALS.values(), ids=REMOVALS.keys())
def test_a_control_holds_and_without_it_the_harm_comes_through(
    safe: Callable[[], bool], remove: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert safe()
    remove(monkeypatch)
    assert not safe()
