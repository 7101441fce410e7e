"""The verbs plan and decide: files in, nouns out. The room `plan` does the thinking; nothing here decides."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from restride.app.report.emergency import numbers
from restride.core.conditions import Conditions
from restride.core.decision import Decision, Referral
from restride.core.errors import BadLog, BadPlan, BadProfile, UsageError
from restride.core.metric import Metric
from restride.core.plan import Plan
from restride.core.profile import Profile
from restride.faults import findings
from restride.plan.aim import wishes
from restride.plan.choose import askable
from restride.plan.diary import DO_NOT_RUN, UTC, read_log
from restride.plan.flags import age_at
from restride.plan.gate.decide import decide as decided
from restride.plan.intake import BY_HAND, Intake, intake
from restride.plan.knowledge import cues
from restride.plan.person import person_of
from restride.plan.planner import NOTHING, Wish
from restride.plan.planner import plan as planned

PERMITTED = ("strike_change", "foot_angle_target")
"""Permissions that a profile carries: on one machine they are typed by hand, and every output says so."""

YEARS = (1950, 2200)
"""Years in which a plan may start."""


class _Measured(msgspec.Struct, frozen=True):
    """What a plan needs of an assessment: its name and its metrics; the rest may be there or not."""

    schema: str
    metrics: tuple[msgspec.Raw, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, a referral, or both. plan is None for somebody who is locked. before: the plan that it takes the place
    of."""

    plan: Plan | None
    referral: Referral | None
    intake: Intake
    profile: Profile
    start: dt.date
    before: Plan | None = None


def make_plan(
    assessment: Path, profile: Profile, start: dt.date, *, wish: Wish = NOTHING, before: Plan | None = None
) -> Planned:
    """The plan that starts on `start`. Raises BadPlan for an assessment that cannot be read."""
    return make_plan_of(read_metrics(assessment), profile, start, wish=wish, before=before)


def make_plan_of(
    metrics: list[Metric], profile: Profile, start: dt.date, *, wish: Wish = NOTHING, before: Plan | None = None
) -> Planned:
    """The same from metrics at hand; what stands out in them is judged for this profile.

    Raises BadProfile for a minor without a guardian, UsageError for a wish that is not there or does not fit, or for a
    day of another century.
    """
    if not YEARS[0] <= start.year <= YEARS[1]:
        raise UsageError(f"a start between {YEARS[0]} and {YEARS[1]}", f"{start}", "write it as 2026-12-01")
    known = intake(profile, start)
    if known.locked:
        return Planned(None, known.referral, known, profile, start)
    if age_at(profile, start) < 18 and not profile.athlete.guardian:
        raise BadProfile("athlete.guardian for somebody under 18", "nobody", "name the guardian who agrees to the plan")
    found = findings(metrics, profile, profile.athlete.activity)
    try:
        made = planned(metrics, profile, start, findings=found, wish=wish, before=before)
    except ValueError as error:
        person = person_of(profile, start, (), ())
        there = ", ".join((*askable(person), *wishes(person)))
        raise UsageError(f"one of {there}", str(error), "ask for one that fits this person") from None
    by_hand = any(cues()[c.id].permission in PERMITTED for c in made.cues) and BY_HAND not in known.notices
    notices = (*made.notices, *known.notices, *((BY_HAND,) if by_hand else ()))
    return Planned(msgspec.structs.replace(made, notices=notices), known.referral, known, profile, start, before)


def read_metrics(path: Path) -> list[Metric]:
    """Metrics of an assessment that this version knows; others are passed over."""
    try:
        raw = path.read_bytes()
        document = msgspec.json.decode(raw, type=_Measured)
    except OSError as error:
        raise BadPlan(
            "an assessment (assessment.json)", error.strerror or "nothing readable", "check the path"
        ) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadPlan("an assessment in JSON", f"{path.name}: {error}", "make it with restride assess --json") from None
    if document.schema != "restride/assessment/1":
        raise BadPlan("schema restride/assessment/1", f"{document.schema} in {path.name}", "give an assessment")
    out = []
    for item in document.metrics:
        try:
            raw_metric = msgspec.json.decode(item, type=dict[str, Any])
            conditions = raw_metric.get("conditions") or {}
            known = {k: v for k, v in conditions.items() if k in Conditions.__struct_fields__}
            fields = {k: v for k, v in raw_metric.items() if k in Metric.__struct_fields__}
            out.append(msgspec.convert(fields | {"conditions": known}, Metric))
        except (msgspec.ValidationError, ValueError, AttributeError, RecursionError):
            continue
    return out


def read_plan(path: Path) -> Plan:
    """A plan as `plan` wrote it. Raises BadPlan."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Plan)
    except OSError as error:
        raise BadPlan("a plan (plan.json)", error.strerror or "nothing readable", "check the path") from None
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise BadPlan(
            "a plan of schema restride/plan/1", f"{path.name}: {error}", "make it with restride plan"
        ) from None


def earlier(named: Path | None, out: Path, profile: Profile) -> Plan | None:
    """The plan before this one: the one that is named, else one of the same person in the folder, even if a referral
    has put it aside; None without one.

    Raises BadPlan for one that cannot be read, and for a named one that is somebody else's.
    """
    if named is None:
        there = next((out / n for n in ("plan.json", "withdrawn-plan.json") if (out / n).exists()), None)
        if there is None:
            return None
        try:
            found = read_plan(there)
        except BadPlan as error:
            raise BadPlan(
                "an earlier plan that can be read, as its cap goes on counting",
                error.found,
                "move it out of the folder",
            ) from None
        return found if found.profile.athlete.id == profile.athlete.id else None
    found = read_plan(named)
    if found.profile.athlete.id != profile.athlete.id:
        raise BadPlan(f"an earlier plan of {profile.athlete.id}", f"one of {found.profile.athlete.id}", "check --after")
    return found


def decide_today(plan: Path, log: Path, today: str) -> Decision:
    """The decision at the end of `today` (UTC), or at an RFC 3339 time.

    Raises BadLog naming the line for a log with a broken line, unless a red flag stands on a good one: then the answer
    is that flag's referral, and the broken line is named in it.
    """
    now = moment(today)
    made = read_plan(plan)
    try:
        text = log.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLog("a log in JSON lines", getattr(error, "strerror", None) or "not UTF-8 text", DO_NOT_RUN) from None
    book = read_log(text, now)
    answer = with_number(decided(made, book, now), made.profile)
    if not book.broken:
        return answer
    first = min(book.broken, key=lambda b: b.number)
    where = f"line {first.number} of {log.name}: {first.why}"
    if answer.kind != "refer" or not any(code != "R10" for code in answer.red_flags):
        raise BadLog("a log whose every line can be read", where, DO_NOT_RUN)
    return msgspec.structs.replace(answer, notices=(*answer.notices, f"a line of the log cannot be read: {where}"))


def with_number(answer: Decision, profile: Profile) -> Decision:
    """The same with the country's emergency number beside whom to call."""
    if answer.referral is None or answer.urgency != "emergency":
        return answer
    known = numbers()
    number = known.number.get(profile.athlete.country.strip().upper(), known.default)
    return msgspec.structs.replace(
        answer, referral=msgspec.structs.replace(answer.referral, who=f"{answer.referral.who}: {number}")
    )


def moment(today: str) -> dt.datetime:
    """`--today`: a date means its end (UTC). Raises UsageError."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", today):
            return dt.datetime.combine(dt.date.fromisoformat(today), dt.time(0), tzinfo=UTC) + dt.timedelta(days=1)
        when = dt.datetime.fromisoformat(today)
    except ValueError:
        raise UsageError("--today as a date or an RFC 3339 time", today, "write it as 2026-12-05") from None
    if when.tzinfo is None:
        raise UsageError("--today with a time zone", today, "write it as 2026-12-05T20:00:00+00:00")
    return when.astimezone(UTC)
