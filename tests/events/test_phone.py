"""Steps of a phone: how many, of which gait, however it lies; nothing where nobody takes steps."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from scipy.spatial.transform import Rotation

from restride.core.errors import NothingToMeasure
from restride.core.recording import Array, Recording
from restride.core.strides import Strides
from restride.events import phone
from restride.events.detect import detect_each
from restride.signal.filters import lowpass
from restride.signal.prepare import prepare
from restride.simulate import (
    LOWER_BACK,
    SACRUM,
    SHANKS,
    THIGHS,
    Activity,
    Device,
    Go,
    Pace,
    Pause,
    Runner,
    Worn,
    from_markers,
    joined,
    simulate_worn_idle,
    simulate_worn_run,
    simulate_worn_walk,
    worn_day,
)
from tests.bouts import rbds_recording
from tests.worn import mean_cycle, rbds_force

ROUTE = (Pause(2), Go(14), Go(6, turn_deg=180.0), Go(14), Pause(3), Go(9), Pause(2))
CALLED = {"thigh": "pocket", "lower_back": "waistband", "sacrum": "waistband", "shank": "ankle"}
PLAN = (
    Activity(kind="sitting", seconds=20),
    Activity(kind="walking", seconds=30, mps=1.3),
    Activity(kind="standing", seconds=10),
    Activity(kind="running", seconds=25, mps=2.8),
    Activity(kind="walking", seconds=15, mps=1.0),
)
PHONE = Device(rate_hz=100.0, acc_noise_mps2=0.05, gyro_noise_dps=0.1)


@cache
def walked(mps: float) -> Worn:
    return simulate_worn_walk(
        Pace.draw(round(10 * mps), mps), ROUTE, sites=(THIGHS[1], SHANKS[0], *LOWER_BACK), device=PHONE, seed=1
    )


@cache
def ran(mps: float) -> Worn:
    sites = (THIGHS[1], SHANKS[0], *SACRUM)
    return simulate_worn_run(Runner.typical(mps), sites=sites, device=PHONE, seconds=15, overground=True)


@cache
def day() -> Worn:
    return joined(worn_day(PLAN, sites=(THIGHS[0], *LOWER_BACK), device=PHONE))


def held(made: Recording, place: str, *, gravity: bool = True, turn: Array | None = None) -> Recording:
    """The phone alone that a device at a place would be, turned, its app with or without gravity."""
    (acc,) = made.select("acc", place)
    values = acc.values if turn is None else acc.values @ turn.T
    if not gravity:
        values = values - lowpass(values, acc.rate_hz, cutoff_hz=0.25)
    quantity = "acc" if gravity else "acc_free"
    channel = replace(acc, quantity=quantity, place=CALLED[place], frame="sensor", axes=("x", "y", "z"), values=values)
    return replace(made, channels=(channel,), task="unknown")


def steps(recording: Recording) -> Strides:
    return phone.find(recording, None, "unknown")[0].strides


def per_minute(found: Strides) -> float:
    return float(120 / np.nanmean(found.stride_s))


@pytest.mark.parametrize("place", ["thigh", "shank", "lower_back"])
@pytest.mark.parametrize("mps", [0.7, 1.0, 1.3, 1.6])
def test_steps_of_a_walk_with_turns_and_a_pause_are_counted(place: str, mps: float) -> None:
    found, true = steps(held(walked(mps).recording, place)), walked(mps).truth.strides
    assert found.task == "walking"
    assert abs(found.n - true.n) <= 0.1 * true.n
    assert per_minute(found) == pytest.approx(120 / np.nanmean(true.stride_s), rel=0.02)
    rest = (true.ic_s[np.argmax(np.diff(true.ic_s))], true.ic_s[np.argmax(np.diff(true.ic_s)) + 1])
    assert not ((found.ic_s > rest[0] + 1.0) & (found.ic_s < rest[1] - 1.0)).any()


@pytest.mark.parametrize("place", ["thigh", "shank", "sacrum"])
@pytest.mark.parametrize("gravity", [True, False])
@pytest.mark.parametrize("mps", [2.5, 4.5])
def test_steps_of_a_run_are_counted(place: str, gravity: bool, mps: float) -> None:
    found, true = steps(held(ran(mps).recording, place, gravity=gravity)), ran(mps).truth.strides
    assert found.task == "running"
    assert abs(found.n - true.n) <= 2
    assert per_minute(found) == pytest.approx(120 / np.nanmean(true.stride_s), rel=0.02)


@pytest.mark.parametrize("place", ["thigh", "lower_back"])
def test_without_gravity_steps_of_a_walk_are_counted_nearly_as_well(place: str) -> None:
    found, true = steps(held(walked(1.3).recording, place, gravity=False)), walked(1.3).truth.strides
    assert abs(found.n - true.n) <= 0.12 * true.n
    assert per_minute(found) == pytest.approx(120 / np.nanmean(true.stride_s), rel=0.03)


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), place=st.sampled_from(["thigh", "shank", "lower_back"]), gravity=st.booleans())
def test_a_phone_that_lies_otherwise_feels_the_same_steps(seed: int, place: str, gravity: bool) -> None:
    turn = Rotation.random(random_state=seed).as_matrix()
    straight = steps(held(walked(1.3).recording, place, gravity=gravity))
    turned = steps(held(walked(1.3).recording, place, gravity=gravity, turn=turn))
    np.testing.assert_allclose(turned.ic_s, straight.ic_s, atol=1e-6)
    np.testing.assert_array_equal(turned.steady, straight.steady)


@given(shift_s=st.floats(-1e4, 1e4))
@settings(max_examples=10)
def test_a_clock_that_starts_later_shifts_the_steps(shift_s: float) -> None:
    made = held(walked(1.3).recording, "thigh")
    np.testing.assert_allclose(steps(made.shifted(shift_s)).ic_s, steps(made).ic_s + shift_s, atol=1e-6)


@pytest.mark.parametrize("place", ["thigh", "lower_back"])
def test_walking_and_running_of_a_day_are_told_apart_and_idle_time_is_hardly_counted(place: str) -> None:
    found = {d.strides.task: d for d in phone.find(held(day().recording, place), None, "unknown")}
    for task, worn in found.items():
        true = [s for s in day().stretches if s.task == task]
        inside = np.any([(worn.strides.ic_s > s.start_s - 2) & (worn.strides.ic_s < s.end_s + 2) for s in true], axis=0)
        assert inside.mean() > 0.85
    counted = sum(d.strides.n for d in found.values())
    # the day's truth holds the steps of the run at full swing only
    assert counted == pytest.approx(day().truth.strides.n, rel=0.1)


@pytest.mark.parametrize("kind", ["standing", "sitting"])
@pytest.mark.parametrize("place", ["thigh", "lower_back"])
def test_nobody_who_stands_or_sits_takes_steps(kind: str, place: str) -> None:
    made = simulate_worn_idle(kind, sites=(THIGHS[0], *LOWER_BACK), device=PHONE, seconds=120)
    with pytest.raises(NothingToMeasure, match="steps"):
        phone.find(held(made.recording, place), None, "unknown")


def test_a_task_that_was_asked_for_and_is_not_there_is_said() -> None:
    with pytest.raises(NothingToMeasure, match="running"):
        phone.find(held(walked(1.3).recording, "lower_back"), None, "running")


def test_a_phone_at_the_ankle_is_no_shank_and_one_of_unknown_place_no_foot() -> None:
    made = walked(1.3).recording
    for place in ("ankle", "unknown", "pocket"):
        channels = tuple(replace(c, place=place, frame="sensor") for c in made.channels if c.place == "shank")
        said = structs.replace(made.conditions, device="phone")
        ready = prepare(replace(made, channels=channels, conditions=said, task="unknown"))
        (found, *_) = detect_each(ready.recording, ready.kind)
        assert found.strides.method == phone.METHOD


def test_nothing_is_counted_in_a_gap() -> None:
    made = held(walked(1.3).recording, "lower_back")
    values = np.array(made.channels[0].values)
    values[800:1100] = np.nan
    torn = made.with_channels((replace(made.channels[0], values=values),))
    found = steps(torn)
    assert not ((found.ic_s > 8.3) & (found.ic_s < 10.7)).any()
    assert steps(made).n - found.n >= 3


@pytest.mark.parametrize(("name", "task"), [("P01_normwalking", "walking"), ("P01_normrunning", "running")])
@pytest.mark.parametrize("segment", ["femur_l", "femur_r", "tibia_l", "pelvis"])
def test_real_mean_cycles_of_thigh_shank_and_pelvis_are_two_steps_each(name: str, task: str, segment: str) -> None:
    one, _ = mean_cycle(name, segment)
    acc = np.pad(one.acc, ((0, 0), (0, 3 - one.acc.shape[1])))
    made = walked(1.3).recording
    place = {"tibia_l": "ankle", "pelvis": "waistband"}.get(segment, "pocket")
    channel = replace(made.channels[0], quantity="acc", place=place, frame="sensor", axes=("x", "y", "z"))
    found = steps(replace(made, channels=(replace(channel, rate_hz=one.rate_hz, values=acc),), task="unknown"))
    assert found.task == task
    assert found.n in (19, 20, 21)


@pytest.mark.parametrize("name", ["RBDS010runT35"])
def test_steps_of_real_runs_by_a_phone_simulated_on_the_thigh_agree_with_force(name: str) -> None:
    made = from_markers(rbds_recording(name), THIGHS[:1], standing=rbds_recording(f"{name[:7]}static"), device=PHONE)
    found, true = steps(held(made, "thigh")), rbds_force(name)
    assert found.task == "running"
    assert per_minute(found) == pytest.approx(120 / np.nanmean(true.stride_s), rel=0.01)
    assert abs(found.n - true.n) <= 3
