"""Joint moments and tissue loads of whole recordings: what must not change them, and what they are."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from restride.core.recording import Array, Channel, Recording
from restride.events.detect import detect
from restride.metrics.bout import Bout, Person
from restride.metrics.loads.moments import moments
from restride.signal.prepare import prepare
from restride.simulate import IDEAL_LAB, Runner
from tests.bouts import RBDS, Assessed, assessed, person_of, rbds, simulated

RUNNER = Runner.draw(3)
LOADS = (
    "knee_extension_moment_peak", "ankle_plantarflexion_moment_peak", "patellofemoral_force_peak",
    "patellofemoral_force_impulse", "achilles_force_peak", "achilles_force_impulse", "tibial_force_peak",
)  # fmt: skip


@cache
def run() -> Assessed:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    return assessed(made.recording, made.static, person_of(RUNNER))


def every(one: Recording, change: "dict[str, object]") -> Recording:
    """The same recording with `change[quantity](values)` in place of the values of lab channels."""

    def changed(c: Channel) -> Channel:
        make = change.get(c.quantity)
        return replace(c, values=make(c.values)) if callable(make) else c

    return replace(one, channels=tuple(map(changed, one.channels)))


def elsewhere(one: Recording, turn: Array, shift: Array) -> Recording:
    """The recording in a laboratory whose axes lie elsewhere."""

    def place(values: Array) -> Array:
        return values @ turn.T + shift

    def direction(values: Array) -> Array:
        return values @ turn.T

    moved = every(one, {"marker": place, "cop": place, "grf": direction, "moment": direction})
    return replace(moved, corners={k: place(v) for k, v in one.corners.items()})


def values(one: Assessed) -> Array:
    return np.array([one.value(name, side) for name in LOADS for side in ("left", "right")], dtype=float)


def test_a_simulated_run_has_all_loads() -> None:
    assert np.isfinite(values(run())).all()
    assert "implausible" not in run().codes


@pytest.mark.parametrize(("degrees", "within"), [(0.0, 1e-9), (90.0, 1e-9), (180.0, 1e-9), (37.0, 1e-3)])
def test_loads_do_not_depend_on_how_the_laboratory_lies(degrees: float, within: float) -> None:
    """To a thousandth where the walk is aslant, because a direction near an axis of the laboratory is taken for it."""
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn, shift = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]), np.array([1.5, 0.0, -2.0])
    there = assessed(elsewhere(made.recording, turn, shift), elsewhere(made.static, turn, shift), person_of(RUNNER))
    np.testing.assert_allclose(values(there), values(run()), rtol=within)


def test_twice_the_mass_and_force_is_twice_the_moment() -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    ready = prepare(made.recording, made.static)
    heavy = prepare(every(made.recording, {"grf": lambda f: 2 * f, "moment": lambda m: 2 * m}), made.static)
    found = detect(ready.recording, ready.kind)
    bout = Bout(ready.recording, ready.standing, ready.kind, ready.unfit, found.strides, found.crossed, Person(70.0))
    one, twice = moments(bout), moments(replace(bout, recording=heavy.recording, person=Person(140.0)))
    assert one is not None
    assert twice is not None
    for joint in ("ankle", "knee", "hip", "axial"):
        np.testing.assert_allclose(getattr(twice, joint), 2 * getattr(one, joint), rtol=1e-9, atol=1e-6)


def test_a_force_that_acts_beside_the_foot_gives_no_moment_and_is_said() -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    beside = every(made.recording, {"cop": lambda p: p + np.array([0.25, 0.0, 0.0])})
    there = assessed(beside, made.static, person_of(RUNNER))
    assert there.value("knee_extension_moment_peak") is None
    assert "mm outside the foot" in there.says("cop_outside_foot")


def test_without_a_standing_trial_there_is_no_moment_and_loads_come_from_contact_time() -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    there = assessed(made.recording, None, person_of(RUNNER))
    assert there.value("knee_extension_moment_peak") is None
    assert {m.method for m in there.measured.metrics if m.name == "tibial_force_peak"} == {"wearable_loads"}


def test_without_a_mass_the_plate_tells_it() -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    there = assessed(made.recording, made.static, Person())
    np.testing.assert_allclose(values(there), values(run()), rtol=0.03)


def test_left_and_right_are_never_compared() -> None:
    names = {m.name for m in run().measured.metrics}
    assert not any(name.endswith("asymmetry") for name in names if "moment" in name or "force_peak" in name)
    assert "not compared" in run().says("sides_not_compared")


def test_a_kilometre_is_the_impulse_times_its_steps() -> None:
    impulse, stride_m = run().value("achilles_force_impulse"), run().value("stride_length")
    assert impulse is not None
    assert stride_m is not None
    assert run().value("achilles_force_per_km") == pytest.approx(impulse * 1000 / stride_m, rel=0.01)


@pytest.mark.parametrize("name", RBDS)
def test_loads_of_real_runners_are_of_the_usual_size(name: str) -> None:
    one = rbds(name)
    assert 2.0 < (one.value("patellofemoral_force_peak") or 0) < 8.0
    assert 3.0 < (one.value("achilles_force_peak") or 0) < 7.0
    assert 5.0 < (one.value("tibial_force_peak") or 0) < 9.0


def test_faster_running_loads_achilles_and_shin_more_in_every_runner() -> None:
    for person in ("001", "010", "014"):
        slow, fast = rbds(f"RBDS{person}runT25"), rbds(f"RBDS{person}runT45")
        for name in ("achilles_force_peak", "tibial_force_peak"):
            assert (fast.value(name) or 0) > (slow.value(name) or 0)
