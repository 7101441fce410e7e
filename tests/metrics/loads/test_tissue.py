"""The three tissue models against published check values, and what holds for any moment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.loads import tissue
from restride.metrics.loads.anthropometry import shapes

ANGLES = [0, 15, 30, 45, 60, 75, 90]
moments = st.floats(0, 400)
flexions = st.floats(0, 90)


def test_the_quadriceps_arm_is_46_mm_in_the_straight_knee() -> None:
    assert tissue.quadriceps_arm_m(0.0) == 0.046


def test_both_knee_curves_give_their_check_values() -> None:
    arms = [46.0, 47.5, 44.9, 39.6, 33.3, 27.6, 24.2]
    shares = [0.462, 0.602, 0.743, 0.864, 0.947, 0.983, 0.981]
    np.testing.assert_allclose(1000 * tissue.quadriceps_arm_m(ANGLES), arms, atol=0.06)
    np.testing.assert_allclose(tissue.kneecap_share(ANGLES), shares, atol=0.0006)


def test_a_runners_usual_moment_loads_the_kneecap_with_four_and_a_half_body_weights() -> None:
    assert tissue.patellofemoral_force_n(157.0, 44.0) / (75 * G) == pytest.approx(4.6, abs=0.06)


def test_a_moment_that_bends_the_knee_loads_the_kneecap_with_nothing() -> None:
    assert tissue.patellofemoral_force_n(-50.0, 30.0) == 0
    assert tissue.achilles_force_n(-20.0) == 0


@given(moment=moments, flexion=flexions, factor=st.floats(0.1, 3))
def test_forces_grow_with_the_moment(moment: float, flexion: float, factor: float) -> None:
    one = tissue.patellofemoral_force_n(moment, flexion)
    np.testing.assert_allclose(tissue.patellofemoral_force_n(factor * moment, flexion), factor * one, rtol=1e-9)
    np.testing.assert_allclose(tissue.achilles_force_n(factor * moment), factor * tissue.achilles_force_n(moment))


@given(flexion=st.floats(60.001, 130))
def test_the_contact_area_is_not_guessed_beyond_sixty_degrees(flexion: float) -> None:
    assert np.isnan(tissue.contact_area_mm2(flexion, "female"))


def test_contact_areas_are_those_that_were_measured() -> None:
    np.testing.assert_allclose(tissue.contact_area_mm2([0, 30, 60], "male"), [210, 414, 520])
    np.testing.assert_allclose(tissue.contact_area_mm2([0, 30, 60], "female"), [210, 269, 396])


def test_the_arm_by_manal_is_shorter_the_more_the_ankle_is_bent_up() -> None:
    np.testing.assert_allclose(tissue.manal_arm_m([20.0, -10.0]), [0.0346, 0.0369])
    assert (np.diff(tissue.manal_arm_m(np.linspace(-10, 20, 9))) < 0).all()
    arms = tissue.manal_arm_m(5.0)
    assert tissue.achilles_force_n(100.0, arms) == pytest.approx(100 / arms)


@given(axial=st.floats(0, 3000), moment=moments)
def test_the_shin_carries_the_ground_and_the_calf(axial: float, moment: float) -> None:
    assert tissue.tibial_force_n(axial, moment) == pytest.approx(axial + moment / 0.05)


def test_segments_have_the_inertia_of_their_check_values() -> None:
    man, woman = shapes("male"), shapes("female")
    cases = [
        (man["shank"], 70, 0.4403, 3.031, 0.1935, [0.0370, 0.0356, 0.0061]),
        (man["thigh"], 70, 0.4222, 9.912, 0.1729, [0.1912, 0.1912, 0.0392]),
        (man["foot"], 70, 0.2581, 0.959, 0.1140, [0.00422, 0.00383, 0.00098]),
        (woman["foot"], 60, 0.2283, 0.774, 0.0916, [0.00361, 0.00314, 0.00078]),
    ]
    for shape, body_kg, length_m, mass_kg, com_m, inertia in cases:
        assert shape.mass_kg(body_kg) == pytest.approx(mass_kg, abs=6e-4)
        assert shape.com * length_m == pytest.approx(com_m, abs=6e-5)
        np.testing.assert_allclose(shape.inertia(body_kg, length_m), inertia, atol=6e-5)


def test_a_person_of_unknown_sex_lies_between_both_tables() -> None:
    for name, shape in shapes("unknown").items():
        ends = sorted([shapes("male")[name].mass, shapes("female")[name].mass])
        assert ends[0] < shape.mass < ends[1]
