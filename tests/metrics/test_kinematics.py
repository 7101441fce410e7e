"""Angles and distances of runners whose truth is known, and the sign of each of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.spatial.transform import Rotation

from restride.core.markersets import marker_sets
from restride.core.recording import Recording
from restride.metrics.kinematics import segments
from restride.metrics.kinematics.segments import _pitch, _unwrapped, lean
from restride.metrics.kinematics.skeleton import hip_centre
from restride.simulate import IDEAL_LAB, Runner
from tests.bouts import LAB, Assessed, assessed, assessed_run, replaced, simulated

RBDS = marker_sets()["rbds"]
FINE = replace(IDEAL_LAB, marker_rate_hz=300.0)
# How far from the truth: the 40 Hz filter smears what turns sharply at contact.
WITHIN = {
    "foot_strike_angle": 0.5,
    "tibia_angle_at_contact": 2.0,
    "knee_flexion_at_contact": 3.5,
    "knee_flexion_peak": 0.5,
    "ankle_dorsiflexion_peak": 0.5,
    "pelvic_drop": 0.2,
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", WITHIN)
def test_angles_of_a_simulated_runner_are_true(name: str, seed: int) -> None:
    runner = Runner.draw(seed)
    one, truth = assessed_run(runner, LAB, 8.0), simulated(runner, LAB, 8.0).truth.metrics
    for side in ("left", "right", "both"):
        assert one.value(name, side) == pytest.approx(truth[name, side], abs=WITHIN[name])


@pytest.mark.parametrize("seed", range(4))
def test_distances_and_speed_of_a_simulated_runner_are_true(seed: int) -> None:
    runner = Runner.draw(seed)
    one, truth = assessed_run(runner, LAB, 8.0), simulated(runner, LAB, 8.0).truth.metrics
    for name, within in (("foot_to_pelvis_at_contact", 0.005), ("step_width", 0.002), ("vertical_oscillation", 0.002)):
        assert one.value(name) == pytest.approx(truth[name, "both"], abs=within)
    assert one.value("speed") == pytest.approx(runner.speed_mps, rel=0.015)
    assert one.value("stride_length") == pytest.approx(truth["stride_length", "both"], rel=0.015)
    assert one.measured.conditions.mode == "treadmill"


def test_without_its_filter_the_geometry_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "CUTOFF_HZ", 1e6)
    runner = Runner.draw(1)
    made = simulated(runner, FINE, 6.0)
    one = assessed(made.recording, made.static)
    for name in ("foot_strike_angle", "tibia_angle_at_contact", "knee_flexion_at_contact", "knee_flexion_peak"):
        for side in ("left", "right"):
            assert one.value(name, side) == pytest.approx(made.truth.metrics[name, side], abs=0.4)


def changed(side: str | None, **change: float) -> tuple[Assessed, Assessed]:
    """The same runner before and after a change of one leg, or of both."""
    before = Runner.draw(6, jitter=0.0)
    after = before.changed(side=side, **change)
    return tuple(assessed_run(r, IDEAL_LAB, 6.0) for r in (before, after))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    ("field", "name", "more"),
    [
        ("foot_strike_angle_deg", "foot_strike_angle", 4.0),
        ("tibia_angle_at_contact_deg", "tibia_angle_at_contact", 3.0),
        ("pelvic_drop_deg", "pelvic_drop", 3.0),
    ],
)
def test_a_change_of_one_leg_is_seen_on_that_side_with_its_sign(side: str, field: str, name: str, more: float) -> None:
    runner = Runner.draw(6, jitter=0.0)
    before, after = changed(side, **{field: getattr(getattr(runner, side), field) + more})
    here, there = before.value(name, side), after.value(name, side)
    assert here is not None
    assert there is not None
    assert there - here == pytest.approx(more, abs=0.8)
    other = "right" if side == "left" else "left"
    assert after.value(name, other) == pytest.approx(before.value(name, other), abs=0.8)


def test_crossing_feet_have_a_negative_step_width() -> None:
    one = assessed_run(Runner.typical(3.0, step_width_m=-0.03), LAB, 6.0)
    assert one.value("step_width") == pytest.approx(-0.03, abs=0.01)


@given(st.floats(-80, 80))
def test_a_segment_leans_forward_below_when_its_lower_end_is_ahead(deg: float) -> None:
    lower = np.array([[np.sin(np.radians(deg)), -np.cos(np.radians(deg)), 0.3]])
    assert lean(np.zeros((1, 3)), lower)[0] == pytest.approx(deg)


@given(st.floats(-80, 80))
def test_toes_up_is_positive(deg: float) -> None:
    assert _pitch(np.array([np.cos(np.radians(deg)), np.sin(np.radians(deg)), 0.1])) == pytest.approx(deg)


@given(st.floats(-179, 179), st.integers(-2, 2))
def test_angles_are_told_without_whole_turns(deg: float, turns: int) -> None:
    assert _unwrapped(np.array([deg + 360 * turns]))[0] == pytest.approx(deg)


def pelvis(width: float, depth: float) -> dict[str, np.ndarray]:
    return {
        "R.ASIS": np.array([0.0, 1.0, width / 2]),
        "L.ASIS": np.array([0.0, 1.0, -width / 2]),
        "R.PSIS": np.array([-depth, 1.0, 0.04]),
        "L.PSIS": np.array([-depth, 1.0, -0.04]),
    }


@given(st.floats(0.18, 0.32), st.floats(0.10, 0.22))
def test_the_hip_centre_is_harringtons(width: float, depth: float) -> None:
    """x = -0.24 PD - 9.9 mm, y = -0.30 PW - 10.9 mm, z = 0.33 PW + 7.3 mm from the middle of the front spines."""
    for side, sign in (("right", 1), ("left", -1)):
        hip = hip_centre(side, RBDS, pelvis(width, depth))
        assert_allclose(
            hip, [-0.24 * depth - 0.0099, 1 - 0.30 * width - 0.0109, sign * (0.33 * width + 0.0073)], atol=1e-12
        )


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_the_hip_centre_turns_with_the_pelvis(seed: int) -> None:
    turn, still = Rotation.random(random_state=seed).as_matrix(), pelvis(0.25, 0.15)
    turned = {label: turn @ place for label, place in still.items()}
    for side in ("left", "right"):
        here, there = hip_centre(side, RBDS, still), hip_centre(side, RBDS, turned)
        assert here is not None
        assert there is not None
        assert_allclose(there, turn @ here, atol=1e-12)


def test_without_a_spine_there_is_no_hip_centre() -> None:
    still = pelvis(0.25, 0.15)
    del still["L.PSIS"]
    assert hip_centre("right", RBDS, still) is None


def test_without_a_standing_trial_angles_that_need_it_are_left_out_and_said() -> None:
    one = assessed_run(Runner.draw(1), LAB, 8.0, static=False)
    assert "no_static" in one.codes
    for name in ("foot_strike_angle", "knee_flexion_peak", "ankle_dorsiflexion_peak", "pelvic_drop"):
        assert one.value(name) is None
    assert one.value("speed") is not None
    assert one.value("step_width") is not None


def test_how_the_person_was_placed_in_standing_hardly_matters() -> None:
    """Standing a little turned must not tilt what is measured running."""
    made = simulated(Runner.draw(1), IDEAL_LAB, 6.0)
    c, s = np.cos(np.radians(8)), np.sin(np.radians(8))
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    askew = made.static.with_channels(tuple(replace(m, values=m.values @ turn.T) for m in made.static.channels))
    here, there = assessed(made.recording, made.static), assessed(made.recording, askew)
    for name in ("foot_strike_angle", "knee_flexion_peak", "ankle_dorsiflexion_peak", "pelvic_drop"):
        assert there.value(name) == pytest.approx(here.value(name), abs=1.5)


def test_overground_running_is_told_from_the_belt() -> None:
    made = simulated(Runner.typical(3.0), IDEAL_LAB, 6.0)

    def along(c: object) -> object:
        way = np.zeros_like(c.values)
        way[:, 0] = 3.0 * c.time_s
        return replace(c, values=c.values + way)

    one = assessed(replaced(made.recording, "marker", along), made.static)
    assert one.measured.conditions.mode == "overground"
    assert one.value("speed") == pytest.approx(3.0, rel=0.015)


def test_two_markers_on_a_foot_are_its_line() -> None:
    """The same run with the names of Plug-in Gait, which has no third marker on the foot."""
    names = {
        "ASIS": "ASI",
        "PSIS": "PSI",
        "Heel.Bottom": "HEE",
        "MT2": "TOE",
        "MT1": "TOE",
        "Knee": "KNE",
        "Ankle": "ANK",
    }
    made = simulated(Runner.draw(1), LAB, 6.0)

    def renamed(one: Recording) -> Recording:
        called = {c.place: c.place[0] + names[c.place[2:]] for c in one.channels if c.place[2:] in names}
        kept = [c for c in one.channels if c.place in called and c.place[2:] != "MT2"]
        added = [replace(c, place=c.place[0] + "THI") for c in one.channels if c.place.endswith("Thigh.Top.Lateral")]
        shank = [replace(c, place=c.place[0] + "TIB") for c in one.channels if c.place.endswith("Shank.Top.Lateral")]
        forces = [c for c in one.channels if c.quantity != "marker"]
        return one.with_channels((*forces, *(replace(c, place=called[c.place]) for c in kept), *added, *shank))

    one = assessed(renamed(made.recording), renamed(made.static))
    for side in ("left", "right"):
        assert one.value("foot_strike_angle", side) == pytest.approx(
            made.truth.metrics["foot_strike_angle", side], abs=1.5
        )
