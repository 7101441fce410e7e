"""Products of long, thin arrays with a small matrix, block by block.

A BLAS library starts its threads for an array of a million rows and three columns and then spends most of its time on
handing them out: on two cores a turn of an hour of a device took 60 to 260 ms so, and takes 3 in blocks that stay in
the cache and below the size at which threads are started.
"""

import numpy as np

from restride.core.recording import Array

ROWS = 256


def times(values: Array, matrix: Array) -> Array:
    """(n, j) rows of `values` (n, k) times `matrix` (k, j); a missing number makes its whole row missing."""
    whole = len(values) // ROWS * ROWS
    out = np.empty((len(values), matrix.shape[1]))
    np.matmul(
        values[:whole].reshape(-1, ROWS, values.shape[1]), matrix, out=out[:whole].reshape(-1, ROWS, matrix.shape[1])
    )
    np.matmul(values[whole:], matrix, out=out[whole:])
    return out


def means(values: Array, width: int) -> Array:
    """(n // width, ...) means over blocks of `width` samples of values (n,) or (n, k); what is left over is dropped.

    A missing number makes its whole block missing.
    """
    count, columns = len(values) // width, 1 if values.ndim == 1 else values.shape[1]
    flat = values[: count * width].reshape(count, width * columns)
    mean = times(flat, np.tile(np.eye(columns), (width, 1)) / width)
    return mean.reshape(count, *values.shape[1:])


def squares(values: Array) -> Array:
    """(k, k) transpose of values (n, k) times themselves."""
    whole = len(values) // ROWS * ROWS
    parts = values[:whole].reshape(-1, ROWS, values.shape[1])
    rest = values[whole:]
    return np.asarray(np.matmul(parts.transpose(0, 2, 1), parts).sum(axis=0) + rest.T @ rest)
