"""What is mistaken in a rule beyond its types: words, units, limits, evidence, text."""

import math
from collections.abc import Iterator
from itertools import pairwise
from string import Formatter

from restride.core.evidence import evidence
from restride.core.vocabulary import Entry, entry
from restride.faults.limits import ByAge, Linear
from restride.faults.reading import compared_with_other_side
from restride.faults.rule import Change, Condition, Rule, cited, placeholder


def check(rule: Rule) -> Iterator[str]:
    """Every mistake in a sentence of its own."""
    if not rule.when:
        yield "no condition"
    if not 0.5 < rule.probability < 1:
        yield f"probability {rule.probability} is not between 0.5 and 1"
    if not rule.slope_percent[0] < rule.slope_percent[1]:
        yield "slope_percent is no range"
    if not rule.speed_mps[0] < rule.speed_mps[1]:
        yield "speed_mps is no range"
    if not rule.modes:
        yield "no mode in which it may speak"
    for condition in rule.when:
        yield from _check_condition(rule, condition)
    for change in rule.change:
        yield from _check_change(rule, change)
    for name in (*rule.needs, *(s.metric for s in (*rule.example, *rule.counterexample))):
        yield from _check_word(name)
    if not any(_check_word(condition.metric) for condition in rule.when):
        yield from _check_side(rule)
    if not (rule.evidence_for and rule.evidence_against):
        yield "evidence on one side only"
    yield from (f"evidence {name!r} is not in evidence.toml" for name in cited(rule) if name not in evidence())
    yield from _check_text(rule)


def _check_word(name: str, unit: str | None = None) -> list[str]:
    try:
        word = entry(name)
    except ValueError as error:
        return [str(error)]
    return [] if unit in (None, word.unit) else [f"{name} is in {word.unit}, not {unit}"]


def _check_side(rule: Rule) -> Iterator[str]:
    def fits(name: str, word: Entry) -> bool:
        if rule.side in ("less", "more"):
            return compared_with_other_side(name) is not None
        return "both" in word.sides if rule.side == "both" else True

    words = {condition.metric: entry(condition.metric) for condition in rule.when}
    one_sided = rule.side != "each" or any("left" in word.sides for word in words.values())
    if not one_sided or not all(fits(name, word) for name, word in words.items()):
        yield f"side {rule.side!r} does not fit the metrics"
    if rule.side in ("less", "more") and any(condition.above is None for condition in rule.when):
        yield f"side {rule.side!r} is read as a size: its limit is one that it lies above"


def _check_condition(rule: Rule, condition: Condition) -> Iterator[str]:
    if rule.compares == "a bout":
        yield from _check_word(condition.metric, condition.unit)
    elif condition.unit != "%" or not isinstance(condition.above, (int, float)):
        yield f"{condition.metric}: a rise from fresh to tired is above a number of percent"
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
    elif isinstance(limit, ByAge):
        numbers = (limit.share, *limit.female, *limit.male)
        rising = all(a < b for a, b in pairwise(limit.ages))
        if not rising or not len(limit.ages) - 1 == len(limit.female) == len(limit.male) > 0:
            yield f"{condition.metric}: ages that do not fit their norms"
    else:
        numbers = (limit,)
    if not all(math.isfinite(number) for number in numbers):
        yield f"{condition.metric}: a limit that is not finite"


def _check_change(rule: Rule, change: Change) -> Iterator[str]:
    yield from _check_word(change.metric, None if rule.compares == "fresh and tired" else change.unit)
    if not 0 < change.value < math.inf:
        yield f"{change.metric}: a change that is no size"
    own = {compared_with_other_side(c.metric) or c.metric for c in rule.when}
    if change.widens and change.metric not in own:
        yield f"{change.metric}: noise of a metric that no condition reads"
    percent = any(c.unit == "%" for c in rule.when if compared_with_other_side(c.metric) == change.metric)
    if change.widens and percent:
        yield f"{change.metric}: noise in {change.unit} cannot widen an asymmetry in percent"


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
