"""Packet counters: what was lost is missing, and everything else lies where it was measured."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.errors import BadSidecar, InputError
from restride.read.counter import on_packet_counter
from tests.read.csv_files import trial

lost_rows = st.sets(st.integers(1, 298), max_size=200)


def rows(n: int = 300) -> np.ndarray:
    """(n, 2) values that tell their own place."""
    return np.stack([np.arange(n), -np.arange(n)], axis=1).astype(float)


@given(lost=lost_rows, first=st.integers(0, 10**6), factor=st.sampled_from([1, 1, 4]))
def test_lost_packets_anywhere_leave_all_other_samples_at_their_true_time(
    lost: set[int], first: int, factor: int
) -> None:
    came = np.delete(np.arange(300), sorted(lost))
    even = on_packet_counter((first + factor * came).astype(float), rows()[came], 50.0, None, "f")
    assert (even.start_s, even.rate_hz) == (0.0, 50.0)
    step = np.gcd.reduce(np.diff(came)) if factor > 1 or lost else 1
    np.testing.assert_array_equal(even.values[came // step], rows()[came])
    missing = np.isnan(even.values).all(axis=1)
    assert np.count_nonzero(~missing) == len(came)
    assert [note.code for note in even.notes] == (["gap"] if missing.any() else [])


@given(lost=st.sets(st.integers(1, 298), max_size=60), bits=st.sampled_from([8, 10, 16]), first=st.integers(0, 1000))
def test_a_counter_that_wraps_around_goes_on(lost: set[int], bits: int, first: int) -> None:
    came = np.delete(np.arange(300), sorted(lost))
    even = on_packet_counter(((first + came) % 2**bits).astype(float), rows()[came], 50.0, bits, "f")
    assert len(even.values) == 300
    np.testing.assert_array_equal(even.values[came], rows()[came])


@given(order=st.permutations(range(40)), twice=st.sets(st.integers(0, 39), max_size=5))
def test_late_packets_go_to_their_place_and_doubles_count_once(order: list[int], twice: set[int]) -> None:
    number = np.repeat(np.array(order), [2 if k in twice else 1 for k in order])
    even = on_packet_counter(number.astype(float), rows(40)[number], 50.0, None, "f")
    np.testing.assert_array_equal(even.values, rows(40))
    assert even.notes == ()


def test_the_note_counts_what_was_lost() -> None:
    came = np.delete(np.arange(300), [10, 100, 101, 102])
    (note,) = on_packet_counter(came.astype(float), rows()[came], 50.0, None, "run.csv").notes
    assert (note.code, note.severity, note.removes) == ("gap", "warning", ())
    assert note.message.startswith("4 of 300 packets were lost (1.3%) in 2 places of run.csv, at most 0.06 s on end")


@pytest.mark.parametrize("jump", [-10_000, 10_000_000])
def test_a_counter_that_begins_anew_or_leaps_leaves_the_longest_part_with_a_note(jump: int) -> None:
    counter = 20_000.0 + np.arange(300)
    counter[200:] += jump
    even = on_packet_counter(counter, rows(), 50.0, None, "f")
    np.testing.assert_array_equal(even.values, rows()[:200])
    assert [note.code for note in even.notes] == ["clock_jump"]


@pytest.mark.parametrize(
    ("counter", "bits", "says"),
    [
        ([0, 1, float("nan"), 3], None, "data row 3"),
        ([0, 1, 1.5, 3], None, "data row 3"),
        ([0, 1, 2, 300], 8, "0 to 300"),
        ([5, 5, 5, 6], None, "repeated"),
        ([0, 1, 10**9, 10**9 + 1, 5, 6], None, "counter_bits"),
        (np.arange(400) * 5000 + np.arange(400) % 3, None, "400 rows for"),
    ],
)
def test_a_column_that_is_no_counter_is_refused(counter: object, bits: int | None, says: str) -> None:
    column = np.asarray(counter, dtype=float)
    with pytest.raises(InputError) as caught:
        on_packet_counter(column, column[:, None], 50.0, bits, "f")
    assert says in str(caught.value)


SIDECAR = """
rate_hz = 100.0
counter_column = "packet"
counter_bits = 8
[[channel]]
quantity = "acc"
place = "foot"
side = "left"
unit = "m/s2"
columns = { x = "a", y = "b", z = "c" }
"""


def test_a_sidecar_names_the_counter_of_any_table(tmp_path: Path) -> None:
    lines = [f"{(250 + k) % 256},0,0,{k}" for k in range(20) if k not in (3, 9)]
    found = trial(tmp_path, "packet,a,b,c\n" + "\n".join(lines) + "\n", SIDECAR)
    (channel,) = found.channels
    assert (channel.frame, channel.axes, channel.side, channel.rate_hz, channel.n) == (
        "sensor",
        ("x", "y", "z"),
        "left",
        100.0,
        20,
    )
    np.testing.assert_array_equal(channel.values[:, 2], [np.nan if k in (3, 9) else k for k in range(20)])
    assert [note.code for note in found.notes] == ["gap"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("rate_hz = 100.0", 'time_column = "t"', "rate_hz beside counter_column"),
        ('counter_column = "packet"', "", "counter_column beside counter_bits"),
        ("counter_bits = 8", "counter_bits = 80", "between 4 and 32"),
        ("counter_bits = 8", "counter_bit = 8", "did you mean counter_bits?"),
        ("counter_bits = 8", "counter_bits = 4", "a counter of 4 bits"),
    ],
)
def test_a_slip_about_the_counter_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadSidecar) as caught:
        trial(tmp_path, "packet,a,b,c\n100,0,0,1\n101,0,0,1\n", SIDECAR.replace(old, new))
    assert says in str(caught.value)
