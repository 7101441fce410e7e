"""Metrics, methods and people that the tests of the rules are made of."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.methods import Method, OutsideError
from restride.core.metric import Grade, Metric, MetricSide
from restride.core.profile import Athlete, BodySide, Goal, Goals, Injury, InjuryKind, Place, Profile
from restride.core.vocabulary import entry, vocabulary
from restride.faults.reading import compared_with_other_side
from restride.faults.rule import Rule, Sample
from restride.faults.rules import rules

UNSAID = Conditions()
EASY = Conditions(speed_mps=2.8)
TRIED = "tried_elsewhere"
LIVE = "tried_elsewhere_live"
UNTRIED = "never_tried_elsewhere"
_EVERYTHING = {name: OutsideError(se=0.1, people=12, recordings=20, against="made up") for name in vocabulary()}
KNOWN = {
    TRIED: Method(title="Tried", version=1, basis="measured", sources=(), error=_EVERYTHING),
    LIVE: Method(title="Tried, live", version=1, basis="measured", sources=(), error=_EVERYTHING),
    UNTRIED: Method(title="Not tried", version=1, basis="measured", sources=()),
}
READ_BY_RULES = tuple(
    sorted(
        {"speed"}
        | {name for rule in rules().values() for name in (*rule.needs, *(c.metric for c in rule.when))}
        | {s.metric for rule in rules().values() for s in (*rule.example, *rule.counterexample)}
    )
)


def metric(
    name: str,
    value: float,
    *,
    se: float = 0.5,
    side: MetricSide = "both",
    grade: Grade = "good",
    method: str = TRIED,
    conditions: Conditions = EASY,
) -> Metric:
    return Metric(
        name=name,
        value=value,
        unit=entry(name).unit,
        se=se,
        n=30,
        side=side,
        method=method,
        basis="measured",
        grade=grade,
        source="made_up.c3d",
        conditions=conditions,
    )


def metrics_of(samples: tuple[Sample, ...], *, conditions: Conditions = EASY, **kwargs: Any) -> tuple[Metric, ...]:
    return tuple(
        metric(
            s.metric,
            s.value,
            se=s.se,
            side=s.side,
            conditions=conditions if s.fatigued is None else structs.replace(conditions, fatigued=s.fatigued),
            **kwargs,
        )
        for s in samples
    )


def person(*injuries: Injury, goals: tuple[Goal, ...] = ()) -> Profile:
    return Profile(
        schema="restride/profile/1",
        athlete=Athlete(id="a1", birth_year=1990, activity="running"),
        injury=injuries,
        goals=Goals(list=goals),
    )


def concerned(rule: Rule, side: BodySide = "both") -> Profile:
    """Somebody for whom the rule is relevant."""
    symptom = rule.relevant.symptom
    if symptom.kinds or symptom.any:
        return person(injury((*symptom.kinds, "muscle_strain")[0], place="other", side=side))
    return person(goals=rule.relevant.goals)


def injury(
    kind: InjuryKind = "patellofemoral_pain",
    *,
    place: Place = "knee_front",
    side: BodySide = "right",
    status: Any = "current",
) -> Injury:
    return Injury(id="i1", place=place, kind=kind, side=side, status=status, onset=dt.date(2026, 9, 1))


@st.composite
def any_metric(draw: st.DrawFn, names: tuple[str, ...] = READ_BY_RULES) -> Metric:
    """A metric that a rule may read, usable or not, on level ground or not."""
    word = entry(name := draw(st.sampled_from(names)))
    low, high = word.sane
    return metric(
        name,
        draw(st.floats(low, high)),
        se=draw(st.floats(0, (high - low) / 10)),
        side=draw(st.sampled_from(word.sides)),
        grade=draw(st.sampled_from(["good", "good", "fair", "poor"])),
        method=draw(st.sampled_from([TRIED, TRIED, TRIED, LIVE, UNTRIED])),
        conditions=draw(st.sampled_from([Conditions(), Conditions(speed_mps=3.0), Conditions(grade=8.0)])),
    )


@st.composite
def standing_out(draw: st.DrawFn) -> tuple[Metric, ...]:
    """The examples of some rules, on either side, among metrics of all kinds."""
    found: list[Metric] = draw(st.lists(any_metric(), max_size=6))
    for rule in draw(st.lists(st.sampled_from(list(rules().values())), unique_by=lambda r: r.id)):
        found += example(rule, draw(st.sampled_from(["left", "right"])))
    return tuple(found)


def example(rule: Rule, side: MetricSide) -> tuple[Metric, ...]:
    """A rule's example, its one-sided metrics moved to `side`; it stands on the left, and so do asymmetries."""
    moved = tuple(structs.replace(s, side=side) if s.side in ("left", "right") else s for s in rule.example)
    return metrics_of(moved if side != "right" else tuple(map(_mirrored_sample, moved)))


def _mirrored_sample(sample: Sample) -> Sample:
    return structs.replace(sample, value=-sample.value) if compared_with_other_side(sample.metric) else sample
