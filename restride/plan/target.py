"""From a measured number to a band: the first baseline, the size asked for, and the cap that no band passes."""

import datetime as dt
import math
from dataclasses import dataclass

from restride.core.metric import Metric
from restride.core.plan import First, Plan, Target
from restride.core.vocabulary import entry
from restride.plan.person import Person
from restride.plan.protocols import Aim, Steps

NORM = (75.01, 3.006, 1.64, 4.68)
"""Stride frequency by speed and the speeds it was seen at (A-01)."""
ENOUGH = 1.05
"""No cue for a step rate already 5 % above the norm (EVIDENCE K)."""
FIRST_COUNTS = dt.timedelta(weeks=12)
"""How long the first baseline holds for the cap."""
WALKED_UNTIL = 2.5
"""A walker's number from a faster bout was run: ours (heuristic)."""
COUNTED = frozenset({"cadence", "speed"})
"""Metrics that every method counts alike. A first number of another one holds only for its own method and side."""
FOOT_BAND_DEG = 2.4
"""Half of a foot-angle band: the error of a foot sensor (A-84). A narrower one would scold for noise."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a target starts, and the first number that its cap goes on counting from."""

    metric: Metric
    value: float
    first: First


def firsts(before: Plan | None, start: dt.date, new: First | None = None) -> tuple[First, ...]:
    """First numbers that still count at `start`, a new one added; plans without a target pass them on."""
    kept = {f.metric: f for f in (before.firsts if before else ()) if start - f.since < FIRST_COUNTS}
    if new is not None:
        kept.setdefault(new.metric, new)
    return tuple(kept[name] for name in sorted(kept))


def baseline(aim: Aim, person: Person, before: Plan | None, amount: float) -> Baseline | str:
    """The number that a target starts from, or why there is none: measured, graded, speed, enough.

    before: an earlier plan of the same person; within 12 weeks its first number goes on counting. Of the first number
    and today's, the one that asks less: no band is past the cap of the first, and none is a leap from what is done now.
    """
    found = [m for m in person.metrics if m.name == aim.metric and not m.method.endswith("_live")]
    usable = [m for m in found if m.grade == "good" and m.sane and not m.conditions.cued]
    if not usable:
        return "graded" if found else "measured"
    first = next((f for f in firsts(before, person.start) if f.metric == aim.metric), None)
    if first and aim.metric not in COUNTED:
        usable = [m for m in usable if (m.method, m.side) == (first.method, first.side)]
        if not usable:
            return "graded"
    own = _side(usable, person)
    why = _rate(own, person) if aim.metric == "cadence" else ""
    if why:
        return why
    if first is None:
        return Baseline(own, own.value, First(metric=own.name, side=own.side, method=own.method, value=own.value,
                                              since=person.start))  # fmt: skip
    upward = _at(own.value, amount, aim.unit) > own.value
    return Baseline(own, (min if upward else max)(own.value, first.value), first)


def _rate(own: Metric, person: Person) -> str:
    """Why a step rate gives no target: its speed unknown, the other kind of gait, or enough already."""
    speeds = [m.value for m in person.metrics if m.name == "speed" and m.side == "both"]
    speed = own.conditions.speed_mps or min(speeds, default=None)
    if speed is None:
        return "speed"
    intercept, slope, low, high = NORM
    if person.walks:
        return "measured" if speed > WALKED_UNTIL else ""
    if speed < low:
        return "measured"
    return "enough" if own.value >= ENOUGH * 2 * (intercept + slope * min(speed, high)) else ""


def _side(usable: list[Metric], person: Person) -> Metric:
    """Both legs together where that was measured; else the injured leg; the slowest bout, as plans are easy; the
    surest."""
    hurt = {i.side for i in person.open}

    def key(m: Metric) -> tuple[bool, bool, float, float, float, str]:
        return (m.side != "both", m.side not in hurt, m.conditions.speed_mps or math.inf, m.se, m.value, m.side)

    return min(usable, key=key)


def target(aim: Aim, base: Baseline, step: Steps) -> Target:
    """A band around `step.amount` from the first baseline, inside the cap, rounded as the metric is shown."""
    known = entry(aim.metric)
    digits = 0 if aim.metric == "cadence" else known.decimals
    cap = math.copysign(aim.cap, step.amount)  # a foot angle is signed either way
    limit = _at(base.value, cap, aim.unit)
    grid = 10**digits
    upward = limit >= base.value
    ceiling = (math.floor(limit * grid + 1e-9) if upward else math.ceil(limit * grid - 1e-9)) / grid
    low, high = sorted(round(_at(base.value, share, aim.unit), digits) for share in (step.low, step.high))
    low, high = (min(low, ceiling), min(high, ceiling)) if upward else (max(low, ceiling), max(high, ceiling))
    return Target(
        metric=aim.metric,
        unit=known.unit,
        side=base.metric.side,
        baseline=round(base.value, max(digits, 1)),
        method=base.metric.method,
        amount=step.amount,
        amount_unit=aim.unit,
        low=float(low),
        high=float(high),
        ceiling=float(ceiling),
        detectable=round(max(aim.detectable, 1.96 * math.sqrt(2) * base.metric.se), max(digits, 1)),
        by_week=aim.by_week,
        basis=aim.basis,
        evidence=aim.evidence,
    )


def clinicians_step(person: Person) -> Steps:
    """The foot angle that a clinician measured for this person, as wide as the sensor's error."""
    amount = person.profile.permissions.foot_angle_deg or 0.0
    return Steps(amount=amount, low=amount - FOOT_BAND_DEG, high=amount + FOOT_BAND_DEG)


def _at(value: float, amount: float, unit: str) -> float:
    return value * (1 + amount / 100) if unit == "%" else value + amount
