"""The ledger's pictures as SVG, drawn in code: a calendar of marks, a line of weeks with the usual swing, their key."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from restride.app.report.ledger_marks import RULE, mark, patterns, picture, written
from restride.app.report.ledger_words import short_day, size
from restride.app.report.leg import INK
from restride.app.report.words import Words
from restride.core.ledger import Ledger, LedgerWeek, Share
from restride.core.tradeoff import Direction, Tissue

MOST_WEEKS = 26
"""What is drawn; more would not be read."""
CELL, LEFT, TOP = 38.0, 62.0, 24.0
WIDE, HIGH, FOOT = 328.0, 190.0, 26.0
BAND = "#e3e6ea"
LEAST_TOP, MOST_TOP = 150.0, 400.0
"""The line's scale reaches from 0 to at least, and at most, so many percent."""
LANES: dict[Direction, float] = {"up": 150.0, "same": 100.0, "down": 50.0}
"""Where directions without a size are drawn."""


def calendar(answer: Ledger, tissue: Tissue, say: Words, alt: str) -> str:
    """Weeks as rows, days as columns; a mark on each day with a run. SVG."""
    mondays = [week.monday for week in answer.weeks[-MOST_WEEKS:]]
    parts = [patterns(tissue)]
    for column, letter in enumerate(say.many("ledger.letters")):
        parts.append(written(letter, LEFT + CELL * (column + 0.5), 15, anchor="middle", soft=True))
    for row, monday in enumerate(mondays):
        y = TOP + CELL * row
        parts.append(f'<path d="M0 {y:g}H{LEFT + 7 * CELL:g}" stroke="{RULE}"/>')
        parts.append(written(short_day(monday, say), 0, y + CELL / 2 + 5, soft=True))
    for day in answer.days:
        row, column = divmod((day.date - mondays[0]).days, 7)
        if row >= 0:
            share = next((s for s in day.shares if s.tissue == tissue), None)
            drawn = mark(share, LEFT + CELL * (column + 0.5), TOP + CELL * (row + 0.5), tissue)
            told = size(share, say) if share else say("ledger.key_open")
            parts.append(_named(drawn, f"{short_day(day.date, say)}: {told}"))
    return picture(LEFT + 7 * CELL, TOP + CELL * len(mondays), "".join(parts), alt)


def key(answer: Ledger, say: Words) -> str:
    """The marks that the calendars hold and what they stand for, as elements of a page."""
    shares = [s for day in answer.days for s in day.shares]
    kinds = {(s.direction, s.percent is None) for s in shares}
    made: list[tuple[str, Share | None]] = []
    ways: tuple[tuple[Direction, float], ...] = (("up", 130.0), ("same", 100.0), ("down", 70.0))
    for way, percent in ways:
        if (way, False) in kinds or (way == "same" and (way, True) in kinds):
            made.append((f"ledger.key_{way}", Share(tissue="achilles", direction=way, percent=percent)))
        if (way, True) in kinds and way != "same":
            made.append((f"ledger.key_{way}_only", Share(tissue="achilles", direction=way)))
    if not all(day.shares for day in answer.days):
        made.append(("ledger.key_open", None))
    return "".join(_key(f"key{number}", say(words), share) for number, (words, share) in enumerate(made))


def _key(name: str, words: str, share: Share | None) -> str:
    inside = patterns(name) + mark(share, 12, 12, name, radius=9)
    svg = f'<svg viewBox="0 0 24 24" aria-hidden="true" style="width:1.5rem;height:1.5rem">{inside}</svg>'
    return f'<span class="marks">{svg}{escape(words)}</span>'


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where weeks and percentages lie in the picture."""

    left: float
    step: float
    top: float

    def x(self, place: float) -> float:
        return min(max(self.left + 12 + self.step * place, self.left), WIDE)

    def y(self, percent: float) -> float:
        return 8 + (HIGH - FOOT - 8) * (1 - min(percent, self.top) / self.top)


def line(answer: Ledger, tissue: Tissue, say: Words, alt: str) -> str:
    """Weeks from left to right: a point with its 90 % range each, the usual swing behind, 100 % as a line. SVG.

    Where only directions are known there are three lanes, without swing or range.
    """
    weeks = answer.weeks[-MOST_WEEKS:]
    shares = [next((s for s in week.shares if s.tissue == tissue), None) for week in weeks]
    sized = any(s is not None and s.percent is not None for s in shares)
    ticks = _ticks(weeks, shares) if sized else {say(f"ledger.lane_{way}"): at for way, at in LANES.items()}
    left = 48.0 if sized else 62.0
    axes = _Axes(left, (WIDE - left - 24) / max(len(weeks) - 1, 1), max(ticks.values()) if sized else 200.0)
    parts = [patterns(f"line-{tissue}")]
    parts += [_band(week, place, axes) for place, week in enumerate(weeks)] if sized else []
    for words, at in ticks.items():
        usual = f'stroke="{INK}" stroke-width="1.2"' if at == 100 else f'stroke="{RULE}"'
        parts.append(f'<path d="M{left:g} {axes.y(at):.1f}H{WIDE:g}" {usual}/>')
        parts.append(written(words, left - 6, axes.y(at) + 4, anchor="end", soft=True))
    points = [(place, share) for place, share in enumerate(shares) if share is not None]
    if sized:
        path = "L".join(f"{axes.x(place):.1f} {axes.y(_at(share)):.1f}" for place, share in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{INK}" stroke-width="1.2"/>')
    parts += [_named(_point(share, place, axes), _told(share, weeks[place], say)) for place, share in points]
    for place in sorted({0, len(weeks) // 2, len(weeks) - 1}):
        anchor = "start" if place == 0 else "end" if place == len(weeks) - 1 else "middle"
        x = axes.x(place) + (-12 if anchor == "start" else 12 if anchor == "end" else 0)
        parts.append(written(short_day(weeks[place].monday, say), x, HIGH - 6, anchor=anchor, soft=True))
    return picture(WIDE, HIGH, "".join(parts), alt)


def _ticks(weeks: Sequence[LedgerWeek], shares: Sequence[Share | None]) -> dict[str, float]:
    """Percentages at which lines are drawn, by their words."""
    reach = [LEAST_TOP, *(w.band_high or 0.0 for w in weeks), *(s.high or 0.0 for s in shares if s is not None)]
    between = 50 if max(reach) <= 200 else 100
    top = between * math.ceil(min(max(reach), MOST_TOP) / between)
    return {f"{percent} %": float(percent) for percent in range(0, top + 1, between)}


def _band(week: LedgerWeek, place: int, axes: _Axes) -> str:
    if week.band_low is None or week.band_high is None:
        return ""
    first, last, high = axes.x(place - 0.5), axes.x(place + 0.5), axes.y(week.band_high)
    size = f'width="{last - first:.1f}" height="{axes.y(week.band_low) - high:.1f}"'
    return f'<rect x="{first:.1f}" y="{high:.1f}" {size} fill="{BAND}"/>'


def _point(share: Share, place: int, axes: _Axes) -> str:
    x = axes.x(place)
    bar = ""
    if share.low is not None and share.high is not None:
        bar = f'<path d="M{x:.1f} {axes.y(share.low):.1f}V{axes.y(share.high):.1f}" stroke="{INK}" stroke-width="2"/>'
    return bar + mark(share, x, axes.y(_at(share)), f"line-{share.tissue}", radius=6)


def _at(share: Share) -> float:
    return LANES[share.direction] if share.percent is None else share.percent


def _told(share: Share, week: LedgerWeek, say: Words) -> str:
    return f"{short_day(week.monday, say)}: {size(share, say)}"


def _named(drawn: str, words: str) -> str:
    """With words that appear under the pointer."""
    return f"<g><title>{escape(words)}</title>{drawn}</g>"
