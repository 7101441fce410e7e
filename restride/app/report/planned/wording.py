"""What everything about a plan is written with: the words of a language, the reader's emergency number, the sources."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from restride.app.report.emergency import emergency_number
from restride.app.report.numbers import style
from restride.app.report.words import Words
from restride.core.decision import Band
from restride.core.methods import methods
from restride.core.plan import Session
from restride.core.profile import Profile
from restride.core.tables import load_folder
from restride.core.vocabulary import vocabulary
from restride.plan.intake import BY_HAND
from restride.plan.knowledge import cues, exercises
from restride.plan.lessons import tissues
from restride.plan.protocols import aims, protocols

FOLDERS = ("words", "terms", "letter_words")
"""Where the texts lie, a file a language: what pages say, how things are called, the letter to the clinician."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it: their words, and the number that they call in an emergency."""

    language: str
    say: Words
    number: str
    walker: bool

    def text(self, texts: Mapping[str, str]) -> str:
        """The text in their language, English where it has none, with the number to call."""
        return texts.get(self.language, texts["en"]).replace("{emergency}", self.number)

    def date(self, day: dt.date) -> str:
        """`Tuesday 1 December 2026`."""
        return self.say("dated", weekday=self.say.many("weekdays")[day.weekday()], date=self.say.day(day))

    def short(self, day: dt.date) -> str:
        """`Tue 1 December`."""
        month = self.say.many("months")[day.month - 1]
        return f"{self.say(f'days.{DAYS[day.weekday()]}')} {self.say('short_date', day=day.day, month=month)}"

    def moment(self, at: dt.datetime) -> str:
        """`3 December 2026, 18:10 UTC`."""
        utc = at.astimezone(dt.UTC)
        return self.say("moment", date=self.say.day(utc.date()), time=f"{utc:%H:%M}")

    def plain(self, value: float) -> str:
        """A number with at most one decimal, two below 10, none where it is whole."""
        text = f"{value:.{2 if abs(value) < 10 else 1}f}".rstrip("0").removesuffix(".")
        return text.replace("-", "\N{MINUS SIGN}").replace(".", self.say("decimal"))

    def number_of(self, metric: str, value: float) -> str:
        """A value of a metric in the unit that people read it in."""
        if metric not in vocabulary():
            return self.plain(value)
        own = style(metric)
        text = f"{value * own.factor:.{own.decimals}f}"
        text = text.rstrip("0").removesuffix(".") if "." in text else text
        return text.replace("-", "\N{MINUS SIGN}").replace(".", self.say("decimal"))

    def unit_of(self, metric: str) -> str:
        """The unit of a metric in words."""
        return self.say.unit(style(metric).unit) if metric in vocabulary() else ""

    def days(self, days: Iterable[str]) -> str:
        """Short names of weekdays, in the order of the week."""
        return ", ".join(self.say(f"days.{day}") for day in sorted(days, key=DAYS.index))

    def method(self, name: str) -> str:
        """How a number was made."""
        if self.say.has(f"methods.{name}"):
            return self.say(f"methods.{name}")
        found = methods().get(name)
        return found.title if found else name

    def notice(self, notice: str) -> str:
        """A notice as a sentence of the language, where its words are known; else as it is."""
        return self.say("notices.by_hand") if notice == BY_HAND else notice

    def what(self, name: str) -> str:
        """Anything that a plan names by its id, in words; the id without underscores where there are none."""
        if not re.fullmatch(r"\w+", name):
            return capital(name)
        for family in ("metrics", "what", "kinds", "states"):
            if self.say.has(f"{family}.{name}"):
                return self.say(f"{family}.{name}")
        for titled in (cues(), aims(), protocols(), exercises(), tissues()):
            if name in titled:
                return capital(self.text(titled[name].title))
        if name in vocabulary():
            return vocabulary()[name].title
        if (metric := name.removesuffix("_target")) != name:
            return self.say("terms.target_of", metric=lower(self.what(metric)))
        return capital(name.replace("_", " "))


def reader(profile: Profile) -> Reader:
    """How to speak to the person of this profile."""
    tables: list[dict[str, Any]] = [
        load_folder("restride.app.report.planned", name, dict[str, Any]) for name in FOLDERS
    ]
    wanted = profile.athlete.language.lower().replace("_", "-").split("-")[0]
    language = wanted if wanted in tables[0] else "en"
    say = Words({key: value for table in tables for key, value in table[language].items()})
    number = emergency_number(profile.athlete.country, say)
    return Reader(language, say, number, profile.athlete.activity == "walking")


def capital(text: str) -> str:
    """With a large letter first."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """With a small letter first."""
    return text[:1].lower() + text[1:]


def ratio(session: Session, to: Reader) -> str:
    """How running and walking alternate; "" for a walk."""
    if session.activity == "walking" or session.run_min is None:
        return ""
    if not session.walk_min:
        return to.say("sessions.ratio_last")
    return to.say("sessions.ratio_text", run=to.plain(session.run_min), walk=to.plain(session.walk_min))


def band(own: Band, to: Reader) -> str:
    """`163 to 169`."""
    low, high = to.number_of(own.metric, own.low), to.number_of(own.metric, own.high)
    return to.say("sessions.band_text", low=low, high=high)


def band_name(own: Band, to: Reader) -> str:
    """`Stay within (steps a minute)`."""
    unit = to.unit_of(own.metric)
    return f"{to.say('sessions.band')} ({unit})" if unit else to.say("sessions.band")
