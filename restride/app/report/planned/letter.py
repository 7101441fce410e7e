"""The letter to the clinician: who, what was measured, what stands out with both sides, the plan, what it needs.

The blocks of a report, so that page and PDF are set as reports are. `letter_of` gives them.
"""

from collections.abc import Iterator

from restride import __version__
from restride.app.planning import Planned
from restride.app.report.blocks import Block, Facts, Group, Heading, Pair, Paragraph, Point, Points, Report, Section
from restride.app.report.blocks import Table as Grid
from restride.app.report.planned import letter_needs
from restride.app.report.planned.chain import chance, pattern, sided
from restride.app.report.planned.letter_plan import five_lines
from restride.app.report.planned.limits import limits
from restride.app.report.planned.wording import Reader, reader
from restride.core.evidence import evidence
from restride.core.plan import Plan, Reasoning
from restride.core.profile import Profile
from restride.faults.rules import RULES_VERSION, rules

SHOWN = 2
"""Rows of evidence in full on each side of a finding; the rest by their ids, so that the letter stays short."""


def letter_of(plan: Plan, done: Planned) -> Report:
    """The letter that goes with a plan."""
    to = reader(plan.profile)
    athlete = plan.profile.athlete
    parts: tuple[tuple[str, list[Block]], ...] = (
        ("who", _who(plan, to)),
        ("needs", [_points(letter_needs.needs(plan, to), to, "needs")]),
        ("plan", [Points(points=tuple(Point(title=title, lines=(said,)) for title, said in five_lines(plan, to)))]),
        ("measured", _measured(plan, to)),
        ("findings", _findings(plan, to)),
        ("refused", [_refused(plan, to)]),
        ("locks", [_points([*_locks(plan.profile, to), *map(to.notice, plan.notices)], to, "locks")]),
        ("pain", _pain(plan, to)),
        ("rechecks", [Paragraph(text=_rechecks(plan, to))]),
    )
    sections = [Section(name=name, title=to.say(f"letter.sections.{name}"), blocks=tuple(own)) for name, own in parts]
    head = to.say("letter.head", athlete=athlete.id, born=_born(plan, to), plan=plan.id, date=to.say.day(plan.start))
    versions = to.say(
        "letter.footer", protocol=plan.versions.get("protocol", ""), rules=plan.versions.get("rules", ""),
        patterns=RULES_VERSION, restride=__version__,
    )  # fmt: skip
    return Report(
        language=to.say("lang"), title=to.say("letter.title"), head=head, banner="", banner_text="",
        footer=tuple(filter(None, (versions, to.say("letter.not_device"), to.say("review")))),
        page_of=to.say("letter.page_of"), sections=(*_referral(done, to), *sections),
    )  # fmt: skip


def _referral(done: Planned, to: Reader) -> Iterator[Section]:
    if done.referral is not None:
        own = done.referral
        rows = tuple((to.say(f"referral.{name}"), getattr(own, name)) for name in ("who", "why", "until_then"))
        title = to.say("letter.sections.referral", when=to.say(f"urgency.{own.urgency}"))
        yield Section(name="referral", title=title, blocks=(Facts(rows=rows),))


def _born(plan: Plan, to: Reader) -> str:
    own = plan.profile.athlete
    if own.birth_month is None:
        return to.say("letter.born_year", year=own.birth_year)
    return to.say("letter.born", year=own.birth_year, month=f"{own.birth_month:02d}")


def _who(plan: Plan, to: Reader) -> list[Block]:
    own = plan.profile
    rows = [
        ("athlete", own.athlete.id),
        ("born", _born(plan, to)),
        ("plan", to.say("letter.who.plan_text", plan=plan.id, revision=plan.revision + 1)),
        ("level", to.say("letter.who.level_text", minutes=plan.level_minutes)),
        ("clinician", own.care.clinician or to.say("letter.who.nobody")),
    ]
    facts = [(to.say(f"letter.who.{name}"), value) for name, value in rows]
    for injury in own.injury:
        onset = injury.onset.isoformat() if injury.onset else to.say("letter.who.unknown")
        told = to.say(
            "letter.who.injury_text", kind=to.what(injury.kind), side=to.say(f"letter.side.{injury.side}"),
            status=to.say(f"letter.status.{injury.status}"), onset=onset,
            diagnosed=to.say(f"letter.diagnosed.{injury.diagnosed_by}"),
        )  # fmt: skip
        facts.append((to.say("letter.who.injury", id=injury.id), told))
    none = [] if own.injury else [Paragraph(text=to.say("letter.who.none"), weight="small")]
    return [Facts(rows=tuple(facts)), *none]


def _measured(plan: Plan, to: Reader) -> list[Block]:
    rows = []
    for own in plan.reasoning:
        if own.step == "measured":
            v, name = own.values, str(own.values["metric"])
            value, error = (to.number_of(name, float(v[key])) for key in ("value", "error"))
            what, method = sided(to.what(name), v, to), to.method(str(v["method"]))
            rows.append((what, f"{value} {to.unit_of(name)}", error, method, str(v["source"])))
    if not rows:
        return [Paragraph(text=to.say("letter.measured.none"))]
    columns = tuple(to.say(f"letter.measured.{name}") for name in ("metric", "value", "error", "method", "source"))
    table = Grid(
        label=to.say("letter.measured.label"), columns=columns, numeric=(False, True, True, False, False),
        widths=(2.0, 2.0, 1.0, 2.5, 2.5), groups=(Group(title="", rows=tuple(rows)),),
    )  # fmt: skip
    return [table]


def _findings(plan: Plan, to: Reader) -> list[Block]:
    found = [own for own in plan.reasoning if own.step == "finding"]
    if not found:
        return [Paragraph(text=to.say("letter.findings.none"))]
    return [block for own in found for block in _finding(own, to)] + [
        Paragraph(text=to.say("letter.findings.note"), weight="small")
    ]


def _finding(own: Reasoning, to: Reader) -> list[Block]:
    name, sure = str(own.values["rule"]), chance(float(own.values["probability"]), to)
    kind = "relevant" if own.values["relevant"] else "irrelevant"
    said = to.say(f"letter.findings.{kind}", chance=sure[:1].upper() + sure[1:])
    rule = rules()[name]
    against = rule.evidence_against
    lists = (_rows(own.evidence, {}, to), _rows(tuple(against), against, to))
    titles = (to.say("letter.findings.for"), to.say("letter.findings.against"))
    return [
        Heading(text=sided(pattern(name, to), own.values, to)),
        Paragraph(text=said),
        Pair(titles=titles, lists=lists),
    ]


def _rows(names: tuple[str, ...], said: dict[str, str], to: Reader) -> tuple[str, ...]:
    """The first rows in full, the others by their ids; `said`: the rule's own sentence instead of the row's."""
    known = [name for name in names if name in evidence()]
    full = tuple(
        to.say("letter.findings.row", says=said.get(n, evidence()[n].says).rstrip("."), row=n,
               reference=evidence()[n].source)
        for n in known[:SHOWN]
    )  # fmt: skip
    rest = known[SHOWN:]
    return (*full, to.say("letter.findings.more", rows=", ".join(rest))) if rest else full


def _refused(plan: Plan, to: Reader) -> Points:
    points = tuple(
        Point(
            title=to.what(own.what),
            mark=to.say("letter.refused.asked") if own.asked else "",
            lines=(to.say("letter.refused.line", why=to.text(own.why), instead=to.text(own.instead)),),
        )
        for own in sorted(plan.refused, key=lambda r: not r.asked)
    )
    return Points(points=points or (Point(lines=(to.say("letter.refused.none"),)),), compact=True)


def _points(lines: list[str], to: Reader, family: str) -> Points:
    told = dict.fromkeys(lines) or [to.say(f"letter.{family}.none")]
    return Points(points=tuple(Point(lines=(line,)) for line in told), compact=True)


def _locks(profile: Profile, to: Reader) -> list[str]:
    """Each clearance with what proves it, and each permission."""
    out = []
    for own in profile.clearance:
        until = to.say("letter.locks.until", date=own.expires.isoformat()) if own.expires else ""
        said = to.say(
            "letter.locks.clearance", of=own.of, by=own.by, profession=own.profession, date=own.date.isoformat(),
            side=to.say(f"letter.side.{own.side}") if own.side else to.say("letter.locks.any_side"),
            allows=to.say(f"letter.allows.{own.allows}"), until=until or to.say("letter.locks.no_end"),
        )  # fmt: skip
        out.append(f"{said} {to.say(f'letter.locks.{own.verified}')}")
    for name in ("strike_change", "foot_angle_target", "trunk_lean_target"):
        if getattr(profile.permissions, name):
            out.append(to.say("letter.locks.permission", what=to.say(f"letter.locks.{name}")))
    return out


def _pain(plan: Plan, to: Reader) -> list[Block]:
    rows = tuple((to.say("letter.pain.at", value=own.value), own.place) for own in limits(plan.profile, plan.start, to))
    kind = "walking" if to.walker else "running"
    told = " ".join(to.say(f"letter.pain.{name}") for name in (f"above_{kind}", f"bone_{kind}", "morning"))
    return [Facts(rows=rows), Paragraph(text=told)]


def _rechecks(plan: Plan, to: Reader) -> str:
    dates = (to.say("letter.rechecks.date", week=r.week, date=r.date.isoformat()) for r in plan.rechecks)
    return to.say("letter.rechecks.text", dates=", ".join(dates))
