"""Rules as data: what each may say, and the checks that stop a mistaken one when restride starts.

One TOML file a rule in `rules/`; the folder is the registry. No formula is ever evaluated from text: a limit is a
number, or a straight line by its parameters.
"""

import math
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Literal

from msgspec import Struct

from restride.core.assessment import Finding
from restride.core.profile import Goal, InjuryKind, Place
from restride.core.tables import load_folder
from restride.core.vocabulary import entry
from restride.faults.evidence import evidence

RULES_VERSION = "1"
"""Rises with every change of a limit, of what makes a rule speak, or of what it says."""

ANY_SPEED = (0.0, 9.0)
RuleSide = Literal["each", "both"]
Strength = Literal["moderate", "limited", "very limited", "contested"]


class Linear(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A norm that is a straight line: share * factor * (intercept + slope * x), x the metric `of` in `unit`.

    valid: where the study had data; outside it the rule is silent. share: our margin, 1 for the norm itself.
    """

    norm: Literal["linear"]
    of: str
    unit: str
    factor: float
    intercept: float
    slope: float
    valid: tuple[float, float]
    share: float = 1.0

    def at(self, x: float) -> float:
        """The limit at x."""
        return self.share * self.factor * (self.intercept + self.slope * x)

    @property
    def rise(self) -> float:
        """How much the limit moves with one unit of x: carries the doubt in x over to the limit."""
        return self.share * self.factor * self.slope


class Condition(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One metric past one limit, `above` or `below`; evidence: the row behind the limit; note: what of it is ours."""

    metric: str
    unit: str
    above: float | Linear | None = None
    below: float | Linear | None = None
    evidence: str
    note: str

    @property
    def limit(self) -> float | Linear:
        """The number or the norm, whichever side of it counts."""
        limit = self.below if self.above is None else self.above
        if limit is None:
            raise ValueError(f"{self.metric}: a condition without a limit")
        return limit


class Injuries(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which injuries make a rule relevant: by kind, and by place where the kind is unknown."""

    kinds: tuple[InjuryKind, ...] = ()
    places: tuple[Place, ...] = ()


class Relevance(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What about a person makes a rule worth a look; without any of it a finding is never relevant (A-55)."""

    symptom: Injuries = Injuries()
    history: Injuries = Injuries()
    goals: tuple[Goal, ...] = ()


class Change(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The smallest change of the metric that can be told from noise, where the evidence base has one."""

    metric: str
    unit: str
    value: float
    evidence: str


class Sample(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A metric of an example: value and standard error in the vocabulary's unit."""

    metric: str
    value: float
    se: float
    side: Literal["left", "right", "both", "unknown"]


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One pattern: when it stands out, what is said then, what speaks for and against acting on it.

    side: "each" foot by itself, or "both" for a metric of the whole person. probability: how sure it must be.
    slope_percent, speed_mps: the slopes and speeds at which it may speak; an unknown slope counts as within, an unknown
    speed does not where speeds are named. needs: metrics that must be there for the same side. why: text with {value},
    {error}, {limit} and {at} (the norm's x) of the first condition, {value_2} and so on of the second. example: metrics
    where it speaks; counterexample: where it is silent.
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
    needs: tuple[str, ...] = ()
    change: tuple[Change, ...] = ()
    example: tuple[Sample, ...]
    counterexample: tuple[Sample, ...]


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the files; raises ValueError for one that cannot be right."""
    return load("restride.faults", "rules")


def load(package: str, folder: str) -> dict[str, Rule]:
    """The rules of any folder, checked; raises ValueError naming the file and what is mistaken in it."""
    found = load_folder(package, folder, Rule)
    for stem, rule in found.items():
        problems = [*([] if rule.id == stem else [f"id {rule.id!r} is not the file's name"]), *check(rule)]
        if problems:
            raise ValueError(f"{package}/{folder}/{stem}.toml: {'; '.join(problems)}")
    return found


def check(rule: Rule) -> Iterator[str]:
    """What is mistaken in a rule beyond its types: words, units, limits, evidence, text."""
    if not rule.when:
        yield "no condition"
    if not 0.5 < rule.probability < 1:
        yield f"probability {rule.probability} is not between 0.5 and 1"
    if not rule.slope_percent[0] < rule.slope_percent[1]:
        yield "slope_percent is no range"
    if not rule.speed_mps[0] < rule.speed_mps[1]:
        yield "speed_mps is no range"
    for condition in rule.when:
        yield from _check_condition(condition)
    for change in rule.change:
        yield from _check_word(change.metric, change.unit)
    for name in (*rule.needs, *(s.metric for s in (*rule.example, *rule.counterexample))):
        yield from _check_word(name)
    if not any(_check_word(condition.metric) for condition in rule.when):
        lateral = any("left" in entry(condition.metric).sides for condition in rule.when)
        if lateral != (rule.side == "each"):
            yield f"side {rule.side!r} does not fit the metrics"
    if not (rule.evidence_for and rule.evidence_against):
        yield "evidence on one side only"
    yield from (f"evidence {name!r} is not in evidence.toml" for name in cited(rule) if name not in evidence())
    yield from _check_text(rule)


def cited(rule: Rule) -> tuple[str, ...]:
    """Every evidence id of a rule, in order, each once."""
    limits = [condition.evidence for condition in rule.when] + [change.evidence for change in rule.change]
    return tuple(dict.fromkeys((*rule.evidence_for, *rule.evidence_against, *limits)))


def _check_word(name: str, unit: str | None = None) -> list[str]:
    try:
        word = entry(name)
    except ValueError as error:
        return [str(error)]
    return [] if unit in (None, word.unit) else [f"{name} is in {word.unit}, not {unit}"]


def _check_condition(condition: Condition) -> Iterator[str]:
    yield from _check_word(condition.metric, condition.unit)
    if (condition.above is None) == (condition.below is None):
        yield f"{condition.metric}: one of above and below"
        return
    limit = condition.limit
    numbers: tuple[float, ...]
    if isinstance(limit, Linear):
        yield from _check_word(limit.of, limit.unit)
        numbers = (limit.factor, limit.intercept, limit.slope, limit.share, *limit.valid)
        if limit.valid[0] >= limit.valid[1]:
            yield f"{condition.metric}: a norm without a range"
    else:
        numbers = (limit,)
    if not all(math.isfinite(number) for number in numbers):
        yield f"{condition.metric}: a limit that is not finite"


def _check_text(rule: Rule) -> Iterator[str]:
    asked = {field for _, field, _, _ in Formatter().parse(rule.why) if field is not None}
    must: set[str] = set()
    may: set[str] = set()
    for number, condition in enumerate(rule.when):
        must |= {placeholder(word, number) for word in ("value", "error", "limit")}
        if isinstance(condition.above, Linear) or isinstance(condition.below, Linear):
            may.add(placeholder("at", number))
    yield from (f"why lacks {{{field}}}" for field in sorted(must - asked))
    yield from (f"why asks for {{{field}}}" for field in sorted(asked - must - may))


def placeholder(word: str, number: int) -> str:
    """How `why` calls a number of the condition `number` (from 0): value, value_2, value_3."""
    return word if number == 0 else f"{word}_{number + 1}"


def rule_of(finding: Finding) -> Rule:
    """The rule behind a finding; raises ValueError where this version has no such rule."""
    try:
        return rules()[finding.rule]
    except KeyError:
        raise ValueError(f"no rule {finding.rule!r} in faults/rules") from None
