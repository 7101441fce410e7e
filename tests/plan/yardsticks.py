"""What the tests of the six yardstick people share: their plans, and how their sentences are looked through."""

import re
from collections.abc import Iterable
from functools import cache

from restride.app.planning import make_plan_of
from restride.core.metric import Metric
from restride.core.plan import Guard, Line, Plan, Refused
from restride.core.profile import Profile
from restride.plan.planner import Wish
from tests.plan.measured import measured, run, walk
from tests.plan.people import START, person

OVERSTRIDE = measured("tibia_angle_at_contact", 14.0, 0.8, side="left", method="markers_segments", speed=2.8)
SHOCK = measured("peak_tibial_acceleration", 11.0, 0.3, side="right", method="shank_running", speed=2.8)


def made(profile: Profile, metrics: Iterable[Metric], wish: str = "") -> Plan:
    """The plan, which must be there."""
    plan = make_plan_of(list(metrics), profile, START, wish=Wish(change=wish)).plan
    assert plan is not None
    return plan


@cache
def kneecap() -> Plan:
    return made(person("runner_pfp"), run(158.0))


@cache
def achilles() -> Plan:
    return made(person("runner_achilles"), [*run(160.0), OVERSTRIDE])


@cache
def bone() -> Plan:
    return made(person("runner_bsi"), [*run(162.0), SHOCK])


@cache
def oa() -> Plan:
    return made(person("walker_oa"), walk(1.15))


@cache
def novice() -> Plan:
    return made(person("novice"), run(158.0, 2.4))


@cache
def old() -> Plan:
    return made(person("walker_old"), walk(0.80))


def text(rows: Iterable[Line | Refused | Guard]) -> str:
    """Everything that these sentences say in English, in small letters."""
    out = []
    for row in rows:
        out += [] if isinstance(row, Line) else [row.what.replace("_", " ")]
        out += [row.why["en"], row.instead["en"]] if isinstance(row, Refused) else [row.text["en"]]
    return " ".join(out).lower()


def whole(plan: Plan) -> str:
    """All sentences of a plan."""
    phases = [line for p in plan.phases for line in (*p.lines, *p.gate)]
    reached = [line for m in plan.milestones for line in m.reached]
    return text([*plan.load, *plan.conditions, *plan.expect, *plan.stop, *plan.refused, *plan.guards, *plan.ends,
                 *phases, *reached])  # fmt: skip


def refuses(plan: Plan, *words: str) -> None:
    """Each of these is among what the plan will not do."""
    said = " ".join(f"{r.what.replace('_', ' ')} {r.why['en']} {r.instead['en']}".lower() for r in plan.refused)
    for word in words:
        assert re.search(word, said), word


def says(where: str, *patterns: str) -> None:
    """Each pattern is said there."""
    for pattern in patterns:
        assert re.search(pattern, where), pattern


def phases(plan: Plan) -> str:
    """Lines and gates of the phases, in their order."""
    return " ".join(text((*p.lines, *p.gate)) for p in plan.phases)
