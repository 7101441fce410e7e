"""Devices on the legs of simulated people, and of recorded ones through their markers, made once a process."""

import json
from dataclasses import replace
from functools import cache

import numpy as np

from restride.core.recording import Array, Recording
from restride.core.strides import Strides
from restride.signal.inertial import Sensor, sensors
from restride.signal.prepare import prepare
from restride.simulate import FEET, SHANKS, Device, Runner, Worn, from_markers, simulate_worn_run, simulate_worn_walk
from restride.simulate.sensors import marker_motion
from tests.bouts import rbds, rbds_recording
from tests.data import recording

RATE_HZ = 200.0
SITES = {"foot": FEET, "shank": SHANKS}


@cache
def worn_run(speed_mps: float = 3.0, strike_deg: float = 12.0, seconds: float = 12.0, stands_s: float = 0.0) -> Worn:
    """A virtual runner with devices on feet and shanks, straight on their segments."""
    runner = Runner.typical(speed_mps, foot_strike_angle_deg=strike_deg)
    return simulate_worn_run(
        runner, sites=(*FEET, *SHANKS), device=Device(rate_hz=RATE_HZ), seconds=seconds, stands_s=stands_s
    )


@cache
def worn_walk(seed: int = 0) -> Worn:
    """A virtual walker with devices on the shanks; stands before and after."""
    return simulate_worn_walk(sites=SHANKS, device=Device(rate_hz=RATE_HZ), seed=seed)


def device(worn: Recording, place: str, side: str) -> Sensor:
    """The device at a place, its axes taken for those of the body."""
    (one,) = (s for s in sensors(worn, place) if s.side == side)
    return replace(one, frame="body")


@cache
def rbds_worn(name: str, place: str, rate_hz: float = 250.0) -> tuple[Sensor, Sensor]:
    """Virtual devices on the left and right foot or shank of a recorded runner, body axes."""
    still = rbds_recording(f"{name[:7]}static")
    made = from_markers(rbds_recording(name), SITES[place], standing=still, device=Device(rate_hz=rate_hz))
    return device(made, place, "left"), device(made, place, "right")


@cache
def rbds_pitch(name: str, site: int) -> tuple[Array, Array]:
    """Instants and the true sagittal angle against standing, deg, of the left (0) or right (1) shank's markers."""
    ready = prepare(rbds_recording(name), rbds_recording(f"{name[:7]}static"))
    truth = marker_motion(ready, SHANKS[site])
    return truth.time_s, np.degrees(np.arctan2(truth.turn[:, 1, 0], truth.turn[:, 0, 0]))


def rbds_force(name: str) -> Strides:
    """The same run's contacts by force."""
    return rbds(name).found.strides


def missed(true_s: Array, found_s: Array, within_s: float = 0.1) -> Array:
    """(m,) s: the found moment nearest to each true one, less it; NaN where none is so near."""
    if len(found_s) == 0:
        return np.full(len(true_s), np.nan)
    found = found_s[np.isfinite(found_s)]
    off = found[np.argmin(np.abs(found[None] - true_s[:, None]), axis=1)] - true_s
    return np.where(np.abs(off) < within_s, off, np.nan)


def turned(sensor: Sensor, turn: Array) -> Sensor:
    """The same device, mounted otherwise: its readings in other axes."""
    return replace(sensor, frame="sensor", acc=sensor.acc @ turn.T, gyro=sensor.gyro @ turn.T)


def mirrored(sensor: Sensor) -> Sensor:
    """The device of the person in the mirror, body axes."""
    side = {"left": "right", "right": "left"}.get(sensor.side, sensor.side)
    flip = np.array([1.0, 1.0, -1.0])
    return replace(sensor, side=side, acc=sensor.acc * flip, gyro=-sensor.gyro * flip)


def mean_cycle(name: str, segment: str) -> tuple[Sensor, float]:
    """A recorded device's mean cycle, repeated ten times, body axes; and how long the foot bears 5 % of weight, s."""
    path = recording(f"biomac_mean_cycles/{name}.json")
    rows = json.loads(path.read_text(encoding="utf-8"))["variables"]
    seconds = next(r["mean"][0] for r in rows if r["type"] == "dur")
    force = np.array(next(r["mean"] for r in rows if r["name"] == "GRF_y_r"), dtype=np.float64)
    at = np.arange(0, 10 * len(force), 0.25)

    def repeated(kind: str) -> Array:
        columns = [np.tile(r["mean"], 11) for r in rows if (r["type"], r["segment"]) == (kind, segment)]
        return np.column_stack([np.interp(at, np.arange(len(c)), c) for c in columns])

    rate = 4 * len(force) / seconds
    one = Sensor("leg", "unknown", "body", rate, 0.0, repeated("acc"), np.degrees(repeated("gyro")))
    return one, float(np.mean(np.interp(at, np.arange(11 * len(force)), np.tile(force, 11)) > 0.05)) * seconds
