"""Mirrors, seeds and axes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.simulate import IDEAL_LAB, Lab, Runner, simulate_run
from tests.simulate.runs import SECONDS, force, marker, people, run

OTHER = {"left": "right", "right": "left", "both": "both"}


@settings(max_examples=8)
@given(runner=people)
def test_the_mirrored_runner_mirrors_markers_force_and_truth(runner: Runner) -> None:
    here, there = run(runner), run(runner.mirrored())
    mirror = np.array([1.0, 1.0, -1.0])
    middle = IDEAL_LAB.origin_m()
    for channel in here.recording.select("marker"):
        label = ("R" if channel.place[0] == "L" else "L") + channel.place[1:]
        np.testing.assert_allclose(
            (marker(there.recording, label) - middle) * mirror, channel.values - middle, atol=1e-9
        )
    np.testing.assert_allclose(force(there.recording) * mirror, force(here.recording), atol=1e-7)
    np.testing.assert_allclose(there.sacral.channels[0].values * mirror, here.sacral.channels[0].values, atol=1e-9)
    np.testing.assert_array_equal(there.truth.strides.ic_s, here.truth.strides.ic_s)
    for (name, side), value in here.truth.metrics.items():
        sign = -1 if name.endswith(("_asymmetry", "_difference")) else 1
        found = there.truth.metrics[name, OTHER[side]]
        if name.endswith("asymmetry"):
            assert found == pytest.approx(-value, abs=1e-6)
        else:
            assert found == pytest.approx(sign * value, rel=1e-7, abs=1e-9)


def test_a_runner_with_two_like_legs_has_no_asymmetry() -> None:
    truth = run(Runner.typical(jitter=0.0)).truth.metrics
    for (name, _), value in truth.items():
        if name.endswith(("_asymmetry", "_difference")):
            assert value == pytest.approx(0.0, abs=1e-6), name


@given(seed=st.integers(0, 2**31))
@settings(max_examples=4)
def test_the_same_seed_gives_the_same_arrays(seed: int) -> None:
    one, two = (simulate_run(Runner.draw(seed), Lab(gap_share=0.01), seconds=2.0, seed=seed) for _ in range(2))
    assert one.recording.source == two.recording.source
    for a, b in zip(
        (*one.recording.channels, *one.static.channels, *one.sacral.channels),
        (*two.recording.channels, *two.static.channels, *two.sacral.channels),
        strict=True,
    ):
        np.testing.assert_array_equal(a.values, b.values)


def test_another_seed_gives_other_steps() -> None:
    assert not np.array_equal(
        run(Runner.typical(), seed=1).truth.strides.ic_s, run(Runner.typical()).truth.strides.ic_s
    )
    assert Runner.draw(1) != Runner.draw(2)


def test_a_fault_of_the_laboratory_leaves_everything_else_as_it_was() -> None:
    plain = simulate_run(Runner.typical(), Lab(), seconds=2.0)
    spoilt = simulate_run(Runner.typical(), Lab(missing=("L.MT1",), clip_n=1200.0), seconds=2.0)
    np.testing.assert_array_equal(marker(plain.recording, "R.PSIS"), marker(spoilt.recording, "R.PSIS"))
    np.testing.assert_array_equal(plain.sacral.channels[0].values, spoilt.sacral.channels[0].values)
    assert plain.truth.metrics == spoilt.truth.metrics


@pytest.mark.parametrize("up", ["y", "z"])
@pytest.mark.parametrize("forward", ["+x", "-x", "+y", "-y", "+z", "-z"])
def test_the_laboratory_turns_everything_alike(up: str, forward: str) -> None:
    lab = replace(IDEAL_LAB, up=up, forward=forward)
    if forward[1] == up:
        with pytest.raises(ValueError, match="face"):
            run(Runner.typical(), lab)
        return
    here, there = run(Runner.typical()), run(Runner.typical(), lab)
    turn = lab.axes()
    assert np.linalg.det(turn) == pytest.approx(1.0)
    np.testing.assert_allclose(force(there.recording) @ turn, force(here.recording), atol=1e-9)
    gap = (marker(there.recording, "L.ASIS") - marker(there.recording, "R.MT5")) @ turn
    np.testing.assert_allclose(gap, marker(here.recording, "L.ASIS") - marker(here.recording, "R.MT5"), atol=1e-9)
    assert np.argmax(np.abs(force(there.recording).mean(axis=0))) == "xyz".index(up)
    assert there.recording.corners["plate_1"][:, "xyz".index(up)] == pytest.approx(0.0)
    assert there.recording.channels[0].n == SECONDS * 150
