"""Damaged FIT files: whole records are kept, what is lost is said, and nothing but an InputError ever comes out."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.read.fit import READER
from restride.read.fit_messages import Damage, messages
from tests.read.damage import Edit, edited, sound_or_refused
from tests.read.fit_files import (
    FLOAT32,
    STRYD_APP,
    UINT8,
    UINT16,
    begun,
    dynamics,
    read_fit,
    run_bytes,
    session,
    values,
)

WHOLE = run_bytes(120)


def with_app() -> bytes:
    """A run with developer fields, so that mutations reach those too."""
    file = begun()
    file.app(0, STRYD_APP, [(0, UINT16, "Power", "Watts"), (3, FLOAT32, "Vertical Oscillation", "Centimeters")])
    dynamics(file, range(20))
    file.define(4, 20, [(253, 0x86), (3, UINT8)], [(0, UINT16, 0), (3, FLOAT32, 0)])
    for s in range(20, 40):
        file.add(4, 1_000_000_000 + s, 150, 250, 6.6)
    session(file, 1)
    return file.raw()


SMALL = with_app()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_keeps_its_whole_records_and_says_what_is_lost(share: float, tmp_path: Path) -> None:
    keep = int(share * len(WHOLE))
    (run,) = read_fit(tmp_path, WHOLE[:keep])
    whole = read_fit(tmp_path, WHOLE)[0]
    n = run.channels[0].n
    np.testing.assert_array_equal(values(run, "distance"), values(whole, "distance")[:n])
    (note,) = [q for q in run.notes if q.code == "truncated"]
    assert f"the last {len(WHOLE) - keep} bytes" in note.message
    assert n >= share * 120 - 12


def test_a_file_that_was_never_closed_is_read_to_its_end(tmp_path: Path) -> None:
    file = begun()
    dynamics(file, range(50))
    (run,) = read_fit(tmp_path, file.raw(size=0)[:-2])
    assert run.channels[0].n == 50
    assert "never closed" in run.notes[0].message


def test_a_checksum_that_does_not_fit_is_said(tmp_path: Path) -> None:
    raw = bytearray(WHOLE)
    raw[-1] ^= 1
    (run,) = read_fit(tmp_path, bytes(raw))
    assert run.channels[0].n == 120
    assert "checksum" in run.notes[0].message


@pytest.mark.parametrize("where", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("lost", [1, 7, 100])
def test_bytes_lost_in_the_middle_cost_few_records_and_are_said(lost: int, where: float, tmp_path: Path) -> None:
    at = int(where * len(WHOLE))
    (run,) = read_fit(tmp_path, WHOLE[:at] + WHOLE[at + lost :])
    whole = read_fit(tmp_path, WHOLE)[0]
    found, true = values(run, "distance"), values(whole, "distance")
    assert len(found) == len(true)
    there = np.isfinite(found)
    np.testing.assert_allclose(found[there], true[there], atol=1e-6)
    assert there.sum() >= 110 - lost / 10
    (note,) = [q for q in run.notes if q.code == "truncated"]
    assert "could not be read and were stepped over" in note.message


def test_rubbish_behind_the_file_is_said_and_left(tmp_path: Path) -> None:
    (run,) = read_fit(tmp_path, WHOLE + b"rubbish behind it all")
    assert run.channels[0].n == 120
    assert "the last 21 bytes" in run.notes[0].message


def test_a_record_with_a_time_of_its_own_is_left_out(tmp_path: Path) -> None:
    file = begun()
    dynamics(file, [*range(50), 14_000_000, *range(50, 100)])
    (run,) = read_fit(tmp_path, file.raw())
    assert run.channels[0].n == 100
    assert [q.code for q in run.notes] == ["clock_jump"]


edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "flip", "insert", "cut"]),
        st.integers(0, len(SMALL)),
        st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("fit")


@settings(max_examples=300)
@given(changes=edits)
def test_any_damage_gives_a_recording_or_one_line(folder: Path, changes: list[Edit]) -> None:
    sound_or_refused(lambda: read_fit(folder, edited(SMALL, changes)))


@given(junk=st.binary(max_size=3000))
def test_junk_behind_a_header_never_hangs_and_never_fails(folder: Path, junk: bytes) -> None:
    sound_or_refused(lambda: read_fit(folder, WHOLE[:14] + junk))
    assert all(frame is not None for frame in messages(WHOLE[:14] + junk, Damage()))


@pytest.mark.parametrize("byte", [0x00, 0x40, 0x03, 0xFF])
def test_a_long_stretch_of_one_byte_takes_seconds_at_most(byte: int, tmp_path: Path) -> None:
    path = tmp_path / "run.fit"
    path.write_bytes(WHOLE + WHOLE[:600] + bytes([byte]) * 400_000)
    sound_or_refused(lambda: READER.read(path, None))
