"""`restride demo`: says first who runs, ends in time, leaves a whole report."""

import socket
from pathlib import Path

import pytest

from tests import data
from tests.app.command import Ran, restride

FILES = {"assessment.json", "report.html", "report.pdf", "strides.csv"}


def demo(folder: Path, **environment: str) -> Ran:
    ran = restride("demo", cwd=folder, RESTRIDE_CACHE=str(folder / "cache"), **environment)
    assert (ran.code, ran.err) == (0, "")
    assert {p.name for p in (folder / "restride-demo").iterdir()} >= FILES
    assert all(word in ran.text for word in ("contacts", "report.html", "report.pdf", "Installed: ", " MB. Took "))
    return ran


def test_without_a_recording_the_runner_is_simulated_and_says_so_first(tmp_path: Path) -> None:
    ran = demo(tmp_path, RESTRIDE_DATA="")
    assert ran.text.startswith("SIMULATED runner")
    assert "SIMULATED" in ran.text.splitlines()[3]
    again = next(line for line in ran.text.splitlines() if line.startswith("The same by hand: restride "))
    assert restride(*again.removeprefix("The same by hand: restride ").split(), cwd=tmp_path).code == 0


def test_with_a_recording_the_runner_is_real_and_cited(tmp_path: Path) -> None:
    ran = demo(tmp_path, RESTRIDE_DATA=str(data.recording("rbds_treadmill_running").parent))
    assert ran.text.startswith("REAL runner: RBDS014")
    assert "doi:10.7717/peerj.3298" in ran.text
    assert "SIMULATED" not in ran.text


def test_a_silent_home_of_the_recordings_does_not_stop_the_demo(tmp_path: Path) -> None:
    pytest.importorskip("pooch", reason="pooch fetches samples: pip install 'restride[samples]'")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        home = f"http://127.0.0.1:{silent.getsockname()[1]}"
        ran = demo(tmp_path, RESTRIDE_DATA="", RESTRIDE_SAMPLES_URL=home)
    assert ran.text.startswith("SIMULATED runner")
    assert not list((tmp_path / "cache").rglob(".part-*"))
