"""All rules over one moment -> one Decision: the strictest decides, all that fired are listed.

`decide` is a function of plan, log and time. It reads no clock and no file; the same log twice gives the same decision.
"""

import datetime as dt
import math
from collections.abc import Callable

from restride.core.decision import KINDS, URGENCIES, Band, Decision, Kind, NextSession, Reason, Referral, Urgency
from restride.core.plan import Plan
from restride.plan.diary import UTC, Log
from restride.plan.gate import body, load, pain
from restride.plan.gate.redflags import Flags, flags_at, lifted, red_flags
from restride.plan.gate.view import Fired, View, before
from restride.plan.gate.words import language_of, said
from restride.plan.locks import falls, health_unknown
from restride.plan.table import VERSION, Entry, table

RULES: tuple[Callable[[View], list[Fired]], ...] = (*pain.RULES, *body.RULES, *load.RULES)
VALID = dt.timedelta(hours=48)
PAUSE_AT_MOST = dt.timedelta(days=14)
LOOK_BACK = dt.timedelta(days=60)
"""No pause is followed further back than this: it has long become a referral."""
FIRST_WEEK = dt.timedelta(days=7)
"""The start of a plan is the first week's one change: no level-up in it."""
STEP_BACK_SHARE = 0.75
BY_HAND = "clearance not verified: typed by hand"
ONLY_NO_LEVEL_UP = frozenset({"R11", "profile.periods"})
"""R11 alone keeps the present minutes and does not stop running (edge 18)."""


def decide(plan: Plan, log: Log, now: dt.datetime) -> Decision:
    """The decision at `now`. Broken lines do not reach this point unless a red flag stands."""
    view = View(plan, log, now)
    flags = flags_at(view)
    fired = _fired(view, flags)
    kind = _strictest(fired)
    if kind == "pause" and (since := _paused_since(view)) is not None and now - since > PAUSE_AT_MOST:
        fired.append(Fired("pause.too_long", {"days": (now - since).days}))
        kind = "refer"
    if not [f for f in fired if _kind(f) != "proceed"]:
        fired.append(Fired("quiet.nothing"))
        if view.quiet_runs(0, len(view.quiet))[1] < 2 or now - view.start <= FIRST_WEEK:
            fired.append(Fired("quiet.first"))
    fired.sort(key=_severity, reverse=True)
    urgency = _urgency(fired) if kind == "refer" else None
    notices = (BY_HAND,) if flags.attested else ()
    return Decision(
        kind=kind,
        urgency=urgency,
        provisional=view.provisional,
        valid_until=(view.latest.at if view.latest else view.start) + VALID,
        reasons=tuple(_reason(f, plan) for f in fired),
        red_flags=_codes(fired, flags),
        next_session=_next(view, kind, fired),
        referral=_referral(fired, urgency, plan) if urgency else None,
        notices=notices,
        rules_version=VERSION,
    )


def _fired(view: View, flags: Flags) -> list[Fired]:
    """Every rule that fires at this moment, each once (its strictest form)."""
    out = [*red_flags(view, flags), *lifted(view, flags)]
    for rule in RULES:
        out += rule(view)
    if view.profile.health.periods == "irregular_or_absent":
        out.append(Fired("profile.periods"))
    if not view.walker and health_unknown(view.profile):
        out.append(Fired("health.unknown"))
    if falls(view.profile):
        out.append(Fired("walker.falls"))
    if any(f.rule == "R15" and _kind(f) == "pause" for f in out):
        out = [f for f in out if not (f.rule == "R15" and f.values.get("what"))]
    strictest: dict[tuple[str, str], Fired] = {}
    for f in out:
        key = f.rule, str(f.values.get("place", f.values.get("question", ""))) + str(f.values.get("side", ""))
        if key not in strictest or _severity(f) > _severity(strictest[key]):
            strictest[key] = f
    return list(strictest.values())


def _entry(f: Fired) -> Entry:
    return table()[f.rule]


def _kind(f: Fired) -> Kind:
    return f.kind or _entry(f).kind


def _severity(f: Fired) -> tuple[int, int]:
    kind = _kind(f)
    urgency = f.urgency or _entry(f).urgency
    return KINDS.index(kind), URGENCIES.index(urgency) if kind == "refer" and urgency else -1


def _strictest(fired: list[Fired]) -> Kind:
    return max((_kind(f) for f in fired), key=KINDS.index, default="proceed")


def _urgency(fired: list[Fired]) -> Urgency:
    found = [f.urgency or _entry(f).urgency or "routine" for f in fired if _kind(f) == "refer"]
    return max(found, key=URGENCIES.index)


def _paused_since(view: View) -> dt.datetime | None:
    """Since when every decision has been a pause, looked at after each check-in backwards from now."""
    since = None
    for entry in reversed(view.log.entries):
        if view.now - entry.at > LOOK_BACK:
            break
        past = before(view, entry.at)
        if _strictest(_fired(past, flags_at(past))) != "pause":
            break
        since = entry.at
    return since


def _codes(fired: list[Fired], flags: Flags) -> tuple[str, ...]:
    """Red-flag codes that stand, R10 and a limp among them, in the order of severity."""
    out: list[str] = []
    for f in fired:
        if f.rule.startswith("R"):
            out.append(f.rule)
        elif f.rule in ("pain.above_gate", "pain.unsettled", "pain.risen", "pain.repeated"):
            out.append("R10")
        elif f.rule == "profile.periods":
            out.append("R11")
        elif f.rule == "walker.falls":
            out.append("R19")
        elif f.rule == "lock.birth":
            out.append("R14")
    return tuple(dict.fromkeys(out))


def _reason(f: Fired, plan: Plan) -> Reason:
    entry = _entry(f)
    return Reason(rule=f.rule, text=said(entry.text, f, plan.profile), values=f.values, evidence=entry.evidence)


def _referral(fired: list[Fired], urgency: Urgency, plan: Plan) -> Referral:
    """From the most pressing rule that refers; the others stand among the reasons."""
    referring = [f for f in fired if _kind(f) == "refer"]
    first = max(referring, key=_severity)
    entry = _entry(first)
    refer = entry.refer or table()["R13"].refer
    who = refer.who[language_of(plan.profile, refer.who)] if refer else ""
    until = refer.until_then[language_of(plan.profile, refer.until_then)] if refer else ""
    return Referral(urgency=urgency, who=who, why=said(entry.text, first, plan.profile), until_then=until)


def _next(view: View, kind: Kind, fired: list[Fired]) -> NextSession:
    """What the next session may be under this decision."""
    # what an entry does to a session holds for the kind that it names, not for a milder form of it
    entries = [(f, _entry(f)) for f in fired if _kind(f) == _entry(f).kind]
    soft = kind == "refer" and all(f.rule in ONLY_NO_LEVEL_UP for f in fired if _kind(f) == "refer")
    off_cue = kind == "refer" and all(
        f.rule in ONLY_NO_LEVEL_UP | {"walker.falls"} for f in fired if _kind(f) == "refer"
    )
    others = [f for f in fired if f.rule not in ONLY_NO_LEVEL_UP | {"walker.falls"}]
    strictest_other = _strictest(others)
    stop = (kind in ("pause", "refer") and not off_cue) or strictest_other in ("pause", "refer")
    level, following = view.level, view.following
    planned = following.minutes if following else view.plan.level_minutes
    present = level.minutes if level else view.plan.level_minutes
    if strictest_other == "step_back" and view.quiet and not view.quiet[view.tail[0]]:
        done = view.log.entries[view.tail[0]].checkin.moving_min or present
        present = min(present, math.floor(done))  # a session cut short by pain is the one to step back from
    minutes = planned if strictest_other == "proceed" and not soft else present
    if strictest_other == "step_back":
        levels = 2 if any(f.rule == "rest.two_levels" for f in fired) else 1
        minutes = math.floor(present * STEP_BACK_SHARE**levels)
    cue_off = stop or any(e.cue_off for _, e in entries)
    no_running = stop or any(e.no_running for f, e in entries if _kind(f) != "refer" or stop)
    no_level_up = kind != "proceed" or any(e.no_level_up for _, e in entries)
    return NextSession(
        earliest=_earliest(view, strictest_other if off_cue else kind, fired),
        no_running=no_running,
        no_level_up=no_level_up,
        cue_off=cue_off,
        flat=strictest_other in ("step_back", "pause", "refer") or any(e.flat for _, e in entries),
        minutes=0 if stop else minutes,
        target=_target(view, cue_off, level_up=not no_level_up),
    )


def _target(view: View, cue_off: bool, *, level_up: bool) -> Band | None:
    if cue_off:
        return None
    session = view.following if level_up else view.level
    return session.target if session else None


def _earliest(view: View, kind: Kind, fired: list[Fired]) -> dt.date:
    """The first day that the next session may lie on."""
    today = view.now.astimezone(UTC)
    day = (today - dt.timedelta(microseconds=1)).date()
    last = view.last_impact
    following = view.following
    if kind == "proceed":
        due = following.date if following else day
        gap = dt.timedelta(days=1 if view.walker else 2)  # two runs never lie on consecutive days
        return max(due, last.date() + gap) if last else max(due, view.plan.start)
    if kind in ("pause", "refer"):
        days = [f.days or _entry(f).recheck_days or 7 for f in fired if _kind(f) in ("pause", "refer")]
        return day + dt.timedelta(days=min(days, default=7))
    if last is None:
        return max(day, view.plan.start)
    rest = 2
    if kind == "step_back":
        rest = max([2, *(f.days for f in fired if _kind(f) == "step_back" and f.days)])
    if kind == "hold" and view.walker:
        rest = 1
    return last.date() + dt.timedelta(days=rest)
