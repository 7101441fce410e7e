"""Orientations from turning rates: many strides of a device, or many windows, side by side.

An orientation is a quaternion w x y z, in the first axis of its array (4, ...); vectors are (3, ...). It turns vectors
of a device into the axes that the device had at the start.
"""

from math import isqrt

import numpy as np

from restride.core.recording import Array


def small_turns(half: Array) -> Array:
    """(4, ...) turns by half angles (3, ...), rad, about the device's own axes."""
    size = np.sqrt(np.einsum("k...,k...->...", half, half))
    return np.concatenate([np.cos(size)[None], half * np.sinc(size / np.pi)])


def times(a: Array, b: Array) -> Array:
    """(4, ...) the orientation a after a further turn b about the device's own axes."""
    (w, x, y, z), (s, p, q, r) = a, b
    return np.stack(
        [
            w * s - x * p - y * q - z * r,
            w * p + x * s + y * r - z * q,
            w * q - x * r + y * s + z * p,
            w * r + x * q - y * p + z * s,
        ]
    )


def rotated(turn: Array, vector: Array) -> Array:
    """(3, ...) vectors in the device's axes, each turned by its orientation (4, ...)."""
    w, x, y, z = turn
    a, b, c = vector
    p, q, r = 2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)
    return np.stack([a + w * p + y * r - z * q, b + w * q + z * p - x * r, c + w * r + x * q - y * p])


def followed(turns: Array) -> Array:
    """(4, n, m) orientations after each of n turns in a row, for m devices.

    In blocks of about the root of n, first within all blocks at once, then from block to block: twice the products of
    one step after the other, in far fewer calls.
    """
    n = turns.shape[1]
    size = isqrt(n) + 1
    count = -(-n // size)
    out = np.zeros((4, count * size, turns.shape[2]))
    out[0] = 1.0
    out[:, :n] = turns
    blocks = out.reshape(4, count, size, -1)
    for i in range(1, size):
        blocks[:, :, i] = times(blocks[:, :, i - 1], blocks[:, :, i])
    for k in range(1, count):
        blocks[:, k] = times(blocks[:, k - 1, -1:], blocks[:, k])
    return out[:, :n]
