"""Loading rates: known slopes, the window, the withholding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.metrics.bout import Person
from restride.metrics.loading.loading_rate import SHARE, impact, refined
from restride.simulate import Runner
from tests.bouts import LAB, assessed, assessed_run, channel, hops, recorded, simulated

RATE = 1200.0
seeds = st.integers(0, 2**32 - 1)


def landing(slope: float, top_s: float = 0.03, stance_s: float = 0.25, dip: float = 0.3) -> np.ndarray:
    """(n,) one stance from sample 0: straight up to an impact peak, a dip, then a higher active peak."""
    knots = [0.0, top_s, top_s + 0.015, 0.45 * stance_s, stance_s]
    top = slope * top_s
    heights = [0.0, top, (1 - dip) * top, 1.5 * top, 0.0]
    return np.interp(np.arange(round(stance_s * RATE) + 1) / RATE, knots, heights)


@given(slope=st.floats(1000, 1e5), top=st.floats(0.015, 0.06))
def test_a_straight_rise_has_its_own_slope(slope: float, top: float) -> None:
    top = round(top * RATE) / RATE
    found = impact(landing(slope, top), RATE, 0.0, 0.25 * RATE)
    assert found.peak == pytest.approx(slope * top, rel=1e-9)
    assert found.valr == pytest.approx(slope, rel=1e-9)
    assert found.vilr == pytest.approx(slope, rel=1e-9)


def test_mean_and_steepest_slope_of_a_bent_rise_are_those_of_the_window() -> None:
    """Two slopes, 20 and 60 kN/s, that meet in the middle of the way to a peak 40 ms after contact."""
    n = round(0.3 * RATE) + 1
    t = np.arange(n) / RATE
    knots = [0, 0.02, 0.04, 0.06, 0.12, 0.3]
    force = np.interp(t, knots, [0, 400, 1600, 1200, 2000, 0])
    found = impact(force, RATE, 0.0, 0.3 * RATE)
    # 20 % and 80 % of the time lie at 8 and 32 ms
    assert found.valr == pytest.approx((np.interp(0.032, knots, [0, 400, 1600, 1200, 2000, 0]) - 160) / 0.024, rel=1e-6)
    assert found.vilr == pytest.approx(60_000, rel=1e-6)
    assert found.peak == pytest.approx(1600)


def test_the_steepest_slope_outside_the_window_does_not_count() -> None:
    t = np.arange(round(0.3 * RATE) + 1) / RATE
    force = np.interp(t, [0, 0.005, 0.05, 0.06, 0.12, 0.3], [0, 500, 1400, 1200, 2000, 0])
    found = impact(force, RATE, 0.0, 0.3 * RATE)
    assert found.vilr == pytest.approx(20_000, rel=1e-6)


@pytest.mark.parametrize(
    ("knots", "heights"),
    [
        ([0, 0.12, 0.3], [0, 2000, 0]),  # no impact peak at all
        ([0, 0.006, 0.012, 0.12, 0.3], [0, 600, 500, 2000, 0]),  # one before 10 ms
        ([0, 0.095, 0.105, 0.15, 0.3], [0, 1500, 1400, 2000, 0]),  # one after 30 % of stance
        ([0, 0.03, 0.06, 0.12, 0.3], [0, 2000, 1400, 1800, 0]),  # the impact peak is the highest
    ],
)
def test_without_an_impact_peak_where_it_belongs_there_is_no_value(knots: list[float], heights: list[float]) -> None:
    force = np.interp(np.arange(round(0.3 * RATE) + 1) / RATE, knots, heights)
    assert np.isnan(impact(force, RATE, 0.0, 0.3 * RATE)).all()


@given(shift=st.floats(0, 30), factor=st.floats(0.1, 10))
def test_rates_scale_with_force_and_not_with_the_clock(shift: float, factor: float) -> None:
    force = landing(40_000.0)
    moved = np.concatenate([np.zeros(40), force, np.zeros(10)])
    here, there = impact(force, RATE, 0.0, 0.25 * RATE), impact(factor * moved, RATE, 40.0, 40 + 0.25 * RATE)
    assert_allclose(np.array(there), factor * np.array(here), rtol=1e-9)


@settings(max_examples=30)
@given(seed=seeds, n=st.integers(2, 200), factor=st.integers(1, 6))
def test_refined_passes_through_every_sample(seed: int, n: int, factor: int) -> None:
    x = np.random.default_rng(seed).standard_normal(n)
    fine = refined(x, factor)
    assert len(fine) == factor * (n - 1) + 1
    assert_allclose(fine[::factor], x, atol=1e-9)


@settings(max_examples=30)
@given(frequency=st.floats(2, 60), phase=st.floats(0, 6.3), factor=st.integers(2, 6))
def test_refined_is_exact_for_what_the_rate_can_hold(frequency: float, phase: float, factor: int) -> None:
    t = np.arange(900) / 300
    fine = refined(np.sin(2 * np.pi * frequency * t + phase), factor)
    true = np.sin(2 * np.pi * frequency * np.arange(len(fine)) / (300 * factor) + phase)
    middle = slice(200 * factor, -200 * factor)
    assert_allclose(fine[middle], true[middle], atol=0.02)


def test_refined_finds_a_top_between_samples() -> None:
    t = np.arange(300) / 300
    x = np.cos(2 * np.pi * 20 * (t - 0.5017))
    fine = refined(x, 8)
    assert abs(np.argmax(fine[1160:1240]) + 1160 - 0.5017 * 2400) < 1
    assert fine.max() > x.max()


def test_simulated_impacts_are_measured_to_a_few_percent() -> None:
    for seed in (1, 2, 3):
        runner = Runner.draw(seed)
        one, truth = assessed_run(runner, LAB, 8.0), simulated(runner, LAB, 8.0).truth.metrics
        for name, rel in (("impact_peak", 0.02), ("valr", 0.06), ("vilr", 0.06)):
            assert one.value(name) == pytest.approx(truth[name, "both"], rel=rel)


def test_a_forefoot_runner_has_no_loading_rate_and_is_told_why() -> None:
    runner = Runner.draw(2, impact_bw=0.0)
    one = assessed_run(runner, LAB, 8.0)
    assert one.value("valr") is None
    assert one.value("vilr") is None
    assert one.value("impact_peak") is None
    assert "few_impact_peaks" in one.codes


def test_a_side_with_impact_peaks_keeps_its_rate_where_the_other_has_none() -> None:
    runner = Runner.draw(2).changed(side="right", impact_bw=0.0)
    one = assessed_run(runner, LAB, 8.0)
    assert one.value("valr", "left") is not None
    assert one.value("valr", "right") is None
    assert one.value("valr", "both") is None
    assert one.value("valr_asymmetry") is None
    assert "only for the side" in one.says("few_impact_peaks")


def test_slow_force_gives_no_loading_rate_and_says_so() -> None:
    one = assessed(recorded(channel(hops(100.0)[:, None], rate_hz=100.0)), None, Person(70.0))
    assert one.value("valr") is None
    assert one.value("vgrf_peak") is not None
    assert "rate_too_low" in one.codes


def test_the_share_is_the_designs() -> None:
    assert SHARE == 0.6
