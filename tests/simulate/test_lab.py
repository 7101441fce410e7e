"""What laboratory and sensor do to the truth, and what standing looks like."""

from dataclasses import replace

import numpy as np
import pytest

from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.simulate import IDEAL_LAB, Lab, Runner, Sensor, simulate_run, standing
from tests.simulate.runs import force, marker, run

TYPICAL = Runner.typical()


def sacral(sensor: Sensor, seconds: float = 20.0) -> np.ndarray:
    """(n, 3) AP V ML of a typical runner."""
    return run(TYPICAL, replace(IDEAL_LAB, sensor=sensor), seconds).sacral.channels[0].values


def test_an_ideal_sacral_sensor_averages_one_g() -> None:
    mean = sacral(IDEAL_LAB.sensor).mean(axis=0)
    assert mean[1] == pytest.approx(G, rel=0.01)
    assert mean[[0, 2]] == pytest.approx(0.0, abs=0.05)


def test_a_worn_one_reads_more_as_real_ones_do() -> None:
    assert 1.13 < sacral(Sensor())[:, 1].mean() / G < 1.24


def test_the_sensor_feels_what_the_plate_pushes() -> None:
    fast = replace(
        IDEAL_LAB, force_rate_hz=500.0, sensor=replace(IDEAL_LAB.sensor, bandwidth_hz=200.0, impact_spread=1.0)
    )
    made = run(TYPICAL, fast)
    np.testing.assert_allclose(made.sacral.channels[0].values, force(made.recording) / TYPICAL.mass_kg, atol=0.6)


def test_soft_tissue_and_bandwidth_take_the_impact_but_not_the_impulse() -> None:
    stiff = sacral(replace(IDEAL_LAB.sensor, bandwidth_hz=200.0, impact_spread=1.0))
    soft = sacral(replace(IDEAL_LAB.sensor, bandwidth_hz=200.0, impact_spread=2.0))
    assert np.abs(np.diff(soft[:, 1])).max() < np.abs(np.diff(stiff[:, 1])).max()
    assert soft[:, 1].mean() == pytest.approx(stiff[:, 1].mean(), rel=1e-3)


@pytest.mark.parametrize("rate_hz", [100.0, 128.0, 500.0, 1000.0])
def test_any_rate_covers_the_same_time(rate_hz: float) -> None:
    made = run(TYPICAL, replace(IDEAL_LAB, sensor=replace(IDEAL_LAB.sensor, rate_hz=rate_hz)))
    (channel,) = made.sacral.channels
    assert channel.end_s == pytest.approx(6.0, abs=1 / rate_hz)
    assert (channel.quantity, channel.place, channel.frame, channel.unit) == ("acc", "sacrum", "body", "m/s2")


def test_gaps_clipping_and_drift_are_as_asked() -> None:
    made = simulate_run(
        TYPICAL,
        Lab(
            clip_n=1000.0,
            gap_share=0.05,
            force_drift_n_per_min=(0.0, 60.0, 0.0),
            sensor=Sensor(clip_g=2.0, gap_share=0.1),
        ),
        seconds=20.0,
    )
    up = force(made.recording)[:, 1]
    assert up.max() == 1000.0
    early, late = (np.median(np.sort(part)[: len(part) // 6]) for part in (up[:1500], up[-1500:]))
    assert late - early == pytest.approx(15.0, abs=3.0)
    lost = np.mean([np.isnan(c.values[:, 0]).mean() for c in made.recording.select("marker")])
    assert lost == pytest.approx(0.05, abs=0.01)
    acc = made.sacral.channels[0].values
    assert np.nanmax(acc) == pytest.approx(2 * G)
    assert 0.05 < np.isnan(acc[:, 0]).mean() <= 0.1


def test_swapped_and_missing_markers_are_so_in_the_run_and_right_in_the_standing_trial() -> None:
    lab = replace(IDEAL_LAB, swapped=(("R.MT1", "R.MT5"),), missing=("L.MT1",))
    good, bad = run(TYPICAL), run(TYPICAL, lab)
    np.testing.assert_array_equal(marker(bad.recording, "R.MT1"), marker(good.recording, "R.MT5"))
    np.testing.assert_array_equal(marker(bad.static, "R.MT1"), marker(good.static, "R.MT1"))
    assert not bad.recording.select("marker", "L.MT1")
    assert bad.static.select("marker", "L.MT1")


def test_markers_that_sit_off_their_places_do_so_alike_in_both_trials() -> None:
    lab = replace(IDEAL_LAB, placement_m=0.005)
    good, off = run(TYPICAL), run(TYPICAL, lab)
    gap = marker(off.recording, "L.MT5") - marker(good.recording, "L.MT5")
    still = marker(off.static, "L.MT5") - marker(good.static, "L.MT5")
    assert np.linalg.norm(gap, axis=1) == pytest.approx(np.linalg.norm(still[0]))
    assert np.linalg.norm(still[0]) > 1e-4
    assert off.truth.metrics["tibia_angle_at_contact", "left"] == good.truth.metrics["tibia_angle_at_contact", "left"]


def test_a_split_belt_puts_each_foot_on_its_own_plate() -> None:
    made = run(TYPICAL, replace(IDEAL_LAB, belts="split"))
    one = run(TYPICAL)
    np.testing.assert_allclose(
        force(made.recording, "plate_1") + force(made.recording, "plate_2"), force(one.recording), atol=1e-9
    )
    s = made.truth.strides
    for side, loaded, empty in (("left", "plate_1", "plate_2"), ("right", "plate_2", "plate_1")):
        for i in s.where(side):
            middle = round((s.ic_s[i] + s.fc_s[i]) / 2 * 300)
            assert force(made.recording, loaded)[middle, 1] > 500
            assert force(made.recording, empty)[middle, 1] == 0
    assert set(made.recording.corners) == {"plate_1", "plate_2"}


def test_the_centre_of_pressure_lies_under_the_foot_that_stands() -> None:
    made = run(TYPICAL)
    (cop,) = made.recording.select("cop")
    s = made.truth.strides
    for letter, side in (("L", "left"), ("R", "right")):
        heel, toe = marker(made.recording, f"{letter}.Heel.Bottom"), marker(made.recording, f"{letter}.MT1")
        for i in s.where(side):
            for share in (0.1, 0.3, 0.5, 0.7):
                t = s.ic_s[i] + share * s.stance_s[i]
                place, k = cop.values[round(t * 300)], round(t * 150)
                assert heel[k, 0] - 0.02 < place[0] < toe[k, 0] + 0.09
                assert abs(place[2] - heel[k, 2]) < 0.01
    assert np.isnan(cop.values[force(made.recording)[:, 1] < 10]).all()


def test_who_stands_weighs_the_same_and_has_no_contacts() -> None:
    for belts in ("one", "split"):
        made = standing(TYPICAL, Lab(belts=belts), seconds=5.0)
        plates = made.recording.select("grf")
        offset = np.array(Lab().force_offset_n)[1] * len(plates)
        assert sum(p.values[:, 1].mean() for p in plates) == pytest.approx(TYPICAL.mass_kg * G + offset, abs=2.0)
        assert made.truth.strides.n == 0
        assert not made.truth.metrics
        assert np.ptp(marker(made.recording, "L.ASIS")[:, 0]) < 0.02
        assert made.sacral.channels[0].values[:, 1].std() < 0.5


def test_everything_calls_itself_simulated() -> None:
    made = run(TYPICAL)
    for recording in (made.recording, made.static, made.sacral):
        assert recording.source.reader == "simulated"
        assert recording.source.file == "simulated_runner"
        assert recording.conditions.device == "simulated"
