"""How intake speaks on a terminal: one question at a time, a referral as large as a decision, and what is left open."""

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec
from rich.console import RenderableType
from rich.text import Text

from restride.app.cli.plan_answer import Verdict
from restride.app.cli.screen import printable, show
from restride.app.intake import Outcome, Stopped
from restride.app.profile_file import checked
from restride.app.report.planned.wording import reader
from restride.core.decision import Referral
from restride.core.profile import Profile
from restride.plan.functional import functional_tests, judge
from restride.plan.functional import words as verdict_words
from restride.plan.held_back import held_back
from restride.plan.questions import Question, Unclear, answered, due, sections

STOP = frozenset({"stop", "quit", "salir", "parar"})


@cache
def _words() -> dict[str, dict[str, str]]:
    raw = resources.files("restride.app").joinpath("intake_words.toml").read_bytes()
    return msgspec.toml.decode(raw, type=dict[str, dict[str, str]])


@dataclass
class Voice:
    """One talk on a terminal. titles: sections whose heading has been shown."""

    language: str
    titles: list[str] = field(default_factory=list)

    def say(self, key: str, **places: object) -> str:
        """Words around the questions, in the language; English where it has none."""
        return _words().get(self.language, _words()["en"])[key].format(**places)

    def text(self, texts: dict[str, str]) -> str:
        """A text of the tables in the language; English where it has none."""
        return texts.get(self.language, texts["en"])

    def opening(self) -> Iterator[RenderableType]:
        """What it is, before the first question."""
        yield Text(self.say("intro"), style="dim")
        if review := self.say("review"):
            yield Text(review, style="dim")
        yield Text(f"{self.say('hint')} {self.say('skip')}. {self.say('stop')}.", style="dim")

    def ask(self, question: Question, title: str, amiss: Unclear | None) -> str:
        """One line of an answer. Raises Stopped at the end of the input, and at `stop`."""
        show(*self._question(question, title, amiss))
        line = sys.stdin.readline()
        if not line or line.strip().lower() in STOP:
            raise Stopped
        return line.rstrip("\r\n")

    def _question(self, question: Question, title: str, amiss: Unclear | None) -> Iterator[RenderableType]:
        if amiss is not None:
            yield Text(self.say(f"unclear_{amiss.key}", **amiss.places), style="bold")
            return
        if title not in self.titles:
            self.titles.append(title)
            yield Text(f"\n{title}", style="bold")
        yield Text()
        yield Text(printable(self.text(question.ask)))
        if question.help:
            yield Text(self.text(question.help), style="dim")
        for number, option in enumerate(question.options, 1):
            yield Text(f"  {number}  {self.text(option.words)}")
        kind = "yes_no" if question.answer == "yes_no_flag" else question.answer
        asked = f"{self.say(kind)}{f' ({question.unit})' if question.unit else ''}"
        unknown = self.say("unsure" if question.unsure == "yes" else "required" if question.required else "skip")
        yield Text(f"[{asked}; {unknown}]", style="dim")

    def tell(self, whom: Referral, person: Profile) -> None:
        """Somebody must be seen: at once, the large words first."""
        show(*self._referral(whom, person))

    def _referral(self, whom: Referral, person: Profile) -> Iterator[RenderableType]:
        if whom.urgency == "emergency":
            yield Verdict(self.say("refer_emergency", number=reader(person).number))
        else:
            yield Verdict(self.say("refer_when", when=self.say(whom.urgency)))
        yield Text(printable(whom.why), style="bold")
        for name in ("who", "until_then"):
            yield Text(f"{self.say(name)}: {printable(getattr(whom, name))}")
        if self.say("watched") not in whom.until_then:
            yield Text(self.say("watched"))

    def closing(self, done: Outcome, out: Path, today: dt.date) -> Iterator[RenderableType]:
        """Where the answers are, what the tests say, what is still open, and what comes next."""
        yield Text()
        yield Text(self.say("saved", file=out))
        if done.kind == "referred":
            yield Text(self.say("standing"))
            return
        yield from self._tests(done, today)
        if count := len(list(open_questions(done, today))):
            yield Text(self.say("open", count=count, file=out))
        if done.kind == "stopped":
            return
        if done.referral is not None:
            yield from self._referral(done.referral, checked(done.draft, "the profile"))
        else:
            yield Text(self.say("calm"))
        yield Text(self.say("next", file=out), style="dim")

    def _tests(self, done: Outcome, today: dt.date) -> Iterator[RenderableType]:
        profile = checked(done.draft, "the profile")
        if profile.tests:
            yield Text(f"\n{self.say('tests')}", style="bold")
        for name, results in profile.tests.items():
            test = functional_tests()[name]
            yield Text(self.text(test.title))
            for sentence in judge(name, results, profile.athlete, today).says:
                yield Text(f"  {self.text(sentence)}")
            if reasons := held_back(name, profile, today):
                told = "; ".join(self.text(verdict_words()[reason]) for reason in reasons)
                yield Text("  " + self.say("held", test=self.text(test.title).lower(), reasons=told))


def open_questions(done: Outcome, today: dt.date) -> Iterator[Question]:
    """Questions of the profile that are due and have no answer."""
    for section in sections().values():
        if not section.repeat:
            for question in section.question:
                asked = question.field and due(question, done.draft, {}, {}, today)
                if asked and not answered(question, done.draft):
                    yield question
