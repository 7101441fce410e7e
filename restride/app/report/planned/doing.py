"""What is done beside the sessions, for a plan's page: exercises as cards with a drawing, warm-up and cooldown."""

from restride.app.report.blocks import Facts
from restride.app.report.figure import figure, figures
from restride.app.report.html import Html, element, tag
from restride.app.report.planned import small
from restride.app.report.planned.dose import in_words
from restride.app.report.planned.wording import Reader
from restride.core.plan import Exercise, Plan

Parts = list[Html]
MINUTE = 60


def exercises(plan: Plan, to: Reader) -> Parts:
    """A card each, those of the first week first."""
    if not plan.exercises:
        return [tag("p", to.say("exercises.none"))]
    cards = (_card(own, to) for own in sorted(plan.exercises, key=lambda e: e.from_week))
    return [
        tag("p", to.say("exercises.intro"), " ", small.basis("evidence", ("E-01",), to)),
        tag("div", cards, class_="cards"),
    ]


def routines(plan: Plan, to: Reader) -> Parts:
    """Each under its title and minutes, to open."""
    out = []
    for own in plan.routines:
        length = to.say("routines.minutes", minutes=round(sum(step.seconds for step in own.steps) / MINUTE))
        title = f"{to.text(own.title)}: {length}"
        steps = (tag("li", to.text(step.text), f" ({_length(step.seconds, to)})") for step in own.steps)
        body = (tag("ol", steps), tag("p", small.basis(own.basis, own.evidence, to)))
        out.append(tag("details", tag("summary", title), *body))
    return out


def weeks(own: Exercise, to: Reader) -> str:
    """From which week to which; "" for all of them."""
    if own.to_week is not None:
        return to.say("exercises.weeks_text", first=own.from_week, last=own.to_week)
    return to.say("exercises.from_text", first=own.from_week) if own.from_week > 1 else ""


def _card(own: Exercise, to: Reader) -> Html:
    days = to.say("exercises.days_text", count=own.per_week, days=to.days(own.days))
    facts = (("dose", in_words(own.dose, to)), ("days", days), ("weeks", weeks(own, to)), ("stop", to.text(own.stop)))
    title = to.text(own.title)
    drawn = [small.drawing(figure(own.figure, title=title))] if own.figure in figures() else []
    return tag(
        "article",
        tag("h3", title),
        drawn,
        tag("p", to.text(own.how)),
        element(Facts(rows=tuple((to.say(f"exercises.{name}"), value) for name, value in facts if value)), {}),
        tag("p", small.basis(own.basis, own.evidence, to)),
        class_="card",
    )


def _length(seconds: int, to: Reader) -> str:
    if seconds >= MINUTE:
        return to.say("routines.minutes", minutes=to.plain(seconds / MINUTE))
    return to.say("routines.seconds", seconds=seconds)
