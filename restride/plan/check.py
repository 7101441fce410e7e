"""Whether the knowledge holds together: every id leads somewhere, every load has its contraindications, every number a
reason, every text both languages and no word that blames.

A function of the cards and of the evidence rows that can be read; it changes nothing. What no card can be read with (a
field that is missing, a place or a kind that does not exist) stops earlier, when the folder is loaded.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct, structs

from restride.core.profile import InjuryKind
from restride.core.tradeoff import Direction
from restride.core.units import IN_MEMORY
from restride.core.vocabulary import vocabulary
from restride.plan.knowledge import CueCard, ExerciseCard, Loaded
from restride.plan.lessons import OWN_NUMBERS, Education, Routine, TissueCard, Unsaid
from restride.plan.protocols import Words
from restride.plan.tradeoffs import Intervention

LANGUAGES = frozenset({"en", "es"})
ASKED = {"effort_cr10": "1", "awkward_0_10": "1"}
"""What a check-in asks, for cues that nothing measures."""
DOSE = re.compile(
    r"(?:\d+(?:-\d+)? x )?\d+(?:-\d+)?(?: s| min)?"
    r"(?: -> (?:\d+(?:-\d+)? x )?\d+(?:-\d+)?(?: s| min)?)*(?:, \d+ s)?(?:, \d+(?:-\d+)? min)?"
)
"""`3 x 8-12`, `3 x 30 s -> 10 min`; after a comma the seconds of one repetition, then the minutes of rest."""
PLACES = re.compile(r"{(\w+)}")
ROUTINE_S = (180, 360)
NEXT = ("progression", "regression")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that is checked together, by id. rows: evidence that can be read by whoever reads a plan."""

    exercises: Mapping[str, ExerciseCard]
    cues: Mapping[str, CueCard]
    education: Mapping[str, Education]
    routines: Mapping[str, Routine]
    tissues: Mapping[str, TissueCard]
    unsaid: Mapping[str, Unsaid]
    changes: Mapping[str, Intervention]
    rows: Container[str]


def problems(known: Knowledge) -> tuple[str, ...]:
    """What does not hold, one line each with the card's id; empty where all does."""
    found: list[str] = []
    families: tuple[tuple[str, Mapping[str, Struct]], ...] = (
        ("exercises", known.exercises), ("cues", known.cues), ("education", known.education),
        ("routines", known.routines), ("tissues", known.tissues),
    )  # fmt: skip
    for family, cards in families:
        for name, card in cards.items():
            found += [f"{family}/{name}: {line}" for line in general(card, known)]
    found += [f"exercises/{n}: {line}" for n, card in known.exercises.items() for line in _exercise(card, known)]
    found += _chains(known.exercises)
    found += [f"cues/{n}: {line}" for n, cue in known.cues.items() for line in _cue(cue, known)]
    found += [f"education/{n}: {line}" for n, page in known.education.items() for line in _page(page)]
    found += [f"routines/{n}: {line}" for n, routine in known.routines.items() for line in _routine(routine, known)]
    return tuple(found)


def general(card: Struct, known: Knowledge) -> Iterator[str]:
    """What holds for every card: languages, words, reasons, rows."""
    for at, text in texts(card):
        if text.keys() != LANGUAGES or not all(said.strip() for said in text.values()):
            yield f"{at} is not there in {' and '.join(sorted(LANGUAGES))}"
        for group in known.unsaid.values():
            if group.everybody:
                yield from _said(at, text, group)
    for at, part in parts(card):
        basis, evidence = getattr(part, "basis", None), getattr(part, "evidence", None)
        if basis == "evidence" and not evidence:
            yield f"{at} has basis evidence and no row"
        if basis is None and evidence == () and not isinstance(part, Words):
            yield f"{at} has neither a row nor a basis"
        for row in evidence or ():
            if row not in known.rows:
                yield f"{at} cites {row}, which nobody can read"


def texts(card: Struct, at: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """(where, text by language) of a card and its parts."""
    for name, part in parts(card, at):
        for field, value in structs.asdict(part).items():
            if isinstance(value, dict) and value:
                yield f"{name}.{field}".strip("."), value


def parts(card: Struct, at: str = "") -> Iterator[tuple[str, Struct]]:
    """(where, part) of a card and everything in it, the card itself first, with "" for its place."""
    yield at, card
    for field, value in structs.asdict(card).items():
        here = f"{at}.{field}".strip(".")
        if isinstance(value, Struct):
            yield from parts(value, here)
        elif isinstance(value, tuple):
            for i, one in enumerate(value):
                if isinstance(one, Struct):
                    yield from parts(one, f"{here}[{i}]")


def _said(at: str, text: Mapping[str, str], group: Unsaid) -> Iterator[str]:
    for language, words in group.words.items():
        for word in words:
            if re.search(rf"\b{re.escape(word)}", text.get(language, ""), re.IGNORECASE):
                yield f"{at} says {word!r} in {language}: {group.why}"


def _exercise(card: ExerciseCard, known: Knowledge) -> Iterator[str]:
    if not DOSE.fullmatch(card.dose):
        yield f"the dose {card.dose!r} cannot be read"
    if not 1 <= card.per_week <= 7:
        yield f"{card.per_week} times a week"
    for field in NEXT:
        if (other := getattr(card, field)) and other not in known.exercises:
            yield f"{field} leads to {other}, which does not exist"
    if not card.loads and card.family != "breathing_posture":
        yield "names no tissue that it loads"
    for load in card.loads:
        kinds = known.tissues[load.tissue].kinds
        for kind in kinds:
            if (kind in card.not_for) == (kind in load.suits):
                both = "both" if kind in load.suits else "neither"
                yield f"loads {load.tissue}; {kind} is in {both} of not_for and suits"
        for kind in load.suits:
            if kind not in kinds:
                yield f"{kind} is no injury of {load.tissue}"
    for kind in card.with_clearance:
        if kind not in card.not_for:
            yield f"a clearance opens {kind}, which is not closed"
    if card.impact and not (card.entry and card.not_before_week):
        yield "is impact without an entry test and a first week"
    for entry in card.entry:
        if entry.at_least is None and entry.at_most is None and entry.share_of_norm is None:
            yield f"the entry test {entry.test} asks for nothing"


def _chains(cards: Mapping[str, ExerciseCard]) -> list[str]:
    """Ways on and back that never end."""
    found = []
    for field in NEXT:
        for name in cards:
            seen, here = {name}, getattr(cards[name], field)
            while here in cards and here not in seen:
                seen.add(here)
                here = getattr(cards[here], field)
            if here == name:
                found.append(f"exercises/{name}: {field} comes back to itself")
    return found


def _cue(cue: CueCard, known: Knowledge) -> Iterator[str]:
    metrics = vocabulary()
    if cue.metric not in metrics and cue.metric not in ASKED:
        yield f"{cue.metric} is no metric"
    elif cue.amount is not None:
        own = metrics[cue.metric].unit if cue.metric in metrics else ASKED[cue.metric]
        if cue.amount.unit not in IN_MEMORY or cue.amount.unit not in (own, "%"):
            yield f"its amount is in {cue.amount.unit}, {cue.metric} in {own}"
        if abs(cue.amount.first) > abs(cue.amount.cap) or cue.amount.first * cue.amount.cap < 0:
            yield "its first step lies beyond its cap"
    if cue.change and cue.change not in known.changes:
        yield f"asks for the change {cue.change}, which does not exist"
    elif cue.change and known.changes[cue.change].activity != cue.activity:
        yield f"asks {cue.activity} people for a change that was studied in others"
    for tissue, way in moved(cue, known.changes):
        for kind in known.tissues[tissue].kinds:
            if way == "up" and cue.may_be_for(kind):
                yield f"loads {tissue} more and may be given with {kind}"
    if cue.permission and {side.says for side in cue.sides} != {"for", "against"}:
        yield "needs permission and does not tell both sides"
    for group in known.unsaid.values():
        if cue.activity in group.activity and _hears(cue, group):
            yield from _said("words", cue.words, group)


def moved(cue: CueCard, changes: Mapping[str, Intervention]) -> tuple[tuple[Loaded, Direction], ...]:
    """(tissue, direction) of a cue: what studies of its change found, and what it says itself."""
    cells = changes[cue.change].cell if cue.change in changes else ()
    own = ((shift.tissue, shift.direction) for shift in cue.shifts)
    return tuple(dict.fromkeys([*((cell.tissue, cell.direction) for cell in cells), *own]))


def _hears(cue: CueCard, group: Unsaid) -> bool:
    """Whether somebody of the group may be given the cue."""
    kinds: tuple[InjuryKind, ...] = group.kinds
    if any(cue.may_be_for(kind) for kind in kinds):
        return True
    return any(state not in cue.not_when for state in group.states)


def _page(page: Education) -> Iterator[str]:
    for field in ("lines", "own_lines"):
        for line in getattr(page, field):
            named = {language: set(PLACES.findall(text)) for language, text in line.text.items()}
            if len({frozenset(places) for places in named.values()}) > 1:
                yield f"the languages have different places: {named}"
            here: set[str] = set().union(*named.values())
            if here and field == "lines":
                yield f"{sorted(here)} stand in lines that everybody reads"
            if not here <= set(page.own):
                yield f"{sorted(here - set(page.own))} are not among its own numbers"
    used = {place for line in page.own_lines for place in PLACES.findall(line.text.get("en", ""))}
    if used != set(page.own) or not used <= OWN_NUMBERS:
        yield f"its own numbers are {sorted(page.own)}, its lines use {sorted(used)}"


def _routine(routine: Routine, known: Knowledge) -> Iterator[str]:
    total = sum(step.seconds for step in routine.steps)
    if not ROUTINE_S[0] <= total <= ROUTINE_S[1]:
        yield f"lasts {total} s"
    if sum(step.cue for step in routine.steps) != 1:
        yield "does not carry the cue exactly once"
    for step in routine.steps:
        said = {"cue" in PLACES.findall(text) for text in step.text.values()}
        if said != {step.cue} or step.cue != bool(step.without_cue):
            yield f"{step.text['en']!r} does not say the cue, or says nothing without one"
        if step.exercise and step.exercise not in known.exercises:
            yield f"names {step.exercise}, which does not exist"
        elif step.exercise:
            yield from _unfit(routine, known.exercises[step.exercise], step.exercise)


def _unfit(routine: Routine, card: ExerciseCard, name: str) -> Iterator[str]:
    closed: set[Any] = set(card.not_for) & set(routine.kinds)
    if closed:
        yield f"{name} is not for {', '.join(sorted(closed))}"
    if routine.older and {"older_walker", "falls_or_unsteady"} & set(card.not_when):
        yield f"{name} is not for older walkers"
