"""Marks of the ledger's pictures, readable in black and white.

More is hatched, less is dotted, as usual is plain grey, what cannot be compared is an open ring. Where only a direction
is known the mark is a triangle.
"""

import math
from html import escape

from restride.app.report.leg import INK, pattern
from restride.core.ledger import Share

SOFT, RULE = "#525c68", "#d5dae1"
EDGES_PERCENT = (15.0, 40.0)
"""Changes from which on hatching and dots are drawn a step denser or sparser."""
LARGEST_PERCENT, LARGEST, SMALLEST = 250.0, 16.0, 3.0
"""Radius of a mark of LARGEST_PERCENT and more; areas go with the percentages."""


def mark(share: Share | None, x: float, y: float, name: str, radius: float | None = None) -> str:
    """A share around (x, y), None for nothing to compare with. name: of the picture whose `patterns` are used.

    radius: of a circle whose size says nothing.
    """
    line = f'stroke="{INK}" stroke-width="1.5"'
    if share is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" {line} stroke-dasharray="3 2.5"/>'
    fill = f'fill="url(#{_pattern_name(name, share)})" {line}'
    if share.percent is None:
        if share.direction not in ("up", "down"):
            return f'<rect x="{x - 7:.1f}" y="{y - 4:.1f}" width="14" height="8" {fill}/>'
        tip = -9 if share.direction == "up" else 9
        return f'<path d="M{x - 9:.1f} {y - tip * 0.7:.1f}H{x + 9:.1f}L{x:.1f} {y + tip:.1f}Z" {fill}/>'
    if radius is None:
        radius = max(LARGEST * math.sqrt(min(share.percent, LARGEST_PERCENT) / LARGEST_PERCENT), SMALLEST)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {fill}/>'


def patterns(name: str) -> str:
    """What the marks of a picture are filled with."""
    each = [pattern(f"{name}-{way}{step}", way, step) for way in ("up", "down") for step in range(3)]
    return f"<defs>{''.join(each)}{pattern(f'{name}-same', 'same')}</defs>"


def _pattern_name(name: str, share: Share) -> str:
    if share.direction not in ("up", "down"):
        return f"{name}-same"
    if share.percent is None:  # a triangle is small: what fills it densest
        return f"{name}-{share.direction}{2 if share.direction == 'up' else 0}"
    return f"{name}-{share.direction}{sum(abs(share.percent - 100) > edge for edge in EDGES_PERCENT)}"


def written(words: str, x: float, y: float, *, anchor: str = "start", soft: bool = False) -> str:
    """Words at (x, y)."""
    colour = SOFT if soft else INK
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" fill="{colour}">{escape(words)}</text>'


def picture(wide: float, high: float, inside: str, alt: str) -> str:
    """One SVG element for a page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" role="img" '
        f'aria-label="{escape(alt)}" font-family="system-ui, sans-serif">{inside}</svg>'
    )
