"""Axes that feet and shanks share: the side-to-side axis about which they swing, and which way along it is right.

In gait a leg turns mostly about one axis: the first principal axis of its turning rates (Falbriard et al. 2018, Zrenner
et al. 2018). Which way it points follows from the order of things in a stride (ours). In walking the foot turns from
heel rise into swing in one go, the quickest change of the stride: the rate of change of the pitch rate is skewed by 1.7
or more on eleven feet of six recordings. In running it is not, but the lobe of the swing is the narrow one, and while
the toes go down the foot is pushed up: skew less twice the correlation with the vertical acceleration was 0.35 or more
on eighteen virtual feet of three runners.
"""

import numpy as np

from restride.core.recording import Array
from restride.signal.filters import bridge
from restride.signal.swings import thinned

MOVING_DEG_S = 100.0
ENOUGH_S = 2.0
AROUND_S = 0.5
WALKING_SKEW = 1.2
UNSURE = 0.1
LAGS = (1, 2, 3)
"""The push comes 20 to 60 ms after the toes went down, in samples at 50 Hz."""


def swing_axis(acc: Array, gyro: Array, rate_hz: float) -> Array | None:
    """(3,) unit vector in the foot device's axes, toes up positive (it points right once the device is in body axes).

    acc: (n, 3) m/s2; gyro: (n, 3) deg/s. None where the foot hardly moved or does not show which way is forward.
    """
    turning, thin_hz = thinned(gyro, rate_hz)
    pushed, _ = thinned(acc, rate_hz)
    moving = np.einsum("ij,ij->i", turning, turning) > MOVING_DEG_S**2
    if np.count_nonzero(moving) < ENOUGH_S * thin_hz:
        return None
    axis = np.linalg.eigh(turning[moving].T @ turning[moving])[1][:, 2]
    gait = np.convolve(moving, np.ones(int(2 * AROUND_S * thin_hz) + 1), mode="same") > 0
    told = _sign(turning[gait] @ axis, pushed[gait])
    return np.asarray(axis * np.sign(told)) if abs(told) > UNSURE else None


def _sign(pitch: Array, acc: Array) -> float:
    """Positive where the axis points right, by how the pitch rate goes through a stride."""
    quickest = _skew(np.diff(pitch))
    if abs(quickest) > WALKING_SKEW:
        return quickest
    up = np.median(acc, axis=0)
    push = acc @ (up / np.linalg.norm(up))
    push = push - push.mean()
    size = np.sqrt(np.mean(pitch**2) * np.mean(push**2))
    together = [float(np.mean(pitch[lag:] * push[:-lag])) / size for lag in LAGS]
    return _skew(pitch) - 2 * float(np.mean(together))


def _skew(values: Array) -> float:
    return float(np.mean(values**3) / np.mean(values**2) ** 1.5)


def upright(turn_axis: Array, up: Array) -> Array:
    """(3, 3) turn into body axes from the side-to-side axis and the vertical, which is kept."""
    up = up / np.linalg.norm(up)
    right = turn_axis - up * float(turn_axis @ up)
    right /= np.linalg.norm(right)
    return np.stack([np.cross(up, right), up, right])


def filled(values: Array) -> Array:
    """Gaps bridged, if there are any."""
    return values if np.isfinite(values).all() else bridge(values)
