"""When a signal passes a level, between samples, and which stretches of samples hold together."""

import numpy as np
import numpy.typing as npt

from restride.core.recording import Array

Index = npt.NDArray[np.intp]


def runs(mask: npt.NDArray[np.bool_]) -> Index:
    """(m, 2) half-open stretches [first, end) in which `mask` is true."""
    edges = np.diff(np.concatenate([[0], np.asarray(mask, dtype=np.int8), [0]]))
    return np.column_stack([np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)])


def crossing_before(values: Array, sample: int, level: float) -> float:
    """Position (in samples) where `values` last rose through `level` before `sample`, by linear interpolation.

    NaN if they never were below it since the start.
    """
    below = np.flatnonzero(values[: sample + 1] < level)
    if len(below) == 0 or below[-1] == sample:
        return float("nan")
    i = int(below[-1])
    return i + float((level - values[i]) / (values[i + 1] - values[i]))


def crossing_after(values: Array, sample: int, level: float) -> float:
    """Position (in samples) where `values` first fall through `level` after `sample`; NaN if they never do."""
    below = np.flatnonzero(values[sample:] < level)
    if len(below) == 0 or below[0] == 0:
        return float("nan")
    i = sample + int(below[0])
    return i - float((level - values[i]) / (values[i - 1] - values[i]))


def sample_at(values: Array, rate_hz: float, start_s: float, times_s: npt.ArrayLike) -> Array:
    """(m, k) or (m,) values at times, by linear interpolation; NaN outside and where a neighbour is missing."""
    x = (np.asarray(times_s, dtype=np.float64) - start_s) * rate_hz
    if len(values) == 0:
        return np.full((*x.shape, *values.shape[1:]), np.nan)
    inside = np.isfinite(x) & (x >= 0) & (x <= len(values) - 1)
    position = np.where(inside, x, 0.0)
    i = np.minimum(position.astype(np.intp), max(len(values) - 2, 0))
    weight = position - i
    if values.ndim == 2:
        weight, inside = weight[:, None], inside[:, None]
    upper = values[np.minimum(i + 1, len(values) - 1)]
    return np.asarray(np.where(inside, values[i] * (1 - weight) + upper * weight, np.nan))


def resampled(values: Array, rate_hz: float, start_s: float, from_s: Array, to_s: Array, points: int = 101) -> Array:
    """(m, points) values over normalised time between each pair of moments."""
    grid = np.linspace(0, 1, points)
    times = from_s[:, None] + (to_s - from_s)[:, None] * grid
    return sample_at(values, rate_hz, start_s, times.ravel()).reshape(len(from_s), points)
