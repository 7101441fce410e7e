"""The lines of a person's log, as CLINICAL's contract has them. What is absent was not asked: never "no"."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from restride.core.profile import BodySide, Place

YesNo = Literal["yes", "no", "not_asked"]
Sure = Literal["yes", "no", "not_sure", "not_asked"]
Score = Annotated[int, Meta(ge=0, le=10)]
Code = Literal[
    "R1", "R2", "R3", "R3b", "R4", "R5", "R6", "R6b", "R7", "R8", "R8f", "R9", "R9x", "R10", "R11", "R12", "R13",
    "R14", "R14h", "R15", "R16", "R16l", "R17", "R18", "R19", "R20",
]  # fmt: skip
Screen = Literal[Code, "S1", "S2"]
Soreness = Literal["none", "warm_up_only", "warm_up_persists", "during", "next_day"]
Illness = Literal["none", "head_cold", "fever_chest_or_whole_body"]
Painkiller = Literal["none", "paracetamol", "nsaid", "other"]
Amount = Literal["none", "a_little", "clearly", "very"]
Allows = Literal["walking", "run_walk", "running", "impact", "competition"]


class Pain(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Pain at one place and side; null is not rated."""

    place: Place
    side: BodySide
    before: Score | None = None
    worst: Score | None = None
    after_60min: Score | None = None
    next_morning: Score | None = None
    at_rest: YesNo = "not_asked"
    at_night: YesNo = "not_asked"
    one_spot: YesNo = "not_asked"
    hop: YesNo = "not_asked"
    length_cm: float | None = None


class Swelling(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Swelling of one joint or limb."""

    place: Place
    side: BodySide
    amount: Amount
    fast: YesNo = "not_asked"


class SafetyScreen(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which questions were asked, and which were answered yes; S1 and S2 stand for a whole screen."""

    version: int = 1
    asked: tuple[Screen, ...] = ()
    yes: tuple[Screen, ...] = ()


class CheckIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="checkin"):
    """One session and how it felt."""

    id: str
    occurred_at: dt.datetime
    supersedes: str | None = None
    recorded_at: dt.datetime | None = None
    planned_session: int | None = None
    activity: Literal["running", "walking", "rest", "other"] = "other"
    completed_fraction: Annotated[float, Meta(ge=0, le=10)] | None = None
    stopped_because: Literal["none", "pain", "tired", "time", "unsafe", "ill", "other"] = "none"
    effort_cr10: Annotated[float, Meta(ge=0, le=10)] | None = None
    moving_min: Annotated[float, Meta(ge=0, le=2880)] | None = None
    distance_km: Annotated[float, Meta(ge=0, le=500)] | None = None
    pain: tuple[Pain, ...] | None = None
    pain_elsewhere: YesNo = "not_asked"
    swelling: tuple[Swelling, ...] | None = None
    soreness: tuple[Soreness, ...] | None = None
    limp: YesNo = "not_asked"
    gave_way_or_locked: YesNo = "not_asked"
    fall: YesNo = "not_asked"
    near_fall: YesNo = "not_asked"
    hit_head: YesNo = "not_asked"
    ill: Illness | Literal["not_asked"] = "not_asked"
    pain_medicine_24h: Painkiller | Literal["not_asked"] = "not_asked"
    pelvic: YesNo = "not_asked"
    safety_screen: SafetyScreen | None = None
    awkward_0_10: Score | None = None
    confidence_next_0_10: Score | None = None


class MorningPain(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One place the morning after."""

    place: Place
    side: BodySide
    score: Score | None


class Morning(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="morning"):
    """The morning after the session `of`."""

    id: str
    of: str
    recorded_at: dt.datetime
    pain: tuple[MorningPain, ...] = ()
    stiff_min: Annotated[float, Meta(ge=0, le=1440)] | None = None
    pain_medicine_24h: Painkiller | Literal["not_asked"] = "not_asked"


Question = Literal[Screen, "W1", "W2", "new_medicine", "new_operation", "new_injury"]


class Weekly(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="weekly"):
    """The weekly questions."""

    id: str
    recorded_at: dt.datetime
    answers: dict[Question, Sure]


class Monthly(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="monthly"):
    """The monthly questions."""

    id: str
    recorded_at: dt.datetime
    answers: dict[Question, Sure]


class ClearanceLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="clearance"):
    """A clinician's act; `side` null only where the flag has no side. date: a day, or a moment (RFC 3339)."""

    id: str
    of: str
    by: str
    profession: str
    date: str
    side: BodySide | UnsetType | None = UNSET
    registration: str = ""
    verified: Literal["signed", "attested"] = "attested"
    expires: dt.date | None = None
    allows: Allows
    note: str = ""
    recorded_at: dt.datetime | None = None

    @property
    def day(self) -> dt.date:
        """The day that it was given on; raises ValueError for a word that is none."""
        return dt.date.fromisoformat(self.date[:10])

    @property
    def moment(self) -> dt.datetime | None:
        """The moment that it was given at, where `date` tells one; raises ValueError without a time zone."""
        if len(self.date) == 10:
            return None
        when = dt.datetime.fromisoformat(self.date)
        if when.tzinfo is None:
            raise ValueError(f"date {self.date} of a clearance has no time zone")
        return when


class Delete(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="delete"):
    """Takes a line out of sight; it stays in the audit, and a flag survives it."""

    of: str
    recorded_at: dt.datetime
    id: str = ""


Line = CheckIn | Morning | Weekly | Monthly | ClearanceLine | Delete
