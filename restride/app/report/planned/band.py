"""The band of a target as a small picture: first number, the range to stay in, a later one, and the cap."""

from restride.app.report.html import Html, tag, text
from restride.app.report.planned.wording import Reader
from restride.core.plan import Target

WIDTH, LEFT, RIGHT = 320.0, 26.0, 26.0
TOP, ROW, BAR = 34.0, 40.0, 16.0


def picture(first: Target, later: Target | None, to: Reader) -> Html:
    """An SVG of its own: no script, no colour that means good or bad, every mark named in words."""
    start, end = min(first.baseline, first.low), max(first.ceiling, first.high)
    room = max(end - start, 1.0)

    def x(value: float) -> str:
        return f"{LEFT + (value - start) / room * (WIDTH - LEFT - RIGHT):.1f}"

    bands = [(first, to.say("target.mark_band"), "band")]
    if later is not None:
        bands.append((later, to.say("target.mark_later"), "band later"))
    bottom = TOP + ROW * len(bands)
    parts: list[Html] = []
    for value, label, anchor in (
        (first.baseline, to.say("target.mark_baseline"), "start"),
        (first.ceiling, to.say("target.mark_cap"), "end"),
    ):
        edge = "0" if anchor == "start" else f"{WIDTH:.0f}"
        parts.append(tag("path", d=f"M{x(value)} 18V{bottom:.0f}", class_="mark"))
        parts.append(_text(x(value), 13, to.plain(value), "number", "middle"))
        parts.append(_text(edge, bottom + 14, label, "label", anchor))
    for place, (target, label, kind) in enumerate(bands):
        y = TOP + place * ROW
        wide = f"{float(x(target.high)) - float(x(target.low)):.1f}"
        parts.append(tag("rect", x=x(target.low), y=f"{y:.0f}", width=wide, height=f"{BAR:.0f}", class_=kind))
        middle = f"{(float(x(target.low)) + float(x(target.high))) / 2:.1f}"
        numbers = f"{to.plain(target.low)}\u2013{to.plain(target.high)}"
        parts.append(_text(middle, y + 12, numbers, "inside", "middle"))
        parts.append(_text(middle, y + BAR + 13, label, "label", "middle"))
    return tag("svg", parts, viewBox=f"0 0 {WIDTH:.0f} {bottom + 20:.0f}", role="img", aria_label=alt(first, later, to))


def alt(first: Target, later: Target | None, to: Reader) -> str:
    """What the picture shows, in one sentence."""
    more = to.say("target.picture_later", low=to.plain(later.low), high=to.plain(later.high)) if later else ""
    return to.say(
        "target.picture",
        metric=to.what(first.metric),
        unit=to.say.unit(first.unit),
        baseline=to.plain(first.baseline),
        low=to.plain(first.low),
        high=to.plain(first.high),
        later=more,
        cap=to.plain(first.ceiling),
    )


def _text(x: str, y: float, words: str, kind: str, anchor: str) -> Html:
    return tag("text", text(words), x=x, y=f"{y:.0f}", class_=kind, text_anchor=anchor)
