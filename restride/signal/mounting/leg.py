"""Axes that feet and shanks share: in gait a leg turns mostly about one axis, from side to side.

Principal axis of the turning rate: Falbriard et al. 2018, Zrenner et al. 2018.
"""

import numpy as np

from restride.core.recording import Array
from restride.signal.blocks import squares, times

ALONG = 0.8
"""Cosine of the angle within which a sample turns about the axis."""


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


def upright(turn_axis: Array, up: Array) -> Array:
    """(3, 3) turn into body axes from the side-to-side axis and the vertical, which is kept."""
    up = up / np.linalg.norm(up)
    right = turn_axis - up * float(turn_axis @ up)
    right /= np.linalg.norm(right)
    return np.stack([np.cross(up, right), up, right])
