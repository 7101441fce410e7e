"""What the terminal shows of an assessment."""

import pytest
from rich.cells import cell_len

from restride.app.cli.answer import answer, next_step, rows
from restride.app.cli.screen import printable, rendered
from tests.app.nouns import assessment, metric


def plain(width: int = 100, **how: object) -> str:
    return rendered(*answer(assessment(**how)), terminal=False, width=width)


def test_one_row_a_metric_with_its_sides_in_friendly_units_and_its_doubt() -> None:
    shown = rows(assessment().metrics)
    contact = next(row for row in shown if row.title.startswith("Contact time"))
    assert (contact.title, contact.left, contact.right, contact.both) == ("Contact time (ms)", "287", "292", "")
    assert contact.doubt == "2"  # 1.96 x 1 ms
    assert [row.title for row in shown] == ["Cadence (steps/min)", "Contact time (ms)", "Braking peak (BW)"]


def test_the_header_says_file_task_speed_and_contacts() -> None:
    assert plain().splitlines()[0] == (
        "run.c3d  running, 2.50 m/s (6:40 min/km), treadmill, 30.0 s, 81 contacts (40 left, 41 right)"
    )


def test_what_matters_comes_with_a_line_for_and_a_line_against() -> None:
    text = plain()
    assert "Much braking at each landing, left" in text
    assert "(A-34 and 1 more in the report)" in " ".join(text.split())
    assert any(line.strip().startswith("against ") for line in text.splitlines())


def test_what_does_not_matter_to_this_person_is_one_line_without_a_case_for_change() -> None:
    text = plain(relevant=False)
    assert "Much braking at each landing, left" in text
    assert "for " not in [line.strip()[:4] for line in text.splitlines()]


def test_notes_say_what_they_cost_and_the_worst_comes_first() -> None:
    text = plain()
    assert "! Few impact peaks. (left out: Average vertical loading rate (VALR)" in text
    assert text.index("! Few impact peaks") < text.index("- One belt")


def test_numbers_that_are_not_shown_are_counted() -> None:
    assert "2 more numbers" in plain()


@pytest.mark.parametrize("width", [30, 40, 65, 66, 100])
def test_off_a_terminal_the_text_is_ascii_without_escape_codes_and_fits(width: int) -> None:
    text = plain(width)
    assert text.isascii()
    assert "\x1b" not in text
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_terminal_gets_colour_unless_no_color_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32m" in rendered(*answer(assessment()), terminal=True, width=100)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in rendered(*answer(assessment()), terminal=True, width=100)


def test_a_file_name_cannot_command_the_terminal() -> None:
    assert printable("run\x1b[2J\u202e.c3d") == "run?[2J?.c3d"
    assert "\x1b" not in plain(file="run\x1b[31m.c3d")
    assert "Läufer" in plain(file="Läufer.c3d")


def test_the_next_step_names_what_was_not_given() -> None:
    steps = rendered(*next_step(assessment(), out=None, static=False, profile=False), terminal=False)
    assert all(word in steps for word in ("--out", "--static", "--profile"))
    assert rendered(*next_step(assessment(), out=None, static=True, profile=True), terminal=False).count("--") == 1


def test_two_methods_of_one_metric_are_told_apart() -> None:
    both = [metric("cadence", 160.0), metric("cadence", 161.0, method="sacral_acc")]
    assert len({row.title for row in rows(both)}) == 2
