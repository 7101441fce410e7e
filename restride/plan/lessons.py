"""What people read and do around a plan, as data: education pages and routines; and what may not be said to whom."""

from functools import cache
from typing import Literal

from msgspec import Struct

from restride.core.plan import Basis, Line, Side, Text
from restride.core.profile import Activity, InjuryKind, Place
from restride.core.tables import load_folder
from restride.plan.knowledge import Review, When

OWN_NUMBERS = frozenset(
    {"cadence", "cadence_low", "cadence_high", "knee_step", "knee_km", "calf_step", "gate", "longest_min", "emergency"}
)
"""Places that a page fills in for one person: step rate now and its band, what that does to the load behind the kneecap
and on the calf (with the sign in words), the pain gate, the longest run of 30 days, the emergency number."""


class Education(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One short page. lines: its sentences, each with its reason; sides: what is contested about it.

    own: the places in braces that the person's own numbers fill; without them `own_lines` is left out. kinds: injuries
    that it is for; empty is everybody. order: where it stands among pages.
    """

    title: Text
    order: int
    activity: tuple[Activity, ...] = ("running", "walking")
    kinds: tuple[InjuryKind, ...] = ()
    lines: tuple[Line, ...]
    own_lines: tuple[Line, ...] = ()
    own: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    review: Review = "pending"


class Step(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing to do, in order. exercise: its id, where it is one. cue: {cue} in the text is the plan's cue;
    without_cue: what is said where the plan has none."""

    text: Text
    seconds: int
    exercise: str = ""
    cue: bool = False
    without_cue: Text = {}


class Routine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A warm-up or cooldown of three to six minutes. kinds: injuries that it is made for; empty is nobody's own."""

    title: Text
    when: Literal["warm_up", "cooldown"]
    activity: Activity
    kinds: tuple[InjuryKind, ...] = ()
    not_for: tuple[InjuryKind, ...] = ()
    older: bool = False
    steps: tuple[Step, ...]
    basis: Basis
    evidence: tuple[str, ...] = ()
    review: Review = "pending"


class TissueCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A tissue and the injuries of it. kinds: those that more load on it may stir up; places: where it is felt."""

    title: Text
    kinds: tuple[InjuryKind, ...] = ()
    places: tuple[Place, ...] = ()


class Unsaid(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that no cue may say to somebody: all people, or those with an injury or in a state. Beginnings of words."""

    why: str
    activity: tuple[Activity, ...] = ("running", "walking")
    everybody: bool = False
    kinds: tuple[InjuryKind, ...] = ()
    states: tuple[When, ...] = ()
    words: dict[str, tuple[str, ...]]


@cache
def education() -> dict[str, Education]:
    """Every page by its id."""
    return load_folder("restride.plan", "education", Education)


@cache
def routines() -> dict[str, Routine]:
    """Every warm-up and cooldown by its id."""
    return load_folder("restride.plan", "routines", Routine)


@cache
def tissues() -> dict[str, TissueCard]:
    """Every tissue by its id."""
    return load_folder("restride.plan", "tissues", TissueCard)


@cache
def unsaid() -> dict[str, Unsaid]:
    """Every list of words that are not said, by its id."""
    return load_folder("restride.plan", "unsaid", Unsaid)
