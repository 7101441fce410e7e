"""Mid-swings: one a stride, slow steps among fast ones kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.recording import Array
from restride.signal.swings import swings, thinned
from tests.feet import ROUTES, foot, walk

RATE_HZ = 200.0


def lobes(heights: list[float], stride_s: float = 1.1, rate_hz: float = RATE_HZ) -> Array:
    """Pitch rate with one swing of 0.4 s of each height, deg/s, and a push-off of the same before it."""
    t = np.arange(round((len(heights) + 1) * stride_s * rate_hz)) / rate_hz
    out = np.zeros_like(t)
    for i, height in enumerate(heights):
        since = t - (i + 0.5) * stride_s
        out += np.where((since >= 0) & (since < 0.4), height * np.sin(np.pi * since / 0.4), 0.0)
        out -= np.where((since >= -0.25) & (since < 0), height * np.sin(-np.pi * since / 0.25), 0.0)
    return out


@settings(max_examples=30)
@given(
    heights=st.lists(st.floats(200.0, 500.0), min_size=3, max_size=30),
    stride_s=st.floats(0.7, 2.0),
    rate_hz=st.floats(50.0, 1000.0),
)
def test_there_is_one_at_the_top_of_each_lobe(heights: list[float], stride_s: float, rate_hz: float) -> None:
    at = swings(lobes(heights, stride_s, rate_hz), rate_hz) / rate_hz
    assert len(at) == len(heights)
    assert np.abs(at - ((np.arange(len(heights)) + 0.5) * stride_s + 0.2)).max() < 0.03


def test_slow_steps_of_a_turn_between_fast_ones_are_kept_and_trembling_is_not() -> None:
    heights = [400.0] * 8 + [150.0, 160.0] + [400.0] * 8
    noise = np.random.default_rng(1).normal(0, 40.0, len(lobes(heights)))
    assert len(swings(lobes(heights) + noise, RATE_HZ)) == len(heights)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("speed_mps", [0.5, 1.3, 1.9])
def test_a_virtual_walker_has_one_for_each_landing(route: str, speed_mps: float) -> None:
    made = walk(route, speed_mps)
    for side in ("left", "right"):
        one = foot(made.recording, side)
        at = one.time_s(swings(one.gyro[:, 2], one.rate_hz))
        landed = made.truth.strides.ic_s[made.truth.strides.where(side)]
        assert len(at) == len(landed)
        assert ((landed - at > 0.02) & (landed - at < 0.5)).all()


def test_nothing_and_next_to_nothing_hold_none() -> None:
    for n in (0, 1, 4, 50):
        assert len(swings(np.zeros(n), RATE_HZ)) == 0


def test_thinning_bridges_gaps() -> None:
    values = np.column_stack([np.arange(400.0), np.ones(400), np.zeros(400)])
    values[100:140] = np.nan
    thin, rate = thinned(values, RATE_HZ)
    assert rate == 50.0
    assert np.isfinite(thin).all()
    np.testing.assert_allclose(thin[:, 0], 4 * np.arange(100) + 1.5, atol=1e-9)
