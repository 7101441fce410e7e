"""Every example runs on real recordings and without any, and its key numbers are those of its data."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docs.gallery import ORDER, cells, page, run
from restride.app.notebook import Assessment
from tests.data import data_root
from tests.tree import ROOT

EXAMPLES = ROOT / "examples"
Names = dict[str, Any]


def value(assessed: Assessment, name: str, method: str | None = None) -> float:
    return assessed.metric(name, method=method).value


def force_treadmill(names: Names) -> None:
    assessed = names["assessed"]
    assert (assessed.strides.count("left"), assessed.strides.count("right")) == (42, 43)
    assert value(assessed, "cadence") == pytest.approx(171.2, abs=0.5)
    assert value(assessed, "contact_time") == pytest.approx(0.235, abs=0.006)
    assert names["contacts"].height == 85


def foot_walking(names: Names) -> None:
    assert value(names["assessed"], "stride_length") == pytest.approx(1.37, abs=0.03)
    assert names["assessed"].strides.feet == 2


def lower_back_walking(names: Names) -> None:
    assert value(names["assessed"], "cadence") == pytest.approx(98, abs=3)
    assert value(names["assessed"], "stride_length") == pytest.approx(0.9, abs=0.1)


def sacrum_running(names: Names) -> None:
    cadence = names["wanted"].filter(name="cadence")["value"].to_list()
    assert len(cadence) >= 2
    assert all(150 < steps < 210 for steps in cadence)


def insole(names: Names) -> None:
    strides = names["assessed"].strides
    assert (strides.method, strides.count("left"), strides.count("right")) == ("insole_force", 7, 7)


def pose(names: Names) -> None:
    assert value(names["assessed"], "cadence") == pytest.approx(168.9, abs=1.0)
    assert not any(m.name == "contact_time" for m in names["assessed"].metrics)


def lab_export(names: Names) -> None:
    assert {r.file for r in names["assessed"].document.recordings} == {"markers_walk.trc", "grf_walk.mot"}
    assert value(names["assessed"], "cadence") == pytest.approx(104.8, abs=2)


def watch(names: Names) -> None:
    assert value(names["assessed"], "contact_time") == pytest.approx(0.269, abs=0.005)
    assert names["assessed"].metric("contact_time").basis == "device"
    assert names["assessed"].strides.n == 0


def watch_and_pod(names: Names) -> None:
    assert names["by_steps"] == pytest.approx(names["by_satellite"], rel=0.01)
    for name, strap, pod, within in (
        ("cadence", 164.2, 164.3, 0.5),
        ("contact_time", 0.255, 0.256, 0.003),
        ("vertical_oscillation", 0.113, 0.082, 0.002),
    ):
        assert value(names["assessed"], name, "chest_strap_garmin") == pytest.approx(strap, abs=within)
        assert value(names["assessed"], name, "foot_pod_stryd") == pytest.approx(pod, abs=within)


def mean_cycles(names: Names) -> None:
    force, feet, pelvis = (names["measured"][name] for name in ("force", "feet", "pelvis"))
    assert value(force, "vgrf_peak") == pytest.approx(2.66, abs=0.01)
    assert [value(one, "contact_time") for one in (force, feet, pelvis)] == pytest.approx([0.24] * 3, abs=0.015)
    assert value(feet, "speed") == pytest.approx(3.474, rel=0.03)


def virtual(names: Names) -> None:
    assert "simulated" in {note.code for note in names["assessed"].quality}


REAL: dict[str, Callable[[Names], None]] = {
    "force_treadmill": force_treadmill,
    "foot_walking": foot_walking,
    "foot_running": virtual,
    "shank_running": virtual,
    "lower_back_walking": lower_back_walking,
    "sacrum_running": sacrum_running,
    "insole": insole,
    "phone": virtual,
    "pose": pose,
    "lab_export": lab_export,
    "watch": watch,
    "watch_and_pod": watch_and_pod,
    "mean_cycles": mean_cycles,
}


def test_every_example_is_in_the_gallery_and_has_numbers_to_keep() -> None:
    assert sorted(ORDER) == sorted(REAL) == sorted(path.stem for path in EXAMPLES.glob("*.py"))
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in ORDER if f"]({name}.py)" not in listed] == []


@pytest.mark.parametrize("name", ORDER)
def test_on_real_recordings_its_key_numbers_are_those_of_its_data(name: str) -> None:
    data_root()  # skips where there are none
    REAL[name](runpy.run_path(str(EXAMPLES / f"{name}.py")))


@pytest.mark.parametrize("name", ORDER)
def test_without_recordings_it_runs_all_the_same_and_says_that_they_are_simulated(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RESTRIDE_DATA", raising=False)
    monkeypatch.setenv("RESTRIDE_CACHE", str(tmp_path))
    names = runpy.run_path(str(EXAMPLES / f"{name}.py"))
    if name == "pose":
        assert names["assessed"] is None  # nothing is simulated for a camera
        return
    virtual(names)


@pytest.mark.parametrize("name", ORDER)
def test_it_is_short_and_ends_with_what_it_cannot_tell(name: str) -> None:
    script = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    parts = list(cells(script))
    assert parts[0].text.startswith("# ")
    assert "## What it cannot tell" in parts[-1].text
    assert len(script.splitlines()) <= 100


def test_a_cell_shows_what_it_prints_and_its_last_line() -> None:
    names: Names = {}
    assert run("x = 2\nprint('two')\nx + 1", names) == run("print('two')\n3", {})
    assert names["x"] == 2
    assert run("y = 1", names).value is None


def test_a_page_holds_text_code_and_results(tmp_path: Path) -> None:
    script = tmp_path / "one.py"
    script.write_text("# %% [markdown]\n# # Title\n#\n# Words.\n\n# %%\nprint('<b>')\n'<i>'\n", encoding="utf-8")
    text = page(script)
    assert text.startswith("# Title\n\nWords.\n\n```python\nprint('<b>')\n'<i>'\n```\n\n```text\n<b>\n```")
    assert "<pre>&#x27;&lt;i&gt;&#x27;</pre>" in text
