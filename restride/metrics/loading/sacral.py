"""Peak vertical force of each running stance from a device on the lower back, and its bounce for charts.

needs: Strides of running, acc@sacrum or acc@lower_back with V (body frame), m/s2. returns: `vgrf_peak` BW, one a
contact, and the curve of vertical acceleration over stance, g.

Two estimates are averaged, with equal weights because nothing says which is better. Newton: 1 + the highest
acceleration of the stance, low-passed at 10 Hz, less the mean over the steps around (mechanics demands a mean of 1 g,
sensors read 1.1 to 1.25 g). Half a sine: pi / 2 * step time / contact time (Morin et al. 2005, EVIDENCE_2 A-40), over
the contacts around, since single contacts are less sure than their mean. Their weak points differ: soft tissue and the
pelvis's own pitch swell the first, an error of contact time goes into the second. Where the highest point (at 20 Hz)
lies within 50 ms of the landing, an impact rules it of which a half-sine knows nothing: then Newton alone, if it is
more. Newton's law on sacral acceleration: Patoz et al. 2022, Sensors 22:784. On a slope the force is that normal
to the ground: times cos(slope). Ours: the average and the rule for impacts.
"""

import math
from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.lower_back import LowerBack, lower_back, vertical_channel
from restride.metrics.spatiotemporal.timing import step_s
from restride.signal.around import mean_around, median_around
from restride.signal.crossings import resampled
from restride.signal.filters import lowpass

METHOD, METHOD_CARRIED = "sacral_force", "sacral_force_gyro"


@dataclass(frozen=True, slots=True)
class SacralForce:
    """Parameters."""

    cutoff_hz: float = 10.0
    impact_cutoff_hz: float = 20.0
    impact_s: float = 0.05
    """An impact has passed so long after the landing (Nigg 1997, Exerc Sport Sci Rev 25:155)."""
    neighbours: int = 10
    newton: float = 0.5
    """Weight of Newton's estimate."""


def sacral(bout: Bout) -> Measures:
    """Peak force in body weights (running, no force plate), and vertical acceleration in g over each stance."""
    channel, s = vertical_channel(bout), bout.strides
    if channel is None or not np.isfinite(s.fc_s).any():
        return Measures()
    c = channel
    curve = resampled(c.axis("V") / STANDARD_GRAVITY_MPS2, c.rate_hz, c.start_s, s.ic_s, s.fc_s)
    waves = (Waves("sacral_vertical_acc", "g", s.method, curve),)
    back = lower_back(bout) if s.task == "running" and not bout.recording.select("grf", "total") else None
    if back is None:
        return Measures(waves=waves)
    slope = math.cos(math.atan((bout.conditions.grade or 0.0) / 100))
    peak = slope * peak_force_bw(back, s.ic_s, s.fc_s, step_s(s))
    method = METHOD_CARRIED if back.carried else METHOD
    return Measures((Rows("vgrf_peak", method, peak, "fair", place=back.place),), waves)


def peak_force_bw(back: LowerBack, ic_s: Array, fc_s: Array, to_s: Array, params: SacralForce = SacralForce()) -> Array:
    """(m,) BW for contacts ic_s, fc_s (m,), ordered; to_s: (m,) step time that led to each, NaN after a pause.

    NaN where contacts have no neighbours or the signal has a gap.
    """
    out = np.full(len(ic_s), np.nan)
    g = back.vertical / STANDARD_GRAVITY_MPS2
    smooth = lowpass(g, back.rate_hz, cutoff_hz=params.cutoff_hz)
    sharp = lowpass(g, back.rate_hz, cutoff_hz=params.impact_cutoff_hz)
    filled = np.where(np.isfinite(g), g, np.nanmean(g) if np.isfinite(g).any() else 0.0)
    ic, fc = ((t - back.start_s) * back.rate_hz for t in (ic_s, fc_s))
    pauses = np.flatnonzero(np.isnan(to_s[1:])) + 1
    for rows in np.split(np.arange(len(ic_s)), pauses):
        inside = np.isfinite(fc[rows]) & (ic[rows] >= 0) & (fc[rows] <= len(g) - 1)
        here = rows[inside]
        if len(here) < 3:
            continue
        contact = median_around(fc_s[here] - ic_s[here], params.neighbours)
        step = median_around(np.append(np.diff(ic_s[here]), np.median(np.diff(ic_s[here]))), params.neighbours)
        sine = math.pi / 2 * step / contact
        newton = 1 + _highest(smooth, ic[here], fc[here]) - mean_around(filled, ic[here])
        both = params.newton * newton + (1 - params.newton) * sine
        early = ic[here] + params.impact_s * back.rate_hz
        impact = _highest(sharp, ic[here], early) >= _highest(sharp, ic[here], fc[here])
        out[here] = np.where(impact, np.maximum(both, newton), both)
    return out


def _highest(values: Array, first: Array, last: Array) -> Array:
    """(m,) the highest of values (n,) between samples first and last (m,), both inside; NaN where one is missing."""
    ends = np.column_stack([first.astype(np.intp), np.maximum(last, first).astype(np.intp) + 1])
    ends = np.minimum(ends, len(values) - 1)  # a contact that ends on the last sample does without it
    return np.asarray(np.maximum.reduceat(values, ends.ravel())[::2])
