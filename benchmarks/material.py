"""What is measured: real recordings where RESTRIDE_DATA names them, else the virtual runner's, and then it says so."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

RBDS = "rbds_treadmill_running"
SACRAL = "alcantara_sacral_running/Accelerometer_one_sub.csv"
ONE_TRIAL_A_ROW = """task = "running"
layout = "one trial a row"
samples = {samples}
rate_hz = 500.0
place = "sacrum"
[[channel]]
quantity = "acc"
unit = "g"
columns = {{ V = 0, AP = {samples} }}
"""


@dataclass(frozen=True, slots=True)
class Material:
    """run, static: C3D of a 30 s run and of standing. table: CSV with one trial a row, which `sidecar` describes."""

    words: str
    run: Path
    static: Path
    table: Path
    sidecar: Path


def material(folder: Path) -> Material:
    """The recordings, anything that has to be written for them in `folder`."""
    data = os.environ.get("RESTRIDE_DATA")
    return _recorded(Path(data).resolve(), folder) if data else _simulated(folder)


def _recorded(data: Path, folder: Path) -> Material:
    sidecar = folder / "sacral.toml"
    sidecar.write_text(ONE_TRIAL_A_ROW.format(samples=2480), encoding="utf-8")
    person = data / RBDS / "RBDS014"
    return Material(
        "REAL recordings: RBDS014 at 3.5 m/s, 30 s (Fukuchi et al. 2017, CC BY); sacral sensor (Alcantara et al. 2022)",
        person / "RBDS014runT35.c3d",
        person / "RBDS014static.c3d",
        data / SACRAL,
        sidecar,
    )


def _simulated(folder: Path) -> Material:
    """Made by a process of its own, so that this one stays small."""
    subprocess.run([sys.executable, "-m", "benchmarks.virtual", str(folder)], check=True)
    sidecar = folder / "sacral.toml"
    said = ONE_TRIAL_A_ROW.format(samples=15000) + '[conditions]\ndevice = "simulated"\n'
    sidecar.write_text(said, encoding="utf-8")
    words = "SIMULATED runner, 30 s, made by restride itself: RESTRIDE_DATA names no folder of recordings"
    return Material(words, folder / "run.c3d", folder / "static.c3d", folder / "sacral.csv", sidecar)
