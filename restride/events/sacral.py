"""Running contacts from the vertical acceleration of the sacrum.

needs: acc@sacrum or acc@lower_back with a V axis (body frame), m/s2, 50 Hz or more. returns: Strides, s, side
unknown. raises: MissingChannel, NothingToMeasure.

A step is a rise through the level 0.5 g (half of body weight) below the mean and the fall through it; contact time
follows from how long the signal stays above. The mean is that of the steps around, so the sensor's offset does not
matter (sacral means read 1.1 to 1.25 g although mechanics demands 1). A scale that is 10 % off moves contact time by
up to 10 ms, a vertical axis that is 15 degrees off by up to 15 ms. The rise is taken at 15 Hz, because an impact that
is smoothed more reaches out before the landing; the fall, slow in everybody, at 8 Hz, which steadies it.

Contact time = twice the time above less 0.161 s, over the contacts around; half of a single contact's own deviation
is believed. Twice, because from fast to slow running the ends of a stance, where force is low, lengthen about as much
as its middle. Source of the idea: Patoz et al. 2022, Sensors 22:784 (threshold on sacral acceleration). Ours: the
level, the two filters, the factor, and the offset from nine runs of three people with a force plate and sensors
simulated from their pelvis markers (RBDS; a free line would have 2.27). It holds for a fourth person with a worn
sensor. Contact is force at 0.10 of body weight; contacts below 0.17 and above 0.32 s were not seen. A bounce that is
half a sine gives contact time from its first harmonic without any such number (Blickhan 1989), but the back moves 6 to
30 % more than the centre of mass, and contact came out 15 to 66 ms too short in these three people.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.errors import MissingChannel, NothingToMeasure
from restride.core.recording import BACK_PLACES, Array, Channel, Recording
from restride.core.strides import Strides, strides
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.around import mean_around, median_around
from restride.signal.filters import lowpass

METHOD = "sacral_acc"
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SacralContacts:
    """Parameters: what can be running, and how contact time follows from the time above the level."""

    slowest_rate_hz: float = 50.0
    rise_hz: float = 15.0
    fall_hz: float = 8.0
    """Low-pass of each of two passes for the rise, and for the fall and all else."""
    below_g: float = 0.5
    """How far the level lies below the mean."""
    offset_s: float = -0.161
    slope: float = 2.0
    """Contact time = offset + slope * time above the level."""
    believed: float = 0.5
    """Share of a single contact's deviation from its neighbours that is taken for real."""
    before: float = 1 / 3
    """Share of the missing contact time that lies before the rise; the landing is the steeper end."""
    near_s: float = 0.06
    """The rises of the two filters lie no further apart."""
    neighbours: int = 10
    bounce_g: float = 4 / 3
    """Lowest to highest of a step: twice the first harmonic, 2/3 g, at which half-sine contacts fill the whole step."""
    shortest_above_s: float = 0.07
    longest_above_s: float = 0.45
    quickest_step_s: float = 0.2
    slowest_step_s: float = 0.6
    fewest: int = 6


def acceleration(recording: Recording) -> Channel:
    """The vertical acceleration to use; raises MissingChannel."""
    for place in BACK_PLACES:
        for channel in recording.select("acc", place):
            if channel.has("V"):
                return channel
    raise MissingChannel(
        "vertical acceleration at the sacrum or lower back (acc, axis V)",
        recording.describe(),
        "name the columns by body axes in the sidecar: columns = { V = ..., AP = ... }",
    )


def detect(recording: Recording, params: SacralContacts = SacralContacts()) -> Strides:
    """Contacts of all running in a recording; see the module's text.

    Where running begins or ends inside the recording, its first and last two contacts are left out of averages.
    """
    channel = acceleration(recording)
    if channel.rate_hz < params.slowest_rate_hz:
        raise NothingToMeasure("50 samples a second or more", f"{channel.rate_hz:g}", "record faster")
    v = channel.axis("V")
    ic, fc = contacts_of(v, channel.rate_hz, params)
    if len(ic) == 0:
        raise _no_running(v, channel.rate_hz, params)
    start, rate_hz = channel.start_s, channel.rate_hz
    sides = np.full(len(ic), "unknown")
    kept = _steady(ic, channel.n, rate_hz, params)
    return strides(
        sides, start + ic / rate_hz, start + fc / rate_hz, task="running", method=METHOD, grade="fair", steady=kept
    )


def contacts_of(v: Array, rate_hz: float, params: SacralContacts = SacralContacts()) -> tuple[Array, Array]:
    """(ic, fc) of all running contacts, in fractional samples, ordered; empty arrays where nobody runs.

    v: (n,) vertical acceleration at the lower back, m/s2, gravity included, NaN in gaps; no contact touches a gap.
    """
    up, down, groups = above_level(v, rate_hz, params)
    if len(up) == 0:
        return np.empty(0), np.empty(0)
    above = (down - up) / rate_hz
    usual = np.concatenate([median_around(above[a:b], params.neighbours) for a, b in groups])
    step = np.concatenate([_step_s(up[a:b], rate_hz) for a, b in groups])
    contact = params.offset_s + params.slope * usual + params.believed * (above - usual)
    contact = np.clip(contact, 0.3 * step, 0.97 * step)
    missing = (contact - above) * rate_hz
    ic, fc = up - params.before * missing, down + (1 - params.before) * missing
    whole = (ic >= 0) & (fc <= len(v) - 1) & (fc > ic)
    lost = np.concatenate([[0], np.cumsum(~np.isfinite(v))])
    if lost[-1]:
        first = np.clip(ic.astype(np.intp), 0, len(v))
        last = np.clip(fc.astype(np.intp) + 2, 0, len(v))
        whole &= lost[np.maximum(last, first)] == lost[first]
    return ic[whole], fc[whole]


def above_level(
    v: Array, rate_hz: float, params: SacralContacts = SacralContacts()
) -> tuple[Array, Array, list[tuple[int, int]]]:
    """(up, down, groups): where each running step rises through its level and falls through it, in fractional samples.

    groups: half-open [first, end) rows of steps that follow each other. All empty where nobody runs.
    """
    none = np.empty(0), np.empty(0), list[tuple[int, int]]()
    seen = np.isfinite(v)
    if rate_hz < params.slowest_rate_hz or seen.sum() < rate_hz:
        return none
    g = v / STANDARD_GRAVITY_MPS2
    g = np.where(seen, g, np.mean(g[seen]))
    smooth = lowpass(g, rate_hz, cutoff_hz=params.fall_hz)
    mean = _moving_mean(_moving_mean(g, rate_hz), rate_hz)
    up, down = _steps(smooth, mean - params.below_g, rate_hz, params)
    groups = _groups(up, rate_hz, params)
    if not groups:
        return none
    level = _mean_of_whole_steps(g, up, groups) - params.below_g
    up, down = _steps(smooth, level, rate_hz, params)
    groups = _groups(up, rate_hz, params)
    if not groups:
        return none
    up = _sharper(up, lowpass(g, rate_hz, cutoff_hz=params.rise_hz) - level, params.near_s * rate_hz)
    rows = np.concatenate([np.arange(a, b) for a, b in groups])
    ends = np.cumsum([b - a for a, b in groups]).tolist()
    return up[rows], down[rows], list(zip([0, *ends[:-1]], ends, strict=True))


def _steps(smooth: Array, level: Array, rate_hz: float, params: SacralContacts) -> tuple[Array, Array]:
    """Rises and falls through the level that can be steps of running: of their length, and bouncing high enough."""
    over = smooth - level
    high = over > 0
    change = np.flatnonzero(high[1:] != high[:-1])
    if len(change) < 3:
        return np.empty(0), np.empty(0)
    at = change + over[change] / (over[change] - over[change + 1])
    # between two changes the signal is on one side of the level: its extreme there is the step's top or bottom
    top, bottom = np.maximum.reduceat(smooth, change + 1), np.minimum.reduceat(smooth, change + 1)
    rises = np.flatnonzero(high[change + 1])
    rises = rises[rises + 1 < len(change)]
    below = np.minimum(
        bottom[rises + 1], np.where(rises > 0, bottom[np.maximum(rises - 1, 0)], np.inf)
    )  # of the flights on either side the deeper
    above_s = (at[rises + 1] - at[rises]) / rate_hz
    fit = (top[rises] - below >= params.bounce_g) & (above_s >= params.shortest_above_s)
    fit &= above_s <= params.longest_above_s
    return at[rises[fit]], at[rises[fit] + 1]


def _sharper(up: Array, over: Array, near: float) -> Array:
    """(m,) the rise of `over` (n,) through zero that is nearest to each of `up`, which stays where none is `near`."""
    change = np.flatnonzero((over[:-1] <= 0) & (over[1:] > 0))
    if len(change) == 0:
        return up
    at = change + over[change] / (over[change] - over[change + 1])
    after = np.clip(np.searchsorted(at, up), 1, max(len(at) - 1, 1))
    left, right = at[after - 1], at[np.minimum(after, len(at) - 1)]
    nearest = np.where(up - left <= right - up, left, right)
    return np.where(np.abs(nearest - up) <= near, nearest, up)


def _groups(up: Array, rate_hz: float, params: SacralContacts) -> list[tuple[int, int]]:
    """[first, end) of steps that follow each other without a pause, at least `fewest`, at the pace of running."""
    if len(up) < params.fewest:
        return []
    cuts = np.flatnonzero(np.diff(up) / rate_hz > params.slowest_step_s) + 1
    out = []
    for a, b in zip([0, *cuts.tolist()], [*cuts.tolist(), len(up)], strict=True):
        if b - a >= params.fewest and np.median(np.diff(up[a:b])) / rate_hz >= params.quickest_step_s:
            out.append((a, b))
    return out


def _moving_mean(x: Array, rate_hz: float, half_s: float = 1.0) -> Array:
    """(n,) mean over one second before and after; over what there is of them at the ends."""
    n, half = len(x), min(max(round(half_s * rate_hz), 1), (len(x) - 1) // 2)
    total = np.concatenate([[0.0], np.cumsum(x)])
    mean = np.empty(n)
    mean[half : n - half] = (total[2 * half + 1 :] - total[: n - 2 * half]) / (2 * half + 1)
    reach = np.arange(half + 1, 2 * half + 1)
    mean[:half] = total[reach] / reach
    mean[n - half :] = ((total[n] - total[n - reach]) / reach)[::-1]
    return mean


def _mean_of_whole_steps(g: Array, up: Array, groups: list[tuple[int, int]]) -> Array:
    """(n,) mean over the whole steps from four rises before to four after, straight lines between the rises."""
    at = np.concatenate([up[a:b] for a, b in groups])
    mean = np.concatenate([mean_around(g, up[a:b]) for a, b in groups])
    return np.asarray(np.interp(np.arange(len(g)), at, mean))


def _step_s(up: Array, rate_hz: float) -> Array:
    """(m,) usual step time around each rise of a group."""
    step = np.diff(up) / rate_hz
    return median_around(np.append(step, step[-1]), 10)


def _steady(ic: Array, n: int, rate_hz: float, params: SacralContacts) -> Mask:
    """(m,) False for the first and last two contacts of running that begins or ends inside the recording."""
    kept = np.ones(len(ic), dtype=bool)
    cuts = np.flatnonzero(np.diff(ic) / rate_hz > params.slowest_step_s) + 1
    for a, b in zip([0, *cuts.tolist()], [*cuts.tolist(), len(ic)], strict=True):
        if ic[a] / rate_hz > 2 * params.slowest_step_s:
            kept[a : a + 2] = False
        if (n - ic[b - 1]) / rate_hz > 3 * params.slowest_step_s:
            kept[max(b - 2, a) : b] = False
    return kept


def _no_running(v: Array, rate_hz: float, params: SacralContacts) -> NothingToMeasure:
    seen = v[np.isfinite(v)] / STANDARD_GRAVITY_MPS2
    swing = (
        float(np.ptp(np.percentile(lowpass(seen, rate_hz, cutoff_hz=params.fall_hz), [2, 98]))) if len(seen) else 0.0
    )
    return NothingToMeasure(
        f"the bounce of running with a flight phase at the sacrum ({params.bounce_g:.1f} g or more a step), "
        f"{params.fewest} steps on end",
        f"{swing:.2f} g in {len(v) / rate_hz:.1f} s",
        "record 20 to 30 s of steady running",
    )
