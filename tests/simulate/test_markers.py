"""Markers: rigid, on the belt, and in agreement with the true angles."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.simulate import Runner
from restride.simulate.runner import LEG_FIELDS
from tests.simulate.runs import FINE, carried, cluster, from_vertical_deg, marker, people, run, steady_people

PELVIS = tuple(f"{side}.{label}" for side in "LR" for label in ("ASIS", "PSIS", "Iliac.Crest"))
SIDES = {"L": "left", "R": "right"}
RATE_HZ = 1500.0


def at(series: np.ndarray, t_s: np.ndarray, rate_hz: float = 300.0) -> np.ndarray:
    """A series between its samples."""
    return np.interp(t_s, np.arange(len(series)) / rate_hz, series)


@settings(max_examples=8)
@given(runner=people)
def test_clusters_are_rigid(runner: Runner) -> None:
    made = run(runner)
    feet = [tuple(f"{s}.{n}" for n in ("Heel.Bottom", "Heel.Top", "Heel.Lateral", "MT1", "MT5")) for s in "LR"]
    for labels in (PELVIS, *feet, *(cluster(s, segment) for s in "LR" for segment in ("Thigh", "Shank"))):
        for one, other in combinations(labels, 2):
            moving = np.linalg.norm(marker(made.recording, one) - marker(made.recording, other), axis=1)
            still = np.linalg.norm(marker(made.static, one)[0] - marker(made.static, other)[0])
            np.testing.assert_allclose(moving, still, atol=1e-12)


@settings(max_examples=8)
@given(runner=people)
def test_true_angles_are_those_of_the_markers(runner: Runner) -> None:
    made = run(runner, replace(FINE, marker_rate_hz=RATE_HZ))
    s = made.truth.strides
    for letter, side in SIDES.items():
        still = {
            label: marker(made.static, f"{letter}.{label}")[0]
            for label in ("Knee", "Knee.Medial", "Ankle", "Ankle.Medial", "GTR")
        }
        knee = carried(made, cluster(letter, "Shank"), (still["Knee"] + still["Knee.Medial"]) / 2)
        ankle = carried(made, cluster(letter, "Shank"), (still["Ankle"] + still["Ankle.Medial"]) / 2)
        # Hip: on the thigh's long axis, as the trochanter marker is, and as far inside as the middle of the knee.
        hip_place = still["GTR"] + [0, 0, (still["Knee.Medial"] - still["Knee"])[2] / 2 * (85 / 58)]
        hip = carried(made, cluster(letter, "Thigh"), hip_place)
        tibia, thigh = from_vertical_deg(knee, ankle), from_vertical_deg(hip, knee)
        foot = marker(made.recording, f"{letter}.MT5") - marker(made.recording, f"{letter}.Heel.Bottom")
        flat = (marker(made.static, f"{letter}.MT5") - marker(made.static, f"{letter}.Heel.Bottom"))[0]
        pitch = np.degrees(np.arctan2(foot[:, 1], foot[:, 0]) - np.arctan2(flat[1], flat[0]))
        rows = s.where(side)
        found = {
            "tibia_angle_at_contact": at(tibia, s.ic_s[rows], RATE_HZ),
            "knee_flexion_at_contact": at(thigh - tibia, s.ic_s[rows], RATE_HZ),
            "foot_strike_angle": at(pitch, s.ic_s[rows], RATE_HZ),
        }
        for name, values in found.items():
            np.testing.assert_allclose(values, made.truth.per_stance[name][rows], atol=0.02)
        spans = [slice(round(s.ic_s[i] * RATE_HZ), round(s.fc_s[i] * RATE_HZ)) for i in rows]
        for name, series in {"knee_flexion_peak": thigh - tibia, "ankle_dorsiflexion_peak": pitch - tibia}.items():
            tops = [series[span].max() for span in spans]
            np.testing.assert_allclose(tops, made.truth.per_stance[name][rows], atol=0.02)


@settings(max_examples=12)
@given(runner=steady_people)
def test_angles_at_contact_are_as_asked(runner: Runner) -> None:
    truth = run(runner).truth.metrics
    for side, leg in (("left", runner.left), ("right", runner.right)):
        assert truth["tibia_angle_at_contact", side] == pytest.approx(leg.tibia_angle_at_contact_deg, abs=1e-6)
        assert truth["knee_flexion_at_contact", side] == pytest.approx(leg.knee_flexion_at_contact_deg, abs=1e-6)
        assert truth["foot_strike_angle", side] == pytest.approx(leg.foot_strike_angle_deg, abs=1e-6)
        assert truth["pelvic_drop", side] == pytest.approx(leg.pelvic_drop_deg, abs=1e-6)
        assert truth["braking_peak", side] == pytest.approx(leg.braking_peak_bw, rel=1e-4)


@settings(max_examples=8)
@given(knee=st.floats(38, 48), more=st.floats(-2, 2), less=st.floats(14, 19), seed=st.integers(0, 9))
def test_peaks_that_are_asked_for_are_kept(knee: float, more: float, less: float, seed: int) -> None:
    runner = Runner.typical(knee_flexion_peak_deg=knee, ankle_dorsiflexion_peak_deg=knee - less)
    runner = runner.changed(side="right", knee_flexion_peak_deg=knee + more)
    truth = run(runner, seed=seed).truth.metrics
    assert truth["knee_flexion_peak", "left"] == pytest.approx(knee, abs=0.01)
    assert truth["knee_flexion_peak", "right"] == pytest.approx(knee + more, abs=0.01)
    assert truth["ankle_dorsiflexion_peak", "both"] == pytest.approx(knee - less, abs=0.01)


def test_a_peak_out_of_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="out of reach"):
        run(Runner.typical(knee_flexion_peak_deg=85.0))


@settings(max_examples=8)
@given(runner=people)
def test_the_foot_rides_on_the_belt_in_mid_stance_and_never_sinks(runner: Runner) -> None:
    made = run(runner, FINE)
    s = made.truth.strides
    for letter, side in SIDES.items():
        heel = marker(made.recording, f"{letter}.Heel.Bottom")
        for a, b in zip(s.ic_s[s.where(side)], s.fc_s[s.where(side)], strict=True):
            flat = slice(round((a + 0.22 * (b - a)) * 300), round((a + 0.32 * (b - a)) * 300))
            assert np.diff(heel[flat, 0]) * 300 == pytest.approx(-runner.speed_mps, abs=1e-9)
            assert np.ptp(heel[flat, 1]) < 1e-9
    assert min(c.values[:, 1].min() for c in made.recording.select("marker")) > 0


@settings(max_examples=6)
@given(runner=people)
def test_velocities_do_not_jump(runner: Runner) -> None:
    """Sampled four times as densely, the largest change of velocity between samples falls by far: no kinks."""
    coarse, dense = (run(runner, replace(FINE, marker_rate_hz=rate)) for rate in (400.0, 1600.0))
    for here, there in zip(coarse.recording.select("marker"), dense.recording.select("marker"), strict=True):
        changes = [np.abs(np.diff(c.values, 2, axis=0)).max() * c.rate_hz for c in (here, there)]
        assert changes[0] < 5.0
        assert changes[1] < 0.5 * changes[0]


def test_step_width_and_foot_to_pelvis_are_those_of_the_markers() -> None:
    made = run(Runner.draw(5), FINE)
    s, heels = made.truth.strides, {}
    for letter, side in SIDES.items():
        heels[side] = (
            marker(made.recording, f"{letter}.Heel.Bottom") + marker(made.recording, f"{letter}.Heel.Top")
        ) / 2
    middle = np.mean([marker(made.recording, f"{a}.{b}") for a in "LR" for b in ("ASIS", "PSIS")], axis=0)
    for i in range(1, s.n):
        here, there = s.side[i], s.side[i - 1]
        lane = [at(heels[f][:, 2], (s.ic_s[k] + s.fc_s[k]) / 2) for f, k in ((here, i), (there, i - 1))]
        width = (lane[0] - lane[1]) * (1 if here == "right" else -1)
        assert width == pytest.approx(made.truth.per_stance["step_width"][i], abs=1e-6)
        ahead = at(heels[here][:, 0] - middle[:, 0], s.ic_s[i])
        assert ahead == pytest.approx(made.truth.per_stance["foot_to_pelvis_at_contact"][i], abs=1e-3)


def test_every_leg_field_can_be_given_to_one_side() -> None:
    runner = Runner.typical()
    for name in LEG_FIELDS:
        changed = runner.changed(side="right", **{name: 0.123})
        assert getattr(changed.right, name) == 0.123
        assert changed.left == runner.left
