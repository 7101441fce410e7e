"""Running contacts from a device on the foot, one stride at a time.

needs: acc, gyro@foot in body axes; the mid-swings of one stretch of running. returns: initial and final contact.

Candidates after Falbriard et al. 2018 (Front Physiol 9:610; 41 adults on a force treadmill): between two mid-swings
the pitch rate, low-passed at 30 Hz, has two minima, one as the foot comes down and one as it pushes off. Both lag or
lead the force by an amount that differs between people and speeds; Falbriard corrects by speed. We differ in the
correction:

- Initial contact is the moment at which the pitch rate has come down to its first minimum (within 2 % of the way from
  mid-swing), less `slap_s` for each part that the minimum is of the mid-swing rate, less `slap_offset_s`. A foot that
  lands on the heel slaps down fast and is fastest some 20 ms after contact; one that lands flat hardly turns any
  further.
- Final contact lies in the fall of the acceleration across the sole that follows the second minimum: as the toes leave
  the ground nothing pushes any more. It is the last moment at which a tenth of the fall is still to come, less
  `leave_s`. The pitch-rate minimum itself leads by 40 ms in slow and 10 ms in fast running, this moment does not.

The three constants come from virtual sensors on the feet of three recorded runners (9 runs, 2.5 to 4.5 m/s) against
force at 20 N; core/methods/foot_running.toml has the error with each person left out. A device at the heel instead of
mid-foot or instep reads final contact 7 ms later.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.signal.extrema import first_below, highest, last_above, lowest, value_at
from restride.signal.filters import lowpass
from restride.signal.inertial import Sensor
from restride.signal.swings import about, stride_after

METHOD = "foot_running"
UP, PITCH = 1, 2


@dataclass(frozen=True, slots=True)
class FootRunning:
    """Parameters; shares are of the stride for times, of the mid-swing rate or of the fall for heights."""

    cutoff_hz: float = 30.0
    down_share: float = 0.15
    """Below this much of the mid-swing rate the foot is coming down."""
    settle_s: float = 0.04
    rest_share: float = 0.30
    """The foot is flat between these two times after it began to come down."""
    push_share: float = 0.45
    """The push-off is over so long after the foot began to come down."""
    touch_share: float = 0.02
    slap_s: float = 0.020
    slap_offset_s: float = -0.006
    lag_s: tuple[float, float] = (-0.010, 0.025)
    fall_s: tuple[float, float] = (0.07, 0.09)
    """The fall begins at most so long before its end, and ends at most so long after the push-off's minimum."""
    left_share: float = 0.1
    leave_s: float = 0.013


PARAMS = FootRunning()


def contacts(sensor: Sensor, swing: Array, params: FootRunning = PARAMS) -> tuple[Array, Array]:
    """(m,), (m,) initial contact after mid-swing k and final contact of that stance; NaN where there is none.

    swing: (m,) fractional samples of consecutive mid-swings of one stretch. Where the signal has a gap there is none.
    """
    rate = sensor.rate_hz
    part = about(swing, rate, sensor.n)
    if part is None:
        none = np.full(len(swing), np.nan)
        return none, none
    pitch = lowpass(sensor.gyro[part, PITCH], rate, cutoff_hz=params.cutoff_hz)
    across = lowpass(sensor.acc[part, UP], rate, cutoff_hz=params.cutoff_hz)
    here = swing - part.start
    stride = stride_after(here)

    fastest = highest(pitch, here - 0.1 * stride, here + 0.1 * stride)
    top = value_at(pitch, fastest)
    down = first_below(pitch, params.down_share * top, fastest, here + stride)
    rest = highest(pitch, down + params.settle_s * rate, down + params.rest_share * stride)
    dip = value_at(pitch, lowest(pitch, down, rest))
    touch = first_below(pitch, dip + params.touch_share * (top - dip), down, rest)
    lag_s = np.clip(params.slap_offset_s - params.slap_s * dip / top, *params.lag_s)

    push = lowest(pitch, rest, down + params.push_share * stride)
    end = lowest(across, push, push + params.fall_s[1] * rate)
    start = highest(across, end - params.fall_s[0] * rate, end)
    low, high = value_at(across, end), value_at(across, start)
    left = last_above(across, low + params.left_share * (high - low), start, end)
    return touch - lag_s * rate + part.start, left - params.leave_s * rate + part.start
