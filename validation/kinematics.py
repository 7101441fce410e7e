"""Marker kinematics against what is known from outside: the belt's speed, and OpenSim's knee at peak moment.

OpenSim's knee flexion is the one at the peak knee extension moment, within a few hundredths of a second of peak
flexion, from a scaled generic model: the difference holds both that and the definitions, so it is an upper bound.
The choice between two published hip regressions was made on these recordings, and no other constant.
"""

import csv

from validation.runs import BELT_MPS, PEOPLE, TRIALS, data, rbds, value
from validation.score import Pair, Score, by_metric

KNEE = "OpenSim inverse kinematics of the same markers, knee flexion at peak extension moment (RBDS)"
BELT = "nominal belt speed (RBDS)"


def scores() -> list[Score]:
    """Errors of peak knee flexion and of speed with what follows from it."""
    with (data() / "rbds_treadmill_running" / "reference_opensim_peaks.csv").open(newline="") as file:
        knee = {
            (r["subject"], r["trial"], r["side"]): float(r["knee_flexion_at_peak_deg"]) for r in csv.DictReader(file)
        }
    flexion, speed = [], []
    for (person, trial, side), theirs in knee.items():
        ours = value(rbds(person, trial), "knee_flexion_peak", side)
        if ours is not None:
            flexion.append(Pair("knee_flexion_peak", person, trial, side, ours, theirs))
    for person in PEOPLE:
        for trial in TRIALS:
            ours, stride = (value(rbds(person, trial), name, "both") for name in ("speed", "stride_length"))
            if ours is not None:
                speed.append(Pair("speed", person, trial, "both", ours, BELT_MPS[trial]))
            stride_s = value(rbds(person, trial), "stride_time", "both")
            if stride is not None and stride_s is not None:
                speed.append(Pair("stride_length", person, trial, "both", stride, BELT_MPS[trial] * stride_s))
    return [*by_metric("markers_segments", KNEE, flexion), *by_metric("markers_segments", BELT, speed)]
