"""What everything about a plan is written with: the words of a language, the reader's emergency number, the sources."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from restride.app.report.emergency import emergency_number
from restride.app.report.words import Words
from restride.core.decision import Band
from restride.core.plan import Exercise, Guard, Line, Plan, Refused, Session
from restride.core.profile import Profile
from restride.core.tables import load_folder
from restride.faults.evidence import Evidence, evidence
from restride.plan.intake import BY_HAND

RESPONDER, FADING, STRENGTH, NOTHING_TO_CHANGE = ("C-23", "C-42"), ("C-32", "C-34"), ("E-01",), ("A-55", "A-61")
"""Rows behind sentences of the page's own."""
UNITS = {"cadence": "steps/min"}
"""Units of the metrics that a band can be for: a band itself carries none."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it: their words, and the number that they call in an emergency."""

    language: str
    say: Words
    number: str
    walker: bool

    def text(self, texts: Mapping[str, str]) -> str:
        """The text in their language; English where it has none."""
        return texts.get(self.language, texts["en"])

    def date(self, day: dt.date) -> str:
        """`Tuesday 1 December 2026`."""
        return self.say("dated", weekday=self.say.many("weekdays")[day.weekday()], date=self.say.day(day))

    def moment(self, at: dt.datetime) -> str:
        """`3 December 2026, 18:10 UTC`."""
        utc = at.astimezone(dt.UTC)
        return self.say("moment", date=self.say.day(utc.date()), time=f"{utc:%H:%M}")

    def plain(self, value: float) -> str:
        """A number with at most one decimal, none where it is whole."""
        return f"{value:.1f}".removesuffix(".0").replace(".", self.say("decimal"))

    def days(self, days: Iterable[str]) -> str:
        """Short names of weekdays, in the order of the week."""
        return ", ".join(self.say(f"days.{day}") for day in sorted(days, key=DAYS.index))

    def unit_of(self, metric: str) -> str:
        """The unit of a metric that a band can be for, in words; "" for another."""
        return self.say.unit(UNITS.get(metric, ""))

    def notice(self, notice: str) -> str:
        """A notice as a sentence of the language, where its words are known; else as it is."""
        return self.say("notices.by_hand") if notice == BY_HAND else notice

    def what(self, name: str) -> str:
        """A metric, a refused thing or a guard by its id, in words; the id without underscores where there are none."""
        for family in ("metrics", "what"):
            if re.fullmatch(r"\w+", name) and self.say.has(f"{family}.{name}"):
                return self.say(f"{family}.{name}")
        bare = name.replace("_", " ")
        return bare[:1].upper() + bare[1:]


def reader(profile: Profile) -> Reader:
    """How to speak to the person of this profile."""
    tables = load_folder("restride.app.report.planned", "words", dict[str, Any])
    wanted = profile.athlete.language.lower().split("-")[0]
    language = wanted if wanted in tables else "en"
    say = Words(tables[language])
    number = emergency_number(profile.athlete.country, say)
    return Reader(language, say, number, profile.athlete.activity == "walking")


def ratio(session: Session, to: Reader) -> str:
    """How running and walking alternate; "" for a walk."""
    if session.activity == "walking" or session.run_min is None:
        return ""
    if not session.walk_min:
        return to.say("sessions.ratio_last")
    return to.say("sessions.ratio_text", run=to.plain(session.run_min), walk=to.plain(session.walk_min))


def band(own: Band, to: Reader) -> str:
    """`163 to 169`."""
    return to.say("sessions.band_text", low=to.plain(own.low), high=to.plain(own.high))


def band_name(own: Band, to: Reader) -> str:
    """`Stay within (steps a minute)`."""
    return f"{to.say('sessions.band')} ({to.unit_of(own.metric)})" if own.metric in UNITS else to.say("sessions.band")


@cache
def _rows() -> dict[str, Evidence]:
    return load_folder("restride.app.report", "planned", dict[str, Evidence])["evidence"] | evidence()


def row(name: str) -> Evidence | None:
    """What a row of the evidence base says, where somebody has written it down for people to read."""
    return _rows().get(name)


def cited(plan: Plan) -> tuple[str, ...]:
    """Every row that the plan rests on, each once, in the order of its id."""
    parts: list[Line | Refused | Guard | Exercise] = [
        *plan.load, *plan.expect, *plan.stop, *plan.ends, *plan.refused, *plan.guards, *plan.exercises,
    ]  # fmt: skip
    found = [name for part in parts for name in part.evidence]
    found += [name for cue in plan.cues for name in cue.evidence]
    found += [name for target in (plan.target, plan.later_target) if target for name in target.evidence]
    found += RESPONDER if plan.responder_after else ()
    found += FADING if any(s.feedback_percent for s in plan.sessions) else ()
    found += STRENGTH if plan.exercises else ()
    found += NOTHING_TO_CHANGE if plan.target is None else ()
    return tuple(sorted(set(found)))
