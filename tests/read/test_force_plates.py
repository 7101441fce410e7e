"""Force plates, held against ezc3d's own ForcePlatforms, for every type that we compute."""

from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest

from restride.read import read
from tests.data import recording
from tests.read.c3d_files import Value, c3d_bytes

FRAMES, PER_FRAME = 12, 4
CORNERS = np.array([[-300.0, 250, 5], [310, 240, 5], [300, -260, 15], [-310, -250, 15]])
POLYNOMIAL = np.linspace(-1, 1, 12) * np.array([1e-18, 1e-12, 1e-7, 1e-13, 1e-8, 1e-3] * 2)


def plate_file(path: Path, kind: int, **more: Value) -> None:
    """Write a file with one plate of a type, random channels and odd corners."""
    chance = np.random.default_rng(kind)
    channels = 8 if kind == 3 else 6
    analogs = chance.normal(300, 100, (FRAMES, PER_FRAME, channels))
    if kind != 3:
        analogs[..., 3:] *= 40
    parameters: dict[str, Value] = {
        "FORCE_PLATFORM:USED": [1],
        "FORCE_PLATFORM:TYPE": [kind],
        "FORCE_PLATFORM:ZERO": [1, 0],
        "FORCE_PLATFORM:CHANNEL": np.arange(1, channels + 1).reshape(channels, 1),
        "FORCE_PLATFORM:CORNERS": CORNERS.T.reshape(3, 4, 1),
        "FORCE_PLATFORM:ORIGIN": np.array([[120.0], [200.0], [-35.0]]),
        "ANALOG:UNITS": [],
    }
    if kind == 4:
        parameters["FORCE_PLATFORM:CAL_MATRIX"] = chance.normal(1, 0.3, (6, 6, 1))
    if kind == 3:
        parameters["FORCE_PLATFORM:FPCOPPOLY"] = POLYNOMIAL.reshape(12, 1)
    parameters |= {name.replace("__", ":"): value for name, value in more.items()}
    path.write_bytes(c3d_bytes(np.ones((FRAMES, 1, 4)), analogs, parameters=parameters))


def by_ezc3d(path: Path) -> list[dict[str, Any]]:
    """What ezc3d makes of the plates, in its units."""
    return [dict(p) for p in ezc3d.c3d(str(path), extract_forceplat_data=True)["data"]["platform"]]


def assert_same(path: Path, length_m: float = 1e-3) -> None:
    """Force, and the centre of pressure where both have one, agree with ezc3d."""
    ours, theirs = read(path)[0], by_ezc3d(path)
    assert len(ours.select("grf")) == len(theirs)
    for force, cop, plate in zip(ours.select("grf"), ours.select("cop"), theirs, strict=True):
        np.testing.assert_allclose(force.values, plate["force"].T, rtol=1e-9, atol=1e-9)
        there = np.isfinite(cop.values).all(axis=1)
        assert there.any()
        np.testing.assert_allclose(
            cop.values[there], plate["center_of_pressure"].T[there] * length_m, rtol=1e-7, atol=1e-9
        )
        np.testing.assert_allclose(ours.corners[force.place], plate["corners"].T * length_m)


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_a_plate_of_each_type_agrees_with_ezc3d(kind: int, tmp_path: Path) -> None:
    plate_file(tmp_path / "plate.c3d", kind)
    assert_same(tmp_path / "plate.c3d")


@pytest.mark.parametrize(
    "file",
    [
        "rbds_treadmill_running/RBDS001/RBDS001runT25.c3d",
        "rbds_treadmill_running/RBDS010/RBDS010runT45.c3d",
        "gaitalytics_treadmill_walking/treadmill_events.c3d",
    ],
)
def test_the_plates_of_real_treadmills_agree_with_ezc3d(file: str) -> None:
    assert_same(recording(file))


def test_the_moment_is_that_of_the_force_at_the_centre_of_pressure(tmp_path: Path) -> None:
    plate_file(tmp_path / "plate.c3d", 2)
    trial = read(tmp_path / "plate.c3d")[0]
    force, cop, moment = (trial.select(q)[0].values for q in ("grf", "cop", "moment"))
    along = np.cross(cop - trial.corners["plate_1"].mean(axis=0), force)
    up = np.cross(*(np.diff(trial.corners["plate_1"], axis=0)[:2]))
    free = moment - along  # what is left turns about the plate's normal
    np.testing.assert_allclose(np.cross(free, up / np.linalg.norm(up)), 0, atol=1e-6)


def test_moments_in_newton_metres_give_the_same_centre_of_pressure(tmp_path: Path) -> None:
    plate_file(tmp_path / "mm.c3d", 2)
    units = ["N", "N", "N", "Nm", "Nm", "Nm"]
    plate_file(tmp_path / "m.c3d", 2, ANALOG__UNITS=units, ANALOG__SCALE=[1.0, 1.0, 1.0, 1e-3, 1e-3, 1e-3])
    one, other = (read(tmp_path / f"{name}.c3d")[0].select("cop")[0].values for name in ("mm", "m"))
    np.testing.assert_allclose(one, other, rtol=1e-6)


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("FORCE_PLATFORM__TYPE", [7]),
        ("FORCE_PLATFORM__CHANNEL", np.array([[1], [2], [3], [4], [5], [99]])),
        ("FORCE_PLATFORM__CORNERS", np.zeros((3, 4, 1))),
        ("FORCE_PLATFORM__CORNERS", []),
        ("ANALOG__UNITS", ["V"] * 6),
    ],
)
def test_a_plate_that_cannot_be_had_leaves_its_analog_channels(what: str, value: Value, tmp_path: Path) -> None:
    plate_file(tmp_path / "plate.c3d", 2, **{what: value})
    trial = read(tmp_path / "plate.c3d")[0]
    assert trial.select("grf") == ()
    assert len(trial.select("analog")) == 6


def test_the_centre_of_pressure_of_an_empty_plate_is_missing(tmp_path: Path) -> None:
    plate_file(tmp_path / "plate.c3d", 2, ANALOG__GEN_SCALE=[1e-4])
    assert np.isnan(read(tmp_path / "plate.c3d")[0].select("cop")[0].values).all()
