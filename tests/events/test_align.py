"""Clocks of two devices: left alone where they agree, moved where the contacts tell by how much, else not touched."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.recording import Array
from restride.core.strides import Strides, strides
from restride.events.align import clocks

PAUSE_S = 4.3


def contacts(seed: int = 0, walks: int = 4) -> Array:
    """Contacts of both feet in turn: some walks of uneven length with pauses between, as in daily life."""
    chance = np.random.default_rng(seed)
    steps = [0.0]
    for _ in range(walks):
        steps += list(
            steps[-1] + PAUSE_S + chance.uniform(0, 2) + np.cumsum(chance.normal(0.55, 0.02, chance.integers(14, 40)))
        )
    return np.array(steps[1:])


def seen(ic_s: Array, side: str | None = None) -> Strides:
    names = np.where(np.arange(len(ic_s)) % 2 == 0, "left", "right") if side is None else np.full(len(ic_s), side)
    return strides(names, ic_s, ic_s + 0.3, task="walking", method="force_20n", grade="good")


@given(st.floats(-120, 120), st.integers(0, 20))
def test_a_shift_between_two_devices_on_the_same_feet_is_found(shift_s: float, seed: int) -> None:
    a = contacts(seed)
    told = clocks(seen(a), seen(a - shift_s + 0.02, side="unknown"))
    if abs(shift_s) < 0.05:
        assert told.told == "agree"
    elif abs(shift_s) > 0.12:
        assert told.told == "shifted"
        assert told.shift_s == pytest.approx(shift_s - 0.02, abs=0.005)


@given(st.floats(1.0, 100.0), st.integers(0, 20))
def test_the_shift_back_is_the_opposite(shift_s: float, seed: int) -> None:
    a = contacts(seed)
    there, back = clocks(seen(a), seen(a + shift_s)), clocks(seen(a + shift_s), seen(a))
    assert there.shift_s == pytest.approx(-back.shift_s, abs=0.002)


def test_one_foot_is_enough_to_find_a_shift_against_both() -> None:
    a = contacts(3)
    told = clocks(seen(a), seen(a[1::2] + 7.31, side="right"))
    assert told.told == "shifted"
    assert told.shift_s == pytest.approx(-7.31, abs=0.005)


def test_a_treadmill_without_a_pause_does_not_tell_which_stride_is_which() -> None:
    steady = np.arange(0, 60, 0.55)
    assert clocks(seen(steady), seen(steady + 3.3 + 0.2, side="unknown")).told == "unknown"


def test_feet_that_alternate_agree_and_feet_that_do_not_are_left_alone() -> None:
    a = contacts(5)
    left, right = seen(a[0::2], side="left"), a[1::2]
    assert clocks(left, seen(right, side="right")).told == "agree"
    assert clocks(left, seen(right + 0.5, side="right")).told == "unknown"
    assert clocks(left, seen(right + 300.0, side="right")).told == "unknown"


def test_too_few_contacts_tell_nothing() -> None:
    a = contacts(1)
    assert clocks(seen(a), seen(a[:5])).told == "unknown"


@given(st.integers(0, 50))
def test_contacts_of_another_bout_are_not_forced_together(seed: int) -> None:
    assert clocks(seen(contacts(seed, 5)), seen(contacts(seed + 1000, 5), side="unknown")).told == "unknown"
