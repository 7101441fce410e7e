"""Leg stiffness by the sine method: the published formulas' own vector, and when it is not given."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.conditions import Conditions
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.bout import Person
from restride.metrics.loading.spring_mass import SpringMass, spring_mass
from restride.simulate import Runner
from tests.bouts import LAB, assessed, assessed_run, person_of, simulated

VECTOR = {"mass_kg": 70.0, "leg_m": 0.53 * 1.75, "speed_mps": 3.0, "contact_s": 0.27, "flight_s": 0.09}
FAST, SLOW = Runner.typical(3.8), Runner.typical(2.6)


def made(**change: float) -> SpringMass:
    return spring_mass(**{**VECTOR, **change})


def test_the_vector_of_the_evidence_is_reproduced() -> None:
    """The vector was worked out with g = 9.81 m/s2."""
    one = made()
    assert one.peak_force_n / (70 * G) == pytest.approx(2.094, abs=5e-4)
    assert 1000 * one.displacement_m == pytest.approx(62.4, abs=0.06)
    assert one.vertical_stiffness / 1000 == pytest.approx(23.1, abs=0.06)
    assert 1000 * one.compression_m == pytest.approx(155, abs=0.6)
    assert one.leg_stiffness / 1000 == pytest.approx(9.25, abs=0.02)
    assert VECTOR["contact_s"] / (2 * (VECTOR["contact_s"] + VECTOR["flight_s"])) == pytest.approx(0.375)


@given(st.floats(0.5, 3))
def test_stiffness_scales_with_mass(factor: float) -> None:
    assert made(mass_kg=factor * 70).leg_stiffness == pytest.approx(factor * made().leg_stiffness)
    assert made(mass_kg=factor * 70).compression_m == pytest.approx(made().compression_m)


@given(st.floats(2, 6), st.floats(0.15, 0.25), st.floats(0.02, 0.15))
def test_a_spring_is_what_it_says(speed: float, contact: float, flight: float) -> None:
    one = made(speed_mps=speed, contact_s=contact, flight_s=flight)
    assert one.leg_stiffness * one.compression_m == pytest.approx(one.peak_force_n)
    assert one.vertical_stiffness * one.displacement_m == pytest.approx(one.peak_force_n)
    assert one.leg_stiffness < one.vertical_stiffness
    mean = one.peak_force_n * 2 / math.pi * contact / (contact + flight)
    assert mean == pytest.approx(70 * G)


@pytest.mark.parametrize("change", [{"leg_m": 0.3}, {"contact_s": 0.0}, {"mass_kg": 0.0}, {"contact_s": -0.1}])
def test_an_impossible_runner_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        made(**change)


def test_a_simulated_runner_has_the_stiffness_of_the_formula() -> None:
    one, truth = assessed_run(FAST, LAB, 8.0), simulated(FAST, LAB, 8.0).truth.metrics
    assert one.value("leg_stiffness") == pytest.approx(truth["leg_stiffness", "both"], rel=0.02)
    (metric,) = [m for m in one.measured.metrics if m.name == "leg_stiffness"]
    assert (metric.basis, metric.grade) == ("modelled", "fair")
    assert metric.se >= 1.0


def test_slower_than_it_was_checked_it_is_poor_and_says_so() -> None:
    one = assessed_run(SLOW, LAB, 8.0)
    (metric,) = [m for m in one.measured.metrics if m.name == "leg_stiffness"]
    assert metric.grade == "poor"
    assert "3.33 m/s" in one.says("outside_validated_range")


def test_uphill_it_is_poor_and_says_so() -> None:
    run = simulated(FAST, LAB, 8.0)
    up = replace(run.recording, conditions=Conditions(speed_mps=3.8, grade=5.0))
    one = assessed(up, run.static, person_of(FAST))
    (metric,) = [m for m in one.measured.metrics if m.name == "leg_stiffness"]
    assert metric.grade == "poor"
    assert "slope" in one.says("outside_validated_range")


@pytest.mark.parametrize("person", [Person(), Person(mass_kg=70.0)])
def test_without_leg_length_or_height_there_is_none(person: Person) -> None:
    run = simulated(FAST, LAB, 8.0)
    assert assessed(run.recording, run.static, person).value("leg_stiffness") is None


def test_the_leg_is_0_53_of_height_where_it_is_not_known() -> None:
    run = simulated(FAST, LAB, 8.0)
    by_height = assessed(run.recording, run.static, Person(FAST.mass_kg, 1.80))
    by_leg = assessed(run.recording, run.static, Person(FAST.mass_kg, None, 0.53 * 1.80))
    assert by_height.value("leg_stiffness") == pytest.approx(by_leg.value("leg_stiffness"))


def test_a_wrong_mass_does_not_spoil_it() -> None:
    run = simulated(FAST, LAB, 8.0)
    right, wrong = (assessed(run.recording, run.static, Person(m, 1.8)) for m in (FAST.mass_kg, 1.5 * FAST.mass_kg))
    assert "mass_mismatch" in wrong.codes
    assert wrong.value("leg_stiffness") == pytest.approx(right.value("leg_stiffness"), rel=0.02)
