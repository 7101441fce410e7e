"""Contacts of one foot from a device on it: stretches of gait first, then the contacts of each.

needs: acc, gyro@foot in body axes. returns: Found. Swings that follow each other within PAUSE_S make a stretch, which
ends where walking turns into running or back: running strides are shorter than RUNNING_STRIDE_S and hardly hold a
moment of quiet (signal/quiet.py). FEWEST swings that carry the foot forward by LEAST_WAY_M make it gait. Before a
stretch that starts from standing the foot was on the ground since the contact that ended the last one: one contact, if
the foot lay still in between. Starts, stops and strides in which the foot turns by more than TURN_DEG from one rest to
the next do not count in averages.
"""

from itertools import pairwise

import numpy as np

from restride.core.recording import Array, Task
from restride.core.strides import Mask, Stretch
from restride.events import foot_run, foot_walk
from restride.events.found import Found, nothing, of_one_foot, touches_gap, turns
from restride.signal import quiet
from restride.signal.around import median_around
from restride.signal.course import course
from restride.signal.inertial import Sensor
from restride.signal.rest import in_stance, stillness
from restride.signal.swings import swings

METHODS: dict[Task, str] = {"walking": foot_walk.METHOD, "running": foot_run.METHOD}
PAUSE_S = 2.5
FEWEST = 3
RUNNING_STRIDE_S = 0.95
TURN_DEG = 20.0
"""Straight walking and running differ by 2 to 6 degrees (SD) from stride to stride, a turn takes 30 to 120 a stride."""
LEAST_WAY_M = 0.15
AS_USUAL = 0.1
STILL_DEG_S = 30.0
STILL_SHARE = 0.8


def detect(sensor: Sensor, task: Task) -> Found:
    """Contacts that the device saw, of walking and of running; as `task` asks where it would see none of that kind."""
    swing = swings(sensor.gyro[:, 2], sensor.rate_hz)
    if len(swing) < FEWEST:
        return nothing(METHODS, 1)
    swing = swing[_landed(sensor, swing)]
    fast = _fast(sensor, swing, task)
    blocks = _blocks(swing, fast, sensor.rate_hz)
    if not blocks:
        return nothing(METHODS, 1)
    ic, fc = foot_walk.contacts(sensor, swing)
    for a, b in blocks:
        if fast[a]:
            after = b + int(b < len(swing) and swing[b] - swing[b - 1] <= PAUSE_S * sensor.rate_hz)
            ic[a:b], fc[a:b] = (x[: b - a] for x in foot_run.contacts(sensor, swing[a:after]))
    still = stillness(sensor.gyro, sensor.rate_hz)
    last = np.array([b - 1 for _, b in blocks])
    stood = still.share_below(STILL_DEG_S, ic[last], fc[last]) > STILL_SHARE
    fc[last] = np.where(stood, fc[last], np.nan)
    went = course(sensor.acc, sensor.gyro, sensor.rate_hz, in_stance(still, ic, fc))
    kept, steady = np.zeros((2, len(swing)), dtype=bool)
    stretches = []
    for a, b in blocks:
        if _goes(went.forward_m[a : b - 1]):
            kept[a:b], steady[a:b] = True, _under_way(ic[a:b])
            start_s, end_s = sensor.time_s(swing[[a, b - 1]]).tolist()
            stretches.append(Stretch(start_s, end_s, "running" if fast[a] else "walking"))
    turning = np.abs(np.nan_to_num(went.turned_deg)) > TURN_DEG
    said = turns(int(np.count_nonzero(turning & steady)), TURN_DEG, f" of the {sensor.name}")
    gaps = ~np.isfinite(sensor.gyro[:, 2])
    lost = touches_gap(gaps, sensor.rate_hz, ic) | touches_gap(gaps, sensor.rate_hz, fc)
    rows = np.flatnonzero(kept & np.isfinite(ic) & ~lost)
    contacts = ic[rows], fc[rows], fast[rows], (steady & ~turning)[rows]
    return of_one_foot(sensor, contacts, stretches, METHODS, "good", said)


def _goes(forward_m: Array) -> bool:
    """Whether the foot goes anywhere: who taps or kicks it while sitting moves it as fast, and back again."""
    known = forward_m[np.isfinite(forward_m)]
    middle = (len(known) - 1) // 2
    return bool(len(known) and np.partition(known, middle)[middle] > LEAST_WAY_M)


def _fast(sensor: Sensor, swing: Array, asked: Task) -> Mask:
    """(m,) whether the contact after each swing is one of running, from the stride up to the next swing."""
    fast = np.zeros(len(swing), dtype=bool)
    if len(swing) < FEWEST:
        return fast
    stride = np.diff(swing)
    short = median_around(stride, quiet.AROUND) < RUNNING_STRIDE_S * sensor.rate_hz
    if short.any():
        fast[:-1] = short & quiet.running(sensor.acc, sensor.rate_hz, swing)
    before_pause = np.append(stride > PAUSE_S * sensor.rate_hz, True)
    fast[1:][before_pause[1:]] = fast[:-1][before_pause[1:]]
    if asked in ("walking", "running") and not (fast == (asked == "running")).any():
        return ~fast
    return fast


def _landed(sensor: Sensor, swing: Array) -> Mask:
    """(m,) whether the foot came down between this swing and the next: two tops of one lobe are one swing."""
    up = sensor.gyro[:, 2] > 0
    down = np.flatnonzero(up[:-1] & ~up[1:])
    count = np.searchsorted(down, swing)
    return np.append(np.diff(count) > 0, True)


def _blocks(swing: Array, fast: Mask, rate_hz: float) -> list[tuple[int, int]]:
    """Rows [first, last) of swings that follow each other without a pause and in one kind of gait."""
    ends = (np.diff(swing) > PAUSE_S * rate_hz) | (fast[1:] != fast[:-1])
    edges = [0, *(np.flatnonzero(ends) + 1).tolist(), len(swing)]
    return [(a, b) for a, b in pairwise(edges) if b - a >= FEWEST]


def _under_way(ic: Array) -> Mask:
    """(m,) strides of a stretch between its start and its stop.

    Start and stop are its first and last stride and those next to them, inward, that still differ from the usual stride
    by more than AS_USUAL: a treadmill runs down over half a dozen strides.
    """
    out = np.zeros(len(ic), dtype=bool)
    stride = np.diff(ic)
    known = stride[np.isfinite(stride)]
    if not len(known):
        return out
    middle = float(np.partition(known, len(known) // 2)[len(known) // 2])
    usual = np.flatnonzero(np.abs(stride - middle) < AS_USUAL * middle)
    if len(usual):
        out[max(1, int(usual[0])) : min(len(ic) - 2, int(usual[-1]) + 1)] = True
    return out
