"""Which label of which laboratory is which point of the body. A new laboratory adds a TOML file in `markersets/`."""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from restride.core.tables import load_folder

SIDES = ("left", "right")


class MarkerSet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Labels without their side; `label(side, name)` puts the prefix back.

    pelvis, thigh, shank, foot: markers that move as one rigid body. heel, toe: their means are the ends of the foot.
    knee, ankle: lateral and medial marker of the joint, often worn in the standing trial only.
    medial_to_lateral: two foot markers, the first nearer to the midline; tells a swap without a standing trial.
    """

    title: str
    prefix: dict[str, str]
    pelvis: tuple[str, ...]
    asis: str
    psis: str
    thigh: tuple[str, ...]
    shank: tuple[str, ...]
    foot: tuple[str, ...]
    heel: tuple[str, ...]
    toe: tuple[str, ...]
    knee: tuple[str, ...]
    ankle: tuple[str, ...]
    medial_to_lateral: tuple[str, str]

    def label(self, side: str, name: str) -> str:
        """The label as it stands in a file."""
        return self.prefix[side] + name

    def labels(self, side: str, names: Iterable[str]) -> tuple[str, ...]:
        """The labels of several points of one side."""
        return tuple(self.label(side, name) for name in names)

    def moving(self) -> frozenset[str]:
        """All labels that a running or walking trial should hold."""
        names = {*self.pelvis, *self.thigh, *self.shank, *self.foot}
        return frozenset(self.label(side, name) for side in SIDES for name in names)


@cache
def marker_sets() -> dict[str, MarkerSet]:
    """Every marker set by its id."""
    return load_folder("restride.core", "markersets", MarkerSet)


def recognise(labels: Iterable[str]) -> MarkerSet | None:
    """The marker set that most of its labels are present of; None where none has at least half."""
    present = set(labels)
    share, best = max(
        ((len(kind.moving() & present) / len(kind.moving()), name) for name, kind in marker_sets().items()),
        default=(0.0, ""),
    )
    return marker_sets()[best] if share >= 0.5 else None
