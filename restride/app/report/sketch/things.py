"""What a drawing names beside its bodies: the words for it in TOML, and free lines and areas."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from msgspec import Struct

from restride.app.report.sketch.strokes import (
    DARK,
    FAINT,
    GREY,
    INK,
    LIGHT,
    PAPER,
    Label,
    Mark,
    Point,
    Shape,
    area,
    arrow,
    line,
    ring,
)

Kind = Literal[
    "line", "area", "dot", "text", "arrow", "chair", "wall", "worktop", "rail", "step", "band", "kettlebell", "bag",
    "barbell", "towel", "cushion", "mat", "mirror", "treadmill", "waves", "prints", "shoe", "foot", "cat", "tree",
    "road",
]  # fmt: skip
TONES = {"ink": INK, "dark": DARK, "grey": GREY, "light": LIGHT, "faint": FAINT, "paper": PAPER}


class Prop(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing. kind: which. at: its foot, its middle or its hold. to: the other end. w, h: how wide and high.

    text: what stands on it. points, tone, edge, smooth, dashed: of a free line or area. before: drawn over the bodies.
    flip: the other way round.
    """

    kind: Kind
    at: Point = (0.0, 0.0)
    to: Point = (0.0, 0.0)
    w: float = 0.0
    h: float = 0.0
    text: str = ""
    points: tuple[Point, ...] = ()
    tone: Literal["ink", "dark", "grey", "light", "faint", "paper"] = "ink"
    edge: float = 1.0
    smooth: bool = True
    dashed: bool = False
    before: bool = False
    flip: bool = False


def steps(start: float, end: float, by: float) -> list[float]:
    """Numbers from start to end, `by` apart."""
    return [start + i * by for i in range(int((end - start) / by) + 1)]


def box(left: float, bottom: float, w: float, h: float, fill: str = LIGHT, width: float = 0.9) -> Shape:
    """A rectangle from its lower left corner."""
    corners = ((left, bottom), (left + w, bottom), (left + w, bottom + h), (left, bottom + h))
    return area(*corners, fill=fill, width=width)


def _line(p: Prop) -> tuple[Mark, ...]:
    dash = (2.4, 2.2) if p.dashed else None
    return (replace(line(*p.points, width=p.edge, stroke=TONES[p.tone], smooth=p.smooth), dash=dash),)


def _area(p: Prop) -> tuple[Mark, ...]:
    return (area(*p.points, fill=TONES[p.tone], width=p.edge, smooth=p.smooth),)


def _dot(p: Prop) -> tuple[Mark, ...]:
    """A disc; h: rings round it, as of something that beats."""
    rings = [Shape((ring(p.at, p.w + 2.6 * (i + 1)),), width=0.8, stroke=DARK) for i in range(int(p.h))]
    return *rings, Shape((ring(p.at, p.w),), fill=TONES[p.tone], width=p.edge)


def _text(p: Prop) -> tuple[Mark, ...]:
    return (Label(p.at, p.text, p.h or 6.0),)


def _arrow(p: Prop) -> tuple[Mark, ...]:
    halo = line(*p.points, width=3.0, stroke=PAPER, smooth=True)
    return halo, *arrow(p.points)


DRAWN: dict[str, Callable[[Prop], tuple[Mark, ...]]] = {
    "line": _line,
    "area": _area,
    "dot": _dot,
    "text": _text,
    "arrow": _arrow,
}
