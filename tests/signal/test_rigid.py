"""Rigid bodies: any pose is recovered, and only rigid bodies fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.spatial.transform import Rotation

from restride.signal.rigid import fit

seeds = st.integers(0, 2**32 - 1)


def body(seed: int, n: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(reference, rotation, translation, moving) of a random body in seven random poses."""
    rng = np.random.default_rng(seed)
    reference = rng.uniform(-0.2, 0.2, (n, 3))
    turn = Rotation.random(7, random_state=seed).as_matrix()
    shift = rng.uniform(-3, 3, (7, 3))
    return reference, turn, shift, np.einsum("nij,mj->nmi", turn, reference) + shift[:, None]


@given(seed=seeds, n=st.integers(3, 8))
def test_any_rotation_and_translation_is_recovered(seed: int, n: int) -> None:
    reference, turn, shift, moving = body(seed, n)
    pose = fit(reference, moving)
    assert_allclose(pose.rotation, turn, atol=1e-9)
    assert_allclose(pose.translation, shift, atol=1e-9)
    assert_allclose(pose.residual_m, 0, atol=1e-9)
    assert_allclose(np.linalg.det(pose.rotation), 1)


@given(seed=seeds, lost=st.sets(st.integers(0, 5), max_size=5))
def test_three_markers_are_enough_and_two_are_not(seed: int, lost: set[int]) -> None:
    reference, turn, _, moving = body(seed, 6)
    moving[3, list(lost)] = np.nan
    pose = fit(reference, moving)
    others = [0, 1, 2, 4, 5, 6]
    assert_allclose(pose.rotation[others], turn[others], atol=1e-9)
    if len(lost) <= 3:
        assert_allclose(pose.rotation[3], turn[3], atol=1e-8)
    else:
        assert np.isnan(pose.rotation[3]).all()
        assert np.isnan(pose.residual_m[3])


def test_a_marker_that_was_never_seen_standing_is_left_out() -> None:
    reference, turn, _, moving = body(1, 5)
    reference = reference.copy()
    reference[2] = np.nan
    assert_allclose(fit(reference, moving).rotation, turn, atol=1e-9)


@given(seed=seeds)
def test_a_point_of_the_body_is_carried_along(seed: int) -> None:
    reference, turn, shift, moving = body(seed)
    point = np.array([0.1, -0.3, 0.2])
    pose = fit(reference, moving)
    assert_allclose(pose.carry(point), turn @ point + shift, atol=1e-9)
    assert_allclose(pose.turn(point), turn @ point, atol=1e-9)


@given(seed=seeds, by=st.floats(0.001, 0.2))
def test_the_residual_is_the_root_mean_square_of_what_does_not_fit(seed: int, by: float) -> None:
    reference, _, _, moving = body(seed)
    moving = moving.copy()
    moving[:, 0, 0] += by
    residual = fit(reference, moving).residual_m
    assert (residual > 0).all()
    assert (residual <= by / np.sqrt(5) + 1e-12).all()


def test_a_mirrored_body_does_not_fit() -> None:
    reference, _, _, moving = body(3)
    assert fit(reference, moving * [-1, 1, 1]).residual_m.min() > 0.01


@pytest.mark.parametrize("shape", [(0, 5, 3), (4, 2, 3)])
def test_no_frames_or_too_few_markers_are_no_trouble(shape: tuple[int, int, int]) -> None:
    pose = fit(np.random.default_rng(0).normal(size=shape[1:]), np.zeros(shape))
    assert pose.rotation.shape == (shape[0], 3, 3)
    assert np.isnan(pose.rotation).all()
