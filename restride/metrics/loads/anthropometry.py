"""Mass, centre and inertia of foot, shank and thigh (de Leva 1996, J Biomech 29:1223).

We differ: where the sex is not known the mean of both tables is taken. Means of young adults: not valid for children,
after the loss of a limb, or far from usual body shapes.
"""

from functools import cache
from typing import Literal

import numpy as np
from msgspec import Struct

from restride.core.recording import Array
from restride.core.tables import load_folder

Sex = Literal["female", "male", "unknown"]
Segment = Literal["foot", "shank", "thigh"]


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One segment: share of body mass, centre as a share of the length from the proximal end (foot: from the heel).

    radii: of gyration over the length, about the front-back, the side-side and the lengthwise axis.
    """

    mass: float
    com: float
    radii: tuple[float, float, float]

    def mass_kg(self, body_kg: float) -> float:
        """Mass of the segment of one leg."""
        return self.mass * body_kg

    def inertia(self, body_kg: float, length_m: float) -> Array:
        """(3,) kg m2 about the segment's own centre: front-back, side-side, lengthwise."""
        return np.asarray(self.mass_kg(body_kg) * (np.array(self.radii) * length_m) ** 2)


@cache
def shapes(sex: Sex) -> dict[Segment, Shape]:
    """Foot, shank and thigh of a woman, a man, or the mean of both."""
    tables = load_folder("restride.metrics.loads", "anthropometry", dict[Segment, Shape])
    if sex != "unknown":
        return tables[sex]
    return {name: _between(shape, tables["male"][name]) for name, shape in tables["female"].items()}


def _between(a: Shape, b: Shape) -> Shape:
    front, side, length = ((x + y) / 2 for x, y in zip(a.radii, b.radii, strict=True))
    return Shape(mass=(a.mass + b.mass) / 2, com=(a.com + b.com) / 2, radii=(front, side, length))
