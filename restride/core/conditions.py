"""Under what conditions a number was measured: numbers are compared only under like conditions."""

from typing import Literal

from msgspec import Struct


class Conditions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """None means unknown. `grade` is the slope in percent, uphill positive."""

    speed_mps: float | None = None
    grade: float | None = None
    surface: str | None = None
    shoe: str | None = None
    mode: Literal["treadmill", "overground"] | None = None
    device: str | None = None
    cued: bool | None = None
    fatigued: bool | None = None


UNKNOWN = Conditions()
