"""Numbers of walking from a device on the lower back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.conditions import Conditions
from restride.core.recording import AXES_BODY, Channel, Recording
from restride.core.strides import strides
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events.back import detect
from restride.metrics.bout import Bout, Measures, Person
from restride.metrics.kinematics.pelvis import pelvis, ranges
from restride.metrics.spatiotemporal.back import POINTS, back, jerked, regularity, rise
from restride.signal.inertial import Sensor
from tests.backs import device, righted, treadmill, walked
from tests.bouts import recorded

BELT_MPS = 3.7 / 3.6


def channels(one: Sensor) -> tuple[Channel, Channel]:
    """The device as channels in body axes."""
    return tuple(
        Channel(quantity, "sacrum", "none", "body", unit, one.rate_hz, one.start_s, AXES_BODY, values)
        for quantity, unit, values in (("acc", "m/s2", one.acc), ("gyro", "deg/s", one.gyro))
    )


def bout(one: Sensor, person: Person | None = None, conditions: Conditions | None = None, *more: Channel) -> Bout:
    """A walk with its contacts."""
    found = detect(one, "walking")
    made = strides(
        found.side, found.ic_s, found.fc_s, task="walking", method="back_walking", grade="fair", steady=found.steady
    )
    whole: Recording = recorded(*channels(one), *more)
    return Bout(
        whole, None, None, frozenset(), made, frozenset(), person or Person(), conditions or Conditions()
    )  # fmt: skip


def mean(said: Measures, name: str, of: Bout) -> float:
    """Over steady strides."""
    (row,) = (r for r in said.rows if r.name == name)
    return float(np.nanmean(row.values[of.strides.steady]))


def test_a_recorded_treadmill_walkers_stride_is_as_long_as_belt_and_feet_say() -> None:
    one = bout(righted(treadmill()), Person(None, 1.725))
    said = back(one)
    assert mean(said, "speed", one) == pytest.approx(BELT_MPS, rel=0.08)
    assert mean(said, "stride_length", one) == pytest.approx(BELT_MPS * 1.241, rel=0.08)
    assert [(q.code, q.severity) for q in said.quality] == [("uncalibrated", "info")]
    assert 0.75 < mean(said, "step_regularity", one) < 0.95
    assert 0.75 < mean(said, "stride_regularity", one) < 0.97
    assert 0.02 < mean(said, "vertical_oscillation", one) < 0.05
    assert 3 < mean(pelvis(one), "pelvic_rotation_range", one) < 20


def test_a_known_belt_speed_replaces_the_estimate() -> None:
    one = bout(righted(treadmill()), Person(None, 1.725), Conditions(speed_mps=BELT_MPS))
    said = back(one)
    (row,) = (r for r in said.rows if r.name == "stride_length")
    level = (one.strides.ic_s > 12) & (one.strides.ic_s < 134)  # before and after it the belt starts and stops
    assert np.nanmean(row.values[level]) == pytest.approx(BELT_MPS * 1.2411, rel=0.003)
    assert {r.method for r in said.rows if r.name == "stride_length"} == {"back_set_speed"}
    assert "speed" not in [r.name for r in said.rows]
    assert said.quality == ()


def test_without_a_height_lengths_are_poor_and_said_to_be() -> None:
    said = back(bout(righted(treadmill())))
    assert [(q.code, q.severity) for q in said.quality] == [("uncalibrated", "warning")]
    assert {r.grade for r in said.rows if r.name in ("speed", "stride_length")} == {"poor"}


@given(height=st.floats(1.2, 2.1))
def test_taller_people_go_faster_by_the_root_of_their_height(height: float) -> None:
    one = bout(device(walked()), Person(None, height))
    other = replace(one, person=Person(None, 1.7))
    assert mean(back(one), "speed", one) == pytest.approx(mean(back(other), "speed", one) * np.sqrt(height / 1.7))


def test_faster_walks_of_one_person_read_faster() -> None:
    speeds = [0.6, 0.9, 1.2, 1.5]
    found = []
    for speed in speeds:
        one = bout(device(walked(speed)), Person(None, 1.7))
        found.append(mean(back(one), "speed", one))
    assert (np.diff(found) > 0.1).all()


def test_lengths_are_left_to_devices_on_the_feet_and_all_to_markers() -> None:
    one = righted(treadmill())
    acc, gyro = (replace(c, place="foot", side="left") for c in channels(one))
    assert {r.name for r in back(bout(one, None, None, acc, gyro)).rows} == {
        "vertical_oscillation", "step_regularity", "stride_regularity",
    }  # fmt: skip
    marker = replace(acc, quantity="marker", place="PELO", unit="m")
    with_markers = bout(one, None, None, marker)
    assert back(with_markers) == Measures() or not back(with_markers).rows
    assert not pelvis(with_markers).rows


def test_running_and_two_contacts_give_nothing() -> None:
    one = bout(device(walked()))
    assert not back(replace(one, strides=replace(one.strides, task="running"))).rows
    assert not back(replace(one, strides=one.strides.rows(np.arange(one.strides.n) < 2))).rows


def test_no_stride_spans_a_pause() -> None:
    one = bout(device(walked()), Person(None, 1.7))
    (row,) = (r for r in back(one).rows if r.name == "stride_length")
    gap = np.flatnonzero(np.diff(one.strides.ic_s) > 2)
    assert len(gap) == 1
    assert np.isnan(row.values[[gap[0] - 1, gap[0], -2, -1]]).all()
    assert np.isfinite(row.values).sum() > 0.8 * len(row.values)


@given(amplitude=st.floats(0.2, 3.0), hz=st.sampled_from([25.0, 25.6]))
def test_jerk_is_the_scatter_of_the_size_of_acceleration(amplitude: float, hz: float) -> None:
    t = np.arange(round(20 * hz)) / hz
    acc = np.column_stack([0 * t, G + amplitude * np.sin(2 * np.pi * 1.0 * t), 0 * t])
    found = jerked(acc, hz, np.arange(2.0, 18.0) * hz)
    assert_allclose(found, amplitude / np.sqrt(2), rtol=0.05)


def test_jerk_over_a_gap_or_beyond_the_ends_is_not_known() -> None:
    acc = np.tile([0.0, G, 0.0], (500, 1))
    acc[210] = np.nan
    found = jerked(acc, 25.0, np.array([-5.0, 100.0, 200.0, 250.0, 400.0, 600.0]))
    assert np.isnan(found).tolist() == [True, False, True, False, True]


def waves(limp: float, strides_: int = 20) -> np.ndarray:
    """(n, POINTS) of two steps each; limp: by how much the second differs."""
    share = np.arange(POINTS) / POINTS
    one = np.sin(4 * np.pi * share) + limp * np.sin(2 * np.pi * share)
    other = np.sin(4 * np.pi * share) - limp * np.sin(2 * np.pi * share)
    return np.array([one, other] * (strides_ // 2))


def test_regularity_is_one_for_like_steps_and_less_for_a_limp() -> None:
    first = 12.5 * np.arange(20)
    step, stride = regularity(waves(0.0), first, first + 25.0)
    assert_allclose(step, 1.0)
    step, stride = regularity(waves(0.5), first, first + 25.0)
    assert_allclose(stride[:-2], 1.0)
    assert np.isnan(stride[-2:]).all()
    assert (step < 0.7).all()


def test_a_stride_after_a_pause_is_like_none() -> None:
    first = 12.5 * np.arange(20) + 100 * (np.arange(20) > 9)
    stride = regularity(waves(0.0), first, first + 25.0)[1]
    assert np.isnan(stride[[8, 9]]).all()


@given(amplitude=st.floats(0.3, 4.0), stride_s=st.floats(0.7, 2.0))
def test_rise_is_that_of_a_sine_of_known_acceleration(amplitude: float, stride_s: float) -> None:
    wave = np.tile(amplitude * np.sin(4 * np.pi * np.arange(POINTS) / POINTS), (3, 1))
    expected = 2 * amplitude / (4 * np.pi / stride_s) ** 2
    assert_allclose(rise(wave, np.full(3, stride_s)), expected, rtol=1e-6)
    assert np.isnan(rise(wave, np.full(3, np.nan))).all()


@given(
    amplitude=st.floats(1.0, 20.0), stride_s=st.floats(0.8, 1.6), turn=st.floats(-30.0, 30.0), start_s=st.floats(-9, 9)
)
def test_a_swing_of_the_pelvis_is_twice_its_amplitude_in_a_turn_too(
    amplitude: float, stride_s: float, turn: float, start_s: float
) -> None:
    t = np.arange(2000) / 25
    rate = amplitude * 2 * np.pi / stride_s * np.cos(2 * np.pi * t / stride_s) + turn
    from_s = start_s + stride_s * np.arange(1, 10)
    found = ranges(rate, 25.0, start_s, from_s, from_s + stride_s)
    assert_allclose(found, 2 * amplitude, rtol=0.03)
