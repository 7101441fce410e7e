"""Low-pass filters without a start-up cost: own design, checked against scipy.signal in the tests."""

import math

import numpy as np
import numpy.typing as npt

from restride.core.recording import Array


def butterworth(cutoff_hz: float, rate_hz: float) -> tuple[float, float, float, float, float]:
    """Second-order Butterworth low-pass as b0, b1, b2, a1, a2 (a0 = 1), by the bilinear transform, prewarped.

    Raises ValueError unless 0 < cutoff < rate / 2.
    """
    if not 0 < cutoff_hz < rate_hz / 2:
        raise ValueError(f"cut-off {cutoff_hz} Hz needs a rate above {2 * cutoff_hz} Hz, not {rate_hz} Hz")
    k = math.tan(math.pi * cutoff_hz / rate_hz)
    norm = 1 + math.sqrt(2) * k + k * k
    b0 = k * k / norm
    return b0, 2 * b0, b0, 2 * (k * k - 1) / norm, (1 - math.sqrt(2) * k + k * k) / norm


def gain(cutoff_hz: float, rate_hz: float, frequency_hz: npt.ArrayLike) -> Array:
    """Amplitude gain of one pass of `butterworth` at each frequency."""
    f = np.asarray(frequency_hz, dtype=np.float64)
    warped = np.tan(np.pi * np.minimum(f, rate_hz / 2 * (1 - 1e-12)) / rate_hz)
    return np.asarray(1 / np.sqrt(1 + (warped / math.tan(math.pi * cutoff_hz / rate_hz)) ** 4))


def lowpass(values: npt.ArrayLike, rate_hz: float, *, cutoff_hz: float) -> Array:
    """Second-order Butterworth run forward and back (zero lag): `cutoff_hz` is that of each pass.

    values: (n,) or (n, k). Columns with gaps are bridged by straight lines before and are NaN there after. A cut-off
    at or above half the rate passes the values through unchanged. Done in the frequency domain on an odd-reflected
    signal: the gain is exactly that of both passes, edges follow scipy.signal.filtfilt closely but not to the bit.
    """
    x = np.array(values, dtype=np.float64)
    if cutoff_hz >= rate_hz / 2 or len(x) < 2:
        return x
    flat = x.reshape(len(x), -1)
    missing = ~np.isfinite(flat)
    if missing.any():
        flat = bridge(flat)
    n = len(flat)
    pad = min(n - 1, math.ceil(3 * rate_hz / cutoff_hz))
    before = 2 * flat[0] - flat[pad:0:-1]
    after = 2 * flat[-1] - flat[-2 : -pad - 2 : -1]
    padded = np.concatenate([before, flat, after])
    size = fast_length(len(padded) + pad)
    # the tail between the two ends is filled by a straight line, so that the periodic signal has no jump
    bend = np.linspace(padded[-1], padded[0], size - len(padded) + 2)[1:-1]
    spectrum = np.fft.rfft(np.concatenate([padded, bend]), axis=0)
    frequency = np.fft.rfftfreq(size, 1 / rate_hz)
    smooth = np.fft.irfft(spectrum * gain(cutoff_hz, rate_hz, frequency)[:, None] ** 2, n=size, axis=0)
    out = smooth[pad : pad + n]
    out[missing] = np.nan
    return np.asarray(out.reshape(x.shape))


def fast_length(n: int) -> int:
    """The smallest product of 2, 3 and 5 that is at least n: lengths that a Fourier transform takes quickly."""
    best = 1 << (n - 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            quotient = -(-n // three)
            best = min(best, three << max(quotient - 1, 0).bit_length())
            three *= 3
        five *= 5
    return best


def mean_seen(values: npt.ArrayLike, axis: int = 0) -> Array:
    """Mean of what is finite along an axis; NaN, without a warning, where nothing is."""
    x = np.asarray(values, dtype=np.float64)
    seen = np.isfinite(x)
    count = np.sum(seen, axis=axis)
    return np.asarray(np.where(count > 0, np.where(seen, x, 0.0).sum(axis=axis) / np.maximum(count, 1), np.nan))


def bridge(values: Array) -> Array:
    """(n,) or (n, k) with straight lines over the gaps of each column; ends are held; nothing but gaps becomes zero."""
    out = np.array(values, dtype=np.float64)
    index = np.arange(len(out))
    for column in np.atleast_2d(out.T):
        good = np.isfinite(column)
        if good.all():
            continue
        column[:] = np.interp(index, index[good], column[good]) if good.any() else 0.0
    return out
