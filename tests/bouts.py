"""Bouts that the tests of the thinking rooms share: simulated, hand-made and real, measured once a process."""

import csv
import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from restride.core.recording import Array, Channel, Recording, Source
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events.detect import detect, detect_live
from restride.events.detected import Detected
from restride.metrics.bout import Bout, Person
from restride.metrics.measure import Measured, measure
from restride.read import read
from restride.signal.prepare import Prepared, prepare
from restride.simulate import Lab, Runner, Simulated, simulate_run
from tests.data import recording
from tests.tree import ROOT

RBDS = tuple(f"RBDS{person}runT{speed}" for person in ("001", "010", "014") for speed in ("25", "35", "45"))
LAB = Lab()
ALCANTARA = """
task = "running"
rate_hz = 500.0
layout = "one trial a row"
samples = 2480
[[channel]]
quantity = "{quantity}"
place = "{place}"
unit = "{unit}"
columns = {columns}
"""


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """A recording on its way through the rooms."""

    prepared: Prepared
    found: Detected
    measured: Measured

    def value(self, name: str, side: str = "both", method: str | None = None) -> float | None:
        """One metric, or None where it is absent; live values only if asked for."""
        rows = [m for m in self.measured.metrics if (m.name, m.side) == (name, side)]
        rows = [m for m in rows if m.method == method or (method is None and not m.method.endswith("_live"))]
        return rows[0].value if rows else None

    @property
    def codes(self) -> list[str]:
        """Codes of all quality notes, in order."""
        return [q.code for q in (*self.prepared.quality, *self.found.quality, *self.measured.quality)]

    def says(self, code: str) -> str:
        """The message of the first note with this code, or ""."""
        notes = (*self.prepared.quality, *self.found.quality, *self.measured.quality)
        return next((q.message for q in notes if q.code == code), "")


def assessed(one: Recording, still: Recording | None = None, person: Person | None = None) -> Assessed:
    """Prepare, detect, measure; raises what they raise."""
    ready = prepare(one, still)
    found = detect(ready.recording, ready.kind, one.task)
    bout = Bout(
        recording=ready.recording,
        standing=ready.standing,
        kind=ready.kind,
        unfit=ready.unfit,
        strides=found.strides,
        crossed=found.crossed,
        person=person or Person(),
        conditions=one.conditions,
        said=(*ready.quality, *found.quality),
    )
    return Assessed(ready, found, measure(bout, detect_live(ready.recording, found.strides.task)))


def person_of(runner: Runner) -> Person:
    """What a profile would say of a simulated runner."""
    return Person(runner.mass_kg, runner.height_m, runner.leg_length_m)


@cache
def simulated(runner: Runner, lab: Lab = LAB, seconds: float = 10.0, seed: int = 0) -> Simulated:
    """A run, made once."""
    return simulate_run(runner, lab, seconds=seconds, seed=seed)


@cache
def assessed_run(runner: Runner, lab: Lab = LAB, seconds: float = 10.0, seed: int = 0, static: bool = True) -> Assessed:
    """A simulated run, assessed once."""
    made = simulated(runner, lab, seconds, seed)
    return assessed(made.recording, made.static if static else None, person_of(runner))


def channel(
    values: Array, *, quantity: str = "grf", place: str = "plate_1", unit: str = "N", rate_hz: float = 300.0,
    start_s: float = 0.0, axes: tuple[str, ...] = ("V",), side: Any = "none",
) -> Channel:  # fmt: skip
    """A channel in body axes."""
    return Channel(quantity, place, side, "body", unit, rate_hz, start_s, axes, np.asarray(values, dtype=np.float64))


def recorded(*channels: Channel, **rest: Any) -> Recording:
    """A recording of these channels."""
    return Recording(channels, Source("made.csv", "0" * 64, "made", "1"), **rest)


def hops(
    rate_hz: float = 300.0, *, steps: int = 20, step_s: float = 0.36, contact_s: float = 0.25, mass_kg: float = 70.0,
    lead_s: float = 0.3,
) -> Array:  # fmt: skip
    """(n,) N: half-sine stances that carry body weight on average. The exact contacts start at lead_s + k step_s."""
    t = np.arange(round((2 * lead_s + steps * step_s) * rate_hz)) / rate_hz
    since = (t - lead_s) % step_s
    down = (since < contact_s) & (t >= lead_s) & (t < lead_s + steps * step_s)
    top = mass_kg * G * np.pi / 2 * step_s / contact_s
    return np.where(down, top * np.sin(np.pi * since / contact_s), 0.0)


def rbds_path(name: str) -> str:
    """Below the data folder."""
    return f"rbds_treadmill_running/{name[:7]}/{name}.c3d"


@cache
def rbds_recording(name: str) -> Recording:
    """One trial of RBDS, running or static; skips where it is not there."""
    return read(recording(rbds_path(name)))[0]


@cache
def rbds(name: str) -> Assessed:
    """One running trial of RBDS with its standing trial and the runner's mass and height."""
    with recording("rbds_treadmill_running/participants.csv").open(newline="") as table:
        row = next(r for r in csv.DictReader(table) if r["FileName"] == f"{name}.c3d")
    person = Person(float(row["Mass"]), float(row["Height"]) / 100)
    return assessed(rbds_recording(name), rbds_recording(f"{name[:7]}static"), person)


@cache
def reference() -> dict[str, Any]:
    """The independent computation of RBDS, whose author has not seen this code."""
    found: dict[str, Any] = json.loads((ROOT / "validation" / "independent" / "rbds_force.json").read_text())
    return found


@cache
def alcantara(quantity: str, folder: Any) -> tuple[Recording, ...]:
    """The sixteen trials of acc or grf."""
    sidecar = folder / f"{quantity}.toml"
    name, place, unit, columns = {
        "acc": ("Accelerometer_one_sub.csv", "sacrum", "g", "{ V = 0, AP = 2480 }"),
        "grf": ("GRF_one_sub.csv", "plate_1", "BW", "{ V = 0 }"),
    }[quantity]
    sidecar.write_text(ALCANTARA.format(quantity=quantity, place=place, unit=unit, columns=columns))
    return read(recording(f"alcantara_sacral_running/{name}"), sidecar=sidecar)


def replaced(one: Recording, quantity: str, change: Any) -> Recording:
    """The same recording with `change(channel)` in place of every channel of a quantity."""
    return replace(one, channels=tuple(change(c) if c.quantity == quantity else c for c in one.channels))
