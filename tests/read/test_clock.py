"""Time columns as sensors write them end on an even clock, or are refused."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.errors import InputError
from restride.read.clock import on_even_clock

Times = npt.NDArray[np.float64]


def ramp(time_s: Times) -> Times:
    """(n, 1) values that equal the time: a straight line survives every straight interpolation."""
    return time_s[:, None].copy()


@given(rate_hz=st.floats(2, 2000), start_s=st.floats(-1e4, 1e9), n=st.integers(2, 400))
def test_an_even_column_gives_its_rate_and_its_samples_unchanged(rate_hz: float, start_s: float, n: int) -> None:
    time_s = start_s + np.arange(n) / rate_hz
    values = np.random.default_rng(n).normal(size=(n, 2))
    start, rate, kept = on_even_clock(time_s, values, "f")
    assert start == start_s
    assert rate == pytest.approx(rate_hz, rel=1e-3)
    np.testing.assert_array_equal(kept, values)


@given(seed=st.integers(0, 1000), jitter=st.floats(0, 0.45), shift_s=st.floats(-100, 100))
def test_jitter_is_straightened_and_a_later_start_moves_everything_alike(
    seed: int, jitter: float, shift_s: float
) -> None:
    time_s = (np.arange(200) + np.random.default_rng(seed).uniform(-jitter, jitter, 200)) / 100
    start, rate, values = on_even_clock(time_s, ramp(time_s), "f")
    even_s = start + np.arange(len(values)) / rate
    assert rate == pytest.approx(100, rel=0.02)
    np.testing.assert_allclose(values[:, 0], even_s, atol=0.5 / 100)
    later, same, moved = on_even_clock(time_s + shift_s, ramp(time_s), "f")
    assert later == pytest.approx(start + shift_s)
    assert same == pytest.approx(rate)
    np.testing.assert_allclose(moved, values, atol=1e-4)


def test_times_in_whole_milliseconds_keep_the_true_rate() -> None:
    time_s = np.round(np.arange(4000) / 398.0, 3)
    _, rate, values = on_even_clock(time_s, ramp(time_s), "f")
    assert rate == pytest.approx(398, rel=1e-3)
    assert len(values) == 4000


def test_a_gap_becomes_missing_and_the_clock_goes_on() -> None:
    time_s = np.concatenate([np.arange(100), np.arange(150, 250)]) / 100
    start, rate, values = on_even_clock(time_s, ramp(time_s), "f")
    assert start == 0.0
    assert rate == pytest.approx(100)
    missing = np.flatnonzero(np.isnan(values[:, 0]))
    assert (missing[0], missing[-1], len(values)) == (100, 149, 250)


def test_a_short_gap_is_bridged() -> None:
    time_s = np.delete(np.arange(100), [50, 51]) / 100
    _, _, values = on_even_clock(time_s, ramp(time_s), "f")
    assert len(values) == 100
    assert np.isfinite(values).all()


def test_rows_that_repeat_a_time_are_left_out() -> None:
    time_s = np.repeat(np.arange(100), np.where(np.arange(100) % 10 == 3, 2, 1)) / 50
    _, rate, values = on_even_clock(time_s, ramp(time_s), "f")
    assert rate == pytest.approx(50)
    assert len(values) == 100


@pytest.mark.parametrize(
    ("time_s", "says"),
    [
        ([0.0, 0.01, 0.02, 0.015, 0.03], "after 0.02 s in data row 4"),
        ([0.0, 0.0, 0.01, 0.01, 0.02, 0.02], "repeated"),
        ([5.0, 5.0], "repeated"),
        ([0.0, float("nan"), 0.02], "data row 2"),
        ([0.0, 10.0, 20.0], "0.1 in f"),
        ([0.0, 1e-7, 2e-7], "in f"),
        ([0.0, 0.01, 0.02, 0.03, 1e9, 1e9 + 0.01], "leaps"),
    ],
)
def test_a_column_that_is_no_clock_is_refused(time_s: list[float], says: str) -> None:
    column = np.array(time_s)
    with pytest.raises(InputError) as caught:
        on_even_clock(column, ramp(column), "f")
    assert says in str(caught.value)
