"""How the lower back moves up and down, and is slowed, in each running step.

needs: Strides of running, acc@sacrum or acc@lower_back with V (body frame), m/s2; a gyroscope as well for
`braking_pulse`. returns: `vertical_oscillation` m and `braking_pulse` m/s, one a contact.

Running steadily, a body is after each stride where it was before, and as fast: acceleration over one stride (two
steps) less its mean, integrated as a periodic wave, gives speed, and again path, without drift and without knowing the
sensor's offset. Vertical oscillation is the highest less the lowest point within the step that a contact begins. The
braking pulse is the deepest fall of forward speed within that step; the back is slowed about twice as much as the
centre of mass, whose fall is a force plate's braking impulse over mass. Double integration: after Gullstrand et al.
2009, Gait Posture 30:71. Ours: the periodic integration, the middle of the pelvis (lower_back.py) and the pulse.
"""

import numpy as np

from restride.core.recording import Array
from restride.metrics.bout import Bout, Measures, Rows
from restride.metrics.lower_back import lower_back
from restride.signal.crossings import resampled

METHOD, METHOD_CARRIED = "sacral_bounce", "sacral_bounce_gyro"
POINTS = 64


def bounce(bout: Bout) -> Measures:
    """Vertical oscillation, and with a gyroscope the braking pulse; nothing beside markers, which see it directly."""
    s = bout.strides
    back = lower_back(bout) if s.task == "running" and s.n >= 3 and not bout.recording.select("marker") else None
    if back is None:
        return Measures()
    share = _step_share(s.ic_s, s.next_ic_s)
    window = back.rate_hz, back.start_s, s.ic_s, s.next_ic_s
    method = METHOD_CARRIED if back.carried else METHOD
    height = travelled(back.vertical, *window)[1]
    rows = [Rows("vertical_oscillation", method, highest_less_lowest(height, share), "fair", place=back.place)]
    if back.forward is not None:
        speed = travelled(back.forward, *window)[0]
        rows.append(Rows("braking_pulse", method, deepest_fall(speed, share), "fair", place=back.place))
    return Measures(tuple(rows))


def travelled(acc: Array, rate_hz: float, start_s: float, from_s: Array, to_s: Array) -> tuple[Array, Array]:
    """(m, 65) speed m/s and path m over each stride from_s to to_s (m,), both with a mean of zero.

    acc: (n,) m/s2, its mean over a stride does not matter. NaN for strides that touch a gap or an end.
    """
    wave = resampled(acc, rate_hz, start_s, from_s, to_s, POINTS + 1)[:, :-1]
    spectrum = np.fft.rfft(np.where(np.isfinite(wave), wave, 0.0), axis=1)
    turn = 2j * np.pi * np.arange(spectrum.shape[1]) / np.where(to_s > from_s, to_s - from_s, 1.0)[:, None]
    spectrum[:, 0], turn[:, 0] = 0.0, 1.0
    lost = ~np.isfinite(wave).all(axis=1)
    out = []
    for _ in range(2):
        spectrum = spectrum / turn
        values = np.fft.irfft(spectrum, POINTS, axis=1)
        values[lost] = np.nan
        out.append(np.concatenate([values, values[:, :1]], axis=1))
    return out[0], out[1]


def highest_less_lowest(path: Array, share: Array) -> Array:
    """(m,) range of path (m, k) over the first `share` (m,) of each row."""
    within = np.linspace(0, 1, path.shape[1]) <= share[:, None] + 1e-9
    high = np.where(within, path, -np.inf).max(axis=1)
    low = np.where(within, path, np.inf).min(axis=1)
    return np.where(np.isfinite(share) & np.isfinite(path[:, 0]), high - low, np.nan)


def deepest_fall(speed: Array, share: Array) -> Array:
    """(m,) by how much speed (m, k) falls at most below what it was before, over the first `share` of each row."""
    within = np.linspace(0, 1, speed.shape[1]) <= share[:, None] + 1e-9
    fall = np.where(within, np.maximum.accumulate(speed, axis=1) - speed, 0.0).max(axis=1)
    return np.where(np.isfinite(share) & np.isfinite(speed[:, 0]), fall, np.nan)


def _step_share(ic_s: Array, next_ic_s: Array) -> Array:
    """(m,) the share of each stride that its first step takes; NaN where the stride or its second step is missing."""
    share = np.full(len(ic_s), np.nan)
    share[:-1] = np.diff(ic_s) / (next_ic_s[:-1] - ic_s[:-1])
    return np.where((share > 0.2) & (share < 0.8), share, np.nan)
