"""A plan: what, when, how much, when to stop, and when it ends (schema restride/plan/1). It embeds its profile."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from restride.core.decision import Band
from restride.core.profile import Profile


class Guard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that must not get worse while the target changes."""

    what: str
    text: str
    evidence: tuple[str, ...] = ()


class Target(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing to change: a band around the person's own first baseline, never past `ceiling`."""

    metric: str
    unit: str
    baseline: float
    method: str
    amount_percent: float
    low: float
    high: float
    ceiling: float
    detectable: float
    basis: Literal["evidence", "practice", "heuristic"]
    evidence: tuple[str, ...]


class Cue(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One short instruction tied to one number."""

    id: str
    words: dict[str, str]
    evidence: tuple[str, ...]


class Exercise(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to do, how much, how often, and when to stop."""

    id: str
    title: dict[str, str]
    dose: str
    per_week: int
    days: tuple[str, ...]
    stop: dict[str, str]
    evidence: tuple[str, ...]
    basis: Literal["evidence", "practice", "heuristic"]


class Session(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One dated session. feedback_percent: share of the minutes with the cue on. uncued_min: the last
    minutes, without it."""

    number: int
    date: dt.date
    activity: Literal["running", "walking"]
    minutes: int
    run_min: float | None
    walk_min: float | None
    feedback_percent: int
    uncued_min: int
    target: Band | None
    note: str = ""


class Recheck(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A measurement to come back for: once uncued, once cued."""

    week: int
    date: dt.date


class Line(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sentence of the plan with its reason: the rule or practice behind it. with_target: only where a target is."""

    text: dict[str, str]
    basis: Literal["evidence", "practice", "heuristic"]
    evidence: tuple[str, ...] = ()
    with_target: bool = False


class Refused(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What this plan will not do, why, and what it does instead."""

    what: str
    why: dict[str, str]
    instead: dict[str, str]
    evidence: tuple[str, ...] = ()


class Plan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that the next weeks hold."""

    schema: Literal["restride/plan/1"] = "restride/plan/1"
    id: str
    start: dt.date
    profile: Profile
    summary: dict[str, str]
    load: tuple[Line, ...]
    target: Target | None
    later_target: Target | None
    cues: tuple[Cue, ...]
    sessions: tuple[Session, ...]
    exercises: tuple[Exercise, ...]
    expect: tuple[Line, ...]
    stop: tuple[Line, ...]
    refused: tuple[Refused, ...]
    guards: tuple[Guard, ...]
    responder_after: tuple[int, ...]
    rechecks: tuple[Recheck, ...]
    ends: tuple[Line, ...]
    level_minutes: int
    start_step_back: bool = False
    notices: tuple[str, ...] = ()
    versions: dict[str, str] = {}
