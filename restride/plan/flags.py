"""Red flags: what raises one, and what alone takes it away again.

A flag is raised by an answer and stands until a clinician's clearance that names it, or its injury, is dated on or
after it, covers its side and the activity, and has not expired. R15 also ends after 48 hours of normal walking. R10 is
no flag of this kind: it is computed from the pain numbers (`rules`).
"""

import datetime as dt
from dataclasses import dataclass

from restride.core.decision import Urgency
from restride.core.profile import Clearance, Profile
from restride.plan.diary import UTC, Entry, Log
from restride.plan.sites import GROIN, KNEE, LOWER_LEG, Site, sides, sites_of

URGENCY: dict[str, Urgency] = {
    "R1": "emergency", "R2": "same_day", "R3": "same_day", "R3b": "emergency", "R4": "same_day", "R5": "urgent",
    "R6": "urgent", "R6b": "emergency", "R7": "emergency", "R8": "same_day", "R8f": "emergency", "R9": "urgent",
    "R9x": "same_day", "R11": "routine", "R12": "urgent", "R13": "routine", "R14": "routine", "R14h": "same_day",
    "R15": "urgent", "R16": "emergency", "R16l": "same_day", "R17": "same_day", "R18": "same_day", "R19": "urgent",
    "R20": "same_day",
}  # fmt: skip
NORMAL_WALKING = dt.timedelta(hours=48)
SURE_IS_YES = frozenset({"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"})
SCOPES = ("walking", "run_walk", "running", "impact", "competition")
NOT_CLINICIANS = frozenset(
    {"", "athlete", "runner", "walker", "self", "me", "coach", "trainer", "personal trainer", "fitness instructor",
     "parent", "mother", "father", "guardian", "partner", "friend", "teammate", "teacher", "researcher", "admin"}
)  # fmt: skip
CLINICIANS = (
    "doctor", "physician", "physiotherap", "physical therap", "surgeon", "gp", "general practitioner", "podiatr",
    "osteopath", "chiropract", "midwife", "nurse", "orthop", "sports medicine", "rheumatolog", "cardiolog",
    "gynaecolog", "gynecolog", "obstetric", "neurolog", "paediatric", "pediatric", "radiolog", "clinician",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flag:
    """One raised flag. base: the code without its sub-letter. names: what a clearance may call it
    (code, injury ids)."""

    code: str
    at: dt.datetime
    urgency: Urgency
    side: str | None
    names: frozenset[str]
    what: str
    rule: str = ""

    @property
    def base(self) -> str:
        """`R3b` -> `R3`."""
        return self.code.rstrip("abcdefghijklmnopqrstuvwxyz")


Known = list[tuple[Clearance, dt.datetime | None]]


def flag(
    code: str, at: dt.datetime, what: str, *, side: str | None = None, urgency: Urgency | None = None,
    injuries: tuple[str, ...] = (), rule: str = "",
) -> Flag:  # fmt: skip
    """A flag with its usual urgency unless another is given."""
    base = code.rstrip("abcdefghijklmnopqrstuvwxyz")
    return Flag(code, at, urgency or URGENCY[code], side, frozenset({code, base, *injuries}), what, rule)


def age_at(profile: Profile, day: dt.date) -> int:
    """Whole years; a birth month that is not known counts as December, so that nobody is taken for older."""
    month = profile.athlete.birth_month or 12
    return day.year - profile.athlete.birth_year - (day.month <= month)


def raised(log: Log, profile: Profile) -> list[Flag]:
    """Every flag that the log ever raised, in the order of time; deleted lines raise theirs too."""
    out: list[Flag] = []
    swollen = 0
    for entry in log.entries:
        sites = sites_of(entry, profile)
        out += _screen(entry, sites, profile)
        out += _answers(entry, profile)
        out += _pain(entry, sites, profile)
        now_swollen, found = _swelling(entry, swollen)
        swollen = now_swollen
        out += found
    for line in log.questions:
        at = line.recorded_at.astimezone(UTC)
        for question, answer in line.answers.items():
            yes = answer == "yes" or (answer == "not_sure" and question.rstrip("bfxhl") in SURE_IS_YES)
            if not yes:
                continue
            if question in URGENCY:
                out.append(flag(question, at, f"{question} answered {answer}"))
            elif question in ("new_operation", "new_injury"):
                out.append(flag("R13", at, question.replace("_", " ")))
            elif question == "S1":
                out.append(flag("R1", at, "one of the emergency questions answered yes"))
            elif question == "new_medicine" and line.answers.get("R18") != "no":
                hurt = [at] if _tendon_hurts(log, profile, at) else _tendon_hurts_later(log, profile, at)
                out += [flag("R18", when, "a new medicine, and a tendon hurts") for when in hurt]
    out.sort(key=lambda f: (f.at, f.code))
    return out


def _screen(entry: Entry, sites: tuple[Site, ...], profile: Profile) -> list[Flag]:
    """What the safety screen was answered yes to."""
    screen = entry.checkin.safety_screen
    if screen is None:
        return []
    out = []
    groin = next((s for s in sites if s.place in GROIN and s.hurts), None)
    fever = entry.checkin.ill == "fever_chest_or_whole_body"
    for code in screen.yes:
        if code == "S1":
            out.append(flag("R1", entry.at, "one of the emergency questions answered yes"))
        elif code == "R5":
            out.append(flag("R5", entry.at, "bone questions answered yes", urgency="same_day" if groin else None))
        elif code == "R2" and "R1" in screen.yes:
            out.append(flag("R2", entry.at, "a swollen calf with chest signs", urgency="emergency"))
        elif code == "R8" and fever:
            out.append(flag("R8f", entry.at, "a hot joint or wound, with fever"))
        elif code == "R15":
            continue  # asked as a limp
        elif code == "R19":
            out += _fall(entry, profile, fell=True)
        elif code in URGENCY:
            out.append(flag(code, entry.at, f"{code} answered yes"))
    return out


def _answers(entry: Entry, profile: Profile) -> list[Flag]:
    """Flags that plain questions of the check-in raise."""
    c, out = entry.checkin, []
    if c.gave_way_or_locked == "yes":
        out.append(flag("R9", entry.at, "the knee gave way or locked"))
    if c.pelvic == "yes":
        out.append(flag("R14", entry.at, "pelvic symptoms"))
    if c.fall == "yes" or c.hit_head == "yes":
        out += _fall(entry, profile, fell=True)
    elif c.near_fall == "yes" and (profile.health.unsteady != "no" or (profile.health.falls_12mo or 0) > 0):
        out += _fall(entry, profile, fell=False)
    return out


def _fall(entry: Entry, profile: Profile, *, fell: bool) -> list[Flag]:
    c = entry.checkin
    if c.hit_head == "yes":
        thin = profile.health.blood_thinner != "no"
        return [flag("R19", entry.at, "a fall with a knock to the head", urgency="emergency" if thin else "same_day")]
    if fell and c.hit_head == "not_asked" and profile.health.blood_thinner == "yes":
        return [flag("R19", entry.at, "a fall on a blood thinner, the head not asked about", urgency="same_day")]
    if fell:
        return [flag("R19", entry.at, "a fall", urgency="urgent")]
    return [flag("R19", entry.at, "nearly a fall, by someone who is unsteady or has fallen", urgency="routine")]


def _pain(entry: Entry, sites: tuple[Site, ...], profile: Profile) -> list[Flag]:
    """R5 from bone pain, R17 and R18 from pain where it counts."""
    out = []
    limps = entry.checkin.limp == "yes"
    child = age_at(profile, entry.at.date()) < 18
    risky = profile.health.quinolone_6mo != "no" or profile.health.steroid_3mo != "no"
    for s in sites:
        ids = tuple(i.id for i in profile.injury if i.place == s.place and s.side in sides(i.side))
        soon: Urgency | None = "same_day" if s.place in GROIN else None
        if s.bone and s.hurts:
            out.append(flag("R5", entry.at, "pain at a known bone injury", side=s.side, urgency=soon, injuries=ids))
        elif (s.suspect and s.bone_yes) or s.one_spot == "yes":
            out.append(flag("R5", entry.at, "bone questions answered yes", side=s.side, urgency=soon, injuries=ids))
        if (
            child
            and limps
            and s.hurts
            and (s.place in KNEE | GROIN or s.place in ("hip_side", "thigh_back", "thigh_inner"))
        ):
            out.append(flag("R17", entry.at, "hip, groin, thigh or knee pain with a limp, under 18", side=s.side))
        if s.tendon and s.hurts and risky:
            out.append(
                flag("R18", entry.at, "a tendon hurts, and the medicine question is not answered no", side=s.side)
            )
    return out


def _swelling(entry: Entry, clearly_before: int) -> tuple[int, list[Flag]]:
    """(check-ins on end with a joint clearly swollen, flags). One calf, shin or ankle clearly swollen is R2."""
    rows = [(s, side) for s in entry.checkin.swelling or () for side in sides(s.side) if s.amount != "none"]
    out, clearly = [], False
    for row, side in rows:
        strong = row.amount in ("clearly", "very")
        both = {d for r, d in rows if r.place == row.place and r.amount in ("clearly", "very")} == {"left", "right"}
        if row.place in LOWER_LEG and strong and not both:
            out.append(flag("R2", entry.at, "one lower leg clearly swollen", side=side))
        elif row.amount == "very" or (row.fast == "yes") or (strong and clearly_before >= 1):
            out.append(
                flag("R9", entry.at, "a joint swollen very much, fast, or clearly for the second time", side=side)
            )
        clearly = clearly or strong
    return (clearly_before + 1 if clearly else 0), out


def _tendon_hurts(log: Log, profile: Profile, at: dt.datetime) -> bool:
    """Tendon pain in the newest check-in before `at`, or a current tendon injury where there is none."""
    before = [e for e in log.entries if e.at <= at]
    if before:
        return any(s.tendon and s.hurts for s in sites_of(before[-1], profile))
    return any(i.status == "current" and i.kind in ("achilles_midportion", "achilles_insertional", "patellar_tendon",
                                                    "gluteal_tendon") for i in profile.injury)  # fmt: skip


def _tendon_hurts_later(log: Log, profile: Profile, at: dt.datetime) -> list[dt.datetime]:
    """Check-ins with tendon pain after `at`, until R18 itself is answered no."""
    told = [q.recorded_at.astimezone(UTC) for q in log.questions if q.answers.get("R18") == "no"]
    until = min((t for t in told if t > at), default=None)
    later = [e for e in log.entries if e.at > at and (until is None or e.at < until)]
    return [e.at for e in later if any(s.tendon and s.hurts for s in sites_of(e, profile))]


def is_clinician(profession: str, registration: str) -> bool:
    """A doctor, physiotherapist or other registered clinician; a role that heals nobody never is."""
    word = profession.strip().lower()
    if word in NOT_CLINICIANS or not registration.strip():
        return False
    return any(word.startswith(c) or f" {c}" in f" {word}" for c in CLINICIANS)


def clearances(log: Log, profile: Profile) -> Known:
    """Every clearance, with the time at which it was given or written down (None: only its date is known)."""
    out: Known = [(c, None) for c in profile.clearance]
    for line in log.clearances:
        side = line.side if isinstance(line.side, str) else None
        c = Clearance(
            id=line.id, of=line.of, by=line.by, profession=line.profession, date=line.day, verified=line.verified,
            side=side, registration=line.registration, expires=line.expires, allows=line.allows, note=line.note,
        )  # fmt: skip
        times = [t.astimezone(UTC) for t in (line.moment, line.recorded_at) if t is not None]
        out.append((c, min(times, default=None)))
    return out


def newest(f: Flag, known: Known, now: dt.datetime) -> tuple[Clearance, dt.datetime | None] | None:
    """The newest valid clearance that names a flag, whatever it allows; None without one."""
    valid = [pair for pair in known if names(*pair, f, now=now)]
    return max(valid, key=lambda pair: (pair[1] or start_of(pair[0].date), pair[0].id), default=None)


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day, UTC."""
    return dt.datetime.combine(day, dt.time(0), tzinfo=UTC)


def day_of(now: dt.datetime) -> dt.date:
    """The day that a decision is made on: midnight is the end of the day before."""
    return (now - dt.timedelta(microseconds=1)).date()


def names(c: Clearance, written: dt.datetime | None, f: Flag, *, now: dt.datetime) -> bool:
    """Whether a clearance is valid at `now` and names a flag, its side included; what it allows is not looked at."""
    if c.of not in f.names or not c.by.strip() or not is_clinician(c.profession, c.registration):
        return False
    if f.side is not None and c.side not in (f.side, "both"):
        return False
    if c.expires is not None and c.expires < day_of(now):
        return False
    if written is not None and written > now:
        return False
    if c.date == f.at.date():
        return written is not None and written > f.at
    return f.at.date() < c.date <= day_of(now)


@dataclass(frozen=True, slots=True)
class Limp:
    """since: when the limp that still stands began, None without one. ended: when the last one ended by walking.

    last: the newest yes. normal: the first "no" after it.
    """

    since: dt.datetime | None
    ended: dt.datetime | None
    last: dt.datetime | None = None
    normal: dt.datetime | None = None


def limping(log: Log) -> Limp:
    """A limp ends with 48 hours of normal walking: from the first "no" to a "no" at least that much later."""
    since: dt.datetime | None = None
    last: dt.datetime | None = None
    normal: dt.datetime | None = None
    ended: dt.datetime | None = None
    for at, answer in _limps(log):
        if answer == "yes":
            since, last, normal = since or at, at, None
        elif answer == "no" and since is not None:
            normal = normal or at
            if at - normal >= NORMAL_WALKING:
                since, last, normal, ended = None, None, None, at
    return Limp(since, ended, last, normal)


def _limps(log: Log) -> list[tuple[dt.datetime, str]]:
    """Every answer to the limp question, wherever it was given, in the order of time."""
    out = []
    for entry in log.entries:
        c = entry.checkin
        yes = set(c.safety_screen.yes) if c.safety_screen is not None else set()
        limps = c.limp == "yes" or "R15" in yes or ("S2" in yes and c.limp != "no")
        out.append((entry.at, "yes" if limps else c.limp))
    out += [(q.recorded_at.astimezone(UTC), "yes") for q in log.questions if q.answers.get("R15") == "yes"]
    return sorted(out)
