"""Steps as the trunk feels them: laws of the beats."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.beats import Beats, beats, thin
from restride.simulate import any_mounting
from tests.backs import DAILY, lab

RATE = 100.0


def bounced(moments: Array, seconds: float, *, size: float = 1.5, rate_hz: float = RATE, push_s: float = 0.1) -> Array:
    """(n, 3) m/s2: gravity, and a push of about two times `push_s` at each moment."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    push = np.exp(-0.5 * ((t[:, None] - moments) / push_s) ** 2).sum(axis=1)
    return np.column_stack([0.1 * push, G + size * push, 0.0 * push])


def seconds(found: Beats, rate_hz: float = RATE) -> Array:
    return found.at / rate_hz


@given(step_s=st.floats(0.35, 1.1), size=st.floats(0.6, 20.0), rate_hz=st.sampled_from([50.0, 100.0, 128.0, 204.8]))
def test_every_push_of_an_even_rhythm_is_one_beat(step_s: float, size: float, rate_hz: float) -> None:
    moments = 1.0 + step_s * np.arange(12)
    acc = bounced(moments, 3.0 + 12 * step_s, size=size, rate_hz=rate_hz, push_s=0.18 * step_s)
    found = beats(acc, rate_hz)
    assert found.chains == ((0, 12),)
    assert_allclose(seconds(found, rate_hz), moments, atol=0.02)


def test_a_weak_push_in_the_rhythm_is_kept_and_one_between_is_not() -> None:
    moments = 1.0 + 0.6 * np.arange(12)
    acc = bounced(moments[np.arange(12) != 6], 10.0) + bounced(moments[6:7], 10.0, size=0.4) - [0, G, 0]
    assert_allclose(seconds(beats(acc, RATE)), moments, atol=0.02)
    between = acc + bounced(moments[3:4] + 0.22, 10.0, size=0.5) - [0, G, 0]
    assert_allclose(seconds(beats(between, RATE)), moments, atol=0.06)


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_a_trunk_at_rest_has_no_beats(noise: float) -> None:
    acc = np.array([0.0, G, 0.0]) + noise * np.random.default_rng(0).standard_normal((6000, 3))
    assert len(beats(acc, RATE).at) == 0


@pytest.mark.parametrize("n", [0, 1, 3, 30])
def test_a_recording_too_short_for_steps_has_no_beats(n: int) -> None:
    found = beats(np.full((n, 3), 5.0), RATE)
    assert (len(found.at), found.chains) == (0, ())


def test_a_pause_of_two_seconds_parts_two_chains() -> None:
    moments = np.concatenate([1.0 + 0.6 * np.arange(8), 8.0 + 0.6 * np.arange(5)])
    assert beats(bounced(moments, 12.0), RATE).chains == ((0, 8), (8, 13))


def test_no_beat_lies_in_or_beside_a_gap() -> None:
    acc = bounced(1.0 + 0.6 * np.arange(20), 14.0)
    acc[600:650] = np.nan
    found = seconds(beats(acc, RATE))
    assert len(found) >= 16
    assert not ((found > 5.8) & (found < 6.7)).any()
    assert len(beats(np.full((500, 3), np.nan), RATE).at) == 0


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_the_devices_orientation_does_not_matter(seed: int) -> None:
    acc = bounced(1.0 + 0.6 * np.arange(12), 9.0)
    here, there = beats(acc, RATE), beats(acc @ any_mounting(seed).T, RATE)
    assert here.chains == there.chains
    assert_allclose(there.at, here.at, atol=1e-6)


def test_swing_is_what_a_step_swings_between() -> None:
    found = beats(bounced(1.0 + 0.6 * np.arange(12), 9.0, size=4.0), RATE)
    assert_allclose(found.swing, 4.0, rtol=0.12)


def test_the_daily_walks_of_a_recorded_person_are_the_same_beats_wherever_the_recording_is_cut() -> None:
    acc = lab(DAILY).acc
    whole = beats(acc, RATE).at
    for first in (3101, 6998):
        piece = beats(acc[first : first + 5000], RATE).at + first
        inside = piece[(piece > first + 400) & (piece < first + 4600)]
        apart = np.abs(inside[:, None] - whole).min(axis=1)
        assert (apart < 2).mean() > 0.9


def test_thinning_keeps_the_mean_and_spoils_only_blocks_with_a_gap() -> None:
    values = np.arange(40.0)[:, None]
    blocks, width = thin(values, RATE)
    assert width == 4
    assert_allclose(blocks[:, 0], np.arange(10) * 4 + 1.5)
    values[5] = np.nan
    assert np.flatnonzero(np.isnan(thin(values, RATE)[0][:, 0])).tolist() == [1]


def test_a_top_with_a_notch_is_one_strong_beat() -> None:
    moments = 1.0 + 0.62 * np.arange(12)
    acc = bounced(moments, 10.0, size=3.0)
    notched = acc + bounced(moments[5:6], 10.0, size=-1.5, push_s=0.05) - [0, G, 0]
    found = beats(notched, RATE)
    assert_allclose(seconds(found), moments, atol=0.15)
    assert found.size.min() > 0.5 * np.median(found.size)
