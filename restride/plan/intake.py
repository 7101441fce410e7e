"""What a profile says before anything is planned: locks, referrals, and what a plan must carry."""

import datetime as dt
from dataclasses import dataclass

from restride.core.decision import URGENCIES, Referral
from restride.core.profile import Profile
from restride.plan.diary import UTC, Log
from restride.plan.flags import clearances
from restride.plan.gate.view import Fired
from restride.plan.gate.words import language_of, said
from restride.plan.locks import NEEDS_CLINICIAN, falls, health_unknown, locks
from restride.plan.table import table

SLOWS = frozenset({"R11"})
"""Flags that refer and keep the present minutes, but leave the plan."""
BY_HAND = "clearance not verified: typed by hand"


@dataclass(frozen=True, slots=True)
class Intake:
    """locked: no plan is written. referral: whom to see, with or without a plan. rules: ids of all that fired."""

    locked: bool
    referral: Referral | None
    rules: tuple[str, ...]
    notices: tuple[str, ...]


def intake(profile: Profile, start: dt.date) -> Intake:
    """The gate before the first session: bone injury, operation, birth, pregnancy, age, health, periods, falls."""
    now = dt.datetime.combine(start, dt.time(0), tzinfo=UTC) + dt.timedelta(days=1)
    scope = scope_at_start(profile)
    held = locks(profile, now, scope=scope, known=clearances(Log(), profile))
    fired = [
        Fired(f.rule or f.code, {"what": f.what, "condition": f.what, "side": f.side or ""}, urgency=f.urgency)
        for f in held.flags
        if f.code not in SLOWS
    ]
    soft = [Fired(f.code) for f in held.flags if f.code in SLOWS]
    if profile.health.periods == "irregular_or_absent":
        soft.append(Fired("profile.periods"))
    if falls(profile):
        soft.append(Fired("walker.falls"))
    if profile.athlete.activity == "walking" and not profile.care.clinician:
        told = [c for c in NEEDS_CLINICIAN if getattr(profile.health, c) == "yes"]
        cleared = any(c.of == "health" for c in profile.clearance)
        soft += [Fired("lock.health", {"condition": c}) for c in told if not cleared]
    notices = (BY_HAND,) if held.attested else ()
    if profile.athlete.activity != "walking" and health_unknown(profile):
        notices = (*notices, said(table()["health.unknown"].text, Fired("health.unknown"), profile))
    every = [*fired, *soft]
    return Intake(bool(fired), referral(every, profile), tuple(f.rule for f in every), notices)


def scope_at_start(profile: Profile) -> str:
    """What a clearance must cover for a first session: walking; run-walk after bone, birth or operation; else
    running."""
    if profile.athlete.activity == "walking":
        return "walking"
    careful = any(i.status != "past" and i.kind in ("bone_stress", "post_operative") for i in profile.injury)
    return "run_walk" if careful or profile.surgery or profile.health.last_childbirth else "running"


def referral(fired: list[Fired], profile: Profile) -> Referral | None:
    """Whom to see for the most urgent of what fired, in the person's language; None where nothing did."""
    if not fired:
        return None
    entries = [(f, table()[f.rule]) for f in fired]
    first, entry = max(entries, key=lambda pair: URGENCIES.index(pair[0].urgency or pair[1].urgency or "routine"))
    if entry.refer is None:
        raise ValueError(f"{first.rule} refers but says to nobody")
    language = language_of(profile, entry.refer.who)
    return Referral(
        urgency=first.urgency or entry.urgency or "routine",
        who=entry.refer.who[language],
        why=said(entry.text, first, profile),
        until_then=entry.refer.until_then[language],
    )
