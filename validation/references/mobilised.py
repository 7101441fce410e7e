"""Mobilise-D lab walks: lower back, with insoles and feet (INDIP) as the reference (mobgap_lowerback_walking).

COHORT/PERSON/data.mat holds data.TimeMeasure1.TestN.TrialM; the bouts of Standards.INDIP.MicroWB carry contacts in
seconds from the start of the recording, and strides. INDIP is itself worn: its strides are off by several
centimetres, its bouts have holes of up to 2.7 s and a few contacts twice. A person without INDIP bouts is none to
judge recall by, but may be called walking without being walked against.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FOLDER = "mobgap_lowerback_walking"
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WalkingBout:
    """One bout: [start_s, end_s], contacts and their sides, strides (NaN dropped), mean speed and cadence."""

    start_s: float
    end_s: float
    ic_s: Array
    side: npt.NDArray[np.str_]
    stride_m: Array
    stride_s: Array
    speed_mps: float
    cadence_spm: float


@dataclass(frozen=True)
class Trial:
    """One trial; part: its name inside the file (`Test5/Trial1`). bouts: MicroWB; periods: ContinuousWalkingPeriod."""

    cohort: str
    person: str
    file: Path
    part: str
    seconds: float
    bouts: tuple[WalkingBout, ...]
    periods: tuple[tuple[float, float], ...]
    height_m: float | None
    sensor_height_m: float | None

    @property
    def who(self) -> str:
        """`HA/001`."""
        return f"{self.cohort}/{self.person}"

    @property
    def name(self) -> str:
        """`HA/001 Test5/Trial1`."""
        return f"{self.who} {self.part}"


def trials(root: Path) -> list[Trial]:
    """Every trial with INDIP of every person, by cohort."""
    about = root / FOLDER / "participant_metadata.json"
    people = json.loads(about.read_text(encoding="utf-8")) if about.exists() else {}
    return [
        trial
        for file in sorted((root / FOLDER).glob("*/*/data.mat"))
        for trial in _trials(file, people.get(file.parent.parent.name, {}).get(file.parent.name, {}))
    ]


def _trials(file: Path, about: dict[str, Any]) -> list[Trial]:
    from scipy.io import loadmat

    data = loadmat(file, squeeze_me=True, struct_as_record=False)["data"].TimeMeasure1
    found = []
    for test in data._fieldnames:
        for trial in getattr(data, test)._fieldnames:
            one = getattr(getattr(data, test), trial)
            indip = getattr(getattr(one, "Standards", None), "INDIP", None)
            if indip is None or not hasattr(one, "SU"):
                continue
            sensor = one.SU.LowerBack
            found.append(
                Trial(
                    cohort=file.parent.parent.name,
                    person=file.parent.name,
                    file=file,
                    part=f"{test}/{trial}",
                    seconds=len(sensor.Acc) / float(sensor.Fs.Acc),
                    bouts=tuple(_bout(b) for b in _each(indip.MicroWB)),
                    periods=tuple((float(b.Start), float(b.End)) for b in _each(indip.ContinuousWalkingPeriod)),
                    height_m=about.get("height_m"),
                    sensor_height_m=about.get("sensor_height_m"),
                )
            )
    return found


def _each(bouts: Any) -> list[Any]:
    """None, one or several: MATLAB knows no list of one."""
    return [b for b in np.atleast_1d(bouts) if hasattr(b, "Start") and np.size(b.Start)]


def _bout(b: Any) -> WalkingBout:
    ic = np.atleast_1d(np.asarray(b.InitialContact_Event, dtype=np.float64))
    side = np.array([str(s).lower() for s in np.atleast_1d(b.InitialContact_LeftRight)], dtype="<U7")
    keep = np.isfinite(ic)
    length, time = (np.atleast_1d(np.asarray(x, dtype=np.float64)) for x in (b.Stride_Length, b.Stride_Duration))
    return WalkingBout(
        start_s=float(b.Start),
        end_s=float(b.End),
        ic_s=ic[keep],
        side=side[keep] if len(side) == len(ic) else np.full(int(keep.sum()), "unknown"),
        stride_m=length[np.isfinite(length)],
        stride_s=time[np.isfinite(time)],
        speed_mps=float(b.WalkingSpeed),
        cadence_spm=float(b.Cadence),
    )
