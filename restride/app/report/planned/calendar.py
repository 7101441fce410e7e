"""A plan as a calendar (RFC 5545): day-long events for sessions, exercise days and rechecks, each with an alarm.

The id of an event follows from a pseudonym of the person and from what it is, never from the plan's own id: a calendar
that takes a newer plan in moves and rewrites the events that it has (SEQUENCE counts the revisions), and events that
the newer plan no longer has are cancelled. The same plans give the same bytes: the time stamp is the plan's first day.
A calendar travels through other people's clouds, so it does not say whose it is.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator

from icalendar import Alarm, Calendar, Event

from restride.app.report.planned.dose import in_words
from restride.app.report.planned.wording import Reader, band, band_name, ratio, reader
from restride.app.report.words import clean
from restride.core.plan import Exercise, Plan, Recheck, Session

STOP_LINES = 2
EVENING_BEFORE = dt.timedelta(hours=-6)
"""Alarms ring at 18:00 of the day before: what is to be decided for a session is asked then."""
ICAL_DAYS = {"Mon": "MO", "Tue": "TU", "Wed": "WE", "Thu": "TH", "Fri": "FR", "Sat": "SA", "Sun": "SU"}
DAYS = tuple(ICAL_DAYS)


def calendar(plan: Plan, before: Plan | None = None) -> bytes:
    """The .ics file: UTF-8, lines of at most 75 bytes ending in CRLF. before: the plan that this one takes the place
    of, whose further events are cancelled."""
    to = reader(plan.profile)
    made = Calendar()
    made.add("prodid", f"-//restride//plan//{to.language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", to.say("calendar.name_walking" if to.walker else "calendar.name_running"))
    events = {str(event["uid"]): event for event in _events(plan, to)}
    for event in events.values():
        made.add_component(event)
    for event in _events(before, to) if before else ():
        if str(event["uid"]) not in events:
            made.add_component(_cancelled(event, plan))
    return made.to_ical()


def _events(plan: Plan, to: Reader) -> Iterator[Event]:
    yield from (_session(session, plan, to) for session in plan.sessions)
    yield from (_exercise(own, plan, to) for own in plan.exercises if own.days)
    yield from (_recheck(recheck, plan, to) for recheck in plan.rechecks)


def _session(session: Session, plan: Plan, to: Reader) -> Event:
    title = to.say(f"calendar.session_{session.activity}", number=session.number, minutes=session.minutes)
    lines = [to.say("calendar.first"), ratio(session, to), _cue(session, to)]
    if plan.cues and (session.feedback_percent or not any(s.feedback_percent for s in plan.sessions)):
        lines.append(to.say("calendar.words", words=to.text(plan.cues[0].words)))
    if session.target is not None:
        lines.append(f"{band_name(session.target, to)}: {band(session.target, to)}")
    lines += [to.say("calendar.stop", text=to.text(line.text)) for line in plan.stop[:STOP_LINES]]
    lines += [to.say("page.emergency_top", number=to.number), to.say("page.watched")]
    return _event(f"session-{session.number}", title, lines, session.date, plan, to)


def _exercise(own: Exercise, plan: Plan, to: Reader) -> Event:
    """One event that comes back on its days, from its first week to its last."""
    last = own.to_week or max(week.number for week in plan.weeks)
    start = plan.start + dt.timedelta(weeks=own.from_week - 1)
    first = next(day for n in range(7) if DAYS[(day := start + dt.timedelta(days=n)).weekday()] in own.days)
    until = plan.start + dt.timedelta(weeks=last, days=-1)
    stop = to.say("calendar.stop", text=to.text(own.stop))
    lines = [to.text(own.title), in_words(own.dose, to), to.text(own.how), stop]
    event = _event(f"exercise-{own.id}", to.say("calendar.exercise"), lines, first, plan, to)
    event.add("rrule", {"freq": "weekly", "byday": [ICAL_DAYS[day] for day in own.days], "until": until})
    return event


def _recheck(recheck: Recheck, plan: Plan, to: Reader) -> Event:
    title = to.say("calendar.recheck", week=recheck.week)
    return _event(f"recheck-{recheck.week}", title, [to.say("calendar.recheck_text")], recheck.date, plan, to)


def _cue(session: Session, to: Reader) -> str:
    """Share of the minutes with the cue on, in words; "" in a plan without one."""
    if not session.feedback_percent:
        return to.say("calendar.no_cue") if session.target else ""
    if not session.uncued_min:
        return to.say("calendar.cue_all", percent=session.feedback_percent)
    return to.say("calendar.cue", percent=session.feedback_percent, minutes=session.uncued_min)


def _event(name: str, title: str, lines: list[str], day: dt.date, plan: Plan, to: Reader) -> Event:
    stamp = dt.datetime.combine(plan.start, dt.time(0), tzinfo=dt.UTC)
    event = Event()
    event.add("uid", f"{_pseudonym(plan)}-{name}@restride")
    event.add("sequence", plan.revision)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", clean(title))
    event.add("description", "\n".join(clean(line) for line in lines if line))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", to.say("calendar.alarm"))
    alarm.add("trigger", EVENING_BEFORE)
    event.add_component(alarm)
    return event


def _cancelled(event: Event, plan: Plan) -> Event:
    """The event of the earlier plan, called off by this one."""
    stamp = dt.datetime.combine(plan.start, dt.time(0), tzinfo=dt.UTC)
    off = Event()
    for name in ("uid", "dtstart", "dtend", "summary", "rrule"):
        if name in event:
            off[name] = event[name]
    off.add("sequence", plan.revision)
    off.add("dtstamp", stamp)
    off.add("last-modified", stamp)
    off.add("status", "CANCELLED")
    return off


def _pseudonym(plan: Plan) -> str:
    """The same for every plan of a person, and no name."""
    return hashlib.sha256(f"restride/{plan.profile.athlete.id}".encode()).hexdigest()[:16]
