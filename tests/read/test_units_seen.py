"""The same motion in any unit is the same recording, whatever the file says of it, and what was inferred is said."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import InputError
from restride.core.recording import Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.read.units_seen import units_of
from restride.signal.inertial import sensors
from restride.simulate.run_sensors import simulate_worn_run
from restride.simulate.runner import Runner
from tests.read import device_files
from tests.read.csv_files import trial

ACC = {"m/s2": 1.0, "g": 1 / G, "mg": 1000 / G, "mm/s2": 1000.0}
GYRO = {"deg/s": 1.0, "rad/s": np.pi / 180}
SIDECAR = """
rate_hz = 100.0
[[channel]]
quantity = "acc"
place = "shank"
{acc}
columns = {{ x = 0, y = 1, z = 2 }}
[[channel]]
quantity = "gyro"
place = "shank"
{gyro}
columns = {{ x = 3, y = 4, z = 5 }}
"""


def read_as(folder: Path, acc_unit: str, gyro_unit: str, acc_says: str | None, gyro_says: str | None) -> Recording:
    """The same motion in these units, through a table and a sidecar that says what it says."""
    acc, gyro = device_files.swinging()
    table = np.concatenate([acc * ACC[acc_unit], gyro * GYRO[gyro_unit]], axis=1)
    text = "\n".join(",".join(map(repr, row)) for row in table.tolist())
    said = [f'unit = "{unit}"' if unit else "" for unit in (acc_says, gyro_says)]
    return trial(folder, text + "\n", SIDECAR.format(acc=said[0], gyro=said[1]))


@settings(max_examples=40)
@given(
    acc_unit=st.sampled_from(list(ACC)),
    gyro_unit=st.sampled_from(list(GYRO)),
    acc_says=st.sampled_from([None, *ACC]),
    gyro_says=st.sampled_from([None, *GYRO]),
)
def test_the_unit_makes_no_difference_and_every_inference_is_noted(
    tmp_path_factory: pytest.TempPathFactory,
    acc_unit: str,
    gyro_unit: str,
    acc_says: str | None,
    gyro_says: str | None,
) -> None:
    found = read_as(tmp_path_factory.mktemp("units"), acc_unit, gyro_unit, acc_says, gyro_says)
    acc, gyro = device_files.swinging()
    np.testing.assert_allclose(found.select("acc")[0].values, acc, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.select("gyro")[0].values, gyro, rtol=1e-9, atol=1e-9)
    wrong = [acc_says != acc_unit, gyro_says != gyro_unit]
    assert [note.code for note in found.notes] == ["unit_inferred"] * sum(wrong)
    severities = [
        "info" if says is None else "warning"
        for says, is_wrong in zip((acc_says, gyro_says), wrong, strict=True)
        if is_wrong
    ]
    assert [note.severity for note in found.notes] == severities


def test_the_note_names_the_device_what_was_taken_and_what_was_said(tmp_path: Path) -> None:
    first, second = read_as(tmp_path, "m/s2", "rad/s", "g", None).notes
    assert (
        first.message == "the acceleration of shank in run.csv was taken to be in m/s2 by its size at rest; g is given"
    )
    assert second.message.startswith("the turning rate of shank in run.csv was taken to be in rad/s")
    assert second.message.endswith("no unit is given")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("says", [(None, None), ("m/s2", "rad/s"), ("g", "deg/s")])
def test_running_devices_at_foot_shank_and_sacrum_are_told_in_every_unit(
    seed: int, says: tuple[str | None, str | None]
) -> None:
    made = simulate_worn_run(Runner.draw(seed), seconds=8, seed=seed)
    for device in sensors(made.recording):
        for acc_unit, acc_factor in ACC.items():
            for gyro_unit, gyro_factor in GYRO.items():
                acc, gyro = device.acc * acc_factor, device.gyro * gyro_factor
                seen = units_of(acc, gyro, device.rate_hz, says=says, name=device.name)
                assert (seen.acc, seen.gyro) == (acc_unit, gyro_unit)


def test_acceleration_without_gravity_is_never_taken_for_gravity_in_another_unit() -> None:
    acc, gyro = device_files.swinging(lively=2.0)
    free = acc - np.mean(acc, axis=0)
    assert units_of(free, gyro, 100.0, says=("m/s2", "deg/s"), name="x").acc == "m/s2"
    with pytest.raises(InputError, match="the unit of acceleration"):
        units_of(free, gyro, 100.0, says=(None, "deg/s"), name="x")


def test_a_device_that_lies_still_tells_gravity_and_no_turning_rate() -> None:
    still = np.random.default_rng(0).normal(scale=0.01, size=(2, 500, 3))
    acc, gyro = still[0] + [0, 0, 1], still[1]
    seen = units_of(acc, gyro, 100.0, says=(None, "rad/s"), name="x")
    assert (seen.acc, seen.gyro) == ("g", "rad/s")
    with pytest.raises(InputError, match="the unit of turning rate"):
        units_of(acc, gyro, 100.0, says=(None, None), name="x")


@pytest.mark.parametrize("n", [2, 50, 150])
def test_a_moment_is_too_little_to_contradict_what_is_said(n: int) -> None:
    acc, gyro = device_files.swinging()
    seen = units_of(acc[:n], gyro[:n] / 60, 100.0, says=("g", "deg/s"), name="x")
    assert (seen.acc, seen.gyro, seen.notes) == ("g", "deg/s", ())


@given(seed=st.integers(0, 10_000), share=st.floats(0, 0.04))
def test_lost_samples_do_not_change_what_is_seen(seed: int, share: float) -> None:
    acc, gyro = device_files.swinging(seed=seed % 7)
    lost = np.random.default_rng(seed).random(len(acc)) < share
    acc[lost], gyro[lost] = np.nan, np.nan
    seen = units_of(acc / G, np.radians(gyro), 100.0, says=(None, None), name="x")
    assert (seen.acc, seen.gyro) == ("g", "rad/s")
