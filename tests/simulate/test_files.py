"""Simulated recordings survive the door that everybody's files come through."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from restride.core.recording import Recording
from restride.read import read
from restride.signal.inertial import sensors
from restride.simulate import (
    FEET,
    LOWER_BACK,
    SHANKS,
    Activity,
    Device,
    Go,
    Lab,
    Runner,
    files,
    joined,
    simulate_run,
    simulate_walk_force,
    simulate_worn_walk,
    worn_day,
)
from tests.simulate.runs import run


def assert_same(read_back: Recording, made: Recording, atol: float) -> None:
    """The channels of one in the other, NaN for NaN."""
    for channel in made.channels:
        (found,) = read_back.select(channel.quantity, channel.place)
        assert (found.frame, found.unit, found.axes) == (channel.frame, channel.unit, channel.axes)
        assert found.rate_hz == pytest.approx(channel.rate_hz)
        assert found.start_s == pytest.approx(channel.start_s)
        np.testing.assert_allclose(found.values, channel.values, atol=atol)


def test_a_sacral_csv_comes_back(tmp_path: Path) -> None:
    made = run(Runner.typical()).sacral
    files.write_csv(made, tmp_path / "run.csv")
    (back,) = read(tmp_path / "run.csv")
    assert_same(back, made, 1e-6)
    assert back.conditions == made.conditions


def test_a_clock_that_starts_later_and_lost_samples_come_back(tmp_path: Path) -> None:
    lab = Lab(sensor=replace(Lab().sensor, gap_share=0.02))
    made = simulate_run(Runner.typical(), lab, seconds=4.0).sacral.shifted(2.5)
    files.write_csv(made, tmp_path / "run.csv")
    (back,) = read(tmp_path / "run.csv")
    assert_same(back, made, 1e-6)


def test_plates_alone_fit_a_csv(tmp_path: Path) -> None:
    made = simulate_walk_force(seconds=4.0).recording
    files.write_csv(made, tmp_path / "walk.csv")
    (back,) = read(tmp_path / "walk.csv")
    assert_same(back, made, 1e-5)


def test_two_clocks_do_not_fit_a_csv(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one clock"):
        files.write_csv(run(Runner.typical()).recording, tmp_path / "run.csv")


@pytest.mark.parametrize("lab", [Lab(), Lab(belts="split", up="z", forward="-y", gap_share=0.02)])
def test_a_c3d_comes_back_with_its_plates(tmp_path: Path, lab: Lab) -> None:
    made = simulate_run(Runner.typical(), lab, seconds=4.0).recording
    files.write_c3d(made, tmp_path / "run.c3d")
    (back,) = read(tmp_path / "run.c3d")
    assert_same(back, made, 1e-3)
    for place, corners in made.corners.items():
        np.testing.assert_allclose(back.corners[place], corners, atol=1e-6)
    assert back.conditions.device == "simulated"


def test_a_c3d_keeps_a_clock_that_starts_later(tmp_path: Path) -> None:
    made = simulate_run(Runner.typical(), Lab(), seconds=2.0).recording.shifted(0.44)
    files.write_c3d(made, tmp_path / "run.c3d")
    assert_same(read(tmp_path / "run.c3d")[0], made, 1e-3)


def test_the_demo_is_a_run_and_a_standing_trial(tmp_path: Path) -> None:
    trial, static = files.write_demo(tmp_path)
    (moving,), (still,) = read(trial), read(static)
    assert len(moving.select("marker")) == 32
    assert len(still.select("marker")) == 48
    assert moving.select("grf")
    assert not still.select("grf")
    assert "simulated" in trial.name


def test_a_worn_recording_comes_back_as_devices_in_their_own_axes(tmp_path: Path) -> None:
    made = simulate_worn_walk(route=(Go(6),), sites=(*FEET, *LOWER_BACK)).recording
    files.write_csv(made, tmp_path / "walk.csv")
    (back,) = read(tmp_path / "walk.csv")
    for channel in made.channels:
        (found,) = back.select(channel.quantity, channel.place, channel.side)
        assert (found.frame, found.unit, found.axes) == ("sensor", channel.unit, channel.axes)
        np.testing.assert_allclose(found.values, channel.values, atol=1e-6)
    assert (back.task, back.conditions) == ("walking", made.conditions)
    assert len(sensors(back)) == 3


def test_a_day_of_lost_packets_comes_back(tmp_path: Path) -> None:
    lossy = Device(rate_hz=100.0, lost_share=0.05)
    plan = (Activity(kind="standing", seconds=3), Activity(kind="walking", seconds=12))
    made = joined(worn_day(plan, sites=SHANKS, device=lossy)).recording.shifted(100.0)
    files.write_csv(made, tmp_path / "day.csv")
    (back,) = read(tmp_path / "day.csv")
    for channel in made.channels:
        (found,) = back.select(channel.quantity, channel.place, channel.side)
        assert found.start_s == pytest.approx(100.0)
        np.testing.assert_allclose(found.values, channel.values, atol=1e-6)
    assert back.conditions.device == "simulated"


def test_every_device_fits_a_file_of_its_own(tmp_path: Path) -> None:
    made = simulate_worn_walk(route=(Go(4),), sites=(*FEET, *LOWER_BACK)).recording
    paths = files.write_devices(made, tmp_path)
    assert [path.name for path in paths] == ["foot_left.csv", "foot_right.csv", "lower_back.csv"]
    for path, side in zip(paths, ("left", "right", "none"), strict=True):
        (back,) = read(path)
        (device,) = sensors(back)
        assert (device.side, device.frame, back.conditions.device) == (side, "sensor", "simulated")
