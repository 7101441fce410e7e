"""The weeks of a plan as a grid for paper: a row a week, a column a day, and the one thing that is new."""

import datetime as dt
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from restride.app.report.planned.wording import DAYS, Reader, band
from restride.core.plan import Exercise, Plan, Session, Week

WEEK = 7


class Day(Struct, frozen=True, kw_only=True):
    """minutes: "" without a session. cued: with the cue on. exercises: whether it is a day for them."""

    minutes: str = ""
    cued: bool = False
    exercises: bool = False


class Row(Struct, frozen=True, kw_only=True):
    """One week, or several alike. first, last: their numbers. date: the first day of the first one."""

    first: int
    last: int
    weeks: str
    date: str
    days: tuple[Day, ...]
    ratio: str
    new: str


class Grid(Struct, frozen=True, kw_only=True):
    """Days begin with the weekday on which the plan does. rest: what stands for the rows after a row, row by row."""

    days: tuple[str, ...]
    rows: tuple[Row, ...]
    rest: tuple[str, ...]


def grid(plan: Plan, to: Reader) -> Grid:
    """Every week of the plan; weeks in which all is the same share a row."""
    sessions = {session.number: session for session in plan.sessions}
    single = [_row(week, sessions, plan, to) for week in plan.weeks]
    rows = tuple(_joined(list(alike), to) for _, alike in groupby(single, key=_alike))
    rest = tuple(to.say("print.rest_of_weeks", first=row.last + 1, last=rows[-1].last) for row in rows)
    start = plan.start.weekday()
    days = tuple(to.say(f"days.{DAYS[(start + i) % WEEK]}") for i in range(WEEK))
    return Grid(days=days, rows=rows, rest=rest)


def letter(place: int) -> str:
    """What an exercise is called on paper: A for the first one."""
    return chr(ord("A") + place)


def _row(week: Week, sessions: dict[int, Session], plan: Plan, to: Reader) -> Row:
    own = {sessions[number].date: sessions[number] for number in week.sessions}
    trained = {day for exercise in plan.exercises if _runs(exercise, week.number) for day in exercise.days}
    days = []
    for date in (week.start + dt.timedelta(days=i) for i in range(WEEK)):
        session = own.get(date)
        days.append(
            Day(
                minutes=str(session.minutes) if session else "",
                cued=bool(session and session.feedback_percent),
                exercises=DAYS[date.weekday()] in trained,
            )
        )
    ratios = dict.fromkeys(_ratio(session, to) for session in own.values())
    return Row(
        first=week.number, last=week.number, weeks=str(week.number), date=_date(week.start, to), days=tuple(days),
        ratio=", ".join(filter(None, ratios)), new=_new(week, plan, to),
    )  # fmt: skip


def _joined(alike: list[Row], to: Reader) -> Row:
    first, last = alike[0], alike[-1]
    if first is last:
        return first
    weeks = to.say("print.weeks_range", first=first.first, last=last.last)
    return replace(first, last=last.last, weeks=weeks)


def _alike(row: Row) -> tuple[object, ...]:
    return row.days, row.ratio, row.new


def _runs(exercise: Exercise, week: int) -> bool:
    return exercise.from_week <= week <= (exercise.to_week or week)


def _ratio(session: Session, to: Reader) -> str:
    if session.activity == "walking" or session.run_min is None:
        return ""
    if not session.walk_min:
        return to.say("print.ratio_last")
    return to.say("print.ratio_text", run=to.plain(session.run_min), walk=to.plain(session.walk_min))


def _new(week: Week, plan: Plan, to: Reader) -> str:
    if week.change == "cue" and plan.later_target is not None:
        bands = [s.target for s in plan.sessions if s.number in week.sessions and s.target]
        if bands:
            return to.say("print.change_later", band=band(bands[-1], to))
    if week.change != "strength":
        return to.say(f"print.change_{week.change}")
    names = [exercise.id for exercise in plan.exercises]
    return to.say("print.change_strength", letter=letter(names.index(week.what)))


def _date(day: dt.date, to: Reader) -> str:
    """`1 Dec`: enough to find the row."""
    return f"{day.day} {to.say.many('months')[day.month - 1][:3]}"
