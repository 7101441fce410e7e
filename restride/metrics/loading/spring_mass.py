"""Leg stiffness by the sine method.

Source: Morin et al. 2005, J Appl Biomech 21:167-180 (EVIDENCE_2 A-40): Fmax = m g (pi/2) (tf/tc + 1);
dy = |Fmax tc^2 / (m pi^2) - g tc^2 / 8|; kvert = Fmax / dy; dL = L - sqrt(L^2 - (v tc / 2)^2) + dy; kleg = Fmax / dL;
L = 0.53 height where leg length is not known. Validated from 3.33 m/s up and on the level only; there the method reads
4 to 10 % lower than a force plate. We differ: nothing.
"""

import math
from dataclasses import dataclass

from restride.core.methods import method
from restride.core.metric import Metric, worse
from restride.core.quality import Quality
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Bout
from restride.metrics.loading.force import mass_kg

METHOD = "spring_mass_sine"
SLOWEST_MPS = 3.33
LEG_OF_HEIGHT = 0.53


@dataclass(frozen=True, slots=True)
class SpringMass:
    """Peak force N, vertical displacement m, vertical stiffness N/m, leg compression m, leg stiffness N/m."""

    peak_force_n: float
    displacement_m: float
    vertical_stiffness: float
    compression_m: float
    leg_stiffness: float


def spring_mass(*, mass_kg: float, leg_m: float, speed_mps: float, contact_s: float, flight_s: float) -> SpringMass:
    """The sine method; raises ValueError where the leg would be shorter than half the way covered in contact."""
    g = STANDARD_GRAVITY_MPS2
    reach = speed_mps * contact_s / 2
    if not (mass_kg > 0 and contact_s > 0 and leg_m > reach):
        raise ValueError(f"no spring-mass runner: leg {leg_m} m, way in half a contact {reach} m")
    peak = mass_kg * g * (math.pi / 2) * (flight_s / contact_s + 1)
    dy = abs(-peak * contact_s**2 / (mass_kg * math.pi**2) + g * contact_s**2 / 8)
    compression = leg_m - math.sqrt(leg_m**2 - reach**2) + dy
    return SpringMass(peak, dy, peak / dy, compression, peak / compression)


def leg_stiffness(bout: Bout, contact: Metric, flight: Metric, speed_mps: float) -> tuple[Metric | None, list[Quality]]:
    """Leg stiffness from mean contact and flight time; None without mass or leg length, or where the flight is none.

    The mass is the one that forces are scaled by. The error joins the method's own with that of the two times, carried
    through by differences.
    """
    mass, leg = mass_kg(bout), bout.person.leg_length_m
    leg = leg or (bout.person.height_m * LEG_OF_HEIGHT if bout.person.height_m else None)
    if mass is None or leg is None or flight.value <= 0:
        return None, []

    def kleg(contact_s: float, flight_s: float) -> float:
        return spring_mass(
            mass_kg=mass, leg_m=leg, speed_mps=speed_mps, contact_s=contact_s, flight_s=max(flight_s, 0.0)
        ).leg_stiffness

    try:
        value = kleg(contact.value, flight.value)
        # a later final contact lengthens contact and shortens flight: the two errors are one
        moved = kleg(contact.value + contact.se, flight.value - contact.se)
    except ValueError:
        return None, []
    outside = method(METHOD).error["leg_stiffness"]
    slope = bout.conditions.grade
    notes = []
    valid = speed_mps >= SLOWEST_MPS and not slope
    if not valid:
        where = f"{speed_mps:.2f} m/s" if not slope else f"a slope of {slope:g} %"
        notes.append(
            Quality(
                code="outside_validated_range",
                severity="info",
                message=f"leg stiffness at {where} lies outside the range in which its method was checked (level, "
                f"{SLOWEST_MPS} m/s and faster)",
            )
        )
    metric = Metric(
        name="leg_stiffness",
        value=value / 1000,
        unit="kN/m",
        se=math.hypot(abs(moved - value) / 1000, outside.se),
        n=contact.n,
        side="both",
        method=METHOD,
        basis="modelled",
        grade=worse(contact.grade, "fair" if valid else "poor"),
        source=bout.source(),
        conditions=bout.conditions,
    )
    return metric, notes
