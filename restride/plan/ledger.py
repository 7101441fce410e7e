"""What runs ask of three tissues, relative to the person's own usual run: per day, per week, with peaks counted more.

A sum of load hides that few high loads can ask more of tissue than many low ones. Fatigue of bone and tendon in the
laboratory follows steps times load to a power between 4 and 9 (B-32, B-33: exponents not checked at the source), so the
answer is given as a range over that power and called a heuristic. Sums of different tissues are never added.
"""

import datetime as dt
import math
from collections.abc import Sequence
from statistics import fmean, median, stdev

from restride.core.ledger import Advice, LedgerDay, LedgerRun, LedgerWeek, LoadOfRun, Share
from restride.core.tradeoff import Direction, Tissue

USUAL_DAYS, LEAST_RUNS = 28, 3
USUAL_WEEKS = 4
LONGEST_DAYS = 30
SPIKE = 1.10
"""A run longer than this share of the longest of 30 days is worth a word (D-10)."""
POWERS = (4.0, 6.7, 9.0)
Z90 = 1.645


def days(runs: Sequence[LedgerRun]) -> tuple[LedgerDay, ...]:
    """Every day with a run, oldest first; shares as soon as LEAST_RUNS runs of the same kind lie in 28 days before."""
    return tuple(_day(date, runs) for date in sorted({r.date for r in runs}))


def _day(date: dt.date, runs: Sequence[LedgerRun]) -> LedgerDay:
    here = [r for r in runs if r.date == date]
    before = [r for r in runs if 0 < (date - r.date).days <= USUAL_DAYS]
    shares = []
    for tissue in dict.fromkeys(load.tissue for r in here for load in r.loads):
        usual = _usual(tissue, before, {r.how for r in here})
        if usual is not None:
            shares.append(_share(tissue, [load for r in here for load in r.loads if load.tissue == tissue], usual))
    return LedgerDay(date=date, minutes=sum(r.minutes for r in here), km=_km(here), shares=tuple(shares))


def _usual(tissue: Tissue, before: Sequence[LedgerRun], how: set[str]) -> LoadOfRun | None:
    """The median run of one kind; None where there are too few, or today's runs are of several kinds."""
    same = [load for r in before if {r.how} == how for load in r.loads if load.tissue == tissue]
    if len(same) < LEAST_RUNS:
        return None
    return LoadOfRun(
        tissue=tissue,
        total=median(load.total for load in same),
        peak=median(load.peak for load in same),
        sure_percent=same[0].sure_percent / math.sqrt(len(same)),
        direction_only=same[0].direction_only,
    )


def _share(tissue: Tissue, loads: Sequence[LoadOfRun], usual: LoadOfRun) -> Share:
    total = sum(load.total for load in loads)
    percent = 100 * total / usual.total
    low, high, way = _range(percent, math.hypot(loads[0].sure_percent, usual.sure_percent))
    if usual.direction_only:
        return Share(tissue=tissue, direction=way)
    weighed = [
        sum(load.total / load.peak * (load.peak / usual.peak) ** power for load in loads) / (usual.total / usual.peak)
        for power in POWERS
    ]
    return Share(
        tissue=tissue, direction=way, percent=percent, low=low, high=high,
        peaks_low=100 * min(weighed), peaks_high=100 * max(weighed),
    )  # fmt: skip


def _range(percent: float, sure_percent: float) -> tuple[float, float, Direction]:
    """The 90 % range of a share, and which way it goes if the range leaves 100."""
    sure = Z90 * percent * sure_percent / 100
    low, high = max(percent - sure, 0.0), percent + sure
    return low, high, "up" if low > 100 else "down" if high < 100 else "same"


def weeks(runs: Sequence[LedgerRun]) -> tuple[LedgerWeek, ...]:
    """Every week from the first to the last run, weeks without one too; shares against the four weeks before."""
    if not runs:
        return ()
    first, last = (_monday(d) for d in (min(r.date for r in runs), max(r.date for r in runs)))
    mondays = [first + dt.timedelta(weeks=i) for i in range((last - first).days // 7 + 1)]
    return tuple(_week(monday, mondays, runs) for monday in mondays)


def _week(monday: dt.date, mondays: Sequence[dt.date], runs: Sequence[LedgerRun]) -> LedgerWeek:
    here = [r for r in runs if _monday(r.date) == monday]
    past = [m for m in mondays if 0 < (monday - m).days <= 7 * USUAL_WEEKS]
    kinds = {r.how for r in runs if monday - dt.timedelta(weeks=USUAL_WEEKS) <= r.date < monday + dt.timedelta(weeks=1)}
    shares: list[Share] = []
    swings: list[float] = []
    if len(past) == USUAL_WEEKS and len(kinds) == 1:
        for tissue in dict.fromkeys(load.tissue for r in runs for load in r.loads):
            totals = [_total(tissue, m, runs) for m in past]
            mean = fmean(totals)
            if mean > 0:
                shares.append(_week_share(tissue, _total(tissue, monday, runs), mean, runs))
                swings.append(100 * stdev(totals) / mean)
    swing = max(swings) if swings else None
    return LedgerWeek(
        monday=monday, runs=len(here), minutes=sum(r.minutes for r in here), km=_km(here), shares=tuple(shares),
        band_low=None if swing is None else max(100 - swing, 0.0), band_high=None if swing is None else 100 + swing,
    )  # fmt: skip


def _week_share(tissue: Tissue, total: float, mean: float, runs: Sequence[LedgerRun]) -> Share:
    one = next(load for r in runs for load in r.loads if load.tissue == tissue)
    percent = 100 * total / mean
    low, high, way = _range(percent, one.sure_percent * math.sqrt(1 + 1 / USUAL_WEEKS))
    if one.direction_only:
        return Share(tissue=tissue, direction=way)
    return Share(tissue=tissue, direction=way, percent=percent, low=low, high=high)


def _total(tissue: Tissue, monday: dt.date, runs: Sequence[LedgerRun]) -> float:
    return sum(load.total for r in runs if _monday(r.date) == monday for load in r.loads if load.tissue == tissue)


def advice(runs: Sequence[LedgerRun]) -> tuple[Advice, ...]:
    """A word on each run that is clearly longer than the longest of the 30 days before (D-10).

    Observational, from runners with watches; week-to-week ratios showed nothing there (D-11), so none is judged here.
    """
    out = []
    for run in sorted(runs, key=lambda r: r.date):
        before = [r.km for r in runs if 0 < (run.date - r.date).days <= LONGEST_DAYS and r.km is not None]
        if run.km is not None and before and run.km > SPIKE * max(before):
            percent = 100 * (run.km / max(before) - 1)
            out.append(Advice(date=run.date, code="longer_than_30_days", percent=percent, evidence=("D-10", "D-11")))
    return tuple(out)


def _monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def _km(runs: Sequence[LedgerRun]) -> float | None:
    known = [r.km for r in runs if r.km is not None]
    return sum(known) if len(known) == len(runs) and known else None
