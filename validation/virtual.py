"""Running on SIMULATED sensors, made from the marker paths of real runs (RBDS), against the runs' force plate.

Nobody has published a run with sensors on feet or shanks and a force plate that may be used here. The motion is that
of three people at three speeds; the sensor is computed from markers of 150 Hz, filtered at 50 Hz: impacts are
blunted, skin does not swing as a strapped sensor does, and noise and mounting are made up. Contacts and times can be
judged so, tibial shock cannot. The reference contacts are those of the independent computation (independent/), at 20
N.
"""

from functools import cache

import numpy as np

from restride.core.errors import RestrideError
from restride.read import read
from restride.simulate import FEET, SHANKS, Device, any_mounting, from_markers
from validation.figures import Figure
from validation.force import SIDES as MARKS
from validation.force import reference
from validation.matching import match, pool
from validation.paired import means, same_strides
from validation.references.contacts import Contacts, ordered
from validation.runs import BELT_MPS, PEOPLE, TRIALS, data
from validation.score import Judged, Pair
from validation.worn import Worn, measured

MADE = "sensors SIMULATED from the markers of 9 real runs of 3 people (RBDS)"
AGAINST = f"a force plate at 20 N; {MADE}"
BELT = f"the nominal speed of the belt; {MADE}"
PLACES = {"feet": FEET, "shanks": SHANKS}
DEVICE = {"rate_hz": 200.0, "acc_noise_mps2": 0.05, "gyro_noise_dps": 0.1, "gyro_bias_dps": (0.3, -0.2, 0.1)}
"""A usual sensor: noise and offsets of the order that data sheets give."""


@cache
def ran(place: str) -> list[tuple[str, str, Worn, Contacts]]:
    """(person, trial, as restride measures it, contacts of the plate) of every run, from sensors put on in any way."""
    found = []
    for i, person in enumerate(PEOPLE):
        folder = data() / "rbds_treadmill_running" / person
        (still,) = read(folder / f"{person}static.c3d")
        for j, trial in enumerate(TRIALS):
            (run,) = read(folder / f"{person}run{trial}.c3d")
            device = Device(mounting=any_mounting(3 * i + j), **DEVICE)  # type: ignore[arg-type]
            try:
                done = measured([from_markers(run, PLACES[place], standing=still, device=device, seed=j)])
            except (RestrideError, ValueError) as error:
                done = Worn(None, {}, (), (), error=str(error))
            found.append((person, trial, done, plate(person, trial)))
    return found


def plate(person: str, trial: str) -> Contacts:
    """Contacts of the independent computation; the next contact of a foot is the one after next."""
    rows = reference()[f"{person}run{trial}"]["contacts"]
    names = {mark: name for name, mark in MARKS.items()}
    side = np.array([names[r["side"]] for r in rows])
    ic, fc = (np.array([r[k] for r in rows]) for k in ("ic_s", "fc_s"))
    following = np.full(len(ic), np.nan)
    for name in MARKS:
        here = np.flatnonzero(side == name)
        following[here[:-1]] = ic[here[1:]]
    flight = np.r_[ic[1:] - fc[:-1], np.nan]
    return ordered(side, ic, fc, following, contact_time=fc - ic, flight_time=flight)


def judged() -> list[Judged]:
    """Means of each foot, speed of the belt."""
    out = []
    for place in PLACES:
        for person, trial, done, contacts in ran(place):
            for method, found in means(done, contacts, same_strides(done, contacts), person, trial).items():
                out += [Judged(method, AGAINST, p) for p in found if method]
            for name, theirs in (("speed", BELT_MPS[trial]),):
                mine = done.values(name)
                if np.isfinite(mine).any():
                    pair = Pair(name, person, trial, "both", float(np.nanmean(mine)), theirs)
                    out.append(Judged(done.method(name), BELT, pair))
            length = done.values("stride_length")
            if np.isfinite(length).any() and done.strides is not None:
                theirs_m = BELT_MPS[trial] * float(np.nanmean(contacts.next_ic_s - contacts.ic_s))
                pair = Pair("stride_length", person, trial, "both", float(np.nanmean(length)), theirs_m)
                out.append(Judged(done.method("stride_length"), BELT, pair))
    return out


def figures() -> list[Figure]:
    """Contacts of feet and shanks; printed, with no promise to keep."""
    out = []
    for place in PLACES:
        runs = ran(place)
        seen = f"{len(runs)} runs"
        on = f"SIMULATED {place}, running (RBDS)"
        ic = pool(match(c.ic_s[c.side == s], d.ic_s(s), 0.05) for *_, d, c in runs for s in MARKS)
        fc = pool(match(c.fc_s[c.side == s], d.fc_s(s), 0.05) for *_, d, c in runs for s in MARKS)
        timing = {"unit": "ms", "better": "near zero", "decimals": 1, "seen": seen}
        out += [
            Figure(f"virtual {place}/ic f1", on, "IC F1 at 50 ms", ic.f1, "", "more", decimals=3, seen=seen),
            Figure(f"virtual {place}/ic bias", on, "IC bias", 1000 * ic.bias_s, **timing),
            Figure(f"virtual {place}/fc f1", on, "FC F1 at 50 ms", fc.f1, "", "more", decimals=3, seen=seen),
            Figure(f"virtual {place}/fc bias", on, "FC bias", 1000 * fc.bias_s, **timing),
        ]
    return out


def lines() -> dict[str, list[str]]:
    """method -> each run in words."""
    out: dict[str, list[str]] = {}
    for place in PLACES:
        for person, trial, done, contacts in ran(place):
            if done.strides is None:
                out.setdefault("", []).append(f"SIMULATED {place} {person} {trial}: {done.error}")
                continue
            s = done.strides
            ic, fc = (
                pool(match(ref[contacts.side == side], mine[s.side == side], 0.05) for side in MARKS)
                for ref, mine in ((contacts.ic_s, s.ic_s), (contacts.fc_s, s.fc_s))
            )
            time = done.mean("contact_time")
            told = f"{time.value:.3f}" if time else "none"
            out.setdefault(s.method, []).append(
                f"SIMULATED {place} {person} {trial}: {s.task}, {s.n} contacts ({contacts.ic_s.size}), at 50 ms IC F1 "
                f"{ic.f1:.3f}, {ic.words()}; FC F1 {fc.f1:.3f}, {fc.words()}; contact time {told} s "
                f"({np.mean(contacts.fc_s - contacts.ic_s):.3f})"
            )
    return out
