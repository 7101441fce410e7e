"""Contacts of one foot from a device on the shank: stretches of gait first, then the contacts of each.

needs: acc, gyro@shank in body axes. returns: Found. Swings that follow each other within PAUSE_S and within
PAUSE_STRIDES usual strides make a stretch; it ends where running turns into walking or back (signal/quiet.py). FEWEST
swings make it gait. First and last strides of a stretch, and strides in which the shank turns by more than TURN_DEG
about its long axis, do not count in averages.
"""

from itertools import pairwise

import numpy as np

from restride.core.recording import Array, Task
from restride.core.strides import Mask, Stretch
from restride.events import shank_run, shank_walk
from restride.events.found import Found, nothing, of_one_foot, touches_gap, turns
from restride.signal import quiet
from restride.signal.cycles import cycles
from restride.signal.inertial import Sensor
from restride.signal.swings import swings

METHODS: dict[Task, str] = {"walking": shank_walk.METHOD, "running": shank_run.METHOD}
PAUSE_S, PAUSE_STRIDES = 2.5, 1.75
FEWEST = 3
TURN_DEG = 25.0
PITCH = 2


def detect(sensor: Sensor, task: Task) -> Found:
    """Contacts that the device saw, of walking and of running; `task` walking or running says which it is."""
    pitch = sensor.gyro[:, PITCH]
    swing = swings(pitch, sensor.rate_hz)
    fast = quiet.running(sensor.acc, sensor.rate_hz, swing)
    if task in ("walking", "running"):
        fast = np.full(len(fast), task == "running")
    parts: list[tuple[Array, Array, Mask, bool]] = []
    stretches: list[Stretch] = []
    for first, last in _blocks(swing, fast, sensor.rate_hz):
        here = swing[first:last]
        runs = bool(fast[first])
        ic, fc = (shank_run if runs else shank_walk).contacts(sensor, here)
        steady = np.ones(len(here), dtype=bool)
        steady[[0, -1]] = steady[-2] = False
        parts.append((ic, fc, steady, runs))
        kind: Task = "running" if runs else "walking"
        start_s, end_s = sensor.time_s(here[[0, -1]]).tolist()
        stretches.append(Stretch(start_s, end_s, kind))
    if not parts:
        return nothing(METHODS, 1)
    ic, fc, steady = (np.concatenate([p[i] for p in parts]) for i in range(3))
    running = np.concatenate([np.full(len(p[0]), p[3]) for p in parts])
    turning = _turning(sensor, ic)
    said = turns(int(np.count_nonzero(turning & steady & np.isfinite(ic))), TURN_DEG, f" of the {sensor.name}")
    gaps = np.asarray(~(np.isfinite(sensor.gyro).all(axis=1) & np.isfinite(sensor.acc).all(axis=1)))
    fc = np.where(touches_gap(gaps, sensor.rate_hz, fc), np.nan, fc)
    rows = np.flatnonzero(np.isfinite(ic) & ~touches_gap(gaps, sensor.rate_hz, ic))
    contacts = ic[rows], fc[rows], running[rows], (steady & ~turning)[rows]
    return of_one_foot(sensor, contacts, stretches, METHODS, "fair", said)


def _blocks(swing: Array, fast: Mask, rate_hz: float) -> list[tuple[int, int]]:
    """Rows [first, last) of swings that follow each other without a pause and in one kind of gait."""
    if len(swing) < FEWEST:
        return []
    gap = np.diff(swing)
    paused = (gap > PAUSE_S * rate_hz) | (gap > PAUSE_STRIDES * _usual(gap))
    changed = np.concatenate([[False], fast[1:] != fast[:-1]])
    edges = [0, *(np.flatnonzero(paused | changed) + 1).tolist(), len(swing)]
    return [(a, b) for a, b in pairwise(edges) if b - a >= FEWEST]


def _usual(gap: Array) -> Array:
    """(m,) median of each gap and its four neighbours on either side."""
    around = min(4, (len(gap) - 1) // 2)
    padded = np.pad(gap, around, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * around + 1), axis=1))


def _turning(sensor: Sensor, ic: Array) -> Mask:
    """(m,) whether the shank faces elsewhere by more than TURN_DEG at the next contact."""
    turned = cycles(sensor.acc, sensor.gyro, sensor.rate_hz, ic, np.append(ic[1:], np.nan)).turn_deg
    return np.asarray(np.abs(np.nan_to_num(turned)) > TURN_DEG)
