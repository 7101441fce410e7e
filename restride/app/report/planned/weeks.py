"""The weeks of a plan, for its page: the first one whole, then a row a week with the one thing that is new in it."""

from collections.abc import Iterator
from itertools import groupby

from restride.app.report.html import Html, tag
from restride.app.report.planned import small
from restride.app.report.planned.schedule import days_of
from restride.app.report.planned.wording import Reader, band, capital, lower, ratio
from restride.core.plan import Exercise, Line, Plan, Session, Week

Parts = list[Html]


def first_week(plan: Plan, to: Reader) -> Parts:
    """What to do tomorrow: the sessions by day, the words to think of, the exercises by day, when to stop."""
    if not plan.weeks:
        return []
    numbers = {*plan.weeks[0].sessions}
    own = [session for session in plan.sessions if session.number in numbers]
    out = [tag("ul", (tag("li", _day(session, to)) for session in own), class_="days")] if own else []
    if plan.cues:
        shared = [text for texts in zip(*(_cued(s, to) for s in own), strict=True) if len({*texts}) == 1
                  for text in texts[:1] if text]  # fmt: skip
        out.append(tag("p", to.say("first_week.think"), " ", tag("strong", to.text(plan.cues[0].words))))
        out += [tag("p", capital(", ".join(shared)) + ".")] if shared else []
    if trained := [e for e in plan.exercises if _runs(e, 1)]:
        by_days = groupby(sorted(trained, key=lambda e: e.days), key=lambda e: e.days)
        lines = (
            tag("li", tag("strong", to.days(days)), ": ", "; ".join(to.text(e.title) for e in same))
            for days, same in by_days
        )
        out += [tag("h3", to.say("first_week.exercises")), tag("ul", lines, class_="days")]
    out.append(tag("p", to.say("first_week.decide")))
    if plan.stop:
        out.append(tag("p", tag("strong", to.say("first_week.stop")), " ", to.text(plan.stop[0].text)))
    return [tag("p", to.say("first_week.from", date=to.date(plan.start)), class_="small"), tag("div", out)]


def weeks(plan: Plan, to: Reader) -> Parts:
    """A table that turns into cards where there is little room; weeks in which nothing changes share a row."""
    heads = [to.say(f"weeks.{name}") for name in ("week", "new", "sessions", "minutes", "expect")]
    rows = []
    for alike in _joined(plan):
        first, last = alike[0], alike[-1]
        name = to.say("sessions.week", number=first.number)
        if last is not first:
            name = to.say("weeks.range", first=first.number, last=last.number)
        own = [s for s in plan.sessions if any(s.number in week.sessions for week in alike)]
        begins = [line for line in plan.expect if line.weeks and first.number <= line.weeks[0] <= last.number]
        cells: list[list[Html | str]] = [
            [new(first, plan, to)],
            [days_of([s.date for s in own], to)],
            [minutes(own, to)],
            [_expected(begins, to)] if begins else [],
        ]
        dated = tag("span", to.say.day(first.start), class_="from")
        rows.append(
            tag(
                "tr",
                tag("th", name, " ", dated, scope="row"),
                (
                    tag("td", cell, data_label=head) if any(cell) else tag("td", class_="empty")
                    for head, cell in zip(heads[1:], cells, strict=True)
                ),
            )
        )
    head = tag("thead", tag("tr", (tag("th", name, scope="col") for name in heads)))
    return [
        tag("p", to.say("weeks.intro")),
        tag("table", tag("caption", to.say("weeks.label")), head, tag("tbody", rows)),
        tag("p", to.say("sessions.rest"), class_="small"),
    ]


def new(week: Week, plan: Plan, to: Reader) -> str:
    """The one thing that is new in a week."""
    if week.change == "strength":
        return to.say("weeks.strength", exercise=lower(to.what(week.what)))
    if week.change == "cue" and plan.later_target is not None:
        return to.say("weeks.later", band=_later(week, plan, to))
    if week.change == "level":
        levels = [ratio(s, to) for s in plan.sessions if s.number in week.sessions]
        return to.say("weeks.level", level=levels[-1]) if levels and levels[-1] else to.say("weeks.level_only")
    return to.say(f"weeks.{week.change}")


def minutes(own: list[Session], to: Reader) -> str:
    """`21, 24, 26 min`; how running and walking alternate."""
    if not own:
        return ""
    several = ", ".join(str(value) for value in dict.fromkeys(s.minutes for s in own))
    ratios = dict.fromkeys(filter(None, (ratio(s, to) for s in own)))
    return "; ".join([to.say("sessions.minutes_text", minutes=several), *ratios])


def _day(session: Session, to: Reader) -> list[Html | str]:
    """One session in a line: day, minutes, run and walk."""
    parts = [to.say("sessions.minutes_text", minutes=session.minutes), ratio(session, to)]
    return [tag("strong", to.short(session.date)), ": ", "; ".join(filter(None, parts))]


def _cued(session: Session, to: Reader) -> tuple[str, str]:
    """The band and the share of the time with the cue; "" for what it has not."""
    own, percent = session.target, session.feedback_percent
    held = to.say("first_week.band", band=band(own, to), unit=to.unit_of(own.metric)) if own else ""
    return held, to.say("first_week.cue", percent=percent) if percent else ""


def _later(week: Week, plan: Plan, to: Reader) -> str:
    """The band of that week's last session."""
    bands = [s.target for s in plan.sessions if s.number in week.sessions and s.target]
    return f"{band(bands[-1], to)} {to.unit_of(bands[-1].metric)}" if bands else ""


def _joined(plan: Plan) -> Iterator[list[Week]]:
    """Weeks on end without a session, without anything new and without anything to expect stand together."""
    begins = {line.weeks[0] for line in plan.expect if line.weeks}
    group: list[Week] = []
    for week in plan.weeks:
        quiet = week.change == "none" and not week.sessions and week.number not in begins
        if group and not (quiet and _quiet(group[-1])):
            yield group
            group = []
        group.append(week)
    if group:
        yield group


def _quiet(week: Week) -> bool:
    return week.change == "none" and not week.sessions


def _expected(lines: list[Line], to: Reader) -> Html:
    return tag("div", (tag("p", to.text(line.text), " ", small.basis(line.basis, line.evidence, to)) for line in lines))


def _runs(exercise: Exercise, week: int) -> bool:
    return exercise.from_week <= week <= (exercise.to_week or week)
