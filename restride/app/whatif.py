"""The verb whatif: what a change of gait would trade between tissues, for one person."""

import math
from collections.abc import Sequence

from restride.app.flows import versions
from restride.core.errors import UsageError
from restride.core.methods import method
from restride.core.metric import Metric
from restride.core.plan import Plan
from restride.core.tradeoff import Per, Tissue, WhatIf
from restride.core.vocabulary import entry
from restride.faults import RULES_VERSION
from restride.plan.tradeoffs import (
    LEAST_RATE,
    SAME_SPEED,
    SPEED_POWER,
    Activity,
    Seen,
    interventions,
    studied,
    what_if,
)

LARGEST_PERCENT = 15.0
"""No study behind the cells went further."""
LOADS: dict[Per, str] = {"step": "force_peak", "km": "force_per_km"}
MEASURED = "tissue_loads"
"""Only loads from joint moments tell how a person answers a cue: laws made from speed cannot."""
PREFIX: dict[Tissue, str] = {"patellofemoral": "patellofemoral", "achilles": "achilles", "tibia": "tibial"}


def of_step_rate(percent: float, plain: Sequence[Metric], cued: Sequence[Metric] = ()) -> WhatIf:
    """That many % more steps a minute at the same speed.

    plain, cued: metrics of the person's own bouts without and with the cue, possibly none. Raises UsageError for a
    change that no study went near.
    """
    if not 0 < abs(percent) <= LARGEST_PERCENT:
        needed = f"a change of the step rate between 1 and {LARGEST_PERCENT:g} %"
        raise UsageError(needed, f"{percent:+g} %", "ask for a smaller one, such as +7.5%")
    steps = _one(plain, "cadence")
    speed = _speed(plain)
    notes = []
    seen: dict[tuple[Tissue, Per], Seen] = {}
    if cued:
        seen, why_not = own_response(plain, cued)
        notes += [why_not] if why_not else []
        notes += [_within_noise(tissue) for (tissue, per), own in seen.items() if per == "step" and _small(tissue, own)]
    walks = any(m.name == "stance_time" for m in plain)
    activity: Activity = "walking" if walks else "running"
    return WhatIf(
        versions=versions(RULES_VERSION),
        change="cadence",
        title=f"{percent:+g} % steps a minute at the same speed",
        percent=percent,
        baseline_spm=steps.value if steps else None,
        speed_mps=speed,
        trade_offs=what_if(percent, seen, activity),
        notes=tuple(notes),
    )


def of_plan(plan: Plan) -> float:
    """The change of step rate that a plan aims at, in %. Raises UsageError for a plan with another target, or none."""
    if plan.target is None or plan.target.metric != "cadence":
        found = "none" if plan.target is None else plan.target.metric
        raise UsageError("a plan with a target for the step rate", found, "ask with --cadence or --change instead")
    return plan.target.amount


def of_change(name: str) -> WhatIf:
    """A change that is not one of step rate, as it was studied. Raises UsageError naming those that are known."""
    card = interventions().get(name)
    if card is None:
        raise UsageError("a change that was studied", name, f"ask for one of {', '.join(sorted(interventions()))}")
    return WhatIf(
        versions=versions(RULES_VERSION),
        change=name,
        title=card.title,
        percent=card.rate_percent,
        baseline_spm=None,
        speed_mps=None,
        trade_offs=studied(name),
        notes=(),
    )


def own_response(plain: Sequence[Metric], cued: Sequence[Metric]) -> tuple[dict[tuple[Tissue, Per], Seen], str]:
    """What the person's own bouts showed, and why nothing can be learnt where that is so."""
    before, after = _one(plain, "cadence"), _one(cued, "cadence")
    speeds = _speed(plain), _speed(cued)
    if before is None or after is None or speeds[0] is None or speeds[1] is None:
        return {}, "the two bouts cannot be compared: step rate or speed is missing in one of them"
    if abs(speeds[1] / speeds[0] - 1) > SAME_SPEED:
        return {}, f"the two bouts cannot be compared: {speeds[0]:.2f} and {speeds[1]:.2f} m/s are not the same speed"
    log_rate = math.log(after.value / before.value)
    if abs(log_rate) < math.log1p(LEAST_RATE):
        found = f"the step rate of the two bouts differs by {100 * math.expm1(abs(log_rate)):.1f} %"
        return {}, f"{found}: less than {LEAST_RATE:.0%} teaches nothing"
    log_speed = math.log(speeds[1] / speeds[0])
    seen: dict[tuple[Tissue, Per], Seen] = {}
    for tissue, prefix in PREFIX.items():
        for per, suffix in LOADS.items():
            a, b = (_one(bout, f"{prefix}_{suffix}") for bout in (plain, cued))
            if a is not None and b is not None and a.method == b.method == MEASURED and a.value > 0 and b.value > 0:
                se = math.hypot(a.se / a.value, b.se / b.value, math.sqrt(2) * _repeat(tissue), SPEED_POWER * log_speed)
                seen[tissue, per] = Seen(math.log(b.value / a.value), se, log_rate)
    return (
        seen,
        "" if seen else "the two bouts hold no tissue loads from joint moments: only those tell how a person answers",
    )


def _small(tissue: Tissue, own: Seen) -> bool:
    return abs(100 * math.expm1(own.log_ratio)) < _detectable(tissue)


def _within_noise(tissue: Tissue) -> str:
    name = entry(f"{PREFIX[tissue]}_force_peak").title.split(",")[0]
    return f"{name}: the two bouts differ by less than the {_detectable(tissue):.1f} % that noise alone does"


def _detectable(tissue: Tissue) -> float:
    """The smallest change of a peak between two bouts of one person that is more than noise, in percent."""
    return method(MEASURED).detectable_percent(f"{PREFIX[tissue]}_force_peak") or 0.0


def _repeat(tissue: Tissue) -> float:
    """How far loads of one person lie apart for no reason, as a share: within a session, so rather too little."""
    return method(MEASURED).repeat[f"{PREFIX[tissue]}_force_peak"].percent / 100


def _one(metrics: Sequence[Metric], name: str) -> Metric | None:
    found = [m for m in metrics if m.name == name and m.side == "both" and not m.method.endswith("_live")]
    return found[0] if found else None


def _speed(metrics: Sequence[Metric]) -> float | None:
    measured = _one(metrics, "speed")
    if measured is not None:
        return measured.value
    return next((m.conditions.speed_mps for m in metrics if m.conditions.speed_mps), None)
