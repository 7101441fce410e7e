"""Files of worn devices: what each format says, what a sidecar may add, and what neither says is never made up."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.errors import BadSidecar, InputError, UnreadableFile
from restride.core.recording import Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.read import read
from tests.read import device_files

ACC, GYRO = device_files.swinging()
OTHER = device_files.swinging(seed=1)
IN_G = ACC / G
TIMES = np.arange(len(ACC)) / 100


def one(path: Path, sidecar: str = "") -> Recording:
    """The one recording of a file with this sidecar."""
    if sidecar:
        path.with_suffix(".toml").write_text(sidecar)
    (found,) = read(path)
    return found


def places(found: Recording) -> list[tuple[str, str, str]]:
    """Quantity, place and side of each channel."""
    return [(c.quantity, c.place, c.side) for c in found.channels]


def write_one(name: str, folder: Path) -> Path:
    """A file of one device whose place is not in it."""
    if name == "xio":
        return device_files.xio(folder / "walk.csv", TIMES, IN_G, GYRO)
    return device_files.physilog(folder / "LF.csv", IN_G, GYRO, rate_hz=100.0)


@pytest.mark.parametrize("name", ["xio", "physilog"])
def test_a_device_whose_place_nobody_says_has_none(name: str, tmp_path: Path) -> None:
    found = one(write_one(name, tmp_path))
    assert found.source.reader == name
    assert places(found) == [("acc", "unknown", "unknown"), ("gyro", "unknown", "unknown")]
    assert (found.task, found.notes) == ("unknown", ())


@pytest.mark.parametrize("name", ["xio", "physilog"])
@pytest.mark.parametrize(
    ("said", "place", "side"),
    [
        ('place = "foot"\nside = "left"', "foot", "left"),
        ('place = "shank"', "shank", "unknown"),
        ('place = "lower_back"', "lower_back", "none"),
    ],
)
def test_a_sidecar_says_place_side_task_and_conditions(
    name: str, said: str, place: str, side: str, tmp_path: Path
) -> None:
    found = one(write_one(name, tmp_path), f'{said}\ntask = "walking"\n[conditions]\nspeed_mps = 1.2\n')
    assert places(found) == [("acc", place, side), ("gyro", place, side)]
    assert (found.task, found.conditions.speed_mps) == ("walking", 1.2)


@pytest.mark.parametrize("name", ["xio", "physilog"])
@pytest.mark.parametrize("said", ["rate_hz = 100.0", 'time_column = "t"', "counter_bits = 8", "samples = 9"])
def test_what_the_file_says_itself_is_refused_in_a_sidecar(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSidecar, match=said.split()[0]):
        one(write_one(name, tmp_path), said)


def test_channels_described_in_a_sidecar_go_before_a_known_layout(tmp_path: Path) -> None:
    path = device_files.xio(tmp_path / "walk.csv", TIMES, IN_G, GYRO)
    told = 'time_column = "Time (s)"\n[[channel]]\nquantity = "acc"\nplace = "foot"\nunit = "g"\n'
    found = one(path, told + 'columns = { x = "Accelerometer X (g)", y = 5, z = 6 }\n')
    assert found.source.reader == "csv"
    np.testing.assert_allclose(found.channels[0].values, ACC, rtol=1e-6)


def test_physilog_keeps_the_rate_of_its_header_and_the_start_of_its_clock(tmp_path: Path) -> None:
    found = one(device_files.physilog(tmp_path / "LF.csv", IN_G, GYRO))
    assert {(c.rate_hz, c.start_s, c.n) for c in found.channels} == {(128.0, 0.00781, 600)}


def test_physilog_that_was_cut_short_says_so(tmp_path: Path) -> None:
    (note,) = one(device_files.physilog(tmp_path / "LF.csv", IN_G, GYRO, points=700)).notes
    assert note.code == "truncated"
    assert "600 of the 700 rows" in note.message


def test_physilog_in_other_units_or_without_the_gyroscope_is_read(tmp_path: Path) -> None:
    path = device_files.physilog(tmp_path / "LF.csv", ACC, np.radians(GYRO), units="rad/s,m/s^2")
    found = one(path)
    np.testing.assert_allclose(found.select("gyro")[0].values, GYRO, atol=1e-4)
    np.testing.assert_allclose(found.select("acc")[0].values, ACC, atol=1e-6)
    path.write_text(path.read_text().replace("Gyro X", "Mag X"))
    assert places(one(path)) == [("acc", "unknown", "unknown")]
    path.write_text(path.read_text().replace("Accel X", "Mag X"))
    with pytest.raises(InputError, match="Accel or Gyro"):
        one(path)


def test_physilog_with_two_rates_is_refused(tmp_path: Path) -> None:
    path = device_files.physilog(tmp_path / "LF.csv", IN_G, GYRO)
    path.write_text(path.read_text().replace("Accel [128 hz]", "Accel [256 hz]"))
    with pytest.raises(InputError, match="128 and 256 Hz"):
        one(path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_xio_goes_by_its_times(separator: str, tmp_path: Path) -> None:
    times = 3 + np.sort(np.concatenate([np.arange(20, 600), np.arange(20)])) / 398
    path = device_files.xio(tmp_path / "walk.csv", times, IN_G, GYRO)
    path.write_text(path.read_text().replace(",", separator))
    found = one(path)
    assert {c.start_s for c in found.channels} == {3.0}
    assert found.channels[0].rate_hz == pytest.approx(398, rel=1e-5)


def test_xio_without_a_column_names_it(tmp_path: Path) -> None:
    path = device_files.xio(tmp_path / "walk.csv", TIMES, IN_G, GYRO)
    path.write_text(path.read_text().replace("Gyroscope Z", "Gyroscope Y", 1))
    with pytest.raises(InputError, match="gyroscope z"):
        one(path)


@pytest.mark.parametrize("by_axis", [True, False])
def test_gaitmap_columns_are_found_in_either_order(by_axis: bool, tmp_path: Path) -> None:
    both = {"left_sensor": (ACC, GYRO), "right_sensor": OTHER}
    found = one(device_files.gaitmap(tmp_path / "imu.csv", both, by_axis=by_axis), "rate_hz = 204.8\n")
    assert places(found) == [(q, "foot", side) for side in ("left", "right") for q in ("acc", "gyro")]
    for channel, values in zip(found.channels, (ACC, GYRO, *OTHER), strict=True):
        np.testing.assert_array_equal(channel.values, values)
        assert (channel.rate_hz, channel.start_s) == (204.8, 0.0)
    assert [(note.code, note.severity) for note in found.notes] == [("place_inferred", "info")]


def test_gaitmap_without_a_rate_says_what_to_write(tmp_path: Path) -> None:
    path = device_files.gaitmap(tmp_path / "imu.csv", {"left_sensor": (ACC, GYRO)})
    with pytest.raises(BadSidecar, match=r"needed rate_hz in a sidecar; .*write imu\.toml beside it"):
        one(path)


def test_gaitmap_with_times_as_its_index_tells_its_rate(tmp_path: Path) -> None:
    path = device_files.gaitmap(tmp_path / "imu.csv", {"left_sensor": (ACC, GYRO)}, index=(TIMES / 2).tolist())
    assert one(path).channels[0].rate_hz == pytest.approx(200)
    assert one(path, "rate_hz = 200.5\n").channels[0].rate_hz == pytest.approx(200)
    with pytest.raises(BadSidecar, match="200 Hz by the index"):
        one(path, "rate_hz = 100.0\n")


def test_gaitmap_of_one_device_counts_by_its_index_column(tmp_path: Path) -> None:
    came = np.delete(np.arange(600), [5, 6, 100])
    path = device_files.gaitmap(tmp_path / "ms.csv", {"": (ACC[came], GYRO[came])}, index=(23_000 + came).tolist())
    found = one(path, 'rate_hz = 102.4\nside = "left"\nplace = "foot"\n')
    assert places(found) == [("acc", "foot", "left"), ("gyro", "foot", "left")]
    np.testing.assert_array_equal(found.channels[0].values[came], ACC[came])
    assert np.isnan(found.channels[0].values[[5, 6, 100]]).all()
    assert found.channels[0].start_s == 0.0
    assert [note.code for note in found.notes] == ["gap"]


@pytest.mark.parametrize(
    ("names", "said", "expected"),
    [
        (["left_shank", "right_shank"], "", [("shank", "left"), ("shank", "right")]),
        (["L-shoe", "R-shoe"], "", [("foot", "left"), ("foot", "right")]),
        (["lower_back"], "", [("lower_back", "none")]),
        (["sensor"], 'side = "right"\n', [("foot", "right")]),
        (["left_sensor"], 'place = "shank"\n', [("shank", "left")]),
        (["sensor"], "", [("foot", "unknown")]),
    ],
)
def test_the_names_of_gaitmap_sensors_tell_place_and_side(
    names: list[str], said: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = one(
        device_files.gaitmap(tmp_path / "imu.csv", dict.fromkeys(names, (ACC, GYRO))), "rate_hz = 100.0\n" + said
    )
    assert [(c.place, c.side) for c in found.select("acc")] == expected


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["left_sensor"], 'side = "left"'),
        (["left_shank"], 'place = "foot"'),
        (["one", "two"], 'place = "foot"'),
        (["left_sensor"], "samples = 3"),
    ],
)
def test_a_sidecar_that_contradicts_the_names_is_refused(names: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSidecar):
        one(device_files.gaitmap(tmp_path / "imu.csv", dict.fromkeys(names, (ACC, GYRO))), f"rate_hz = 100.0\n{said}\n")


def test_gaitmap_that_lacks_an_axis_of_a_sensor_names_it(tmp_path: Path) -> None:
    path = device_files.gaitmap(tmp_path / "imu.csv", {"left": (ACC, GYRO), "right": OTHER})
    head, rest = path.read_text().split("\n", 1)
    path.write_text(head.replace("right", "left", 1) + "\n" + rest)
    with pytest.raises(InputError, match="acc_x"):
        one(path, "rate_hz = 100.0\n")


def test_mobilised_trials_are_recordings_with_names(tmp_path: Path) -> None:
    path = device_files.mobilised(
        tmp_path / "data.mat",
        {
            "TimeMeasure1/Test5/Trial1": {"LowerBack": (ACC, GYRO)},
            "TimeMeasure1/Test11/Trial1": {"LowerBack": OTHER, "LeftFoot": (ACC, GYRO), "RightWrist": OTHER},
        },
    )
    first, second = read(path)
    assert (first.source.part, second.source.part) == ("Test5/Trial1", "Test11/Trial1")
    assert places(first) == [("acc", "lower_back", "none"), ("gyro", "lower_back", "none")]
    assert [(c.place, c.side) for c in second.select("acc")] == [
        ("lower_back", "none"),
        ("foot", "left"),
        ("wrist", "right"),
    ]
    assert {(c.rate_hz, c.start_s) for c in (*first.channels, *second.channels)} == {(100.0, 0.0)}
    np.testing.assert_allclose(second.select("acc", "foot")[0].values, ACC)
    (picked,) = read(f"{path}#Test11/Trial1")
    assert picked.source == second.source
    with pytest.raises(InputError, match="#Test9; found Test5/Trial1, Test11/Trial1"):
        read(f"{path}#Test9")


def test_more_than_one_time_measure_comes_into_the_names(tmp_path: Path) -> None:
    trials = {f"TimeMeasure{k}/Test5/Trial1": {"LowerBack": (ACC, GYRO)} for k in (1, 2)}
    found = read(device_files.mobilised(tmp_path / "data.mat", trials))
    assert [f.source.part for f in found] == ["TimeMeasure1/Test5/Trial1", "TimeMeasure2/Test5/Trial1"]


def test_recordings_without_a_test_are_found_too(tmp_path: Path) -> None:
    (found,) = read(
        device_files.mobilised(tmp_path / "data.mat", {"TimeMeasure1/Recording4": {"LowerBack": (ACC, GYRO)}})
    )
    assert found.source.part == "Recording4"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(512) + b"\x89HDF\r\n\x1a\n", "7.3"),
        (b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x01IM" + bytes(100), "data.mat"),
        (b"MATLAB 5.0 MAT-file", "data.mat"),
        (b"something else", "no MATLAB file"),
    ],
)
def test_other_matlab_files_are_told_so(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "data.mat").write_bytes(content)
    with pytest.raises(UnreadableFile, match=says):
        read(tmp_path / "data.mat")


def test_a_matlab_file_of_something_else_says_what_is_needed(tmp_path: Path) -> None:
    device_files.savemat(tmp_path / "data.mat", {"other": np.ones((3, 3))})
    with pytest.raises(InputError, match="recordings of Mobilise-D"):
        read(tmp_path / "data.mat")


def test_samples_that_the_time_stamps_leave_out_become_a_gap(tmp_path: Path) -> None:
    data = {"TimeMeasure1": {"Test5": {"Trial1": {"SU": {"LowerBack": {
        "Acc": IN_G[:, :], "Gyr": GYRO, "Fs": {"Acc": 100.0, "Gyr": 100.0},
        "Timestamp": (1.6e9 + (np.arange(600) + 50 * (np.arange(600) > 299)) / 100)[:, None],
    }}}}}}  # fmt: skip
    device_files.savemat(tmp_path / "data.mat", {"data": data})
    (found,) = read(tmp_path / "data.mat")
    missing = np.flatnonzero(np.isnan(found.channels[0].values[:, 0]))
    assert (missing[0], len(missing), found.channels[0].n) == (300, 50, 650)


def _flipped(raw: bytes, at: int, new: bytes) -> bytes:
    at %= len(raw)
    return raw[:at] + new + raw[at + len(new) :]


def _longer(raw: bytes, at: int, new: bytes) -> bytes:
    at %= len(raw)
    return raw[:at] + new + raw[at:]


def _shorter(raw: bytes, at: int, new: bytes) -> bytes:
    at %= len(raw)
    return raw[:at] + raw[at + 7 * len(new) :]


def _damaged(kind: str, folder: Path) -> tuple[Path, int]:
    """A small file of this kind, and after how many bytes its numbers begin."""
    n = 12
    if kind == "physilog":
        path = device_files.physilog(folder / "LF.csv", IN_G[:n], GYRO[:n])
    elif kind == "xio":
        path = device_files.xio(folder / "walk.csv", TIMES[:n], IN_G[:n], GYRO[:n])
    else:
        both = {"left": (ACC[:n], GYRO[:n]), "right": (OTHER[0][:n], OTHER[1][:n])}
        path = device_files.gaitmap(folder / "imu.csv", both)
        (folder / "imu.toml").write_text("rate_hz = 100.0\n")
    return path, len(path.read_bytes())


changes = st.lists(
    st.tuples(
        st.sampled_from([_flipped, _longer, _shorter]),
        st.integers(0, 700) | st.integers(0, 5000),
        st.binary(min_size=1, max_size=6)
        | st.sampled_from([b"\n", b",", b'"', b"nan", b"\r", b";;", b"1e999", b"[hz]", b"-", b"acc_x", b"9" * 12]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("kind", ["physilog", "xio", "gaitmap"])
@settings(max_examples=250)
@given(edits=changes)
def test_any_damage_ends_in_one_line_or_a_recording(kind: str, tmp_path_factory: pytest.TempPathFactory, edits) -> None:
    path, _ = _damaged(kind, tmp_path_factory.mktemp("damage"))
    raw = path.read_bytes()
    for change, at, new in edits:
        raw = change(raw, at, new) if raw else b"x"
    path.write_bytes(raw or b"x")
    try:
        (found,) = read(path)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert not any(np.isinf(c.values).any() for c in found.channels)


@pytest.fixture(scope="module")
def mat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small Mobilise-D file."""
    folder = tmp_path_factory.mktemp("mat")
    short = {"LowerBack": (ACC[:300], GYRO[:300])}
    return device_files.mobilised(folder / "data.mat", {"TimeMeasure1/Test5/Trial1": short})


@settings(max_examples=20)
@given(edits=changes)
def test_any_damage_to_a_matlab_file_ends_in_one_line_or_recordings(mat: Path, edits) -> None:
    raw = mat.read_bytes()
    for change, at, new in edits:
        raw = change(raw, at, new) if raw else b"x"
    path = mat.with_name("damaged.mat")
    path.write_bytes(raw or b"x")
    try:
        read(path)
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is right


def test_a_device_on_a_later_clock_is_the_same_device(tmp_path: Path) -> None:
    early = one(device_files.xio(tmp_path / "a.csv", TIMES, IN_G, GYRO))
    late = one(device_files.xio(tmp_path / "b.csv", TIMES + 7.0, IN_G, GYRO))
    for a, b in zip(early.shifted(7.0).channels, late.channels, strict=True):
        assert b.start_s == pytest.approx(a.start_s)
        np.testing.assert_array_equal(replace(a, start_s=b.start_s).values, b.values)
