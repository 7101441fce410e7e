"""Contacts, forces and loading rates against a computation by another author and another route (independent/).

The two share the force plate's file and the definitions, nothing else: the error covers the computation, not the plate.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from validation.runs import PEOPLE, TRIALS, rbds, value
from validation.score import Pair, Score, by_metric

AGAINST = "an independent computation from the same force plate (RBDS, treadmill, 2.5 to 4.5 m/s)"
MEANS = {
    "contact_time": "contact_s",
    "vgrf_peak": "vgrf_peak_bw",
    "braking_peak": "braking_peak_bw",
    "propulsive_peak": "propulsive_peak_bw",
    "braking_impulse": "braking_impulse_bw_s",
    "propulsive_impulse": "propulsive_impulse_bw_s",
    "valr": "valr_bw_s",
    "vilr": "vilr_bw_s",
}
IMPACT = ("valr", "vilr", "impact_peak")
SIDES = {"left": "L", "right": "R"}


def reference() -> dict[str, Any]:
    """The independent computation's output, by trial."""
    return json.loads((Path(__file__).parent / "independent" / "rbds_force.json").read_text())


def timing(contacts: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """Means that the reference does not list, from its contacts: (metric, side) -> seconds, 1 or steps/min."""
    side = np.array([c["side"] for c in contacts])
    ic, fc = (np.array([c[k] for c in contacts]) for k in ("ic_s", "fc_s"))
    out = {("step_time", "both"): float(np.diff(ic).mean()), ("flight_time", "both"): float((ic[1:] - fc[:-1]).mean())}
    out["cadence", "both"] = 60 / out["step_time", "both"]
    for name, mark in SIDES.items():
        i, f = ic[side == mark], fc[side == mark]
        stride = np.diff(i)
        out["stride_time", name] = float(stride.mean())
        out["swing_time", name] = float((i[1:] - f[:-1]).mean())
        out["duty_factor", name] = float(((f - i)[:-1] / stride).mean())
        out["step_time", name] = float(np.diff(ic)[side[1:] == mark].mean())
    return out


def pairs() -> list[Pair]:
    """Every number that both have."""
    found = []
    for person in PEOPLE:
        for trial in TRIALS:
            theirs, ours = reference()[f"{person}run{trial}"], rbds(person, trial)
            wanted = timing(theirs["contacts"])
            for name, key in MEANS.items():
                for side, mark in SIDES.items():
                    if (mean := theirs["means"][mark][key]) is not None:
                        wanted[name, side] = mean
            for (name, side), reference_value in wanted.items():
                mine = value(ours, name, side)
                if mine is not None:
                    found.append(Pair(name, person, trial, side, mine, reference_value))
    return found


def impact_pairs() -> list[Pair]:
    """Loading rates where both have them for a side."""
    return [p for p in pairs() if p.metric in IMPACT]


def scores() -> list[Score]:
    """Errors of contacts and forces, and of loading rates."""
    everything = pairs()
    return [
        *by_metric("force_20n", AGAINST, [p for p in everything if p.metric not in IMPACT]),
        *by_metric("impact_window", AGAINST, [p for p in everything if p.metric in IMPACT]),
    ]


def lines() -> list[str]:
    """Each trial against the reference: number and sides of contacts, and the errors that the project promised."""
    out = []
    for person in PEOPLE:
        for trial in TRIALS:
            theirs, ours = reference()[f"{person}run{trial}"], rbds(person, trial)
            s = ours.strides
            ic = np.array([c["ic_s"] for c in theirs["contacts"]])
            sides = np.array([c["side"] for c in theirs["contacts"]])
            near = [int(np.argmin(np.abs(ic - t))) for t in s.ic_s]
            right = np.mean([SIDES.get(str(a), "") == sides[j] for a, j in zip(s.side, near, strict=True)])
            wanted = timing(theirs["contacts"])
            both = theirs["means"]["both"]
            contact = 1000 * ((value(ours, "contact_time", "both") or np.nan) - both["contact_s"])
            cadence = (value(ours, "cadence", "both") or np.nan) - wanted["cadence", "both"]
            peak = 100 * ((value(ours, "vgrf_peak", "both") or np.nan) / both["vgrf_peak_bw"] - 1)
            brake = 100 * ((value(ours, "braking_peak", "both") or np.nan) / both["braking_peak_bw"] - 1)
            mine, ref = value(ours, "valr", "both"), both["valr_bw_s"]
            valr = (
                f"{100 * (mine / ref - 1):+.1f} %"
                if mine and ref
                else "both withheld"
                if mine is ref
                else "one withheld"
            )
            out.append(
                f"{person} {trial}: contacts {s.n} ({len(ic)}), right foot {right:.0%}, "
                f"cadence {cadence:+.2f} steps/min, "
                f"contact time {contact:+.1f} ms, peak force {peak:+.2f} %, braking peak {brake:+.1f} %, VALR {valr}"
            )
    return out
