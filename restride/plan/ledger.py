"""What runs ask of three tissues, relative to the person's own usual run: per day, per week, with peaks counted more.

A sum of load hides that few high loads can ask more of tissue than many low ones. Fatigue of bone and tendon in the
laboratory follows steps times load to a power between 4 and 9 (B-32, B-33: exponents not checked at the source), so the
answer is given as a range over that power and called a heuristic. Sums of different tissues are never added.

Only runs of one `how` are compared. A day or a week that holds a run without loads, or runs of several kinds, has no
shares: a part of a sum is not the sum.
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
WEEK = dt.timedelta(weeks=1)


def days(runs: Sequence[LedgerRun]) -> tuple[LedgerDay, ...]:
    """Every day with a run, oldest first; shares as soon as LEAST_RUNS runs of the same kind lie in 28 days before."""
    return tuple(_day(date, runs) for date in sorted({r.date for r in runs}))


def _day(date: dt.date, runs: Sequence[LedgerRun]) -> LedgerDay:
    here = [r for r in runs if r.date == date]
    before = [r for r in runs if 0 < (date - r.date).days <= USUAL_DAYS]
    shares = []
    kinds = {r.how for r in here}
    if len(kinds) == 1:
        same = [r for r in before if r.how in kinds]
        for tissue in _tissues(here):
            share = _share(_loads(tissue, here), _loads(tissue, same))
            shares += [share] if share else []
    return LedgerDay(date=date, minutes=sum(r.minutes for r in here), km=_km(here), shares=tuple(shares))


def _share(here: Sequence[LoadOfRun], before: Sequence[LoadOfRun]) -> Share | None:
    """Of one tissue, against the median run before; None where there are too few, or none has a load."""
    if len(before) < LEAST_RUNS:
        return None
    total, peak = median(load.total for load in before), median(load.peak for load in before)
    if min(total, peak, *(load.peak for load in here)) <= 0:
        return None
    usual_sure = median(load.sure_percent for load in before) / math.sqrt(len(before))
    share = _against(here, total, usual_sure)
    if share.percent is None:
        return share
    weighed = [
        100 * sum(load.total / load.peak * (load.peak / peak) ** power for load in here) / (total / peak)
        for power in POWERS
    ]
    return Share(
        tissue=share.tissue, direction=share.direction, percent=share.percent, low=share.low, high=share.high,
        peaks_low=min(weighed), peaks_high=max(weighed),
    )  # fmt: skip


def _against(here: Sequence[LoadOfRun], usual: float, usual_sure: float) -> Share:
    """A sum against what is usual, with the 90 % range; errors of runs are independent of each other."""
    percent = 100 * sum(load.total for load in here) / usual
    sure = math.hypot(_sure(here), usual_sure) * Z90 * percent / 100
    low, high = max(percent - sure, 0.0), percent + sure
    way: Direction = "up" if low > 100 else "down" if high < 100 else "same"
    if any(load.direction_only for load in here):
        return Share(tissue=here[0].tissue, direction=way)
    return Share(tissue=here[0].tissue, direction=way, percent=percent, low=low, high=high)


def _sure(loads: Sequence[LoadOfRun]) -> float:
    """One SD of a sum of runs, in percent of it."""
    total = sum(load.total for load in loads)
    return math.hypot(*(load.sure_percent * load.total for load in loads)) / total if total > 0 else 0.0


def weeks(runs: Sequence[LedgerRun]) -> tuple[LedgerWeek, ...]:
    """Every week from the first to the last run, weeks without one too; shares against the four weeks before."""
    if not runs:
        return ()
    first, last = (_monday(d) for d in (min(r.date for r in runs), max(r.date for r in runs)))
    by_week = {monday: [r for r in runs if _monday(r.date) == monday] for monday in {_monday(r.date) for r in runs}}
    mondays = [first + i * WEEK for i in range((last - first).days // 7 + 1)]
    return tuple(
        _week(monday, by_week.get(monday, []), [by_week.get(m, []) for m in mondays[max(i - USUAL_WEEKS, 0) : i]])
        for i, monday in enumerate(mondays)
    )


def _week(monday: dt.date, here: Sequence[LedgerRun], before: Sequence[Sequence[LedgerRun]]) -> LedgerWeek:
    """before: the weeks before, four of them once there are so many."""
    past = [r for week in before for r in week]
    shares: list[Share] = []
    swing: float | None = None
    if len(before) == USUAL_WEEKS and len({r.how for r in (*here, *past)}) == 1:
        for tissue in _tissues(past):
            totals = [sum(load.total for load in _loads(tissue, week)) for week in before]
            mean = fmean(totals)
            if mean > 0:
                usual = _loads(tissue, past)
                # a week without a run is a load of zero, and surely so
                own = _loads(tissue, here) or [_nothing(usual[0])]
                shares.append(_against(own, mean, _sure(usual)))
                swing = max(100 * stdev(totals) / mean, swing or 0.0)
    return LedgerWeek(
        monday=monday, runs=len(here), minutes=sum(r.minutes for r in here), km=_km(here), shares=tuple(shares),
        band_low=None if swing is None else max(100 - swing, 0.0), band_high=None if swing is None else 100 + swing,
    )  # fmt: skip


def _nothing(like: LoadOfRun) -> LoadOfRun:
    return LoadOfRun(tissue=like.tissue, total=0.0, peak=0.0, sure_percent=0.0, direction_only=like.direction_only)


def advice(runs: Sequence[LedgerRun]) -> tuple[Advice, ...]:
    """A word on each run that is clearly longer than the longest of the 30 days before (D-10).

    None before the runs reach back so far: what came before is not known. Observational, from runners with watches;
    week-to-week ratios showed nothing there (D-11), so none is judged here.
    """
    out = []
    first = min((r.date for r in runs), default=None)
    for run in sorted(runs, key=lambda r: (r.date, r.source)):
        before = [r.km for r in runs if 0 < (run.date - r.date).days <= LONGEST_DAYS and r.km is not None]
        longest = max(before, default=0.0)
        if first is None or (run.date - first).days < LONGEST_DAYS:
            continue
        if run.km is not None and longest > 0 and run.km > SPIKE * longest:
            out.append(
                Advice(
                    date=run.date, code="longer_than_30_days", km=run.km, longest_km=longest,
                    percent=100 * (run.km / longest - 1), evidence=("D-10", "D-11"),
                )
            )  # fmt: skip
    return tuple(out)


def _tissues(runs: Sequence[LedgerRun]) -> tuple[Tissue, ...]:
    return tuple(dict.fromkeys(load.tissue for r in runs for load in r.loads))


def _loads(tissue: Tissue, runs: Sequence[LedgerRun]) -> list[LoadOfRun]:
    return [load for r in runs for load in r.loads if load.tissue == tissue]


def _monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def _km(runs: Sequence[LedgerRun]) -> float | None:
    known = [r.km for r in runs if r.km is not None]
    return sum(known) if len(known) == len(runs) and known else None
