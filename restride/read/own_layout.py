"""What stands in `recording.json` of restride's own recording, as tables that refuse what they do not know."""

from typing import Literal

from msgspec import Struct

from restride.core.conditions import Conditions
from restride.core.quality import Quality
from restride.core.recording import Frame, Mark, Side, Source, Task
from restride.core.units import IN_MEMORY

SCHEMA = "restride/recording/1"
JSON = "recording.json"
MOST_JSON_BYTES = 64 << 20
RATE_HZ = (1e-6, 1e7)
LONGEST_S = 1e12


class StoredSource(Struct, frozen=True, forbid_unknown_fields=True):
    """`Source`, strictly."""

    file: str
    sha256: str
    reader: str
    version: str
    part: str

    @classmethod
    def of(cls, source: Source) -> "StoredSource":
        """The same as a table."""
        return cls(source.file, source.sha256, source.reader, source.version, source.part)

    def source(self) -> Source:
        """The same as a noun."""
        return Source(self.file, self.sha256, self.reader, self.version, self.part)


class StoredMark(Struct, frozen=True, forbid_unknown_fields=True):
    """`Mark`, strictly."""

    name: str
    side: Side
    time_s: float

    def mark(self) -> Mark:
        """The same as a noun."""
        return Mark(self.name, self.side, self.time_s)


class StoredChannel(Struct, frozen=True, forbid_unknown_fields=True):
    """`Channel` without its values, which stand in `member`, `samples` rows of one column an axis."""

    member: str
    samples: int
    quantity: str
    place: str
    side: Side
    frame: Frame
    unit: str
    rate_hz: float
    start_s: float
    axes: tuple[str, ...]
    origin: str


class Description(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole of `recording.json`. corners: the member of each place."""

    schema: Literal["restride/recording/1"]
    source: StoredSource
    task: Task
    conditions: Conditions
    channels: tuple[StoredChannel, ...]
    marks: tuple[StoredMark, ...]
    corners: dict[str, str]
    notes: tuple[Quality, ...]


def wrong(told: Description) -> str:
    """What cannot be in such a description, in a few words; "" where all is well."""
    members = [c.member for c in told.channels] + list(told.corners.values())
    if len(set(members)) < len(members):
        return "two arrays in one member"
    for c in told.channels:
        if not RATE_HZ[0] <= c.rate_hz <= RATE_HZ[1] or not abs(c.start_s) <= LONGEST_S:
            return f"a rate of {c.rate_hz:g} Hz from {c.start_s:g} s"
        if c.unit not in IN_MEMORY and c.quantity != "analog":
            return f"{c.quantity[:40]} in {c.unit[:40]!r}"
        if not c.axes or len(set(c.axes)) < len(c.axes) or c.samples < 0:
            return f"{c.samples} samples of {len(c.axes)} axes"
    names = [told.source.file, told.source.sha256, told.source.reader, told.source.version, told.source.part]
    names += [name for c in told.channels for name in (c.quantity, c.place, c.unit, c.origin, *c.axes)]
    names += [*told.corners, *(mark.name for mark in told.marks), *(note.message for note in told.notes)]
    names += [metric for note in told.notes for metric in note.removes]
    names += [
        value for name in Conditions.__struct_fields__ if isinstance(value := getattr(told.conditions, name), str)
    ]
    if not all(name.isprintable() for name in names):
        return "a name that cannot be printed"
    return ""
