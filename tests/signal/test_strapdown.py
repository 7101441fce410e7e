"""The way of a foot from rest to rest: known motions, laws, and one source with two ways to run it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal import kernel, strapdown
from restride.signal.inertial import Sensor
from restride.signal.rest import calm, in_stance, stillness
from restride.signal.strapdown import Travel, travel
from restride.simulate.worn import Worn
from tests.feet import RATE_HZ, foot, walk
from tests.worn import mirrored


def strides(made: Worn, one: Sensor) -> tuple[Travel, dict[str, Array]]:
    """The way of each stride that begins with a contact of a virtual walker, and what is true of it."""
    rows = made.truth.strides.side == one.side
    s = made.truth.strides.rows(rows)
    ic, fc = ((x - one.start_s) * one.rate_hz for x in (s.ic_s, s.fc_s))
    still = stillness(one.gyro, one.rate_hz)
    rest = calm(still, in_stance(still, ic, fc))
    end = np.where(np.isfinite(s.next_ic_s), np.append(rest[1:], np.nan), np.nan)
    went = travel(one, rest, end, np.column_stack([fc, np.append(ic[1:], np.nan)]))
    return went, {name: values[rows] for name, values in made.truth.per_stance.items()}


def thrown(
    distance_m: float, rise_m: float, pitch_deg: float = 0.0, yaw_deg: float = 0.0, seconds: float = 0.6
) -> Sensor:
    """A foot that lies for a second, goes forward and up on a smooth way while it pitches and turns, and lies again."""
    n, rest = round(seconds * RATE_HZ), round(RATE_HZ)
    u = np.arange(n + 1) / n
    ease = u - np.sin(2 * np.pi * u) / (2 * np.pi)
    push = 2 * np.pi * np.sin(2 * np.pi * u) / seconds**2
    pitch, yaw = np.radians(pitch_deg) * np.sin(np.pi * u) ** 2, np.radians(yaw_deg) * ease
    acc, gyro = np.zeros((n + 1, 3)), np.zeros((n + 1, 3))
    force = np.column_stack([distance_m * push, rise_m * push + G, np.zeros(n + 1)])
    pitch_rate, yaw_rate = (np.gradient(x, 1 / RATE_HZ) for x in (pitch, yaw))
    for i in range(n + 1):
        c, s, cy, sy = np.cos(pitch[i]), np.sin(pitch[i]), np.cos(yaw[i]), np.sin(yaw[i])
        level = np.array([cy * force[i, 0] - sy * force[i, 2], force[i, 1], sy * force[i, 0] + cy * force[i, 2]])
        acc[i] = (c * level[0] + s * level[1], -s * level[0] + c * level[1], level[2])
        gyro[i] = np.degrees((s * yaw_rate[i], c * yaw_rate[i], pitch_rate[i]))
    lies = np.tile((0.0, G, 0.0), (rest, 1))
    still = np.zeros((rest, 3))
    return Sensor(
        place="foot", side="left", frame="body", rate_hz=RATE_HZ, start_s=0.0,
        acc=np.vstack([lies, acc, lies]), gyro=np.vstack([still, gyro, still]),
    )  # fmt: skip


@settings(max_examples=30)
@given(
    distance_m=st.floats(0.2, 2.0),
    rise_m=st.floats(-0.3, 0.3),
    pitch_deg=st.floats(-60.0, 60.0),
    yaw_deg=st.floats(-60.0, 60.0),
)
def test_a_known_way_comes_out(distance_m: float, rise_m: float, pitch_deg: float, yaw_deg: float) -> None:
    one = thrown(distance_m, rise_m, pitch_deg, yaw_deg)
    start, end = np.array([0.5 * RATE_HZ]), np.array([one.n - 0.5 * RATE_HZ])
    went = travel(one, start, end, np.array([[1.3 * RATE_HZ, np.nan]]))
    assert went.length_m[0] == pytest.approx(distance_m, abs=0.01)
    assert went.up_m[0] == pytest.approx(rise_m, abs=0.01)
    assert went.direction_deg[0] == pytest.approx(0.0, abs=1.0)
    assert went.heading_deg[0] == pytest.approx(-yaw_deg, abs=1.0)
    assert went.at_deg[0, 0] == pytest.approx(pitch_deg, abs=1.0)
    assert np.isnan(went.at_deg[0, 1])


@pytest.mark.parametrize("speed_mps", [0.5, 0.9, 1.3, 1.9])
def test_a_virtual_walkers_strides_are_right_within_two_centimetres(speed_mps: float) -> None:
    made = walk("straight", speed_mps)
    for side in ("left", "right"):
        went, true = strides(made, foot(made.recording, side))
        assert np.abs(went.length_m - true["stride_length"])[:-1].max() < 0.02
        assert np.abs(went.up_m)[:-1].max() < 0.02
        assert_allclose(went.at_deg[:-1, 1], true["foot_strike_angle"][1:], atol=1.0)
        assert_allclose(went.at_deg[:-1, 0], -true["toe_off_angle"][:-1], atol=3.0)


@pytest.mark.parametrize("route", ["up stairs", "down stairs", "up a slope"])
def test_stairs_and_slopes_rise_as_they_do(route: str) -> None:
    made = walk(route)
    went, true = strides(made, foot(made.recording))
    assert_allclose(went.up_m[:-1], true["rise"][:-1], atol=0.02)
    level = np.sqrt(true["stride_length"] ** 2 - true["rise"] ** 2)
    assert_allclose(went.length_m[:-1], level[:-1], atol=0.02)


def test_a_round_way_closes() -> None:
    made = walk("round")
    went, _ = strides(made, foot(made.recording))
    one = made.motions[0].point_m
    s = made.truth.strides.rows(made.truth.strides.side == "left")
    true = np.diff(one[np.rint((s.ic_s[[0, -1]] + 0.15) * RATE_HZ).astype(int)], axis=0)[0]
    assert went.chained[1:-1].all()
    way = np.array([went.forward_m[:-1].sum(), went.up_m[:-1].sum(), went.right_m[:-1].sum()])
    assert np.hypot(way[0], way[2]) == pytest.approx(np.hypot(true[0], true[2]), abs=0.15)
    assert abs(way[1]) < 0.1


@settings(max_examples=10)
@given(scale=st.floats(0.98, 1.02))
def test_the_scale_of_the_accelerometer_does_not_matter(scale: float) -> None:
    made = walk("straight")
    one = foot(made.recording)
    here, there = strides(made, one)[0], strides(made, replace(one, acc=scale * one.acc))[0]
    assert_allclose(there.length_m, here.length_m, rtol=1e-3)


@settings(max_examples=10)
@given(bias=st.tuples(*[st.floats(-3.0, 3.0)] * 3))
def test_a_bias_that_standing_shows_moves_a_stride_by_less_than_a_centimetre(bias: tuple[float, float, float]) -> None:
    made = walk("straight")
    one = foot(made.recording)
    here, there = strides(made, one)[0], strides(made, replace(one, gyro=one.gyro + bias))[0]
    assert_allclose(there.length_m, here.length_m, atol=0.01)


def test_in_the_mirror_the_way_goes_to_the_other_side() -> None:
    made = walk("there and back")
    one = foot(made.recording)
    rows = np.linspace(300, 2400, 9)
    here, there = (travel(s, rows[:-1], rows[1:], np.full((8, 2), np.nan)) for s in (one, mirrored(one)))
    assert_allclose(there.forward_m, here.forward_m, atol=1e-9)
    assert_allclose(there.right_m, -here.right_m, atol=1e-9)
    assert_allclose(there.heading_deg, -here.heading_deg, atol=1e-6)


def test_a_gap_spoils_its_own_stride_and_the_frame_after_it() -> None:
    made = walk("straight")
    one = foot(made.recording)
    whole, _ = strides(made, one)
    landed = made.truth.strides.ic_s[made.truth.strides.side == "left"]
    acc, at = one.acc.copy(), round((landed[5] - 0.2) * RATE_HZ)
    acc[at : at + 10] = np.nan
    holed, _ = strides(made, replace(one, acc=acc))
    assert np.flatnonzero(np.isnan(holed.length_m) & ~np.isnan(whole.length_m)).tolist() == [4]
    known = np.isfinite(holed.length_m)
    assert_allclose(holed.length_m[known], whole.length_m[known], atol=0.02)


def test_what_is_no_stride_has_no_way() -> None:
    one = thrown(1.0, 0.0)
    start, end = np.array([np.nan, 100.0, 100.0, 0.0]), np.array([300.0, np.nan, 100.0, 5 * RATE_HZ])
    long = replace(one, acc=np.tile(one.acc, (3, 1)), gyro=np.tile(one.gyro, (3, 1)))
    assert np.isnan(travel(long, start, end, np.full((4, 2), np.nan)).length_m).all()
    assert len(travel(one, np.empty(0), np.empty(0), np.empty((0, 2))).length_m) == 0


def test_compiled_and_interpreted_agree_to_the_last_bit(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pytest.importorskip("numba")
    monkeypatch.delenv("RESTRIDE_INTERPRET", raising=False)
    for remembered in (kernel.cache_folder, kernel.compiled):
        remembered.cache_clear()
    monkeypatch.setenv("RESTRIDE_CACHE", str(tmp_path_factory.getbasetemp() / "kernels"))
    fast = kernel.compiled(strapdown._strides)
    assert fast is not None
    assert fast is not strapdown._strides
    one = foot(walk("there and back").recording)
    rows = np.linspace(300, 2400, 11).astype(np.intp)
    told = []
    for run in (strapdown._strides, fast):
        out = np.full((10, strapdown.COLUMNS), np.nan)
        run(
            one.acc, one.gyro, np.array([0.1, -0.2, 0.3]), 1.01, 1 / RATE_HZ, rows[:-1], rows[1:],
            np.arange(10) % 3 > 0, np.ones(10, dtype=bool), np.tile((0.3, 9.7, -0.2), (10, 1)),
            np.column_stack([rows[:-1] + 20, rows[:-1] + 90]), np.empty((300, 2)), out,
        )  # fmt: skip
        told.append(out)
    assert told[0].tobytes() == told[1].tobytes()
    for remembered in (kernel.cache_folder, kernel.compiled):
        remembered.cache_clear()
