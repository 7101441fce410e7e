"""A dose in words: `3 x 8-12` is "3 sets of 8 to 12"."""

import re

from restride.app.report.planned.wording import Reader

_STEP = re.compile(r"(?:(?P<sets>\d+(?:-\d+)?) x )?(?P<count>\d+(?:-\d+)?)(?P<unit> s| min)?")
_FORMS = {
    (True, ""): "sets", (True, " s"): "timed", (False, " s"): "seconds", (False, " min"): "minutes",
    (False, ""): "count",
}  # fmt: skip


def in_words(dose: str, to: Reader) -> str:
    """The dose of an exercise's card, as its reader says it; as it stands where its form is another."""
    steps, *more = dose.split(", ")
    said = [_step(step, to) for step in steps.split(" -> ")]
    tails = [_tail(tail, to) for tail in more]
    if None in (*said, *tails):
        return dose
    return to.say("print.dose.later").join(filter(None, said)) + "".join(filter(None, tails))


def _step(step: str, to: Reader) -> str | None:
    found = _STEP.fullmatch(step)
    form = found and _FORMS.get((bool(found["sets"]), found["unit"] or ""))
    if not found or not form:
        return None
    return to.say(f"print.dose.{form}", sets=_range(found["sets"], to), count=_range(found["count"], to))


def _tail(tail: str, to: Reader) -> str | None:
    found = _STEP.fullmatch(tail)
    if not found or found["sets"] or not found["unit"]:
        return None
    form = "each" if found["unit"] == " s" else "rest"
    return to.say(f"print.dose.{form}", count=_range(found["count"], to))


def _range(numbers: str | None, to: Reader) -> str:
    return (numbers or "").replace("-", to.say("print.dose.to"))
