"""Contacts from a device on the shank: laws, and errors on recorded runners' shanks and a recorded walk."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array, Recording
from restride.events import shank
from restride.events.detect import detect
from restride.events.found import Found
from restride.read import read
from restride.signal.inertial import Sensor
from restride.signal.prepare import prepare
from restride.simulate import SHANKS, Device, any_mounting, joined, worn_day
from restride.simulate.day import Activity
from tests.bouts import RBDS
from tests.data import recording
from tests.worn import RATE_HZ, device, mean_cycle, mirrored, missed, rbds_force, rbds_worn, worn_run, worn_walk

MADE = [worn_run, worn_walk]


def found(one: Sensor) -> Found:
    return shank.detect(one, "unknown")


@pytest.mark.parametrize("speed_mps", [2.5, 3.0, 4.5])
@pytest.mark.parametrize("strike_deg", [-8.0, 18.0])
def test_a_virtual_runner_is_seen_to_run_and_to_land(speed_mps: float, strike_deg: float) -> None:
    made = worn_run(speed_mps, strike_deg)
    f = found(device(made.recording, "shank", "right"))
    s = made.truth.strides
    rows = s.where("right")
    rows = rows[(s.ic_s[rows] > 0.5) & (s.fc_s[rows] < 11.3)]
    assert f.running.all()
    off = missed(s.ic_s[rows], f.ic_s)
    assert np.isfinite(off).all()
    assert np.abs(off).max() < 0.03
    assert np.nanmean(np.abs(missed(s.fc_s[rows], f.fc_s))) < 0.075  # the virtual shank swings up late


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_virtual_walker_is_seen_to_walk_and_to_land(side: str) -> None:
    made = worn_walk()
    f = found(device(made.recording, "shank", side))
    s = made.truth.strides
    rows = s.where(side)[1:-1]
    assert not f.running.any()
    assert np.abs(missed(s.ic_s[rows], f.ic_s)).max() < 0.06
    assert np.nanmax(np.abs(missed(s.fc_s[rows], f.fc_s))) < 0.08


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), start_s=st.floats(-1e4, 1e4))
@pytest.mark.parametrize("made", MADE)
def test_any_mounting_and_any_clock_give_the_same_contacts(made: object, seed: int, start_s: float) -> None:
    whole: Recording = made().recording
    shanks = replace(whole, channels=tuple(c for c in whole.channels if c.place == "shank"))
    turn = any_mounting(seed)
    other = tuple(replace(c, values=c.values @ turn.T) for c in shanks.channels)
    one = detect(prepare(shanks).recording, None).strides
    two = detect(prepare(shanks.with_channels(other).shifted(start_s)).recording, None).strides
    assert two.side.tolist() == one.side.tolist()
    assert two.steady.tolist() == one.steady.tolist()
    assert_allclose(two.ic_s, one.ic_s + start_s, atol=1e-6)
    assert_allclose(two.fc_s, one.fc_s + start_s, atol=1e-6)


@pytest.mark.parametrize("made", MADE)
def test_the_person_in_the_mirror_lands_at_the_same_moments_on_the_other_side(made: object) -> None:
    one = device(made().recording, "shank", "left")
    here, there = found(one), found(mirrored(one))
    assert_allclose(there.ic_s, here.ic_s, atol=1e-9)
    assert_allclose(there.fc_s, here.fc_s, atol=1e-9)
    assert there.side.tolist() == ["right"] * len(here.side)


@settings(max_examples=12)
@given(first=st.integers(0, 300), last=st.integers(1900, 2400))
@pytest.mark.parametrize("made", MADE)
def test_contacts_do_not_depend_on_where_the_recording_is_cut(made: object, first: int, last: int) -> None:
    one = device(made().recording, "shank", "left")
    part = replace(one, acc=one.acc[first:last], gyro=one.gyro[first:last], start_s=first / one.rate_hz)
    whole, some = found(one), found(part)
    end_s = part.start_s + part.n / part.rate_hz
    for here, there in ((whole.ic_s, some.ic_s), (whole.fc_s, some.fc_s)):
        inside = there[(there > part.start_s + 2) & (there < end_s - 2)]
        assert len(inside) > 3
        assert np.abs(missed(inside, here)).max() < 2e-3


def test_a_device_of_unknown_side_gives_contacts_of_unknown_side() -> None:
    one = replace(device(worn_run().recording, "shank", "left"), side="unknown")
    assert set(found(one).side.tolist()) == {"unknown"}


@pytest.mark.parametrize("seconds", [0, 1, 2, 30])
def test_who_does_not_move_takes_no_steps(seconds: int) -> None:
    n = int(seconds * RATE_HZ)
    acc = np.tile([0.0, 9.80665, 0.0], (n, 1)) + 0.05 * np.random.default_rng(0).standard_normal((n, 3))
    f = found(Sensor("shank", "left", "body", RATE_HZ, 0.0, acc, np.zeros((n, 3))))
    assert (len(f.ic_s), f.stretches, f.feet) == (0, (), 1)


def test_no_contact_touches_a_gap() -> None:
    one = device(worn_run().recording, "shank", "left")
    before = found(one)
    acc, gyro = one.acc.copy(), one.gyro.copy()
    at = int(before.ic_s[6] * one.rate_hz)
    acc[at - 5 : at + 15], gyro[at - 5 : at + 15] = np.nan, np.nan
    after = found(replace(one, acc=acc, gyro=gyro))
    assert np.isnan(missed(before.ic_s[6:7], after.ic_s, 0.03)).all()
    assert np.isfinite(missed(before.ic_s[[2, 3, 9]], after.ic_s, 0.03)).all()


def test_a_day_of_sitting_walking_standing_and_running_is_taken_apart() -> None:
    plan = [
        Activity(kind="sitting", seconds=15), Activity(kind="walking", seconds=25, mps=1.3),
        Activity(kind="standing", seconds=10), Activity(kind="running", seconds=25, mps=2.8),
        Activity(kind="walking", seconds=20, mps=0.8), Activity(kind="restless", seconds=15),
    ]  # fmt: skip
    made = joined(worn_day(plan, sites=SHANKS, device=Device(rate_hz=RATE_HZ, mounting=any_mounting(4)), seed=2))
    ready = prepare(made.recording).recording
    for side in ("left", "right"):
        f = found(device(ready, "shank", side))
        s = made.truth.strides
        true = s.ic_s[s.where(side)]
        off = missed(true, f.ic_s, 0.15)
        assert np.isfinite(off).mean() > 0.9
        assert np.isfinite(missed(f.ic_s, true, 0.15)).mean() > 0.88
        kind = {k.task for t in f.ic_s[f.running] for k in made.stretches if k.start_s <= t <= k.end_s}
        assert kind == {"running"}
        kind = {k.task for t in f.ic_s[~f.running] for k in made.stretches if k.start_s <= t <= k.end_s}
        assert kind == {"walking"}


def recorded_errors() -> Array:
    """(18, 3) ms: mean error of initial contact, final contact and contact time of each recorded run and leg."""
    out = []
    for name in RBDS:
        s = rbds_force(name)
        for one in rbds_worn(name, "shank"):
            f = found(one)
            rows = s.where(one.side)
            rows = rows[(s.ic_s[rows] > 0.8) & (s.fc_s[rows] < 29.0)]
            off = [missed(t[rows], u) for t, u in ((s.ic_s, f.ic_s), (s.fc_s, f.fc_s))]
            assert np.isfinite(off).mean() > 0.99, name
            assert f.running.all()
            assert f.quality == ()
            out.append([np.nanmean(off[0]), np.nanmean(off[1]), np.nanmean(off[1] - off[0])])
    return 1000 * np.array(out)


def test_virtual_shanks_of_recorded_runners_give_the_contacts_of_the_force() -> None:
    rms = np.sqrt(np.mean(recorded_errors() ** 2, axis=0))
    assert (rms < [5.0, 6.0, 9.0]).all(), rms


@pytest.mark.parametrize("part", ["LS", "RS"])
def test_a_recorded_walk_has_the_stride_time_of_the_light_barriers_and_the_stance_of_the_pressure_plate(
    part: str,
) -> None:
    (trial,) = read(recording(f"tripod_treadmill_walking/Sub_FZ/PWS/IMU/{part}.csv"))
    side = "left" if part == "LS" else "right"
    worn = trial.with_channels(tuple(replace(c, place="shank", side=side) for c in trial.channels))
    s = detect(prepare(worn).recording, None).strides
    inside = (s.ic_s > 30) & (s.ic_s < 120) & s.steady
    assert s.task == "walking"
    assert np.nanmean(s.stride_s[inside]) == pytest.approx(1.239, rel=0.005)
    assert np.nanmean(s.stance_s[inside]) == pytest.approx(0.794, abs=0.025)


@pytest.mark.parametrize("part", ["tibia_r", "tibia_l"])
@pytest.mark.parametrize(
    ("name", "within_s"), [("P01_normrunning", 0.025), ("P01_normwalking", 0.025), ("IMU_walking_P03", 0.025)]
)
def test_real_shanks_are_over_a_foot_on_the_ground_as_long_as_the_force_says(
    name: str, within_s: float, part: str
) -> None:
    one, force_s = mean_cycle(name, part)
    f = found(one)
    assert f.running.tolist() == ["running" in name] * len(f.ic_s)
    assert np.nanmedian(f.fc_s - f.ic_s) == pytest.approx(force_s, abs=within_s)
