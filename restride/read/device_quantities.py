"""What watches, straps and pods say of a run: each quantity's unit in memory, what can be, and how files write it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array, Side

PERCENT, SHARE = "%", "1"


@dataclass(frozen=True, slots=True)
class Kind:
    """unit: in memory. low, high: beyond them a number is no measurement. zero: whether 0 is one, or means none.

    side: "both" for what speaks of a step of either foot.
    """

    unit: str
    low: float
    high: float
    zero: bool = False
    side: Side = "both"


KINDS: dict[str, Kind] = {
    "cadence": Kind("steps/min", 0, 300, zero=True),
    "contact_time": Kind("s", 0.05, 2.5),
    "contact_time_balance": Kind(PERCENT, 20, 80),
    "duty_factor": Kind(SHARE, 0.05, 0.95),
    "double_support": Kind(PERCENT, 1, 90),
    "asymmetric_steps": Kind(PERCENT, 0, 100, zero=True),
    "vertical_oscillation": Kind("m", 0.003, 0.3),
    "vertical_ratio": Kind(PERCENT, 1, 40),
    "stride_length": Kind("m", 0.2, 6),
    "leg_stiffness": Kind("kN/m", 1, 60),
    "impact_loading_rate": Kind("BW/s", 1, 300),
    "leg_stiffness_balance": Kind(PERCENT, 20, 80),
    "vertical_oscillation_balance": Kind(PERCENT, 20, 80),
    "impact_loading_rate_balance": Kind(PERCENT, 20, 80),
    "power": Kind("W", 0, 3000, zero=True, side="none"),
    "form_power": Kind("W", 0, 1000, zero=True, side="none"),
    "air_power": Kind("W", 0, 2000, zero=True, side="none"),
    "power_balance": Kind(PERCENT, 1, 99, side="none"),
    "speed": Kind("m/s", 0, 40, zero=True, side="none"),
    "distance": Kind("m", 0, 2e6, zero=True, side="none"),
    "altitude": Kind("m", -500, 9500, zero=True, side="none"),
    "grade": Kind(PERCENT, -100, 100, zero=True, side="none"),
    "heart_rate": Kind("beats/min", 25, 255, side="none"),
    "respiration_rate": Kind("1/min", 3, 120, side="none"),
    "temperature": Kind("degC", -60, 80, zero=True, side="none"),
    "latitude": Kind("deg", -90, 90, zero=True, side="none"),
    "longitude": Kind("deg", -180, 180, zero=True, side="none"),
}
"""Balances are the share of the left foot. grade: slope in percent, uphill positive."""

_SPELT = {
    "s": "s", "sec": "s", "seconds": "s", "ms": "ms", "msec": "ms", "milliseconds": "ms",
    "m": "m", "meter": "m", "meters": "m", "metres": "m", "km": "km", "mi": "mi", "ft": "ft",
    "cm": "cm", "centimeter": "cm", "centimeters": "cm", "centimetres": "cm",
    "mm": "mm", "millimeter": "mm", "millimeters": "mm", "millimetres": "mm",
    "w": "W", "watt": "W", "watts": "W", "kw": "kW",
    "kn/m": "kN/m", "n/m": "N/m", "bw/s": "BW/s", "bw/sec": "BW/s", "body weight/s": "BW/s", "bodyweight/s": "BW/s",
    "m/s": "m/s", "mps": "m/s", "km/h": "km/h", "kph": "km/h", "km/hr": "km/h", "mi/hr": "mi/h", "mph": "mi/h",
    "bpm": "1/min", "beats/min": "1/min", "count/min": "1/min", "1/min": "1/min", "rpm": "1/min", "spm": "1/min",
    "breaths/min": "1/min", "steps/min": "1/min", "strides/min": "1/min",
    "%": PERCENT, "percent": PERCENT, "pct": PERCENT, "c": "degC", "°c": "degC", "degc": "degC",
}  # fmt: skip

_LENGTHS = {"m": 1.0, "cm": 1e-2, "mm": 1e-3}
_WAYS = {"m": 1.0, "km": 1e3, "mi": 1609.344, "cm": 1e-2, "mm": 1e-3, "ft": 0.3048}
_FACTORS: dict[str, dict[str, float]] = {
    "s": {"s": 1.0, "ms": 1e-3},
    "m": _WAYS,
    "m/s": {"m/s": 1.0, "km/h": 1 / 3.6, "mi/h": 0.44704},
    "W": {"W": 1.0, "kW": 1e3},
    "kN/m": {"kN/m": 1.0, "N/m": 1e-3},
    "BW/s": {"BW/s": 1.0},
    "steps/min": {"1/min": 1.0},
    "beats/min": {"1/min": 1.0},
    "1/min": {"1/min": 1.0},
    PERCENT: {PERCENT: 1.0},
    SHARE: {PERCENT: 1e-2},
    "degC": {"degC": 1.0},
    "deg": {},
}
_TELLING: dict[str, tuple[dict[str, float], float, float]] = {
    "vertical_oscillation": (_LENGTHS, 0.015, 0.2),
    "contact_time": ({"s": 1.0, "ms": 1e-3}, 0.1, 1.5),
}
"""Quantities whose size tells the unit: the units that files use, and where a median of gait lies."""


def in_si(quantity: str, values: Array, says: str | None, name: str) -> tuple[Array, Quality | None] | None:
    """Values of a quantity as a file has them, in the unit of memory, and a note where the unit was told by their size.

    says: the unit that the file or its format states. A balance is in percent whatever is stated: files of a common pod
    state centimetres. None where no unit fits.
    """
    said = _SPELT.get(says.strip().lower(), says.strip()) if says else None
    if quantity.endswith("_balance"):
        said = PERCENT
    factors = _FACTORS[KINDS[quantity].unit]
    telling = _TELLING.get(quantity)
    if telling is None:
        factor = next(iter(factors.values())) if said is None else factors.get(said)
        return None if factor is None else (values * factor, None)
    units, low, high = telling
    typical = _typical(values)
    if typical is None:
        return values * units.get(said or "", 1.0), None
    if said in units and low <= typical * units[said] <= high:
        return values * units[said], None
    fitting = [unit for unit, factor in units.items() if low <= typical * factor <= high]
    if len(fitting) != 1:
        return (values * units[said], None) if said in units else None
    though = f"though {says} is given" if says else "no unit is given"
    message = f"{quantity.replace('_', ' ')} of {name} was taken to be in {fitting[0]} by its size; {though}"
    severity: Literal["info", "warning"] = "warning" if says else "info"
    return values * units[fitting[0]], Quality(code="unit_inferred", severity=severity, message=message)


def possible(quantity: str, values: Array) -> tuple[Array, int]:
    """The values that can be, NaN elsewhere, and how many could not; a zero that means none is not counted."""
    kind = KINDS[quantity]
    there = np.isfinite(values)
    none = np.zeros(len(values), dtype=bool) if kind.zero else values == 0
    with np.errstate(invalid="ignore"):
        fit = there & ~none & (values >= kind.low) & (values <= kind.high)
    return np.where(fit, values, np.nan), int(np.count_nonzero(there & ~none & ~fit))


def _typical(values: Array) -> float | None:
    """Median of what is not zero."""
    with np.errstate(invalid="ignore"):
        there = values[values > 0]
    return float(np.median(there)) if len(there) else None
