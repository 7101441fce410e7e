"""Cadence of one leg or both, units by size, and rows on an even clock: what all readers of watches share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.errors import InputError
from restride.read.device_cadence import both_feet, one_leg, usual_cadence
from restride.read.device_clock import Grid, in_order
from restride.read.device_makers import maker_of, place_of
from restride.read.device_quantities import KINDS, in_si, possible


@given(speed=st.floats(0.7, 6.0), off=st.floats(0.8, 1.25), both=st.booleans())
def test_with_a_speed_one_leg_and_both_are_never_taken_for_each_other(speed: float, off: float, both: bool) -> None:
    speeds = np.full(100, speed)
    steps = usual_cadence(speeds) * off
    written = steps if both else steps / 2
    assert one_leg(written, speeds, "unknown") is not both
    found, _ = both_feet(written, speeds, "unknown", "x", standard=True)
    np.testing.assert_allclose(found, steps)


@pytest.mark.parametrize(
    ("task", "cycles", "one"),
    [("running", 85, True), ("running", 170, False), ("walking", 55, True), ("walking", 110, False),
     ("unknown", 88, True), ("unknown", 176, False), ("unknown", 112, False)],
)  # fmt: skip
def test_without_a_speed_the_task_decides(task: str, cycles: float, one: bool) -> None:
    assert one_leg(np.full(60, cycles), None, task) is one


def test_standing_tells_nothing() -> None:
    assert one_leg(np.zeros(60), None, "running") is None


@pytest.mark.parametrize(
    ("quantity", "written", "says", "value"),
    [
        ("vertical_oscillation", 7.2, "Centimeters", 0.072),
        ("vertical_oscillation", 72.0, "mm", 0.072),
        ("contact_time", 0.25, None, 0.25),
        ("contact_time", 250.0, "Milliseconds", 0.25),
        ("speed", 12.6, "km/h", 3.5),
        ("distance", 1.5, "km", 1500.0),
        ("leg_stiffness", 9.5, "KN/m", 9.5),
        ("impact_loading_rate", 60.0, "bw/sec", 60.0),
        ("vertical_oscillation_balance", 49.0, "Centimeters", 49.0),
        ("power", 0.25, "kW", 250.0),
    ],
)
def test_units_are_converted_as_they_are_spelt(quantity: str, written: float, says: str | None, value: float) -> None:
    found = in_si(quantity, np.full(50, written), says, "x")
    assert found is not None
    np.testing.assert_allclose(found[0], value)


def test_a_unit_that_is_no_unit_of_the_quantity_is_refused() -> None:
    assert in_si("speed", np.ones(5), "furlongs", "x") is None


@given(st.sampled_from(sorted(KINDS)), st.lists(st.floats(allow_nan=True), max_size=20))
def test_what_cannot_be_becomes_missing(quantity: str, numbers: list[float]) -> None:
    values, wrong = possible(quantity, np.array(numbers))
    kind = KINDS[quantity]
    there = values[np.isfinite(values)]
    assert ((there >= kind.low) & (there <= kind.high)).all()
    assert 0 <= wrong <= len(numbers) - len(there)


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=40),
    st.floats(0, 0.9),
)
def test_on_the_even_clock_every_value_stands_where_it_was_and_lines_lie_between(steps: list[int], part: float) -> None:
    at = np.concatenate([[0.0], np.cumsum(steps)]) + np.where(np.arange(len(steps) + 1) == 0, 0.0, part)
    values = 10 + at / 3
    grid = Grid(0.0, int(at[-1]) + 1)
    found = grid.instants(at, values)
    second = np.arange(grid.n)
    there = np.isfinite(found)
    np.testing.assert_allclose(found[there], 10 + second[there] / 3, atol=1e-9)
    for i, step in enumerate(np.diff(at)):
        inside = (second > at[i]) & (second < at[i + 1])
        if step <= 3.0:
            assert there[inside].all()
        if step > 15.0:
            assert not there[inside].any()


def test_a_value_that_holds_over_an_interval_fills_it_and_no_more() -> None:
    start, end = np.array([2.0, 5.0, 20.0]), np.array([5.0, 8.0, 21.5])
    found = Grid(0.0, 30).intervals(start, end, np.array([1.0, 2.0, 3.0]))
    assert np.flatnonzero(np.isfinite(found)).tolist() == [2, 3, 4, 5, 6, 7, 20, 21]
    assert found[[2, 5, 20]].tolist() == [1.0, 2.0, 3.0]


def test_rows_a_little_late_are_put_in_their_place_and_strays_left_out() -> None:
    time_s = np.array([0.0, 1, 3, 2, 4, 1e9, 5, 6, np.nan, 7])
    rows, notes = in_order(time_s, "x")
    assert time_s[rows].tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [n.code for n in notes] == ["clock_jump"]


def test_a_clock_that_jumps_back_keeps_its_longest_part_and_one_in_pieces_is_refused() -> None:
    time_s = np.concatenate([np.arange(1000, 1100.0), np.arange(400.0)])
    rows, notes = in_order(time_s, "x")
    assert len(rows) == 400
    assert notes[0].code == "clock_jump"
    with pytest.raises(InputError):
        in_order(np.tile(np.arange(0, 5000.0, 100), 5), "x")
    with pytest.raises(InputError):
        in_order(np.array([np.nan, 1.0]), "x")


def test_a_clock_that_leaps_ahead_by_years_keeps_its_longest_part() -> None:
    time_s = np.concatenate([np.arange(50.0), 1e8 + np.arange(400.0)])
    rows, notes = in_order(time_s, "x")
    assert len(rows) == 400
    assert "leapt" in notes[0].message


@pytest.mark.parametrize(
    ("name", "maker", "place"),
    [
        ("Garmin Forerunner 955", "garmin", "watch"),
        ("fenix 7", "garmin", "watch"),
        ("COROS PACE 2", "coros", "watch"),
        ("Polar Vantage V2", "polar", "watch"),
        ("StravaGPX Android", "strava", "phone"),
        ("Stryd", "stryd", "foot_pod"),
        ("Amazfit T-Rex", "other", "watch"),
    ],
)
def test_names_tell_maker_and_place(name: str, maker: str, place: str) -> None:
    assert (maker_of(name), place_of(name)) == (maker, place)
