"""Every chart of the report, each defined once, as altair charts without data: `specification` adds the numbers.

A definition takes longer to build than to draw, so that each is built once a process and only its numbers change.

Left is a solid line and a filled point, right a dashed line and a hollow point, so that colour is never needed.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from restride.app.report.drawings import Bands, Chart, Intervals, Trace

Layers = alt.LayerChart | alt.FacetChart

SIDES = ["left", "right", "both", "unknown"]
COLOURS = ["#1d4e89", "#b3470d", "#3d4650", "#3d4650"]
DASHES = [[1, 0], [6, 3], [1, 0], [2, 3]]
INK, RULE = "#3d4650", "#d5dae1"

THEME: dict[str, Any] = {
    "font": "system-ui, sans-serif",
    "background": None,
    "aria": False,
    "padding": {"left": 1, "top": 2, "right": 9, "bottom": 1},
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "domainColor": INK, "tickColor": INK, "gridColor": RULE, "gridWidth": 0.6, "tickSize": 4, "titlePadding": 5,
    },
}  # fmt: skip
"""Stands beside the chart, not in it, so that a page or a notebook may bring its own."""

_COLOUR = alt.Scale(domain=SIDES, range=COLOURS)
_DASH = alt.Scale(domain=SIDES, range=DASHES)
_FILL = alt.Scale(domain=SIDES, range=["#1d4e89", "#ffffff", "#3d4650", "#ffffff"])
_FIT = alt.AutoSizeParams(type="fit", contains="padding")


def _colour(field: str = "side:N") -> alt.Color:
    return alt.Color(field, scale=_COLOUR, legend=None)


def _dash() -> alt.StrokeDash:
    return alt.StrokeDash("side:N", scale=_DASH, legend=None)


def bands(axis: str) -> Layers:
    """Mean and SD band of each side over stance or stride."""
    x = alt.X(
        "percent:Q",
        title=axis,
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(values=[0, 25, 50, 75, 100]),
    )
    y = alt.Y("low:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    base = alt.Chart(alt.NamedData("lines")).encode(x=x)
    spread = base.mark_area(fillOpacity=0.16, strokeWidth=0.6, strokeOpacity=0.7).encode(
        y=y,
        y2="high:Q",
        fill=alt.Fill("side:N", scale=_COLOUR, legend=None),
        stroke=_stroke(),
        strokeDash=_dash(),
    )
    mean = base.mark_line(strokeWidth=2.2).encode(y="mean:Q", color=_colour(), strokeDash=_dash())
    return alt.layer(spread, mean).properties(width=340, height=200, autosize=_FIT)


def intervals(rows: int) -> Layers:
    """A point and its 95 % interval, one row a side; the scale's ends are parameters."""
    y = alt.Y(
        "label:N",
        title=None,
        sort=None,
        axis=alt.Axis(domain=False, ticks=False, labelPadding=6) if rows > 1 else None,
    )
    x = alt.X(
        "low:Q",
        title=None,
        scale=alt.Scale(domain=[alt.ExprRef("start"), alt.ExprRef("end")], nice=False),
        axis=alt.Axis(tickCount=4, grid=True, labelFlush=True),
    )
    base = alt.Chart(alt.NamedData("bars")).encode(y=y)
    line = base.mark_rule(strokeWidth=2.4).encode(x=x, x2="high:Q", color=_colour(), strokeDash=_dash())
    fill = alt.Fill("side:N", scale=_FILL, legend=None)
    point = base.mark_point(size=48, strokeWidth=2, opacity=1).encode(x="value:Q", stroke=_stroke(), fill=fill)
    return alt.layer(line, point).properties(width=210, height=38 + 22 * rows, autosize=_FIT)


def _stroke() -> alt.Stroke:
    return alt.Stroke("side:N", scale=_COLOUR, legend=None)


def trace(axis: str) -> Layers:
    """A piece of the signal with its contacts: shaded behind, and as a strip with letters below the curve."""
    x = alt.X("start:Q", title=axis, scale=alt.Scale(nice=False, zero=False), axis=alt.Axis(tickCount=7))
    strip = 20
    below = alt.Scale(zero=False, nice=False, range=[alt.ExprRef("height"), strip + 6])
    y = alt.Y("value:Q", title=None, scale=below, axis=alt.Axis(tickCount=5))
    contacts = alt.Chart(alt.NamedData("contacts"))
    shade = contacts.mark_rect(opacity=0.1).encode(x=x, x2="end:Q", color=_colour())
    box = contacts.mark_rect(strokeWidth=1.4, opacity=1).encode(
        x="start:Q",
        x2="end:Q",
        y=alt.value(0),
        y2=alt.value(strip),
        fill=alt.Fill("side:N", scale=_FILL, legend=None),
        stroke=_stroke(),
        strokeDash=_dash(),
    )
    letter = contacts.mark_text(fontSize=12, fontWeight="bold").encode(
        x="middle:Q",
        y=alt.value(strip / 2 + 1),
        text="letter:N",
        color=alt.Color("letter_colour:N", scale=None, legend=None),
    )
    signal = (
        alt.Chart(alt.NamedData("signal"))
        .mark_line(strokeWidth=1.2, color=INK)
        .encode(x="time:Q", y=y, detail="channel:N")
    )
    return alt.layer(shade, signal, box, letter).properties(width=720, height=230, autosize=_FIT)


def _data(drawing: Chart) -> dict[str, list[dict[str, Any]]]:
    """The numbers of a drawing under the names that its chart uses."""
    match drawing:
        case Bands():
            rows = [
                {"side": line.side, "percent": p, "mean": m, "low": low, "high": high}
                for line in drawing.lines
                for p, m, low, high in zip(line.percent, line.mean, line.low, line.high, strict=True)
            ]
            return {"lines": rows}
        case Intervals():
            fields = ("side", "label", "value", "low", "high")
            return {"bars": [{name: getattr(bar, name) for name in fields} for bar in drawing.bars]}
        case Trace():
            return {
                "signal": [
                    {"channel": number, "time": t, "value": value}
                    for number, values in enumerate(drawing.signals)
                    for t, value in zip(drawing.time_s, values, strict=True)
                ],
                "contacts": [
                    {
                        "side": c.side,
                        "letter": c.letter,
                        "letter_colour": "#ffffff" if c.side in ("left", "both") else COLOURS[SIDES.index(c.side)],
                        "start": c.start_s,
                        "end": end,
                        "middle": (c.start_s + end) / 2,
                    }
                    for c in drawing.contacts
                    for end in [c.start_s + 0.02 if c.end_s is None else c.end_s]
                ],
            }


@cache
def _plain(definition: Callable[[Any], Layers], key: str | int) -> dict[str, Any]:
    # Checking against altair's schema is left to the tests: it costs more than drawing.
    with debug_mode(False):
        return dict(definition(key).to_dict(validate=False))


def specification(drawing: Chart) -> dict[str, Any]:
    """The chart as Vega-Lite with its data and the theme."""
    match drawing:
        case Bands():
            spec = _plain(bands, drawing.axis)
        case Trace():
            spec = _plain(trace, drawing.axis)
        case Intervals():
            ends = [{"name": "start", "value": drawing.start}, {"name": "end", "value": drawing.end}]
            spec = {**_plain(intervals, len(drawing.bars)), "params": ends}
    return {**spec, "datasets": _data(drawing), "config": THEME}
