"""Angles, moments and powers that a program stored as points of a C3D file: no markers, right unit, right sign."""

from pathlib import Path

import numpy as np
import pytest

from restride.core.recording import Array, Recording
from restride.read import read
from tests.read.c3d_files import Value, c3d_bytes
from tests.read.lab_files import MASS_KG, walk_model

T, ANGLES, MOMENTS = walk_model(rate_hz=100.0)
NONE = np.zeros(len(T))
HEEL = np.stack([T, 0.1 + NONE, 0.2 + NONE], axis=1) * 1000
PLUG_IN = {"deg": 1.0, "Nmm": 1e3, "W": 1.0}


def plug_in(joint_unit: float = 1e3 / MASS_KG, ankle: float = -1.0, knee: float = -1.0) -> dict[str, Array]:
    """Points as Plug-in Gait names them: moments in Nmm/kg, extension and plantarflexion positive."""
    out = {"LHEE": HEEL}
    for side in "RL":
        s = side.lower()
        hip = [ANGLES[f"hip_{what}_{s}"] for what in ("flexion", "adduction", "rotation")]
        out[f"{side}HipAngles"] = np.stack(hip, axis=1)
        out[f"{side}KneeAngles"] = np.stack([ANGLES[f"knee_angle_{s}"], 2 + NONE, 3 + NONE], axis=1)
        out[f"{side}AnkleAngles"] = np.stack([ANGLES[f"ankle_angle_{s}"], 1 + NONE, NONE], axis=1)
        own = 1.0 if side == "R" else -1.0
        tilt = -ANGLES["pelvis_tilt"], -own * ANGLES["pelvis_list"], own * ANGLES["pelvis_rotation"]
        out[f"{side}PelvisAngles"] = np.stack(tilt, axis=1)
        out[f"{side}ThoraxAngles"] = np.stack([5 + NONE, -own * 2 + NONE, own * 3 + NONE], axis=1)
        for joint, name, sign in (
            ("Hip", "hip_flexion", ankle),
            ("Knee", "knee_angle", knee),
            ("Ankle", "ankle_angle", ankle),
        ):
            x = sign * joint_unit * MOMENTS[f"{name}_{s}_moment"]
            out[f"{side}{joint}Moment"] = np.stack([x, NONE, NONE], axis=1)
        out[f"{side}AnklePower"] = np.stack([NONE, NONE, 2.5 * np.sin(T)], axis=1)
    return out  # fmt: skip


def written(path: Path, points: dict[str, Array], *, groups: bool = False, **units: str) -> Recording:
    """A C3D file of these points, read back. groups: whether the file lists what is an angle and what a moment."""
    stored = np.zeros((len(T), len(points), 4))
    stored[:, :, :3] = np.stack(list(points.values()), axis=1)
    parameters: dict[str, Value] = {"POINT:LABELS": list(points)}
    parameters |= {f"POINT:{kind.upper()}_UNITS": [unit] for kind, unit in units.items()}
    if groups:
        parameters["POINT:TYPE_GROUPS"] = np.array([["ANGLES", "ANGLE"], ["MINE", "MOMENT"]]).T.tolist()[0]
        parameters["POINT:ANGLES"] = [label for label in points if label.endswith("Angles")]
        parameters["POINT:MOMENTS"] = [label for label in points if label.endswith("Moment")]
    path.write_bytes(c3d_bytes(stored, parameters=parameters))
    return read(path)[0]


def values(one: Recording, quantity: str, place: str, side: str, axis: str) -> Array:
    """(n,) one column of the one channel."""
    (channel,) = one.select(quantity, place, side)
    return channel.axis(axis)


@pytest.mark.parametrize("groups", [True, False])
def test_outputs_of_a_model_are_angles_and_moments_and_no_markers(groups: bool, tmp_path: Path) -> None:
    one = written(tmp_path / "walk.c3d", plug_in(), groups=groups, angle="deg", moment="Nmm/kg")
    assert [c.place for c in one.select("marker")] == ["LHEE"]
    assert one.notes == ()
    for side in ("right", "left"):
        s = side[0]
        for axis in ("flexion", "adduction", "rotation"):
            np.testing.assert_allclose(values(one, "angle", "hip", side, axis), ANGLES[f"hip_{axis}_{s}"], atol=1e-4)
        np.testing.assert_allclose(values(one, "angle", "knee", side, "flexion"), ANGLES[f"knee_angle_{s}"], atol=1e-4)
        calf = values(one, "joint_moment", "ankle", side, "plantarflexion")
        assert np.nanmax(calf) == pytest.approx(105 / MASS_KG, rel=1e-3)
        assert np.nanmax(values(one, "joint_moment", "knee", side, "extension")) == pytest.approx(
            49 / MASS_KG, rel=1e-3
        )
        assert one.select("joint_power", "ankle", side)[0].unit == "W/kg"
    assert {c.unit for c in one.select("joint_moment")} == {"Nm/kg"}
    np.testing.assert_allclose(values(one, "angle", "pelvis", "none", "obliquity"), -ANGLES["pelvis_list"], atol=1e-4)
    assert values(one, "angle", "trunk", "none", "lean")[0] == pytest.approx(2)
    assert values(one, "angle", "trunk", "none", "rotation")[0] == pytest.approx(3)


def test_one_side_of_pelvis_and_trunk_tells_the_same_as_the_other(tmp_path: Path) -> None:
    both = written(tmp_path / "both.c3d", plug_in())
    left = {label: p for label, p in plug_in().items() if label not in ("RPelvisAngles", "RThoraxAngles")}
    one = written(tmp_path / "left.c3d", left)
    for place in ("pelvis", "trunk"):
        (a,), (b,) = one.select("angle", place), both.select("angle", place)
        np.testing.assert_allclose(a.values, b.values, atol=1e-4)


@pytest.mark.parametrize(
    ("says", "factor", "unit"),
    [("Nmm", 1e3 / MASS_KG, "Nm/kg"), ("Nm", 1e3, "Nm"), ("Nmm", 1 / MASS_KG, "Nm/kg"), ("", 1.0, "Nm")],
)
def test_a_unit_that_no_gait_could_have_is_not_believed(says: str, factor: float, unit: str, tmp_path: Path) -> None:
    one = written(tmp_path / "walk.c3d", plug_in(factor), moment=says)
    (calf,) = one.select("joint_moment", "ankle", "left")
    assert calf.unit == unit
    assert np.nanmax(calf.values) == pytest.approx(105 / (MASS_KG if unit == "Nm/kg" else 1), rel=1e-3)
    assert [q.code for q in one.notes] == ["unit_inferred"]  # fmt: skip


def test_signs_of_other_programs_are_seen_and_said(tmp_path: Path) -> None:
    truth = written(tmp_path / "truth.c3d", plug_in(1.0), moment="Nm")
    points = plug_in(1.0, ankle=1.0)
    for side in "RL":
        points[f"{side}KneeAngles"] = -points[f"{side}KneeAngles"]
    one = written(tmp_path / "walk.c3d", points, moment="Nm")
    assert [q.code for q in one.notes] == ["sign_inferred", "sign_inferred"]
    for channel in [*truth.select("joint_moment"), *truth.select("angle", "knee")]:
        (found,) = one.select(channel.quantity, channel.place, channel.side)
        np.testing.assert_allclose(found.values, channel.values, atol=1e-4)


@pytest.mark.parametrize("name", ["LEFT_KNEE_ANGLE", "L_Knee_Angle", "Left Knee Angle", "KneeAngle_L"])
def test_names_of_other_programs_give_the_sagittal_angle(name: str, tmp_path: Path) -> None:
    knee = np.stack([ANGLES["knee_angle_l"], NONE, NONE], axis=1)
    one = written(tmp_path / "walk.c3d", {"LHEE": HEEL, name: knee})
    (channel,) = one.select("angle")
    assert (channel.place, channel.side, channel.axes) == ("knee", "left", ("flexion",))


def test_an_ankle_that_counts_from_elsewhere_is_left_out_and_said(tmp_path: Path) -> None:
    points = {label: p + np.array([70.0, 0.0, 0.0]) if "AnkleAngles" in label else p for label, p in plug_in().items()}
    one = written(tmp_path / "walk.c3d", points, moment="Nmm/kg")
    assert not one.select("angle", "ankle")
    assert [q.code for q in one.notes] == ["implausible", "implausible"]


def test_frames_that_the_model_could_not_compute_are_missing(tmp_path: Path) -> None:
    points = plug_in()
    points["LKneeAngles"][20:60] = 0
    one = written(tmp_path / "walk.c3d", points)
    assert np.flatnonzero(np.isnan(values(one, "angle", "knee", "left", "flexion"))).tolist() == list(range(20, 60))
