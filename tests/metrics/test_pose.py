"""What a video tells of a person: angles where the truth is known, laws of pictures, frozen numbers of the clip."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from restride.metrics.bout import Person
from restride.metrics.kinematics.pose import pose_side
from restride.metrics.kinematics.pose_rear import pose_rear
from restride.read import read
from restride.simulate import Camera, Lab, Runner, film_run
from tests.bouts import Assessed, assessed, simulated
from tests.data import recording
from tests.events.test_pose import CLIP, OTHER, moved
from tests.metrics.bout_of import bout_of

FROZEN = Path(__file__).parent / "frozen" / "pose_clip.json"
SOMEBODY = Person(70.0, 1.73)
ANGLES = ("tibia_angle_at_contact", "knee_flexion_at_contact", "knee_flexion_peak", "ankle_dorsiflexion_peak",
          "trunk_flexion")  # fmt: skip
FRONTAL = ("fppa", "pelvic_drop", "trunk_lean")


@cache
def filmed(sees: Any = "left", rate_hz: float = 60.0, jitter_px: float = 1.5, hidden: float = 0.0) -> Assessed:
    """A run, filmed and measured once."""
    camera = Camera(sees=sees, rate_hz=rate_hz, jitter_px=jitter_px, hidden=hidden)
    return assessed(film_run(Runner.typical(3.0), camera).recording, None, SOMEBODY)


@cache
def clip() -> Assessed:
    """The real clip, of a man whose height is not known."""
    return assessed(read(recording(CLIP))[0])


def names(one: Assessed) -> set[str]:
    """All metrics."""
    return {m.name for m in one.measured.metrics}


@pytest.mark.parametrize(("sees", "rate_hz"), [("left", 30.0), ("right", 60.0), ("left", 240.0)])
def test_angles_from_the_side_are_those_of_the_runner(sees: Any, rate_hz: float) -> None:
    one, truth = filmed(sees, rate_hz), film_run(Runner.typical(3.0), Camera(sees=sees, rate_hz=rate_hz)).truth.metrics
    for name, within in (("knee_flexion_peak", 2.0), ("knee_flexion_at_contact", 3.5), ("tibia_angle_at_contact", 3.5),
                         ("ankle_dorsiflexion_peak", 3.0)):  # fmt: skip
        assert one.value(name) == pytest.approx(truth[name, "both"], abs=within)
    assert one.value("vertical_oscillation") == pytest.approx(truth["vertical_oscillation", "both"], rel=0.12)
    assert one.value("foot_to_pelvis_at_contact") == pytest.approx(truth["foot_to_pelvis_at_contact", "both"], abs=0.04)
    if rate_hz >= 100:
        assert one.value("foot_strike_angle") == pytest.approx(truth["foot_strike_angle", "both"], abs=4.0)


def test_below_a_hundred_pictures_a_second_nothing_is_said_of_contact_and_flight() -> None:
    gone = {"contact_time", "flight_time", "swing_time", "duty_factor", "foot_strike_angle"}
    assert not gone & names(filmed("left", 60.0))
    assert gone <= names(filmed("left", 240.0))
    assert "rate_too_low" in filmed("left", 60.0).codes
    assert "rate_too_low" not in filmed("left", 240.0).codes


def test_only_what_lies_in_the_pictures_plane_is_given() -> None:
    assert not set(FRONTAL) & names(filmed("left"))
    assert not set(ANGLES) & names(filmed("rear"))
    assert set(FRONTAL) <= names(filmed("rear"))
    assert "step_width" not in names(filmed("rear")) | names(filmed("left"))


def test_without_a_body_height_nothing_is_given_in_metres() -> None:
    one = assessed(film_run(Runner.typical(3.0), Camera()).recording)
    assert not {"vertical_oscillation", "foot_to_pelvis_at_contact"} & names(one)
    assert set(ANGLES) <= names(one)


def test_the_rate_of_pictures_is_in_the_error_of_what_is_read_at_contact() -> None:
    se = {m.name: m.se for m in filmed("left", 30.0, 0.0).measured.metrics if m.side == "both"}
    fine = {m.name: m.se for m in filmed("left", 240.0, 0.0).measured.metrics if m.side == "both"}
    for name in ("tibia_angle_at_contact", "cadence", "stride_time"):
        assert se[name] > fine[name]
    assert se["tibia_angle_at_contact"] > 0.5


@pytest.mark.parametrize("sees", ["rear", "front"])
def test_pelvic_drop_from_behind_is_that_of_the_runner(sees: Any) -> None:
    truth = film_run(Runner.typical(3.0), Camera(sees=sees)).truth.metrics
    for side in ("left", "right"):
        assert filmed(sees).value("pelvic_drop", side) == pytest.approx(truth["pelvic_drop", side], abs=2.0)
        assert abs(filmed(sees).value("fppa", side) or 90.0) < 5.0
        assert abs(filmed(sees).value("trunk_lean", side) or 90.0) < 3.0


@pytest.mark.parametrize("sees", ["rear", "front"])
def test_a_knee_that_is_drawn_inward_reads_positive(sees: Any) -> None:
    made = film_run(Runner.typical(3.0), Camera(sees=sees)).recording
    right = 1.0 if sees == "rear" else -1.0
    channels = []
    for c in made.channels:
        values = np.array(c.values)
        if c.place == "knee":
            values[:, 0] += -right * 15 if c.side == "right" else right * 15
        channels.append(replace(c, values=values))
    one = assessed(made.with_channels(tuple(channels)))
    for side in ("left", "right"):
        assert one.value("fppa", side) == pytest.approx((filmed(sees).value("fppa", side) or 0.0) + 12.2, abs=1.5)


@pytest.mark.parametrize("which", ["clip", "left", "rear"])
def test_a_mirrored_picture_with_renamed_legs_gives_the_same_values_of_the_other_side(which: Any) -> None:
    one = clip() if which == "clip" else filmed(which)
    made = read(recording(CLIP))[0] if which == "clip" else film_run(Runner.typical(3.0), Camera(sees=which)).recording
    other = assessed(moved(made, mirrored=True, renamed=True), None, Person() if which == "clip" else SOMEBODY)
    seen = {(m.name, m.side): m.value for m in other.measured.metrics}
    assert len(seen) == len(one.measured.metrics)
    for m in one.measured.metrics:
        turned = m.name.endswith(("_asymmetry", "_difference"))
        mirrored = seen[m.name, OTHER.get(m.side, m.side)]
        assert mirrored == pytest.approx(-m.value if turned else m.value, abs=1e-6)


def test_a_larger_picture_gives_the_same_values() -> None:
    made = film_run(Runner.typical(3.0), Camera()).recording
    large = assessed(moved(made, 2.0, (300.0, -80.0)), None, SOMEBODY)
    for m, other in zip(filmed("left").measured.metrics, large.measured.metrics, strict=True):
        assert (m.name, m.side) == (other.name, other.side)
        assert other.value == pytest.approx(m.value, abs=1e-6)


def test_a_far_leg_that_is_hidden_is_left_out_and_said() -> None:
    one = filmed("left", 60.0, hidden=0.3)
    assert one.value("knee_flexion_peak", "left") is not None
    assert one.value("knee_flexion_peak", "right") is None
    assert one.value("knee_flexion_peak") is None
    assert any("right leg is farther" in q.message for q in one.measured.quality)


def test_a_camera_that_is_not_level_is_warned_of() -> None:
    one = assessed(film_run(Runner.typical(3.0), Camera(roll_deg=9.0)).recording)
    assert any(q.severity == "warning" and "not level" in q.message for q in one.measured.quality)
    assert not any("not level" in q.message for q in filmed("left").measured.quality)


def test_an_oblique_camera_gives_steps_and_no_angles() -> None:
    made = film_run(Runner.typical(3.0), Camera(sees="rear")).recording
    turned = []
    for c in made.channels:
        values = np.array(c.values)
        middle = np.mean([made.select("keypoint", "hip", s)[0].values[:, 0] for s in ("left", "right")], axis=0)
        values[:, 0] = middle + (values[:, 0] - middle) * 0.6
        turned.append(replace(c, values=values))
    one = assessed(made.with_channels(tuple(turned)))
    assert not set(FRONTAL) & names(one)
    assert not set(ANGLES) & names(one)
    assert one.value("cadence") is not None


def test_a_recording_without_keypoints_has_none_of_it() -> None:
    bout = bout_of(simulated(Runner.typical(3.0), Lab(), 5.0).recording)
    assert pose_side(bout).rows == pose_rear(bout).rows == ()


def test_knee_and_trunk_are_steady_over_the_clip_and_its_numbers_are_frozen() -> None:
    """Spread from step to step of one side: what people and keypoints do together. No outside angle is known."""
    one = clip()
    found = {f"{m.name}/{m.side}": round(m.value, 3) for m in one.measured.metrics}
    assert found == json.loads(FROZEN.read_text(encoding="utf-8"))
    for side in ("left", "right"):
        assert found[f"knee_flexion_peak_sd/{side}"] < 4.0
        assert found[f"trunk_flexion_sd/{side}"] < 2.0
        assert found[f"ankle_dorsiflexion_peak_sd/{side}"] < 4.0
    grades = {m.name: m.grade for m in one.measured.metrics}
    assert grades["knee_flexion_peak"] == grades["trunk_flexion"] == "poor"
    assert grades["cadence"] == "fair"
