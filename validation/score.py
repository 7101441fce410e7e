"""What a comparison is made of: pairs of one method's number and a reference's, and the errors that follow."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Pair:
    """One recording's (and side's) mean by the method and by the reference."""

    metric: str
    person: str
    recording: str
    side: str
    ours: float
    theirs: float


@dataclass(frozen=True, slots=True)
class Score:
    """Error of one metric over recordings; `rmse` holds the bias, `worst` is the largest error of one recording."""

    method: str
    metric: str
    unit: str
    people: int
    recordings: int
    reference_mean: float
    bias: float
    rmse: float
    worst: float
    against: str


def score(method: str, unit: str, against: str, pairs: list[Pair]) -> Score:
    """Errors of the pairs of one metric."""
    error = np.array([p.ours - p.theirs for p in pairs])
    return Score(
        method=method,
        metric=pairs[0].metric,
        unit=unit,
        people=len({p.person for p in pairs}),
        recordings=len({(p.person, p.recording) for p in pairs}),
        reference_mean=float(np.mean([p.theirs for p in pairs])),
        bias=float(error.mean()),
        rmse=float(np.sqrt(np.mean(error**2))),
        worst=float(np.abs(error).max()),
        against=against,
    )


def by_metric(method: str, against: str, pairs: list[Pair]) -> list[Score]:
    """One score for each metric that the pairs hold, in their order."""
    from restride.core.vocabulary import entry

    names = dict.fromkeys(p.metric for p in pairs)
    return [score(method, entry(n).unit, against, [p for p in pairs if p.metric == n]) for n in names]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair, the method that its number comes from and what it is held against."""

    method: str
    against: str
    pair: Pair


def by_reference(judged: list[Judged]) -> list[Score]:
    """One score for each method, metric and reference, in their order."""
    keys = dict.fromkeys((j.method, j.pair.metric, j.against) for j in judged)
    return [_of(judged, *key) for key in keys]


def over_references(judged: list[Judged]) -> list[Score]:
    """One score for each method and metric over all references together: what its error table has to cover."""
    keys = dict.fromkeys((j.method, j.pair.metric) for j in judged)
    return [_of(judged, *key, None) for key in keys]


def _of(judged: list[Judged], method: str, metric: str, against: str | None) -> Score:
    from restride.core.vocabulary import entry

    use = [j for j in judged if (j.method, j.pair.metric) == (method, metric) and against in (None, j.against)]
    return score(method, entry(metric).unit, "; ".join(dict.fromkeys(j.against for j in use)), [j.pair for j in use])
