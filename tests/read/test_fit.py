"""FIT files made here: every field in its unit, every device by itself, every second where it belongs."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from restride.core.errors import InputError, UnreadableFile
from restride.read.fit import READER
from restride.read.fit_crc import crc16
from tests.read.fit_files import (
    BEGAN,
    ENUM,
    FLOAT32,
    SINT32,
    STRYD_APP,
    UINT8,
    UINT16,
    UINT32,
    FitFile,
    begun,
    dynamics,
    event,
    read_fit,
    run_bytes,
    session,
    values,
)


def test_every_field_of_running_dynamics_is_in_its_unit_and_cadence_counts_both_feet(tmp_path: Path) -> None:
    (run,) = read_fit(tmp_path, run_bytes())
    assert (run.task, run.conditions.device, run.source.reader) == ("running", "garmin fenix5", "fit")
    wanted = {
        "cadence": (171.0, "steps/min"),
        "contact_time": (0.250, "s"),
        "contact_time_balance": (51.0, "%"),
        "duty_factor": (0.356, "1"),
        "vertical_oscillation": (0.080, "m"),
        "vertical_ratio": (7.6, "%"),
        "stride_length": (2 * 1.0526, "m"),
        "speed": (3.0, "m/s"),
        "altitude": (100.0, "m"),
    }
    for quantity, (value, unit) in wanted.items():
        (channel,) = run.select(quantity)
        assert channel.unit == unit
        np.testing.assert_allclose(channel.values[:, 0], value, rtol=1e-9)
        assert (channel.rate_hz, channel.start_s, channel.n) == (1.0, 0.0, 60)
        assert (channel.place, channel.origin) == ("watch", "garmin")
    np.testing.assert_allclose(values(run, "distance"), 3.0 * np.arange(60))
    np.testing.assert_allclose(values(run, "heart_rate"), 140 + np.arange(60) % 3)
    assert run.notes == ()


def test_both_byte_orders_and_both_headers_give_the_same(tmp_path: Path) -> None:
    (plain,) = read_fit(tmp_path, run_bytes())
    other = begun(big=True)
    dynamics(other, range(60))
    session(other, 1)
    (swapped,) = read_fit(tmp_path, other.raw(header=12))
    for one, same in zip(plain.channels, swapped.channels, strict=True):
        np.testing.assert_array_equal(one.values, same.values)


def test_an_app_of_a_pod_is_kept_apart_from_the_watch_and_its_oscillation_is_in_centimetres(tmp_path: Path) -> None:
    file = begun()
    names = [
        (0, UINT16, "Power", "Watts"),
        (1, UINT8, "Cadence", "RPM"),
        (2, UINT16, "Ground Time", "Milliseconds"),
        (3, FLOAT32, "Vertical Oscillation", "Centimeters"),
        (9, FLOAT32, "Leg Spring Stiffness", "KN/m"),
        (32, FLOAT32, "Vertical Oscillation Balance", "Centimeters"),
        (31, FLOAT32, "Leg Spring Stifness Balance", "%"),
        (40, FLOAT32, "Something Else", "furlongs"),
    ]
    file.app(0, STRYD_APP, names)
    fields = [(253, UINT32), (4, UINT8), (39, UINT16), (41, UINT16), (73, UINT32)]
    file.define(3, 20, fields, [(n, t, 0) for n, t, _, _ in names])
    for s in range(40):
        file.add(3, BEGAN + s, 85, 780, 2950, 3000, 250, 86, 284, 6.6, 9.5, 48.5, 0, 7)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    for quantity, watch, pod in (
        ("cadence", 170.0, 172.0),
        ("contact_time", 0.295, 0.284),
        ("vertical_oscillation", 0.078, 0.066),
    ):
        np.testing.assert_allclose(values(run, quantity, "watch"), watch)
        np.testing.assert_allclose(values(run, quantity, "foot_pod"), pod, rtol=1e-6)
    assert {c.origin for c in run.channels if c.place == "foot_pod"} == {"stryd"}
    np.testing.assert_allclose(values(run, "vertical_oscillation_balance"), 48.5)
    np.testing.assert_allclose(values(run, "leg_stiffness", "foot_pod"), 9.5)
    assert not run.select("leg_stiffness_balance"), "a single pod writes 0 for the balance that it has not"
    assert "unit_inferred" not in {note.code for note in run.notes}


@pytest.mark.parametrize(("unit", "value"), [("", 6.6), ("", 66.0), ("mm", 6.6), ("furlongs", 0.066)])
def test_a_unit_that_is_missing_or_cannot_be_is_told_by_the_size_and_said(
    unit: str, value: float, tmp_path: Path
) -> None:
    file = begun()
    file.app(0, STRYD_APP, [(3, FLOAT32, "Vertical Oscillation", unit)])
    file.define(3, 20, [(253, UINT32), (73, UINT32)], [(3, FLOAT32, 0)])
    for s in range(40):
        file.add(3, BEGAN + s, 3000, value)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    np.testing.assert_allclose(values(run, "vertical_oscillation"), 0.066, rtol=1e-6)
    (note,) = run.notes
    assert note.code == "unit_inferred"
    assert note.severity == ("warning" if unit else "info")


def test_an_app_that_says_which_field_it_replaces_is_understood_by_that(tmp_path: Path) -> None:
    file = begun()
    file.write(15, 207, [(3, UINT8, b"\0"), (1, 0x0D, bytes(range(16)))])
    description = [(0, UINT8, b"\0"), (1, UINT8, b"\5"), (2, UINT8, bytes([UINT16])), (3, 0x07, b"odd\0")]
    file.write(15, 206, [*description, (15, UINT8, bytes([7]))])
    file.define(3, 20, [(253, UINT32), (73, UINT32)], [(5, UINT16, 0)])
    for s in range(40):
        file.add(3, BEGAN + s, 3000, 260)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    (power,) = run.select("power")
    assert (power.place, power.origin, power.values[0, 0]) == ("unknown", "other", 260.0)


def test_an_app_without_an_introduction_does_not_stop_the_file(tmp_path: Path) -> None:
    file = begun()
    description = [(0, UINT8, b"\3"), (1, UINT8, b"\5"), (2, UINT8, bytes([UINT16])), (3, 0x07, b"Form Power\0")]
    file.write(15, 206, description)
    file.define(3, 20, [(253, UINT32), (73, UINT32)], [(5, UINT16, 3)])
    for s in range(40):
        file.add(3, BEGAN + s, 3000, 70)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    assert values(run, "form_power", "foot_pod").mean() == 70.0


def test_running_dynamics_of_a_strap_are_the_straps_where_the_file_lists_it(tmp_path: Path) -> None:
    file = begun()
    for product, kind in ((2327, 120), (2327, 30)):
        file.define(4, 23, [(253, UINT32), (0, UINT8), (1, UINT8), (2, UINT16), (4, UINT16), (25, ENUM)])
        file.add(4, BEGAN, 3, kind, 1, product, 1)
    dynamics(file, range(40))
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    strap = {c.quantity for c in run.channels if c.place == "chest_strap"}
    assert strap == {
        "heart_rate", "vertical_oscillation", "duty_factor", "contact_time", "vertical_ratio", "contact_time_balance",
        "stride_length",
    }  # fmt: skip
    assert run.select("cadence")[0].place == run.select("speed")[0].place == "watch"


@pytest.mark.parametrize(("product", "place"), [(2327, "chest_strap"), (3299, "watch")])
def test_a_strap_that_can_give_running_dynamics_is_taken_to_and_that_is_said(
    product: int, place: str, tmp_path: Path
) -> None:
    file = begun()
    file.define(4, 23, [(253, UINT32), (0, UINT8), (1, UINT8), (2, UINT16), (4, UINT16), (25, ENUM)])
    file.add(4, BEGAN, 3, 120, 1, product, 1)  # HRM4-Run has dynamics, HRM-Dual has not
    dynamics(file, range(40))
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    assert run.select("contact_time")[0].place == place
    assert run.select("heart_rate")[0].place == "chest_strap"
    assert [n.code for n in run.notes] == (["place_inferred"] if place == "chest_strap" else [])


def test_the_timer_of_a_pause_leaves_its_seconds_empty_and_its_length_is_said(tmp_path: Path) -> None:
    file = begun()
    event(file, 0, 0)
    dynamics(file, [*range(0, 30), *range(30, 90, 5), *range(90, 120)])
    event(file, 29, 4)
    event(file, 90, 0)
    event(file, 119, 4)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    speed = values(run, "speed")
    assert np.isfinite(speed[:30]).all()
    assert np.isnan(speed[30:90]).all()
    assert np.isfinite(speed[90:]).all()
    assert [(m.name, m.time_s) for m in run.marks if "start" not in m.name] == [("pause", 29.0), ("resume", 90.0)]
    (note,) = run.notes
    assert (note.code, "61 s in 1 pause" in note.message) == ("gap", True)


def test_laps_are_marks_on_the_recordings_clock(tmp_path: Path) -> None:
    file = begun()
    dynamics(file, range(100))
    file.define(5, 19, [(253, UINT32), (2, UINT32)])
    for start in (0, 40, 80):
        file.add(5, BEGAN + start + 39, BEGAN + start)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    assert [m.time_s for m in run.marks if m.name == "lap"] == [0.0, 40.0, 80.0]
    assert run.marks[0].name == "start 2021-09-08T01:46:40+00:00"


def test_several_activities_are_several_recordings_named_by_their_sport(tmp_path: Path) -> None:
    file = begun()
    dynamics(file, range(200))
    for sport, start in ((2, 50), (1, 0), (1, 120)):
        session(file, sport, start)
    runs = read_fit(tmp_path, file.raw())
    assert [(r.source.part, r.task, r.channels[0].n) for r in runs] == [
        ("running", "running", 50), ("cycling", "unknown", 70), ("running_2", "running", 80),
    ]  # fmt: skip
    bike = runs[1]
    assert not bike.select("cadence")
    assert not bike.select("contact_time")
    assert any("speed" in note.removes for note in bike.notes)


def test_positions_are_kept_only_where_they_are_asked_for(tmp_path: Path) -> None:
    file = begun()
    file.define(3, 20, [(253, UINT32), (0, SINT32), (1, SINT32), (73, UINT32)])
    for s in range(20):
        file.add(3, BEGAN + s, 2**30, -(2**29), 3000)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    assert {c.quantity for c in run.channels} == {"speed"}
    assert run.conditions.mode == "overground"
    (asked,) = read_fit(tmp_path, file.raw(), positions=True)
    assert (values(asked, "latitude")[0], values(asked, "longitude")[0]) == (90.0, -45.0)


def test_rows_that_come_only_when_something_changes_are_joined_and_real_gaps_stay_empty(tmp_path: Path) -> None:
    smart = begun()
    dynamics(smart, [*range(0, 60, 4), *range(100, 160, 4)])
    session(smart, 1)
    (run,) = read_fit(tmp_path, smart.raw())
    speed = values(run, "speed")
    assert np.isfinite(speed[:57]).all()
    assert np.isnan(speed[57:100]).all()
    assert any("holds nothing for 43 s in 1 place" in note.message for note in run.notes)
    steady = begun()
    dynamics(steady, [*range(0, 100), *range(102, 160), *range(167, 200)])
    session(steady, 1)
    (run,) = read_fit(tmp_path, steady.raw())
    assert np.flatnonzero(np.isnan(values(run, "speed"))).tolist() == [*range(160, 167)]
    assert values(run, "distance")[101] == pytest.approx(303.0)


def test_two_messages_of_one_second_are_one_row(tmp_path: Path) -> None:
    file = begun()
    file.define(3, 20, [(253, UINT32), (73, UINT32)])
    file.define(4, 20, [(253, UINT32), (3, UINT8), (4, UINT8)])
    for s in range(40):
        file.add(3, BEGAN + s, 3000)
        file.add(4, BEGAN + s, 150, 86)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    for quantity, value in (("speed", 3.0), ("heart_rate", 150.0), ("cadence", 172.0)):
        assert values(run, quantity).tolist() == [value] * 40


def test_a_zero_is_standing_for_cadence_and_nothing_for_what_has_none(tmp_path: Path) -> None:
    file = begun()
    file.define(3, 20, [(253, UINT32), (73, UINT32), (4, UINT8), (39, UINT16), (41, UINT16), (84, UINT16)])
    for s in range(40):
        file.add(3, BEGAN + s, *((0, 0, 0, 0, 0) if s < 10 else (3000, 85, 800, 2500, 5000)))
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    assert values(run, "cadence")[:10].tolist() == [0.0] * 10
    for quantity in ("vertical_oscillation", "contact_time", "contact_time_balance"):
        assert np.flatnonzero(np.isfinite(values(run, quantity)))[0] == 10


def test_cadence_of_a_maker_who_writes_both_legs_is_told_by_its_size_and_said(tmp_path: Path) -> None:
    file = begun(maker=294)
    file.define(3, 20, [(253, UINT32), (73, UINT32), (4, UINT8)])
    for s in range(60):
        file.add(3, BEGAN + s, 3000, 172)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    assert values(run, "cadence").mean() == 172.0
    assert [(n.code, n.severity) for n in run.notes] == [("unit_inferred", "warning")]
    assert run.conditions.device is not None
    assert run.conditions.device.startswith("coros")


def test_cadence_and_power_that_are_nothing_but_zeros_were_never_counted(tmp_path: Path) -> None:
    file = begun()
    file.define(3, 20, [(253, UINT32), (73, UINT32), (4, UINT8), (7, UINT16)])
    for s in range(60):
        file.add(3, BEGAN + s, 3000, 0, 0)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    assert {c.quantity for c in run.channels} == {"speed"}


@pytest.mark.parametrize(("step_mm", "said"), [(1053, None), (2106, "2 times"), (106, "0.1 times")])
def test_a_step_length_that_speed_and_cadence_contradict_is_not_given(
    step_mm: int, said: str | None, tmp_path: Path
) -> None:
    file = begun(294)
    file.define(3, 20, [(253, UINT32), (73, UINT32), (4, UINT8), (85, UINT16)])
    for s in range(60):
        file.add(3, BEGAN + s, 3000, 85, 10 * step_mm)
    session(file, 1)
    (run,) = read_fit(tmp_path, file.raw())
    notes = [q for q in run.notes if "stride_length" in q.removes]
    assert [said in q.message for q in notes if said] == ([True] if said else [])
    assert len(notes) == (said is not None)


def test_times_packed_into_the_header_of_a_record_are_read(tmp_path: Path) -> None:
    file = begun()
    file.define(3, 20, [(253, UINT32), (73, UINT32)])
    file.add(3, BEGAN, 3000)
    file.define(1, 20, [(73, UINT32)])
    for s in range(1, 80):
        file.body += bytes([0x80 | (1 << 5) | ((BEGAN + s) & 0x1F)]) + struct.pack("<I", 3000 + s)
    (run,) = read_fit(tmp_path, file.raw())
    np.testing.assert_allclose(values(run, "speed"), (3000 + np.arange(80)) / 1000)


def test_a_packed_file_of_an_archive_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "run.fit.gz"
    path.write_bytes(gzip.compress(run_bytes()))
    assert READER.sniff(path.read_bytes()[:4096], path)
    assert READER.read(path, None)[0].channels[0].n == 60


def test_two_files_in_one_are_one_activity(tmp_path: Path) -> None:
    first, second = begun(), begun()
    dynamics(first, range(30))
    dynamics(second, range(30, 60))
    (run,) = read_fit(tmp_path, first.raw() + second.raw())
    assert run.channels[0].n == 60


def test_other_kinds_of_fit_file_are_told_so(tmp_path: Path) -> None:
    file = FitFile()
    file.define(0, 0, [(0, ENUM), (1, UINT16)])
    file.add(0, 5, 1)
    with pytest.raises(InputError, match="type workout with 0 records"):
        read_fit(tmp_path, file.raw())
    with pytest.raises(UnreadableFile, match="other content"):
        read_fit(tmp_path, b"no such thing")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 16, 17, 255, 1000])
def test_the_checksum_is_that_of_the_protocol_byte_by_byte(count: int) -> None:
    raw = np.random.default_rng(count).integers(0, 256, count, dtype=np.uint8).tobytes()
    word = 0
    for byte in raw:
        word ^= byte
        for _ in range(8):
            word = (word >> 1) ^ (0xA001 if word & 1 else 0)
    assert crc16(raw) == word
