"""What `assess` hands over: one JSON document, stable in order, with the versions of all that made it."""

from typing import Literal

from msgspec import Struct

from restride.core.conditions import Conditions
from restride.core.metric import Metric
from restride.core.quality import Quality


class Finding(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pattern that stands out, with what speaks for and against acting on it. Never a diagnosis.

    probability: that the true value lies past the rule's limit, from value and standard error (0 to 1).
    relevant: whether a symptom, goal or history of this person makes it worth a look; `because` says which.
    """

    rule: str
    title: str
    side: Literal["left", "right", "both", "unknown"]
    metrics: tuple[str, ...]
    probability: float
    relevant: bool
    because: str
    why: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    basis: Literal["evidence", "practice", "heuristic"]


class RecordingInfo(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which file, read how, and what was in it."""

    file: str
    part: str
    sha256: str
    reader: str
    task: Literal["walking", "running", "standing", "unknown"]
    duration_s: float
    channels: str
    conditions: Conditions


class StridesInfo(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many contacts of each side, and who found them."""

    method: str
    left: int
    right: int
    unknown: int


class RunTotals(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A bout as a whole. start: date and time as the device wrote it (RFC 3339). gait_s: seconds of the gait that was
    measured, without pauses. distance_m: the whole way; gait_distance_m: the way in that gait. None: not known."""

    start: str | None
    gait_s: float
    distance_m: float | None
    gait_distance_m: float | None


class Versions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What made this document; a stored recording is assessed again when a method's version changes."""

    restride: str
    vocabulary: str
    rules: str
    methods: dict[str, int]


class Assessment(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole answer about one recording (or several of one bout)."""

    schema: Literal["restride/assessment/1"] = "restride/assessment/1"
    versions: Versions
    recordings: tuple[RecordingInfo, ...]
    strides: StridesInfo
    metrics: tuple[Metric, ...]
    quality: tuple[Quality, ...]
    findings: tuple[Finding, ...]
    summary: str
    totals: RunTotals | None = None


EventSide = Literal["left", "right", "unknown"]


class Event(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One contact; fc_s is null where it is not known."""

    side: EventSide
    ic_s: float
    fc_s: float | None


class Events(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `events --format json` prints."""

    schema: Literal["restride/events/1"] = "restride/events/1"
    versions: Versions
    events: tuple[Event, ...]
