"""Contacts from devices on the feet: laws on virtual walkers, scores on real ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.events.foot import TURN_DEG, detect
from restride.events.found import Found
from restride.signal.inertial import Sensor
from restride.simulate import FEET, Device, joined, simulate_worn_idle, worn_day
from tests.feet import (
    RATE_HZ,
    ROUTES,
    cut,
    f1,
    foot,
    found,
    gaitmap,
    mocap,
    prepared,
    random_turn,
    recorded_by,
    tripod,
    walk,
)
from tests.worn import mirrored, missed, turned, worn_run

SIDES = ["left", "right"]


def same(here: Found, there: Found, later_s: float = 0.0, atol: float = 1e-6) -> None:
    """The same contacts, some seconds later."""
    assert_allclose(there.ic_s, here.ic_s + later_s, atol=atol)
    assert_allclose(there.fc_s, here.fc_s + later_s, atol=atol)
    assert there.running.tolist() == here.running.tolist()
    assert there.steady.tolist() == here.steady.tolist()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("speed_mps", [0.5, 1.3, 1.9])
def test_every_landing_of_a_virtual_walker_is_found_and_no_other(route: str, speed_mps: float) -> None:
    made = walk(route, speed_mps)
    for side in SIDES:
        seen, s = found(foot(made.recording, side)), made.truth.strides
        s = s.rows(s.side == side)
        assert len(seen.ic_s) == s.n
        assert np.abs(missed(s.ic_s, seen.ic_s)).max() < 0.02
        assert np.nanmax(np.abs(missed(s.fc_s[np.isfinite(s.fc_s)], seen.fc_s))) < 0.04
        assert not seen.running.any()
        assert seen.side.tolist() == [side] * s.n


def test_the_last_contact_stays_open_and_one_that_lasts_through_a_stop_is_one() -> None:
    made = walk("with a stop")
    seen = found(foot(made.recording))
    open_end = np.flatnonzero(np.isnan(seen.fc_s))
    assert open_end.tolist() == [len(seen.fc_s) - 1]
    stood = seen.fc_s - seen.ic_s > 2.0
    assert np.count_nonzero(stood) == 1
    assert not seen.steady[stood].any()
    assert len(seen.stretches) == 2


@pytest.mark.parametrize("side", SIDES)
def test_strides_that_turn_are_told_and_do_not_count(side: str) -> None:
    made = walk("there and back")
    seen, s = found(foot(made.recording, side)), made.truth.strides
    turn = np.abs(made.truth.per_stance["turn"][s.side == side])
    inner = np.isfinite(turn) & (np.abs(turn - TURN_DEG) > 8)
    assert not seen.steady[inner & (turn > TURN_DEG)].any()
    assert [q.code for q in seen.quality] == ["turns"]
    straight = found(foot(walk("straight").recording, side))
    assert not straight.quality
    assert np.count_nonzero(~straight.steady) == 3  # the first, the last and the one before it


@settings(max_examples=10)
@given(later_s=st.floats(-1e4, 1e4))
def test_a_later_clock_moves_every_contact_alike(later_s: float) -> None:
    one = foot(walk("there and back").recording)
    same(found(one), found(replace(one, start_s=one.start_s + later_s)), later_s)


@pytest.mark.parametrize("route", ["there and back", "with a stop"])
def test_the_person_in_the_mirror_lands_at_the_same_moments_on_the_other_foot(route: str) -> None:
    one = foot(walk(route).recording)
    there = found(mirrored(one))
    same(found(one), there)
    assert set(there.side) == {"right"}


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_any_rotation_of_the_device_leaves_contacts_where_they_are(seed: int) -> None:
    one = foot(walk("there and back").recording)
    here, there = (prepared(recorded_by(turned(one, turn)))["left"] for turn in (np.eye(3), random_turn(seed)))
    same(found(here), found(there), atol=1e-4)


@settings(max_examples=15)
@given(first=st.integers(0, 350), last=st.integers(-350, -1))
def test_cutting_standing_off_the_ends_changes_nothing(first: int, last: int) -> None:
    one = foot(walk("straight").recording)
    same(found(one), found(cut(one, first, one.n + last)), atol=1e-3)


@settings(max_examples=10)
@given(first=st.integers(600, 1000), last=st.integers(1900, 2300))
def test_a_cut_while_walking_moves_no_contact_inside(first: int, last: int) -> None:
    one = foot(walk("straight").recording)
    part = cut(one, first, last)
    whole, seen = found(one), found(part)
    inside = seen.ic_s[(seen.ic_s > part.start_s + 1) & (seen.ic_s < part.start_s + part.n / RATE_HZ - 1)]
    assert len(inside) > 1
    assert np.abs(missed(inside, whole.ic_s)).max() < 1e-3


@settings(max_examples=8)
@given(scale=st.floats(0.97, 1.03), acc_noise=st.floats(0, 0.3), gyro_noise=st.floats(0, 2.0), bias=st.floats(-2, 2))
def test_noise_bias_and_scale_move_contacts_by_a_few_milliseconds(
    scale: float, acc_noise: float, gyro_noise: float, bias: float
) -> None:
    one = foot(walk("straight").recording)
    rng = np.random.default_rng(1)
    acc = scale * one.acc + acc_noise * rng.standard_normal(one.acc.shape)
    gyro = scale * one.gyro + bias + gyro_noise * rng.standard_normal(one.gyro.shape)
    here, there = found(one), found(replace(one, acc=acc, gyro=gyro))
    assert len(there.ic_s) == len(here.ic_s)
    assert np.abs(there.ic_s - here.ic_s).max() < 0.012
    assert np.nanmax(np.abs(there.fc_s - here.fc_s)) < 0.012


def test_no_contact_touches_a_gap() -> None:
    one = foot(walk("straight").recording)
    whole = found(one)
    gyro, hole_s = one.gyro.copy(), float(whole.ic_s[5])
    at = round((hole_s - one.start_s) * RATE_HZ)
    gyro[at - 4 : at + 4] = np.nan
    seen = found(replace(one, gyro=gyro))
    assert len(seen.ic_s) == len(whole.ic_s) - 1
    assert np.abs(seen.ic_s - hole_s).min() > 0.5


def test_walking_and_running_are_told_apart_in_a_day_and_sitting_is_neither() -> None:
    made = joined(worn_day(sites=FEET, device=Device(rate_hz=100.0), seed=0))
    for side, one in prepared(made.recording).items():
        seen, s = found(one), made.truth.strides
        true = s.ic_s[s.side == side]
        assert np.isfinite(missed(true, seen.ic_s)).all()
        assert np.count_nonzero(np.isnan(missed(seen.ic_s, true))) <= 4  # steps of a runner who stands, on the spot
        runs = next(x for x in seen.stretches if x.task == "running")
        (true_run,) = (x for x in made.stretches if x.task == "running")
        assert abs(runs.start_s - true_run.start_s) < 2
        assert abs(runs.end_s - true_run.end_s) < 2
        inside = (seen.ic_s > true_run.start_s + 2) & (seen.ic_s < true_run.end_s - 2)
        assert seen.running[inside].all()
        assert not seen.running[(seen.ic_s < true_run.start_s - 2) | (seen.ic_s > true_run.end_s + 2)].any()


@pytest.mark.parametrize("kind", ["standing", "sitting", "restless"])
def test_who_does_not_walk_has_no_contacts(kind: str) -> None:
    made = simulate_worn_idle(kind, sites=FEET, device=Device(rate_hz=100.0), seconds=60.0)
    for side in SIDES:
        assert len(found(foot(made.recording, side)).ic_s) == 0


def test_what_is_asked_for_counts_only_where_the_other_would_be_all() -> None:
    one = foot(worn_run(3.0).recording)
    told, asked = detect(one, "unknown"), detect(one, "walking")
    assert told.running.all()
    assert not asked.running.any()


@pytest.mark.parametrize("n", [0, 1, 5, 300])
def test_nothing_gives_nothing(n: int) -> None:
    none = np.zeros((n, 3))
    one = Sensor(place="foot", side="left", frame="body", rate_hz=RATE_HZ, start_s=0.0, acc=none, gyro=none)
    assert len(detect(one, "unknown").ic_s) == 0


def inside(seen: np.ndarray, true: np.ndarray) -> np.ndarray:
    """What lies in the reference's window."""
    return seen[(seen >= true[0] - 0.1) & (seen <= true[-1] + 0.1)]


@pytest.mark.parametrize("name", ["imu_sample", "imu_sample_not_rotated"])
@pytest.mark.parametrize("side", SIDES)
def test_contacts_of_a_real_walk_are_those_of_the_cameras(name: str, side: str) -> None:
    seen, true = found(prepared(gaitmap(name))[side]), mocap(side)
    score, bias = f1(true.ic_s, inside(seen.ic_s, true.ic_s), 0.02)
    assert score >= 0.97
    assert abs(bias) < 0.010
    score, bias = f1(true.tc_s, inside(seen.fc_s[np.isfinite(seen.fc_s)], true.tc_s), 0.02)
    assert score >= 0.95  # over both feet 0.974
    assert abs(bias) < 0.012


@pytest.mark.parametrize("side", SIDES)
def test_the_turns_of_a_real_walk_go_and_nothing_of_a_treadmill_does(side: str) -> None:
    seen = found(prepared(gaitmap())[side])
    turned_round = (seen.ic_s > 15.5) & (seen.ic_s < 18.0)
    assert np.count_nonzero(turned_round & ~seen.steady) >= 2
    belt = found(prepared(tripod(side))[side])
    assert not [q for q in belt.quality if q.code == "turns"]
    assert np.count_nonzero(~belt.steady) < 12


def test_on_the_way_down_stairs_a_foot_lands_with_its_toes() -> None:
    """Its landing is then where it starts to turn back, some 60 ms after the toes pointed down."""
    for one in prepared(gaitmap("imu_sample_healthy_stair_down")).values():
        seen = found(one)
        at = np.rint((seen.ic_s[3:-4] - one.start_s) * one.rate_hz).astype(int)
        after = np.array([one.gyro[i : i + int(0.1 * one.rate_hz), 2].max() for i in at])
        assert np.median(after) > 200.0
