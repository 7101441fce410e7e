"""Running contacts from a device on the shank, one stride at a time.

needs: gyro@shank in body axes; the mid-swings of one stretch of running. returns: initial and final contact.

Kiernan et al. 2023 (Sensors 23:5022; 74 runners) compared 18 methods and recommend Fadillioglu et al. 2020 (Gait
Posture 81:102) for initial contact, which takes it from the shank's sagittal turning rate and reads 24 ms early, and
Purcell et al. 2006 for both contacts, which takes the peak of the resultant acceleration and reads initial contact 17
ms late. We take the turning rate for both, for it needs no sharp impact and no range that holds one:

- Initial contact: the shank stops swinging forward (the rate, low-passed at 20 Hz, passes zero after mid-swing) and
  lands `land_s` later. How hard and with what part of the foot it lands does not enter.
- Final contact: the foot leaves and the shank, held in place so far, swings up behind: the rate, low-passed at 10 Hz,
  falls fastest `leave_s` later.

The two constants come from virtual sensors on the shanks of three recorded runners (9 runs, 2.5 to 4.5 m/s) against
force at 20 N. Devices on skin do worse than virtual ones: core/methods/shank_running.toml has what Kiernan found for
the published methods.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.signal.extrema import first_below, highest, lowest
from restride.signal.filters import lowpass
from restride.signal.inertial import Sensor
from restride.signal.swings import about, stride_after

METHOD = "shank_running"
PITCH = 2


@dataclass(frozen=True, slots=True)
class ShankRunning:
    """Parameters; shares are of the stride, counted from where the shank stops swinging forward."""

    land_cutoff_hz: float = 20.0
    leave_cutoff_hz: float = 10.0
    latest_share: float = 0.6
    """The shank stops swinging forward so long after mid-swing at the latest."""
    stance_share: float = 0.1
    """The shank stands most still no earlier than this."""
    behind_share: tuple[float, float] = (0.25, 0.75)
    """It swings up behind fastest between these."""
    land_s: float = 0.0175
    leave_s: float = 0.018


PARAMS = ShankRunning()


def contacts(sensor: Sensor, swing: Array, params: ShankRunning = PARAMS) -> tuple[Array, Array]:
    """(m,), (m,) initial contact after mid-swing k and final contact of that stance; NaN where there is none.

    swing: (m,) fractional samples of consecutive mid-swings of one stretch. Where the signal has a gap there is none.
    """
    rate = sensor.rate_hz
    part = about(swing, rate, sensor.n)
    if part is None:
        none = np.full(len(swing), np.nan)
        return none, none
    turning = sensor.gyro[part, PITCH]
    pitch = lowpass(turning, rate, cutoff_hz=params.land_cutoff_hz)
    slow = lowpass(turning, rate, cutoff_hz=params.leave_cutoff_hz)
    here = swing - part.start
    stride = stride_after(here)
    stop = first_below(pitch, np.zeros(len(here)), here, here + params.latest_share * stride)
    behind = lowest(slow, *(stop + share * stride for share in params.behind_share))
    still = highest(slow, stop + params.stance_share * stride, behind)
    left = lowest(np.gradient(slow), still, behind)
    return stop + params.land_s * rate + part.start, left - params.leave_s * rate + part.start
