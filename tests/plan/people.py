"""People, plans and check-ins for the tests of the gate, made from the vignettes' bases."""

import datetime as dt
import json
from functools import cache
from typing import Any

import msgspec

from restride.app.planning import make_plan_of
from restride.core.decision import KINDS, URGENCIES, Decision
from restride.core.plan import Plan
from restride.core.profile import Profile, profile_of
from restride.plan.diary import read_log
from restride.plan.gate.decide import decide
from tests.plan.vignettes import _base, _clean, _log, _merged

START = dt.date(2026, 12, 1)
UTC = dt.UTC


@cache
def person(base: str) -> Profile:
    """A base of the vignettes."""
    return profile_of(_clean(_base(base)))


def changed(base: str, **tables: dict[str, Any]) -> Profile:
    """A base with some tables changed."""
    return profile_of(_clean(_merged(_base(base), tables)))


@cache
def plan_of(base: str) -> Plan:
    """The plan of a base, without metrics: the gate does not look at the target."""
    made = make_plan_of([], person(base), START).plan
    assert made is not None, base
    return made


def log_of(base: str, *lines: dict[str, Any]) -> str:
    """Log text from template lines, as vignettes write them."""
    return _log(list(lines), _base(base))


def day(n: int, hour: int = 18) -> str:
    """A moment `n` days after the start."""
    return (dt.datetime.combine(START, dt.time(hour), tzinfo=UTC) + dt.timedelta(days=n)).isoformat()


def end_of(n: int) -> dt.datetime:
    """The end of the n-th day."""
    return dt.datetime.combine(START, dt.time(0), tzinfo=UTC) + dt.timedelta(days=n + 1)


def decided(plan: Plan, text: str, now: dt.datetime) -> Decision:
    """The decision on a log's text."""
    return decide(plan, read_log(text, now), now)


def severity(decision: Decision) -> tuple[int, int]:
    """Order of decisions: kind, then urgency."""
    return KINDS.index(decision.kind), URGENCIES.index(decision.urgency) if decision.urgency else -1


def lines(text: str) -> list[dict[str, Any]]:
    """The log's lines as data."""
    return [json.loads(row) for row in text.splitlines()]


def text(rows: list[dict[str, Any]]) -> str:
    """Data as log lines."""
    return "\n".join(msgspec.json.encode(row).decode() for row in rows) + "\n"
