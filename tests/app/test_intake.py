"""Intake: who is stopped, what is kept, and that neither silence nor a second try makes anybody safer."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from restride.app.profile_file import read_draft, write_draft
from restride.core.profile import load_profile, profile_of
from restride.plan.intake import intake
from restride.plan.questions import sections
from tests.app.answers import TODAY, WHO, Person, injured, person
from tests.app.command import ROOT, one_helpful_line, restride

LATER = TODAY + dt.timedelta(days=7)
OPERATED = person(
    another=["no", "yes"], procedure="meniscus repair", surgery_side="right", surgery_date="2026-11-10", R8_wound="hot"
)
ORDER = ("routine", "urgent", "same_day", "emergency")


def run(folder: Path, answers: str, *more: object) -> tuple[int, str, str]:
    ran = restride("intake", "--out", "p.toml", "--today", TODAY, *more, cwd=folder, answers=answers)
    return ran.code, ran.text, ran.err


def typed(who: Person) -> str:
    who.interview()
    return "".join(f"{line}\n" for line in who.lines)


def test_a_healthy_runner_ends_with_a_profile_that_can_be_planned_for(tmp_path: Path) -> None:
    code, text, err = run(tmp_path, typed(person(runs_per_week="3", run_days="2,4,6", goals="3", confidence="8")))
    assert (code, err) == (0, "")
    profile = load_profile(tmp_path / "p.toml")
    assert profile.athlete.activity == "running"
    assert profile.training.run_days == ("Tue", "Thu", "Sat")
    assert profile.goals.list == ("prevent",)
    assert profile.readiness.confidence_0_10 == 8
    assert profile.health.heart_or_lung == "no"
    assert not intake(profile, TODAY).locked
    assert "Nothing you told us today says stop." in text
    assert "you are safe" not in text.lower()


def test_the_emergency_screen_is_the_first_question_and_cannot_be_skipped() -> None:
    who = person(S1=["", "none"])
    del who.answers["S1"]
    who._left["S1"].extend(["", "none"])
    assert who.interview().kind == "done"
    assert who.asked[:2] == ["S1", "S1"]
    assert who.amiss[0] == "S1 say_unsure"


@pytest.mark.parametrize(
    ("who", "code", "urgency"),
    [
        (person(S1="chest"), "R1", "emergency"),
        (person(S1="?"), "R1", "emergency"),
        (person(S1="yes"), "R1", "emergency"),
        (person(S1="collapsed"), "R16", "emergency"),
        (person(S1="tight"), "R7", "emergency"),
        (person(S1="snap"), "R4", "same_day"),
        (person(S1="steps"), "R3", "same_day"),
        (person(S1="bent"), "R3b", "emergency"),
        (person(S1="calf"), "R2", "same_day"),
        (person(S1="numb"), "R6", "urgent"),
        (person(S1="saddle"), "R6b", "emergency"),
        (person(S1="calf,none"), "R2", "same_day"),
        (person(S1="calf,chest"), "R1", "emergency"),
        (person(R15="yes"), "R15", "urgent"),
        (person(R15="?"), "R15", "urgent"),
        (person(R15="yes", birth_year="2012"), "R15", "same_day"),
        (person(R17="yes", birth_year="2012"), "R17", "same_day"),
        (person(R12="yes"), "R12", "urgent"),
        (person(R13="yes"), "R13", "routine"),
        (person(R13="?"), "R13", "routine"),
        (person(pregnancy_weeks="20", R20="yes"), "R20", "same_day"),
        (person(pelvic_symptoms="yes", R14h="yes"), "R14h", "same_day"),
        (person(activity="walking", falls_12mo="1", blood_thinner="yes", R19="yes"), "R19", "emergency"),
        (person(activity="walking", falls_12mo="1", blood_thinner="", R19="?"), "R19", "emergency"),
        (person(activity="walking", falls_12mo="1", R19="yes"), "R19", "same_day"),
        (injured("shin_inner", R5="yes"), "R5", "urgent"),
        (injured("shin_inner", R5="?"), "R5", "urgent"),
        (injured("groin", R5="yes"), "R5", "same_day"),
        (injured("shin_inner", usual_worst="", R5="yes"), "R5", "urgent"),
        (injured("shin_outer", "bone_stress"), "R5", "urgent"),
        (injured("knee_front", R9="locked"), "R9", "urgent"),
        (injured("knee_front", R9="bent"), "R9x", "same_day"),
        (injured("knee_front", R9="?"), "R9", "urgent"),
        (injured("ankle_outer", R8="hot"), "R8", "same_day"),
        (injured("ankle_outer", R8="fever"), "R8f", "emergency"),
        (OPERATED, "R8", "same_day"),
    ],
)
def test_a_red_flag_stops_the_rest_and_answering_again_does_not_take_it_away(
    who: Person, code: str, urgency: str
) -> None:
    who = Person(dict(who.answers))  # the table of cases is shared
    done = who.interview()
    assert done.kind == "referred"
    assert done.referral is not None
    assert (done.referral.urgency, who.told[-1]) == (urgency, done.referral)
    assert code in [flag["code"] for flag in done.draft["flag"]]
    assert not {"runs_per_week", "goals"} & set(who.asked)
    again = person(**{k: v for k, v in who.answers.items() if k in ("birth_year", "activity")})
    second = again.interview(done.draft, LATER)
    assert second.kind == "referred"
    assert again.lines[0] == "none"
    assert ORDER.index(second.referral.urgency) >= ORDER.index("routine") if second.referral else False
    assert code in [flag["code"] for flag in second.draft["flag"]] or code == "R15"


def test_a_limp_ends_with_48_hours_of_normal_walking_and_with_nothing_else() -> None:
    limping = person(R15="yes").interview().draft
    assert person().interview(limping, TODAY + dt.timedelta(days=1)).kind == "referred"
    assert person(R15_over="no").interview(limping, LATER).kind == "referred"
    assert person(R15_over="?").interview(limping, LATER).kind == "referred"
    assert person(R15_over="yes").interview(limping, LATER).kind == "done"


@pytest.mark.parametrize(
    ("who", "rule"),
    [
        (person(heart_or_lung="yes"), "lock.health"),
        (person(pregnancy_weeks="12"), "lock.pregnancy"),
        (person(last_childbirth="2026-11-01"), "lock.birth"),
        (person(pelvic_symptoms="yes"), "lock.birth"),
        (person(birth_year="2012"), "lock.under18"),
        (injured("achilles_mid", "achilles_midportion", steroid_3mo=""), "R18"),
        (injured("shin_inner", "bone_stress", usual_worst="0"), "R13"),
        (person(activity="walking", walking_changed="yes"), "lock.walking_changed"),
    ],
)
def test_what_locks_a_plan_stops_before_training_is_asked_about(who: Person, rule: str) -> None:
    who = Person(dict(who.answers))
    done = who.interview()
    assert done.kind == "referred"
    assert rule in intake(profile_of(done.draft), TODAY).rules
    assert "runs_per_week" not in who.asked


def test_a_minor_with_a_worse_flag_is_told_of_that_first() -> None:
    done = person(birth_year="2012", S1="none", R12="yes").interview()
    assert done.referral is not None
    assert done.referral.urgency == "urgent"


def test_low_energy_is_told_at_once_and_the_rest_goes_on() -> None:
    who = person(R11="yes")
    done = who.interview()
    assert done.kind == "done"
    assert [whom.urgency for whom in who.told] == ["routine"]
    assert done.referral is not None
    known = intake(profile_of(done.draft), TODAY)
    assert (known.locked, known.rules) == (False, ("R11",))
    assert "runs_per_week" in who.asked


def test_a_clearance_of_a_clinician_dated_after_the_flag_lets_the_intake_go_on() -> None:
    flagged = injured("shin_inner", R5="yes").interview().draft
    act: dict[str, str | list[str]] = {
        "another": ["yes", "no"], "clearance_by": "Dr A", "clearance_profession": "doctor",
        "clearance_registration": "123", "clearance_date": "2026-12-05", "clearance_side": "right",
        "clearance_allows": "running", "R5": "no",
    }  # fmt: skip
    done = person(**act).interview(flagged, LATER)
    assert done.kind == "done"
    assert done.draft["clearance"][0]["of"] == "i1"
    assert done.draft["clearance"][0]["verified"] == "attested"
    assert [f["code"] for f in done.draft["flag"]] == ["R5"]
    for wrong in ({"clearance_side": "left"}, {"clearance_profession": "coach"}, {"clearance_date": "2026-12-01"}):
        assert person(**{**act, **wrong}).interview(flagged, LATER).kind == "referred"


HEALTH = [q.id for q in (*sections()["warning"].question, *sections()["health"].question) if q.answer == "yes_no"]


@pytest.mark.parametrize("name", HEALTH)
@pytest.mark.parametrize("activity", ["running", "walking"])
def test_not_knowing_never_makes_a_profile_less_safe_than_no(name: str, activity: str) -> None:
    def locked(answer: str) -> tuple[set[str], bool]:
        done = injured("achilles_mid", "achilles_midportion", activity=activity, **{name: answer}).interview()
        found = intake(profile_of(done.draft), TODAY)
        return set(found.rules), done.kind == "referred"

    unknown, no = locked("?"), locked("no")
    assert no[0] <= unknown[0]
    assert no[1] <= unknown[1]


@pytest.mark.parametrize("name", HEALTH)
def test_an_answer_that_is_not_known_is_never_kept_as_no(name: str) -> None:
    done = person(**{name: "?"}).interview()
    question = next(q for s in ("warning", "health") for q in sections()[s].question if q.id == name)
    if question.field:
        table, key = question.field.split(".")
        assert done.draft.get(table, {}).get(key) != "no"
    else:
        assert name not in done.draft["screen"]["answered"]


def test_an_intake_that_was_stopped_asks_only_for_what_is_missing(tmp_path: Path) -> None:
    first = person()
    first.stop_at = "runs_per_week"
    done = first.interview()
    assert done.kind == "stopped"
    write_draft(tmp_path / "p.toml", done.draft)
    second = person(runs_per_week="3")
    end = second.interview(read_draft(tmp_path / "p.toml"))
    assert end.kind == "done"
    assert "heart_or_lung" not in second.asked
    assert "birth_year" not in second.asked
    assert second.asked[0] == "S1"
    assert end.draft["training"]["runs_per_week"] == 3


def test_a_tendon_is_self_checked_only_when_all_five_answers_fit() -> None:
    fits = {"tendon_1": "yes", "tendon_2": "yes", "tendon_3": "yes", "diagnosed_by": "self"}
    assert (
        injured("achilles_mid", "achilles_midportion", **fits).interview().draft["injury"][0]["diagnosed_by"]
        == "self_checked"
    )
    for name in ("tendon_1", "tendon_2", "tendon_3"):
        done = injured("achilles_mid", "achilles_midportion", **{**fits, name: "?"}).interview()
        assert done.draft["injury"][0]["diagnosed_by"] == "self"
    done = injured("achilles_mid", "achilles_midportion", **fits, tendon_4="yes").interview()
    assert done.draft["injury"][0]["diagnosed_by"] == "self"


def test_tests_and_scores_are_kept_as_numbers_with_side_and_date() -> None:
    who = person(
        another=["no", "no", "yes", "yes", "no", "yes", "no"], test="calf_raises", value=["25", "22"],
        test_side=["left", "right"], test_on="incline", test_date="2026-11-30", score_name="uwri",
        score_value=["40", "28"], score_date="2026-11-30",
    )  # fmt: skip
    profile = profile_of(who.interview().draft)
    assert [(t.value, t.side, t.on) for t in profile.tests["calf_raises"]] == [
        (25, "left", "incline"), (22, "right", "incline"),
    ]  # fmt: skip
    assert (profile.score[0].name, profile.score[0].value) == ("uwri", 28)
    assert "score_value range" in who.amiss


def test_an_answer_that_cannot_be_is_asked_again() -> None:
    who = person(birth_year=["soon", "90", "1990"], mass_kg=["6200", "nan", "62,5"])
    for name in ("birth_year", "mass_kg"):
        assert name not in WHO or isinstance(who.answers[name], list)
    draft = who.interview().draft
    assert draft["athlete"]["birth_year"] == 1990
    assert draft["athlete"]["mass_kg"] == 62.5
    assert who.amiss == ["birth_year number", "birth_year range", "mass_kg range", "mass_kg range"]


def test_the_command_refers_with_exit_4_and_keeps_the_flag(tmp_path: Path) -> None:
    code, text, err = run(tmp_path, "1\n", "--country", "GB")
    assert (code, err) == (4, "")
    assert "GET HELP NOW: call 999" in text
    assert "Nobody at the clinic watches this in real time." in " ".join(text.split())
    assert tomllib.loads((tmp_path / "p.toml").read_text(encoding="utf-8"))["flag"][0]["code"] == "R1"
    again, text, _ = run(tmp_path, typed(person()))
    assert again == 4
    assert "GET HELP NOW: call 999" in text


def test_a_flag_kept_before_the_person_was_known_makes_no_plan(tmp_path: Path) -> None:
    run(tmp_path, "1\n")
    (tmp_path / "a.json").write_text('{"schema": "restride/assessment/1", "metrics": []}', encoding="utf-8")
    ran = restride("plan", "a.json", "--profile", "p.toml", "--start", "2026-12-02", cwd=tmp_path)
    assert ran.code == 3
    assert one_helpful_line(ran)


def test_in_spanish_the_questions_and_the_referral_are_spanish(tmp_path: Path) -> None:
    code, text, _ = run(tmp_path, "7\n", "--language", "es", "--country", "ES")
    assert code == 4
    assert "ACUDE A ALGUIEN: hoy" in text
    assert "native review pending" in text
    assert "Whom to see" not in text


def test_answers_that_end_too_early_keep_nothing(tmp_path: Path) -> None:
    ran = restride("intake", "--out", "p.toml", cwd=tmp_path, answers="none\nme\n")
    assert ran.code == 3
    assert one_helpful_line(ran)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_what_stood_there(tmp_path: Path) -> None:
    run(tmp_path, typed(person()))
    before = (tmp_path / "p.toml").read_bytes()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "restride", "intake", "--out", "p.toml", "--today", str(LATER)]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while b"None of these" not in process.stdout.readline():
            pass
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    assert (tmp_path / "p.toml").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["p.toml"]


def test_a_profile_written_by_hand_is_taken_up_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('schema = "restride/profile/1"\n[athlete]\nid = "x"\nbrith_year = 1990\n', "utf-8")
    code, _, err = run(tmp_path, "none\n")
    assert code == 3
    assert "brith_year" in err


@pytest.mark.parametrize("base", sorted((ROOT / "tests" / "vignettes" / "bases").glob("*.toml")), ids=lambda p: p.stem)
def test_a_profile_that_is_written_again_says_the_same(tmp_path: Path, base: Path) -> None:
    write_draft(tmp_path / "p.toml", read_draft(base))
    assert load_profile(tmp_path / "p.toml") == load_profile(base)
