"""Whether protocols, aims, blocks, phases and milestones hold together, beside what `check` says of the other cards.

A function of the cards; it changes nothing and knows no name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec import Struct

from restride.core.plan import Line
from restride.core.vocabulary import vocabulary
from restride.plan.check import Knowledge, general, moved, parts, texts
from restride.plan.knowledge import CueCard, ExerciseCard
from restride.plan.protocols import (
    BY_STATE,
    Aim,
    Block,
    Fits,
    MilestoneCard,
    PhaseCard,
    Protocol,
    Strength,
    Words,
)

NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIRST_ROWS = 3
"""Exercises at the start (CLINICAL 4.3)."""
REST_DAYS = {"running": 2, "walking": 1}
"""Least days from one session to the next."""
HELD = {"older": "older_walker", "fallen": "falls_or_unsteady"}
"""States that a protocol is for, as the exercises' `not_when` names them."""


@dataclass(frozen=True, slots=True)
class Plans:
    """Everything that is checked together, by id. patterns: each rule that may find something, with its activity."""

    protocols: Mapping[str, Protocol]
    aims: Mapping[str, Aim]
    blocks: Mapping[str, Block]
    phases: Mapping[str, PhaseCard]
    milestones: Mapping[str, MilestoneCard]
    patterns: Mapping[str, str]
    known: Knowledge


def plan_problems(plans: Plans) -> tuple[str, ...]:
    """What does not hold, one line each with the card's id; empty where all does."""
    found: list[str] = []
    for family, cards in _families(plans):
        for name, card in cards.items():
            found += [f"{family}/{name}: {line}" for line in general(card, plans.known)]
    found += [f"aims/{n}: {line}" for n, aim in plans.aims.items() for line in _aim(aim, plans)]
    for name, card in plans.protocols.items():
        found += [f"protocols/{name}: {line}" for line in (*_protocol(card, plans), *_rows(card, plans))]
    found += [f"phases/{n}: lasts without a line" for n, card in plans.phases.items() if not card.lines]
    found += [f"milestones/{n}: is never reached" for n, card in plans.milestones.items() if not card.reached]
    found += [f"cues/{n}: {line}" for n, cue in plans.known.cues.items() for line in _tendon(cue, plans)]
    return (*found, *_twice(plans), *_unused(plans), *_nobody(plans.protocols))


def _families(plans: Plans) -> tuple[tuple[str, Mapping[str, Struct]], ...]:
    return (
        ("protocols", plans.protocols), ("aims", plans.aims), ("blocks", plans.blocks), ("phases", plans.phases),
        ("milestones", plans.milestones),
    )  # fmt: skip


def _missing(what: str, names: Iterable[str], there: Mapping[str, object]) -> Iterator[str]:
    for name in names:
        if name not in there:
            yield f"names the {what} {name}, which does not exist"


def _joined(card: Aim | Protocol, plans: Plans) -> dict[str, tuple[Struct, ...]]:
    """Its own sentences and those of its blocks, by place."""
    sources: list[Words] = [card, *(plans.blocks[name] for name in card.blocks if name in plans.blocks)]
    return {place: tuple(line for s in sources for line in getattr(s, place)) for place in Words.__struct_fields__}


def _aim(aim: Aim, plans: Plans) -> Iterator[str]:
    yield from _missing("cue", aim.cues, plans.known.cues)
    yield from _missing("block", aim.blocks, plans.blocks)
    yield from _missing("page", aim.pages, plans.known.education)
    yield from _missing("pattern", aim.patterns, plans.patterns)
    own = [plans.known.cues[name] for name in aim.cues if name in plans.known.cues]
    if not aim.cues:
        yield "has no cue"
    for name, cue in zip(aim.cues, own, strict=False):
        if cue.activity != aim.activity:
            yield f"gives {aim.activity} people the cue {name}, which is for {cue.activity}"
    for name in aim.patterns:
        if plans.patterns.get(name, aim.activity) != aim.activity:
            yield f"waits for {name}, which nobody finds in {aim.activity}"
    yield from _size(aim, own)
    if list(aim.feedback) != sorted(aim.feedback, reverse=True) or not all(0 < share <= 100 for share in aim.feedback):
        yield f"its feedback {aim.feedback} does not fade"
    if aim.feedback and own and own[0].sound.form == "voice":
        yield "has feedback, and its first cue is only spoken"
    if not _joined(aim, plans)["ends"]:
        yield "has no end"


def _size(aim: Aim, own: list[CueCard]) -> Iterator[str]:
    """Units, signs and caps against the vocabulary and the cues' own amounts."""
    if not aim.metric:
        if aim.steps or aim.cap or aim.detectable or aim.size != "own":
            yield "has a size and no metric"
        return
    if aim.metric not in vocabulary():
        yield f"{aim.metric} is no metric"
        return
    if aim.unit not in ("%", vocabulary()[aim.metric].unit):
        yield f"its steps are in {aim.unit}, {aim.metric} in {vocabulary()[aim.metric].unit}"
    if aim.size == "clinician" and (aim.steps or not aim.cap or any(cue.permission == "" for cue in own)):
        yield "takes its size from the clinician, with steps of its own, no cap, or a cue that needs no permission"
    for step in aim.steps:
        ends = sorted((step.low, step.high))
        if not ends[0] <= step.amount <= ends[1]:
            yield f"asks for {step.amount:g} outside its band"
        if any(end * aim.cap <= 0 or abs(end) > abs(aim.cap) for end in (*ends, step.amount)):
            yield f"its step of {step.amount:g} lies beyond its cap of {aim.cap:g}"
    for cue in own:
        if cue.metric != aim.metric or cue.amount is None or cue.amount.of != "first_baseline":
            continue
        limit = cue.amount
        if limit.unit != aim.unit or abs(aim.cap) > abs(limit.cap) or (aim.steps and aim.cap * limit.cap < 0):
            yield f"its cap of {aim.cap:g} {aim.unit} goes beyond the cue's {limit.cap:g} {limit.unit}"
        if aim.steps and aim.steps[0].amount != limit.first:
            yield f"starts with {aim.steps[0].amount:g}, its cue with {limit.first:g}"


def _tendon(cue: CueCard, plans: Plans) -> Iterator[str]:
    """A tendon that takes more, by a cue that does not take as much off it elsewhere, has to show what it can do."""
    ways = {way for tissue, way in moved(cue, plans.known.changes) if tissue == "achilles"}
    tested = any(entry.test == "calf_raises" for entry in cue.entry)
    if cue.activity == "running" and "up" in ways and "down" not in ways and not tested:
        yield "loads the Achilles tendon more and asks for no calf raises first"


def _protocol(card: Protocol, plans: Plans) -> Iterator[str]:
    for what, names, there in (
        ("aim", card.aims, plans.aims), ("block", card.blocks, plans.blocks), ("phase", card.phases, plans.phases),
        ("milestone", card.milestones, plans.milestones), ("page", card.pages, plans.known.education),
    ):  # fmt: skip
        yield from _missing(what, names, there)
    words = _joined(card, plans)
    for place in ("load", "stop", "ends"):
        if not words[place]:
            yield f"has nothing under {place}"
    if not card.minutes or (card.run_walk and len(card.run_walk) < len(card.minutes)):
        yield f"has {len(card.minutes)} sessions and {len(card.run_walk)} levels of run-walk"
    if card.minutes_of == "level" and not (card.most_min and max(card.minutes, default=0) <= 100):
        yield "takes a share of the present level above all of it, or without a most"
    if card.from_present and card.fits.activity != "walking":
        yield "begins at the present minutes, which only walks do"
    if not card.gap_days or min(card.gap_days) < REST_DAYS[card.fits.activity]:
        yield f"leaves {min(card.gap_days, default=0)} days between sessions"
    for line in words["expect"]:
        weeks = line.weeks if isinstance(line, Line) else None
        if weeks and not 1 <= weeks[0] <= min(weeks[1], card.weeks):
            yield f"says something in weeks {weeks[0]} to {weeks[1]} of {card.weeks}"
    if not card.phases:
        yield "has no phases"
    for name in card.phases[:-1]:
        if name in plans.phases and not plans.phases[name].gate:
            yield f"goes on after the phase {name}, which has no gate"
    yield from _summary(card, words)
    for name in card.aims:
        if name in plans.aims:
            yield from _with(card, name, plans)
    yield from _heads(words, "")


def _summary(card: Protocol, words: Mapping[str, tuple[Struct, ...]]) -> Iterator[str]:
    """Its numbers stand where a reason stands beside them."""
    said = " ".join(text.get("en", "") for lines in words.values() for line in lines for _, text in texts(line))
    there = {*NUMBER.findall(said), *map(str, card.minutes)}
    for text in (card.summary, card.summary_without_target):
        for number in NUMBER.findall(text.get("en", "")):
            if number not in there:
                yield f"its summary says {number}, no sentence gives a reason for it"


def _with(card: Protocol, name: str, plans: Plans) -> Iterator[str]:
    """The protocol with one of its aims."""
    aim = plans.aims[name]
    if aim.activity != card.fits.activity:
        yield f"is for {card.fits.activity}, its aim {name} for {aim.activity}"
    if len(aim.feedback) > len(card.minutes) or max(aim.responder_after, default=0) > len(card.minutes):
        yield f"ends before the feedback of {name} does"
    cues = [plans.known.cues[cue] for cue in aim.cues if cue in plans.known.cues]
    kinds = card.fits.kinds
    if kinds and not any(cue.may_be_for(kind) for cue in cues for kind in kinds):
        yield f"no cue of {name} may be given to its people"
    one, other = _joined(card, plans), _joined(aim, plans)
    yield from _heads({place: (*one[place], *other[place]) for place in one}, f" with {name}")


def _heads(words: Mapping[str, tuple[Struct, ...]], where: str) -> Iterator[str]:
    for place in ("refused", "guards"):
        once = {str(line): line for line in words[place]}.values()
        for what, count in Counter(getattr(line, "what", "") for line in once).items():
            if count > 1:
                yield f"has {what} {count} times under {place}{where}"


def _rows(card: Protocol, plans: Plans) -> Iterator[str]:
    """Its exercises."""
    rows, cards = card.strength, plans.known.exercises
    yield from _missing("exercise", (row.exercise for row in rows), cards)
    weeks = [row.from_week for row in rows]
    if weeks and not 1 <= weeks.count(1) <= FIRST_ROWS:
        yield f"starts with {weeks.count(1)} exercises, not with one to {FIRST_ROWS}"
    if any(week != 1 for week in weeks[: weeks.count(1)]):
        yield f"its exercises of week 1 do not come first: {weeks}"
    begins = {row.exercise: row.from_week for row in rows}
    for row in rows:
        if row.after and begins.get(row.after, row.from_week) >= row.from_week:
            yield f"{row.exercise} takes the place of {row.after}, which has not begun"
        if row.exercise in cards:
            yield from _row(row, cards[row.exercise], card.fits)
    yield from (f"names {name} {count} times" for name, count in Counter(r.exercise for r in rows).items() if count > 1)


def _row(row: Strength, exercise: ExerciseCard, fits: Fits) -> Iterator[str]:
    if row.from_week < exercise.not_before_week:
        yield f"has {row.exercise} from week {row.from_week}, not before {exercise.not_before_week} by its card"
    if fits.kinds and not any(kind not in exercise.not_for or kind in exercise.with_clearance for kind in fits.kinds):
        yield f"{row.exercise} is for none of its people"
    for state, held in HELD.items():
        if fits.activity == "walking" and state in fits.states and held in exercise.not_when:
            yield f"{row.exercise} is not for the {state}"


def _twice(plans: Plans) -> Iterator[str]:
    """Sentences that stand in more than one place: they belong in a block, a phase or a milestone that is shared."""
    seen: dict[str, str] = {}
    for family, cards in _families(plans):
        for name, card in cards.items():
            for at, part in parts(card):
                for field in ("text", "why") if at else ():
                    said = getattr(part, field, {}).get("en", "")
                    here = f"{family}/{name} {at}"
                    if said and said in seen:
                        yield f"{here}: stands in {seen[said]} as well"
                    seen.setdefault(said, here)


def _unused(plans: Plans) -> Iterator[str]:
    protocols, aims = plans.protocols.values(), plans.aims.values()
    used = {
        "blocks": BY_STATE
        | {name for card in protocols for name in card.blocks}
        | {n for aim in aims for n in aim.blocks},
        "phases": {name for card in protocols for name in card.phases},
        "milestones": {name for card in protocols for name in card.milestones},
        "aims": {n for card in protocols for n in card.aims} | {n for n, aim in plans.aims.items() if aim.offered},
        "cues": {name for card in aims for name in card.cues},
        "education": {name for card in protocols for name in card.pages}
        | {n for aim in aims for n in aim.pages}
        | {name for name, page in plans.known.education.items() if page.kinds},
    }
    known = plans.known
    for family, cards in (*_families(plans)[1:], ("cues", known.cues), ("education", known.education)):
        yield from (f"{family}/{name}: is used nowhere" for name in cards if name not in used[family])


def _nobody(protocols: Mapping[str, Protocol]) -> Iterator[str]:
    """Somebody whom nothing fits, and protocols that nobody reaches because another one always comes first."""
    set_ones = {name: card for name, card in protocols.items() if not card.asked}
    for activity in REST_DAYS:
        own = [card for card in set_ones.values() if card.fits.activity == activity]
        last = max(own, key=lambda card: card.order, default=None)
        if last is None or last.fits != Fits(activity=last.fits.activity):
            yield f"protocols: the last one for {activity} does not fit everybody"
    for name, card in set_ones.items():
        for other, before in set_ones.items():
            if other != name and (before.order, other) < (card.order, name) and _covers(before.fits, card.fits):
                yield f"protocols/{name}: nobody gets it, {other} always comes first"


def _covers(one: Fits, other: Fits) -> bool:
    """Whether whoever fits the other fits the one."""
    if one.activity != other.activity or not set(one.states) <= set(other.states):
        return False
    wider = ((one.kinds, other.kinds), (one.places, other.places), (one.status, other.status))
    return set(one.goals) <= set(other.goals) and all(not a or (b and set(b) <= set(a)) for a, b in wider)
