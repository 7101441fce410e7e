"""What a worn device's samples are fit for: each fault that is seen, and the metrics that it spoils, and only those.

It applies to every reader. A device is looked at as it was read, in its own axes: an end of its range shows as equal
numbers only there. Cost: a few passes over the samples, no copy of them.

- clipped (A-26): peaks end at the device's range. At a shank the peak of tibial acceleration is what was cut off: the
  resultant always, the axial one where the clipped axis has a part in the shank's (its share of gravity at least
  AXIAL_SHARE). Elsewhere single samples at the limit change no average that is reported; a run of three or more loses
  at least the triangle that its flanks would have made. Where that is, again and again, more than LOST_M_S of velocity
  (some centimetres of path by the next rest), path and forces are removed; where it is more than LOST_DEG of angle,
  angles and path.
- rate_too_low (A-25): tibial acceleration under 199 Hz reads its peaks too low.
- gap: samples that are missing. Contacts that touch a gap are left out, so nothing is removed.
- drift: the gyroscope's reading at rest moves; angles gather it from one rest to the next contact, about half a second,
  so that only a large one spoils them. Or the accelerometer does not read 1 g at rest: peaks are in proportion.
- implausible: the mean force in fixed axes is not gravity (signal/pull.py), so that the rate, the axes or the units are
  not those of the device. What is turned or integrated is then wrong; it is removed where the mean is far off (sound
  devices were seen to read 0.88 to 1.03 g over any 4 to 40 s).
- sensor_moved: the device sat otherwise from a moment on. One mounting for the whole recording is then wrong, and with
  it every number that is an angle of the device to the body, or along one of the body's axes.
"""

import numpy as np

from restride.core.quality import Quality, QualityCode
from restride.core.recording import BACK_PLACES
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.crossings import Index
from restride.signal.inertial import FEET, SHANKS, Sensor
from restride.signal.limits import RANGES_MPS2, RUN, AtLimit, at_limits
from restride.signal.pull import mean_pull
from restride.signal.steadiness import Watched, bias_change, moved, rests, watched

SHOCK_HZ = 199.0
LEAST_ACC_MPS2, LEAST_GYRO_DEG_S = 15.0, 110.0
AXIAL_SHARE = 0.2
LOST_M_S, LOST_DEG = 0.1, 1.0
AGAIN = 3
DRIFT_DEG_S, LARGE_DRIFT_DEG_S = 1.0, 3.0
OFF, FAR_OFF = 0.03, 0.1
MOVED_DEG = 15.0
PULL_G, FAR_PULL_G, PULL_WINDOWS = (0.85, 1.15), (0.75, 1.25), 10

AXIAL, RESULTANT = "peak_tibial_acceleration", "peak_tibial_acceleration_resultant"
ANGLES = {
    FEET: ("foot_strike_angle", "foot_angle_at_toe_off", "foot_progression_angle", "pronation_excursion"),
    SHANKS: ("tibia_angle_at_contact",),
    "back": ("pelvic_drop",),
}
PATH = {
    FEET: ("stride_length", "speed", "foot_clearance"),
    SHANKS: (),
    "back": ("stride_length", "speed", "vertical_oscillation", "braking_pulse"),
}
FORCE = {
    FEET: (),
    SHANKS: (AXIAL, RESULTANT),
    "back": ("vgrf_peak", "leg_stiffness"),
}
"""By place: angles of the device; what is integrated twice; what is a force or an acceleration itself."""


def fitness(sensor: Sensor) -> tuple[Quality, ...]:
    """Notes on one device, as it was read. Never raises; of a device whose place is not known no metric is removed."""
    if sensor.n < 2:
        return ()
    with np.errstate(all="ignore"):
        return tuple(_seen_in(sensor))


def _seen_in(sensor: Sensor) -> list[Quality]:
    name = "device" if sensor.place == "unknown" else sensor.name.replace("_", " ")
    seen = watched(sensor.acc, sensor.gyro, sensor.rate_hz)
    notes = [*_clipped(sensor, name), *_gaps(sensor, name)]
    if sensor.place == SHANKS and sensor.rate_hz < SHOCK_HZ:
        message = f"the {name} was sampled at {sensor.rate_hz:.0f} Hz; tibial acceleration needs {SHOCK_HZ:.0f}"
        notes.append(_note("rate_too_low", message, (AXIAL, RESULTANT)))
    notes += _implausible(sensor, name)
    if seen is not None:
        notes += _drift(sensor, seen, name)
        notes += _moved(sensor, seen, name)
    return notes


def _place(sensor: Sensor) -> str:
    return "back" if sensor.place in BACK_PLACES else sensor.place


def _of(sensor: Sensor, *tables: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for table in tables for name in table.get(_place(sensor), ()))


def _note(code: QualityCode, message: str, removes: tuple[str, ...] = (), *, warn: bool = True) -> Quality:
    once = tuple(dict.fromkeys(removes))
    return Quality(code=code, severity="warning" if warn else "info", message=message, removes=once)


def _clipped(sensor: Sensor, name: str) -> list[Quality]:
    ranges = RANGES_MPS2 if sensor.frame == "sensor" else ()
    acc = at_limits(sensor.acc, sensor.rate_hz, least=LEAST_ACC_MPS2, ranges=ranges)
    gyro = at_limits(sensor.gyro, sensor.rate_hz, least=LEAST_GYRO_DEG_S)
    notes = []
    if acc:
        if sensor.place == SHANKS:
            removes = FORCE[SHANKS] if any(_axial(sensor, end.axis) for end in acc) else (RESULTANT,)
        else:
            removes = _of(sensor, PATH, FORCE) if _again(acc, LOST_M_S) else ()
        notes.append(_note("clipped", _stood(acc, "accelerometer", "m/s2", name), removes, warn=bool(removes)))
    if gyro:
        removes = _of(sensor, ANGLES, PATH) if _again(gyro, LOST_DEG) else ()
        notes.append(_note("clipped", _stood(gyro, "gyroscope", "deg/s", name), removes, warn=bool(removes)))
    return notes


def _stood(ends: tuple[AtLimit, ...], what: str, unit: str, name: str) -> str:
    limits = sorted({round(abs(end.limit)) for end in ends})
    at = " and ".join(str(limit) for limit in limits)
    long = any((end.runs[:, 1] - end.runs[:, 0]).max() >= RUN for end in ends)
    how = "for several samples on end" if long else "for single samples"
    return f"the {what} of the {name} stood at the end of its range, {at} {unit}, {how}: peaks beyond it are cut off"


def _again(ends: tuple[AtLimit, ...], most: float) -> bool:
    return sum(int(np.count_nonzero(end.lost > most)) for end in ends) >= AGAIN


def _axial(sensor: Sensor, axis: int) -> bool:
    """Whether an axis of the device has a part in the shank's long axis, along which gravity lies on average."""
    if sensor.frame == "body":
        return axis == 1
    some = sensor.acc[:: max(1, sensor.n // 20_000)]
    mean = some[np.isfinite(some).all(axis=1)].mean(axis=0) if np.isfinite(some).all(axis=1).any() else np.ones(3)
    return bool(abs(mean[axis]) >= AXIAL_SHARE * np.linalg.norm(mean))


def _gaps(sensor: Sensor, name: str) -> list[Quality]:
    # one NaN spoils the sum of squares; einsum stays on one core, where a dot product waits for a second one
    if all(np.isfinite(np.einsum("ij,ij->", values, values)) for values in (sensor.acc, sensor.gyro)):
        return []
    lost = np.isnan(sensor.acc[:, 0])
    for column in (*sensor.acc.T[1:], *sensor.gyro.T):
        lost |= np.isnan(column)
    share = float(lost.mean())
    if share == 0:
        return []
    often = next((f"less than {most:.0%}" for most in (0.01, 0.05, 0.2) if share < most), "more than 20%")
    message = f"the {name} lacks {often} of its samples; contacts that touch a gap are left out"
    return [_note("gap", message, warn=share >= 0.01)]


def _implausible(sensor: Sensor, name: str) -> list[Quality]:
    pull = mean_pull(sensor.acc, sensor.gyro, sensor.rate_hz, PULL_WINDOWS)
    reads_g = 1.0 if pull is None or not np.isfinite(pull) else pull / STANDARD_GRAVITY_MPS2
    if PULL_G[0] <= reads_g <= PULL_G[1]:
        return []
    far = not FAR_PULL_G[0] <= reads_g <= FAR_PULL_G[1]
    message = (
        f"gravity does not turn with the {name} as its gyroscope says (on average it reads {reads_g:.1f} g, where it "
        "must be 1 g): check its rate, its units and the order of its axes"
    )
    return [_note("implausible", message, _of(sensor, ANGLES, PATH) if far else ())]


def _drift(sensor: Sensor, seen: Watched, name: str) -> list[Quality]:
    at_rest = rests(seen)
    notes = []
    change = bias_change(seen, at_rest)
    if change > DRIFT_DEG_S:
        message = f"the gyroscope of the {name} drifted: at rest it read {change:.0f} deg/s otherwise at the end"
        notes.append(_note("drift", message, _of(sensor, ANGLES) if change > LARGE_DRIFT_DEG_S else ()))
    if len(at_rest):
        reads_g = _size_at_rest(seen, at_rest) / STANDARD_GRAVITY_MPS2
        if abs(reads_g - 1) > OFF:
            message = f"the accelerometer of the {name} reads {reads_g:.2f} g at rest"
            notes.append(_note("drift", message, _of(sensor, FORCE, PATH) if abs(reads_g - 1) > FAR_OFF else ()))
    return notes


def _size_at_rest(seen: Watched, at_rest: Index) -> float:
    return float(np.median(np.linalg.norm(seen.acc[at_rest], axis=1)))


def _moved(sensor: Sensor, seen: Watched, name: str) -> list[Quality]:
    found = moved(seen, swings=sensor.place in (FEET, SHANKS))
    if found is None or found.angle_deg < MOVED_DEG:
        return []
    message = (
        f"the device on the {name} sat otherwise from {sensor.start_s + found.at_s:.0f} s on, by {found.angle_deg:.0f} "
        "degrees: it slipped or was put on again"
    )
    axial = (AXIAL,) if sensor.place == SHANKS else ()
    return [_note("sensor_moved", message, _of(sensor, ANGLES) + axial)]
