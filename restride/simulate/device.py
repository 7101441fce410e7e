"""What a worn inertial sensor does to the truth: its mounting, rate, noise, offsets, range and lost packets."""

from dataclasses import dataclass, field

import numpy as np

from restride.core.recording import AXES_XYZ, Array, Channel, Side
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate.motion import Motion

PACKET_S = 0.05
"""Samples are lost in packets of this length."""


def _straight() -> Array:
    return np.eye(3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Device:
    """An inertial sensor with an accelerometer and a gyroscope.

    rate_hz: None for the rate of what it is made from. mounting: (3, 3) rotation, sensor x y z = mounting @ segment
    AP V ML. Readings are scale * truth + bias + noise (SD of white noise), cut off at +/- range, then lost_share of
    the packets is lost (NaN in both sensors). Biases are (x, y, z) in the sensor's axes.
    """

    rate_hz: float | None = None
    mounting: Array = field(default_factory=_straight)
    acc_noise_mps2: float = 0.0
    gyro_noise_dps: float = 0.0
    acc_bias_mps2: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gyro_bias_dps: tuple[float, float, float] = (0.0, 0.0, 0.0)
    acc_scale: float = 1.0
    gyro_scale: float = 1.0
    acc_range_g: float | None = None
    gyro_range_dps: float | None = None
    lost_share: float = 0.0


IDEAL_DEVICE = Device()
"""Sits straight on its segment and makes no error."""


def any_mounting(seed: int) -> Array:
    """(3, 3) a rotation, all equally likely."""
    q = np.random.default_rng([seed, 9]).standard_normal(4)
    w, x, y, z = q / np.linalg.norm(q)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def sense(truth: Motion, device: Device, place: str, side: Side, rng: np.random.Generator) -> tuple[Channel, Channel]:
    """Channels "acc" (m/s2, gravity included) and "gyro" (deg/s) of a device that moves like `truth`, frame "sensor".

    `truth` must be evenly spaced in time, at the device's rate.
    """
    acc = device.acc_scale * truth.felt_mps2() @ device.mounting.T + np.array(device.acc_bias_mps2)
    gyro = device.gyro_scale * truth.spin_dps @ device.mounting.T + np.array(device.gyro_bias_dps)
    # Noise is drawn even where it is zero, so that one setting does not change the draws of another.
    acc = acc + device.acc_noise_mps2 * rng.standard_normal(acc.shape)
    gyro = gyro + device.gyro_noise_dps * rng.standard_normal(gyro.shape)
    if device.acc_range_g is not None:
        acc = np.clip(acc, -device.acc_range_g * G, device.acc_range_g * G)
    if device.gyro_range_dps is not None:
        gyro = np.clip(gyro, -device.gyro_range_dps, device.gyro_range_dps)
    n = len(acc)
    rate = (n - 1) / float(truth.time_s[-1] - truth.time_s[0])
    packet = max(1, round(PACKET_S * rate))
    lost = np.repeat(rng.random(-(-n // packet)) < device.lost_share, packet)[:n]
    acc[lost], gyro[lost] = np.nan, np.nan
    rate = device.rate_hz or round(rate, 9)
    start = float(truth.time_s[0])
    return (
        Channel("acc", place, side, "sensor", "m/s2", rate, start, AXES_XYZ, acc),
        Channel("gyro", place, side, "sensor", "deg/s", rate, start, AXES_XYZ, gyro),
    )
