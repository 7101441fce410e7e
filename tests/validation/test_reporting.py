"""What the harness says of its scores: what is behind, what a table may claim, what a page shows."""

from pathlib import Path

import pytest

from restride.core.methods import methods
from validation import pages
from validation.__main__ import problems
from validation.figures import Figure, table
from validation.score import Score

TOLD = methods()["force_20n"].error["contact_time"]


def scored(rmse: float, people: int = TOLD.people, recordings: int = TOLD.recordings) -> Score:
    """A score of contact times from a force plate."""
    return Score(
        method="force_20n", metric="contact_time", unit="s", people=people, recordings=recordings, reference_mean=0.25,
        bias=0.0, rmse=rmse, worst=rmse, against="another plate",
    )  # fmt: skip


def test_a_score_as_committed_is_no_problem() -> None:
    assert problems([scored(0.001)], {"force_20n/contact_time": 0.001}) == []


def test_a_worse_score_is_behind() -> None:
    (line,) = problems([scored(0.0015)], {"force_20n/contact_time": 0.001})
    assert "was 0.001" in line


def test_a_table_that_claims_less_than_is_measured_is_caught_and_so_is_a_method_without_one() -> None:
    assert "the table says" in problems([scored(2 * TOLD.se)], {})[0]
    unknown = Score("nobody", "contact_time", "s", 1, 1, 0.25, 0.0, 0.001, 0.001, "x")
    assert "gives no outside error" in problems([unknown], {})[0]


def test_new_people_are_not_held_against_the_committed_score_but_against_the_claim() -> None:
    assert problems([scored(0.0015, people=9, recordings=20)], {"force_20n/contact_time": 0.001}) == []
    assert problems([scored(2 * TOLD.se, people=9, recordings=20)], {}) != []


def test_a_table_of_more_people_than_are_here_names_their_study() -> None:
    assert "names no study" in problems([scored(0.001, people=1, recordings=1)], {})[0]


def test_a_page_gets_its_table_between_its_marks_and_nothing_else_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "force.md"
    page.write_text("before\n<!-- make validate: force_20n -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(pages, "PLACEMENT", tmp_path)
    pages.write_placements([scored(0.001)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- make validate: force_20n -->\n")
    assert text.endswith("<!-- end -->\nafter\n")
    assert "old" not in text
    assert "| Contact time | 0.0010 s | 0.2500 s |" in text
    pages.write_placements([scored(0.001)])
    assert page.read_text(encoding="utf-8") == text


def test_the_table_of_targets_says_what_is_missed_and_where_the_peer_comes_from() -> None:
    kept = Figure("a/f1", "a", "F1", 0.98, "", "more", 0.97, 0.5, "published run", 3)
    missed = Figure("a/bias", "a", "bias", -12.0, "ms", "near zero", 10.0, decimals=1)
    printed = Figure("a/up", "a", "up", float("nan"), "m")
    lines = table([kept, missed, printed])
    assert "0.500 (published run)" in lines[2]
    assert lines[2].rstrip(" |").endswith("met")
    assert "-12.0 ms" in lines[3]
    assert "NOT MET" in lines[3]
    assert "nothing" in lines[4]
    assert len({len(line) for line in lines}) == 1
