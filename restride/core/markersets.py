"""Which label of which laboratory is which point of the body. A new laboratory adds a TOML file in `markersets/`.

Labels are compared without the subject's name before a colon, without what joins their parts and without regard to
case: `Somebody:R_HEEL`, `R.Heel` and `rheel` are one label. What else laboratories call a point stands in `others`.
"""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from restride.core.tables import load_folder

SIDES = ("left", "right")
LEAST_SHARE = 0.5
"""Of a set's labels at least this share must be in a recording for it to be of that set."""


class MarkerSet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Labels without their side; `label(side, name)` puts the prefix back. What a set lacks is left empty.

    pelvis, thigh, shank, foot: markers that move as one rigid body. heel, toe: their means are the ends of the foot.
    toe_at: where the mean of the toe markers lies along the foot, as a share of its length from the heel (a heuristic;
    the heads of the metatarsals where a set does not say). forefoot: markers whose mean lies ahead of the heel on the
    foot's line, over the second or third metatarsal head.
    hip, knee, ankle: markers whose mean is the joint (lateral and medial, or a computed centre), often worn in the
    standing trial only. medial_to_lateral: two foot markers, the first nearer to the midline; tells a swap without a
    standing trial. shoulder: of one side. On the midline, without a side: sacrum (stands in for psis), neck (C7), back
    (T10), clavicle (jugular notch), sternum (xiphoid). others: a name -> what else files call it.
    """

    title: str
    prefix: dict[str, str]
    pelvis: tuple[str, ...] = ()
    sacrum: tuple[str, ...] = ()
    asis: str = ""
    psis: str = ""
    thigh: tuple[str, ...] = ()
    shank: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    heel: tuple[str, ...] = ()
    toe: tuple[str, ...] = ()
    toe_at: float = 0.73
    forefoot: tuple[str, ...] = ()
    hip: tuple[str, ...] = ()
    knee: tuple[str, ...] = ()
    ankle: tuple[str, ...] = ()
    medial_to_lateral: tuple[str, ...] = ()
    shoulder: tuple[str, ...] = ()
    neck: str = ""
    back: str = ""
    clavicle: str = ""
    sternum: str = ""
    others: dict[str, tuple[str, ...]] = {}

    def label(self, side: str, name: str) -> str:
        """The label with its side; "" for a point that the set lacks."""
        return self.prefix[side] + name if name else ""

    def labels(self, side: str, names: Iterable[str]) -> tuple[str, ...]:
        """The labels of several points of one side."""
        return tuple(self.label(side, name) for name in names)

    def both(self, names: Iterable[str]) -> tuple[str, ...]:
        """The labels of several points of both sides, the left ones first."""
        return tuple(self.label(side, name) for side in SIDES for name in names)

    def whole_pelvis(self) -> tuple[str, ...]:
        """Every marker of the pelvis, also those on the midline."""
        return (*self.both(self.pelvis), *self.sacrum)

    def moving(self) -> frozenset[str]:
        """All labels that a running or walking trial should hold."""
        return frozenset(self.both((*self.pelvis, *self.thigh, *self.shank, *self.foot)))

    def named(self, labels: Iterable[str]) -> dict[str, str]:
        """Label of a file -> label of this set, for those that are one; no label of the set comes twice.

        A label that is written as here goes before one that is spelt otherwise, and that before another name.
        """
        free = dict.fromkeys(labels)
        found = {label: label for label in self._known() if label in free}
        own = {_plain(label): label for label in self._known()}
        other = {_plain(there): here for here, names in self._others() for there in names}
        for table in (own, other):
            for label in free:
                here = table.get(_plain(label))
                if here is not None and label not in found and here not in found.values():
                    found[label] = here
        return found

    def _sided(self) -> tuple[str, ...]:
        bodies = (self.pelvis, self.thigh, self.shank, self.foot)
        points = (self.heel, self.toe, self.forefoot, self.hip, self.knee, self.ankle, self.shoulder)
        return tuple(dict.fromkeys(name for group in (*bodies, *points) for name in group))

    def _known(self) -> tuple[str, ...]:
        middle = (*self.sacrum, self.neck, self.back, self.clavicle, self.sternum)
        return (*self.both(self._sided()), *(name for name in middle if name))

    def _others(self) -> list[tuple[str, tuple[str, ...]]]:
        """Label -> other labels, of the side that it is of."""
        sided = self._sided()
        pairs = []
        for name, names in self.others.items():
            if name in sided:
                pairs += [(self.label(side, name), self.labels(side, names)) for side in SIDES]
            else:
                pairs.append((name, names))
        return pairs


@cache
def marker_sets() -> dict[str, MarkerSet]:
    """Every marker set by its id."""
    return load_folder("restride.core", "markersets", MarkerSet)


def recognise(labels: Iterable[str]) -> MarkerSet | None:
    """The set that knows most of these labels, of those that at least half of what moves is there of; None for none."""
    present, best = tuple(labels), (0, 0.0)
    chosen = None
    for kind in marker_sets().values():
        here = set(kind.named(present).values())
        moving = kind.moving()
        share = len(moving & here) / len(moving)
        if share >= LEAST_SHARE and (len(here), share) > best:
            chosen, best = kind, (len(here), share)
    return chosen


def _plain(label: str) -> str:
    return "".join(letter for letter in label.rpartition(":")[2].casefold() if letter.isalnum())
