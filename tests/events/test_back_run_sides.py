"""Left and right of running contacts from the lower back: laws on made waves, and three real people's pelves."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.core.recording import AXES_BODY
from restride.events.back_run_sides import RunSides, sides, unknown_note
from restride.events.sacral import contacts_of
from restride.simulate import SACRUM, from_markers
from tests.bouts import RBDS, rbds, rbds_recording

RATE, STEP_S = 100.0, 0.35
AS_SEEN = (1.0, 1.0, 1.0)
BACKWARD = np.diag([-1.0, 1.0, -1.0])


def made(
    *, steps: int = 30, first: str = "right", off_deg: tuple[float, float, float] = (0.0, 0.0, 0.0),
    sizes: tuple[float, float, float] = AS_SEEN, noise: float = 0.0, seed: int = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """(acc, gyro, ic in samples) of a pelvis that sways, drops and turns once a stride, and bounces once a step."""
    p, rng = RunSides(), np.random.default_rng(seed)
    ic = (1.0 + STEP_S * np.arange(steps)) * RATE
    stride = (np.arange(round((2 + STEP_S * steps) * RATE)) - ic[0]) / RATE / (2 * STEP_S)
    if first == "left":
        stride = stride + 0.5
    crests = np.radians([p.sway_deg, p.drop_deg, p.turn_deg]) + np.radians(off_deg)
    sway, drop, turn = (a * np.cos(2 * np.pi * stride - c) for a, c in zip(sizes, crests, strict=True))
    step = np.cos(4 * np.pi * stride)
    acc = np.column_stack([2 * step, 9.8 + 12 * step, 1.5 * sway + 2 * step])
    gyro = np.column_stack([15 * drop + 20 * step, 40 * turn + 30 * step, 50 * step])
    return acc + noise * rng.standard_normal(acc.shape), gyro + 30 * noise * rng.standard_normal(gyro.shape), ic


def right_share(side: np.ndarray, first: str = "right") -> float:
    other = "left" if first == "right" else "right"
    return float(np.mean(side == np.where(np.arange(len(side)) % 2 == 0, first, other)))


@given(
    first=st.sampled_from(["left", "right"]),
    off=st.tuples(*[st.floats(-40, 40)] * 3),
    sizes=st.tuples(*[st.floats(0.3, 3)] * 3),
)
def test_waves_near_where_they_belong_tell_every_contact(
    first: str, off: tuple[float, float, float], sizes: tuple[float, float, float]
) -> None:
    acc, gyro, ic = made(first=first, off_deg=off, sizes=sizes)
    assert right_share(sides(acc, gyro, RATE, ic), first) == 1.0


@settings(max_examples=20)
@given(seed=st.integers(0, 1000), off=st.tuples(*[st.floats(-40, 40)] * 3))
def test_a_mirrored_runner_has_mirrored_sides(seed: int, off: tuple[float, float, float]) -> None:
    acc, gyro, ic = made(off_deg=off, noise=0.5, seed=seed)
    here = sides(acc, gyro, RATE, ic)
    there = sides(acc * [1, 1, -1], gyro * [-1, -1, 1], RATE, ic)
    swap = {"left": "right", "right": "left", "unknown": "unknown"}
    assert [swap[s] for s in there] == list(here)


@given(off=st.tuples(*[st.floats(-40, 40)] * 3))
def test_a_device_taken_back_to_front_is_left_unknown_never_wrong(off: tuple[float, float, float]) -> None:
    acc, gyro, ic = made(off_deg=off)
    assert set(sides(acc @ BACKWARD, gyro @ BACKWARD, RATE, ic)) == {"unknown"}


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_noise_is_not_a_side(seed: int) -> None:
    acc, gyro, ic = made(sizes=(0.0, 0.0, 0.0), noise=1.0, seed=seed)
    assert set(sides(acc, gyro, RATE, ic)) == {"unknown"}


@given(off=st.floats(70, 110))
def test_a_wave_in_between_the_feet_is_left_unknown(off: float) -> None:
    acc, gyro, ic = made(off_deg=(off, off, off))
    assert set(sides(acc, gyro, RATE, ic)) == {"unknown"}


def test_a_missed_step_does_not_turn_the_sides_around() -> None:
    acc, gyro, ic = made(steps=41)
    kept = np.delete(np.arange(41), 17)
    side = sides(acc, gyro, RATE, ic[kept])
    assert list(side) == ["right" if k % 2 == 0 else "left" for k in kept]


def test_a_short_run_has_no_sides_and_that_is_said() -> None:
    acc, gyro, ic = made(steps=7)
    side = sides(acc, gyro, RATE, ic)
    assert set(side) == {"unknown"}
    (note,) = unknown_note(side)
    assert (note.code, note.removes) == ("side_unknown", ())
    assert unknown_note(np.array(["left", "right"])) == ()
    assert "1 of 2" in unknown_note(np.array(["left", "unknown"]))[0].message


def test_contacts_whose_strides_touch_a_gap_follow_the_others() -> None:
    acc, gyro, ic = made()
    acc[600:640], gyro[600:640] = np.nan, np.nan
    assert right_share(sides(acc, gyro, RATE, ic)) == 1.0


@pytest.mark.parametrize("n", [0, 1, 3])
def test_next_to_no_contacts_are_no_failure(n: int) -> None:
    acc, gyro, ic = made()
    assert list(sides(acc, gyro, RATE, ic[:n])) == ["unknown"] * n


@cache
def pelvis(name: str) -> tuple[np.ndarray, np.ndarray, float, float]:
    """(acc, gyro, rate, start) of a simulated sensor on a real runner's pelvis, in body axes."""
    one = from_markers(rbds_recording(name), SACRUM, standing=rbds_recording(f"{name[:7]}static"))
    (acc,), (gyro,) = one.select("acc"), one.select("gyro")
    body = replace(acc, frame="body", axes=AXES_BODY)
    return body.values, gyro.values, acc.rate_hz, acc.start_s


@pytest.mark.parametrize("name", RBDS)
def test_every_contact_of_real_runners_has_its_side(name: str) -> None:
    acc, gyro, rate, start = pelvis(name)
    ic, _ = contacts_of(acc[:, 1], rate)
    truth = rbds(name).found.strides
    near = [int(np.argmin(np.abs(truth.ic_s - start - t / rate))) for t in ic]
    assert np.mean(sides(acc, gyro, rate, ic) == truth.side[near]) == 1.0
