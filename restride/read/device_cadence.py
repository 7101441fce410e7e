"""Cadence of both feet from what a file calls cadence: steps of one leg, or of both.

FIT says one leg ("rpm" of a full cycle), TCX and GPX leave it open, and makers differ. A factor of two is beyond any
doubt where the speed is known: at a given speed a person's cadence lies within some 15 % of the usual one. Running:
75.01 + 3.006 v strides a minute (van Oeveren 2019, of 256 watch users). Walking: 60 + 40 v steps a minute, ours, within
a tenth of common tables between 0.6 and 2 m/s. Without speed the task decides.
"""

from typing import Literal

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array, Task

STILL = 20.0
"""Fewer cycles a minute are no gait."""
RUN_MPS = 2.0
LEAST_MPS = 0.4
ONE_LEG_BELOW: dict[str, float] = {"running": 120.0, "walking": 77.0}
UNKNOWN_BELOW = 100.0


def usual_cadence(speed_mps: Array) -> Array:
    """Steps a minute of both feet that people usually take at a speed."""
    running = 2 * (75.01 + 3.006 * speed_mps)
    return np.where(speed_mps >= RUN_MPS, running, 60 + 40 * speed_mps)


def one_leg(cycles: Array, speed_mps: Array | None, task: Task) -> bool | None:
    """Whether (n,) cycles a minute count one leg; None where there is no gait in them."""
    with np.errstate(invalid="ignore"):
        moving = np.isfinite(cycles) & (cycles > STILL)
        if not moving.any():
            return None
        if speed_mps is not None:
            known = moving & (speed_mps > LEAST_MPS) & np.isfinite(speed_mps)
            if np.count_nonzero(known) >= min(30, np.count_nonzero(moving) / 2):
                ratio = np.log2(cycles[known] / usual_cadence(speed_mps[known]))
                return bool(np.median(ratio) < -0.5)
    return bool(np.median(cycles[moving]) < ONE_LEG_BELOW.get(task, UNKNOWN_BELOW))


def both_feet(
    cycles: Array, speed_mps: Array | None, task: Task, name: str, *, standard: bool
) -> tuple[Array, Quality | None]:
    """(n,) steps a minute of both feet, and what was inferred.

    standard: the format says that one leg is counted; then a note is due only where the numbers contradict.
    """
    one = one_leg(cycles, speed_mps, task)
    if one is None:
        return cycles * 2 if standard else cycles, None
    steps = cycles * 2 if one else cycles
    if standard and one:
        return steps, None
    severity: Literal["info", "warning"] = "warning" if standard else "info"
    how = "counts one leg and was doubled" if one else "counts both legs and stands as it is"
    why = "by its size" if speed_mps is None else "by its size at this speed"
    though = "; the format would have one leg" if standard else "; the format does not say"
    message = f"cadence of {name} {how}, {why}{though}"
    return steps, Quality(code="unit_inferred", severity=severity, message=message)
