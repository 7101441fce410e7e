"""Means and medians over neighbouring steps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.signal.around import mean_around, median_around


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=60), st.integers(1, 12))
def test_the_median_is_that_of_a_whole_window_of_neighbours(values: list[float], reach: int) -> None:
    x = np.array(values)
    width = min(2 * reach + 1, len(x))
    first = np.clip(np.arange(len(x)) - reach, 0, len(x) - width)
    assert_allclose(median_around(x, reach), [np.median(x[a : a + width]) for a in first])


@given(st.floats(2.0, 30.0), st.floats(-3, 3), st.integers(3, 30))
def test_the_mean_over_whole_steps_is_free_of_the_step_itself(samples: float, level: float, steps: int) -> None:
    at = 10 + samples * np.arange(steps)
    n = int(at[-1]) + 20
    # the mean of samples over a whole number of periods; a part of a sample more or less at the ends does little
    wave = level + np.sin(2 * np.pi * (np.arange(n) + 0.5) / samples)
    assert_allclose(mean_around(wave, at), level, atol=2.5 / samples)


def test_a_straight_line_has_its_own_mean() -> None:
    x = np.arange(100.0)
    at = np.arange(10.0, 90.0, 10.0)
    assert mean_around(x, at, reach=1)[3] == pytest.approx(39.5)


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_moments_have_no_mean(n: int) -> None:
    out = mean_around(np.ones(50), np.full(n, 10.0))
    assert len(out) == n
    assert np.isnan(out).all()
    assert len(median_around(np.ones(n), 3)) == n
