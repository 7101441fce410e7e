"""Running with a device on a foot: foot-strike angle and its class, pronation.

needs: acc, gyro@foot in body axes, contacts of that foot. returns: one value a contact, and which part of the foot
lands.

Foot-strike angle: how far the toes are up at initial contact against the flat foot of the same stance, by the integral
of the pitch rate between the two (0.1 s, so that no drift arises). The vocabulary's zero is standing; a foot that is
flat in running stands 0 to 3 degrees toes down against that. Classes after Altman and Davis 2012 (A-50). Foot sensors
miss the angle by 3.9 +- 5.3 degrees (N-37), so that a class is borderline wherever the 90 % interval with this SD
crosses a limit, or where the turn of the foot after contact speaks against it: a foot that lands on the heel turns
toes down, one that lands on the ball toes up (van Werkhoven et al. 2019, 92 % of 12 people, N-38).

Pronation: how far the foot everts from initial contact to the most everted moment of the first 60 % of stance, by the
integral of the turning rate about its long axis. The shoe is measured, not the heel in it, and turning about the other
axes shows up in it: compare it with itself only.
"""

import math

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows
from restride.signal.crossings import resampled
from restride.signal.cycles import flat
from restride.signal.extrema import value_at
from restride.signal.filters import bridge, lowpass
from restride.signal.inertial import FEET, Sensor

METHOD = "foot_running"
ROLL, PITCH = 0, 2
REARFOOT_DEG, FOREFOOT_DEG = 8.0, -1.6
ERROR_SD_DEG = 5.3
INTERVAL_90 = 1.645
LANDING_CUTOFF_HZ = 30.0
PRONATION_SHARE = 0.60
FEWEST = 3


def foot_angles(bout: Bout) -> Measures:
    """Foot-strike angle and pronation excursion, and a note on the class; nothing in walking."""
    devices = bout.devices(FEET)
    if bout.strides.task != "running" or not devices:
        return Measures()
    strike, pronation = np.full(bout.strides.n, np.nan), np.full(bout.strides.n, np.nan)
    notes = []
    for device in devices:
        rows = bout.rows_of(device.side)
        strike[rows], turn = strike_angles(bout, device, rows)
        pronation[rows] = pronation_excursions(bout, device, rows)
        counted = bout.strides.steady[rows]
        said = strike_class(strike[rows][counted], turn[counted])
        if said:
            message = f"the {device.name} lands {said}"
            notes.append(Quality(code="foot_strike_class", severity="info", message=message))
    made = (
        Rows("foot_strike_angle", METHOD, strike, place=FEET),
        Rows("pronation_excursion", METHOD, pronation, grade="poor", place=FEET),
    )
    return Measures(made, quality=tuple(notes))


def strike_angles(bout: Bout, device: Sensor, rows: np.ndarray) -> tuple[Array, Array]:
    """(m,) deg, toes up at contact against the flat foot; (m,) deg/s the fastest pitch rate between the two, signed."""
    s = bout.strides
    ic, fc = ((t[rows] - device.start_s) * device.rate_hz for t in (s.ic_s, s.fc_s))
    rest = flat(device.gyro, device.rate_hz, ic, fc)
    angle = _integral(device.gyro[:, PITCH], device.rate_hz)
    smooth = lowpass(bridge(device.gyro[:, PITCH]), device.rate_hz, cutoff_hz=LANDING_CUTOFF_HZ)
    between = resampled(smooth, device.rate_hz, 0.0, ic / device.rate_hz, rest / device.rate_hz, 41)
    fastest = np.argmax(np.abs(np.nan_to_num(between)), axis=1)
    turn = between[np.arange(len(rows)), fastest]
    return value_at(angle, ic) - value_at(angle, rest), turn


def pronation_excursions(bout: Bout, device: Sensor, rows: np.ndarray) -> Array:
    """(m,) deg of eversion from contact to its most in the first part of stance; NaN for a foot of unknown side."""
    outward = {"left": 1.0, "right": -1.0}.get(device.side)
    if outward is None:
        return np.full(len(rows), np.nan)
    s = bout.strides
    ic, fc = s.ic_s[rows], s.fc_s[rows]
    angle = outward * _integral(device.gyro[:, ROLL], device.rate_hz)
    course = resampled(angle, device.rate_hz, device.start_s, ic, ic + PRONATION_SHARE * (fc - ic), 41)
    return np.asarray(course.max(axis=1) - course[:, 0])


def strike_class(angle_deg: Array, turn_deg_s: Array) -> str | None:
    """What part of the foot lands, in words; None below FEWEST strides.

    angle_deg: (m,) foot-strike angles; turn_deg_s: (m,) the fastest pitch rate after each contact.
    """
    known = angle_deg[np.isfinite(angle_deg)]
    if len(known) < FEWEST:
        return None
    mean = float(np.mean(known))
    half = INTERVAL_90 * math.hypot(float(np.std(known, ddof=1)) / math.sqrt(len(known)), ERROR_SD_DEG)
    low, high = mean - half, mean + half
    name = _name(mean)
    about = f"(foot-strike angle {mean:.0f} degrees, 90 % interval {low:.0f} to {high:.0f})"
    down = float(np.nanmedian(turn_deg_s)) < 0
    against = (name == "rearfoot" and not down) or (name == "forefoot" and down)
    if _name(low) == _name(high) and not against:
        return f"on the {name} {about}"
    between = " or ".join(dict.fromkeys((_name(low), name, _name(high))))
    return f"on the {name}, borderline: {between} {about}"


def _name(angle_deg: float) -> str:
    return "rearfoot" if angle_deg > REARFOOT_DEG else "forefoot" if angle_deg < FOREFOOT_DEG else "midfoot"


def _integral(rate_deg_s: Array, rate_hz: float) -> Array:
    """(n,) angle since the first sample, deg; NaN from a gap to the end of its contact is left to the contacts."""
    filled = bridge(rate_deg_s)
    steps = 0.5 * (filled[1:] + filled[:-1]) / rate_hz
    return np.concatenate([[0.0], np.cumsum(steps)])
