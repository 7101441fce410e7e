"""Damaged C3D files end in one helpful line, whatever is wrong with them, and never take the process along."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import InputError, UnreadableFile
from restride.read import c3d_process, read
from restride.read.c3d_data import decode
from restride.read.c3d_header import BLOCK, read_layout
from restride.read.c3d_recording import build
from restride.read.source import source_of
from tests.data import recording
from tests.read.c3d_files import Value, c3d_bytes, lab_trial

SMALL = c3d_bytes(
    np.ones((6, 2, 4)), np.ones((6, 3, 2)), parameters={"EVENT:USED": [1], "EVENT:TIMES": np.ones((2, 1))}
)
DATA_AT = 512 * (int.from_bytes(SMALL[16:18], "little") - 1)

Edit = tuple[str, int, bytes]
edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "flip", "insert", "cut"]),
        st.one_of(st.integers(0, 26), st.integers(BLOCK, DATA_AT), st.integers(0, len(SMALL))),
        st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=4,
)


def edited(whole: bytes, changes: list[Edit]) -> bytes:
    """Bytes after flips, insertions and cuts."""
    raw = bytearray(whole)
    for kind, at, new in changes:
        if kind == "flip":
            raw[at : at + len(new)] = new
        elif kind == "insert":
            raw[at:at] = new
        else:
            del raw[at : at + len(new) * 20]
    return bytes(raw)


def one_line(path: Path) -> str:
    """The error that reading this file must give."""
    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("damage")


@settings(max_examples=400)
@given(changes=edits)
def test_the_header_check_and_our_decoding_survive_any_damage(folder: Path, changes: list[Edit]) -> None:
    path = folder / "edited.c3d"
    path.write_bytes(edited(SMALL, changes))
    try:
        layout = read_layout(path)
        trial = build(layout, *decode(path, layout), source_of(path, "c3d", "1"))
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is right
    else:
        assert not any(np.isinf(c.values).any() for c in trial.channels)


@settings(max_examples=25)
@given(changes=edits)
def test_the_whole_way_through_the_worker_survives_any_damage(folder: Path, changes: list[Edit]) -> None:
    path = folder / "worker.c3d"
    path.write_bytes(edited(SMALL, changes))
    try:
        read(path)
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("keep", [1, 2, 3, 100, 511, 512, 513, 520, 1000, DATA_AT - 1, DATA_AT, len(SMALL) - 1])
def test_a_file_cut_anywhere_says_how_much_is_missing(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.c3d"
    path.write_bytes(SMALL[:keep])
    line = one_line(path)
    assert f"{keep} bytes" in line or keep < 14
    if keep >= DATA_AT:
        assert f"{len(SMALL)} bytes for 6 frames of 2 points and 2 analog channels" in line


@pytest.mark.parametrize("share", [0.0001, 0.001, 0.01, 0.3, 0.9, 0.999999])
def test_a_real_trial_cut_short_is_refused(share: float, tmp_path: Path) -> None:
    whole = recording("rbds_treadmill_running/RBDS001/RBDS001runT25.c3d").read_bytes()
    path = tmp_path / "cut.c3d"
    path.write_bytes(whole[: int(share * len(whole))])
    one_line(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"t,a\n0,1\n1,2\n", "text"),
        (b"SPEED;1\n2;3\n", "text"),
        (b"\x00" * 2000, "02 50"),
        (b"PK\x03\x04" + bytes(600), "02 50"),
        (b"\x02\x50" + bytes(510), "bytes"),
        (b"\x02\x50" + bytes(2000), "processor"),
    ],
)
def test_other_content_under_the_name_of_a_c3d_file_is_told_so(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "other.c3d"
    path.write_bytes(content)
    assert says in one_line(path)


@pytest.mark.parametrize(
    "parameters",
    [
        {"POINT:RATE": [-100.0]},
        {"POINT:RATE": [1e9]},
        {"POINT:SCALE": [0.1]},
        {"ANALOG:RATE": [333.0]},
        {"ANALOG:SCALE": [1.0]},
        {"ANALOG:SCALE": [1.0, float("nan")]},
        {"ANALOG:SCALE": [1e30, 1e30], "FORCE_PLATFORM:USED": [0]},
        {"POINT:USED": [0], "ANALOG:USED": [0]},
        {"POINT:FRAMES": [30_000]},
    ],
)
def test_numbers_that_cannot_be_are_refused(parameters: dict[str, Value], tmp_path: Path) -> None:
    path = tmp_path / "odd.c3d"
    path.write_bytes(c3d_bytes(np.ones((6, 2, 4)), np.ones((6, 3, 2)), parameters=parameters))
    if "FORCE_PLATFORM:USED" in parameters:  # an absurd gain of a channel that nobody uses stays where it is
        assert read(path)[0].select("analog")
    else:
        one_line(path)


def test_numbers_beyond_anything_physical_are_damage(tmp_path: Path) -> None:
    points = np.ones((6, 2, 4))
    points[3, 1, 0] = 1e30
    (tmp_path / "far.c3d").write_bytes(c3d_bytes(points))
    assert "m in marker@M1" in one_line(tmp_path / "far.c3d")
    points[3, 1, 0] = np.inf
    (tmp_path / "inf.c3d").write_bytes(c3d_bytes(points))
    assert np.isnan(read(tmp_path / "inf.c3d")[0].select("marker", "M1")[0].values[3, 0])


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crash"),
        ("import sys; sys.exit(3)", "crash"),
        ("pass", "crash"),
        ("import time; time.sleep(60)", "not parsed after"),
        ("print('!RuntimeError: odd')", "RuntimeError: odd"),
        ("import sys; print('2 5 2 18', flush=True); sys.stdout.buffer.write(bytes(8 * 66))", "other numbers"),
        ("import sys; print('2 6 2 17', flush=True); sys.stdout.buffer.write(bytes(8 * 70))", "others in its header"),
        ("import sys; sys.stdout.buffer.write(bytes(10))", "crash"),
        ("print('2 6 2 18', flush=True)", "crash"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_a_parser_that_fails_leaves_this_process_alone(
    script: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "worker.py").write_text(script)
    monkeypatch.setattr(c3d_process, "SCRIPT", tmp_path / "worker.py")
    monkeypatch.setattr(c3d_process, "TIMEOUT_S", 0.5)
    (tmp_path / "sound.c3d").write_bytes(SMALL)
    assert says in one_line(tmp_path / "sound.c3d")


@pytest.mark.skipif(os.name == "nt", reason="Windows sets no such limit")
def test_a_parser_that_wants_all_memory_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = c3d_process.SCRIPT.read_text().replace("content = ezc3d.c3d(path)", "content = bytearray(8 << 30)")
    (tmp_path / "worker.py").write_text(worker)
    monkeypatch.setattr(c3d_process, "SCRIPT", tmp_path / "worker.py")
    (tmp_path / "sound.c3d").write_bytes(SMALL)
    assert "MemoryError" in one_line(tmp_path / "sound.c3d")


def test_nothing_of_the_parser_reaches_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lab_trial(tmp_path / "sound.c3d")
    read(tmp_path / "sound.c3d")
    (tmp_path / "odd.c3d").write_bytes(edited(SMALL, [("flip", BLOCK + 10, b"\xff\xff\xff")]))
    with pytest.raises(UnreadableFile):
        read(tmp_path / "odd.c3d")
    assert capfd.readouterr() == ("", "")
