"""What stands around the sessions: weeks, phases, milestones, warm-ups that carry the cue, and pages to read."""

import datetime as dt
from collections.abc import Iterator, Mapping

from restride.core.plan import (
    Change,
    Cue,
    Line,
    LoadShift,
    Milestone,
    Page,
    Phase,
    PlanRoutine,
    Recheck,
    RoutineStep,
    Target,
    Text,
    Week,
)
from restride.plan.aim import Chosen
from restride.plan.knowledge import exercises
from restride.plan.lessons import Education, Routine, education, routines
from restride.plan.person import Person
from restride.plan.protocols import Protocol, milestones, phases
from restride.plan.schedule import Diary
from restride.plan.sites import NARROW_GATE, gate_at
from restride.plan.wording import words

RECHECKS = (2, 4, 12, 24, 52)


def weeks(protocol: Protocol, person: Person, diary: Diary, new: Mapping[int, str]) -> tuple[Week, ...]:
    """Every week of the plan with its sessions and the one thing that is new in it."""
    last = max([protocol.weeks, *((s.date - person.start).days // 7 + 1 for s in diary.sessions)])
    out = []
    for number in range(1, last + 1):
        start = person.start + dt.timedelta(weeks=number - 1)
        inside = tuple(s.number for s in diary.sessions if start <= s.date < start + dt.timedelta(weeks=1))
        change: Change = "start" if number == 1 else "strength" if number in new else diary.new.get(number, "none")
        out.append(Week(number=number, start=start, change=change, what=new.get(number, ""), sessions=inside))
    return tuple(out)


def stretch(protocol: Protocol) -> tuple[Phase, ...]:
    """The phases with their gates."""
    cards = ((name, phases()[name]) for name in protocol.phases)
    return tuple(Phase(id=name, title=card.title, lines=card.lines, gate=card.gate) for name, card in cards)


def on_the_way(protocol: Protocol) -> tuple[Milestone, ...]:
    """What is worth noticing."""
    cards = ((name, milestones()[name]) for name in protocol.milestones)
    return tuple(Milestone(id=name, title=card.title, reached=card.reached) for name, card in cards)


def rechecks(start: dt.date) -> tuple[Recheck, ...]:
    """When to measure again (F-13)."""
    return tuple(Recheck(week=w, date=start + dt.timedelta(weeks=w)) for w in RECHECKS)


def warm_ups(person: Person, cues: tuple[Cue, ...]) -> tuple[PlanRoutine, ...]:
    """One warm-up and one cooldown: made for the injury if there is one, for older walkers if they are."""
    return tuple(made for when in ("warm_up", "cooldown") for made in _routine(when, person, cues))


def _routine(when: str, person: Person, cues: tuple[Cue, ...]) -> Iterator[PlanRoutine]:
    older = person.walks and bool({"older_walker", "falls_or_unsteady"} & person.held)
    fit = [
        (name, card)
        for name, card in routines().items()
        if card.when == when and card.activity == person.profile.athlete.activity
        and card.older == older and (not card.kinds or person.kinds & {*card.kinds})
        and not person.kinds & {*card.not_for}
    ]  # fmt: skip
    if fit:
        name, card = max(fit, key=lambda pair: (bool(pair[1].kinds), pair[0]))
        steps = tuple(_steps(card, cues))
        yield PlanRoutine(
            id=name, when=card.when, title=card.title, steps=steps, basis=card.basis, evidence=card.evidence
        )


def _steps(card: Routine, cues: tuple[Cue, ...]) -> Iterator[RoutineStep]:
    for step in card.steps:
        text = step.text if cues or not step.cue else step.without_cue
        if step.cue and cues:
            text = {language: said.replace("{cue}", cues[0].words[language]) for language, said in text.items()}
        figure = exercises()[step.exercise].figure if step.exercise else ""
        yield RoutineStep(text=text, seconds=step.seconds, figure=figure)


def pages(protocol: Protocol, person: Person, chosen: Chosen) -> tuple[Page, ...]:
    """What the protocol names and what is for the injury, with the person's own numbers where all are known.

    {emergency} is left for whoever knows the country's number.
    """
    named = {*protocol.pages, *(chosen.aim.pages if chosen.aim else ())}
    mine = {
        name: card
        for name, card in education().items()
        if person.profile.athlete.activity in card.activity
        and (name in named or (card.kinds and person.kinds & {*card.kinds}))
    }
    own = _own_numbers(person, chosen)
    return tuple(_page(n, card, own) for n, card in sorted(mine.items(), key=lambda pair: (pair[1].order, pair[0])))


def _page(name: str, card: Education, own: Mapping[str, Text]) -> Page:
    lines = list(card.lines)
    if set(card.own) <= {*own, "emergency"}:
        lines += [_filled(line, own) for line in card.own_lines]
    return Page(id=name, title=card.title, lines=tuple(lines), sides=card.sides)


def _filled(line: Line, own: Mapping[str, Text]) -> Line:
    def fill(language: str, text: str) -> str:
        for place, value in own.items():
            text = text.replace(f"{{{place}}}", value.get(language, value["en"]))
        return text

    text = {language: fill(language, said) for language, said in line.text.items()}
    return Line(text=text, basis=line.basis, evidence=line.evidence, weeks=line.weeks)


def _own_numbers(person: Person, chosen: Chosen) -> dict[str, Text]:
    found: dict[str, Text] = {"gate": _same(str(gate(person)))}
    longest = person.profile.training.longest_run_30d_min
    if longest is not None:
        found["longest_min"] = _same(f"{longest:.0f}")
    aim: Target | None = chosen.target
    if aim is not None and aim.metric == "cadence":
        found |= {
            "cadence": _same(f"{aim.baseline:.0f}"), "cadence_low": _same(f"{aim.low:.0f}"),
            "cadence_high": _same(f"{aim.high:.0f}"),
        }  # fmt: skip
    for place, tissue, per in (
        ("knee_step", "patellofemoral", "step"), ("knee_km", "patellofemoral", "km"), ("calf_step", "achilles", "step"),
    ):  # fmt: skip
        shift = next((s for c in chosen.cues[:1] for s in c.shifts if (s.tissue, s.per) == (tissue, per)), None)
        if shift is not None and shift.direction != "unknown":
            found[place] = _change(shift)
    return found


def _change(shift: LoadShift) -> Text:
    if shift.percent is None:
        return words()[f"load_{shift.direction}"]
    size = abs(shift.percent)
    return {k: said.replace("{percent}", f"{size:.0f}") for k, said in words()[f"load_{shift.direction}_by"].items()}


def _same(text: str) -> Text:
    return {"en": text, "es": text}


def gate(person: Person) -> int:
    """The pain limit of the open injuries, the lowest of them."""
    return min([gate_at(i, person.profile, person.start) for i in person.open], default=NARROW_GATE)
