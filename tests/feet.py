"""Walkers with devices on their feet, simulated and real, made or read once a process."""

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from restride.core.recording import AXES_BODY, Array, Channel, Recording, Source
from restride.events.foot import detect
from restride.events.found import Found
from restride.read import read
from restride.signal.inertial import Sensor, sensors
from restride.signal.prepare import prepare
from restride.simulate import FEET, Device, Go, Pace, Pause, Worn, simulate_worn_walk
from tests.data import recording

RATE_HZ = 200.0
ROUTES = {
    "straight": (Pause(2.0), Go(24), Pause(2.0)),
    "there and back": (Pause(2.0), Go(12), Go(4, turn_deg=180), Go(12), Pause(2.0)),
    "round": (Pause(2.0), *(Go(8), Go(6, turn_deg=120)) * 3, Pause(2.0)),
    "with a stop": (Pause(2.0), Go(12), Pause(4.0), Go(12), Pause(2.0)),
    "up stairs": (Pause(2.0), Go(16, rise_m=0.17, step_m=0.3), Pause(2.0)),
    "down stairs": (Pause(2.0), Go(16, rise_m=-0.17, step_m=0.3), Pause(2.0)),
    "up a slope": (Pause(2.0), Go(24, grade_pct=10.0), Pause(2.0)),
}  # fmt: skip
GAITMAP = "gaitmap_foot_imu_walking/{}.csv"
GAITMAP_HZ = 204.8


@cache
def walk(route: str = "straight", speed_mps: float = 1.3, seed: int = 0) -> Worn:
    """A virtual walker with devices on the feet, straight on their segments."""
    pace = Pace.typical(speed_mps)
    return simulate_worn_walk(pace, ROUTES[route], sites=FEET, device=Device(rate_hz=RATE_HZ), seed=seed)


def foot(worn: Recording, side: str = "left") -> Sensor:
    """The device on one foot, its axes taken for those of the body."""
    return replace(next(s for s in sensors(worn, "foot") if s.side == side), frame="body")


def cut(sensor: Sensor, first: int, last: int) -> Sensor:
    """Samples [first, last) on the same clock."""
    start_s = sensor.start_s + first / sensor.rate_hz
    return replace(sensor, acc=sensor.acc[first:last], gyro=sensor.gyro[first:last], start_s=start_s)


def recorded_by(*devices: Sensor) -> Recording:
    """A recording of devices in the axes that they are in."""
    channels = []
    for d in devices:
        axes = AXES_BODY if d.frame == "body" else ("x", "y", "z")
        for quantity, unit, values in (("acc", "m/s2", d.acc), ("gyro", "deg/s", d.gyro)):
            channels.append(Channel(quantity, d.place, d.side, d.frame, unit, d.rate_hz, d.start_s, axes, values))
    return Recording(tuple(channels), Source("made.csv", "0" * 64, "made", "1"))


def prepared(one: Recording) -> dict[str, Sensor]:
    """Its devices in body axes, by side."""
    return {s.side: s for s in sensors(prepare(one).recording, "foot") if s.frame == "body"}


@cache
def gaitmap(name: str = "imu_sample", rate_hz: float = GAITMAP_HZ) -> Recording:
    """One file of two feet of gaitmap's example data; skips where it is not there."""
    return _read(recording(GAITMAP.format(name)), f'place = "foot"\nrate_hz = {rate_hz}\n')


@cache
def tripod(side: str) -> Recording:
    """One foot on a treadmill at 3.7 km/h."""
    file = recording(f"tripod_treadmill_walking/Sub_FZ/PWS/IMU/{side[0].upper()}F.csv")
    return _read(file, f'place = "foot"\nside = "{side}"\n')


@cache
def loop() -> Recording:
    """A walk of 25 m that ends where it began."""
    return _read(recording("xio_foot_imu_walking/short_walk.csv"), 'place = "foot"\n')


def _read(file: Path, sidecar: str) -> Recording:
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said.toml"
        said.write_text(sidecar)
        (one,) = read(file, sidecar=said)
    return one


@dataclass(frozen=True, slots=True, eq=False)
class Mocap:
    """Optical reference of one foot: contacts and mid-stances of each stride, s; heel, toe (n, 3) m at 100 Hz."""

    pre_ic_s: Array
    tc_s: Array
    ic_s: Array
    start_s: Array
    end_s: Array
    heel_m: Array
    toe_m: Array

    def heel(self, at_s: Array) -> Array:
        """(m, 3) where the heel was."""
        return at(self.heel_m, at_s)

    @property
    def length_m(self) -> Array:
        """(m,) level way of the heel from one mid-stance to the next."""
        return np.asarray(np.linalg.norm((self.heel(self.end_s) - self.heel(self.start_s))[:, :2], axis=1))

    def pitch_deg(self, at_s: Array) -> Array:
        """(m,) how far the line from heel to toe points up."""
        line = at(self.toe_m, at_s) - self.heel(at_s)
        return np.asarray(np.degrees(np.arctan2(line[:, 2], np.hypot(line[:, 0], line[:, 1]))))


def at(path: Array, at_s: Array) -> Array:
    """(m, 3) a marker's place at moments."""
    t = np.arange(len(path)) / 100
    return np.column_stack([np.interp(at_s, t, column) for column in path.T])


@cache
def mocap(side: str) -> Mocap:
    """The reference of `gaitmap()`."""
    with recording(GAITMAP.format("stride_events_sample")).open(newline="") as table:
        rows = [r for r in csv.DictReader(table) if r["foot"] == side]
    times = {k: np.array([float(r[k]) / GAITMAP_HZ for r in rows]) for k in ("pre_ic", "tc", "ic", "start", "end")}
    with recording(GAITMAP.format("mocap_sample")).open(newline="") as table:
        names, axes, *lines = list(csv.reader(table))
    markers = np.array(lines, dtype=np.float64)
    paths = []
    for marker in ("FCC", "TOE"):
        columns = [i for i, n in enumerate(names) if n == f"{side[0].upper()}_{marker}"]
        paths.append(markers[:, sorted(columns, key=lambda i: axes[i])] / 1000)
    return Mocap(*(times[k] for k in ("pre_ic", "tc", "ic", "start", "end")), *paths)


def found(one: Sensor) -> Found:
    """Contacts of a device in body axes."""
    return detect(one, "unknown")


def next_ic(seen: Found) -> Array:
    """(n,) s: the next contact of the same foot, NaN after a pause."""
    gap = np.diff(seen.ic_s)
    near = gap < 1.75 * np.median(gap) if len(gap) else gap > 0
    return np.append(np.where(near, seen.ic_s[1:], np.nan), np.nan)


def f1(true_s: Array, found_s: Array, within_s: float) -> tuple[float, float]:
    """F1 of one-to-one matches, closest first, and their mean error, s."""
    pairs = sorted((abs(f - t), i, j) for i, t in enumerate(true_s) for j, f in enumerate(found_s))
    used: tuple[set[int], set[int]] = (set(), set())
    off = []
    for gap, i, j in pairs:
        if gap <= within_s + 1e-9 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            off.append(found_s[j] - true_s[i])
    return 2 * len(off) / (len(true_s) + len(found_s)), float(np.mean(off)) if off else np.nan


def random_turn(seed: int) -> Array:
    """(3, 3) any rotation, every one as likely."""
    q, r = np.linalg.qr(np.random.default_rng(seed).standard_normal((3, 3)))
    q = q * np.sign(np.diag(r))
    return np.asarray(q if np.linalg.det(q) > 0 else q[:, [1, 0, 2]])
