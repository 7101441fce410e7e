"""Red flags at a moment: which stand, which were lifted, and what a lifted one still asks for."""

import datetime as dt
from dataclasses import dataclass

from restride.plan.flags import SCOPES, Flag, clearances, flag, limping, newest, raised, start_of
from restride.plan.gate.view import Fired, View
from restride.plan.locks import locks


@dataclass(frozen=True, slots=True)
class Flags:
    """standing: no clearance takes them away. lifted_at: when the newest cleared flag was cleared.
    attested: by hand."""

    standing: tuple[Flag, ...]
    lifted_at: dt.datetime | None
    attested: bool


def scope_of(view: View) -> str:
    """The activity that a clearance must cover for this plan."""
    if view.walker:
        return "walking"
    session = view.following
    return "run_walk" if session is not None and session.walk_min else "running"


def flags_at(view: View) -> Flags:
    """Red flags from the log and the profile, with the clearances that stand at this moment; worked out once."""
    if "flags" not in view.kept:
        view.kept["flags"] = _flags_at(view)
    found = view.kept["flags"]
    assert isinstance(found, Flags)
    return found


def _flags_at(view: View) -> Flags:
    scope = scope_of(view)
    known = clearances(view.log, view.profile)
    limp = limping(view.log)
    standing, attested, lifted = [], False, limp.ended
    freed = limp_cleared(view)
    if freed is not None:
        attested, lifted = True, max(lifted, freed) if lifted else freed
    for f in raised(view.log, view.profile):
        if f.base == "R15":
            continue  # `body.limp` speaks of it
        by = newest(f, known, view.now)
        if by is None or SCOPES.index(by[0].allows) < SCOPES.index(scope):
            standing.append(f)
            continue
        at = by[1] or start_of(by[0].date)
        lifted = max(lifted, at) if lifted else at
        attested = True  # on this machine every clearance is typed by hand
    held = locks(view.profile, view.now, scope=scope, known=known)
    standing += held.flags
    return Flags(tuple(standing), lifted, attested or held.attested)


def limp_cleared(view: View) -> dt.datetime | None:
    """When a clinician cleared the limp that stands, for this plan's activity; None without such a clearance."""
    last = limping(view.log).last
    if last is None:
        return None
    by = newest(flag("R15", last, "limp"), clearances(view.log, view.profile), view.now)
    if by is None or SCOPES.index(by[0].allows) < SCOPES.index(scope_of(view)):
        return None
    return by[1] or start_of(by[0].date)


def red_flags(view: View, found: Flags) -> list[Fired]:
    """One rule for each standing flag; the limp decides its own kind."""
    out: dict[str, Fired] = {}
    for f in found.standing:
        rule = f.rule or f.code
        fired = Fired(rule, {"what": f.what, "condition": f.what, "side": f.side or ""}, urgency=f.urgency)
        kept = out.get(rule)
        if kept is None or _rank(fired) > _rank(kept):
            out[rule] = fired
    return list(out.values())


def _rank(fired: Fired) -> int:
    from restride.core.decision import URGENCIES

    return URGENCIES.index(fired.urgency) if fired.urgency else -1


def lifted(view: View, found: Flags) -> list[Fired]:
    """After a flag is lifted: not milder than step back until one quiet check-in."""
    if found.lifted_at is None:
        return []
    since = found.lifted_at
    quiet = [e for e, q in zip(view.log.entries, view.quiet, strict=True) if q and e.at > since]
    return [] if quiet else [Fired("lifted.flag")]
