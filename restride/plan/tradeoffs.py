"""What a change of gait trades between tissues: published cells, and a person's own measurements on top.

Cells are group means of single studies, never sums over tissues, and an empty cell stays empty. For a change of step
rate of any size the cells of its family are read as slopes (log of the load over log of the step rate; steps that are
10 % shorter at the same speed are 11 % more of them). A study counts once, whatever number of cells it has; the mean
over studies is the prior of a person, normal, with a spread that joins the studies' own, the doubt of their mean and
BETWEEN_PEOPLE, a heuristic. Measurements of the person with and without the cue at matched speed are the data, and the
posterior is their conjugate join.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

from msgspec import Struct

from restride.core.tables import load_folder
from restride.core.tradeoff import Direction, Per, Tissue, TradeOff

Activity = Literal["running", "walking"]
BETWEEN_PEOPLE, LEAST_SPREAD = 0.5, 1.0
"""Spread of people's own slopes, as a share of the mean slope and at least: heuristics, since studies print means. With
a spread of 1 a tenth more steps does to one person in five the opposite of what a slope of -0.9 says."""
Z90 = 1.645
SAME_SPEED = 0.02
"""Bouts whose speeds differ by more than this share are not compared."""
SPEED_POWER = 1.0
"""Loads grow at most about so fast with speed (a power; B-29, B-19 give less than half): what a speed that is not quite
the same may add is counted as doubt."""
LEAST_RATE = 0.03
"""A cue that moved the step rate by less teaches nothing about it."""
OTHER_WAY: dict[Direction, Direction] = {"up": "down", "down": "up", "same": "same", "unknown": "unknown"}
MAIN: tuple[Tissue, ...] = ("patellofemoral", "achilles", "tibia")


class Cell(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One published result. percent: change of the load; absent where only a direction was found. computed: worked out
    here from published numbers, not measured."""

    tissue: Tissue
    per: Per
    direction: Literal["up", "down", "same"]
    what: str
    evidence: tuple[str, ...]
    confidence: Literal["high", "medium", "low"]
    percent: float | None = None
    computed: bool = False


class Intervention(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A change that was studied. metric, percent: what was changed, and by how much, where that is one number."""

    title: str
    activity: Activity
    cell: tuple[Cell, ...]
    metric: str = ""
    percent: float | None = None

    @property
    def rate_percent(self) -> float | None:
        """The same as a change of the step rate at the same speed; None for other changes."""
        if self.percent is None or self.metric not in ("cadence", "stride_length"):
            return None
        return self.percent if self.metric == "cadence" else 100 * (100 / (100 + self.percent) - 1)


@dataclass(frozen=True, slots=True)
class Slope:
    """d log(load) / d log(step rate): mean and SD, normal."""

    mean: float
    sd: float

    def at(self, rate_percent: float) -> tuple[float, float, float]:
        """Change of the load in %, with the ends of its 90 % range."""
        x = math.log1p(rate_percent / 100)
        low, high = sorted(100 * math.expm1(x * (self.mean + z * self.sd)) for z in (-Z90, Z90))
        return 100 * math.expm1(x * self.mean), low, high


@dataclass(frozen=True, slots=True)
class Seen:
    """Cued against uncued bouts of one person: log of the load ratio with its SE, at a log of the rate ratio."""

    log_ratio: float
    se: float
    log_rate: float

    def slope(self) -> Slope:
        """As a slope. Raises ValueError where the step rate hardly changed."""
        if abs(self.log_rate) < math.log1p(LEAST_RATE) * (1 - 1e-9):
            raise ValueError(f"the step rate changed by less than {LEAST_RATE:.0%}: nothing can be learnt from that")
        return Slope(self.log_ratio / self.log_rate, abs(self.se / self.log_rate))


@cache
def interventions() -> dict[str, Intervention]:
    """Every studied change by its id."""
    return load_folder("restride.plan", "tradeoffs", Intervention)


def studied(name: str) -> tuple[TradeOff, ...]:
    """Per step and per kilometre, the three main tissues first and whatever else was measured; empty cells too."""
    card = interventions()[name]
    tissues = dict.fromkeys((*MAIN, *(c.tissue for c in card.cell)))
    return tuple(_cell(name, card, tissue, per) for tissue in tissues for per in ("step", "km"))


def _cell(name: str, card: Intervention, tissue: Tissue, per: Per) -> TradeOff:
    for c in card.cell:
        if (c.tissue, c.per) == (tissue, per):
            return TradeOff(
                intervention=name, tissue=tissue, per=per, direction=c.direction, percent=c.percent, what=c.what,
                computed=c.computed, confidence=c.confidence, evidence=c.evidence, basis="literature",
            )  # fmt: skip
    return TradeOff(intervention=name, tissue=tissue, per=per, direction="unknown", basis="literature")


def family(activity: Activity) -> dict[str, Intervention]:
    """Changes of the step rate, or of the step length at the same speed."""
    return {k: v for k, v in interventions().items() if v.activity == activity and v.rate_percent is not None}


def prior(tissue: Tissue, per: Per, activity: Activity = "running") -> Slope | None:
    """A person's slope before anything was measured; None where no study gives a number."""
    slopes = [_mean(own) for own in _by_study(tissue, per, activity).values()]
    if not slopes:
        return None
    mean = _mean(slopes)
    studies = math.sqrt(sum((s - mean) ** 2 for s in slopes) / (len(slopes) - 1)) if len(slopes) > 1 else 0.0
    people = max(BETWEEN_PEOPLE * abs(mean), LEAST_SPREAD)
    return Slope(mean, math.hypot(studies, studies / math.sqrt(len(slopes)), people))


def _by_study(tissue: Tissue, per: Per, activity: Activity) -> dict[str, list[float]]:
    """Study (its evidence) -> the slopes of its cells. Computed cells count only where nothing was measured."""
    cells = [
        (card.rate_percent, c)
        for card in family(activity).values()
        for c in card.cell
        if (c.tissue, c.per) == (tissue, per) and c.percent is not None and card.rate_percent
    ]
    if any(not c.computed for _, c in cells):
        cells = [(rate, c) for rate, c in cells if not c.computed]
    out: dict[str, list[float]] = {}
    for rate, c in cells:
        slope = math.log1p((c.percent or 0.0) / 100) / math.log1p((rate or 0.0) / 100)
        out.setdefault(", ".join(c.evidence), []).append(slope)
    return out


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def joined(before: Slope | None, seen: Seen | None) -> Slope | None:
    """The posterior: precisions add. Without a prior the data alone, without data the prior alone."""
    if seen is None:
        return before
    data = seen.slope()
    if before is None or data.sd == 0:
        return data
    weights = 1 / before.sd**2, 1 / data.sd**2
    mean = (before.mean * weights[0] + data.mean * weights[1]) / sum(weights)
    return Slope(mean, 1 / math.sqrt(sum(weights)))


def direction(
    tissue: Tissue, per: Per, rate_percent: float, activity: Activity = "running"
) -> tuple[Direction, tuple[str, ...]]:
    """What studies of step rate agree on where none gives a size, with their evidence; "unknown" where they do not."""
    said: dict[Direction, list[str]] = {}
    for card in family(activity).values():
        for c in card.cell:
            if (c.tissue, c.per) == (tissue, per) and card.rate_percent:
                along = (card.rate_percent > 0) == (rate_percent > 0)
                found: Direction = c.direction if along else OTHER_WAY[c.direction]
                said.setdefault(found, []).extend(c.evidence)
    if len(said) != 1:
        return "unknown", ()
    ((only, evidence),) = said.items()
    return only, tuple(dict.fromkeys(evidence))


def what_if(
    rate_percent: float, seen: dict[tuple[Tissue, Per], Seen] | None = None, activity: Activity = "running"
) -> tuple[TradeOff, ...]:
    """The three main tissues per step and per kilometre if somebody takes that many % more steps at the same speed.

    Literature first; where the person was measured with and without a cue, also what was seen and both together.
    """
    out = []
    seen = seen or {}
    for tissue in (*MAIN, "impact"):
        for per in ("step", "km"):
            out += _what_if(tissue, per, rate_percent, seen.get((tissue, per)), activity)
    return tuple(out)


def _what_if(tissue: Tissue, per: Per, rate_percent: float, seen: Seen | None, activity: Activity) -> list[TradeOff]:
    name = f"cadence {rate_percent:+g} %"
    way, evidence = direction(tissue, per, rate_percent, activity)
    before = prior(tissue, per, activity)
    if before is not None:
        evidence = tuple(", ".join(_by_study(tissue, per, activity)).split(", "))
    rows = [_row(name, tissue, per, before, rate_percent, "literature", way, evidence)]
    if seen is not None:
        rows.append(_row(name, tissue, per, seen.slope(), rate_percent, "person", "unknown", ()))
        rows.append(_row(name, tissue, per, joined(before, seen), rate_percent, "posterior", "unknown", evidence))
    return rows


def _row(
    name: str,
    tissue: Tissue,
    per: Per,
    slope: Slope | None,
    rate_percent: float,
    basis: Literal["literature", "person", "posterior"],
    way: Direction,
    evidence: tuple[str, ...],
) -> TradeOff:
    if slope is None:
        return TradeOff(intervention=name, tissue=tissue, per=per, direction=way, basis=basis, evidence=evidence)
    middle, low, high = slope.at(rate_percent)
    way = "up" if low > 0 else "down" if high < 0 else "unknown"
    return TradeOff(
        intervention=name, tissue=tissue, per=per, direction=way, percent=middle, low=low, high=high, basis=basis,
        evidence=evidence,
    )  # fmt: skip
