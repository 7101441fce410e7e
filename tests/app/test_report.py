"""The report: complete, honest about its gaps and kind in its words."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restride.app.flows import Assessed
from restride.app.report.blocks import Fold, Table
from restride.app.report.content import report
from restride.app.report.numbers import STAR, Style, checked, origins, title
from restride.app.report.sections.findings import chance
from restride.app.report.sections.gaps import absent_metrics
from restride.app.report.sections.key import choose
from restride.app.report.sections.tables import reading
from restride.app.report.words import words
from restride.app.report.write import write_report
from restride.core.assessment import RecordingInfo
from restride.core.evidence import evidence
from restride.core.quality import Quality, QualityCode
from restride.core.vocabulary import vocabulary
from restride.faults.rules import rules
from tests.app import fixtures
from tests.app.reading import TODAY, Page, bare, flat, html_of, pdf_of, pdf_text

BLAMING = re.compile(r"\b(fault|wrong|bad|weak|damage|abnormal)\w*", re.IGNORECASE)
SAY = words("en")


def test_report_says_what_it_could_not_tell(running: Assessed, seen: Page) -> None:
    for note in running.assessment.quality:
        assert note.message in seen.text
        assert SAY(f"codes.{note.code}") in seen.text
        assert all(title(name) in seen.text for name in note.removes)
    unchecked = [m for m in running.assessment.metrics if not checked(m)]
    assert unchecked
    listed = seen.text.split(SAY("gaps.unchecked"))[1]
    assert all(title(origins()[m.name].base) in listed for m in unchecked)
    absent = absent_metrics(running)
    assert absent
    assert all(title(name) in seen.text.split(SAY("gaps.absent"))[1] for name in absent)


def test_the_pdf_says_the_same_as_the_page(running: Assessed, printed: bytes, tmp_path: Path) -> None:
    text = pdf_text(printed, tmp_path)
    blocks = report(running, fixtures.PROFILE, today=TODAY)
    places = [text.index(bare(section.title)) for section in blocks.sections]
    assert places == sorted(places)
    for note in running.assessment.quality:
        assert bare(note.message) in text
    for finding in running.assessment.findings:
        assert bare(finding.why) in text
    assert bare(SAY.day(TODAY)) in text
    assert bare("Page 1 of") in text


def test_no_blaming_words_reach_a_reader(seen: Page) -> None:
    assert not BLAMING.findall(seen.text)
    every_text = re.findall(r'"((?:[^"\\]|\\.)*)"', msgspec.json.encode(SAY.table).decode())
    assert not [text for text in every_text if BLAMING.search(text)]
    for rule in rules().values():
        said = [rule.title, rule.why, *rule.evidence_against.values(), *(condition.note for condition in rule.when)]
        said += [evidence()[row].says for row in (*rule.evidence_for, *rule.evidence_against)]
        assert not [text for text in said if BLAMING.search(text)], rule.id


def test_every_finding_stands_with_its_counter_evidence_and_its_basis(running: Assessed, seen: Page) -> None:
    for finding in running.assessment.findings:
        assert finding.title in seen.text
        assert finding.why in seen.text
        assert finding.because in seen.text
        assert SAY(f"basis.{finding.basis}") in seen.text
        for row in finding.evidence_for:
            assert flat(evidence()[row].says) in seen.text
        for row in finding.evidence_against:
            assert flat(rules()[finding.rule].evidence_against[row]) in seen.text
    assert running.assessment.summary in seen.text
    assert SAY("findings.chance_note") in seen.text


def test_a_finding_of_an_unknown_rule_keeps_its_own_words(running: Assessed) -> None:
    finding = structs.replace(
        running.assessment.findings[0], rule="not_ours", evidence_for=(), evidence_against=("Nobody has looked yet.",)
    )
    text = Page(html_of(fixtures.changed(running, findings=(finding,)))).text
    assert "Nobody has looked yet." in text
    assert SAY("findings.nothing_for") in text


def test_what_matters_to_the_person_comes_first(seen: Page) -> None:
    relevant, other = sorted(fixtures.FINDINGS, key=lambda f: not f.relevant)
    assert seen.text.index(relevant.why) < seen.text.index(other.why)


def test_every_metric_stands_in_a_table_with_its_doubt(running: Assessed, seen: Page) -> None:
    for metric in running.assessment.metrics:
        assert title(origins()[metric.name].base) in seen.text
    assert "261\u00a0±\u00a0" in "".join(seen.pieces)


@pytest.mark.parametrize(
    "mark",
    [
        lambda a: fixtures.changed(a, quality=(Quality(code="simulated", severity="info", message="made up"),)),
        lambda a: fixtures.changed(
            a, recordings=tuple(structs.replace(r, reader="simulated") for r in a.assessment.recordings)
        ),
    ],
)
def test_a_simulated_recording_is_called_so_in_large_letters(running: Assessed, mark, tmp_path: Path) -> None:
    simulated = mark(running)
    parsed = Page(html_of(simulated))
    assert ("p", {"class": "banner"}) in parsed.tags
    assert parsed.text.count(SAY("page.simulated")) >= 2  # the tab's title and the banner
    assert bare(SAY("page.simulated_why")) in pdf_text(pdf_of(simulated), tmp_path)


def test_a_real_recording_is_not_called_simulated(seen: Page) -> None:
    assert SAY("page.simulated") not in seen.text


def test_an_empty_assessment_still_gives_a_report(tmp_path: Path) -> None:
    html_path, pdf_path = write_report(fixtures.empty(), None, tmp_path, today=TODAY)
    text = Page(html_path.read_text(encoding="utf-8")).text
    for key in ("key.none", "findings.none", "numbers.none", "who.unknown", "quality.limited"):
        assert SAY(key) in text
    assert "The person stands still." in text
    assert pdf_path.read_bytes().startswith(b"%PDF")


def test_no_name_of_a_person_is_shown(seen: Page) -> None:
    assert fixtures.PROFILE.care.clinician
    assert fixtures.PROFILE.care.clinician not in seen.text


def test_two_files_are_kept_apart(running: Assessed) -> None:
    more = tuple(structs.replace(m, source="second.c3d") for m in running.assessment.metrics)
    info = structs.replace(running.assessment.recordings[0], file="second.c3d")
    both = fixtures.changed(
        running,
        metrics=running.assessment.metrics + more,
        recordings=(*running.assessment.recordings, info),
    )
    one, two = (_rows(a) for a in (running, both))
    assert len(two) == 2 * len(one)


def _rows(assessed: Assessed) -> list[tuple[str, ...]]:
    sections = {s.name: s for s in report(assessed, None, today=TODAY).sections}
    parts = [part for b in sections["numbers"].blocks for part in (b.blocks if isinstance(b, Fold) else (b,))]
    tables = [part for part in parts if isinstance(part, Table)]
    return [row for table in tables for group in table.groups for row in group.rows]


def test_key_numbers_are_three_to_five_with_the_sure_ones_first(running: Assessed) -> None:
    chosen = choose(running.assessment)
    assert 3 <= len(chosen) <= 5
    assert chosen[0][0].name == "cadence"
    assert all(metrics[0].side != metrics[-1].side or len(metrics) == 1 for metrics in chosen)


def test_an_asymmetry_inside_its_doubt_names_no_side(running: Assessed) -> None:
    for metric in running.assessment.metrics:
        if origins()[metric.name].kind != "asymmetry":
            continue
        says = reading(metric, SAY)
        if abs(metric.value) <= 1.959964 * metric.se:
            assert says == SAY("numbers.within")
        elif not checked(metric) or metric.grade == "poor":
            assert says == SAY("numbers.unsure_more")
        else:
            assert says == SAY("numbers.left_more" if metric.value > 0 else "numbers.right_more")


def test_a_doubt_of_the_steps_alone_carries_a_star(running: Assessed) -> None:
    stars = sum(cell.count(STAR) for row in _rows(running) for cell in row)
    assert stars == sum(not checked(m) for m in running.assessment.metrics)


@given(st.floats(-1e6, 1e6), st.integers(0, 4), st.sampled_from([1.0, 100.0, 1000.0]))
def test_a_number_reads_back_as_itself(value: float, decimals: int, factor: float) -> None:
    text = Style(factor, decimals, "m").text(value)
    back = float(text.replace("\N{MINUS SIGN}", "-"))
    assert back == pytest.approx(value * factor, abs=0.51 * 10**-decimals, rel=1e-12)
    assert not text.startswith("\N{MINUS SIGN}0" + "." * bool(decimals)) or back != 0


def test_a_doubt_too_small_for_its_decimals_is_not_shown_as_none() -> None:
    assert Style(1000.0, 0, "ms").spread(0.0002) == "<1"
    assert Style(1.0, 1, "deg").spread(0.0) == "0.0"


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_reads_as_less_likely(one: float, other: float) -> None:
    order = [
        SAY(f"chance.{word}")
        for word in ("very_unlikely", "unlikely", "even", "likely", "very_likely", "almost_certainly")
    ]
    low, high = (
        next(i for i, word in enumerate(order) if chance(p, SAY).startswith(f"{word} (")) for p in sorted((one, other))
    )
    assert low <= high


def test_every_code_grade_basis_and_unit_has_words() -> None:
    for code in QualityCode.__args__:
        assert SAY(f"codes.{code}")
    for key in ("grades.good", "grades.fair", "grades.poor", "tasks.standing", "tasks.unknown", "modes.overground"):
        assert SAY(key)
    for basis in ("measured", "estimated", "modelled", "device", "reported", "evidence", "practice", "heuristic"):
        assert SAY(f"basis.{basis}")
    missing = {w.unit for w in vocabulary().values()} - set(SAY.table["units"])
    assert not missing
    for rule in rules().values():
        assert SAY(f"strengths.{rule.strength}")


def test_no_sentence_of_ours_is_long() -> None:
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', msgspec.json.encode(SAY.table).decode())
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?;:])\s", text)]
    assert max(len(s.split()) for s in sentences) <= 26


def test_an_unknown_language_falls_back_to_english() -> None:
    assert words("xx-YY") == SAY
    assert words("en-GB") == SAY


def test_walking_speaks_of_walking(running: Assessed) -> None:
    recordings: tuple[RecordingInfo, ...] = tuple(
        structs.replace(r, task="walking") for r in running.assessment.recordings
    )
    walking = fixtures.changed(running, recordings=recordings, metrics=(), findings=())
    text = Page(html_of(walking)).text
    assert SAY("page.walking") in text
    absent = text.split(SAY("gaps.absent"))[1].split(SAY("sections.meaning"))[0]
    assert title("double_support") in absent
    assert title("flight_time") not in absent
