"""Files of phones' logger apps: the same motion, however an app writes it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from restride.core.errors import InputError, UnreadableFile
from restride.core.recording import Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.read import read
from restride.read.phone_units import told
from restride.read.physics_toolbox import clock_s
from tests.read import phone_files
from tests.read.damage import edited, sound_or_refused
from tests.read.device_files import swinging

ACC, GYRO = swinging(1200)
TIME = 0.25 + np.arange(1200) / 100
PULL = np.full_like(ACC, ACC.mean(axis=0))
FREE = ACC - PULL


AXES = ("ax", "ay", "az")


def named(names: tuple[str, ...], values: phone_files.Values) -> dict[str, phone_files.Values]:
    return dict(zip(names, values.T, strict=True))


def only(path: Path) -> Recording:
    (one,) = read(path)
    return one


def codes(recording: Recording) -> set[str]:
    return {q.code for q in recording.notes}


def test_a_phyphox_table_without_words_tells_by_its_numbers_whether_gravity_is_in(tmp_path: Path) -> None:
    for values, quantity in ((ACC, "acc"), (FREE, "acc_free")):
        path = tmp_path / "Raw Data.csv"
        path.write_text(phone_files.phyphox_table(TIME, values, "m/s^2"))
        (channel,) = only(path).channels
        assert (channel.quantity, channel.place, channel.frame, channel.unit) == (quantity, "unknown", "sensor", "m/s2")
        np.testing.assert_allclose(channel.values, values, atol=1e-6)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("word", ["", "Acceleration", "Beschleunigung"])
def test_separators_decimal_commas_and_languages_do_not_matter(tmp_path: Path, separator: str, word: str) -> None:
    path = tmp_path / "walk.csv"
    path.write_text(phone_files.phyphox_table(TIME, ACC, "m/s^2", word=word, separator=separator))
    assert only(path).source.reader == "phyphox"
    np.testing.assert_allclose(only(path).channels[0].values, ACC, atol=1e-6)


def test_a_gyroscope_of_another_clock_is_put_on_that_of_the_accelerometer(tmp_path: Path) -> None:
    later = TIME + 0.0043
    smooth = 100 * np.sin(3 * TIME)[:, None] * [1.0, 0.5, 0.2]
    moved = 100 * np.sin(3 * later)[:, None] * [1.0, 0.5, 0.2]
    path = phone_files.phyphox(tmp_path / "walk.zip", TIME, ACC, moved, later)
    acc, gyro = only(path).channels
    assert (acc.start_s, acc.n, acc.rate_hz) == (gyro.start_s, gyro.n, gyro.rate_hz)
    inside = np.isfinite(gyro.values).all(axis=1)
    assert inside.sum() >= len(TIME) - 2
    np.testing.assert_allclose(gyro.values[inside], smooth[inside], atol=0.2)


def test_axes_in_the_order_z_y_x_are_put_right(tmp_path: Path) -> None:
    for words in ("", "Acceleration"):
        path = tmp_path / "Accelerometer.csv"
        path.write_text(phone_files.logger_table(TIME, ACC, words=words))
        assert only(path).source.reader == "sensor_logger"
        np.testing.assert_allclose(only(path).channels[0].values, ACC, atol=1e-6)


def test_an_iphones_acceleration_and_gravity_together_are_what_an_android_phone_reads(tmp_path: Path) -> None:
    turning = np.radians(GYRO)
    sensors = {"Accelerometer": -FREE, "Gravity": -PULL, "Gyroscope": turning}
    ios = phone_files.sensor_logger(tmp_path / "ios.zip", TIME, sensors, platform="ios")
    sensors = {"Accelerometer": FREE, "TotalAcceleration": ACC, "Gyroscope": turning}
    android = phone_files.sensor_logger(tmp_path / "android.zip", TIME, sensors)
    for one, other in zip(only(ios).channels, only(android).channels, strict=True):
        assert one.quantity == other.quantity
        np.testing.assert_allclose(one.values, other.values, atol=1e-6)


def test_a_raw_accelerometer_in_g_is_told(tmp_path: Path) -> None:
    path = phone_files.sensor_logger(tmp_path / "walk.zip", TIME, {"AccelerometerUncalibrated": ACC / G})
    recording = only(path)
    np.testing.assert_allclose(recording.channels[0].values, ACC, atol=1e-5)
    assert "unit_inferred" in codes(recording)


def test_a_gap_of_minutes_is_missing_samples(tmp_path: Path) -> None:
    rows = phone_files.logger_table(np.where(TIME > 6, TIME + 163, TIME), FREE).splitlines()
    path = tmp_path / "Accelerometer.csv"
    path.write_text("\n".join(rows))
    (channel,) = only(path).channels
    assert channel.end_s == pytest.approx(TIME[-1] + 163.01, abs=0.05)
    assert np.isnan(channel.values[:, 0]).sum() == pytest.approx(16300, abs=5)


def test_both_layouts_of_physics_toolbox_are_the_same_motion(tmp_path: Path) -> None:
    seconds = [f"{t:.6f}" for t in TIME]
    plain = phone_files.toolbox(tmp_path / "b.csv", seconds, named(tuple(f"{a} (m/s^2)" for a in AXES), FREE))
    clock = phone_files.toolbox(tmp_path / "a.csv", phone_files.by_clock(TIME), named(AXES, FREE))
    one, other = only(plain), only(clock)
    assert [c.quantity for c in (*one.channels, *other.channels)] == ["acc_free", "acc_free"]
    np.testing.assert_allclose(one.channels[0].values, other.channels[0].values, atol=1e-5)
    assert "unit_inferred" in codes(other)
    assert "unit_inferred" not in codes(one)


def test_rows_that_are_damaged_or_twice_there_cost_themselves_only(tmp_path: Path) -> None:
    columns = named((*AXES, "wx", "wy", "wz"), np.concatenate([ACC, np.radians(GYRO)], axis=1))
    whole = phone_files.toolbox(tmp_path / "whole.csv", phone_files.by_clock(TIME), columns)
    lines = whole.read_text().splitlines()
    bad = tmp_path / "bad.csv"
    twice = [line for i, line in enumerate(lines) for line in ([line] * (2 if i % 3 == 1 else 1))]
    twice[50], twice[700], twice[900] = twice[50][:30], "#####", twice[900].replace(",", ",x", 1)
    bad.write_text("\n".join(twice))
    one, other = only(whole), only(bad)
    assert any("3 of" in q.message for q in other.notes if q.code == "gap")
    for a, b in zip(one.channels, other.channels, strict=True):
        np.testing.assert_allclose(a.values, b.values, atol=0.6 if a.quantity == "acc" else 20)


def test_rows_that_share_a_tick_of_a_coarse_clock_are_spread_over_it(tmp_path: Path) -> None:
    coarse = np.floor(TIME * 25) / 25
    path = phone_files.toolbox(tmp_path / "a.csv", phone_files.by_clock(coarse), named(("gFx", "gFy", "gFz"), ACC / G))
    (channel,) = only(path).channels
    assert channel.rate_hz == pytest.approx(100, rel=0.01)
    np.testing.assert_allclose(channel.values[:1000], ACC[:1000], atol=1.0)


@given(second=st.integers(0, 86399), ticks=st.integers(0, 9999))
def test_a_clock_of_the_day_is_read_to_a_tenth_of_a_millisecond(second: int, ticks: int) -> None:
    words = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    for mark in ".:,":
        assert clock_s(f"{words}{mark}{ticks:04d}") == pytest.approx(second + ticks / 1e4, abs=1e-9)
    apart = clock_s(f"2022-12-09 {words}") - clock_s(f"2022-12-08 {words}")
    assert apart == 86400


@settings(max_examples=25)
@given(seed=st.integers(0, 1000), lively=st.floats(0.7, 2.0), unit=st.sampled_from(["g", "m/s2"]))
def test_gravity_and_unit_are_told_however_the_phone_lies(seed: int, lively: float, unit: str) -> None:
    acc, _ = swinging(1000, seed=seed, lively=lively, swing_deg=25)
    values = acc @ Rotation.random(random_state=seed).as_matrix().T / (G if unit == "g" else 1.0)
    with_gravity = told(values, 100.0, None)
    assert (with_gravity.gravity, with_gravity.unit) == (True, unit)
    t = np.arange(1000) / 100
    bounce = lively * 2.5 * np.sin(2 * np.pi * 1.8 * t)[:, None] * Rotation.random(random_state=seed).as_matrix()[0]
    without = told(bounce / (G if unit == "g" else 1.0), 100.0, None)
    assert (without.gravity, without.unit) == (False, unit)


def test_a_place_comes_from_the_sidecar(tmp_path: Path) -> None:
    path = tmp_path / "walk.csv"
    path.write_text(phone_files.phyphox_table(TIME, ACC, "m/s^2"))
    (tmp_path / "walk.toml").write_text('place = "pocket"\nside = "left"\ntask = "walking"\n')
    recording = only(path)
    assert (recording.channels[0].place, recording.channels[0].side) == ("pocket", "left")
    assert (recording.task, recording.conditions.device) == ("walking", "phone")


def test_a_table_of_a_zip_that_is_damaged_costs_itself_only(tmp_path: Path) -> None:
    path = phone_files.phyphox(tmp_path / "walk.zip", TIME, ACC, GYRO)
    raw = bytearray(path.read_bytes())
    at = raw.index(b"Gyroscope.csv") + 400
    raw[at : at + 40] = bytes(40)
    path.write_bytes(bytes(raw))
    recording = only(path)
    assert [c.quantity for c in recording.channels] == ["acc"]
    assert any("Gyroscope.csv" in q.message for q in recording.notes if q.code == "truncated")


def test_a_zip_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    head = phone_files.phyphox_table(TIME[:2], ACC[:2], "m/s^2")
    bomb = head + "0,0,0,0\n" * 3_000_000
    path = tmp_path / "walk.zip"
    path.write_bytes(phone_files.packed({"Accelerometer.csv": bomb}))
    with pytest.raises(UnreadableFile, match="at most"):
        read(path)


def test_a_phone_that_lay_still_has_no_unit_to_tell(tmp_path: Path) -> None:
    path = phone_files.toolbox(tmp_path / "a.csv", phone_files.by_clock(TIME), named(AXES, 0 * FREE))
    with pytest.raises(InputError, match="nothing moves"):
        read(path)


edits = st.lists(
    st.tuples(st.sampled_from(["flip", "insert", "cut"]), st.integers(0, 20_000), st.binary(min_size=1, max_size=6)),
    min_size=1, max_size=4,
)  # fmt: skip


@pytest.mark.parametrize("kind", ["phyphox", "sensor_logger", "table", "toolbox"])
@settings(max_examples=25)
@given(changes=edits)
def test_damage_gives_a_recording_or_one_line(
    kind: str, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    time, acc, gyro = TIME[:300], ACC[:300], GYRO[:300]
    path = folder / "Accelerometer.csv"
    if kind == "phyphox":
        phone_files.phyphox(path, time, acc, gyro)
    elif kind == "sensor_logger":
        phone_files.sensor_logger(path, time, {"TotalAcceleration": acc, "Gyroscope": np.radians(gyro)})
    elif kind == "table":
        path.write_text(phone_files.logger_table(time, acc))
    else:
        phone_files.toolbox(path, phone_files.by_clock(time), named(AXES, acc))
    path.write_bytes(edited(path.read_bytes(), changes))
    sound_or_refused(lambda: read(path))
