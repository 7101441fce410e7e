"""What `plan` leaves behind: a plan as JSON, calendar and page, a referral, or both; each fit to be opened anywhere."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from icalendar import Calendar

from restride.app.planning import Planned, read_plan
from restride.app.report.plan import PLAN, REFERRAL, withdraw, write_plan
from restride.app.report.planned.calendar import calendar
from tests.app.plans import NASTY, planned
from tests.tree import ROOT


def events(done: Planned) -> list[Any]:
    assert done.plan is not None
    return list(Calendar.from_ical(calendar(done.plan)).walk("VEVENT"))


def schema(name: str) -> Any:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_bytes())


def test_a_plan_leaves_three_files_and_a_referral_two_more(tmp_path: Path) -> None:
    assert write_plan(planned(tmp_path, "runner_pfp"), tmp_path) == PLAN
    both = planned(tmp_path, "novice", health={"periods": "irregular_or_absent"})
    assert write_plan(both, tmp_path) == (*PLAN, *REFERRAL)


def test_somebody_who_is_locked_leaves_no_trace_of_a_plan(tmp_path: Path) -> None:
    locked = planned(tmp_path, "runner_pfp", health={"heart_or_lung": "yes"})
    stage = tmp_path / "out"
    stage.mkdir()
    assert write_plan(locked, stage) == REFERRAL
    assert {path.name for path in stage.iterdir()} == set(REFERRAL)
    document = json.loads((stage / "referral.json").read_bytes())
    assert list(document)[:6] == ["schema", "urgency", "who", "why", "until_then", "rules"]
    jsonschema.validate(document, schema("referral"))
    assert document["rules"] == ["lock.health"]


@pytest.mark.parametrize("name", ["runner_pfp", "runner_bsi", "novice", "walker_old", "walker_oa"])
def test_plan_json_follows_its_schema_and_reads_back_as_the_same_plan(tmp_path: Path, name: str) -> None:
    done = planned(tmp_path, name)
    write_plan(done, tmp_path)
    jsonschema.validate(json.loads((tmp_path / "plan.json").read_bytes()), schema("plan"))
    assert read_plan(tmp_path / "plan.json") == done.plan


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    for folder in (first, again):
        folder.mkdir()
        write_plan(planned(tmp_path, "runner_pfp"), folder)
    assert [(first / name).read_bytes() for name in PLAN] == [(again / name).read_bytes() for name in PLAN]


def test_the_calendar_has_each_session_and_recheck_on_its_day(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp")
    assert done.plan is not None
    found = {str(e["uid"]): e for e in events(done)}
    assert len(found) == len(done.plan.sessions) + len(done.plan.rechecks)
    for session in done.plan.sessions:
        event = found[f"{done.plan.id}-session-{session.number}@restride"]
        assert event["dtstart"].dt == session.date
        assert event["dtend"].dt == session.date + dt.timedelta(days=1)
        assert f"{session.minutes} min" in event["summary"]
        assert f"{session.feedback_percent}\u00a0%" in event["description"]
        assert event["description"].count("Stop: ") == 2
        assert "999" in event["description"]
    for recheck in done.plan.rechecks:
        assert found[f"{done.plan.id}-recheck-{recheck.week}@restride"]["dtstart"].dt == recheck.date


def test_the_calendar_knows_no_clock_and_no_person(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp", athlete={"id": "anna42"}, care={"clinician": "Dr Who"})
    assert done.plan is not None
    assert {e["dtstamp"].dt for e in events(done)} == {dt.datetime(2026, 12, 1, tzinfo=dt.UTC)}
    text = calendar(done.plan).decode()
    assert "anna42" not in text
    assert "Dr Who" not in text


def test_run_walk_stands_in_the_calendar(tmp_path: Path) -> None:
    first = events(planned(tmp_path, "runner_bsi"))[0]
    assert "1 min run, 4 min walk" in first["description"]


def test_calendar_lines_are_short_and_hold_no_line_of_somebody_else(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp")
    assert done.plan is not None
    text = f"first\r\nBEGIN:VALARM {NASTY}"
    forged = msgspec.structs.replace(done.plan.stop[0], text={"en": text, "es": text})
    raw = calendar(msgspec.structs.replace(done.plan, stop=(forged,)))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\r\nBEGIN:VALARM" not in raw
    assert "\x1b" not in raw.decode()


def test_an_earlier_plan_beside_a_new_lock_is_set_aside(tmp_path: Path) -> None:
    for name in (*PLAN, *REFERRAL, "mine.txt"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    assert withdraw(REFERRAL, tmp_path) == tuple(f"withdrawn-{name}" for name in PLAN)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*REFERRAL, "mine.txt", *(f"withdrawn-{name}" for name in PLAN)}
