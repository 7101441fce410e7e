"""What is to be drawn, as plain numbers in the units shown; `charts` knows how."""

from typing import Literal

from msgspec import Struct

Side = Literal["left", "right", "both", "unknown"]


class Line(Struct, frozen=True, kw_only=True):
    """Mean and spread of one side over 0 to 100 %; low and high are mean minus and plus one SD."""

    side: Side
    percent: tuple[float, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


class Bands(Struct, frozen=True, kw_only=True, tag="bands"):
    """A quantity over stance or stride, one line a side."""

    lines: tuple[Line, ...]
    axis: str


class Bar(Struct, frozen=True, kw_only=True):
    """A value with its interval."""

    side: Side
    label: str
    value: float
    low: float
    high: float


class Intervals(Struct, frozen=True, kw_only=True, tag="intervals"):
    """One row a side on a common scale from `start` to `end`."""

    bars: tuple[Bar, ...]
    start: float
    end: float


class Contact(Struct, frozen=True, kw_only=True):
    """A contact in the piece shown; `end_s` is None where it is not known."""

    side: Side
    letter: str
    start_s: float
    end_s: float | None


class Trace(Struct, frozen=True, kw_only=True, tag="trace"):
    """A piece of signal as it was recorded. signals: one run of values a channel, None where missing."""

    time_s: tuple[float, ...]
    signals: tuple[tuple[float | None, ...], ...]
    contacts: tuple[Contact, ...]
    axis: str


class Structure(Struct, frozen=True, kw_only=True):
    """A load of the leg in words. direction: up, down, same, unknown, or "" where it is compared with nothing."""

    tissue: str
    title: str
    text: str
    direction: str


class Leg(Struct, frozen=True, kw_only=True, tag="leg"):
    """A leg from the side with its loads."""

    structures: tuple[Structure, ...]


Chart = Bands | Intervals | Trace
"""What `charts` draws."""
Drawing = Chart | Leg


class Picture(Struct, frozen=True, kw_only=True):
    """A drawing with its name (an anchor) and what it shows in words."""

    name: str
    alt: str
    drawing: Drawing
