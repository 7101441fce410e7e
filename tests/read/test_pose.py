"""Keypoint files: every layout gives the same, and what is damaged costs only itself."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import InputError
from restride.core.recording import Recording
from restride.core.skeletons import skeletons
from restride.read import read
from tests.read import pose_files
from tests.read.damage import Edit, edited, sound_or_refused
from tests.read.pose_files import FPS, written

BODY = pose_files.moving()
RATE = f"rate_hz = {FPS}\n"
LAYOUTS = {
    "named": (pose_files.named(BODY), ""),
    "openpose": (pose_files.openpose(BODY), RATE),
    "mmpose": (pose_files.mmpose(BODY), RATE),
    "mmpose_demo": (pose_files.mmpose_demo(BODY), RATE),
    "alphapose": (pose_files.alphapose(BODY), RATE),
    "mediapipe": (pose_files.mediapipe(pose_files.moving("blazepose33")), ""),
}


def read_as(folder: Path, document: Any, says: str = "") -> Recording:
    """The recording of a document, with a sidecar beside it."""
    path = written(folder / "clip.json", document)
    if says:
        (folder / "clip.json.toml").write_text(says)
    return read(path)[0]


def at(one: Recording, place: str, side: str = "none") -> np.ndarray:
    """(n, 3) one point."""
    (channel,) = one.select("keypoint", place, side)
    return channel.values


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_same_points(name: str, tmp_path: Path) -> None:
    one = read_as(tmp_path, *LAYOUTS[name])
    table = skeletons()["blazepose33" if name == "mediapipe" else "halpe26"]
    body = pose_files.moving("blazepose33") if name == "mediapipe" else BODY
    for (place, side), i in table.known().items():
        np.testing.assert_allclose(at(one, place, side), body[:, i], atol=1e-6)
    assert {(round(c.rate_hz, 6), c.unit, c.frame, c.n) for c in one.channels} == {(FPS, "px", "image", 40)}


@pytest.mark.parametrize("skeleton", [name for name in skeletons() if name != "blazepose33"])
def test_every_skeleton_is_told_by_how_many_points_it_has(skeleton: str, tmp_path: Path) -> None:
    body = pose_files.moving(skeleton)
    one = read_as(tmp_path, pose_files.openpose(body), RATE)
    known = skeletons()[skeleton].known()
    assert len(one.channels) == len(known)
    np.testing.assert_allclose(at(one, "ankle", "right"), body[:, known["ankle", "right"]])


def test_one_file_a_frame_in_a_folder_is_one_recording(tmp_path: Path) -> None:
    for i, frame in enumerate(pose_files.openpose(BODY)):
        written(tmp_path / f"clip_{i:012d}_keypoints.json", frame)
    written(tmp_path / "other_000000000000_keypoints.json", pose_files.openpose(BODY + 5)[0])
    (tmp_path / "says.toml").write_text(RATE)
    one = read(tmp_path / "clip_000000000003_keypoints.json", sidecar=tmp_path / "says.toml")[0]
    np.testing.assert_allclose(at(one, "nose"), BODY[:, 0])


def test_a_frame_without_anybody_leaves_a_gap_where_the_file_counts_its_frames(tmp_path: Path) -> None:
    rows = [row for i, row in enumerate(pose_files.alphapose(BODY)) if i not in (10, 11)]
    nose = at(read_as(tmp_path, rows, RATE), "nose")
    assert np.flatnonzero(np.isnan(nose[:, 0])).tolist() == [10, 11]
    np.testing.assert_allclose(nose[12:], BODY[12:, 0])


@pytest.mark.parametrize("first", [True, False])
def test_of_several_people_the_largest_is_followed_and_it_is_said(first: bool, tmp_path: Path) -> None:
    small = BODY * [0.3, 0.3, 1] + [900, 10, 0]
    rows = []
    for i, (one, other) in enumerate(zip(BODY, small, strict=True)):
        people = [one, other] if first ^ (i % 3 == 0) else [other, one]
        rows.append({"people": [{"pose_keypoints_2d": p.ravel().tolist()} for p in people]})
    found = read_as(tmp_path, rows, RATE)
    np.testing.assert_allclose(at(found, "heel", "left"), BODY[:, 24])
    assert [q.code for q in found.notes] == ["one_of_several"]


def test_points_of_a_low_score_and_points_at_the_origin_are_missing(tmp_path: Path) -> None:
    body = BODY.copy()
    body[3, 0, 2], body[4, 0] = 0.1, 0
    nose = at(read_as(tmp_path, pose_files.named(body)), "nose")
    assert np.flatnonzero(np.isnan(nose[:, 0])).tolist() == [3, 4]
    assert nose[3, 2] == 0.1


def test_without_a_rate_the_file_is_refused_in_one_line_that_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="rate_hz = 60"):
        read_as(tmp_path, pose_files.mmpose(BODY))


def test_slow_motion_is_believed_from_the_sidecar_and_said(tmp_path: Path) -> None:
    one = read_as(tmp_path, pose_files.named(BODY), "rate_hz = 240.0\n")
    assert one.channels[0].rate_hz == 240.0
    assert [q.code for q in one.notes] == ["slow_motion"]


def test_shares_of_the_picture_need_its_size(tmp_path: Path) -> None:
    document = pose_files.mediapipe(pose_files.moving("blazepose33"))
    del document["width"]
    with pytest.raises(InputError, match="image_px"):
        read_as(tmp_path, document)
    one = read_as(tmp_path, document, "image_px = [1280, 720]\n")
    np.testing.assert_allclose(at(one, "nose")[:, :2], pose_files.moving("blazepose33")[:, 0, :2], atol=1e-6)


def test_points_that_nobody_knows_are_refused_with_the_numbers_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"19 points.*keypoint_names"):
        read_as(tmp_path, pose_files.openpose(BODY[:, :19]), RATE)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_cut_short_keeps_its_whole_frames_and_says_so(share: float, tmp_path: Path) -> None:
    text = json.dumps(pose_files.named(BODY))
    path = tmp_path / "clip.json"
    path.write_text(text[: int(share * len(text))])
    one = read(path)[0]
    nose = at(one, "nose")
    whole = int(np.isfinite(nose[:, 0]).sum())
    assert whole >= share * 40 - 4
    np.testing.assert_allclose(nose[: whole - 1], BODY[: whole - 1, 0])
    assert "truncated" in [q.code for q in one.notes]


def test_a_frame_that_cannot_be_read_costs_that_frame_only(tmp_path: Path) -> None:
    document = pose_files.named(BODY)
    document["frames"][7] = "lost"
    document["frames"][9] = [[[["deep"]]]]
    one = read_as(tmp_path, document)
    assert np.flatnonzero(np.isnan(at(one, "nose")[:, 0])).tolist() == [7, 9]
    assert "2 frames" in next(q.message for q in one.notes if q.code == "gap")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "null", '"x"', "[]", "{}"])
def test_what_is_no_number_is_missing(value: str, tmp_path: Path) -> None:
    document = pose_files.named(BODY)
    document["frames"][5][0][0] = "HERE"
    path = tmp_path / "clip.json"
    path.write_text(json.dumps(document).replace('"HERE"', value))
    nose = at(read(path)[0], "nose")
    assert np.flatnonzero(np.isnan(nose[:, 0])).tolist() == [5]


@pytest.mark.parametrize("junk", ['{"people": ' + "[" * 100_000, '{"keypoints": ' + '{"a":' * 5000, '{"people": []}'])
def test_endless_nesting_and_nothing_at_all_are_refused_in_one_line(junk: str, tmp_path: Path) -> None:
    path = tmp_path / "clip.json"
    path.write_text(junk)
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).isprintable()


def test_other_json_is_not_taken_for_keypoints() -> None:
    from restride.read.pose import READER

    assert not READER.sniff(b'{"schema": "restride/assessment/1", "metrics": []}', Path("a.json"))
    assert not READER.sniff(b'{"cadence_spm": {"value": 168.9}, "how": "no \\"keypoints\\" used"}', Path("a.json"))
    assert READER.sniff(b'\xef\xbb\xbf [{"image_id": "0.jpg", "keypoints": [1', Path("a.txt"))


SMALL = json.dumps(pose_files.named(BODY[:6].round(1))).encode()
places, marks = st.integers(0, len(SMALL)), st.sampled_from([b"[", b"]", b'"', b"-9", b"}", b","])
edits = st.lists(st.tuples(st.sampled_from(["flip", "insert", "cut"]), places, marks), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("pose")


@settings(max_examples=120)
@given(changes=edits)
def test_any_damage_gives_a_recording_or_one_line(folder: Path, changes: list[Edit]) -> None:
    path = folder / "clip.json"
    path.write_bytes(edited(SMALL, changes))
    sound_or_refused(lambda: read(path))
