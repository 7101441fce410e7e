"""Rules that read how much, how often, and silence."""

import datetime as dt

from restride.plan.diary import Entry
from restride.plan.flags import day_of
from restride.plan.gate.redflags import Flags, flags_at
from restride.plan.gate.view import Fired, View
from restride.plan.locks import BIRTH_WATCH
from restride.plan.sites import MORNING_MISSING_AFTER

HOLD_SHARE, BACK_SHARE = 1.1, 1.3
MORE_SHARE = 2.0
DAY = dt.timedelta(days=1)
SILENT_PAUSE, SILENT_REFER = 7 * DAY, 21 * DAY
REST_ONE, REST_TWO, REST_NEW = 7 * DAY, 21 * DAY, 42 * DAY
WEEKLY_DUE = 8 * DAY
MONTHLY_DUE = 35 * DAY
EVERY_MONTH = ("R11", "R12")
EVERY_WEEK = ("new_medicine", "new_operation", "new_injury")


def spike(view: View) -> list[Fired]:
    """A session above 1.1 times the longest of 30 days (or the plan's, if longer): hold; above 1.3: step back."""
    if view.latest is None:
        return []
    newest = view.log.entries[view.tail[0]]
    c, at = newest.checkin, newest.at
    if c.activity == "walking" and not view.walker:
        return []  # a runner's walk is no session
    earlier = [e for e in view.log.entries[: view.tail[0]] if at - e.at <= 30 * DAY]
    month = [e.checkin for e in earlier if e.checkin.activity == c.activity]
    training = view.profile.training
    planned = next((s.minutes for s in view.plan.sessions if s.number == c.planned_session), 0)
    longest_run = training.longest_run_30d_min or training.continuous_run_min
    usual_min = training.walk_min_per_day if view.walker else longest_run
    minutes = [usual_min, planned, *(m.moving_min for m in month)]
    km = [None if view.walker else training.longest_run_30d_km, *(m.distance_km for m in month)]
    ratios = []
    if c.moving_min and (longest := max((m for m in minutes if m), default=0)):
        ratios.append((c.moving_min / longest, c.moving_min, longest, "min"))
    inside = bool(c.moving_min and planned and c.moving_min <= HOLD_SHARE * planned)  # the plan's walks have a length
    if c.distance_km and not inside and (training.longest_run_30d_km and not view.walker):
        longest = max(k for k in km if k)
        ratios.append((c.distance_km / longest, c.distance_km, longest, "km"))
    if c.completed_fraction:
        ratios.append((c.completed_fraction, round(100 * c.completed_fraction), 100, "% of the plan"))
    over = max(ratios, default=(0.0, 0, 0, ""), key=lambda r: r[0])
    values = {"done": over[1], "longest": over[2], "unit": over[3]}
    if over[0] > BACK_SHARE + 1e-9:
        return [Fired("load.spike_large", values)]
    return [Fired("load.spike", values)] if over[0] > HOLD_SHARE + 1e-9 else []


def more_than_planned(view: View) -> list[Fired]:
    """Twice the planned minutes or more, even inside what the person has run before."""
    c = view.log.entries[view.tail[0]].checkin if view.latest else None
    planned = next((s.minutes for s in view.plan.sessions if c and s.number == c.planned_session), None)
    if c is None or not c.moving_min or not planned or c.moving_min < MORE_SHARE * planned:
        return []
    return [Fired("load.more_than_planned", {"done": c.moving_min, "planned": planned, "unit": "min"})]


def silence(view: View) -> list[Fired]:
    """Nothing known: hold, pause after 7 days, referred after 14 days of that pause."""
    found = flags_at(view)
    if locked(found):
        return []  # locked days owe only the weekly line
    lifted = [found.lifted_at] if found.lifted_at else []
    since = max([view.start, *lifted, *(e.at for e in view.log.entries if complete(e))])
    gap = view.now - since
    if gap > SILENT_REFER:
        return [Fired("silence.long", {"days": gap.days}, kind="refer", urgency="routine")]
    if gap > SILENT_PAUSE:
        return [Fired("silence.week", {"days": gap.days})]
    if view.latest is None:
        return [Fired("silence.nothing_yet")]
    return []


def locked(found: Flags) -> bool:
    """A flag stands that stops running; R11 alone does not."""
    return any(f.base != "R11" for f in found.standing)


def complete(entry: Entry) -> bool:
    """A check-in with the safety screen, the limp, illness and painkiller answered, and pain rated."""
    c = entry.checkin
    screen = c.safety_screen is not None and "S1" in c.safety_screen.asked
    return screen and "not_asked" not in (c.limp, c.ill, c.pain_medicine_24h) and c.pain is not None


def unlogged(view: View) -> list[Fired]:
    """A planned session of which nothing is known after 36 hours."""
    if view.now - view.start > SILENT_REFER * 20:
        return []
    if view.latest is not None and view.latest.deleted:
        return [Fired("missing.session", {"session": view.latest.checkin.planned_session or 0, "date": ""})]
    found = flags_at(view)
    if locked(found):
        return []
    free = found.lifted_at.date() if found.lifted_at else dt.date.min
    days = {d for e in view.log.entries for d in (e.at.date(), e.checkin.occurred_at.date())}
    numbers = set(view.sessions_done)
    latest = max(numbers, default=0)
    for s in view.plan.sessions:
        end = dt.datetime.combine(s.date, dt.time(23, 59), tzinfo=dt.UTC)
        if s.number <= latest or s.number in numbers or s.date in days or s.date <= free:
            continue
        newer = view.latest is not None and view.latest.at.date() >= s.date
        if view.now - end > MORNING_MISSING_AFTER and not newer:
            return [Fired("missing.session", {"session": s.number, "date": s.date.isoformat()})]
    return []


def morning(view: View) -> list[Fired]:
    """The next morning: provisional while it may come, missing after 36 hours."""
    if not view.morning_open:
        return []
    if view.provisional:
        return [Fired("morning.unknown")]
    bone = any(i.kind == "bone_stress" and i.status != "past" for i in view.profile.injury)
    return [Fired("pain.unrated_at_bone" if bone else "morning.missing")]


def rest(view: View) -> list[Fired]:
    """Known rest: over 7 days without impact one level lower, over 21 two, over 42 a new intake."""
    lifted = flags_at(view).lifted_at
    told = max([*([view.latest.at] if view.latest else []), *([lifted] if lifted else [])], default=None)
    if told is None:
        return []
    kind = "walking" if view.walker else "running"
    moved = [e.at for e in view.log.entries if e.checkin.activity == kind and (e.checkin.moving_min or 0) > 0]
    back = bool(moved) and moved[-1] == told  # the first session after a gap: the gap still counts
    # days before the first check-in are silence, not known rest; a lifted flag says that nobody ran since the start
    first = view.start if lifted or not view.log.entries else view.log.entries[0].at
    since = ([first, *moved[:-1]] if back else [first, *moved])[-1]
    known = told - since
    if known > REST_NEW:
        return [Fired("rest.new_intake", {"days": known.days})]
    if known > REST_TWO:
        return [Fired("rest.two_levels", {"days": known.days})]
    return [Fired("rest.one_level", {"days": known.days})] if known > REST_ONE else []


def weekly(view: View) -> list[Fired]:
    """The weekly questions: due once a week, counted from the start and from the last time."""
    asked = [q.recorded_at.astimezone(dt.UTC) for q in view.log.questions]
    since = max([view.start, *asked])
    return [Fired("missing.weekly", {"days": (view.now - since).days})] if view.now - since > WEEKLY_DUE else []


def monthly(view: View) -> list[Fired]:
    """The monthly questions (R11, R12): due once a month, counted from the start and from the last time."""
    found = []
    for code in EVERY_MONTH:
        told = [q.recorded_at.astimezone(dt.UTC) for q in view.log.questions if code in q.answers]
        if view.now - max([view.start, *told]) > MONTHLY_DUE:
            found.append(Fired("missing.answer", {"question": code}))
    return found


def answers_open(view: View) -> list[Fired]:
    """A weekly or monthly question that was not answered, or not sure of: not milder than hold."""
    if not view.log.questions:
        return []
    newest: dict[str, str] = {}
    for line in view.log.questions:
        newest.update({str(q): str(answer) for q, answer in line.answers.items()})
    whole = {"W1", "W2"} & set(newest)  # a whole screen of the week, answered with one word
    due = () if whole else (*EVERY_WEEK, *_also_due(view))
    found = [Fired("missing.answer", {"question": q}) for q in due if q not in newest]
    for question, answer in sorted(newest.items()):
        if answer in ("not_asked", "not_sure"):
            found.append(Fired("missing.answer", {"question": question}))
    if newest.get("new_medicine") == "yes":
        found.append(Fired("weekly.new_medicine"))
    return found


def _also_due(view: View) -> list[str]:
    """Questions of the week that this person owes: bone questions after a bone injury, R14 after a birth."""
    profile = view.profile
    birth = profile.health.last_childbirth
    due = ["R5"] if any(i.kind == "bone_stress" and i.status != "past" for i in profile.injury) else []
    return [*due, "R14"] if birth is not None and day_of(view.now) - birth < BIRTH_WATCH else due


RULES = (spike, more_than_planned, silence, unlogged, morning, rest, weekly, monthly, answers_open)
