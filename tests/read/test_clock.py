"""Time columns as sensors write them end on an even clock, or are refused."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.errors import InputError
from restride.read.clock import on_even_clock

Times = npt.NDArray[np.float64]


def ramp(time_s: Times) -> Times:
    """(n, 1) values that equal the time: a straight line survives every straight interpolation."""
    return time_s[:, None].copy()


@given(rate_hz=st.floats(2, 2000), start_s=st.floats(-1e4, 1e9), n=st.integers(2, 400))
def test_an_even_column_gives_its_rate_and_its_samples_unchanged(rate_hz: float, start_s: float, n: int) -> None:
    time_s = start_s + np.arange(n) / rate_hz
    values = np.random.default_rng(n).normal(size=(n, 2))
    even = on_even_clock(time_s, values, "f")
    assert even.start_s == start_s
    assert even.rate_hz == pytest.approx(rate_hz, rel=1e-3)
    assert even.notes == ()
    np.testing.assert_array_equal(even.values, values)


@given(seed=st.integers(0, 1000), jitter=st.floats(0, 0.45), shift_s=st.floats(-100, 100))
def test_jitter_is_straightened_and_a_later_start_moves_everything_alike(
    seed: int, jitter: float, shift_s: float
) -> None:
    time_s = (np.arange(200) + np.random.default_rng(seed).uniform(-jitter, jitter, 200)) / 100
    even = on_even_clock(time_s, ramp(time_s), "f")
    even_s = even.start_s + np.arange(len(even.values)) / even.rate_hz
    assert even.rate_hz == pytest.approx(100, rel=0.02)
    np.testing.assert_allclose(even.values[:, 0], even_s, atol=0.5 / 100)
    later = on_even_clock(time_s + shift_s, ramp(time_s), "f")
    assert later.start_s == pytest.approx(even.start_s + shift_s)
    assert later.rate_hz == pytest.approx(even.rate_hz)
    np.testing.assert_allclose(later.values, even.values, atol=1e-4)


def test_times_in_whole_milliseconds_keep_the_true_rate() -> None:
    time_s = np.round(np.arange(4000) / 398.0, 3)
    even = on_even_clock(time_s, ramp(time_s), "f")
    assert even.rate_hz == pytest.approx(398, rel=1e-3)
    assert len(even.values) == 4000


def test_a_gap_becomes_missing_and_the_clock_goes_on() -> None:
    time_s = np.concatenate([np.arange(100), np.arange(150, 250)]) / 100
    even = on_even_clock(time_s, ramp(time_s), "f")
    assert even.start_s == 0.0
    assert even.rate_hz == pytest.approx(100)
    missing = np.flatnonzero(np.isnan(even.values[:, 0]))
    assert (missing[0], missing[-1], len(even.values)) == (100, 149, 250)


@pytest.mark.parametrize(
    ("rate_hz", "lost", "bridged"), [(100, 2, True), (100, 4, False), (400, 6, True), (400, 9, False)]
)
def test_a_gap_is_bridged_if_it_is_short_in_samples_or_in_time(rate_hz: int, lost: int, bridged: bool) -> None:
    time_s = np.delete(np.arange(300), 100 + np.arange(lost)) / rate_hz
    even = on_even_clock(time_s, ramp(time_s), "f")
    assert len(even.values) == 300
    assert bool(np.isfinite(even.values).all()) is bridged


def test_rows_that_repeat_a_time_are_left_out() -> None:
    time_s = np.repeat(np.arange(100), np.where(np.arange(100) % 10 == 3, 2, 1)) / 50
    even = on_even_clock(time_s, ramp(time_s), "f")
    assert even.rate_hz == pytest.approx(50)
    assert len(even.values) == 100


@given(before=st.integers(2, 400), after=st.integers(2, 400), jump_s=st.floats(-1e6, -1) | st.floats(1e4, 1e6))
def test_a_clock_that_jumps_leaves_the_longer_side_untouched_and_says_so(
    before: int, after: int, jump_s: float
) -> None:
    time_s = np.arange(before + after) / 100
    time_s[before:] += jump_s
    even = on_even_clock(time_s, ramp(time_s), "f")
    kept = time_s[:before] if before >= after else time_s[before:]
    np.testing.assert_array_equal(even.values[:, 0], kept)
    assert even.start_s == kept[0]
    assert [(note.code, note.severity) for note in even.notes] == [("clock_jump", "warning")]


def test_the_note_on_a_jump_says_where_and_what_was_kept() -> None:
    time_s = np.concatenate([np.arange(100) / 10, 5 + np.arange(300) / 10])
    (note,) = on_even_clock(time_s, ramp(time_s), "run.csv").notes
    assert note.message == (
        "the clock of run.csv went back by 4.9 s in data row 101; only the longest unbroken part was used, data rows "
        "101 to 400 of 400"
    )


@pytest.mark.parametrize(
    ("time_s", "says"),
    [
        ([0.0, 0.01, 0.005, 0.015, 0.01, 0.02, 0.015], "after 0.01 s in data row 3"),
        ([0.0, 0.0, 0.01, 0.01, 0.02, 0.02], "repeated"),
        ([5.0, 5.0], "repeated"),
        ([0.0, float("nan"), 0.02], "data row 2"),
        ([0.0, 10.0, 20.0], "0.1 in f"),
        ([0.0, 1e-7, 2e-7], "in f"),
        ([0.0, 0.01, 0.02, 1e6, 1e6 + 0.01, 1e6 + 0.02, 1e9, 1e9 + 0.01, 1e9 + 0.02], "leaps"),
    ],
)
def test_a_column_that_is_no_clock_is_refused(time_s: list[float], says: str) -> None:
    column = np.array(time_s)
    with pytest.raises(InputError) as caught:
        on_even_clock(column, ramp(column), "f")
    assert says in str(caught.value)
