"""The causal kernels: any chunking, compiled or not, gives the same events; and they agree with the second look."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from restride.core.recording import Array
from restride.events import force_live, sacral_live
from restride.events.detect import detect, detect_live
from restride.signal.prepare import prepare
from restride.simulate import Runner
from tests.bouts import LAB, channel, hops, recorded, simulated

RATE = 300.0
FORCE = hops(RATE, steps=20) + np.random.default_rng(1).normal(0, 3, len(hops(RATE, steps=20)))
ACC = simulated(Runner.draw(2), LAB, 8.0).sacral.select("acc")[0]
CASES = {
    "force": (force_live, FORCE, RATE, (20.0,)),
    "sacral": (sacral_live, np.ascontiguousarray(ACC.axis("V")), ACC.rate_hz, ()),
}


def told(case: str, borders: list[int]) -> tuple[Array, Array, Array]:
    """(times, kinds, last state) of all events, the samples fed in chunks that end at `borders`."""
    module, samples, rate_hz, rest = CASES[case]
    state, params = module.initial_state(0.0, float(samples[0])), module.parameters(rate_hz, *rest)
    times, kinds = [], []
    for chunk in np.split(samples, sorted(borders)):
        t, k = np.zeros(len(chunk)), np.zeros(len(chunk))
        count = module.run(chunk, state, params, t, k)
        times.append(t[:count])
        kinds.append(k[:count])
    return np.concatenate(times), np.concatenate(kinds), state


WHOLE = {case: told(case, []) for case in CASES}


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=25)
@given(data=st.data())
def test_any_chunking_gives_the_same_events_to_the_last_bit(case: str, data: st.DataObject) -> None:
    borders = data.draw(st.lists(st.integers(0, len(CASES[case][1])), max_size=12))
    for a, b in zip(told(case, borders), WHOLE[case], strict=True):
        assert a.tobytes() == b.tobytes()


@pytest.mark.parametrize("case", CASES)
def test_one_sample_at_a_time_gives_the_same_events(case: str) -> None:
    for a, b in zip(told(case, list(range(len(CASES[case][1])))), WHOLE[case], strict=True):
        assert a.tobytes() == b.tobytes()


@pytest.mark.parametrize("case", CASES)
def test_events_are_told_in_turn_and_never_from_the_future(case: str) -> None:
    module, samples, rate_hz, rest = CASES[case]
    state, params = module.initial_state(0.0, float(samples[0])), module.parameters(rate_hz, *rest)
    kinds: list[int] = []
    for i, sample in enumerate(samples.tolist()):
        kind = module.step(state, sample, params)
        if kind:
            kinds.append(kind)
            assert state[-1] <= i / rate_hz + 1e-9
            assert state[-1] > i / rate_hz - 0.05 or i / rate_hz < 0.8  # nothing is told before the floor is known
    assert len(kinds) > 20
    assert set(kinds[::2]) == {module.INITIAL}
    assert set(kinds[1::2]) == {module.FINAL}


def test_batch_is_the_fold_over_all_samples() -> None:
    ic, fc = force_live.contacts_live(channel(FORCE[:, None]), 20.0)
    times, kinds, _ = WHOLE["force"]
    assert_allclose(ic, times[kinds == 1][: len(ic)])
    assert_allclose(fc, times[kinds == 2][-len(fc) :])
    steps = sacral_live.steps_live(ACC)
    assert_allclose(steps, ACC.start_s + WHOLE["sacral"][0][WHOLE["sacral"][1] == 1], atol=1e-9)


@settings(max_examples=15)
@given(offset=st.floats(-200, 200), rise=st.floats(-4, 4))
def test_live_force_follows_offset_and_drift(offset: float, rise: float) -> None:
    drifted = FORCE + offset + rise * np.arange(len(FORCE)) / RATE
    ic, fc = force_live.contacts_live(channel(drifted[:, None]), 20.0)
    truth = 0.3 + 0.36 * np.arange(20)
    late = truth[truth > 1.2]
    assert all(np.abs(ic - t).min() < 0.02 for t in late)
    assert all(np.abs(fc - t - 0.25).min() < 0.03 for t in late)
    assert len(ic) <= 20


def test_live_and_second_look_agree_on_a_simulated_run() -> None:
    made = simulated(Runner.draw(2), LAB, 10.0)
    ready = prepare(made.recording, made.static)
    s, live = detect(ready.recording, ready.kind).strides, detect_live(ready.recording, "running")
    assert live is not None
    assert (live.method, live.count("unknown"), live.grade) == ("force_live", live.n, "fair")
    late = s.ic_s[s.ic_s > 1.2]
    assert all(np.abs(live.ic_s - t).min() < 0.012 for t in late)
    assert live.n <= s.n


def test_live_sacral_steps_have_the_cadence_of_the_run() -> None:
    made = simulated(Runner.draw(2), LAB, 10.0)
    live = detect_live(made.sacral, "running")
    assert live is not None
    assert 60 / np.diff(live.ic_s).mean() == pytest.approx(made.truth.metrics["cadence", "both"], abs=1.0)
    assert np.isnan(live.fc_s).all()


def test_walking_has_no_live_detector_yet() -> None:
    assert detect_live(recorded(channel(FORCE[:, None], place="unzeroed")), "walking") is None


@pytest.mark.parametrize("rate", [50.0, 90.0, 100.0])
def test_slow_plates_are_not_filtered_but_heard(rate: float) -> None:
    ic, _ = force_live.contacts_live(channel(hops(rate, steps=20)[:, None], rate_hz=rate), 20.0)
    assert np.diff(ic).mean() == pytest.approx(0.36, abs=0.005)


def test_a_gap_does_not_deafen_the_kernels() -> None:
    holed = ACC.values.copy()
    holed[1500:1560] = np.nan
    steps = sacral_live.steps_live(channel(holed, quantity="acc", unit="m/s2", rate_hz=ACC.rate_hz, axes=ACC.axes))
    assert steps[-1] > 7
