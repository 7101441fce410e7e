"""Contacts of one foot from a device on it: stretches of gait first, then the contacts of each.

needs: acc, gyro@foot in body axes. returns: Found. Swings that follow each other within PAUSE_S make a stretch; three
or more make it gait. A walking foot rests on the ground for a quarter of the stride; a running one hardly does, and its
strides are short: that tells the two apart (ours; resting shares of 2 to 35 % in walking, 0 to 7 % in running, where
strides last 0.64 to 0.80 s). Before a stretch that starts from standing the foot was on the ground since the contact
that ended the last one: one contact, if the foot lay still in between.
Starts, stops and strides in which the foot turns by more than TURN_DEG do not count in averages.
"""

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array, Task
from restride.core.strides import Mask, Stretch
from restride.events import foot_run, foot_walk
from restride.events.found import Found, nothing, sides_of
from restride.signal.inertial import Sensor
from restride.signal.rest import energy
from restride.signal.swings import swings

METHODS: dict[Task, str] = {"walking": foot_walk.METHOD, "running": "foot_running"}
PAUSE_S = 2.5
FEWEST = 3
RESTING_DEG_S, RESTING_SHARE, RUNNING_STRIDE_S = 60.0, 0.1, 0.95
TURN_DEG = 25.0
AS_USUAL = 0.1
STILL_DEG_S = 30.0
STILL_SHARE = 0.8


def detect(sensor: Sensor, task: Task) -> Found:
    """Contacts that the device saw, of walking and of running."""
    swing = swings(sensor.gyro[:, 2], sensor.rate_hz)
    swing = swing[_landed(sensor, swing)]
    blocks = _blocks(swing, sensor.rate_hz)
    if not blocks:
        return nothing(METHODS, 1)
    ic, fc = foot_walk.contacts(sensor, swing)
    level, level_hz = energy(sensor.gyro, sensor.rate_hz)
    last = np.array([b[-1] for b in blocks])
    running = np.zeros(len(swing), dtype=bool)
    kept = np.zeros(len(swing), dtype=bool)
    steady = np.ones(len(swing), dtype=bool)
    stretches = []
    for block in blocks:
        kept[block] = True
        kind = _kind(level, level_hz, swing[block] / sensor.rate_hz)
        if kind == "running":
            running[block] = True
            ic[block], fc[block] = foot_run.contacts(sensor, swing[block])
        start_s, end_s = sensor.time_s(swing[block[[0, -1]]]).tolist()
        stretches.append(Stretch(start_s, end_s, kind))
    fc[last] = np.where(_stood(level, level_hz / sensor.rate_hz, ic[last], fc[last]), fc[last], np.nan)
    for block in blocks:
        steady[block] = _under_way(ic[block])
    turning = _turning(sensor, ic)
    n_turns = int(np.count_nonzero(turning & kept & steady))
    steady &= ~turning
    kept &= np.isfinite(ic) & ~_lost(sensor, ic, fc)
    order = np.flatnonzero(kept)
    notes = (_turns(n_turns, sensor),) if n_turns else ()
    return Found(
        side=sides_of(sensor.side, len(order)),
        ic_s=sensor.time_s(ic[order]),
        fc_s=sensor.time_s(fc[order]),
        running=running[order],
        steady=steady[order],
        stretches=tuple(stretches),
        method=METHODS,
        grade="good",
        feet=1,
        quality=notes,
        origin=sensor.origin,
    )


def _landed(sensor: Sensor, swing: Array) -> Mask:
    """(m,) whether the foot came down between this swing and the next: two tops of one lobe are one swing."""
    down = np.concatenate([[0], np.cumsum(np.diff(np.signbit(sensor.gyro[:, 2]).astype(np.int8)) > 0)])
    count = down[swing.astype(np.intp)]
    return np.append(np.diff(count) > 0, True)


def _blocks(swing: Array, rate_hz: float) -> list[np.ndarray]:
    """Rows of swings that follow each other without a pause, where there are enough of them."""
    breaks = np.flatnonzero(np.diff(swing) > PAUSE_S * rate_hz) + 1
    return [b for b in np.split(np.arange(len(swing)), breaks) if len(b) >= FEWEST]


def _under_way(ic: Array) -> Mask:
    """(m,) strides of a stretch between its start and its stop.

    Start and stop are its first and last stride and those next to them, inward, that still differ from the usual stride
    by more than AS_USUAL: a treadmill runs down over half a dozen strides.
    """
    out = np.zeros(len(ic), dtype=bool)
    stride = np.append(np.diff(ic), np.nan)
    if not np.isfinite(stride).any():
        return out
    middle = float(np.nanmedian(stride))
    usual = np.flatnonzero(np.asarray(np.abs(stride - middle) < AS_USUAL * middle))
    if usual.size:
        out[max(1, usual[0]) : min(len(ic) - 2, usual[-1] + 1)] = True
    return out


def _kind(level: Array, level_hz: float, swing_s: Array) -> Task:
    """Whether a stretch is walking or running, from how long the foot rests in each stride."""
    stride_s = float(np.median(np.diff(swing_s)))
    at = (swing_s * level_hz).astype(np.intp)
    still = np.concatenate([[0], np.cumsum(level < RESTING_DEG_S**2)])
    share = np.diff(still[np.clip(at, 0, len(level))]) / np.maximum(np.diff(at), 1)
    return "running" if stride_s < RUNNING_STRIDE_S and float(np.median(share)) < RESTING_SHARE else "walking"


def _stood(level: Array, thinner: float, ic: Array, fc: Array) -> Mask:
    """(m,) whether the foot lay still from each contact to the final contact that followed a pause."""
    out = np.zeros(len(ic), dtype=bool)
    for i, (a, b) in enumerate(zip(ic * thinner, fc * thinner, strict=True)):
        if np.isfinite(a) and np.isfinite(b) and int(b) > int(a):
            out[i] = np.mean(level[int(a) : int(b)] < STILL_DEG_S**2) > STILL_SHARE
    return out


def _turning(sensor: Sensor, ic: Array) -> Mask:
    """(m,) whether the foot turned by more than TURN_DEG from each contact to the next."""
    yaw = np.concatenate([[0.0], np.cumsum(np.nan_to_num(sensor.gyro[:, 1]))]) / sensor.rate_hz
    at = np.where(np.isfinite(ic), ic, 0.0).astype(np.intp)
    change = np.append(np.abs(np.diff(yaw[at])), 0.0)
    return np.asarray(change > TURN_DEG)


def _lost(sensor: Sensor, ic: Array, fc: Array) -> Mask:
    """(m,) whether a gap of the signal lies at a contact."""
    gaps = ~np.isfinite(sensor.gyro[:, 2])
    if not gaps.any():
        return np.zeros(len(ic), dtype=bool)
    near = np.convolve(gaps, np.ones(2 * max(1, int(0.05 * sensor.rate_hz)) + 1), "same") > 0
    out = np.zeros(len(ic), dtype=bool)
    for moments in (ic, fc):
        there = np.isfinite(moments)
        out[there] |= near[np.clip(moments[there].astype(np.intp), 0, sensor.n - 1)]
    return out


def _turns(count: int, sensor: Sensor) -> Quality:
    message = f"{count} strides of the {sensor.name} turned by more than {TURN_DEG:.0f} degrees: left out of averages"
    return Quality(code="turns", severity="info", message=message)
