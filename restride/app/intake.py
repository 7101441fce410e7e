"""Intake: asks the questions of plan/questions in order, keeps the answers, and stops where somebody must be seen.

The emergency screen comes first, at every intake. A red flag is kept in the profile and stands until a clinician's act
names it: answering again does not take it away. What is not known is never kept as no.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

from msgspec.structs import replace

from restride.app.profile_file import checked
from restride.core.decision import Referral
from restride.core.profile import Profile, RedFlag
from restride.plan.diary import Log
from restride.plan.flags import Flag, clearances, newest, start_of
from restride.plan.functional import functional_tests
from restride.plan.gate.view import Fired
from restride.plan.gate.words import said
from restride.plan.intake import SLOWS, intake, referral, scope_at_start
from restride.plan.locks import locks
from restride.plan.questions import (
    UNKNOWN,
    Draft,
    Question,
    Section,
    Unclear,
    answered,
    due,
    put,
    raised,
    read,
    sections,
    urgency_of,
)
from restride.plan.scores import scores
from restride.plan.table import table

RESUMED = dt.timedelta(days=1)
"""A list that was said to hold nothing more is not asked about again in an intake resumed within this time."""
JOINS = {"injury": "status", "surgery": "date"}
"""The last field without which an entry cannot stand in the profile."""
LIMP_OVER = dt.timedelta(days=2)

Ask = Callable[[Question, str, Unclear | None], str]
"""(question, title of its section, what was amiss with the last answer) -> a line. Raises Stopped."""
Tell = Callable[[Referral, Profile], None]
"""(whom to see, the person as far as known)."""


class Stopped(Exception):
    """No more answers now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an intake ended. referral: whom to see; with kind "done" the profile is whole all the same."""

    kind: Literal["done", "referred", "stopped"]
    draft: Draft
    referral: Referral | None = None


class _Refer(Exception):
    def __init__(self, whom: Referral) -> None:
        super().__init__(whom.urgency)
        self.whom = whom


@dataclass
class _Talk:
    """One intake under way. tell: called at once with every referral, before anything is kept."""

    draft: Draft
    ask: Ask
    tell: Tell
    today: dt.date
    answers: dict[str, Any] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    screened: bool = False

    @property
    def profile(self) -> Profile:
        """The person as far as known."""
        return checked(self.draft, "the profile")


def conduct(draft: Draft, ask: Ask, tell: Tell, today: dt.date) -> Outcome:
    """Asks what is missing and returns the filled draft; the one given is left as it is.

    tell is called as soon as somebody must be seen, so that no page waits for a file. Raises nothing of ask but what
    is not Stopped (a KeyboardInterrupt leaves everything as it was).
    """
    talk = _Talk(deepcopy(draft), ask, tell, today)
    before = dict(talk.draft.get("screen", {}))
    held = before.get("date")
    fresh = isinstance(held, dt.date) and today - held <= RESUMED
    closed = set(before.get("answered", [])) if fresh else set()
    try:
        _all(talk, closed)
    except _Refer as error:
        return Outcome("referred", _kept(talk, closed), error.whom)
    except Stopped:
        return Outcome("stopped", _kept(talk, closed) if talk.screened else dict(draft))
    return Outcome("done", _kept(talk, closed), intake(talk.profile, today).referral)


def _kept(talk: _Talk, closed: set[str]) -> Draft:
    answered_now = sorted({*talk.seen, *closed})
    talk.draft["screen"] = {"date": talk.today, "answered": answered_now}
    talk.draft["as_of"] = talk.today
    if talk.draft.get("training"):
        talk.draft["training"]["as_of"] = talk.today
    return talk.draft


def _all(talk: _Talk, closed: set[str]) -> None:
    known = sections()
    _section(talk, known["screen"])
    talk.screened = True
    _limp_over(talk)
    for name, section in known.items():
        if name in ("screen", "clearance"):
            continue
        if section.repeat:
            _rounds(talk, name, section, closed)
        else:
            _section(talk, section)
        if name == "person":
            _earlier(talk)
        elif name == "surgery":
            _locked(talk)
    _locked(talk)


def _section(talk: _Talk, section: Section) -> None:
    for question in section.question:
        if due(question, talk.draft, {}, talk.answers, talk.today) and not (
            question.field and answered(question, talk.draft)
        ):
            _one(talk, section, question, talk.draft, {})


def _one(talk: _Talk, section: Section, question: Question, into: Draft, entry: Draft) -> Any:
    """Asks until the answer can be taken, keeps it, and refers at once where it is a red flag."""
    value = _answer(talk, section, question)
    if question.id == "S1" and isinstance(value, list) and "none" in value and len(value) > 1:
        value = [one for one in value if one != "none"]  # two answers disagree: the worse one counts
    talk.answers[question.id] = value
    if question.field and value != UNKNOWN:
        put(into, question.field, value)
    if not question.field and value != UNKNOWN:
        talk.seen.append(question.id)
    codes = raised(question, value)
    if codes:
        _flags(talk, codes, entry)
    return value


def _answer(talk: _Talk, section: Section, question: Question) -> Any:
    language = talk.draft.get("athlete", {}).get("language", "en")
    title = section.title.get(language, section.title["en"])
    amiss: Unclear | None = None
    while True:
        line = talk.ask(question, title, amiss)
        if question.unsure == "yes" and not line.strip():
            amiss = Unclear("say_unsure")  # an empty line is a slip of the finger, not an answer to a red flag
            continue
        try:
            return _unsure_screen(question, line) or read(question, line, talk.today)
        except Unclear as error:
            amiss = error


def _unsure_screen(question: Question, line: str) -> Any:
    """The emergency screen cannot be skipped, but "not sure" and "yes" are answers to it: both count as yes."""
    if question.required and question.unsure == "yes" and line.strip().lower() in (
        "?", "yes", "y", "si", "sí", "not sure", "no sé", "no se", "unknown", "skip",
    ):  # fmt: skip
        return UNKNOWN
    return None


def _flags(talk: _Talk, codes: list[RedFlag], entry: Draft) -> None:
    """Keeps the flags, and ends the intake unless all that they ask for is not to do more."""
    for code in codes:
        flag: Draft = {"code": code, "date": talk.today}
        if entry.get("side") in ("left", "right"):
            flag["side"] = entry["side"]
        if entry.get("id"):
            flag["about"] = [entry["id"]]
        if urgency := urgency_of(code, talk.draft, entry, talk.today):
            flag["urgency"] = urgency
        standing = talk.draft.setdefault("flag", [])
        if not any(f["code"] == code and f.get("side") == flag.get("side") for f in standing if code in SLOWS):
            standing.append(flag)
    whom = _whom(talk, {*codes})
    if whom is None:
        return
    talk.tell(whom, talk.profile)
    if not set(codes) <= SLOWS:
        raise _Refer(whom)


def _whom(talk: _Talk, codes: set[RedFlag] | None = None) -> Referral | None:
    """Whom to see for the flags of the draft with these codes (None: all) that no clearance has lifted."""
    profile, now = talk.profile, _now(talk)
    held = locks(profile, now, scope="walking", known=clearances(Log(), profile)).flags
    told = [f for f in held if f.what == "told at intake" and (codes is None or f.code in codes)]
    return referral([Fired(f.rule or f.code, {"side": f.side or ""}, urgency=f.urgency) for f in told], profile)


def _now(talk: _Talk) -> dt.datetime:
    return start_of(talk.today) + dt.timedelta(days=1)


def _earlier(talk: _Talk) -> None:
    """Flags of an earlier intake: a clearance may lift them, nothing else does."""
    _locked(talk, told_only=True)


def _limp_over(talk: _Talk) -> None:
    """A limp also ends with 48 hours of normal walking: the one flag that time and an answer may take away."""
    limps = [f for f in talk.draft.get("flag", []) if f["code"] == "R15"]
    if not limps or any(talk.today - f["date"] < LIMP_OVER for f in limps):
        return
    section = sections()["warning"]
    question = Question(
        id="R15_over",
        answer="yes_no",
        unsure="yes",
        ask={
            "en": "Have you walked without any limp for the last 48 hours?",
            "es": "¿Has caminado sin cojear nada en las últimas 48 horas?",
        },
    )
    if _answer(talk, section, question) == "yes":
        talk.draft["flag"] = [f for f in talk.draft["flag"] if f["code"] != "R15"]


def _locked(talk: _Talk, *, told_only: bool = False) -> None:
    """Ends the intake where the profile is locked, after asking for the clearance that would lift it."""
    for flag in list(_held(talk, told_only)):
        given = newest(flag, clearances(Log(), talk.profile), _now(talk))
        if given is None and flag.code != "under18" and flag.at.date() < talk.today:
            _clearances(talk, flag)
    if not list(_held(talk, told_only)):
        return
    whom = _whom(talk) if told_only else intake(talk.profile, talk.today).referral
    if whom is not None:
        talk.tell(whom, talk.profile)
        raise _Refer(whom)


def _held(talk: _Talk, told_only: bool) -> Iterator[Flag]:
    profile = talk.profile
    found = locks(profile, _now(talk), scope=scope_at_start(profile), known=clearances(Log(), profile)).flags
    return (f for f in found if f.code not in SLOWS and (not told_only or f.what == "told at intake"))


def _clearances(talk: _Talk, flag: Flag) -> None:
    """One clearance for one flag; its side is the flag's where it has one."""
    section = sections()["clearance"]
    rule = flag.rule or flag.code
    why = said(table()[rule].text, Fired(rule, {"condition": flag.what}), talk.profile)
    opener = {language: f"{why} {words}" for language, words in section.opener.items()}
    if _answer(talk, section, Question(id="another", answer="yes_no", ask=opener)) != "yes":
        return
    entry: Draft = {"id": _new_id(talk.draft, "clearance"), "of": _name_of(talk.draft, flag), "verified": "attested"}
    for question in section.question:
        if question.field == "side" and flag.side is None:
            continue
        _one(talk, section, question, entry, {})
    talk.draft.setdefault("clearance", []).append(entry)


def _name_of(draft: Draft, flag: Flag) -> str:
    """The narrowest name of a flag: the injury or operation that it is about, else its code."""
    ids = [e["id"] for name in ("injury", "surgery") for e in draft.get(name, []) if e["id"] in flag.names]
    return ids[0] if ids else flag.code if flag.code in flag.names else min(flag.names)


def _rounds(talk: _Talk, name: str, section: Section, closed: set[str]) -> None:
    """One entry a round until there is no more; entries of before are asked only what they lack."""
    for earlier in [] if name == "tests" else talk.draft.get(section.repeat, []):
        _fill(talk, name, section, earlier, new=False)
    if name in closed:
        return
    words = section.another if talk.draft.get(section.repeat) else section.opener
    while True:
        more = _answer(talk, section, Question(id="another", answer="yes_no", ask=words))
        if more == "no":
            talk.seen.append(name)
        if more != "yes":
            return
        entry: Draft = {}
        if name in ("injury", "surgery"):
            entry["id"] = _new_id(talk.draft, name)
        _fill(talk, name, section, entry, new=True)
        words = section.another


def _new_id(draft: Draft, name: str) -> str:
    taken = {entry.get("id") for entry in draft.get(name, [])}
    number = 1
    while f"{name[0]}{number}" in taken:
        number += 1
    return f"{name[0]}{number}"


def _fill(talk: _Talk, name: str, section: Section, entry: Draft, *, new: bool) -> None:
    """One entry. It joins the profile as soon as it can stand there, so that a flag raised on the way finds it."""
    joined = not new
    for question in section.question:
        if question.pattern and not new:
            continue
        lacks = not (question.field and answered(question, entry))
        if not (lacks and due(question, talk.draft, entry, {}, talk.today)):
            continue
        if not joined and JOINS.get(name) in entry:
            talk.draft.setdefault(name, []).append(entry)
            if name == "injury":
                entry["kind"] = UNKNOWN
            joined = True
        question = _with_range(question, entry)
        _one(talk, section, question, entry, entry)
        if question.field == "usual_worst_0_10" or question.field == "kind":
            _bone(talk, entry)
    if name == "injury":
        _self_checked(talk, entry, section, new)
    if name == "tests":
        test = entry.pop("test")
        talk.draft.setdefault("tests", {}).setdefault(test, []).append(entry)
    elif not joined:
        talk.draft.setdefault(name, []).append(entry)


def _with_range(question: Question, entry: Draft) -> Question:
    """A question for the result of a test or the total of a questionnaire gets that one's unit and range."""
    if question.id == "value":
        test = functional_tests()[entry["test"]]
        answer: Literal["whole", "number"] = "whole" if test.whole else "number"
        return replace(question, low=test.low, high=test.high, unit=test.unit, answer=answer)
    if question.id == "score_value":
        own = scores()[entry["name"]]
        return replace(question, low=own.low, high=own.high)
    return question


def _bone(talk: _Talk, entry: Draft) -> None:
    """Pain above 0 at a bone-stress injury that is not over is R5, whatever the questions say (edge 7)."""
    open_bone = entry.get("kind") == "bone_stress" and entry.get("status") != "past"
    if open_bone and (entry.get("usual_worst_0_10") or 0) > 0:
        _flags(talk, ["R5"], entry)


def _self_checked(talk: _Talk, entry: Draft, section: Section, new: bool) -> None:
    """The five pattern answers all fit: confirmed by the person; one that is not known does not fit."""
    asked = [q for q in section.question if q.pattern and due(q, talk.draft, entry, {}, talk.today)]
    if new and len(asked) == 5 and all(talk.answers.get(q.id) == q.pattern for q in asked):
        entry["diagnosed_by"] = "self_checked"
