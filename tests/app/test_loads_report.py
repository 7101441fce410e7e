"""Loads in the report and in docs/loads.md, and the totals that a ledger adds up."""

import re
from pathlib import Path

import pytest

from restride.app.flows import Assessed, assess, assess_recordings
from restride.app.report.content import report
from restride.app.report.numbers import title
from restride.app.report.words import words
from restride.core.methods import methods
from restride.simulate import Runner, simulate_run
from tests.app.reading import TODAY, Page, bare, html_of, pdf_of, pdf_text
from tests.app.test_ledger import watch_run
from tests.tree import ROOT

SAY = words("en")


@pytest.fixture(scope="module")
def treadmill() -> Assessed:
    made = simulate_run(Runner.typical(3.0), seconds=12.0, seed=1)
    return assess_recordings([made.recording], static=made.static)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Assessed:
    return assess([watch_run(tmp_path_factory.mktemp("watch") / "run.fit", 0, 300)])


def names(assessed: Assessed, section: str) -> list[str]:
    """Pictures of a section."""
    blocks = report(assessed, None, today=TODAY)
    chosen = [s for s in blocks.sections if s.name == section]
    return [f.picture.name for s in chosen for b in s.blocks for f in getattr(b, "figures", ())]


def test_loads_are_drawn_for_both_sides_together_and_apart_from_the_sides(treadmill: Assessed) -> None:
    assert names(treadmill, "loads") == [
        "loads-leg", "curve-patellofemoral_force-stance", "curve-achilles_force-stance", "curve-tibial_force-stance",
        "curve-knee_extension_moment-stance", "curve-ankle_plantarflexion_moment-stance",
        "curve-hip_extension_moment-stance",
    ]  # fmt: skip
    assert not [name for name in names(treadmill, "curves") if "_force-stance" in name and "vertical" not in name
                and "horizontal" not in name]  # fmt: skip


def test_the_leg_shows_peaks_that_are_compared_with_nothing(treadmill: Assessed) -> None:
    page = html_of(treadmill)
    leg = re.search(r'<svg[^>]*aria-label="A leg from the side[^"]*"[^>]*>.*?</svg>', page, re.DOTALL)
    assert leg
    (peak,) = [m for m in treadmill.assessment.metrics if m.name == "achilles_force_peak" and m.side == "both"]
    assert f"Achilles tendon: {peak.value:.2f} body weights." in leg[0]
    assert not set("▲▼") & set(leg[0])
    assert "±" not in leg[0]
    text = Page(page).text
    assert SAY("loads.leg_note") in text
    assert SAY("loads.together") in text
    assert SAY("families.loads") in text


def test_the_pdf_holds_the_leg_too(treadmill: Assessed, tmp_path: Path) -> None:
    text = pdf_text(pdf_of(treadmill), tmp_path)
    for words_of in (SAY("sections.loads"), SAY("loads.leg"), SAY("loads.leg_note")):
        assert bare(words_of) in text


def test_a_watch_shows_a_leg_without_a_number_behind_the_kneecap(watch: Assessed) -> None:
    assert names(watch, "loads") == ["loads-leg"]
    text = html_of(watch)
    assert f"Kneecap: {SAY('loads.too_unsure')}." in text
    assert SAY("loads.together") not in text


def test_without_loads_there_is_no_section(running: Assessed) -> None:
    assert "loads" not in [s.name for s in report(running, None, today=TODAY).sections]


def test_totals_of_a_watch_are_its_own(watch: Assessed) -> None:
    t = watch.assessment.totals
    assert t is not None
    assert (t.start, t.gait_s) == ("2021-09-08T01:46:40+00:00", 300.0)
    assert t.distance_m == pytest.approx(900, abs=4)
    assert t.gait_distance_m == pytest.approx(900, abs=4)


def test_totals_of_contacts_leave_out_what_is_no_gait(treadmill: Assessed) -> None:
    t = treadmill.assessment.totals
    (speed,) = [m for m in treadmill.assessment.metrics if m.name == "speed" and m.side == "both"]
    assert t is not None
    assert t.start is None
    ic = treadmill.strides.ic_s
    assert t.gait_s == pytest.approx(ic[-1] - ic[0])
    assert t.distance_m == pytest.approx(speed.value * t.gait_s)


def test_the_page_on_loads_says_the_errors_that_the_methods_have() -> None:
    page = (ROOT / "docs" / "loads.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    told = {(row[0].rpartition(" (")[0], row[1]): row[2:] for row in rows if len(row) == 4 and row[1] in methods()}
    assert told
    for (name, method), (error, repeat) in told.items():
        known = methods()[method]
        (metric,) = [m for m in {*known.error, *known.repeat} if title(m) == name]
        assert error == (f"{known.error[metric].se:g}" if metric in known.error else "none exists")
        assert repeat == (f"{known.repeat[metric].percent:g} %" if metric in known.repeat else "")
