"""Which point of a pose estimator's output is which point of the body. A new estimator adds a TOML in `skeletons/`.

Places: nose, eye, ear, head, neck, shoulder, elbow, wrist, pelvis (middle of the hips), hip, knee, ankle, heel,
big_toe, small_toe. Sides are the person's own, as the estimator has them.
"""

import re
from functools import cache

from msgspec import Struct

from restride.core.recording import Side
from restride.core.tables import load_folder

Point = tuple[str, Side]
"""A place and its side; side "none" on the midline."""
OF_A_SIDE = ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "big_toe", "small_toe")
OF_NO_SIDE = ("nose", "head", "neck", "pelvis")
OTHER_NAMES = {
    "bigtoe": "big_toe", "toe": "big_toe", "footindex": "big_toe", "smalltoe": "small_toe", "littletoe": "small_toe",
    "midhip": "pelvis", "root": "pelvis", "hip": "pelvis", "hips": "pelvis", "headtop": "head",
    "tophead": "head", "thorax": "neck",
}  # fmt: skip
"""Other estimators' words, without their side and without what joins the words; a lone hip is the middle of both."""


class Skeleton(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """points: "left ankle", "nose" or "" (not used), by index. count: how many points the estimator gives."""

    title: str
    count: int
    points: tuple[str, ...]

    def known(self) -> dict[Point, int]:
        """Index of every point that is used."""
        return {_as_point(name): i for i, name in enumerate(self.points) if name}


@cache
def skeletons() -> dict[str, Skeleton]:
    """Every skeleton by its id. Raises ValueError where a table names a point that nobody knows, or too many."""
    tables = load_folder("restride.core", "skeletons", Skeleton)
    for name, table in tables.items():
        if len(table.points) > table.count or len(table.known()) != sum(map(bool, table.points)):
            raise ValueError(f"core/skeletons/{name}.toml: more points than {table.count}, or one twice")
    return tables


def by_count(count: int) -> str | None:
    """The skeleton with so many points; None where there is none."""
    return next((name for name, table in skeletons().items() if table.count == count), None)


def by_names(names: list[str]) -> dict[Point, int]:
    """Index of every point whose name can be read: `l_ankle`, `LAnkle`, `left_foot_index`, `RIGHT_HEEL`, `mid_hip`."""
    found: dict[Point, int] = {}
    for i, name in enumerate(names):
        point = _point_of(name)
        if point is not None:
            found.setdefault(point, i)
    return found


def _as_point(name: str) -> Point:
    """A point as the tables have it. Raises ValueError."""
    side, _, place = name.rpartition(" ")
    if side == "" and place in OF_NO_SIDE:
        return place, "none"
    if side in ("left", "right") and place in OF_A_SIDE:
        return place, "left" if side == "left" else "right"
    raise ValueError(f"core/skeletons: no point {name!r}")


def _point_of(name: str) -> Point | None:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", re.sub(r"^([LR])([A-Z][a-z])", r"\1 \2", name))
    words = [word for word in re.split(r"[^a-z]+", spaced.lower()) if word]
    side: Side = "none"
    for mark, meant in (("left", "left"), ("l", "left"), ("right", "right"), ("r", "right")):
        if mark in words:
            words.remove(mark)
            side = "left" if meant == "left" else "right"
            break
    joined = "".join(words)
    if side == "none":
        place = OTHER_NAMES.get(joined, joined)
        return (place, "none") if place in OF_NO_SIDE else None
    place = joined if joined in OF_A_SIDE else OTHER_NAMES.get(joined, joined)
    return (place, side) if place in OF_A_SIDE else None
