"""Whether a test that comes before a cue or an exercise was passed. An unknown result is a failed one."""

from typing import Literal

from restride.core.profile import TestName
from restride.plan.functional import functional_tests, usual
from restride.plan.knowledge import Entry
from restride.plan.person import Person

Passed = Literal["passed", "failed", "unknown"]


def passed(entry: Entry, person: Person) -> Passed:
    """Both legs by their newest results, of one day the worst; what is dated after the start has not happened.
    Of a run, the minutes that the profile says."""
    if entry.test == "continuous_run_min":
        minutes = person.profile.training.continuous_run_min
        return "unknown" if minutes is None else _verdict(minutes, entry.at_least, entry.at_most)
    if entry.test == "landing_pain_0_10":
        return "unknown"  # it is asked when the jump is tried, never before
    found = [_side(entry.test, side, entry, person) for side in ("left", "right")]
    if "failed" in found:
        return "failed"
    return "unknown" if "unknown" in found else "passed"


def _side(test: TestName, side: str, entry: Entry, person: Person) -> Passed:
    results = [
        r for r in person.profile.tests.get(test, ())
        if r.side == side and entry.on in ("", r.on) and (r.date or person.start) <= person.start
    ]  # fmt: skip
    if not results:
        return "unknown"
    better = 1 if entry.at_most is None else -1
    newest = min(results, key=lambda r: (-r.date.toordinal() if r.date else 0, better * r.value))
    if entry.at_least is not None and newest.value >= entry.at_least:
        return "passed"
    if entry.share_of_norm is None:
        return _verdict(newest.value, entry.at_least, entry.at_most)
    card, athlete = functional_tests()[test], person.profile.athlete
    row = usual(card, newest, athlete, person.start)
    norm = None if row is None else {"female": row.female, "male": row.male}.get(athlete.sex_for_norms, row.both)
    if norm is None:
        return "unknown" if entry.at_least is None else "failed"
    return "passed" if newest.value >= entry.share_of_norm * norm else "failed"


def _verdict(value: float, least: float | None, most: float | None) -> Passed:
    return "passed" if (least is None or value >= least) and (most is None or value <= most) else "failed"
