"""What every reader keeps: one test for all, and a reader without a sample here fails."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import InputError
from restride.core.recording import Recording
from restride.core.units import IN_MEMORY, STANDARD_GRAVITY_MPS2
from restride.read import READERS, read, readers
from restride.read.own_write import write_recording
from tests import insoles
from tests.read import device_files, lab_files, phone_files, pose_files
from tests.read.c3d_files import lab_trial
from tests.read.fit_files import run_bytes
from tests.read.test_apple_health import export, packed, walking_days
from tests.read.test_tcx_gpx import gpx, point, tcx, trkpt

Truth = dict[tuple[str, str], npt.NDArray[np.float64]]
SI = IN_MEMORY

SIDECAR = """
task = "running"
time_column = "ms"
time_unit = "ms"
[[channel]]
quantity = "acc"
place = "sacrum"
unit = "g"
columns = { V = "up", AP = "ahead" }
[[channel]]
quantity = "gyro"
place = "foot"
side = "left"
unit = "rad/s"
columns = { x = 3 }
[conditions]
speed_mps = 2.5
"""


def _c3d(folder: Path) -> tuple[Path, Truth, float]:
    path = folder / "trial.c3d"
    truth = lab_trial(path, first_frame=45)
    wanted = {("marker", "HEEL"): truth["marker"], ("grf", "plate_1"): truth["grf"], ("cop", "plate_1"): truth["cop"]}
    return path, wanted, float(truth["start_s"][0])


def _csv(folder: Path) -> tuple[Path, Truth, float]:
    path = folder / "run.csv"
    t = np.arange(200)
    up, ahead, turn = 1 + np.sin(t / 9), np.cos(t / 7), np.sin(t / 5)
    rows = "\n".join(f"{500 + 10 * i},{u},{a},{w}" for i, u, a, w in zip(t, up, ahead, turn, strict=True))
    path.write_text(f"ms,up,ahead,w\n{rows}\n")
    (folder / "run.toml").write_text(SIDECAR)
    acc = np.stack([ahead, up], axis=1) * 9.80665
    return path, {("acc", "sacrum"): acc, ("gyro", "foot"): np.degrees(turn)[:, None]}, 0.5


def _restride(folder: Path) -> tuple[Path, Truth, float]:
    path, truth, start_s = _csv(folder)
    return write_recording(folder / "run.restride", read(path)[0]), truth, start_s


ACC, GYRO = device_files.swinging()


def _physilog(folder: Path) -> tuple[Path, Truth, float]:
    path = device_files.physilog(folder / "LF.csv", ACC / STANDARD_GRAVITY_MPS2, GYRO, rate_hz=100.0)
    return path, {("acc", "unknown"): ACC, ("gyro", "unknown"): GYRO}, 0.01


def _xio(folder: Path) -> tuple[Path, Truth, float]:
    time_s = 0.5 + np.arange(len(ACC)) / 100
    path = device_files.xio(folder / "walk.csv", time_s, ACC / STANDARD_GRAVITY_MPS2, GYRO)
    return path, {("acc", "unknown"): ACC, ("gyro", "unknown"): GYRO}, 0.5


def _gaitmap(folder: Path) -> tuple[Path, Truth, float]:
    path = device_files.gaitmap(folder / "imu.csv", {"left_shank": (ACC, GYRO)})
    (folder / "imu.toml").write_text("rate_hz = 100.0\n")
    return path, {("acc", "shank"): ACC, ("gyro", "shank"): GYRO}, 0.0


def _mobilised(folder: Path) -> tuple[Path, Truth, float]:
    path = device_files.mobilised(folder / "data.mat", {"TimeMeasure1/Test5/Trial1": {"LowerBack": (ACC, GYRO)}})
    return path, {("acc", "lower_back"): ACC, ("gyro", "lower_back"): GYRO}, 0.0


def _fit(folder: Path) -> tuple[Path, Truth, float]:
    path = folder / "run.fit"
    path.write_bytes(run_bytes(60))
    ones = np.ones((60, 1))
    return path, {("cadence", "watch"): 171 * ones, ("contact_time", "watch"): 0.25 * ones}, 0.0


def _tcx(folder: Path) -> tuple[Path, Truth, float]:
    path = folder / "run.tcx"
    path.write_text(tcx("".join(map(point, range(60)))))
    return path, {("speed", "watch"): 3 * np.ones((60, 1)), ("cadence", "watch"): 172 * np.ones((60, 1))}, 0.0


def _gpx(folder: Path) -> tuple[Path, Truth, float]:
    path = folder / "run.gpx"
    path.write_text(gpx("".join(map(trkpt, range(60)))))
    return path, {("heart_rate", "phone"): 150 * np.ones((60, 1)), ("cadence", "phone"): 174 * np.ones((60, 1))}, 0.0


def _apple_health(folder: Path) -> tuple[Path, Truth, float]:
    path = folder / "export.zip"
    path.write_bytes(packed(export(walking_days())))
    return path, {("speed", "phone"): np.array([[1.25], [1.5], [np.nan], [1.35]])}, 0.0


def _pose(folder: Path) -> tuple[Path, Truth, float]:
    body = pose_files.moving()
    path = pose_files.written(folder / "run.json", pose_files.named(body))
    return path, {("keypoint", "nose"): body[:, 0], ("keypoint", "pelvis"): body[:, 19]}, 0.0


def _phyphox(folder: Path) -> tuple[Path, Truth, float]:
    path = phone_files.phyphox(folder / "walk.zip", 0.5 + np.arange(len(ACC)) / 100, ACC, GYRO)
    return path, {("acc", "unknown"): ACC, ("gyro", "unknown"): GYRO}, 0.5


def _sensor_logger(folder: Path) -> tuple[Path, Truth, float]:
    sensors = {"Accelerometer": ACC - ACC.mean(axis=0), "TotalAcceleration": ACC, "Gyroscope": np.radians(GYRO)}
    path = phone_files.sensor_logger(folder / "walk.zip", 0.5 + np.arange(len(ACC)) / 100, sensors)
    return path, {("acc", "unknown"): ACC, ("gyro", "unknown"): GYRO}, 0.5


def _physics_toolbox(folder: Path) -> tuple[Path, Truth, float]:
    values = np.concatenate([ACC / STANDARD_GRAVITY_MPS2, np.radians(GYRO)], axis=1)
    columns = dict(zip(("gFx", "gFy", "gFz", "wx", "wy", "wz"), values.T, strict=True))
    path = phone_files.toolbox(folder / "walk.csv", phone_files.by_clock(np.arange(len(ACC)) / 100), columns)
    return path, {("acc", "unknown"): ACC, ("gyro", "unknown"): GYRO}, 0.0


def _trc(folder: Path) -> tuple[Path, Truth, float]:
    t = np.arange(80) / 100
    heel = np.stack([t, 0.1 + 0.05 * np.sin(9 * t), 0.2 + 0 * t], axis=1)
    path = lab_files.trc(folder / "walk.trc", {"HEEL": heel, "TOE": heel + 0.2}, 100.0)
    return path, {("marker", "HEEL"): heel, ("marker", "TOE"): heel + 0.2}, 0.0


def _opensim(folder: Path) -> tuple[Path, Truth, float]:
    t, angles, _ = lab_files.walk_model(seconds=4.0)
    radians = {name: np.radians(values) for name, values in angles.items()}
    path = lab_files.storage(folder / "ik.mot", radians, 0.5 + t, title="Coordinates")
    tilt = np.stack([-angles["pelvis_tilt"], -angles["pelvis_list"], angles["pelvis_rotation"]], axis=1)
    return path, {("angle", "pelvis"): tilt}, 0.5


WALK = insoles.walking(strides=5)
LEFT = WALK.changed(right=np.full(len(WALK.time_s), np.nan))


def _opengo(folder: Path) -> tuple[Path, Truth, float]:
    pressed = np.where(WALK.pressure["left"] > 0, WALK.pressure["left"], 0.0)
    path = insoles.opengo(folder / "walk.txt", LEFT)
    return path, {("pressure", "insole"): 1e4 * np.round(pressed, 6), ("cop", "insole"): WALK.cop["left"]}, 0.0


def _loadsol(folder: Path) -> tuple[Path, Truth, float]:
    path = insoles.loadsol(folder / "walk.txt", WALK, feet=("left",))
    total = WALK.force["left"]
    return path, {("insole_force", "insole"): np.stack([0.5 * total, 0.2 * total, 0.3 * total, total], axis=1)}, 0.0


def _optogait(folder: Path) -> tuple[Path, Truth, float]:
    only = replace(WALK, ic_s=WALK.ic_s | {"right": np.empty(0)}, fc_s=WALK.fc_s | {"right": np.empty(0)})
    path = insoles.optogait(folder / "walk.csv", only)
    start_s = float(np.round(WALK.ic_s["left"][0], 3)) - 0.1
    edges = start_s + np.arange(10_000) / 50
    down = np.zeros(9_999)
    for ic, fc in zip(np.round(WALK.ic_s["left"], 3), np.round(WALK.fc_s["left"] - WALK.ic_s["left"], 3), strict=True):
        down += 50 * np.clip(np.minimum(edges[1:], ic + fc) - np.maximum(edges[:-1], ic), 0, None)
    last = int(np.flatnonzero(down)[-1])
    return path, {("contact", "floor"): down[: last + 6, None]}, start_s


SAMPLES: dict[str, Callable[[Path], tuple[Path, Truth, float]]] = {
    "c3d": _c3d,
    "restride": _restride,
    "mobilised": _mobilised,
    "physilog": _physilog,
    "xio": _xio,
    "gaitmap": _gaitmap,
    "fit": _fit,
    "tcx": _tcx,
    "gpx": _gpx,
    "apple_health": _apple_health,
    "trc": _trc,
    "opensim": _opensim,
    "pose": _pose,
    "phyphox": _phyphox,
    "sensor_logger": _sensor_logger,
    "physics_toolbox": _physics_toolbox,
    "opengo": _opengo,
    "loadsol": _loadsol,
    "optogait": _optogait,
    "csv": _csv,
}
WHOLE_OR_NOTHING = ("c3d", "restride", "mobilised")
"""Formats that say how long they are."""
each_reader = pytest.mark.parametrize("name", READERS)


def sample(name: str, folder: Path) -> tuple[tuple[Recording, ...], Truth, float]:
    """A simulated file of this format as it was read, and what was written into it."""
    path, truth, start_s = SAMPLES[name](folder)
    return read(path), truth, start_s


def test_every_reader_of_ours_has_a_simulated_sample() -> None:
    assert set(SAMPLES) == set(READERS)


def test_the_registry_holds_what_the_package_declares() -> None:
    assert set(READERS) <= set(readers())
    for name, reader in readers().items():
        assert reader.name == name
        assert reader.version


@each_reader
def test_a_simulated_sample_matches_its_truth(name: str, tmp_path: Path) -> None:
    recordings, truth, start_s = sample(name, tmp_path)
    for (quantity, place), values in truth.items():
        (channel,) = recordings[0].select(quantity, place)
        np.testing.assert_allclose(channel.values, values, rtol=2e-6, atol=2e-6)
        assert channel.start_s == pytest.approx(start_s)


@each_reader
def test_units_are_si_and_values_are_finite_or_missing_and_read_only(name: str, tmp_path: Path) -> None:
    for channel in sample(name, tmp_path)[0][0].channels:
        assert channel.unit in SI or channel.quantity == "analog"
        assert not np.isinf(channel.values).any()
        assert channel.values.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            channel.values[0] = 1


@each_reader
def test_the_clock_rises_and_all_channels_lie_on_it(name: str, tmp_path: Path) -> None:
    channels = sample(name, tmp_path)[0][0].channels
    for channel in channels:
        assert (np.diff(channel.time_s) > 0).all()
        assert channel.start_s == channels[0].start_s
        assert channel.end_s == pytest.approx(channels[0].end_s)


@each_reader
def test_the_source_names_the_file_its_content_and_the_reader(name: str, tmp_path: Path) -> None:
    source = sample(name, tmp_path)[0][0].source
    written = ("run.csv", "csv") if name == "restride" else (SAMPLES[name](tmp_path)[0].name, name)
    assert (source.file, source.reader) == written  # our own recording keeps the source of what it holds
    assert len(source.sha256) == 64
    assert source.version


@each_reader
def test_reading_twice_gives_the_same(name: str, tmp_path: Path) -> None:
    (first, *_), _, _ = sample(name, tmp_path)
    (again, *_), _, _ = sample(name, tmp_path)
    for one, other in zip(first.channels, again.channels, strict=True):
        np.testing.assert_array_equal(one.values, other.values)


@each_reader
@settings(max_examples=25)
@given(junk=st.binary(min_size=0, max_size=2000))
def test_junk_gives_one_helpful_line(name: str, tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.mktemp("junk") / f"trial.{name}"
    path.write_bytes(junk)
    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert all(part for part in (caught.value.needed, caught.value.found, caught.value.do))


@each_reader
@settings(max_examples=15)
@given(keep=st.floats(0, 0.9))
def test_a_file_cut_short_never_gives_another_error(
    name: str, tmp_path_factory: pytest.TempPathFactory, keep: float
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path, _, _ = SAMPLES[name](folder)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep * len(whole))])
    if name in WHOLE_OR_NOTHING:
        with pytest.raises(InputError):
            read(path)
        return
    with suppress(InputError):
        assert read(path)[0].channels[0].n >= 2
