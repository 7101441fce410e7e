"""Running contacts from a device on the foot: laws, and errors on recorded runners' feet against force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array
from restride.events.foot_run import PARAMS, contacts
from restride.signal.inertial import Sensor
from restride.signal.swings import swings
from tests.bouts import RBDS
from tests.worn import device, mean_cycle, mirrored, missed, rbds_force, rbds_worn, worn_run


def found(one: Sensor) -> tuple[Array, Array]:
    """Whole contacts, s."""
    ic, fc = contacts(one, swings(one.gyro[:, 2], one.rate_hz))
    whole = np.isfinite(ic) & np.isfinite(fc)
    return one.time_s(ic[whole]), one.time_s(fc[whole])


@pytest.mark.parametrize("speed_mps", [2.5, 3.0, 4.5])
@pytest.mark.parametrize("strike_deg", [-8.0, 2.0, 18.0])
def test_a_virtual_runner_lands_where_he_does(speed_mps: float, strike_deg: float) -> None:
    made = worn_run(speed_mps, strike_deg)
    one = device(made.recording, "foot", "left")
    s = made.truth.strides
    rows = s.where("left")
    rows = rows[(s.ic_s[rows] > 0.5) & (s.fc_s[rows] < 11.3)]
    ic, fc = found(one)
    # the virtual foot stops accelerating at final contact, recorded ones 15 to 25 ms after it
    for off, most in ((missed(s.ic_s[rows], ic), 0.035), (missed(s.fc_s[rows], fc), 0.035)):
        assert np.isfinite(off).all()
        assert np.abs(off).max() < most


@settings(max_examples=20)
@given(start_s=st.floats(-1e4, 1e4))
def test_a_later_clock_moves_every_contact_alike(start_s: float) -> None:
    one = device(worn_run().recording, "foot", "left")
    for here, there in zip(found(one), found(replace(one, start_s=start_s)), strict=True):
        assert_allclose(there, here + start_s, atol=1e-6)


def test_the_person_in_the_mirror_lands_at_the_same_moments() -> None:
    one = device(worn_run().recording, "foot", "right")
    for here, there in zip(found(one), found(mirrored(one)), strict=True):
        assert_allclose(there, here, atol=1e-9)


@settings(max_examples=15)
@given(first=st.integers(0, 400), last=st.integers(1800, 2400))
def test_contacts_do_not_depend_on_where_the_recording_is_cut(first: int, last: int) -> None:
    one = device(worn_run().recording, "foot", "left")
    part = replace(one, acc=one.acc[first:last], gyro=one.gyro[first:last], start_s=one.start_s + first / one.rate_hz)
    whole = found(one)
    for here, there in zip(whole, found(part), strict=True):
        inside = there[(there > part.start_s + 1) & (there < part.start_s + part.n / part.rate_hz - 1)]
        assert len(inside) > 5
        assert np.nanmax(np.abs(missed(inside, here))) < 1e-3


@settings(max_examples=10)
@given(scale=st.floats(0.97, 1.03), acc_noise=st.floats(0, 1.0), gyro_noise=st.floats(0, 5.0), bias=st.floats(-2, 2))
def test_noise_bias_and_scale_move_contacts_by_a_few_milliseconds(
    scale: float, acc_noise: float, gyro_noise: float, bias: float
) -> None:
    one = device(worn_run().recording, "foot", "left")
    rng = np.random.default_rng(1)
    acc = scale * one.acc + acc_noise * rng.standard_normal(one.acc.shape)
    gyro = scale * one.gyro + bias + gyro_noise * rng.standard_normal(one.gyro.shape)
    for here, there in zip(found(one), found(replace(one, acc=acc, gyro=gyro)), strict=True):
        assert len(there) == len(here)
        assert np.abs(missed(here, there)).max() < 0.012


@pytest.mark.parametrize("rate_hz", [100.0, 400.0, 1000.0])
def test_the_rate_hardly_matters(rate_hz: float) -> None:
    one = rbds_worn(RBDS[0], "foot", 250.0)[0]
    other = rbds_worn(RBDS[0], "foot", rate_hz)[0]
    for here, there in zip(found(one), found(other), strict=True):
        off = missed(here, there)
        assert np.mean(np.isfinite(off)) > 0.97
        assert abs(np.nanmean(off)) < 0.004


def test_no_contact_touches_a_gap() -> None:
    one = device(worn_run().recording, "foot", "left")
    ic, _ = found(one)
    acc, gyro = one.acc.copy(), one.gyro.copy()
    at = int(ic[6] * one.rate_hz)
    acc[at : at + 20], gyro[at : at + 20] = np.nan, np.nan
    left = found(replace(one, acc=acc, gyro=gyro))
    assert not ((left[0] < ic[6] + 0.1) & (left[1] > ic[6])).any()
    assert np.mean(np.isfinite(missed(ic[[3, 4, 8, 9]], left[0]))) == 1


@pytest.mark.parametrize("swing", [np.empty(0), np.array([100.0]), np.array([1e9, 2e9])])
def test_too_few_swings_give_no_contact(swing: Array) -> None:
    ic, fc = contacts(device(worn_run().recording, "foot", "left"), swing)
    assert (len(ic), len(fc)) == (len(swing), len(swing))
    assert np.isnan(ic).all()
    assert np.isnan(fc).all()


def recorded_errors() -> Array:
    """(18, 3) ms: mean error of initial contact, final contact and contact time of each recorded run and foot."""
    out = []
    for name in RBDS:
        s = rbds_force(name)
        for one in rbds_worn(name, "foot"):
            rows = s.where(one.side)
            rows = rows[(s.ic_s[rows] > 0.8) & (s.fc_s[rows] < 29.0)]
            ic, fc = found(one)
            off = [missed(t[rows], u) for t, u in ((s.ic_s, ic), (s.fc_s, fc))]
            assert np.isfinite(off).mean() > 0.99, name
            out.append([np.nanmean(off[0]), np.nanmean(off[1]), np.nanmean(off[1] - off[0])])
    return 1000 * np.array(out)


def test_virtual_feet_of_recorded_runners_give_the_contacts_of_the_force() -> None:
    rms = np.sqrt(np.mean(recorded_errors() ** 2, axis=0))
    assert (rms < [3.5, 4.0, 5.0]).all(), rms


@pytest.mark.parametrize("part", ["foot_r", "foot_l"])
def test_real_feet_in_running_are_on_the_ground_as_long_as_the_force_says(part: str) -> None:
    """Mean cycle of one runner with devices on the feet; its clocks agree to 40 ms only: contact time alone."""
    one, force_s = mean_cycle("P01_normrunning", part)
    ic, fc = found(one)
    assert np.median(fc - ic) == pytest.approx(force_s, abs=0.015)


def test_the_correction_for_the_landing_is_needed() -> None:
    """Without it a rearfoot runner's contact comes 20 ms late and a midfoot runner's 8 ms."""
    plain = replace(PARAMS, slap_s=0.0, slap_offset_s=0.0)
    off = {}
    for name in ("RBDS010runT35", "RBDS014runT35"):
        one, s = rbds_worn(name, "foot")[0], rbds_force(name)
        ic, _ = contacts(one, swings(one.gyro[:, 2], one.rate_hz), plain)
        rows = s.where("left")[3:-3]
        off[name] = float(np.nanmean(missed(s.ic_s[rows], one.time_s(ic))))
    assert off["RBDS014runT35"] - off["RBDS010runT35"] > 0.010
