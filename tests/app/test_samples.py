"""Samples are found where they lie, and fetched whole with their pinned SHA-256 or not at all."""

import hashlib
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from restride.app import samples
from restride.app.samples import File, Sample
from restride.core.errors import MissingData, UsageError
from tests import data

CONTENT = b"one small recording"
RIGHT = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that a server on this machine's loopback address serves, as the mirror of all samples."""
    pytest.importorskip("pooch", reason="pooch fetches samples: pip install 'restride[samples]'")
    served = tmp_path / "served"
    (served / "small" / "a").mkdir(parents=True)
    (served / "small" / "a" / "one.csv").write_bytes(CONTENT)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(served))

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("RESTRIDE_SAMPLES_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("RESTRIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("RESTRIDE_DATA", raising=False)
    yield served
    server.shutdown()
    server.server_close()


def registry(monkeypatch: pytest.MonkeyPatch, *files: File) -> None:
    about = Sample(title="t", licence="l", citation="c", home="h", files=files)
    monkeypatch.setattr(samples, "samples", lambda: {"small": about})


def left_in_the_cache(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in (tmp_path / "cache").rglob("*") if p.is_file() or p.name.startswith("."))


def test_a_file_with_its_pinned_hash_arrives(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry(monkeypatch, File(path="a/one.csv", bytes=len(CONTENT), sha256=RIGHT))
    assert samples.find("small") is None
    place = samples.fetch("small")
    assert (place / "a/one.csv").read_bytes() == CONTENT
    assert samples.find("small") == place
    assert left_in_the_cache(tmp_path) == ["one.csv"]


def test_other_bytes_than_pinned_are_refused_and_nothing_stays(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mirror / "small" / "two.csv").write_bytes(b"changed")
    registry(
        monkeypatch,
        File(path="a/one.csv", bytes=len(CONTENT), sha256=RIGHT),
        File(path="two.csv", bytes=7, sha256=RIGHT),
    )
    with pytest.raises(MissingData, match="other bytes"):
        samples.fetch("small")
    assert left_in_the_cache(tmp_path) == []


def test_a_file_that_is_not_there_leaves_nothing(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry(monkeypatch, File(path="none.csv", bytes=1, sha256=RIGHT))
    with pytest.raises(MissingData, match="no such answer"):
        samples.fetch("small")
    assert left_in_the_cache(tmp_path) == []


@pytest.mark.parametrize("patience", [{"within_s": 3.0}, {"silence_s": 1.0}])
def test_a_silent_server_is_left_in_time_and_nothing_stays(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: dict[str, float]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("RESTRIDE_SAMPLES_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        registry(monkeypatch, File(path="a/one.csv", bytes=len(CONTENT), sha256=RIGHT))
        began = time.monotonic()
        with pytest.raises(MissingData):
            samples.fetch("small", **patience)
        assert time.monotonic() - began < 30  # left, not waited for: the server never answers
    assert left_in_the_cache(tmp_path) == []


def test_without_pooch_one_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESTRIDE_SAMPLES_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(samples.util, "find_spec", lambda name: None)
    with pytest.raises(MissingData, match=r"pip install 'restride\[samples\]'"):
        samples.fetch("rbds_treadmill_running")


def test_an_excerpt_without_a_public_address_says_where_its_home_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESTRIDE_SAMPLES_URL", raising=False)
    with pytest.raises(MissingData, match="by hand"):
        samples.fetch("alcantara_sacral_running")


def test_an_unknown_sample_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="rbds_treadmill_running, alcantara_sacral_running"):
        samples.sample("rbds")


@pytest.mark.parametrize("name", ["rbds_treadmill_running", "alcantara_sacral_running"])
def test_every_pinned_file_is_the_recording_that_the_tests_use(name: str) -> None:
    for file in samples.sample(name).files:
        content = data.recording(f"{name}/{file.path}").read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.bytes, file.sha256)
