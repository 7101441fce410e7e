"""The planner: load first, then one change of gait where it is earned; or why not, and what instead.

A function of metrics, findings, profile and start date. Locked people get a referral and no plan (`locks` is asked
before); everybody else gets one, with an end. Every choice leaves a link in `reasoning`.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from restride.core.assessment import Finding
from restride.core.metric import Metric
from restride.core.plan import Plan, Reasoning, Text, Values
from restride.core.profile import Profile
from restride.plan import around
from restride.plan.aim import Chosen, choose_aim
from restride.plan.choose import choose
from restride.plan.person import Person, person_of
from restride.plan.protocols import BONE_BEFORE, FEET, LIST_COUNTS, RACE, SORE, TWO, Protocol, Words, blocks, said
from restride.plan.schedule import Diary, schedule
from restride.plan.strength import Strengthened, strengthen
from restride.plan.table import VERSION
from restride.plan.target import firsts


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for by name: a protocol, and a change of gait (the id of an aim or a cue)."""

    protocol: str = ""
    change: str = ""


NOTHING = Wish()
SHOWN = 3
"""Findings that the chain names: the first that matter to the person, else the first of all."""


def plan(
    metrics: Iterable[Metric],
    profile: Profile,
    start: dt.date,
    *,
    findings: Iterable[Finding] = (),
    wish: Wish = NOTHING,
    before: Plan | None = None,
) -> Plan:
    """The plan of somebody who is not locked.

    metrics, findings: of one assessment. before: the plan that this one takes the place of; its first baseline goes on
    counting for 12 weeks. Same input, same plan. Raises ValueError with the name of a wish that is not there or does
    not fit the person.
    """
    person = person_of(profile, start, tuple(metrics), tuple(findings))
    name, protocol = choose(person, wish.protocol)
    chosen = choose_aim(protocol, person, wish.change, before)
    diary = schedule(name, protocol, person, chosen)
    trained = strengthen(protocol, person, chosen, diary)
    words = _words(protocol, person, chosen, trained)
    links = (*_opening(name, protocol, person), *chosen.reasoning, *trained.reasoning, _dose(person, diary))
    return Plan(
        id=_id(profile, start, name, chosen),
        revision=before.revision + 1 if before else 0,
        start=start,
        profile=profile,
        protocol=name,
        title=protocol.title,
        aim=chosen.name,
        summary=_summary(protocol, chosen),
        load=words.load,
        conditions=words.conditions,
        target=chosen.target,
        later_target=chosen.later,
        firsts=firsts(before, start, chosen.first),
        cues=chosen.cues,
        offered=chosen.offered,
        sessions=tuple(diary.sessions),
        weeks=around.weeks(protocol, person, diary, trained.new),
        phases=around.stretch(protocol),
        exercises=trained.exercises,
        routines=around.warm_ups(person, chosen.cues),
        pages=around.pages(protocol, person, chosen),
        expect=words.expect,
        stop=words.stop,
        refused=(*chosen.refused, *words.refused),
        guards=words.guards,
        responder_after=chosen.aim.responder_after if chosen.aim else (),
        milestones=around.on_the_way(protocol),
        rechecks=around.rechecks(start),
        ends=words.ends,
        level_minutes=person.level,
        reasoning=links,
        versions={"rules": VERSION, "protocol": name},
    )


def _words(protocol: Protocol, person: Person, chosen: Chosen, trained: Strengthened) -> Words:
    """The protocol's sentences before those of the change: load first, gait second. What both refuse or watch is said
    once, in the words of the change."""
    load = said(protocol, protocol.blocks)
    first = [blocks()[name] for name in _before(protocol, person)]
    last = [blocks()[name] for name in _after(protocol, person, trained)]
    load = Words(**{
        place: tuple(line for part in (*first, load, *last) for line in getattr(part, place))
        for place in Words.__struct_fields__
    })  # fmt: skip
    if chosen.aim is None:
        return load
    gait = said(chosen.aim, chosen.aim.blocks)
    both = {place: (*getattr(load, place), *getattr(gait, place)) for place in Words.__struct_fields__}
    for place in ("refused", "guards"):
        both[place] = tuple({row.what: row for row in both[place]}.values())
    return Words(**both)


def _before(protocol: Protocol, person: Person) -> Iterable[str]:
    """Blocks that the person's state puts before everything else."""
    if person.bone_first:
        yield BONE_BEFORE
    if "flare" in person.states and "flare" not in protocol.fits.states:
        yield SORE


def _after(protocol: Protocol, person: Person, trained: Strengthened) -> Iterable[str]:
    """Blocks that the person's state adds after the protocol's own."""
    date = person.profile.goals.event_date
    if not person.walks and date is not None and date >= person.start and (person.open or protocol.run_walk):
        yield RACE
    if len({(i.kind, i.side) for i in person.open}) > 1:
        yield TWO
    named = {row.exercise for row in protocol.strength if row.from_week == 1}
    if named & {str(r.values["exercise"]) for r in trained.reasoning if r.step == "exercise_left_out"}:
        yield LIST_COUNTS
    if person.profile.health.diabetes_or_numb_feet == "yes":
        yield FEET


def _summary(protocol: Protocol, chosen: Chosen) -> Text:
    return protocol.summary if chosen.aim else protocol.summary_without_target or protocol.summary


def _opening(name: str, protocol: Protocol, person: Person) -> Iterable[Reasoning]:
    shown = tuple(f for f in person.findings if f.relevant)[:SHOWN] or person.findings[:1]
    sides = {(metric, found.side) for found in shown for metric in found.metrics} | {
        ("cadence", "both"),
        ("speed", "both"),
    }
    for own in sorted(person.metrics, key=lambda m: (m.name, m.side)):
        if own.grade != "poor" and (own.name, own.side) in sides and not own.conditions.cued:
            sides.remove((own.name, own.side))
            measured: Values = {"metric": own.name, "side": own.side, "value": own.value, "error": 1.96 * own.se,
                                "method": own.method, "source": own.source}  # fmt: skip
            yield Reasoning(step="measured", values=measured)
    for found in shown:
        values: Values = {"rule": found.rule, "side": found.side, "probability": found.probability,
                          "relevant": found.relevant, "because": found.because}  # fmt: skip
        yield Reasoning(step="finding", values=values, basis=found.basis, evidence=found.evidence_for)
    why = ", ".join(sorted(person.kinds)) or ", ".join(sorted(person.states))
    yield Reasoning(step="protocol", values={"protocol": name, "because": why}, evidence=protocol.evidence)


def _dose(person: Person, diary: Diary) -> Reasoning:
    first, last = diary.sessions[0], diary.sessions[-1]
    return Reasoning(
        step="dose",
        values={"sessions": len(diary.sessions), "from": first.minutes, "to": last.minutes, "level": person.level},
    )


def _id(profile: Profile, start: dt.date, protocol: str, chosen: Chosen) -> str:
    raw = msgspec.json.encode((profile, start, protocol, chosen.name))
    return f"p{hashlib.sha256(raw).hexdigest()[:10]}"
