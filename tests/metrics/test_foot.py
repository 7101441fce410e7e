"""What devices on walking feet measure: known of virtual walkers, near references and frozen of real ones."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.metrics.spatiotemporal.foot import foot as family
from restride.metrics.spatiotemporal.foot import walked, way
from restride.simulate import FEET, Device, simulate_worn_walk
from tests.bouts import Assessed, assessed
from tests.feet import (
    ROUTES,
    found,
    gaitmap,
    loop,
    mocap,
    next_ic,
    prepared,
    random_turn,
    recorded_by,
    tripod,
    walk,
)
from tests.feet import foot as foot_of
from tests.metrics.bout_of import bout_of
from tests.worn import mirrored, turned

SIDES = ["left", "right"]
FROZEN = Path(__file__).parent / "frozen" / "foot_walking.json"
BELT_MPS = 3.7 / 3.6


def measured(route: str = "straight", speed_mps: float = 1.3, seed: int = 7) -> Assessed:
    """A virtual walker with both devices mounted in any way."""
    made = walk(route, speed_mps).recording
    turns = [random_turn(seed), random_turn(seed + 1)]
    return assessed(recorded_by(*(turned(foot_of(made, side), turn) for side, turn in zip(SIDES, turns, strict=True))))


def value(one: Assessed, name: str, side: str = "both") -> float:
    """A metric that must be there."""
    got = one.value(name, side)
    assert got is not None, name
    return got


@pytest.mark.parametrize("speed_mps", [0.5, 0.9, 1.3, 1.9])
def test_a_virtual_walkers_numbers_come_out(speed_mps: float) -> None:
    one, truth = measured(speed_mps=speed_mps), walk("straight", speed_mps).truth
    s = truth.strides
    for side in SIDES:
        rows = np.flatnonzero(s.side == side)[1:-2]
        for name, within in (("stride_length", 0.01), ("foot_strike_angle", 1.0)):
            assert value(one, name, side) == pytest.approx(float(truth.per_stance[name][rows].mean()), abs=within)
        true_speed = float((truth.per_stance["stride_length"] / s.stride_s)[rows].mean())
        assert value(one, "speed") == pytest.approx(true_speed, rel=0.01)
        assert value(one, "stride_time", side) == pytest.approx(float(s.stride_s[rows].mean()), abs=0.002)
        # the virtual foot is off the ground 24 ms before its turning has died down by half
        assert value(one, "stance_time", side) == pytest.approx(float(s.stance_s[rows].mean()), abs=0.04)
        assert -95 < value(one, "foot_angle_at_toe_off", side) < -30
        assert 0.05 < value(one, "foot_clearance", side) < 0.25
    assert one.value("foot_progression_angle") is None
    assert abs(value(one, "stride_length_asymmetry")) < 2.0


@settings(max_examples=5)
@given(st.integers(0, 10**6))
def test_any_rotation_of_the_devices_leaves_every_number_where_it_is(seed: int) -> None:
    here, there = measured("there and back", seed=0), measured("there and back", seed=seed)
    ours, theirs = ({(m.name, m.side): m.value for m in x.measured.metrics} for x in (here, there))
    assert ours.keys() == theirs.keys()
    for key, number in ours.items():
        assert theirs[key] == pytest.approx(number, rel=0.01, abs=0.002 if "length" in key[0] else 0.2), key


def test_in_the_mirror_left_and_right_swap() -> None:
    made = walk("there and back").recording
    here = family(bout_of(recorded_by(*(foot_of(made, side) for side in SIDES))))
    there = family(bout_of(recorded_by(*(mirrored(foot_of(made, side)) for side in ("right", "left")))))
    for ours, theirs in zip(here.rows, there.rows, strict=True):
        assert_allclose(theirs.values, ours.values, atol=1e-6, err_msg=ours.name)


def test_nothing_is_measured_without_a_device_or_of_running() -> None:
    bout = bout_of(recorded_by(foot_of(walk("straight").recording)))
    assert family(replace(bout, strides=replace(bout.strides, task="running"))).rows == ()
    assert family(replace(bout, recording=bout.recording.with_channels(()))).rows == ()


@pytest.mark.parametrize(("route", "way_"), [("up stairs", "up"), ("down stairs", "down")])
def test_stairs_are_said(route: str, way_: str) -> None:
    one = measured(route, 0.7)
    assert f"the strides go {way_} by 34 cm" in one.says("outside_validated_range")
    assert "outside_validated_range" not in measured("straight").codes
    assert "outside_validated_range" not in measured("up a slope").codes


def test_the_way_from_standing_to_standing_is_that_of_the_foot() -> None:
    made = walk("round")
    one = foot_of(made.recording)
    seen = found(one)
    went = walked(one, seen.ic_s, seen.fc_s, next_ic(seen))
    assert went.chained[1:].all()
    path = made.motions[0].point_m
    true = path[-1] - path[0]
    assert np.hypot(went.forward_m.sum(), went.right_m.sum()) == pytest.approx(np.hypot(true[0], true[2]), abs=0.1)
    assert went.up_m.sum() == pytest.approx(true[1], abs=0.1)


def test_a_stretch_after_a_stop_begins_a_frame_of_its_own() -> None:
    one = foot_of(walk("with a stop").recording)
    seen = found(one)
    went = walked(one, seen.ic_s, seen.fc_s, next_ic(seen))
    assert np.isfinite(went.length_m).all()
    assert np.flatnonzero(~went.chained).tolist() == [0, int(np.flatnonzero(np.isnan(next_ic(seen)))[0]) + 1]


def test_a_stride_that_ends_in_the_middle_of_a_landing_has_no_length() -> None:
    """The recording stops just after a contact: what is quietest until then is no rest."""
    one = foot_of(walk("straight").recording)
    seen = found(one)
    last = round((seen.ic_s[8] - one.start_s + 0.04) * one.rate_hz)
    part = replace(one, acc=one.acc[:last], gyro=one.gyro[:last])
    short = found(part)
    whole, _ = way(one, seen.ic_s, seen.fc_s, next_ic(seen))
    went, _ = way(part, short.ic_s, short.fc_s, next_ic(short))
    known = np.isfinite(went.length_m)
    assert_allclose(went.length_m[known], whole.length_m[: len(known)][known], atol=0.03)


@pytest.mark.parametrize("name", ["imu_sample", "imu_sample_not_rotated"])
def test_strides_of_a_real_walk_are_as_long_as_the_cameras_say(name: str) -> None:
    off = []
    for side, one in prepared(gaitmap(name)).items():
        seen, true = found(one), mocap(side)
        went, _ = way(one, seen.ic_s, seen.fc_s, next_ic(seen))
        for before, after, length in zip(true.pre_ic_s, true.ic_s, true.length_m, strict=True):
            i = int(np.argmin(np.abs(seen.ic_s - before)))
            if abs(seen.ic_s[i] - before) < 0.1 and i + 1 < len(seen.ic_s) and abs(seen.ic_s[i + 1] - after) < 0.1:
                off.append(went.length_m[i] - length)
    assert len(off) == 56
    assert np.mean(np.abs(off)) < 0.021
    assert abs(np.mean(off)) < 0.01


@pytest.mark.parametrize("side", SIDES)
def test_foot_angles_of_a_real_walk_are_those_of_the_markers(side: str) -> None:
    one, true = prepared(gaitmap())[side], mocap(side)
    seen = found(one)
    went, rest = way(one, seen.ic_s, seen.fc_s, next_ic(seen))
    flat = true.pitch_deg(one.time_s(np.append(rest[1:], np.nan)))
    at_fc, at_ic = (true.pitch_deg(t) - flat for t in (seen.fc_s, np.append(seen.ic_s[1:], np.nan)))
    for ours, theirs in ((went.at_deg[:, 0], at_fc), (went.at_deg[:, 1], at_ic)):
        off = (ours - theirs)[np.isfinite(ours) & np.isfinite(theirs)]
        assert len(off) == 30
        assert abs(off.mean()) < 1.2
        assert off.std() < 2.0


@pytest.mark.parametrize("side", SIDES)
def test_mean_speed_on_a_treadmill_is_that_of_the_belt(side: str) -> None:
    one = assessed(tripod(side))
    assert value(one, "stride_length", side) / value(one, "stride_time", side) == pytest.approx(BELT_MPS, rel=0.015)


def test_a_walk_that_ends_where_it_began_closes() -> None:
    (one,) = prepared(loop()).values()
    seen = found(one)
    went = walked(one, seen.ic_s, seen.fc_s, next_ic(seen))
    assert went.chained[1:].all()
    assert np.hypot(went.forward_m.sum(), went.right_m.sum()) < 0.06
    assert went.length_m.sum() == pytest.approx(23.0, abs=0.3)


def test_a_device_on_an_ankle_is_told_and_angles_of_the_foot_are_left_out() -> None:
    one = assessed(gaitmap("imu_sample_ic_stride", 102.4))
    assert "may sit on the ankle" in one.says("implausible")
    assert one.value("foot_strike_angle") is None
    assert one.value("foot_clearance") is None
    assert one.value("stride_length") is not None


def test_too_few_samples_a_second_are_said_and_lower_the_grade() -> None:
    slow = simulate_worn_walk(route=ROUTES["straight"], sites=FEET, device=Device(rate_hz=60.0)).recording
    one = assessed(slow)
    assert "60 samples a second" in one.says("rate_too_low")
    assert {m.grade for m in one.measured.metrics if m.name in ("stride_length", "speed")} == {"poor"}
    assert "rate_too_low" not in measured().codes


def test_the_fastest_real_walk_is_doubtful_and_graded_so() -> None:
    one = assessed(gaitmap("imu_sample_ms_left", 102.4))
    assert "at its rests the foot seemed to move" in one.says("drift")
    assert {m.grade for m in one.measured.metrics if m.name in ("stride_length", "speed")} == {"poor"}


def test_real_stairs_are_said_and_level_walks_are_not() -> None:
    stairs = assessed(gaitmap("imu_sample_healthy_stair_down"))
    assert "the strides go down by 2" in stairs.says("outside_validated_range")
    slower = (gaitmap(name, 102.4) for name in ("imu_sample_ic_stride", "imu_sample_ms_left", "imu_sample_ms_right"))
    for level in (gaitmap(), tripod("left"), tripod("right"), *slower):
        assert "outside_validated_range" not in assessed(level).codes


def summary(one: Assessed) -> dict[str, float]:
    """What is frozen of a recording."""
    out: dict[str, float] = {"contacts": one.found.strides.n, "steady": int(one.found.strides.steady.sum())}
    angles = ("foot_strike_angle", "foot_angle_at_toe_off")
    for name in ("stride_time", "stance_time", "stride_length", "foot_clearance", *angles):
        got = one.value(name)
        if got is not None:
            out[name] = round(got, 4)
    return out


def test_numbers_of_real_recordings_stay_what_they_are() -> None:
    told = {
        "imu_sample": summary(assessed(gaitmap())),
        "imu_sample_ic_stride": summary(assessed(gaitmap("imu_sample_ic_stride", 102.4))),
        "imu_sample_healthy_stair_down": summary(assessed(gaitmap("imu_sample_healthy_stair_down"))),
        "imu_sample_ms_left": summary(assessed(gaitmap("imu_sample_ms_left", 102.4))),
        "tripod left": summary(assessed(tripod("left"))),
        "tripod right": summary(assessed(tripod("right"))),
        "loop": summary(assessed(loop())),
    }
    kept = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert told.keys() == kept.keys()
    for name, numbers in kept.items():
        assert told[name] == pytest.approx(numbers, rel=2e-3, abs=1e-4), name
