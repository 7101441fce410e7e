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
from restride.core.strides import Mask
from restride.signal.blocks import squares, times

MOVING_DEG_S = 100.0
ENOUGH_S = 2.0
MOST = 10_000
"""So many samples of movement tell the axis as well as all of a day's."""
AROUND_S = 0.5
WALKING_SKEW = 1.2
UNSURE = 0.1
ALONG = 0.8
"""Cosine of the angle within which a sample turns about the axis."""
LAGS = (1, 2, 3)
"""The push comes 20 to 60 ms after the toes went down, in samples at 50 Hz."""


def swing_axis(acc: Array, gyro: Array, rate_hz: float) -> Array | None:
    """(3,) unit vector in the foot device's axes, toes up positive (it points right once the device is in body axes).

    acc: (n, 3) m/s2; gyro: (n, 3) deg/s; both at about 50 Hz, gaps bridged. None where the foot hardly moved or does
    not show which way is forward.
    """
    fast = np.einsum("ij,ij->i", gyro, gyro) > MOVING_DEG_S**2
    if np.count_nonzero(fast) < ENOUGH_S * rate_hz:
        return None
    rows = np.flatnonzero(fast)
    axis = principal(gyro[rows[:: max(1, len(rows) // MOST)]])
    reach = int(AROUND_S * rate_hz)
    count = np.cumsum(np.pad(fast, (reach + 1, reach)))
    gait = count[2 * reach + 1 :] > count[: -2 * reach - 1]
    told = _sign(times(gyro, axis[:, None])[gait, 0], acc, gait)
    return np.asarray(axis * np.sign(told)) if abs(told) > UNSURE else None


def principal(turning: Array) -> Array:
    """(3,) the axis about which most of the turning (n, 3) goes, of either sign.

    Samples that turn about another axis, as the body's in a turn, are left out once the axis is roughly known.
    """
    axis = np.linalg.eigh(squares(turning))[1][:, 2]
    for _ in range(2):
        along = times(turning, axis[:, None])[:, 0]
        near = along * along > ALONG**2 * np.einsum("ij,ij->i", turning, turning)
        axis = np.linalg.eigh(squares(turning[near]))[1][:, 2]
    return np.asarray(axis)


def _sign(pitch: Array, acc: Array, gait: Mask) -> float:
    """Positive where the axis points right, by how the pitch rate goes through a stride.

    pitch: (m,) deg/s of the samples `gait` of (n, 3) acc.
    """
    quickest = _skew(np.diff(pitch))
    if abs(quickest) > WALKING_SKEW:
        return quickest
    force = acc[gait]
    up = force.mean(axis=0)
    push = times(force, (up / np.linalg.norm(up))[:, None])[:, 0]
    push = push - push.mean()
    size = np.sqrt(np.mean(pitch**2) * np.mean(push**2))
    together = [float(np.mean(pitch[lag:] * push[:-lag])) / size for lag in LAGS]
    return _skew(pitch) - 2 * float(np.mean(together))


def _skew(values: Array) -> float:
    square = values * values
    return float(np.mean(square * values) / np.mean(square) ** 1.5)


def upright(turn_axis: Array, up: Array) -> Array:
    """(3, 3) turn into body axes from the side-to-side axis and the vertical, which is kept."""
    up = up / np.linalg.norm(up)
    right = turn_axis - up * float(turn_axis @ up)
    right /= np.linalg.norm(right)
    return np.stack([np.cross(up, right), up, right])
