"""What plans are made of, as data: protocols, cues and exercises. The folder is the registry; no code knows a name."""

from functools import cache
from typing import Literal

from msgspec import Struct

from restride.core.plan import Cue, Exercise, Guard, Line, Refused
from restride.core.profile import InjuryKind
from restride.core.tables import load_folder


class ExerciseCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One exercise. impact: counts as an impact day. not_for: injury kinds that rule it out."""

    title: dict[str, str]
    dose: str
    per_week: int
    stop: dict[str, str]
    basis: Literal["evidence", "practice", "heuristic"]
    evidence: tuple[str, ...] = ()
    impact: bool = False
    not_for: tuple[InjuryKind, ...] = ()


class CueCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One short instruction for one metric. loads: injury kinds whose tissue it loads more, so that it is
    never given."""

    metric: str
    words: dict[str, str]
    focus: Literal["external", "internal"]
    evidence: tuple[str, ...]
    loads: tuple[InjuryKind, ...] = ()


class Steps(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A target's size in percent of the first baseline: amount, band, and whether a second step may follow."""

    amount: float
    low: float
    high: float


class Protocol(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way to plan, for one kind of person.

    kinds: injuries that it is for; empty for people without a current one. minutes: total of each session, or of the
    last one for the rest. run_walk: (run, walk) minutes of one repeat, one a session, empty for continuous running.
    gap_days: least days between sessions. feedback: share of each session with the cue on. target: first and
    second step.
    """

    activity: Literal["running", "walking"]
    order: int
    title: dict[str, str]
    summary: dict[str, str]
    summary_without_target: dict[str, str] = {}
    kinds: tuple[InjuryKind, ...] = ()
    oldest_first: bool = False
    minutes: tuple[int, ...]
    run_walk: tuple[tuple[float, float], ...] = ()
    gap_days: tuple[int, ...] = (2,)
    feedback: tuple[int, ...] = ()
    uncued_min: int = 0
    target: tuple[Steps, ...] = ()
    cues: tuple[str, ...] = ()
    exercises: tuple[str, ...]
    load: tuple[Line, ...]
    expect: tuple[Line, ...]
    stop: tuple[Line, ...]
    refused: tuple[Refused, ...]
    guards: tuple[Guard, ...] = ()
    ends: tuple[Line, ...]
    evidence: tuple[str, ...] = ()


@cache
def protocols() -> dict[str, Protocol]:
    """Every protocol by its id."""
    return load_folder("restride.plan", "protocols", Protocol)


@cache
def exercises() -> dict[str, ExerciseCard]:
    """Every exercise by its id."""
    return load_folder("restride.plan", "exercises", ExerciseCard)


@cache
def cues() -> dict[str, CueCard]:
    """Every cue by its id."""
    return load_folder("restride.plan", "cues", CueCard)


def exercise(name: str, days: tuple[str, ...]) -> Exercise:
    """A card with its days, as it stands in a plan."""
    card = exercises()[name]
    return Exercise(
        id=name,
        title=card.title,
        dose=card.dose,
        per_week=card.per_week,
        days=days,
        stop=card.stop,
        evidence=card.evidence,
        basis=card.basis,
    )


def cue(name: str) -> Cue:
    """A cue as it stands in a plan."""
    card = cues()[name]
    return Cue(id=name, words=card.words, evidence=card.evidence)
