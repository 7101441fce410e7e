"""Functional tests as data, and what a result says: in words, beside a usual value and beside the other side.

A symmetry never clears by itself, a difference inside the noise is called that, and what is not known stays unknown.
Every number stands in `functional/*.toml` with the row of the evidence base that it is from, or is marked heuristic.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from restride.core.profile import Athlete, TestName, TestValue
from restride.core.tables import load_folder

Basis = Literal["evidence", "practice", "heuristic"]
Against = Literal["met", "near", "short", "no_norm", "unknown"]
Beside = Literal["even", "uneven", "not_told", "unknown"]
Since = Literal["better", "less", "moved", "noise", "not_told", "first"]
HeldBack = Literal[
    "open_flag", "bone_stress", "pain_above_2", "osteoporosis", "joint_replacement", "operation", "pregnancy", "pelvic",
    "unsteady", "falls", "tendon_sore", "joint_disease", "entry_tests",
]  # fmt: skip


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of the evidence base in our own words, and how it was checked."""

    says: str
    source: str
    locator: str = ""
    checked: Literal["read", "secondary", "memory", "derived", "design"]


class Noise(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a change must exceed: `value` in the unit, or `percent` of the result."""

    says: str
    value: float | None = None
    percent: float | None = None
    basis: Basis
    evidence: tuple[str, ...]

    def at(self, result: float) -> float:
        """The smallest change that can be told from noise at this result."""
        return self.value if self.value is not None else abs(result) * (self.percent or 0) / 100


class NormRow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Usual values for ages from and to, both included. upper: end of a range."""

    ages: tuple[int, int]
    both: float | None = None
    female: float | None = None
    male: float | None = None
    upper: float | None = None


class Norm(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Usual values and the condition that they hold under. kind: usual (a mean or median), limit, or range.

    on: what the test must have been done on, "" for anything.
    """

    kind: Literal["usual", "limit", "range"]
    says: str
    on: Literal["incline", "flat", ""] = ""
    by_sex: bool = False
    basis: Basis
    evidence: tuple[str, ...]
    rows: tuple[NormRow, ...]


class Symmetry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When two sides are called even: at a share of the larger one on two days, or within a difference.

    noise_points: below the share by more than this they are uneven; in between it cannot be told.
    """

    says: str
    percent_of_other: float | None = None
    noise_points: float | None = None
    difference: float | None = None
    basis: Basis
    evidence: tuple[str, ...]


class FunctionalTest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One test. better: which way is better, "neither" where no way is. held_back: who must not do it (held_back.py).

    read: the rows that it cites.
    """

    order: int
    title: dict[str, str]
    how: dict[str, str]
    use: dict[str, str]
    unit: str
    better: Literal["more", "less", "neither"]
    low: float
    high: float
    whole: bool = False
    held_back: tuple[HeldBack, ...]
    basis: Basis
    evidence: tuple[str, ...]
    noise: Noise | None = None
    norm: Norm | None = None
    symmetry: Symmetry | None = None
    read: dict[str, Row]


@cache
def functional_tests() -> dict[TestName, FunctionalTest]:
    """Every test by the name that a profile gives it, in order. Raises ValueError for a name that no profile knows."""
    found = load_folder("restride.plan", "functional", FunctionalTest)
    if set(found) != set(get_args(TestName)):
        raise ValueError("plan/functional and core.profile.TestName name different tests")
    names: tuple[TestName, ...] = get_args(TestName)
    return {name: found[name] for name in sorted(names, key=lambda name: found[name].order)}


@cache
def words() -> dict[str, dict[str, str]]:
    """Sentences of verdicts and of reasons to hold back, by key and language."""
    raw = resources.files("restride.plan").joinpath("functional_words.toml").read_bytes()
    return msgspec.toml.decode(raw, type=dict[str, dict[str, str]])


@dataclass(frozen=True, slots=True)
class SideVerdict:
    """One side. norm: the usual value, None without one. share: result over norm. since: against the one before."""

    side: str
    value: float
    norm: float | None
    against: Against
    since: Since

    @property
    def share(self) -> float | None:
        """How much of the usual value it is; None without one."""
        return self.value / self.norm if self.norm else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the results of one test say. clears: both sides reach the usual value, and that value comes from a study.

    A test without a usual value never clears, however even the sides are.
    """

    test: TestName
    sides: tuple[SideVerdict, ...]
    beside: Beside
    clears: bool
    says: tuple[dict[str, str], ...]


def judge(name: TestName, results: Sequence[TestValue], athlete: Athlete, today: dt.date) -> Verdict:
    """What the results say today. results: all of one test, in any order; the newest of each side is judged.

    Results without a date come before those with one; a result of "both" sides tells of neither by itself. Raises
    ValueError for a value that the test cannot give.
    """
    test = functional_tests()[name]
    for result in results:
        if not test.low <= result.value <= test.high:
            raise ValueError(f"{name}: {result.value:g} is not between {test.low:g} and {test.high:g} {test.unit}")
    done = {side: found for side in ("left", "right") if (found := _of(results, side))}
    sides = tuple(_side(test, side, found, athlete, today) for side, found in done.items())
    beside = _beside(test, results)
    met = len(sides) == 2 and all(s.against == "met" for s in sides)
    clears = met and test.norm is not None and test.norm.basis == "evidence"
    return Verdict(name, sides, beside, clears, _says(test, sides, beside, clears))


def _of(results: Sequence[TestValue], side: str) -> list[TestValue]:
    """Results of one side, oldest first."""
    return sorted((r for r in results if r.side == side), key=lambda r: r.date or dt.date.min)


def _side(
    test: FunctionalTest, side: str, found: list[TestValue], athlete: Athlete, today: dt.date
) -> SideVerdict:  # fmt: skip
    newest = found[-1]
    row = usual(test, newest, athlete, today)
    value = _norm_value(test, row, athlete)
    return SideVerdict(side, newest.value, value, _against(test, newest, row, value), _since(test, found))


def usual(test: FunctionalTest, result: TestValue, athlete: Athlete, today: dt.date) -> NormRow | None:
    """The row of usual values that holds for this result and person; None where none does.

    Without a birth month both ages that the person may have must share a row.
    """
    if test.norm is None or (test.norm.on and result.on != test.norm.on):
        return None
    day = result.date or today
    age = day.year - athlete.birth_year
    month = athlete.birth_month
    ages = {age, age - 1} if month is None else {age - (day.month <= month)}
    for row in test.norm.rows:
        if all(row.ages[0] <= years <= row.ages[1] for years in ages):
            return row
    return None


def _norm_value(test: FunctionalTest, row: NormRow | None, athlete: Athlete) -> float | None:
    if row is None or test.norm is None:
        return None
    if not test.norm.by_sex:
        return row.both
    return {"female": row.female, "male": row.male}.get(athlete.sex_for_norms)


def _against(test: FunctionalTest, result: TestValue, row: NormRow | None, value: float | None) -> Against:
    if test.norm is None:
        return "no_norm"
    if test.norm.on and result.on and result.on != test.norm.on:
        return "no_norm"
    if row is None or value is None:
        return "unknown"
    noise = test.noise.at(result.value) if test.noise else 0.0
    upper = row.upper if row.upper is not None else float("inf")
    missing = result.value - value if test.better == "less" else value - result.value
    missing = max(missing, result.value - upper) if test.norm.kind == "range" else missing
    if missing <= 0:
        return "met"
    return "near" if missing <= noise else "short"


def _since(test: FunctionalTest, found: list[TestValue]) -> Since:
    """The newest against the one before it on the same ground."""
    newest = found[-1]
    before = [r for r in found[:-1] if r.on == newest.on and r.date and newest.date and r.date < newest.date]
    if not before:
        return "first"
    if test.noise is None:
        return "not_told"
    change = newest.value - before[-1].value
    if abs(change) < test.noise.at(max(abs(newest.value), abs(before[-1].value))):
        return "noise"
    if test.better == "neither":
        return "moved"
    return "better" if (change > 0) == (test.better == "more") else "less"


def _beside(test: FunctionalTest, results: Sequence[TestValue]) -> Beside:
    """The two newest results, one a side, on the same ground."""
    pair = [found[-1] for side in ("left", "right") if (found := _of(results, side))]
    if len(pair) < 2 or pair[0].on != pair[1].on:
        return "unknown"
    small, large = sorted(abs(r.value) for r in pair)
    difference = abs(pair[0].value - pair[1].value)
    own = test.symmetry
    if own is not None and own.percent_of_other is not None:
        if large == 0:
            return "unknown"
        share = 100 * small / large
        if share < own.percent_of_other - (own.noise_points or 0.0):
            return "uneven"
        return "even" if _even_days(results, own.percent_of_other) >= 2 else "not_told"
    limit = own.difference if own is not None else (test.noise.at(large) if test.noise else None)
    if limit is None:
        return "unknown"
    return "even" if difference < limit else "uneven"


def _even_days(results: Sequence[TestValue], percent: float) -> int:
    """Days on which both sides were done and the smaller reached that share of the larger (one day is noise, N-18)."""
    count = 0
    for day in {r.date for r in results if r.date}:
        then = [r for r in results if r.date == day]
        pair = [found[-1].value for side in ("left", "right") if (found := _of(then, side))]
        count += len(pair) == 2 and max(pair) > 0 and 100 * min(pair) / max(pair) >= percent
    return count


def _says(
    test: FunctionalTest, sides: tuple[SideVerdict, ...], beside: Beside, clears: bool
) -> tuple[dict[str, str], ...]:  # fmt: skip
    out = []
    heuristic = test.norm is not None and test.norm.basis != "evidence"
    for own in sides:
        places = {
            "value": _plain(own.value), "norm": _plain(own.norm) if own.norm is not None else "", "unit": test.unit,
        }  # fmt: skip
        out.append(_said(f"side_{own.side}", own.against, places))
        if own.since != "first":
            out.append(_said(f"side_{own.side}", f"since_{own.since}", places))
    if heuristic and any(s.against in ("met", "near", "short") for s in sides):
        out.append(dict(words()["heuristic"]))
    out.append(dict(words()[f"beside_{beside}"]))
    out.append(dict(words()["clears" if clears else "clears_not"]))
    return tuple(out)


def _said(before: str, key: str, places: dict[str, str]) -> dict[str, str]:
    head, text = words()[before], words()[key]
    return {language: f"{head[language]}: {text[language].format(**places)}" for language in text}


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
