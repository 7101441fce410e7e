"""What the gate answers: what to do with the next session, why, and whom to see (schema restride/decision/1)."""

import datetime as dt
from typing import Any, Literal

from msgspec import Struct

Kind = Literal["proceed", "hold", "step_back", "pause", "refer"]
KINDS: tuple[Kind, ...] = ("proceed", "hold", "step_back", "pause", "refer")
Urgency = Literal["routine", "urgent", "same_day", "emergency"]
URGENCIES: tuple[Urgency, ...] = ("routine", "urgent", "same_day", "emergency")


class Reason(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule that fired: its id, two sentences that a runner understands, the values it read, its evidence."""

    rule: str
    text: str
    values: dict[str, Any]
    evidence: tuple[str, ...]


class Band(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The range to stay in, in the metric's unit."""

    metric: str
    low: float
    high: float


class NextSession(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the next session may be; live feedback reads this before each bout."""

    earliest: dt.date
    no_running: bool
    no_level_up: bool
    cue_off: bool
    flat: bool
    minutes: int
    target: Band | None


class Referral(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom to see, how soon, why, and what to do until then."""

    urgency: Urgency
    who: str
    why: str
    until_then: str


class Decision(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The strictest of all rules that fired. Valid until `valid_until` and never beyond the next check-in."""

    schema: Literal["restride/decision/1"] = "restride/decision/1"
    kind: Kind
    urgency: Urgency | None
    provisional: bool
    valid_until: dt.datetime
    reasons: tuple[Reason, ...]
    red_flags: tuple[str, ...]
    next_session: NextSession
    referral: Referral | None
    notices: tuple[str, ...] = ()
    rules_version: str = ""
