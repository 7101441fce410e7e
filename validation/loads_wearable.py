"""Loads without a laboratory against those with one: each runner judged by a law made from the others.

Inputs are contact time, cadence and speed of the same trials, so what a watch adds of its own error is not in here;
the laboratory's loads are models too. Exponents follow each runner's own changes with speed, the level is the mean.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from restride.metrics.loads.wearable import LAWS, METHOD, Law
from validation.figures import Figure
from validation.runs import PEOPLE, TRIALS, rbds, value
from validation.score import Pair, Score, by_metric

AGAINST = "joint moments of the same runs; the law made from the other runners (RBDS, leave one person out)"
STEP_PERCENT = 14.0
"""What a tenth more steps changes at the kneecap (B-12): a model that errs by more tells a direction only."""


@dataclass(frozen=True)
class Trial:
    """One run: its inputs and the laboratory's loads."""

    person: str
    trial: str
    contact_s: float
    flight_s: float
    speed_mps: float
    loads: dict[str, float]


@cache
def trials() -> tuple[Trial, ...]:
    """Every run whose moments are known."""
    out = []
    for person in PEOPLE:
        for trial in TRIALS:
            done = rbds(person, trial)
            contact, cadence, speed = (value(done, n, "both") for n in ("contact_time", "cadence", "speed"))
            loads = {name: value(done, name, "both") for name in LAWS}
            if contact and cadence and speed and all(loads.values()):
                flight_s = 60 / cadence - contact
                out.append(Trial(person, trial, contact, flight_s, speed, {k: v or 0.0 for k, v in loads.items()}))
    return tuple(out)


def made_from(some: list[Trial], name: str) -> Law:
    """The law of these runs; the kneecap's has no power of speed, which its scatter does not bear."""
    with_speed = not name.startswith("patellofemoral")
    x = np.array([[np.log(np.pi / 2 * (t.flight_s / t.contact_s + 1)), np.log(t.speed_mps)] for t in some])
    x = x if with_speed else x[:, :1]
    impulse = name.endswith("impulse")
    y = np.log([t.loads[name] / (t.contact_s if impulse else 1.0) for t in some])
    who = np.array([t.person for t in some])
    own = [who == w for w in dict.fromkeys(who)]
    within_x = np.concatenate([x[o] - x[o].mean(axis=0) for o in own])
    within_y = np.concatenate([y[o] - y[o].mean() for o in own])
    slopes = np.linalg.lstsq(within_x, within_y, rcond=1e-3)[0]
    level = float(np.exp(np.mean(y - x @ slopes)))
    return Law(level, float(slopes[0]), float(slopes[1]) if with_speed else 0.0, impulse)


@cache
def foretold() -> dict[str, list[tuple[Trial, float]]]:
    """load -> each run with what the law of the other runners says."""
    out: dict[str, list[tuple[Trial, float]]] = {name: [] for name in LAWS}
    for name in LAWS:
        for t in trials():
            law = made_from([o for o in trials() if o.person != t.person], name)
            out[name].append((t, law(t.contact_s, t.flight_s, t.speed_mps)))
    return out


def level_percent(name: str) -> float:
    """Root mean square error of the level between people, %."""
    off = [100 * (ours / t.loads[name] - 1) for t, ours in foretold()[name]]
    return float(np.sqrt(np.mean(np.square(off))))


def repeat_percent(name: str) -> float:
    """One SD of a value against another of the same runner: that of the changes over the root of two, %."""
    off = [
        100 * (np.log(ours_b / ours_a) - np.log(b.loads[name] / a.loads[name]))
        for (a, ours_a), (b, ours_b) in combinations(foretold()[name], 2)
        if a.person == b.person
    ]
    return float(np.sqrt(np.mean(np.square(off)) / 2))


def change_points(name: str) -> tuple[float, float]:
    """Error of the change within a runner between two speeds, in points of %: mean size and the largest."""
    off = []
    for (a, ours_a), (b, ours_b) in combinations(foretold()[name], 2):
        if a.person == b.person:
            off.append(abs(100 * (ours_b / ours_a - b.loads[name] / a.loads[name])))
    return float(np.mean(off)), float(np.max(off))


def scores() -> list[Score]:
    """Errors of the levels."""
    pairs = [
        Pair(name, t.person, t.trial, "both", ours, t.loads[name])
        for name, told in foretold().items()
        for t, ours in told
    ]
    return by_metric(METHOD, AGAINST, pairs)


def figures() -> list[Figure]:
    """The promise on changes within a person, and the kneecap's error as it is."""
    on, seen = "rbds_treadmill_running", f"{len(trials())} runs of {len({t.person for t in trials()})} people"
    out = []
    for name, word in (("achilles_force_peak", "Achilles"), ("tibial_force_peak", "shin bone")):
        mean, most = change_points(name)
        note = f"mean {mean:.1f}; level {level_percent(name):.1f} % between people; the form was chosen on these runs"
        out.append(
            Figure(f"rbds loads/{word} change", on, f"{word} load from wearable inputs, largest error of a change "
                   "between speeds", most, "points", "less", 4.0, seen=seen, note=note)
        )  # fmt: skip
    off = level_percent("patellofemoral_force_peak")
    verdict = "only a direction is shown" if off > STEP_PERCENT else "shown"
    out.append(
        Figure("rbds loads/kneecap", on, "kneecap load from wearable inputs, error between people", off, "%", "less",
               seen=seen, note=f"{verdict}: a tenth more steps changes it by {STEP_PERCENT:g} %")
    )  # fmt: skip
    return out


def lines() -> list[str]:
    """The laws of all runs, as metrics/loads/wearable.py should hold them, and each run."""
    out = []
    for name in LAWS:
        law = made_from(list(trials()), name)
        out.append(
            f"{name}: {law.c:.4g} F^{law.force:.3f} v^{law.speed:.3f}, level {level_percent(name):.1f} %, repeat "
            f"{repeat_percent(name):.1f} %"
        )
    for name in ("achilles_force_peak", "tibial_force_peak"):
        for t, ours in foretold()[name]:
            out.append(f"{t.person} {t.trial}: {name} {ours:.2f} BW, with a laboratory {t.loads[name]:.2f} BW")
    return out
