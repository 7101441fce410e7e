"""TRIPOD: treadmill walking with light bars (OptoGait) and a pressure plate (Zebris) beside the sensors.

Sub_NAME/SPEED/IMU/{LF,RF,LS,RS,SA}.csv, OptoGait/optogait.csv and Zebris/gait_report/parameters.csv. Traps: the first
row of OptoGait is its trigger; its first strides hold the distance since then (thousands of cm), its last ones the
stop of the belt; its clock starts with a trigger of its own; a stride is listed with the contact that ends it, a
contact time with the one that begins it. Zebris writes its column names as "name, unit", so that its head has twice
as many cells as its row. OptoGait's contacts last about 70 ms longer than those of Zebris: a matter of definition.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from validation.references.contacts import Contacts, ordered

FOLDER = "tripod_treadmill_walking"
SIDES = {"L": "left", "R": "right"}
PLACES = {"LF": ("foot", "left"), "RF": ("foot", "right"), "LS": ("shank", "left"), "RS": ("shank", "right"),
          "SA": ("sacrum", "none")}  # fmt: skip
EACH_S = 0.3
"""The clocks of two sensors of one trial lie within this of each other."""
STEADY_SHARE = 0.10
"""A stride of OptoGait belongs to the steady part if its speed lies within this share of the median speed."""
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trial:
    """One speed of one person. belt_mps: what was set. files: LF RF LS RS SA, those that are there. zebris: means."""

    person: str
    speed: str
    belt_mps: float | None
    height_m: float | None
    leg_length_m: float | None
    files: dict[str, Path]
    optogait: Contacts | None
    zebris: dict[str, float]

    @property
    def name(self) -> str:
        """`FZ PWS`."""
        return f"{self.person} {self.speed}"


def trials(root: Path) -> list[Trial]:
    """Every speed of every person that has a sensor on a foot."""
    people = _people(root / FOLDER / "MetaInfo.csv")
    found = []
    for folder in sorted((root / FOLDER).glob("Sub_*/*/IMU")):
        trial, person = folder.parent, folder.parent.parent.name.removeprefix("Sub_")
        files = {path.stem: path for path in sorted(folder.glob("*.csv")) if path.stem in PLACES}
        if not {"LF", "RF"} & set(files):
            continue
        about = people.get(person, {})
        bars, plate = trial / "OptoGait" / "optogait.csv", trial / "Zebris" / "gait_report" / "parameters.csv"
        kmh, height, leg = (
            _decimal(about.get(k, "")) for k in (f"{trial.name} (km/h)", "Height (cm)", "Leg length (cm)")
        )
        found.append(
            Trial(
                person=person,
                speed=trial.name,
                belt_mps=None if kmh is None else kmh / 3.6,
                height_m=None if height is None else height / 100,
                leg_length_m=None if leg is None else leg / 100,
                files=files,
                optogait=optogait(bars) if bars.exists() else None,
                zebris=zebris(plate) if plate.exists() else {},
            )
        )
    return found


def optogait(path: Path) -> Contacts | None:
    """Contacts on OptoGait's own clock, with what it says of the stride that begins there; None without steady strides.

    The strides that it lists belong to the contact that ends them.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [r for r in csv.DictReader(file) if r["L/R"] in SIDES]
    contact, stance, ended_s, ended_m = (_column(rows, n) for n in ("Split", "TContact", "StrideTime\\Cycle", "Stride"))
    ended_m = ended_m / 100
    with np.errstate(invalid="ignore"):
        speed = ended_m / ended_s
        steady = np.abs(speed / np.nanmedian(speed) - 1) < STEADY_SHARE
    if not steady.any():
        return None
    side = np.array([SIDES[r["L/R"]] for r in rows])
    following, stride, metres = (np.full(len(rows), np.nan) for _ in range(3))
    for foot in SIDES.values():
        here = np.flatnonzero(side == foot)
        begins, ends = here[:-1][steady[here[1:]]], here[1:][steady[here[1:]]]
        following[begins], stride[begins], metres[begins] = contact[ends], ended_s[ends], ended_m[ends]
    final = contact + np.where(np.isfinite(following), stance, np.nan)
    return ordered(side, contact, final, following, stride_time=stride, stride_length=metres)


def zebris(path: Path) -> dict[str, float]:
    """Means by `name, unit`, empty cells left out."""
    head, values = path.read_text(encoding="utf-8-sig").splitlines()[:2]
    tokens, cells = head.split(",")[1:], values.split(",")[1:]
    names = [f"{name.strip()}, {unit.strip()}" for name, unit in zip(tokens[::2], tokens[1::2], strict=True)]
    return {name: float(cell) for name, cell in zip(names, cells, strict=True) if cell.strip()}


def on_clock_of(bars: Contacts, side: npt.NDArray[np.str_], ic_s: Array) -> Contacts:
    """OptoGait's contacts on the clock of the sensors; a sensor of its own on each foot may have a clock of its own.

    First for both feet together, then each foot about that: `side` says whose the contacts `ic_s` are.
    """
    both = offset_s(bars, side, ic_s)
    moved = {foot: bars.shifted(both) for foot in SIDES.values()}
    for foot in set(SIDES.values()) & set(side.tolist()):
        one = bars.rows(bars.side == foot)
        moved[foot] = bars.shifted(offset_s(one, side, ic_s, (both - EACH_S, both + EACH_S)))
    left, right = (moved[foot].rows(bars.side == foot) for foot in SIDES.values())
    arrays = ((*a,) for a in ((left.ic_s, right.ic_s), (left.fc_s, right.fc_s), (left.next_ic_s, right.next_ic_s)))
    ic, fc, following = (np.concatenate(a) for a in arrays)
    values = {name: np.concatenate([left.values[name], right.values[name]]) for name in bars.values}
    return ordered(np.concatenate([left.side, right.side]), ic, fc, following, **values)


def offset_s(
    bars: Contacts, side: npt.NDArray[np.str_], ic_s: Array, between: tuple[float, float] = (-60.0, 60.0)
) -> float:
    """What to add to OptoGait's clock so that its contacts lie closest to those of the sensors.

    Shifts by a whole stride fit almost as well, but for the irregular strides.
    """
    spread = []
    grid = np.arange(*between, 0.02)
    for shift in grid:
        off = [
            np.abs(_nearest(ic_s[side == foot], bars.ic_s[bars.side == foot] + shift))
            for foot in SIDES.values()
            if (side == foot).any() and (bars.side == foot).any()
        ]
        spread.append(float(np.mean(np.minimum(np.concatenate(off), 0.5))) if off else np.inf)
    return float(grid[int(np.argmin(spread))])


def _column(rows: list[dict[str, str]], name: str) -> Array:
    return np.array([float(r[name]) if r[name] else np.nan for r in rows])


def _nearest(events: Array, times: Array) -> Array:
    """(n,) from each time to the event that lies closest to it."""
    events = np.sort(events)
    after = np.clip(np.searchsorted(events, times), 0, len(events) - 1)
    before = np.maximum(after - 1, 0)
    low, high = times - events[before], times - events[after]
    return np.where(np.abs(low) < np.abs(high), low, high)


def _people(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        return {row["Subject Alias"]: row for row in csv.DictReader(file, delimiter=";")}


def _decimal(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if cell.strip() else None
