"""What a C3D file means: units, missing markers, names, clock, events, long trials, odd rates and processors."""

from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest

from restride.core.errors import BadSidecar, UnreadableFile
from restride.core.recording import Channel, Recording
from restride.read import read, start
from restride.read.c3d_data import decode
from restride.read.c3d_header import read_layout, trips_ezc3d
from tests.read.c3d_files import c3d_bytes, lab_trial

POINTS = np.concatenate([np.random.default_rng(3).normal(500, 100, (20, 3, 3)), np.zeros((20, 3, 1))], axis=2)


def trial(folder: Path, *args: Any, **more: Any) -> Recording:
    """The recording of a file made byte by byte."""
    path = folder / "trial.c3d"
    path.write_bytes(c3d_bytes(*args, **more))
    return read(path)[0]


def marker(recording: Recording, place: str) -> Channel:
    """The one marker of this name."""
    (found,) = recording.select("marker", place)
    return found


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1e-3), ("cm", 1e-2), ("m", 1.0), ("MM", 1e-3), ("", 1e-3)])
def test_markers_come_in_metres_whatever_the_file_uses(unit: str, factor: float, tmp_path: Path) -> None:
    found = trial(tmp_path, POINTS, parameters={"POINT:UNITS": [unit] if unit else []})
    np.testing.assert_allclose(marker(found, "M1").values, POINTS[:, 1, :3] * factor, rtol=1e-6)


def test_an_unknown_unit_of_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="inch"):
        trial(tmp_path, POINTS, parameters={"POINT:UNITS": ["inch"]})


def test_a_marker_with_negative_residual_or_at_the_origin_is_missing(tmp_path: Path) -> None:
    points = POINTS.copy()
    points[4, 0, 3] = -1
    points[7, 0, :3] = 0
    values = marker(trial(tmp_path, points), "M0").values
    assert np.flatnonzero(np.isnan(values).all(axis=1)).tolist() == [4, 7]


def test_the_clock_starts_at_the_first_stored_frame_and_events_lie_on_it(tmp_path: Path) -> None:
    truth = lab_trial(tmp_path / "trial.c3d", first_frame=45)
    found = read(tmp_path / "trial.c3d")[0]
    assert {c.start_s for c in found.channels} == {0.44}
    np.testing.assert_allclose([m.time_s for m in found.marks], truth["marks"], atol=1e-6)
    assert [m.side for m in found.marks] == ["left", "left", "right", "none"]
    assert {m.name for m in found.marks} == {"Foot Strike", "Foot Off", "Event"}


def test_model_outputs_and_unlabelled_points_are_no_markers(tmp_path: Path) -> None:
    labels = {"POINT:LABELS": ["HEEL", "LKneeAngles", "*3"], "POINT:ANGLES": ["LKneeAngles"]}
    assert [c.place for c in trial(tmp_path, POINTS, parameters=labels).select("marker")] == ["HEEL"]
    labels = {
        "POINT:LABELS": ["HEEL", "Sum", "TOE"],
        "POINT:TYPE_GROUPS": ["MINE", "POWER"],
        "POINT:MINE": ["Sum"],
    }
    assert [c.place for c in trial(tmp_path, POINTS, parameters=labels).select("marker")] == ["HEEL", "TOE"]


def test_the_subject_in_front_of_every_label_is_left_out_and_equal_labels_are_told_apart(tmp_path: Path) -> None:
    labels = {"POINT:LABELS": ["A Person:HEEL", "A Person:TOE", "A Person:HEEL"]}
    assert [c.place for c in trial(tmp_path, POINTS, parameters=labels).select("marker")] == ["HEEL", "TOE", "HEEL_2"]


def test_more_than_255_markers_keep_their_names(tmp_path: Path) -> None:
    many = np.ones((2, 300, 4))
    labels = {"POINT:LABELS": [f"A{i}" for i in range(255)], "POINT:LABELS2": [f"B{i}" for i in range(45)]}
    places = [c.place for c in trial(tmp_path, many, parameters=labels).select("marker")]
    assert (len(places), places[0], places[299]) == (300, "A0", "B44")


def test_other_analog_channels_keep_their_name_and_unit(tmp_path: Path) -> None:
    volts = np.arange(20 * 5 * 2.0).reshape(20, 5, 2)
    found = trial(tmp_path, POINTS, volts, parameters={"ANALOG:LABELS": ["EMG", "EMG"], "ANALOG:UNITS": ["mV", "V"]})
    assert [(c.place, c.unit, c.rate_hz) for c in found.select("analog")] == [
        ("EMG", "mV", 500.0),
        ("EMG_2", "V", 500.0),
    ]
    np.testing.assert_allclose(found.select("analog")[1].values[:, 0], volts[..., 1].ravel())


def test_a_file_without_markers_and_one_without_analog_are_fine(tmp_path: Path) -> None:
    assert trial(tmp_path, np.zeros((20, 0, 4)), np.ones((20, 5, 1))).describe() == "analog@A0"
    assert trial(tmp_path, POINTS).describe() == "marker x3"


@pytest.mark.parametrize("processor", ["intel", "dec", "mips"])
@pytest.mark.parametrize("scale", [-0.1, 0.5])
def test_every_byte_order_and_both_number_formats_give_the_same(processor: str, scale: float, tmp_path: Path) -> None:
    points, volts = np.round(POINTS), np.round(np.random.default_rng(1).normal(0, 900, (20, 5, 2)))
    points[3, 1, 3] = -1
    more = {"ANALOG:SCALE": [0.5, 0.25], "ANALOG:OFFSET": [100, 7], "ANALOG:GEN_SCALE": [2.0]}
    found = trial(tmp_path, points, volts, processor=processor, scale=scale, parameters=more)
    wanted = points[:, 1, :3] * (scale if scale > 0 else 1) / 1000
    wanted[3] = np.nan
    np.testing.assert_allclose(marker(found, "M1").values, wanted, rtol=1e-6)
    np.testing.assert_allclose(found.select("analog")[0].values[:, 0], volts[..., 0].ravel() - 100)
    layout = read_layout(tmp_path / "trial.c3d")
    assert trips_ezc3d(layout) == (processor == "mips")


@pytest.mark.parametrize("processor", ["intel", "dec"])
@pytest.mark.parametrize("scale", [-0.1, 0.5])
def test_our_own_decoding_agrees_with_ezc3d_where_both_can(processor: str, scale: float, tmp_path: Path) -> None:
    path = tmp_path / "trial.c3d"
    path.write_bytes(c3d_bytes(np.round(POINTS), np.ones((20, 5, 2)), processor=processor, scale=scale))
    points, analogs = decode(path, read_layout(path))
    data = ezc3d.c3d(str(path))["data"]
    np.testing.assert_array_equal(points, data["points"][:3].transpose(1, 2, 0))
    np.testing.assert_array_equal(analogs, data["analogs"][0])


@pytest.mark.parametrize(
    "field",
    [
        {"TRIAL:ACTUAL_START_FIELD": [1, 0], "TRIAL:ACTUAL_END_FIELD": [70_000 & 0xFFFF, 70_000 >> 16]},
        {"POINT:LONG_FRAMES": [70_000.0]},
        {"POINT:FRAMES": [70_000.0]},
        {},
    ],
)
def test_trials_of_more_than_65535_frames_are_read_to_the_end(field: dict[str, list[int]], tmp_path: Path) -> None:
    points = np.ones((70_000, 1, 4))
    points[:, 0, 0] = np.arange(70_000) + 1
    values = marker(trial(tmp_path, points, parameters=field), "M0").values
    assert values.shape == (70_000, 3)
    assert values[-1, 0] == pytest.approx(70.0)


def test_a_first_frame_beyond_65535_sets_the_clock(tmp_path: Path) -> None:
    first, last = 100_000, 100_019
    field = {
        "TRIAL:ACTUAL_START_FIELD": [first & 0xFFFF, first >> 16],
        "TRIAL:ACTUAL_END_FIELD": [last & 0xFFFF, last >> 16],
    }
    found = trial(tmp_path, POINTS, parameters=field, first_frame=0xFFFF - 19)
    assert found.channels[0].start_s == pytest.approx((first - 1) / 100)


def test_rates_that_ezc3d_cuts_down_are_read_right(tmp_path: Path) -> None:
    volts = np.arange(20 * 7.0).reshape(20, 7, 1)
    found = trial(tmp_path, POINTS, volts, rate_hz=59.94)
    (channel,) = found.select("analog")
    assert channel.rate_hz == pytest.approx(7 * 59.94)
    np.testing.assert_array_equal(channel.values[:, 0], volts.ravel())


@pytest.mark.parametrize("name", ["trial.c3d.toml", "trial.toml"])
def test_a_sidecar_beside_it_adds_task_and_conditions(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('task = "running"\n[conditions]\nspeed_mps = 3.5\nmode = "treadmill"')
    found = trial(tmp_path, POINTS)
    assert (found.task, found.conditions.speed_mps, found.conditions.mode) == ("running", 3.5, "treadmill")


def test_a_profile_of_the_same_name_is_no_sidecar(tmp_path: Path) -> None:
    (tmp_path / "trial.toml").write_text('schema = "restride/profile/1"\n[athlete]\nid = "a1"')
    assert trial(tmp_path, POINTS).task == "unknown"


def test_columns_in_the_sidecar_of_a_c3d_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "trial.toml").write_text("rate_hz = 100.0")
    with pytest.raises(BadSidecar, match="rate_hz"):
        trial(tmp_path, POINTS)


def test_a_parse_that_was_started_gives_the_same_as_reading(tmp_path: Path) -> None:
    lab_trial(tmp_path / "trial.c3d")
    pending = start(tmp_path / "trial.c3d")
    one, other = pending.result()[0], read(tmp_path / "trial.c3d")[0]
    assert one.source == other.source
    np.testing.assert_array_equal(one.channels[0].values, other.channels[0].values)
