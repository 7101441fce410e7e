"""The one change of gait of a plan, or why there is none: what was asked for, then what the protocol would try."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from restride.core.assessment import Finding
from restride.core.plan import Basis, Cue, First, Plan, Reasoning, Refused, Target, Text, Values
from restride.plan.functional import functional_tests
from restride.plan.guard import Against, Verdict, judge
from restride.plan.knowledge import cues
from restride.plan.lessons import tissues
from restride.plan.locks import falls
from restride.plan.person import CAREFUL, Person
from restride.plan.protocols import Aim, Protocol, aims, said
from restride.plan.target import baseline, clinicians_step, target
from restride.plan.wording import words


class Why(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A reason for a refusal in words, with places for what it is about."""

    why: Text
    instead: Text
    basis: Basis
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a plan changes. name "": nothing. offered: cues that may be chosen after both sides were read."""

    name: str = ""
    aim: Aim | None = None
    target: Target | None = None
    later: Target | None = None
    first: First | None = None
    cues: tuple[Cue, ...] = ()
    offered: tuple[Cue, ...] = ()
    refused: tuple[Refused, ...] = ()
    reasoning: tuple[Reasoning, ...] = ()


def choose_aim(protocol: Protocol, person: Person, asked: str, before: Plan | None) -> Chosen:
    """asked: the id of an aim or a cue that somebody wants, or "". Raises ValueError if there is no such id."""
    wanted = _meant(aims_of(asked, person), protocol) if asked else ()
    if asked and (closed := _closed(protocol, person, wanted)):
        return replace(choose_aim(protocol, person, "", before), refused=(closed,), offered=())
    if falls(person.profile) or person.profile.health.unsteady == "yes":
        refused = refusal("gait_cue", Against("falls"), asked=bool(asked))
        return Chosen(refused=(refused,), reasoning=(Reasoning(step="aim_none", values={"why": "falls"}),))
    told: list[Refused] = []
    links: list[Reasoning] = []
    chosen = Chosen()
    for name in _in_order(protocol, person, wanted):
        outcome = _try(name, aims()[name], person, asked if name in wanted else "", before)
        links += outcome.reasoning
        told += outcome.refused
        if outcome.aim is not None:
            chosen = outcome
            break
    if chosen.name in wanted:  # another way of the same wish was open
        told = [r for r in told if not r.asked]
        if chosen.name not in aims_of(asked, person):
            told = [refusal(asked, Against("own_size"), asked=True), *told]
    else:
        told = [*[r for r in told if r.asked][:1], *(r for r in told if not r.asked)]
    offered = [
        cue
        for name in protocol.aims
        if aims()[name].offered and name not in (chosen.name, *wanted)
        for cue in _offer(name, person, told)
    ]
    return replace(chosen, offered=tuple(offered), refused=tuple(told), reasoning=tuple(links))


def _meant(wanted: tuple[str, ...], protocol: Protocol) -> tuple[str, ...]:
    """The protocol's own aim of the same metric where it has one: its size was chosen for this injury."""
    own = {aims()[name].metric: name for name in protocol.aims if aims()[name].metric}
    return tuple(dict.fromkeys(own.get(aims()[name].metric, name) for name in wanted))


def _closed(protocol: Protocol, person: Person, wanted: tuple[str, ...]) -> Refused | None:
    """Why nothing can be asked for here: a bone or an operation heals, or the protocol leaves the gait alone."""
    if not person.walks and person.kinds & CAREFUL and not {*wanted} & {*protocol.aims}:
        return refusal("gait_cue", Against("healing"), asked=True)
    words = said(protocol, protocol.blocks).refused
    own = next((row for row in words if row.what == "gait_cue"), None)
    return None if own is None else msgspec.structs.replace(own, asked=True)


def aims_of(asked: str, person: Person) -> tuple[str, ...]:
    """The aim of that id, or those that have that cue: one for the cue's own metric before one of words alone, and none
    for another metric, so that quiet landings never bring a step rate with them. Raises ValueError for what is
    neither."""
    own = {name: aim for name, aim in aims().items() if aim.activity == person.profile.athlete.activity}
    if asked in own:
        return (asked,)
    having = [name for name, aim in own.items() if asked in aim.cues]
    if not having:
        raise ValueError(asked)
    named = [name for name in having if own[name].metric in (cues()[asked].metric, "")]
    return tuple(sorted(named or having, key=lambda name: not own[name].metric))


def wishes(person: Person) -> tuple[str, ...]:
    """What this person may ask for by name."""
    return tuple(sorted(n for n, a in aims().items() if a.activity == person.profile.athlete.activity))


def _in_order(protocol: Protocol, person: Person, wanted: tuple[str, ...]) -> Iterator[str]:
    """What was asked for; then aims whose pattern stands out, in the findings' order; then those that need none."""
    yield from wanted
    own = [name for name in protocol.aims if name not in wanted and not aims()[name].offered]
    ranked = sorted(own, key=lambda name: _rank(aims()[name], person.findings))
    yield from ranked


def _rank(aim: Aim, found: tuple[Finding, ...]) -> int:
    places = [i for i, f in enumerate(found) if f.relevant and f.rule in aim.patterns]
    return min(places) if places else len(found)


def _try(name: str, aim: Aim, person: Person, asked: str, before: Plan | None) -> Chosen:
    fired = [f.rule for f in person.findings if f.relevant and f.rule in aim.patterns]
    called = fired or person.held & {*aim.called_by}
    if aim.patterns and aim.needs_pattern and not called and not asked:
        return Chosen(reasoning=(Reasoning(step="aim_no_pattern", values={"aim": name}, evidence=aim.evidence),))
    wanted = tuple(c for c in aim.cues if c == asked) or aim.cues
    rate = max((s.amount for s in aim.steps), default=None) if aim.metric == "cadence" else None
    judged = {c: judge(cues()[c], person, rate) for c in wanted}
    fit = [c for c in wanted if not judged[c].against]
    links = [_guarded(name, c, verdict) for c, verdict in judged.items()]
    if not fit:
        first = judged[wanted[0]].against[0]
        what = asked or (f"{aim.metric}_target" if aim.steps else "gait_cue")
        return Chosen(refused=(refusal(what, first, asked=bool(asked)),), reasoning=tuple(links))
    sizes = (clinicians_step(person),) if aim.size == "clinician" else aim.steps
    made: list[Target] = []
    origin = None
    if sizes:
        base = baseline(aim, person, before, sizes[0].amount)
        if isinstance(base, str):
            what = f"{aim.metric}_target"
            links.append(Reasoning(step="aim_no_number", values={"aim": name, "why": base}, evidence=aim.evidence))
            return Chosen(refused=(refusal(what, Against(base), asked=bool(asked)),), reasoning=tuple(links))
        origin = base.first
        made = [target(aim, base, s) for s in sizes]
        links += [_aimed(name, own) for own in made]
    links.append(
        Reasoning(step="aim", values={"aim": name, "cue": fit[0], "patterns": ", ".join(fired)}, basis=aim.basis,
                  evidence=aim.evidence)
    )  # fmt: skip
    return Chosen(
        name=name,
        aim=aim,
        target=made[0] if made else None,
        later=made[1] if len(made) > 1 else None,
        first=origin,
        cues=tuple(_cue(c, "first" if c == fit[0] else "next", judged[c]) for c in fit),
        reasoning=tuple(links),
    )


def _offer(name: str, person: Person, told: list[Refused]) -> Iterator[Cue]:
    """The aim's first cue that fits, to be chosen or not; or why it is not offered."""
    judged = [(c, judge(cues()[c], person)) for c in aims()[name].cues]
    for c, verdict in judged:
        if not verdict.against:
            yield _cue(c, "offered", verdict)
            return
    told.append(refusal(name, judged[0][1].against[0], asked=False))


def _cue(name: str, role: str, verdict: Verdict) -> Cue:
    card = cues()[name]
    return msgspec.convert(
        {
            "id": name, "role": role, "title": card.title, "words": card.words, "metric": card.metric,
            "picture": card.picture, "sound": card.sound.text, "haptic": card.haptic.text,
            "shifts": msgspec.to_builtins(verdict.shifts), "sides": msgspec.to_builtins(card.sides),
            "basis": card.basis, "evidence": card.evidence,
        },
        Cue,
    )  # fmt: skip


def _guarded(aim: str, cue: str, verdict: Verdict) -> Reasoning:
    risk = [f"{s.tissue} per {s.per}: {s.direction}" + (f", at most {s.high:+.1f} %" if s.high is not None else "")
            for s in verdict.shifts if s.at_risk]  # fmt: skip
    why = ", ".join(f"{a.id} {a.about}".strip() for a in verdict.against)
    rows = dict.fromkeys(row for s in verdict.shifts if s.at_risk for row in s.evidence)
    step = "cue_refused" if why else "cue_allowed"
    return Reasoning(
        step=step, values={"aim": aim, "cue": cue, "why": why, "at_risk": "; ".join(risk)}, evidence=tuple(rows)
    )


def _aimed(name: str, own: Target) -> Reasoning:
    values: Values = {
        "aim": name, "metric": own.metric, "baseline": own.baseline, "method": own.method, "amount": own.amount,
        "unit": own.amount_unit, "low": own.low, "high": own.high, "ceiling": own.ceiling,
    }  # fmt: skip
    return Reasoning(step="target", values=values, basis=own.basis, evidence=own.evidence)


def refusal(what: str, against: Against, *, asked: bool) -> Refused:
    """The reason in words. What it is about is named by the tissue's title where it is one."""
    own = reasons()[against.id]
    about = _title(against.about)

    def filled(text: Text) -> Text:
        return {k: t.replace("{about}", about[k] if about else against.about) for k, t in text.items()}

    return Refused(
        what=what, why=filled(own.why), instead=filled(own.instead), asked=asked, basis=own.basis,
        evidence=own.evidence or against.evidence,
    )  # fmt: skip


def _title(about: str) -> Text | None:
    """What a refusal is about, in words: a tissue or a test."""
    if about in tissues():
        return tissues()[about].title
    tests: dict[str, Text] = {name: card.title for name, card in functional_tests().items()}
    return tests.get(about) or words().get(about)


@cache
def reasons() -> dict[str, Why]:
    """Every reason for a refusal by its id."""
    raw = resources.files("restride.plan").joinpath("reasons.toml").read_bytes()
    return msgspec.toml.decode(raw, type=dict[str, Why])
