"""The mean force in fixed axes is gravity, for whoever comes back to his speed and however the device sits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.inertial import sensors
from restride.signal.pull import WINDOW_S, WINDOWS, mean_pull, windows
from restride.simulate.run_sensors import simulate_worn_run
from restride.simulate.runner import Runner
from tests.read.device_files import swinging


@pytest.mark.parametrize("seed", range(5))
def test_it_is_1_g_on_every_device_of_a_runner(seed: int) -> None:
    made = simulate_worn_run(Runner.draw(seed), seconds=12, seed=seed, overground=bool(seed % 2))
    for device in sensors(made.recording):
        assert mean_pull(device.acc, device.gyro, device.rate_hz) == pytest.approx(G, rel=0.12)


@settings(max_examples=25)
@given(seed=st.integers(0, 1000), rate_hz=st.sampled_from([60.0, 100.0, 128.0, 400.0]), swing_deg=st.floats(5, 70))
def test_it_does_not_depend_on_mounting_rate_or_swing(seed: int, rate_hz: float, swing_deg: float) -> None:
    acc, gyro = swinging(int(8 * rate_hz), rate_hz, seed=seed, swing_deg=swing_deg)
    turn = Rotation.random(random_state=seed + 1).as_matrix()
    pull = mean_pull(acc, gyro, rate_hz)
    assert pull == pytest.approx(G, rel=0.03)
    assert mean_pull(acc @ turn.T, gyro @ turn.T, rate_hz) == pytest.approx(pull)


def test_short_gaps_are_bridged_and_long_ones_left_out() -> None:
    acc, gyro = swinging(2000)
    whole = mean_pull(acc, gyro, 100.0)
    acc[::50] = np.nan
    assert mean_pull(acc, gyro, 100.0) == pytest.approx(whole, rel=0.01)
    acc[:] = np.nan
    assert mean_pull(acc, gyro, 100.0) is None
    assert mean_pull(acc[:100], gyro[:100], 100.0) is None


@given(n=st.integers(0, 5000), most=st.integers(1, 30))
def test_windows_are_whole_and_within_the_recording(n: int, most: int) -> None:
    values = np.arange(3.0 * n).reshape(n, 3)
    found = windows(values, 100.0, most)
    if n < 200:
        assert found is None
        return
    assert found is not None
    assert 1 <= len(found) <= most
    assert found.shape[1] == min(n, round(100 * WINDOW_S))
    assert (np.diff(found[..., 0], axis=1) == 3).all()
    assert most <= WINDOWS or len(found) <= most
