"""The lower back, walking, against insoles and foot sensors together (INDIP; Mobilise-D's lab walks).

Contacts: inside each bout of the reference (MicroWB), reaching out by the tolerance at its ends, where the reference
itself begins and ends with a contact; the score with nothing beyond the ends stands beside it. Stride length: mean
over the strides that lie in a bout, ours against theirs, one error a bout. The baseline knows no
sensor: it guesses the mean of the other people's bouts, or of the other bouts where there is only one person.
"""

from functools import cache

import numpy as np

from restride.metrics.bout import Person
from validation.figures import Figure
from validation.matching import Matched, match, pool, within
from validation.references import mobilised
from validation.runs import data
from validation.score import Judged, Pair
from validation.worn import Said, Worn, recordings, stretches, worn

AGAINST = "insoles and foot sensors (INDIP; Mobilise-D lab walks)"
PEERS = {0.1: 0.55, 0.25: 0.80}
"""mobgap's best of three detectors in given bouts, over three people."""
PEER_LENGTH_M = 0.168
TARGETS = {0.1: 0.88, 0.25: 0.90}
TARGET_LENGTH_CM = 10.0
GRID_S = 0.01
NEAR_S, LONGEST, FEWEST = 0.25, 1.4, 3
"""Ends of the same stride; a stride in usual ones that is a hole of the reference; strides for a mean."""
SAID = Said(task="walking")


@cache
def walked() -> list[tuple[mobilised.Trial, Worn]]:
    """Every trial of every person as restride measures it; sensor height is not given, body height is."""
    return [
        (t, worn([(f"{t.file}#{t.part}", SAID)], person=Person(None, t.height_m, None)))
        for t in mobilised.trials(data())
    ]


def contacts(trial: mobilised.Trial, done: Worn, tolerance_s: float, *, beyond: bool = True) -> list[Matched]:
    """One match a bout."""
    reach = tolerance_s if beyond else 0.0
    return [match(b.ic_s, within(done.ic_s(), b.start_s - reach, b.end_s + reach), tolerance_s) for b in trial.bouts]


def inside(done: Worn, bout: mobilised.WalkingBout) -> np.ndarray:
    """Rows whose whole stride lies in the bout, give or take a quarter of a second."""
    s = done.strides
    if s is None:
        return np.empty(0, dtype=np.intp)
    with np.errstate(invalid="ignore"):
        return np.flatnonzero((s.ic_s >= bout.start_s - 0.25) & (s.next_ic_s <= bout.end_s + 0.25))


def lengths() -> list[tuple[mobilised.Trial, mobilised.WalkingBout, float, float]]:
    """(trial, bout, ours, theirs) mean stride length in m; ours NaN where no stride was found in the bout."""
    out = []
    for trial, done in walked():
        values = done.values("stride_length")
        for bout in (b for b in trial.bouts if len(b.stride_m)):
            mine = values[inside(done, bout)]
            ours = float(np.nanmean(mine)) if np.isfinite(mine).any() else np.nan
            out.append((trial, bout, ours, float(bout.stride_m.mean())))
    return out


def figures() -> list[Figure]:
    """The promises over all people that are here, and each cohort's person beside."""
    everybody = walked()
    people = sorted({t.who for t, _ in everybody})
    out = []
    for who in ["all", *people] if len(people) > 1 else people:
        some = [(t, d) for t, d in everybody if who in ("all", t.who)]
        on = f"mobgap_lowerback_walking {who}"
        seen = f"{sum(len(t.bouts) for t, _ in some)} bouts of {len(some)} trials"
        for tolerance, target in TARGETS.items():
            whole = pool([m for t, d in some for m in contacts(t, d, tolerance)])
            strict = pool([m for t, d in some for m in contacts(t, d, tolerance, beyond=False)])
            out.append(
                Figure(
                    f"mobgap {who}/ic {tolerance:g}", on, f"IC F1 at {1000 * tolerance:.0f} ms", whole.f1, "", "more",
                    target, PEERS[tolerance], "published run, 3 people", 3, seen,
                    f"{strict.f1:.3f} with nothing beyond the bouts' ends",
                )
            )  # fmt: skip
        off = np.array([100 * (ours - theirs) for t, _, ours, theirs in lengths() if who in ("all", t.who)])
        there = off[np.isfinite(off)]
        out.append(
            Figure(
                f"mobgap {who}/stride length", on, "stride length MAE per bout",
                float(np.abs(there).mean()) if len(there) else np.nan, "cm", "less", TARGET_LENGTH_CM,
                100 * PEER_LENGTH_M, "published run, per stride, 3 people", 1, seen,
                f"{len(there)} of {len(off)} bouts",
            )
        )  # fmt: skip
    return out


def judged() -> list[Judged]:
    """One pair a bout for stride length, speed, and stride time with cadence."""
    out = []
    for trial, done in walked():
        for k, bout in enumerate(trial.bouts):
            rows, where = inside(done, bout), f"{trial.name} bout {k}"
            theirs = {"stride_length": bout.stride_m.mean() if len(bout.stride_m) else np.nan, "speed": bout.speed_mps}
            for name, value in theirs.items():
                mine = done.values(name)[rows]
                if np.isfinite(mine).any() and np.isfinite(value):
                    pair = Pair(name, trial.who, where, "both", float(np.nanmean(mine)), float(value))
                    out.append(Judged(done.method(name), AGAINST, pair))
            ours, reference = same_stride_times(done, bout)
            if len(ours) >= FEWEST:
                a, b = float(ours.mean()), float(reference.mean())
                out.append(
                    Judged(done.method("stride_time"), AGAINST, Pair("stride_time", trial.who, where, "both", a, b))
                )
                cadence = Pair("cadence", trial.who, where, "both", 120 / a, 120 / b)
                out.append(Judged(done.method("stride_time"), AGAINST, cadence))
    return out


def same_stride_times(done: Worn, bout: mobilised.WalkingBout) -> tuple[np.ndarray, np.ndarray]:
    """(ours, theirs) times of the strides both of whose contacts meet; the reference's holes are no strides."""
    s = done.strides
    if s is None or len(bout.ic_s) < 3:
        return np.empty(0), np.empty(0)
    begins, ends = bout.ic_s[:-2], bout.ic_s[2:]
    whole = (bout.side[:-2] == bout.side[2:]) & (ends - begins < LONGEST * np.median(ends - begins))
    pairs = match(begins, s.ic_s, NEAR_S)
    a, b = pairs.reference, pairs.detection
    same = whole[a] & (np.abs(s.next_ic_s[b] - ends[a]) <= NEAR_S)
    return s.stride_s[b[same]], (ends - begins)[a[same]]


def gait_seconds(trial: mobilised.Trial) -> tuple[float, float, float]:
    """(both, ours, theirs) seconds of walking, by the reference's continuous walking periods."""
    grid = np.arange(0.0, trial.seconds, GRID_S)
    found = stretches(recordings([(f"{trial.file}#{trial.part}", SAID)])[0])
    ours, theirs = (
        np.any([(grid >= a) & (grid < b) for a, b in spans], axis=0) if spans else np.zeros(len(grid), dtype=bool)
        for spans in ([(s.start_s, s.end_s) for s in found], list(trial.periods))
    )
    return tuple(GRID_S * float(np.count_nonzero(x)) for x in (ours & theirs, ours, theirs))  # type: ignore[return-value]


def lines() -> dict[str, list[str]]:
    """method -> each trial, the sequences and the baselines in words."""
    out: dict[str, list[str]] = {}
    total = np.zeros(3)
    method = ""
    for trial, done in walked():
        if done.strides is None:
            out.setdefault("", []).append(f"{trial.name}: {done.error}")
            continue
        method = done.strides.method
        said = out.setdefault(method, [])
        whole = {t: pool(contacts(trial, done, t)) for t in (0.05, 0.1, 0.25, 0.5)}
        f1 = " / ".join(f"{m.f1:.2f}" for m in whole.values())
        seconds = gait_seconds(trial)
        total += seconds
        said.append(
            f"{trial.name}: IC F1 {f1} at 50 / 100 / 250 / 500 ms ({whole[0.25].references} contacts, "
            f"{whole[0.25].detections} found in the bouts, {done.n} in all), bias {1000 * whole[0.25].bias_s:+.0f} ms; "
            f"right side {_sides(trial, done)}; walking {seconds[1]:.1f} s, by the reference {seconds[2]:.1f} s, both "
            f"{seconds[0]:.1f} s"
        )
    if total[1] and total[2]:
        out[method].append(f"gait sequences: precision {total[0] / total[1]:.2f}, recall {total[0] / total[2]:.2f}")
    told = lengths()
    for trial, bout, ours, theirs in told:
        strides = len(bout.stride_m)
        spread = bout.stride_m.std(ddof=1) if strides > 1 else 0.0
        out.setdefault(method, []).append(
            f"{trial.name}, {bout.start_s:.1f} to {bout.end_s:.1f} s: stride length {ours:.2f} m, by the reference "
            f"{theirs:.2f} m (SD {spread:.2f}, {strides} strides)"
        )
    if len(told) > 2:
        word, off = baseline_m(told)
        out.setdefault(method, []).append(f"baseline without a sensor, the mean of {word}: {100 * off:.1f} cm off")
    return out


def baseline_m(told: list[tuple[mobilised.Trial, mobilised.WalkingBout, float, float]]) -> tuple[str, float]:
    """Mean error of a stride length that is guessed from others: of other people, or of other bouts of the only one."""
    who, truth = np.array([t.who for t, *_ in told]), np.array([theirs for *_, theirs in told])
    alone = len(set(who)) == 1
    off = [
        abs(truth[np.arange(len(truth)) != i if alone else who != who[i]].mean() - truth[i]) for i in range(len(truth))
    ]
    return "the other bouts" if alone else "the other people", float(np.mean(off))


def _sides(trial: mobilised.Trial, done: Worn) -> str:
    assert done.strides is not None
    right: list[bool] = []
    for bout in trial.bouts:
        pairs = match(bout.ic_s, done.ic_s(), 0.25)
        right += (bout.side[pairs.reference] == done.strides.side[pairs.detection]).tolist()
    return f"{np.mean(right):.0%}" if right else "of none"
