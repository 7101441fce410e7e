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

    @cached_property
    def kept(self) -> dict[str, object]:
        """What other modules work out once for this view."""
        return {}

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
        if not c.soreness or set(c.soreness) != {"none"}:
            return False
        if c.swelling is None or any(s.amount != "none" for s in c.swelling):
            return False
        return not any(s.above or s.amber or s.unsettled or s.masked or (s.bone and s.hurts) for s in sites)

    def quiet_runs(self, start: int, end: int) -> tuple[int, int]:
        """(longest, last) run of quiet sessions among check-ins start to end; a rest day neither counts nor breaks."""
        best = run = 0
        for quiet, entry in zip(self.quiet[start:end], self.log.entries[start:end], strict=True):
            run = 0 if not quiet else run + trained(entry, self.kind)
            best = max(best, run)
        return best, run

    @cached_property
    def tail(self) -> range:
        """Check-ins from the last session on: a check-in of a rest day does not take back what the session said."""
        n = len(self.log.entries)
        done = [i for i, e in enumerate(self.log.entries) if trained(e, self.kind)]
        return range(done[-1] if done else max(n - 1, 0), n)

    @cached_property
    def sessions_done(self) -> tuple[int, ...]:
        """Numbers of the planned sessions that a check-in speaks of, in the order of time."""
        return tuple(e.checkin.planned_session for e in self.log.entries if e.checkin.planned_session is not None)

    @cached_property
    def _earned(self) -> int:
        """How many planned sessions were quiet, the newest left out: each earns one level."""
        planned = [i for i, e in enumerate(self.log.entries) if e.checkin.planned_session is not None]
        return sum(self.quiet[i] for i in planned[:-1])

    def _session(self, place: int) -> Session | None:
        """The planned session at a place in the plan, the last one beyond its end."""
        sessions = self.plan.sessions
        return sessions[min(max(place, 0), len(sessions) - 1)] if sessions else None

    @cached_property
    def level(self) -> Session | None:
        """The planned session whose level was done last; the first one before any was.

        A number alone earns nothing: a session that was not quiet is followed by its own level again.
        """
        if not self.sessions_done:
            return self._session(0)
        return self._session(min(max(self.sessions_done), self.sessions_done[0] + self._earned) - 1)

    @cached_property
    def following(self) -> Session | None:
        """The planned session of the next level; the last again when the block is over."""
        if not self.sessions_done:
            return self._session(0)
        planned = [i for i, e in enumerate(self.log.entries) if e.checkin.planned_session is not None]
        earned = self._earned + self.quiet[planned[-1]]
        return self._session(min(max(self.sessions_done), self.sessions_done[0] + earned - 1))

    @cached_property
    def last_impact(self) -> dt.datetime | None:
        """The newest session with running in it (for a walker: any walk), on the clock that it was written with."""
        for e in reversed(self.log.entries):
            if e.checkin.activity == self.kind and (e.checkin.moving_min or 0) > 0:
                return e.checkin.occurred_at
        return None

    @property
    def walker(self) -> bool:
        """A plan of walks."""
        return self.profile.athlete.activity == "walking"

    @property
    def kind(self) -> str:
        """The activity of the plan's sessions."""
        return "walking" if self.walker else "running"

    @property
    def start(self) -> dt.datetime:
        """The plan's first moment."""
        return dt.datetime.combine(self.plan.start, dt.time(0), tzinfo=UTC)


def trained(entry: Entry, kind: str) -> bool:
    """A check-in of a session of the plan's kind; not one of a rest day, nor of a runner's walk."""
    c = entry.checkin
    return c.activity in (kind, "running") and c.moving_min != 0 and c.completed_fraction != 0


def before(view: View, moment: dt.datetime) -> View:
    """The same as it stood at an earlier moment: what was told later is not there."""
    entries = tuple(e for e in view.log.entries if e.at <= moment)
    questions = tuple(q for q in view.log.questions if q.recorded_at.astimezone(UTC) <= moment)
    past = View(view.plan, Log(entries, questions, view.log.clearances, view.log.broken, view.log.lines), moment)
    past.__dict__["sites"] = view.sites[: len(entries)]  # worked out once: what a session said does not change
    return past
