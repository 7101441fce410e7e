"""What a file becomes: channels on one clock, and what is known about how they were made."""

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from restride.core.conditions import Conditions
from restride.core.quality import Quality

Array = npt.NDArray[np.float64]
Side = Literal["left", "right", "both", "unknown", "none"]
Task = Literal["walking", "running", "standing", "unknown"]
Frame = Literal["lab", "body", "sensor", "image"]
"""lab: as the laboratory's axes lie. body: AP (forward +), V (up +), ML (right +). sensor: as the device has them.

image: x to the right, y down, in pixels of a picture.
"""

BACK_PLACES = ("sacrum", "lower_back")
"""Where a sensor on the back may sit."""
AXES_BODY = ("AP", "V", "ML")
AXES_XYZ = ("x", "y", "z")


def frozen(values: npt.ArrayLike) -> Array:
    """A read-only float64 copy of `values`, at least two-dimensional as (samples, axes)."""
    array = np.array(values, dtype=np.float64)
    if array.ndim == 1:
        array = array[:, None]
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """One quantity at one place, evenly sampled.

    values: (n, k) float64, read-only, in `unit` (SI; angles in degrees), columns named by `axes`; NaN where missing.
    The first sample lies at `start_s` on the Recording's clock; sample i at start_s + i / rate_hz. `origin`: the file
    that it came from, where a recording was put together from several.
    """

    quantity: str
    place: str
    side: Side
    frame: Frame
    unit: str
    rate_hz: float
    start_s: float
    axes: tuple[str, ...]
    values: Array
    origin: str = ""

    def __post_init__(self) -> None:
        values = self.values
        if values.ndim != 2 or values.shape[1] != len(self.axes):
            raise ValueError(f"{self.quantity}@{self.place}: values {values.shape} do not match axes {self.axes}")
        if not self.rate_hz > 0 or not np.isfinite(self.rate_hz) or not np.isfinite(self.start_s):
            raise ValueError(f"{self.quantity}@{self.place}: rate {self.rate_hz} Hz from {self.start_s} s is no clock")
        if values.flags.writeable or values.dtype != np.float64:
            object.__setattr__(self, "values", frozen(values))

    @property
    def n(self) -> int:
        """Number of samples."""
        return int(self.values.shape[0])

    @property
    def time_s(self) -> Array:
        """(n,) seconds on the Recording's clock."""
        return self.start_s + np.arange(self.n) / self.rate_hz

    @property
    def end_s(self) -> float:
        """End of the half-open interval that the channel covers."""
        return self.start_s + self.n / self.rate_hz

    def axis(self, name: str) -> Array:
        """(n,) one column by its name."""
        return self.values[:, self.axes.index(name)]

    def has(self, *names: str) -> bool:
        """Whether all of these columns are there."""
        return all(name in self.axes for name in names)

    def between(self, start_s: float, end_s: float) -> "Channel":
        """The samples that lie in [start_s, end_s), as a view; possibly none."""
        first, last = (
            math.ceil(min(max((t - self.start_s) * self.rate_hz - 1e-6, 0), self.n)) for t in (start_s, end_s)
        )
        return replace(self, start_s=self.start_s + first / self.rate_hz, values=self.values[first : max(first, last)])


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording came from; `file` is the name without its folder."""

    file: str
    sha256: str
    reader: str
    version: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event that the file itself stores, in seconds on the Recording's clock."""

    name: str
    side: Side
    time_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Channels on one clock.

    Clock: seconds of the file's own time column; else sample / rate; C3D: (frame - 1) / rate, where stored events
    lie on the same clock. `corners`: (4, 3) corners of the force plates in metres, by place. `notes`: what the reader
    met, with the metrics that it spoils.
    """

    channels: tuple[Channel, ...]
    source: Source
    task: Task = "unknown"
    conditions: Conditions = field(default_factory=Conditions)
    marks: tuple[Mark, ...] = ()
    corners: dict[str, Array] = field(default_factory=dict)
    notes: tuple[Quality, ...] = ()

    def select(self, quantity: str, place: str | None = None, side: str | None = None) -> tuple[Channel, ...]:
        """All channels of a quantity, optionally at one place or on one side, in file order."""
        return tuple(
            c for c in self.channels if c.quantity == quantity and place in (None, c.place) and side in (None, c.side)
        )

    def with_channels(self, channels: tuple[Channel, ...]) -> "Recording":
        """The same recording with other channels."""
        return replace(self, channels=channels)

    @property
    def start_s(self) -> float:
        """Where the first channel begins."""
        return min(c.start_s for c in self.channels)

    @property
    def end_s(self) -> float:
        """Where the last channel ends."""
        return max(c.end_s for c in self.channels)

    def between(self, start_s: float, end_s: float) -> "Recording":
        """What lies in [start_s, end_s) on the same clock, as views of the channels; channels without samples go."""
        cut = (c.between(start_s, end_s) for c in self.channels)
        marks = tuple(m for m in self.marks if start_s <= m.time_s < end_s)
        return replace(self, channels=tuple(c for c in cut if c.n), marks=marks)

    def shifted(self, shift_s: float) -> "Recording":
        """The same recording on a clock that starts `shift_s` later."""
        return replace(
            self,
            channels=tuple(replace(c, start_s=c.start_s + shift_s) for c in self.channels),
            marks=tuple(replace(m, time_s=m.time_s + shift_s) for m in self.marks),
        )

    def describe(self) -> str:
        """What is in it, in one short phrase for error lines: `marker x33, grf@plate_1`."""
        counts: dict[str, list[str]] = {}
        for c in self.channels:
            counts.setdefault(c.quantity, []).append(c.place)
        return (
            ", ".join(
                f"{q} x{len(p)}" if len(p) > 2 else " ".join(f"{q}@{place}" for place in p) for q, p in counts.items()
            )
            or "no channels"
        )
