"""However the laboratory is turned, the body's axes are the same."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import AXES_BODY, Channel, Recording
from restride.signal.axes import SNAP_DEG, forward_from_force, level, snapped, to_body, up_from_force
from restride.signal.prepare import prepare
from restride.simulate import IDEAL_LAB, Runner
from tests.bouts import assessed, person_of, simulated

TURNS = [
    np.array(t)
    for axes in permutations(range(3))
    for signs in product((1, -1), repeat=3)
    if np.linalg.det(t := np.eye(3)[list(axes)] * np.array(signs)[:, None]) > 0
]
MADE = simulated(Runner.typical(3.0), IDEAL_LAB, 4.0)


def turned(one: Recording, turn: np.ndarray) -> Recording:
    """The same recording in a laboratory whose axes lie differently."""

    def there(c: Channel) -> Channel:
        return Channel(c.quantity, c.place, c.side, c.frame, c.unit, c.rate_hz, c.start_s, c.axes, c.values @ turn.T)

    corners = {place: points @ turn.T for place, points in one.corners.items()}
    return replace(one.with_channels(tuple(map(there, one.channels))), corners=corners)


def test_a_laboratory_can_lie_in_24_ways() -> None:
    assert len(TURNS) == 24


@pytest.mark.parametrize("k", range(24))
def test_every_way_a_laboratory_can_lie_gives_the_same_body_axes(k: int) -> None:
    here = prepare(MADE.recording, MADE.static).recording
    there = prepare(turned(MADE.recording, TURNS[k]), turned(MADE.static, TURNS[-k])).recording
    assert [(c.quantity, c.place) for c in here.channels] == [(c.quantity, c.place) for c in there.channels]
    for a, b in zip(here.channels, there.channels, strict=True):
        if a.quantity in ("grf", "marker", "cop"):
            assert (b.frame, b.axes) == ("body", AXES_BODY)
            assert_allclose(a.values, b.values, atol=1e-9)


@pytest.mark.parametrize("k", [5, 10, 17, 22])
def test_every_way_a_laboratory_can_lie_gives_the_same_metrics(k: int) -> None:
    who = person_of(Runner.typical(3.0))
    here = assessed(MADE.recording, MADE.static, who)
    there = assessed(turned(MADE.recording, TURNS[k]), turned(MADE.static, TURNS[k]), who)
    assert len(here.measured.metrics) > 60
    for a, b in zip(here.measured.metrics, there.measured.metrics, strict=True):
        assert (a.name, a.side) == (b.name, b.side)
        assert a.value == pytest.approx(b.value, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("k", [3, 8, 21])
def test_force_alone_tells_the_axes_by_braking_before_driving(k: int) -> None:
    force = MADE.recording.with_channels(tuple(c for c in MADE.recording.channels if c.quantity != "marker"))
    here, there = prepare(force).recording, prepare(turned(force, TURNS[k])).recording
    assert_allclose(there.select("grf", "total")[0].values, here.select("grf", "total")[0].values, atol=1e-9)
    ap = here.select("grf", "total")[0].axis("AP")
    known = prepare(MADE.recording).recording.select("grf", "total")[0].axis("AP")
    assert_allclose(ap, known, atol=1e-9)


@given(st.sampled_from(range(3)), st.sampled_from([1.0, -1.0]), st.floats(0, 24), st.floats(0, 360))
def test_a_direction_near_an_axis_is_that_axis(k: int, sign: float, off: float, around: float) -> None:
    off, around = np.radians([off, around])
    axis = np.roll([sign * np.cos(off), np.sin(off) * np.cos(around), np.sin(off) * np.sin(around)], k)
    assert_allclose(snapped(3.7 * axis), np.roll([sign, 0.0, 0.0], k))


def test_a_direction_between_axes_is_kept() -> None:
    askew = np.array([1.0, 0.0, np.tan(np.radians(SNAP_DEG + 5))])
    assert_allclose(snapped(askew), askew / np.linalg.norm(askew))


@pytest.mark.parametrize("nothing", [np.zeros(3), np.full(3, np.nan)])
def test_no_direction_is_no_axis(nothing: np.ndarray) -> None:
    assert np.isnan(snapped(nothing)).all()


def test_body_axes_are_right_handed() -> None:
    turn = to_body(np.array([0.0, 0, 1]), np.array([0.0, 1, 0]))
    assert np.linalg.det(turn) == pytest.approx(1)
    assert_allclose(turn @ [0, 1, 0], [1, 0, 0])
    assert_allclose(turn @ [0, 0, 1], [0, 1, 0])
    assert_allclose(turn @ [1, 0, 0], [0, 0, 1])


def test_up_is_where_the_ground_pushes_and_forward_is_level() -> None:
    up = up_from_force(np.tile([3.0, -700.0, 20.0], (9, 1)))
    assert_allclose(up, [0, -1, 0])
    assert_allclose(level(np.array([0.9, 5.0, 0.1]), up), [1, 0, 0])


def test_vertical_force_alone_leaves_forward_open() -> None:
    force = np.tile([0.0, 700.0, 0.0], (50, 1))
    assert np.isnan(forward_from_force(force, np.array([0.0, 1, 0]), np.array([0]), np.array([50]))).all()


@pytest.mark.parametrize("up", range(3))
def test_a_plate_that_only_knows_the_vertical_still_gives_it(up: int) -> None:
    values = np.zeros((1200, 3))
    total = prepare(MADE.recording).recording.select("grf", "total")[0].axis("V")
    values[: len(total), up] = total
    plate = Channel("grf", "plate_1", "none", "lab", "N", 300.0, 0.0, ("x", "y", "z"), values)
    ready = prepare(MADE.recording.with_channels((plate,))).recording
    assert_allclose(ready.select("grf", "total")[0].axis("V")[: len(total)], total, atol=1.0)
