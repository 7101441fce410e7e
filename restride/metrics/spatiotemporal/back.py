"""Walking with a device on the lower back: stride length, speed, vertical oscillation, regularity.

needs: Strides of walking, acc of a device at the lower back or sacrum in body axes; for lengths the person's height or
the speed of the belt. returns: one value a contact; those of a stride stand at the contact with which it begins.

Speed. The longer and faster the step that a landing ends, the harder the trunk is jerked by it:

    v / sqrt(g h) = GAIN * x,    x = SD / g,

with h the body height and SD the standard deviation of the size of the acceleration, low-passed at 4 Hz, from half a
step before the landing to half a step after. Above KNEE it grows with sqrt(x KNEE): what a step from leg to leg costs
goes with the square of speed (Kuo 2002, J Biomech Eng 124:113), and small steps have less of it than that. Step length
is that speed times step time; a stride's is that of its two steps. That trunk accelerations tell speed:
Moe-Nilssen & Helbostad 2004 (J Biomech 37:121). Ours: the scaling, the window and the two constants. GAIN is the mean
of four people who walked 1.0 to 1.4 m/s (1.68 to 2.00: mean curves of two pelvis sensors, one treadmill walker, one
sensor simulated from markers). The one whose error stands in core/methods is none of them, but the shape of the law and
the window were chosen with that one's slow walks in view. In the same people the inverted pendulum (Zijlstra & Hof
2003, Gait Posture 18:1, times 1.25) does as well above 1 m/s, and is 4 to 80 % long in slow steps. Where the file gives
the speed (a belt), stride length is that speed times stride time.

Regularity. How much a step is like the next, and a stride like the next: correlation of vertical acceleration at the
lag of one step or one stride (Moe-Nilssen & Helbostad 2004), 1 where they are alike. Ours: taken from one stride to the
next, each stretched to the same length, so that a change of cadence costs nothing.

Vertical oscillation: vertical acceleration over a stride less its mean, integrated twice as a periodic wave.
"""

import math
from dataclasses import dataclass

import numpy as np

from restride.core.metric import Grade
from restride.core.quality import Quality
from restride.core.recording import BACK_PLACES, Array
from restride.core.strides import Mask
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.bout import Bout, Measures, Rows
from restride.metrics.spatiotemporal.timing import step_s
from restride.signal.beats import thin
from restride.signal.crossings import resampled
from restride.signal.filters import lowpass

METHOD, METHOD_SET = "back_walking", "back_set_speed"
GAIN, KNEE = 1.82, 0.17
CUTOFF_HZ = 4.0
USUAL_HEIGHT_M = 1.70
"""Of an adult whose height is not known; 10 cm more or less change speed by 3 %."""
PAUSE = 1.6
"""A step that lasts so many times the one before is none."""
POINTS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Trunk:
    """What one device felt. acc: (m, 3) m/s2 at hz. moment: (n,) contacts, in samples of acc.

    whole: (n,) whether a stride of two steps begins with a contact.
    """

    acc: Array
    hz: float
    moment: Array
    whole: Mask

    @property
    def first(self) -> Array:
        """(n,) where each whole stride begins, else NaN."""
        return np.where(self.whole, self.moment, np.nan)

    @property
    def last(self) -> Array:
        """(n,) where each whole stride ends, else NaN."""
        return np.where(self.whole, np.append(self.moment[2:], [np.nan, np.nan]), np.nan)

    @property
    def stride_s(self) -> Array:
        """(n,) how long each whole stride lasts."""
        return (self.last - self.first) / self.hz


def back(bout: Bout) -> Measures:
    """All of it, for a walk that no surer device has seen."""
    device = next((s for place in BACK_PLACES for s in bout.devices(place)), None)
    if bout.strides.task != "walking" or device is None or bout.strides.n < 3 or bout.recording.select("marker"):
        return Measures()
    trunk = trunk_of(device.acc, device.rate_hz, device.start_s, bout)
    wave = resampled(trunk.acc[:, 1], 1.0, 0.0, trunk.first, trunk.last, POINTS + 1)[:, :-1]
    wave -= wave.mean(axis=1, keepdims=True)
    step, stride = regularity(wave, trunk.first, trunk.last)
    made = [
        Rows(
            "vertical_oscillation",
            METHOD,
            rise(wave, (trunk.last - trunk.first) / trunk.hz),
            "fair",
            place=device.place,
        ),
        Rows("step_regularity", METHOD, step, "fair", place=device.place),
        Rows("stride_regularity", METHOD, stride, "fair", place=device.place),
    ]
    if bout.devices("foot"):
        return Measures(tuple(made))
    lengths, said = _lengths(bout, trunk, device.place)
    return Measures((*lengths, *made), quality=said)


def trunk_of(acc: Array, rate_hz: float, start_s: float, bout: Bout) -> Trunk:
    """What a device felt in a bout. acc: (n, 3) m/s2, the first sample at start_s."""
    s = bout.strides
    thinned, width = thin(acc, rate_hz)
    steps = np.isfinite(step_s(s))
    whole = np.zeros(s.n, dtype=bool)
    whole[:-2] = (np.abs(s.next_ic_s[:-2] - s.ic_s[2:]) < 1e-6) & steps[1:-1] & steps[2:]
    moment = ((s.ic_s - start_s) * rate_hz - (width - 1) / 2) / width
    return Trunk(thinned, rate_hz / width, moment, whole)


def _lengths(bout: Bout, trunk: Trunk, place: str) -> tuple[tuple[Rows, ...], tuple[Quality, ...]]:
    stride_s = trunk.stride_s
    belt = bout.conditions.speed_mps
    if belt is not None:
        return (Rows("stride_length", METHOD_SET, belt * stride_s, "fair", place=place),), ()
    height_m = bout.person.height_m
    grade: Grade = "fair" if height_m else "poor"
    share = jerked(trunk.acc, trunk.hz, _between(trunk.moment)) / G
    froude = GAIN * np.where(share < KNEE, share, np.sqrt(share * KNEE))
    step_m = froude * math.sqrt(G * (height_m or USUAL_HEIGHT_M)) * np.diff(trunk.moment) / trunk.hz
    length = np.full(len(stride_s), np.nan)
    length[:-2] = np.where(trunk.whole[:-2], step_m[:-1] + step_m[1:], np.nan)
    rows = (
        Rows("stride_length", METHOD, length, grade, place=place),
        Rows("speed", METHOD, length / stride_s, grade, place=place),
    )
    return rows, (_uncalibrated(height_m is not None),)


def _between(moment: Array) -> Array:
    """(n,) half a step after each contact: of the step that follows, or of the one before where the gait stops."""
    step = np.diff(moment)
    before, after = np.append(step[:1], step), np.append(step, step[-1:])
    return np.asarray(moment + np.where(after < PAUSE * before, after, before) / 2)


def _uncalibrated(height_known: bool) -> Quality:
    whom = "people of this height" if height_known else f"an adult of {USUAL_HEIGHT_M:.2f} m (no height is given)"
    message = (
        f"stride length and speed are estimated from the trunk's acceleration, as for {whom}: they may be a sixth off "
        "for a person, and follow that person's changes better than that"
    )
    return Quality(code="uncalibrated", severity="info" if height_known else "warning", message=message)


def jerked(acc: Array, hz: float, moment: Array) -> Array:
    """(n - 1,) m/s2: standard deviation of the size of acc (m, 3) at 4 Hz from each moment (samples) to the next.

    NaN where that touches a gap or an end.
    """
    size = np.sqrt(np.einsum("ij,ij->i", acc, acc))
    smooth = lowpass(size, hz, cutoff_hz=CUTOFF_HZ) - G
    known = np.isfinite(smooth)
    smooth = smooth if known.all() else np.where(known, smooth, 0.0)
    sums = np.concatenate([np.zeros((3, 1)), np.cumsum([smooth, smooth**2, known], axis=1)], axis=1)
    at = np.rint(moment)
    inside = np.isfinite(at) & (at >= 0) & (at <= len(size))
    at = np.where(inside, at, 0.0).astype(np.intp)
    total, square, count = np.diff(sums[:, at], axis=1)
    whole = inside[1:] & inside[:-1] & (count == np.diff(at)) & (count > 1)
    count = np.where(whole, count, 1.0)
    return np.where(whole, np.sqrt(np.maximum(square / count - (total / count) ** 2, 0.0)), np.nan)


def rise(wave: Array, stride_s: Array) -> Array:
    """(n,) m: highest less lowest point of the first of two steps; wave: (n, POINTS) m/s2 over each stride, mean 0."""
    turn = 2 * np.pi * np.arange(1, POINTS // 2)
    spectrum = np.zeros((len(wave), POINTS // 2 + 1), dtype=np.complex128)
    spectrum[:, 1:-1] = np.fft.rfft(wave, axis=1)[:, 1:-1] / turn**2
    path = np.fft.irfft(spectrum, POINTS, axis=1)[:, : POINTS // 2 + 1]
    return np.asarray((path.max(axis=1) - path.min(axis=1)) * stride_s**2)


def regularity(wave: Array, first: Array, last: Array) -> tuple[Array, Array]:
    """(n,) each: likeness of the two steps of a stride, and of a stride to the next one of the same foot.

    wave: (n, POINTS) over each stride, mean 0, from first to last (n,).
    """
    half = POINTS // 2
    step = _alike(wave[:, :half], wave[:, half:])
    stride = np.full(len(wave), np.nan)
    stride[:-2] = np.where(np.abs(last[:-2] - first[2:]) < 1e-6, _alike(wave[:-2], wave[2:]), np.nan)
    return step, stride


def _alike(a: Array, b: Array) -> Array:
    """(m,) correlation of rows about zero, by their common variance: what the unbiased autocorrelation is for a lag."""
    size = (np.sum(a * a, axis=1) + np.sum(b * b, axis=1)) / 2
    return np.asarray(np.sum(a * b, axis=1) / np.where(size > 0, size, np.nan))
