"""What a rule is made of: its conditions, whom it concerns, what it says and cites."""

from typing import Literal

from msgspec import Struct

from restride.core.profile import Goal, InjuryKind, Place
from restride.faults.limits import ByAge, Linear

ANY_SPEED = (0.0, 9.0)
RuleSide = Literal["each", "both", "less", "more"]
Strength = Literal["moderate", "limited", "very limited", "contested"]
HealthAnswer = Literal["falls_12mo", "unsteady"]


class Condition(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One metric past one limit, `above` or `below`; evidence: the row behind the limit; note: what of it is ours."""

    metric: str
    unit: str
    above: float | Linear | None = None
    below: float | Linear | ByAge | None = None
    evidence: str
    note: str

    @property
    def limit(self) -> float | Linear | ByAge:
        """The number or the norm, whichever side of it counts."""
        limit = self.below if self.above is None else self.above
        if limit is None:
            raise ValueError(f"{self.metric}: a condition without a limit")
        return limit


class Injuries(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which injuries make a rule relevant: by kind, and by place where the kind is unknown; or `any` at all."""

    kinds: tuple[InjuryKind, ...] = ()
    places: tuple[Place, ...] = ()
    any: bool = False


class Relevance(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What about a person makes a rule worth a look; without any of it a finding is never relevant (A-55).

    health: answers of the profile that count as a symptom, a number from 1 on or a yes.
    """

    symptom: Injuries = Injuries()
    history: Injuries = Injuries()
    health: tuple[HealthAnswer, ...] = ()
    goals: tuple[Goal, ...] = ()


class Change(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The smallest change of the metric that can be told from noise (95 %), where the evidence base has one.

    unit: the metric's, or % of the metric in a rule that compares two bouts. widens: this noise is joined with the
    metric's own error, because one session stands for what the person usually does; note: what of the value is ours.
    """

    metric: str
    unit: str
    value: float
    evidence: str
    widens: bool = False
    note: str = ""


class Sample(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A metric of an example: value and standard error in the vocabulary's unit."""

    metric: str
    value: float
    se: float
    side: Literal["left", "right", "both", "unknown"]
    fatigued: bool | None = None


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One pattern: when it stands out, what is said then, what speaks for and against acting on it.

    side: "each" foot by itself; "both" for a metric of the whole person, or the mean of both feet; "less" and "more"
    for the side that has less or more than the other, of a metric of asymmetry. probability: how sure it must be.
    slope_percent, speed_mps, modes: where it may speak; an unknown slope or mode counts as within, an unknown speed
    does not where speeds are named. compares: "a bout" with the limit, or "fresh and tired": by how many percent the
    metric rose from a fresh bout to a tired one of about the same speed. only_relevant: it says nothing at all to
    somebody for whom it is not relevant. needs: metrics that must be there for the same side. why: text with {value},
    {error}, {limit} and {at} (the norm's x) of the first condition, {value_2} and so on of the second. worth:
    "changing" where there is something to change, else only "knowing". example: metrics where it speaks;
    counterexample: where it is silent.
    """

    id: str
    title: str
    task: Literal["running", "walking"]
    side: RuleSide
    when: tuple[Condition, ...]
    probability: float
    basis: Literal["evidence", "practice", "heuristic"]
    strength: Strength
    why: str
    evidence_for: tuple[str, ...]
    evidence_against: dict[str, str]
    relevant: Relevance
    slope_percent: tuple[float, float]
    speed_mps: tuple[float, float] = ANY_SPEED
    modes: tuple[Literal["treadmill", "overground"], ...] = ("treadmill", "overground")
    compares: Literal["a bout", "fresh and tired"] = "a bout"
    only_relevant: bool = False
    worth: Literal["changing", "knowing"] = "changing"
    needs: tuple[str, ...] = ()
    change: tuple[Change, ...] = ()
    example: tuple[Sample, ...]
    counterexample: tuple[Sample, ...]


def cited(rule: Rule) -> tuple[str, ...]:
    """Every evidence id of a rule, in order, each once."""
    limits = [condition.evidence for condition in rule.when] + [change.evidence for change in rule.change]
    return tuple(dict.fromkeys((*rule.evidence_for, *rule.evidence_against, *limits)))


def placeholder(word: str, number: int) -> str:
    """How `why` calls a number of the condition `number` (from 0): value, value_2, value_3."""
    return word if number == 0 else f"{word}_{number + 1}"
