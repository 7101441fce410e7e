"""The first planner: load first, then one cadence target where it is earned; or why not, and what instead.

A function of metrics, profile and start date. Locked people get a referral and no plan; everybody else gets one, with
an end. Numbers follow CLINICAL section 4: dose is the smaller of the schedule and the present level, the cap is 10 %
over the first baseline rounded down, feedback sessions never lie on consecutive days.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from restride.core.decision import Band
from restride.core.metric import Metric
from restride.core.plan import Cue, Exercise, Line, Plan, Recheck, Refused, Session, Target
from restride.core.profile import Day, Profile
from restride.plan.choose import choose
from restride.plan.knowledge import Protocol, Steps, cue, cues, exercise, exercises
from restride.plan.locks import falls, low_energy
from restride.plan.table import VERSION

CAP = 1.10
NORM = (75.01, 3.006, 1.64, 4.68)
"""Stride frequency by speed and the speeds it was seen at (A-01)."""
ENOUGH = 1.05
"""No cue for a step rate already 5 % above the norm (EVIDENCE K)."""
DETECTABLE_SPM = 2.0
"""Smallest change of cadence that is called one where no study gives a value: ours (heuristic)."""
DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKS = (2, 4, 12, 24, 52)
SPIKE = 1.10
LOWEST_MIN = 10
BMI_LIMIT, BMI_FIRST_WEEK_KM = 30.0, 3.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """The cadence that a target starts from."""

    metric: Metric
    speed_mps: float


def plan(metrics: Iterable[Metric], profile: Profile, start: dt.date) -> Plan:
    """The plan of somebody who is not locked (`locks` is asked before).

    metrics: of one assessment. Same input, same plan.
    """
    name, protocol = choose(profile, start)
    level = present_level(profile)
    said, base = target_base(list(metrics), profile, protocol)
    steps: list[Steps | None] = [*protocol.target, None, None]
    first, later = (target(base, step) if base else None for step in steps[:2])
    made = sessions(protocol, profile, start, level, first, later)
    return Plan(
        id=_name(profile, start, name),
        start=start,
        profile=profile,
        summary=protocol.summary if first else protocol.summary_without_target or protocol.summary,
        load=_lines(protocol.load, first),
        target=first,
        later_target=later,
        cues=_cues(protocol, profile) if first else (),
        sessions=made,
        exercises=_exercises(protocol, profile),
        expect=_lines(protocol.expect, first),
        stop=_lines(protocol.stop, first),
        refused=(*protocol.refused, *said),
        guards=protocol.guards,
        responder_after=(1, 4) if first else (),
        rechecks=tuple(Recheck(week=w, date=start + dt.timedelta(weeks=w)) for w in WEEKS),
        ends=_lines(protocol.ends, first),
        level_minutes=level,
        versions={"rules": VERSION, "protocol": name},
    )


def _lines(lines: tuple[Line, ...], target: Target | None) -> tuple[Line, ...]:
    """Without a target nothing is said of cues, beeps and bands."""
    return tuple(line for line in lines if target is not None or not line.with_target)


def present_level(profile: Profile) -> int:
    """Minutes that the person does now without stopping; 10 where nobody said, which is little on purpose."""
    t = profile.training
    if profile.athlete.activity == "walking":
        return int(t.walk_min_per_day) if t.walk_min_per_day else LOWEST_MIN
    known = t.continuous_run_min if t.continuous_run_min is not None else t.longest_run_30d_min
    return int(known) if known is not None else LOWEST_MIN


def target_base(
    metrics: list[Metric], profile: Profile, protocol: Protocol
) -> tuple[tuple[Refused, ...], Baseline | None]:
    """The baseline of a cadence target, or why there is none."""
    if not protocol.target:
        return (), None
    if falls(profile):
        return (_no_target("falls"),), None
    found = [m for m in metrics if m.name == "cadence" and m.side == "both" and not m.method.endswith("_live")]
    usable = [m for m in found if m.grade == "good" and not m.conditions.cued]
    if not usable:
        return (_no_target("measured" if not found else "graded"),), None
    cadence = min(usable, key=lambda m: (m.se, m.value))
    speeds = [m.value for m in metrics if m.name == "speed" and m.side == "both"]
    speed = cadence.conditions.speed_mps or (speeds[0] if speeds else None)
    if speed is None:
        return (_no_target("speed"),), None
    intercept, slope, low, high = NORM
    if low <= speed <= high and cadence.value >= ENOUGH * 2 * (intercept + slope * speed):
        return (_no_target("enough"),), None
    return (), Baseline(cadence, speed)


def _no_target(why: str) -> Refused:
    texts = {
        "measured": (
            "No step rate was measured, so there is no number to start from.",
            "No se midió la cadencia, así que no hay un número del que partir.",
        ),
        "graded": (
            "The step rate was not measured surely enough to set a target from one recording.",
            "La cadencia no se midió con seguridad suficiente para fijar un objetivo con una sola grabación.",
        ),
        "speed": (
            "The speed of the recording is not known, and a step rate means little without it.",
            "No se conoce la velocidad de la grabación, y sin ella la cadencia dice poco.",
        ),
        "falls": (
            "You have fallen and may not be steady: no cue and no live feedback until somebody has looked at it.",
            "Has tenido caídas y quizá te falta estabilidad: sin indicaciones ni avisos en vivo hasta una revisión.",
        ),
        "enough": (
            "The step rate already lies above what most runners take at this speed.",
            "La cadencia ya está por encima de lo habitual a esta velocidad.",
        ),
    }
    en, es = texts[why]
    return Refused(
        what="cadence_target",
        why={"en": en, "es": es},
        instead={
            "en": "The load line, strength and check-ins stand as they are.",
            "es": "La carga, la fuerza y los registros siguen como están.",
        },
        evidence=("A-01", "A-55") if why == "enough" else (),
    )


def target(base: Baseline, step: Steps | None) -> Target | None:
    """A band in whole steps per minute around `step.amount` percent over the baseline; never above +10 %."""
    if step is None:
        return None
    b = base.metric.value
    ceiling = math.floor(b * CAP)
    low, high = (round(b * (1 + share / 100)) for share in (step.low, step.high))
    return Target(
        metric="cadence",
        unit="steps/min",
        baseline=round(b, 1),
        method=base.metric.method,
        amount_percent=step.amount,
        low=float(min(low, ceiling)),
        high=float(min(high, ceiling)),
        ceiling=float(ceiling),
        detectable=round(max(DETECTABLE_SPM, 1.96 * math.sqrt(2) * base.metric.se), 1),
        basis="evidence",
        evidence=("C-01", "C-02", "C-04"),
    )


def sessions(
    protocol: Protocol, profile: Profile, start: dt.date, level: int, first: Target | None, later: Target | None
) -> tuple[Session, ...]:
    """Dated sessions on the person's own days, with their minutes, feedback and band."""
    count = len(protocol.minutes)
    dates = session_days(profile, start, count, protocol.gap_days, walks=protocol.activity == "walking")
    longest = profile.training.longest_run_30d_min
    frozen = low_energy(profile)  # R11: volume stays where it is
    out: list[Session] = []
    for i, day in enumerate(dates):
        step = 0 if frozen else i
        pair = protocol.run_walk[min(step, len(protocol.run_walk) - 1)] if protocol.run_walk else None
        minutes = protocol.minutes[step]
        if pair is None:
            minutes = min(minutes, level)
        elif longest and pair[0]:
            share = pair[0] / (pair[0] + pair[1])
            run = max([longest, level, *(s.minutes * share for s in out)])
            minutes = min(minutes, math.floor(SPIKE * run / share))
        cued = protocol.feedback[i] if first and i < len(protocol.feedback) else 0
        aim = later if later and i >= 4 else first
        out.append(
            Session(
                number=i + 1,
                date=day,
                activity=protocol.activity,
                minutes=max(minutes, 1),
                run_min=pair[0] if pair else None,
                walk_min=pair[1] if pair else None,
                feedback_percent=cued,
                uncued_min=min(protocol.uncued_min, minutes) if cued else 0,
                target=Band(metric=aim.metric, low=aim.low, high=aim.high) if aim else None,
            )
        )
    return tuple(out)


def session_days(
    profile: Profile, start: dt.date, count: int, gap_days: tuple[int, ...], *, walks: bool
) -> list[dt.date]:
    """The first `count` days from `start` that are the person's own and keep the gaps; never two runs on end."""
    own = set(profile.training.run_days) or (set(DAYS) if walks else {"Mon", "Wed", "Fri"})
    if walks:
        own = set(DAYS)
    out: list[dt.date] = []
    day = start
    while len(out) < count:
        gap = gap_days[min(len(out), len(gap_days)) - 1] if out else 0
        far_enough = not out or (day - out[-1]).days >= max(gap, 1 if walks else 2)
        if DAYS[day.weekday()] in own and far_enough and not (walks and _rest_day(day, start)):
            out.append(day)
        day += dt.timedelta(days=1)
    return out


def _rest_day(day: dt.date, start: dt.date) -> bool:
    """Two days of each seven without a planned walk."""
    return (day - start).days % 7 in (3, 6)


def _cues(protocol: Protocol, profile: Profile) -> tuple[Cue, ...]:
    kinds = {i.kind for i in profile.injury}
    return tuple(cue(name) for name in protocol.cues if not kinds & set(cues()[name].loads))


def _exercises(protocol: Protocol, profile: Profile) -> tuple[Exercise, ...]:
    """At most three, on days that are not two on end."""
    kinds = {i.kind for i in profile.injury if i.status != "past"}
    fit = [name for name in protocol.exercises if not kinds & set(exercises()[name].not_for)]
    own = [d for d in DAYS if d in profile.training.run_days]
    heavy = "achilles_midportion" in kinds or "achilles_insertional" in kinds
    days = _heavy_days(own or ["Mon", "Wed", "Fri"]) if heavy else ["Tue", "Thu", "Sat"]
    return tuple(exercise(name, tuple(days[: exercises()[name].per_week])) for name in fit[:3])


def _heavy_days(own: list[Day]) -> list[Day]:
    """Up to three days for heavy calf work: a run's own day or 48 hours from every run, and never two on end."""

    def apart(a: Day, b: Day) -> int:
        gap = abs(DAYS.index(a) - DAYS.index(b))
        return min(gap, 7 - gap)

    fit = [*own, *(d for d in DAYS if all(apart(d, o) >= 2 for o in own))]
    out: list[Day] = []
    for day in fit:
        if len(out) < 3 and all(apart(day, o) >= 2 for o in out):
            out.append(day)
    return sorted(out, key=DAYS.index)


def _name(profile: Profile, start: dt.date, protocol: str) -> str:
    raw = msgspec.json.encode((profile, start, protocol))
    return f"p{hashlib.sha256(raw).hexdigest()[:10]}"
