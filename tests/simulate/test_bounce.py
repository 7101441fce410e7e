"""Laws of the virtual runner's mechanics."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate import IDEAL_LAB, Runner
from tests.simulate.runs import FINE, force, marker, people, run, steady_people


def over_strides(made, rate_hz: float) -> slice:
    """Samples of the longest even number of whole steps."""
    ic = made.truth.strides.ic_s
    last = (len(ic) - 1) // 2 * 2
    return slice(round(ic[0] * rate_hz), round(ic[last] * rate_hz))


@settings(max_examples=12)
@given(runner=steady_people)
def test_mean_vertical_force_over_whole_strides_is_body_weight(runner: Runner) -> None:
    up = force(run(runner, FINE).recording)[over_strides(run(runner, FINE), 3000), 1]
    assert up.mean() == pytest.approx(runner.mass_kg * G, rel=1e-3)


def test_half_a_minute_with_all_its_jitter_still_carries_body_weight() -> None:
    made = run(Runner.typical(), IDEAL_LAB, 30.0)
    up = force(made.recording)[over_strides(made, 300), 1]
    assert up.mean() == pytest.approx(Runner.typical().mass_kg * G, rel=1e-3)


@settings(max_examples=8)
@given(runner=people)
def test_each_stance_brakes_as_much_as_it_drives(runner: Runner) -> None:
    made = run(runner, FINE)
    along, s = force(made.recording)[:, 0], made.truth.strides
    for ic, fc in zip(s.ic_s, s.fc_s, strict=True):
        inside = along[round(ic * 3000) : round(fc * 3000) + 1]
        assert abs(inside.sum()) < 2e-3 * np.abs(inside).sum()
    assert made.truth.metrics["braking_impulse", "both"] == pytest.approx(
        made.truth.metrics["propulsive_impulse", "both"], rel=1e-6
    )


@settings(max_examples=6)
@given(runner=people)
def test_the_pelvis_moves_as_the_double_integral_of_the_force(runner: Runner) -> None:
    made = run(runner, FINE)
    acceleration = force(made.recording)[:9000:, :] / runner.mass_kg - np.array([0.0, G, 0.0])
    middle = np.mean([marker(made.recording, f"{s}.{p}") for s in "LR" for p in ("ASIS", "PSIS")], axis=0)[:900]
    t = np.arange(len(acceleration)) / 3000
    for axis in range(3):
        once = np.concatenate([[0.0], np.cumsum((acceleration[1:, axis] + acceleration[:-1, axis]) / 6000)])
        twice = np.concatenate([[0.0], np.cumsum((once[1:] + once[:-1]) / 6000)])[::10]
        free = np.stack([np.ones(900), t[::10]], axis=1)
        gap = middle[:, axis] - twice
        left_over = gap - free @ np.linalg.lstsq(free, gap, rcond=None)[0]
        assert np.abs(left_over).max() < 2e-4


def test_the_oscillation_is_what_the_pelvis_markers_show() -> None:
    made = run(Runner.typical(jitter=0.0), FINE)
    height = np.mean([marker(made.recording, f"{s}.{p}") for s in "LR" for p in ("ASIS", "PSIS")], axis=0)[:, 1]
    ic = made.truth.strides.ic_s
    seen = np.ptp(height[round(ic[2] * 300) : round(ic[3] * 300)])
    assert seen == pytest.approx(made.truth.metrics["vertical_oscillation", "both"], abs=1e-4)


def test_twice_the_mass_makes_twice_the_force_and_the_same_movement() -> None:
    runner = Runner.draw(3)
    one, two = run(runner), run(replace(runner, mass_kg=2 * runner.mass_kg))
    np.testing.assert_allclose(force(two.recording), 2 * force(one.recording))
    np.testing.assert_array_equal(marker(one.recording, "L.ASIS"), marker(two.recording, "L.ASIS"))
    np.testing.assert_array_equal(one.sacral.channels[0].values, two.sacral.channels[0].values)


@settings(max_examples=12)
@given(runner=steady_people)
def test_cadence_contact_and_flight_are_as_asked(runner: Runner) -> None:
    truth = run(runner).truth.metrics
    assert truth["cadence", "both"] == pytest.approx(
        runner.cadence_spm, rel=5e-3
    )  # an odd step at the end, uneven legs
    assert truth["contact_time", "left"] == pytest.approx(runner.left.contact_time_s)
    assert truth["contact_time", "right"] == pytest.approx(runner.right.contact_time_s)
    assert truth["duty_factor", "both"] == pytest.approx(runner.duty_factor, rel=5e-3)


def test_more_steps_a_minute_mean_less_oscillation() -> None:
    slow, quick = (run(Runner.typical(cadence_spm=c)).truth.metrics for c in (164.0, 180.0))
    assert quick["vertical_oscillation", "both"] < slow["vertical_oscillation", "both"]
    assert quick["knee_flexion_peak", "both"] < slow["knee_flexion_peak", "both"]


@given(share=st.floats(0.0, 1.6))
@settings(max_examples=10)
def test_an_impact_peak_is_true_only_where_the_force_has_one(share: float) -> None:
    truth = run(Runner.typical(jitter=0.0, impact_bw=share), FINE)
    up = force(truth.recording)[:, 1] / (Runner.typical().mass_kg * G)
    ic, fc = truth.truth.strides.ic_s[1], truth.truth.strides.fc_s[1]
    stance = up[round(ic * 3000) : round(fc * 3000)]
    early = stance[30 : round(0.3 * len(stance))]
    tops = early[1:-1][(early[1:-1] > early[:-2]) & (early[1:-1] > early[2:])]
    if ("impact_peak", "both") in truth.truth.metrics:
        assert tops[0] == pytest.approx(truth.truth.metrics["impact_peak", "both"], abs=2e-3)
    else:
        assert len(tops) == 0


def test_loading_rate_is_the_slope_of_the_force_that_is_given() -> None:
    made = run(Runner.typical(jitter=0.0), FINE)
    ic, truth = made.truth.strides.ic_s[1], made.truth.metrics
    t = ic + np.arange(0, 0.06, 1e-4)
    up = np.interp(t, np.arange(len(force(made.recording))) / 3000, force(made.recording)[:, 1])
    up = up / (Runner.typical().mass_kg * G)
    top = np.flatnonzero((up[101:-1] > up[100:-2]) & (up[101:-1] >= up[102:]))[0] + 101
    low, high = np.interp([0.2 * top, 0.8 * top], np.arange(len(up)), up)
    assert (high - low) / (0.6 * top * 1e-4) == pytest.approx(truth["valr", "left"], rel=0.02)
    assert truth["vilr", "left"] > truth["valr", "left"]


@pytest.mark.parametrize("changes", [{"contact_time_s": 0.40}, {"contact_time_s": 0.33, "speed_mps": 4.5}])
def test_a_runner_who_cannot_be_is_refused(changes: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"flight|short"):
        run(Runner.typical(**changes))
