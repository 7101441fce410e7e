"""The one change of gait of a plan, for its page: number, cue, what that spares and loads, what may be chosen."""

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from restride.app.report.blocks import Facts
from restride.app.report.figure import figures, scene
from restride.app.report.html import Html, element, tag
from restride.app.report.planned import small
from restride.app.report.planned.band import picture
from restride.app.report.planned.rows import NOTHING_TO_CHANGE
from restride.app.report.planned.wording import Reader, capital
from restride.core.plan import Cue, LoadShift, Plan, Side, Target

Parts = list[Html]
NO_TARGET = ("cadence_target", "gait_target", "gait_cue")
"""What a plan without a change refuses, with its reason."""
SAME_SPEED = ("cadence",)
"""A rate means little at another speed."""


def target(plan: Plan, to: Reader) -> Parts:
    """The number with its band, drawn, and the words for it; or why there is none."""
    return [*(_number(plan.target, plan.later_target, to) if plan.target else _words_only(plan, to)), *_cues(plan, to)]


def offered(plan: Plan, to: Reader) -> Parts:
    """What the person may choose after both sides were read; nothing where nothing is offered."""
    if not plan.offered:
        return []
    cards = [tag("div", tag("h3", capital(to.text(cue.title))), _cue(cue, to), class_="choice") for cue in plan.offered]
    return [tag("p", to.say("offered.intro")), *cards]


def loads(shifts: tuple[LoadShift, ...], to: Reader, *, marked: bool = True) -> Iterator[tuple[str, str]]:
    """Each tissue with what happens to its load, with each step and over each kilometre; `marked`: where there is or
    was trouble."""
    for tissue, own in groupby(sorted(shifts, key=lambda s: (not s.at_risk, s.tissue)), key=lambda s: s.tissue):
        several = list(own)
        name = to.what(tissue)
        if marked and any(shift.at_risk for shift in several):
            name = to.say("shift.at_risk", tissue=name)
        yield name, "; ".join(load(shift, to) for shift in sorted(several, key=lambda s: s.per, reverse=True))


def load(shift: LoadShift, to: Reader) -> str:
    """`with each step about 14 % less, at most 2 % more`."""
    said = to.say(f"shift.{shift.direction}")
    if shift.percent is not None and shift.direction in ("up", "down"):
        said = to.say(f"shift.{shift.direction}_by", percent=to.plain(round(abs(shift.percent))))
    if shift.high is not None and shift.direction != "unknown":
        bound = "most_up" if shift.high > 0 else "most_down"
        said += ", " + to.say(f"shift.{bound}", percent=to.plain(round(abs(shift.high))))
    return f"{to.say(f'shift.per_{shift.per}')} {said}"


def amount(aim: Target, to: Reader) -> str:
    """`5 % above your first number`."""
    unit = "%" if aim.amount_unit == "%" else to.unit_of(aim.metric)
    size = abs(aim.amount) if aim.amount_unit == "%" else None
    text = to.plain(size) if size is not None else to.number_of(aim.metric, abs(aim.amount))
    return to.say("target.above" if aim.amount >= 0 else "target.below", amount=f"{text} {unit}".strip())


def _words_only(plan: Plan, to: Reader) -> Parts:
    if plan.cues:
        return [tag("p", to.say("target.words_only"))]
    why = [r for r in plan.refused if r.what in NO_TARGET]
    reasons = [tag("p", to.text(r.why), " ", small.basis(r.basis, r.evidence, to)) for r in why]
    if not reasons:
        own = to.say("target.none_walker" if to.walker else "target.none_runner")
        names = () if to.walker else NOTHING_TO_CHANGE
        reasons = [tag("p", own, " ", small.basis("practice" if to.walker else "evidence", names, to))]
    return [tag("p", to.say("target.none"), class_="lead"), *reasons]


def _number(aim: Target, later: Target | None, to: Reader) -> Parts:
    unit = to.unit_of(aim.metric)

    def number(value: float) -> str:
        return to.number_of(aim.metric, value)

    low, high = number(aim.low), number(aim.high)
    why = [amount(aim, to)]
    if aim.metric in SAME_SPEED:
        why.append(to.say("target.same_speed"))
    if aim.by_week:
        why.append(to.say("target.by_week", week=aim.by_week))
    out = [
        tag("p", to.say("target.one", metric=to.what(aim.metric), low=low, high=high, unit=unit), class_="lead"),
        tag("p", " ".join(why), " ", small.basis(aim.basis, aim.evidence, to)),
    ]
    if later is not None:
        text = to.say("target.later", low=number(later.low), high=number(later.high), unit=unit)
        out.append(tag("p", text, " ", small.basis(later.basis, later.evidence, to)))
    method = to.method(aim.method)
    facts = [
        ("baseline", to.say("target.baseline_text", value=number(aim.baseline), unit=unit, method=method)),
        ("cap" if aim.ceiling >= aim.baseline else "floor",
         to.say("target.cap_text", value=number(aim.ceiling), unit=unit)),
    ]  # fmt: skip
    if aim.detectable:
        facts.append(("detectable", to.say("target.detectable_text", value=number(aim.detectable), unit=unit)))
    return [
        *out,
        tag("div", picture(aim, later, to), class_="range"),
        element(Facts(rows=tuple((to.say(f"target.{name}"), value) for name, value in facts)), {}),
        tag("p", to.say("target.stays"), class_="small"),
    ]


def _cues(plan: Plan, to: Reader) -> Parts:
    """The first cue whole; each of the others under its words, to open if the first does not help."""
    out: Parts = []
    for place, cue in enumerate(plan.cues):
        if place == 0:
            out += [tag("h3", to.say("target.cue")), *_cue(cue, to)]
        else:
            title = f"{to.say('target.cue_next')}: {to.text(cue.words)}"
            out.append(tag("details", tag("summary", title), _cue(cue, to)))
    return out


def _cue(cue: Cue, to: Reader) -> Parts:
    """Words and scene side by side, then sound and buzz, what it spares and loads, both sides where they differ."""
    words = tag(
        "div", tag("p", to.text(cue.words), class_="words"), tag("p", small.basis(cue.basis, cue.evidence, to)),
    )  # fmt: skip
    drawn: Parts = []
    if f"cue_{cue.id}" in figures():
        drawn = [small.drawing(scene(cue.id, title=to.text(cue.picture)))]
    forms = [(to.say(f"cue.{name}"), to.text(text)) for name, text in (("sound", cue.sound), ("haptic", cue.haptic))]
    out: Parts = [tag("div", drawn, words, class_="cue"), element(Facts(rows=tuple(forms)), {})]
    if cue.shifts:
        rows = (tag("li", tag("strong", name), ": ", said) for name, said in loads(cue.shifts, to))
        names = dict.fromkeys(name for shift in cue.shifts for name in shift.evidence)
        out += [tag("h4", to.say("shift.title")), tag("ul", rows, class_="shifts")]
        out.append(tag("p", to.say("shift.note"), " ", small.ids(names, to), class_="small"))
    return [*out, *sides(cue.sides, to)]


def sides(own: tuple[Side, ...], to: Reader, *, title: Literal["h3", "h4"] = "h4") -> Parts:
    """What speaks for something and what against it, beside each other; nothing where it is not contested."""
    if not own:
        return []
    columns = []
    for name in ("for", "against"):
        said = [small.sentence(to.text(s.text), s.basis, s.evidence, to) for s in own if s.says == name]
        if said:
            columns.append(tag("div", tag(title, to.say(f"sides.{name}")), tag("ul", said)))
    return [tag("div", columns, class_="pair")]
