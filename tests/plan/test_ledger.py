"""The ledger's arithmetic: shares of the usual run and week, hard steps counted more, and the word on long runs."""

import datetime as dt
import math
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restride.core.ledger import LedgerRun, LoadOfRun
from restride.core.tradeoff import Tissue
from restride.plan.ledger import SPIKE, Z90, advice, days, weeks

MONDAY = dt.date(2026, 11, 2)
WATCH = "running: wearable_loads 1, watch_garmin 1"


def load(
    total: float, *, peak: float = 5.0, sure: float = 5.0, only: bool = False, tissue: Tissue = "achilles"
) -> LoadOfRun:
    return LoadOfRun(tissue=tissue, total=total, peak=peak, sure_percent=sure, direction_only=only)


def run(
    day: int, total: float | None = 100.0, *, km: float | None = 10.0, how: str = WATCH, peak: float = 5.0
) -> LedgerRun:
    """A run `day` days after a Monday; total None: its loads are not known."""
    return LedgerRun(
        date=MONDAY + dt.timedelta(days=day), source=f"{day}.fit", how=how if total else "", minutes=60.0, km=km,
        loads=(load(total, peak=peak),) if total else (),
    )  # fmt: skip


def steady(weeks_of: int, total: float = 100.0) -> list[LedgerRun]:
    """Three like runs a week."""
    return [run(7 * w + d, total) for w in range(weeks_of) for d in (1, 3, 5)]


Plan = list[tuple[int, float, float, float]]
"""Day, total, peak and kilometres of each run."""
plans = st.lists(
    st.tuples(st.integers(0, 60), st.floats(20, 400), st.floats(3, 8), st.floats(2, 40)), min_size=1, max_size=25
)


def made(plan: Plan) -> list[LedgerRun]:
    return [run(day, total, peak=peak, km=km) for day, total, peak, km in plan]


@given(plan=plans, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(plan: Plan, seed: Random) -> None:
    runs = made(plan)
    mixed = list(runs)
    seed.shuffle(mixed)
    for first, second in zip(days(runs), days(mixed), strict=True):
        assert [s.direction for s in first.shares] == [s.direction for s in second.shares]
        for a, b in zip(first.shares, second.shares, strict=True):
            assert a.percent == pytest.approx(b.percent)
    assert {(a.date, a.km, a.longest_km) for a in advice(runs)} == {(a.date, a.km, a.longest_km) for a in advice(mixed)}
    for one, other in zip(weeks(runs), weeks(mixed), strict=True):
        assert [s.percent for s in one.shares] == pytest.approx([s.percent for s in other.shares])


@given(plan=plans, by=st.integers(-200, 200))
def test_a_shift_by_whole_weeks_shifts_the_dates_and_nothing_else(plan: Plan, by: int) -> None:
    runs = made(plan)
    shift = dt.timedelta(weeks=by)
    later = [structs.replace(r, date=r.date + shift) for r in runs]
    assert [structs.replace(d, date=d.date + shift) for d in days(runs)] == list(days(later))
    assert [structs.replace(w, monday=w.monday + shift) for w in weeks(runs)] == list(weeks(later))
    assert [structs.replace(a, date=a.date + shift) for a in advice(runs)] == list(advice(later))


@given(factor=st.floats(0.3, 3.0))
def test_a_run_twice_as_long_is_twice_the_share(factor: float) -> None:
    (*_, day) = days([*steady(2), run(15, 100 * factor)])
    (share,) = day.shares
    assert share.percent == pytest.approx(100 * factor)
    assert share.peaks_low == pytest.approx(100 * factor)  # the same peaks: no power changes anything
    assert share.peaks_high == pytest.approx(100 * factor)
    sure = math.hypot(5.0, 5.0 / math.sqrt(6)) * Z90 * factor
    assert share.low == pytest.approx(100 * factor - sure)
    assert share.high == pytest.approx(100 * factor + sure)


@given(peak=st.floats(3.0, 8.0), total=st.floats(20, 400))
def test_the_powers_bound_each_other_and_the_sum(peak: float, total: float) -> None:
    (*_, day) = days([*steady(2), run(15, total, peak=peak)])
    (share,) = day.shares
    assert share.percent is not None
    assert share.peaks_low is not None
    assert share.peaks_high is not None
    ratio = peak / 5.0
    ends = sorted(share.percent / ratio * ratio**power for power in (4.0, 9.0))
    assert (share.peaks_low, share.peaks_high) == pytest.approx(tuple(ends))
    assert (
        share.peaks_low <= share.percent * (1 + 1e-9) if ratio < 1 else share.peaks_high >= share.percent * (1 - 1e-9)
    )


def test_five_percent_more_load_a_step_counts_as_published() -> None:
    (*_, day) = days([*steady(2), run(15, 105.0, peak=5.25)])
    (share,) = day.shares
    assert share.peaks_low == pytest.approx(122, abs=0.5)  # B-34
    assert share.peaks_high == pytest.approx(155, abs=0.5)


def test_a_change_is_called_one_only_past_its_doubt() -> None:
    way = {total: days([*steady(2), run(15, total)])[-1].shares[0].direction for total in (80.0, 95.0, 105.0, 120.0)}
    assert way == {80.0: "down", 95.0: "same", 105.0: "same", 120.0: "up"}


def test_two_runs_on_a_day_add_up() -> None:
    (*_, day) = days([*steady(2), run(15, 60.0), run(15, 70.0)])
    assert day.shares[0].percent == pytest.approx(130.0)
    assert (day.km, day.minutes) == (20.0, 120.0)


def test_nothing_is_usual_before_three_runs_or_after_four_weeks_without_one() -> None:
    assert [bool(d.shares) for d in days([run(0), run(2), run(4), run(6)])] == [False, False, False, True]
    assert days([*steady(2), run(13 + 29)])[-1].shares == ()


def test_where_only_a_direction_can_be_told_no_size_is() -> None:
    runs = [structs.replace(r, loads=(load(r.loads[0].total, only=True),)) for r in [*steady(5), run(36, 300.0)]]
    for shares in (days(runs)[-1].shares, weeks(runs)[-1].shares):
        (share,) = shares
        assert (share.percent, share.low, share.high, share.peaks_low, share.peaks_high) == (None,) * 5
    assert days(runs)[-1].shares[0].direction == "up"


def test_only_like_is_compared_with_like() -> None:
    other = run(36, 100.0, how="running: wearable_loads 1, foot_pod_stryd 1")
    assert days([*steady(5), other])[-1].shares == ()
    assert weeks([*steady(5), other])[-1].shares == ()
    assert days([*steady(5), other, run(36)])[-1].shares == ()  # both kinds on one day


def test_a_run_without_loads_leaves_its_day_and_weeks_unsaid() -> None:
    runs = [*steady(10), run(36, None)]
    assert next(d for d in days(runs) if d.date == runs[-1].date).shares == ()
    said = [bool(w.shares) for w in weeks(runs)]
    assert said == [False] * 4 + [True] + [False] * 5  # the week of the run, and those that look back on it


def test_like_weeks_are_as_usual_with_no_swing() -> None:
    *early, fifth = weeks(steady(5))
    assert all(not w.shares for w in early)
    assert fifth.shares[0].percent == pytest.approx(100.0)
    assert (fifth.band_low, fifth.band_high) == (100.0, 100.0)


def test_a_week_without_a_run_stands_there_and_counts_as_nothing() -> None:
    runs = [*steady(5), *(structs.replace(r, date=r.date + dt.timedelta(weeks=6)) for r in steady(1))]
    found = weeks(runs)
    assert [w.runs for w in found] == [3, 3, 3, 3, 3, 0, 3]
    assert (found[5].shares[0].percent, found[5].shares[0].direction, found[5].km) == (0.0, "down", None)
    assert found[6].shares[0].percent == pytest.approx(100 * 300 / fmean([300, 300, 300, 0]))
    assert found[6].band_high is not None
    assert found[6].band_high > 100


def test_no_run_no_week() -> None:
    assert (days([]), weeks([]), advice([])) == ((), (), ())


@pytest.mark.parametrize(
    ("km", "said"), [(10.0 * SPIKE, False), (11.1, True), (25.0, True), (9.0, False), (None, False)]
)
def test_a_run_past_a_tenth_longer_than_the_longest_of_30_days_gets_a_word(km: float | None, said: bool) -> None:
    found = advice([*steady(5), run(35, km=km)])
    assert [a.date for a in found] == ([MONDAY + dt.timedelta(days=35)] if said else [])
    if said:
        assert km is not None
        assert (found[0].km, found[0].longest_km, found[0].percent) == (km, 10.0, pytest.approx(10 * km - 100))
        assert found[0].evidence == ("D-10", "D-11")


def test_what_lies_more_than_30_days_back_is_not_looked_at() -> None:
    runs = [run(0, km=20.0), *(run(d, km=8.0) for d in (10, 20, 30))]
    assert advice([*runs, run(31, km=10.0)])[0].longest_km == 8.0
    assert advice([*runs, run(30, km=10.0)]) == ()


def test_nothing_is_said_before_the_runs_reach_back_30_days() -> None:
    assert advice([run(0), run(29, km=30.0)]) == ()
    assert advice([run(0), run(30, km=30.0)])


def test_a_run_without_loads_still_counts_for_the_way() -> None:
    assert advice([*steady(5), run(34, None, km=18.0), run(35, km=18.0)])[-1].date == MONDAY + dt.timedelta(days=34)
