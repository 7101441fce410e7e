"""restride's own recording: what is read back is what was written, whole or in pieces, or it is refused in one line."""

import json
import os
import struct
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from restride.core.conditions import Conditions
from restride.core.errors import InputError, UnreadableFile, UsageError
from restride.core.quality import Quality
from restride.core.recording import Channel, Mark, Recording, Source
from restride.core.units import IN_MEMORY
from restride.read import read
from restride.read.own import pieces
from restride.read.own_file import opened
from restride.read.own_write import write_recording
from restride.simulate import Runner, simulate_run
from tests.read.c3d_files import lab_trial
from tests.read.test_c3d_damage import edited, edits

words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
times = st.floats(-1e6, 1e6)
sides = st.sampled_from(["left", "right", "both", "unknown", "none"])
axes = st.sampled_from([("x", "y", "z"), ("AP", "V", "ML"), ("V",), ("AP", "V")])
any_floats = st.floats(width=64, allow_infinity=False)
units = st.sampled_from(sorted(IN_MEMORY))


@st.composite
def channels(draw: st.DrawFn) -> Channel:
    """A channel of anything."""
    named = draw(axes)
    values = draw(arrays.arrays(np.float64, (draw(st.integers(0, 30)), len(named)), elements=any_floats))
    return Channel(
        draw(words), draw(words), draw(sides), draw(st.sampled_from(["lab", "body", "sensor"])), draw(units),
        draw(st.floats(0.1, 1e5)), draw(times), named, values, draw(st.just("") | words),
    )  # fmt: skip


notes = st.builds(
    Quality,
    code=st.sampled_from(["gap", "clipped"]),
    severity=st.sampled_from(["info", "warning"]),
    message=words,
    removes=st.lists(words, max_size=2).map(tuple),
)
conditions = st.builds(
    Conditions,
    speed_mps=st.none() | st.floats(0, 10),
    grade=st.none() | st.floats(-10, 10),
    surface=st.none() | words,
    mode=st.sampled_from([None, "treadmill", "overground"]),
    cued=st.sampled_from([None, True, False]),
)
recordings = st.builds(
    Recording,
    channels=st.lists(channels(), max_size=4).map(tuple),
    source=st.builds(Source, words, words, words, words, st.just("") | words),
    task=st.sampled_from(["walking", "running", "standing", "unknown"]),
    conditions=conditions,
    marks=st.lists(st.builds(Mark, words, sides, times), max_size=3).map(tuple),
    corners=st.dictionaries(words, arrays.arrays(np.float64, (4, 3), elements=any_floats), max_size=2),
    notes=st.lists(notes, max_size=2).map(tuple),
)


def assert_equal(found: Recording, written: Recording) -> None:
    """Every field is the same, floats to the last bit."""
    for name in ("source", "task", "conditions", "marks", "notes"):
        assert getattr(found, name) == getattr(written, name)
    assert len(found.channels) == len(written.channels)
    for one, other in zip(found.channels, written.channels, strict=True):
        for name in ("quantity", "place", "side", "frame", "unit", "rate_hz", "start_s", "axes", "origin"):
            assert getattr(one, name) == getattr(other, name)
        assert one.values.tobytes() == other.values.tobytes()
        assert one.values.dtype == np.float64
        assert not one.values.flags.writeable
    assert list(found.corners) == list(written.corners)
    for place, corner in written.corners.items():
        np.testing.assert_array_equal(found.corners[place], corner)


@given(recording=recordings)
def test_a_recording_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, recording: Recording) -> None:
    path = tmp_path_factory.mktemp("own") / "day.restride"
    assert write_recording(path, recording) == path
    (found,) = read(path)
    assert_equal(found, recording)


def test_a_laboratory_trial_and_a_simulated_run_come_back_as_they_were(tmp_path: Path) -> None:
    lab_trial(tmp_path / "trial.c3d", first_frame=45)
    for recording in (read(tmp_path / "trial.c3d")[0], simulate_run(Runner.typical(), seconds=3).recording):
        write_recording(tmp_path / "one.restride", recording)
        assert_equal(read(tmp_path / "one.restride")[0], recording)


def two_feet(seconds: float = 100.0, rate_hz: float = 51.2) -> Recording:
    """Two devices that started at different times, and marks."""
    draw = np.random.default_rng(0)
    made = [
        Channel(
            quantity, "foot", side, "sensor", unit, rate_hz, start_s, ("x", "y", "z"),
            draw.normal(size=(int(seconds * rate_hz), 3)),
        )
        for side, start_s in (("left", -3.0), ("right", 11.7))
        for quantity, unit in (("acc", "m/s2"), ("gyro", "deg/s"))
    ]  # fmt: skip
    marks = tuple(Mark("step", "left", t) for t in (0.0, 33.3, 99.0))
    return Recording(tuple(made), Source("feet.csv", "0" * 64, "csv", "1"), marks=marks)


@settings(max_examples=40)
@given(piece_s=st.floats(1, 200), margin_s=st.floats(0, 30))
def test_pieces_are_cuts_of_the_whole_and_their_own_parts_make_it_up(
    tmp_path_factory: pytest.TempPathFactory, piece_s: float, margin_s: float
) -> None:
    whole = two_feet()
    path = write_recording(tmp_path_factory.mktemp("own") / "day.restride", whole)
    found = list(pieces(path, piece_s, margin_s))
    assert found[0][1] == -np.inf
    assert found[-1][2] == np.inf
    for (_, _, end_s), (_, start_s, _) in pairwise(found):
        assert start_s == end_s
    for piece, start_s, end_s in found:
        assert_equal(piece, whole.between(start_s - margin_s, end_s + margin_s))
    for channel in whole.channels:
        inside = [
            c.between(start_s, end_s).values
            for piece, start_s, end_s in found
            for c in piece.select(channel.quantity, side=channel.side)
        ]
        np.testing.assert_array_equal(np.concatenate(inside), channel.values)
    assert [m for piece, start_s, end_s in found for m in piece.marks if start_s <= m.time_s < end_s] == list(
        whole.marks
    )


def test_a_stretch_alone_is_read_from_disk(tmp_path: Path) -> None:
    whole = two_feet()
    stored = opened(write_recording(tmp_path / "day.restride", whole))
    assert (stored.start_s, stored.end_s) == (whole.start_s, pytest.approx(whole.end_s))
    assert_equal(stored.between(20.0, 30.0), whole.between(20.0, 30.0))
    assert stored.between(1e6, 2e6).channels == ()


@pytest.mark.parametrize(("piece_s", "margin_s"), [(0.0, 1.0), (-1.0, 1.0), (10.0, -1.0), (float("nan"), 0.0)])
def test_pieces_of_no_length_are_a_mistake(piece_s: float, margin_s: float, tmp_path: Path) -> None:
    path = write_recording(tmp_path / "day.restride", two_feet(2))
    with pytest.raises(ValueError, match="pieces of"):
        list(pieces(path, piece_s, margin_s))


def test_the_file_depends_on_the_recording_alone_and_replaces_what_was_there(tmp_path: Path) -> None:
    first = write_recording(tmp_path / "a.restride", two_feet(3)).read_bytes()
    (tmp_path / "b.restride").write_bytes(b"old")
    assert write_recording(tmp_path / "b.restride", two_feet(3)).read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.restride", "b.restride"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_recording(tmp_path / "none" / "a.restride", two_feet(2))
    (tmp_path / "old.restride").write_bytes(b"old")
    odd = replace(two_feet(2), marks=(Mark("step", "left", float("nan")),))
    first, *others = two_feet(2).channels
    endless = two_feet(2).with_channels((replace(first, values=np.full_like(first.values, np.inf)), *others))
    for bad in (odd, replace(odd, marks=(Mark("a\nb", "left", 0.0),)), endless):
        with pytest.raises(InputError, match="can be kept"):
            write_recording(tmp_path / "old.restride", bad)
    assert (tmp_path / "old.restride").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["old.restride"]


def test_a_sidecar_of_the_file_that_it_came_from_is_left_alone(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "run.restride", two_feet(2))
    (tmp_path / "run.toml").write_text("rate_hz = 100.0\n")
    assert read(path)[0].task == "unknown"
    (tmp_path / "run.restride.toml").write_text('task = "walking"\n')
    assert read(path)[0].task == "walking"


# --- files that somebody else made ---


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, bytes]:
    """The members of a good file."""
    with zipfile.ZipFile(write_recording(tmp_path / "good.restride", two_feet(2))) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(path: Path, members: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def one_line(path: Path) -> str:
    """The error that reading this file must give, whole and in pieces alike."""
    lines = []
    for way in (lambda: read(path), lambda: list(pieces(path, 1.0, 0.5))):
        with pytest.raises(InputError) as caught:
            way()
        lines.append(str(caught.value))
    assert lines[0].isprintable()
    return lines[0]


def told(parts: dict[str, bytes]) -> Any:
    """recording.json as it stands in the file."""
    return json.loads(parts["recording.json"])


def with_json(parts: dict[str, bytes], change: dict[str, Any], **of_first: Any) -> dict[str, bytes]:
    """The same members with another description."""
    said = told(parts) | change
    said["channels"][0] |= of_first
    return parts | {"recording.json": json.dumps(said, separators=(",", ":")).encode()}


@pytest.mark.parametrize(
    ("change", "of_first", "says"),
    [
        ({"schema": "restride/recording/9"}, {}, "another version"),
        ({"extra": 1}, {}, "not understood"),
        ({"task": "flying"}, {}, "not understood"),
        ({"corners": {"plate": "channel_0.npy"}}, {}, "two arrays in one member"),
        ({"corners": {"plate": "../../etc/passwd"}}, {}, "not in it"),
        ({}, {"member": "channel_1.npy"}, "two arrays in one member"),
        ({}, {"member": "recording.json"}, "size and kind"),
        ({}, {"samples": 10**15}, "size and kind"),
        ({}, {"samples": -1}, "-1 samples"),
        ({}, {"axes": ["x", "y"]}, "size and kind"),
        ({}, {"axes": ["x", "x", "y"]}, "samples of 3 axes"),
        ({}, {"rate_hz": 0.0}, "rate of 0 Hz"),
        ({}, {"rate_hz": 1e300}, "rate of"),
        ({}, {"start_s": -1e300}, "from -1e+300"),
        ({}, {"place": "a\x1b[2J"}, "cannot be printed"),
        ({}, {"unit": "g"}, "acc in 'g'"),
        ({}, {"rate_hz": float("nan")}, "not understood"),
    ],
)
def test_a_description_that_cannot_be_is_refused(
    change: dict[str, Any], of_first: dict[str, Any], says: str, parts: dict[str, bytes], tmp_path: Path
) -> None:
    assert says in one_line(packed(tmp_path / "odd.restride", with_json(parts, change, **of_first)))


def npy(values: Any) -> bytes:
    """An array as numpy stores it."""
    from io import BytesIO

    file = BytesIO()
    np.save(file, values)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        npy(np.zeros((102, 3), dtype=object)),
        npy(np.zeros((102, 3), dtype=np.float32)),
        npy(np.asfortranarray(np.zeros((102, 3)))),
        npy(np.zeros((103, 3))),
        npy(np.zeros(306)),
        npy(np.zeros((102, 3)))[:-1],
        npy(np.zeros((102, 3))) + b"more",
        b"",
        b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 60_000,
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff{",
    ],
)
def test_an_array_of_another_kind_is_refused_without_being_believed(
    content: bytes, parts: dict[str, bytes], tmp_path: Path
) -> None:
    one_line(packed(tmp_path / "odd.restride", parts | {"channel_0.npy": content}))


def test_packed_doubled_missing_and_overlapping_members_are_refused(parts: dict[str, bytes], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "packed.restride", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "recording.json" else zipfile.ZIP_DEFLATED)
    assert "packed" in one_line(tmp_path / "packed.restride")
    some = {name: content for name, content in parts.items() if name != "channel_2.npy"}
    assert "not in it" in one_line(packed(tmp_path / "missing.restride", some))
    raw = packed(tmp_path / "twice.restride", parts | {"channel_x.npy": b""}).read_bytes()
    (tmp_path / "twice.restride").write_bytes(raw.replace(b"channel_x.npy", b"channel_0.npy"))
    assert "repeats itself" in one_line(tmp_path / "twice.restride")


def test_a_flipped_bit_in_the_numbers_is_told(parts: dict[str, bytes], tmp_path: Path) -> None:
    raw = bytearray((tmp_path / "good.restride").read_bytes())
    at = raw.index(parts["channel_3.npy"]) + len(parts["channel_3.npy"]) - 4
    raw[at] ^= 1
    (tmp_path / "flip.restride").write_bytes(raw)
    assert "channel_3.npy is not what was written" in one_line(tmp_path / "flip.restride")


def test_numbers_without_end_are_refused_though_their_sum_is_right(parts: dict[str, bytes], tmp_path: Path) -> None:
    raw = parts["channel_0.npy"][:-8] + np.array([np.inf]).tobytes()
    assert "without end" in one_line(packed(tmp_path / "odd.restride", parts | {"channel_0.npy": raw}))


def test_another_zip_under_our_name_is_told_so(tmp_path: Path) -> None:
    packed(tmp_path / "photos.restride", {"a.txt": b"hello"})
    assert "no recording.json in it" in one_line(tmp_path / "photos.restride")
    (tmp_path / "text.restride").write_bytes(struct.pack("<4s", b"PK\x03\x04") + b"\xff" * 300)
    assert "list of contents" in one_line(tmp_path / "text.restride")
    with pytest.raises(UnreadableFile):
        opened(tmp_path / "none.restride")


@settings(max_examples=400)
@given(changes=edits)
def test_any_damage_ends_in_one_line_or_the_same_recording(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("own")
    path = write_recording(folder / "day.restride", two_feet(1.0))
    whole = path.read_bytes()
    path.write_bytes(edited(whole, changes) or b"x")
    try:
        (found,) = read(path)
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is right
    else:
        for one, other in zip(found.channels, two_feet(1.0).channels, strict=True):
            np.testing.assert_array_equal(one.values, other.values)
