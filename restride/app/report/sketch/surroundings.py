"""Ground, feet, sounds and what lives beside the way."""

import math
from collections.abc import Callable

from restride.app.report.sketch.silhouette import foot, spun
from restride.app.report.sketch.skeleton import Limb, sole
from restride.app.report.sketch.strokes import DARK, FAINT, GREY, INK, LIGHT, PAPER, Mark, Shape, area, line, ring
from restride.app.report.sketch.things import TONES, Prop, steps


def _waves(p: Prop) -> tuple[Mark, ...]:
    """Small waves of sound that leave `at`, to the left and to the right; w: the size of the first, h: how many."""
    drawn = []
    for i in range(int(p.h or 2)):
        r = (p.w or 3.0) + 2.6 * i
        for way in (-1, 1):
            arc = [(p.at[0] + way * r * math.cos(t), p.at[1] + r * math.sin(t)) for t in (0.05, 0.4, 0.75, 1.1)]
            drawn.append(line(*arc, width=0.9, stroke=DARK, smooth=True))
    return tuple(drawn)


def _prints(p: Prop) -> tuple[Mark, ...]:
    """Footprints along the ground from `at`, every `w`, up to `to`; left and right in turn, seen aslant."""
    xs = steps(p.at[0], p.to[0], p.w)
    fill = TONES[p.tone]
    soles = []
    for i, x in enumerate(xs):
        y = p.at[1] + (0.0 if i % 2 else -4.2)
        soles += [Shape((ring((x, y), 3.6, 0.4),), fill=fill), Shape((ring((x - 5.0, y), 1.9, 0.6),), fill=fill)]
    return tuple(soles)


def _shoe(p: Prop) -> tuple[Mark, ...]:
    """A shoe from above, `at` its heel, toes up the page, turned to the left by h degrees; flip: a right one."""
    way, (x, y) = -1 if p.flip else 1, p.at
    under = ((-5, 0), (5, 0), (6, 10), (5, 18), (7.5, 28), (7, 40), (1.5, 45), (-5, 42), (-8, 32), (-6, 18), (-6, 8))
    collar = ((-3.6, 4), (3.6, 4), (4, 12), (3, 19), (-3, 19), (-4, 12))
    laces = [((-3.4, r), (3.4, r)) for r in (22.0, 25.5, 29.0)]
    turned = [spun(((way * a, b) for a, b in run), p.h, (x, y)) for run in (under, collar, *laces)]
    strings = [line(*run, width=0.9) for run in turned[2:]]
    return Shape((turned[0],), fill=PAPER, width=1.6), Shape((turned[1],), fill=LIGHT, width=1.0), *strings


def _foot(p: Prop) -> tuple[Mark, ...]:
    """A foot from the side, flat place `at`, h: its pitch; w: how many times as large as the body's."""
    end, size = sole((0.0, 0.0), p.h), p.w or 1.0
    run = tuple((p.at[0] + size * x, p.at[1] + size * y) for x, y in foot(Limb(end, end, end, p.h)))
    return (Shape((run,), fill=TONES[p.tone], width=p.edge, stroke=GREY if p.tone == "faint" else INK),)


def _cat(p: Prop) -> tuple[Mark, ...]:
    """Asleep, curled up on `at`."""
    back = ((-13, 0), (13, 0), (15, 5), (11, 11), (2, 13), (-8, 11), (-14, 6))
    head = ((-13, 0.5), (-5, 0.5), (-3, 5), (-4.6, 10), (-6.6, 8), (-10.6, 8), (-13, 10), (-15, 5))
    lids = (((-12.6, 4.4), (-11.6, 3.6), (-10.6, 4.4)), ((-8, 4.4), (-7, 3.6), (-6, 4.4)))
    tail = ((13, 2), (17, 1), (13, -1), (2, 1.6), (-1, 2.4))
    return (
        Shape((spun(back, 0, p.at),), fill=DARK, width=0.9),
        Shape((spun(head, 0, p.at),), fill=DARK, stroke=PAPER, width=0.9),
        Shape(tuple(spun(lid, 0, p.at) for lid in lids), stroke=PAPER, width=0.8, closed=False),
        line(*spun(tail, 0, p.at), width=2.4, smooth=True),
    )


def _tree(p: Prop) -> tuple[Mark, ...]:
    """On `at`, h high."""
    (x, y), h = p.at, p.h
    trunk = area((x - 2.6, y), (x + 2.6, y), (x + 1.8, y + h * 0.5), (x - 1.8, y + h * 0.5), fill=GREY)
    crown = [(0.0, 0.34), (0.19, 0.3), (0.25, 0.5), (0.2, 0.62), (0.2, 0.84), (0.05, 1.0), (-0.08, 1.0), (-0.21, 0.85)]
    leaves = tuple((x + a * h, y + b * h) for a, b in (*crown, (-0.21, 0.62), (-0.26, 0.48), (-0.18, 0.3)))
    return trunk, Shape((leaves,), fill=LIGHT, width=1.1)


def _road(p: Prop) -> tuple[Mark, ...]:
    """A road that runs away from who looks, from `at` (its near edge) w wide up to a height of h."""
    (x, y), near, far = p.at, p.w / 2, p.w / 5
    sides = [((x + s * near, y), (x + s * far, y + p.h)) for s in (-1, 1)]
    return area(*sides[0], *sides[1][::-1], fill=FAINT, width=0), *(line(*side, width=1.3) for side in sides)


DRAWN: dict[str, Callable[[Prop], tuple[Mark, ...]]] = {
    "waves": _waves,
    "prints": _prints,
    "shoe": _shoe,
    "foot": _foot,
    "cat": _cat,
    "tree": _tree,
    "road": _road,
}
