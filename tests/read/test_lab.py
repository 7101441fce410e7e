"""TRC and OpenSim storage: one movement gives one Recording, whatever the unit, the axes, the names and the header."""

from pathlib import Path

import numpy as np
import pytest

from restride.core.errors import InputError
from restride.core.recording import Array, Recording
from restride.read import read
from restride.signal.prepare import prepare
from restride.simulate import Lab, Runner, simulate_run
from tests.read.lab_files import (
    SAID,
    STYLES,
    force_columns,
    storage,
    trc,
    walk_forces,
    walk_model,
)

T, FEET = walk_forces()
MODEL_T, ANGLES, MOMENTS = walk_model()


def values(one: Recording, quantity: str, place: str, side: str | None = None) -> Array:
    """(n, k) of the one channel."""
    (channel,) = one.select(quantity, place, side)
    return channel.values


def codes(one: Recording) -> list[str]:
    """Of all notes."""
    return [q.code for q in one.notes]


def same(one: Recording, other: Recording) -> None:
    """The same channels with the same numbers, to what nine digits of text keep; analog ones stay as in their file."""
    ours, theirs = ([c for c in r.channels if c.quantity != "analog"] for r in (one, other))
    assert [(c.quantity, c.place, c.side, c.unit, c.axes) for c in ours] == [
        (c.quantity, c.place, c.side, c.unit, c.axes) for c in theirs
    ]
    for a, b in zip(ours, theirs, strict=True):
        assert (a.rate_hz, a.start_s) == pytest.approx((b.rate_hz, b.start_s))
        np.testing.assert_allclose(a.values, b.values, rtol=1e-6, atol=1e-6)


# forces


@pytest.mark.parametrize("style", STYLES)
def test_forces_are_the_same_in_every_style_of_column_names(style: str, tmp_path: Path) -> None:
    (one,) = read(storage(tmp_path / "grf.mot", force_columns(style, FEET), T))
    (sided,) = read(storage(tmp_path / "sided.mot", force_columns("sided", FEET), T))
    same(one, sided)
    assert [c.place for c in one.channels] == ["plate_1"] * 3 + ["plate_2"] * 3
    assert codes(one) == ([] if style in SAID else ["sides_inferred"])
    for place, side in (("plate_1", "right"), ("plate_2", "left")):
        force, point, moment = FEET[side]
        on = np.linalg.norm(force, axis=1) >= 10
        np.testing.assert_allclose(values(one, "grf", place, side), force, atol=1e-5)
        np.testing.assert_allclose(values(one, "cop", place)[on], point[on], atol=1e-6)
        assert np.isnan(values(one, "cop", place)[~on]).all()
        np.testing.assert_allclose(values(one, "moment", place), moment, atol=1e-6)


@pytest.mark.parametrize("version", [0, 1, 2, 3])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_version_of_the_header_is_read(version: int, end: str, tmp_path: Path) -> None:
    path = storage(tmp_path / "grf.sto", force_columns("sided", FEET), T, version=version, end=end)
    np.testing.assert_allclose(values(read(path)[0], "grf", "plate_1"), FEET["right"][0], atol=1e-5)


def test_points_in_millimetres_and_forces_in_body_weights_are_seen(tmp_path: Path) -> None:
    mm = {side: (force, 1e3 * point, 1e3 * moment) for side, (force, point, moment) in FEET.items()}
    (metres,) = read(storage(tmp_path / "m.mot", force_columns("sided", FEET), T))
    (one,) = read(storage(tmp_path / "mm.mot", force_columns("sided", mm), T))
    same(one, metres)
    assert codes(one) == ["unit_inferred", "unit_inferred"]
    bw = {side: (force / 686.5, point, moment / 686.5) for side, (force, point, moment) in FEET.items()}
    (one,) = read(storage(tmp_path / "bw.mot", force_columns("sided", bw), T))
    assert one.select("grf")[0].unit == "BW"
    assert codes(one) == ["unit_inferred"]


def test_plates_without_a_foot_in_their_name_get_none_where_the_lanes_are_not_apart(tmp_path: Path) -> None:
    together = {side: (force, point * [1, 1, 0], moment) for side, (force, point, moment) in FEET.items()}
    (one,) = read(storage(tmp_path / "grf.mot", force_columns("gait2392", together), T))
    assert {c.side for c in one.channels} == {"none"}
    assert codes(one) == []


def test_who_walks_the_other_way_keeps_his_right_foot(tmp_path: Path) -> None:
    about = np.array([-1.0, 1.0, -1.0])
    turned = {side: tuple(v * about for v in three) for side, three in FEET.items()}
    (one,) = read(storage(tmp_path / "grf.mot", force_columns("numbered", turned), T))
    assert [c.side for c in one.select("grf")] == ["right", "left"]


def test_muscle_signals_are_kept_as_analog_channels(tmp_path: Path) -> None:
    (one,) = read(storage(tmp_path / "emg.sto", {"soleus": np.sin(T), "vastus": np.cos(T)}, T))
    assert [(c.quantity, c.place, c.unit) for c in one.channels] == [("analog", "soleus", ""), ("analog", "vastus", "")]


def test_forces_of_a_model_on_its_bones_are_no_plates(tmp_path: Path) -> None:
    names = [f"calcn_r_right_{part}{axis}" for part in "FpT" for axis in "xyz"]
    (one,) = read(storage(tmp_path / "so.sto", {name: np.sin(T) for name in names}, T, title="ModelForces"))
    assert {c.quantity for c in one.channels} == {"analog"}


# angles


def ik(path: Path, angles: dict[str, Array], **rest: object) -> Recording:
    """The recording of a table of coordinates."""
    return read(storage(path, angles, MODEL_T, title="Coordinates", **rest))[0]


RADIANS = {name: np.radians(v) for name, v in ANGLES.items()}


def test_angles_have_clinical_signs(tmp_path: Path) -> None:
    one = ik(tmp_path / "ik.mot", ANGLES, degrees="yes")
    for side in ("right", "left"):
        hip = np.stack([ANGLES[f"hip_{what}_{side[0]}"] for what in ("flexion", "adduction", "rotation")], axis=1)
        np.testing.assert_allclose(values(one, "angle", "hip", side), hip, atol=1e-6)
        knee, ankle = (values(one, "angle", place, side)[:, 0] for place in ("knee", "ankle"))
        np.testing.assert_allclose(knee, ANGLES[f"knee_angle_{side[0]}"], atol=1e-6)
        np.testing.assert_allclose(ankle, ANGLES[f"ankle_angle_{side[0]}"], atol=1e-6)
    pelvis = values(one, "angle", "pelvis")
    assert pelvis[:, 0].mean() == pytest.approx(8.0, abs=0.2)
    trunk = values(one, "angle", "trunk")
    assert trunk[:, 0].mean() == pytest.approx(4.0, abs=0.3)  # 8 degrees of the pelvis less 4 of the back
    assert np.abs(trunk[:, 1]).max() < 0.5  # the back bends as far as the pelvis lists, the other way
    assert codes(one) == []


@pytest.mark.parametrize("degrees", ["yes", "no", None])
@pytest.mark.parametrize("in_degrees", [True, False])
def test_degrees_and_radians_give_the_same_whatever_the_header_says(
    degrees: str | None, in_degrees: bool, tmp_path: Path
) -> None:
    one = ik(tmp_path / "ik.mot", ANGLES if in_degrees else RADIANS, degrees=degrees)
    told = (degrees != "no") == in_degrees
    assert codes(one) == ([] if told else ["unit_inferred"])
    truth = ik(tmp_path / "truth.mot", ANGLES, degrees="yes")
    same(one, truth)


def test_who_stands_still_is_believed_to_be_in_the_unit_of_the_header(tmp_path: Path) -> None:
    still = {name: 0.02 * v for name, v in ANGLES.items()}
    one = read(storage(tmp_path / "ik.mot", still, 4 * MODEL_T, title="Coordinates", degrees="yes"))[0]
    assert np.nanmax(values(one, "angle", "knee", "right")) < 2
    assert codes(one) == []


def test_a_knee_that_bends_to_negative_angles_is_turned_over_and_said(tmp_path: Path) -> None:
    other = {name: -v if name.startswith("knee") else v for name, v in ANGLES.items()}
    one = ik(tmp_path / "ik.mot", other, degrees="yes")
    assert codes(one) == ["sign_inferred"]
    same(one, ik(tmp_path / "truth.mot", ANGLES, degrees="yes"))


def test_columns_with_the_path_of_their_joint_are_the_same_and_speeds_are_no_angles(tmp_path: Path) -> None:
    paths = {f"/jointset/joint/{name}/value": v for name, v in RADIANS.items()}
    paths |= {f"/jointset/joint/{name}/speed": np.gradient(v) for name, v in RADIANS.items()}
    one = ik(tmp_path / "states.sto", paths)
    truth = ik(tmp_path / "truth.mot", RADIANS)
    for channel in truth.select("angle"):
        np.testing.assert_allclose(values(one, "angle", channel.place, channel.side), channel.values, atol=1e-6)
    assert len(one.select("angle")) == len(truth.select("angle"))
    (speeds,) = read(storage(tmp_path / "u.sto", RADIANS, MODEL_T, title="Speeds"))
    assert not speeds.select("angle")
    large = {name: 5 * v for name, v in ANGLES.items()}
    (forces,) = read(storage(tmp_path / "f.sto", large, MODEL_T, title="untitled", degrees="yes"))
    assert not forces.select("angle")


def test_a_title_that_is_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    (one,) = read(storage(tmp_path / "ik.mot", RADIANS, MODEL_T, title="name C:/MuscleForces/walk.mot"))
    assert one.select("angle", "knee")


# moments


def inverse(path: Path, moments: dict[str, Array]) -> Recording:
    """The recording of a table of inverse dynamics."""
    return read(storage(path, moments, MODEL_T, title="Inverse Dynamics Generalized Forces"))[0]


BETA = {"knee_angle_r_beta_moment": 0 * MODEL_T}


def test_moments_are_those_that_extend_and_plantarflex(tmp_path: Path) -> None:
    one = inverse(tmp_path / "id.sto", MOMENTS | BETA)
    for side in ("right", "left"):
        assert values(one, "joint_moment", "knee", side).max() == pytest.approx(49, abs=0.1)
        assert values(one, "joint_moment", "knee", side).min() == pytest.approx(-16, abs=0.1)
        assert values(one, "joint_moment", "ankle", side).max() == pytest.approx(105, abs=0.1)
        assert values(one, "joint_moment", "hip", side)[0] == pytest.approx(
            -MOMENTS[f"hip_flexion_{side[0]}_moment"][0]
        )
    assert {(c.unit, c.frame) for c in one.select("joint_moment")} == {("Nm", "body")}
    assert codes(one) == []


@pytest.mark.parametrize("bends", [1, -1])
def test_which_way_the_knee_counts_is_seen_where_no_name_tells_it(bends: int, tmp_path: Path) -> None:
    other = {name: bends * v if name.startswith("knee") else v for name, v in MOMENTS.items()}
    one = inverse(tmp_path / "id.sto", other)
    assert codes(one) == ["sign_inferred"]
    truth = inverse(tmp_path / "truth.sto", MOMENTS | BETA)
    for channel in truth.select("joint_moment"):
        np.testing.assert_allclose(values(one, "joint_moment", channel.place, channel.side), channel.values, atol=1e-6)


def test_moments_that_all_count_the_other_way_are_turned_over_and_said(tmp_path: Path) -> None:
    one = inverse(tmp_path / "id.sto", {name: -v for name, v in MOMENTS.items()})
    assert codes(one) == ["sign_inferred", "sign_inferred"]
    truth = inverse(tmp_path / "truth.sto", MOMENTS | BETA)
    for channel in truth.select("joint_moment"):
        np.testing.assert_allclose(values(one, "joint_moment", channel.place, channel.side), channel.values, atol=1e-6)


def test_a_knee_whose_sign_nothing_tells_is_left_out_and_said(tmp_path: Path) -> None:
    even = {name: 30 * np.sin(40 * MODEL_T) if name.startswith("knee") else v for name, v in MOMENTS.items()}
    one = inverse(tmp_path / "id.sto", even)
    assert {c.place for c in one.select("joint_moment")} == {"hip", "ankle"}
    (note,) = one.notes
    assert (note.code, note.severity) == ("sign_inferred", "warning")


@pytest.mark.parametrize(("factor", "unit"), [(1 / 70, "Nm/kg"), (1e3 / 70, "Nm/kg"), (1e3, "Nm")])
def test_moments_in_another_unit_are_seen_by_their_size(factor: float, unit: str, tmp_path: Path) -> None:
    one = inverse(tmp_path / "id.sto", {name: factor * v for name, v in (MOMENTS | BETA).items()})
    assert codes(one) == ["unit_inferred"]
    (calf,) = one.select("joint_moment", "ankle", "left")
    assert calf.unit == unit
    assert calf.values.max() == pytest.approx(105 / (70 if unit == "Nm/kg" else 1), rel=1e-3)


def test_moments_of_no_gait_are_left_out_and_said(tmp_path: Path) -> None:
    one = inverse(tmp_path / "id.sto", {name: 1e-6 * v for name, v in MOMENTS.items()})
    assert not one.select("joint_moment")
    assert codes(one) == ["implausible"]


# the clock


def test_times_that_come_twice_or_unevenly_are_put_on_an_even_clock(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    uneven = MODEL_T + rng.uniform(-0.4, 0.4, len(MODEL_T)) * 0.005
    knee = {name: v for name, v in ANGLES.items() if name.startswith("knee")}
    smooth = {name: np.interp(uneven, MODEL_T, v) for name, v in knee.items()}
    twice = np.sort(np.r_[np.arange(len(uneven)), [100, 200, 200]])
    path = storage(tmp_path / "ik.mot", {n: v[twice] for n, v in smooth.items()}, uneven[twice], title="Coordinates")
    (channel,) = read(path)[0].select("angle", "knee", "right")
    truth = np.interp(channel.time_s, MODEL_T, knee["knee_angle_r"])
    np.testing.assert_allclose(channel.values[:, 0], truth, atol=0.5)


# markers

RUN = simulate_run(Runner.typical(3.0), Lab(marker_noise_m=0.0), seconds=4.0, seed=3).recording
PATHS = {c.place: c.values for c in RUN.select("marker")}


UNITS = (("mm", 1e3, False), ("m", 1.0, False), ("m", 1e3, True), ("?", 1e3, True), ("mm", 1.0, True))
"""What the header says, numbers for each metre, and whether that must be inferred."""


@pytest.mark.parametrize(("unit", "per_m", "inferred"), UNITS)
def test_markers_are_in_metres_whatever_the_unit_and_whatever_the_header_says(
    unit: str, per_m: float, inferred: bool, tmp_path: Path
) -> None:
    (one,) = read(trc(tmp_path / "run.trc", PATHS, 150.0, unit=unit, per_m=per_m))
    assert codes(one) == (["unit_inferred"] if inferred else [])
    assert [c.place for c in one.channels] == list(PATHS)
    for label, path in PATHS.items():
        np.testing.assert_allclose(values(one, "marker", label), path, atol=1e-6)


@pytest.mark.parametrize("up", ["y", "z"])
@pytest.mark.parametrize("forward", ["+x", "-x"])
def test_prepared_markers_are_the_same_whichever_axis_points_up(up: str, forward: str, tmp_path: Path) -> None:
    lab = Lab(marker_noise_m=0.0, up=up, forward=forward)
    made = simulate_run(Runner.typical(3.0), lab, seconds=4.0, seed=3).recording
    paths = {c.place: c.values for c in made.select("marker")}
    (one,) = read(trc(tmp_path / "run.trc", paths, 150.0))
    (other,) = read(trc(tmp_path / "other.trc", PATHS, 150.0))
    ready, same_way = prepare(one).recording, prepare(other).recording
    for channel in same_way.select("marker"):
        (found,) = ready.select("marker", channel.place)
        still = channel.values - channel.values[0]
        np.testing.assert_allclose(found.values - found.values[0], still, atol=1e-6)


def test_markers_that_were_not_seen_are_missing(tmp_path: Path) -> None:
    paths = {label: path.copy() for label, path in list(PATHS.items())[:4]}
    one, two, three = list(paths)[:3]
    paths[one][10:20] = np.nan
    paths[two][30:40] = 0.0
    paths[three][5:8] = 9999.999
    (read_back,) = read(trc(tmp_path / "run.trc", paths, 150.0))
    for label, rows in ((one, slice(10, 20)), (two, slice(30, 40)), (three, slice(5, 8))):
        lost = np.isnan(values(read_back, "marker", label)).any(axis=1)
        assert lost[rows].all()
        assert lost.sum() == rows.stop - rows.start


def test_a_persons_name_before_the_labels_is_left_out(tmp_path: Path) -> None:
    (one,) = read(trc(tmp_path / "run.trc", {f"Somebody:{label}": path for label, path in PATHS.items()}, 150.0))
    assert [c.place for c in one.channels] == list(PATHS)


def test_a_table_of_vectors_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "markers.sto"
    path.write_text("DataType=Vec3\nversion=3\nendheader\ntime\tHEEL\n0\t1,2,3\n0.1\t1,2,3\n")
    with pytest.raises(InputError, match="one number a column"):
        read(path)
