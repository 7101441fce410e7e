"""What devices on shanks and running feet measure: tibial acceleration, tibia angle, stride length, foot strike."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.quality import Quality
from restride.core.recording import AXES_BODY, Array, Channel, Recording
from restride.core.strides import Strides, strides
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.metrics.bout import Bout, Measures, Person
from restride.metrics.kinematics.foot_run import foot_angles, strike_class
from restride.metrics.kinematics.shank import shank
from restride.metrics.loading.tibia import AXIAL, RESULTANT, tibia
from restride.metrics.spatiotemporal.foot_run import foot_run
from restride.signal.inertial import Sensor
from restride.simulate import FEET, SHANKS, Device, Runner, any_mounting, simulate_worn_run
from tests.bouts import RBDS, assessed, recorded
from tests.worn import device, missed, rbds_force, rbds_pitch, rbds_worn, worn_run, worn_walk

SPEED = {"25": 2.5, "35": 3.5, "45": 4.5}


def channels(*devices: Sensor) -> Recording:
    """A recording of devices in body axes."""
    return recorded(
        *(
            Channel(q, d.place, d.side, "body", u, d.rate_hz, d.start_s, AXES_BODY, v)
            for d in devices
            for q, u, v in (("acc", "m/s2", d.acc), ("gyro", "deg/s", d.gyro))
        )
    )


def bout(found: Strides, *devices: Sensor, said: tuple[Quality, ...] = ()) -> Bout:
    return Bout(channels(*devices), None, None, frozenset(), found, frozenset(), Person(), said=said)


def values(measured: Measures, name: str) -> Array:
    (rows,) = (r for r in measured.rows if r.name == name)
    return rows.values


def known(made: Strides, side: str = "left", from_s: float = 0.5, to_s: float = 11.3) -> Strides:
    """Contacts of one side, as a detector of its device would give them."""
    return made.rows((made.side == side) & (made.ic_s > from_s) & (made.fc_s < to_s))


@pytest.mark.parametrize("speed_mps", [2.5, 3.5])
def test_peaks_of_tibial_acceleration_are_those_that_the_shank_felt(speed_mps: float) -> None:
    made = simulate_worn_run(Runner.typical(speed_mps), sites=SHANKS, device=Device(rate_hz=1000.0), seconds=10.0)
    s = made.truth.strides
    found = tibia(bout(s, device(made.recording, "shank", "left"), device(made.recording, "shank", "right")))
    inside = (s.ic_s > 0.2) & (s.fc_s < 9.8)
    for name in (AXIAL, RESULTANT):
        off = values(found, name)[inside] / made.truth.per_stance[name][inside]
        assert np.isfinite(off).all()
        assert 0.85 < off.mean() < 1.01  # 60 Hz takes off what is sharper
        assert off.std() < 0.06
    assert found.quality == ()


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_the_resultant_does_not_depend_on_how_the_device_sits(seed: int) -> None:
    one, s = device(worn_run().recording, "shank", "left"), known(worn_run().truth.strides)
    turn = any_mounting(seed)
    other = replace(one, acc=one.acc @ turn.T, gyro=one.gyro @ turn.T)
    assert_allclose(values(tibia(bout(s, other)), RESULTANT), values(tibia(bout(s, one)), RESULTANT), atol=1e-6)


def test_a_shank_that_stands_reads_one_g_and_a_blow_along_it_is_axial() -> None:
    n, rate = 2000, 500.0
    acc = np.tile([0.0, G, 0.0], (n, 1))
    t = np.arange(n) / rate
    acc[:, 1] += 5 * G * np.exp(-(((t - 2.03) / 0.012) ** 2))
    one = Sensor("shank", "left", "body", rate, 0.0, acc, np.zeros((n, 3)))
    s = strides(["left"] * 3, [1.0, 2.0, 3.0], [1.2, 2.2, 3.2], task="running", method="shank_running", grade="fair")
    axial, resultant = (values(tibia(bout(s, one)), name) for name in (AXIAL, RESULTANT))
    assert_allclose(axial, resultant, atol=1e-9)
    assert_allclose(axial[[0, 2]], 1.0, atol=1e-6)
    assert axial[1] == pytest.approx(6.0, rel=0.06)


@pytest.mark.parametrize("rate_hz", [100.0, 198.0])
def test_a_slow_device_withholds_tibial_acceleration_and_says_so_once(rate_hz: float) -> None:
    s = known(worn_run().truth.strides)
    one = replace(device(worn_run().recording, "shank", "left"), rate_hz=rate_hz)
    found = tibia(bout(s, one))
    assert found.rows == ()
    assert [(q.code, set(q.removes)) for q in found.quality] == [("rate_too_low", {AXIAL, RESULTANT})]
    assert tibia(bout(s, one, said=found.quality)).quality == ()


def test_the_tibia_angle_of_recorded_runners_is_that_of_their_markers() -> None:
    """The truth is the pose of the shank's markers against standing, at the contact of the force."""
    errors = []
    for name in RBDS:
        s = rbds_force(name)
        for site, one in enumerate(rbds_worn(name, "shank")):
            mine = known(s, one.side, 0.5, 29.0)
            late = replace(mine, **{k: getattr(mine, k) + 3.0 for k in ("ic_s", "fc_s", "next_ic_s")})
            found = values(shank(bout(late, _with_standing(one, 3.0))), "tibia_angle_at_contact")
            off = found - np.interp(mine.ic_s, *rbds_pitch(name, site))
            assert np.isfinite(off[:-1]).all()
            errors.append(float(np.nanmean(off)))
    assert np.sqrt(np.mean(np.square(errors))) < 1.0


def _with_standing(one: Sensor, seconds: float) -> Sensor:
    """The device, after it first stood upright for a while."""
    n = int(seconds * one.rate_hz)
    acc = np.concatenate([np.tile([0.0, G, 0.0], (n, 1)), one.acc])
    return replace(one, acc=acc, gyro=np.concatenate([np.zeros((n, 3)), one.gyro]))


@settings(max_examples=15)
@given(lean=st.floats(-10.0, 10.0))
def test_a_device_that_leans_on_the_shank_measures_the_same_angle(lean: float) -> None:
    made = worn_run(seconds=20.0, stands_s=3.0)
    one, s = device(made.recording, "shank", "left"), known(made.truth.strides, "left", 5.0, 15.0)
    c, d = np.cos(np.radians(lean)), np.sin(np.radians(lean))
    turn = np.array([[c, -d, 0.0], [d, c, 0.0], [0.0, 0.0, 1.0]])
    other = replace(one, acc=one.acc @ turn.T, gyro=one.gyro @ turn.T)
    here, there = (values(shank(bout(s, x)), "tibia_angle_at_contact") for x in (one, other))
    assert_allclose(there, here, atol=0.01)


def test_the_tibia_angle_of_a_virtual_runner_is_that_of_his_shank_against_how_it_stood() -> None:
    made = worn_run(seconds=20.0, stands_s=3.0)
    rows = known(made.truth.strides, "left", 5.0, 15.0)
    found = values(shank(bout(rows, device(made.recording, "shank", "left"))), "tibia_angle_at_contact")
    (truth,) = (m for m, site in zip(made.motions, (*FEET, *SHANKS), strict=True) if site == SHANKS[0])
    pitch = np.degrees(np.arctan2(truth.turn[:, 1, 0], truth.turn[:, 0, 0]))
    assert np.nanmean(found - np.interp(rows.ic_s, truth.time_s, pitch)) == pytest.approx(-pitch[0], abs=1.0)


def test_without_standing_there_is_no_tibia_angle() -> None:
    found = shank(bout(known(worn_run().truth.strides), device(worn_run().recording, "shank", "left")))
    assert found.rows == ()
    assert [(q.code, q.removes) for q in found.quality] == [("no_static", ())]


@pytest.mark.parametrize("name", RBDS)
def test_speed_and_stride_length_of_recorded_runners_are_those_of_the_belt(name: str) -> None:
    s, belt = rbds_force(name), SPEED[name[-2:]]
    for one in rbds_worn(name, "foot"):
        mine = known(s, one.side, 0.5, 29.0)
        found = foot_run(bout(mine, one))
        assert np.nanmean(values(found, "speed")) == pytest.approx(belt, rel=0.035)
        length = values(found, "stride_length")
        assert np.nanmean(length - belt * mine.stride_s) == pytest.approx(0.0, abs=0.075)
        assert np.nanstd(length) < 0.05
        assert np.isnan(length[-1])


@settings(max_examples=10)
@given(acc_scale=st.floats(0.95, 1.05))
def test_an_accelerometer_that_is_off_by_a_factor_measures_the_same_length(acc_scale: float) -> None:
    one, s = rbds_worn(RBDS[1], "foot")[0], known(rbds_force(RBDS[1]), "left", 0.5, 29.0)
    here, there = (values(foot_run(bout(s, replace(one, acc=k * one.acc))), "stride_length") for k in (1.0, acc_scale))
    assert_allclose(there, here, rtol=1e-6)


@pytest.mark.parametrize("strike_deg", [-8.0, 0.0, 12.0, 20.0])
def test_the_foot_strike_angle_of_a_virtual_runner_is_his(strike_deg: float) -> None:
    made = worn_run(3.0, strike_deg)
    mine = known(made.truth.strides)
    found = values(foot_angles(bout(mine, device(made.recording, "foot", "left"))), "foot_strike_angle")
    assert np.nanmean(found) == pytest.approx(strike_deg, abs=2.0)


@pytest.mark.parametrize(
    ("name", "low", "high"), [("RBDS001runT25", -3, 4), ("RBDS010runT35", 1, 6), ("RBDS014runT35", 18, 25)]
)
def test_the_foot_strike_angle_of_recorded_runners_is_about_that_of_their_markers(
    name: str, low: float, high: float
) -> None:
    for one in rbds_worn(name, "foot"):
        found = values(foot_angles(bout(known(rbds_force(name), one.side, 0.5, 29.0), one)), "foot_strike_angle")
        assert low < np.nanmean(found) < high
        assert np.nanstd(found) < 2


def test_a_runner_who_pronates_more_reads_more_and_the_mirror_alike() -> None:
    made = worn_run(3.0, 12.0)
    s = made.truth.strides
    found = {}
    for side in ("left", "right"):
        mine = known(s, side)
        found[side] = values(foot_angles(bout(mine, device(made.recording, "foot", side))), "pronation_excursion")
        true = made.truth.per_stance["pronation_excursion"][(s.side == side) & (s.ic_s > 0.5) & (s.fc_s < 11.3)]
        assert np.mean(found[side]) == pytest.approx(float(np.mean(true)), abs=4.0)
    unknown = replace(device(made.recording, "foot", "left"), side="unknown")
    alone = strides(["unknown"] * 5, *(getattr(known(s), k)[:5] for k in ("ic_s", "fc_s")), task="running",
                    method="foot_running", grade="good", feet=1)  # fmt: skip
    assert np.isnan(values(foot_angles(bout(alone, unknown)), "pronation_excursion")).all()


@pytest.mark.parametrize(
    ("angle", "turn", "said"),
    [
        (20.0, -600.0, "on the rearfoot (foot-strike angle 20"),
        (20.0, 300.0, "on the rearfoot, borderline"),
        (10.0, -400.0, "on the rearfoot, borderline: midfoot or rearfoot"),
        (3.0, 100.0, "on the midfoot, borderline: forefoot or midfoot or rearfoot"),
        (-15.0, 400.0, "on the forefoot (foot-strike angle -15"),
        (-15.0, -400.0, "on the forefoot, borderline"),
    ],
)
def test_the_class_of_the_landing_is_borderline_where_it_is_not_sure(angle: float, turn: float, said: str) -> None:
    found = strike_class(np.full(20, angle) + np.tile([-0.5, 0.5], 10), np.full(20, turn))
    assert found is not None
    assert found.startswith(said)


def test_two_strides_have_no_class() -> None:
    assert strike_class(np.array([20.0, 21.0, np.nan]), np.array([-500.0, -500.0, np.nan])) is None


@pytest.mark.parametrize("family", [foot_run, foot_angles])
def test_walking_feet_are_left_to_walking(family: object) -> None:
    s = worn_walk().truth.strides
    one = replace(device(worn_walk().recording, "shank", "left"), place="foot")
    assert family(bout(s, one)) == Measures() or not family(bout(s, one)).rows


@pytest.mark.parametrize("family", [tibia, shank, foot_run, foot_angles])
def test_a_bout_without_a_device_gives_nothing(family: object) -> None:
    found = family(bout(worn_run().truth.strides))
    assert (found.rows, found.quality) == ((), ())


@pytest.mark.parametrize("family", [tibia, shank, foot_run, foot_angles])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_contacts_break_nothing(family: object, count: int) -> None:
    s = known(worn_run().truth.strides)
    few = s.rows(np.arange(s.n) < count)
    for place in ("foot", "shank"):
        family(bout(few, device(worn_run().recording, place, "left")))


def test_a_run_with_devices_on_both_shanks_is_measured_from_end_to_end() -> None:
    made = simulate_worn_run(
        Runner.typical(3.0), sites=SHANKS, device=Device(rate_hz=400.0, mounting=any_mounting(8)), stands_s=3.0,
        seconds=25.0,
    )  # fmt: skip
    one = assessed(made.recording)
    assert one.found.strides.task == "running"
    assert one.value("cadence") == pytest.approx(made.truth.metrics["cadence", "both"], rel=0.003)
    for side in ("left", "right", "both"):
        assert one.value(AXIAL, side) == pytest.approx(made.truth.metrics[AXIAL, side], rel=0.12)
        assert one.value(RESULTANT, side) == pytest.approx(made.truth.metrics[RESULTANT, side], rel=0.1)
    assert one.value("tibia_angle_at_contact") is not None
    assert np.isfinite(missed(made.truth.strides.ic_s, one.found.strides.ic_s)).mean() > 0.99
