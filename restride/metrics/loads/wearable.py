"""Loads without a laboratory: Achilles tendon and shin bone from contact time, step time and speed.

F is the peak vertical force of the sine method of Morin et al. 2005 (J Appl Biomech 21:167), pi/2 (flight / contact +
1) body weights; a peak is c F^a v^b, v in m/s, and an impulse is contact time times such a law. The exponents are those
of three runners at 2.5, 3.5 and 4.5 m/s on a force treadmill with markers (RBDS), from their changes with speed; c is
their common level. Ours, not published, and never tried on a change of step rate at one speed. The force behind the
kneecap does not follow from these inputs: between people it is wrong by more than a tenth more steps would change it,
so it carries its wide error and nothing is said of it but a direction.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from restride.core.conditions import Conditions
from restride.core.methods import method
from restride.core.metric import Metric, worse
from restride.core.quality import Quality
from restride.core.recording import Task
from restride.core.vocabulary import entry

METHOD = "wearable_loads"
SPEEDS_MPS = (2.3, 4.8)
"""What the three runners ran, and a little beyond."""

LEVEL_PERCENT = 1.0
"""A slope that counts as level."""


@dataclass(frozen=True, slots=True)
class Law:
    """c F^force v^speed, in body weights; an impulse is contact time times that, in body weights times seconds."""

    c: float
    force: float
    speed: float
    impulse: bool = False

    def __call__(self, contact_s: float, flight_s: float, speed_mps: float) -> float:
        peak_bw = math.pi / 2 * (flight_s / contact_s + 1)
        return (contact_s if self.impulse else 1.0) * self.c * float(peak_bw**self.force) * float(speed_mps**self.speed)


LAWS = {
    "achilles_force_peak": Law(1.776, 1.703, -0.369),
    "achilles_force_impulse": Law(0.7390, 2.381, -0.646, impulse=True),
    "tibial_force_peak": Law(2.510, 1.758, -0.398),
    "tibial_force_impulse": Law(1.302, 1.847, -0.400, impulse=True),
    "patellofemoral_force_peak": Law(2.014, 1.246, 0.0),
    "patellofemoral_force_impulse": Law(0.5642, 1.567, 0.0, impulse=True),
}


def modelled(metrics: Sequence[Metric], task: Task, conditions: Conditions) -> tuple[list[Metric], list[Quality]]:
    """Loads of a run that has contact time, cadence and speed but no joint moments; else nothing.

    The first device or method that tells contact time is taken, with its own cadence where it has one.
    """
    contact = _both(metrics, "contact_time")
    if task != "running" or contact is None or _both(metrics, "tibial_force_peak") is not None:
        return [], []
    cadence = _both(metrics, "cadence", contact.method) or _both(metrics, "cadence")
    speed = _both(metrics, "speed")
    speed_mps = speed.value if speed is not None else conditions.speed_mps
    if cadence is None or not speed_mps:
        return [], []
    step_s = 60 / cadence.value
    flight_s = step_s - contact.value
    if flight_s <= 0:
        return [], []
    inside = SPEEDS_MPS[0] <= speed_mps <= SPEEDS_MPS[1] and abs(conditions.grade or 0.0) <= LEVEL_PERCENT
    made = [_metric(name, law, contact, flight_s, speed_mps, inside) for name, law in LAWS.items()]
    return made, [] if inside else [_outside(speed_mps, conditions)]


def _metric(name: str, law: Law, contact: Metric, flight_s: float, speed_mps: float, inside: bool) -> Metric:
    value = law(contact.value, flight_s, speed_mps)
    # a later end of contact takes from the flight what it gives to the contact
    moved = law(contact.value + contact.se, max(flight_s - contact.se, 0.0), speed_mps)
    outside = method(METHOD).error[name].se
    return Metric(
        name=name,
        value=value,
        unit=entry(name).unit,
        se=math.hypot(outside, moved - value),
        n=contact.n,
        side="both",
        method=METHOD,
        basis="modelled",
        grade=worse(contact.grade, "fair" if inside else "poor"),
        source=contact.source,
        when=contact.when,
        conditions=contact.conditions,
    )


def _both(metrics: Sequence[Metric], name: str, how: str = "") -> Metric | None:
    return next((m for m in metrics if m.name == name and m.side == "both" and how in ("", m.method)), None)


def _outside(speed_mps: float, conditions: Conditions) -> Quality:
    steep = abs(conditions.grade or 0.0) > LEVEL_PERCENT
    where = f"a slope of {conditions.grade:.1f} %" if steep else f"{speed_mps:.2f} m/s"
    return Quality(
        code="outside_validated_range",
        severity="info",
        message=f"tissue loads at {where} lie outside what their model was made on (level, {SPEEDS_MPS[0]} to "
        f"{SPEEDS_MPS[1]} m/s)",
    )
