"""Walking contacts from a device on the shank, one stride at a time.

needs: gyro@shank in body axes; the mid-swings of one stretch of walking. returns: initial and final contact.

After Salarian et al. 2004 (IEEE TBME 51:1434) and Jasiewicz et al. 2006 (Gait Posture 24:502): the sagittal turning
rate is positive in swing and has a minimum on either side of it. Final contact is the last minimum before the swing.
Salarian's initial contact, the minimum after it, comes 24 to 98 ms late on four shanks; the zero before that minimum
comes 6 to 33 ms early, and we take that, as in running. Both are moved by their mean lead against force at 5 % of body
weight in the mean cycles of two people (Dorschky et al. 2019), so that stance is about what a pressure treadmill says;
light barriers, which see the foot before and after it carries load, say up to 0.1 s more.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.signal.extrema import first_below, last_above, last_low, value_at
from restride.signal.filters import lowpass
from restride.signal.inertial import Sensor
from restride.signal.swings import about

METHOD = "shank_walking"
PITCH = 2


@dataclass(frozen=True, slots=True)
class ShankWalking:
    """Parameters."""

    cutoff_hz: float = 20.0
    latest_s: float = 0.6
    """Contacts lie no farther than this from mid-swing."""
    lead_s: float = 0.3
    """The minimum before the swing lies no longer before the zero that follows it."""
    depth_share: float = 0.1
    """The minimum before the swing is at least so deep, of the mid-swing rate: less is tremor."""
    land_s: float = 0.018
    leave_s: float = 0.015


PARAMS = ShankWalking()


def contacts(sensor: Sensor, swing: Array, params: ShankWalking = PARAMS) -> tuple[Array, Array]:
    """(m,), (m,) initial contact after mid-swing k and final contact before mid-swing k + 1; NaN where there is none.

    swing: (m,) fractional samples of consecutive mid-swings of one stretch. Where the signal has a gap there is none.
    """
    rate = sensor.rate_hz
    part = about(swing, rate, sensor.n)
    if part is None:
        none = np.full(len(swing), np.nan)
        return none, none
    pitch = lowpass(sensor.gyro[part, PITCH], rate, cutoff_hz=params.cutoff_hz)
    here = swing - part.start
    reach = params.latest_s * rate
    stop = first_below(pitch, np.zeros(len(here)), here, here + reach)
    begin = last_above(-pitch, np.zeros(len(here)), here - reach, here)
    least = params.depth_share * value_at(pitch, here)
    back = last_low(pitch, -least, begin - params.lead_s * rate, begin)
    left = np.append(back[1:] + params.leave_s * rate, np.nan)
    return stop + params.land_s * rate + part.start, left + part.start
