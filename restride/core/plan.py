"""A plan: what, when, how much, when to stop, and when it ends (schema restride/plan/1). It embeds its profile."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from restride.core.decision import Band
from restride.core.profile import Profile

Basis = Literal["evidence", "practice", "heuristic"]
Text = dict[str, str]
"""By language."""


class Line(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sentence of the plan with its reason: the rule or practice behind it. weeks: first and last week in which it
    is said; None is all of them."""

    text: Text
    basis: Basis
    evidence: tuple[str, ...] = ()
    weeks: tuple[int, int] | None = None


class Guard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that must not get worse while the target changes."""

    what: str
    text: Text
    evidence: tuple[str, ...] = ()
    basis: Basis = "practice"


class Refused(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What this plan will not do, why, and what it does instead. asked: somebody asked for it."""

    what: str
    why: Text
    instead: Text
    evidence: tuple[str, ...] = ()
    basis: Basis = "practice"
    asked: bool = False


class Target(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing to change: a band around the person's own first baseline, never past `ceiling`.

    amount: the change asked for, in `amount_unit`: "%" of the baseline, or the metric's own unit. by_week: when the
    band should be reached; 0 is at once. A ceiling below the baseline is a floor.
    """

    metric: str
    unit: str
    side: Literal["left", "right", "both", "unknown"]
    baseline: float
    method: str
    amount: float
    amount_unit: str
    low: float
    high: float
    ceiling: float
    detectable: float
    by_week: int = 0
    basis: Basis
    evidence: tuple[str, ...]


class First(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The first number of a metric that a target started from: caps count from it for 12 weeks."""

    metric: str
    side: Literal["left", "right", "both", "unknown"]
    method: str
    value: float
    since: dt.date


class LoadShift(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a cue does to one tissue. percent: mean change of its load; high: upper end of its 90 % range; both None
    where no study gives a size. at_risk: the person has or had trouble there."""

    tissue: str
    per: Literal["step", "km"]
    direction: Literal["up", "down", "same", "unknown"]
    percent: float | None = None
    high: float | None = None
    at_risk: bool = False
    basis: Basis
    evidence: tuple[str, ...] = ()


class Side(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One side of something contested."""

    says: Literal["for", "against"]
    text: Text
    basis: Basis = "evidence"
    evidence: tuple[str, ...] = ()


class Cue(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One short instruction tied to one number. role "next": if the first does not help; "offered": only by choice."""

    id: str
    role: Literal["first", "next", "offered"]
    title: Text
    words: Text
    metric: str
    picture: Text
    sound: Text
    haptic: Text
    shifts: tuple[LoadShift, ...] = ()
    sides: tuple[Side, ...] = ()
    basis: Basis
    evidence: tuple[str, ...]


class Exercise(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to do, how much, how often, from which week to which (None: till the end), and when to stop."""

    id: str
    title: Text
    how: Text
    figure: str
    dose: str
    per_week: int
    days: tuple[str, ...]
    from_week: int = 1
    to_week: int | None = None
    impact: bool = False
    stop: Text
    evidence: tuple[str, ...]
    basis: Basis


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


Change = Literal["start", "cue", "level", "strength", "none"]


class Week(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One week: the only thing that is new in it, and its sessions. change "start": the plan itself; "none": nothing.
    what: id of the exercise for "strength"."""

    number: int
    start: dt.date
    change: Change
    what: str = ""
    sessions: tuple[int, ...] = ()


class Phase(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A stretch of the plan. gate: what must hold before the next one begins; its dates follow from that."""

    id: str
    title: Text
    lines: tuple[Line, ...]
    gate: tuple[Line, ...]


class Milestone(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something worth noticing on the way, and when it counts as reached."""

    id: str
    title: Text
    reached: tuple[Line, ...]


class RoutineStep(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing to do in a warm-up or cooldown. figure: of the exercise that it is, or ""."""

    text: Text
    seconds: int
    figure: str = ""


class PlanRoutine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A warm-up or cooldown of three to six minutes, which carries the cue."""

    id: str
    when: Literal["warm_up", "cooldown"]
    title: Text
    steps: tuple[RoutineStep, ...]
    basis: Basis
    evidence: tuple[str, ...] = ()


class Page(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One education page with the person's own numbers in it, and both sides of what is contested."""

    id: str
    title: Text
    lines: tuple[Line, ...]
    sides: tuple[Side, ...] = ()


class Recheck(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A measurement to come back for: once uncued, once cued."""

    week: int
    date: dt.date


Values = dict[str, str | float | int | bool]


class Reasoning(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One link of the chain from the recording to the plan. step: what was decided; values: what it read."""

    step: str
    values: Values
    basis: Basis = "practice"
    evidence: tuple[str, ...] = ()


class Plan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that the next weeks hold.

    protocol, aim: ids of the load plan and of the change of gait ("" without one). revision: how often this person's
    plan was made anew; firsts: first numbers that caps still count from, of earlier plans too.
    """

    schema: Literal["restride/plan/1"] = "restride/plan/1"
    id: str
    revision: int = 0
    start: dt.date
    profile: Profile
    protocol: str
    title: Text
    aim: str = ""
    summary: Text
    load: tuple[Line, ...]
    conditions: tuple[Line, ...] = ()
    target: Target | None
    later_target: Target | None
    firsts: tuple[First, ...] = ()
    cues: tuple[Cue, ...]
    offered: tuple[Cue, ...] = ()
    sessions: tuple[Session, ...]
    weeks: tuple[Week, ...]
    phases: tuple[Phase, ...] = ()
    exercises: tuple[Exercise, ...]
    routines: tuple[PlanRoutine, ...] = ()
    pages: tuple[Page, ...] = ()
    expect: tuple[Line, ...]
    stop: tuple[Line, ...]
    refused: tuple[Refused, ...]
    guards: tuple[Guard, ...]
    responder_after: tuple[int, ...]
    milestones: tuple[Milestone, ...] = ()
    rechecks: tuple[Recheck, ...]
    ends: tuple[Line, ...]
    level_minutes: int
    reasoning: tuple[Reasoning, ...] = ()
    notices: tuple[str, ...] = ()
    versions: dict[str, str] = {}
