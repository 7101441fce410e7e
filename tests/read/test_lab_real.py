"""Real exports of OpenSim and of a C3D model, held against their provenance, their markers, and frozen numbers.

To freeze again after a change that is right: RESTRIDE_FREEZE=1, and say why in changes/.
"""

import json
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from restride.core.recording import Array, Recording
from restride.read import read
from tests.data import recording

FROZEN = Path(__file__).parent / "frozen" / "lab.json"
WALK, RUN = "opensim_example3dwalking", "bmc_running_opensim"
FILES = (
    f"{WALK}/coordinates.sto",
    f"{WALK}/electromyography.sto",
    f"{WALK}/grf_walk.mot",
    f"{WALK}/id_walk.sto",
    f"{WALK}/markers_walk.trc",
    f"{RUN}/grf_run.mot",
    f"{RUN}/ik_output_run.mot",
    f"{RUN}/inverse_dynamics.sto",
    f"{RUN}/motion_capture_run.trc",
    f"{RUN}/static_run.trc",
    f"{RUN}/subject_so_StaticOptimization_force.sto",
    "gaitalytics_treadmill_walking/treadmill_events.c3d",
)


@cache
def one(name: str) -> Recording:
    """The recording of a file."""
    return read(recording(name))[0]


def axis(name: str, quantity: str, place: str, side: str, which: str) -> Array:
    """(n,) one column of one channel."""
    (channel,) = one(name).select(quantity, place, side)
    return channel.axis(which)


def told(found: Recording) -> dict[str, object]:
    """All of a file in a few numbers."""
    quantities = ("angle", "joint_moment", "joint_power", "grf", "cop", "moment")
    return {
        "holds": found.describe(),
        "notes": [q.code for q in found.notes],
        "channels": {
            f"{c.quantity} {c.place} {c.side} {' '.join(c.axes)} [{c.unit}]": [
                c.n,
                float(f"{c.rate_hz:.6g}"),
                *(float(f"{v:.5g}") for v in (*np.nanmin(c.values, axis=0), *np.nanmax(c.values, axis=0))),
            ]
            for c in found.channels
            if c.quantity in quantities
        },
    }


@pytest.mark.parametrize("name", FILES)
def test_each_file_gives_the_numbers_that_it_gave_before(name: str) -> None:
    found = told(one(name))
    if os.environ.get("RESTRIDE_FREEZE") == "1":
        kept = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
        kept[name] = found
        FROZEN.write_text(json.dumps({key: kept[key] for key in sorted(kept)}, indent=1) + "\n")
    assert found == json.loads(FROZEN.read_text())[name]


def test_moments_of_the_walk_are_those_of_its_provenance() -> None:
    knee = [axis(f"{WALK}/id_walk.sto", "joint_moment", "knee", side, "extension") for side in ("left", "right")]
    ankle = [axis(f"{WALK}/id_walk.sto", "joint_moment", "ankle", side, "plantarflexion") for side in ("left", "right")]
    assert max(k.max() for k in knee) == pytest.approx(65, abs=1)
    assert min(k.min() for k in knee) == pytest.approx(-36, abs=1)
    assert max(a.max() for a in ankle) == pytest.approx(144.5, abs=1)
    assert one(f"{WALK}/id_walk.sto").notes == ()


def test_knees_bend_in_swing_whichever_unit_and_model() -> None:
    for name, peak in ((f"{WALK}/coordinates.sto", 72.5), (f"{RUN}/ik_output_run.mot", 94.8)):
        for side in ("left", "right"):
            knee = axis(name, "angle", "knee", side, "flexion")
            assert knee.max() == pytest.approx(peak, abs=2)
            assert knee.min() > -5


def test_forces_peak_as_in_their_provenance() -> None:
    for name, right, left in ((f"{WALK}/grf_walk.mot", 942, 930), (f"{RUN}/grf_run.mot", 1751, 1623)):
        for side, peak in (("right", right), ("left", left)):
            (plate,) = [c for c in one(name).select("grf") if c.side == side]
            assert plate.axis("y").max() == pytest.approx(peak, abs=1)
    assert not [q for name in (f"{WALK}/grf_walk.mot", f"{RUN}/grf_run.mot") for q in one(name).notes]


def test_the_models_pelvis_and_trunk_lean_as_their_markers_do() -> None:
    angles, markers = one(f"{RUN}/ik_output_run.mot"), one(f"{RUN}/motion_capture_run.trc")
    time_s = angles.select("angle", "pelvis")[0].time_s

    def at(label: str) -> Array:
        (c,) = markers.select("marker", label)
        return np.stack([np.interp(time_s, c.time_s, c.values[:, i]) for i in range(3)], axis=1)

    across, ahead = at("RASI") - at("LASI"), (at("RASI") + at("LASI") - at("RPSI") - at("LPSI")) / 2
    up = (at("RACR") + at("LACR")) / 2 - (at("RASI") + at("LASI") + at("RPSI") + at("LPSI")) / 4
    seen = {
        ("pelvis", "obliquity"): np.arctan2(across[:, 1], across[:, 2]),
        ("pelvis", "tilt"): np.arctan2(-ahead[:, 1], ahead[:, 0]),
        ("pelvis", "rotation"): np.arctan2(across[:, 0], across[:, 2]),
        ("trunk", "flexion"): np.arctan2(up[:, 0], up[:, 1]),
        ("trunk", "lean"): np.arctan2(up[:, 2], up[:, 1]),
    }
    for (place, which), truth in seen.items():
        (channel,) = angles.select("angle", place)
        assert np.corrcoef(channel.axis(which), truth)[0, 1] > 0.85


def test_a_c3d_models_moments_are_for_each_kilogram_whatever_their_unit_is_called() -> None:
    name = "gaitalytics_treadmill_walking/treadmill_events.c3d"
    assert [q.code for q in one(name).notes] == ["unit_inferred"]
    for side in ("left", "right"):
        knee = axis(name, "joint_moment", "knee", side, "extension")
        ankle = axis(name, "joint_moment", "ankle", side, "plantarflexion")
        assert 0.5 < np.percentile(knee, 98) < 1.2
        assert 1.2 < np.percentile(ankle, 97) < 2.5  # feet that share a belt spoil some of its 20 contacts
    assert {c.unit for c in one(name).select("joint_moment")} == {"Nm/kg"}
    labels = {c.place for c in one(name).select("marker")}
    assert not [label for label in labels if label.endswith(("Angles", "Angle", "Moment", "Power", "Force"))]


def test_a_knee_is_told_by_its_moments_where_the_model_does_not_tell_it(tmp_path: Path) -> None:
    for name in (f"{WALK}/id_walk.sto", f"{RUN}/inverse_dynamics.sto"):
        text = recording(name).read_text().replace("_beta", "_patella")
        (tmp_path / "id.sto").write_text(text)
        (found,) = read(tmp_path / "id.sto")
        assert [q.code for q in found.notes] == ["sign_inferred"]
        for side in ("left", "right"):
            truth = axis(name, "joint_moment", "knee", side, "extension")
            np.testing.assert_array_equal(found.select("joint_moment", "knee", side)[0].axis("extension"), truth)
