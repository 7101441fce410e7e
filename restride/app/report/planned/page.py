"""A plan, or a referral, as one HTML page that needs nothing else: no script, no font, no picture from outside."""

from collections.abc import Callable
from datetime import date

from restride import __version__
from restride.app.referral import ReferralDocument
from restride.app.report.blocks import Facts
from restride.app.report.html import Html, document, element, tag
from restride.app.report.planned import chain, change, doing, sections, small, weeks
from restride.app.report.planned.sections import Parts
from restride.app.report.planned.wording import Reader, reader
from restride.core.decision import Referral
from restride.core.plan import Plan
from restride.core.profile import Profile

STYLES = ("page.css", "plan.css")
ORDER: tuple[tuple[str, Callable[[Plan, Reader], Parts]], ...] = (
    ("summary", sections.summary),
    ("first_week", weeks.first_week),
    ("load", sections.load),
    ("conditions", sections.conditions),
    ("target", change.target),
    ("offered", change.offered),
    ("routines", doing.routines),
    ("weeks", weeks.weeks),
    ("sessions", sections.sessions),
    ("exercises", doing.exercises),
    ("expect", sections.expect),
    ("stop", sections.stop),
    ("phases", sections.phases),
    ("milestones", sections.milestones),
    ("refused", sections.refused),
    ("guards", sections.guards),
    ("responder", sections.responder),
    ("rechecks", sections.rechecks),
    ("ends", sections.ends),
    ("call", sections.call),
    ("pages", sections.pages),
    ("reasoning", chain.reasoning),
    ("basis", sections.sources),
)
"""What to do first stands first, load before the change of gait, whom to call before what there is to read."""
JUMPS = ("first_week", "target", "weeks", "exercises", "stop", "call")
"""Sections that the links above the page lead to."""


def plan_page(plan: Plan, referral: Referral | None) -> str:
    """The whole page of a plan; with a referral that box stands above all."""
    to = reader(plan.profile)
    title = to.say("page.walking" if to.walker else "page.running")
    head = to.say("page.head", athlete=plan.profile.athlete.id, date=to.say.day(plan.start))
    notices = [to.notice(n) for n in plan.notices]
    footer = to.say(
        "page.footer",
        plan=plan.id,
        protocol=plan.versions.get("protocol", ""),
        rules=plan.versions.get("rules", ""),
        restride=__version__,
    )
    return document(
        tag(
            "header",
            tag("h1", title),
            tag("p", head, class_="head"),
            tag("p", to.say("page.emergency_top", number=to.number), class_="urgent"),
            _notices(notices, to),
            _jumps(plan, to),
        ),
        tag("main", [sections.referral(referral, to)] if referral else [], _sections(plan, to)),
        tag("footer", tag("p", to.say("page.watched")), tag("p", footer)),
        title=f"{title}, {head}",
        language=to.say("lang"),
        styles=STYLES,
    )


def referral_page(own: ReferralDocument, profile: Profile, *, on: date, planned: bool) -> str:
    """One page to take along: how soon, whom, why, and what until then."""
    to = reader(profile)
    title = to.say("referral.title")
    head = to.say("referral.head", athlete=profile.athlete.id, date=to.say.day(on))
    when = to.say(f"urgency.{own.urgency}")
    rows = (("who", own.who), ("why", own.why), ("until_then", own.until_then))
    facts = tuple((to.say(f"referral.{name}"), value) for name, value in rows)
    return document(
        tag(
            "header", tag("h1", title), tag("p", head, class_="head"), _notices([to.notice(n) for n in own.notices], to)
        ),
        tag(
            "main",
            tag(
                "section",
                tag("h2", to.say("referral.with_plan_title", when=when), id="referral"),
                element(Facts(rows=facts), {}),
                aria_labelledby="referral",
                class_="notice letter",
            ),
            tag(
                "section",
                tag("h2", to.say("sections.call"), id="call"),
                tag("p", to.say("call.emergency", number=to.number), class_="lead"),
                tag("p", tag("strong", to.say("page.watched"))),
                tag("p", to.say("referral.with_plan" if planned else "referral.no_plan")),
                tag("p", to.say("referral.print")),
                aria_labelledby="call",
            ),
        ),
        tag("footer", tag("p", small.rules(own.rules, to)), tag("p", f"restride {__version__}")),
        title=f"{title}, {head}",
        language=to.say("lang"),
        styles=STYLES,
    )


def _sections(plan: Plan, to: Reader) -> Parts:
    out = []
    for name, make in ORDER:
        if parts := make(plan, to):
            title = tag("h2", _title(name, plan, to), id=name)
            out.append(tag("section", title, parts, aria_labelledby=name, class_=f"section-{name}"))
    return out


def _title(name: str, plan: Plan, to: Reader) -> str:
    nothing = name == "target" and plan.target is None and not plan.cues
    return to.say("sections.no_target" if nothing else f"sections.{name}")


def _jumps(plan: Plan, to: Reader) -> Html:
    """Links to what is looked for most."""
    links = (tag("li", tag("a", _title(name, plan, to), href=f"#{name}")) for name in JUMPS)
    return tag("nav", tag("ul", links), aria_label=to.say("page.jumps"), class_="jumps")


def _notices(notices: list[str], to: Reader) -> list[Html]:
    review = to.say("review")
    told = [*notices, *([review] if review else [])]
    if not told:
        return []
    return [tag("div", tag("p", tag("strong", to.say("notices.title"))), (tag("p", n) for n in told), class_="notice")]
