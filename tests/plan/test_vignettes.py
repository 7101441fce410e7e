"""Every vignette of the safety contract, written before the code: through the same functions as the two commands."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restride.app.planning import Planned, decide_today, make_plan_of
from restride.core.decision import KINDS, URGENCIES, Decision
from restride.core.errors import RestrideError
from restride.core.plan import Plan
from restride.core.profile import profile_of
from restride.plan.planner import plan as planned
from tests.plan.vignettes import Vignette, vignettes

DECIDE = [v for v in vignettes() if v.does == "decide"]
PLAN = [v for v in vignettes() if v.does == "plan"]


@cache
def _plan(profile: bytes, start: dt.date) -> Plan:
    """The plan of a profile, made even where intake would lock it now: the lock may have come later."""
    person = profile_of(msgspec.json.decode(profile))
    return make_plan_of([], person, start).plan or planned([], person, start)


def outcome(v: Vignette, folder: Path) -> Decision | RestrideError:
    """What `decide` answers."""
    plan, log = folder / "plan.json", folder / "log.jsonl"
    try:
        plan.write_bytes(msgspec.json.encode(_plan(msgspec.json.encode(v.profile, enc_hook=str), v.start)))
        log.write_text(v.log, encoding="utf-8")
        return decide_today(plan, log, v.today)
    except RestrideError as error:
        return error


def test_there_are_vignettes_for_every_red_flag_and_both_commands() -> None:
    told = {code for v in vignettes() for code in v.expect.get("rules", [])}
    assert {f"R{n}" for n in range(1, 21)} <= {c.rstrip("abfhlx") for c in told}
    assert len(DECIDE) > 400
    assert len(PLAN) > 50
    assert len({v.id for v in vignettes()}) == len(vignettes())


@pytest.mark.parametrize("v", DECIDE, ids=lambda v: v.id)
def test_a_decision_is_what_the_contract_says(v: Vignette, tmp_path: Path) -> None:
    answer = outcome(v, tmp_path)
    e = v.expect
    if isinstance(answer, RestrideError):
        assert e.get("exit") == 3, str(answer)
        assert all(words in str(answer) for words in e.get("says", []))
        return
    _check_kind(answer, e)
    codes = [*answer.red_flags, *(r.rule for r in answer.reasons)]
    assert all(any(c.startswith(code) for c in codes) for code in e.get("rules", [])), codes
    assert not set(e.get("not_rules", [])) & set(codes)
    _check_next(answer, e.get("next", {}))
    _check_words(answer, e)
    if "provisional" in e:
        assert answer.provisional == e["provisional"]
    if "valid_until" in e:
        assert answer.valid_until == dt.datetime.fromisoformat(str(e["valid_until"]))


def _check_kind(answer: Decision, e: dict[str, Any]) -> None:
    if "exit" in e:
        assert (4 if answer.kind == "refer" else 0) == e["exit"], answer.reasons
    if "kind" in e:
        assert answer.kind == e["kind"], answer.reasons
    if "urgency" in e:
        assert answer.urgency == e["urgency"]
    order = KINDS.index(answer.kind)
    assert order >= KINDS.index(e.get("not_milder_than", "proceed"))
    assert order <= KINDS.index(e.get("not_stricter_than", "refer"))
    if answer.urgency:
        assert URGENCIES.index(answer.urgency) >= URGENCIES.index(e.get("urgency_not_milder_than", "routine"))
        assert answer.referral is not None
        assert all((answer.referral.who, answer.referral.why, answer.referral.until_then))


def _check_next(answer: Decision, e: dict[str, Any]) -> None:
    session = msgspec.to_builtins(answer.next_session)
    for key, wanted in e.items():
        if key == "minutes_at_most":
            assert session["minutes"] <= wanted
        elif key == "minutes_at_least":
            assert session["minutes"] >= wanted
        else:
            assert str(session[key]) == str(wanted), key


def _check_words(answer: Decision, e: dict[str, Any]) -> None:
    text = msgspec.json.encode(answer).decode().lower()
    assert all(words.lower() in text for words in e.get("says", []) if not words.startswith("line "))
    assert not e.get("says_any") or any(words.lower() in text for words in e["says_any"])
    assert not any(words.lower() in text for words in e.get("never_says", []))
    if e.get("who_any") and answer.referral:
        told = " ".join((answer.referral.who, answer.referral.why, answer.referral.until_then)).lower()
        assert any(words.lower() in told for words in e["who_any"]), told
    if "first_rule" in e:
        assert answer.reasons[0].rule.startswith(e["first_rule"])


@pytest.mark.parametrize("v", PLAN, ids=lambda v: v.id)
def test_a_plan_or_a_referral_is_what_the_contract_says(v: Vignette) -> None:
    e = v.expect
    if e.get("exit") == 3:
        with pytest.raises((RestrideError, msgspec.ValidationError)):
            make_plan_of([], profile_of(v.profile), v.start)
        return
    done: Planned = make_plan_of([], profile_of(v.profile), v.start)
    if "exit" in e:
        assert (4 if done.referral else 0) == e["exit"], done.intake.rules
    if "urgency" in e:
        assert done.referral is not None
        assert done.referral.urgency == e["urgency"]
    rules = done.intake.rules
    names = {"lock.birth": "R14", "profile.periods": "R11", "walker.falls": "R19"}
    codes = [*rules, *(names.get(r, r) for r in rules)]
    assert all(any(c.startswith(code) for c in codes) for code in e.get("rules", [])), codes
    written = {"plan.json": done.plan is not None, "referral.json": done.referral is not None}
    assert all(written.get(name, True) for name in e.get("writes", []))
    assert not any(written.get(name, False) for name in e.get("no_file", []))
    if done.plan is not None:
        text = msgspec.json.encode(done.plan).decode().lower()
        assert all(words.lower() in text for words in e.get("says", []))
