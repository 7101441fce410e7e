"""True paths and forces -> the channels of a Recording, as laboratory and sensor give them."""

import hashlib
from collections.abc import Callable
from functools import partial

import numpy as np

from restride.core.conditions import Conditions
from restride.core.recording import AXES_BODY, AXES_XYZ, Array, Channel, Recording, Source
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.core.version import VERSION
from restride.simulate.lab import Lab, marker_readings, plate_readings, sensor_readings

FILE = "simulated_runner"
SIMULATED = Conditions(device="simulated")
"""What every simulated recording says of itself, also after it has been through a file."""
Feet = list[tuple[Array, Array]]


def source_of(*made_from: object) -> Callable[[str], Source]:
    """Part -> Source; the digest is that of the parameters."""
    digest = hashlib.sha256(repr(made_from).encode()).hexdigest()
    return partial(Source, FILE, digest, "simulated", VERSION)


def clock(seconds: float, rate_hz: float) -> Array:
    """(n,) sample times of a channel."""
    return np.arange(round(seconds * rate_hz)) / rate_hz


def marker_channels(lab: Lab, paths_m: dict[str, Array], rng: np.random.Generator) -> tuple[Channel, ...]:
    """One channel a marker, from paths along AP, V, ML."""
    seen = marker_readings(lab, paths_m, rng)
    return tuple(
        Channel("marker", label, "none", "lab", "m", lab.marker_rate_hz, 0.0, AXES_XYZ, path)
        for label, path in seen.items()
    )


def plate_channels(lab: Lab, feet: Feet, rng: np.random.Generator) -> tuple[Channel, ...]:
    """Force and centre of pressure of each plate; feet: (force N, centre of pressure m) of left and right, AP V ML."""
    loads = dict(zip(lab.plates(), [_together(feet)] if lab.belts == "one" else feet, strict=True))
    channels: list[Channel] = []
    for place, (force, cop) in loads.items():
        read, centre = plate_readings(lab, place, force, cop, rng)
        channels.append(Channel("grf", place, "none", "lab", "N", lab.force_rate_hz, 0.0, AXES_XYZ, read))
        channels.append(Channel("cop", place, "none", "lab", "m", lab.force_rate_hz, 0.0, AXES_XYZ, centre))
    return tuple(channels)


def sacral_recording(
    lab: Lab, felt_mps2: Array, rng: np.random.Generator, source: Source, known: Conditions = SIMULATED
) -> Recording:
    """A sacral sensor's recording; felt_mps2: (n, 3) AP V ML, gravity included, already through its bandwidth."""
    read = sensor_readings(lab.sensor, felt_mps2, G, rng)
    channel = Channel("acc", "sacrum", "none", "body", "m/s2", lab.sensor.rate_hz, 0.0, AXES_BODY, read)
    return Recording((channel,), source, conditions=known)


def _together(feet: Feet) -> tuple[Array, Array]:
    """Both feet on one plate: forces add, centres of pressure are weighed by vertical force."""
    force = np.sum([f for f, _ in feet], axis=0)
    moment = np.sum([c * f[:, 1:2] for f, c in feet], axis=0)
    return force, moment / np.where(force[:, 1:2] > 0, force[:, 1:2], 1.0)
