"""Swapped markers are exchanged back where that is proven, and nothing else is touched."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.spatial.transform import Rotation

from restride.core.markersets import MarkerSet, marker_sets
from restride.signal.rigid import fit
from restride.signal.swaps import GATE_M, repair

RBDS, HBM2 = marker_sets()["rbds"], marker_sets()["hbm2"]
FOOT = RBDS.labels("right", RBDS.foot)
seeds = st.integers(0, 2**32 - 1)


def moved(still: dict[str, np.ndarray], seed: int, noise_m: float = 0.0005, frames: int = 120) -> dict[str, np.ndarray]:
    """Markers of one rigid body in random poses, as measured."""
    rng = np.random.default_rng(seed)
    turn = Rotation.random(frames, random_state=seed).as_matrix()
    shift = rng.uniform(-1, 1, (frames, 3))
    return {k: turn @ p + shift + noise_m * rng.standard_normal((frames, 3)) for k, p in still.items()}


def standing(still: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {k: np.tile(p, (20, 1)) for k, p in still.items()}


def foot(seed: int) -> dict[str, np.ndarray]:
    """A random foot of five markers: heel behind, toes ahead, none of them close together."""
    rng = np.random.default_rng(seed)
    places = [[0, 0.07, 0], [0, 0.02, 0], [0.03, 0.03, 0.04], [0.19, 0.03, -0.03], [0.16, 0.02, 0.05]]
    return {k: np.array(p) + rng.uniform(-0.012, 0.012, 3) for k, p in zip(FOOT, places, strict=True)}


def unlike_itself(still: dict[str, np.ndarray], pair: tuple[str, str]) -> bool:
    """Whether the shape with these two exchanged could not be taken for the shape itself."""
    a, b = pair
    other = {**still, a: still[b], b: still[a]}
    return bool(fit(np.array(list(still.values())), np.array(list(other.values()))[None]).residual_m[0] > 1.3 * GATE_M)


@settings(max_examples=40)
@given(seed=seeds, pair=st.sampled_from(list(combinations(FOOT, 2))))
def test_any_two_markers_of_a_foot_are_exchanged_back(seed: int, pair: tuple[str, str]) -> None:
    still = foot(seed)
    assume(unlike_itself(still, pair))
    right = moved(still, seed)
    a, b = pair
    done = repair(RBDS, {**right, a: right[b], b: right[a]}, standing(still))
    for label in FOOT:
        assert_allclose(done.markers[label], right[label])
    assert [q.code for q in done.quality] == ["markers_swapped"]
    assert all(label in done.quality[0].message for label in pair)
    assert not done.unfit


@settings(max_examples=20)
@given(seed=seeds)
def test_a_swap_of_some_frames_is_undone_in_those_alone(seed: int) -> None:
    still = foot(seed)
    right = moved(still, seed)
    a, b = "R.MT1", "R.MT5"
    wrong = {k: p.copy() for k, p in right.items()}
    wrong[a][30:70], wrong[b][30:70] = right[b][30:70], right[a][30:70]
    done = repair(RBDS, wrong, standing(still))
    assert_allclose(done.markers[a], right[a])
    assert_allclose(done.markers[b], right[b])


@settings(max_examples=30)
@given(seed=seeds)
def test_three_millimetres_of_noise_raise_no_alarm(seed: int) -> None:
    still = foot(seed)
    right = moved(still, seed, noise_m=0.003 / np.sqrt(3))
    done = repair(RBDS, right, standing(still))
    assert done.quality == ()
    assert not done.unfit
    for label in FOOT:
        assert (done.markers[label] == right[label]).all()


def test_the_callers_markers_are_left_alone() -> None:
    still = foot(1)
    right = moved(still, 1)
    given_markers = {**right, "R.MT1": right["R.MT5"], "R.MT5": right["R.MT1"]}
    before = {k: p.copy() for k, p in given_markers.items()}
    repair(RBDS, given_markers, standing(still))
    assert all((given_markers[k] == before[k]).all() for k in before)


def test_one_marker_that_came_off_is_left_out_and_said() -> None:
    still = foot(2)
    right = moved(still, 2)
    right["R.Heel.Lateral"] = right["R.Heel.Lateral"] + np.array([0.2, 0.1, 0.1])
    done = repair(RBDS, right, standing(still))
    assert np.isnan(done.markers["R.Heel.Lateral"]).all()
    assert done.quality[0].code == "marker_missing"
    assert "R.Heel.Lateral" in done.quality[0].message


def test_a_body_that_lost_its_shape_is_unfit_and_said() -> None:
    still, rng = foot(3), np.random.default_rng(3)
    loose = {k: p + rng.uniform(-0.1, 0.1, 3) for k, p in still.items()}
    done = repair(RBDS, moved(loose, 3), standing(still))
    assert done.unfit == {("right", "foot")}
    assert done.quality[0].code == "sensor_moved"


def names(kind: MarkerSet) -> tuple[str, ...]:
    """Markers of one leg, without their side, each once."""
    return tuple(dict.fromkeys((*kind.thigh, *kind.shank, *kind.foot)))


def legs(kind: MarkerSet, seed: int = 0) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """(standing places, moving paths) of two mirrored legs, body axes, walking in place over 200 frames."""
    rng = np.random.default_rng(seed)
    medial, _ = kind.medial_to_lateral
    places: dict[str, list[float]] = {}
    for name in names(kind):
        height = 0.7 if name in kind.thigh else 0.3
        places[name] = [rng.uniform(-0.06, 0.06), height + rng.uniform(-0.1, 0.1), 0.12 + rng.uniform(-0.05, 0.05)]
    behind = [name for name in kind.foot if name not in kind.toe]
    places |= {name: [-0.02 * i, 0.03 + 0.03 * i, 0.08 + 0.02 * i] for i, name in enumerate(behind)}
    places |= {name: [0.18, 0.03, 0.04 if name == medial else 0.15] for name in kind.toe}
    t = np.arange(200) / 30
    still, paths = {}, {}
    for side, out, phase in (("left", -1.0, 0.0), ("right", 1.0, np.pi)):
        lift = np.stack([0.3 * np.cos(t + phase), 0.1 * np.maximum(np.sin(t + phase), 0), 0 * t], axis=1)
        for name, place in places.items():
            label = kind.label(side, name)
            still[label] = np.array(place) * [1, 1, out]
            paths[label] = still[label] + lift + 0.0005 * rng.standard_normal((200, 3))
    return still, paths


def exchanged_legs(kind: MarkerSet, paths: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    pairs = [(kind.label("left", n), kind.label("right", n)) for n in names(kind)]
    return {**paths, **{a: paths[b] for a, b in pairs}, **{b: paths[a] for a, b in pairs}}


@pytest.mark.parametrize("kind", [RBDS, HBM2], ids=["rbds", "hbm2"])
@pytest.mark.parametrize("static", [True, False])
def test_whole_legs_that_changed_names_get_them_back(kind: MarkerSet, static: bool) -> None:
    still, paths = legs(kind)
    done = repair(kind, exchanged_legs(kind, paths), standing(still) if static else None)
    for label, path in paths.items():
        assert_allclose(done.markers[label], path)
    assert [q.code for q in done.quality] == ["markers_swapped"]
    assert "left and the right leg" in done.quality[0].message


@pytest.mark.parametrize("kind", [RBDS, HBM2], ids=["rbds", "hbm2"])
@pytest.mark.parametrize("static", [True, False])
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_two_forefoot_markers_get_their_names_back_with_and_without_standing(
    kind: MarkerSet, static: bool, side: str
) -> None:
    still, paths = legs(kind)
    a, b = kind.labels(side, kind.medial_to_lateral)
    done = repair(kind, {**paths, a: paths[b], b: paths[a]}, standing(still) if static else None)
    for label, path in paths.items():
        assert_allclose(done.markers[label], path)
    assert [q.code for q in done.quality] == ["markers_swapped"]
    assert a in done.quality[0].message
    assert b in done.quality[0].message


@pytest.mark.parametrize("kind", [RBDS, HBM2], ids=["rbds", "hbm2"])
@pytest.mark.parametrize("static", [True, False])
def test_legs_that_are_named_rightly_are_left_alone(kind: MarkerSet, static: bool) -> None:
    still, paths = legs(kind)
    done = repair(kind, paths, standing(still) if static else None)
    assert done.quality == ()
    assert all((done.markers[k] == p).all() for k, p in paths.items())


@pytest.mark.parametrize("static", [True, False])
def test_a_foot_that_was_never_seen_is_no_trouble(static: bool) -> None:
    still, paths = legs(RBDS)
    lost = {k: np.full_like(p, np.nan) if k.startswith("L.MT") else p for k, p in paths.items()}
    assert repair(RBDS, lost, standing(still) if static else None).quality == ()
