"""Contacts from force obey the laws that any such detector must."""

from dataclasses import replace

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
from restride.events.force import ForceContacts, contacts, task_of
from restride.signal.prepare import prepare
from restride.simulate import Lab, Runner, Walker, simulate_walk_force, standing
from tests.bouts import LAB, channel, hops, recorded, replaced, simulated

RATE = 300.0
FORCE = hops(RATE, steps=24)
LEAD_S, STEP_S, CONTACT_S = 0.3, 0.36, 0.25
RUNNER = Runner.draw(3)
MADE = simulated(RUNNER, LAB, 8.0)


def found(force: np.ndarray, unit: str = "N", rate_hz: float = RATE, start_s: float = 0.0) -> Strides:
    return detected(recorded(channel(force[:, None], unit=unit, rate_hz=rate_hz, start_s=start_s))).strides


def detected(one: Recording, still: Recording | None = None) -> Detected:
    ready = prepare(one, still)
    return detect(ready.recording, ready.kind, one.task)


def test_known_contacts_are_found_where_they_are() -> None:
    s = found(FORCE)
    assert (s.n, s.task, s.count("unknown")) == (24, "running", 24)
    assert_allclose(s.ic_s, LEAD_S + STEP_S * np.arange(24), atol=0.003)
    assert_allclose(s.fc_s, s.ic_s + CONTACT_S, atol=0.006)


@settings(max_examples=30)
@given(shift=st.floats(-100, 100))
def test_a_later_start_moves_every_contact_alike(shift: float) -> None:
    here, there = found(FORCE), found(FORCE, start_s=shift)
    assert_allclose(there.ic_s, here.ic_s + shift, atol=1e-9)
    assert_allclose(there.fc_s, here.fc_s + shift, atol=1e-9)


@settings(max_examples=30)
@given(factor=st.floats(0.4, 2.5))
def test_force_and_threshold_scaled_alike_change_nothing(factor: float) -> None:
    here, there = (
        contacts(channel(FORCE[:, None])),
        contacts(channel(factor * FORCE[:, None]), ForceContacts(level_n=20.0 * factor)),
    )
    assert_allclose(there.ic_s, here.ic_s, atol=1e-9)
    assert_allclose(there.fc_s, here.fc_s, atol=1e-9)


@settings(max_examples=30)
@given(mass=st.floats(40, 140), more=st.floats(1, 60))
def test_a_heavier_runner_reaches_the_threshold_sooner_and_leaves_it_later(mass: float, more: float) -> None:
    light, heavy = (found(hops(RATE, mass_kg=m)) for m in (mass, mass + more))
    assert light.n == heavy.n
    assert (heavy.ic_s < light.ic_s).all()
    assert (heavy.fc_s > light.fc_s).all()
    assert np.abs(heavy.stance_s - light.stance_s).max() < 0.008


def test_force_in_body_weights_has_its_own_threshold() -> None:
    s, newtons = found(FORCE / 686.0, unit="BW"), found(FORCE)
    assert s.n == newtons.n
    assert (s.stance_s < newtons.stance_s).all()


@settings(max_examples=20)
@given(offset=st.floats(-300, 300), rise=st.floats(-6, 6))
def test_offset_and_drift_move_nothing(offset: float, rise: float) -> None:
    here, there = found(FORCE), found(FORCE + offset + rise * np.arange(len(FORCE)) / RATE)
    assert here.n == there.n
    assert_allclose(there.ic_s, here.ic_s, atol=0.004)
    assert_allclose(there.fc_s, here.fc_s, atol=0.004)
    assert_allclose(there.ic_s[6:-6], here.ic_s[6:-6], atol=0.0005)


@settings(max_examples=20)
@given(cut=st.floats(0, 3), end=st.floats(0, 3))
def test_only_whole_contacts_count(cut: float, end: float) -> None:
    a, b = round(cut * RATE), len(FORCE) - round(end * RATE)
    s, whole = found(FORCE[a:b], start_s=a / RATE), found(FORCE)
    inside = (whole.ic_s > (a + 2) / RATE) & (whole.fc_s < (b - 3) / RATE)
    maybe = (whole.ic_s > (a - 2) / RATE) & (whole.fc_s < (b + 2) / RATE)
    assert inside.sum() <= s.n <= maybe.sum()
    assert all(np.abs(whole.ic_s - t).min() < 0.004 for t in s.ic_s)
    assert all(np.abs(whole.fc_s - t).min() < 0.006 for t in s.fc_s)


@settings(max_examples=20)
@given(where=st.floats(1.0, 7.0), length=st.floats(0.02, 1.0))
def test_a_contact_that_touches_a_gap_is_left_out_and_the_others_stay(where: float, length: float) -> None:
    holed = FORCE.copy()
    a, b = round(where * RATE), round((where + length) * RATE)
    holed[a:b] = np.nan
    s, whole = found(holed), found(FORCE)
    clear = (whole.fc_s * RATE < a - 3) | (whole.ic_s * RATE > b + 3)
    assert clear.sum() <= s.n <= clear.sum() + 2
    assert all(np.abs(whole.ic_s - t).min() < 0.004 for t in s.ic_s)
    for ic, fc in zip(s.ic_s, s.fc_s, strict=True):
        assert fc * RATE < a or ic * RATE > b - 1


def test_the_mirror_swaps_left_and_right_and_nothing_else() -> None:
    here = detected(MADE.recording, MADE.static).strides
    other = simulated(RUNNER.mirrored(), LAB, 8.0)
    there = detected(other.recording, other.static).strides
    assert list(there.side) == [{"left": "right", "right": "left"}[s] for s in here.side]
    assert_allclose(there.ic_s, here.ic_s, atol=0.002)


@pytest.mark.parametrize("seed", range(4))
def test_simulated_contacts_are_found_with_their_sides(seed: int) -> None:
    made = simulated(Runner.draw(seed), LAB, 8.0)
    s, truth = detected(made.recording, made.static).strides, made.truth.strides
    assert s.n == truth.n
    assert (s.side == truth.side).all()
    assert_allclose(s.ic_s, truth.ic_s, atol=0.006)
    assert_allclose(s.fc_s, truth.fc_s, atol=0.010)


@pytest.mark.parametrize(
    "lab", [replace(LAB, belts="split"), replace(LAB, force_rate_hz=1000.0)], ids=["split", "1 kHz"]
)
def test_belts_and_rate_do_not_matter(lab: Lab) -> None:
    made = simulated(RUNNER, lab, 8.0)
    one = detected(made.recording, made.static)
    assert (one.strides.side == made.truth.strides.side).all()
    assert ("one_belt" in [q.code for q in one.quality]) == (lab.belts == "one")


def test_without_markers_the_lanes_of_the_centre_of_pressure_tell_the_sides() -> None:
    plain = MADE.recording.with_channels(tuple(c for c in MADE.recording.channels if c.quantity != "marker"))
    s, truth = detected(plain).strides, MADE.truth.strides
    assert set(s.side) in ({"unknown"}, {"left", "right"})
    if s.count("unknown") == 0:
        assert (s.side == truth.side).all()


def test_sides_are_unknown_rather_than_wrong_where_both_feet_land_in_one_lane() -> None:
    made = simulated(Runner.draw(3, step_width_m=0.0), LAB, 8.0)
    plain = made.recording.with_channels(tuple(c for c in made.recording.channels if c.quantity != "marker"))
    one = detected(plain)
    assert set(one.strides.side) == {"unknown"}
    assert "side_unknown" in [q.code for q in one.quality]


def test_a_step_whose_markers_were_lost_takes_its_side_from_its_neighbours() -> None:
    truth = MADE.truth.strides
    for row in (8, 9):
        a, b = truth.ic_s[row], truth.fc_s[row]

        def lost(c: Channel, a: float = a, b: float = b) -> Channel:
            inside = (c.time_s > a - 0.05) & (c.time_s < b + 0.05)
            return replace(c, values=np.where(inside[:, None], np.nan, c.values))

        assert (detected(replaced(MADE.recording, "marker", lost), MADE.static).strides.side == truth.side).all()


def test_sides_that_often_disagree_are_unknown() -> None:
    """The two feet change names again and again: half of the votes are wrong, and no neighbour can be believed."""
    truth = MADE.truth.strides
    flip = np.zeros(MADE.recording.select("marker")[0].n, dtype=bool)
    for row in range(0, truth.n, 4):
        flip[round(150 * truth.ic_s[row]) : round(150 * truth.fc_s[row])] = True
    places = {c.place: c.values for c in MADE.recording.select("marker")}

    def turncoat(c: Channel) -> Channel:
        other = {"L": "R", "R": "L"}[c.place[0]] + c.place[1:]
        return replace(c, values=np.where(flip[:, None], places.get(other, c.values), c.values))

    assert set(detected(replaced(MADE.recording, "marker", turncoat)).strides.side) == {"unknown"}


def test_belts_whose_sides_the_file_names_tell_the_sides_of_a_run() -> None:
    made = simulated(RUNNER, replace(LAB, belts="split"), 8.0)
    plain = made.recording.with_channels(tuple(c for c in made.recording.channels if c.quantity == "grf"))
    named = replaced(plain, "grf", lambda c: replace(c, side={"plate_1": "left", "plate_2": "right"}[c.place]))
    assert (detected(named).strides.side == made.truth.strides.side).all()
    assert detected(plain).strides.count("unknown") == made.truth.strides.n


# --- walking


def walk(seconds: float = 15.0, walker: Walker | None = None, named: bool = True) -> tuple[Recording, Strides]:
    made = simulate_walk_force(walker, seconds=seconds)
    side = {"plate_1": "left", "plate_2": "right"} if named else {"plate_1": "none", "plate_2": "none"}
    return replaced(made.recording, "grf", lambda c: replace(c, side=side[c.place])), made.truth.strides


@pytest.mark.parametrize("walker", [Walker(), Walker(cadence_spm=80.0, stance_share=0.7, dip=0.2, speed_mps=0.6)])
def test_walking_is_told_from_running_and_each_belt_gives_its_foot(walker: Walker) -> None:
    one, truth = walk(20.0, walker)
    made = detected(one)
    assert made.strides.task == "walking"
    assert made.strides.n == truth.n
    assert (made.strides.side == truth.side).all()
    assert not made.crossed
    assert_allclose(made.strides.ic_s, truth.ic_s, atol=0.02)
    assert_allclose(made.strides.fc_s, truth.fc_s, atol=0.03)


def test_walking_without_markers_or_named_belts_has_no_sides_and_says_so() -> None:
    made = detected(walk(named=False)[0])
    assert set(made.strides.side) == {"unknown"}
    assert "side_unknown" in [q.code for q in made.quality]


def test_both_feet_on_one_belt_cannot_be_parted_in_walking() -> None:
    made = simulate_walk_force(lab=replace(LAB, belts="one"), seconds=15.0)
    with pytest.raises(NothingToMeasure, match="split belt"):
        detected(made.recording)


@pytest.mark.parametrize("load", [40.0, 120.0, 200.0, 250.0, 300.0, 400.0])
def test_a_foot_on_the_others_belt_is_noticed(load: float) -> None:
    one, truth = walk()
    left = np.flatnonzero((truth.side == "left") & np.isfinite(truth.next_ic_s))[4]
    swing = (truth.ic_s < truth.next_ic_s[left]) & (truth.fc_s > truth.fc_s[left])
    foot = np.flatnonzero(swing & (truth.side == "right"))

    def pressed(c: object) -> object:
        if c.place != "plate_1":
            return c
        t, up = c.time_s, c.values.copy()
        middle = (truth.fc_s[left] + truth.next_ic_s[left]) / 2
        up[:, 1] += load * np.exp(-(((t - middle) / 0.05) ** 2))
        return replace(c, values=up)

    made = detected(replaced(one, "grf", pressed))
    assert set(foot.tolist()) <= set(made.crossed)
    assert len(made.crossed) <= 3
    assert "contact_crossed" in [q.code for q in made.quality]


# --- what cannot be measured


@pytest.mark.parametrize("level", [0.0, 700.0])
def test_who_stands_is_not_measured(level: float) -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(NothingToMeasure, match="whole steps"):
        found(level + rng.normal(0, 2, 3000))


def test_a_simulated_stander_is_not_measured() -> None:
    with pytest.raises(NothingToMeasure):
        detected(standing(RUNNER, seconds=8.0).recording)


@pytest.mark.parametrize("n", [0, 1, 2, 10, 100, 250])
def test_too_little_force_is_said(n: int) -> None:
    with pytest.raises((NothingToMeasure, MissingChannel)):
        found(FORCE[:n])


def test_a_force_of_nothing_but_gaps_is_said() -> None:
    with pytest.raises((NothingToMeasure, MissingChannel)):
        found(np.full(3000, np.nan))


def test_markers_of_a_standing_trial_are_no_steps() -> None:
    with pytest.raises(NothingToMeasure, match="of markers"):
        detected(MADE.static)


def test_a_few_steps_are_measured() -> None:
    assert found(hops(RATE, steps=4)).n == 4
    assert found(hops(RATE, steps=5)).task == "running"


def test_a_stumble_below_the_threshold_does_not_part_a_contact() -> None:
    dipped = FORCE.copy()
    top = round((LEAD_S + 5 * STEP_S + 0.08) * RATE)
    dipped[top : top + 3] *= 0.02
    assert found(dipped).n == 24


@pytest.mark.parametrize(("step_s", "contact_s", "task"), [(0.36, 0.25, "running"), (0.36, 0.34, "running")])
def test_flight_makes_it_running(step_s: float, contact_s: float, task: str) -> None:
    assert task_of(channel(hops(RATE, step_s=step_s, contact_s=contact_s)[:, None])) == task
