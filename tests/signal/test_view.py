"""From where a camera looked is told from the body's shape alone."""

from typing import Any

import numpy as np
import pytest

from restride.core.strides import strides
from restride.signal.pose import Pose, pose_of
from restride.signal.view import ground_deg, view_of
from restride.simulate import Camera, Pace, Runner, film_run, film_standing, film_walk


def pose(made: Any) -> Pose:
    """The pose of a film."""
    found = pose_of(made.recording)
    assert found is not None
    return found


@pytest.mark.parametrize("sees", ["left", "right", "rear", "front"])
def test_the_view_is_told_in_running_walking_and_standing(sees: Any) -> None:
    camera = Camera(sees=sees, rate_hz=30.0)
    for made in (film_run(Runner.typical(3.0), camera, seconds=5.0), film_walk(Pace.typical(), camera, steps=8),
                 film_standing(Runner.typical(3.0), camera, seconds=2.0)):  # fmt: skip
        view = view_of(pose(made))
        if sees in ("rear", "front"):
            assert (view.kind, view.facing) == (sees, 0)
        else:
            assert (view.kind, view.near, view.facing) == ("side", sees, -1 if sees == "left" else 1)
            assert not view.contradicts


@pytest.mark.parametrize("roll_deg", [-8.0, 0.0, 6.0])
def test_a_camera_that_is_not_level_shows_in_the_ground(roll_deg: float) -> None:
    made = film_run(Runner.typical(3.0), Camera(sees="right", roll_deg=roll_deg), seconds=8.0)
    t = made.truth.strides
    found = strides(t.side, t.ic_s, t.fc_s, task="running", method="simulated", grade="good")
    assert ground_deg(pose(made), 1, found) == pytest.approx(-roll_deg, abs=1.5)


def test_without_shoulders_the_view_is_not_known() -> None:
    made = pose(film_run(Runner.typical(3.0), Camera(), seconds=3.0))
    paths = {point: path for point, path in made.paths.items() if point[0] != "shoulder"}
    assert view_of(Pose(made.rate_hz, 0.0, paths, made.scores)).kind == "unknown"
    assert np.isfinite(made.leg_px())
