"""Metric: the spine. Every sensor ends here, and everything after reads only this."""

import math
from typing import Literal

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from restride.core.conditions import UNKNOWN, Conditions
from restride.core.methods import method as method_of
from restride.core.vocabulary import derived_name, entry

Grade = Literal["good", "fair", "poor"]
Basis = Literal["measured", "estimated", "modelled", "device", "reported"]
MetricSide = Literal["left", "right", "both", "unknown"]
MANY_PEOPLE, CLOSE_PEOPLE, CLOSE_SHARE = 10, 3, 0.01
"""People behind an outside error for a good grade, or fewer where the error is a hundredth of the value or less."""
GRADES: tuple[Grade, ...] = ("good", "fair", "poor")


def worse(*grades: Grade) -> Grade:
    """The worst of several grades."""
    return max(grades, key=GRADES.index)


class Metric(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One number with its doubt.

    value, se: in `unit`. se: standard error of `value`: scatter of the stances joined with the method's outside error.
    n: stances behind it. grade: good, fair, or poor; poor also where the method has no outside error yet.
    Raises ValueError for a name, unit or side that the vocabulary lacks, and for a number that is not finite.
    """

    name: str
    value: float
    unit: str
    se: float
    n: int
    side: MetricSide
    method: str
    basis: Basis
    grade: Grade
    source: str
    when: str | None = None
    conditions: Conditions = Conditions()

    def __post_init__(self) -> None:
        word = entry(self.name)
        if self.unit != word.unit:
            raise ValueError(f"{self.name} is in {word.unit}, not {self.unit}")
        if self.side not in word.sides:
            raise ValueError(f"{self.name} has no side {self.side!r}")
        if not (math.isfinite(self.value) and math.isfinite(self.se) and self.se >= 0 and self.n > 0):
            raise ValueError(f"{self.name}: value {self.value}, se {self.se}, n {self.n} cannot be shown")

    @property
    def sane(self) -> bool:
        """Whether the value lies within what the vocabulary calls plausible."""
        low, high = entry(self.name).sane
        return low <= self.value <= high


def from_stances(
    name: str,
    values: npt.ArrayLike,
    *,
    side: MetricSide,
    method: str,
    source: str,
    grade: Grade = "good",
    conditions: Conditions = UNKNOWN,
    minimum: int = 3,
    shared_se: float = 0.0,
) -> Metric | None:
    """The mean over stances, or None with fewer than `minimum` finite ones.

    Scatter enters as SD / sqrt(n), joined with `shared_se`, an error that all stances share. A method without an
    outside error for this metric makes the grade poor; one tried on fewer than ten people makes it fair, unless three
    people or more showed an error of 1 % of the value or less.
    """
    x = np.asarray(values, dtype=np.float64)
    x = x[np.isfinite(x)]
    if len(x) < max(minimum, 2):
        return None
    outside = method_of(method).error.get(name)
    scatter = float(np.std(x, ddof=1)) / math.sqrt(len(x))
    value = float(np.mean(x))
    trust: Grade = "poor"
    if outside is not None:
        close = outside.people >= CLOSE_PEOPLE and outside.se <= CLOSE_SHARE * abs(value)
        trust = "good" if close or outside.people >= MANY_PEOPLE else "fair"
    return Metric(
        name=name,
        value=value,
        unit=entry(name).unit,
        se=math.hypot(scatter, shared_se, outside.se if outside else 0.0),
        n=len(x),
        side=side,
        method=method,
        basis=method_of(method).basis,
        grade=worse(grade, trust),
        source=source,
        conditions=conditions,
    )


def asymmetry(left: Metric, right: Metric) -> Metric | None:
    """Left against right of one metric, as the vocabulary has it: in percent of the mean, or as a difference.

    The method's error is taken as independent between the sides, which is on the safe side. None where the mean is
    too close to zero to divide by (within two standard errors).
    """
    word = entry(left.name)
    name = derived_name(left.name, word, "asymmetry")
    if name is None:
        return None
    value, se = left.value - right.value, math.hypot(left.se, right.se)
    if word.asymmetry == "percent":
        mean = (left.value + right.value) / 2
        if abs(mean) <= se:
            return None
        value, se = 100 * value / mean, 100 * se / abs(mean)
    return Metric(
        name=name,
        value=value,
        unit=entry(name).unit,
        se=se,
        n=min(left.n, right.n),
        side="both",
        method=left.method,
        basis=left.basis,
        grade=worse(left.grade, right.grade),
        source=" + ".join(dict.fromkeys((left.source, right.source))),
        conditions=left.conditions,
    )


def variability(metric: Metric, values: npt.ArrayLike) -> Metric | None:
    """Step-to-step variation of the values behind `metric`: CV in percent or SD, with its sampling error.

    SD of n values has a relative standard error of about 1 / sqrt(2 (n - 1)). The detector's own jitter is in it, so
    the value is an upper bound; needs ten stances (EVIDENCE_2 A-83: variability needs more than means).
    """
    word = entry(metric.name)
    name = derived_name(metric.name, word, "variability")
    x = np.asarray(values, dtype=np.float64)
    x = x[np.isfinite(x)]
    if name is None or len(x) < 10:
        return None
    sd = float(np.std(x, ddof=1))
    if word.variability == "cv":
        if metric.value == 0:
            return None
        sd = 100 * sd / abs(metric.value)
    return Metric(
        name=name,
        value=sd,
        unit=entry(name).unit,
        se=sd / math.sqrt(2 * (len(x) - 1)),
        n=len(x),
        side=metric.side,
        method=metric.method,
        basis=metric.basis,
        grade=worse("fair", metric.grade),
        source=metric.source,
        conditions=metric.conditions,
    )
