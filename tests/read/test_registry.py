"""Which reader takes a file: by content, with strangers' readers through the same door."""

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import numpy as np
import pytest

from restride.core.errors import InputError, UnknownFormat, UnreadableFile
from restride.core.recording import Recording
from restride.read.sidecar import Sidecar
from tests.read.c3d_files import c3d_bytes
from tests.read.csv_files import ACC, write

room = import_module("restride.read")  # as an attribute of the package it is the function for notebooks


class Stranger:
    """A reader as another package would bring it."""

    name, version = "strange", "7"

    def sniff(self, head: bytes, path: Path) -> bool:
        """Files that begin with a word of their own."""
        return head.startswith(b"STRANGE")

    def read(self, path: Path, sidecar: Sidecar | None) -> tuple[Recording, ...]:
        """Fails in a way that readers must not."""
        raise IndexError(path)


READER = Stranger()


@pytest.fixture
def strangers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One package with a reader, and one whose reader cannot be imported."""
    points = EntryPoints(
        EntryPoint(name, f"{where}:READER", "restride.readers")
        for name, where in [("strange", __name__), ("broken", "no.such.module")]
    )
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points.select(group=group))
    room.readers.cache_clear()
    yield
    room.readers.cache_clear()


@pytest.mark.usefixtures("strangers")
def test_a_strangers_reader_is_found_and_its_failure_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("STRANGE things")
    with pytest.raises(UnreadableFile, match="IndexError in the reader strange"):
        room.read(tmp_path / "odd.txt")
    assert list(room.readers()) == [*room.READERS, "strange"]


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "trial.csv").write_bytes(c3d_bytes(np.ones((5, 2, 4))))
    assert room.read(tmp_path / "trial.csv")[0].source.reader == "c3d"
    path = write(tmp_path, "v,ap\n1,2\n3,4\n", "rate_hz = 10.0" + ACC, "table.c3d")
    assert room.read(path)[0].source.reader == "csv"


def test_unknown_content_names_the_formats(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(UnknownFormat, match=", ".join(room.READERS)):
        room.read(tmp_path / "photo.png")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: p.mkdir(), "folder"),
        (lambda p: None, "nothing at"),
        (lambda p: p.write_bytes(b""), "empty"),
    ],
)
def test_what_is_no_file_with_content_is_told_so(make: object, says: str, tmp_path: Path) -> None:
    assert callable(make)
    make(tmp_path / "trial.c3d")
    with pytest.raises(UnreadableFile, match=says):
        room.read(tmp_path / "trial.c3d")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are those of POSIX")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "trial.c3d")
    with pytest.raises(UnreadableFile, match="pipe"):
        room.read(tmp_path / "trial.c3d")


def test_a_path_that_cannot_be_is_told_so() -> None:
    with pytest.raises(InputError):
        room.read("a\0b.c3d")


def test_a_file_whose_name_holds_the_mark_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "trial#2.c3d").write_bytes(c3d_bytes(np.ones((5, 2, 4))))
    assert room.read(tmp_path / "trial#2.c3d")[0].source.file == "trial#2.c3d"


def test_a_part_may_hold_slashes_and_a_file_with_the_mark_in_its_folder_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "day #1"
    folder.mkdir()
    path = write(folder, "v,ap\n1,2\n3,4\n", "rate_hz = 10.0" + ACC)
    assert room.read(path)[0].source.part == ""
    with pytest.raises(InputError, match="a recording #Test5/Trial1"):
        room.read(f"{path}#Test5/Trial1")
    with pytest.raises(UnreadableFile, match=r"nothing at none\.csv"):
        room.read(f"{tmp_path / 'none.csv'}#Trial1")


@pytest.mark.parametrize("name", ["data.mat", "day.restride", "trial.c3d"])
def test_a_name_that_promises_a_format_is_told_what_is_wrong_with_the_content(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(UnreadableFile, match=name):
        room.read(tmp_path / name)
