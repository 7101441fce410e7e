"""Days are put together from pieces, and somebody who does not walk has nothing to find."""

from itertools import islice, pairwise

import numpy as np
import pytest

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate import FEET, LOWER_BACK, Activity, Worn, joined, simulate_worn_idle, worn_day

PLAN = (
    Activity(kind="sitting", seconds=5),
    Activity(kind="walking", seconds=20, mps=1.2),
    Activity(kind="restless", seconds=5, times=3),
    Activity(kind="running", seconds=14, mps=2.8),
)
SITES = (FEET[0], *LOWER_BACK)


@pytest.fixture(scope="module")
def pieces() -> list[Worn]:
    """A short day."""
    return list(worn_day(PLAN, sites=SITES))


def test_the_pieces_follow_each_other_without_a_gap(pieces: list[Worn]) -> None:
    assert len(pieces) == 6
    assert pieces[0].recording.channels[0].start_s == 0.0
    for one, other in pairwise(pieces):
        for a, b in zip(one.recording.channels, other.recording.channels, strict=True):
            assert b.start_s == pytest.approx(a.end_s)
            assert (a.quantity, a.place, a.side) == (b.quantity, b.place, b.side)


def test_the_truth_lies_on_the_clock_of_the_day(pieces: list[Worn]) -> None:
    tasks = []
    for piece in pieces:
        channel = piece.recording.channels[0]
        for stretch in piece.stretches:
            assert channel.start_s <= stretch.start_s < stretch.end_s <= channel.end_s
            tasks.append(stretch.task)
        found = piece.truth.strides
        if found.n:
            assert channel.start_s < found.ic_s.min() < found.ic_s.max() < channel.end_s
    assert set(tasks) == {"walking", "running"}


def test_a_repeated_activity_is_the_same_movement_again(pieces: list[Worn]) -> None:
    for one, other in zip(pieces[2].recording.channels, pieces[4].recording.channels, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
        assert other.start_s == pytest.approx(one.start_s + 10)


def test_a_day_is_made_when_it_is_asked_for() -> None:
    endless = (Activity(kind="standing", seconds=2) for _ in iter(int, 1))
    assert len(list(islice(worn_day(endless, sites=SITES), 3))) == 3


def test_joined_pieces_are_one_recording(pieces: list[Worn]) -> None:
    day = joined(pieces)
    assert day.recording.channels[0].n == sum(p.recording.channels[0].n for p in pieces)
    assert day.truth.strides.n == sum(p.truth.strides.n for p in pieces)
    assert (np.diff(day.truth.strides.ic_s) > 0).all()
    assert day.truth.strides.task == day.recording.task == "unknown"
    assert joined(pieces[:2]).recording.task == "walking"
    assert joined(pieces[:1]).truth.strides.n == 0
    with pytest.raises(ValueError, match="needs a piece"):
        joined([])
    with pytest.raises(ValueError, match="same sensors"):
        joined([pieces[0], simulate_worn_idle(sites=FEET[1:], seconds=2.0)])


@pytest.mark.parametrize("kind", ["standing", "sitting", "restless"])
def test_the_idle_have_no_contact_and_feel_gravity_on_average(kind: str) -> None:
    made = simulate_worn_idle(kind, seconds=30.0, seed=3)
    assert made.truth.strides.n == 0
    assert made.stretches == ()
    for channel in made.recording.channels:
        size = np.linalg.norm(channel.values, axis=1)
        if channel.quantity == "acc":
            assert size.mean() == pytest.approx(G, abs=0.4)
        assert np.isfinite(channel.values).all()
    gyro = np.abs(made.recording.select("gyro", "foot", "left")[0].values).max()
    least, most = {"standing": (0.0, 0.1), "sitting": (10.0, 200.0), "restless": (60.0, 400.0)}[kind]
    assert least <= gyro <= most
