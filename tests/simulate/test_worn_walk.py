"""Sensors on the virtual walker feel what the walker does."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate import (
    FEET,
    LOWER_BACK,
    SHANKS,
    Device,
    Go,
    Pace,
    Pause,
    Route,
    Site,
    Worn,
    any_mounting,
    simulate_worn_walk,
)
from restride.simulate.body import body_of
from restride.simulate.motion import Motion
from restride.simulate.pace import walkers
from restride.simulate.run_sensors import foot_place

SITES = (*FEET, *SHANKS, *LOWER_BACK)
SIDES = ("left", "right")
HALL: Route = (Pause(1.0), Go(14), Go(6, turn_deg=180.0), Go(14), Pause(3.0), Go(9), Go(4, turn_deg=-90.0), Go(9))
FAST = Device(rate_hz=1000.0)
paces = st.builds(
    Pace.draw,
    st.integers(0, 10_000),
    st.floats(0.4, 1.8),
    step_time_asymmetry_pct=st.floats(-15, 15),
    step_length_asymmetry_pct=st.floats(-15, 15),
)


@cache
def walked(pace: Pace, route: Route = HALL, sites: tuple[Site, ...] = FEET, rate_hz: float = 1000.0) -> Worn:
    """A walk with ideal sensors, made once."""
    return simulate_worn_walk(pace, route, sites=sites, device=Device(rate_hz=rate_hz))


def at(one: Motion, values: Array, t_s: Array) -> Array:
    """(m, k) values at other instants."""
    return np.stack([np.interp(t_s, one.time_s, column) for column in values.T], axis=-1)


def pitch_deg(one: Motion) -> Array:
    """(n,) toes up."""
    return np.degrees(np.arcsin(np.clip(one.turn[:, 1, 0], -1, 1)))


@settings(max_examples=6)
@given(paces)
def test_a_resting_foot_feels_gravity_and_nothing_else(pace: Pace) -> None:
    made = walked(pace)
    for side, one in zip(SIDES, made.motions, strict=True):
        still = np.zeros(len(one.time_s), dtype=bool)
        for rest in made.rests:
            if rest.side == side:
                still |= (one.time_s >= rest.start_s + 0.03) & (one.time_s < rest.end_s - 0.03)
        assert still.mean() > 0.3
        np.testing.assert_allclose(one.felt_mps2()[still], [[0.0, G, 0.0]] * int(still.sum()), atol=0.02)
        assert np.abs(one.spin_dps[still]).max() < 0.2
        assert np.abs(one.velocity_mps[still]).max() < 0.001


@settings(max_examples=6)
@given(paces)
def test_the_foot_moves_from_rest_to_rest_by_the_stride_length(pace: Pace) -> None:
    made = walked(pace)
    found, truth = made.truth.strides, made.truth.per_stance
    for side, one in zip(SIDES, made.motions, strict=True):
        rests = [r for r in made.rests if r.side == side]
        middle = np.array([(r.start_s + r.end_s) / 2 for r in rests])
        rows = found.where(side)
        # the first rest is before the first landing
        assert len(rests) == len(rows) + 1
        integrated = np.cumsum((one.acc_mps2[:-1] + one.acc_mps2[1:]) / 2000, axis=0)
        for k, row in enumerate(rows):
            if np.isnan(truth["stride_length"][row]):
                continue
            first, last = np.searchsorted(one.time_s, middle[k + 1 : k + 3])
            way = one.point_m[last] - one.point_m[first]
            # the sensor sits ahead of the ankle, so that a turn of the foot moves it a little
            turned = abs(truth["turn"][row]) > 1
            assert np.linalg.norm(way) == pytest.approx(truth["stride_length"][row], abs=0.2 if turned else 0.003)
            speed = integrated[first:last] - integrated[first]
            np.testing.assert_allclose(speed.sum(axis=0) / 1000, way, atol=0.01 * truth["stride_length"][row])


@settings(max_examples=6)
@given(paces)
def test_the_foot_lands_and_leaves_as_the_truth_says(pace: Pace) -> None:
    made = walked(pace, (Go(20),))
    found, truth = made.truth.strides, made.truth.per_stance
    for side, one in zip(SIDES, made.motions, strict=True):
        rows = found.where(side)
        angle = pitch_deg(one)[:, None]
        landed = at(one, angle, found.ic_s[rows])[:, 0]
        np.testing.assert_allclose(landed, truth["foot_strike_angle"][rows], atol=0.5)
        goes = rows[np.isfinite(found.fc_s[rows])]
        left = at(one, angle, found.fc_s[goes])[:, 0]
        np.testing.assert_allclose(left, -truth["toe_off_angle"][goes], atol=2.5)
        yaw = np.degrees(np.arctan2(-one.turn[:, 2, 0], one.turn[:, 0, 0]))[:, None]
        flat = at(one, yaw, found.ic_s[rows] + 0.2)[:, 0]
        outward = 1 if side == "left" else -1
        np.testing.assert_allclose(outward * flat, truth["foot_progression_angle"][rows], atol=0.1)
        for row in goes:  # it turns down fastest when it leaves
            near = np.abs(one.time_s - found.fc_s[row]) < 0.15
            fastest = one.time_s[near][np.argmin(one.spin_dps[near, 2])]
            assert fastest == pytest.approx(found.fc_s[row], abs=0.012)


@settings(max_examples=8)
@given(paces)
def test_the_toes_clear_the_ground_by_as_much_as_asked(pace: Pace) -> None:
    body = body_of(pace.sized(), 0.0, np.random.default_rng(0))
    toes = np.array([body.ball_m, body.toe_joint_m - body.ankle_m, 0.0]) - foot_place(body, 0)
    site = Site(place="foot", side="left", offset_m=(toes[0], toes[1], toes[2]), cutoff_hz=400.0)
    made = simulate_worn_walk(pace, (Go(12),), sites=(site,), device=FAST)
    (one,), found = made.motions, made.truth.strides
    rows = found.where("left")
    for row in rows[np.isfinite(found.next_ic_s[rows])]:
        swing = found.next_ic_s[row] - found.fc_s[row]
        middle = (one.time_s > found.fc_s[row] + 0.25 * swing) & (one.time_s < found.fc_s[row] + 0.85 * swing)
        lowest = one.point_m[middle, 1].min() - body.toe_joint_m
        assert lowest == pytest.approx(made.truth.per_stance["toe_clearance"][row], abs=0.002)


def test_speed_cadence_and_step_length_agree() -> None:
    for speed in (0.4, 0.9, 1.3, 1.8):
        pace = Pace.typical(speed, jitter=0.0)
        truth = walked(pace, (Go(20),)).truth
        assert pace.cadence_spm * pace.step_m / 60 == pytest.approx(speed)
        assert truth.metrics["cadence", "both"] == pytest.approx(pace.cadence_spm)
        assert truth.metrics["stride_length", "both"] == pytest.approx(2 * pace.step_m)
        steady = truth.strides.steady
        np.testing.assert_allclose(truth.per_stance["speed"][steady], speed)
        both = truth.per_stance["double_support"][steady]
        np.testing.assert_allclose(both, 200 * (pace.stance_share[0] - 0.5), atol=0.01)


def test_starts_stops_and_turns_are_not_steady_and_pauses_hold_no_contact() -> None:
    made = walked(Pace.typical())
    found = made.truth.strides
    assert [s.task for s in made.stretches] == ["walking", "walking"]
    inside = sum((found.ic_s > s.start_s) & (found.ic_s <= s.end_s) for s in made.stretches)
    assert (inside == 1).all()
    assert found.n == 34 + 22
    last = np.flatnonzero(np.isnan(found.fc_s))
    assert list(last) == [32, 33, 54, 55]
    assert not found.steady[[0, 31, 32, 33, 34, 53, 54, 55]].any()
    turns = np.abs(np.nan_to_num(made.truth.per_stance["turn"]))
    assert found.steady[(turns < 5) & ~np.isin(np.arange(56), [0, 31, 32, 33, 34, 53, 54, 55])].all()
    assert not found.steady[turns > 5].any()
    assert np.nansum(made.truth.per_stance["turn"][:34]) == pytest.approx(2 * 180, abs=1e-6)


def test_the_lower_back_turns_as_far_as_the_way_does() -> None:
    made = walked(Pace.typical(), (Go(6), Go(6, turn_deg=180.0), Go(6)), LOWER_BACK)
    (one,) = made.motions
    up = np.einsum("nij,nj->ni", one.turn, one.spin_dps)[:, 1]
    assert up.sum() / 1000 == pytest.approx(180.0, abs=0.5)


@pytest.mark.parametrize("speed", [0.5, 1.3, 1.8])
def test_the_lower_back_feels_gravity_on_average_and_falls_at_every_step(speed: float) -> None:
    pace = Pace.typical(speed, jitter=0.0)
    made = walked(pace, (Go(24),), LOWER_BACK)
    (one,), found = made.motions, made.truth.strides
    first, last = found.ic_s[4], found.ic_s[16]
    whole = (one.time_s >= first) & (one.time_s < last)
    room = np.einsum("nij,nj->ni", one.turn, one.felt_mps2())[whole]
    np.testing.assert_allclose(room.mean(axis=0), [0.0, G, 0.0], atol=0.03)
    height = at(one, one.point_m[:, 1:2], np.concatenate([found.ic_s[4:16], found.ic_s[4:16] + 30 / pace.cadence_spm]))
    assert (height[:12] < height[12:]).all()


def test_stairs_and_slopes_rise() -> None:
    for part in (Go(10, rise_m=0.16, step_m=0.28), Go(10, rise_m=-0.16, step_m=0.28), Go(10, grade_pct=8.0)):
        made = walked(Pace.typical(0.8), (Go(4), part, Go(4)), (*FEET, *SHANKS))
        rise = 0.16 * 10 * np.sign(part.rise_m) if part.rise_m else None
        for one in made.motions:
            assert np.isfinite(one.point_m).all()
            assert np.linalg.norm(one.felt_mps2(), axis=1).max() < 10 * G
            if rise is not None:
                assert one.point_m[-1, 1] - one.point_m[0, 1] == pytest.approx(rise, abs=0.02)
        goes = made.truth.per_stance["rise"][6:9]
        step = part.rise_m if part.rise_m else 0.08 * Pace.typical(0.8).step_m
        np.testing.assert_allclose(goes, 2 * step, atol=0.01)


def test_the_mirror_swaps_the_sides() -> None:
    pace = Pace.draw(5, 1.1)
    plain = simulate_worn_walk(pace, HALL, sites=SITES)
    other_way: Route = tuple(Go(p.steps, -p.turn_deg) if isinstance(p, Go) else p for p in HALL)
    there = simulate_worn_walk(pace.mirrored(), other_way, sites=SITES, first=1)
    for quantity, signs in (("acc", [1, 1, -1]), ("gyro", [-1, -1, 1])):
        for place, side, twin in (
            ("foot", "left", "right"),
            ("shank", "right", "left"),
            ("lower_back", "none", "none"),
        ):
            (one,) = plain.recording.select(quantity, place, side)
            (other,) = there.recording.select(quantity, place, twin)
            np.testing.assert_allclose(other.values * signs, one.values, atol=1e-5)
    np.testing.assert_allclose(there.truth.strides.ic_s, plain.truth.strides.ic_s)
    assert all(a != b for a, b in zip(there.truth.strides.side, plain.truth.strides.side, strict=True))


def test_an_asymmetric_walk_is_asymmetric() -> None:
    pace = Pace.typical(1.2, jitter=0.0, step_time_asymmetry_pct=10.0, step_length_asymmetry_pct=-12.0)
    truth = walked(pace, (Go(20),)).truth
    assert truth.metrics["step_time_asymmetry", "both"] == pytest.approx(10.0, abs=0.01)
    found = truth.strides
    where = {side: found.where(side)[3:6] for side in SIDES}
    assert np.mean(found.stance_s[where["left"]]) == pytest.approx(np.mean(found.stance_s[where["right"]]), rel=1e-6)


def test_a_doubled_rate_keeps_the_shared_samples() -> None:
    one, other = (walked(Pace.typical(), sites=SITES, rate_hz=rate) for rate in (100.0, 200.0))
    for slow, fast in zip(one.recording.channels, other.recording.channels, strict=True):
        shared = fast.values[::2][: slow.n]
        np.testing.assert_allclose(shared, slow.values[: len(shared)], atol=1e-6)


@settings(max_examples=5)
@given(st.integers(0, 1000))
def test_a_turned_device_reads_turned_values(seed: int) -> None:
    mounting = any_mounting(seed)
    straight, turned = (
        simulate_worn_walk(route=(Go(6),), sites=LOWER_BACK, device=Device(rate_hz=100.0, mounting=m))
        for m in (np.eye(3), mounting)
    )
    for plain, other in zip(straight.recording.channels, turned.recording.channels, strict=True):
        np.testing.assert_allclose(other.values, plain.values @ mounting.T, atol=1e-8)


def test_the_same_seed_gives_the_same_readings_and_another_seed_others() -> None:
    one, same, other = (simulate_worn_walk(route=(Go(6),), seed=seed) for seed in (1, 1, 2))
    for a, b in zip(one.recording.channels, same.recording.channels, strict=True):
        np.testing.assert_array_equal(a.values, b.values)
    assert not np.array_equal(one.truth.strides.ic_s, other.truth.strides.ic_s)
    assert one.recording.conditions.device == one.recording.source.reader == "simulated"
    assert Pace.draw(1) == Pace.draw(1) != Pace.draw(2)


def test_every_parameter_has_its_evidence_or_says_that_it_is_a_guess() -> None:
    for name, row in walkers().items():
        assert row.basis == "heuristic" or row.evidence, name
        assert row.low <= row.mean <= row.high, name
        assert all(re.fullmatch(r"[A-N]-\d+[a-d]?", e) for e in row.evidence), name


def test_what_cannot_be_says_so() -> None:
    with pytest.raises(ValueError, match="no sensor can be put on the left wrist"):
        simulate_worn_walk(route=(Go(6),), sites=(Site(place="wrist", side="left"),))
    with pytest.raises(ValueError, match="three steps"):
        simulate_worn_walk(route=(Go(2),))
