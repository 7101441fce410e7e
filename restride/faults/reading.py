"""Which metrics a rule may read, and how sure it is that one lies past its limit."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.methods import Method
from restride.core.metric import GRADES, Metric, MetricSide
from restride.core.vocabulary import entry
from restride.faults.rules import ANY_SPEED, Condition, Linear, Rule

STATED_SPEED_SE_MPS = 0.1
"""Doubt in a speed that was typed in or read off a treadmill, where no usable speed was measured; ours."""

SIDES: tuple[MetricSide, ...] = ("left", "right", "both", "unknown")


@dataclass(frozen=True, slots=True)
class Reading:
    """One condition met by one metric: its limit, the norm's x if it has one, and how sure it is."""

    metric: Metric
    limit: float
    at: float | None
    probability: float


@dataclass(frozen=True, slots=True)
class Bout:
    """Metrics under like conditions: those that may be judged, and all that are there (graded poor ones too)."""

    conditions: Conditions
    usable: tuple[Metric, ...]
    there: tuple[Metric, ...]


def probability_past(value: float, se: float, limit: float, *, above: bool) -> float:
    """Chance that the true value lies above (or below) the limit, the error being normal with the given SE."""
    past = value - limit if above else limit - value
    if past == 0:
        return 0.5
    return 0.5 * math.erfc(-past / se / math.sqrt(2)) if se > 0 else float(past > 0)


def sure(readings: Iterable[Reading]) -> float:
    """All conditions together are at most as sure as the least sure one."""
    return min(reading.probability for reading in readings)


def bouts(metrics: Iterable[Metric], known: Mapping[str, Method]) -> list[Bout]:
    """Metrics by their conditions; two devices may have measured one bout, so the device does not part them."""
    groups: dict[Conditions, list[Metric]] = {}
    for metric in metrics:
        if not metric.method.endswith("_live"):
            groups.setdefault(structs.replace(metric.conditions, device=None), []).append(metric)
    return [
        Bout(conditions, tuple(m for m in group if _usable(m, known)), tuple(group))
        for conditions, group in groups.items()
    ]


def judged(rule: Rule, bout: Bout) -> Iterator[tuple[MetricSide, list[Reading]]]:
    """Each side of which the rule can speak; the mean of both feet, or a foot of unknown side, only without sides."""
    if bout.conditions.speed_mps is None and rule.speed_mps != ANY_SPEED:
        return  # what grows with speed says nothing at an unknown one
    stated = ((bout.conditions.grade, rule.slope_percent), (bout.conditions.speed_mps, rule.speed_mps))
    if any(value is not None and not low <= value <= high for value, (low, high) in stated):
        return
    choices: tuple[tuple[MetricSide, ...], ...] = (("left", "right"), ("both",), ("unknown",))
    for sides in choices if rule.side == "each" else (("both",),):
        able = [(side, readings) for side in sides if (readings := _read(rule, bout, side))]
        yield from able
        if able:
            return


def _usable(metric: Metric, known: Mapping[str, Method]) -> bool:
    method = known.get(metric.method)
    return metric.grade != "poor" and metric.sane and method is not None and metric.name in method.error


def _pick(metrics: tuple[Metric, ...], name: str, side: MetricSide) -> Metric | None:
    """The metric of that side (one that has no sides serves every side).

    Of several methods the best graded; between equals the smaller error, then a fixed order.
    """
    wanted = side if "left" in entry(name).sides else "both"
    found = [m for m in metrics if m.name == name and m.side == wanted]
    return min(found, key=lambda m: (GRADES.index(m.grade), m.se, m.method, m.source, m.value), default=None)


def _read(rule: Rule, bout: Bout, side: MetricSide) -> list[Reading]:
    """A reading a condition, or none at all where a metric is missing."""
    if not all(_pick(bout.there, name, side) for name in rule.needs):
        return []
    readings: list[Reading] = []
    for condition in rule.when:
        metric = _pick(bout.usable, condition.metric, side)
        reading = _reading(condition, metric, bout, side) if metric else None
        if not reading:
            return []
        readings.append(reading)
    return readings


def _reading(condition: Condition, metric: Metric, bout: Bout, side: MetricSide) -> Reading | None:
    above = condition.above is not None
    norm = condition.limit
    if not isinstance(norm, Linear):
        return Reading(metric, norm, None, probability_past(metric.value, metric.se, norm, above=above))
    argument = _argument(norm, metric, bout, side)
    if argument is None:
        return None
    at, at_se = argument
    low, high = norm.valid
    if not low <= at <= high:
        return None
    limit, se = norm.at(at), math.hypot(metric.se, norm.rise * at_se)
    return Reading(metric, limit, at, probability_past(metric.value, se, limit, above=above))


def _argument(norm: Linear, metric: Metric, bout: Bout, side: MetricSide) -> tuple[float, float] | None:
    """x of a norm and its SE: the measured metric, else for speed what the recording's conditions state."""
    measured = _pick(bout.usable, norm.of, side)
    if measured:
        return measured.value, measured.se
    if norm.of == "speed" and metric.conditions.speed_mps is not None:
        return metric.conditions.speed_mps, STATED_SPEED_SE_MPS
    return None
