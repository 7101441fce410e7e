"""A virtual runner whose truth is known. What it makes is called simulated wherever it shows."""

from restride.simulate.lab import IDEAL_LAB, IDEAL_SENSOR, Lab, Sensor
from restride.simulate.run import Simulated, simulate_run, standing
from restride.simulate.runner import Leg, Runner
from restride.simulate.truth import Truth
from restride.simulate.walk import Walked, Walker, simulate_walk_force

__all__ = [
    "IDEAL_LAB",
    "IDEAL_SENSOR",
    "Lab",
    "Leg",
    "Runner",
    "Sensor",
    "Simulated",
    "Truth",
    "Walked",
    "Walker",
    "simulate_run",
    "simulate_walk_force",
    "standing",
]
