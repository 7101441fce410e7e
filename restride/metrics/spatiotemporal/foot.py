"""Walking with a device on a foot: stride length, speed, clearance and foot angles, from rest to rest.

needs: acc, gyro@foot in body axes, contacts of that foot. returns: one value a contact; those of a stride stand at the
contact with which it begins. Stride length: way over ground of the foot from its mid-stance rest to its next (a heel
marker between the same two moments goes equally far). Angles: toes up positive, against the foot flat on the ground at
the rest that follows. Stairs and slopes: the rise from rest to rest is told.
"""

import numpy as np

from restride.core.metric import Grade
from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.signal.crossings import resampled
from restride.signal.filters import bridge
from restride.signal.inertial import Sensor
from restride.signal.rest import rests
from restride.signal.strapdown import Travel, travel

METHOD = "foot_walking"
STANDING_S = 0.6
"""Where the gait stops the foot's rest is looked for in this time after its last contact."""
NAMES = ("stride_length", "speed", "foot_clearance", "foot_strike_angle", "foot_angle_at_toe_off",
         "foot_progression_angle")  # fmt: skip
BY_WAY = ("stride_length", "speed", "foot_clearance")
FEWEST = 3
STEEP, ALIKE = 0.15, 0.2
"""Rise over length of a stride from which it climbs; strides that climb differ by no more than this share of it."""
DRIFT_MPS = 1.0
"""Feet whose stride length was checked had 0.2 to 0.6 m/s left over."""


def foot(bout: Bout) -> Measures:
    """All of it, for the feet that carry a device; nothing in running."""
    devices = bout.devices("foot")
    if bout.strides.task != "walking" or not devices:
        return Measures()
    n = bout.strides.n
    values = {name: np.full(n, np.nan) for name in (*NAMES, "rise", "left_over")}
    pitch = np.full((n, 101), np.nan)
    for device in devices:
        rows = bout.rows_of(device.side)
        for name, found in _of_one_foot(device, bout, rows).items():
            values[name][rows] = found
        s = bout.strides
        pitch[rows] = resampled(
            _filled(device.gyro[:, 2]), device.rate_hz, device.start_s, s.ic_s[rows], s.next_ic_s[rows]
        )
    notes = [*_climbing(values["rise"], values["stride_length"]), *_drifting(values["left_over"])]
    grade: Grade = "poor" if any(q.code == "drift" for q in notes) else "good"
    made = tuple(Rows(name, METHOD, values[name], grade if name in BY_WAY else "good", place="foot") for name in NAMES)
    waves = (Waves("foot_pitch_rate", "deg/s", METHOD, pitch, over="cycle"),)
    return Measures(made, waves, tuple(notes))


def way(sensor: Sensor, ic_s: Array, fc_s: Array, next_ic_s: Array) -> tuple[Travel, Array]:
    """Travel of each stride that begins with a contact, and the rest in each contact's stance (samples).

    ic_s, fc_s, next_ic_s: (n,) contacts of this foot in order.
    """
    at = [(x - sensor.start_s) * sensor.rate_hz for x in (ic_s, fc_s)]
    late = np.where(
        np.isfinite(at[1]), np.minimum(at[1], at[0] + 2 * sensor.rate_hz), at[0] + STANDING_S * sensor.rate_hz
    )
    rest = rests(sensor.gyro, sensor.rate_hz, at[0], late)
    follows = np.append(np.abs(next_ic_s[:-1] - ic_s[1:]) < 1e-6, False)
    end = np.where(follows, np.append(rest[1:], np.nan), np.nan)
    moments = np.column_stack([at[1], np.append(at[0][1:], np.nan)])
    return travel(sensor, rest, end, moments), rest


def _of_one_foot(sensor: Sensor, bout: Bout, rows: np.ndarray) -> dict[str, Array]:
    s = bout.strides
    went, _ = way(sensor, s.ic_s[rows], s.fc_s[rows], s.next_ic_s[rows])
    outward = {"left": -1.0, "right": 1.0}.get(sensor.side, np.nan)
    aside = (went.heading_deg - went.direction_deg + 180) % 360 - 180
    return {
        "stride_length": went.length_m,
        "speed": went.length_m / s.stride_s[rows],
        "foot_clearance": went.rise_m,
        "foot_strike_angle": np.append(np.nan, went.at_deg[:-1, 1]) if len(rows) else np.empty(0),
        "foot_angle_at_toe_off": went.at_deg[:, 0],
        "foot_progression_angle": outward * aside,
        "rise": went.up_m,
        "left_over": went.error_mps,
    }


def _filled(values: Array) -> Array:
    return values if np.isfinite(values).all() else bridge(values)


def _climbing(rise: Array, length: Array) -> list[Quality]:
    """Stairs and steep slopes: every stride rises alike. Where drift does it they differ."""
    known = np.isfinite(rise) & np.isfinite(length)
    if np.count_nonzero(known) < FEWEST:
        return []
    middle = float(np.median(rise[known]))
    spread = float(np.median(np.abs(rise[known] - middle)))
    if abs(middle) < STEEP * float(np.median(length[known])) or spread > ALIKE * abs(middle):
        return []
    message = (
        f"the strides go {'up' if middle > 0 else 'down'} by {100 * abs(middle):.0f} cm: stairs or a steep slope, "
        "where the foot was not checked against a reference"
    )
    return [Quality(code="outside_validated_range", severity="warning", message=message)]


def _drifting(left_over: Array) -> list[Quality]:
    """Whether the velocity was far from zero at the rests: what was taken off is then large itself."""
    known = left_over[np.isfinite(left_over)]
    if len(known) < FEWEST or np.median(known) < DRIFT_MPS:
        return []
    message = (
        f"at its rests the foot seemed to move at {np.median(known):.1f} m/s before that was taken off (hard impacts, "
        "a loose device, or too few samples a second): stride length and speed are doubtful"
    )
    return [Quality(code="drift", severity="warning", message=message)]
