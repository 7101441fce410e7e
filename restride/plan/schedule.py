"""Dated sessions on the person's own days: minutes, run and walk, feedback and band; and what is new in each week.

Doses follow CLINICAL section 4: the smaller of the schedule and the present level, no session above 10 % over the
longest of 30 days, feedback sessions never on consecutive days, and one new thing a week.
"""

import datetime as dt
import math
from dataclasses import dataclass, field

from restride.core.decision import Band
from restride.core.plan import Change, Session, Target
from restride.core.profile import Day, InjuryKind, Profile
from restride.plan.aim import Chosen
from restride.plan.choose import beside
from restride.plan.locks import health_unknown, low_energy
from restride.plan.person import Person
from restride.plan.protocols import Protocol

DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ACHILLES: frozenset[InjuryKind] = frozenset({"achilles_midportion", "achilles_insertional"})
SPIKE = 1.10
BMI_LIMIT, FIRST_WEEK_KM = 30.0, 3.0
"""Above this body mass index at most so many kilometres of running in the first week (D-15)."""
EASY_MPS = 2.2
"""Speed of an easy first run, to turn those kilometres into minutes: ours (heuristic)."""
FEEDBACK_GAP = 2
"""Least days between sessions with feedback, of walkers too (CLINICAL section 1, edge 22)."""
FIRST_RUN_MIN = 6
"""Minutes of running, in turn with walking, that a first session may hold whatever was run before: six times one
minute, as the ladder after a bone injury begins (D-09)."""
LATER_FROM = 5
"""The session from which the later band holds, if the week has nothing else that is new."""
MOST = 80


@dataclass(slots=True)
class Diary:
    """Sessions, and the one new thing of each week so far (week -> what)."""

    sessions: list[Session] = field(default_factory=list)
    new: dict[int, Change] = field(default_factory=dict)

    def free(self, week: int) -> bool:
        """Whether something new may start in that week; the first has the plan itself."""
        return week > 1 and week not in self.new


def week_of(day: dt.date, start: dt.date) -> int:
    """1 for the first seven days."""
    return (day - start).days // 7 + 1


def schedule(name: str, protocol: Protocol, person: Person, chosen: Chosen) -> Diary:
    """No session is longer than any protocol that fits the person gives it, and half as long while an injury is worse
    than 5 at times. A level that would be the second new thing of a week is held for that week; R11 holds the first one
    for good, and so does an answer about health that nobody gave."""
    diary = Diary()
    others = beside(person, name)
    ladder = bool(protocol.run_walk) and not protocol.within_level
    frozen = low_energy(person.profile) or (ladder and not person.walks and health_unknown(person.profile))
    days = session_days(person, protocol.gap_days)
    later, place, day = False, 0, days.first()
    feedback = chosen.aim.feedback if chosen.aim else ()
    practised: list[dt.date] = []
    uncued = chosen.aim.uncued_min if chosen.aim else 0
    while place < len(protocol.minutes) and len(diary.sessions) < MOST:
        number, week = len(diary.sessions) + 1, week_of(day, person.start)
        if chosen.later and not later and number >= LATER_FROM and diary.free(week):
            diary.new[week], later = "cue", True
        step = _step(protocol, 0 if frozen else place, diary, week)
        pair = protocol.run_walk[step] if protocol.run_walk else None
        minutes = min(
            _minutes(p, person, diary, min(step, len(p.minutes) - 1), pair, week) for p in (protocol, *others)
        )
        if "flare" in person.states and "flare" not in protocol.fits.states:
            minutes = math.ceil(minutes / 2)
        cued = 0
        if len(practised) < len(feedback) and (not practised or (day - practised[-1]).days >= FEEDBACK_GAP):
            cued = feedback[len(practised)]
            practised.append(day)
        aim = chosen.later if later else chosen.target
        diary.sessions.append(
            Session(
                number=number,
                date=day,
                activity=protocol.fits.activity,
                minutes=minutes,
                run_min=pair[0] if pair else None,
                walk_min=pair[1] if pair else None,
                feedback_percent=cued,
                uncued_min=min(uncued, minutes) if cued else 0,
                target=_band(aim),
            )
        )
        place = place + 1 if frozen else step + 1
        day = days.after(day, step)
    return diary


def _band(aim: Target | None) -> Band | None:
    return None if aim is None or aim.by_week else Band(metric=aim.metric, low=aim.low, high=aim.high)


def _step(protocol: Protocol, place: int, diary: Diary, week: int) -> int:
    """This session's place in the ladder: one back, and so the same level again, where the week is taken."""
    pairs = protocol.run_walk
    if not pairs or not place or pairs[place] == pairs[place - 1]:
        return place
    if not diary.free(week):
        return place - 1
    diary.new[week] = "level"
    return place


def _minutes(
    protocol: Protocol, person: Person, diary: Diary, step: int, pair: tuple[float, float] | None, week: int
) -> int:
    minutes, ladder = protocol.minutes[step], protocol.minutes
    if protocol.minutes_of == "level":
        return max(1, min(person.level, protocol.most_min) * minutes // 100)
    longest = person.profile.training.longest_run_30d_min
    if person.walks:
        start = min(person.level, ladder[-1] if protocol.from_present else ladder[0])
        return max(1, min(start + minutes - ladder[0], ladder[-1]))
    if pair is None or protocol.within_level:
        minutes = min(minutes, person.level)
    if pair is None:
        return max(1, minutes)
    share = pair[0] / (pair[0] + pair[1])
    if share:
        before = max(longest or 0, person.level, FIRST_RUN_MIN) / share
        minutes = min(minutes, math.floor(SPIKE * max([before, *(s.minutes for s in diary.sessions)])))
    if week == 1 and share and _heavy(person.profile):
        left = FIRST_WEEK_KM * 1000 / EASY_MPS / 60 - sum(_running(s) for s in diary.sessions)
        minutes = min(minutes, math.floor(left / share)) if left > 0 else 1
    return max(minutes, 1)


def _running(s: Session) -> float:
    """Minutes of a session that are run."""
    return s.minutes * (s.run_min or 0) / ((s.run_min or 0) + (s.walk_min or 0) or 1)


def _heavy(profile: Profile) -> bool:
    mass, height = profile.athlete.mass_kg, profile.athlete.height_m
    return bool(mass and height) and (mass or 0) / (height or 1) ** 2 > BMI_LIMIT


@dataclass(frozen=True, slots=True)
class Days:
    """The person's own days; never two runs on end, and for walkers two free days of each seven."""

    own: frozenset[Day]
    gaps: tuple[int, ...]
    start: dt.date
    walks: bool

    def first(self) -> dt.date:
        """The first day from the start on."""
        return self._from(self.start)

    def after(self, day: dt.date, place: int) -> dt.date:
        """The day of the session after the one at that place of the ladder."""
        gap = self.gaps[min(place, len(self.gaps) - 1)]
        return self._from(day + dt.timedelta(days=max(gap, 1 if self.walks else 2)))

    def _from(self, day: dt.date) -> dt.date:
        while DAYS[day.weekday()] not in self.own or (self.walks and (day - self.start).days % 7 in (3, 6)):
            day += dt.timedelta(days=1)
        return day


def session_days(person: Person, gaps: tuple[int, ...]) -> Days:
    """Walkers walk on any day; runners who name none on three. With a sore Achilles tendon the same days every week,
    two apart, so that heavy calf work can share them or lie 48 hours off."""
    named: frozenset[Day] = frozenset(person.profile.training.run_days)
    own = frozenset(DAYS) if person.walks else named or frozenset({"Mon", "Wed", "Fri"})
    if not person.walks and person.kinds & ACHILLES:
        own = _apart(own, person.start)
    return Days(own, gaps, person.start, person.walks)


def _apart(own: frozenset[Day], start: dt.date) -> frozenset[Day]:
    """The first of the days from the start on that have a free day between them, round the week."""
    out: list[Day] = []
    for days in range(7):
        day = DAYS[(start.weekday() + days) % 7]
        if day in own and all(gap(day, other) >= 2 for other in out):
            out.append(day)
    return frozenset(out)


def gap(a: Day, b: Day) -> int:
    """Days between two weekdays, the shorter way round."""
    between = abs(DAYS.index(a) - DAYS.index(b))
    return min(between, 7 - between)
