"""Sensors on a treadmill against light bars (TRIPOD): feet, shanks and back, and the latter two against the feet.

The clocks of sensors and light bars are not the same: the light bars' is moved to where all contacts fit best, then
the same strides are compared, those of a steady belt. The fit is ambiguous by a stride, and a stride of the light
bars scatters by 5 cm: means are judged, not strides. Light bars call the foot down about 70 ms longer than a pressure
plate does. A stance of ours lasts from the landing to the lift-off of the foot's sensor; the difference to both is
printed.

The sensors share no clock either: the feet are 70 ms apart, the shanks 160 ms. What lies between left and right is
therefore not judged, only its mean over both feet, which no shift of a clock changes.
"""

from functools import cache

import numpy as np

from restride.metrics.bout import Person
from validation.figures import Figure
from validation.matching import match
from validation.paired import errors, means, same_strides
from validation.references import tripod
from validation.references.contacts import Contacts
from validation.runs import data
from validation.score import Judged, Pair
from validation.worn import Said, Worn, worn

AGAINST = "light bars beside a treadmill (OptoGait; TRIPOD, one healthy person)"
BELT = "the set speed of the belt (TRIPOD)"
NEAR_S = 0.2
"""Strides of sensors and light bars whose ends lie so close are the same; half a step is farther than this."""
TUNED = {("back_walking", "stride_length"), ("back_walking", "speed")}
"""Their constant comes from this walker too: agreement, printed beside the feet, and no error."""
PLACES = {"feet": ("LF", "RF"), "shanks": ("LS", "RS"), "back": ("SA",)}
PLATE = {"stride_time": "Stride time, sec", "stride_length": "Stride length, cm"}


def said(key: str) -> Said:
    """Where a sensor of this data set sat."""
    place, side = tripod.PLACES[key]
    return Said(place=place, side=side)


@cache
def walked(place: str = "feet") -> list[tuple[tripod.Trial, Worn]]:
    """Every trial from both feet together, from both shanks, or from the back."""
    keys = PLACES[place]
    return [(t, _worn(t, keys)) for t in tripod.trials(data()) if set(keys) & set(t.files)]


def everything() -> list[tuple[str, tripod.Trial, Worn]]:
    """(feet, shanks or back, trial, what was measured) of all of them."""
    return [(place, trial, done) for place in PLACES for trial, done in walked(place)]


def _worn(trial: tripod.Trial, keys: tuple[str, ...]) -> Worn:
    files = [(str(trial.files[key]), said(key)) for key in keys if key in trial.files]
    return worn(files, person=Person(None, trial.height_m, trial.leg_length_m))


@cache
def on_our_clock(trial: tripod.Trial, done: Worn) -> Contacts | None:
    """The contacts of the light bars on the sensors' clock, each foot's on its own sensor's."""
    bars, s = trial.optogait, done.strides
    return None if bars is None or s is None else tripod.on_clock_of(bars, s.side, s.ic_s)


def pairs(trial: tripod.Trial, done: Worn) -> list[tuple[str, Pair]]:
    """(method, means of a side over the same strides) for every metric that both have."""
    bars = on_our_clock(trial, done)
    if bars is None:
        return []
    paired = same_strides(done, bars, NEAR_S)
    found = means(done, bars, paired, trial.person, trial.name, leave_out=("step_time",))
    for some in found.values():
        feet = [p for p in some if p.metric == "stride_time"]
        if len(feet) == 2 and not any(p.metric == "cadence" for p in some):
            ours, theirs = (120 / np.mean([getattr(p, k) for p in feet]) for k in ("ours", "theirs"))
            some.append(Pair("cadence", trial.person, trial.name, "both", float(ours), float(theirs)))
    found = {m: [p for p in some if (m, p.metric) not in TUNED] for m, some in found.items()}
    return [(method, p) for method, some in found.items() for p in some]


def figures() -> list[Figure]:
    """The promises: stride time, stride length and stance time, both feet together."""
    out = []
    for trial, done in walked():
        on = f"tripod_treadmill_walking {trial.name}"
        seen = f"{0 if trial.optogait is None else len(trial.optogait.side)} contacts"
        promised = (
            ("stride_time", "mean stride time", "%", 0.5, 2),
            ("stride_length", "mean stride length", "%", 1.5, 2),
            ("stance_time", "mean stance time against OptoGait", "ms", 20.0, 1),
        )
        for name, what, unit, target, decimals in promised:
            both = [p for _, p in pairs(trial, done) if p.metric == name]
            value = np.nan
            if both:
                ours, theirs = (np.mean([getattr(p, k) for p in both]) for k in ("ours", "theirs"))
                value = float(100 * (ours / theirs - 1) if unit == "%" else 1000 * (ours - theirs))
            out.append(
                Figure(f"{trial.name}/{name}", on, what, value, unit, "near zero", target, decimals=decimals, seen=seen)
            )
    return out


def judged() -> list[Judged]:
    """Means of each foot from every placement, and the speed of the belt."""
    out = []
    for _, trial, done in everything():
        out += [Judged(method, AGAINST, p) for method, p in pairs(trial, done)]
        bars = on_our_clock(trial, done)
        if trial.belt_mps is not None and bars is not None and (done.method("speed"), "speed") not in TUNED:
            speed = done.values("speed")[same_strides(done, bars, NEAR_S).ours]
            if np.isfinite(speed).any():
                p = Pair("speed", trial.person, trial.name, "both", float(np.nanmean(speed)), trial.belt_mps)
                out.append(Judged(done.method("speed"), BELT, p))
    return out


def lines() -> dict[str, list[str]]:
    """method -> each trial in words, with the pressure plate beside the light bars."""
    out: dict[str, list[str]] = {}
    for place, trial, done in everything():
        bars = on_our_clock(trial, done)
        if done.strides is None or bars is None:
            out.setdefault("", []).append(f"{trial.name}, {place}: {done.error or 'no light bars'}")
            continue
        units = {"stride_time": "s", "stride_length": "m", "stance_time": "s"}
        told = [
            f"{p.metric} {p.side} {p.ours:.3f} (OptoGait {p.theirs:.3f}) {units[p.metric]}"
            for _, p in pairs(trial, done)
            if p.metric in units
        ]
        paired = same_strides(done, bars, NEAR_S)
        off = errors(done, bars, paired, "stride_time")
        if len(off):
            rms = 1000 * float(np.sqrt(np.mean(off**2)))
            told.append(f"{len(off)} strides, stride by stride {rms:.0f} ms RMS in time")
        plate = [f"{k} {v:.3f}" for k, v in trial.zebris.items() if k in PLATE.values()]
        stance = [
            trial.zebris[f"Stance phase {s}, %"] / 100 * trial.zebris["Stride time, sec"]
            for s in "LR"
            if {f"Stance phase {s}, %", "Stride time, sec"} <= set(trial.zebris)
        ]
        plate += [f"stance {np.mean(stance):.3f} s"] if stance else []
        out.setdefault(done.strides.method, []).append(
            f"{trial.name}, {place}: {'; '.join(told)}; pressure plate: {', '.join(plate)}"
        )
    return out


def beside_the_feet() -> dict[str, list[str]]:
    """method -> shank and back of every trial against its feet: both are worn, so that this is agreement, not error."""
    out: dict[str, list[str]] = {}
    feet = {trial.name: done for trial, done in walked()}
    for place, trial, done in everything():
        if place == "feet":
            continue
        name = f"{trial.name}, {place} against feet"
        if done.strides is None or feet[trial.name].strides is None:
            out.setdefault("", []).append(f"{name}: {done.error or feet[trial.name].error}")
            continue
        out.setdefault(done.strides.method, []).append(f"{name}: {agreement(done, feet[trial.name])}")
    return out


def agreement(done: Worn, feet: Worn) -> str:
    """How the contacts of one place lie to those of the feet."""
    assert done.strides is not None
    assert feet.strides is not None
    told = [f"{done.n} contacts ({feet.n})"]
    for side in ("left", "right"):
        mine = done.ic_s(side if done.strides.count(side) else "both")
        ic = match(feet.ic_s(side), mine, 0.25)
        told.append(f"{side} {ic.recall:.0%} of the feet's contacts, {ic.words()}")
    for metric in ("stride_time", "stance_time", "stride_length", "speed"):
        a, b = done.mean(metric), feet.mean(metric)
        if a is not None and b is not None:
            told.append(f"{metric} {a.value:.3f} ({b.value:.3f}) {a.unit}")
    return "; ".join(told)
