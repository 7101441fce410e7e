"""Simulated recordings of each sensor, to try things on where there is no recording of a person."""

from typing import Literal

from restride.app.notebook.recording import Recording, shown
from restride.core import recording as core
from restride.core.errors import UsageError

Sensor = Literal["treadmill", "standing", "foot", "shank", "lower_back", "sacrum"]
STEPS_PER_S = 1.8
STANDS_S = 3.0
"""Who wears a sensor stands so long before and after: the zero of its angles."""


def simulated(
    sensor: Sensor, task: Literal["running", "walking"] = "running", *, seconds: float = 30.0, seed: int = 7
) -> Recording:
    """What a sensor records of a virtual person; it is called simulated wherever it shows.

    treadmill: markers and force plates, running; standing: the static trial of the same runner. foot and shank: both
    sides. The same seed gives the same recording. Raises UsageError for a sensor that is not simulated in that task.
    """
    made = _run(sensor, seconds, seed) if task == "running" else _walk(sensor, seconds, seed)
    if made is None:
        choose = "treadmill, standing, foot, shank, sacrum" if task == "running" else "foot, shank, lower_back"
        raise UsageError(f"a sensor that is simulated in {task}", sensor, f"choose one of {choose}")
    return shown(made)


def _run(sensor: Sensor, seconds: float, seed: int) -> core.Recording | None:
    from restride.simulate import FEET, SACRUM, SHANKS, Runner, simulate_run, simulate_worn_run

    runner = Runner.draw(seed)
    if sensor in ("treadmill", "standing"):
        lab = simulate_run(runner, seconds=seconds, seed=seed)
        return lab.recording if sensor == "treadmill" else lab.static
    sites = {"foot": FEET, "shank": SHANKS, "sacrum": SACRUM}.get(sensor)
    stands_s = STANDS_S if seconds > 4 * STANDS_S else 0.0
    made = simulate_worn_run(runner, sites=sites, stands_s=stands_s, seconds=seconds, seed=seed) if sites else None
    return made.recording if made else None


def _walk(sensor: Sensor, seconds: float, seed: int) -> core.Recording | None:
    from restride.simulate import FEET, LOWER_BACK, SHANKS, Go, Pace, Pause, simulate_worn_walk

    sites = {"foot": FEET, "shank": SHANKS, "lower_back": LOWER_BACK}.get(sensor)
    route = (Pause(1.0), Go(max(round(STEPS_PER_S * (seconds - 2.0)), 4)), Pause(1.0))
    return simulate_worn_walk(Pace.draw(seed), route, sites=sites, seed=seed).recording if sites else None
