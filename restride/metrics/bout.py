"""What every metric function is given, and what it gives back: one value a contact, or curves over stance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from restride.core.conditions import UNKNOWN, Conditions
from restride.core.markersets import MarkerSet
from restride.core.metric import Grade
from restride.core.quality import Quality
from restride.core.recording import Array, Recording
from restride.core.strides import Strides
from restride.signal.inertial import Sensor, sensors


@dataclass(frozen=True, slots=True)
class Person:
    """What of a profile enters a measurement; None is unknown."""

    mass_kg: float | None = None
    height_m: float | None = None
    leg_length_m: float | None = None
    sex: Literal["female", "male", "unknown"] = "unknown"


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

    def source(self, side: str = "both", place: str = "") -> str:
        """What a metric calls its file: that of the devices at `place` (else those of the contacts) on `side`."""
        s = self.recording.source
        whole = f"{s.file}#{s.part}" if s.part else s.file
        there = [c for c in self.recording.channels if c.origin and c.place in (place or c.place)]
        fit = [c.origin for c in there if c.side == side or side == "both" or c.side not in ("left", "right")]
        return " + ".join(dict.fromkeys(fit)) or whole

    def devices(self, place: str) -> tuple[Sensor, ...]:
        """Devices with acc and gyro at a place whose mounting is solved (body axes)."""
        return tuple(s for s in sensors(self.recording, place) if s.frame == "body")

    def rows_of(self, side: str) -> npt.NDArray[np.intp]:
        """Contacts that a device on one leg belongs to: those of its side; all of them for a side that is unknown."""
        return self.strides.where(side if side in ("left", "right") else "both")

    def clean(self) -> npt.NDArray[np.bool_]:
        """(n,) rows whose force belongs to one foot alone."""
        out = np.ones(self.strides.n, dtype=bool)
        out[list(self.crossed)] = False
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One metric before averaging: (n,) values, one a contact, NaN where it cannot be had.

    share: withheld for a side where fewer than this share of its contacts has a value. place: where the device
    sits that it was measured with, if it was one; its file is then the metric's source. se: an error that all values
    share, which their scatter does not show. apart: left and right are not seen alike, so they are not compared.
    """

    name: str
    method: str
    values: Array
    grade: Grade = "good"
    share: float = 0.0
    place: str = ""
    se: float = 0.0
    apart: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """One curve before averaging: (n, 101) values over each stance (or stride: cycle), in the unit that charts show."""

    name: str
    unit: str
    method: str
    values: Array
    grade: Grade = "good"
    over: Literal["stance", "cycle"] = "stance"
    together: bool = False
    """One curve of both sides, where a difference between them is not to be trusted."""


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What a metric function returns."""

    rows: tuple[Rows, ...] = ()
    waves: tuple[Waves, ...] = ()
    quality: tuple[Quality, ...] = ()
    conditions: Conditions | None = None
    """The bout's conditions, where this family could see more of them than the file said."""
