"""What an empty plate reads is taken off, and only that."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.signal.zeroing import loads, steady, unloaded, zeroed
from tests.bouts import hops

RATE = 300.0
FORCE = hops(RATE, steps=40)


def cleaned(raw: np.ndarray) -> np.ndarray:
    return zeroed(raw[:, None], unloaded(raw, RATE))[:, 0]


@settings(max_examples=30)
@given(offset=st.floats(-500, 500))
def test_a_constant_offset_vanishes(offset: float) -> None:
    assert_allclose(cleaned(FORCE + offset), cleaned(FORCE), atol=1e-6)
    assert_allclose(cleaned(FORCE + offset), FORCE, atol=0.5)


@settings(max_examples=30)
@given(offset=st.floats(-100, 100), rise=st.floats(-8, 8))
def test_a_drift_of_some_newtons_a_second_vanishes(offset: float, rise: float) -> None:
    drift = offset + rise * np.arange(len(FORCE)) / RATE
    left = cleaned(FORCE + drift) - FORCE
    inner = slice(round(2.2 * RATE), -round(2.2 * RATE))
    assert np.abs(left[inner]).max() < 0.5
    assert np.abs(left).max() < 1.0 + 1.5 * abs(rise)  # at the ends the last level is held


def test_a_wandering_floor_vanishes() -> None:
    t = np.arange(len(FORCE)) / RATE
    assert np.abs(cleaned(FORCE + 30 * np.sin(2 * np.pi * t / 15)) - FORCE)[600:-600].max() < 3


@settings(max_examples=20)
@given(factor=st.floats(0.3, 3))
def test_quiet_stretches_do_not_depend_on_weight(factor: float) -> None:
    assert (unloaded(FORCE, RATE).gaps == unloaded(factor * FORCE, RATE).gaps).all()


def test_quiet_stretches_lie_in_flight() -> None:
    for a, b in unloaded(FORCE, RATE).gaps:
        assert (FORCE[a:b] == 0).all()


def test_every_load_is_seen_once() -> None:
    assert len(loads(FORCE, RATE)) == 40


@pytest.mark.parametrize("level", [0.0, 700.0, -30.0])
def test_who_stands_does_not_come_and_go(level: float) -> None:
    rng = np.random.default_rng(0)
    sway = 5 * np.sin(np.arange(3000) / 200)
    assert level == 0 or len(loads(level + (sway if level > 0 else 0) + rng.normal(0, 0.5, 3000), RATE)) == 0


def test_without_a_quiet_stretch_nothing_is_taken_off() -> None:
    raw = np.full((600, 3), 700.0)
    assert zeroed(raw, unloaded(raw[:, 1], RATE)) is raw


@pytest.mark.parametrize("n", [0, 1, 2, 50])
def test_short_signals_are_no_trouble(n: int) -> None:
    assert len(unloaded(np.zeros(n), RATE).gaps) == 0


def test_a_gap_in_the_force_is_no_trouble() -> None:
    holed = FORCE.copy()
    holed[1000:1100] = np.nan
    assert 36 <= len(loads(holed, RATE)) <= 40


def test_one_odd_level_does_not_move_its_neighbours() -> None:
    levels = np.zeros(30)
    levels[[7, 20]] = 80
    assert (steady(levels) == 0).all()
    assert_allclose(steady(np.arange(30.0))[4:-4], np.arange(30.0)[4:-4])
