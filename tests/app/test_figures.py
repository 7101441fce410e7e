"""The drawings of exercises and cues: each card has its own, and a drawn body could be a body."""

import math
import re
from typing import get_args
from xml.etree import ElementTree

import msgspec
import pytest

from restride.app.report.figure import DRAWN, Figure, drawn, figure, figures, joints, placed, scene, scenery
from restride.app.report.sketch.silhouette import body, foot
from restride.app.report.sketch.skeleton import (
    ANKLE,
    FOREARM,
    SHANK,
    THIGH,
    TRUNK,
    UPPER_ARM,
    Arm,
    Leg,
    Limb,
    Pose,
    View,
    skeleton,
)
from restride.app.report.sketch.strokes import Shape
from restride.app.report.sketch.things import Kind
from restride.core.tables import load_folder
from restride.plan.knowledge import CueCard, ExerciseCard

EXERCISES = load_folder("restride.plan", "exercises", ExerciseCard)
CUES = load_folder("restride.plan", "cues", CueCard)
NAMES = sorted(figures())
SVG = "{http://www.w3.org/2000/svg}"
HOLDS = {"wall", "worktop", "rail"}
"""Things whose place a hand must have."""


def bend(limb: Limb) -> float:
    """Degrees by which a limb is bent; above 0 where the knee is ahead of the way from hip to ankle."""
    (ax, ay), (bx, by), (cx, cy) = limb.root, limb.middle, limb.end
    return math.degrees(
        math.atan2((cx - bx) * (by - ay) - (cy - by) * (bx - ax), (bx - ax) * (cx - bx) + (by - ay) * (cy - by))
    )


def carries(found: Figure, height: float) -> bool:
    """Whether something is drawn there to stand on: floor, step, cushion, treadmill, a road seen from behind."""
    on = {0.0} | {p.at[1] + (p.h or 5.0) for p in found.props if p.kind in ("step", "cushion")}
    on |= {p.at[1] + 1.0 for p in found.props if p.kind == "treadmill"}
    return height in on or any(p.at[1] < height < p.at[1] + p.h for p in found.props if p.kind == "road")


def seen(found: Figure, view: View) -> list[Pose]:
    return [pose for pose, _, own, _, _ in placed(found) if own == view]


def test_every_card_has_its_drawing_and_no_drawing_is_an_orphan() -> None:
    wanted = {card.figure for card in EXERCISES.values()} | {f"cue_{name}" for name in CUES}
    assert wanted == set(NAMES)


def test_every_kind_of_thing_can_be_drawn() -> None:
    assert set(DRAWN) == set(get_args(Kind))


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_one_small_picture_with_a_name_and_nothing_from_outside(name: str) -> None:
    made = drawn(figures()[name], title='a "b" <c> & d')
    tree = ElementTree.fromstring(made)
    assert tree.tag == f"{SVG}svg"
    assert (tree.get("role"), tree.get("aria-label")) == ("img", 'a "b" <c> & d')
    assert (tree.get("width"), tree.get("height")) == (None, None)
    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= {"svg", "title", "path", "text"}
    assert not re.search(r"href|url\(|\sid=|<script", made)
    assert len(made) < 20_000
    assert made == drawn(msgspec.structs.replace(figures()[name]), title='a "b" <c> & d')


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_drawn_lies_inside_the_picture(name: str) -> None:
    found = figures()[name]
    box = ElementTree.fromstring(drawn(found, title="x")).get("viewBox", "").split()
    left, top, width, height = (float(number) / 10 for number in box)
    points = [p for mark in scenery(found) if isinstance(mark, Shape) for run in mark.runs for p in run]
    assert all(left <= x <= left + width and top <= -y <= top + height for x, y in points)
    assert width >= found.width - 0.2


@pytest.mark.parametrize("name", NAMES)
def test_segments_seen_from_the_side_keep_their_length_and_none_is_ever_drawn_longer(name: str) -> None:
    for at in joints(figures()[name]):
        assert math.dist(at.pelvis, at.neck) == pytest.approx(TRUNK)
        for limb, first, second in (
            (at.near, THIGH, SHANK),
            (at.far, THIGH, SHANK),
            (at.near_arm, UPPER_ARM, FOREARM),
            (at.far_arm, UPPER_ARM, FOREARM),
        ):
            upper, lower = math.dist(limb.root, limb.middle), math.dist(limb.middle, limb.end)
            if at.view == "side":
                assert (upper, lower) == pytest.approx((first, second))
            assert upper <= first + 1e-6
            assert lower <= second + 1e-6


@pytest.mark.parametrize("name", NAMES)
def test_knees_hips_and_ankles_bend_as_far_as_they_can_and_the_way_they_can(name: str) -> None:
    for at in joints(figures()[name]):
        if at.view != "side":
            continue
        trunk = math.degrees(math.atan2(at.neck[0] - at.pelvis[0], at.neck[1] - at.pelvis[1]))
        for leg in (at.near, at.far):
            assert -1e-6 <= bend(leg) <= 150
            thigh = math.degrees(math.atan2(leg.middle[0] - leg.root[0], leg.root[1] - leg.middle[1]))
            shank = math.degrees(math.atan2(leg.end[0] - leg.middle[0], leg.middle[1] - leg.end[1]))
            flexed = (thigh + trunk + 180) % 360 - 180
            assert -35 <= flexed <= 130, f"hip {flexed:.0f}"
            pointed = (leg.pitch + shank + 180) % 360 - 180
            assert -45 <= pointed <= 60, f"ankle {pointed:.0f}"


@pytest.mark.parametrize("name", NAMES)
def test_elbows_bend_the_way_they_can(name: str) -> None:
    for at in joints(figures()[name]):
        for arm in (at.near_arm, at.far_arm) if at.view == "side" else ():
            assert abs(bend(arm)) <= 160


@pytest.mark.parametrize("name", NAMES)
def test_no_foot_goes_through_the_floor(name: str) -> None:
    for pose in seen(figures()[name], "side"):
        at = skeleton(pose, "side")
        assert min(y for limb in (at.near, at.far) for _, y in foot(limb)) >= -0.01


@pytest.mark.parametrize("name", [n for n in NAMES if figures()[n].end is not None and not figures()[n].air])
def test_whoever_moves_stands_on_something_that_is_drawn(name: str) -> None:
    found = figures()[name]
    for pose, tone, _, _, _ in placed(found)[: 1 + (found.start is not None)]:
        standing = [leg.foot[1] for leg in (pose.near, pose.far) if leg is not None and leg.foot is not None]
        assert standing or pose.turn, tone
        assert all(carries(found, height) for height in standing), tone


@pytest.mark.parametrize("name", [n for n in NAMES if figures()[n].air])
def test_whoever_is_in_the_air_is_above_the_ground(name: str) -> None:
    end = joints(figures()[name])[-1]
    assert min(y for limb in (end.near, end.far) for _, y in foot(limb)) > 3


@pytest.mark.parametrize("name", NAMES)
def test_a_foot_on_the_ground_touches_it_at_every_pitch(name: str) -> None:
    for pose in seen(figures()[name], "side"):
        at = skeleton(pose, "side")
        for leg, limb in ((pose.near, at.near), (pose.far, at.far)):
            if leg is not None and leg.foot is not None:
                assert min(y for _, y in foot(limb)) == pytest.approx(leg.foot[1], abs=0.01)


@pytest.mark.parametrize("name", [n for n in NAMES if any(p.kind in HOLDS for p in figures()[n].props)])
def test_no_hand_and_no_toe_is_inside_a_wall_or_a_worktop(name: str) -> None:
    found = figures()[name]
    for prop in (p for p in found.props if p.kind in ("wall", "worktop")):
        way = -1 if prop.flip else 1
        depth = 2.5 if prop.kind == "wall" else 14.0
        for at in joints(found):
            ends = [at.near_arm.end, at.far_arm.end] if prop.kind == "wall" else []
            ends += [point for limb in (at.near, at.far) for point in foot(limb)] if at.view == "side" else []
            assert all(way * (x - prop.at[0]) <= depth for x, y in ends if y < 100)


@pytest.mark.parametrize("name", [n for n in NAMES if "worktop" in {p.kind for p in figures()[n].props}])
def test_a_hand_lies_on_the_worktop(name: str) -> None:
    found = figures()[name]
    (top,) = (p.at for p in found.props if p.kind == "worktop")
    hands = [arm.end for at in joints(found) for arm in (at.near_arm, at.far_arm)]
    assert any(top[0] <= x <= top[0] + 20 and 0 <= y - top[1] <= 4 for x, y in hands)


@pytest.mark.parametrize("name", [n for n in NAMES if "kettlebell" in {p.kind for p in figures()[n].props}])
def test_a_weight_is_held_in_the_hand_at_the_end_of_the_movement(name: str) -> None:
    found = figures()[name]
    (grip,) = (p.at for p in found.props if p.kind == "kettlebell")
    hands = [arm.end for at in joints(found) for arm in (at.near_arm, at.far_arm)]
    assert min(math.dist(grip, hand) for hand in hands) < 3


def test_a_foot_or_a_hand_out_of_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="away"):
        skeleton(Pose(pelvis=(0, 60), near=Leg(foot=(0, 0))), "side")
    with pytest.raises(ValueError, match="away"):
        skeleton(Pose(near=Leg(foot=(0, 0)), far=Leg(), near_arm=Arm(hand=(80, 80))), "side")


def test_the_heel_leaves_the_floor_about_the_ball_and_the_toes_about_the_heel() -> None:
    flat, up, back = (skeleton(Pose(near=Leg(foot=(3, 0), pitch=p)), "side").near.end for p in (0, 30, -20))
    assert flat == pytest.approx((3, ANKLE))
    assert min(up[1], back[1]) > flat[1]
    assert back[0] < flat[0] < up[0]


def test_a_body_at_its_end_shows_what_works_and_a_start_is_one_pale_shape() -> None:
    at = skeleton(Pose(near=Leg(foot=(0, 0)), far=Leg()), "side")
    plain, working = body(at, "end", ()), body(at, "end", ("near_shank",))
    assert plain != working
    assert len(plain) == len(working)
    assert len(body(at, "start", ("near_shank",))) == 2


def test_the_doors_take_a_card_s_name_and_put_the_title_in() -> None:
    assert ">Bridge</title>" in figure("bridge", title="Bridge")
    assert "</title>" in scene("land_quietly", title="A cat sleeps on")
    with pytest.raises(KeyError):
        figure("no_such_exercise", title="x")
