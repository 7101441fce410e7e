"""What commands write is whole or not there."""

import os
import stat
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.app.files import check_file, folder, json_document, write_atomically
from restride.core.errors import UsageError


class Noun(msgspec.Struct):
    b: float
    a: dict[str, object] = {}


def test_what_stood_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        write_atomically(path, b"after")
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert path.read_bytes() == b"before"


def test_a_link_stays_a_link_and_its_target_keeps_its_mode(tmp_path: Path) -> None:
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    target.write_bytes(b"before")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"after")
    assert link.is_symlink()
    assert target.read_bytes() == b"after"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_atomically(Path(os.devnull), b"gone")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_folder_arrives_whole_beside_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with folder(out) as stage:
        (stage / "one").write_text("1")
        assert not (out / "one").exists()
    assert [p.name for p in out.iterdir()] == ["one"]
    with folder(out) as stage:
        (stage / "two").write_text("2")
    assert sorted(p.name for p in out.iterdir()) == ["one", "two"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_folder_that_was_made_for_a_failed_command_goes_again(tmp_path: Path, error: type[BaseException]) -> None:
    def fails_half_way() -> None:
        with folder(tmp_path / "deep" / "out") as stage:
            (stage / "half").write_text("half")
            raise error

    with pytest.raises(error):
        fails_half_way()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError), folder(tmp_path / "file" / "out"):
        raise AssertionError("entered")
    with pytest.raises(UsageError):
        check_file(tmp_path, "--json")
    with pytest.raises(UsageError):
        check_file(tmp_path / "none" / "a.json", "--json")


@given(st.floats(allow_nan=False, allow_infinity=False), st.text())
def test_a_document_reads_back_as_it_was(number: float, text: str) -> None:
    noun = Noun(b=number, a={"text": text})
    document = json_document(noun)
    assert msgspec.json.decode(document, type=Noun) == noun
    assert document == json_document(noun)
    assert document.index(b'"b"') < document.index(b'"a"')


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), np.float64(1.0), np.int64(1), np.array([1.0])])
def test_a_document_never_holds_a_missing_number_or_a_type_of_numpy(wrong: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        json_document(Noun(b=1.0, a={"deep": [wrong]}))
