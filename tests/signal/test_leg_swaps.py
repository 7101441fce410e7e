"""Legs of a video that carry each other's names are put right, or left out; legs that do not are left alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.recording import Recording
from restride.signal.leg_swaps import unswapped
from restride.simulate import Camera, Pace, Runner, film_run, film_walk

SIDE = Camera(sees="left", rate_hz=60.0)


def wrong(found: Recording, true: Recording) -> int:
    """Pictures in which an ankle that is given lies nearer to where the other one truly is."""
    count = 0
    for side, other in (("left", "right"), ("right", "left")):
        here = found.select("keypoint", "ankle", side)[0].values[:, :2]
        mine, theirs = (true.select("keypoint", "ankle", s)[0].values[:, :2] for s in (side, other))
        apart = np.hypot(*(mine - theirs).T) > 12
        nearer = np.hypot(*(here - theirs).T) < np.hypot(*(here - mine).T)
        count += int((nearer & apart).sum())
    return count


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
def test_legs_that_were_never_swapped_stay_as_they_are(rate_hz: float) -> None:
    for made in (film_run(Runner.typical(3.0), replace(SIDE, rate_hz=rate_hz), seconds=6.0).recording,
                 film_walk(Pace.typical(), replace(SIDE, rate_hz=rate_hz), steps=10).recording):  # fmt: skip
        fixed, notes = unswapped(made)
        assert notes == []
        for one, other in zip(made.channels, fixed.channels, strict=True):
            np.testing.assert_array_equal(one.values, other.values)


@settings(max_examples=8)
@given(starts=st.lists(st.integers(10, 320), min_size=1, max_size=6, unique=True), length=st.integers(1, 12))
def test_swapped_legs_of_a_runner_are_exchanged_back(starts: list[int], length: int) -> None:
    plain = film_run(Runner.typical(3.0), SIDE, seconds=6.0).recording
    swaps = tuple((first, first + length) for first in starts)
    fixed, notes = unswapped(film_run(Runner.typical(3.0), replace(SIDE, swapped=swaps), seconds=6.0).recording)
    assert wrong(fixed, plain) == 0
    assert [q.code for q in notes] == ["legs_swapped"]


@pytest.mark.parametrize("length", [3, 8, 20])
def test_swapped_legs_of_a_walker_are_exchanged_back_or_left_out(length: int) -> None:
    plain = film_walk(Pace.typical(), SIDE, steps=16).recording
    swaps = tuple((first, first + length) for first in range(130, 450, 53))
    fixed, notes = unswapped(film_walk(Pace.typical(), replace(SIDE, swapped=swaps), steps=16).recording)
    assert wrong(fixed, plain) <= 2
    assert notes[0].code == "legs_swapped"


def test_a_heel_that_jumps_to_the_other_foot_is_left_out() -> None:
    made = film_run(Runner.typical(3.0), SIDE, seconds=6.0).recording
    other = made.select("keypoint", "heel", "left")[0].values
    rows = np.arange(20, 340, 21)
    ankle = made.select("keypoint", "ankle", "right")[0].values
    far = rows[np.hypot(*(other - ankle)[rows, :2].T) > 80]
    channels = []
    for c in made.channels:
        values = np.array(c.values)
        if (c.place, c.side) == ("heel", "right"):
            values[far] = other[far]
        channels.append(replace(c, values=values))
    fixed, notes = unswapped(made.with_channels(tuple(channels)))
    heel = fixed.select("keypoint", "heel", "right")[0].values
    assert np.isnan(heel[far, 0]).all()
    assert np.isnan(heel[:, 0]).sum() == len(far)
    assert all(q.severity == "info" for q in notes)
