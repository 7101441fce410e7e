"""`restride plan` and `restride decide` as a person meets them: exit codes, one document on stdout, one line else."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.console import RenderableType

from restride.app.cli.plan_answer import decision_answer, kind_words, plan_answer
from restride.app.cli.screen import rendered
from restride.app.planning import make_plan_of, moment
from restride.app.report.plan import PLAN, REFERRAL
from restride.app.report.planned.wording import reader
from restride.core.decision import KINDS, Decision, NextSession
from restride.plan.diary import read_log
from restride.plan.gate.decide import decide as decided
from restride.plan.table import table
from tests.app.command import one_helpful_line, restride
from tests.app.plans import START, assessment_file, case, decide, metrics, plan, planned, profile, profile_file
from tests.tree import ROOT

STEP_BACK = "r10_kneecap_pain_of_three_is_a_step_back_not_a_referral"
EMERGENCY = "r1_chest_pain_on_a_run_is_an_emergency"
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]")


def schema(name: str) -> Any:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_bytes())


def test_a_plan_is_written_and_said_in_a_screen(tmp_path: Path) -> None:
    ran = plan(tmp_path, profile_file(tmp_path, "runner_pfp"))
    assert ran.code == 0, ran.err
    assert {p.name for p in (tmp_path / "plan").iterdir()} == {*PLAN}
    text = " ".join(ran.text.split())
    assert text.index("Load first") < text.index("Step rate: 163 to 169")
    assert "Nobody at the clinic watches this in real time." in text
    assert ran.err == ""


def test_somebody_locked_gets_one_json_document_and_exit_4(tmp_path: Path) -> None:
    ran = plan(tmp_path, profile_file(tmp_path, "runner_pfp", health={"heart_or_lung": "yes"}))
    assert ran.code == 4
    document = json.loads(ran.out)
    jsonschema.validate(document, schema("referral"))
    assert (tmp_path / "plan" / "referral.json").read_bytes() == ran.out
    assert {p.name for p in (tmp_path / "plan").iterdir()} == {"referral.json", "referral.html"}


def test_a_plan_with_a_referral_writes_both_and_ends_with_4(tmp_path: Path) -> None:
    ran = plan(tmp_path, profile_file(tmp_path, "novice", health={"periods": "irregular_or_absent"}))
    assert ran.code == 4
    assert {p.name for p in (tmp_path / "plan").iterdir()} == {*PLAN, *REFERRAL}
    assert ran.text.startswith("SEE SOMEBODY: within 4 weeks")


def test_a_lock_sets_an_earlier_plan_aside_and_says_so(tmp_path: Path) -> None:
    assert plan(tmp_path, profile_file(tmp_path, "runner_pfp")).code == 0
    ran = plan(tmp_path, profile_file(tmp_path, "runner_pfp", health={"clot_ever": "yes"}))
    assert ran.code == 4
    assert not (tmp_path / "plan" / "plan.json").exists()
    assert "withdrawn-plan.json" in ran.err


def test_explain_prints_the_chain_from_the_recording_to_the_sentences(tmp_path: Path) -> None:
    done = planned(tmp_path, "runner_pfp")
    assert done.plan is not None
    short = told(*plan_answer(done, tmp_path))
    whole = told(*plan_answer(done, tmp_path, explain=True))
    steps = ["Measured: ", "Stands out: ", "Load plan: ", "Cue allowed: ", "Target: ", "Change chosen: ", "Dose: "]
    places = [whole.index(step) for step in steps]
    assert places == sorted(places)
    assert "158 steps a minute (force plates) + 5 % = 165.9. That makes the band 163 to 169" in whole
    assert all(f"{number}. " in whole for number in range(1, len(done.plan.reasoning) + 1))
    assert "What the sentences rest on" in whole
    assert "How much, how fast, where: clinical practice" in whole
    assert "[A-12, " in whole
    assert "Target: " not in short


def test_explain_is_an_option_of_the_command(tmp_path: Path) -> None:
    own = profile_file(tmp_path, "runner_pfp")
    ran = restride("plan", assessment_file(tmp_path), "--profile", own, "--start", START, "--explain", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "From the recording to the plan" in ran.text


def told(*parts: RenderableType) -> str:
    return " ".join(rendered(*parts, terminal=False).replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ('[athlete]\nid = "a"\nbirth_year = 1990\nactivity = "running"\nmas_kg = 60', "mas_kg"),
        ('[athlete]\nid = "a"\nbirth_year = 1990\nactivity = "flying"', "athlete.activity"),
        ('[athlete]\nid = "a"\nactivity = "running"', "birth_year"),
    ],
)
def test_a_profile_that_cannot_be_used_is_named_and_nothing_is_written(tmp_path: Path, broken: str, named: str) -> None:
    own = tmp_path / "profile.toml"
    own.write_text(f'schema = "restride/profile/1"\n{broken}\n', encoding="utf-8")
    ran = plan(tmp_path, own)
    assert ran.code == 3
    assert one_helpful_line(ran)
    assert named in ran.err
    assert ran.out == b""
    assert not (tmp_path / "plan").exists()


def test_a_start_that_is_no_date_is_a_usage_error(tmp_path: Path) -> None:
    own = profile_file(tmp_path, "runner_pfp")
    ran = restride("plan", "a.json", "--profile", own, "--start", "soon", cwd=tmp_path)
    assert ran.code == 2
    assert one_helpful_line(ran)


def test_decide_prints_one_json_document_that_follows_its_schema(tmp_path: Path) -> None:
    ran = decide(tmp_path, STEP_BACK, "--json", "-")
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    jsonschema.validate(document, schema("decision"))
    assert document["kind"] == "step_back"


def test_decide_prints_its_json_on_exit_4_too(tmp_path: Path) -> None:
    ran = decide(tmp_path, EMERGENCY, "--json", "-")
    assert ran.code == 4
    document = json.loads(ran.out)
    jsonschema.validate(document, schema("decision"))
    assert document["referral"]["urgency"] == "emergency"


def test_an_emergency_is_said_first_with_the_number(tmp_path: Path) -> None:
    ran = decide(tmp_path, EMERGENCY)
    assert ran.code == 4
    assert ran.text.startswith("GET HELP NOW: call 999\n")
    assert "Nobody at the clinic watches this in real time." in " ".join(ran.text.split())


def test_a_broken_line_is_named_and_no_decision_is_printed(tmp_path: Path) -> None:
    log = case(STEP_BACK).log
    ran = decide(tmp_path, STEP_BACK, "--json", "-", log=log + '{"type": "checkin", "id": "k9", "occured_at": 1}\n')
    assert ran.code == 3
    assert ran.out == b""
    assert one_helpful_line(ran)
    assert f"line {len(log.splitlines()) + 1}" in ran.err
    assert "do not run until this is sorted out" in ran.err


def test_explain_prints_the_chain_of_rules(tmp_path: Path) -> None:
    ran = decide(tmp_path, STEP_BACK, "--explain")
    rule = "pain.above_gate"
    told = " ".join(ran.text.split())
    for said in (rule, "place knee_front", "pain 3", "gate 2", "D-03", table()[rule].source):
        assert said in told


def test_a_log_line_of_every_kind_follows_the_published_schema() -> None:
    lines = [json.loads(line) for name in (STEP_BACK, EMERGENCY) for line in case(name).log.splitlines()]
    assert lines
    for line in lines:
        jsonschema.validate(line, schema("log"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(lines[0] | {"pian": 3}, schema("log"))


def test_every_kind_has_its_large_words_in_both_languages(tmp_path: Path) -> None:
    idle = NextSession(
        earliest=moment("2026-12-01").date(), no_running=True, no_level_up=True, cue_off=True, flat=True, minutes=0,
        target=None,
    )  # fmt: skip
    for language in ("en", "es"):
        to = reader(profile(tmp_path, "novice", athlete={"language": language}))
        seen = set()
        for kind in KINDS:
            for urgency in ("routine", "urgent", "same_day", "emergency") if kind == "refer" else (None,):
                answer = Decision(
                    kind=kind, urgency=urgency, provisional=False, valid_until=moment("2026-12-01"), reasons=(),
                    red_flags=(), next_session=idle, referral=None,
                )  # fmt: skip
                seen.add(kind_words(answer, to))
        assert len(seen) == len(KINDS) + 3


def test_the_strictest_reason_is_read_first_and_all_are_listed(tmp_path: Path) -> None:
    own = case(EMERGENCY)
    done = planned(tmp_path, "runner_pfp")
    assert done.plan is not None
    now = moment(own.today)
    answer = decided(done.plan, read_log(own.log, now), now)
    told = " ".join(rendered(*decision_answer(answer, done.profile, explain=False), terminal=False).split())
    places = [told.index(" ".join(reason.text.split())[:40]) for reason in answer.reasons]
    assert places == sorted(places)
    assert "you are safe" not in told.lower()


def test_pain_has_no_colour_even_on_a_terminal(tmp_path: Path) -> None:
    own = case(STEP_BACK)
    done = planned(tmp_path, "runner_pfp")
    assert done.plan is not None
    now = moment(own.today)
    answer = decided(done.plan, read_log(own.log, now), now)
    shown = rendered(*decision_answer(answer, done.profile, explain=True), *plan_answer(done, tmp_path), terminal=True)
    assert not COLOUR.search(shown)


def test_a_decision_in_spanish_is_spanish(tmp_path: Path) -> None:
    own = case(STEP_BACK)
    spanish = profile(tmp_path, "runner_pfp", athlete={"language": "es", "country": "AR"})
    done = make_plan_of(metrics(), spanish, own.start)
    assert done.plan is not None
    now = moment(own.today)
    answer = decided(done.plan, read_log(own.log, now), now)
    told = rendered(*decision_answer(answer, spanish, explain=False), terminal=False)
    assert told.startswith("UN PASO ATRÁS")
    assert "native review pending" in told
