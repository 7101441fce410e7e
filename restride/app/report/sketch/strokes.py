"""Lines and areas as runs of points, and how they become SVG. Units: hundredths of a body height, y upwards."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

Point = tuple[float, float]
Run = tuple[Point, ...]
INK, DARK, GREY, PALE = "#26303a", "#59656f", "#9aa2aa", "#a3abb2"
"""Lines; the part that works; quiet lines; the edge of the start pose."""
SHORTS, LIGHT, FAINT, PAPER = "#b9c0c6", "#d3d8dc", "#e5e9eb", "#ffffff"
"""What is worn; the far side and props; the start pose; skin."""
SCALE = 10
"""SVG units per unit: whole numbers keep a drawing small."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Runs of points drawn alike. smooth: corners are rounded, the run passes half-way between its points.

    width: of the stroke, 0 for none. dash: lengths of stroke and gap.
    """

    runs: tuple[Run, ...]
    fill: str = "none"
    stroke: str = INK
    width: float = 0.0
    smooth: bool = True
    closed: bool = True
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A short text, centred on `at`. size: height of the letters."""

    at: Point
    text: str
    size: float = 6.0


Mark = Shape | Label


def line(*points: Point, width: float = 1.0, stroke: str = INK, smooth: bool = False) -> Shape:
    """An open line through the points."""
    return Shape((points,), stroke=stroke, width=width, smooth=smooth, closed=False)


def area(*points: Point, fill: str, width: float = 0.9, stroke: str = INK, smooth: bool = False) -> Shape:
    """A closed area with an edge."""
    return Shape((points,), fill=fill, stroke=stroke, width=width, smooth=smooth)


def ring(at: Point, radius: float, squash: float = 1.0, start: float = 0.0) -> Run:
    """Points round an ellipse that a smooth run turns into one. squash: height by width. start: turn in radians."""
    reach, turns = radius / math.cos(math.pi / 8) ** 2 * 0.96, (start + i * math.pi / 4 for i in range(8))
    return tuple((at[0] + reach * math.cos(t), at[1] + squash * reach * math.sin(t)) for t in turns)


def arrow(points: Sequence[Point], *, stroke: str = INK, width: float = 1.1, head: float = 3.6) -> tuple[Shape, Shape]:
    """A line, bent where it has more than two points, with a head at its end."""
    (x0, y0), (x, y) = points[-2], points[-1]
    turn = math.atan2(y - y0, x - x0)
    back = (turn + math.pi - 0.5, turn + math.pi + 0.5)
    corners = tuple((x + head * math.cos(side), y + head * math.sin(side)) for side in back)
    neck = (x - 0.7 * head * math.cos(turn), y - 0.7 * head * math.sin(turn))
    shaft = line(*points[:-1], neck, width=width, stroke=stroke, smooth=True)
    return shaft, Shape((((x, y), *corners),), fill=stroke, stroke=stroke, width=0.4, smooth=False)


def bounds(marks: Iterable[Mark]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of all marks, strokes left out of the count."""
    points = [p for mark in marks for p in _points(mark)]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _points(mark: Mark) -> Iterable[Point]:
    if isinstance(mark, Label):
        (x, y), half = mark.at, len(mark.text) * mark.size * 0.3
        return (x - half, y - 0.2 * mark.size), (x + half, y + 0.8 * mark.size)
    return (point for run in mark.runs for point in run)


def svg(marks: Sequence[Mark], *, title: str, box: tuple[float, float, float, float]) -> str:
    """One picture. box: left, bottom, right and top of what is seen. title: what it shows, for those who do not see."""
    left, bottom, right, top = (round(edge * SCALE) for edge in box)
    name = escape(title, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {-top} {right - left} {top - bottom}" role="img" '
        f'aria-label="{name}" font-family="system-ui, sans-serif" stroke-linejoin="round" stroke-linecap="round">'
        f"<title>{name}</title>{''.join(_element(mark) for mark in marks)}</svg>"
    )


def _element(mark: Mark) -> str:
    if isinstance(mark, Label):
        x, y = _whole(mark.at)
        size = f'font-size="{mark.size * SCALE:.0f}" font-weight="600" text-anchor="middle" fill="{INK}"'
        return f'<text x="{x}" y="{y}" {size}>{escape(mark.text)}</text>'
    edge = f' stroke="{mark.stroke}" stroke-width="{mark.width * SCALE:.0f}"' if mark.width else ""
    dash = ' stroke-dasharray="{:.0f} {:.0f}"'.format(*(d * SCALE for d in mark.dash)) if mark.dash else ""
    return f'<path d="{"".join(_path(run, mark) for run in mark.runs)}" fill="{mark.fill}"{edge}{dash}/>'


def _whole(point: Point) -> tuple[int, int]:
    return round(point[0] * SCALE), -round(point[1] * SCALE)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _path(run: Run, mark: Shape) -> str:
    if mark.closed and sum(a[0] * b[1] - b[0] * a[1] for a, b in _round(run)) < 0:
        run = run[::-1]  # one way round for all, or two areas that overlap would cut a hole into each other
    if not mark.smooth or len(run) < 3:
        return _start(run[0]) + "".join(_step("l", at, to) for at, to in pairwise(run)) + "z" * mark.closed
    if mark.closed:
        ends = [_middle(a, b) for a, b in _round(run)]
        first, way = ends[-1], run
    else:
        ends = [*(_middle(a, b) for a, b in pairwise(run[1:-1])), run[-1]]
        first, way = run[0], run[1:-1]
    steps = (_step("q", at, by, to) for at, by, to in zip((first, *ends[:-1]), way, ends, strict=True))
    return _start(first) + "".join(steps) + "z" * mark.closed


def _round(run: Run) -> Iterable[tuple[Point, Point]]:
    return pairwise((*run, run[0]))


def _start(point: Point) -> str:
    return "M{} {}".format(*_whole(point))


def _step(letter: str, at: Point, *to: Point) -> str:
    """One command with numbers counted from where the last one ended."""
    x, y = _whole(at)
    numbers = [n for px, py in map(_whole, to) for n in (px - x, py - y)]
    return letter + " ".join(map(str, numbers)).replace(" -", "-")
