"""The sections of a plan's page, in the order in which a runner or walker needs them. Each gives its elements."""

from restride.app.report.blocks import Facts
from restride.app.report.html import Html, element, tag
from restride.app.report.planned import small
from restride.app.report.planned.band import picture
from restride.app.report.planned.schedule import session_table
from restride.app.report.planned.wording import FADING, NOTHING_TO_CHANGE, Reader, cited
from restride.core.decision import Referral
from restride.core.plan import Line, Plan, Target

Parts = list[Html]
NO_TARGET = ("cadence_target", "gait_target", "gait_cue")
"""What a plan without a target refuses, with its reason."""
WARNING = "Warning"
"""How a line begins that a protocol means as a warning among what to expect."""


def summary(plan: Plan, to: Reader) -> Parts:
    """The plan in one sentence."""
    return [tag("p", to.text(plan.summary), class_="lead")]


def load(plan: Plan, to: Reader) -> Parts:
    """How much, how fast and where: before anything about gait."""
    return [tag("p", to.say("load.first")), _lines(plan.load[:1], to, "lead-line"), _lines(plan.load[1:], to)]


def target(plan: Plan, to: Reader) -> Parts:
    """The one change with its band, drawn; or why there is none."""
    if plan.target is None:
        why = [r for r in plan.refused if r.what in NO_TARGET]
        reasons = [tag("p", to.text(r.why), " ", small.ids(r.evidence, to)) for r in why]
        if not reasons:
            own = to.say("target.none_walker" if to.walker else "target.none_runner")
            names = () if to.walker else NOTHING_TO_CHANGE
            reasons = [tag("p", own, " ", small.basis("practice" if to.walker else "evidence", names, to))]
        return [tag("p", to.say("target.none"), class_="lead"), *reasons, *_cues(plan, to)]
    aim, later = plan.target, plan.later_target
    unit = to.say.unit(aim.unit)
    low, high, ceiling = to.plain(aim.low), to.plain(aim.high), to.plain(aim.ceiling)
    out = [
        tag("p", to.say("target.one", metric=to.what(aim.metric), low=low, high=high, unit=unit), class_="lead"),
        tag("p", to.say("target.one_why", amount=to.plain(aim.amount_percent)), " ", _basis(aim, to)),
    ]
    if later is not None:
        amount = to.plain(later.amount_percent)
        text = to.say("target.later", low=to.plain(later.low), high=to.plain(later.high), unit=unit, amount=amount)
        out.append(tag("p", text, " ", _basis(later, to)))
    method = to.say(f"methods.{aim.method}") if to.say.has(f"methods.{aim.method}") else aim.method
    facts = (
        ("baseline", to.say("target.baseline_text", value=to.plain(aim.baseline), unit=unit, method=method)),
        ("cap", to.say("target.cap_text", value=ceiling, unit=unit)),
        ("detectable", to.say("target.detectable_text", value=to.plain(aim.detectable), unit=unit)),
    )
    out += [
        tag("div", picture(aim, later, to), class_="range"),
        element(Facts(rows=tuple((to.say(f"target.{name}"), value) for name, value in facts)), {}),
        tag("p", to.say("target.stays"), class_="small"),
    ]
    return [*out, *_cues(plan, to)]


def sessions(plan: Plan, to: Reader) -> Parts:
    """The calendar: a table that turns into cards where there is little room."""
    table = session_table(plan, to)
    notes = [tag("p", to.say("sessions.rest"), class_="small")]
    if any(s.feedback_percent for s in plan.sessions):
        notes.append(tag("p", to.say("sessions.fading"), " ", small.basis("heuristic", FADING, to), class_="small"))
        notes.append(tag("p", to.say("sessions.retention"), class_="small"))
    return [tag("p", to.say("sessions.intro", count=len(plan.sessions))), element(table, {}), *notes]


def exercises(plan: Plan, to: Reader) -> Parts:
    """At most three, with dose, days and when to stop."""
    if not plan.exercises:
        return [tag("p", to.say("exercises.none"))]
    cards = []
    for own in plan.exercises:
        days = to.say("exercises.days_text", count=own.per_week, days=to.days(own.days))
        facts = (("dose", own.dose), ("days", days), ("stop", to.text(own.stop)))
        cards.append(
            tag(
                "article",
                tag("h3", to.text(own.title)),
                element(Facts(rows=tuple((to.say(f"exercises.{name}"), value) for name, value in facts)), {}),
                tag("p", small.basis(own.basis, own.evidence, to)),
                class_="card",
            )
        )
    return [
        tag("p", to.say("exercises.intro"), " ", small.basis("evidence", ("E-01",), to)),
        tag("div", cards, class_="cards"),
    ]


def expect(plan: Plan, to: Reader) -> Parts:
    """What is part of getting used to it, beside what is a warning."""
    warnings: list[tuple[str, tuple[str, ...]]] = [
        (to.say("expect.now", number=to.number), ("R1", "R16", "R7", "R6b")),
        (to.say("expect.today"), ("R2", "R4", "R3", "R8")),
        (to.say("expect.week"), ("R5", "R6", "R9", "R15")),
    ]
    if to.walker:
        warnings.append((to.say("expect.fall"), ("R19",)))
    own = [line for line in plan.expect if line.text["en"].startswith(WARNING)]
    normal = tuple(line for line in plan.expect if line not in own)
    told = [tag("li", text, " ", small.rules(names, to)) for text, names in warnings]
    told += [small.sentence(to.text(line.text), line.basis, line.evidence, to) for line in own]
    return [
        tag(
            "div",
            tag("div", tag("h3", to.say("expect.normal")), _lines(normal, to)),
            tag("div", tag("h3", to.say("expect.warning")), tag("ul", told)),
            class_="pair",
        )
    ]


def stop(plan: Plan, to: Reader) -> Parts:
    """When to stop a session or the plan."""
    return [_lines(plan.stop, to)]


def refused(plan: Plan, to: Reader) -> Parts:
    """What it will not do, why, and what it does instead."""
    points = []
    for own in plan.refused:
        points.append(
            tag(
                "li",
                tag("p", tag("strong", to.what(own.what))),
                tag("p", to.text(own.why), " ", small.ids(own.evidence, to)),
                tag("p", to.say("refused.instead"), ": ", to.text(own.instead)),
            )
        )
    return [tag("ul", points, class_="points")]


def guards(plan: Plan, to: Reader) -> Parts:
    """What must not get worse while something changes."""
    points = (
        tag("li", tag("strong", to.what(g.what)), ": ", tag("span", g.text), " ", small.ids(g.evidence, to))
        for g in plan.guards
    )
    return [tag("ul", points)]


def responder(plan: Plan, to: Reader) -> Parts:
    """Whether the cue earns its place; nothing where there is no cue to test."""
    if not plan.responder_after or plan.target is None:
        return []
    after = to.say("list_and").join(map(str, plan.responder_after))
    unit = to.say.unit(plan.target.unit)
    metric = to.what(plan.target.metric)
    detectable = to.plain(plan.target.detectable)
    moved = to.say("responder.moved", metric=metric[:1].lower() + metric[1:], detectable=detectable, unit=unit)
    return [
        tag("p", to.say("responder.intro", sessions=after), " ", small.basis("heuristic", ("C-42",), to)),
        tag("ul", tag("li", to.say("responder.pain")), tag("li", moved)),
        tag("p", to.say("responder.third"), " ", small.basis("evidence", ("C-23",), to)),
    ]


def rechecks(plan: Plan, to: Reader) -> Parts:
    """Days to come back for."""
    rows = tuple((to.say("rechecks.week", week=r.week), to.date(r.date)) for r in plan.rechecks)
    return [tag("p", to.say("rechecks.text")), element(Facts(rows=rows), {})]


def ends(plan: Plan, to: Reader) -> Parts:
    """How and when it is over."""
    return [_lines(plan.ends, to)]


def call(plan: Plan, to: Reader) -> Parts:
    """Whom to call, with the number of the person's country, and that nobody is watching."""
    clinician = plan.profile.care.clinician
    lines = [
        to.say("call.emergency", number=to.number),
        to.say("call.same_day"),
        to.say("call.who", clinician=clinician) if clinician else to.say("call.nobody"),
    ]
    return [
        tag("p", lines[0], class_="lead"),
        tag("p", lines[1]),
        tag("p", lines[2]),
        tag("p", tag("strong", to.say("page.watched"))),
    ]


def sources(plan: Plan, to: Reader) -> Parts:
    """What the small print means, and what each row of evidence says."""
    return [tag("p", to.say("basis.intro")), small.rows(cited(plan), to)]


def referral(own: Referral, to: Reader) -> Html:
    """The box that stands over a plan which holds only together with a referral."""
    when = to.say(f"urgency.{own.urgency}")
    rows = [(to.say(f"referral.{name}"), getattr(own, name)) for name in ("who", "why", "until_then")]
    return tag(
        "section",
        tag("h2", to.say("referral.with_plan_title", when=when), id="referral"),
        element(Facts(rows=tuple(rows)), {}),
        tag("p", to.say("referral.with_plan"), class_="small"),
        aria_labelledby="referral",
        class_="notice",
    )


def _lines(lines: tuple[Line, ...], to: Reader, kind: str = "") -> Html:
    return tag("ul", (small.sentence(to.text(line.text), line.basis, line.evidence, to) for line in lines), class_=kind)


def _cues(plan: Plan, to: Reader) -> Parts:
    out: Parts = []
    for place, cue in enumerate(plan.cues):
        words = tag("p", tag("strong", to.text(cue.words)), " ", small.ids(cue.evidence, to))
        out += [tag("h3", to.say("target.cue" if place == 0 else "target.cue_next")), words]
    return out


def _basis(aim: Target, to: Reader) -> Html:
    return small.basis(aim.basis, aim.evidence, to)
