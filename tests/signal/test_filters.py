"""The low-pass: the textbook's coefficients, no lag, no bias."""

import math

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.signal.filters import bridge, butterworth, fast_length, gain, lowpass, mean_seen

rates = st.floats(30, 5000)
seeds = st.integers(0, 2**32 - 1)


def noise(seed: int, n: int = 900) -> np.ndarray:
    """A wandering signal."""
    return np.cumsum(np.random.default_rng(seed).standard_normal(n))


@given(rate=rates, share=st.floats(0.002, 0.49))
def test_the_design_is_scipys(rate: float, share: float) -> None:
    b, a = scipy.signal.butter(2, share * rate, fs=rate)
    assert_allclose(butterworth(share * rate, rate), [*b, *a[1:]], rtol=1e-10, atol=1e-12)


@given(rate=rates, share=st.floats(0.01, 0.4), where=st.floats(0.001, 0.499))
def test_the_gain_is_the_designs(rate: float, share: float, where: float) -> None:
    b0, b1, b2, a1, a2 = butterworth(share * rate, rate)
    _, response = scipy.signal.freqz([b0, b1, b2], [1, a1, a2], worN=[where * rate], fs=rate)
    assert gain(share * rate, rate, where * rate) == pytest.approx(abs(response[0]), rel=1e-6, abs=1e-9)


def test_half_the_power_passes_at_the_cutoff() -> None:
    assert gain(50, 300, 50) == pytest.approx(math.sqrt(0.5))
    assert gain(50, 300, 0) == 1.0
    assert gain(50, 300, 150) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("cutoff", [0.0, -5.0, 150.0, 200.0])
def test_an_impossible_cutoff_is_refused(cutoff: float) -> None:
    with pytest.raises(ValueError):
        butterworth(cutoff, 300.0)


@given(seed=seeds, cutoff=st.floats(5, 100))
def test_inside_the_edges_it_is_scipys_filtfilt(seed: int, cutoff: float) -> None:
    x = noise(seed)
    b, a = scipy.signal.butter(2, cutoff, fs=300.0)
    theirs = scipy.signal.filtfilt(b, a, x, padlen=899)
    edge = math.ceil(3 * 300 / cutoff) + 10
    inner = slice(edge, -edge)
    assert_allclose(lowpass(x, 300.0, cutoff_hz=cutoff)[inner], theirs[inner], atol=1e-4 * np.ptp(x))


@given(seed=seeds, a=st.floats(-3, 3), b=st.floats(-3, 3))
def test_it_is_linear(seed: int, a: float, b: float) -> None:
    x, y = noise(seed), noise(seed + 1)
    together = lowpass(a * x + b * y, 300.0, cutoff_hz=20.0)
    apart = a * lowpass(x, 300.0, cutoff_hz=20.0) + b * lowpass(y, 300.0, cutoff_hz=20.0)
    assert_allclose(together, apart, atol=1e-9 * (1 + np.abs(apart).max()))


@given(seed=seeds, n=st.integers(2, 400))
def test_backwards_in_is_backwards_out(seed: int, n: int) -> None:
    x = noise(seed, n)
    assert_allclose(lowpass(x[::-1], 300.0, cutoff_hz=20.0)[::-1], lowpass(x, 300.0, cutoff_hz=20.0), atol=1e-9)


@given(seed=seeds, k=st.integers(1, 200))
def test_a_later_signal_comes_out_later(seed: int, k: int) -> None:
    x = noise(seed)
    here, there = lowpass(x, 300.0, cutoff_hz=20.0), lowpass(x[k:], 300.0, cutoff_hz=20.0)
    assert_allclose(there[60:-60], here[k + 60 : -60], atol=1e-4 * np.ptp(x))


@given(level=st.floats(-1e3, 1e3), slope=st.floats(-50, 50), n=st.integers(2, 300))
def test_straight_lines_pass_unchanged(level: float, slope: float, n: int) -> None:
    x = level + slope * np.arange(n) / 300
    assert_allclose(lowpass(x, 300.0, cutoff_hz=20.0), x, atol=0.02 * abs(slope) + 1e-9)


@given(frequency=st.floats(1, 40), phase=st.floats(0, 6.3))
def test_a_sine_keeps_its_phase_and_loses_the_gain_of_both_passes(frequency: float, phase: float) -> None:
    t = np.arange(3000) / 300
    x = np.sin(2 * np.pi * frequency * t + phase)
    y = lowpass(x, 300.0, cutoff_hz=20.0)
    assert_allclose(y[300:-300], x[300:-300] * gain(20.0, 300.0, frequency) ** 2, atol=2e-3)


def test_columns_are_filtered_apart() -> None:
    x = np.column_stack([noise(1), noise(2)])
    both = lowpass(x, 300.0, cutoff_hz=20.0)
    for k in range(2):
        assert_allclose(both[:, k], lowpass(x[:, k], 300.0, cutoff_hz=20.0), atol=1e-9)


def test_a_gap_stays_a_gap_and_touches_little_else() -> None:
    x = np.sin(np.arange(900) / 40)
    holed = x.copy()
    holed[400:405] = np.nan
    y, whole = (lowpass(v, 300.0, cutoff_hz=20.0) for v in (holed, x))
    assert np.isnan(y[400:405]).all()
    assert np.isfinite(np.delete(y, range(400, 405))).all()
    near = range(390, 415)
    assert_allclose(np.delete(y, near), np.delete(whole, near), atol=1e-3)


@pytest.mark.parametrize("rate", [100.0, 90.0, 10.0])
def test_what_has_nothing_above_the_cutoff_passes_as_it_is(rate: float) -> None:
    x = noise(3)
    assert (lowpass(x, rate, cutoff_hz=50.0) == x).all()


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7])
def test_short_signals_are_no_trouble(n: int) -> None:
    y = lowpass(np.ones(n), 300.0, cutoff_hz=20.0)
    assert_allclose(y, np.ones(n), atol=1e-12)


def test_the_callers_array_is_left_alone() -> None:
    x = noise(4)
    before = x.copy()
    lowpass(x, 300.0, cutoff_hz=20.0)
    bridge(x)
    assert (x == before).all()


def test_bridges_are_straight_and_ends_are_held() -> None:
    nan = np.nan
    assert_allclose(bridge([nan, 1, nan, nan, 4, nan]), [1, 1, 2, 3, 4, 4])
    assert_allclose(bridge([[nan, 1], [2, nan], [nan, 5]]), [[2, 1], [2, 3], [2, 5]])
    assert_allclose(bridge([nan, nan]), 0)


def test_means_are_of_what_was_seen() -> None:
    nan = np.nan
    assert_allclose(mean_seen([[1, nan], [3, nan], [nan, nan]]), [2, nan])
    assert_allclose(mean_seen([[1, nan], [3, 5], [nan, nan]], axis=1), [1, 4, nan])


@given(st.integers(1, 10**7))
def test_fast_lengths_are_long_enough_and_of_small_factors(n: int) -> None:
    length = fast_length(n)
    assert n <= length < 2 * n + 1
    for factor in (2, 3, 5):
        while length % factor == 0:
            length //= factor
    assert length == 1
