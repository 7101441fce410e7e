"""The sections of a plan's page, in the order in which a runner or walker needs them. Each gives its elements."""

from restride.app.report.blocks import Facts
from restride.app.report.html import Html, element, tag
from restride.app.report.planned import small
from restride.app.report.planned.change import sides
from restride.app.report.planned.rows import DAYS_AND_MINUTES, FADING, cited
from restride.app.report.planned.schedule import session_table
from restride.app.report.planned.wording import Reader, lower
from restride.core.decision import Referral
from restride.core.plan import Plan

Parts = list[Html]
WARNING = "Warning"
"""How a line begins that a protocol means as a warning among what to expect."""


def summary(plan: Plan, to: Reader) -> Parts:
    """The plan in one sentence."""
    return [tag("p", to.text(plan.summary), class_="lead")]


def load(plan: Plan, to: Reader) -> Parts:
    """How much, how fast and where: before anything about gait."""
    return [tag("p", to.say("load.first")), small.lines(plan.load[:1], to, "lead-line"), small.lines(plan.load[1:], to)]


def conditions(plan: Plan, to: Reader) -> Parts:
    """Surface, shoes, light; nothing where nothing is asked."""
    return [small.lines(plan.conditions, to)] if plan.conditions else []


def sessions(plan: Plan, to: Reader) -> Parts:
    """Every session by date, to open: a table that turns into cards where there is little room."""
    table = session_table(plan, to)
    notes = []
    if any(s.feedback_percent for s in plan.sessions):
        notes.append(tag("p", to.say("sessions.fading"), " ", small.basis("heuristic", FADING, to), class_="small"))
        notes.append(tag("p", to.say("sessions.retention"), class_="small"))
    count = to.say("sessions.intro", count=len(plan.sessions))
    return [
        tag("p", count, " ", small.basis("heuristic", DAYS_AND_MINUTES, to)),
        tag("details", tag("summary", to.say("sessions.open")), element(table, {}), *notes),
    ]


def expect(plan: Plan, to: Reader) -> Parts:
    """What is part of getting used to it, beside what is a warning."""
    warnings: list[tuple[str, tuple[str, ...]]] = [
        (to.say("expect.now", number=to.number), ("R1", "R16", "R7", "R6b")),
        (to.say("expect.today"), ("R2", "R4", "R3", "R8")),
        (to.say("print.week_walking" if to.walker else "print.week_running"), ("R5", "R6", "R9", "R15")),
    ]
    if to.walker:
        warnings.append((to.say("print.fall"), ("R19",)))
    own = [line for line in plan.expect if line.text["en"].startswith(WARNING)]
    normal = tuple(line for line in plan.expect if line not in own and line.weeks is None)
    told = [tag("li", text, " ", small.rules(names, to)) for text, names in warnings]
    told += [small.sentence(to.text(line.text), line.basis, line.evidence, to) for line in own]
    return [
        tag(
            "div",
            tag("div", tag("h3", to.say("expect.normal")), small.lines(normal, to)),
            tag("div", tag("h3", to.say("expect.warning")), tag("ul", told)),
            class_="pair",
        )
    ]


def stop(plan: Plan, to: Reader) -> Parts:
    """When to stop a session or the plan."""
    return [small.lines(plan.stop, to)]


def phases(plan: Plan, to: Reader) -> Parts:
    """Stretches of the plan, each with what must hold before the next."""
    out = []
    for own in plan.phases:
        gate = [tag("h4", to.say("phases.gate")), small.lines(own.gate, to)] if own.gate else []
        out.append(tag("li", tag("h3", to.text(own.title)), small.lines(own.lines, to), gate))
    return [tag("p", to.say("phases.intro")), tag("ol", out, class_="phases")] if out else []


def milestones(plan: Plan, to: Reader) -> Parts:
    """What is worth noticing on the way."""
    points = (tag("li", tag("strong", to.text(own.title)), small.lines(own.reached, to)) for own in plan.milestones)
    return [tag("ul", points, class_="points")] if plan.milestones else []


def refused(plan: Plan, to: Reader) -> Parts:
    """What it will not do, why, and what it does instead; what somebody asked for stands first."""
    points = []
    for own in sorted(plan.refused, key=lambda r: not r.asked):
        mark = [" ", tag("span", to.say("refused.asked"), class_="mark")] if own.asked else []
        points.append(
            tag(
                "li",
                tag("p", tag("strong", to.what(own.what)), mark),
                tag("p", to.text(own.why), " ", small.basis(own.basis, own.evidence, to)),
                tag("p", to.say("refused.instead"), ": ", to.text(own.instead)),
            )
        )
    return [tag("ul", points, class_="points")]


def guards(plan: Plan, to: Reader) -> Parts:
    """What must not get worse while something changes."""
    points = (
        tag("li", tag("strong", to.what(g.what)), ": ", to.text(g.text), " ", small.basis(g.basis, g.evidence, to))
        for g in plan.guards
    )
    return [tag("ul", points)]


def responder(plan: Plan, to: Reader) -> Parts:
    """Whether the cue earns its place; nothing where there is no cue to test. Words without a number: by pain alone."""
    if not plan.responder_after or not plan.cues:
        return []
    after = to.say("list_and").join(map(str, plan.responder_after))
    points = [tag("li", to.say("responder.pain"))]
    if (own := plan.target) is not None:
        size, metric = to.number_of(own.metric, own.detectable), lower(to.what(own.metric))
        points.append(tag("li", to.say("responder.moved", metric=metric, detectable=size, unit=to.unit_of(own.metric))))
    intro = to.say("responder.intro" if len(points) > 1 else "responder.intro_pain", sessions=after)
    return [
        tag("p", intro, " ", small.basis("heuristic", ("C-42",), to)),
        tag("ul", points),
        tag("p", to.say("responder.third"), " ", small.basis("evidence", ("C-23",), to)),
    ]


def rechecks(plan: Plan, to: Reader) -> Parts:
    """Days to come back for."""
    rows = tuple((to.say("rechecks.week", week=r.week), to.date(r.date)) for r in plan.rechecks)
    return [tag("p", to.say("rechecks.text")), element(Facts(rows=rows), {})]


def ends(plan: Plan, to: Reader) -> Parts:
    """How and when it is over."""
    return [small.lines(plan.ends, to)]


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


def pages(plan: Plan, to: Reader) -> Parts:
    """Pages to read when there is time, each to open."""
    out = []
    for own in plan.pages:
        body = [small.lines(own.lines, to), *sides(own.sides, to, title="h3")]
        out.append(tag("details", tag("summary", to.text(own.title)), body))
    return out


def sources(plan: Plan, to: Reader) -> Parts:
    """What the small print means, and what each row of evidence says."""
    names = cited(plan)
    opened = tag("summary", to.say("basis.open", count=len(names)))
    return [tag("p", to.say("basis.intro")), tag("details", opened, small.rows(names, to))]


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
