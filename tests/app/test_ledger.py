"""`restride ledger`: runs of watches and stored assessments in, words, page and JSON out."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
from msgspec import structs

from restride.app.files import json_document
from restride.app.flows import assess
from restride.app.ledger import ledger
from restride.app.ledger_run import TEN_PERCENT_MORE_STEPS
from restride.app.report.ledger import ledger_page
from restride.core.errors import InputError
from restride.core.methods import method
from restride.core.profile import Athlete, Profile
from restride.metrics.loads.wearable import LAWS
from tests.app.command import one_helpful_line, restride
from tests.app.nouns import assessment
from tests.app.reading import Page
from tests.app.test_report import BLAMING
from tests.app.test_schemas import published
from tests.read import fit_files as fit

DAY = 86400
GARMIN, COROS = 1, 294


def watch_run(path: Path, day: int, seconds: int = 600, maker: int = GARMIN, *, contact: bool = True) -> str:
    """A run of a watch, `day` days after the first: 3 m/s, contact 250 ms where it has running dynamics."""
    at = day * DAY
    file = fit.begun(maker)
    fit.event(file, at, 0)
    if contact:
        fit.dynamics(file, range(at, at + seconds))
    else:
        file.define(3, 20, [(253, fit.UINT32), (5, fit.UINT32), (73, fit.UINT32), (4, fit.UINT8)])
        for s in range(at, at + seconds):
            file.add(3, fit.BEGAN + s, 300 * s, 3000, 85)
    fit.event(file, at + seconds - 1, 4)
    fit.session(file, 1, start=at, seconds=seconds)
    path.write_bytes(file.raw())
    return str(path)


@pytest.fixture(scope="module")
def weeks_of_runs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Three runs a week for six weeks; the last is twice as long."""
    folder = tmp_path_factory.mktemp("runs")
    days = [7 * week + day for week in range(6) for day in (0, 2, 4)]
    return [watch_run(folder / f"{d:02d}.fit", d, 240 if d == days[-1] else 120) for d in days]


def test_a_watch_alone_gives_a_ledger_with_honest_bands(weeks_of_runs: Sequence[str]) -> None:
    found = ledger(weeks_of_runs)
    assert len(found.runs) == len(weeks_of_runs)
    assert {load.tissue for load in found.runs[0].loads} == {"patellofemoral", "achilles", "tibia"}
    last = {s.tissue: s for s in found.days[-1].shares}
    assert last["achilles"].percent == pytest.approx(200, abs=0.5)
    assert last["achilles"].low is not None
    assert last["achilles"].high is not None
    # the law's own SD and 3 % of contact time (N-25) by its power; the usual run is the median of the 12 of 28 days
    law = LAWS["achilles_force_impulse"]
    sure = math.hypot(method("wearable_loads").repeat["achilles_force_impulse"].percent, 3 * (law.force - 1))
    width = 2 * 1.645 * 200 * sure / 100 * math.sqrt(13 / 12)
    assert last["achilles"].high - last["achilles"].low == pytest.approx(width, rel=0.01)
    assert last["patellofemoral"].percent is None
    assert last["patellofemoral"].direction == "up"
    assert any("body weights" in note for note in found.notes)
    assert [a.percent for a in found.advice] == [pytest.approx(100, abs=2)]


def test_the_kneecap_is_not_sized_where_people_differ_by_more_than_a_cue_would_change(weeks_of_runs: list[str]) -> None:
    (run,) = ledger(weeks_of_runs[:1]).runs
    assert TEN_PERCENT_MORE_STEPS == 14
    assert {load.tissue: load.direction_only for load in run.loads} == {
        "patellofemoral": True, "achilles": False, "tibia": False,
    }  # fmt: skip


def test_an_assessment_counts_as_its_recording_does_and_only_once(weeks_of_runs: list[str], tmp_path: Path) -> None:
    stored = tmp_path / "stored.json"
    stored.write_bytes(json_document(assess(weeks_of_runs[:1]).assessment))
    plain, again, both = (ledger(f) for f in ([weeks_of_runs[0]], [stored], [str(stored), *weeks_of_runs[:1]]))
    assert again.runs == tuple(structs.replace(r, source="stored.json") for r in plain.runs)
    assert both.runs == again.runs
    assert any("counted once" in note for note in both.notes)


def test_two_exports_of_one_run_are_one_run(tmp_path: Path) -> None:
    with_loads, without = watch_run(tmp_path / "b.fit", 0), watch_run(tmp_path / "a.fit", 0, contact=False)
    for files in ([with_loads, without], [without, with_loads]):
        found = ledger(files)
        assert [r.source for r in found.runs] == ["b.fit"]
        assert any("same time" in note for note in found.notes)


def test_two_devices_are_not_compared(tmp_path: Path) -> None:
    days = [0, 2, 4, 6, 8]
    files = [watch_run(tmp_path / f"{d}.fit", d, 90, COROS if d == 8 else GARMIN) for d in days]
    found = ledger(files)
    assert len({r.how for r in found.runs}) == 2
    assert [bool(d.shares) for d in found.days] == [False, False, False, True, False]
    assert any("2 different ways" in note for note in found.notes)


def test_a_run_without_contact_time_counts_for_its_way_and_time(tmp_path: Path) -> None:
    found = ledger([watch_run(tmp_path / "a.fit", 0), watch_run(tmp_path / "b.fit", 2, contact=False)])
    assert [bool(r.loads) for r in found.runs] == [True, False]
    assert found.runs[1].km == pytest.approx(1.8, abs=0.02)
    assert any("no contact time" in note and "b.fit" in note for note in found.notes)


def test_what_is_left_out_is_said_and_costs_nothing_else(tmp_path: Path) -> None:
    undated, broken = tmp_path / "undated.json", tmp_path / "broken.fit"
    undated.write_bytes(json_document(assessment()))
    broken.write_bytes(b"\x0e\x20.FIT")
    done = ledger([str(undated), str(broken), str(tmp_path / "none.fit"), watch_run(tmp_path / "a.fit", 0)])
    assert len(done.runs) == 1
    for name in ("undated.json", "broken.fit", "none.fit"):
        assert len([note for note in done.notes if name in note]) == 1


def test_with_a_mass_nothing_is_said_of_it(weeks_of_runs: list[str]) -> None:
    person = Profile(
        schema="restride/profile/1", athlete=Athlete(id="a1", birth_year=1990, activity="running", mass_kg=62.0)
    )  # fmt: skip
    with_mass, without = (ledger(weeks_of_runs[:1], profile) for profile in (person, None))
    assert with_mass.runs == without.runs
    assert set(without.notes) - set(with_mass.notes)


def test_nothing_usable_is_refused_in_one_line(tmp_path: Path) -> None:
    undated = tmp_path / "undated.json"
    undated.write_bytes(json_document(assessment()))
    done = restride("ledger", undated)
    assert done.code == 3
    assert one_helpful_line(done)
    assert "when the run began" in done.err
    with pytest.raises(InputError):
        ledger([watch_run(tmp_path / "a.fit", 0, contact=False)])


def test_the_command_writes_words_page_and_json_that_follows_its_schema(
    weeks_of_runs: list[str], tmp_path: Path
) -> None:
    done = restride("ledger", *weeks_of_runs, "--out", tmp_path / "o", "--json", tmp_path / "l.json")
    assert done.code == 0, done.err
    for words in ("18 runs in 6 weeks", "Achilles tendon: 200 %", "It is advice, not an order.", "(D-10)", "(D-11)"):
        assert words in done.text
    document = json.loads((tmp_path / "l.json").read_bytes())
    jsonschema.validate(document, published("ledger"))
    assert document == json.loads((tmp_path / "o" / "ledger.json").read_bytes())
    page = (tmp_path / "o" / "ledger.html").read_text(encoding="utf-8")
    assert page.count('role="img"') == 6
    assert "damage" not in page.lower()
    assert not BLAMING.findall(Page(page).text)


def test_a_picture_says_in_words_what_it_shows(weeks_of_runs: list[str]) -> None:
    page = ledger_page(ledger(weeks_of_runs))
    assert "Achilles tendon, day by day from 8 September 2021" in page
    assert "18 days with a run; 1 more than usual, 14 as usual, 0 less, 3 not compared." in page
    assert "Kneecap: more than usual. How much cannot be told." in page


def test_a_few_runs_say_that_they_are_few(tmp_path: Path) -> None:
    page = ledger_page(ledger([watch_run(tmp_path / "a.fit", 0, 90)]))
    assert "Too few runs before it" in page
    assert "Weeks are compared from the fifth week on" in page
    assert "reach back 30 days" in page


@pytest.mark.parametrize(
    "change",
    [
        {"totals": {"start": "yesterday", "gait_s": 60.0, "distance_m": 1.0, "gait_distance_m": 1.0}},
        {"totals": {"start": "9999-12-31T23:59:59", "gait_s": 1e300, "distance_m": None, "gait_distance_m": None}},
        {"totals": {"start": None}},
        {"recordings": "none"},
        {"versions": []},
        {"metrics": [1, "x", {"name": "cadence"}]},
        {"schema": "restride/assessment/9"},
    ],
)
def test_a_broken_assessment_costs_itself_only(change: dict[str, object], tmp_path: Path) -> None:
    run = watch_run(tmp_path / "a.fit", 0, 90)
    document = json.loads(json_document(assess([watch_run(tmp_path / "b.fit", 1, 90)]).assessment))
    (tmp_path / "b.json").write_text(json.dumps(document | change), encoding="utf-8")
    found = ledger([str(tmp_path / "b.json"), run])
    assert [r.source for r in found.runs if r.loads] == ["a.fit"]
    assert any("b.json" in note for note in found.notes)


def test_a_simulated_run_is_called_so_in_large_letters(tmp_path: Path) -> None:
    done = assess([watch_run(tmp_path / "a.fit", 0, 90)]).assessment
    made = structs.replace(done, recordings=tuple(structs.replace(r, reader="simulated 1") for r in done.recordings))
    (tmp_path / "a.json").write_bytes(json_document(made))
    found = ledger([str(tmp_path / "a.json")])
    assert found.runs[0].simulated
    assert ("p", {"class": "banner"}) in Page(ledger_page(found)).tags
