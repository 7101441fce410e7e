"""A plan as a calendar (RFC 5545): one day-long event a session and a recheck.

The same plan gives the same bytes: ids follow from the plan's own, and the time stamp is its first day, not today. A
calendar travels through other people's clouds, so it does not say whose it is.
"""

import datetime as dt

from icalendar import Calendar, Event

from restride.app.report.planned.wording import Reader, band, band_name, ratio, reader
from restride.app.report.words import clean
from restride.core.plan import Plan, Recheck, Session

STOP_LINES = 2


def calendar(plan: Plan) -> bytes:
    """The .ics file: UTF-8, lines of at most 75 bytes ending in CRLF."""
    to = reader(plan.profile)
    made = Calendar()
    made.add("prodid", f"-//restride//plan//{to.language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", to.say("calendar.name_walking" if to.walker else "calendar.name_running"))
    for session in plan.sessions:
        made.add_component(_session(session, plan, to))
    for recheck in plan.rechecks:
        made.add_component(_recheck(recheck, plan, to))
    return made.to_ical()


def _session(session: Session, plan: Plan, to: Reader) -> Event:
    title = to.say(f"calendar.session_{session.activity}", number=session.number, minutes=session.minutes)
    lines = [to.say("calendar.first"), ratio(session, to), _cue(session, to)]
    if session.target is not None:
        lines.append(f"{band_name(session.target, to)}: {band(session.target, to)}")
    lines += [to.say("calendar.stop", text=to.text(line.text)) for line in plan.stop[:STOP_LINES]]
    lines += [to.say("page.emergency_top", number=to.number), to.say("page.watched")]
    return _event(f"session-{session.number}", title, lines, session.date, plan)


def _recheck(recheck: Recheck, plan: Plan, to: Reader) -> Event:
    title = to.say("calendar.recheck", week=recheck.week)
    return _event(f"recheck-{recheck.week}", title, [to.say("calendar.recheck_text")], recheck.date, plan)


def _cue(session: Session, to: Reader) -> str:
    """Share of the minutes with the cue on, in words; "" in a plan without one."""
    if not session.feedback_percent:
        return to.say("calendar.no_cue") if session.target else ""
    if not session.uncued_min:
        return to.say("calendar.cue_all", percent=session.feedback_percent)
    return to.say("calendar.cue", percent=session.feedback_percent, minutes=session.uncued_min)


def _event(name: str, title: str, lines: list[str], day: dt.date, plan: Plan) -> Event:
    event = Event()
    event.add("uid", f"{plan.id}-{name}@restride")
    event.add("dtstamp", dt.datetime.combine(plan.start, dt.time(0), tzinfo=dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", clean(title))
    event.add("description", "\n".join(clean(line) for line in lines if line))
    event.add("transp", "TRANSPARENT")
    return event
