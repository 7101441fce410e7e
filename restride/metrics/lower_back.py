"""The vertical acceleration at the lower back that metrics are made from, carried to the middle of the pelvis.

needs: acc@sacrum or acc@lower_back with a V axis (body frame), m/s2; with gyro of the same device it is carried. The
pelvis pitches once a step, and a sensor on its back rides on it: it moves 6 to 30 % more than the centre of mass. With
the turning rate w about ML the point `LEVER_M` ahead of the sensor, in the middle of the pelvis, is felt as
a_V + LEVER_M * dw/dt. Ours; the pelvis is about 0.16 m deep between its spines, and the sensor sits behind the skin.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import BACK_PLACES, Array, Channel
from restride.metrics.bout import Bout
from restride.signal.filters import lowpass

LEVER_M = 0.10
"""From the sensor forward to the middle of the pelvis."""
TURN_CUTOFF_HZ = 20.0
"""Of the turning rate before it is differentiated: the pelvis itself does not turn faster."""


@dataclass(frozen=True, slots=True, eq=False)
class LowerBack:
    """vertical, forward: (n,) m/s2, gravity included, NaN in gaps; forward None without a gyroscope.

    carried: whether `vertical` is that of the middle of the pelvis, else that of the sensor.
    """

    place: str
    rate_hz: float
    start_s: float
    vertical: Array
    forward: Array | None
    carried: bool


def lower_back(bout: Bout) -> LowerBack | None:
    """The first device on the back in body axes, one with a gyroscope before one without; None without either."""
    for place in BACK_PLACES:
        for s in bout.devices(place):
            carried = s.acc[:, 1] + LEVER_M * pitch_acceleration(s.gyro[:, 2], s.rate_hz)
            return LowerBack(place, s.rate_hz, s.start_s, carried, s.acc[:, 0], carried=True)
    channel = vertical_channel(bout)
    if channel is None:
        return None
    return LowerBack(channel.place, channel.rate_hz, channel.start_s, channel.axis("V"), None, carried=False)


def vertical_channel(bout: Bout) -> Channel | None:
    """The first acceleration on the back that has a V axis."""
    found = [c for place in BACK_PLACES for c in bout.recording.select("acc", place) if c.has("V") and c.n > 1]
    return found[0] if found else None


def pitch_acceleration(turn_dps: Array, rate_hz: float) -> Array:
    """(n,) rad/s2 from the turning rate about ML (n,) in deg/s."""
    if len(turn_dps) < 2:
        return np.zeros(len(turn_dps))
    return np.asarray(np.gradient(lowpass(np.radians(turn_dps), rate_hz, cutoff_hz=TURN_CUTOFF_HZ)) * rate_hz)
