"""Loaders of the references, on files of a few rows with the traps of the real ones."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.io import savemat

from validation.references import gaitmap, loops, mobilised, tripod

OPTOGAIT = """,L/R,TContact,Split,Stride,StrideTime\\Cycle
0,START,,,,
1,R,0.80,10.0,2681,
2,L,0.81,10.6,2746,
3,R,0.82,11.2,124,1.2
4,L,0.83,11.8,120,1.2
5,R,0.84,12.4,120,1.2
6,L,0.85,13.0,60,1.2
"""
ZEBRIS = "\ufefftype,Stride length, cm,Stride time, sec,Max velocity SD, cm/sec\nparameter values,127.7,1.25,\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one person on one speed."""
    trial = tmp_path / tripod.FOLDER / "Sub_XY" / "PWS"
    for folder in ("IMU", "OptoGait", "Zebris/gait_report"):
        (trial / folder).mkdir(parents=True)
    for name in ("LF", "RF", "SA"):
        (trial / "IMU" / f"{name}.csv").write_text("x")
    (trial / "OptoGait" / "optogait.csv").write_text(OPTOGAIT)
    (trial / "Zebris" / "gait_report" / "parameters.csv").write_text(ZEBRIS, encoding="utf-8")
    head = "Subject Alias;Height (cm);Leg length (cm);PWS (km/h)\nXY;172,5;82,5;3,6\n"
    (tmp_path / tripod.FOLDER / "MetaInfo.csv").write_text(head)
    return tmp_path


def test_a_stride_of_the_light_bars_belongs_to_the_contact_that_begins_it(root: Path) -> None:
    (trial,) = tripod.trials(root)
    bars = trial.optogait
    assert bars is not None
    right = bars.side == "right"
    assert bars.ic_s[right] == pytest.approx([10.0, 11.2, 12.4])
    assert bars.next_ic_s[right][:2] == pytest.approx([11.2, 12.4])
    assert bars.values["stride_length"][right][:2] == pytest.approx([1.24, 1.20])
    assert bars.timing()["stance_time"][right][:2] == pytest.approx([0.80, 0.82])  # its own, not that of the stride


def test_the_distance_since_the_trigger_and_a_stopping_belt_are_no_strides(root: Path) -> None:
    bars = tripod.trials(root)[0].optogait
    assert bars is not None
    left = bars.side == "left"
    assert bars.values["stride_length"][left][0] == pytest.approx(1.20)
    assert np.isnan(bars.values["stride_length"][left][1:]).all()


def test_the_pressure_plate_names_its_columns_in_pairs(root: Path) -> None:
    (trial,) = tripod.trials(root)
    assert trial.zebris == {"Stride length, cm": 127.7, "Stride time, sec": 1.25}
    assert (trial.name, trial.belt_mps, trial.height_m) == ("XY PWS", pytest.approx(1.0), pytest.approx(1.725))


def test_the_offset_of_the_light_bars_clock_is_found(root: Path) -> None:
    bars = tripod.trials(root)[0].optogait
    assert bars is not None
    assert tripod.offset_s(bars, bars.side, bars.ic_s - 4.3) == pytest.approx(-4.3, abs=0.011)


def test_a_walk_is_read_with_its_heels(tmp_path: Path) -> None:
    folder = tmp_path / gaitmap.FOLDER
    folder.mkdir()
    head = "s_id,foot,start,end,ic,tc,min_vel,pre_ic\n"
    (folder / "stride_events_a.csv").write_text(f"{head}0,left,204.8,409.6,389.12,307.2,204.8,184.32\n")
    (folder / "imu_a.csv").write_text("x")
    (folder / "imu_a_not_rotated.csv").write_text("x")
    (folder / "imu_b_ms_left.csv").write_text("x")
    rows = "".join(f"{i},{i * 10.0},0.0\n" for i in range(301))
    (folder / "mocap_a.csv").write_text(f",L_FCC,L_FCC\n,x,y\n{rows}")
    (walk,) = gaitmap.walks(tmp_path)
    assert walk.raw == folder / "imu_a_not_rotated.csv"
    assert walk.windows == {"left": (pytest.approx(1.0), pytest.approx(2.0))}
    assert walk.contacts.values["stride_length"] == pytest.approx([1.0])  # 10 mm a frame at 100 Hz for a second
    assert walk.contacts.timing()["stance_time"] == pytest.approx([0.6])
    assert gaitmap.others(tmp_path) == [(folder / "imu_b_ms_left.csv", 102.4)]


def bout(start: float, lengths: list[float]) -> dict[str, object]:
    """A bout as the files hold it."""
    ic = start + 0.6 * np.arange(len(lengths) + 2)
    return {
        "Start": start, "End": float(ic[-1]), "InitialContact_Event": ic, "Stride_Length": np.array(lengths),
        "Stride_Duration": np.full(len(lengths), 1.2), "WalkingSpeed": 1.0, "Cadence": 100.0,
        "InitialContact_LeftRight": np.array(["Left", "Right"] * 20, dtype=object)[: len(ic)],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bouts", "count"), [([bout(1.0, [1.2, np.nan])], 1), ([bout(1.0, [1.2]), bout(9.0, [1.0])], 2)]
)
def test_one_bout_and_several_are_read_alike(tmp_path: Path, bouts: list[dict[str, object]], count: int) -> None:
    folder = tmp_path / mobilised.FOLDER / "HA" / "009"
    folder.mkdir(parents=True)
    held = bouts[0] if count == 1 else np.array([SimpleNamespace(**b).__dict__ for b in bouts], dtype=object)
    indip = {"MicroWB": held, "ContinuousWalkingPeriod": held}
    trial = {"SU": {"LowerBack": {"Acc": np.zeros((500, 3)), "Fs": {"Acc": 100}}}, "Standards": {"INDIP": indip}}
    savemat(folder / "data.mat", {"data": {"TimeMeasure1": {"Test5": {"Trial1": trial}}}})
    (found,) = mobilised.trials(tmp_path)
    assert (found.who, found.part, found.seconds) == ("HA/009", "Test5/Trial1", 5.0)
    assert len(found.bouts) == len(found.periods) == count
    assert found.bouts[0].stride_m == pytest.approx([1.2])
    assert list(found.bouts[0].side[:2]) == ["left", "right"]


def test_loops_bring_their_makers_error(tmp_path: Path) -> None:
    (tmp_path / loops.FOLDER).mkdir()
    for name in ("short_walk", "somewhere"):
        (tmp_path / loops.FOLDER / f"{name}.csv").write_text("x")
    assert [(loop.name, loop.length_m) for loop in loops.loops(tmp_path)] == [("short_walk", 25.0), ("somewhere", None)]
