"""A plan on two A4 pages for the person: large type for a black and white printer, set by typst.

What has no place is left out from the end of the weeks and of the exercises, never from when to stop and whom to call.
Every text goes in as JSON data, so that none of it can be markup.
"""

from datetime import UTC, datetime, time
from importlib import resources
from itertools import groupby
from typing import Any

import msgspec
import typst

from restride import __version__
from restride.app.report.draw import for_print
from restride.app.report.figure import figure, figures, scene
from restride.app.report.planned.change import NO_TARGET
from restride.app.report.planned.dose import in_words
from restride.app.report.planned.grid import grid, letter
from restride.app.report.planned.limits import limits
from restride.app.report.planned.sections import WARNING
from restride.app.report.planned.wording import Reader, reader
from restride.app.report.words import clean
from restride.core.decision import Referral
from restride.core.plan import Exercise, Plan, Target
from restride.plan.protocols import protocols

LOAD = 2
"""Sentences on load, as long as there is room."""
PICTURED = 3
"""Exercises with a picture; later ones are lines."""
BONE = "bone_stress"
"""Its own protocols begin their rules with a limit of 0."""


def printed(plan: Plan, referral: Referral | None = None) -> bytes:
    """The PDF: tagged, with an alternative text for every picture; the same plan gives the same bytes."""
    made = typst.compile(**sources(plan, referral))
    assert isinstance(made, bytes)
    return made


def sources(plan: Plan, referral: Referral | None = None) -> dict[str, Any]:
    """What typst is given: template, data, its own typefaces only, and the plan's first day for a clock."""
    to = reader(plan.profile)
    data = _cleaned(_front(plan, referral, to) | _back(plan, to) | _frame(plan, to))
    return {
        "input": resources.files("restride.app.report").joinpath("patient.typ").read_bytes(),
        "format": "pdf",
        "ignore_system_fonts": True,
        "sys_inputs": {"data": msgspec.json.encode(data | {"drawings": _drawings(plan, to)}).decode()},
        "timestamp": datetime.combine(plan.start, time(), tzinfo=UTC),
    }


def _frame(plan: Plan, to: Reader) -> dict[str, Any]:
    """What both pages carry: who it is for, twice over, and what it is."""
    athlete = plan.profile.athlete
    who = to.say(
        "print.footer_who",
        athlete=athlete.id,
        year=athlete.birth_year,
        plan=plan.id,
        revision=plan.revision + 1,
        protocol=plan.versions.get("protocol", ""),
        rules=plan.versions.get("rules", ""),
    )
    title = to.say("page.walking" if to.walker else "page.running")
    return {
        "language": to.say("lang"),
        "title": title,
        "head": to.say("page.head", athlete=athlete.id, date=to.date(plan.start)),
        "footer": [who, to.say("print.footer_made", restride=__version__), to.say("review")],
        "pages": [to.say("print.page_of", page=page) for page in (1, 2)],
        "emergency": to.say("page.emergency_top", number=to.number),
        "say": {name: to.say(f"print.{name}") for name in (
            "load", "weeks", "week", "new", "ratio", "exercises", "stop", "limit", "call", "emergency", "normal",
            "ends", "key_cue",
        )},
    }  # fmt: skip


def _front(plan: Plan, referral: Referral | None, to: Reader) -> dict[str, Any]:
    """The plan, load first, the one change, the weeks."""
    notices = [to.notice(notice) for notice in plan.notices]
    if referral is not None:
        when = to.say("referral.with_plan_title", when=to.say(f"urgency.{referral.urgency}"))
        notices.insert(0, f"{when}. {referral.who}. {to.say('referral.with_plan')}")
    weeks = grid(plan, to)
    cued = any(session.feedback_percent for session in plan.sessions)
    return {
        "notices": notices,
        "summary": to.text(plan.summary),
        "load": [to.text(line.text) for line in plan.load[:LOAD]],
        "change": _change(plan, to),
        "grid": msgspec.to_builtins(weeks),
        "key": {"cued": cued, "exercises": bool(plan.exercises)},
        "key_minutes": to.say("print.key_minutes"),
        "key_exercises": to.say("print.key_exercises", mark="●"),
    }


def _change(plan: Plan, to: Reader) -> dict[str, Any]:
    """The one cue in large words with its picture and band; what is said where nothing changes."""
    if not plan.cues:
        own = [to.text(refused.why) for refused in plan.refused if refused.what in NO_TARGET]
        why = own or [to.say("target.none_walker" if to.walker else "target.none_runner")]
        return {"title": to.say("print.no_cue"), "words": to.say("target.none"), "lines": why[:1]}
    lines = []
    if (later := plan.later_target) is not None:
        low, high = (to.number_of(later.metric, value) for value in (later.low, later.high))
        lines.append(to.say("print.later", low=low, high=high))
    if plan.target is not None and plan.target.by_week:
        lines.append(to.say("print.by_week", week=plan.target.by_week))
    if shares := _shares(plan, to):
        lines.append(to.say("print.share", shares=", ".join(shares)))
    cue = plan.cues[0]
    out = {"title": to.say("print.cue"), "words": to.text(cue.words), "alt": to.text(cue.picture), "lines": lines}
    return out | ({"band": _band(plan.target, to)} if plan.target else {})


def _band(aim: Target, to: Reader) -> dict[str, Any]:
    """The range to stay in, between the first number and the number never to pass."""

    def number(value: float) -> str:
        return to.number_of(aim.metric, value)

    cap = to.say("target.mark_cap" if aim.ceiling >= aim.baseline else "target.mark_floor")
    return {
        "metric": to.what(aim.metric),
        "text": to.say("sessions.band_text", low=number(aim.low), high=number(aim.high)),
        "unit": to.unit_of(aim.metric),
        "low": aim.low,
        "high": aim.high,
        "baseline": aim.baseline,
        "ceiling": aim.ceiling,
        "baseline_text": f"{number(aim.baseline)} {to.say('target.mark_baseline')}",
        "ceiling_text": f"{number(aim.ceiling)} {cap}",
    }


def _shares(plan: Plan, to: Reader) -> list[str]:
    """`sessions 1 to 4: 100 %`, for as long as the cue is on."""
    out = []
    cued = (session for session in plan.sessions if session.feedback_percent)
    for percent, same in groupby(cued, key=lambda session: session.feedback_percent):
        numbers = [session.number for session in same]
        places = {"first": numbers[0], "last": numbers[-1], "number": numbers[0], "percent": percent}
        out.append(to.say("print.share_many" if len(numbers) > 1 else "print.share_percent", **places))
    return out


def _back(plan: Plan, to: Reader) -> dict[str, Any]:
    """Exercises, when to stop, whom to call, what is normal, how it ends."""
    last = plan.sessions[-1].date if plan.sessions else None
    ends = [to.text(line.text) for line in plan.ends[:1]]
    ends += [to.say("print.until", date=to.short(last))] if last else []
    ends += [to.say("print.recheck", date=to.short(check.date)) for check in plan.rechecks[:1]]
    normal = [line for line in plan.expect if not line.text["en"].startswith(WARNING)]
    clinician = plan.profile.care.clinician
    return {
        "exercises": [_exercise(place, own, to) for place, own in enumerate(plan.exercises)],
        "pictured": PICTURED,
        "no_exercises": to.say("print.no_exercises"),
        "exercise_more": to.say("print.exercise_more"),
        "stop": _stop(plan, to),
        "limits": msgspec.to_builtins(limits(plan.profile, plan.start, to)),
        "number": to.number,
        "call": [
            to.say("call.who", clinician=clinician) if clinician else to.say("call.nobody"),
            to.say("call.same_day"),
        ],
        "watched": to.say("page.watched"),
        "normal": [to.text(line.text) for line in normal[:1]],
        "ends": ends,
    }


def _stop(plan: Plan, to: Reader) -> list[str]:
    """The rules that no other line may push off the page: the strictest first, then the plan's own first one."""
    kind = "walking" if to.walker else "running"
    rules = [
        to.say("expect.now", number=to.number),
        to.say("expect.today"),
        *(to.text(line.text) for line in plan.stop[:1]),
        to.say(f"print.limit_{kind}"),
        to.say(f"print.week_{kind}"),
    ]
    known = protocols().get(plan.protocol)
    bone = any(injury.kind == BONE and injury.status != "past" for injury in plan.profile.injury)
    if bone and (known is None or BONE not in known.fits.kinds):
        rules.insert(2, to.say("print.limit_zero"))
    return [*rules, to.say("print.fall")] if to.walker else rules


def _exercise(place: int, own: Exercise, to: Reader) -> dict[str, str]:
    weeks = ""
    if own.to_week is not None:
        weeks = to.say("print.exercise_weeks", first=own.from_week, last=own.to_week)
    elif own.from_week > 1:
        weeks = to.say("print.exercise_from", first=own.from_week)
    return {
        "title": to.say("print.exercise", letter=letter(place), title=to.text(own.title)),
        "how": to.text(own.how),
        "dose": in_words(own.dose, to),
        "days": ". ".join(filter(None, (weeks, to.days(own.days)))),
        "drawing": own.figure if own.figure in figures() else "",
        "alt": to.text(own.title),
    }


def _drawings(plan: Plan, to: Reader) -> dict[str, str]:
    """The pictures by the name that the data calls; a cue's is called cue."""
    shown = [own for own in plan.exercises if own.figure in figures()]
    made = {own.figure: for_print(figure(own.figure, title=to.text(own.title))) for own in shown}
    for cue in plan.cues[:1]:
        if f"cue_{cue.id}" in figures():
            made["cue"] = for_print(scene(cue.id, title=to.text(cue.picture)))
    return made


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {key: _cleaned(item) for key, item in value.items()}
        case list():
            return [_cleaned(item) for item in value]
        case _:
            return value
