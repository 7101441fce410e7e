"""Sacral accelerometer against the force plate at 0.10 BW: 16 trials of one runner, slopes -10 to +10 degrees.

No constant of the detector was fixed on these trials: it has none for contact time. The baselines beside it are what
one gets without a sensor's shape: predicting the mean of the other trials, and a line in speed and step time fitted to
them (leave one trial out).
"""

from functools import cache
from pathlib import Path

import numpy as np

from restride.app.flows import assess
from validation.runs import data
from validation.score import Pair, Score, by_metric

AGAINST = "vertical force at 0.10 BW, one runner, 16 treadmill trials on slopes of -10 to +10 degrees (Alcantara 2022)"
SIDECAR = """
task = "running"
layout = "one trial a row"
samples = 2480
rate_hz = 500.0
[[channel]]
quantity = "acc"
place = "sacrum"
side = "none"
unit = "g"
columns = {{ V = 0, AP = 2480 }}
{rows}
"""


def sidecar(folder: Path, info: Path) -> Path:
    """The sidecar that names the columns and the conditions of each row."""
    rows = np.genfromtxt(info, delimiter=",", names=True, dtype=None, encoding="utf-8")
    tables = "".join(f"[[row]]\nspeed_mps = {r['Speed']}\nslope_deg = {r['Slope']}\n" for r in rows)
    path = folder / "sacral.toml"
    path.write_text(SIDECAR.format(rows=tables))
    return path


def force_contacts(force: np.ndarray, rate_hz: float, level: float = 0.10) -> tuple[np.ndarray, np.ndarray]:
    """Whole contacts where force (n,) in BW crosses `level`, by straight lines between samples."""
    up = np.flatnonzero((force[:-1] < level) & (force[1:] >= level))
    down = np.flatnonzero((force[:-1] >= level) & (force[1:] < level))
    at = lambda i: (i + (level - force[i]) / (force[i + 1] - force[i])) / rate_hz  # noqa: E731
    down = down[down > up[0]]
    n = min(len(up), len(down))
    return at(up[:n]), at(down[:n])


@cache
def trials() -> tuple[list[Pair], list[tuple[float, float]]]:
    """(pairs of contact time and cadence, (speed, step time) of each trial)."""
    import tempfile

    root = data() / "alcantara_sacral_running"
    file = root / "Accelerometer_one_sub.csv"
    force = np.loadtxt(root / "GRF_one_sub.csv", delimiter=",")
    found, known = [], []
    with tempfile.TemporaryDirectory() as folder:
        beside = sidecar(Path(folder), root / "Sub_Info_one_sub.csv")
        for row, grf in enumerate(force):
            done = assess([f"{file}#{row}"], sidecars=[beside])
            ic, fc = force_contacts(grf, 500.0)
            ours = {m.name: m.value for m in done.assessment.metrics if m.side == "both" and "live" not in m.method}
            step = float(np.diff(ic).mean())
            found.append(
                Pair("contact_time", "subject 2", str(row), "both", ours["contact_time"], float((fc - ic).mean()))
            )
            found.append(Pair("cadence", "subject 2", str(row), "both", ours["cadence"], 60 / step))
            found.append(Pair("step_time", "subject 2", str(row), "both", ours["step_time"], step))
            known.append((done.assessment.recordings[0].conditions.speed_mps or np.nan, step))
            stride = ic[2:] - ic[:-2]
            found.append(Pair("stride_time", "subject 2", str(row), "both", ours["stride_time"], float(stride.mean())))
            swing = float((ic[2:] - fc[:-2]).mean())
            found.append(Pair("swing_time", "subject 2", str(row), "both", ours["swing_time"], swing))
            flight = float((ic[1:] - fc[:-1]).mean())
            found.append(Pair("flight_time", "subject 2", str(row), "both", ours["flight_time"], flight))
            found.append(
                Pair(
                    "duty_factor",
                    "subject 2",
                    str(row),
                    "both",
                    ours["duty_factor"],
                    float((fc - ic).mean() / step / 2),
                )
            )
    return found, known


def scores() -> list[Score]:
    """Errors of cadence and contact time."""
    return by_metric("sacral_acc", AGAINST, trials()[0])


def lines() -> list[str]:
    """Contact time beside the baselines, and the worst cadence."""
    found, known = trials()
    contact = [p for p in found if p.metric == "contact_time"]
    cadence = np.abs([p.ours - p.theirs for p in found if p.metric == "cadence"])
    truth = np.array([p.theirs for p in contact])
    x = np.column_stack([np.ones(len(known)), np.array(known)])
    mean, line = np.empty(len(truth)), np.empty(len(truth))
    for i in range(len(truth)):
        rest = np.arange(len(truth)) != i
        mean[i] = truth[rest].mean()
        line[i] = x[i] @ np.linalg.lstsq(x[rest], truth[rest], rcond=None)[0]
    rmse = lambda e: 1000 * float(np.sqrt(np.mean(np.square(e))))  # noqa: E731
    own = rmse([p.ours - p.theirs for p in contact])
    return [
        f"contact time RMSE over 16 trials: {own:.1f} ms; the mean of the other trials {rmse(mean - truth):.1f} ms; "
        f"a line in speed and step time {rmse(line - truth):.1f} ms (both left out one by one)",
        f"cadence: worst {cadence.max():.2f} steps/min, mean error {cadence.mean():.2f}",
    ]
