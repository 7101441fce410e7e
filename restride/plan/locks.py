"""What the profile alone locks or slows: bone injury, operation, birth, pregnancy, age, health, falls, told flags.

Read at plan time and at every decision, so that a lock that comes later (a new birthday, an expired clearance) counts.
"""

import datetime as dt
from dataclasses import dataclass

from restride.core.profile import Clearance, Injury, Profile, ToldFlag
from restride.plan.diary import UTC
from restride.plan.flags import SCOPES, Flag, Known, age_at, day_of, flag, newest
from restride.plan.sites import TENDONS, sides

OPERATION_YEARS = 1.0
BIRTH_LOCK = dt.timedelta(weeks=12)
BIRTH_WATCH = dt.timedelta(days=730)
NEEDS_CLINICIAN = (
    "heart_or_lung", "fainted_12mo", "clot_ever", "diabetes_or_numb_feet", "osteoporosis_or_fragility_fracture",
    "inflammatory_arthritis", "cancer_ever", "neurological", "joint_replacement",
)  # fmt: skip
LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Locks:
    """Flags that stand because of the profile; attested: one that does not is held off by a hand-typed clearance."""

    flags: list[Flag]
    attested: bool


def locks(profile: Profile, now: dt.datetime, *, scope: str, known: Known) -> Locks:
    """Every lock at `now`. scope: the activity that a clearance must cover."""
    held, attested = [], False
    for lock in _asked(profile, now, scope):
        by = newest(lock, known, now)
        if by is not None and SCOPES.index(by[0].allows) >= SCOPES.index(scope) and _proof(lock, by[0], profile):
            attested = True
        else:
            held.append(lock)
    return Locks(held, attested)


def _proof(lock: Flag, c: Clearance, profile: Profile) -> bool:
    """A minor needs a clearance that says it is signed; a high-risk bone site a clinician in the plan as well."""
    if lock.rule == "lock.under18":
        return c.verified == "signed"
    return not (lock.code == "R13" and any(high_risk(i) and i.id in lock.names for i in profile.injury)) or bool(
        profile.care.clinician
    )


def high_risk(injury: Injury) -> bool:
    """A bone injury at a site that heals badly, or of which nobody knows (D-25)."""
    return injury.kind == "bone_stress" and injury.bone_risk != "low"


def _asked(profile: Profile, now: dt.datetime, scope: str) -> list[Flag]:
    day, health, out = day_of(now), profile.health, []
    for i in profile.injury:
        at = _since(i.onset)
        if i.kind == "bone_stress" and i.status != "past":
            out += [_named("R13", at, "a bone injury without a clearance", (i.id,), side) for side in sides(i.side)]
        if i.kind == "post_operative" and i.status != "past":
            out += [_named("R13", at, "an operation without a clearance", (i.id,), side) for side in sides(i.side)]
        hurts = i.usual_worst_0_10 is None or i.usual_worst_0_10 > 0
        tendon_hurts = i.kind in TENDONS and i.status == "current" and hurts
        if tendon_hurts and (health.quinolone_6mo != "no" or health.steroid_3mo != "no"):
            out.append(_named("R18", at, "a sore tendon and an antibiotic or steroid", (i.id,), None))
    for s in profile.surgery:
        if (day - s.date).days <= 365 * OPERATION_YEARS:
            at = dt.datetime.combine(s.date, dt.time(0), tzinfo=UTC)
            out += [_named("R13", at, "an operation without a clearance", (s.id,), side) for side in sides(s.side)]
    if age_at(profile, day) < 18:
        out.append(Flag("under18", LONG_AGO, "routine", None, frozenset({"under18"}), "under 18", "lock.under18"))
    if (health.pregnancy_weeks or 0) > 0:
        names = frozenset({"pregnancy", "R20"})
        out.append(Flag("pregnancy", LONG_AGO, "routine", None, names, "pregnancy", "lock.pregnancy"))
    recent = health.last_childbirth is not None and day - health.last_childbirth < BIRTH_LOCK
    if recent or (scope != "walking" and health.pelvic_symptoms == "yes"):
        names = frozenset({"R14", "postpartum"})
        what = "a birth under 12 weeks ago" if recent else "pelvic symptoms"
        out.append(Flag("R14", _since(health.last_childbirth), "routine", None, names, what, "lock.birth"))
    out += [_told(f, profile) for f in profile.flag]
    if scope == "walking" and health.walking_changed == "yes":
        names = frozenset({"walking_changed"})
        out.append(Flag("changed", LONG_AGO, "urgent", None, names, "walking that changed", "lock.walking_changed"))
    if not profile.care.clinician and scope != "walking":
        for condition in NEEDS_CLINICIAN:
            if getattr(health, condition) == "yes":
                names = frozenset({"health"})
                out.append(Flag("health", LONG_AGO, "routine", None, names, condition, "lock.health"))
    return out


def _named(code: str, at: dt.datetime, what: str, ids: tuple[str, ...], side: str | None) -> Flag:
    return flag(code, at, what, side=side, injuries=ids)


def _told(f: ToldFlag, profile: Profile) -> Flag:
    """A red flag from intake. R19 there is a knock to the head: an emergency unless a blood thinner is denied."""
    urgency = f.urgency
    if f.code == "R19":
        urgency = "emergency" if profile.health.blood_thinner != "no" else "same_day"
    return flag(f.code, _since(f.date), "told at intake", side=f.side, urgency=urgency, injuries=f.about)


def low_energy(profile: Profile) -> bool:
    """Periods irregular or absent, or R11 at intake that no later clearance names: the volume stays where it is."""
    told = any(
        f.code == "R11" and not any(c.of == "R11" and c.date > f.date for c in profile.clearance) for f in profile.flag
    )
    return told or profile.health.periods == "irregular_or_absent"


def _since(day: dt.date | None) -> dt.datetime:
    return LONG_AGO if day is None else dt.datetime.combine(day, dt.time(0), tzinfo=UTC)


def falls(profile: Profile) -> bool:
    """Falls with unsteadiness, or one of them while nobody knows about the other: a referral, and no cue (edge 21)."""
    fell, unsteady = profile.health.falls_12mo, profile.health.unsteady
    return unsteady != "no" if fell else fell is None and unsteady == "yes"


def health_unknown(profile: Profile) -> bool:
    """An answer that a running plan needs and that nobody has given: asked again, and no level-up until then."""
    return any(getattr(profile.health, name) == "unknown" for name in NEEDS_CLINICIAN)
