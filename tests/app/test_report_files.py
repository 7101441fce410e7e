"""The report's files: safe to open, the same each time, drawn with or without a second process, whole or not at all."""

import re
from pathlib import Path

import numpy as np
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restride.app.flows import Assessed
from restride.app.report import charts, draw, pdf, write
from restride.app.report.content import report
from restride.app.report.words import clean
from restride.app.report.write import write_report
from restride.core.errors import UsageError
from restride.core.profile import Athlete, Profile
from restride.core.quality import Quality
from tests.app import fixtures
from tests.app.reading import TODAY, Page, bare, html_of, pdf_of, pdf_text

NASTY = '<script>alert(1)</script>&"\'#image("x")$x$*b*`'


def test_html_parses_and_its_headings_are_in_order(seen: Page, source: str) -> None:
    assert source.startswith("<!doctype html>")
    assert seen.open == []
    assert seen.headings[0] == 1
    assert seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    names = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
    assert len(names) == len(set(names))
    assert dict(seen.tags)["html"]["lang"] == "en-GB"


def test_the_page_asks_for_nothing_from_outside(seen: Page, source: str) -> None:
    assert "http" not in source.replace("http-equiv", "")
    assert not {"script", "link", "img", "iframe", "object", "image", "use"} & {tag for tag, _ in seen.tags}
    for tag, attrs in seen.tags:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "href", "xlink:href")], tag
    assert not re.search(r"url\((?!#)|@import", source)
    policy = next(a["content"] for t, a in seen.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_each_chart_has_a_text_for_those_who_do_not_see_it(running: Assessed, seen: Page) -> None:
    charts_seen = [attrs for tag, attrs in seen.tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(charts_seen) == len(report(running, None, today=TODAY).pictures())
    assert all(attrs["aria-label"] for attrs in charts_seen)


def test_markup_in_names_stays_text(running: Assessed, tmp_path: Path) -> None:
    recordings = tuple(
        structs.replace(r, file=NASTY, part=NASTY, channels=NASTY) for r in running.assessment.recordings
    )
    note = Quality(code="gap", severity="warning", message=NASTY)
    finding = structs.replace(
        running.assessment.findings[0], title=NASTY, why=NASTY, because=NASTY, evidence_for=(NASTY,)
    )
    nasty = fixtures.changed(running, recordings=recordings, quality=(note,), findings=(finding,), summary=NASTY)
    profile = Profile(schema="restride/profile/1", athlete=Athlete(id=NASTY, birth_year=1990, activity="running"))
    parsed = Page(html_of(nasty, profile))
    assert "script" not in {tag for tag, _ in parsed.tags}
    assert parsed.text.count(NASTY) >= 6
    assert pdf_text(pdf_of(nasty, profile), tmp_path).count(bare(NASTY)) >= 6


@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_is_fit_for_both(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\u202a-\u202e\u2066-\u2069]", cleaned)
    assert clean(cleaned) == cleaned


def test_a_file_name_that_is_no_text_does_not_stop_the_report(running: Assessed) -> None:
    name = "run\udcff\u202egpj.\x00\U0001f3c3" + "x" * 200
    recordings = tuple(structs.replace(r, file=name) for r in running.assessment.recordings)
    odd = fixtures.changed(running, recordings=recordings)
    assert "run??gpj.?" in Page(html_of(odd)).text
    assert pdf_of(odd).startswith(b"%PDF")


def test_charts_are_valid_vega_lite(running: Assessed) -> None:
    definitions = [charts.bands("%"), charts.intervals(1), charts.intervals(2), charts.trace("seconds")]
    for definition in definitions:
        assert definition.to_dict(validate=True)["$schema"]


def test_charts_tell_left_from_right_without_colour(running: Assessed) -> None:
    band = next(p for p in report(running, None, today=TODAY).pictures() if p.name.startswith("curve"))
    svg = draw.drawn((band,))[band.name]
    dashes = set(re.findall(r'stroke-dasharray="([^"]+)"', svg))
    assert len(dashes) == 2


def test_missing_samples_leave_a_gap_in_the_trace(running: Assessed) -> None:
    channel = running.prepared.channels[0]
    values = np.where(np.arange(channel.n)[:, None] % 97 < 9, np.nan, channel.values)
    gappy = running.prepared.with_channels((type(channel)(*_fields(channel), values),))
    picture = report(fixtures.with_prepared(running, gappy), None, today=TODAY).pictures()[-1]
    assert picture.name == "trace"
    assert draw.drawn((picture,))["trace"].startswith("<svg")


def _fields(channel) -> tuple:
    c = channel
    return c.quantity, c.place, c.side, c.frame, c.unit, c.rate_hz, c.start_s, c.axes


def test_the_pdf_can_be_read_aloud(running: Assessed) -> None:
    """typst's check for PDF/UA-1: title, language, order of headings, a text for every picture."""
    blocks = report(running, fixtures.PROFILE, today=TODAY)
    made = typst.compile(**pdf.sources(blocks, draw.drawn(blocks.pictures()), today=TODAY), pdf_standards=["ua-1"])
    assert made.startswith(b"%PDF")


def test_the_same_input_gives_the_same_files(running: Assessed, source: str, printed: bytes) -> None:
    assert html_of(running) == source
    assert pdf_of(running) == printed


def test_files_appear_whole_or_not_at_all(running: Assessed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "new" / "folder"
    html_path, pdf_path = write_report(running, fixtures.PROFILE, out, today=TODAY)
    assert sorted(p.name for p in out.iterdir()) == ["report.html", "report.pdf"]
    assert (html_path, pdf_path) == (out / "report.html", out / "report.pdf")
    before = {p.name: p.read_bytes() for p in out.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        write_report(fixtures.empty(), None, out, today=TODAY)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_a_folder_that_is_a_file_is_said_in_one_line(running: Assessed, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(UsageError, match="--out"):
        write_report(running, None, tmp_path / "taken", today=TODAY)


def test_colours_are_dark_enough_to_read() -> None:
    css = (Path(write.__file__).parent / "page.css").read_text(encoding="utf-8")
    named = re.findall(r"--(?:ink|soft|left|right): (#[0-9a-f]{6})", css)
    assert len(named) == 4
    for colour in {*named, *charts.COLOURS, charts.INK}:
        assert 1.05 / (_luminance(colour) + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_charts_are_drawn_without_a_second_process_too(
    running: Assessed, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw._stop()
    monkeypatch.setattr(draw, "WORKER", tmp_path / "not_there.py")
    try:
        assert html_of(running) == source
    finally:
        draw._stop()


def test_a_drawing_process_that_dies_is_replaced(running: Assessed, source: str) -> None:
    draw.start()
    assert draw._engine
    draw._engine._process.kill()
    assert html_of(running) == source
    assert html_of(running) == source
    assert draw._engine


def test_an_answer_nobody_took_never_becomes_the_next_picture(running: Assessed, source: str) -> None:
    pictures = report(running, fixtures.PROFILE, today=TODAY).pictures()
    with pytest.raises(UnboundLocalError):
        draw.drawn((pictures[0], pictures[1], structs.replace(pictures[2], drawing=None)))
    assert html_of(running) == source
