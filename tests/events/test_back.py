"""Contacts from a device on the lower back: laws on virtual people, errors on recorded ones."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.events.back import detect
from restride.events.found import Found
from restride.signal.inertial import Sensor
from restride.simulate import any_mounting
from tests.backs import DAILY, STRAIGHT, day, device, lab, mirrored, part, ran, righted, treadmill, turned, walked
from tests.bouts import RBDS, rbds
from tests.data import data_root
from tests.worn import missed
from validation.matching import match, within
from validation.references import mobilised

OTHER = {"left": "right", "right": "left", "unknown": "unknown"}


@cache
def daily() -> Found:
    """The daily walks of a recorded person."""
    return detect(righted(lab(DAILY)), "unknown")


def same(a: Found, b: Found, shift_s: float = 0.0) -> None:
    assert_allclose(b.ic_s, a.ic_s + shift_s, atol=1e-4)
    assert_allclose(b.fc_s, a.fc_s + shift_s, atol=1e-4)
    assert (b.side == a.side).all()
    assert (b.running == a.running).all()
    assert (b.steady == a.steady).all()


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("speed_mps", [0.7, 1.2, 1.8])
def test_a_virtual_walker_lands_when_he_does_and_nowhere_else(speed_mps: float, seed: int) -> None:
    made = walked(speed_mps, seed)
    found, truth = detect(device(made), "unknown"), made.truth.strides
    # the virtual trunk is smoother than people's, and its contacts come earlier: half of what a step lasts is the limit
    off = missed(truth.ic_s, found.ic_s, 0.25)
    assert np.isfinite(off).mean() > 0.94
    assert abs(len(found.ic_s) - truth.n) <= 3
    assert np.nanstd(off) < 0.035
    assert not found.running.any()
    assert np.isnan(found.fc_s).all()


@pytest.mark.parametrize("speed_mps", [1.2, 1.6])
def test_a_virtual_walkers_sides_are_told(speed_mps: float) -> None:
    made = walked(speed_mps)
    found, truth = detect(device(made), "unknown"), made.truth.strides
    pairs = match(truth.ic_s, found.ic_s, 0.25)
    told, true = found.side[pairs.detection], truth.side[pairs.reference]
    assert (told != "unknown").mean() > 0.9
    assert (told[told != "unknown"] == true[told != "unknown"]).all()


@settings(max_examples=15)
@given(start_s=st.floats(-1e4, 1e4))
def test_a_later_clock_moves_every_contact_alike(start_s: float) -> None:
    one = device(walked())
    same(detect(one, "unknown"), detect(replace(one, start_s=start_s), "unknown"), start_s - one.start_s)


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_any_mounting_gives_the_same_contacts(seed: int) -> None:
    one = device(walked())
    same(detect(righted(one), "unknown"), detect(righted(turned(one, any_mounting(seed))), "unknown"))


@pytest.mark.parametrize("seed", range(3))
def test_any_mounting_gives_the_same_contacts_of_recorded_people(seed: int) -> None:
    for one in (lab(STRAIGHT), lab(DAILY), treadmill()):
        same(detect(righted(one), "unknown"), detect(righted(turned(one, any_mounting(seed))), "unknown"))


def test_the_person_in_the_mirror_lands_at_the_same_moments_on_the_other_foot() -> None:
    for one in (device(walked()), righted(lab(DAILY)), righted(treadmill())):
        here, there = detect(one, "unknown"), detect(mirrored(one), "unknown")
        assert_allclose(there.ic_s, here.ic_s, atol=1e-6)
        assert [OTHER[s] for s in there.side] == list(here.side)


def test_a_device_that_looks_backward_has_no_sides_rather_than_wrong_ones() -> None:
    for one in (device(walked()), righted(treadmill())):
        flip = np.array([-1.0, 1.0, -1.0])
        found = detect(replace(one, acc=one.acc * flip, gyro=one.gyro * flip), "unknown")
        assert (found.side == "unknown").mean() > 0.9
        assert "side_unknown" in [q.code for q in found.quality]


@settings(max_examples=10)
@given(first=st.integers(0, 600), last=st.integers(1800, 2400))
def test_contacts_do_not_depend_on_where_the_recording_is_cut(first: int, last: int) -> None:
    one = device(walked())
    whole, found = detect(one, "unknown").ic_s, detect(part(one, first, last), "unknown").ic_s
    start_s, end_s = one.start_s + first / one.rate_hz, one.start_s + last / one.rate_hz
    inside = found[(found > start_s + 2.5) & (found < end_s - 2.5)]
    there = whole[(whole > start_s + 2.5) & (whole < end_s - 2.5)]
    assert_allclose(inside, there, atol=0.012)


def test_no_contact_touches_a_gap() -> None:
    one = device(walked())
    acc, gyro = one.acc.copy(), one.gyro.copy()
    acc[900:960], gyro[900:960] = np.nan, np.nan
    found = detect(replace(one, acc=acc, gyro=gyro), "unknown")
    assert len(found.ic_s) > 30
    assert not ((found.ic_s > 8.95) & (found.ic_s < 9.65)).any()


def test_nobody_who_sits_stands_or_fidgets_walks() -> None:
    made = day()
    found = detect(device(made), "unknown")
    truth = made.truth.strides.ic_s
    far = np.abs(found.ic_s[:, None] - truth).min(axis=1) > 1.0
    assert far.sum() == 0
    assert np.isfinite(missed(truth, found.ic_s, 0.2)).mean() > 0.97


def test_walking_and_running_of_one_day_are_told_apart() -> None:
    made = day()
    found = detect(device(made), "unknown")
    runs = [s for s in found.stretches if s.task == "running"]
    assert len(runs) == 1
    assert (runs[0].start_s, runs[0].end_s) == (pytest.approx(240, abs=4), pytest.approx(295, abs=4))
    inside = (found.ic_s > runs[0].start_s - 1) & (found.ic_s < runs[0].end_s + 0.3)
    assert (found.running == inside).mean() > 0.98


@pytest.mark.parametrize("name", RBDS)
def test_recorded_runners_run_whatever_the_file_says(name: str) -> None:
    for task in ("unknown", "running", "walking"):
        found = detect(righted(ran(name)), task)
        assert found.running.all()
        assert len(found.ic_s) >= rbds(name).found.strides.n - 5
        assert np.isfinite(missed(rbds(name).found.strides.ic_s, found.ic_s)).mean() > 0.94


@pytest.mark.parametrize("acc", [np.empty((0, 3)), np.full((900, 3), np.nan), np.tile([0.0, G, 0.0], (900, 1))])
def test_nothing_is_found_where_nothing_is(acc: np.ndarray) -> None:
    found = detect(Sensor("lower_back", "none", "body", 100.0, 0.0, acc, np.zeros_like(acc)), "unknown")
    assert (len(found.ic_s), found.stretches) == (0, ())


def test_turns_first_and_last_strides_do_not_count() -> None:
    found = detect(device(walked()), "unknown")
    first, last = found.ic_s[0], found.ic_s[-1]
    assert not found.steady[[0, -3, -2, -1]].any()
    truth = walked().truth
    turning = truth.strides.ic_s[np.abs(truth.per_stance["turn"]) > 35]
    near = np.argmin(np.abs(found.ic_s - turning[:, None]), axis=1)
    assert not found.steady[near].any()
    assert "turns" in [q.code for q in found.quality]
    assert found.steady.sum() > 0.5 * len(found.ic_s)
    assert first < last


def test_a_recorded_treadmill_walker_takes_the_steps_that_the_feet_tell() -> None:
    """Feet: 228 contacts with the first and last tentative ones; mean stride 1.2411 s between 12 and 135 s."""
    found = detect(righted(treadmill()), "unknown")
    assert len(found.ic_s) == pytest.approx(228, abs=6)
    assert [s.task for s in found.stretches] == ["walking"]
    middle = found.ic_s[(found.ic_s > 12) & (found.ic_s < 135)]
    assert np.mean(middle[2:] - middle[:-2]) == pytest.approx(1.2411, rel=0.003)
    told = found.side[found.side != "unknown"]
    assert len(told) > 0.9 * len(found.side)
    assert (told[1:] != told[:-1]).mean() > 0.98


def test_contacts_of_daily_walks_are_those_of_insoles() -> None:
    """81 contacts in eight bouts, with holes and a few contacts twice in the reference."""
    hits = {0.1: 0, 0.25: 0}
    wrong, told, count = 0, 0, [0, 0]
    for trial in mobilised.trials(data_root()):
        if trial.who != "HA/001":
            continue
        found = detect(righted(lab(trial.part)), "unknown")
        for bout in trial.bouts:
            for tolerance in hits:
                inside = within(found.ic_s, bout.start_s - tolerance, bout.end_s + tolerance)
                hits[tolerance] += len(match(bout.ic_s, inside, tolerance).reference)
            count[0] += len(bout.ic_s)
            count[1] += len(inside)
            pairs = match(bout.ic_s, found.ic_s, 0.25)
            side = found.side[pairs.detection]
            told += int(np.sum(side != "unknown"))
            wrong += int(np.sum((side != "unknown") & (side != bout.side[pairs.reference])))
    assert count == [81, pytest.approx(84, abs=4)]
    f1 = {tolerance: 2 * n / sum(count) for tolerance, n in hits.items()}
    assert f1[0.1] > 0.89
    assert f1[0.25] > 0.92
    assert told > 50
    assert wrong <= 3


def test_daily_walks_hold_stretches_of_walking_alone() -> None:
    found = daily()
    assert {s.task for s in found.stretches} == {"walking"}
    assert len(found.ic_s) == pytest.approx(100, abs=8)
    assert not found.running.any()
