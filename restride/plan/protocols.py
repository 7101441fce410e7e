"""How a plan goes, as data: the load of a kind of person, the changes of gait that may join it, and what they share.

A protocol says how much of what, when and until when; an aim is one change of gait with its cues; a block is a run of
sentences that several of them share. The folder is the registry; no code knows a name.
"""

from functools import cache
from typing import Literal

from msgspec import Struct

from restride.core.plan import Basis, Guard, Line, Refused, Text
from restride.core.profile import Activity, Goal, InjuryKind, Place
from restride.core.tables import load_folder
from restride.plan.knowledge import When

State = Literal[
    "novice", "older", "after_birth", "after_operation", "well", "flare", "fallen",
]  # fmt: skip
"""What may decide between protocols. novice: under 15 minutes of running without a break; older: 65 or more;
after_birth: within two years; after_operation: within one; well: no open injury; flare: an open injury whose usual
worst is above 5; fallen: a fall within 12 months, or unsteady."""


SORE, BONE_BEFORE, RACE = "both_sore", "both_bone_before", "run_race"
TWO, LIST_COUNTS, FEET = "both_two", "both_list_counts", "both_feet"
BY_STATE = frozenset({SORE, BONE_BEFORE, RACE, TWO, LIST_COUNTS, FEET})
"""Blocks that a person's state adds: a worst pain above 5 in a plan that is not made for that, pain where a bone was
hurt before, a date to train for, more than one trouble, an exercise of the protocol that is not for this person, numb
feet."""


class Words(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Sentences by where they stand in a plan."""

    load: tuple[Line, ...] = ()
    conditions: tuple[Line, ...] = ()
    expect: tuple[Line, ...] = ()
    stop: tuple[Line, ...] = ()
    refused: tuple[Refused, ...] = ()
    guards: tuple[Guard, ...] = ()
    ends: tuple[Line, ...] = ()


class Steps(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A target's size: the amount asked for and the ends of its band, in the unit of the aim."""

    amount: float
    low: float
    high: float


class Aim(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One change of gait.

    metric: what is measured; "" where only words are said. unit: of the steps, "%" of the first baseline or the
    metric's own. steps: first and later size; empty for words without a number. cap: the farthest that any band
    reaches. cues: the first that the person may have is taken, the others come next if it does not help. patterns:
    findings that call for it and put it first; without one of them it is passed over, if it needs one. called_by:
    states that count as one. feedback: share of each session with the cue on. responder_after: sessions after which the
    cue must have earned its place. by_week: when the band should be reached. offered: it is never set without being
    asked for. size: "clinician" takes the amount from the signed permission. pages: what is worth reading about it.
    detectable: the smallest change of the metric that is called one, in its unit, where a study or practice gives one.
    """

    activity: Activity
    title: Text
    metric: str = ""
    unit: str = "%"
    steps: tuple[Steps, ...] = ()
    cap: float = 0.0
    by_week: int = 0
    cues: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    needs_pattern: bool = True
    called_by: tuple[When, ...] = ()
    feedback: tuple[int, ...] = ()
    uncued_min: int = 0
    responder_after: tuple[int, ...] = ()
    offered: bool = False
    size: Literal["own", "clinician"] = "own"
    detectable: float = 0.0
    pages: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    basis: Basis
    evidence: tuple[str, ...] = ()


class Fits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom a protocol is for; what is left empty is not asked. kinds: an open injury of one of these. places: at one
    of these. states, goals: all of them."""

    activity: Activity
    kinds: tuple[InjuryKind, ...] = ()
    places: tuple[Place, ...] = ()
    status: tuple[Literal["current", "recovering"], ...] = ()
    states: tuple[State, ...] = ()
    goals: tuple[Goal, ...] = ()


class Strength(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One exercise from a week on. after: the exercise that it takes the place of."""

    exercise: str
    from_week: int = 1
    after: str = ""


class Protocol(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way to plan, for one kind of person.

    order: the lowest that fits is taken. asked: only where somebody asks for it by name. minutes: total of each
    session; of "level": percent of what the person does now, most_min of it at most. from_present: a walker's ladder
    begins at the present minutes instead of its first entry. run_walk: (run, walk) minutes of one repeat, one a
    session, empty for continuous running. within_level: no session is longer than the person runs now, though walking
    breaks it. gap_days: least days between sessions. weeks: how long the plan lasts. aims: in the order of preference.
    pages: education beside what the injuries bring.
    """

    fits: Fits
    order: int
    asked: bool = False
    title: Text
    summary: Text
    summary_without_target: Text = {}
    minutes: tuple[int, ...]
    minutes_of: Literal["clock", "level"] = "clock"
    most_min: int = 0
    from_present: bool = False
    run_walk: tuple[tuple[float, float], ...] = ()
    within_level: bool = False
    gap_days: tuple[int, ...] = (2,)
    weeks: int
    aims: tuple[str, ...] = ()
    strength: tuple[Strength, ...] = ()
    phases: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class Block(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Sentences that several protocols or aims share."""


class PhaseCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A stretch of a plan, and what must hold before the next one."""

    title: Text
    lines: tuple[Line, ...]
    gate: tuple[Line, ...] = ()


class MilestoneCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something worth noticing, and when it counts as reached."""

    title: Text
    reached: tuple[Line, ...]


@cache
def protocols() -> dict[str, Protocol]:
    """Every protocol by its id."""
    return load_folder("restride.plan", "protocols", Protocol)


@cache
def aims() -> dict[str, Aim]:
    """Every change of gait by its id."""
    return load_folder("restride.plan", "aims", Aim)


@cache
def blocks() -> dict[str, Block]:
    """Every run of shared sentences by its id."""
    return load_folder("restride.plan", "blocks", Block)


@cache
def phases() -> dict[str, PhaseCard]:
    """Every phase by its id."""
    return load_folder("restride.plan", "phases", PhaseCard)


@cache
def milestones() -> dict[str, MilestoneCard]:
    """Every milestone by its id."""
    return load_folder("restride.plan", "milestones", MilestoneCard)


def said(own: Words, shared: tuple[str, ...]) -> Words:
    """The own sentences first, then those of the shared blocks, each place by itself and each sentence once."""
    parts = [own, *(blocks()[name] for name in shared)]
    found = {}
    for place in Words.__struct_fields__:
        found[place] = tuple({str(line): line for part in parts for line in getattr(part, place)}.values())
    return Words(**found)
