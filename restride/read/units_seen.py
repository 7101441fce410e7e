"""In which unit a worn device's numbers are, seen from the numbers: gravity tells, and how it turns with the device.

What the file says is believed unless the signal contradicts it, and nothing is changed without a note.

- Acceleration: the median norm of a worn device is between a half and five times gravity whatever the gait, so that it
  tells g, m/s2, mg and mm/s2 apart, which lie a factor of ten from each other. It must be gravity that is read: the
  mean over some seconds, turned with the device, must be near 1 g, else nothing is concluded.
- Turning rate: turned by the true rates into axes that stay fixed, the specific force of a body that comes back to its
  speed averages to gravity, 1 g. Degrees taken for radians, 57 times too fast, leave a tenth to a half of it. Where
  the device turns too little to be judged so, the magnitude decides, and only where it is beyond doubt.

See signal/pull.py for the second; ours, tried on feet, shanks and backs of four data sets, in every unit.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.errors import InputError
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.pull import LEAST_S, mean_pull, norm, windows

ACC = {"g": 1.0, "m/s2": STANDARD_GRAVITY_MPS2, "mg": 1e3, "mm/s2": 1e3 * STANDARD_GRAVITY_MPS2}
"""What gravity reads in each unit."""
RAD = 180 / np.pi
TYPICAL_G = (0.5, 0.5 * STANDARD_GRAVITY_MPS2)
"""Median norm of worn devices: 0.6 g at a sacrum in flight half the time, 4.6 g at a sprinter's foot (simulated)."""
NEAR_G = (0.7, 1.35)
STILL_G = (0.5, 1.35)
"""Of the mean of a device whose turning is not known or does not tell: a leg's own axes swing about."""
MOVES_G = 0.05
"""Scatter of the norm in walking is several times this, in standing a tenth."""
DEG_P99, RAD_P99 = 30.0, 12.0
"""Turning rates of gait: above the first no unit but deg/s fits a body, below the second deg/s would be no gait."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The units to go by (of what is there), and what was inferred."""

    acc: str | None
    gyro: str | None
    notes: tuple[Quality, ...]


def units_of(
    acc: Array | None, gyro: Array | None, rate_hz: float, *, says: tuple[str | None, str | None], name: str
) -> Seen:
    """Units of (n, 3) acceleration and turning rate of one device, in the file's numbers; None where there is none.

    says: the units that the file or its sidecar states. name: how to call the device in notes.
    Raises InputError where no unit is stated and none can be seen.
    """
    acc_says, gyro_says = says
    acc_unit, notes = acc_says, []
    if acc is not None:
        acc_unit = _acc_unit(acc, gyro, rate_hz) or acc_says
        if acc_unit is None:
            raise _unclear("acceleration", name, "g")
        notes += _told("the acceleration", name, acc_says, acc_unit, "by its size at rest")
    gyro_unit = gyro_says
    if gyro is not None:
        seen = _gyro_unit(acc, gyro, rate_hz, None if acc is None or acc_unit is None else ACC.get(acc_unit), gyro_says)
        gyro_unit = seen or gyro_says
        if gyro_unit is None:
            raise _unclear("turning rate", name, "deg/s")
        notes += _told("the turning rate", name, gyro_says, gyro_unit, "by how gravity turns with it and by its size")
    return Seen(acc_unit, gyro_unit, tuple(notes))


def _told(what: str, name: str, said: str | None, unit: str, how: str) -> list[Quality]:
    if said is not None and (said == unit or _alike(said) == unit):
        return []
    though = "no unit is given" if said is None else f"{said} is given"
    message = f"{what} of {name} was taken to be in {unit} {how}; {though}"
    return [Quality(code="unit_inferred", severity="info" if said is None else "warning", message=message)]


def _alike(unit: str) -> str:
    return {"m/s^2": "m/s2", "dps": "deg/s"}.get(unit, unit)


def _unclear(what: str, name: str, example: str) -> InputError:
    found = f"none given for {name}, and its numbers leave it open"
    return InputError(f"the unit of {what}", found, f'write it in a sidecar, for example unit = "{example}"')


def _acc_unit(acc: Array, gyro: Array | None, rate_hz: float) -> str | None:
    """The unit in which these are accelerations with gravity in them, or None where they are not, or are too few."""
    some = windows(acc, rate_hz)
    if some is None:
        return None
    typical = float(np.median(norm(some)))
    unit = next((u for u, g in ACC.items() if TYPICAL_G[0] * g <= typical < TYPICAL_G[1] * g), None)
    if unit is None:
        return None
    mean_g = float(np.median(norm(some.mean(axis=1)))) / ACC[unit]
    if STILL_G[0] <= mean_g <= STILL_G[1]:
        return unit
    return unit if gyro is not None and any(_near(acc, gyro * f, rate_hz, ACC[unit]) for f in (1.0, RAD)) else None


def _gyro_unit(acc: Array | None, gyro: Array, rate_hz: float, one_g: float | None, says: str | None) -> str | None:
    """deg/s or rad/s, or None where neither is beyond doubt."""
    finite = gyro[np.isfinite(gyro).all(axis=1)]
    if len(finite) < LEAST_S * rate_hz:
        return None
    fast = float(np.percentile(norm(finite[:: max(1, len(finite) // 100_000)]), 99))
    if fast > DEG_P99:
        return "deg/s"  # 1700 deg/s and more if it were radians
    some = None if acc is None or one_g is None else windows(acc, rate_hz)
    if some is None or acc is None or one_g is None:
        return None
    if float(np.median(np.std(norm(some), axis=1))) / one_g < MOVES_G:
        return None
    if _near(acc, gyro * RAD, rate_hz, one_g):
        return "rad/s"  # degrees never pass for radians; radians of a device that hardly turns pass for degrees
    if _near(acc, gyro, rate_hz, one_g):
        return "deg/s"
    return "rad/s" if fast < RAD_P99 and says is None else None


def _near(acc: Array, gyro: Array, rate_hz: float, one_g: float) -> bool:
    """Whether the mean force in fixed axes is gravity, if these are degrees a second."""
    pull = mean_pull(acc, gyro, rate_hz)
    return pull is not None and NEAR_G[0] <= pull / one_g <= NEAR_G[1]
