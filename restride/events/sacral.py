"""Running contacts from the vertical acceleration of the sacrum.

needs: acc@sacrum or acc@lower_back with a V axis (body frame), m/s2, 50 Hz or more. returns: Strides, s, side
unknown. raises: MissingChannel, NothingToMeasure.

How long the foot is on the ground follows from how strongly the body bounces. If the force of a stance is half a sine
and its mean over a step is body weight, then the first harmonic of the step's acceleration, in g, is

    A1 = 2 cos(pi d) / (1 - 4 d^2),    d = contact time / step time,

which falls steadily from 2 at d = 0 over 2/3 at d = 1 to 0 at d = 1.5. It needs neither the sensor's offset (sacral
means read 1.1 to 1.25 g although mechanics demands 1) nor a threshold, and a low-pass at 20 Hz hardly touches it. The
mean contact time comes from A1 of the mean step; single contacts are then cut from the signal, low-passed at 8 Hz, at
the level that gives this mean. Spring-mass running: Blickhan 1989; half-sine force: Morin et al. 2005 (EVIDENCE_2
A-40). Ours: solving it for contact time from the first harmonic. What it calls contact is the half-sine's, near force
at 0.10 BW.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.errors import MissingChannel, NothingToMeasure
from restride.core.recording import BACK_PLACES, Array, Channel, Recording
from restride.core.strides import Strides, strides
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.signal.crossings import crossing_after, crossing_before, resampled
from restride.signal.filters import lowpass, mean_seen

METHOD = "sacral_acc"


@dataclass(frozen=True, slots=True)
class SacralContacts:
    """Parameters: limits of what can be running, and the smoothing for single contacts."""

    slowest_hz: float = 1.8
    fastest_hz: float = 4.6
    cutoff_hz: float = 8.0
    bounce_g: float = 0.35
    """A first harmonic below this is no running: walking stays under 0.3 g at the back."""
    flight_g: float = 2 / 3
    """The first harmonic at which contact time fills the whole step: below it nobody leaves the ground."""


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
    """Contacts of a recording of running; see the module's text."""
    channel = acceleration(recording)
    rate_hz, v = channel.rate_hz, channel.axis("V") / STANDARD_GRAVITY_MPS2
    if rate_hz < 50:
        raise NothingToMeasure("50 samples a second or more", f"{rate_hz:g}", "record faster")
    if channel.n < 2:
        raise _no_running(0, channel)
    lost = ~np.isfinite(v)
    v = np.where(lost, 1.0, v)
    frequency = step_frequency_hz(v, rate_hz, params)
    beat = lowpass(v, rate_hz, cutoff_hz=1.5 * frequency)
    beat = beat - lowpass(v, rate_hz, cutoff_hz=0.25 * frequency)
    middle = _tops(beat, rate_hz, frequency)
    if len(middle) < 6:
        raise _no_running(len(middle), channel)
    share = duty(v, rate_hz, middle, params)
    step = float(np.median(np.diff(middle)))
    smooth = lowpass(v, rate_hz, cutoff_hz=params.cutoff_hz)
    level = _level_for(smooth, rate_hz, middle, share * step)
    tops = np.round(middle * rate_hz).astype(int)
    ic = np.array([crossing_before(smooth, top, level) for top in tops]) / rate_hz
    fc = np.array([crossing_after(smooth, top, level) for top in tops]) / rate_hz
    good = np.isfinite(ic) & np.isfinite(fc) & (fc - ic < 2 * share * step) & (fc - ic > 0.3 * share * step)
    for i in np.flatnonzero(good) if lost.any() else ():
        good[i] = not lost[int(ic[i] * rate_hz) : int(fc[i] * rate_hz) + 2].any()
    sides = np.full(int(good.sum()), "unknown")
    start = channel.start_s
    return strides(sides, start + ic[good], start + fc[good], task="running", method=METHOD, grade="fair")


def _no_running(steps: int, channel: Channel) -> NothingToMeasure:
    return NothingToMeasure(
        "at least 6 running steps at the sacrum",
        f"{steps} in {channel.n / channel.rate_hz:.1f} s",
        "record 20 to 30 s of steady running (standing and walking cannot be measured here yet)",
    )


def step_frequency_hz(v: Array, rate_hz: float, params: SacralContacts = SacralContacts()) -> float:
    """Step frequency of vertical acceleration (n,) in g; raises NothingToMeasure where nothing bounces like running.

    The strongest line between the slowest and fastest steps: steps of both feet bounce alike, strides hardly do.
    """
    length = 1 << max(14, (4 * len(v) - 1).bit_length())
    free = v - v.mean()
    spectrum = np.abs(np.fft.rfft(free * np.hanning(len(v)), length))
    frequency = np.fft.rfftfreq(length, 1 / rate_hz)
    band = (frequency >= params.slowest_hz) & (frequency <= params.fastest_hz)
    peak = float(frequency[band][np.argmax(spectrum[band])])
    amplitude_g = 4 * float(spectrum[band].max()) / len(v)
    if amplitude_g < params.bounce_g:
        raise NothingToMeasure(
            "the bounce of running at the sacrum (0.35 g or more)",
            f"{amplitude_g:.2f} g",
            "record 20 to 30 s of steady running (standing and walking cannot be measured here yet)",
        )
    return peak


def _tops(beat: Array, rate_hz: float, frequency_hz: float) -> Array:
    """(m,) s from the first sample: one maximum a step, refined between samples by a parabola."""
    inner = np.flatnonzero((beat[1:-1] > beat[:-2]) & (beat[1:-1] >= beat[2:]) & (beat[1:-1] > 0)) + 1
    kept: list[int] = []
    for i in inner.tolist():
        if kept and (i - kept[-1]) / rate_hz < 0.6 / frequency_hz:
            kept[-1] = max(kept[-1], i, key=lambda j: float(beat[j]))
        else:
            kept.append(i)
    tops = np.array(kept, dtype=np.intp)
    left, middle, right = beat[tops - 1], beat[tops], beat[tops + 1]
    bend = left - 2 * middle + right
    return np.asarray((tops + np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, 1.0), 0.0)) / rate_hz)


def duty(v: Array, rate_hz: float, middle_s: Array, params: SacralContacts = SacralContacts()) -> float:
    """Contact time over step time from the first harmonic of the mean step between successive mid-stances."""
    step = np.diff(middle_s)
    steady = np.abs(step - np.median(step)) < 0.25 * np.median(step)
    if steady.sum() < 4:
        raise NothingToMeasure("at least 4 steady steps", f"{int(steady.sum())}", "record 20 to 30 s of steady running")
    cycles = resampled(v, rate_hz, 0.0, middle_s[:-1][steady], middle_s[1:][steady], 101)[:, :-1]
    wave = np.exp(-2j * np.pi * np.arange(100) / 100)
    a1 = 2 * float(np.mean(np.abs(cycles @ wave))) / 100
    if a1 <= params.flight_g:
        raise NothingToMeasure(
            "the bounce of running with a flight phase at the sacrum (over 0.67 g)",
            f"{a1:.2f} g",
            "record 20 to 30 s of steady running (walking cannot be measured here yet)",
        )
    return _solve(a1)


def _solve(a1: float) -> float:
    """d from A1 = 2 cos(pi d) / (1 - 4 d^2) on 0 < d < 1.5, where A1 falls from 2 to 0; by bisection."""
    low, high = 1e-3, 1.499
    for _ in range(60):
        d = (low + high) / 2
        value = np.pi / 2 if abs(d - 0.5) < 1e-9 else 2 * np.cos(np.pi * d) / (1 - 4 * d * d)
        low, high = (d, high) if value > a1 else (low, d)
    return (low + high) / 2


def _level_for(smooth: Array, rate_hz: float, middle_s: Array, contact_s: float) -> float:
    """The level at which the mean step of the smoothed signal is above for `contact_s`; between its low and its top."""
    half = float(np.median(np.diff(middle_s))) / 2
    inner = middle_s[1:-1]
    cycle = mean_seen(resampled(smooth, rate_hz, 0.0, inner - half, inner + half, 401))
    return float(np.quantile(cycle, 1 - contact_s / (2 * half)))
