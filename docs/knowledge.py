"""Write knowledge.md from everything that plans are made of: python docs/knowledge.py"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from restride.core.evidence import evidence
from restride.core.plan import Guard, Line, Refused
from restride.core.profile import InjuryKind
from restride.core.vocabulary import vocabulary
from restride.faults.wording import GOAL, KIND, PLACE
from restride.plan.check import moved, parts
from restride.plan.knowledge import CueCard, Entry, ExerciseCard, Side, cues, exercises
from restride.plan.lessons import Education, Routine, education, routines, tissues, unsaid
from restride.plan.protocols import (
    Aim,
    Block,
    Fits,
    MilestoneCard,
    PhaseCard,
    Words,
    aims,
    blocks,
    milestones,
    phases,
    protocols,
)
from restride.plan.protocols import Protocol as LoadPlan
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
STATES = {
    "novice": "under 15 minutes of running without a break",
    "older": "65 or more",
    "after_birth": "a birth within two years",
    "after_operation": "an operation within one year",
    "well": "no open injury",
    "flare": "an open injury whose usual worst is above 5",
    "fallen": "a fall within 12 months, or unsteady",
}
SAID = {
    "load": "load", "conditions": "conditions", "expect": "to expect", "stop": "stop when", "refused": "refused",
    "guards": "guard", "ends": "ends",
}  # fmt: skip
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
# Changes of gait, protocols, cues, exercises, pages and routines

Made from the tables in restride/plan/ by docs/knowledge.py; change those, not this page.

Everything that a plan can say or ask for, for a reviewer: the words, the numbers, where they come from, what is loaded
and spared, for whom not. Basis: evidence (a study set the number), practice (clinics use it), heuristic (ours).

A cue or an exercise finds no illness and promises nothing. Hip work makes people stronger; it is not said to change a
gait.

A plan joins one protocol (the load: who, how much, when, until when) with at most one change of gait (an aim with its
cues). Blocks are sentences that several of them share. The Spanish of their sentences stands beside the English in the
tables and has not been read by a native clinician either.

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
        + "\n## Changes of gait\n"
        + "".join(_aim(name, card) for name, card in aims().items())
        + "\n## Cues\n"
        + "".join(_cue(name, card) for name, card in cues().items())
        + "\n## Exercises\n"
        + "".join(_exercise(name, card) for name, card in exercises().items())
        + "\n## Education pages\n"
        + "".join(_education(name, card) for name, card in sorted(education().items(), key=lambda pair: pair[1].order))
        + "\n## Warm-ups and cooldowns\n"
        + "".join(_routine(name, card) for name, card in routines().items())
        + "".join(_protocols())
        + "\n## Blocks: sentences that several share\n"
        + "".join(_block(name, card) for name, card in blocks().items())
        + "\n## Phases\n"
        + "".join(_phase(name, card) for name, card in phases().items())
        + "\n## Milestones\n"
        + "".join(_milestone(name, card) for name, card in milestones().items())
        + EVIDENCE
        + "".join(
            f"| {name} | {found.says} | {found.reference} |\n" for name in _cited() if (found := evidence().get(name))
        )
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
        *_rests(card.evidence),
    ]
    return "\n".join(lines) + "\n"


def _aim(name: str, card: Aim) -> str:
    known = vocabulary()
    metric = known[card.metric].title if card.metric else "nothing, words only"
    waits = ", ".join(card.patterns)
    called = f"; called for by {waits}" + ("" if card.needs_pattern else ", but they are not needed") if waits else ""
    lists = [plan for plan, own in protocols().items() if name in own.aims]
    lines = [
        f"\n### aim {name}\n",
        f"**{card.title['en']}** / **{card.title['es']}**; {card.activity}; {_reason(card)}\n",
        f"- {'offered: only where somebody asks for it' if card.offered else 'set by the plan'}{called}",
        f"- in: {', '.join(lists) or 'no protocol by itself; it can be asked for by name'}",
        f"- measures: {metric}{_told(card)}",
        *_sizes(card),
        *_dose(card),
        *(f'- cue {one}: "{cues()[one].words["en"]}" {_who(cues()[one])}' for one in card.cues),
        *_sentences(card),
        *_shared(card.blocks),
        *([f"- pages to read: {', '.join(card.pages)}"] if card.pages else []),
        *_rests(card.evidence),
    ]
    return "\n".join(lines) + "\n"


def _told(card: Aim) -> str:
    unit = vocabulary()[card.metric].unit if card.metric else ""
    return f"; a change is called one from {card.detectable:g} {unit} on" if card.detectable else ""


def _sizes(card: Aim) -> Iterator[str]:
    when = f", by week {card.by_week}" if card.by_week else ""
    of = " of the first measurement" if card.unit == "%" else " from the first measurement"
    for place, step in enumerate(card.steps):
        first = "first" if place == 0 else "later, from session 5 on"
        yield f"- asks, {first}: {step.amount:+g} {card.unit}{of}, band {step.low:+g} to {step.high:+g}{when}"
    if card.size == "clinician":
        yield f"- asks: what the clinician measured and signed, at most {card.cap:g} {card.unit} either way"
    elif card.steps:
        yield f"- never beyond {card.cap:+g} {card.unit}{of}"
    else:
        yield "- asks for no number"


def _dose(card: Aim) -> Iterator[str]:
    if card.feedback:
        end = f"; the last {card.uncued_min} minutes without" if card.uncued_min else ""
        yield f"- cue on for {', '.join(map(str, card.feedback))} % of sessions 1 to {len(card.feedback)}{end}"
    else:
        yield "- no live signal"
    if card.responder_after:
        yield f"- has to earn its place after sessions {' and '.join(map(str, card.responder_after))}"


def _who(card: CueCard) -> str:
    said = [f"not with {_kinds((*card.loads, *card.not_for))}"] if card.loads or card.not_for else []
    said += [f"only with {_kinds(card.only_for)}"] if card.only_for else []
    said += [f"not: {STATE[state]}" for state in card.not_when]
    said += [f"first a test: {', '.join(TEST[entry.test] for entry in card.entry)}"] if card.entry else []
    said += [f"off until signed ({card.permission})"] if card.permission else []
    return f"({'; '.join(said) or 'for everybody'})"


def _sentences(card: Words) -> Iterator[str]:
    for place, title in SAID.items():
        for one in getattr(card, place):
            yield f"- {title}: {_sentence(one)}"


def _sentence(one: Line | Guard | Refused) -> str:
    if isinstance(one, Refused):
        return f"**{one.what.replace('_', ' ')}.** {one.why['en']} Instead: {one.instead['en']} ({_reason(one)})"
    if isinstance(one, Guard):
        return f"**{one.what.replace('_', ' ')}.** {one.text['en']} ({_reason(one)})"
    weeks = f"weeks {one.weeks[0]} to {one.weeks[1]}: " if one.weeks else ""
    return f"{weeks}{one.text['en']} ({_reason(one)})"


def _shared(names: Iterable[str]) -> Iterator[str]:
    named = list(names)
    if named:
        yield f"- and the blocks {', '.join(named)}"
    refused = [one.what.replace("_", " ") for name in named for one in blocks()[name].refused]
    if refused:
        yield f"- refused by them: {', '.join(dict.fromkeys(refused))}"


def _rests(rows: Iterable[str]) -> Iterator[str]:
    for name in rows:
        if (found := evidence().get(name)) is not None:
            yield f"- rests on {name}: {found.says}"


def _protocols() -> Iterator[str]:
    """Whom they fit, in their order, then each by itself."""
    for activity in ("running", "walking"):
        own = sorted((c.order, n, c) for n, c in protocols().items() if c.fits.activity == activity)
        yield f"\n## Protocols: {activity}\n\nThe first that fits is taken.\n"
        yield "\n| order | protocol | for |\n|---|---|---|\n"
        for order, name, card in own:
            asked = " (only by name)" if card.asked else ""
            yield f"| {order} | {name}{asked} | {_fits(card.fits)} |\n"
        yield from (_protocol(name, card) for _, name, card in own)


def _fits(fits: Fits) -> str:
    said = [
        _kinds(fits.kinds), ", ".join(PLACE[place] for place in fits.places), " or ".join(fits.status),
        " and ".join(STATES[state] for state in fits.states),
        " and ".join(f"goal: {GOAL[goal]}" for goal in fits.goals),
    ]  # fmt: skip
    return "; ".join(part for part in said if part) or "everybody else"


def _protocol(name: str, card: LoadPlan) -> str:
    lines = [
        f"\n### protocol {name}\n",
        f"**{card.title['en']}** / **{card.title['es']}**; for: {_fits(card.fits)}\n",
        f"{card.summary['en']}\n",
        *([f"Without a change of gait: {card.summary_without_target['en']}\n"] if card.summary_without_target else []),
        f"- {card.weeks} weeks, {len(card.minutes)} sessions; {_minutes(card)}",
        *([f"- minutes of running and walking by turns: {_runs(card.run_walk)}"] if card.run_walk else []),
        f"- days from one session to the next, at least: {_runs(card.gap_days)}; the last one for the rest",
        f"- changes of gait, in order: {', '.join(card.aims) or 'none'}",
        *_weeks(card),
        *_sentences(card),
        *_shared(card.blocks),
        *(f"- phase {place}, {phases()[one].title['en']}{_gate(phases()[one])}" for place, one in
          enumerate(card.phases, 1)),
        *([f"- milestones: {'; '.join(milestones()[one].title['en'] for one in card.milestones)}"]
          if card.milestones else []),
        *_rests(card.evidence),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _minutes(card: LoadPlan) -> str:
    if card.minutes_of == "level":
        return f"percent of the present minutes: {_runs(card.minutes)}, at most {card.most_min} minutes"
    present = "; from the present minutes on" if card.from_present else ""
    within = "; never longer than the person runs now" if card.within_level else ""
    return f"minutes: {_runs(card.minutes)}{present}{within}"


def _runs(values: Iterable[Any]) -> str:
    """`10 (5 times), 11 (5 times)`; pairs as `1 + 4`."""
    out = []
    for value, same in groupby(values):
        count = len(list(same))
        shown = f"{value[0]:g} + {value[1]:g}" if isinstance(value, tuple) else f"{value:g}"
        out.append(shown if count == 1 else f"{shown} ({count} times)")
    return ", ".join(out)


def _weeks(card: LoadPlan) -> Iterator[str]:
    for week, rows in groupby(card.strength, key=lambda own: own.from_week):
        said = []
        for own in rows:
            exercise = exercises()[own.exercise]
            instead = f", in place of {own.after}" if own.after else ""
            said.append(f"{own.exercise} ({exercise.dose}, {exercise.per_week} times a week{instead})")
        yield f"- exercises from week {week}: {'; '.join(said)}"


def _gate(card: PhaseCard) -> str:
    gate = " ".join(_sentence(line) for line in card.gate)
    return f". Goes on when: {gate}" if gate else ""


def _block(name: str, card: Block) -> str:
    users: Mapping[str, Aim | LoadPlan] = {**protocols(), **aims()}
    used = [user for user, own in users.items() if name in own.blocks]
    return "\n".join([f"\n### block {name}\n", f"In: {', '.join(used)}\n", *_sentences(card)]) + "\n"


def _phase(name: str, card: PhaseCard) -> str:
    lines = [f"- {_sentence(line)}" for line in card.lines]
    gate = [f"- goes on when: {_sentence(line)}" for line in card.gate]
    return (
        "\n".join([f"\n### phase {name}\n", f"**{card.title['en']}** / **{card.title['es']}**\n", *lines, *gate]) + "\n"
    )


def _milestone(name: str, card: MilestoneCard) -> str:
    return f"- {name}: **{card.title['en']}** {' '.join(_sentence(line) for line in card.reached)}\n"


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
    families: tuple[Mapping[str, Any], ...] = (
        cues(), exercises(), education(), routines(), aims(), protocols(), blocks(), phases(), milestones(),
    )  # fmt: skip
    cards = [card for family in families for card in family.values()]
    found = {name for card in cards for _, part in parts(card) for name in getattr(part, "evidence", ())}
    return sorted(found, key=lambda name: (name[0], int(re.findall(r"\d+", name)[0]), name))


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
