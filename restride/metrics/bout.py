"""What every metric function is given, and what it gives back: one value a contact, or curves over stance."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.assessment import Quality
from restride.core.conditions import UNKNOWN, Conditions
from restride.core.markersets import MarkerSet
from restride.core.metric import Grade
from restride.core.recording import Array, Recording
from restride.core.strides import Strides


@dataclass(frozen=True, slots=True)
class Person:
    """What of a profile enters a measurement; None is unknown."""

    mass_kg: float | None = None
    height_m: float | None = None
    leg_length_m: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Bout:
    """A prepared recording (body axes) with its contacts. crossed: rows whose force two feet shared."""

    recording: Recording
    standing: Recording | None
    kind: MarkerSet | None
    unfit: frozenset[tuple[str, str]]
    strides: Strides
    crossed: frozenset[int]
    person: Person
    conditions: Conditions = UNKNOWN
    said: tuple[Quality, ...] = ()
    """What preparing and detecting had to say; the metrics that these notes remove are not given."""

    @property
    def source(self) -> str:
        """What a metric calls its file."""
        s = self.recording.source
        return f"{s.file}#{s.part}" if s.part else s.file

    def clean(self) -> npt.NDArray[np.bool_]:
        """(n,) rows whose force belongs to one foot alone."""
        out = np.ones(self.strides.n, dtype=bool)
        out[list(self.crossed)] = False
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One metric before averaging: (n,) values, one a contact, NaN where it cannot be had.

    share: withheld for a side where fewer than this share of its contacts has a value.
    """

    name: str
    method: str
    values: Array
    grade: Grade = "good"
    share: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """One curve before averaging: (n, 101) values over each stance, in the unit that charts show."""

    name: str
    unit: str
    method: str
    values: Array
    grade: Grade = "good"


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What a metric function returns."""

    rows: tuple[Rows, ...] = ()
    waves: tuple[Waves, ...] = ()
    quality: tuple[Quality, ...] = ()
    conditions: Conditions | None = None
    """The bout's conditions, where this family could see more of them than the file said."""
