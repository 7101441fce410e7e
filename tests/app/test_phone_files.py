"""A phone's accelerometer and gyroscope in two files are one phone."""

from pathlib import Path

import numpy as np
import pytest

from restride.app import flows
from restride.app.phone_files import of_one_phone
from restride.core.assessment import Assessment
from restride.read import read
from restride.signal.inertial import sensors
from restride.simulate import THIGHS, Device, Worn, simulate_worn_walk
from tests.read import phone_files


@pytest.fixture(scope="module")
def made() -> Worn:
    return simulate_worn_walk(sites=THIGHS[1:], device=Device(rate_hz=100.0, acc_noise_mps2=0.05))


@pytest.fixture
def two(made: Worn, tmp_path: Path) -> list[str]:
    (acc,), (gyro,) = made.recording.select("acc"), made.recording.select("gyro")
    first, second = tmp_path / "Accelerometer.csv", tmp_path / "Gyroscope.csv"
    first.write_text(phone_files.phyphox_table(acc.time_s, acc.values, "m/s^2"))
    second.write_text(phone_files.phyphox_table(acc.time_s + 0.004, np.radians(gyro.values), "rad/s"))
    return [str(first), str(second)]


def assessed(files: list[str]) -> Assessment:
    return flows.assess(files).assessment


def test_two_files_of_one_phone_become_one_recording_of_one_device(two: list[str]) -> None:
    for order in (two, two[::-1]):
        (one,) = of_one_phone([read(file)[0] for file in order])
        assert len(sensors(one)) == 1
        assert one.source.file == "Accelerometer.csv"
        assert any("Gyroscope.csv" in q.message for q in one.notes)


def test_files_of_other_times_or_of_two_accelerometers_stay_apart(two: list[str]) -> None:
    acc, gyro = (read(file)[0] for file in two)
    assert len(of_one_phone([acc, gyro.shifted(1000.0)])) == 2
    assert len(of_one_phone([acc, acc.shifted(0.01)])) == 2


def test_the_steps_of_a_phone_are_assessed_and_nothing_more_is_claimed(two: list[str], made: Worn) -> None:
    alone, both = assessed(two[:1]), assessed(two)
    true = made.truth.strides
    for one in (alone, both):
        assert one.strides.method == "phone_steps"
        assert one.strides.left == one.strides.right == 0
        assert abs(one.strides.unknown - true.n) <= 0.1 * true.n
        names = {m.name for m in one.metrics}
        assert names <= {"cadence", "stride_time", "stride_time_cv", "stride_regularity"}
        (cadence,) = (m for m in one.metrics if m.name == "cadence")
        assert cadence.value == pytest.approx(120 / np.nanmean(true.stride_s), rel=0.02)
        assert cadence.grade != "good"
        assert {"side_unknown", "place_inferred"} <= {q.code for q in one.quality}


def test_a_place_on_the_trunk_tells_step_from_step(two: list[str]) -> None:
    Path(two[0]).with_suffix(".toml").write_text('place = "waistband"\n')
    names = {m.name for m in assessed(two[:1]).metrics}
    assert "step_regularity" in names


def test_events_of_a_phone_have_a_time_and_neither_side_nor_end(two: list[str]) -> None:
    found, document = flows.find_events(two[0])
    assert found.n == len(document.events)
    assert {(e.side, e.fc_s) for e in document.events} == {("unknown", None)}
