"""The truth speaks the vocabulary, and people come from a table that says where its numbers are from."""

import re

import numpy as np
import pytest
from hypothesis import given, settings

from restride.core.vocabulary import entry, vocabulary
from restride.simulate import IDEAL_LAB, Runner, Walker, simulate_run, simulate_walk_force
from restride.simulate.runner import LEG_FIELDS, parameters
from tests.simulate.runs import people, run

NOT_IN_RUNNING = {"stance_time", "double_support"}


def base_words() -> set[str]:
    """Names of the vocabulary that are not derived from others."""
    return {n for n in vocabulary() if not re.search(r"_(asymmetry|difference|cv|sd)$", n)}


def test_every_word_that_running_has_is_true_of_a_rearfoot_runner() -> None:
    names = {name for name, _ in run(Runner.typical()).truth.metrics}
    assert base_words() & names >= {"speed", "leg_stiffness", "valr", "pelvic_drop", "step_width"}
    assert names <= set(vocabulary())


@settings(max_examples=20)
@given(runner=people)
def test_a_drawn_runner_can_be_and_lies_within_what_is_plausible(runner: Runner) -> None:
    truth = run(runner).truth
    for (name, side), value in truth.metrics.items():
        low, high = entry(name).sane
        assert side in entry(name).sides
        assert np.isfinite(value)
        assert low <= value <= high, (name, side, value)


def test_sides_take_turns_and_contacts_lie_inside() -> None:
    s = run(Runner.draw(8)).truth.strides
    assert all(a != b for a, b in zip(s.side, s.side[1:], strict=False))
    assert s.ic_s[0] >= 0
    assert s.fc_s[-1] <= 6.0
    assert (s.task, s.method, s.grade) == ("running", "simulated", "good")


def test_means_are_over_the_stances_that_are_given() -> None:
    truth = run(Runner.draw(9)).truth
    for name, values in truth.per_stance.items():
        assert values.shape == (truth.strides.n,)
        for side in ("left", "right"):
            if (name, side) in truth.metrics:
                mine = values[truth.strides.where(side)]
                assert truth.metrics[name, side] == pytest.approx(np.nanmean(mine))


@pytest.mark.parametrize("seconds", [0.1, 0.3, 0.6, 1.0])
@pytest.mark.filterwarnings("error")
def test_a_recording_of_hardly_a_step_has_little_truth_but_has_it(seconds: float) -> None:
    made = simulate_run(Runner.typical(knee_flexion_peak_deg=42.0), seconds=seconds)
    assert made.recording.channels[0].n == round(seconds * 150)
    assert made.truth.strides.n <= 3
    assert all(np.isfinite(value) for value in made.truth.metrics.values())


def test_leg_stiffness_is_the_worked_example_of_the_sine_method() -> None:
    from restride.simulate.truth import leg_stiffness_kn_per_m

    # 70 kg, leg 0.9 m, 3.33 m/s, contact 0.25 s, flight 0.1 s, by hand: Fmax 1509.6 N, dy 0.0600 m, dL 0.1622 m
    assert leg_stiffness_kn_per_m(70.0, 0.9, 3.33, 0.25, 0.10) == pytest.approx(9.31, abs=0.02)


def test_every_parameter_says_where_it_comes_from() -> None:
    for name, p in parameters().items():
        assert p.low <= p.mean <= p.high, name
        assert p.basis == "heuristic" or p.evidence, name
        assert all(re.fullmatch(r"[A-N]-\d+[a-d]?", e) for e in p.evidence), name
    prescribed = {"knee_flexion_peak_deg", "ankle_dorsiflexion_peak_deg"}
    assert set(LEG_FIELDS) - prescribed <= set(parameters())


def test_people_differ_as_the_table_says() -> None:
    crowd = [Runner.draw(seed) for seed in range(400)]
    cadence = np.array([r.cadence_spm - 6.012 * (r.speed_mps - 3) for r in crowd])
    assert cadence.mean() == pytest.approx(168, abs=1.5)
    assert cadence.std() == pytest.approx(7, abs=1)
    strikes = np.array([r.left.foot_strike_angle_deg for r in crowd])
    assert (strikes > 8).mean() > 0.6
    assert (strikes < -1.6).any()
    assert all(r.left.impact_bw == 0 for r in crowd if r.left.foot_strike_angle_deg < -1.6)


def test_walkers_have_double_support_two_humps_and_their_weight() -> None:
    walked = simulate_walk_force(Walker(), IDEAL_LAB, seconds=20.0)
    truth = walked.truth
    assert set(NOT_IN_RUNNING) <= {name for name, _ in truth.metrics}
    assert truth.metrics["double_support", "both"] == pytest.approx(24.0, abs=1.0)
    assert truth.metrics["cadence", "both"] == pytest.approx(112, rel=0.01)
    assert truth.metrics["vgrf_peak", "both"] == pytest.approx(1.1, abs=0.03)
    (plate,) = walked.recording.select("grf")
    s = truth.strides
    whole = plate.values[round(s.ic_s[0] * 300) : round(s.ic_s[-1] * 300), 1]
    assert whole.mean() == pytest.approx(70 * 9.80665, rel=0.01)
    apart = simulate_walk_force(Walker(), seconds=20.0).recording.select("grf")
    for plate, side in zip(apart, ("left", "right"), strict=True):
        i = s.where(side)[2]
        one = plate.values[round(s.ic_s[i] * 300) : round(s.fc_s[i] * 300), 1]
        thirds = [part.max() for part in np.array_split(one, 3)]
        assert min(thirds[0], thirds[2]) > one[len(one) // 2] + 100


def test_walking_without_overlap_is_refused() -> None:
    with pytest.raises(ValueError, match="no walk"):
        simulate_walk_force(Walker(stance_share=0.45))
