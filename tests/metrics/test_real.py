"""Metrics of real runners against the independent computation and what their provenance says."""

import csv

import pytest

from tests.bouts import RBDS, rbds, reference
from tests.data import recording

SIDES = (("left", "L"), ("right", "R"), ("both", "both"))


@pytest.mark.parametrize("name", RBDS)
def test_forces_of_rbds_are_those_of_the_reference(name: str) -> None:
    one, means = rbds(name), reference()[name]["means"]
    for side, key in SIDES:
        assert one.value("vgrf_peak", side) == pytest.approx(means[key]["vgrf_peak_bw"], rel=0.02)
        assert one.value("braking_peak", side) == pytest.approx(means[key]["braking_peak_bw"], rel=0.06)
        assert one.value("propulsive_peak", side) == pytest.approx(means[key]["propulsive_peak_bw"], rel=0.06)
        assert one.value("braking_impulse", side) == pytest.approx(means[key]["braking_impulse_bw_s"], rel=0.08)
        assert one.value("propulsive_impulse", side) == pytest.approx(means[key]["propulsive_impulse_bw_s"], rel=0.08)


@pytest.mark.parametrize("name", RBDS)
def test_loading_rates_of_rbds_are_those_of_the_reference_and_withheld_where_it_withholds_them(name: str) -> None:
    one, means = rbds(name), reference()[name]["means"]
    for side, key in SIDES:
        for ours, theirs in (("valr", "valr_bw_s"), ("vilr", "vilr_bw_s")):
            if means[key][theirs] is None:
                assert one.value(ours, side) is None
            else:
                assert one.value(ours, side) == pytest.approx(means[key][theirs], rel=0.10)
    assert ("few_impact_peaks" in one.codes) == (means["both"]["valr_bw_s"] is None)


@pytest.mark.parametrize("name", RBDS)
def test_the_belts_speed_is_found_to_two_percent(name: str) -> None:
    assert rbds(name).value("speed") == pytest.approx(int(name[-2:]) / 10, rel=0.02)


@pytest.mark.parametrize("name", RBDS)
def test_knee_flexion_at_the_moment_peak_lies_below_the_peak_of_the_knee(name: str) -> None:
    """OpenSim's knee angle at the peak of its moment: near the peak of flexion, on a model with other centres."""
    with recording("rbds_treadmill_running/reference_opensim_peaks.csv").open(newline="") as table:
        rows = [r for r in csv.DictReader(table) if (r["subject"], r["trial"]) == (name[:7], name[-3:])]
    assert len(rows) == 2
    for row in rows:
        assert rbds(name).value("knee_flexion_peak", row["side"]) == pytest.approx(
            float(row["knee_flexion_at_peak_deg"]), abs=7.0
        )


@pytest.mark.parametrize("name", RBDS)
def test_every_metric_of_a_healthy_runner_is_plausible_but_few(name: str) -> None:
    one = rbds(name)
    assert "implausible" not in one.codes
    assert len({m.name for m in one.measured.metrics}) > 45


def test_a_rearfoot_runner_lands_toes_up_and_a_forefoot_runner_does_not() -> None:
    for speed in ("25", "35", "45"):
        rear, fore = rbds(f"RBDS014runT{speed}"), rbds(f"RBDS001runT{speed}")
        assert rear.value("foot_strike_angle") > 8.0
        assert fore.value("foot_strike_angle") < 8.0


@pytest.mark.parametrize("person", ["001", "010", "014"])
def test_faster_running_shortens_contact_and_lengthens_the_stride(person: str) -> None:
    trials = [rbds(f"RBDS{person}runT{speed}") for speed in ("25", "35", "45")]
    contact = [t.value("contact_time") for t in trials]
    stride = [t.value("stride_length") for t in trials]
    assert contact == sorted(contact, reverse=True)
    assert stride == sorted(stride)
