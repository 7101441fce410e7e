"""A plan in five lines for the letter to the clinician: load, change of gait, dose, exercises, gate and stop."""

from collections.abc import Iterator
from itertools import groupby

from restride.app.report.planned.change import amount
from restride.app.report.planned.dose import in_words
from restride.app.report.planned.wording import Reader
from restride.core.plan import Plan


def five_lines(plan: Plan, to: Reader) -> Iterator[tuple[str, str]]:
    """(title, line) five times."""
    first = [e for e in plan.exercises if e.from_week == 1]
    later = [to.text(e.title) for e in plan.exercises if e.from_week > 1]
    told = [
        to.say("letter.plan.exercise", title=to.text(e.title), dose=in_words(e.dose, to), days=to.days(e.days))
        for e in first
    ]
    exercises = "; ".join(told) + "." if told else to.say("letter.plan.none")
    if later:
        exercises += " " + to.say("letter.plan.later_exercises", titles="; ".join(later))
    yield to.say("letter.plan.load"), " ".join(to.text(line.text) for line in plan.load[:1])
    yield to.say("letter.plan.change"), _change(plan, to)
    yield to.say("letter.plan.dose"), _dose(plan, to)
    yield to.say("letter.plan.exercises"), exercises
    yield to.say("letter.plan.gate"), " ".join(to.text(line.text) for line in plan.stop[:2])


def _change(plan: Plan, to: Reader) -> str:
    aim, later = plan.target, plan.later_target
    if not plan.cues:
        return to.say("letter.plan.none")
    cue = to.text(plan.cues[0].words).rstrip(".")
    if aim is None:
        said = to.say("letter.plan.words", cue=cue)
    else:
        names = ("low", "high", "baseline", "ceiling")
        numbers = {name: to.number_of(aim.metric, getattr(aim, name)) for name in names}
        said = to.say(
            "letter.plan.target", metric=to.what(aim.metric), unit=to.unit_of(aim.metric), cue=cue,
            amount=amount(aim, to).rstrip("."), **numbers,
        )  # fmt: skip
    if later is not None:
        low, high = to.number_of(later.metric, later.low), to.number_of(later.metric, later.high)
        said += " " + to.say("letter.plan.later", low=low, high=high)
    if plan.responder_after:
        after = to.say("list_and").join(map(str, plan.responder_after))
        said += " " + to.say("letter.plan.responder", sessions=after)
    return said


def _dose(plan: Plan, to: Reader) -> str:
    if not plan.sessions:
        return to.say("letter.plan.none")
    least, most = min(s.minutes for s in plan.sessions), max(s.minutes for s in plan.sessions)
    spread = str(most) if least == most else to.say("sessions.band_text", low=least, high=most)
    said = to.say(
        "letter.plan.dose_text", count=len(plan.sessions), first=to.say.day(plan.sessions[0].date),
        last=to.say.day(plan.sessions[-1].date), minutes=spread,
        per_week=len(plan.weeks[0].sessions) if plan.weeks else 0,
    )  # fmt: skip
    cued = [s for s in plan.sessions if s.feedback_percent]
    if cued:
        shares = [(share, len([*own])) for share, own in groupby(s.feedback_percent for s in cued)]
        told = ", ".join(f"{share} × {count}" if count > 1 else str(share) for share, count in shares)
        said += " " + to.say("letter.plan.feedback", shares=told, minutes=cued[0].uncued_min)
    return said
