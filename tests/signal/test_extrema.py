"""Lowest and highest places in many windows at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.signal.extrema import first_below, highest, last_above, last_low, lowest, value_at

HUMPS = np.cos(2 * np.pi * np.arange(400) / 100.0)


@given(at=st.floats(20.0, 80.0), width=st.floats(5.0, 15.0))
def test_the_vertex_of_a_parabola_is_found_between_samples(at: float, width: float) -> None:
    y = (np.arange(100) - at) ** 2
    assert_allclose(lowest(y, np.array([at - width]), np.array([at + width])), [at], atol=1e-9)
    assert_allclose(highest(-y, np.array([at - width]), np.array([at + width])), [at], atol=1e-9)


def test_windows_do_not_see_each_other() -> None:
    first, last = np.array([20.0, 120.0, 220.0]), np.array([80.0, 180.0, 280.0])
    assert_allclose(lowest(HUMPS, first, last), [50, 150, 250], atol=1e-6)


def test_empty_outside_and_broken_windows_give_none() -> None:
    y = HUMPS.copy()
    y[150] = np.nan
    first = np.array([30.0, -5.0, 380.0, 120.0, np.nan])
    last = np.array([20.0, 50.0, 420.0, 180.0, 10.0])
    assert np.isnan(lowest(y, first, last)).all()
    assert np.isnan(lowest(y, np.empty(0), np.empty(0))).all()


def test_the_first_and_the_last_fall_through_a_level() -> None:
    level, first, last = np.zeros(1), np.array([5.0]), np.array([340.0])
    assert_allclose(first_below(HUMPS, level, first, last), [25], atol=0.01)
    assert_allclose(last_above(HUMPS, level, first, last), [325], atol=0.01)
    assert np.isnan(first_below(HUMPS, np.array([-2.0]), first, last)).all()
    assert np.isnan(first_below(HUMPS, np.array([np.nan]), first, last)).all()


def test_a_value_that_is_below_from_the_start_has_not_fallen() -> None:
    assert_allclose(first_below(HUMPS, np.zeros(1), np.array([30.0]), np.array([200.0])), [125], atol=0.01)


def test_the_last_low_passes_over_shallow_ones() -> None:
    y = HUMPS.copy()
    y[210:] = 0.05 * np.cos(2 * np.pi * np.arange(190) / 20.0)
    here = np.array([390.0])
    assert_allclose(last_low(y, np.array([-0.5]), np.array([0.0]), here), [150], atol=0.5)
    assert last_low(y, np.array([-0.01]), np.array([0.0]), here)[0] > 370
    assert np.isnan(last_low(y, np.array([-0.5]), np.array([160.0]), here)).all()


def test_values_between_samples_are_on_the_line() -> None:
    y = np.arange(10.0) * 3
    assert_allclose(value_at(y, np.array([2.5, 9.0])), [7.5, 27.0])
    assert np.isnan(value_at(y, np.array([-0.1, 9.1, np.nan]))).all()
    assert_allclose(value_at(np.column_stack([y, -y]), np.array([0.5])), [[1.5, -1.5]])
