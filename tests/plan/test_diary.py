"""Broken logs: the line, the field and the allowed words are named; a flag on a good line still refers."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from restride.app.planning import decide_today
from restride.core.errors import BadLog
from restride.plan.diary import read_log
from tests.plan.people import day, end_of, log_of, plan_of

NOW = dt.datetime(2026, 12, 6, tzinfo=dt.UTC)
START = '{"type":"checkin","id":"k1","occurred_at":"2026-12-03T18:10:00+00:00"'
CLEARANCE = '{"type":"clearance","id":"c","of":"R5","by":"Dr A","profession":"doctor","registration":"1"'
BAD = {
    "pain of eleven": (START + ',"pain":[{"place":"knee_front","side":"left","worst":11}]}', "$.pain[0].worst"),
    "an unknown place": (START + ',"pain":[{"place":"knee_frnt","side":"left"}]}', "knee_front, knee_inner"),
    "an unknown flag": (START + ',"safety_screen":{"asked":["S1"],"yes":["R99"]}}', "R1, R2, R3"),
    "an unknown word": (START + ',"limp":"maybe"}', "yes, no, not_asked"),
    "an unknown question": (
        '{"type":"weekly","id":"w","recorded_at":"2026-12-03T18:10:00+00:00","answers":{"R77":"no"}}',
        "new_medicine",
    ),
    "a date to come": (START.replace("12-03", "12-09") + "}", "lies after"),
    "a time without a zone": (START.replace("+00:00", "") + "}", "time zone"),
    "not JSON": ("{", "not JSON"),
    "no type": ('{"id":"x"}', "$.type"),
    "a clearance without side": (CLEARANCE + ',"date":"2026-12-01","allows":"running"}', "side is missing"),
    "a field with a typo": (START + ',"limpp":"no"}', "limpp"),
    "a superseded line that is not there": (START + ',"supersedes":"k9"}', "k9"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "said"), BAD.values(), ids=BAD.keys())
def test_a_broken_line_stops_with_its_number_its_field_and_the_allowed_words(
    row: str, said: str, tmp_path: Path
) -> None:
    good = log_of("runner_pfp", {"like": "quiet_run", "id": "k0", "occurred_at": day(0)})
    plan, log = tmp_path / "plan.json", tmp_path / "log.jsonl"
    plan.write_bytes(msgspec.json.encode(plan_of("runner_pfp")))
    log.write_text(good + row + "\n")
    with pytest.raises(BadLog) as caught:
        decide_today(plan, log, "2026-12-05")
    assert "line 2 of log.jsonl" in str(caught.value)
    assert said in str(caught.value)
    assert "do not run until this is sorted out" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("row", [row for row, _ in BAD.values()], ids=BAD.keys())
def test_a_flag_on_a_good_line_above_a_broken_one_still_refers(row: str, tmp_path: Path) -> None:
    flagged = {"safety_screen": {"asked": ["S1", "S2"], "yes": ["R7"]}}
    good = log_of("runner_pfp", {"like": "quiet_run", "id": "k0", "occurred_at": day(0), **flagged})
    plan, log = tmp_path / "plan.json", tmp_path / "log.jsonl"
    plan.write_bytes(msgspec.json.encode(plan_of("runner_pfp")))
    log.write_text(good + row + "\n")
    answer = decide_today(plan, log, "2026-12-05")
    assert (answer.kind, answer.urgency) == ("refer", "emergency")
    assert any("line 2" in notice for notice in answer.notices)


def test_one_id_with_two_contents_is_a_broken_line() -> None:
    rows = START + "}\n" + START + ',"limp":"yes"}\n'
    assert [b.number for b in read_log(rows, NOW).broken] == [2]


def test_the_same_line_twice_changes_nothing() -> None:
    assert read_log(START + "}\n" + START + "}\n", NOW).entries == read_log(START + "}\n", NOW).entries


def test_a_log_of_a_hundred_thousand_lines_is_refused() -> None:
    with pytest.raises(BadLog, match="20000 lines"):
        read_log((START + "}\n") * 100_000, NOW)


def test_a_yes_beside_an_unknown_word_is_not_lost() -> None:
    row = START + ',"safety_screen":{"asked":["S1"],"yes":["R1","R99"]}}'
    log = read_log(row, NOW)
    assert [b.number for b in log.broken] == [1]
    assert log.entries[0].checkin.safety_screen is not None
    assert log.entries[0].checkin.safety_screen.yes == ("R1",)


def test_an_edit_keeps_the_worse_answer() -> None:
    first = {"like": "quiet_run", "id": "k1", "occurred_at": day(0), "limp": "yes"}
    edit = {"like": "quiet_run", "id": "k2", "supersedes": "k1", "occurred_at": day(0), "recorded_at": day(1)}
    log = read_log(log_of("runner_pfp", first, edit), end_of(2))
    assert len(log.entries) == 1
    assert log.entries[0].checkin.limp == "yes"
