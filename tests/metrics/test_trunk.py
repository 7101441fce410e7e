"""Lean of the trunk, progression of the feet and adduction of the hip: signs and sizes that are known."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.recording import Channel, Recording
from restride.core.strides import strides
from restride.metrics.bout import Bout, Measures, Person
from restride.metrics.kinematics.trunk import trunk
from restride.read import read
from restride.signal.prepare import prepare
from restride.simulate import IDEAL_LAB, Pace, Runner, simulate_marker_walk
from tests.bouts import Assessed, assessed, assessed_run, rbds, recorded
from tests.core.test_markersets import SETS
from tests.data import recording

HIP, TOP = 1.0, 1.5
MIRROR = np.array([1.0, 1.0, -1.0])


def rod(forward_deg: float, right_deg: float, labels: dict[str, tuple[float, float, float]]) -> Bout:
    """Somebody whose trunk is a rod that leans so, over four contacts in body axes."""
    f, r = np.tan(np.radians([forward_deg, right_deg]))
    channels = []
    for label, (ahead, up, right) in labels.items():
        at = np.array([ahead + f * max(up - HIP, 0), up, right + r * max(up - HIP, 0)])
        channels.append(
            Channel("marker", label, "none", "body", "m", 100.0, 0.0, ("AP", "V", "ML"), np.tile(at, (300, 1)))
        )
    s = strides(
        ["left", "right"] * 2,
        [0.2, 0.8, 1.4, 2.0],
        [0.7, 1.3, 1.9, 2.5],
        task="walking",
        method="markers_walking",
        grade="fair",
    )
    return Bout(recorded(*channels), None, SETS["plugin_gait"], frozenset(), s, frozenset(), Person())


def pelvis(back: bool = True) -> dict[str, tuple[float, float, float]]:
    """Spines around the middle of the pelvis; behind either two or the sacrum alone."""
    behind = {"LPSI": (-0.1, HIP, -0.05), "RPSI": (-0.1, HIP, 0.05)} if back else {"SACR": (-0.1, HIP, 0.0)}
    front = 0.1 if back else 0.05
    return {"LASI": (front, HIP, -0.12), "RASI": (front, HIP, 0.12), **behind}


def means(made: Measures) -> dict[str, np.ndarray]:
    return {r.name: r.values for r in made.rows}


CHEST = {"C7": (-0.08, TOP, 0.0), "CLAV": (0.08, TOP, 0.0)}
SHOULDERS = {"LSHO": (0.0, TOP, -0.2), "RSHO": (0.0, TOP, 0.2)}


@given(st.floats(-15, 40), st.floats(-15, 15), st.booleans(), st.sampled_from([CHEST, SHOULDERS]))
@settings(max_examples=30)
def test_a_rod_that_leans_is_told_by_how_much(forward: float, right: float, back: bool, top: dict[str, Any]) -> None:
    found = means(trunk(rod(forward, right, pelvis(back) | top)))
    assert found["trunk_flexion"] == pytest.approx([forward] * 4, abs=1e-6)
    assert found["trunk_lean"] == pytest.approx([-right, right] * 2, abs=1e-6)


@pytest.mark.parametrize("lost", ["C7", "LASI"])
def test_without_an_end_of_the_trunk_nothing_is_given(lost: str) -> None:
    labels = pelvis() | CHEST
    del labels[lost]
    assert trunk(rod(5.0, 0.0, labels)).rows == ()


@cache
def walked(toe_out_deg: float = 7.0, mirrored: bool = False) -> Assessed:
    pace = Pace.typical().changed(toe_out_deg=(toe_out_deg, toe_out_deg - 4.0))
    made = simulate_marker_walk(pace, lab=IDEAL_LAB, seed=2).recording
    if mirrored:
        other = {"L": "R", "R": "L"}
        made = made.with_channels(
            tuple(replace(m, place=other[m.place[0]] + m.place[1:], values=m.values * MIRROR) for m in made.channels)
        )
    return assessed(made)


def test_toes_that_point_out_more_are_told_by_how_much_on_their_side() -> None:
    few, many = walked(2.0), walked(12.0)
    for side in ("left", "right"):
        here, there = few.value("foot_progression_angle", side), many.value("foot_progression_angle", side)
        assert here is not None
        assert there is not None
        assert there - here == pytest.approx(10.0, abs=1.0)
    left, right = (many.value("foot_progression_angle", side) for side in ("left", "right"))
    assert left is not None
    assert right is not None
    assert left - right == pytest.approx(4.0, abs=1.5)


def test_toes_that_point_in_are_negative() -> None:
    inward, straight = walked(-20.0), walked(2.0)
    here = inward.value("foot_progression_angle", "left")
    there = straight.value("foot_progression_angle", "left")
    assert here is not None
    assert there is not None
    assert here < 0 < 22 - 1 < there - here < 22 + 1


def test_a_mirrored_walk_has_the_other_feet_turned() -> None:
    one, other = walked(), walked(mirrored=True)
    for a, b in (("left", "right"), ("right", "left")):
        assert one.value("foot_progression_angle", a) == pytest.approx(
            other.value("foot_progression_angle", b), abs=1e-6
        )


def test_a_thigh_that_leans_in_and_a_pelvis_that_drops_add_up() -> None:
    runner = Runner.draw(6, jitter=0.0)
    before, after = (
        assessed_run(r, IDEAL_LAB, 6.0) for r in (runner, runner.changed(side="left", pelvic_drop_deg=9.0))
    )
    here, there = (one.value("hip_adduction_peak", "left") for one in (before, after))
    drop = [one.value("pelvic_drop", "left") for one in (before, after)]
    assert here is not None
    assert there is not None
    assert there - here == pytest.approx(drop[1] - drop[0], abs=2.0)


@cache
def real(path: str) -> Assessed:
    (trial,) = read(recording(path))
    return assessed(Recording(tuple(c for c in trial.channels if c.quantity == "marker"), trial.source))


def test_trunk_and_feet_of_a_real_walk_are_those_of_its_laboratory() -> None:
    """Its own model (which the file stores) has toes out by 16.8 and 13.7 degrees and the thorax 1.5 forward."""
    one = real("gaitalytics_treadmill_walking/treadmill_events.c3d")
    assert one.value("foot_progression_angle", "left") == pytest.approx(16.1, abs=0.3)
    assert one.value("foot_progression_angle", "right") == pytest.approx(12.8, abs=0.3)
    assert one.value("trunk_flexion") == pytest.approx(3.5, abs=0.3)
    assert one.value("trunk_lean", "left") == pytest.approx(2.8, abs=0.3)
    assert one.value("trunk_lean", "right") == pytest.approx(-1.4, abs=0.3)


def test_a_real_run_whose_first_toe_marker_is_missing_has_no_progression_of_that_foot() -> None:
    one = rbds("RBDS010runT35")
    assert one.value("foot_progression_angle", "left") is None
    assert one.value("foot_progression_angle", "right") == pytest.approx(11.3, abs=0.3)
    assert one.value("hip_adduction_peak", "right") == pytest.approx(6.6, abs=0.3)


def test_a_real_run_without_trunk_markers_says_nothing_of_the_trunk() -> None:
    assert rbds("RBDS001runT25").value("trunk_flexion") is None
    assert prepare(read(recording("opensim_example3dwalking/markers_walk.trc"))[0]).kind is SETS["opensim"]
