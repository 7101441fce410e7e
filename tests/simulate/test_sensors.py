"""Virtual inertial sensors obey mechanics, and a sensor's mounting, rate and clock change nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.recording import Array, Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.read import read
from restride.signal.prepare import prepare
from restride.simulate import (
    FEET,
    IDEAL_LAB,
    SACRUM,
    SHANKS,
    Device,
    Lab,
    Runner,
    Simulated,
    Site,
    any_mounting,
    from_markers,
    simulate_run,
    standing,
)
from restride.simulate.motion import Motion, motion
from restride.simulate.sensors import marker_motion
from tests.data import recording
from tests.simulate.runs import run

SITES = (*FEET, *SHANKS, *SACRUM)


@pytest.fixture(scope="module")
def made() -> Simulated:
    """A run whose steps are all alike."""
    return run(Runner.typical(jitter=0.0))


@pytest.fixture(scope="module")
def worn(made: Simulated) -> Recording:
    """Ideal sensors on it."""
    return from_markers(made.recording, SITES, standing=made.static)


def motion_of(made: Simulated, site: Site, rate_hz: float | None = None) -> Motion:
    """The truth of one site."""
    return marker_motion(prepare(made.recording, made.static), site, rate_hz=rate_hz)


def values(seen: Recording, quantity: str, site: Site) -> Array:
    """(n, 3) readings at one site."""
    (channel,) = seen.select(quantity, site.place, site.side)
    return channel.values


def test_it_looks_like_a_worn_device_and_says_that_it_is_simulated(worn: Recording, made: Simulated) -> None:
    assert (worn.conditions.device, worn.source.reader) == ("simulated", "simulated")
    assert len(worn.channels) == 2 * len(SITES)
    for channel in worn.channels:
        assert (channel.frame, channel.axes) == ("sensor", ("x", "y", "z"))
        assert channel.unit == {"acc": "m/s2", "gyro": "deg/s"}[channel.quantity]
        assert (channel.rate_hz, channel.n) == (IDEAL_LAB.marker_rate_hz, made.recording.select("marker")[0].n)


def test_a_sensor_at_rest_feels_gravity_upward_and_does_not_turn() -> None:
    stood = standing(Runner.typical(), IDEAL_LAB, seconds=4.0)
    still = from_markers(stood.recording, SITES, standing=stood.static)
    for site in SITES:
        np.testing.assert_allclose(values(still, "acc", site), [[0.0, G, 0.0]] * 600, atol=0.08)
        np.testing.assert_allclose(values(still, "gyro", site), 0.0, atol=0.6)


@pytest.mark.parametrize("site", SITES)
def test_the_mean_specific_force_of_whole_strides_is_gravity(made: Simulated, site: Site) -> None:
    truth = motion_of(made, site, 1000.0)
    stride = 120 / Runner.typical().cadence_spm
    whole = slice(500, 500 + round(1000 * 6 * stride))
    room = np.einsum("nij,nj->ni", truth.turn, truth.felt_mps2())
    np.testing.assert_allclose(room[whole].mean(axis=0), [0.0, G, 0.0], atol=0.06)


@pytest.mark.parametrize("site", SITES)
def test_acceleration_integrates_back_to_the_path(made: Simulated, site: Site) -> None:
    truth = motion_of(made, site, 1000.0)
    speed = truth.velocity_mps[0] + _integral(truth.acc_mps2)
    path = truth.point_m[0] + _integral(speed)
    assert np.abs(path - truth.point_m).max() < 0.008  # of 6 s and 18 m of path


@pytest.mark.parametrize("site", SITES)
def test_the_turning_rate_integrates_back_to_the_pose(made: Simulated, site: Site) -> None:
    truth = motion_of(made, site, 1000.0)
    now = truth.turn[0]
    for rate in (truth.spin_dps[:-1] + truth.spin_dps[1:]) / 2:
        now = now @ _turned_by(np.radians(rate) / 1000)
    off = np.degrees(np.arccos(np.clip((np.trace(now.T @ truth.turn[-1]) - 1) / 2, -1, 1)))
    assert off < 0.05


def test_toes_up_turns_about_ml_and_left_turns_about_v() -> None:
    t = np.arange(100) / 100
    for axis, turned in ((2, (0, 1)), (1, (2, 0)), (0, (1, 2))):
        angle = np.radians(90 * t)
        turn = np.tile(np.eye(3), (100, 1, 1))
        one, other = turned
        turn[:, one, one], turn[:, other, other] = np.cos(angle), np.cos(angle)
        turn[:, other, one], turn[:, one, other] = np.sin(angle), -np.sin(angle)
        found = motion(t, np.zeros((100, 3)), turn, t)
        np.testing.assert_allclose(found.spin_dps[5:-5], 90 * np.eye(3)[[axis]].repeat(90, axis=0), atol=1e-3)
    # a turn of the whole body to the left brings what was ahead to the left, which is minus ML


def test_a_point_on_a_wheel_feels_the_centripetal_acceleration() -> None:
    t = np.arange(300) / 100
    angle = 6.0 * t
    turn = np.zeros((300, 3, 3))
    turn[:, 0, 0] = turn[:, 1, 1] = np.cos(angle)
    turn[:, 1, 0], turn[:, 0, 1] = np.sin(angle), -np.sin(angle)
    turn[:, 2, 2] = 1.0
    path = turn @ np.array([0.3, 0.0, 0.0])
    found = motion(t, path, turn, np.arange(40, 500) / 200)
    felt = found.felt_mps2() - np.einsum("nji,j->ni", found.turn, np.array([0.0, G, 0.0]))
    np.testing.assert_allclose(felt, [[-0.3 * 36.0, 0.0, 0.0]] * len(felt), atol=1e-3)


@given(st.integers(0, 1000))
def test_a_turned_device_reads_turned_values(seed: int) -> None:
    made = run(Runner.typical(jitter=0.0))
    mounting = any_mounting(seed)
    np.testing.assert_allclose(mounting @ mounting.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(mounting) == pytest.approx(1.0)
    straight, turned = (
        from_markers(made.recording, FEET[:1], standing=made.static, device=Device(mounting=m))
        for m in (np.eye(3), mounting)
    )
    for plain, other in zip(straight.channels, turned.channels, strict=True):
        np.testing.assert_allclose(other.values, plain.values @ mounting.T, atol=1e-9)


def test_a_doubled_rate_keeps_the_shared_samples(made: Simulated, worn: Recording) -> None:
    double = from_markers(made.recording, SITES, standing=made.static, device=Device(rate_hz=300.0))
    for one, other in zip(worn.channels, double.channels, strict=True):
        assert other.n == 2 * one.n - 1
        np.testing.assert_allclose(other.values[::2], one.values, atol=1e-6)


def test_a_later_clock_changes_no_value(made: Simulated, worn: Recording) -> None:
    late = from_markers(made.recording.shifted(3600.0), SITES, standing=made.static)
    for one, other in zip(worn.channels, late.channels, strict=True):
        assert other.start_s == pytest.approx(one.start_s + 3600)
        np.testing.assert_allclose(other.values, one.values, atol=1e-5)


@pytest.mark.parametrize("lab", [replace(IDEAL_LAB, up="z", forward="-y"), replace(IDEAL_LAB, forward="-z")])
def test_the_laboratorys_axes_change_no_value(worn: Recording, lab: Lab) -> None:
    made = run(Runner.typical(jitter=0.0), lab)
    other = from_markers(made.recording, SITES, standing=made.static)
    for one, two in zip(worn.channels, other.channels, strict=True):
        np.testing.assert_allclose(two.values, one.values, atol=1e-6)


def test_the_mirror_swaps_the_sides() -> None:
    runner = Runner.draw(3, jitter=0.0)
    here, there = (simulate_run(r, IDEAL_LAB, seconds=4.0) for r in (runner, runner.mirrored()))
    one, other = (from_markers(m.recording, SITES, standing=m.static) for m in (here, there))
    for site, twin in ((FEET[0], FEET[1]), (SHANKS[1], SHANKS[0]), (SACRUM[0], SACRUM[0])):
        np.testing.assert_allclose(values(one, "acc", site), values(other, "acc", twin) * [1, 1, -1], atol=0.02)
        np.testing.assert_allclose(values(one, "gyro", site), values(other, "gyro", twin) * [-1, -1, 1], atol=0.1)


def test_without_a_standing_trial_the_device_feels_the_same_but_for_its_turn(made: Simulated, worn: Recording) -> None:
    free = from_markers(made.recording, SITES)
    for site in SACRUM:
        lengths = [np.linalg.norm(values(seen, "gyro", site), axis=1) for seen in (worn, free)]
        np.testing.assert_allclose(*lengths, atol=1e-3)


def test_a_prepared_recording_gives_the_same_sensors(made: Simulated, worn: Recording) -> None:
    ready = prepare(made.recording, made.static)
    other = from_markers(ready.recording, SITES, standing=ready.standing)
    for one, two in zip(worn.channels, other.channels, strict=True):
        np.testing.assert_allclose(two.values, one.values, atol=1e-6)


def test_gaps_in_the_markers_are_gaps_of_the_sensor(made: Simulated) -> None:
    channels = []
    for c in made.recording.channels:
        cut = np.array(c.values)
        if c.place.startswith("R."):
            cut[300:330] = np.nan
        channels.append(replace(c, values=cut) if c.quantity == "marker" else c)
    seen = from_markers(made.recording.with_channels(tuple(channels)), FEET, standing=made.static)
    left, right = (values(seen, "acc", site) for site in FEET)
    assert np.isfinite(left).all()
    assert list(np.flatnonzero(np.isnan(right).any(axis=1))) == list(range(300, 330))


def test_the_device_adds_what_it_is_told_to(made: Simulated) -> None:
    plain = from_markers(made.recording, FEET, standing=made.static)
    worse = Device(acc_noise_mps2=0.1, gyro_bias_dps=(1.0, -2.0, 0.5), acc_scale=1.01, acc_range_g=4.0, lost_share=0.1)
    seen, again = (from_markers(made.recording, FEET, standing=made.static, device=worse, seed=5) for _ in range(2))
    for one, other in zip(seen.channels, again.channels, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
    acc, gyro = (values(seen, q, FEET[0]) for q in ("acc", "gyro"))
    lost = np.isnan(acc).any(axis=1)
    assert 0.02 < lost.mean() < 0.25
    np.testing.assert_array_equal(lost, np.isnan(gyro).any(axis=1))
    turned_too_much = (gyro - values(plain, "gyro", FEET[0]))[~lost]
    np.testing.assert_allclose(turned_too_much, [[1.0, -2.0, 0.5]] * len(turned_too_much), atol=1e-9)
    assert np.nanmax(np.abs(acc)) == pytest.approx(4 * G)
    free = np.abs(acc).max(axis=1) < 3.9 * G
    assert np.std((acc - 1.01 * values(plain, "acc", FEET[0]))[free]) == pytest.approx(0.1, rel=0.1)


def test_what_cannot_wear_a_sensor_says_so(made: Simulated) -> None:
    with pytest.raises(ValueError, match="no sensor can be put on the left wrist"):
        from_markers(made.recording, (Site(place="wrist", side="left"),))
    few = tuple(c for c in made.recording.channels if not c.place.startswith("L.Shank"))
    with pytest.raises(ValueError, match="left shank has 0 markers"):
        from_markers(made.recording.with_channels(few), SHANKS)
    with pytest.raises(ValueError, match="no marker set"):
        from_markers(made.sacral, FEET)


@pytest.mark.parametrize("name", ["RBDS001/RBDS001runT25", "RBDS014/RBDS014runT45"])
def test_sensors_on_a_real_runner_feel_a_runner(name: str) -> None:
    """Between the first and the last of many contacts the pelvis keeps its place: mean specific force is gravity."""
    (trial,) = read(recording(f"rbds_treadmill_running/{name}.c3d"))
    (still,) = read(recording(f"rbds_treadmill_running/{name[:-6]}static.c3d"))
    ready = prepare(trial, still)
    truth = marker_motion(ready, SACRUM[0])
    room = np.einsum("nij,nj->ni", truth.turn, truth.felt_mps2())
    np.testing.assert_allclose(room.mean(axis=0), [0.0, G, 0.0], atol=0.1)
    assert 2.5 * G < np.percentile(room[:, 1], 99) < 4 * G
    for site in (*FEET, *SHANKS):
        truth = marker_motion(ready, site)
        assert 400 < np.percentile(np.abs(truth.spin_dps[:, 2]), 99) < 1000
        top = np.percentile(np.linalg.norm(truth.felt_mps2(), axis=1), 99.5) / G
        assert 5 < top < 25


def _integral(rate: Array) -> Array:
    """(n, 3) trapezoids at 1000 Hz."""
    return np.vstack([np.zeros(3), np.cumsum((rate[:-1] + rate[1:]) / 2000, axis=0)])


def _turned_by(rotation: Array) -> Array:
    """(3, 3) of a rotation vector (Rodrigues)."""
    size = float(np.linalg.norm(rotation))
    x, y, z = rotation
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    if size < 1e-12:
        return np.eye(3)
    return np.asarray(np.eye(3) + np.sin(size) / size * k + (1 - np.cos(size)) / size**2 * k @ k)
