"""Real recordings, held against what their provenance says of them."""

import csv

import numpy as np
import pytest

from restride.read import read
from tests.data import recording

SACRAL = """
task = "running"
layout = "one trial a row"
samples = 2480
rate_hz = 500
[[channel]]
quantity = "{quantity}"
place = "{place}"
unit = "{unit}"
columns = {columns}
[conditions]
mode = "treadmill"
"""


def test_rbds_has_33_markers_and_one_plate_of_300_hz() -> None:
    (trial,) = read(recording("rbds_treadmill_running/RBDS001/RBDS001runT25.c3d"))
    force, markers = trial.select("grf"), trial.select("marker")
    assert (len(markers), len(force)) == (33, 1)
    assert {(m.rate_hz, m.start_s, m.n, m.unit) for m in markers} == {(150.0, 0.0, 4500, "m")}
    assert (force[0].rate_hz, force[0].start_s, force[0].n) == (300.0, 0.0, 9000)
    up = force[0].values[:, 1]
    assert up.mean() == pytest.approx(62.0 * 9.81, rel=0.03)
    assert abs(np.delete(force[0].values, 1, axis=1).mean(axis=0)).max() < 20
    heel = trial.select("marker", "L.Heel.Bottom")[0].values
    assert np.nanmin(heel[:, 1]) > 0
    assert np.nanmax(heel[:, 1]) < 0.8
    on_belt = trial.select("cop")[0].values[up > 200]
    assert (on_belt[:, 0] > 1.2).all()
    assert (on_belt[:, 0] < 3.1).all()
    assert (trial.marks, trial.task) == ((), "unknown")


def test_the_rbds_standing_trial_has_markers_and_no_force() -> None:
    (trial,) = read(recording("rbds_treadmill_running/RBDS001/RBDS001static.c3d"))
    assert trial.describe() == "marker x48"


def test_gaitalytics_has_two_plates_and_43_marks_on_one_clock_from_frame_45() -> None:
    (trial,) = read(recording("gaitalytics_treadmill_walking/treadmill_events.c3d"))
    assert len(trial.marks) == 43
    assert {c.start_s for c in trial.channels} == {0.44}
    end_s = trial.channels[0].end_s
    assert all(0.44 <= m.time_s <= end_s for m in trial.marks)
    assert {(m.name, m.side) for m in trial.marks} == {
        (name, side) for name in ("Foot Strike", "Foot Off") for side in ("left", "right")
    }
    left, right = trial.select("grf")
    total = left.values[:, 2] + right.values[:, 2]
    assert total.mean() == pytest.approx(55.3 * 9.81 * 1.010, rel=0.01)
    for mark in (m for m in trial.marks if m.name == "Foot Strike" and m.time_s < end_s - 0.2):
        plate = left if mark.side == "left" else right
        since_s = plate.time_s - mark.time_s
        assert plate.values[np.abs(since_s) < 0.03, 2].min() < 35
        assert plate.values[(since_s > 0.1) & (since_s < 0.15), 2].min() > 100
    assert not any("Angle" in m.place or "Force" in m.place or "Power" in m.place for m in trial.select("marker"))


def test_alcantara_rows_are_sixteen_running_trials(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("alcantara")
    with recording("alcantara_sacral_running/Sub_Info_one_sub.csv").open() as file:
        info = list(csv.DictReader(file))
    rows = "".join(f"[[row]]\nspeed_mps = {row['Speed']}\nslope_deg = {row['Slope']}\n" for row in info)
    acc, grf = folder / "acc.toml", folder / "grf.toml"
    acc.write_text(SACRAL.format(quantity="acc", place="sacrum", unit="g", columns="{ V = 0, AP = 2480 }") + rows)
    grf.write_text(SACRAL.format(quantity="grf", place="plate_1", unit="BW", columns="{ V = 0 }") + rows)
    path = recording("alcantara_sacral_running/Accelerometer_one_sub.csv")
    trials = read(path, sidecar=acc)
    assert [t.source.part for t in trials] == [str(i) for i in range(16)]
    assert {(t.channels[0].n, t.channels[0].rate_hz, t.channels[0].axes) for t in trials} == {
        (2480, 500.0, ("AP", "V"))
    }
    assert all(9 < t.channels[0].axis("V").mean() < 14 for t in trials)
    assert trials[1].conditions.grade == pytest.approx(100 * np.tan(np.radians(5)))
    forces = read(recording("alcantara_sacral_running/GRF_one_sub.csv"), sidecar=grf)
    assert all(0.94 < t.channels[0].values.mean() < 1.04 for t in forces)


def test_dryft_is_one_column_of_vertical_force(tmp_path_factory: pytest.TempPathFactory) -> None:
    sidecar = tmp_path_factory.mktemp("dryft") / "dryft.toml"
    sidecar.write_text(
        'rate_hz = 300\n[[channel]]\nquantity = "grf"\nplace = "plate_1"\nunit = "N"\ncolumns = { V = 0 }\n'
    )
    (trial,) = read(recording("dryft_vgrf_drift/custom_drift_S001runT25.csv"), sidecar=sidecar)
    (force,) = trial.channels
    assert (force.n, force.frame, force.axes, force.rate_hz) == (9000, "body", ("V",), 300.0)
    assert force.values[0, 0] == 329.14
