"""What the laboratory and the sensor do to the truth: axes, noise, offset, drift, gaps, clipping, mistakes."""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from restride.core.recording import Array

BELT_LENGTH_M, BELT_WIDTH_M = 1.8, 0.5
COP_FROM_N = 10.0
Axis = Literal["+x", "-x", "+y", "-y", "+z", "-z"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """An accelerometer strapped over the sacrum, columns AP V ML, gravity included.

    offset_g: what it reads too much along V: worn sensors average 1.13 to 1.24 g where mechanics demands 1.
    tilt_deg: forward lean of the strapped box. bandwidth_hz: where a zero-lag second-order low-pass halves power.
    impact_spread: soft tissue makes the impact so many times longer, and lower. drift along V.
    """

    rate_hz: float = 500.0
    noise_mps2: float = 0.25
    offset_g: float = 0.16
    tilt_deg: float = 4.0
    bandwidth_hz: float = 20.0
    impact_spread: float = 1.6
    drift_mps2_per_min: float = 0.0
    clip_g: float | None = None
    gap_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """An instrumented treadmill with cameras.

    up, forward: which laboratory axes point up and where the runner faces. belts: one plate under both feet, or a left
    plate_1 and a right plate_2. placement_m: how far markers sit off their places (SD), the same standing and running.
    force_*: along AP, V, ML of each plate. moment_noise_nm: SD. cop_bias_m: along AP and ML. clip_n: highest vertical
    force that the plate shows. missing: labels absent from the run. swapped: pairs of labels exchanged in the run.
    gap_share: share of each marker's frames lost, in gaps of about a tenth of a second.
    """

    marker_rate_hz: float = 150.0
    force_rate_hz: float = 300.0
    up: Literal["y", "z"] = "y"
    forward: Axis = "+x"
    belts: Literal["one", "split"] = "one"
    marker_noise_m: float = 0.0004
    placement_m: float = 0.0
    force_noise_n: float = 2.0
    force_offset_n: tuple[float, float, float] = (3.0, -9.0, -4.0)
    force_drift_n_per_min: tuple[float, float, float] = (0.0, 4.0, 0.0)
    clip_n: float | None = None
    moment_noise_nm: float = 1.5
    cop_bias_m: tuple[float, float] = (0.0, 0.0)
    missing: tuple[str, ...] = ()
    swapped: tuple[tuple[str, str], ...] = ()
    gap_share: float = 0.0
    sensor: Sensor = field(default_factory=Sensor)

    def axes(self) -> Array:
        """(3, 3) turn from AP, V, ML to the laboratory's x, y, z: lab = turn @ body.

        Raises ValueError where the runner would face up or down.
        """
        if self.forward[1] == self.up:
            raise ValueError(f"a runner cannot face {self.forward} where {self.up} is up")
        up, forward = np.zeros(3), np.zeros(3)
        up["xyz".index(self.up)] = 1.0
        forward["xyz".index(self.forward[1])] = -1.0 if self.forward[0] == "-" else 1.0
        return np.stack([forward, up, np.cross(forward, up)], axis=1)

    def origin_m(self) -> Array:
        """(3,) the middle of the treadmill in the laboratory, on the ground."""
        return np.asarray(self.axes() @ np.array([2.1, 0.0, 0.9]))

    def to_lab(self, points_m: Array) -> Array:
        """(n, 3) places from AP, V, ML about the treadmill's middle to the laboratory's axes."""
        return np.asarray(points_m @ self.axes().T + self.origin_m())

    def plates(self) -> dict[str, tuple[float, float]]:
        """Left and right edge of each plate, m to the right of the treadmill's middle."""
        if self.belts == "one":
            return {"plate_1": (-BELT_WIDTH_M / 2, BELT_WIDTH_M / 2)}
        return {"plate_1": (-BELT_WIDTH_M - 0.005, -0.005), "plate_2": (0.005, BELT_WIDTH_M + 0.005)}

    def corners(self) -> dict[str, Array]:
        """(4, 3) m, corners of each plate: front left, front right, back right, back left of the runner."""
        half = BELT_LENGTH_M / 2
        return {
            place: self.to_lab(np.array([[half, 0, left], [half, 0, right], [-half, 0, right], [-half, 0, left]]))
            for place, (left, right) in self.plates().items()
        }


IDEAL_SENSOR = Sensor(noise_mps2=0.0, offset_g=0.0, tilt_deg=0.0)
"""No fault but its bandwidth."""
IDEAL_LAB = replace(
    Lab(),
    marker_noise_m=0.0,
    force_noise_n=0.0,
    force_offset_n=(0.0, 0.0, 0.0),
    force_drift_n_per_min=(0.0, 0.0, 0.0),
    moment_noise_nm=0.0,
    sensor=IDEAL_SENSOR,
)
"""No fault at all."""


def plate_readings(lab: Lab, place: str, force_n: Array, cop_m: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Force (n, 3) and centre of pressure (n, 3) as one plate gives them, in the laboratory's axes.

    force_n, cop_m: truth along AP, V, ML about the treadmill's middle. The centre of pressure is the moment about the
    plate's middle over the force, both as measured; NaN below COP_FROM_N.
    """
    minutes = np.arange(len(force_n)) / lab.force_rate_hz / 60
    read = force_n + np.array(lab.force_offset_n) + minutes[:, None] * np.array(lab.force_drift_n_per_min)
    read = read + lab.force_noise_n * rng.standard_normal(force_n.shape)
    middle = np.array([0.0, 0.0, sum(lab.plates()[place]) / 2])
    biased = cop_m + np.array([lab.cop_bias_m[0], 0.0, lab.cop_bias_m[1]]) - middle
    moment = biased * force_n[:, 1:2] + lab.moment_noise_nm * rng.standard_normal(force_n.shape)
    loaded = np.abs(read[:, 1]) >= COP_FROM_N
    cop = middle + moment / np.where(loaded, read[:, 1], np.nan)[:, None]
    cop[:, 1] = np.where(loaded, 0.0, np.nan)
    if lab.clip_n is not None:
        read[:, 1] = np.minimum(read[:, 1], lab.clip_n)
    return read @ lab.axes().T, lab.to_lab(cop)


def marker_readings(lab: Lab, paths_m: dict[str, Array], rng: np.random.Generator) -> dict[str, Array]:
    """Markers (n, 3) m in the laboratory's axes with noise, without those that are missing, swaps done, gaps cut."""
    # Noise is drawn for every label, so that a missing marker leaves the others as they were.
    seen = {k: lab.to_lab(p) + lab.marker_noise_m * rng.standard_normal(p.shape) for k, p in paths_m.items()}
    for one, other in lab.swapped:
        seen[one], seen[other] = seen[other], seen[one]
    if lab.gap_share > 0:
        seen = {label: _with_gaps(path, lab.gap_share, lab.marker_rate_hz, rng) for label, path in seen.items()}
    return {label: path for label, path in seen.items() if label not in lab.missing}


def sensor_readings(sensor: Sensor, acc_mps2: Array, gravity: float, rng: np.random.Generator) -> Array:
    """(n, 3) AP, V, ML of a sacral sensor. acc_mps2: acceleration that it would feel, gravity included."""
    tilt = np.radians(sensor.tilt_deg)
    ahead = acc_mps2[:, 0] * np.cos(tilt) - acc_mps2[:, 1] * np.sin(tilt)
    up = acc_mps2[:, 1] * np.cos(tilt) + acc_mps2[:, 0] * np.sin(tilt)
    minutes = np.arange(len(acc_mps2)) / sensor.rate_hz / 60
    up = up + sensor.offset_g * gravity + sensor.drift_mps2_per_min * minutes
    read = np.stack([ahead, up, acc_mps2[:, 2]], axis=-1) + sensor.noise_mps2 * rng.standard_normal(acc_mps2.shape)
    if sensor.clip_g is not None:
        read = np.clip(read, -sensor.clip_g * gravity, sensor.clip_g * gravity)
    return _with_gaps(read, sensor.gap_share, sensor.rate_hz, rng) if sensor.gap_share > 0 else read


def lowpass(x: Array, rate_hz: float, cutoff_hz: float) -> Array:
    """(n, k) through a zero-lag low-pass that halves power at the cut-off, by Fourier transform: ends wrap around."""
    frequency = np.fft.rfftfreq(len(x), 1 / rate_hz)
    gain = 1 / np.sqrt(1 + (frequency / cutoff_hz) ** 4)
    return np.asarray(np.fft.irfft(np.fft.rfft(x, axis=0) * gain[:, None], len(x), axis=0))


def _with_gaps(values: Array, share: float, rate_hz: float, rng: np.random.Generator) -> Array:
    out, n = values.copy(), len(values)
    length = max(1, round(0.1 * rate_hz))
    for start in rng.integers(0, max(1, n - length), size=round(share * n / length)):
        out[start : start + length] = np.nan
    return out
