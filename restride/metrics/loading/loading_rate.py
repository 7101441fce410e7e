"""VALR, VILR and the impact peak. needs: vertical force, body frame, zeroed, 150 Hz or more.

valr: mean slope from 20 to 80 % of the time from contact to the impact peak; vilr: the steepest slope there; impact
peak: first local maximum after 10 ms, before 30 % of stance and before the highest peak, on force low-passed at 50 Hz
(forward and back). Source: definitions listed by Schmida et al. 2022, doi:10.1249/MSS.0000000000002917. We differ: a
stance without an impact peak has no value (no fixed point at 13 % of stance), and where fewer than 60 % of the stances
of a side (or of both) have one, its metric is withheld. Peaks and slopes are sought on the filtered force resampled to
1,200 Hz or more through its Fourier transform, so that a shallow peak between two samples is not lost.
"""

import math
from typing import NamedTuple

import numpy as np

from restride.core.quality import Quality
from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows
from restride.metrics.loading.force import body_weight, stance_forces
from restride.signal.crossings import sample_at
from restride.signal.filters import bridge

METHOD = "impact_window"
NAMES = ("impact_peak", "valr", "vilr")
SHARE = 0.6
LOWEST_RATE_HZ = 150.0
FINE_HZ = 1200.0


class Impact(NamedTuple):
    """Of one stance, in units of force and force per second; NaN without an impact peak."""

    peak: float
    valr: float
    vilr: float


NO_IMPACT = Impact(math.nan, math.nan, math.nan)


def refined(values: Array, factor: int) -> Array:
    """Band-limited interpolation: `factor` times as many samples, through the Fourier transform, edges held.

    The signal is extended by its point reflection at both ends, so that it does not ring there.
    """
    if factor == 1:
        return values
    n = len(values)
    pad = min(n - 1, 64)
    x = np.r_[2 * values[0] - values[pad:0:-1], values, 2 * values[-1] - values[-2 : -pad - 2 : -1]]
    bend = np.linspace(x[-1], x[0], pad + 2)[1:-1]
    spectrum = np.fft.rfft(np.r_[x, bend])
    if (len(x) + pad) % 2 == 0:
        spectrum[-1] /= 2  # the line at half the rate stands for two in the longer signal
    fine = np.fft.irfft(spectrum, n=factor * (len(x) + pad)) * factor
    return np.asarray(fine[factor * pad : factor * (pad + n - 1) + 1])


def impact(fine: Array, rate_hz: float, ic: float, fc: float) -> Impact:
    """Impact peak and loading rates of one stance of `fine` (samples at rate_hz), ic and fc in samples."""
    a, b = math.ceil(ic), math.floor(fc)
    stance = fine[a : b + 1]
    highest = a + int(np.argmax(stance))
    first = max(math.ceil(ic + 0.010 * rate_hz), 1)
    last = min(highest - 1, math.ceil(ic + 0.30 * (fc - ic)) - 1)
    i = np.arange(first, last + 1)
    tops = i[(fine[i] > fine[i - 1]) & (fine[i] >= fine[i + 1])] if len(i) else i
    if len(tops) == 0:
        return NO_IMPACT
    peak = int(tops[0])
    t20, t80 = ic + 0.2 * (peak - ic), ic + 0.8 * (peak - ic)
    v20, v80 = sample_at(fine, 1.0, 0.0, np.array([t20, t80]))
    window = np.arange(math.floor(t20), math.ceil(t80) + 1)
    steepest = float(np.diff(fine[window]).max()) * rate_hz
    return Impact(float(fine[peak]), float((v80 - v20) / (t80 - t20)) * rate_hz, steepest)


def loading_rate(bout: Bout) -> Measures:
    """VALR, VILR and impact peak of each stance in body weights; running only."""
    weight = body_weight(bout)
    if weight is None or bout.strides.task != "running":
        return Measures()
    bw, clean = weight[0], bout.clean()
    found = np.full((bout.strides.n, 3), np.nan)
    for f in stance_forces(bout):
        if f.channel.rate_hz < LOWEST_RATE_HZ:
            return Measures(quality=(_too_slow(f.channel.rate_hz),))
        factor = math.ceil(FINE_HZ / f.channel.rate_hz)
        fine, rate_hz = refined(bridge(f.vertical), factor), f.channel.rate_hz * factor
        for row in f.rows[clean[f.rows]].tolist():
            ic, fc = ((t - f.channel.start_s) * rate_hz for t in (bout.strides.ic_s[row], bout.strides.fc_s[row]))
            found[row] = impact(fine, rate_hz, ic, fc)
    sides = [bout.strides.where(side) for side in ("both", "left", "right")]
    shares = [float(np.mean(np.isfinite(found[rows, 0]))) for rows in sides if len(rows)]
    notes = () if shares[0] >= SHARE else (_few(shares[0], some=max(shares) >= SHARE),)
    return Measures(tuple(Rows(name, METHOD, found[:, k] / bw, share=SHARE) for k, name in enumerate(NAMES)), (), notes)


def _too_slow(rate_hz: float) -> Quality:
    return Quality(
        code="rate_too_low",
        severity="warning",
        message=f"force at {rate_hz:g} Hz is too slow for loading rates ({LOWEST_RATE_HZ:g} Hz needed)",
        removes=NAMES,
    )


def _few(share: float, *, some: bool) -> Quality:
    withheld = "given only for the side that reaches it" if some else "withheld"
    return Quality(
        code="few_impact_peaks",
        severity="info",
        message=f"{share:.0%} of the stances have an impact peak; loading rates need {SHARE:.0%} and are {withheld}",
        removes=() if some else NAMES,
    )
