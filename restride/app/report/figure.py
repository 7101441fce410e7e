"""The drawing of an exercise and of a cue, as SVG. Each is a file of figures/: adding one needs no code.

Lines and greys only, so that a black and white printer loses nothing: the start of the movement pale, its end in ink,
the part that works dark, the far side grey.
"""

from dataclasses import replace
from functools import cache

from msgspec import Struct

from restride.app.report.sketch import gear, surroundings, things
from restride.app.report.sketch.silhouette import Part, Tone, body, spun
from restride.app.report.sketch.skeleton import Pose, Skeleton, View, follow, skeleton
from restride.app.report.sketch.strokes import Mark, Shape, bounds, line, svg
from restride.app.report.sketch.things import Prop
from restride.core.tables import load_folder

DRAWN = things.DRAWN | gear.DRAWN | surroundings.DRAWN
"""How each kind of thing is drawn."""
WIDTH, MARGIN = 112.0, 3.0
"""Every drawing is as wide as this at least, so that bodies beside each other have one size."""


class Other(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One more body: it starts from the pose of the end. behind: drawn before the first."""

    pose: Pose
    tone: Tone = "end"
    view: View | None = None
    work: tuple[Part, ...] = ()
    behind: bool = False


class Figure(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One drawing. start: where the movement starts, None where nothing moves; end: the body in ink, None for none.

    air: nobody stands on the ground. ground: whether its line is drawn. width: the least, so that bodies have one size.
    """

    view: View = "side"
    start: Pose | None = None
    end: Pose | None = None
    work: tuple[Part, ...] = ()
    others: tuple[Other, ...] = ()
    props: tuple[Prop, ...] = ()
    air: bool = False
    ground: bool = True
    width: float = WIDTH


@cache
def figures() -> dict[str, Figure]:
    """Every drawing by name. Raises ValueError naming a file that does not hold one."""
    return load_folder("restride.app.report", "figures", Figure)


def figure(name: str, *, title: str) -> str:
    """The drawing of an exercise; name: the `figure` of its card. title: what it is called, for a screen reader.

    Raises KeyError where there is none.
    """
    return drawn(figures()[name], title=title)


def scene(cue: str, *, title: str) -> str:
    """The drawing of a cue by the cue's id. title: what it shows, in words. Raises KeyError where there is none."""
    return drawn(figures()[f"cue_{cue}"], title=title)


def drawn(found: Figure, *, title: str) -> str:
    """One drawing as a self-contained SVG of no fixed size."""
    all_marks = scenery(found)
    left, bottom, right, top = bounds(all_marks)
    spare = max(found.width - (right - left) - 2 * MARGIN, 0.0) / 2 + MARGIN
    box = (left - spare, bottom - MARGIN, right + spare, top + MARGIN)
    floor = (line((box[0] + 1, 0.0), (box[2] - 1, 0.0), width=1.3),) if found.ground else ()
    return svg((*floor, *all_marks), title=title, box=box)


def scenery(found: Figure) -> tuple[Mark, ...]:
    """What the drawing holds, from the back to the front."""
    bodies: list[tuple[bool, tuple[Mark, ...]]] = []
    for pose, tone, view, work, behind in placed(found):
        shapes = body(skeleton(pose, view), tone, work)
        bodies.append((behind, tuple(_moved(shape, pose) for shape in shapes)))
    return (
        *(mark for prop in found.props if not prop.before for mark in DRAWN[prop.kind](prop)),
        *(mark for behind, own in bodies if behind for mark in own),
        *(mark for behind, own in bodies if not behind for mark in own),
        *(mark for prop in found.props if prop.before for mark in DRAWN[prop.kind](prop)),
    )


def placed(found: Figure) -> tuple[tuple[Pose, Tone, View, tuple[Part, ...], bool], ...]:
    """The bodies of a drawing: pose, tone, view, what works, whether behind."""
    made: list[tuple[Pose, Tone, View, tuple[Part, ...], bool]] = []
    if found.end is None:
        return ()
    if found.start is not None:
        made.append((found.start, "start", found.view, (), True))
    end = follow(found.end, found.start or Pose())
    made.append((end, "end", found.view, found.work, False))
    for other in found.others:
        made.append((follow(other.pose, end), other.tone, other.view or found.view, other.work, other.behind))
    return tuple(made)


def joints(found: Figure) -> tuple[Skeleton, ...]:
    """The joints of every body, before it is turned."""
    return tuple(skeleton(pose, view) for pose, _, view, _, _ in placed(found))


def _moved(shape: Shape, pose: Pose) -> Shape:
    if not pose.turn and not pose.move:
        return shape
    return replace(shape, runs=tuple(spun(run, pose.turn or 0.0, pose.move or (0.0, 0.0)) for run in shape.runs))
