"""What a plan needs of the clinician: confirmations, examinations, measurements, tests and answers."""

from collections.abc import Iterator

from restride.app.report.planned.limits import limits
from restride.app.report.planned.wording import Reader, lower
from restride.core.plan import Plan, Reasoning
from restride.core.profile import Profile
from restride.plan.knowledge import cues
from restride.plan.locks import NEEDS_CLINICIAN

ANGLE = "foot_progression_angle"


def needs(plan: Plan, to: Reader) -> list[str]:
    """Each in a sentence of its own, the gravest first."""
    return list(
        dict.fromkeys(
            [*_confirm(plan.profile, to), *_examine(plan, to), *_health(plan.profile, to), *_permitted(plan, to),
             *_tests(plan, to)]
        )
    )  # fmt: skip


def _confirm(profile: Profile, to: Reader) -> Iterator[str]:
    for own in profile.clearance:
        side = to.say(f"letter.side.{own.side}") if own.side else to.say("letter.locks.any_side")
        yield to.say("letter.needs.confirm", of=own.of, side=side)


def _examine(plan: Plan, to: Reader) -> Iterator[str]:
    """Open injuries that nobody has examined; their own limit stands first among the limits."""
    gate = min(own.value for own in limits(plan.profile, plan.start, to)[:-1])
    for own in plan.profile.injury:
        if own.status != "past" and own.diagnosed_by != "clinician":
            side = to.say(f"letter.side.{own.side}")
            yield to.say("letter.needs.examine", kind=to.what(own.kind), side=side, gate=gate)


def _health(profile: Profile, to: Reader) -> Iterator[str]:
    open_ = [name for name in NEEDS_CLINICIAN if getattr(profile.health, name) == "unknown"]
    if open_:
        yield to.say("letter.needs.health", what=", ".join(to.say(f"letter.health.{name}") for name in open_))


def _permitted(plan: Plan, to: Reader) -> Iterator[str]:
    for name in _refused_for("permission", plan.reasoning):
        if name in cues() and cues()[name].metric == ANGLE:
            yield to.say("letter.needs.foot_angle")
        else:
            yield to.say("letter.needs.permission", what=to.what(name))


def _tests(plan: Plan, to: Reader) -> Iterator[str]:
    """Entry tests without a result, of cues and of exercises."""
    for own in plan.reasoning:
        why = str(own.values.get("why", ""))
        for part in why.split(", "):
            first, _, second = part.partition(" ")
            test = second if first == "entry_unknown" else first if second == "unknown" else ""
            if test:
                yield to.say("letter.needs.test", test=lower(to.what(test)))


def _refused_for(reason: str, links: tuple[Reasoning, ...]) -> Iterator[str]:
    for own in links:
        if own.step == "cue_refused" and reason in str(own.values.get("why", "")).split(", "):
            yield str(own.values["cue"])
