"""Contacts by markers: laws on a virtual runner and walker, on belts and on floors, beside and on force plates."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.errors import MissingChannel, NothingToMeasure
from restride.core.recording import Channel, Recording
from restride.core.strides import Strides
from restride.events.detect import detect
from restride.events.detected import Detected
from restride.signal.prepare import prepare
from restride.simulate import IDEAL_LAB, Go, Lab, Pace, Pause, Runner, simulate_marker_walk, standing
from restride.simulate.lab import Axis
from tests.bouts import assessed, person_of, simulated

RUN = Runner.typical(3.0)
EARLY_S = 0.1
"""A virtual foot leaves over rolling toes, so that its markers rise before: laws ask for a constant, not for none."""


def alone(recording: Recording) -> Recording:
    """The markers only."""
    return recording.with_channels(tuple(c for c in recording.channels if c.quantity == "marker"))


def found(recording: Recording) -> Detected:
    """Contacts by what there is."""
    ready = prepare(recording)
    return detect(ready.recording, ready.kind)


@cache
def run(runner: Runner = RUN, lab: Lab = IDEAL_LAB, seconds: float = 6.0) -> Strides:
    """Contacts of a treadmill run by its markers alone."""
    return found(alone(simulated(runner, lab, seconds).recording)).strides


@cache
def walk(lab: Lab = IDEAL_LAB, seed: int = 1) -> Strides:
    """Contacts of a walk over a floor."""
    return found(simulate_marker_walk(lab=lab, seed=seed).recording).strides


def near(ours: Strides, theirs: Strides, within_s: float) -> None:
    """Every whole contact of the truth is found, on its side, with one constant for landing and one for leaving."""
    for name, size in (("ic_s", 0.04), ("fc_s", EARLY_S)):
        for side in ("left", "right"):
            a, b = getattr(theirs, name)[theirs.where(side)], getattr(ours, name)[ours.where(side)]
            inside = a[np.isfinite(a)][1:-1]
            off = np.array([b[np.nanargmin(np.abs(b - t))] - t for t in inside])
            assert abs(np.median(off)) < size
            assert np.abs(off - np.median(off)).max() < within_s


@pytest.mark.parametrize("runner", [*map(Runner.draw, range(4)), Runner.typical(2.2), Runner.typical(5.0)])
def test_a_run_is_found_step_by_step(runner: Runner) -> None:
    made = simulated(runner, Lab(), 6.0)
    s = found(alone(made.recording)).strides
    assert (s.task, s.method) == ("running", "markers_running")
    assert set(s.side[1:] == s.side[:-1]) == {False}
    near(s, made.truth.strides, 0.04)


@pytest.mark.parametrize("speed_mps", [0.8, 1.2, 1.7])
@pytest.mark.parametrize("seed", range(2))
def test_a_walk_with_its_start_and_stop_is_found(speed_mps: float, seed: int) -> None:
    route = (Pause(1.0), Go(14), Pause(1.0))
    made = simulate_marker_walk(Pace.draw(seed, speed_mps), route, Lab(), seed=seed)
    s = found(made.recording).strides
    steady = made.truth.strides.rows(made.truth.strides.steady)
    assert (s.task, s.method) == ("walking", "markers_walking")
    near(s, steady, 0.02)


@pytest.mark.parametrize("rate_hz", [50.0, 100.0, 250.0, 500.0])
def test_the_rate_of_the_cameras_changes_little(rate_hz: float) -> None:
    fast, slow = run(), run(lab=replace(IDEAL_LAB, marker_rate_hz=rate_hz))
    rows = [int(np.argmin(np.abs(fast.ic_s - t))) for t in slow.ic_s]
    assert_allclose(slow.ic_s, fast.ic_s[rows], atol=0.004)
    whole = np.isfinite(slow.fc_s) & np.isfinite(fast.fc_s[rows])
    assert_allclose(slow.fc_s[whole], fast.fc_s[rows][whole], atol=0.012)


@pytest.mark.parametrize(("up", "forward"), [("y", "-x"), ("y", "+z"), ("z", "+y"), ("z", "-x")])
def test_the_axes_of_the_laboratory_do_not_matter(up: str, forward: Axis) -> None:
    lab = replace(IDEAL_LAB, up=up, forward=forward)
    for here, there in ((run(), run(lab=lab)), (walk(), walk(lab))):
        assert list(here.side) == list(there.side)
        assert_allclose(here.ic_s, there.ic_s, atol=1e-6)
        assert_allclose(here.fc_s, there.fc_s, atol=1e-6)


@settings(max_examples=12)
@given(st.floats(-180.0, 180.0))
def test_the_walk_may_cross_the_laboratory_in_any_direction(deg: float) -> None:
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    made = simulate_marker_walk(lab=IDEAL_LAB, seed=1).recording
    turned = made.with_channels(tuple(replace(m, values=m.values @ turn.T) for m in made.channels))
    there = found(turned).strides
    assert list(there.side) == list(walk().side)
    assert_allclose(there.ic_s, walk().ic_s, atol=2e-3)


def test_a_mirrored_walker_has_the_other_feet_on_the_ground() -> None:
    made = simulate_marker_walk(lab=IDEAL_LAB, seed=1).recording
    other = {"L": "R", "R": "L"}
    swapped = [
        replace(m, place=other[m.place[0]] + m.place[1:], values=m.values * [1.0, 1.0, -1.0]) for m in made.channels
    ]
    there = found(made.with_channels(tuple(swapped))).strides
    assert_allclose(there.ic_s, walk().ic_s, atol=1e-6)
    assert all(a != b for a, b in zip(there.side, walk().side, strict=True))


@given(st.floats(-1e3, 1e3))
@settings(max_examples=8)
def test_the_clock_may_start_anywhere(shift_s: float) -> None:
    made = alone(simulated(RUN, IDEAL_LAB, 6.0).recording)
    assert_allclose(found(made.shifted(shift_s)).strides.ic_s, run().ic_s + shift_s, atol=1e-6)


def passing(recording: Recording, speed_mps: float) -> Recording:
    """A treadmill run as it looks over a floor."""
    way = [replace(c, values=c.values + np.outer(speed_mps * c.time_s, [1.0, 0, 0])) for c in recording.channels]
    return recording.with_channels(tuple(way))


def test_a_belt_and_a_floor_are_the_same() -> None:
    floor = found(passing(alone(simulated(RUN, IDEAL_LAB, 6.0).recording), 3.0)).strides
    assert list(floor.side) == list(run().side)
    assert_allclose(floor.ic_s, run().ic_s, atol=0.006)
    assert_allclose(floor.fc_s, run().fc_s, atol=0.02)


def test_the_landing_of_a_swing_that_the_start_cuts_is_found() -> None:
    made = passing(alone(simulated(RUN, replace(IDEAL_LAB, marker_rate_hz=200.0), 6.0).recording), 3.0)
    whole = found(made).strides
    for k in (4, 5):
        s = found(made.between(float(whole.ic_s[k]) - 0.06, 6.0)).strides
        assert s.side[0] == whole.side[k]
        assert s.ic_s[0] == pytest.approx(whole.ic_s[k], abs=0.006)


def test_a_sprint_of_three_steps_is_found() -> None:
    runner = Runner.typical(6.5)
    made = simulated(runner, replace(IDEAL_LAB, marker_rate_hz=200.0), 6.0)
    s = found(passing(alone(made.recording), 6.5).between(2.0, 3.3)).strides
    assert s.task == "running"
    assert 3 <= s.n <= 5
    assert np.isnan(s.fc_s[-1]) or s.fc_s[-1] < 3.3


def test_gaps_cost_the_contacts_that_they_touch_and_no_others() -> None:
    made = alone(simulated(RUN, IDEAL_LAB, 6.0).recording)
    holed = []
    for c in made.channels:
        values = c.values.copy()
        if c.place.startswith("L.") and ("Heel" in c.place or "MT" in c.place):
            values[300:360] = np.nan
        holed.append(replace(c, values=values))
    s = found(made.with_channels(tuple(holed))).strides
    assert_allclose(s.ic_s[s.where("right")], run().ic_s[run().where("right")], atol=1e-3)
    kept = [t for t in run().ic_s[run().where("left")] if not 1.6 < t < 2.6]
    assert all(np.abs(s.ic_s - t).min() < 1e-3 for t in kept)
    assert np.isfinite(s.fc_s).sum() < np.isfinite(run().fc_s).sum()


def test_markers_of_somebody_who_stands_are_no_steps() -> None:
    with pytest.raises(NothingToMeasure, match="at least 2 steps"):
        found(alone(standing(RUN, Lab(), seconds=5.0).recording))


def test_without_toes_there_is_nothing_to_find_contacts_by() -> None:
    made = alone(simulated(RUN, IDEAL_LAB, 6.0).recording)
    with pytest.raises(MissingChannel, match="markers of heel and toe"):
        found(made.with_channels(tuple(c for c in made.channels if "MT" not in c.place)))


def test_slow_cameras_give_steps_and_no_contact_times() -> None:
    one = assessed(alone(simulated(RUN, replace(IDEAL_LAB, marker_rate_hz=30.0), 8.0).recording))
    assert "rate_too_low" in one.codes
    assert one.value("contact_time") is None
    assert one.value("cadence") == pytest.approx(60 / np.diff(run().ic_s).mean(), rel=0.01)


def plates(recording: Recording, speed_mps: float, count: int = 8, offset_n: float = 4.0) -> Recording:
    """A run on one belt as a pass over plates of 0.6 m in a row, each with an offset of its own."""
    (force,), (centre,) = recording.select("grf"), recording.select("cop")
    way = np.outer(speed_mps * force.time_s, [1.0, 0.0, 0.0])
    ahead = centre.values[:, 0] + way[:, 0]
    out: list[Channel] = list(passing(alone(recording), speed_mps).channels)
    first = 4.0 + speed_mps
    for k in range(count):
        on = (ahead >= first + k * 0.6) & (ahead < first + (k + 1) * 0.6)
        pressed = np.where(on[:, None], force.values, 0.0) + offset_n * (k - 3)
        out.append(replace(force, place=f"plate_{k + 1}", values=pressed))
        out.append(replace(centre, place=f"plate_{k + 1}", values=np.where(on[:, None], centre.values + way, np.nan)))
    return recording.with_channels(tuple(out))


def test_on_eight_plates_in_a_floor_the_force_gives_its_contacts_and_the_markers_the_others() -> None:
    lab = replace(IDEAL_LAB, force_rate_hz=1000.0, marker_rate_hz=200.0)
    made = simulated(RUN, lab, 6.0)
    one = assessed(plates(made.recording, 3.0), person=person_of(RUN))
    s, truth = one.found.strides, made.truth.strides
    by_force = [i for i in range(s.n) if i not in one.found.crossed]
    assert 3 <= len(by_force) < s.n
    for i in by_force:
        k = int(np.argmin(np.abs(truth.ic_s - s.ic_s[i])))
        assert s.ic_s[i] == pytest.approx(truth.ic_s[k], abs=0.005)
        assert s.fc_s[i] == pytest.approx(truth.fc_s[k], abs=0.005)
        assert s.side[i] == truth.side[k]
    assert f"{len(by_force)} of {s.n} contacts" in one.says("contacts_by_markers")
    assert one.value("vgrf_peak") == pytest.approx(made.truth.metrics["vgrf_peak", "both"], rel=0.05)
    assert not any(m.method.endswith("_live") for m in one.measured.metrics)


def test_without_a_mass_and_a_whole_stride_on_plates_forces_are_left_out_and_said() -> None:
    made = simulated(RUN, replace(IDEAL_LAB, force_rate_hz=1000.0, marker_rate_hz=200.0), 6.0)
    one = assessed(plates(made.recording, 3.0, count=2))
    assert one.value("vgrf_peak") is None
    assert "body weight" in one.says("no_body_weight")


def test_a_plate_that_was_never_left_gives_no_force_in_walking() -> None:
    """Two feet on one belt: contacts come from the markers, and no force is taken for one foot's."""
    made = simulate_marker_walk(lab=IDEAL_LAB, seed=1)
    t = np.arange(round(made.recording.end_s * 300)) / 300
    force = np.zeros((len(t), 3))
    force[:, 1] = 700 * (1 + 0.2 * np.sin(2 * np.pi * 1.9 * t))
    belt = Channel("grf", "plate_1", "none", "lab", "N", 300.0, 0.0, ("x", "y", "z"), force)
    one = assessed(made.recording.with_channels((*made.recording.channels, belt)))
    assert one.found.strides.method == "markers_walking"
    assert len(one.found.crossed) == one.found.strides.n
    assert one.value("vgrf_peak") is None
    assert one.value("stance_time") is not None
