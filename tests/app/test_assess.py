"""`restride assess` and `restride events` from file to answer, on a simulated runner."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from restride.simulate.files import write_demo
from tests.app.command import ROOT, Ran, restride

SCHEMAS = ROOT / "docs" / "schemas"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run and its standing trial."""
    place = tmp_path_factory.mktemp("runner")
    write_demo(place)
    return place


RUN = ("simulated_runner.c3d", "--static", "simulated_runner_static.c3d")


@pytest.fixture(scope="module")
def answered(folder: Path) -> Ran:
    return restride("assess", *RUN, cwd=folder)


@pytest.fixture(scope="module")
def documented(folder: Path) -> Ran:
    return restride("assess", *RUN, "--json", "-", cwd=folder)


def test_without_out_or_json_there_is_an_answer_and_nothing_else(folder: Path, answered: Ran) -> None:
    assert (answered.code, answered.err) == (0, "")
    assert "SIMULATED" in answered.text.splitlines()[0]
    assert all(word in answered.text for word in ("contacts", "Cadence", "+/-95 %", "grade", "Next: --out DIR"))
    assert answered.out.isascii()
    assert "\x1b" not in answered.text
    assert sorted(p.suffix for p in folder.iterdir()) == [".c3d", ".c3d", ".toml", ".toml"]


def test_json_on_standard_output_is_one_document_that_follows_its_schema(documented: Ran) -> None:
    assert (documented.code, documented.err) == (0, "")
    document = json.loads(documented.out, parse_constant=pytest.fail)
    jsonschema.validate(document, json.loads((SCHEMAS / "assessment.schema.json").read_bytes()))
    assert list(document) == [
        "schema", "versions", "recordings", "strides", "metrics", "quality", "findings", "summary", "totals",
    ]  # fmt: skip
    assert {"name", "value", "unit", "se", "n", "side", "method", "basis", "grade", "source", "conditions"} <= set(
        document["metrics"][0]
    )


def test_two_runs_give_the_same_bytes(folder: Path, documented: Ran) -> None:
    assert restride("assess", *RUN, "--json", "-", cwd=folder, PYTHONHASHSEED="7").out == documented.out


def test_out_holds_document_page_and_pdf_and_json_is_the_same_document(
    folder: Path, tmp_path: Path, documented: Ran
) -> None:
    out, answer = tmp_path / "new" / "out", tmp_path / "new" / "out" / "too.json"
    ran = restride("assess", *RUN, "--out", out, "--json", answer, cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(p.name for p in out.iterdir()) == [
        "assessment.json",
        "report.html",
        "report.pdf",
        "strides.csv",
        "too.json",
    ]
    assert (out / "assessment.json").read_bytes() == answer.read_bytes() == documented.out
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert str(out / "report.html") in ran.text


def test_a_folder_that_cannot_be_made_is_said_before_the_recording_is_read(folder: Path) -> None:
    ran = restride("assess", "none.c3d", "--out", "simulated_runner.c3d/out", cwd=folder)
    assert ran.code == 2
    assert "a place to write out" in ran.err


def test_events_are_the_same_as_csv_and_as_json(folder: Path) -> None:
    table = restride("events", "simulated_runner.c3d", cwd=folder)
    document = json.loads(restride("events", "simulated_runner.c3d", "--format", "json", cwd=folder).out)
    jsonschema.validate(document, json.loads((SCHEMAS / "events.schema.json").read_bytes()))
    header, *rows = table.text.splitlines()
    assert header == "side,ic_s,fc_s"
    assert len(rows) == len(document["events"]) > 70
    for row, event in zip(rows, document["events"], strict=True):
        side, ic, fc = row.split(",")
        assert side == event["side"]
        assert float(ic) == pytest.approx(event["ic_s"], abs=1e-6)
        assert (float(fc) if fc else None) == pytest.approx(event["fc_s"], abs=1e-6)


def test_doctor_says_what_a_file_holds_what_can_be_had_and_what_is_missing(folder: Path) -> None:
    ran = restride("doctor", "simulated_runner.c3d", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    assert all(
        word in ran.text
        for word in (" markers, ", "1 force plate", "What you can have", "Cadence", "What would tell you")
    )
    assert "--static FILE" in ran.text


def test_doctor_explains_a_file_that_can_be_read_but_not_measured(folder: Path) -> None:
    ran = restride("doctor", "simulated_runner_static.c3d", cwd=folder)
    assert ran.code == 0
    assert "Nothing can be measured from this file alone." in ran.text


def test_a_terminal_gets_colour_and_a_pipe_on_the_other_end_does_not(folder: Path, answered: Ran) -> None:
    shown = on_a_terminal(folder, {"TERM": "xterm-256color"})
    assert "\x1b[1m" in shown
    assert "±95 %" in shown
    assert "\x1b[3" not in on_a_terminal(folder, {"TERM": "xterm-256color", "NO_COLOR": "1"})


def on_a_terminal(folder: Path, environment: dict[str, str]) -> str:
    """What `assess` shows where standard output is a terminal."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "restride", "assess", *RUN]
    env = kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"} | environment
    with subprocess.Popen(command, cwd=folder, env=env, stdout=theirs, stderr=subprocess.PIPE):
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 65536):
                shown += more
        except OSError:  # Linux says so when the other end has closed
            pass
    os.close(ours)
    return shown.decode()
