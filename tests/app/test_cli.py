"""The commands as a person meets them: fast help, honest exit codes, one document on standard output."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from restride.app import flows
from restride.app.cli import main
from restride.core.errors import NothingToMeasure
from tests.app.command import ROOT, one_helpful_line, restride

COMMANDS = ("assess", "events", "convert", "plan", "decide", "demo", "samples", "doctor")
HEAVY = ("numpy", "scipy", "numba", "ezc3d", "altair", "vl_convert", "typst", "rich", "pooch", "icalendar")
HEAVY += ("restride.app.flows", "restride.app.planning")


def test_help_opens_without_the_heavy_libraries() -> None:
    """NumPy alone costs more time than the whole help; `rich` only where a terminal shows it."""
    code = (
        "import sys; from restride.app.cli import main; main(['--help']);"
        f"sys.exit(' '.join(m for m in {HEAVY!r} if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", [*COMMANDS, "samples list", "samples path", "samples fetch"])
def test_every_command_explains_itself(command: str) -> None:
    ran = restride(*command.split(), "--help")
    assert ran.code == 0
    assert "Usage: restride" in ran.text
    assert "\x1b" not in ran.text


def test_the_version_is_one_word_after_the_name() -> None:
    assert re.fullmatch(r"restride \d+\.\d+\.\d+\n", restride("--version").text)


def test_no_command_at_all_shows_the_help() -> None:
    assert restride().text == restride("--help").text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("asess run.c3d", "did you mean 'assess'?"),
        ("assess", "'FILE...'"),
        ("assess run.c3d --tsak running", "did you mean --task?"),
        ("assess run.c3d --task hopping", "'auto', 'running', 'walking'"),
        ("assess run.c3d --json .", "a file for --json"),
        ("assess run.c3d --json none/a.json", "no folder none"),
        ("assess run.c3d --json", "--json"),
        ("assess run.c3d --out file/out", "a place to write out"),
        ("assess run.c3d --out file", "a place to write file"),
        ("assess run.c3d --sidecar a.toml --sidecar b.toml", "at most 1 --sidecar"),
        ("events run.c3d --format xml", "'csv', 'json'"),
        ("events", "'FILE'"),
        ("samples path none", "choose one of"),
        ("samples fetch none", "choose one of"),
    ],
)
def test_a_command_line_without_sense_ends_in_one_helpful_line(line: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = restride(*line.split(), cwd=tmp_path)
    assert (ran.code, ran.out) == (2, b"")
    assert one_helpful_line(ran), ran.err
    assert says in ran.err
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def raises(error: BaseException) -> Callable[..., object]:
    def flow(*_: object, **__: object) -> object:
        raise error

    return flow


def test_what_nobody_foresaw_is_one_line_without_the_data_in_its_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(flows, "assess", raises(RuntimeError("Jane Doe weighs 60 kg")), raising=False)
    assert main(["assess", "run.c3d"]) == 70
    err = capsys.readouterr().err
    assert err.startswith("restride: needed an answer; found a mistake in restride itself (RuntimeError, ")
    assert err.count("\n") == 1
    assert "report" in err
    assert "Jane" not in err


def test_the_traceback_is_there_for_who_asks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RESTRIDE_DEBUG", "1")
    monkeypatch.setattr(flows, "assess", raises(RuntimeError("why")), raising=False)
    assert main(["assess", "run.c3d"]) == 70
    assert "RuntimeError: why" in capsys.readouterr().err


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (NothingToMeasure("a", "b", "c"), 3)])
def test_a_stopped_command_leaves_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: BaseException, code: int
) -> None:
    monkeypatch.setattr(flows, "assess", raises(error), raising=False)
    assert main(["assess", "run.c3d", "--out", str(tmp_path / "deep" / "out")]) == code
    assert list(tmp_path.iterdir()) == []


def opened_by_a_reader(pipe: Path) -> int:
    """The writing end of a pipe, once somebody has come to read: only then is the command where it is to be stopped."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < deadline, "the command never came to its profile"
            time.sleep(0.02)


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_stopped_half_way_leaves_nothing_and_says_nothing(
    tmp_path: Path, stop: signal.Signals, code: int
) -> None:
    """It waits for a profile that nobody writes, with its folder already made."""
    os.mkfifo(tmp_path / "p.toml")
    command = [sys.executable, "-m", "restride", "assess", "run.c3d", "--profile", "p.toml", "--out", "out"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE) as running:
        writer = opened_by_a_reader(tmp_path / "p.toml")
        assert (tmp_path / "out").exists()
        running.send_signal(stop)
        time.sleep(0.2)
        os.close(writer)  # a signal that came just before the read began is seen when the read ends
        try:
            _, err = running.communicate(timeout=60)
        finally:
            running.kill()
    assert err == b""
    assert running.returncode == code
    assert [p.name for p in tmp_path.iterdir()] == ["p.toml"]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "restride", "samples", "list"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode in (0, 1)


def test_doctor_tells_of_this_machine_without_a_recording(tmp_path: Path) -> None:
    ran = restride("doctor", RESTRIDE_CACHE=str(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert all(
        word in ran.text for word in ("restride 0.", "Python 3.", "numpy ", "compiled kernels: none yet", "sample ")
    )
    assert "pooch" in ran.text


def test_samples_are_listed_with_licence_and_citation_and_found_by_path(tmp_path: Path) -> None:
    (tmp_path / "alcantara_sacral_running").mkdir()
    for name in ("Accelerometer_one_sub.csv", "GRF_one_sub.csv", "Sub_Info_one_sub.csv"):
        (tmp_path / "alcantara_sacral_running" / name).write_text("")
    here = {"RESTRIDE_DATA": str(tmp_path), "RESTRIDE_CACHE": str(tmp_path / "cache")}
    listed = restride("samples", "list", **here)
    assert all(word in listed.text for word in ("CC BY 4.0", "Apache-2.0", "doi:10.7717/peerj.3298", "here: no"))
    found = restride("samples", "path", "alcantara_sacral_running", **here)
    assert found.text == f"{tmp_path / 'alcantara_sacral_running'}\n"
    missing = restride("samples", "path", "rbds_treadmill_running", **here)
    assert (missing.code, missing.out) == (3, b"")
    assert one_helpful_line(missing)
