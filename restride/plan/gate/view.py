"""What every rule of the gate looks at, and what it gives back."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from restride.core.decision import Kind, Urgency
from restride.core.plan import Plan, Session
from restride.core.profile import Profile
from restride.plan.diary import UTC, Entry, Log
from restride.plan.sites import MORNING_MISSING_AFTER, Site, missing_sites, morning_known, sites_of


@dataclass(frozen=True, slots=True)
class Fired:
    """One rule that fired. kind, urgency: where they differ from what the rule's entry says. days: to the recheck."""

    rule: str
    values: dict[str, Any] = field(default_factory=dict)
    kind: Kind | None = None
    urgency: Urgency | None = None
    days: int | None = None


@dataclass(frozen=True)
class View:
    """A plan, its log and a moment; everything else follows and is worked out once."""

    plan: Plan
    log: Log
    now: dt.datetime

    @property
    def profile(self) -> Profile:
        """The person as the plan was made for."""
        return self.plan.profile

    @property
    def latest(self) -> Entry | None:
        """The newest check-in."""
        return self.log.latest

    @cached_property
    def sites(self) -> tuple[tuple[Site, ...], ...]:
        """Sites of every check-in, oldest first."""
        return tuple(sites_of(e, self.profile) for e in self.log.entries)

    @cached_property
    def last_sites(self) -> tuple[Site, ...]:
        """Sites of the newest check-in."""
        return self.sites[-1] if self.sites else ()

    @cached_property
    def morning_open(self) -> bool:
        """The newest check-in's morning is not known."""
        return self.latest is not None and not morning_known(self.latest, self.profile)

    @cached_property
    def provisional(self) -> bool:
        """Its morning is not known and may still come (36 hours)."""
        return self.morning_open and self.latest is not None and self.now - self.latest.at <= MORNING_MISSING_AFTER

    @cached_property
    def quiet(self) -> tuple[bool, ...]:
        """Whether each check-in was quiet: within the gate, not amber, settled, nothing missing, nothing masked."""
        return tuple(self._is_quiet(i) for i in range(len(self.log.entries)))

    def _is_quiet(self, i: int) -> bool:
        entry, sites = self.log.entries[i], self.sites[i]
        c = entry.checkin
        if entry.deleted or missing_sites(entry, self.profile) or not morning_known(entry, self.profile):
            return False
        if c.safety_screen is None or "S1" not in c.safety_screen.asked or c.limp != "no" or c.ill != "none":
            return False
        if c.pain is None or c.pain_elsewhere == "not_asked" or c.pain_medicine_24h != "none":
            return False
        if any(w not in ("none",) for w in c.soreness or ()):
            return False
        if any(s.amount != "none" for s in c.swelling or ()):
            return False
        return not any(s.above or s.amber or s.unsettled or s.masked or (s.bone and s.hurts) for s in sites)

    @cached_property
    def sessions_done(self) -> tuple[int, ...]:
        """Numbers of the planned sessions that a check-in speaks of, in the order of time."""
        return tuple(e.checkin.planned_session for e in self.log.entries if e.checkin.planned_session is not None)

    @cached_property
    def level(self) -> Session | None:
        """The planned session that was done last; the first one before any was."""
        if not self.plan.sessions:
            return None
        done = [s for s in self.plan.sessions if s.number in self.sessions_done]
        return done[-1] if done else self.plan.sessions[0]

    @cached_property
    def following(self) -> Session | None:
        """The planned session after the last one done; the last again when the block is over."""
        if not self.plan.sessions:
            return None
        if not self.sessions_done:
            return self.plan.sessions[0]
        later = [s for s in self.plan.sessions if s.number > max(self.sessions_done)]
        return later[0] if later else self.plan.sessions[-1]

    @cached_property
    def last_impact(self) -> dt.datetime | None:
        """The newest session with running in it (for a walker: any walk)."""
        for e in reversed(self.log.entries):
            if e.checkin.activity in ("running", "walking") and (e.checkin.moving_min or 0) > 0:
                return e.at
        return None

    @property
    def walker(self) -> bool:
        """A plan of walks."""
        return self.profile.athlete.activity == "walking"

    @property
    def start(self) -> dt.datetime:
        """The plan's first moment."""
        return dt.datetime.combine(self.plan.start, dt.time(0), tzinfo=UTC)


def before(view: View, moment: dt.datetime) -> View:
    """The same as it stood at an earlier moment: what was told later is not there."""
    entries = tuple(e for e in view.log.entries if e.at <= moment)
    questions = tuple(q for q in view.log.questions if q.recorded_at.astimezone(UTC) <= moment)
    return View(view.plan, Log(entries, questions, view.log.clearances, view.log.broken, view.log.lines), moment)
