"""How recordings, contacts and assessments look in a notebook: one element with its own style, dark or light.

Everything that comes from a file is escaped where it enters a tag; nothing is fetched from anywhere.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from restride.app.notebook.svg import sparkline, whiskers
from restride.app.report import numbers
from restride.app.report.blocks import Figure
from restride.app.report.charts import COLOURS, INK, RULE
from restride.app.report.draw import for_page
from restride.app.report.html import Html, tag, text
from restride.app.report.words import sentence, words
from restride.core.assessment import Assessment
from restride.core.metric import Metric
from restride.core.quality import Quality
from restride.core.recording import Channel, Recording
from restride.core.strides import Strides

if TYPE_CHECKING:
    from restride.metrics.bout import Rows

MOST_ROWS, OF_EACH = 12, 3
"""Of channels and contacts; what is more is counted. Of many channels, so many of each quantity."""
ANGLES_DEG = 8.0
"""Bars of angles reach so far to each side, as in the report: an angle has no zero to take a percentage from."""
PIECE_S, SLOW_HZ = 5.0, 10.0
SEVERITIES = ("error", "warning", "info")
SIDES = ("left", "right", "both")


def recording(shown: Recording) -> str:
    """Where it comes from, one row a channel with a glance at it, and what the reader met."""
    source = shown.source
    name = f"{source.file}#{source.part}" if source.part else source.file
    length = max((c.end_s - c.start_s for c in shown.channels), default=0.0)
    about = [source.reader, shown.task if shown.task != "unknown" else "task not known", f"{length:.1f} s"]
    said = [f"{key} {value}" for key in shown.conditions.__struct_fields__ if (value := getattr(shown.conditions, key))]
    head = _head(name, [*about, *said], simulated="simulated" in (source.reader, shown.conditions.device))
    chosen = _some(shown.channels)
    rows = [_channel(c) for c in chosen]
    columns = ("quantity", "place", "side", "unit", "axes", "Hz", "missing", "a piece of it")
    more = len(shown.channels) - len(chosen)
    left = [tag("p", f"and {more} channels more: {shown.describe()}", class_="soft")] if more > 0 else []
    return _element(head, _table(columns, rows), left, _notes(shown.notes))


def strides(shown: Strides, values: "Sequence[Rows]") -> str:
    """The first contacts with their times, and how many values each has."""
    counted = [f"{shown.count(side)} {side}" for side in ("left", "right", "unknown") if shown.count(side)]
    head = _head(f"{shown.n} contacts", [*counted, shown.task, numbers.method_title(shown.method), shown.grade])
    times = zip(shown.side.tolist(), shown.ic_s, shown.fc_s, shown.next_ic_s, shown.steady, strict=True)
    rows = [
        (side, *("" if np.isnan(t) else f"{t:.3f}" for t in (ic, fc, after)), "" if steady else "not steady")
        for side, ic, fc, after, steady in list(times)[:MOST_ROWS]
    ]
    names = ", ".join(dict.fromkeys(numbers.title(row.name).lower() for row in values))
    left = f"{max(shown.n - MOST_ROWS, 0)} contacts more. " + (f"to_frame() has for each: {names}." if names else "")
    columns = ("side", "initial contact (s)", "final contact (s)", "next of this foot (s)", "")
    return _element(head, _table(columns, rows), tag("p", left, class_="soft"))


def assessment(shown: Assessment, drawn: str) -> str:
    """The numbers with their intervals, what stands out, what to know about the recording, and a chart.

    drawn: markup of the chart, or "".
    """
    first = shown.recordings[0]
    names = ", ".join(dict.fromkeys(f"{r.file}#{r.part}" if r.part else r.file for r in shown.recordings))
    about = [first.task if first.task != "unknown" else "task not known", *_speed(first.conditions.speed_mps)]
    found = shown.strides
    sides = {"left": found.left, "right": found.right, "of unknown side": found.unknown}
    about += [f"{count} {side}" for side, count in sides.items() if count] or ["the device's own numbers, no contacts"]
    simulated = any(note.code == "simulated" for note in shown.quality)
    rows = numbers.by_row(m for m in shown.metrics if _leads(m))
    lead = [row for row in rows if all(map(numbers.checked, row.values()))]
    lead, rest = (lead, [row for row in rows if row not in lead]) if len(lead) >= FEW_ROWS else (rows, [])
    star = [] if all(map(numbers.checked, shown.metrics)) else [STARRED]
    left = len(shown.metrics) - sum(map(len, rows))
    more = [f"{left} more (asymmetry, variation, live values) in to_frame()."] if left else []
    title = f"{len(rest)} number{'s' * (len(rest) > 1)} without an outside check yet"
    return _element(
        _head(names, about, simulated=simulated),
        _numbers(lead, rows),
        [tag("details", tag("summary", title), _numbers(rest, rows))] if rest else [],
        tag("p", " ".join(["± is half of the 95 % interval.", *star, *more]), class_="soft"),
        tag("p", tag("strong", shown.summary)),
        _notes(shown.quality),
        Html(drawn),
    )


FEW_ROWS = 4
"""Of numbers with an outside check: where there are fewer, all numbers stand together."""
STARRED = "* holds the spread of the steps only: no outside check of this number yet."


def chart(figure: Figure, svg: str) -> str:
    """A figure of the report in the colours of the page around it."""
    for ink, own in (("left", COLOURS[0]), ("right", COLOURS[1])):
        svg = svg.replace(own, f"var(--rs-{ink})")
    svg = svg.replace(INK, "currentColor").replace(RULE, "var(--rs-rule)")
    keys = [tag("span", key.text, class_=f"key {key.side}") for key in figure.keys]
    return _element(
        tag(
            "figure",
            tag("figcaption", tag("strong", figure.title), " ", keys),
            Html(for_page(svg, text(figure.picture.alt))),
            [tag("p", figure.caption, class_="soft")] if figure.caption else [],
            class_="broad" if figure.wide else "",
        )
    )


@cache
def _style() -> str:
    return resources.files("restride.app.notebook").joinpath("notebook.css").read_text(encoding="utf-8")


def _element(*inside: str | Iterable[str]) -> str:
    return str(tag("div", tag("style", Html(_style())), *inside, class_="restride"))


def _head(name: str, about: Iterable[str], *, simulated: bool = False) -> Html:
    mark = [tag("span", "SIMULATED", class_="mark")] if simulated else []
    return tag("p", tag("strong", name), " ", mark, " ", tag("span", ", ".join(about), class_="soft"))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], number: Sequence[int] = ()) -> Html:
    kinds = ["n" if i in number else "" for i in range(len(columns))]
    head = tag("tr", (tag("th", name, class_=kind) for name, kind in zip(columns, kinds, strict=True)))
    body = (tag("tr", (tag("td", c, class_=kind) for c, kind in zip(row, kinds, strict=True))) for row in rows)
    return tag("div", tag("table", tag("thead", head), tag("tbody", body)), class_="wide")


def _some(channels: Sequence[Channel]) -> list[Channel]:
    """All of a few channels; of many, the first of each quantity."""
    if len(channels) <= MOST_ROWS:
        return list(channels)
    kept: dict[str, list[Channel]] = {}
    for channel in channels:
        kept.setdefault(channel.quantity, []).append(channel)
    return [channel for own in kept.values() for channel in own[:OF_EACH]][:MOST_ROWS]


def _channel(channel: Channel) -> tuple[str, ...]:
    missing = float(np.isnan(channel.values).mean()) if channel.values.size else 1.0
    return (
        channel.quantity,
        f"{channel.place} ({channel.origin})" if channel.origin else channel.place,
        channel.side if channel.side in ("left", "right", "unknown") else "",
        channel.unit,
        " ".join(channel.axes) if channel.axes != ("value",) else "",
        f"{channel.rate_hz:g}",
        ("<0.1%" if missing < 0.0005 else f"{missing:.1%}") if missing else "",
        sparkline(_piece(channel)),
    )


def _piece(channel: Channel) -> np.ndarray:
    """Five seconds from the middle; all of what says one value a second."""
    if channel.rate_hz <= SLOW_HZ:
        return channel.values
    middle = (channel.start_s + channel.end_s) / 2
    return channel.between(middle - PIECE_S / 2, middle + PIECE_S / 2).values


def _leads(metric: Metric) -> bool:
    return numbers.origins()[metric.name].kind == "base" and not numbers.is_live(metric)


def _numbers(rows: Sequence[dict[str, Metric]], among: Sequence[dict[str, Metric]]) -> Html:
    """One row a metric; columns of sides only where a side is told. `among`: all rows that are shown."""
    sided = any({"left", "right"} & set(row) for row in rows)
    cells = [_metric(row, several=_several(among, row)) for row in rows]
    if sided:
        return _table(("", *SIDES, "95 %", "n", "trust"), cells, number=(1, 2, 3, 5))
    return _table(("", "value", "95 %", "n", "trust"), [(c[0], *c[3:]) for c in cells], number=(1, 3))


def _several(rows: Sequence[dict[str, Metric]], row: dict[str, Metric]) -> bool:
    """Whether the name alone would not tell this row from another."""
    name = next(iter(row.values())).name
    return sum(next(iter(other.values())).name == name for other in rows) > 1


def _metric(row: dict[str, Metric], *, several: bool) -> tuple[str, ...]:
    first = next(iter(row.values()))
    write = numbers.style(first.name)
    unit = "" if write.unit == "1" else f" ({words('en').unit(write.unit)})"
    method = f", {numbers.method_title(first.method)}" if several else ""
    sided: list[str] = [side for side in ("left", "right") if side in row] or [*row]
    bars = [(side, row[side].value, numbers.half_width(row[side])) for side in sided]
    grades = dict.fromkeys(m.grade for m in row.values())
    return (
        f"{numbers.title(first.name)}{unit}{method}",
        _cell(row.get("left")),
        _cell(row.get("right")),
        _cell(row.get("both") or row.get("unknown")),
        whiskers(bars, ANGLES_DEG if first.unit == "deg" else None),
        "+".join(str(row[side].n) for side in sided),
        "/".join(grades),
    )


def _cell(metric: Metric | None) -> Html:
    if metric is None:
        return Html("")
    write = numbers.style(metric.name)
    star = "" if numbers.checked(metric) else numbers.STAR
    doubt = f"\N{NO-BREAK SPACE}± {write.spread(numbers.half_width(metric))}{star}"
    return Html(f"{text(write.text(metric.value))}{tag('span', doubt, class_='soft')}")


def _speed(speed_mps: float | None) -> list[str]:
    return [] if speed_mps is None else [f"{speed_mps:.2f} m/s"]


def _notes(notes: Sequence[Quality]) -> list[Html]:
    """What to know about the recording, the worst first, with what each note cost."""
    if not notes:
        return []
    ranked = sorted(notes, key=lambda note: SEVERITIES.index(note.severity))
    lines = [tag("li", sentence(note.message), _removed(note), class_=note.severity) for note in ranked]
    warned = sum(note.severity != "info" for note in notes)
    title = f"What to know about the recording: {len(notes)} note{'s' * (len(notes) > 1)}"
    title += f", {warned} of them warning{'s' * (warned > 1)}" if warned else ""
    return [tag("details", tag("summary", title), tag("ul", lines), open="open" if warned else "")]


def _removed(note: Quality) -> list[Html]:
    origins = numbers.origins()
    names = dict.fromkeys(numbers.title(origins[n].base if n in origins else n) for n in note.removes)
    return [tag("span", f" Left out: {', '.join(names)}.", class_="soft")] if names else []
