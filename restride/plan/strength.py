"""Which exercises, from which week, on which days.

At most three in the first two weeks (CLINICAL section 4); one that is ruled out gives way to an easier one of its own
line; what the cue loads more is trained among the first; a new one starts in a week that has nothing else that is new.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from restride.core.plan import Exercise, Reasoning
from restride.core.profile import Day
from restride.plan.aim import Chosen
from restride.plan.entry import passed
from restride.plan.flags import is_clinician
from restride.plan.knowledge import ExerciseCard, exercises
from restride.plan.person import Person
from restride.plan.protocols import Protocol
from restride.plan.schedule import ACHILLES, DAYS, Diary, gap

FIRST, MOST = 3, 5
"""Exercises in the first two weeks, and ever at a time: the second is ours (heuristic)."""
FREE_FROM = 3
USUAL: tuple[Day, ...] = ("Tue", "Thu", "Sat", "Mon", "Fri", "Sun", "Wed")


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise with its weeks; to_week None: to the end. instead: what it takes the place of."""

    name: str
    from_week: int
    to_week: int | None = None


@dataclass(frozen=True, slots=True)
class Strengthened:
    """Exercises of the plan, the weeks in which one of them is the new thing, and why others are not there."""

    exercises: tuple[Exercise, ...]
    new: dict[int, str]
    reasoning: tuple[Reasoning, ...]


def strengthen(protocol: Protocol, person: Person, chosen: Chosen, diary: Diary) -> Strengthened:
    """Reads which weeks are taken; a row that finds no free week is left to the phases after the plan."""
    links: list[Reasoning] = []
    rows: list[Row] = []
    first = [row for row in protocol.strength if row.from_week == 1]
    for wanted in first:
        name = _fit(wanted.exercise, person, links)
        if name and len(rows) < FIRST and name not in {r.name for r in rows}:
            rows.append(Row(name, 1))
    rows = _paired(rows, protocol, person, chosen)
    new: dict[int, str] = {}
    for wanted in sorted(protocol.strength, key=lambda row: row.from_week):
        name = _fit(wanted.exercise, person, links) if wanted.from_week > 1 else ""
        if not name or name in {r.name for r in rows} or exercises()[name].not_before_week > protocol.weeks:
            continue
        earliest = max(wanted.from_week, FREE_FROM, exercises()[name].not_before_week)
        week = next((w for w in range(earliest, protocol.weeks + 1) if w not in new and diary.free(w)), None)
        if week is None:
            continue
        if wanted.after:
            rows = [replace(r, to_week=week - 1) if r.name == wanted.after and not r.to_week else r for r in rows]
        if sum(r.to_week is None or r.to_week >= week for r in rows) < MOST:
            rows.append(Row(name, week))
            new[week] = name
    return Strengthened(tuple(_made(row, person, diary) for row in rows), new, tuple(links))


def _fit(name: str, person: Person, links: list[Reasoning]) -> str:
    """The exercise, or the nearest easier one of its line that the person may do; "" for none."""
    seen: set[str] = set()
    here = name
    while here and here not in seen:
        seen.add(here)
        why = next(ruled_out(exercises()[here], person), "")
        if not why:
            return here
        links.append(Reasoning(step="exercise_left_out", values={"exercise": here, "why": why}))
        here = exercises()[here].regression
    return ""


def ruled_out(card: ExerciseCard, person: Person) -> Iterator[str]:
    """Why not: an open injury of it, a state, or an entry test that is failed or unknown."""
    for kind in sorted(person.kinds & {*card.not_for}):
        if kind not in card.with_clearance or not _cleared(kind, person):
            yield kind
    yield from sorted(person.held & {*card.not_when})
    for entry in card.entry:
        if passed(entry, person) != "passed":
            yield f"{entry.test} {passed(entry, person)}"


def _cleared(kind: str, person: Person) -> bool:
    """A clinician's clearance for impact that names each injury of this kind and its side, and has not run out."""
    return all(
        any(
            c.of == i.id
            and c.allows in ("impact", "competition")
            and c.side in (i.side, "both")
            and c.by.strip()
            and (i.onset is None or i.onset < c.date)
            and c.date <= person.start
            and (c.expires is None or c.expires >= person.start)
            and is_clinician(c.profession, c.registration)
            for c in person.profile.clearance
        )
        for i in person.open
        if i.kind == kind
    )


def _paired(rows: list[Row], protocol: Protocol, person: Person, chosen: Chosen) -> list[Row]:
    """What the cue loads more is among the first exercises: the protocol's own for that tissue takes the last place."""
    up = {s.tissue for cue in chosen.cues[:1] for s in cue.shifts if s.direction == "up"}
    for tissue in sorted(up):
        if any(load.tissue == tissue for r in rows for load in exercises()[r.name].loads):
            continue
        links: list[Reasoning] = []
        own = (_fit(row.exercise, person, links) for row in protocol.strength)
        fit = next((n for n in own if n and exercises()[n].not_before_week <= 1
                    and any(load.tissue == tissue for load in exercises()[n].loads)), None)  # fmt: skip
        if fit:
            rows = [*rows[: FIRST - 1], Row(fit, 1)]
    return rows


def _made(row: Row, person: Person, diary: Diary) -> Exercise:
    card = exercises()[row.name]
    days = tuple(sorted(_days(card, person, diary), key=DAYS.index))
    return Exercise(
        id=row.name, title=card.title, how=card.how, figure=card.figure, dose=card.dose, per_week=card.per_week,
        days=days, from_week=row.from_week, to_week=row.to_week, impact=card.impact, stop=card.stop,
        evidence=card.evidence, basis=card.basis,
    )  # fmt: skip


def _days(card: ExerciseCard, person: Person, diary: Diary) -> list[Day]:
    """Impact and heavy calf work on days of runs or 48 hours from them, and no more than there are; the rest between
    the runs, never two days on end while there is a choice."""
    ran = [d for d in DAYS if d in {DAYS[s.date.weekday()] for s in diary.sessions}]
    achilles = bool(person.kinds & ACHILLES)
    calf = any(load.tissue == "achilles" and load.tier >= 3 for load in card.loads)
    if not person.walks and (card.impact or (achilles and calf)):
        return _spread(ran, [d for d in DAYS if all(gap(d, o) >= 2 for o in ran)])[: card.per_week]
    between = [] if person.walks else [d for d in DAYS if d not in ran]
    first = [d for d in USUAL if person.walks or d in between]
    rest = [d for d in USUAL if d not in first]
    days = [*_spread(first, rest), *first, *rest]
    return sorted(dict.fromkeys(days[:3] if card.per_week <= 3 else days), key=days.index)[: card.per_week]


def _spread(first: list[Day], rest: list[Day]) -> list[Day]:
    """Up to three days, never two on end, the first ones before the rest."""
    out: list[Day] = []
    for day in (*first, *rest):
        if len(out) < FIRST and all(gap(day, o) >= 2 for o in out):
            out.append(day)
    return out
