"""The band of a target as a small picture: first number, the range to stay in, a later one, and how far at most."""

from restride.app.report.html import Html, tag, text
from restride.app.report.planned.wording import Reader
from restride.core.plan import Target

WIDTH, LEFT, RIGHT = 320.0, 26.0, 26.0
TOP, ROW, BAR = 34.0, 40.0, 16.0


def picture(first: Target, later: Target | None, to: Reader) -> Html:
    """An SVG of its own: no script, no colour that means good or bad, every mark named in words."""
    marks = (first.baseline, first.ceiling, first.low, first.high)
    start, room = min(marks), max(marks) - min(marks) or 1.0

    def x(value: float) -> str:
        return f"{LEFT + (value - start) / room * (WIDTH - LEFT - RIGHT):.1f}"

    goal = to.say("target.mark_goal", week=first.by_week) if first.by_week else to.say("target.mark_band")
    bands = [(first, goal, "band")]
    if later is not None:
        bands.append((later, to.say("target.mark_later"), "band later"))
    bottom = TOP + ROW * len(bands)
    parts: list[Html] = []
    up = first.ceiling >= first.baseline
    for value, label, anchor in (
        (first.baseline, to.say("target.mark_baseline"), "start" if up else "end"),
        (first.ceiling, to.say("target.mark_cap" if up else "target.mark_floor"), "end" if up else "start"),
    ):
        edge = "0" if anchor == "start" else f"{WIDTH:.0f}"
        parts.append(tag("path", d=f"M{x(value)} 18V{bottom:.0f}", class_="mark"))
        parts.append(_text(x(value), 13, to.number_of(first.metric, value), "number", "middle"))
        parts.append(_text(edge, bottom + 14, label, "label", anchor))
    for place, (target, label, kind) in enumerate(bands):
        y = TOP + place * ROW
        wide = f"{float(x(target.high)) - float(x(target.low)):.1f}"
        parts.append(tag("rect", x=x(target.low), y=f"{y:.0f}", width=wide, height=f"{BAR:.0f}", class_=kind))
        middle = f"{(float(x(target.low)) + float(x(target.high))) / 2:.1f}"
        numbers = f"{to.number_of(target.metric, target.low)}\u2013{to.number_of(target.metric, target.high)}"
        parts.append(_text(middle, y + 12, numbers, "inside", "middle"))
        parts.append(_text(middle, y + BAR + 13, label, "label", "middle"))
    return tag("svg", parts, viewBox=f"0 0 {WIDTH:.0f} {bottom + 20:.0f}", role="img", aria_label=alt(first, later, to))


def alt(first: Target, later: Target | None, to: Reader) -> str:
    """What the picture shows, in one sentence."""

    def number(value: float) -> str:
        return to.number_of(first.metric, value)

    more = to.say("target.picture_later", low=number(later.low), high=number(later.high)) if later else ""
    return to.say(
        "target.picture" if first.ceiling >= first.baseline else "target.picture_floor",
        metric=to.what(first.metric),
        unit=to.unit_of(first.metric),
        baseline=number(first.baseline),
        low=number(first.low),
        high=number(first.high),
        later=more,
        cap=number(first.ceiling),
    )


def _text(x: str, y: float, words: str, kind: str, anchor: str) -> Html:
    return tag("text", text(words), x=x, y=f"{y:.0f}", class_=kind, text_anchor=anchor)
