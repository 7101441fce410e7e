"""Sensors on the virtual runner feel what the runner does."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate import (
    FEET,
    SACRUM,
    SHANKS,
    Device,
    Runner,
    Site,
    Wear,
    Worn,
    any_mounting,
    simulate_run,
    simulate_worn_run,
)
from restride.simulate.motion import Motion
from restride.simulate.wear import table
from restride.simulate.worn import shock_m
from tests.simulate.runs import steady_people

SITES = (*FEET, *SHANKS, *SACRUM)
SECONDS = 5.0


@cache
def ran(runner: Runner, overground: bool = False, rate_hz: float = 1000.0) -> Worn:
    """A run with ideal sensors, made once."""
    return simulate_worn_run(runner, device=Device(rate_hz=rate_hz), overground=overground, seconds=SECONDS)


def at(one: Motion, values: Array, t_s: Array) -> Array:
    """(m, ...) values at other instants."""
    flat = values.reshape(len(values), -1)
    return np.stack([np.interp(t_s, one.time_s, column) for column in flat.T], axis=-1)


def test_the_landings_are_those_of_the_run_with_markers() -> None:
    runner = Runner.draw(4)
    markers = simulate_run(runner, seconds=SECONDS).truth
    sensors = ran(runner).truth
    np.testing.assert_array_equal(sensors.strides.ic_s, markers.strides.ic_s)
    np.testing.assert_array_equal(sensors.strides.fc_s, markers.strides.fc_s)
    for name, value in markers.metrics.items():
        assert sensors.metrics[name] == pytest.approx(value), name


def test_it_says_that_it_is_simulated() -> None:
    made = ran(Runner.typical()).recording
    assert made.source.reader == made.conditions.device == "simulated"
    assert {c.frame for c in made.channels} == {"sensor"}


@pytest.mark.parametrize("strike", [18.0, 4.0, -6.0])
def test_a_foot_on_the_belt_goes_back_with_it_and_is_pitched_as_the_truth_says(strike: float) -> None:
    runner = Runner.typical(3.2, foot_strike_angle_deg=strike)
    made = ran(runner)
    found = made.truth.strides
    for site, one in zip(FEET, made.motions[:2], strict=True):
        rows = found.where(site.side)
        flat = found.ic_s[rows] + 0.32 * found.stance_s[rows]
        goes = at(one, one.velocity_mps, flat)
        np.testing.assert_allclose(goes[:, :2], [[-3.2, 0.0]] * len(rows), atol=0.05)
        assert np.abs(goes[:, 2]).max() < 0.15  # the ankle rolls over the standing sole
        pitch = np.degrees(np.arctan2(one.turn[:, 1, 0], np.hypot(one.turn[:, 0, 0], one.turn[:, 2, 0])))
        landed = at(one, pitch, found.ic_s[rows])[:, 0]
        np.testing.assert_allclose(landed, made.truth.per_stance["foot_strike_angle"][rows], atol=2.0)


def test_the_road_feels_like_the_treadmill() -> None:
    belt, road = ran(Runner.typical()), ran(Runner.typical(), overground=True)
    for one, other in zip(belt.recording.channels, road.recording.channels, strict=True):
        np.testing.assert_allclose(other.values, one.values, atol=1e-5)
    assert (belt.recording.conditions.mode, road.recording.conditions.mode) == ("treadmill", "overground")


@settings(max_examples=5)
@given(steady_people)
def test_acceleration_integrates_to_the_stride_length(runner: Runner) -> None:
    made = ran(runner, overground=True)
    found, truth = made.truth.strides, made.truth.per_stance["stride_length"]
    for site, one in zip(FEET, made.motions[:2], strict=True):
        rows = found.where(site.side)
        middle = found.ic_s[rows] + 0.32 * found.stance_s[rows]
        speed = np.vstack([np.zeros(3), np.cumsum((one.acc_mps2[:-1] + one.acc_mps2[1:]) / 2000, axis=0)])
        for k in range(len(rows) - 1):
            if np.isnan(truth[rows[k]]):
                continue
            here = (one.time_s >= middle[k]) & (one.time_s < middle[k + 1])
            moved = speed[here, 0] - speed[here, 0][0]
            # at mid-stance the foot stands on the road
            assert np.sum(moved) / 1000 == pytest.approx(truth[rows[k]], rel=0.01)


@pytest.mark.parametrize("site", SITES)
def test_the_mean_specific_force_of_whole_strides_is_gravity(site: Site) -> None:
    made = ran(Runner.typical(jitter=0.0))
    one = made.motions[SITES.index(site)]
    whole = (one.time_s >= 0.5) & (one.time_s < 0.5 + 5 * 120 / Runner.typical().cadence_spm - 1e-9)
    room = np.einsum("nij,nj->ni", one.turn, one.felt_mps2())[whole]
    np.testing.assert_allclose(room.mean(axis=0), [0.0, G, 0.0], atol=0.05)


@pytest.mark.parametrize("strike", [15.0, 4.0, -5.0])
@pytest.mark.parametrize("shock", [4.5, 8.0])
def test_the_shank_reads_the_shock_that_was_asked_for(strike: float, shock: float) -> None:
    runner = Runner.typical(3.0, foot_strike_angle_deg=strike, jitter=0.0)
    wear = replace(Wear.typical(3.0), tibial_shock_g=(shock, shock))
    truth = simulate_worn_run(runner, wear, sites=SHANKS, seconds=SECONDS).truth
    np.testing.assert_allclose(truth.per_stance["peak_tibial_acceleration"], shock, rtol=0.08)
    resultant = truth.per_stance["peak_tibial_acceleration_resultant"]
    assert (resultant >= truth.per_stance["peak_tibial_acceleration"]).all()


def test_a_low_rate_misses_the_top_of_the_shock() -> None:
    """A-25: at about 100 Hz peaks read lower."""
    runner, wear = Runner.typical(), replace(Wear.typical(), tibial_shock_g=(9.0, 9.0))
    fine, coarse = (
        simulate_worn_run(runner, wear, sites=SHANKS, device=Device(rate_hz=rate), seconds=20.0)
        for rate in (1000.0, 60.0)
    )
    lower = []
    for side in ("left", "right"):
        rows = fine.truth.strides.where(side)
        tops = []
        for made in (fine, coarse):
            (channel,) = made.recording.select("acc", "shank", side)
            near = [np.abs(channel.time_s - ic - 0.05) <= 0.05 for ic in fine.truth.strides.ic_s[rows]]
            tops.append(np.array([channel.values[k, 1].max() for k in near]) / G)
        lower.append(tops[0] - tops[1])
    assert np.min(lower) > -0.05
    assert 0.3 < np.mean(lower) < 3.0
    truth = [w.truth.per_stance["peak_tibial_acceleration"] for w in (fine, coarse)]
    np.testing.assert_array_equal(*truth)


def test_a_shock_begins_and_ends_at_rest_and_tops_in_its_middle() -> None:
    t = np.arange(4000) / 1e5
    moved = shock_m(t, np.array([0.005]), np.array([0.03]), np.array([50.0]))
    acc = np.gradient(np.gradient(moved, 1e-5), 1e-5)
    np.testing.assert_allclose(moved[[0, -1]], 0.0, atol=1e-15)
    assert np.argmax(acc) / 1e5 == pytest.approx(0.02, abs=1e-4)
    assert acc.max() == pytest.approx(50.0, rel=1e-3)


def test_a_doubled_rate_keeps_the_shared_samples() -> None:
    runner = Runner.draw(8)
    one, other = ran(runner, rate_hz=500.0), ran(runner)
    for slow, fast in zip(one.recording.channels, other.recording.channels, strict=True):
        np.testing.assert_allclose(fast.values[::2], slow.values, atol=1e-6)


def test_the_mirror_swaps_the_sides() -> None:
    runner, wear = Runner.draw(3, jitter=0.0), replace(Wear.draw(3), jitter=0.0)
    here = simulate_worn_run(runner, wear, seconds=3.0)
    there = simulate_worn_run(runner.mirrored(), wear.mirrored(), seconds=3.0)
    for quantity, signs in (("acc", [1, 1, -1]), ("gyro", [-1, -1, 1])):
        for place, side, twin in (("foot", "left", "right"), ("shank", "right", "left"), ("sacrum", "none", "none")):
            (one,), (other,) = (
                here.recording.select(quantity, place, side),
                there.recording.select(quantity, place, twin),
            )
            np.testing.assert_allclose(other.values * signs, one.values, atol=1e-4)


@settings(max_examples=5)
@given(st.integers(0, 1000))
def test_a_turned_device_reads_turned_values(seed: int) -> None:
    mounting = any_mounting(seed)
    straight, turned = (
        simulate_worn_run(sites=FEET[:1], device=Device(rate_hz=200.0, mounting=m), seconds=2.0)
        for m in (np.eye(3), mounting)
    )
    for plain, other in zip(straight.recording.channels, turned.recording.channels, strict=True):
        np.testing.assert_allclose(other.values, plain.values @ mounting.T, atol=1e-8)


def test_a_runner_who_stands_before_and_after_is_still_there() -> None:
    made = simulate_worn_run(stands_s=2.0, seconds=12.0, overground=True)
    (stretch,) = made.stretches
    assert (stretch.start_s, stretch.end_s) == (3.5, 8.5)
    found = made.truth.strides
    assert found.ic_s.min() >= 3.5
    assert found.fc_s.max() <= 8.5
    for channel in made.recording.channels:
        still = np.concatenate([channel.values[50:900], channel.values[-900:-50]])
        expected = [0.0, G, 0.0] if channel.quantity == "acc" else [0.0, 0.0, 0.0]
        np.testing.assert_allclose(still, [expected] * len(still), atol=0.01)
    path = made.motions[0].point_m[:, 0]
    assert path[-1] - path[0] == pytest.approx(3.0 * (12 - 4 - 1.5), rel=0.01)
    with pytest.raises(ValueError, match="no time to run"):
        simulate_worn_run(stands_s=2.0, seconds=6.0)


def test_the_same_seed_gives_the_same_readings_and_another_seed_others() -> None:
    noisy = Device(rate_hz=200.0, acc_noise_mps2=0.1, lost_share=0.02)
    one, same, other = (simulate_worn_run(sites=FEET, device=noisy, seconds=2.0, seed=seed) for seed in (1, 1, 2))
    for a, b, c in zip(one.recording.channels, same.recording.channels, other.recording.channels, strict=True):
        np.testing.assert_array_equal(a.values, b.values)
        assert not np.array_equal(a.values, c.values)
    assert one.recording.source.sha256 == same.recording.source.sha256 != other.recording.source.sha256
    assert Wear.draw(1) == Wear.draw(1) != Wear.draw(2)


def test_every_parameter_has_its_evidence_or_says_that_it_is_a_guess() -> None:
    for name, row in table().items():
        assert row.basis == "heuristic" or row.evidence, name
        assert row.low <= row.mean <= row.high, name
        assert all(re.fullmatch(r"[A-N]-\d+[a-d]?", e) for e in row.evidence), name


def test_what_cannot_wear_a_sensor_says_so() -> None:
    for site in (Site(place="wrist", side="left"), Site(place="sacrum", side="left"), Site(place="foot", side="none")):
        with pytest.raises(ValueError, match="no sensor can be put on"):
            simulate_worn_run(sites=(site,), seconds=2.0)
