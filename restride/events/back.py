"""Contacts from a device on the lower back: stretches of gait first, then the contacts of each.

needs: acc, gyro of a device in body axes. returns: Found. Beats of the trunk (signal/beats.py) in an even rhythm are
gait as long as the trunk is upright. A chain of beats is cut where the trunk leans by more than LEAN_DEG, as in sitting
down, and where strong beats are missing; a stretch is strong beats with up to SOFT weaker ones on either side, since
first and last steps are softer than the rest. Between flight and landing the reading swings by more than walking,
which has no flight, can make it: that tells running. The limits are ours: swings of 0.4 to 0.7 g in walking at up to
1.4 m/s (five people), 1.9 g and more in running (nine virtual sensors on three people, four trials of a fourth).
"""

import numpy as np

from restride.core.recording import Array, Task
from restride.core.strides import Mask, Sides, Stretch
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events import back_run_sides, back_sides, back_walk, sacral
from restride.events.found import Found, nothing, turns
from restride.signal.beats import Beats, beats, thin
from restride.signal.crossings import Index
from restride.signal.inertial import Sensor

METHODS: dict[Task, str] = {"walking": back_walk.METHOD, "running": sacral.METHOD}
STRONG_MPS2 = 0.7
LEAN_DEG, LEAN_S = 30.0, 0.75
FEWEST, FEWEST_RUNNING, SOFT = 3, 6, 2
FLIGHT_G: dict[Task, float] = {"unknown": 1.65, "standing": 1.65, "walking": 1.95, "running": 1.35}
"""Swing above which a chain of beats is running: what the file says of its task decides what lies between."""
TURN_DEG = 25.0


def detect(sensor: Sensor, task: Task) -> Found:
    """Contacts that the device saw, of walking and of running. Final contacts of walking are not known (NaN)."""
    seen = beats(sensor.acc, sensor.rate_hz)
    rows, stretch, runs = _stretches(seen, _upright(sensor, seen.at), FLIGHT_G[task])
    ic, fc, running, stretch = _contacts(sensor, seen.at[rows], stretch, runs[rows])
    if len(ic) == 0:
        return nothing(METHODS, 2)
    turning = _turning(sensor, ic, stretch)
    side = _sides(sensor, ic, running)
    return Found(
        side=side,
        ic_s=sensor.time_s(ic),
        fc_s=sensor.time_s(fc),
        running=running,
        steady=~_ends(stretch) & ~turning,
        stretches=_spans(sensor, ic, running, stretch),
        method=METHODS,
        grade="fair",
        feet=2,
        quality=(*back_run_sides.unknown_note(side), *turns(int(np.count_nonzero(turning)), TURN_DEG)),
    )


def _stretches(seen: Beats, upright: Mask, flight_g: float) -> tuple[Index, Index, Mask]:
    """Rows of beats that are gait, the number of the stretch of each of them, and whether each beat is of running."""
    none = np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp), np.empty(0, dtype=bool)
    n = len(seen.at)
    if n == 0:
        return none
    edges = np.array(seen.chains)
    chain = np.repeat(np.arange(len(edges)), np.diff(edges)[:, 0])
    first, end = edges[chain].T
    row = np.arange(n)
    # gait does not change for a step or two: the majority of five
    fast = np.concatenate([[0], np.cumsum(seen.swing > flight_g * G)])
    low, high = np.maximum(row - 2, first), np.minimum(row + 3, end)
    runs = 2 * (fast[high] - fast[low]) > high - low
    cut = np.flatnonzero((np.diff(chain) != 0) | np.diff(upright) | np.diff(runs)) + 1
    begins, ends = np.concatenate([[0], cut]), np.append(cut, n)
    piece = np.repeat(np.arange(len(begins)), ends - begins)
    strong = np.flatnonzero(upright & (seen.size >= STRONG_MPS2))
    if len(strong) == 0:
        return none
    apart = np.flatnonzero((np.diff(piece[strong]) != 0) | (np.diff(strong) > 2 * SOFT + 1))
    head, tail = strong[np.append(0, apart + 1)], strong[np.append(apart, len(strong) - 1)]
    marked = np.diff(np.concatenate([[-1], apart, [len(strong) - 1]]))
    here = piece[head]
    head, tail = np.maximum(head - SOFT, begins[here]), np.minimum(tail + 1 + SOFT, ends[here])
    # a few steps beside running are its start or stop, not a walk
    beside = np.logical_or.reduceat(runs, edges[:, 0])[chain[head]]
    kept = (marked >= 2) & (tail - head >= np.where(beside, FEWEST_RUNNING, FEWEST))
    if not kept.any():
        return none
    rows = np.concatenate([row[a:b] for a, b in zip(head[kept], tail[kept], strict=True)])
    return rows, np.repeat(np.arange(kept.sum()), (tail - head)[kept]), runs


def _contacts(sensor: Sensor, at: Array, stretch: Index, runs: Mask) -> tuple[Array, Array, Mask, Index]:
    """ic and fc in samples, whether of running, and the number of its stretch, of every contact in order."""
    ic, fc = back_walk.contacts(at, stretch), np.full(len(at), np.nan)
    if runs.any():
        run_ic, run_fc = sacral.contacts_of(sensor.acc[:, 1], sensor.rate_hz)
        which = _stretch_of(run_ic, at, stretch, runs)
        ic, fc = np.concatenate([ic[~runs], run_ic[which >= 0]]), np.concatenate([fc[~runs], run_fc[which >= 0]])
        stretch = np.concatenate([stretch[~runs], which[which >= 0]])
        runs = np.arange(len(ic)) >= np.count_nonzero(~runs)
        order = np.argsort(ic, kind="stable")
        ic, fc, stretch, runs = ic[order], fc[order], stretch[order], runs[order]
    fresh = (ic >= 0) & (np.diff(ic, prepend=-np.inf) > 0)
    return ic[fresh], fc[fresh], runs[fresh], stretch[fresh]


def _stretch_of(ic: Array, at: Array, stretch: Index, runs: Mask) -> Index:
    """(m,) number of the stretch of running in which each initial contact lies (a top follows it), -1 for none."""
    begins = np.flatnonzero(np.diff(stretch, prepend=-1) != 0)
    ends = np.append(begins[1:], len(stretch)) - 1
    begins, ends = begins[runs[begins]], ends[runs[begins]]
    step = (at[ends] - at[begins]) / np.maximum(ends - begins, 1)
    i = np.searchsorted(at[begins] - step, ic) - 1
    inside = (i >= 0) & (ic < at[ends][i])
    return np.where(inside, stretch[begins][i], -1)


def _upright(sensor: Sensor, at: Array) -> Mask:
    """(m,) whether the trunk stands upright around each beat: mean acceleration, turned by less than LEAN_DEG."""
    blocks, width = thin(sensor.acc, sensor.rate_hz)
    total = np.concatenate([np.zeros((1, 3)), np.cumsum(np.nan_to_num(blocks), axis=0)])
    reach = LEAN_S * sensor.rate_hz
    first, end = (np.clip(np.rint((at + d) / width).astype(np.intp), 0, len(blocks)) for d in (-reach, reach))
    mean = total[end] - total[first]
    return np.asarray(mean[:, 1] > np.cos(np.radians(LEAN_DEG)) * np.linalg.norm(mean, axis=1))


def _turning(sensor: Sensor, ic: Array, stretch: Index) -> Mask:
    """(m,) whether the trunk turned by more than TURN_DEG from each contact to the next of the same foot."""
    rate = sensor.gyro[:, 1]
    total = np.concatenate([[0.0], np.cumsum(rate if np.isfinite(rate).all() else np.nan_to_num(rate))])
    yaw = total[np.clip(np.rint(ic).astype(np.intp), 0, sensor.n)] / sensor.rate_hz
    out = np.zeros(len(ic), dtype=bool)
    out[:-2] = (np.abs(yaw[2:] - yaw[:-2]) > TURN_DEG) & (stretch[2:] == stretch[:-2])
    return out


def _ends(stretch: Index) -> Mask:
    """(m,) the first stride of each stretch, and its last two contacts, at which the last stride begins or ends."""
    starts = np.diff(stretch, prepend=-1) != 0
    stops = np.diff(stretch, append=stretch[-1] + 1) != 0
    before = np.append(stops[1:], False)
    earlier = np.append(before[1:], False)
    return np.asarray(starts | stops | before | earlier)


def _sides(sensor: Sensor, ic: Array, running: Mask) -> Sides:
    out = np.full(len(ic), "unknown", dtype="<U7")
    if running.any():
        out[running] = back_run_sides.sides(sensor.acc, sensor.gyro, sensor.rate_hz, ic[running])
    if not running.all():
        out[~running] = back_sides.sides(sensor.acc, sensor.gyro, sensor.rate_hz, ic[~running])
    return out


def _spans(sensor: Sensor, ic: Array, running: Mask, stretch: Index) -> tuple[Stretch, ...]:
    begins = np.flatnonzero(np.diff(stretch, prepend=-1) != 0)
    ends = np.append(begins[1:], len(ic)) - 1
    first, last = sensor.time_s(ic[begins]).tolist(), sensor.time_s(ic[ends]).tolist()
    kinds: list[Task] = ["running" if runs else "walking" for runs in running[begins].tolist()]
    return tuple(Stretch(*span) for span in zip(first, last, kinds, strict=True))
