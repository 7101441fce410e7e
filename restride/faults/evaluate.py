"""Metrics -> Findings: which patterns stand out beyond doubt, and whether they matter to this person."""

from collections.abc import Iterable, Mapping

from restride.core.assessment import Finding
from restride.core.methods import Method, methods
from restride.core.metric import Metric, MetricSide
from restride.core.profile import Profile
from restride.core.recording import Task
from restride.core.vocabulary import entry
from restride.faults.reading import SIDES, Reading, bouts, judged, sure
from restride.faults.relevance import NONE, relevance
from restride.faults.rules import Linear, Rule, Strength, placeholder, rule_of, rules

STRENGTH: dict[Strength, float] = {"moderate": 1.0, "limited": 0.7, "very limited": 0.4, "contested": 0.4}
"""Weights for ranking, ours: an order, not a measurement."""


def findings(
    metrics: Iterable[Metric],
    profile: Profile | None,
    task: Task,
    *,
    known: Mapping[str, Method] | None = None,
) -> tuple[Finding, ...]:
    """What stands out, ranked by relevance x probability x strength of evidence.

    metrics: of one bout, in any order. known: the methods whose outside errors are trusted; restride's own if None.
    A metric that is graded poor, implausible, from a live kernel, or made by a method without an outside error for it
    is left out, and a rule without its metrics is silent. Only metrics under like conditions are judged together;
    where there are several such groups the least sure one decides, so a pattern stands out in all of them or not.
    """
    groups = bouts(metrics, methods() if known is None else known)
    found: list[tuple[float, Finding]] = []
    for rule in rules().values():
        if rule.task != task:
            continue
        by_side: dict[MetricSide, list[list[Reading]]] = {}
        for bout in groups:
            for side, readings in judged(rule, bout):
                by_side.setdefault(side, []).append(readings)
        for side, candidates in by_side.items():
            readings = min(candidates, key=_order)
            if sure(readings) >= rule.probability:
                found.append(_finding(rule, side, readings, profile))
    found.sort(key=lambda pair: (-pair[0], pair[1].rule, SIDES.index(pair[1].side)))
    return tuple(finding for _, finding in found)


def summary(found: tuple[Finding, ...], profile: Profile | None) -> str:
    """One sentence: what is worth changing, if anything is. Never a diagnosis, never a risk.

    found: as `findings` ranked them for the same profile. Raises ValueError for a finding of a rule that this version
    does not have.
    """
    if profile is None:
        return "No profile was given, so nothing here is called worth changing."
    first = next((finding for finding in found if finding.relevant), None)
    if first is None:
        return "Nothing here is worth changing now."
    side = f" ({first.side})" if first.side in ("left", "right") else ""
    return (
        f"Worth a look: {first.title[0].lower()}{first.title[1:]}{side}; we are {_percent(first.probability)} sure "
        f"that it stands out, and the evidence that it matters is {rule_of(first).strength}."
    )


def _percent(probability: float) -> str:
    """`93 %`; never a full 100, which no measurement gives."""
    return "more than 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"


def _order(readings: list[Reading]) -> tuple[float, ...]:
    """Least sure first; the numbers after it only make the choice the same every time."""
    return (sure(readings), *(n for r in readings for n in (r.metric.value, r.limit, r.metric.se)))


def _finding(rule: Rule, side: MetricSide, readings: list[Reading], profile: Profile | None) -> tuple[float, Finding]:
    weight, because = relevance(rule, side, profile)
    probability = sure(readings)
    finding = Finding(
        rule=rule.id,
        title=rule.title,
        side=side,
        metrics=tuple(reading.metric.name for reading in readings),
        probability=probability,
        relevant=weight > NONE,
        because=because,
        why=_why(rule, readings),
        evidence_for=rule.evidence_for,
        evidence_against=tuple(rule.evidence_against),
        basis=rule.basis,
    )
    return weight * probability * STRENGTH[rule.strength], finding


def _why(rule: Rule, readings: list[Reading]) -> str:
    """The rule's text with its numbers; the error is given as 1.96 standard errors (95 %)."""
    numbers: dict[str, str] = {}
    for number, (condition, reading) in enumerate(zip(rule.when, readings, strict=True)):
        decimals = entry(condition.metric).decimals
        numbers[placeholder("value", number)] = f"{reading.metric.value:.{decimals}f}"
        numbers[placeholder("error", number)] = f"{1.96 * reading.metric.se:.{decimals}f}"
        numbers[placeholder("limit", number)] = f"{round(reading.limit, decimals):g}"
        if isinstance(condition.limit, Linear) and reading.at is not None:
            numbers[placeholder("at", number)] = f"{reading.at:.{entry(condition.limit.of).decimals}f}"
    return rule.why.strip().format_map(numbers)
