"""gaitmap's example walk: events of both feet from motion capture, and heel markers (gaitmap_foot_imu_walking).

stride_events_NAME.csv holds sample numbers of imu_NAME.csv at 204.8 Hz, one stride a row from one moment of least
velocity (mid-stance) to the next: `pre_ic` is the contact before it, `tc` the lift-off and `ic` the landing in it.
mocap_NAME.csv holds marker paths in millimetres at 100 Hz on the same clock. The reference leaves out steps at the
edges of the walk and inside the turn, so events are counted between its first and its last mid-stance of a foot.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from validation.references.contacts import Contacts, ordered

FOLDER = "gaitmap_foot_imu_walking"
EVENTS_HZ, MARKERS_HZ = 204.8, 100.0
SLOWER_HZ = 102.4
"""The rate of the recordings with `ms` or `ic_stride` in their names."""
HEEL, TOE = "FCC", "TOE"
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Walk:
    """A walk with motion capture. raw: the same in the sensors' own axes, if there. windows: side -> (start, end) s.

    ic_s, fc_s: side -> events inside the window. contacts: with stride_length in m, the way of the heel marker over
    ground between the two mid-stances, and speed, that way by the time from contact to contact. pitch_deg: side -> (n,)
    rise of the line from heel to toe marker. flat_s: (n, 2) mid-stances between which the stride of each contact lies.
    """

    name: str
    imu: Path
    raw: Path | None
    rate_hz: float
    windows: dict[str, tuple[float, float]]
    ic_s: dict[str, Array]
    fc_s: dict[str, Array]
    contacts: Contacts
    pitch_deg: dict[str, Array]
    flat_s: Array

    def pitch_at(self, side: str, time_s: Array) -> Array:
        """(n,) how far the line from heel to toe marker points up, degrees."""
        return np.interp(time_s, np.arange(len(self.pitch_deg[side])) / MARKERS_HZ, self.pitch_deg[side])


def walks(root: Path) -> list[Walk]:
    """Every walk whose events and markers are there."""
    found = []
    for events in sorted((root / FOLDER).glob("stride_events_*.csv")):
        name = events.stem.removeprefix("stride_events_")
        imu, markers = events.with_name(f"imu_{name}.csv"), events.with_name(f"mocap_{name}.csv")
        if imu.exists() and markers.exists():
            found.append(_walk(name, imu, events, markers))
    return found


def others(root: Path) -> list[tuple[Path, float]]:
    """(file, Hz) of the recordings without motion capture: stairs, walks of patients."""
    known = {path for walk in walks(root) for path in (walk.imu, walk.raw)}
    return [(path, rate_hz(path)) for path in sorted((root / FOLDER).glob("imu_*.csv")) if path not in known]


def rate_hz(path: Path) -> float:
    """Rate of a recording of this folder, Hz; the files do not say it."""
    return SLOWER_HZ if "_ms_" in path.stem or "ic_stride" in path.stem else EVENTS_HZ


def borders(root: Path, name: str, rate: float) -> dict[str, Array]:
    """side -> (k, 2) s, start and end of the strides of stride_borders_NAME.csv; empty where there is no such file."""
    path = root / FOLDER / f"stride_borders_{name}.csv"
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    sides = dict.fromkeys(r["foot"] for r in rows)
    return {s: np.array([[float(r["start"]), float(r["end"])] for r in rows if r["foot"] == s]) / rate for s in sides}


def _walk(name: str, imu: Path, events: Path, markers: Path) -> Walk:
    with events.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    paths = _markers(markers)
    time_s = {
        key: np.array([_number(r[key]) for r in rows]) / EVENTS_HZ for key in ("start", "end", "ic", "tc", "pre_ic")
    }
    side = np.array([r["foot"] for r in rows])
    length = np.full(len(rows), np.nan)
    for i, foot in enumerate(side):
        if foot_path := paths.get((f"{foot[0].upper()}_{HEEL}", "x")):
            xy = (foot_path, paths[f"{foot[0].upper()}_{HEEL}", "y"])
            a, b = (np.array([_at(p, time_s[end][i]) for p in xy]) for end in ("start", "end"))
            length[i] = np.linalg.norm(b - a)
    windows, ic, fc = {}, {}, {}
    for foot in dict.fromkeys(side):
        here = side == foot
        windows[str(foot)] = (float(np.nanmin(time_s["start"][here])), float(np.nanmax(time_s["end"][here])))
        ic[str(foot)], fc[str(foot)] = (_finite(time_s[key][here]) for key in ("ic", "tc"))
    raw = imu.with_name(f"{imu.stem}_not_rotated.csv")
    speed = length / (time_s["ic"] - time_s["pre_ic"])
    contacts = ordered(side, time_s["pre_ic"], time_s["tc"], time_s["ic"], stride_length=length, speed=speed)
    order = np.argsort(time_s["pre_ic"], kind="stable")
    flat = np.column_stack([time_s["start"], time_s["end"]])[order]
    pitch = {foot: _pitch(paths, foot[0].upper()) for foot in windows if (f"{foot[0].upper()}_{TOE}", "z") in paths}
    return Walk(name, imu, raw if raw.exists() else None, rate_hz(imu), windows, ic, fc, contacts, pitch, flat)


def _pitch(paths: dict[tuple[str, str], list[float]], foot: str) -> Array:
    """(n,) degrees by which the line from heel to toe rises from the level."""
    line = np.array([np.subtract(paths[f"{foot}_{TOE}", a], paths[f"{foot}_{HEEL}", a]) for a in "xyz"])
    return np.degrees(np.arctan2(line[2], np.hypot(line[0], line[1])))


def _markers(path: Path) -> dict[tuple[str, str], list[float]]:
    """(marker, axis) -> path in m."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        names, axes, *rows = list(csv.reader(file))
    table = np.array([[_number(cell) for cell in row] for row in rows]) / 1000
    return {(n, a): table[:, k].tolist() for k, (n, a) in enumerate(zip(names, axes, strict=True)) if n}


def _at(path: list[float], time_s: float) -> float:
    return float(np.interp(time_s, np.arange(len(path)) / MARKERS_HZ, path, left=np.nan, right=np.nan))


def _number(cell: str) -> float:
    return float(cell) if cell.strip() else float("nan")


def _finite(x: Array) -> Array:
    return np.sort(x[np.isfinite(x)])
