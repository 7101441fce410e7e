"""A plan and a decision on the terminal: what to do next in large words, why, and whom to see. Pain has no colour."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from restride.app.cli.screen import printable
from restride.app.planning import Planned
from restride.app.report.planned.chain import chain
from restride.app.report.planned.rows import groups
from restride.app.report.planned.wording import Reader, band, ratio, reader
from restride.core.decision import KINDS, Decision, Kind, Reason
from restride.core.plan import Plan, Session
from restride.core.profile import Profile
from restride.plan.table import table

PRESSING = ("urgent", "same_day", "emergency")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision in a few words, as large as the place allows: a panel on a terminal, a line of its own elsewhere."""

    words: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = Text(self.words, style="bold", justify="center")
        yield Panel(text, box=box.HEAVY, padding=(1, 2)) if console.is_terminal else Text(self.words)


def plan_answer(
    done: Planned, out: Path, files: tuple[str, ...] = (), *, explain: bool = False
) -> Iterator[RenderableType]:
    """What a plan holds, in a screen: whom to see, load, the one change, the first session, the end, the files.

    explain: the chain from the recording to the plan as well, and what each group of sentences rests on.
    """
    to = reader(done.profile)
    if done.referral is not None:
        own = done.referral
        yield Verdict(to.say("answer.refer", when=to.say(f"urgency.{own.urgency}")))
        yield _facts([(to.say(f"referral.{name}"), getattr(own, name)) for name in ("who", "why", "until_then")])
        if own.urgency in PRESSING:
            yield Text(_call(to))
        yield Text()
    if done.plan is not None:
        yield from _plan(done.plan, to)
        if explain:
            yield from _explained_plan(done.plan, to)
    if files:
        yield Text("\n" + to.say("answer.files", files=", ".join(str(out / name) for name in files)))
    if done.plan is not None:
        yield Text(to.say("answer.decide", plan=out / "plan.json"), style="dim")
        yield Text(to.say("page.watched"), style="dim")


def decision_answer(answer: Decision, profile: Profile, explain: bool) -> Iterator[RenderableType]:
    """The decision, the strictest reason first, what the next session may be, whom to see, and until when it holds."""
    to = reader(profile)
    yield Verdict(kind_words(answer, to))
    first, *others = answer.reasons or (None,)
    if first is not None:
        yield Text(printable(first.text), style="bold")
    if others:
        yield Text("\n" + to.say("decision.also"))
        for reason in others:
            if reason is not None:
                yield Padding(Text(f"- {printable(reason.text)}"), (0, 0, 0, 2))
    yield Text()
    yield _facts(facts(answer, to))
    if answer.provisional:
        yield Text("\n" + to.say("decision.provisional"))
    yield Text("\n" + to.say("decision.valid", moment=to.moment(answer.valid_until)), style="dim")
    for notice in answer.notices:
        yield Text(printable(to.notice(notice)))
    if review := to.say("review"):
        yield Text(review, style="dim")
    yield Text(to.say("page.watched"), style="dim")
    if explain:
        yield Text("\n" + to.say("decision.explain"), style="bold")
        yield Chain(answer, to)


def kind_words(answer: Decision, to: Reader) -> str:
    """`SAME AGAIN`; for somebody to be seen how soon, and in an emergency the number."""
    if answer.kind != "refer":
        return to.say(f"kind.{answer.kind}")
    if answer.urgency == "emergency":
        return to.say("kind.emergency", number=to.number)
    return to.say("kind.refer", when=to.say(f"urgency.{answer.urgency or 'routine'}"))


def facts(answer: Decision, to: Reader) -> list[tuple[str, str]]:
    """Labels and values: whom to see, then what the next session may be."""
    rows: list[tuple[str, str]] = []
    if answer.referral is not None:
        rows += [(to.say(f"decision.{name}"), getattr(answer.referral, name)) for name in ("who", "until_then")]
        if answer.urgency in PRESSING:
            rows.append((to.say("decision.call"), to.say("decision.call_text", number=to.number)))
    return [*rows, (to.say("decision.next"), next_session(answer, to))]


def next_session(answer: Decision, to: Reader) -> str:
    """The next session in one line; without one, what may go on and when to look again."""
    own = answer.next_session
    if own.no_running and own.minutes == 0:
        if answer.kind == "refer":
            return to.say("decision.no_session")
        idle = to.say("decision.no_session_walker" if to.walker else "decision.no_session_pause")
        return f"{idle} {to.say('decision.recheck', date=to.date(own.earliest))}"
    parts = [to.say("decision.earliest", date=to.date(own.earliest)), to.say("decision.minutes", minutes=own.minutes)]
    if own.no_running:
        parts.append(to.say("decision.no_running"))
    if own.cue_off:
        parts.append(to.say("decision.cue_off"))
    elif own.target is not None:
        low, high = (to.number_of(own.target.metric, value) for value in (own.target.low, own.target.high))
        unit = to.unit_of(own.target.metric)
        parts += [to.say("decision.cue_on"), to.say("decision.band", low=low, high=high, unit=unit).strip()]
    if own.flat:
        parts.append(to.say("decision.flat"))
    parts.append(to.say("decision.no_level_up" if own.no_level_up else "decision.level_up"))
    return ", ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class Chain:
    """Every rule that fired: as a table on a wide terminal, else one block a rule."""

    answer: Decision
    to: Reader

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        names = ("rule", "says", "values", "evidence", "source")
        heads = [self.to.say(f"decision.{name}") for name in names]
        rows = [_explained(reason, place, self.answer) for place, reason in enumerate(self.answer.reasons)]
        if options.max_width < 90 or not console.is_terminal:
            for first, *cells in rows:
                lines = [f"{head}: {cell}" for head, cell in zip(heads[1:], cells, strict=True) if cell]
                yield Text(first, style="bold")
                yield Padding(Text("\n".join(lines)), (0, 0, 0, 4))
            return
        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
        for head in heads:
            made.add_column(head, overflow="fold")
        for row in rows:
            made.add_row(*map(Text, row))
        yield made


def _explained(reason: Reason, place: int, answer: Decision) -> tuple[str, ...]:
    entry = table().get(reason.rule)
    kind = answer.kind if place == 0 or entry is None else _milder(entry.kind, answer.kind)
    once = {str(value): name for name, value in reversed(reason.values.items()) if value not in ("", None)}
    values = ", ".join(f"{name} {value}" for value, name in reversed(once.items()))
    source = f"{entry.source} ({entry.basis})" if entry else ""
    return reason.rule, kind, printable(values), ", ".join(reason.evidence), source


def _milder(one: Kind, other: Kind) -> Kind:
    """No reason can be stricter than the decision; what a rule's entry says may be."""
    return min(one, other, key=KINDS.index)


def _explained_plan(plan: Plan, to: Reader) -> Iterator[RenderableType]:
    """The links by number, then each group of sentences with its reasons and rows."""
    yield Text("\n" + to.say("answer.explain"), style="bold")
    for number, link in enumerate(chain(plan, to), start=1):
        rows = f" [{', '.join(link.evidence)}]" if link.evidence else ""
        basis = to.say(f"basis.{link.basis}")
        yield Text(printable(f"{number}. {link.step}: {link.says} ({basis}){rows}"))
    yield Text("\n" + to.say("answer.sentences"), style="bold")
    for name, bases, rows_of in groups(plan):
        said = ", ".join(to.say(f"basis.{basis}") for basis in bases)
        rows = f" [{', '.join(rows_of)}]" if rows_of else ""
        yield Text(printable(f"{to.say(f'sections.{name}')}: {said}{rows}"))


def _plan(plan: Plan, to: Reader) -> Iterator[RenderableType]:
    yield Text(printable(to.text(plan.summary)), style="bold")
    yield Text()
    rows = [(to.say("answer.load"), to.text(plan.load[0].text))] if plan.load else []
    rows.append((to.say("answer.target"), _change(plan, to)))
    rows += [(to.say("answer.asked"), f"{to.text(r.why)} {to.text(r.instead)}") for r in plan.refused if r.asked]
    if plan.sessions:
        rows.append((to.say("answer.first"), _session(plan.sessions[0], to)))
    yield _facts(rows)
    yield Text()
    if plan.sessions:
        first, last = plan.sessions[0].date, plan.sessions[-1].date
        count = len(plan.sessions)
        yield Text(to.say("answer.made", plan=plan.id, count=count, first=to.say.day(first), last=to.say.day(last)))
    for notice in plan.notices:
        yield Text(printable(to.notice(notice)))
    if review := to.say("review"):
        yield Text(review, style="dim")


def _change(plan: Plan, to: Reader) -> str:
    """The number to reach and how far at most; the words alone where there is no number; or that nothing changes."""
    if plan.target is None:
        return to.text(plan.cues[0].words) if plan.cues else to.say("target.none")
    aim = plan.target
    low, high, ceiling = (to.number_of(aim.metric, value) for value in (aim.low, aim.high, aim.ceiling))
    text = to.say("target.one", metric=to.what(aim.metric), low=low, high=high, unit=to.unit_of(aim.metric))
    return f"{text} {to.say('target.cap' if aim.ceiling >= aim.baseline else 'target.floor')} {ceiling}."


def _session(session: Session, to: Reader) -> str:
    parts = [to.date(session.date), to.say("sessions.minutes_text", minutes=session.minutes), ratio(session, to)]
    if session.target is not None:
        parts.append(f"{band(session.target, to)} {to.unit_of(session.target.metric)}")
    return ", ".join(part for part in parts if part)


def _call(to: Reader) -> str:
    return f"{to.say('decision.call')}: {to.say('decision.call_text', number=to.number)}"


def _facts(rows: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(Text(label, style="dim"), Text(printable(value)))
    return grid
