"""Which rows of evidence a plan rests on."""

from collections.abc import Iterator

from restride.core.plan import (
    Basis,
    Cue,
    Exercise,
    Guard,
    Line,
    Page,
    Plan,
    PlanRoutine,
    Reasoning,
    Refused,
    Side,
    Target,
)

DAYS_AND_MINUTES = ("D-31", "D-10")
"""Days between runs, and how much longer one may be than those before."""
RESPONDER, FADING, STRENGTH, NOTHING_TO_CHANGE = ("C-23", "C-42"), ("C-32", "C-34"), ("E-01",), ("A-55", "A-61")
"""Rows behind sentences of the page's own."""


def cited(plan: Plan) -> tuple[str, ...]:
    """Every row that the page of a plan goes back to, each once, in the order of its id."""
    lines: list[Line] = [*plan.load, *plan.conditions, *plan.expect, *plan.stop, *plan.ends]
    lines += [line for phase in plan.phases for line in (*phase.lines, *phase.gate)]
    lines += [line for milestone in plan.milestones for line in milestone.reached]
    found = [name for line in lines for name in line.evidence]
    parts: tuple[Refused | Guard | Exercise | PlanRoutine | Reasoning, ...] = (
        *plan.refused, *plan.guards, *plan.exercises, *plan.routines, *plan.reasoning,
    )  # fmt: skip
    found += [name for part in parts for name in part.evidence]
    for cue in (*plan.cues, *plan.offered):
        found += of_cue(cue)
    for page in plan.pages:
        found += of_page(page)
    found += [name for target in (plan.target, plan.later_target) if target for name in target.evidence]
    found += RESPONDER if plan.responder_after else ()
    found += DAYS_AND_MINUTES
    found += FADING if any(s.feedback_percent for s in plan.sessions) else ()
    found += STRENGTH if plan.exercises else ()
    found += NOTHING_TO_CHANGE if plan.target is None else ()
    return tuple(sorted(set(found)))


def of_cue(cue: Cue) -> list[str]:
    """The rows of a cue, of what it spares and loads, and of both sides."""
    parts = [cue.evidence, *(s.evidence for s in cue.shifts), *(s.evidence for s in cue.sides)]
    return [name for part in parts for name in part]


def of_page(page: Page) -> list[str]:
    """The rows of a page to read."""
    parts: tuple[Line | Side, ...] = (*page.lines, *page.sides)
    return [name for part in parts for name in part.evidence]


Said = Line | Refused | Guard | Cue | Target | Exercise | PlanRoutine | Side


def groups(plan: Plan) -> Iterator[tuple[str, tuple[Basis, ...], tuple[str, ...]]]:
    """Each section that a plan has sentences for, by the name of the section, with its reasons and its rows."""
    told: dict[str, tuple[Said, ...]] = {
        "load": plan.load,
        "conditions": plan.conditions,
        "target": (*(t for t in (plan.target, plan.later_target) if t), *plan.cues),
        "offered": plan.offered,
        "routines": plan.routines,
        "exercises": plan.exercises,
        "expect": plan.expect,
        "stop": plan.stop,
        "phases": tuple(line for phase in plan.phases for line in (*phase.lines, *phase.gate)),
        "milestones": tuple(line for milestone in plan.milestones for line in milestone.reached),
        "refused": plan.refused,
        "guards": plan.guards,
        "ends": plan.ends,
        "pages": (
            *(line for page in plan.pages for line in page.lines),
            *(s for page in plan.pages for s in page.sides),
        ),
    }
    yield "sessions", ("heuristic",), DAYS_AND_MINUTES
    for name, own in told.items():
        if own:
            rows = {row for part in own for row in (of_cue(part) if isinstance(part, Cue) else part.evidence)}
            yield name, tuple(dict.fromkeys(part.basis for part in own)), tuple(sorted(rows))
