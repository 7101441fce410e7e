"""What is known of a person on the day a plan starts. What is not known never counts as the favourable answer."""

import datetime as dt
from dataclasses import dataclass

from restride.core.assessment import Finding
from restride.core.metric import Metric
from restride.core.profile import Injury, InjuryKind, Profile
from restride.plan.flags import age_at
from restride.plan.knowledge import When
from restride.plan.locks import BIRTH_WATCH, OPERATION_YEARS
from restride.plan.protocols import State
from restride.plan.sites import WIDE_GATE, sides

LOWEST_MIN = 10
NOVICE_MIN = 15
OLDER = 65
RECENT = dt.timedelta(days=730)
"""How long after its onset an injury that is over still counts where a cue would load its tissue more: a profile knows
when it began, not when it ended. Ours (heuristic)."""
SLOW_MPS = 1.0
CAREFUL: frozenset[InjuryKind] = frozenset({"bone_stress", "post_operative"})
"""Kinds while which nothing is tried that their own plan does not name."""


@dataclass(frozen=True, slots=True)
class Person:
    """open: injuries that are not over, and operations of the last year, in whichever list they stand. troubled: kinds
    of those, and of those that were over less than a year ago. level: minutes that the person does now on end.
    held: states that rule cues and exercises out."""

    profile: Profile
    start: dt.date
    metrics: tuple[Metric, ...]
    findings: tuple[Finding, ...]
    open: tuple[Injury, ...]
    kinds: frozenset[InjuryKind]
    troubled: frozenset[InjuryKind]
    states: frozenset[State]
    held: frozenset[When]
    level: int

    @property
    def bone_first(self) -> bool:
        """Open trouble at a place and side where a bone was hurt before: that has to be looked at first."""
        past = [i for i in self.profile.injury if i.kind == "bone_stress" and i.status == "past"]
        return any(i.place == b.place and set(sides(i.side)) & set(sides(b.side)) for i in self.open for b in past)

    @property
    def walks(self) -> bool:
        """Whether it is a walker's plan."""
        return self.profile.athlete.activity == "walking"


def person_of(profile: Profile, start: dt.date, metrics: tuple[Metric, ...], findings: tuple[Finding, ...]) -> Person:
    """Everything that the planner asks of a person, worked out once."""
    open_ = (*(i for i in profile.injury if i.status != "past"), *_operated(profile, start))
    recent = {i.kind for i in profile.injury if i.onset is None or start - i.onset <= RECENT}
    kinds = frozenset(i.kind for i in open_)
    return Person(
        profile, start, metrics, findings, open_, kinds, kinds | recent, _states(profile, start, open_),
        _held(profile, start, metrics), present_level(profile),
    )  # fmt: skip


def _operated(profile: Profile, start: dt.date) -> tuple[Injury, ...]:
    return tuple(
        Injury(id=s.id, place="other", kind="post_operative", side=s.side, status="recovering", onset=s.date)
        for s in profile.surgery
        if (start - s.date).days <= 365 * OPERATION_YEARS
    )


def present_level(profile: Profile) -> int:
    """Minutes that the person does now without stopping; 10 where nobody said, which is little on purpose."""
    t = profile.training
    if profile.athlete.activity == "walking":
        return int(t.walk_min_per_day) if t.walk_min_per_day is not None else LOWEST_MIN
    known = t.continuous_run_min if t.continuous_run_min is not None else t.longest_run_30d_min
    return int(known) if known is not None else LOWEST_MIN


def fallen(profile: Profile) -> bool:
    """A fall in 12 months, unsteady, or with a frame; of walkers, also where nobody knows."""
    h = profile.health
    if (h.falls_12mo or 0) > 0 or h.unsteady == "yes" or h.walking_aid == "frame":
        return True
    return profile.athlete.activity == "walking" and (h.falls_12mo is None or h.unsteady == "unknown")


def _states(profile: Profile, start: dt.date, open_: tuple[Injury, ...]) -> frozenset[State]:
    t, birth = profile.training, profile.health.last_childbirth
    minutes = t.continuous_run_min
    found: dict[State, bool] = {
        "novice": minutes < NOVICE_MIN if minutes is not None else not t.runs_per_week,
        "older": age_at(profile, start) >= OLDER,
        "after_birth": birth is not None and start - birth < BIRTH_WATCH,
        "after_operation": any(i.kind == "post_operative" for i in open_),
        "well": not open_,
        "flare": any((i.usual_worst_0_10 or 0) > WIDE_GATE for i in open_),
        "fallen": fallen(profile),
    }
    return frozenset(name for name, holds in found.items() if holds)


def _held(profile: Profile, start: dt.date, metrics: tuple[Metric, ...]) -> frozenset[When]:
    walks = profile.athlete.activity == "walking"
    speeds = [m.value for m in metrics if m.name == "speed" and m.side == "both"]
    found: dict[When, bool] = {
        "falls_or_unsteady": fallen(profile),
        "older_walker": walks and age_at(profile, start) >= OLDER,
        "slow_or_short_steps": walks and (not speeds or min(speeds) < SLOW_MPS),
        "alone": not profile.care.supervised,
    }
    return frozenset(name for name, holds in found.items() if holds)
