"""Channels on one clock that nobody can change."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Channel, Mark, Recording, frozen
from tests.bouts import channel, recorded


def test_values_cannot_be_written_to_and_are_not_the_callers() -> None:
    mine = np.zeros((4, 1))
    c = channel(mine)
    mine[0] = 7
    assert c.values[0, 0] == 0
    with pytest.raises(ValueError):
        c.values[0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        c.rate_hz = 1.0


def test_integers_become_float64() -> None:
    assert channel(np.arange(3)[:, None]).values.dtype == np.float64
    assert frozen([1, 2, 3]).shape == (3, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"values": np.zeros(3)},
        {"values": np.zeros((3, 2))},
        {"axes": ("V", "AP")},
        {"rate_hz": 0.0},
        {"rate_hz": -1.0},
        {"rate_hz": np.nan},
        {"rate_hz": np.inf},
        {"start_s": np.nan},
    ],
)
def test_a_channel_refuses_what_does_not_fit(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="grf@plate_1"):
        replace(channel(np.zeros((3, 1))), **change)


@given(n=st.integers(0, 50), rate=st.floats(1, 1000), start=st.floats(-10, 10))
def test_the_clock_starts_at_start_and_ends_after_n_samples(n: int, rate: float, start: float) -> None:
    c = channel(np.zeros((n, 1)), rate_hz=rate, start_s=start)
    assert len(c.time_s) == c.n == n
    assert c.end_s - c.start_s == pytest.approx(n / rate)
    if n:
        assert c.time_s[0] == start
        assert c.time_s[-1] < c.end_s


def two() -> Recording:
    acc = Channel("acc", "sacrum", "none", "body", "m/s2", 100.0, 1.0, ("AP", "V"), np.arange(8.0).reshape(4, 2))
    return recorded(acc, channel(np.zeros((4, 1))), marks=(Mark("Foot Strike", "left", 2.0),))


def test_columns_are_named_by_axes() -> None:
    (acc,) = two().select("acc")
    assert_allclose(acc.axis("V"), [1, 3, 5, 7])
    assert acc.has("AP", "V")
    assert not acc.has("ML")


def test_select_asks_for_quantity_place_and_side() -> None:
    r = two()
    assert len(r.select("acc")) == len(r.select("grf", "plate_1")) == len(r.select("grf", side="none")) == 1
    assert r.select("acc", "foot") == r.select("grf", side="left") == ()


@given(st.floats(-5, 5))
def test_a_later_clock_moves_channels_and_marks_alike(shift: float) -> None:
    r = two()
    moved = r.shifted(shift)
    assert [c.start_s for c in moved.channels] == [pytest.approx(c.start_s + shift) for c in r.channels]
    assert moved.marks[0].time_s == pytest.approx(2.0 + shift)
    assert (moved.channels[0].values == r.channels[0].values).all()


def test_a_recording_describes_itself_in_one_phrase() -> None:
    assert two().describe() == "acc@sacrum, grf@plate_1"
    assert recorded().describe() == "no channels"
    many = recorded(*(channel(np.zeros((1, 1)), quantity="marker", place=str(i)) for i in range(5)))
    assert many.describe() == "marker x5"
