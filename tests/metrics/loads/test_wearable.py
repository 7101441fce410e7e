"""Loads from a watch's numbers: what they follow, when they are silent, and how wide they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.metric import Metric
from restride.core.vocabulary import entry
from restride.metrics.loads.summed import summed
from restride.metrics.loads.wearable import LAWS, METHOD, modelled


def told(name: str, value: float, se: float = 0.0, method: str = "watch_garmin") -> Metric:
    return Metric(
        name=name, value=value, unit=entry(name).unit, se=se, n=600, side="both", method=method, basis="device",
        grade="fair", source="run.fit",
    )  # fmt: skip


def watch(contact_s: float = 0.25, cadence: float = 170.0, speed: float = 3.2, contact_se: float = 0.0) -> list[Metric]:
    return [told("contact_time", contact_s, contact_se), told("cadence", cadence), told("speed", speed)]


def of(metrics: list[Metric], name: str = "achilles_force_peak", conditions: Conditions | None = None) -> Metric:
    made, _ = modelled(metrics, "running", conditions or Conditions())
    return next(m for m in made if m.name == name)


def test_a_watch_that_tells_contact_time_cadence_and_speed_gives_every_load() -> None:
    made, notes = modelled(watch(), "running", Conditions())
    assert {m.name for m in made} == set(LAWS)
    assert {(m.method, m.basis) for m in made} == {(METHOD, "modelled")}
    assert all(m.sane for m in made)
    assert notes == []


@pytest.mark.parametrize("without", ["contact_time", "cadence", "speed"])
def test_without_one_of_the_three_there_is_no_load(without: str) -> None:
    some = [m for m in watch() if m.name != without]
    assert modelled(some, "running", Conditions()) == ([], [])


def test_walking_has_no_such_load_and_moments_come_first() -> None:
    assert modelled(watch(), "walking", Conditions()) == ([], [])
    assert modelled([*watch(), told("tibial_force_peak", 6.0, method="tissue_loads")], "running", Conditions())[0] == []


def test_a_runner_without_flight_is_outside_the_model() -> None:
    assert modelled(watch(contact_s=0.36), "running", Conditions()) == ([], [])


@given(contact=st.floats(0.19, 0.3), shorter=st.floats(0.005, 0.03))
def test_a_shorter_contact_at_the_same_speed_and_step_rate_loads_achilles_and_shin_more(
    contact: float, shorter: float
) -> None:
    for name in ("achilles_force_peak", "tibial_force_peak"):
        assert of(watch(contact - shorter), name).value > of(watch(contact), name).value


@given(more=st.floats(1.02, 1.12))
def test_more_steps_of_the_same_shape_lower_each_impulse_and_leave_the_kilometre_as_it_is(more: float) -> None:
    """Duty factor kept: the ground's own impulse does the same."""
    before, after = watch(0.25, 170.0), watch(0.25 / more, 170.0 * more)
    for name in (n for n in LAWS if n.endswith("impulse")):
        a, b = of(before, name), of(after, name)
        assert b.value == pytest.approx(a.value / more)
        per_km = [
            next(m.value for m in summed([*bout, own], Conditions()) if m.name.endswith("per_km"))
            for bout, own in ((before, a), (after, b))
        ]
        assert per_km[0] == pytest.approx(per_km[1])


@given(se=st.floats(0.001, 0.03))
def test_the_error_of_the_contact_time_is_carried_through(se: float) -> None:
    assert of(watch(contact_se=se)).se > of(watch()).se


def test_the_error_is_never_less_than_that_between_people() -> None:
    assert of(watch()).se >= 0.16
    assert of(watch(), "patellofemoral_force_peak").se > 1.5


@pytest.mark.parametrize(("speed", "grade"), [(1.9, None), (6.0, None), (3.2, 4.0)])
def test_outside_what_it_was_made_on_a_load_is_poor_and_said(speed: float, grade: float | None) -> None:
    made, notes = modelled(watch(speed=speed), "running", Conditions(grade=grade))
    assert {m.grade for m in made} == {"poor"}
    assert [n.code for n in notes] == ["outside_validated_range"]


def test_a_kilometre_holds_the_contacts_of_one_leg() -> None:
    metrics = watch(cadence=180.0, speed=3.0)
    made, _ = modelled(metrics, "running", Conditions())
    sums = {m.name: m.value for m in summed([*metrics, *made], Conditions())}
    impulse = next(m.value for m in made if m.name == "tibial_force_impulse")
    assert sums["tibial_force_per_minute"] == pytest.approx(90 * impulse)
    assert sums["tibial_force_per_km"] == pytest.approx(90 * impulse * 1000 / 180)


def test_without_a_speed_there_is_no_kilometre() -> None:
    impulse = structs.replace(told("contact_time", 0.2), name="tibial_force_impulse", unit="BW s")
    names = {m.name for m in summed([told("cadence", 170.0), impulse], Conditions())}
    assert names == {"tibial_force_per_minute"}
