"""What a recording did to its numbers is said, repaired where that is proven, and left out where it is not."""

from dataclasses import replace

import numpy as np
import pytest

from restride.core.markersets import marker_sets
from restride.metrics.bout import Person
from restride.simulate import Lab, Runner
from tests.bouts import LAB, assessed, assessed_run, person_of, rbds, rbds_recording, replaced, simulated

RUNNER = Runner.draw(3)
RBDS_SET = marker_sets()["rbds"]
FOOT = [f"L.{name}" for name in RBDS_SET.foot]


@pytest.mark.parametrize("wrong", [0.8, 0.9, 1.1, 1.3])
def test_wrong_mass_falls_back_to_mean_force_and_says_so(wrong: float) -> None:
    made = simulated(RUNNER, LAB, 8.0)
    right = assessed_run(RUNNER, LAB, 8.0)
    other = assessed(made.recording, made.static, replace(person_of(RUNNER), mass_kg=wrong * RUNNER.mass_kg))
    assert "mass_mismatch" not in right.codes
    assert other.codes.count("mass_mismatch") == 1
    assert f"{wrong * RUNNER.mass_kg:.1f} kg" in other.says("mass_mismatch")
    for name in ("vgrf_peak", "braking_peak", "propulsive_impulse", "valr", "leg_stiffness"):
        assert other.value(name) == pytest.approx(right.value(name), rel=0.02)


def test_wrong_mass_of_a_real_runner_falls_back_to_mean_force_and_says_so() -> None:
    right = rbds("RBDS014runT35")
    wrong = assessed(rbds_recording("RBDS014runT35"), rbds_recording("RBDS014static"), Person(65.0, 1.87))
    assert "mass_mismatch" not in right.codes
    assert "mass_mismatch" in wrong.codes
    assert wrong.value("vgrf_peak") == pytest.approx(right.value("vgrf_peak"), rel=0.03)


@pytest.mark.parametrize("share", [0.975, 1.025])
def test_a_mass_within_what_plates_are_off_by_is_believed(share: float) -> None:
    made = simulated(RUNNER, LAB, 8.0)
    one = assessed(made.recording, made.static, replace(person_of(RUNNER), mass_kg=share * RUNNER.mass_kg))
    assert "mass_mismatch" not in one.codes
    assert one.value("vgrf_peak") == pytest.approx(assessed_run(RUNNER, LAB, 8.0).value("vgrf_peak") / share, rel=0.001)


@pytest.mark.parametrize("side", ["L", "R"])
@pytest.mark.parametrize("static", [True, False])
def test_swapped_foot_markers_are_exchanged_back_and_said(side: str, static: bool) -> None:
    pair = (f"{side}.MT1", f"{side}.MT5")
    right = assessed_run(RUNNER, LAB, 8.0, static=static)
    one = assessed_run(RUNNER, replace(LAB, swapped=(pair,)), 8.0, static=static)
    assert one.codes.count("markers_swapped") == 1
    assert all(label in one.says("markers_swapped") for label in pair)
    assert "markers_swapped" not in right.codes
    for a, b in zip(right.measured.metrics, one.measured.metrics, strict=True):
        assert (a.name, a.side) == (b.name, b.side)
        assert b.value == pytest.approx(a.value, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "swapped"), [("RBDS001runT25", True), ("RBDS001runT35", True), ("RBDS001runT45", False)]
)
def test_swapped_foot_markers_of_a_real_runner_are_exchanged_back_and_said(name: str, swapped: bool) -> None:
    one = rbds(name)
    assert ("markers_swapped" in one.codes) == swapped
    if swapped:
        assert one.says("markers_swapped").startswith("R.MT1 and R.MT5 were swapped and have been exchanged back")
        lane = {label: one.prepared.recording.select("marker", label)[0].axis("ML") for label in ("R.MT1", "R.MT5")}
        assert np.nanmedian(lane["R.MT5"] - lane["R.MT1"]) > 0.03


@pytest.mark.parametrize("name", ["RBDS010runT25", "RBDS014runT25", "RBDS014runT45"])
def test_real_markers_that_are_right_raise_no_alarm(name: str) -> None:
    assert not {"markers_swapped", "sensor_moved", "mass_mismatch"} & set(rbds(name).codes)


LEGS = tuple((f"L.{n}", f"R.{n}") for n in (*RBDS_SET.thigh, *RBDS_SET.shank, *RBDS_SET.foot))


@pytest.mark.parametrize("static", [True, False])
def test_whole_legs_that_changed_names_are_exchanged_back_and_no_side_is_wrong(static: bool) -> None:
    made = simulated(RUNNER, replace(LAB, swapped=LEGS), 8.0)
    one = assessed_run(RUNNER, replace(LAB, swapped=LEGS), 8.0, static=static)
    assert one.codes.count("markers_swapped") == 1
    assert (one.found.strides.side == made.truth.strides.side).all()


@pytest.mark.parametrize(("name", "label"), [("RBDS010runT25", "L.MT1"), ("RBDS014runT45", "R.MT1")])
def test_a_missing_marker_of_a_real_runner_is_said_and_stood_in_for(name: str, label: str) -> None:
    one = rbds(name)
    assert label in one.says("marker_missing")
    assert one.value("foot_strike_angle", "left") is not None
    assert one.value("foot_strike_angle", "right") is not None


@pytest.mark.parametrize("lost", [1, 2])
def test_a_foot_with_three_markers_left_is_still_measured(lost: int) -> None:
    one = assessed_run(RUNNER, replace(LAB, missing=tuple(FOOT[-lost:])), 8.0)
    right = assessed_run(RUNNER, LAB, 8.0)
    assert one.codes.count("marker_missing") == 1
    if lost == 1:
        for name in ("foot_strike_angle", "ankle_dorsiflexion_peak"):
            assert one.value(name, "left") == pytest.approx(right.value(name, "left"), abs=1.0)


def test_a_foot_without_markers_gives_nothing_and_no_mean_of_both() -> None:
    one = assessed_run(RUNNER, replace(LAB, missing=tuple(FOOT)), 8.0)
    for name in ("foot_strike_angle", "ankle_dorsiflexion_peak", "foot_to_pelvis_at_contact"):
        assert one.value(name, "left") is None
        assert one.value(name, "right") is not None
        assert one.value(name, "both") is None


def test_one_belt_is_said_and_two_are_not() -> None:
    assert "one_belt" in assessed_run(RUNNER, LAB, 8.0).codes
    assert "one_belt" not in assessed_run(RUNNER, replace(LAB, belts="split"), 8.0).codes


def test_what_was_cut_off_is_not_given() -> None:
    one = assessed_run(RUNNER, replace(LAB, clip_n=1200.0), 8.0)
    assert "clipped" in one.codes
    names = {m.name for m in one.measured.metrics}
    assert not {"vgrf_peak", "vgrf_peak_asymmetry", "vgrf_peak_cv", "impact_peak", "valr", "vilr"} & names
    assert {"contact_time", "braking_peak"} <= names


@pytest.mark.parametrize(
    "lab",
    [
        replace(LAB, force_offset_n=(30.0, -60.0, 10.0), force_drift_n_per_min=(20.0, 200.0, -10.0)),
        replace(LAB, belts="split", force_offset_n=(5.0, 40.0, 5.0)),
    ],
    ids=["drift", "split"],
)
def test_offset_and_drift_change_no_number(lab: Lab) -> None:
    right, one = assessed_run(RUNNER, LAB, 8.0), assessed_run(RUNNER, lab, 8.0)
    for name in ("cadence", "contact_time", "vgrf_peak", "braking_peak", "propulsive_peak", "braking_impulse", "valr"):
        assert one.value(name) == pytest.approx(right.value(name), rel=0.01)


def test_gaps_in_markers_cost_little() -> None:
    right, one = assessed_run(RUNNER, LAB, 8.0), assessed_run(RUNNER, replace(LAB, gap_share=0.05), 8.0)
    for name in ("foot_strike_angle", "knee_flexion_peak", "pelvic_drop"):
        assert one.value(name) == pytest.approx(right.value(name), abs=0.7)
    assert (one.found.strides.side == right.found.strides.side).all()


def test_a_value_that_cannot_be_is_graded_poor_and_said() -> None:
    made = simulated(RUNNER, LAB, 8.0)
    fast = replaced(made.recording, "grf", lambda c: replace(c, values=c.values * [5.0, 1.0, 1.0]))
    one = assessed(fast, made.static, person_of(RUNNER))
    (metric,) = [m for m in one.measured.metrics if (m.name, m.side) == ("braking_peak", "both")]
    assert metric.grade == "poor"
    assert "braking peak" in one.says("implausible").lower().replace("_", " ")


def test_markers_that_nobody_knows_are_said() -> None:
    made = simulated(RUNNER, LAB, 8.0)
    other = replaced(made.recording, "marker", lambda c: replace(c, place=f"x{c.place}"))
    one = assessed(other, None, person_of(RUNNER))
    assert "markers_unknown" in one.codes
    assert one.value("vgrf_peak") is not None
    assert one.value("foot_strike_angle") is None
