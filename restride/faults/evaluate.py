"""Metrics -> Findings: which patterns stand out beyond doubt, and whether they matter to this person."""

from collections.abc import Iterable, Mapping, Sequence

from restride.core.assessment import Finding
from restride.core.methods import Method, methods
from restride.core.metric import Metric, MetricSide
from restride.core.profile import Profile
from restride.core.recording import Task
from restride.core.vocabulary import entry
from restride.faults.limits import Linear
from restride.faults.reading import SIDES, Bout, Reading, bouts, judged, sure
from restride.faults.relevance import NONE, reasons, relevance
from restride.faults.rule import Rule, Strength, placeholder
from restride.faults.rules import rule_of, rules

STRENGTH: dict[Strength, float] = {"moderate": 1.0, "limited": 0.7, "very limited": 0.4, "contested": 0.4}
"""Weights for ranking, ours: an order, not a measurement."""

KNOWING = 0.1
"""Weight of a pattern that is worth knowing and not worth changing, ours: behind all that is worth changing."""

PERCENT_DECIMALS = 1


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
    where there are several such groups the least sure one decides, so a pattern stands out in all of them or not. What
    was done under a cue is left out.
    """
    groups = bouts(metrics, methods() if known is None else known)
    found: list[tuple[float, Finding]] = []
    for rule in rules().values():
        if rule.task != task:
            continue
        for side, candidates in _by_side(rule, groups, profile).items():
            readings = min(candidates, key=_order)
            if sure(readings) < rule.probability:
                continue
            weight, finding = _finding(rule, side, readings, profile)
            if finding.relevant or not rule.only_relevant:
                found.append((weight, finding))
    found.sort(key=lambda pair: (-pair[0], pair[1].rule, SIDES.index(pair[1].side)))
    return tuple(finding for _, finding in found)


def judgeable(
    metrics: Iterable[Metric],
    profile: Profile | None,
    task: Task,
    *,
    known: Mapping[str, Method] | None = None,
) -> bool:
    """Whether any rule could speak at all, whatever it said: silence of all rules is not the same as nothing found."""
    groups = bouts(metrics, methods() if known is None else known)
    return any(_by_side(rule, groups, profile) for rule in rules().values() if rule.task == task)


def summary(found: tuple[Finding, ...], profile: Profile | None, *, judged: bool = True) -> str:
    """One sentence: which pattern matters most and why, if any does. Never a diagnosis, never a risk.

    found: as `findings` ranked them for the same profile. judged: whether any rule could speak (`judgeable`); where
    none could, somebody with a reason to ask is told so instead of that all is well. Raises ValueError for a finding
    of a rule that this version does not have.
    """
    if profile is None:
        return "No profile was given, so nothing here is called worth changing."
    first = next((finding for finding in found if finding.relevant), None)
    if first is None:
        if judged or not reasons(profile):
            return "Nothing here is worth changing now."
        return "None of the patterns that we know could be judged from this, so nothing is called worth changing."
    rule = rule_of(first)
    opening = "Worth a look first" if rule.worth == "changing" else "Nothing here is worth changing now; worth knowing"
    side = f" ({first.side})" if first.side in ("left", "right") else ""
    return (
        f"{opening}: {first.title[0].lower()}{first.title[1:]}{side}, because {first.because}; "
        f"we are {_percent(first.probability)} sure that it stands out, and the evidence that it matters is "
        f"{rule.strength}."
    )


def _percent(probability: float) -> str:
    """`93 %`; never a full 100, which no measurement gives."""
    return "more than 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"


def _by_side(rule: Rule, groups: Sequence[Bout], profile: Profile | None) -> dict[MetricSide, list[list[Reading]]]:
    by_side: dict[MetricSide, list[list[Reading]]] = {}
    for side, readings in judged(rule, groups, profile):
        by_side.setdefault(side, []).append(readings)
    return by_side


def _order(readings: list[Reading]) -> tuple[float, ...]:
    """Least sure first; the numbers after it only make the choice the same every time."""
    return (sure(readings), *(n for r in readings for n in (r.value, r.limit, r.se)))


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
    weight *= 1.0 if rule.worth == "changing" else KNOWING
    return weight * probability * STRENGTH[rule.strength], finding


def _why(rule: Rule, readings: list[Reading]) -> str:
    """The rule's text with its numbers; the error is given as 1.96 standard errors (95 %)."""
    numbers: dict[str, str] = {}
    for number, (condition, reading) in enumerate(zip(rule.when, readings, strict=True)):
        decimals = entry(condition.metric).decimals if rule.compares == "a bout" else PERCENT_DECIMALS
        numbers[placeholder("value", number)] = f"{reading.value:.{decimals}f}"
        numbers[placeholder("error", number)] = f"{1.96 * reading.se:.{decimals}f}"
        numbers[placeholder("limit", number)] = f"{round(reading.limit, decimals):g}"
        if isinstance(condition.limit, Linear) and reading.at is not None:
            numbers[placeholder("at", number)] = f"{reading.at:.{entry(condition.limit.of).decimals}f}"
    return rule.why.strip().format_map(numbers)
