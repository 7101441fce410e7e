"""Joint moments against OpenSim's inverse dynamics of the same trials, and how well loads repeat.

OpenSim: mean peaks of each side over some nine stances in the middle of each treadmill run (RBDS), a scaled generic
leg, 10 Hz; ours over the same seconds. Its ankle lies lower and further back than the middle of the malleoli, so
the ankle's moment is lower here by a factor, which is taken from the other people before the error is judged.
"""

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np

from restride.core.methods import methods
from restride.metrics.bout import Rows
from validation.figures import Better, Figure
from validation.loads_wearable import repeat_percent
from validation.runs import data, rbds
from validation.score import Pair, Score, by_metric

AGAINST = "OpenSim inverse dynamics of the same markers and force (RBDS)"
SECONDS = (11.5, 18.5)
KNEE, ANKLE = "knee_extension_moment_peak", "ankle_plantarflexion_moment_peak"
COLUMNS = {KNEE: "peak_knee_extension_moment_nm_per_kg", ANKLE: "peak_ankle_plantarflexion_moment_nm_per_kg"}
REPEATED = tuple(methods()["tissue_loads"].repeat)


@dataclass(frozen=True)
class Agreement:
    """Ours against theirs over trials and sides of one joint."""

    r: float
    bias: float
    median: float
    factor: float
    median_after: float


@cache
def pairs() -> tuple[Pair, ...]:
    """Knee and ankle of every trial and side of the reference, Nm/kg."""
    with (data() / "rbds_treadmill_running" / "reference_opensim_peaks.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    out = []
    for row in rows:
        done = rbds(row["subject"], row["trial"])
        s = done.strides
        inside = s.where(row["side"])
        inside = inside[(s.ic_s[inside] > SECONDS[0]) & (s.ic_s[inside] < SECONDS[1])]
        for name, column in COLUMNS.items():
            values = _values(done.rows, name)[inside]
            if np.isfinite(values).any():
                ours = float(np.nanmean(values))
                out.append(Pair(name, row["subject"], row["trial"], row["side"], ours, float(row[column])))
    return tuple(out)


def _values(rows: tuple[Rows, ...], name: str) -> np.ndarray:
    return next(r.values for r in rows if r.name == name)


def agreement(name: str) -> Agreement:
    """Correlation, and the median error before and after one factor fitted on the other people."""
    some = [p for p in pairs() if p.metric == name]
    ours, theirs = np.array([p.ours for p in some]), np.array([p.theirs for p in some])
    who = np.array([p.person for p in some])
    factors = np.array([np.median(theirs[who != w] / ours[who != w]) for w in who])
    after = np.abs(factors * ours / theirs - 1)
    off = ours / theirs - 1
    return Agreement(
        float(np.corrcoef(ours, theirs)[0, 1]),
        100 * float(off.mean()),
        100 * float(np.median(np.abs(off))),
        float(np.median(theirs / ours)),
        100 * float(np.median(after)),
    )


def scores() -> list[Score]:
    """Errors of the two moments."""
    return by_metric("joint_moments", AGAINST, list(pairs()))


@cache
def repeatability() -> dict[str, float]:
    """metric -> typical difference in % between the halves of a trial's stances, side by side (SD of one half)."""
    trials = dict.fromkeys((p.person, p.recording) for p in pairs())
    out = {}
    for name in REPEATED:
        off = []
        for person, trial in trials:
            done = rbds(person, trial)
            values = _values(done.rows, name)
            for side in ("left", "right"):
                mine = values[done.strides.where(side)]
                first, second = (float(np.nanmean(half)) for half in np.array_split(mine, 2))
                off.append(100 * (first - second) / ((first + second) / 2))
        out[name] = float(np.sqrt(np.mean(np.square(off)) / 2))
    return out


def too_sure() -> list[str]:
    """One line for each repeat that core/methods promises to be smaller than it is measured."""
    measured = {"tissue_loads": repeatability()}
    measured["wearable_loads"] = {n: repeat_percent(n) for n in methods()["wearable_loads"].repeat}
    return [
        f"{how}/{name}: the table says a repeat of {methods()[how].repeat[name].percent:g} %, measured {percent:.2f}"
        for how, found in measured.items()
        for name, percent in found.items()
        if methods()[how].repeat[name].percent < percent
    ]


def figures() -> list[Figure]:
    """The promises on moments and repeatability."""
    on = "rbds_treadmill_running"
    seen = f"{len(pairs()) // 2} trial-sides"
    knee, ankle = agreement(KNEE), agreement(ANKLE)
    halves = repeatability()

    def row(
        key: str, what: str, value: float, unit: str, better: Better, target: float | None, note: str = ""
    ) -> Figure:
        return Figure(f"rbds loads/{key}", on, what, value, unit, better, target, seen=seen, note=note)

    return [
        row("knee r", "knee moment, r with OpenSim", knee.r, "", "more", 0.90),
        row("knee median", "knee moment, median error", knee.median, "%", "less", 12.0, f"bias {knee.bias:+.1f} %"),
        row("ankle r", "ankle moment, r with OpenSim", ankle.r, "", "more", 0.90),
        row("ankle median", "ankle moment, median error after one factor of other people", ankle.median_after, "%",
            "less", 10.0, f"bias {ankle.bias:+.1f} %, factor {ankle.factor:.2f}: the ankle's centre lies elsewhere"),
        row("halves", "kneecap force, first half of a trial against the second", halves[REPEATED[0]], "%", "less", 3.0,
            f"Achilles {halves[REPEATED[1]]:.1f} %, shin {halves[REPEATED[2]]:.1f} %"),
    ]  # fmt: skip


def lines() -> list[str]:
    """Each trial and side in words."""
    by = {(p.person, p.recording, p.side, p.metric): p for p in pairs()}
    out = []
    for person, trial, side in dict.fromkeys((p.person, p.recording, p.side) for p in pairs()):
        knee, ankle = (by.get((person, trial, side, name)) for name in (KNEE, ANKLE))
        if knee and ankle:
            out.append(
                f"{person} {trial} {side}: knee {knee.ours:.2f} (OpenSim {knee.theirs:.2f}), ankle {ankle.ours:.2f} "
                f"(OpenSim {ankle.theirs:.2f}) Nm/kg"
            )
    return out
