"""Contacts from vertical force as they happen: the causal twin of `force`.

Look-ahead: none. A contact is told when the force has risen to five times the threshold (about 15 ms after it began), a
final contact as soon as the force falls below the threshold. The filter is one pass of a second-order Butterworth at
50 Hz, whose delay of about 5 ms is left in both ends. The floor follows the empty plate: a slow mean in flight, and the
lowest value of the last 1.5 s where the plate starts off zero; until one such window of 0.75 s is full nothing is told.
"""

import numpy as np

from restride.core.recording import Array, Channel
from restride.signal.filters import butterworth
from restride.signal.kernel import fastest, kernel

METHOD = "force_live"
NOTHING, INITIAL, FINAL = 0, 1, 2
STATE = 14


@kernel
def step(state: Array, sample: float, params: Array) -> int:
    """One sample in, one event out: 0 nothing, 1 initial contact told, 2 final contact; its time in state[13]."""
    b0, b1, b2, a1, a2, dt, level, follow = (
        params[0], params[1], params[2], params[3], params[4], params[5], params[6], params[7],
    )  # fmt: skip
    y = b0 * sample + b1 * state[0] + b2 * state[1] - a1 * state[2] - a2 * state[3]
    before = state[2]
    state[1] = state[0]
    state[0] = sample
    state[3] = state[2]
    state[2] = y
    t = state[4]
    state[4] = t + dt
    if t - state[8] >= 0.75:
        state[8] = t
        state[9] = state[10]
        state[10] = y
    if y < state[10]:
        state[10] = y
    lowest = state[9]
    if state[10] < lowest:
        lowest = state[10]
    floor = state[5]
    if lowest > floor + 0.5 * level or lowest < floor - level:
        floor = lowest
    event = 0
    if state[6] == 0.0:
        if y - floor > level:
            if before - floor <= level and y > before:
                state[7] = t - dt * (y - floor - level) / (y - before)
            if y - floor > 5.0 * level and t - state[11] > 0.75:
                state[6] = 1.0
                state[13] = state[7]
                event = 1
        elif t - state[12] > 0.02:
            floor = floor + follow * (y - floor)
    elif y - floor < level:
        state[6] = 0.0
        state[12] = t
        state[13] = t - dt * (level - (y - floor)) / (before - y)
        event = 2
    state[5] = floor
    return event


@kernel
def run(samples: Array, state: Array, params: Array, times: Array, kinds: Array) -> int:
    """All samples of a chunk through `step`; events go to times and kinds, their number is returned."""
    count = 0
    for i in range(len(samples)):
        kind = step(state, samples[i], params)
        if kind != 0:
            times[count] = state[13]
            kinds[count] = kind
            count += 1
    return count


def parameters(rate_hz: float, level: float) -> Array:
    """What `step` needs to know: filter, sample time, threshold and how fast the floor follows (0.2 s).

    At 100 Hz and below there is nothing to filter: the samples pass as they are.
    """
    smoothing = butterworth(50.0, rate_hz) if rate_hz > 100 else (1.0, 0.0, 0.0, 0.0, 0.0)
    return np.array([*smoothing, 1 / rate_hz, level, 5.0 / rate_hz])


def initial_state(start_s: float, first: float) -> Array:
    """A state as if the plate had read `first` for ever."""
    state = np.zeros(STATE)
    state[0:4] = first
    state[4], state[8], state[11] = start_s, start_s, start_s
    state[5], state[9], state[10] = first, first, first
    state[12] = start_s - 1.0
    return state


def contacts_live(channel: Channel, level: float) -> tuple[Array, Array]:
    """(ic_s, fc_s) of whole contacts on a channel with a V axis, in the order of time."""
    samples = np.ascontiguousarray(channel.axis("V"))
    state, params = initial_state(channel.start_s, float(samples[0])), parameters(channel.rate_hz, level)
    times, kinds = np.zeros(len(samples)), np.zeros(len(samples))
    count = fastest(run, len(samples))(samples, state, params, times, kinds)
    times, kinds = times[:count], kinds[:count]
    pairs = np.flatnonzero((kinds[:-1] == INITIAL) & (kinds[1:] == FINAL))
    return times[pairs], times[pairs + 1]
