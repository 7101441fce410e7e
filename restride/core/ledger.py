"""Ledger: what each run asked of kneecap, Achilles tendon and shin bone, against the person's own usual run."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from restride.core.assessment import Versions
from restride.core.tradeoff import Direction, Tissue


class LoadOfRun(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One tissue of one leg in one run. total: BW s. peak: BW, of a usual step.

    sure_percent: one SD of a comparison with other runs of the same `how`. direction_only: its size cannot be told.
    """

    tissue: Tissue
    total: float
    peak: float
    sure_percent: float
    direction_only: bool = False


class LedgerRun(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One run. minutes: of running (or walking), without pauses. km: the whole way, None where not known.

    how: task, then method and version of the loads and of the contact time behind them; only runs of one `how` are
    compared. No loads: they could not be told, `how` is empty, and the run counts for its way and time.
    """

    date: dt.date
    source: str
    how: str
    minutes: float
    km: float | None
    loads: tuple[LoadOfRun, ...]
    simulated: bool = False


class Share(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One tissue of a day or a week against what is usual for the person, in percent of it (100 is as usual).

    low, high: 90 % range; all None where only a direction can be told. peaks_low, peaks_high: the same with peaks
    counted more than the sum does, between the exponents 4 and 9 (heuristic; the choice of the exponent alone, without
    the error of measurement).
    """

    tissue: Tissue
    direction: Direction
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    peaks_low: float | None = None
    peaks_high: float | None = None


class LedgerDay(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A day with a run; shares against the median run of the 28 days before."""

    date: dt.date
    minutes: float
    km: float | None
    shares: tuple[Share, ...]


class LedgerWeek(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A week from Monday; shares against the mean of the four weeks before, band_*: its usual swing, percent."""

    monday: dt.date
    runs: int
    minutes: float
    km: float | None
    shares: tuple[Share, ...]
    band_low: float | None = None
    band_high: float | None = None


class Advice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sentence about a run, with the numbers behind it; never an order, never a red light.

    longest_km: of the 30 days before; percent: how much longer the run was.
    """

    date: dt.date
    code: Literal["longer_than_30_days"]
    km: float
    longest_km: float
    percent: float
    evidence: tuple[str, ...]


class Ledger(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All of it (schema restride/ledger/1), oldest first."""

    schema: Literal["restride/ledger/1"] = "restride/ledger/1"
    versions: Versions
    runs: tuple[LedgerRun, ...]
    days: tuple[LedgerDay, ...]
    weeks: tuple[LedgerWeek, ...]
    advice: tuple[Advice, ...]
    notes: tuple[str, ...]
