"""A run of devices, kilometre by kilometre: in a table of its own and in the report."""

from pathlib import Path

import pytest

from restride.app import flows
from restride.app.kilometres_table import kilometres_table
from restride.app.outputs import write_outputs
from restride.app.report.sections.kilometres import kilometres
from restride.app.report.words import words
from tests.metrics.device.runs import course_run, steady


def run(seconds: int = 1000) -> flows.Assessed:
    """A steady run at 3 m/s."""
    return flows.assess_recordings([steady(seconds)])


def test_each_kilometre_is_a_row_with_the_devices_own_numbers() -> None:
    table = kilometres_table(run().prepared)
    assert table is not None
    head, *rows = table.decode().splitlines()
    assert head.startswith("kilometre,start (s),end (s),distance (m),moving (s),speed (m/s)")
    assert len(rows) >= 3
    assert [row.split(",")[0] for row in rows] == [str(i + 1) for i in range(len(rows))]
    assert all(row.count(",") == head.count(",") for row in rows)
    assert "latitude" not in head


def test_a_run_leaves_its_kilometres_and_no_empty_table_of_strides(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write_outputs(run(), None, out)
    assert {p.name for p in out.iterdir()} == {"assessment.json", "kilometres.csv", "report.html", "report.pdf"}
    assert "Kilometre by kilometre" in (out / "report.html").read_text(encoding="utf-8")


def test_the_report_shows_pace_as_runners_say_it() -> None:
    (_, table) = kilometres(flows.assess_recordings([course_run()]), words())
    paces = [row[table.columns.index("Pace (min/km)")] for row in table.groups[0].rows]
    assert len(paces) == 3
    assert all(pace.startswith(("4:", "5:")) for pace in paces)


def test_a_laboratory_recording_has_no_kilometres(running: flows.Assessed) -> None:
    assert kilometres(running, words()) == ()
    assert kilometres_table(running.prepared) is None


@pytest.mark.parametrize("seconds", [30])
def test_a_run_too_short_for_a_kilometre_still_says_its_way(seconds: int) -> None:
    table = kilometres_table(run(seconds).prepared)
    assert table is None or len(table.decode().splitlines()) == 2
