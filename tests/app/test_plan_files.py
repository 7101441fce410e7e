"""What `plan` leaves behind: a plan as JSON, calendar and page, a referral, or both; each fit to be opened anywhere."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from icalendar import Calendar

from restride.app.planning import Planned, make_plan_of, read_plan
from restride.app.report.plan import PLAN, REFERRAL, withdraw, write_plan
from restride.app.report.planned.calendar import calendar
from tests.app.plans import NASTY, metrics, planned
from tests.tree import ROOT


def events(done: Planned) -> list[Any]:
    assert done.plan is not None
    return list(Calendar.from_ical(calendar(done.plan)).walk("VEVENT"))


def schema(name: str) -> Any:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_bytes())


def test_a_plan_leaves_its_files_and_a_referral_two_more(tmp_path: Path) -> None:
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


def name_of(event: Any) -> str:
    """What an event is, behind the pseudonym."""
    return str(event["uid"]).split("-", 1)[1].removesuffix("@restride")


def test_the_calendar_has_each_session_exercise_and_recheck_on_its_day(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp")
    assert done.plan is not None
    found = {name_of(e): e for e in events(done)}
    assert len(found) == len(done.plan.sessions) + len(done.plan.rechecks) + len(done.plan.exercises)
    for session in done.plan.sessions:
        event = found[f"session-{session.number}"]
        assert event["dtstart"].dt == session.date
        assert event["dtend"].dt == session.date + dt.timedelta(days=1)
        assert f"{session.minutes} min" in event["summary"]
        assert f"{session.feedback_percent}\u00a0%" in event["description"]
        assert done.plan.cues[0].words["en"] in event["description"]
        assert event["description"].count("Stop: ") == 2
        assert "999" in event["description"]
    for own in done.plan.exercises:
        event = found[f"exercise-{own.id}"]
        assert len(event["rrule"]["BYDAY"]) == len(own.days)
        week = dt.timedelta(weeks=own.from_week - 1)
        assert dt.timedelta() <= event["dtstart"].dt - done.plan.start - week < dt.timedelta(days=7)
        assert event["dtstart"].dt <= event["rrule"]["UNTIL"][0]
    for recheck in done.plan.rechecks:
        assert found[f"recheck-{recheck.week}"]["dtstart"].dt == recheck.date


def test_every_event_rings_once_the_evening_before(tmp_path: Path) -> None:
    for event in events(planned(tmp_path, "walker_old")):
        (alarm,) = event.walk("VALARM")
        assert alarm["trigger"].dt == dt.timedelta(hours=-6)
        assert alarm["description"]


def test_a_newer_plan_moves_the_same_events_and_calls_off_what_it_no_longer_has(tmp_path: Path) -> None:
    first = planned(tmp_path, "runner_pfp")
    assert first.plan is not None
    start = first.start + dt.timedelta(weeks=2)
    again = make_plan_of(metrics(), first.profile, start, before=first.plan)
    assert again.plan is not None
    fewer = msgspec.structs.replace(again.plan, sessions=again.plan.sessions[:5])
    raw = calendar(fewer, first.plan)
    newer = {str(e["uid"]): e for e in Calendar.from_ical(raw).walk("VEVENT")}
    older = {str(e["uid"]): e for e in events(first)}
    assert set(newer) == set(older)
    assert {e["sequence"] for e in older.values()} == {0}
    assert {e["sequence"] for e in newer.values()} == {1}
    off = {name_of(e) for e in newer.values() if e.get("status") == "CANCELLED"}
    assert off == {"session-6", "session-7", "session-8"}
    moved = next(e for e in newer.values() if name_of(e) == "session-1")
    assert moved["dtstart"].dt >= start


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
    assert raw.count(b"\r\nBEGIN:VALARM") == raw.count(b"\r\nBEGIN:VEVENT")
    assert "\x1b" not in raw.decode()


def test_an_earlier_plan_beside_a_new_lock_is_set_aside(tmp_path: Path) -> None:
    for name in (*PLAN, *REFERRAL, "mine.txt"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    assert withdraw(REFERRAL, tmp_path) == tuple(f"withdrawn-{name}" for name in PLAN)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*REFERRAL, "mine.txt", *(f"withdrawn-{name}" for name in PLAN)}
