"""A virtual runner and walker whose truth is known, and virtual sensors on recorded markers.

What is made here is called simulated wherever it shows.
"""

from restride.simulate.day import SHORT_DAY, Activity, joined, worn_day
from restride.simulate.device import IDEAL_DEVICE, Device, any_mounting
from restride.simulate.idle import simulate_worn_idle
from restride.simulate.lab import IDEAL_LAB, IDEAL_SENSOR, Lab, Sensor
from restride.simulate.pace import Pace
from restride.simulate.route import Go, Pause, Route
from restride.simulate.run import Simulated, simulate_run, standing
from restride.simulate.run_sensors import simulate_worn_run
from restride.simulate.runner import Leg, Runner
from restride.simulate.sensors import FEET, SACRUM, SHANKS, THIGHS, Site, from_markers
from restride.simulate.truth import Truth
from restride.simulate.video import Camera, Filmed, film_run, film_standing, film_walk
from restride.simulate.walk import Walked, Walker, simulate_walk_force
from restride.simulate.walk_markers import simulate_marker_walk
from restride.simulate.walk_sensors import LOWER_BACK, simulate_worn_walk
from restride.simulate.wear import Wear
from restride.simulate.worn import Rest, Worn

__all__ = [
    "FEET",
    "IDEAL_DEVICE",
    "IDEAL_LAB",
    "IDEAL_SENSOR",
    "LOWER_BACK",
    "SACRUM",
    "SHANKS",
    "SHORT_DAY",
    "THIGHS",
    "Activity",
    "Camera",
    "Device",
    "Filmed",
    "Go",
    "Lab",
    "Leg",
    "Pace",
    "Pause",
    "Rest",
    "Route",
    "Runner",
    "Sensor",
    "Simulated",
    "Site",
    "Truth",
    "Walked",
    "Walker",
    "Wear",
    "Worn",
    "any_mounting",
    "film_run",
    "film_standing",
    "film_walk",
    "from_markers",
    "joined",
    "simulate_marker_walk",
    "simulate_run",
    "simulate_walk_force",
    "simulate_worn_idle",
    "simulate_worn_run",
    "simulate_worn_walk",
    "standing",
    "worn_day",
]
