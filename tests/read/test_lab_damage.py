"""Damaged text exports of laboratories: whole rows are kept, what is lost is said, only InputError ever comes out."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import InputError
from restride.read.storage import READER as STORAGE
from restride.read.trc import READER as TRC
from tests.read.damage import Edit, edited, sound_or_refused
from tests.read.lab_files import force_columns, storage, trc, walk_forces, walk_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("lab")


def markers(path: Path) -> Path:
    """A small TRC file."""
    t = np.arange(60) / 100
    heel = np.stack([t, 0.1 + 0.05 * np.sin(9 * t), 0.2 + 0 * t], axis=1)
    return trc(path, {"HEEL": heel, "TOE": heel + 0.2, "ANKLE": heel + 0.1}, 100.0)


def model(path: Path) -> Path:
    """A small storage file with angles and moments."""
    t, angles, moments = walk_model(seconds=1.0, rate_hz=60.0)
    return storage(path, angles | moments, t, title="Coordinates", degrees="yes")


def forces(path: Path) -> Path:
    """A small storage file with forces."""
    t, feet = walk_forces(seconds=2.0, rate_hz=60.0)
    return storage(path, force_columns("gait2392", feet), t)


FILES = {"trc": (markers, TRC), "angles": (model, STORAGE), "forces": (forces, STORAGE)}
each_file = pytest.mark.parametrize("name", FILES)
edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "flip", "insert", "cut"]),
        st.integers(0, 20_000),
        st.one_of(
            st.binary(min_size=1, max_size=6), st.sampled_from([b"\t", b"\n", b"-", b"e9", b"nan", b"inf", b","])
        ),
    ),
    min_size=1,
    max_size=5,
)


@each_file
@settings(max_examples=100)
@given(changes=edits)
def test_any_damage_gives_a_recording_or_one_line(folder: Path, name: str, changes: list[Edit]) -> None:
    write, reader = FILES[name]
    path = write(folder / f"{name}.txt")
    path.write_bytes(edited(path.read_bytes(), changes))
    sound_or_refused(lambda: reader.read(path, None))


@each_file
@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_a_file_cut_short_keeps_its_whole_rows_and_says_so(name: str, share: float, tmp_path: Path) -> None:
    write, reader = FILES[name]
    path = write(tmp_path / f"{name}.txt")
    (whole,) = reader.read(path, None)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(share * len(raw))])
    (one,) = reader.read(path, None)
    n = one.channels[0].n
    assert 0.3 * share * whole.channels[0].n < n < whole.channels[0].n
    assert {"truncated", "gap"} & {q.code for q in one.notes}  # gap: nothing but the last row is cut


@each_file
def test_a_row_that_is_damaged_costs_that_row(name: str, tmp_path: Path) -> None:
    write, reader = FILES[name]
    path = write(tmp_path / f"{name}.txt")
    (whole,) = reader.read(path, None)
    lines = path.read_text().split("\n")
    middle = len(lines) - 20
    lines[middle] = lines[middle].replace(".", "x", 3)
    path.write_text("\n".join(lines))
    (one,) = reader.read(path, None)
    assert [q.code for q in one.notes if q.code == "gap"] == ["gap"]
    assert "1 of" in one.notes[0].message
    for channel, truth in zip(one.channels, whole.channels, strict=True):
        assert channel.n == truth.n
        both = np.isfinite(channel.values) & np.isfinite(truth.values)
        assert both.mean() > 0.9 * np.isfinite(truth.values).mean()


def test_what_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "walk.mot"
    for text, needed in (
        ("Coordinates\nnRows=3\nendheader\n", "rows of numbers"),
        ("Coordinates\nnRows=3\nendheader\nknee\thip\n1\t2\n2\t3\n", "a column `time`"),
        ("Coordinates\nnRows=3\nendheader\ntime\tknee\nx\ty\n", "at least two rows"),
    ):
        path.write_text(text)
        with pytest.raises(InputError, match=needed):
            STORAGE.read(path, None)
    path.write_text("PathFileType\t4\nDataRate\tUnits\n100\tmm\nFrame#\tTime\n1\t0\n2\t1\n")
    with pytest.raises(InputError, match="markers in at least two rows"):
        TRC.read(path, None)
    path.write_text("PathFileType\t4\nDataRate\tUnits\n100\tinch\nFrame#\tTime\tA\n1\t0\t1\t2\t3\n2\t1\t1\t2\t3\n")
    with pytest.raises(InputError, match="Units mm, cm or m"):
        TRC.read(path, None)
