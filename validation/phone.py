"""Phones: no recording of one with a reference could be had, so other sensors stand in for it.

Judged: a treadmill walker of another lab (gaitalytics' example, by its stored strikes), on whose thighs, shank and
pelvis sensors are SIMULATED from markers, the acceleration alone, turned at random; nothing in the method was set on
that recording. Printed beside, as the limits were set with them in view: sensors worn at the lower back (Mobilise-D lab
walks, against insoles and foot sensors; TRIPOD, against light bars) and at the shanks (TRIPOD), and thighs SIMULATED
from the markers of nine runs (RBDS, against a force plate). Each is taken with gravity and as an app would give it that
took gravity off. A phone in loose cloth or in a swinging hand is not among them.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from restride.core.errors import RestrideError
from restride.core.recording import Recording
from restride.read import read
from restride.signal.filters import lowpass
from restride.simulate import SACRUM, SHANKS, THIGHS, Device, from_markers
from validation import virtual
from validation.figures import Figure
from validation.matching import within
from validation.references import mobilised, tripod
from validation.runs import PEOPLE, TRIALS, data
from validation.score import Judged, Pair
from validation.worn import Worn, any_turn, measured

METHOD = "phone_steps"
AGAINST = (
    "stored strikes of a treadmill walk; sensors SIMULATED from the markers of thighs, shank and pelvis, turned at "
    "random, with and without gravity, in place of a phone"
)
LAB = "gaitalytics_treadmill_walking/treadmill_events.c3d"
PLACES = (("waistband", SACRUM), ("pocket", THIGHS[:1]), ("pocket", THIGHS[1:]), ("ankle", SHANKS[:1]))
DEVICE = Device(rate_hz=100.0, acc_noise_mps2=0.05)
NEAR_S = 0.25
GRAVITY_HZ = 0.25
"""What an app takes for gravity is slower than this."""
BY_WAY = {True: "with gravity", False: "without gravity"}


def as_phone(recording: Recording, place: str, seed: int, *, gravity: bool) -> Recording:
    """The acceleration of a recording's first device as a phone's app would give it, at another place and turned."""
    acc = recording.select("acc")[0]
    values = acc.values @ any_turn(seed).T
    if not gravity:
        values = values - lowpass(values, acc.rate_hz, cutoff_hz=GRAVITY_HZ)
    channel = replace(
        acc, quantity="acc" if gravity else "acc_free", place=place, side="none", frame="sensor", values=values
    )
    return replace(recording, channels=(channel,), task="unknown", marks=())


def _done(recording: Recording, place: str, seed: int, gravity: bool) -> Worn:
    try:
        return measured([as_phone(recording, place, seed, gravity=gravity)])
    except RestrideError as error:
        return Worn(None, {}, (), (), error=str(error))


@cache
def lab() -> list[tuple[str, bool, Worn, float]]:
    """(name, gravity, as measured, the mean stride time of the stored strikes) of the walker that is judged by."""
    (walk,) = read(data() / LAB)
    strikes = {s: [m.time_s for m in walk.marks if m.side == s and m.name == "Foot Strike"] for s in ("left", "right")}
    theirs = float(np.mean(np.concatenate([np.diff(sorted(at)) for at in strikes.values()])))
    out = []
    for seed, (place, sites) in enumerate(PLACES):
        made = from_markers(walk, sites, device=DEVICE, seed=seed)
        for gravity in BY_WAY:
            side = sites[0].side if sites[0].side != "none" else ""
            out.append((f"{place} {side}".strip(), gravity, _done(made, place, seed, gravity), theirs))
    return out


@cache
def runs() -> list[tuple[str, str, str, bool, Worn, float]]:
    """(person, name, place, gravity, as measured, the reference's mean stride time) of all but the lab walks."""
    out = []
    for trial in tripod.trials(data()):
        if trial.optogait is None:
            continue
        theirs = float(np.nanmean(trial.optogait.values["stride_time"]))
        for seed, (key, place) in enumerate((("SA", "waistband"), ("LS", "ankle"), ("RS", "ankle"))):
            if key in trial.files:
                (one,) = read(trial.files[key])
                for gravity in BY_WAY:
                    name = f"TRIPOD {trial.name} {key}"
                    out.append((trial.person, name, place, gravity, _done(one, place, seed, gravity), theirs))
    for i, person in enumerate(PEOPLE):
        folder = data() / "rbds_treadmill_running" / person
        (still,) = read(folder / f"{person}static.c3d")
        for trial_name in TRIALS:
            (run,) = read(folder / f"{person}run{trial_name}.c3d")
            made = from_markers(run, THIGHS[:1], standing=still, device=DEVICE, seed=i)
            contacts = virtual.plate(person, trial_name)
            theirs = float(np.nanmean(contacts.next_ic_s - contacts.ic_s))
            for gravity in BY_WAY:
                name = f"SIMULATED pocket {person} {trial_name}"
                out.append((person, name, "pocket", gravity, _done(made, "pocket", i, gravity), theirs))
    return out


@cache
def walks() -> list[tuple[mobilised.Trial, bool, Worn]]:
    """Every lab walk, as at the belt, with and without gravity."""
    return [
        (t, gravity, _done(read(f"{t.file}#{t.part}")[0], "waistband", k, gravity))
        for k, t in enumerate(mobilised.trials(data()))
        for gravity in BY_WAY
    ]


def judged() -> list[Judged]:
    """Stride time and cadence of the walker that nothing was set on."""
    out = []
    for name, gravity, done, theirs in lab():
        mine = done.mean("stride_time")
        if mine is not None:
            where = f"{name} {BY_WAY[gravity]}"
            out.append(Judged(METHOD, AGAINST, Pair("stride_time", "gaitalytics", where, "both", mine.value, theirs)))
            pace = done.mean("cadence")
            ours = pace.value if pace else np.nan
            out.append(Judged(METHOD, AGAINST, Pair("cadence", "gaitalytics", where, "both", ours, 120 / theirs)))
    return out


def figures() -> list[Figure]:
    """Steps found in the bouts of the lab walks, of those that the reference counts; printed, with no promise."""
    out = []
    for gravity, words in BY_WAY.items():
        some = [(t, d) for t, g, d in walks() if g == gravity]
        found = sum(len(within(d.ic_s(), b.start_s - NEAR_S, b.end_s + NEAR_S)) for t, d in some for b in t.bouts)
        true = sum(len(b.ic_s) for t, _ in some for b in t.bouts)
        out.append(
            Figure(
                f"phone/steps {words}", "mobgap_lowerback_walking as a phone", f"steps found in bouts, {words}",
                found / true, "", "none", decimals=2, seen=f"{true} contacts of {len(some)} trials",
            )
        )  # fmt: skip
    return out


def lines() -> dict[str, list[str]]:
    """method -> each recording in words."""
    out: dict[str, list[str]] = {}
    seen = [(f"SIMULATED {name} of a treadmill walker", name, g, done, theirs) for name, g, done, theirs in lab()]
    seen += [(name, place, gravity, done, theirs) for _, name, place, gravity, done, theirs in runs()]
    for name, place, gravity, done, theirs in seen:
        words = f"{name} as a phone ({place}, {BY_WAY[gravity]})"
        mine = done.mean("cadence")
        if done.strides is None or mine is None:
            out.setdefault("", []).append(f"{words}: {done.error or 'no cadence'}")
            continue
        told = f"{done.strides.task}, {done.n} steps, cadence {mine.value:.1f} ({120 / theirs:.1f}) steps/min"
        out.setdefault(METHOD, []).append(f"{words}: {told}")
    for trial, gravity, done in walks():
        true = sum(len(b.ic_s) for b in trial.bouts)
        kind = done.strides.task if done.strides is not None else done.error
        said = f"{trial.name} as a phone (waistband, {BY_WAY[gravity]}): {kind}, {done.n} steps ({true} in bouts)"
        out.setdefault(METHOD, []).append(said)
    return out
