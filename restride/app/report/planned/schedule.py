"""The sessions of a plan as a table by week, for the page."""

from datetime import date
from itertools import groupby

from restride.app.report.blocks import Group, Table
from restride.app.report.planned.wording import DAYS, Reader, band, band_name, ratio
from restride.core.plan import Plan, Session

ALIKE = 3


def session_table(plan: Plan, to: Reader) -> Table:
    """Rows by week; columns that no session needs are left out."""
    columns = {
        "minutes": [to.say("sessions.minutes_text", minutes=s.minutes) for s in plan.sessions],
        "ratio": [ratio(s, to) for s in plan.sessions],
        "feedback": [_feedback(s, to) for s in plan.sessions],
        "uncued": [to.say("sessions.uncued_text", minutes=s.uncued_min) if s.uncued_min else "" for s in plan.sessions],
        "band": [band(s.target, to) if s.target else "" for s in plan.sessions],
    }
    if not any(s.feedback_percent for s in plan.sessions):
        columns.pop("feedback")
    kept = {name: cells for name, cells in columns.items() if any(cells)}
    heads = [to.say(f"sessions.activity_{plan.sessions[0].activity}") if plan.sessions else ""]
    named = next((band_name(s.target, to) for s in plan.sessions if s.target), "")
    heads += [named if name == "band" else to.say(f"sessions.{name}") for name in kept]
    rows = [(s, tuple(cells[i] for cells in kept.values())) for i, s in enumerate(plan.sessions)]
    weeks = groupby(rows, key=lambda row: (row[0].date - plan.start).days // 7 + 1)
    groups = tuple(Group(title=to.say("sessions.week", number=week), rows=_rows(list(own), to)) for week, own in weeks)
    return Table(
        label=to.say("sessions.label"),
        columns=tuple(heads),
        numeric=tuple(False for _ in heads),
        widths=tuple(1.0 for _ in heads),
        groups=groups,
    )


def _rows(week: list[tuple[Session, tuple[str, ...]]], to: Reader) -> tuple[tuple[str, ...], ...]:
    """A row a session; three or more alike on end share one, with all their days."""
    out: list[tuple[str, ...]] = []
    for cells, own in groupby(week, key=lambda row: row[1]):
        alike = [session for session, _ in own]
        if len(alike) >= ALIKE:
            days = days_of([session.date for session in alike], to)
            names = [to.say("sessions.numbers", first=alike[0].number, last=alike[-1].number, days=days)]
        else:
            names = [to.say("sessions.number", number=session.number, date=to.date(session.date)) for session in alike]
        out += [(name, *cells) for name in names]
    return tuple(out)


def days_of(days: list[date], to: Reader) -> str:
    """`Tue 29, Thu 31 December 2026, Sat 2 January 2027`; "" without a day."""
    parts = []
    for place, day in enumerate(days):
        last = place + 1 == len(days) or days[place + 1].month != day.month
        parts.append(f"{to.say(f'days.{DAYS[day.weekday()]}')} {to.say.day(day) if last else day.day}")
    return ", ".join(parts)


def _feedback(session: Session, to: Reader) -> str:
    if session.feedback_percent:
        return to.say("sessions.feedback_text", percent=session.feedback_percent)
    return to.say("sessions.feedback_none")
