"""What the ground does under the feet: a belt runs, a floor stands."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from restride.core.recording import Recording
from restride.read import read
from restride.signal.footing import footing
from restride.signal.prepare import prepare
from restride.simulate import IDEAL_LAB, Runner, simulate_marker_walk, standing
from tests.bouts import simulated
from tests.data import recording

RUN = simulated(Runner.typical(3.0), IDEAL_LAB, 8.0).recording


def markers(recording: Recording) -> Recording:
    """Without the rest."""
    return recording.with_channels(tuple(c for c in recording.channels if c.quantity == "marker"))


def carried(recording: Recording, velocity: np.ndarray) -> Recording:
    """The same seen by somebody whom it passes: velocity (n, 3) or (3,) m/s in the laboratory's axes."""
    channels = []
    for c in recording.channels:
        way = np.cumsum(np.broadcast_to(velocity, c.values.shape), axis=0) / c.rate_hz
        channels.append(replace(c, values=c.values + way) if c.quantity == "marker" else c)
    return recording.with_channels(tuple(channels))


@pytest.mark.parametrize("speed_mps", [2.0, 3.0, 5.0])
def test_the_ground_of_a_treadmill_is_its_belt(speed_mps: float) -> None:
    ready = prepare(markers(simulated(Runner.typical(speed_mps), IDEAL_LAB, 6.0).recording))
    assert ready.kind is not None
    seen = footing(ready.recording, ready.kind)
    assert seen is not None
    assert not seen.floor
    assert_allclose(seen.ground_mps[:, 0], -speed_mps, rtol=0.03)


def test_a_floor_stands_still_on_a_walk_and_on_a_run() -> None:
    for one in (simulate_marker_walk(seed=1).recording, carried(markers(RUN), np.array([3.0, 0.0, 0.0]))):
        ready = prepare(one)
        assert ready.kind is not None
        seen = footing(ready.recording, ready.kind)
        assert seen is not None
        assert seen.floor


@pytest.mark.parametrize("only", ["MT1", "MT5"])
def test_one_marker_over_the_ball_of_the_foot_tells_the_ground_although_it_is_lowest_in_push_off(only: str) -> None:
    walk = simulate_marker_walk(lab=IDEAL_LAB, seed=1).recording
    there = (c for c in walk.channels if not c.place[2:].startswith("MT") or c.place[2:] == only)
    ready = prepare(walk.with_channels(tuple(there)))
    assert ready.kind is not None
    seen = footing(ready.recording, ready.kind)
    assert seen is not None
    assert seen.floor


@pytest.mark.parametrize("only", ["MT2", "MT5"])
def test_each_toe_of_a_real_walk_tells_the_same_belt(only: str) -> None:
    (walk,) = read(recording("gaitalytics_treadmill_walking/treadmill_events.c3d"))
    there = (c for c in walk.channels if c.quantity == "marker" and (c.place[1:3] != "MT" or c.place[1:] == only))
    ready = prepare(walk.with_channels(tuple(there)))
    assert ready.kind is not None
    seen = footing(ready.recording, ready.kind)
    assert seen is not None
    assert_allclose(seen.ground_mps[:, 0], -1.10, atol=0.01)


def test_a_belt_that_becomes_faster_is_followed() -> None:
    n = RUN.select("marker")[0].n
    faster = np.zeros((n, 3))
    faster[:, 0] = np.linspace(-0.5, 0.5, n)
    ready = prepare(carried(markers(RUN), faster))
    assert ready.kind is not None
    seen = footing(ready.recording, ready.kind)
    assert seen is not None
    assert seen.ground_mps[-1, 0] - seen.ground_mps[0, 0] == pytest.approx(0.5, abs=0.25)


def test_a_marker_that_is_lost_for_a_while_makes_no_jump() -> None:
    def holed(recording: Recording) -> Recording:
        out = []
        for c in recording.channels:
            values = c.values.copy()
            if c.place in ("L.Heel.Top", "R.MT5"):
                values[200:500] = np.nan
            out.append(replace(c, values=values))
        return recording.with_channels(tuple(out))

    whole, lost = (prepare(one) for one in (markers(RUN), holed(markers(RUN))))
    assert whole.kind is not None
    a, b = footing(whole.recording, whole.kind), footing(lost.recording, whole.kind)
    assert a is not None
    assert b is not None
    for side in ("left", "right"):
        for here, there in zip(a.feet[side], b.feet[side], strict=True):
            assert np.isfinite(there).all()
            assert np.abs(here - there).max() < 0.5


def test_a_belt_that_stands_for_most_of_the_recording_is_no_floor() -> None:
    """Standing before the run makes no floor of the belt."""
    still, run = standing(Runner.typical(3.0), IDEAL_LAB, seconds=20.0).recording, markers(RUN)
    first = {c.place: c.values for c in markers(still).channels}
    channels = tuple(replace(c, values=np.concatenate([first[c.place], c.values])) for c in run.channels)
    ready = prepare(run.with_channels(channels))
    assert ready.kind is not None
    seen = footing(ready.recording, ready.kind)
    assert seen is not None
    assert not seen.floor
    assert seen.ground_mps[-1, 0] == pytest.approx(-3.0, rel=0.03)
