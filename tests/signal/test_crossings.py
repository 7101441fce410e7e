"""Crossings between samples, stretches of samples, values at moments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from restride.signal.crossings import crossing_after, crossing_before, resampled, runs, sample_at

masks = arrays(bool, st.integers(0, 60))


@given(masks)
def test_runs_cover_what_is_true_and_nothing_else(mask: np.ndarray) -> None:
    covered = np.zeros(len(mask), dtype=bool)
    found = runs(mask)
    for a, b in found:
        assert a < b
        covered[a:b] = True
    assert_array_equal(covered, mask)
    assert (found[1:, 0] > found[:-1, 1]).all()


@given(rise=st.floats(0.1, 5), level=st.floats(0.05, 0.95), top=st.integers(30, 60))
def test_a_straight_rise_is_crossed_where_it_is(rise: float, level: float, top: int) -> None:
    v = np.clip((np.arange(80) - 20) * rise / 10, 0, 1)
    v[np.arange(80) > 60] = 0
    here = crossing_before(v, top, level)
    if v[top] >= level:
        assert np.interp(here, np.arange(80), v) == pytest.approx(level)
        assert (v[int(np.ceil(here + 1e-9)) : top + 1] >= level).all()
    else:
        assert np.isnan(here)


@given(arrays(float, 40, elements=st.floats(-1, 1)), st.integers(0, 39), st.floats(-0.9, 0.9))
def test_falling_is_rising_backwards(v: np.ndarray, sample: int, level: float) -> None:
    after, before = crossing_after(v, sample, level), crossing_before(v[::-1], 39 - sample, level)
    assert after == pytest.approx(39 - before, nan_ok=True)


def test_what_never_crosses_is_not_a_number() -> None:
    v = np.ones(10)
    assert np.isnan(crossing_before(v, 5, 0.5))
    assert np.isnan(crossing_after(v, 5, 0.5))
    assert np.isnan(crossing_before(v, 5, 2.0))
    assert np.isnan(crossing_after(v, 5, 2.0))


@given(start=st.floats(-5, 5), rate=st.floats(1, 1000), times=st.lists(st.floats(0, 1), max_size=9))
def test_straight_lines_are_read_exactly_between_samples(start: float, rate: float, times: list[float]) -> None:
    v = np.arange(50.0)
    at = start + np.array(times) * 48.9 / rate
    assert_allclose(sample_at(v, rate, start, at), (at - start) * rate, atol=1e-6 * rate)


def test_outside_and_beside_gaps_there_is_no_value() -> None:
    v = np.array([0.0, 1.0, np.nan, 3.0, 4.0])
    at = [-0.1, 0.5, 1.5, 2.0, 2.5, 3.5, 4.0, 4.1]
    assert_allclose(sample_at(v, 1.0, 0.0, at), [np.nan, 0.5, *[np.nan] * 3, 3.5, 4.0, np.nan])
    assert np.isnan(sample_at(v, 1.0, 0.0, [np.nan, np.inf])).all()


def test_several_columns_are_read_at_once() -> None:
    v = np.column_stack([np.arange(4.0), [0, np.nan, 0, 0]])
    assert_allclose(sample_at(v, 1.0, 0.0, [0.5, 2.5, 9.0]), [[0.5, np.nan], [2.5, 0.0], [np.nan, np.nan]])


@pytest.mark.parametrize("n", [0, 1])
def test_no_samples_and_one_sample_are_no_trouble(n: int) -> None:
    assert np.isnan(sample_at(np.zeros(n), 1.0, 0.0, [0.5, -1.0])).all()
    assert sample_at(np.zeros((n, 3)), 1.0, 0.0, [0.5, 1.0]).shape == (2, 3)


def test_a_stance_is_read_at_even_shares() -> None:
    v = np.arange(100.0)
    curve = resampled(v, 10.0, 0.0, np.array([1.0, 2.0]), np.array([2.0, 4.0]), points=5)
    assert_allclose(curve, [[10, 12.5, 15, 17.5, 20], [20, 25, 30, 35, 40]])
