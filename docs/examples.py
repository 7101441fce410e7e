"""Write docs/examples/: ten decisions and three plans as people read them: python -m docs.examples

Made by the same functions as the commands, from the profiles and logs that the tests of the gate use (tests/vignettes).
"""

import datetime as dt
import textwrap
from pathlib import Path

import msgspec

from restride.app.cli.plan_answer import decision_answer, plan_answer
from restride.app.cli.screen import rendered
from restride.app.planning import Planned, make_plan_of, moment
from restride.app.report.planned.page import plan_page
from restride.core.conditions import Conditions
from restride.core.metric import Metric
from restride.core.profile import Profile, load_profile
from restride.plan.diary import read_log
from restride.plan.gate.decide import decide
from tests.plan.vignettes import FOLDER as VIGNETTES
from tests.plan.vignettes import Vignette, vignettes

FOLDER = Path(__file__).resolve().with_name("examples")
START = dt.date(2026, 12, 1)
WIDTH = 96

DECISIONS = {
    "a_quiet_run_with_all_screens_answered_proceeds": "Nothing speaks against it",
    "a_decision_without_the_morning_is_provisional_and_holds": "The evening of the run: the morning is not known yet",
    "confirmed_achilles_pain_of_three_is_amber_and_holds": "3 of 10 in an Achilles tendon that a clinician has seen",
    "r10_kneecap_pain_of_three_is_a_step_back_not_a_referral": "3 of 10 at the kneecap, where the limit is 2",
    "an_attested_clearance_of_a_doctor_counts_and_every_output_says_so": "After a doctor's clearance, typed by hand",
    "a_limp_without_a_further_answer_pauses_just_before_48_hours": "A limp",
    "above_a_lower_gate_three_times_in_a_row_is_a_routine_referral": "A step back three times in a row",
    "one_of_ten_during_a_run_at_a_bone_stress_site_is_urgent": "1 of 10 at a bone",
    "r2_one_hot_calf_is_same_day": "One calf hot and swollen",
    "r1_chest_pain_on_a_run_is_an_emergency": "Chest pain, to a runner who reads Spanish",
}
"""Cases of tests/vignettes by id, with what is the matter."""
SPANISH = "r1_chest_pain_on_a_run_is_an_emergency"
PLANS = {
    "runner_pfp": "A runner of 34 with pain at the right kneecap",
    "walker_oa": "A walker of 63 with arthritis of the inner knee",
    "novice": "A healthy beginner of 30",
}
"""Profiles of tests/vignettes/bases: yardsticks (a), (d) and (e) of the planner."""


def files() -> dict[str, bytes]:
    """Every file of the folder by its name."""
    plans = {name: make_plan_of(metrics(), load_profile(base(name)), START) for name in PLANS}
    pages = {f"{name}.html": plan_page(done.plan, done.referral) for name, done in plans.items() if done.plan}
    return {name: text.encode() for name, text in {
        "decisions.md": decisions(),
        "plans.md": "".join([PLANS_OPENING, *(plan(name, done) for name, done in plans.items())]),
        **pages,
    }.items()}  # fmt: skip


DECISIONS_OPENING = """\
# Ten decisions

Made by docs/examples.py from cases of tests/vignettes; change those, not this page. Each is what `restride decide`
prints where its output goes to a file; on a terminal the first line stands in a box. Every rule stands in
[gate.md](../gate.md).
"""
PLANS_OPENING = """\
# Three plans

Made by docs/examples.py from profiles of tests/vignettes and a made-up measurement (158 steps a minute at 2.8 m/s);
change those, not this page. Each is what `restride plan` prints; the page that it writes stands beside this one.
"""


def decisions() -> str:
    """The ten, each with what was told and what comes back."""
    cases = {case.id: case for case in vignettes()}
    parts = [DECISIONS_OPENING]
    for number, (name, title) in enumerate(DECISIONS.items(), 1):
        parts.append(decision(number, title, cases[name], explain=number in (1, 4)))
    return "".join(parts)


def decision(number: int, title: str, case: Vignette, *, explain: bool) -> str:
    """One case: the profile's base, the log as it stands, the day, and the answer."""
    profile = profile_of(case)
    done = make_plan_of(metrics(), profile, case.start)
    assert done.plan is not None
    now = moment(case.today)
    answer = decide(done.plan, read_log(case.log, now), now)
    told = rendered(*decision_answer(answer, profile, explain=explain), terminal=False, width=WIDTH)
    command = (
        "restride decide --plan plan.json --log log.jsonl --today " + case.today + (" --explain" if explain else "")
    )
    return (
        f"\n## {number}. {title}\n\nCase `{case.id}` ({case.source}).\n\n"
        f"<details><summary>log.jsonl</summary>\n\n{_block(_wrapped(case.log), 'json')}\n</details>\n\n"
        f"{_block(f'$ {command}', 'console')}\n{_block(told, 'text')}"
    )


def plan(name: str, done: Planned) -> str:
    """One plan as the command prints it, its first weeks, and where its page stands."""
    assert done.plan is not None
    out = Path("plan")
    told = rendered(*plan_answer(done, out, ("plan.json", "plan.ics", "plan.html")), terminal=False, width=WIDTH)
    command = f"restride plan assessment.json --profile {name}.toml --start {START} --out {out}"
    return (
        f"\n## {PLANS[name]}\n\nThe whole plan: [{name}.html]({name}.html).\n\n"
        f"{_block(f'$ {command}', 'console')}\n{_block(told, 'text')}"
    )


def metrics() -> list[Metric]:
    """The measurement that the plans start from."""
    step_rate = Metric(
        name="cadence", value=158.0, unit="steps/min", se=0.2, n=40, side="both", method="force_20n",
        basis="measured", grade="good", source="made up", conditions=Conditions(speed_mps=2.8, mode="treadmill"),
    )  # fmt: skip
    return [step_rate]


def base(name: str) -> Path:
    """A profile of the tests."""
    return VIGNETTES / "bases" / f"{name}.toml"


def profile_of(case: Vignette) -> Profile:
    """The profile of a case, read as the command reads one."""
    wire = dict(case.profile)
    if case.id == SPANISH:
        wire["athlete"] = wire["athlete"] | {"language": "es", "country": "ES"}
    return msgspec.convert(_dated(wire), Profile)


def _dated(value: object) -> object:
    """Without the empty dates that TOML has to write as ""."""
    if isinstance(value, dict):
        return {k: _dated(v) for k, v in value.items() if not (v == "" and k in ("last_childbirth", "last_seen"))}
    return [_dated(v) for v in value] if isinstance(value, list) else value


def _wrapped(log: str) -> str:
    """Lines of JSON broken at spaces, for the page only."""
    return "\n".join("\n".join(textwrap.wrap(line, WIDTH, break_on_hyphens=False)) for line in log.splitlines())


def _block(text: str, kind: str) -> str:
    return f"```{kind}\n{text.strip()}\n```\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
        print(f"docs/examples/{name}")
