"""Joint moments and tissue loads of whole recordings: what must not change them, and what they are."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from restride.core.recording import Array, Channel, Recording
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events.detect import detect
from restride.metrics.bout import Bout, Person
from restride.metrics.loads.moments import moments
from restride.signal.prepare import prepare
from restride.simulate import IDEAL_LAB, Runner
from tests.bouts import RBDS, Assessed, assessed, person_of, rbds, simulated

RUNNER = Runner.draw(3)
TISSUES = ("knee_extension", "ankle_plantarflexion", "patellofemoral", "achilles", "tibial")
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


def mirrored(one: Recording) -> Recording:
    """As in a mirror that stands along the belt: left labels become right ones."""
    flip = np.array([1.0, 1.0, -1.0])
    names = {"L.": "R.", "R.": "L."}
    moved = every(one, {q: lambda v: v * flip for q in ("marker", "cop", "grf")})
    moved = every(moved, {"moment": lambda v: -v * flip})
    swapped = tuple(
        replace(c, place=names.get(c.place[:2], c.place[:2]) + c.place[2:]) if c.quantity == "marker" else c
        for c in moved.channels
    )
    return replace(moved, channels=swapped, corners={k: v * flip for k, v in moved.corners.items()})


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
    turn, shift = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]), np.array([1.5, 1.2, -2.0])
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


def test_forces_in_body_weights_and_in_newtons_give_the_same_moments() -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    weight = RUNNER.mass_kg * G
    in_bw = replace(
        made.recording,
        channels=tuple(
            replace(c, values=c.values / weight, unit="BW") if c.quantity == "grf" else c
            for c in made.recording.channels
        ),
    )
    there = assessed(in_bw, made.static, person_of(RUNNER))
    np.testing.assert_allclose(values(there), values(run()), rtol=0.01)


def test_a_mirrored_run_has_mirrored_loads() -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    there = assessed(mirrored(made.recording), mirrored(made.static), person_of(RUNNER))
    here = values(run()).reshape(-1, 2)
    np.testing.assert_allclose(values(there).reshape(-1, 2)[:, ::-1], here, rtol=1e-9)


@pytest.mark.parametrize(("aside_m", "refused"), [(0.0, False), (0.3, True)])
@pytest.mark.parametrize("height_m", [-1.0, 0.0, 1.5])
def test_whether_the_force_lies_in_the_foot_does_not_depend_on_how_high_the_plate_lies(
    aside_m: float, refused: bool, height_m: float
) -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    raised = elsewhere(made.recording, np.eye(3), np.array([0.0, height_m, 0.0]))
    beside = every(raised, {"cop": lambda p: p + np.array([aside_m, 0.0, 0.0])})
    still = elsewhere(made.static, np.eye(3), np.array([0.0, height_m, 0.0]))
    there = assessed(beside, still, person_of(RUNNER))
    assert ("cop_outside_foot" in there.codes) == refused


def test_a_joint_with_an_outer_marker_only_is_set_off_inward_and_said() -> None:
    made = simulated(RUNNER, IDEAL_LAB, 8.0)
    kind = run().prepared.kind
    assert kind is not None
    inner = {kind.label(side, names[1]) for side in ("left", "right") for names in (kind.knee, kind.ankle)}
    moving, still = (
        replace(r, channels=tuple(c for c in r.channels if c.place not in inner)) for r in (made.recording, made.static)
    )
    there = assessed(moving, still, person_of(RUNNER))
    assert "outer side only" in there.says("joint_guessed")
    assert "joint_guessed" not in run().codes
    np.testing.assert_allclose(values(there), values(run()), rtol=0.25)


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
    assert not any(name.endswith(("asymmetry", "difference")) for name in names if name.startswith(TISSUES))
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
