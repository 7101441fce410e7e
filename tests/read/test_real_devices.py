"""Real recordings of worn devices: how many samples, at what rate, how long, and what they read on average."""

from pathlib import Path

import numpy as np
import pytest

from restride.core.recording import Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.read import read
from restride.signal.fitness import fitness
from restride.signal.inertial import sensors
from tests.data import recording

TRIPOD = "tripod_treadmill_walking/Sub_FZ/PWS/IMU/{}.csv"
FEET = "gaitmap_foot_imu_walking/{}.csv"
BACK = "mobgap_lowerback_walking/HA/001/data.mat"


def one(file: str, folder: Path, sidecar: str = "") -> Recording:
    """The one recording of a real file, with this sidecar."""
    (folder / "said.toml").write_text(sidecar)
    (found,) = read(recording(file), sidecar=folder / "said.toml" if sidecar else None)
    return found


def summary(found: Recording) -> list[tuple[str, str, str, int, float, float]]:
    """Of each channel: quantity, place, side, samples that are there, rate, mean norm."""
    return [
        (
            c.quantity,
            c.place,
            c.side,
            int(np.isfinite(c.values).all(axis=1).sum()),
            round(c.rate_hz, 3),
            round(float(np.nanmean(np.linalg.norm(c.values, axis=1))), 3),
        )
        for c in found.channels
    ]


@pytest.mark.parametrize(
    ("name", "said", "place", "side", "acc", "gyro"),
    [
        ("LF", 'place = "foot"\nside = "left"', "foot", "left", 13.579, 129.899),
        ("RF", 'place = "foot"\nside = "right"', "foot", "right", 13.732, 136.735),
        ("LS", 'place = "shank"\nside = "left"', "shank", "left", 12.298, 116.735),
        ("RS", 'place = "shank"\nside = "right"', "shank", "right", 12.483, 118.795),
        ("SA", 'place = "sacrum"', "sacrum", "none", 9.984, 27.47),
    ],
)
def test_tripod_physilogs_hold_what_their_header_says(
    name: str, said: str, place: str, side: str, acc: float, gyro: float, tmp_path: Path
) -> None:
    found = one(TRIPOD.format(name), tmp_path, said)
    assert found.source.reader == "physilog"
    assert summary(found) == [("acc", place, side, 20693, 128.0, acc), ("gyro", place, side, 20693, 128.0, gyro)]
    assert {c.start_s for c in found.channels} == {0.00781}
    assert found.channels[0].end_s == pytest.approx(161.664 + 1 / 128, abs=1e-3)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("name", "said", "n", "rate_hz", "norms"),
    [
        ("imu_sample", "rate_hz = 204.8", 7928, 204.8, [16.16, 168.181, 16.319, 167.768]),
        ("imu_sample_not_rotated", "rate_hz = 204.8", 7928, 204.8, [16.16, 168.181, 16.319, 167.768]),
        ("imu_sample_ic_stride", "rate_hz = 102.4", 4053, 102.4, [15.005, 166.087, 14.82, 162.322]),
        ("imu_sample_healthy_stair_down", "", 4488, 204.8, [15.601, 127.673, 16.171, 136.783]),
    ],
)
def test_gaitmap_files_hold_both_feet(
    name: str, said: str, n: int, rate_hz: float, norms: list[float], tmp_path: Path
) -> None:
    found = one(FEET.format(name), tmp_path, said)
    assert found.source.reader == "gaitmap"
    channels = [(q, "foot", side) for side in ("left", "right") for q in ("acc", "gyro")]
    assert summary(found) == [(*c, n, rate_hz, norm) for c, norm in zip(channels, norms, strict=True)]
    assert {c.start_s for c in found.channels} == {0.0}
    assert [note.code for note in found.notes] == ["place_inferred"]


@pytest.mark.parametrize(("side", "acc", "gyro"), [("left", 24.679, 289.416), ("right", 23.656, 283.837)])
def test_gaitmap_files_of_one_foot_count_their_packets(side: str, acc: float, gyro: float, tmp_path: Path) -> None:
    found = one(FEET.format(f"imu_sample_ms_{side}"), tmp_path, f'rate_hz = 102.4\nplace = "foot"\nside = "{side}"')
    assert summary(found) == [("acc", "foot", side, 7000, 102.4, acc), ("gyro", "foot", side, 7000, 102.4, gyro)]
    assert found.notes == ()


def test_xio_goes_by_its_own_times(tmp_path: Path) -> None:
    found = one("xio_foot_imu_walking/short_walk.csv", tmp_path, 'place = "foot"')
    assert found.source.reader == "xio"
    assert summary(found) == [
        ("acc", "foot", "unknown", 16578, 398.313, 12.571),
        ("gyro", "foot", "unknown", 16578, 398.313, 89.085),
    ]
    assert found.channels[0].start_s == 0.0
    assert found.channels[0].end_s == pytest.approx(41.618, abs=0.01)


def test_mobilised_trials_hold_the_back_and_never_the_reference() -> None:
    found = read(recording(BACK))
    assert [f.source.part for f in found] == ["Test5/Trial1", "Test5/Trial2", "Test11/Trial1"]
    numbers = [(1246, 9.7, 22.573), (1075, 9.711, 29.579), (13759, 9.693, 29.881)]
    assert [summary(f) for f in found] == [
        [("acc", "lower_back", "none", n, 100.0, acc), ("gyro", "lower_back", "none", n, 100.0, gyro)]
        for n, acc, gyro in numbers
    ]
    assert all(f.marks == () and f.notes == () for f in found)
    assert all((c.frame, c.start_s) == ("sensor", 0.0) for f in found for c in f.channels)
    (picked,) = read(f"{recording(BACK)}#Test11/Trial1")
    np.testing.assert_array_equal(picked.channels[0].values, found[2].channels[0].values)


@pytest.mark.parametrize(("file", "said"), [
    (FEET.format("imu_sample"), "rate_hz = 102.4"),
    (FEET.format("imu_sample_ic_stride"), "rate_hz = 51.2"),
    (FEET.format("imu_sample_ms_left"), 'rate_hz = 51.2\nplace = "foot"'),
])  # fmt: skip
def test_a_wrong_rate_in_the_sidecar_is_noticed(file: str, said: str, tmp_path: Path) -> None:
    devices = sensors(one(file, tmp_path, said))
    assert any(note.code == "implausible" for device in devices for note in fitness(device))


@pytest.mark.parametrize("factor", [1.0, 1 / G, 1000 / G])
@pytest.mark.parametrize("turning", [1.0, np.pi / 180])
def test_a_real_foot_in_any_unit_is_the_same(factor: float, turning: float, tmp_path: Path) -> None:
    (expected, *_) = sensors(one(FEET.format("imu_sample_not_rotated"), tmp_path, "rate_hz = 204.8"))
    table = np.concatenate([expected.acc * factor, expected.gyro * turning], axis=1)
    header = ",".join(["", *(f"{what}_{axis}" for what in ("acc", "gyr") for axis in "xyz")])
    rows = [f"{i},{','.join(map(repr, row))}" for i, row in enumerate(table.tolist())]
    (tmp_path / "left.csv").write_text("\n".join([header, *rows]))
    (tmp_path / "left.toml").write_text("rate_hz = 204.8\n")
    (found,) = sensors(read(tmp_path / "left.csv")[0])
    np.testing.assert_allclose(found.acc, expected.acc, rtol=1e-9)
    np.testing.assert_allclose(found.gyro, expected.gyro, rtol=1e-9)
