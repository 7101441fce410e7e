"""Which metrics a rule may read, and how sure it is that one lies past its limit."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.methods import Method
from restride.core.metric import GRADES, Metric, MetricSide
from restride.core.profile import Profile
from restride.core.vocabulary import derived_name, entry, vocabulary
from restride.faults.limits import ByAge, Linear, age_of
from restride.faults.rule import ANY_SPEED, Condition, Rule

STATED_SPEED_SE_MPS = 0.1
"""Doubt in a speed that was typed in or read off a treadmill, where no usable speed was measured; ours."""

SAME_SPEED = 0.05
"""Two bouts are of one speed within this share of it; ours, as wide as the evidence base allows for comparing."""

DETECTABLE = 1.96 * math.sqrt(2)
"""Standard errors of one value in the smallest change between two values that is more than noise (95 %)."""

SIDES: tuple[MetricSide, ...] = ("left", "right", "both", "unknown")


@dataclass(frozen=True, slots=True)
class Reading:
    """One condition met by one metric: what was compared with which limit, in the condition's unit, and how surely.

    value: of the metric, or what was made of it: how much more a side has than the other, or a rise in percent. se:
    its doubt, day-to-day noise of the person included where the rule says so. at: the norm's x if it has one.
    """

    metric: Metric
    value: float
    se: float
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


def compared_with_other_side(name: str) -> str | None:
    """The metric that an asymmetry is made of (`contact_time` for `contact_time_asymmetry`); None for others."""
    base = name.removesuffix("_asymmetry").removesuffix("_difference")
    word = vocabulary().get(base)
    return base if word is not None and derived_name(base, word, "asymmetry") == name else None


def bouts(metrics: Iterable[Metric], known: Mapping[str, Method]) -> list[Bout]:
    """Metrics by their conditions; two devices may have measured one bout, so the device does not part them.

    What was done under a cue is not the person's own gait, and is left out.
    """
    groups: dict[Conditions, list[Metric]] = {}
    for metric in metrics:
        if not metric.method.endswith("_live") and metric.conditions.cued is not True:
            groups.setdefault(structs.replace(metric.conditions, device=None), []).append(metric)
    return [
        Bout(conditions, tuple(m for m in group if _usable(m, known)), tuple(group))
        for conditions, group in groups.items()
    ]


def judged(rule: Rule, groups: Sequence[Bout], profile: Profile | None) -> Iterator[tuple[MetricSide, list[Reading]]]:
    """Each side of which the rule can speak, once a bout (or once a pair of a fresh and a tired one).

    The mean of both feet, or a foot of unknown side, is read for a foot only where neither side is known.
    """
    choices: tuple[tuple[MetricSide, ...], ...] = (("left", "right"),)
    if rule.side == "each":
        choices = (("left", "right"), ("both",), ("unknown",))
    elif rule.side == "both":
        choices = (("both",),)
    able = [bout for bout in groups if _within(rule, bout.conditions)]
    compared = _pairs(able) if rule.compares == "fresh and tired" else [(bout, None) for bout in able]
    for bout, fresh in compared:
        for sides in choices:
            found = [(side, readings) for side in sides if (readings := _read(rule, bout, fresh, side, profile))]
            yield from found
            if found:
                break


def _within(rule: Rule, conditions: Conditions) -> bool:
    """Whether the rule may speak there; what grows with speed says nothing at an unknown one."""
    if conditions.speed_mps is None and rule.speed_mps != ANY_SPEED:
        return False
    if conditions.mode is not None and conditions.mode not in rule.modes:
        return False
    stated = ((conditions.grade, rule.slope_percent), (conditions.speed_mps, rule.speed_mps))
    return all(value is None or low <= value <= high for value, (low, high) in stated)


def _pairs(groups: Sequence[Bout]) -> list[tuple[Bout, Bout | None]]:
    """Every tired bout with every fresh one that differs from it in nothing else, and in speed by little."""

    def alike(tired: Bout, fresh: Bout) -> bool:
        late, early = _speed(tired), _speed(fresh)
        if late is None or early is None or abs(late - early) > SAME_SPEED * early:
            return False
        said = structs.replace(tired.conditions, fatigued=False, speed_mps=fresh.conditions.speed_mps)
        return said == fresh.conditions

    return [(late, early) for late in groups if late.conditions.fatigued for early in groups if alike(late, early)]


def _speed(bout: Bout) -> float | None:
    """What was measured goes before what was typed in."""
    measured = _pick(bout.usable, "speed", "both")
    return bout.conditions.speed_mps if measured is None else measured.value


def _usable(metric: Metric, known: Mapping[str, Method]) -> bool:
    """An asymmetry rests on the outside error of the metric behind it: both sides' errors are in its own."""
    method = known.get(metric.method)
    if metric.grade == "poor" or not metric.sane or method is None:
        return False
    return metric.name in method.error or compared_with_other_side(metric.name) in method.error


def _pick(metrics: tuple[Metric, ...], name: str, side: MetricSide) -> Metric | None:
    """The metric of that side (one that has no sides serves every side).

    Of several methods the best graded; between equals the smaller error, then a fixed order.
    """
    wanted = side if "left" in entry(name).sides else "both"
    found = [m for m in metrics if m.name == name and m.side == wanted]
    return min(found, key=lambda m: (GRADES.index(m.grade), m.se, m.method, m.source, m.value), default=None)


def _read(
    rule: Rule, bout: Bout, fresh: Bout | None, side: MetricSide, profile: Profile | None
) -> list[Reading] | None:
    """A reading a condition, or None where a metric is missing. fresh: the bout to compare with, if there is one."""
    if not all(_pick(bout.there, name, side) for name in rule.needs):
        return None
    readings: list[Reading] = []
    for condition in rule.when:
        metric = _pick(bout.usable, condition.metric, side)
        if metric is None:
            return None
        seen = _value(rule, metric, side) if fresh is None else _rise(rule, metric, fresh, side)
        limit = _limit(condition, metric, bout, side, profile)
        if seen is None or limit is None:
            return None
        value, se = seen
        bound, at, bound_se = limit
        probability = probability_past(value, math.hypot(se, bound_se), bound, above=condition.above is not None)
        readings.append(Reading(metric, value, se, bound, at, probability))
    return readings


def _value(rule: Rule, metric: Metric, side: MetricSide) -> tuple[float, float]:
    """The metric, or by how much this side has more (or less) than the other, with its doubt."""
    base = compared_with_other_side(metric.name)
    noise = _noise(rule, base or metric.name) * (math.sqrt(2) if base else 1)  # of both sides in an asymmetry
    flipped = rule.side in ("less", "more") and (side == "left") == (rule.side == "less")
    return -metric.value if flipped else metric.value, math.hypot(metric.se, noise)


def _rise(rule: Rule, tired: Metric, fresh: Bout, side: MetricSide) -> tuple[float, float] | None:
    """By how many percent the metric rose since the fresh bout, measured the same way, with its doubt."""
    before = _pick(tuple(m for m in fresh.usable if m.method == tired.method), tired.name, side)
    if before is None or before.value <= 0:
        return None
    se = 100 * math.hypot(tired.se, before.se) / before.value
    return 100 * (tired.value / before.value - 1), math.hypot(se, math.sqrt(2) * _noise(rule, tired.name))


def _noise(rule: Rule, name: str) -> float:
    """Standard deviation of one person's sessions that the rule joins with the metric's own error; 0 without one."""
    return math.hypot(*(c.value / DETECTABLE for c in rule.change if c.widens and c.metric == name))


def _limit(
    condition: Condition, metric: Metric, bout: Bout, side: MetricSide, profile: Profile | None
) -> tuple[float, float | None, float] | None:
    """The limit for this person and bout, the norm's x if it has one, and the limit's own doubt; None outside it."""
    norm = condition.limit
    if isinstance(norm, ByAge):
        lowest = norm.below(age_of(profile), profile.athlete.sex_for_norms if profile else "unknown")
        return None if lowest is None else (lowest, None, 0.0)
    if not isinstance(norm, Linear):
        return norm, None, 0.0
    argument = _argument(norm, metric, bout, side)
    if argument is None or not norm.valid[0] <= argument[0] <= norm.valid[1]:
        return None
    at, at_se = argument
    return norm.at(at), at, norm.rise * at_se


def _argument(norm: Linear, metric: Metric, bout: Bout, side: MetricSide) -> tuple[float, float] | None:
    """x of a norm and its SE: the measured metric, else for speed what the recording's conditions state."""
    measured = _pick(bout.usable, norm.of, side)
    if measured:
        return measured.value, measured.se
    if norm.of == "speed" and metric.conditions.speed_mps is not None:
        return metric.conditions.speed_mps, STATED_SPEED_SE_MPS
    return None
