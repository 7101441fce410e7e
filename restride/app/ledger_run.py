"""One bout of an assessment -> a run of the ledger: its loads, and how far they can be compared with other runs."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from restride.app.whatif import PREFIX
from restride.core.assessment import RunTotals
from restride.core.ledger import LedgerRun, LoadOfRun
from restride.core.methods import method, methods
from restride.core.metric import Metric
from restride.core.tradeoff import Tissue
from restride.metrics.loads.wearable import LAWS
from restride.metrics.loads.wearable import METHOD as WEARABLE

TEN_PERCENT_MORE_STEPS = 14.0
"""What a tenth more steps a minute takes off the kneecap's peak force, percent (B-12). Where people differ from the
model by more than that, only a direction is told."""
DEVICE_CONTACT_PERCENT = 3.0
"""How far contact times of one device lie apart from run to run: below 3 % (N-25, a pod on 18 men), taken as one SD."""


@dataclass(frozen=True, slots=True)
class Bout:
    """One bout, stored or measured just now. source: what it is called. same: what it is known again by."""

    source: str
    same: tuple[tuple[str, str], ...]
    task: str
    totals: RunTotals | None
    metrics: Sequence[Metric]
    made: dict[str, int]
    simulated: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """A run with the moments between which it lies."""

    run: LedgerRun
    start: dt.datetime
    end: dt.datetime

    def meets(self, other: "Dated") -> bool:
        """Whether both are of one time; not told where only one has a time zone."""
        if (self.start.tzinfo is None) != (other.start.tzinfo is None):
            return False
        return self.start < other.end and other.start < self.end


def dated(bout: Bout) -> Dated | Literal["no_date", "no_loads"]:
    """The run, or why it is none."""
    t = bout.totals
    span = _span(t) if t is not None else None
    if t is None or span is None:
        return "no_date"
    how, loads = _loads(bout, t)
    km = None if t.distance_m is None else t.distance_m / 1000
    if not loads and (bout.task != "running" or km is None):
        return "no_loads"
    run = LedgerRun(
        date=span[0].date(), source=bout.source, how=how, minutes=t.gait_s / 60, km=km, loads=tuple(loads),
        simulated=bout.simulated,
    )  # fmt: skip
    return Dated(run, *span)


def _span(t: RunTotals) -> tuple[dt.datetime, dt.datetime] | None:
    """Start and end, without its pauses; None where the file does not say when."""
    try:
        start = dt.datetime.fromisoformat(t.start or "")
        return start, start + dt.timedelta(seconds=t.gait_s)
    except (ValueError, OverflowError):
        return None


def _loads(bout: Bout, t: RunTotals) -> tuple[str, list[LoadOfRun]]:
    """How the loads were made, and the loads of the tissues that have any."""
    how, out = "", []
    for tissue, prefix in PREFIX.items():
        peak, impulse = (_both(bout.metrics, f"{prefix}_force_{form}") for form in ("peak", "impulse"))
        total = _total(bout.metrics, prefix, t)
        if peak is None or impulse is None or total is None:
            continue
        contact = _both(bout.metrics, "contact_time") if peak.method == WEARABLE else None
        task = "running" if peak.method == WEARABLE else bout.task
        how = f"{task}: {_version(peak, bout)}" + (f", {_version(contact, bout)}" if contact else "")
        out.append(_load(tissue, peak, impulse, total, contact))
    return how, out


def too_unsure(metric: Metric) -> bool:
    """Whether people differ from the model of this load by more than TEN_PERCENT_MORE_STEPS would change it."""
    outside = method(metric.method).error.get(metric.name)
    return outside is not None and 100 * outside.se > TEN_PERCENT_MORE_STEPS * metric.value


def _load(tissue: Tissue, peak: Metric, impulse: Metric, total: float, contact: Metric | None) -> LoadOfRun:
    unknown = contact is not None and _run_to_run(contact) is None
    return LoadOfRun(
        tissue=tissue, total=total, peak=peak.value, sure_percent=_sure_percent(peak, impulse, contact),
        direction_only=too_unsure(impulse) or unknown,
    )  # fmt: skip


def _total(metrics: Sequence[Metric], prefix: str, t: RunTotals) -> float | None:
    """BW s of one leg in the whole run: by the way, else by the time."""
    per_km, per_minute = (_both(metrics, f"{prefix}_force_{form}") for form in ("per_km", "per_minute"))
    if per_km is not None and t.gait_distance_m is not None:
        return per_km.value * t.gait_distance_m / 1000
    return per_minute.value * t.gait_s / 60 if per_minute is not None else None


def _sure_percent(peak: Metric, impulse: Metric, contact: Metric | None) -> float:
    """One SD of a run's total against that of another run of the same person, measured the same way.

    Joined: how far the method's values lie apart for no reason of gait (that of the peak where none is known for the
    sum of a step); how far the device's contact times do, times the power with which the load follows them; the scatter
    of the mean. What puts all runs of one method too high or too low alike is left out: it cancels in a share. Not in
    it: the error of the speed.
    """
    repeat = method(peak.method).repeat
    known = repeat.get(impulse.name) or repeat.get(peak.name)
    if known is None:
        return 100 * impulse.se / impulse.value
    if contact is None:
        return math.hypot(known.percent, _scatter_percent(impulse))
    apart = math.hypot(_run_to_run(contact) or DEVICE_CONTACT_PERCENT, _scatter_percent(contact))
    return math.hypot(known.percent, abs(power_of_contact(impulse.name)) * apart)


def power_of_contact(name: str) -> float:
    """The power with which a load of the wearable laws follows the contact time, the step time left as it is."""
    law, more = LAWS[name], 1.01
    return math.log(law(more, 2 - more, 1.0) / law(1.0, 1.0, 1.0)) / math.log(more)


def _run_to_run(contact: Metric) -> float | None:
    """SD of contact times of one device between runs, percent; at most the error against a reference. None: unknown."""
    how = method(contact.method)
    if "contact_time" in how.repeat:
        return how.repeat["contact_time"].percent
    if how.basis == "device":
        return DEVICE_CONTACT_PERCENT
    outside = how.error.get("contact_time")
    return None if outside is None else 100 * outside.se / contact.value


def _scatter_percent(metric: Metric) -> float:
    outside = method(metric.method).error.get(metric.name)
    level = outside.se if outside is not None else 0.0
    return 100 * math.sqrt(max(metric.se**2 - level**2, 0.0)) / metric.value


def _both(metrics: Sequence[Metric], name: str) -> Metric | None:
    known = (m for m in metrics if m.name == name and m.side == "both" and m.method in methods() and m.value > 0)
    return next(known, None)


def _version(metric: Metric, bout: Bout) -> str:
    return f"{metric.method} {bout.made.get(metric.method, '?')}"
