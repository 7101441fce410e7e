"""Furniture and what is held, stood on or leant at."""

import math
from collections.abc import Callable

from restride.app.report.sketch.strokes import (
    FAINT,
    GREY,
    INK,
    LIGHT,
    PAPER,
    Label,
    Mark,
    Shape,
    area,
    line,
    ring,
)
from restride.app.report.sketch.things import Prop, box, steps

LETTERS = 6.0
"""Height of a word that must be read on paper."""


def _chair(p: Prop) -> tuple[Mark, ...]:
    """Seen from the side, its back at `at`; flip: its back on the right."""
    x, seat, w, way = p.at[0], p.h or 26.0, p.w or 24.0, -1 if p.flip else 1
    legs = [line((x + way * a, 0), (x + way * a, seat), width=1.8, stroke=GREY) for a in (1.5, w - 1.5)]
    back = line((x + way * 1.5, seat), (x - way * 2.0, seat + 27), width=1.8, stroke=GREY)
    return *legs, back, box(min(x, x + way * w), seat - 2.6, w, 2.6)


def _wall(p: Prop) -> tuple[Mark, ...]:
    """From the side: a line with hatching behind it, on the right, or on the left with flip."""
    (x, y), h, way = p.at, p.h or 108.0, -1 if p.flip else 1
    rows = [line((x, y + r), (x + way * 4.5, y + r + 4.5), width=0.6, stroke=GREY) for r in steps(1.0, h - 4, 7.0)]
    return *rows, line((x, y), (x, y + h), width=1.5)


def _worktop(p: Prop) -> tuple[Mark, ...]:
    """A kitchen cupboard with its top; `at` is the near top corner."""
    (x, y), w = p.at, p.w or 22.0
    way = -1 if p.flip else 1
    left = min(x + way * 3, x + way * w)
    door = line((x + way * 7, y - 8), (x + way * 7, y - 16), width=1.2, stroke=GREY)
    return box(left, 0, w - 3, y - 3, FAINT, 0.7), door, box(min(x, x + way * w), y - 3, w, 3)


def _rail(p: Prop) -> tuple[Mark, ...]:
    """A rail along the way: from `at` to `to`, with posts."""
    (x, y), (x1, _) = p.at, p.to
    posts = [line((a, 0), (a, y), width=1.6, stroke=GREY) for a in (x + 4, x1 - 4)]
    return *posts, line(p.at, p.to, width=3.2, stroke=INK), line(p.at, p.to, width=1.6, stroke=LIGHT)


def _step(p: Prop) -> tuple[Mark, ...]:
    """A box with its height in words, in it or, where it is low, below it; `at` its lower left corner."""
    block = box(*p.at, p.w, p.h)
    if not p.text:
        return (block,)
    inside = p.at[1] + p.h / 2 - 0.36 * LETTERS
    return block, Label(
        (p.at[0] + p.w / 2, inside if p.h > 1.3 * LETTERS else p.at[1] - 1.4 * LETTERS), p.text, LETTERS
    )


def _band(p: Prop) -> tuple[Mark, ...]:
    """An elastic band: through the points."""
    return line(*p.points, width=2.6, stroke=INK), line(*p.points, width=1.0, stroke=LIGHT)


def _kettlebell(p: Prop) -> tuple[Mark, ...]:
    """Held at `at`, by its handle."""
    (x, y), r = p.at, p.w or 5.0
    grip = line((x - 2.6, y - 3.6), (x - 2.4, y + 0.6), (x + 2.4, y + 0.6), (x + 2.6, y - 3.6), width=1.6)
    bell = Shape((ring((x, y - 3.2 - r * 0.8), r),), fill=GREY, width=1.1)
    return grip, bell, Label((x, y - 5.0 - r * 0.8), "kg", 4.6) if p.text else bell


def _bag(p: Prop) -> tuple[Mark, ...]:
    """A weight that lies on `at`."""
    (x, y), w, h = p.at, p.w or 11.0, p.h or 7.0
    run = ((x - w / 2, y), (x + w / 2, y), (x + w / 2 - 1.2, y + h), (x - w / 2 + 1.2, y + h))
    return area(*run, fill=LIGHT, width=1.2), Label((x, y + h / 2 - 1.8), "kg", 5.0)


def _barbell(p: Prop) -> tuple[Mark, ...]:
    """From its end: a disc about `at`."""
    disc = [Shape((ring(p.at, r),), fill=f, width=1.1) for r, f in ((p.w or 8.0, LIGHT), (2.0, INK))]
    return tuple(disc)


def _towel(p: Prop) -> tuple[Mark, ...]:
    """Rolled up, from its end, lying on `at`."""
    (x, y), r = p.at, p.w or 2.4
    turns = [(0.7 * i, r * (0.85 - 0.05 * i)) for i in range(15)]
    roll = [(x + out * math.cos(turn), y + r + out * math.sin(turn)) for turn, out in turns]
    return Shape((ring((x, y + r), r),), fill=PAPER, width=1.0), line(*roll, width=0.5, smooth=True)


def _cushion(p: Prop) -> tuple[Mark, ...]:
    (x, y), w, h = p.at, p.w or 26.0, p.h or 5.0
    run = ((x - w / 2, y), (x, y), (x + w / 2, y), (x + w / 2 + 1.5, y + h / 2), (x + w / 2, y + h), (x, y + h - 1.0))
    return (area(*run, (x - w / 2, y + h), (x - w / 2 - 1.5, y + h / 2), fill=LIGHT, width=1.1, smooth=True),)


def _mat(p: Prop) -> tuple[Mark, ...]:
    (x, y), (x1, _) = p.at, p.to
    return (box(x, y - 1.8, x1 - x, 1.8, LIGHT, 0.8),)


def _mirror(p: Prop) -> tuple[Mark, ...]:
    """A tall mirror: `at` its lower left corner, w by h."""
    (x, y), w, h = p.at, p.w, p.h
    shine = [line((x + 3 + a, y + h - 12 - a), (x + 10 + a, y + h - 5 - a), width=0.7, stroke=GREY) for a in (0.0, 3.0)]
    return box(x - 2, y - 2, w + 4, h + 4, LIGHT, 1.0), box(x, y, w, h, PAPER, 0.8), *shine


def _treadmill(p: Prop) -> tuple[Mark, ...]:
    """From the front: a belt under `at`, w wide, with a console rail at each side."""
    (x, y), w = p.at, p.w
    deck = area((x - w / 2, y - 5), (x + w / 2, y - 5), (x + w / 2 - 4, y), (x - w / 2 + 4, y), fill=LIGHT)
    posts = [line((x + a, y - 4), (x + a, y + 46), width=2.2, stroke=GREY) for a in (-w / 2, w / 2)]
    return deck, *posts


DRAWN: dict[str, Callable[[Prop], tuple[Mark, ...]]] = {
    "chair": _chair,
    "wall": _wall,
    "worktop": _worktop,
    "rail": _rail,
    "step": _step,
    "band": _band,
    "kettlebell": _kettlebell,
    "bag": _bag,
    "barbell": _barbell,
    "towel": _towel,
    "cushion": _cushion,
    "mat": _mat,
    "mirror": _mirror,
    "treadmill": _treadmill,
}
