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
from restride.signal.cores import each
from restride.signal.crossings import resampled
from restride.signal.inertial import Sensor, longest
from restride.signal.rest import calm, in_stance, rests, stillness
from restride.signal.strapdown import Travel, travel

METHOD = "foot_walking"
SAME_S = 1e-6
BEFORE_S = (1.5, 0.4)
"""Before the first contact of a stretch the foot stood at some time between these."""
MOST_CURVES = 400
"""So many strides give the mean curve of an hour as well as all of them."""
NO_REST_DEG_S = 30.0
"""A device on a foot turned by 4 to 15 degrees a second at mid-stance on twelve feet, one on an ankle by 40."""
NAMES = ("stride_length", "speed", "foot_clearance", "foot_strike_angle", "foot_angle_at_toe_off",
         "foot_progression_angle")  # fmt: skip
BY_WAY = ("stride_length", "speed", "foot_clearance")
OF_A_FLAT_FOOT = ("foot_clearance", "foot_strike_angle", "foot_angle_at_toe_off", "foot_progression_angle")
FEWEST = 3
STEEP, ALIKE = 0.15, 0.2
"""Rise over length of a stride from which it climbs; strides that climb differ by no more than this share of it."""
LEAST_HZ = 90.0
"""At half of this a walk that was thinned without a filter lost 8 cm a stride, at 100 samples a second 5, at 200 2."""
DOUBTFUL = ("drift", "rate_too_low")
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
    notes: list[Quality] = []
    ways = each(lambda device: way(device, *_contacts_of(bout, device)), devices, longest(devices))
    for device, (went, rest) in zip(devices, ways, strict=True):
        rows = bout.rows_of(device.side)
        for name, found in _of_one_foot(device, went, bout.strides.stride_s[rows]).items():
            values[name][rows] = found
        notes += [*_restless(device, rest), *_slow(device)]
        some = rows[:: max(1, len(rows) // MOST_CURVES)]
        span = bout.strides.ic_s[some], bout.strides.next_ic_s[some]
        pitch[some] = resampled(device.gyro[:, 2], device.rate_hz, device.start_s, *span)
    notes += [*_climbing(values["rise"], values["stride_length"]), *_drifting(values["left_over"])]
    grade: Grade = "poor" if any(q.code in DOUBTFUL for q in notes) else "good"
    made = tuple(Rows(name, METHOD, values[name], grade if name in BY_WAY else "good", place="foot") for name in NAMES)
    waves = (Waves("foot_pitch_rate", "deg/s", METHOD, pitch, over="cycle"),)
    return Measures(made, waves, tuple(notes))


def _contacts_of(bout: Bout, device: Sensor) -> tuple[Array, Array, Array]:
    s = bout.strides.rows(bout.rows_of(device.side))
    return s.ic_s, s.fc_s, s.next_ic_s


def way(sensor: Sensor, ic_s: Array, fc_s: Array, next_ic_s: Array) -> tuple[Travel, Array]:
    """Travel of each stride that begins with a contact, and the rest in each contact's stance (samples).

    ic_s, fc_s, next_ic_s: (n,) contacts of this foot in order.
    """
    ic, fc = ((x - sensor.start_s) * sensor.rate_hz for x in (ic_s, fc_s))
    still = stillness(sensor.gyro, sensor.rate_hz)
    rest = calm(still, in_stance(still, ic, fc))
    follows = np.append(np.abs(next_ic_s[:-1] - ic_s[1:]) < SAME_S, False)
    end = np.where(follows, np.append(rest[1:], np.nan), np.nan)
    return travel(sensor, rest, end, np.column_stack([fc, np.append(ic[1:], np.nan)])), rest


def walked(sensor: Sensor, ic_s: Array, fc_s: Array, next_ic_s: Array) -> Travel:
    """Every step of a foot from standing to standing, one row each, in one frame for each stretch of gait.

    As `way`, with the first step of each stretch before its first contact: it begins at the quietest moment before.
    The sums of forward_m, right_m and up_m of a stretch are where it ended, seen from where it began.
    """
    ic, fc = ((x - sensor.start_s) * sensor.rate_hz for x in (ic_s, fc_s))
    still, rate = stillness(sensor.gyro, sensor.rate_hz), sensor.rate_hz
    rest = calm(still, in_stance(still, ic, fc))
    first = np.concatenate([[True], ~(np.abs(next_ic_s[:-1] - ic_s[1:]) < SAME_S)])[: len(ic)]
    stood = rests(still, np.maximum(ic - BEFORE_S[0] * rate, 0), ic - BEFORE_S[1] * rate)
    start = np.where(first, stood, np.concatenate([[np.nan], rest[:-1]])[: len(ic)])
    return travel(sensor, start, rest, np.full((len(ic), 2), np.nan))


def _of_one_foot(sensor: Sensor, went: Travel, stride_s: Array) -> dict[str, Array]:
    outward = {"left": -1.0, "right": 1.0}.get(sensor.side, np.nan)
    aside = (went.heading_deg - went.direction_deg + 180) % 360 - 180
    return {
        "stride_length": went.length_m,
        "speed": went.length_m / stride_s,
        "foot_clearance": went.rise_m,
        "foot_strike_angle": np.append(np.nan, went.at_deg[:-1, 1])[: len(stride_s)],
        "foot_angle_at_toe_off": went.at_deg[:, 0],
        "foot_progression_angle": outward * aside,
        "rise": went.up_m,
        "left_over": went.error_mps,
    }


def _restless(sensor: Sensor, rest: Array) -> list[Quality]:
    """Whether the device still turns where a foot lies flat: on an ankle or shank there is no rest to start from."""
    at = rest[np.isfinite(rest)]
    if len(at) < FEWEST:
        return []
    turning = float(np.nanmedian(np.linalg.norm(sensor.gyro[at.astype(np.intp)], axis=1)))
    if not turning > NO_REST_DEG_S:
        return []
    message = (
        f"the device on the {sensor.name} still turns by {turning:.0f} degrees a second at its quietest in stance, "
        "where a foot lies flat: it may sit on the ankle or be loose; angles and clearance of the foot are left out"
    )
    return [Quality(code="implausible", severity="warning", message=message, removes=OF_A_FLAT_FOOT)]


def _slow(sensor: Sensor) -> list[Quality]:
    """Whether impacts fall between the samples."""
    if sensor.rate_hz >= LEAST_HZ:
        return []
    message = (
        f"the device on the {sensor.name} gives {sensor.rate_hz:.0f} samples a second: the foot's impacts fall between "
        "them, and stride length and speed are doubtful by several centimetres a stride"
    )
    return [Quality(code="rate_too_low", severity="warning", message=message)]


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
