"""What a person is asked at intake, as data: sections in order, one TOML file each in `questions/`.

The terminal and a web page ask the same questions from the same tables. Nothing here speaks or reads: an answer is a
line of text, and what comes back is a value, "unknown", or what is amiss with it. Unknown is never read as no.
"""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from restride.core.decision import Urgency
from restride.core.profile import RedFlag
from restride.core.tables import load_folder
from restride.plan.functional import functional_tests
from restride.plan.scores import scores

UNKNOWN = "unknown"
Draft = dict[str, Any]
"""A profile on its way, as TOML would hold it."""
LONGEST_TEXT = 200


class Option(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One answer to choose. flag: the red flag that choosing it raises."""

    value: str
    words: dict[str, str]
    flag: RedFlag | None = None


class When(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A condition. of: a field of the profile, `.field` of the entry in hand, a question's id, or "age" (years).

    What was not answered is "unknown", so a question that matters then lists it in any_of. above, under: for numbers;
    an unknown number meets them only with or_unknown. filled: there is a text, or at least one entry.
    """

    of: str
    any_of: tuple[str, ...] = ()
    above: float | None = None
    under: float | None = None
    or_unknown: bool = False
    filled: bool = False


class Question(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One question.

    field: where the answer stands in the profile (in a repeated section, in the entry); "" for what is only asked.
    form: a pattern of a text; of a date "future" (it may lie ahead) or "or_none". options_of: choices that another
    table gives. required: it cannot be skipped. flag: what a yes raises. unsure: what "I do not know" counts as; "yes"
    for red flags that must not wait. pattern: the answer that fits what a person can check alone. when: rows of
    conditions; one row in which all hold is enough, none: always.
    """

    id: str
    ask: dict[str, str]
    answer: Literal["yes_no", "yes_no_flag", "one", "some", "number", "whole", "date", "text"]
    field: str = ""
    help: dict[str, str] = {}
    options: tuple[Option, ...] = ()
    options_of: Literal["functional", "scores", ""] = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    form: str = ""
    required: bool = False
    flag: RedFlag | None = None
    unsure: Literal["open", "yes"] = "open"
    pattern: Literal["yes", "no", ""] = ""
    when: tuple[tuple[When, ...], ...] = ()
    source: str = ""


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Questions that belong together. repeat: the list of the profile that it fills, one entry a round.

    opener: asked before the first round of a repeated section; another: before each later one.
    """

    order: int
    title: dict[str, str]
    question: tuple[Question, ...]
    repeat: str = ""
    opener: dict[str, str] = {}
    another: dict[str, str] = {}


@cache
def sections() -> dict[str, Section]:
    """Every section by its id, in the order in which it is asked."""
    found = load_folder("restride.plan", "questions", Section)
    offered = {
        "functional": tuple(Option(value=name, words=test.title) for name, test in functional_tests().items()),
        "scores": tuple(Option(value=name, words=score.title) for name, score in scores().items()),
    }
    out = {}
    for name, section in sorted(found.items(), key=lambda pair: pair[1].order):
        asked = (replace(q, options=offered[q.options_of]) if q.options_of else q for q in section.question)
        out[name] = replace(section, question=tuple(asked))
    return out


def age_in(draft: Mapping[str, Any], today: dt.date) -> int | None:
    """Whole years; a birth month that is not known counts as December. None without a birth year."""
    athlete = draft.get("athlete", {})
    year, month = athlete.get("birth_year"), athlete.get("birth_month") or 12
    return None if year is None else today.year - year - (today.month <= month)


def due(question: Question, draft: Draft, entry: Draft, answers: Mapping[str, Any], today: dt.date) -> bool:
    """Whether the question is to be asked now, from what is known."""
    return not question.when or any(
        all(_holds(when, _value(when.of, draft, entry, answers, today)) for when in row) for row in question.when
    )


def _value(of: str, draft: Draft, entry: Draft, answers: Mapping[str, Any], today: dt.date) -> Any:
    if of == "age":
        return age_in(draft, today)
    if of.startswith("."):
        return entry.get(of[1:])
    if of in answers:
        return answers[of]
    return get(draft, of)


def _holds(when: When, value: Any) -> bool:
    missing = value is None or value == "" or value == UNKNOWN
    if when.filled:
        return bool(value) and not missing
    if when.above is not None or when.under is not None:
        if missing or isinstance(value, str):
            return when.or_unknown
        return (when.above is None or value > when.above) and (when.under is None or value < when.under)
    if missing:
        return UNKNOWN in when.any_of
    if isinstance(value, (list, tuple)):
        return any(str(one) in when.any_of for one in value)
    return str(value) in when.any_of


def get(draft: Mapping[str, Any], field: str) -> Any:
    """The value at `table.field`; None where there is none."""
    here: Any = draft
    for part in field.split("."):
        if not isinstance(here, Mapping) or part not in here:
            return None
        here = here[part]
    return here


def put(draft: Draft, field: str, value: Any) -> None:
    """Writes the value to `table.field`."""
    *above, last = field.split(".")
    for part in above:
        draft = draft.setdefault(part, {})
    draft[last] = value


def answered(question: Question, draft: Draft) -> bool:
    """Whether the field holds an answer; "I do not know" is asked again."""
    value = get(draft, question.field)
    return value is not None and value not in (UNKNOWN, "no_answer")


class Unclear(ValueError):
    """An answer that cannot be taken; `key` names the words that say why, `places` fill them."""

    def __init__(self, key: str, **places: object) -> None:
        super().__init__(key)
        self.key, self.places = key, places


YES = frozenset({"y", "yes", "s", "si", "sí", "true"})
NO = frozenset({"n", "no", "false"})
NOBODY = frozenset({"-", "none", "nobody", "no", "nadie", "ninguno", "ninguna"})
NOT_KNOWN = frozenset({"", "?", "unknown", "not sure", "i do not know", "skip", "no sé", "no se", "no lo sé"})


def read(question: Question, line: str, today: dt.date) -> Any:
    """The value that a line of text gives; UNKNOWN for "I do not know". Raises Unclear."""
    text = line.strip()
    if text.lower() in NOT_KNOWN:
        if question.required:
            raise Unclear("required")
        return UNKNOWN
    if question.answer in ("yes_no", "yes_no_flag"):
        return _yes_no(question, text)
    if question.answer in ("one", "some"):
        return _chosen(question, text)
    if question.answer in ("number", "whole"):
        return _number(question, text)
    if question.answer == "date":
        if question.form == "or_none" and text.lower() in NOBODY:
            return ""
        return _date(text, today, future=question.form == "future")
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise Unclear("long")
    if question.form and not re.fullmatch(question.form, text):
        raise Unclear("form")
    return "" if text.lower() in NOBODY else text


def _yes_no(question: Question, text: str) -> str | bool:
    low = text.lower()
    if low not in YES | NO:
        raise Unclear("yes_no")
    return (low in YES) if question.answer == "yes_no_flag" else ("yes" if low in YES else "no")


def _chosen(question: Question, text: str) -> str | list[str]:
    """One value, or several, by number or by value."""
    values = [option.value for option in question.options]
    chosen = []
    for part in re.split(r"[,;\s]+", text):
        if part.isdecimal() and 1 <= int(part) <= len(values):
            chosen.append(values[int(part) - 1])
        else:
            near = [value for value in values if value.lower() == part.lower()]
            if not near:
                raise Unclear("one" if question.answer == "one" else "some", count=len(values))
            chosen += near
    if question.answer == "one":
        if len(chosen) != 1:
            raise Unclear("one", count=len(values))
        return chosen[0]
    return [value for value in values if value in chosen]


def _number(question: Question, text: str) -> float | int:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise Unclear("number") from None
    low, high = question.low, question.high
    if not ((low is None or value >= low) and (high is None or value <= high)):  # NaN is refused too
        raise Unclear("range", low=f"{low:g}" if low is not None else "", high=f"{high:g}" if high is not None else "")
    if value in (float("inf"), float("-inf")) or value != value:
        raise Unclear("number")
    if question.answer == "whole":
        if value != int(value):
            raise Unclear("whole")
        return int(value)
    return value


def _date(text: str, today: dt.date, *, future: bool) -> dt.date:
    """A day as 2026-12-01, or a month as 2026-12 (its first day)."""
    try:
        day = dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        raise Unclear("date") from None
    if day > today and not future:
        raise Unclear("future")
    if day < dt.date(1900, 1, 1):
        raise Unclear("date")
    return day


def raised(question: Question, value: Any) -> list[RedFlag]:
    """Red flags that an answer raises. "Not sure" is yes where the question says so."""
    out: list[RedFlag] = []
    if value == UNKNOWN:
        sure = question.flag or (question.options[0].flag if question.options else None)
        return [sure] if question.unsure == "yes" and sure else []
    if question.flag and value in ("yes", True):
        out.append(question.flag)
    values = value if isinstance(value, list) else [value]
    return out + [option.flag for option in question.options if option.flag and option.value in values]


def urgency_of(code: RedFlag, draft: Draft, entry: Draft, today: dt.date) -> Urgency | None:
    """How soon, where it is not the flag's usual: groin, front of the thigh, and a limp under 18: the same day."""
    if code == "R5" and entry.get("place") in ("groin", "thigh_front"):
        return "same_day"
    age = age_in(draft, today)
    if code == "R15" and (age is None or age < 18):
        return "same_day"
    return None
