"""Peak acceleration of the tibia at impact, from a device on the shank.

needs: acc@shank in body axes, initial contacts of that leg; 199 Hz or more (A-25). returns: one value a contact, in g.

Second-order Butterworth forward and back at 60 Hz per pass (A-27), then the highest value from 20 ms before to 100 ms
after initial contact. Axial: along the shank's long axis (gravity in standing where the person stood, else as in
signal/mounting/shank.py; 5 degrees of misalignment pass 9 % of the forward acceleration into it, A-28), up positive.
Resultant: of all three axes; it needs no alignment, so that it is the safer one to follow (A-28, A-30). Both hold
gravity, as the device reads it: standing still is 1 g.

It is a peak of acceleration and nothing else: no loading rate, no force on the bone (A-32, A-33), no risk.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.bout import Bout, Measures, Rows
from restride.signal.extrema import highest, value_at
from restride.signal.filters import lowpass
from restride.signal.inertial import SHANKS, Sensor

AXIAL, RESULTANT = "peak_tibial_acceleration", "peak_tibial_acceleration_resultant"
LEAST_HZ = 199.0
CUTOFF_HZ = 60.0
WINDOW_S = (-0.02, 0.10)
UP = 1


def tibia(bout: Bout) -> Measures:
    """Axial and resultant peak of each contact of a leg that wears a device."""
    devices = bout.devices(SHANKS)
    fast = [d for d in devices if d.rate_hz >= LEAST_HZ]
    slow = [d for d in devices if d.rate_hz < LEAST_HZ]
    said = any(q.code == "rate_too_low" and AXIAL in q.removes for q in bout.said)
    notes = () if said or not slow else (_too_slow(slow[0]),)
    if not fast:
        return Measures(quality=notes)
    axial, resultant = np.full(bout.strides.n, np.nan), np.full(bout.strides.n, np.nan)
    for device in fast:
        rows = bout.rows_of(device.side)
        axial[rows], resultant[rows] = peaks(device, bout.strides.ic_s[rows])
    method = f"shank_{bout.strides.task}"
    return Measures(
        (Rows(AXIAL, method, axial, place=SHANKS), Rows(RESULTANT, method, resultant, place=SHANKS)), quality=notes
    )


def peaks(device: Sensor, ic_s: Array) -> tuple[Array, Array]:
    """(m,), (m,) axial and resultant peak in g about initial contacts (m,) in seconds."""
    smooth = lowpass(device.acc, device.rate_hz, cutoff_hz=CUTOFF_HZ) / G
    first, last = ((ic_s + edge - device.start_s) * device.rate_hz for edge in WINDOW_S)
    resultant = np.sqrt(np.einsum("ij,ij->i", smooth, smooth))
    axial, total = (value_at(y, np.rint(highest(y, first, last))) for y in (smooth[:, UP], resultant))
    return axial, total


def _too_slow(device: Sensor) -> Quality:
    return Quality(
        code="rate_too_low",
        severity="warning",
        message=f"the {device.name} was sampled at {device.rate_hz:.0f} Hz; tibial acceleration needs {LEAST_HZ:.0f}",
        removes=(AXIAL, RESULTANT),
    )
