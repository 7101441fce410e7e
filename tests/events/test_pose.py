"""Contacts of a person in a video: laws of pictures, accuracy where the truth is known, the clip."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import NothingToMeasure
from restride.core.recording import Recording
from restride.core.strides import Strides
from restride.events.detect import detect
from restride.events.pose_run import lag
from restride.read import read
from restride.signal.prepare import prepare
from restride.simulate import Camera, Filmed, Pace, Runner, film_run, film_standing, film_walk
from tests.data import recording

CLIP = "video/treadmill_runner_side/male_side.pose.json"
WIDTH = 720.0
OTHER = {"left": "right", "right": "left", "none": "none"}


def contacts(made: Recording, task: Any = "unknown") -> Strides:
    """Prepared and detected."""
    ready = prepare(made)
    return detect(ready.recording, ready.kind, task).strides


@cache
def filmed(sees: Any = "left", rate_hz: float = 60.0, speed: float = 3.0, strike: float = 12.0) -> Filmed:
    """A run, filmed once."""
    runner = Runner.typical(speed, foot_strike_angle_deg=strike)
    return film_run(runner, Camera(sees=sees, rate_hz=rate_hz), seconds=8.0)


@cache
def clip() -> Recording:
    """The real clip."""
    return read(recording(CLIP))[0]


def moved(one: Recording, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0), mirrored: bool = False,
          renamed: bool = False) -> Recording:  # fmt: skip
    """The same person in a picture that is larger, moved or mirrored; the legs' names exchanged or not."""
    out = []
    for c in one.channels:
        values = np.array(c.values)
        values[:, :2] = values[:, :2] * scale + shift
        if mirrored:
            values[:, 0] = WIDTH - values[:, 0]
        side = OTHER[c.side] if renamed else c.side
        out.append(replace(c, side=side, values=values))
    return one.with_channels(tuple(out))


def test_cadence_of_the_clip_is_what_was_counted_in_its_pixels_and_the_feet_take_turns() -> None:
    s = contacts(clip())
    assert s.method == "pose_side"
    assert s.task == "running"
    assert 60 / np.diff(s.ic_s).mean() == pytest.approx(168.9, abs=1.0)
    assert list(s.side) == ["right", "left"] * 16 + ["right"]
    assert np.isnan(s.fc_s).all()


def test_contacts_of_the_clip_have_the_side_of_the_foot_that_is_on_the_belt() -> None:
    """By eye in the keypoints: at picture 8 the right foot is flat on the belt, at picture 20 the left one."""
    s = contacts(clip())
    assert s.side[np.searchsorted(s.ic_s, 8 / 30) - 1] == "right"
    assert s.side[np.searchsorted(s.ic_s, 20 / 30) - 1] == "left"


@pytest.mark.parametrize("which", ["clip", "left", "rear"])
def test_a_mirrored_picture_with_renamed_legs_gives_mirrored_sides_at_the_same_times(which: Any) -> None:
    one = clip() if which == "clip" else filmed(which).recording
    s, other = contacts(one), contacts(moved(one, mirrored=True, renamed=True))
    np.testing.assert_allclose(other.ic_s, s.ic_s, atol=1e-9)
    assert [OTHER[x] for x in s.side] == list(other.side)


def test_a_mirrored_picture_alone_keeps_the_sides_that_the_file_names_and_says_that_they_may_be_wrong() -> None:
    one = moved(filmed("left").recording, mirrored=True)
    s, ready = contacts(filmed("left").recording), prepare(one)
    found = detect(ready.recording, None)
    np.testing.assert_allclose(found.strides.ic_s, s.ic_s, atol=1e-9)
    assert list(found.strides.side) == list(s.side)
    (note,) = [q for q in found.quality if q.code == "camera_view"]
    assert "mirrored" in note.message
    assert note.severity == "warning"


@settings(max_examples=12)
@given(scale=st.floats(0.3, 8), x=st.floats(-3000, 3000), y=st.floats(-3000, 3000), clock=st.floats(-1e4, 1e4))
def test_size_and_place_in_the_picture_and_the_clock_do_not_matter(
    scale: float, x: float, y: float, clock: float
) -> None:
    one = filmed("right").recording
    s, other = contacts(one), contacts(moved(one, scale, (x, y)).shifted(clock))
    np.testing.assert_allclose(other.ic_s, s.ic_s + clock, atol=1e-6)
    assert list(other.side) == list(s.side)


@pytest.mark.parametrize(
    ("sees", "rate_hz"), [("left", 30.0), ("right", 60.0), ("left", 240.0), ("rear", 60.0), ("front", 30.0)]
)
@pytest.mark.parametrize(("speed", "strike"), [(2.5, 15.0), (3.0, 12.0), (4.0, -5.0)])
def test_contacts_of_running_are_found_with_their_sides(sees: Any, rate_hz: float, speed: float, strike: float) -> None:
    made = filmed(sees, rate_hz, speed, strike)
    s, t = contacts(made.recording), made.truth.strides
    assert s.task == "running"
    inner = [i for i in range(t.n) if s.ic_s[0] - 0.1 < t.ic_s[i] < s.ic_s[-1] + 0.1]
    assert len(inner) >= t.n - 2
    near = [int(np.argmin(np.abs(s.ic_s - t.ic_s[i]))) for i in inner]
    off = s.ic_s[near] - t.ic_s[inner]
    assert np.abs(off).max() < 0.045
    assert abs(off.mean()) < 0.025
    assert list(s.side[near]) == list(t.side[inner])
    assert 60 / np.diff(s.ic_s).mean() == pytest.approx(60 / np.diff(t.ic_s).mean(), abs=1.0)


def test_final_contacts_are_given_from_a_hundred_pictures_a_second_on() -> None:
    for rate_hz in (30.0, 60.0, 99.0):
        assert np.isnan(contacts(filmed("left", rate_hz).recording).fc_s).all()
    made = filmed("left", 120.0)
    s = contacts(made.recording)
    assert np.isfinite(s.fc_s).mean() > 0.9
    assert np.nanmean(s.stance_s) == pytest.approx(np.mean(made.truth.strides.stance_s), abs=0.035)


@pytest.mark.parametrize("sees", ["left", "right", "rear", "front"])
def test_walking_is_told_from_running_and_its_steps_are_counted(sees: Any) -> None:
    made = film_walk(Pace.typical(1.3), Camera(sees=sees, rate_hz=60.0), steps=30)
    s, t = contacts(made.recording), made.truth.strides
    assert s.task == "walking"
    inside = (s.ic_s > t.ic_s[4]) & (s.ic_s < t.ic_s[-4])
    truly = (t.ic_s > t.ic_s[4]) & (t.ic_s < t.ic_s[-4])
    assert abs(int(inside.sum()) - int(truly.sum())) <= 1
    assert (s.side[1:][inside[1:]] != s.side[:-1][inside[1:]]).all()
    gap = np.diff(s.ic_s[inside])
    assert 60 / gap.mean() == pytest.approx(60 / np.diff(t.ic_s[truly]).mean(), abs=2.0)


def test_swapped_legs_do_not_change_the_contacts() -> None:
    swaps = tuple((first, first + 6) for first in range(20, 420, 37))
    camera = Camera(sees="left", rate_hz=60.0, swapped=swaps)
    made = film_run(Runner.typical(3.0, foot_strike_angle_deg=12.0), camera, seconds=8.0).recording
    s, plain = contacts(made), contacts(filmed("left").recording)
    np.testing.assert_allclose(s.ic_s, plain.ic_s, atol=0.002)
    assert list(s.side) == list(plain.side)


def test_somebody_who_stands_takes_no_steps_and_too_few_pictures_are_refused() -> None:
    with pytest.raises(NothingToMeasure, match="steps"):
        contacts(film_standing(Runner.typical(3.0), Camera()).recording)
    with pytest.raises(NothingToMeasure, match="20 pictures"):
        contacts(film_run(Runner.typical(3.0), Camera(rate_hz=15.0)).recording)


def test_the_lag_after_contact_is_that_of_a_half_sine_that_carries_body_weight() -> None:
    contact_s, step_s = 0.25, 0.36
    t = np.linspace(0, contact_s, 200_001)
    force = np.pi / 2 * step_s / contact_s * np.sin(np.pi * t / contact_s)
    over = t[force >= 1]
    assert lag(over[-1] - over[0], step_s) == pytest.approx(over[0], abs=1e-4)
