"""May this person have this cue? Every reason why not, and what the cue does to each tissue.

The load-shift guard reads, for a tissue with open or recent trouble, the upper end of the 90 % range of its load: of
published changes of the step rate as `tradeoffs` joins them, and around a single published size a spread that is ours.
A direction without a size counts as it stands; what nobody studied is told as not known. More than TOLERATED upward,
or a direction that is up, refuses the cue.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from restride.core.plan import LoadShift
from restride.core.profile import InjuryKind
from restride.core.tradeoff import Tissue
from restride.plan.entry import passed
from restride.plan.knowledge import CueCard, Entry
from restride.plan.lessons import tissues
from restride.plan.person import Person
from restride.plan.tradeoffs import BETWEEN_PEOPLE, Z90, Cell, direction, interventions, prior

TOLERATED = 5.0
"""Percent by which the upper end may rise on a tissue at risk: half of the 10 % by which a session may grow (D-10);
ours (heuristic)."""
LEAST_SD = 3.0
"""Percent: least spread around a published size; ours (heuristic)."""


@dataclass(frozen=True, slots=True)
class Against:
    """One reason. id: of the table of refusals; about: a tissue, a kind, a test or a state."""

    id: str
    about: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why not, the gravest first (nothing: it may be given), and what it does to each tissue."""

    against: tuple[Against, ...]
    shifts: tuple[LoadShift, ...]


def judge(card: CueCard, person: Person, rate_percent: float | None = None) -> Verdict:
    """rate_percent: by how much the cue raises the step rate at most, where it does."""
    shifts = tuple(_shifts(card, person, rate_percent))
    against = (*_body(card, person), *_loads(shifts), *_permitted(card, person), *_entries(card.entry, person))
    return Verdict(against, shifts)


def _body(card: CueCard, person: Person) -> Iterator[Against]:
    if person.bone_first:
        yield Against("bone_first")
    if "flare" in person.states:
        yield Against("flare")
    for kind in sorted(person.troubled & {*card.loads}):
        yield Against("loads", _tissue_of(kind), card.evidence)
    for kind in sorted(person.troubled & {*card.not_for}):
        yield Against("not_for", kind, card.evidence)
    if card.only_for and not person.kinds & {*card.only_for}:
        yield Against("only_for", card.only_for[0], card.evidence)
    for state in sorted(person.held & {*card.not_when}):
        yield Against(state, state)


def _permitted(card: CueCard, person: Person) -> Iterator[Against]:
    own = person.profile.permissions
    match card.permission:
        case "strike_change" if not own.strike_change:
            yield Against("permission", evidence=card.evidence)
        case "foot_angle_target" if not (own.foot_angle_target and own.foot_angle_deg):
            yield Against("permission", evidence=card.evidence)
        case "foot_angle_target" if card.amount and own.foot_angle_deg:
            size, way = own.foot_angle_deg, 1 if card.direction == "up" else -1
            if size * way < 0:
                yield Against("other_way", evidence=("C-45", "C-47"))
            elif not abs(card.amount.first) <= abs(size) <= abs(card.amount.cap):
                yield Against("size", evidence=card.amount.evidence)
        case "clinician" if not person.profile.care.clinician:
            yield Against("clinician", evidence=card.evidence)


def _tissue_of(kind: InjuryKind) -> str:
    return next((name for name, tissue in tissues().items() if kind in tissue.kinds), kind)


def _loads(shifts: tuple[LoadShift, ...]) -> Iterator[Against]:
    for shift in shifts:
        if not shift.at_risk:
            continue
        if shift.direction == "up" or (shift.high is not None and shift.high > TOLERATED):
            yield Against("load_up", shift.tissue, shift.evidence)
        elif shift.direction == "unknown" and shift.percent is None and shift.basis == "practice":
            yield Against("load_unknown", shift.tissue, shift.evidence)


def _entries(entries: tuple[Entry, ...], person: Person) -> Iterator[Against]:
    for entry in entries:
        result = passed(entry, person)
        if result != "passed":
            yield Against(f"entry_{result}", entry.test, entry.evidence)


def _shifts(card: CueCard, person: Person, rate_percent: float | None) -> Iterator[LoadShift]:
    """One a tissue and unit: studied sizes before directions, and what the card says itself where no study does. What a
    card calls more load stays that: its words may ask for more than the change that was studied."""
    risk = {name for name, tissue in tissues().items() if person.troubled & {*tissue.kinds}}
    seen: set[tuple[str, str]] = set()
    warned = {(own.tissue, own.per) for own in card.shifts if own.direction == "up"}
    change = interventions().get(card.change)
    cells: tuple[Cell, ...] = change.cell if change else ()
    if change and change.rate_percent is not None and rate_percent:
        cells = tuple(c for other in interventions().values() if other.activity == change.activity
                      and other.rate_percent is not None for c in other.cell)  # fmt: skip
    for c in cells:
        if (c.tissue, c.per) in seen | warned:
            continue
        seen.add((c.tissue, c.per))
        if change and change.rate_percent is not None and rate_percent:
            yield _of_rate(c.tissue, c, rate_percent, card, c.tissue in risk)
        else:
            yield _of_cell(c, at_risk=c.tissue in risk)
    for own in card.shifts:
        if (own.tissue, own.per) not in seen:
            yield LoadShift(
                tissue=own.tissue, per=own.per, direction=own.direction, at_risk=own.tissue in risk, basis=own.basis,
                evidence=own.evidence,
            )  # fmt: skip


def _of_rate(tissue: Tissue, cell: Cell, rate_percent: float, card: CueCard, at_risk: bool) -> LoadShift:
    slope = prior(tissue, cell.per, card.activity)
    way, evidence = direction(tissue, cell.per, rate_percent, card.activity)
    if slope is None:
        return LoadShift(
            tissue=tissue, per=cell.per, direction=way, at_risk=at_risk, basis="evidence",
            evidence=evidence or cell.evidence,
        )  # fmt: skip
    middle, _, high = slope.at(rate_percent)
    return LoadShift(
        tissue=tissue, per=cell.per, direction="up" if middle > 0 else "down", percent=middle, high=high,
        at_risk=at_risk, basis="evidence", evidence=evidence or cell.evidence,
    )  # fmt: skip


def _of_cell(cell: Cell, *, at_risk: bool) -> LoadShift:
    high = None
    if cell.percent is not None:
        high = cell.percent + Z90 * max(BETWEEN_PEOPLE * abs(cell.percent), LEAST_SD)
    return LoadShift(
        tissue=cell.tissue, per=cell.per, direction=cell.direction, percent=cell.percent, high=high, at_risk=at_risk,
        basis="evidence", evidence=cell.evidence,
    )  # fmt: skip
