"""Small pictures inside table cells, in the colours of the page around them."""

from collections.abc import Sequence

import numpy as np

from restride.app.report.html import Html
from restride.core.recording import Array

WIDTH, HEIGHT, MARGIN = 120.0, 22.0, 3.0
BINS = 60


def sparkline(values: Array) -> Html:
    """(n, k) values as up to three lines on one scale; where there are many samples, the span of each bin."""
    shown = values[:, :3]
    seen = shown[np.isfinite(shown)]
    if not seen.size:
        return Html("")
    low, high = float(seen.min()), float(seen.max())
    scale = (HEIGHT - 2 * MARGIN) / ((high - low) or 1.0)
    lines = []
    for column in shown.T:
        points = [(x, HEIGHT - MARGIN - (v - low) * scale) for x, v in _thinned(column)]
        path = "".join(f"{'M' if new else 'L'}{x:.1f} {y:.1f}" for new, x, y in _pieces(points))
        lines.append(f'<path d="{path}"/>')
    return _svg(f'<g class="line">{"".join(lines)}</g>')


def whiskers(bars: Sequence[tuple[str, float, float]], usual: float | None = None) -> Html:
    """Points with their intervals on one scale: (side, value, half width). Left is filled, right hollow.

    The scale reaches `usual` (12 % of the mean) to each side, or as far as needed: a short line is a sure number.
    """
    centre = sum(value for _, value, _ in bars) / len(bars)
    least = 0.12 * abs(centre) if usual is None else usual
    reach = max(least, *(abs(value - centre) + 1.15 * half for _, value, half in bars)) or 1.0
    middle, scale = WIDTH / 2, (WIDTH / 2 - MARGIN) / reach
    rows = np.linspace(HEIGHT * 0.3, HEIGHT * 0.7, len(bars)) if len(bars) > 1 else [HEIGHT / 2]
    drawn = []
    for (side, value, half), y in zip(bars, rows, strict=True):
        x, arm = middle + (value - centre) * scale, half * scale
        line = f'<path d="M{x - arm:.1f} {y:.1f}H{x + arm:.1f}"/>'
        drawn.append(f'<g class="{side}">{line}<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6"/></g>')
    return _svg(f'<path class="axis" d="M{middle} 1V{HEIGHT - 1}"/>{"".join(drawn)}')


def _svg(inside: str) -> Html:
    return Html(f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" aria-hidden="true">{inside}</svg>')


def _thinned(column: Array) -> list[tuple[float, float]]:
    """x and value; lowest and highest of each bin where there are more samples than two a bin."""
    x = np.linspace(0.0, WIDTH, len(column)) if len(column) > 1 else np.array([WIDTH / 2])
    if len(column) <= 2 * BINS:
        return list(zip(x.tolist(), column.tolist(), strict=True))
    out = []
    for part, at in zip(np.array_split(column, BINS), np.linspace(0.0, WIDTH, BINS), strict=True):
        seen = part[np.isfinite(part)]
        ends = (float(seen.min()), float(seen.max())) if seen.size else (float("nan"),) * 2
        out += [(float(at), end) for end in ends]
    return out


def _pieces(points: Sequence[tuple[float, float]]) -> list[tuple[bool, float, float]]:
    """The points that are there, with whether a new piece begins at each."""
    out, new = [], True
    for x, y in points:
        if y != y:
            new = True
            continue
        out.append((new, x, y))
        new = False
    return out
