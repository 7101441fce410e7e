"""When a foot rests, and what its device reads then."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.signal.rest import bias_of, calm, gravity_at, in_stance, least, rests, scale_of, stillness, usual
from tests.feet import RATE_HZ, foot, random_turn, walk


@pytest.mark.parametrize("speed_mps", [0.5, 1.3, 1.9])
def test_the_rest_of_each_stance_lies_where_the_virtual_foot_truly_rests(speed_mps: float) -> None:
    made = walk("straight", speed_mps)
    for side in ("left", "right"):
        one = foot(made.recording, side)
        s = made.truth.strides.rows(made.truth.strides.side == side)
        samples = ((x - one.start_s) * RATE_HZ for x in (s.ic_s, s.fc_s))
        at_s = one.time_s(in_stance(stillness(one.gyro, RATE_HZ), *samples))
        true = [r for r in made.rests if r.side == side]
        assert all(any(r.start_s - 0.02 <= t < r.end_s + 0.02 for r in true) for t in at_s)


def test_a_window_without_samples_has_no_rest() -> None:
    still = stillness(np.zeros((400, 3)), RATE_HZ)
    first, last = np.array([np.nan, 10.0, 500.0, 100.0]), np.array([20.0, np.nan, 600.0, 200.0])
    assert np.isfinite(rests(still, first, last)).tolist() == [False, False, False, True]


@settings(max_examples=30)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=40), st.integers(0, 10**6))
def test_least_is_the_plain_minimum_of_each_window(values: list[float], seed: int) -> None:
    x, rng = np.array(values), np.random.default_rng(seed)
    low = rng.integers(0, len(x), 700)
    high = rng.integers(-1, len(x), 700)
    at = least(x, low, high)
    for a, b, i in zip(low, high, at, strict=True):
        assert i == (a + int(np.argmin(x[a : b + 1])) if b >= a else -1)


def test_a_moment_at_which_the_foot_turns_is_no_rest() -> None:
    gyro = np.full((2000, 3), 3.0)
    gyro[900:1100, 2] = 200.0
    still = stillness(gyro, RATE_HZ)
    assert np.isfinite(calm(still, np.array([100.0, 500.0, 1000.0, 1500.0, np.nan]))).tolist() == [
        True, True, False, True, False,
    ]  # fmt: skip


def test_share_below_counts_the_time_that_is_slower() -> None:
    gyro = np.zeros((4000, 3))
    gyro[2000:, 1] = 50.0
    still = stillness(gyro, RATE_HZ)
    shares = still.share_below(30.0, np.array([0.0, 1000.0, 3000.0, np.nan]), np.array([1000.0, 3000.0, 3500.0, 10.0]))
    assert_allclose(shares, [1.0, 0.5, 0.0, 0.0], atol=0.02)


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_the_usual_reading_turns_with_the_device(seed: int) -> None:
    readings = np.random.default_rng(seed).normal((0.3, 9.7, -0.2), 0.3, (40, 3))
    readings[:4] += 5.0
    turn = random_turn(seed)
    assert_allclose(usual(readings @ turn.T), turn @ usual(readings), atol=1e-9)
    assert np.linalg.norm(usual(readings) - (0.3, 9.7, -0.2)) < 0.4


def test_scale_and_bias_are_read_where_the_device_stands() -> None:
    rng = np.random.default_rng(2)
    gyro = rng.normal((1.5, -0.7, 0.2), 0.1, (2000, 3))
    gyro[1000:] += 100 * np.sin(np.arange(1000) / 30)[:, None]
    assert_allclose(bias_of(gyro, RATE_HZ), (1.5, -0.7, 0.2), atol=0.02)
    assert_allclose(bias_of(gyro[1000:], RATE_HZ), 0.0)
    acc = np.tile((0.0, 9.61, 0.0), (500, 1))
    assert scale_of(gravity_at(acc, RATE_HZ, np.array([0.0, 100.0, 499.0]))) == pytest.approx(9.80665 / 9.61)
    assert scale_of(np.full((3, 3), np.nan)) == 1.0
