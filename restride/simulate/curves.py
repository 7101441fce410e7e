"""Smooth curves through given places, speeds and accelerations."""

import numpy as np

from restride.core.recording import Array


def quintic(p: Array, length_s: Array, start: tuple[Array, ...], end: tuple[Array, ...]) -> Array:
    """(m, k) at shares p (m,) of stretches that last length_s (m,), by quintic polynomials.

    start, end: place, speed and acceleration, (m, k) each.
    """
    x, T = p[:, None], length_s[:, None]
    (a, va, aa), (b, vb, ab) = start, end
    x3, x4, x5 = x**3, x**4, x**5
    return np.asarray(
        a * (1 - 10 * x3 + 15 * x4 - 6 * x5)
        + va * T * (x - 6 * x3 + 8 * x4 - 3 * x5)
        + aa * T**2 / 2 * (x**2 - 3 * x3 + 3 * x4 - x5)
        + b * (10 * x3 - 15 * x4 + 6 * x5)
        + vb * T * (-4 * x3 + 7 * x4 - 3 * x5)
        + ab * T**2 / 2 * (x3 - 2 * x4 + x5)
    )


def through(t: Array, knots_s: Array, place: Array, speed: Array, acceleration: Array) -> Array:
    """(m, k) at t (m,), quintic from knot to knot (n,); place, speed, acceleration: (n, k). Held beyond both ends."""
    k = np.clip(np.searchsorted(knots_s, t, side="right") - 1, 0, len(knots_s) - 2)
    length = knots_s[k + 1] - knots_s[k]
    p = np.clip((t - knots_s[k]) / length, 0.0, 1.0)
    start, end = ((place[i], speed[i], acceleration[i]) for i in (k, k + 1))
    return quintic(p, length, start, end)


def slopes(knots_s: Array, place: Array) -> Array:
    """(n, k) speeds at the knots: of the parabola through each and its neighbours; 0 at both ends."""
    out = np.zeros_like(place)
    step = np.diff(knots_s)[:, None]
    rate = np.diff(place, axis=0) / step
    out[1:-1] = (rate[:-1] * step[1:] + rate[1:] * step[:-1]) / (step[1:] + step[:-1])
    return out
