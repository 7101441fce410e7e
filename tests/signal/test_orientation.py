"""Orientations followed side by side: as one turn after the other, and as rigid rotations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.signal.orientation import followed, rotated, small_turns, times


@given(n=st.integers(1, 60), m=st.integers(1, 4), seed=st.integers(0, 99))
def test_orientations_are_those_of_one_turn_after_the_other(n: int, m: int, seed: int) -> None:
    turns = small_turns(np.random.default_rng(seed).normal(0, 0.3, (3, n, m)))
    got = followed(turns)
    now = np.zeros((4, m))
    now[0] = 1.0
    for i in range(n):
        now = times(now, turns[:, i])
        assert got[:, i] == pytest.approx(now, abs=1e-12)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_quarter_turn_in_small_steps_carries_each_axis_to_the_next(axis: int) -> None:
    half = np.zeros((3, 90, 1))
    half[axis] = np.radians(1.0) / 2
    after = followed(small_turns(half))[:, -1]
    first, second = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
    assert rotated(after, first[:, None])[:, 0] == pytest.approx(second, abs=1e-12)


def test_no_turn_leaves_a_vector_as_it_is() -> None:
    still = small_turns(np.zeros((3, 4)))
    vectors = np.arange(12.0).reshape(3, 4)
    assert rotated(still, vectors) == pytest.approx(vectors)
