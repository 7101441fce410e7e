"""Running steps from vertical acceleration at the sacrum as they happen: the causal twin of `sacral`.

Look-ahead: none. A step is told where the smoothed acceleration rises through its own slow mean after having been at
least 0.2 g below it, a final contact where it falls back through it. One pass of a second-order Butterworth at 5 Hz:
both ends come late by about 45 ms, alike, so cadence and step time hold; contact time is `sacral`'s to give.
"""

import numpy as np

from restride.core.recording import Array, Channel
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.filters import bridge, butterworth
from restride.signal.kernel import fastest, kernel

METHOD = "sacral_live"
NOTHING, INITIAL, FINAL = 0, 1, 2
STATE = 9


@kernel
def step(state: Array, sample: float, params: Array) -> int:
    """One sample in, one event out: 0 nothing, 1 initial contact, 2 final contact; its time in state[8]."""
    dt = params[5]
    y = params[0] * sample + params[1] * state[0] + params[2] * state[1] - params[3] * state[2] - params[4] * state[3]
    before = state[2]
    state[1] = state[0]
    state[0] = sample
    state[3] = state[2]
    state[2] = y
    t = state[4]
    state[4] = t + dt
    mean = state[5] + params[6] * (sample - state[5])
    state[5] = mean
    event = 0
    if state[6] == 0.0:
        if y < mean - params[7]:
            state[7] = 1.0
        if state[7] == 1.0 and before <= mean < y:
            state[6] = 1.0
            state[7] = 0.0
            state[8] = t - dt * (y - mean) / (y - before)
            event = 1
    elif y < mean <= before:
        state[6] = 0.0
        state[8] = t - dt * (mean - y) / (before - y)
        event = 2
    return event


@kernel
def run(samples: Array, state: Array, params: Array, times: Array, kinds: Array) -> int:
    """All samples of a chunk through `step`; events go to times and kinds, their number is returned."""
    count = 0
    for i in range(len(samples)):
        kind = step(state, samples[i], params)
        if kind != 0:
            times[count] = state[8]
            kinds[count] = kind
            count += 1
    return count


def parameters(rate_hz: float) -> Array:
    """Filter, sample time, how fast the mean follows (two seconds) and how deep the swing must be (0.2 g)."""
    return np.array([*butterworth(5.0, rate_hz), 1 / rate_hz, 0.5 / rate_hz, 0.2 * STANDARD_GRAVITY_MPS2])


def initial_state(start_s: float, first: float) -> Array:
    """A state as if the sensor had read `first` for ever, with gravity for its mean."""
    state = np.zeros(STATE)
    state[0:4] = first
    state[4], state[5] = start_s, 1.15 * STANDARD_GRAVITY_MPS2
    return state


def steps_live(channel: Channel) -> Array:
    """(n,) s: the initial contacts that `step` tells from acc with a V axis, m/s2."""
    samples = np.ascontiguousarray(bridge(channel.axis("V")))
    state, params = initial_state(channel.start_s, float(samples[0])), parameters(channel.rate_hz)
    times, kinds = np.zeros(len(samples)), np.zeros(len(samples))
    count = fastest(run, len(samples))(samples, state, params, times, kinds)
    return np.asarray(times[:count][kinds[:count] == INITIAL])
