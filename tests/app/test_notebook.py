"""The door for notebooks: read, assess, tables, charts, and how they show themselves."""

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import restride as rs
from restride.app import flows
from restride.app.strides_table import strides_table
from restride.core.errors import InputError, MissingData, UsageError
from restride.core.recording import Recording, Source
from restride.simulate import Runner, simulate_run
from restride.simulate.files import write_csv
from tests.tree import ROOT


class Strict(HTMLParser):
    """Notes what is open, what the elements are, and where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.leads += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(markup: str) -> Strict:
    parser = Strict()
    parser.feed(markup)
    assert parser.open == []
    return parser


@cache
def run() -> rs.Recording:
    return rs.simulated("treadmill", seconds=12)


@cache
def assessed() -> rs.Assessment:
    return rs.assess(run(), static=rs.simulated("standing", seconds=12))


def test_importing_it_loads_no_numpy_and_read_stays_a_function() -> None:
    code = (
        "import sys, restride as rs; print('numpy' in sys.modules);"
        "from restride.read import READERS; import restride.read.fit; print(callable(rs.read), rs.Channel.__name__)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True", "Channel"]


def test_all_that_is_promised_is_there_and_nothing_else() -> None:
    assert all(getattr(rs, name) is not None for name in rs.__all__)
    assert set(rs.__all__) <= set(dir(rs))
    mistyped = "reed"
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        getattr(rs, mistyped)


def test_a_file_and_the_recording_in_it_give_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "sacral.csv"
    write_csv(simulate_run(Runner.draw(7), seconds=12, seed=7).sacral, path)
    by_file = rs.assess(path).document
    assert rs.assess(rs.read(path)).document == by_file == flows.assess([str(path)]).assessment
    assert rs.assess(str(path), sidecars=[tmp_path / "sacral.csv.toml"]).document == by_file


def test_one_recording_of_several_must_be_picked(tmp_path: Path) -> None:
    path = tmp_path / "trials.csv"
    path.write_text("\n".join(",".join(["1.0", "1.5"] * 8) for _ in range(3)))
    (tmp_path / "trials.toml").write_text(
        'layout = "one trial a row"\nsamples = 16\nrate_hz = 100.0\n'
        '[[channel]]\nquantity = "acc"\nplace = "sacrum"\nunit = "g"\ncolumns = { V = 0 }\n'
    )
    with pytest.raises(InputError, match=r"pick one: trials.csv#0 to #2"):
        rs.read(path)
    assert [one.source.part for one in rs.read_all(path)] == ["0", "1", "2"]
    assert rs.read(f"{path}#1").source.part == "1"


def test_a_recording_made_in_memory_is_measured() -> None:
    made = rs.Recording(simulate_run(Runner.draw(7), seconds=12, seed=7).sacral.channels, task="running")
    assert rs.assess(made).metric("cadence").value == pytest.approx(assessed().metric("cadence").value, abs=1.5)
    assert rs.assess(made).document.recordings[0].file == "in memory"


def test_more_sidecars_than_files_and_nothing_at_all_are_refused() -> None:
    with pytest.raises(UsageError, match="at most 0 sidecars"):
        rs.assess(run(), sidecars=["a.toml"])
    with pytest.raises(UsageError, match="needed a file or a recording"):
        rs.assess()


def test_the_table_of_numbers_has_a_row_a_metric_in_its_own_unit() -> None:
    table = assessed().to_frame()
    assert table.height == len(assessed().metrics)
    row = table.row(by_predicate=(pl.col("name") == "contact_time") & (pl.col("side") == "left"), named=True)
    metric = assessed().metric("contact_time", "left")
    assert (row["value"], row["unit"], row["n"]) == (metric.value, "s", metric.n)
    assert row["high"] - row["low"] == pytest.approx(2 * 1.959964 * metric.se)


def test_the_table_of_contacts_is_that_of_the_report() -> None:
    table = assessed().strides.to_frame()
    head, *rows = strides_table(assessed().assessed).decode().splitlines()
    assert table.columns == head.split(",")
    assert table.height == len(rows) == assessed().strides.n
    assert table["steady"].dtype == pl.Boolean
    assert not table["fc_s"].is_nan().any()


def test_a_recording_becomes_a_table_where_its_channels_share_a_clock() -> None:
    table = run().to_frame("grf")
    (force,) = run().select("grf", run().select("grf")[0].place)
    assert table["time_s"].len() == force.n
    assert f"grf_{force.place}_{force.axes[0]}" in table.columns
    with pytest.raises(UsageError, match="choose by quantity"):
        run().to_frame()
    with pytest.raises(UsageError, match="needed a channel"):
        run().to_frame("pressure")


def test_without_polars_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingData, match=r"pip install 'restride\[notebook\]'"):
        assessed().to_frame()


def test_a_number_that_is_not_there_is_asked_for_in_vain_and_near_ones_are_named() -> None:
    with pytest.raises(UsageError, match=r"there is .*cadence"):
        assessed().metric("cadense")
    with pytest.raises(UsageError, match="choose one of"):
        assessed().chart("knee_flexing")
    assert assessed().metric("cadence", method="force_live").method == "force_live"


def test_all_of_them_show_themselves_as_whole_elements_that_lead_nowhere() -> None:
    shown = (run(), assessed(), assessed().strides, assessed().chart(), run().chart("grf", axis="x"))
    for markup in (one._repr_html_() for one in shown):
        elements = parsed(markup)
        assert elements.leads == []
        assert not {"script", "iframe", "img", "link"} & set(elements.seen)
        assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", markup)
        assert "svg" in elements.seen or "table" in elements.seen


def test_a_number_stands_with_its_doubt_and_a_simulated_runner_is_called_so() -> None:
    markup = assessed()._repr_html_()
    assert "SIMULATED" in markup
    assert "SIMULATED" in run()._repr_html_()
    metric = assessed().metric("cadence")
    assert f"{metric.value:.1f}" in markup
    assert f"± {1.959964 * metric.se:.1f}" in markup
    assert assessed().summary in markup


def test_what_comes_from_a_file_is_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    source = Source(file=hostile, sha256="", reader="c3d", version="1")
    channels = tuple(replace(c, place=hostile) for c in run().select("grf"))
    one = rs.Recording(channels, source, task="running", conditions=rs.Conditions(shoe=hostile))
    for markup in (one._repr_html_(), rs.assess(replace(run(), source=source))._repr_html_()):
        assert "script" not in parsed(markup).seen
        assert "&lt;script&gt;" in markup


def test_a_recording_with_nothing_but_gaps_or_a_sample_or_no_channel_shows_itself() -> None:
    empty = np.full((300, 3), np.nan)
    for values in (empty, np.ones((1, 3)), np.empty((0, 3))):
        channel = rs.Channel("acc", "foot", "left", "sensor", "m/s2", 100.0, 0.0, ("x", "y", "z"), values)
        parsed(rs.Recording((channel,))._repr_html_())
    parsed(rs.Recording(())._repr_html_())


def test_the_report_is_written_whole(tmp_path: Path) -> None:
    page = assessed().save(tmp_path / "report")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    names = {path.name for path in page.parent.iterdir()}
    assert names == {"report.html", "report.pdf", "assessment.json", "strides.csv"}


def test_a_chart_is_saved_as_a_picture_that_stands_alone(tmp_path: Path) -> None:
    path = assessed().chart("vertical_force").save(tmp_path / "force.svg")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "currentColor" not in text


def test_what_shows_itself_is_what_it_was() -> None:
    assert isinstance(run(), Recording)
    assert isinstance(run().between(1.0, 2.0), rs.Recording)
    with pytest.raises(UsageError, match="one channel to draw"):
        run().chart("marker")
    with pytest.raises(UsageError, match="an axis of grf"):
        run().chart("grf", axis="q")


@pytest.mark.parametrize(("sensor", "task"), [("treadmill", "walking"), ("lower_back", "running")])
def test_a_sensor_that_is_not_simulated_is_said(sensor: str, task: str) -> None:
    with pytest.raises(UsageError, match=f"simulated in {task}"):
        rs.simulated(sensor, task)


def test_a_sample_is_found_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RESTRIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RESTRIDE_CACHE", str(tmp_path / "cache"))
    assert rs.sample("set/a/run.csv") is None
    kept = tmp_path / "cache" / "restride" / "samples" / "set" / "a" / "run.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("1")
    assert rs.sample("set/a/run.csv") == kept
