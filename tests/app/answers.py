"""A person who answers the questions of intake from a table, and what is typed for it."""

import datetime as dt
from collections import defaultdict, deque
from dataclasses import dataclass, field

from restride.app.intake import Outcome, Stopped, conduct
from restride.core.decision import Referral
from restride.core.profile import Profile
from restride.plan.questions import Draft, Question, Unclear

TODAY = dt.date(2026, 12, 1)
WHO = {
    "S1": "none", "id": "a1", "activity": "running", "birth_year": "1990", "birth_month": "5",
    "sex_for_norms": "female", "country": "GB", "pregnancy_weeks": "0", "last_childbirth": "none",
    "periods": "regular", "falls_12mo": "0", "clinician": "none", "event": "none",
}  # fmt: skip
"""A healthy runner: every question of health that is not here is answered no."""
YES_NO = ("yes_no", "yes_no_flag")


@dataclass
class Person:
    """Answers by the question's id; a list is used up one by one, then "no" or "I do not know" follows.

    lines: all that was typed. asked: ids in the order of asking. told: referrals in the order of telling.
    """

    answers: dict[str, str | list[str]]
    lines: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    told: list[Referral] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)
    stop_at: str = ""

    def __post_init__(self) -> None:
        self._left = defaultdict(deque, {k: deque(v) for k, v in self.answers.items() if isinstance(v, list)})

    def ask(self, question: Question, title: str, amiss: Unclear | None) -> str:
        """The answer to one question."""
        assert title
        if question.id == self.stop_at:
            raise Stopped
        if amiss is not None:
            self.amiss.append(f"{question.id} {amiss.key}")
            assert len(self.amiss) < 20, self.amiss
        self.asked.append(question.id)
        given = self.answers.get(question.id)
        if isinstance(given, str):
            line = given
        elif self._left[question.id]:
            line = self._left[question.id].popleft()
        elif question.id in ("R8", "R8_wound", "R9"):
            line = "none"
        else:
            line = "no" if question.answer in YES_NO else ""
        self.lines.append(line)
        return line

    def tell(self, whom: Referral, person: Profile) -> None:
        """Hears whom to see."""
        self.told.append(whom)

    def interview(self, draft: Draft | None = None, today: dt.date = TODAY) -> Outcome:
        """The whole intake."""
        return conduct(draft or {"schema": "restride/profile/1"}, self.ask, self.tell, today)


def person(**answers: str | list[str]) -> Person:
    """The healthy runner with some answers changed."""
    return Person({**WHO, **answers})


def injured(place: str, kind: str = "", **answers: str | list[str]) -> Person:
    """The same with one current injury of the right side that hurts 3 of 10."""
    about: dict[str, str | list[str]] = {
        "another": ["yes", "no"], "place": place, "side": "right", "status": "current", "usual_worst": "3",
        "kind": kind, "diagnosed_by": "clinician",
    }  # fmt: skip
    return Person({**WHO, **about, **answers})
