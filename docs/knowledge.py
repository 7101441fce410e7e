"""Write knowledge.md from the cues, exercises, pages and routines that plans are made of: python docs/knowledge.py"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from restride.app.report.planned.wording import row
from restride.core.profile import InjuryKind
from restride.core.vocabulary import vocabulary
from restride.faults.wording import KIND
from restride.plan.check import moved, parts
from restride.plan.knowledge import CueCard, Entry, ExerciseCard, Side, cues, exercises
from restride.plan.lessons import Education, Routine, education, routines, tissues, unsaid
from restride.plan.tradeoffs import interventions

TARGET = Path(__file__).resolve().with_name("knowledge.md")
PENDING = "native review pending"
STATE = {
    "falls_or_unsteady": "any fall in 12 months, or unsteady",
    "older_walker": "a walker of 65 or more",
    "slow_or_short_steps": "walking below 1.0 m/s, or with short steps for the age",
    "alone": "nobody beside",
}
TEST = {
    "calf_raises": "calf raises on one leg",
    "step_down_0_6": "step-down, points of 6",
    "balance_s": "seconds on one leg",
    "hop_m": "metres of a hop",
    "ankle_lunge_cm": "centimetres of the ankle lunge",
    "navicular_drop_mm": "millimetres of navicular drop",
    "continuous_run_min": "minutes of running without a stop",
    "landing_pain_0_10": "pain on landing, of 10",
}
ASKED = {"effort_cr10": "effort, asked (0 to 10)", "awkward_0_10": "awkwardness, asked (0 to 10)"}


class Reasoned(Protocol):
    """Whatever says what it rests on."""

    @property
    def basis(self) -> str:
        """Evidence, practice or heuristic."""

    @property
    def evidence(self) -> tuple[str, ...]:
        """Rows of the evidence base."""


OPENING = """\
# Cues, exercises, pages and routines

Made from the tables in restride/plan/ by docs/knowledge.py; change those, not this page.

Everything that a plan can say or ask for, for a reviewer: the words, the numbers, where they come from, what is loaded
and spared, for whom not. Basis: evidence (a study set the number), practice (clinics use it), heuristic (ours).

A cue or an exercise finds no illness and promises nothing. Hip work makes people stronger; it is not said to change a
gait.

Tier: how much of a tissue an exercise asks, 1 to 4. That there are four for the Achilles tendon, with the seated heel
raise lowest and the forward hop on one leg highest, is a study's (B-23); where an exercise stands between, and every
tier of another tissue, is practice.

Spanish texts marked "{pending}" have not been read by a native clinician.

## Words that no cue may say

| to whom | words | why |
|---|---|---|
"""

EVIDENCE = """
## What the evidence says

Sentences are ours. "Not checked" and the like mark what nobody on the project has read at the source.

| row | what it says | source |
|---|---|---|
"""


def page() -> str:
    """The whole page: the words, then a section for each card, and the rows that they cite."""
    return (
        OPENING.format(pending=PENDING)
        + "".join(_unsaid())
        + "\n## Cues\n"
        + "".join(_cue(name, card) for name, card in cues().items())
        + "\n## Exercises\n"
        + "".join(_exercise(name, card) for name, card in exercises().items())
        + "\n## Education pages\n"
        + "".join(_education(name, card) for name, card in sorted(education().items(), key=lambda pair: pair[1].order))
        + "\n## Warm-ups and cooldowns\n"
        + "".join(_routine(name, card) for name, card in routines().items())
        + EVIDENCE
        + "".join(f"| {name} | {found.says} | {found.reference} |\n" for name in _cited() if (found := row(name)))
    )


def _unsaid() -> Iterator[str]:
    for group in unsaid().values():
        people = "everybody" if group.everybody else _kinds(group.kinds) or "; ".join(STATE[s] for s in group.states)
        words = "; ".join(", ".join(group.words[language]) for language in ("en", "es"))
        yield f"| {people} ({', '.join(group.activity)}) | {words} | {group.why} |\n"


def _cue(name: str, card: CueCard) -> str:
    known = vocabulary()
    metric = known[card.metric].title if card.metric in known else ASKED[card.metric]
    amount = "words only, no number is asked for"
    if card.amount is not None:
        own = card.amount
        of = "its first baseline" if own.of == "first_baseline" else "the running time each week"
        amount = f"{own.first:+g} {own.unit} of {of}, never beyond {own.cap:+g} {own.unit} ({_reason(own)})"
    lines = [
        f"\n### {name}\n",
        f"**{card.words['en']}**\n",
        f"**{card.words['es']}** ({_review(card.review)})\n",
        f"- {card.activity}; {card.focus} focus; {_reason(card)}",
        f"- measured by: {metric}, {card.direction}; {amount}",
        f"- picture: {card.picture['en']}",
        f"- sound ({card.sound.form}): {card.sound.text['en']}",
        f"- touch ({card.haptic.form}): {card.haptic.text['en']}",
        *_moves(card),
        f"- never with: {_kinds((*card.loads, *card.not_for)) or 'no kind of injury rules it out'}",
        *([f"- only for: {_kinds(card.only_for)}"] if card.only_for else []),
        *_limits(card.not_when, card.entry),
        *([f"- off until a clinician has signed: {card.permission}"] if card.permission else []),
        *_sides(card.sides),
    ]
    return "\n".join(lines) + "\n"


def _moves(card: CueCard) -> Iterator[str]:
    ways: dict[str, list[str]] = {}
    for tissue, way in moved(card, interventions()):
        ways.setdefault(way, []).append(tissues()[tissue].title["en"])
    said = {"up": "loads more", "down": "spares", "same": "leaves as it is", "unknown": "not known for"}
    for way, text in said.items():
        if way in ways:
            yield f"- {text}: {', '.join(dict.fromkeys(ways[way]))}"
    if card.change:
        studied = interventions()[card.change]
        rows = dict.fromkeys(name for cell in studied.cell for name in cell.evidence)
        yield f"- studied as: {studied.title} ({', '.join(rows)})"
    for shift in card.shifts:
        yield f"- by itself, {shift.direction} for the {tissues()[shift.tissue].title['en']} ({_reason(shift)})"


def _exercise(name: str, card: ExerciseCard) -> str:
    loads = [
        f"- loads {tissues()[load.tissue].title['en']}, tier {load.tier} ({_reason(load)})"
        + (f"; weighed and meant for {_kinds(load.suits)}" if load.suits else "")
        for load in card.loads
    ]
    lines = [
        f"\n### {name}\n",
        f"**{card.title['en']}.** {card.how['en']}\n",
        f"**{card.title['es']}.** {card.how['es']} ({_review(card.review)})\n",
        f"- {card.family.replace('_', ' ')}; {card.dose}, {card.per_week} times a week; {_reason(card)}"
        + ("; counts as an impact day" if card.impact else ""),
        f"- easier: {card.regression or 'none'}; harder: {card.progression or 'none'}",
        *loads,
        f"- never with: {_kinds(card.not_for) or 'no kind of injury rules it out'}",
        *(
            [f"- a signed clearance for impact opens it for: {_kinds(card.with_clearance)}"]
            if card.with_clearance
            else []
        ),
        *_limits(card.not_when, card.entry),
        *([f"- not before week {card.not_before_week} of a plan (practice)"] if card.not_before_week else []),
        f"- needs: {', '.join(one.replace('_', ' ') for one in card.equipment) or 'nothing'}",
        f"- stop: {card.stop['en']}",
    ]
    return "\n".join(lines) + "\n"


def _limits(states: Iterable[str], entry: Iterable[Entry]) -> Iterator[str]:
    for state in states:
        yield f"- not when: {STATE[state]}"
    for test in entry:
        asked = [
            *([f"at least {test.at_least:g}"] if test.at_least is not None else []),
            *([f"at most {test.at_most:g}"] if test.at_most is not None else []),
            *([f"{100 * test.share_of_norm:.0f} % of the norm on the {test.on}"] if test.share_of_norm else []),
        ]
        yield f"- first: {TEST[test.test]}, {' or '.join(asked)} ({_reason(test)}); unknown counts as failed"


def _education(name: str, card: Education) -> str:
    lines = [
        f"\n### {name}\n",
        f"**{card.title['en']}** / **{card.title['es']}** ({_review(card.review)}); for "
        f"{', '.join(card.activity)}{': ' + _kinds(card.kinds) if card.kinds else ''}\n",
        *(f"- {line.text['en']} ({_reason(line)})" for line in (*card.lines, *card.own_lines)),
        *_sides(card.sides),
    ]
    return "\n".join(lines) + "\n"


def _routine(name: str, card: Routine) -> str:
    minutes = sum(step.seconds for step in card.steps) / 60
    lines = [
        f"\n### {name}\n",
        f"**{card.title['en']}** / **{card.title['es']}** ({_review(card.review)}); {minutes:.1f} min; "
        f"{_reason(card)}\n",
        *(f"1. {step.seconds} s: {step.text['en']}" for step in card.steps),
    ]
    return "\n".join(lines) + "\n"


def _sides(sides: Iterable[Side]) -> Iterator[str]:
    for side in sides:
        yield f"- speaks {side.says}: {side.text['en']} ({_reason(side)})"


def _reason(part: Reasoned) -> str:
    return ", ".join([part.basis, *part.evidence])


def _review(state: str) -> str:
    return PENDING if state == "pending" else "reviewed"


def _kinds(kinds: Iterable[InjuryKind]) -> str:
    return ", ".join(KIND[kind] for kind in dict.fromkeys(kinds))


def _cited() -> list[str]:
    cards = (*cues().values(), *exercises().values(), *education().values(), *routines().values())
    found = {name for card in cards for _, part in parts(card) for name in getattr(part, "evidence", ())}
    return sorted(found, key=lambda name: (name[0], int(re.findall(r"\d+", name)[0]), name))


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
