"""Recordings as the commands see them, assessed once for all comparisons."""

import csv
import os
from functools import cache
from pathlib import Path

from restride.app.flows import Assessed, assess
from restride.core.profile import Athlete, Profile

PEOPLE = ("RBDS001", "RBDS010", "RBDS014")
TRIALS = ("T25", "T35", "T45")
BELT_MPS = {"T25": 2.5, "T35": 3.5, "T45": 4.5}


def data() -> Path:
    """Where the recordings are; ends with one line where they are not."""
    root = os.environ.get("RESTRIDE_DATA")
    if not root or not Path(root).is_dir():
        raise SystemExit("validation needs the recordings: set RESTRIDE_DATA to their folder")
    return Path(root)


@cache
def mass_kg() -> dict[str, float]:
    """Body mass by person, as RBDS recorded it."""
    with (data() / "rbds_treadmill_running" / "participants.csv").open(newline="") as file:
        return {f"RBDS{int(row['Subject']):03d}": float(row["Mass"]) for row in csv.DictReader(file)}


@cache
def rbds(person: str, trial: str) -> Assessed:
    """One treadmill run with its standing trial and the recorded mass."""
    folder = data() / "rbds_treadmill_running" / person
    profile = Profile(
        schema="restride/profile/1",
        athlete=Athlete(id=person, birth_year=1990, activity="running", mass_kg=mass_kg()[person]),
    )
    return assess(
        [str(folder / f"{person}run{trial}.c3d")], static=str(folder / f"{person}static.c3d"), profile=profile
    )


def value(done: Assessed, name: str, side: str) -> float | None:
    """The value of a metric, or None where it was withheld; values of causal kernels are left out."""
    for metric in done.assessment.metrics:
        if metric.name == name and metric.side == side and not metric.method.endswith("_live"):
            return metric.value
    return None
