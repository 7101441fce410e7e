"""Published trade-offs as they stand, and how a person's own measurements move them."""

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.core.evidence import ID
from restride.core.tradeoff import Tissue, TradeOff
from restride.plan.tradeoffs import (
    MAIN,
    Seen,
    Slope,
    direction,
    interventions,
    joined,
    prior,
    studied,
    what_if,
)

rates = st.floats(1, 10)
TISSUES: tuple[Tissue, ...] = get_args(Tissue)


def cell(name: str, tissue: str, per: str) -> TradeOff:
    (found,) = [t for t in studied(name) if (t.tissue, t.per) == (tissue, per)]
    return found


def test_every_cell_names_its_evidence_and_agrees_with_its_sign() -> None:
    for card in interventions().values():
        for c in card.cell:
            assert c.evidence
            assert all(ID.fullmatch(e) for e in c.evidence)
            if c.percent is not None:
                assert c.direction == ("up" if c.percent > 0 else "down" if c.percent < 0 else "same")


def test_what_was_measured_per_kilometre_is_not_worked_out_from_peaks() -> None:
    assert cell("steps_shorter_10", "patellofemoral", "step").percent == -22.2
    assert cell("steps_shorter_10", "patellofemoral", "km").percent == -7.5
    slope = prior("patellofemoral", "km")
    assert slope is not None
    measured = (math.log(0.925) / math.log(1 / 0.9), math.log(1.14) / math.log(1 / 1.1))  # not the computed -5 %
    assert slope.mean == pytest.approx(sum(measured) / 2)


def test_a_study_counts_once_however_many_cells_it_has() -> None:
    slope = prior("patellofemoral", "step")
    assert slope is not None
    lenhart = math.log(0.86) / math.log(1.1)
    willson = (math.log(0.778) / math.log(1 / 0.9) + math.log(1.31) / math.log(1 / 1.1)) / 2
    assert slope.mean == pytest.approx((lenhart + willson) / 2)


def test_no_prior_is_without_doubt_and_one_study_alone_decides_no_direction_for_everybody() -> None:
    for tissue in TISSUES:
        for per in ("step", "km"):
            for activity in ("running", "walking"):
                slope = prior(tissue, per, activity)
                assert slope is None or slope.sd >= 1.0
    km = prior("patellofemoral", "km")
    assert km is not None
    low, high = km.at(7.5)[1:]
    assert low < 0 < high


def test_numbers_cite_only_the_studies_that_they_come_from() -> None:
    rows = {(t.tissue, t.per): t.evidence for t in what_if(7.5)}
    assert rows["patellofemoral", "step"] == ("B-12", "B-13")
    assert rows["patellofemoral", "km"] == ("B-13",)


def test_an_empty_cell_stays_empty() -> None:
    found = cell("cadence_up_5", "tibia", "step")
    assert (found.direction, found.percent, found.evidence) == ("unknown", None, ())
    assert direction("achilles", "km", 7.5) == ("unknown", ())


def test_a_direction_without_a_size_is_no_number() -> None:
    (achilles,) = [t for t in what_if(7.5) if (t.tissue, t.per) == ("achilles", "step")]
    assert (achilles.direction, achilles.percent) == ("down", None)


def test_softer_landing_loads_the_achilles_more() -> None:
    assert cell("land_softer", "achilles", "step").direction == "up"
    assert cell("land_softer", "achilles", "km").direction == "up"


@given(rate=rates)
def test_no_change_is_no_change_and_a_larger_one_does_more(rate: float) -> None:
    some, more = Slope(-1.5, 0.5).at(rate), Slope(-1.5, 0.5).at(1.5 * rate)
    assert more[0] < some[0] < 0
    assert more[2] - more[1] > some[2] - some[1]
    assert Slope(-1.0, 0.0).at(rate)[0] == pytest.approx(100 * (100 / (100 + rate) - 1))


@given(rate=rates)
def test_fewer_steps_go_the_other_way(rate: float) -> None:
    for tissue in MAIN:
        more, fewer = direction(tissue, "step", rate)[0], direction(tissue, "step", -rate)[0]
        assert {more, fewer} == {"down", "up"}


@given(effect=st.floats(-0.3, 0.3), se=st.floats(0.001, 0.2), rate=st.floats(0.03, 0.12))
def test_the_posterior_lies_between_prior_and_data_and_is_surer_than_both(
    effect: float, se: float, rate: float
) -> None:
    before, seen = Slope(-1.5, 0.8), Seen(effect, se, rate)
    after = joined(before, seen)
    assert after is not None
    data = seen.slope()
    assert min(before.mean, data.mean) - 1e-9 <= after.mean <= max(before.mean, data.mean) + 1e-9
    assert after.sd <= min(before.sd, data.sd) + 1e-12


def test_the_posterior_is_the_conjugate_one() -> None:
    after = joined(Slope(-2.0, 1.0), Seen(-0.1, 0.1, 0.1))
    assert after is not None
    assert after.mean == pytest.approx(-1.5)
    assert after.sd == pytest.approx(math.sqrt(0.5))


def test_a_rate_that_hardly_changed_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="less than 3%"):
        Seen(-0.02, 0.01, math.log(1.02)).slope()


def test_without_a_study_the_persons_own_numbers_stand_alone() -> None:
    seen = Seen(math.log(0.97), 0.01, math.log(1.075))
    rows = {t.basis: t for t in what_if(7.5, {("tibia", "step"): seen}) if (t.tissue, t.per) == ("tibia", "step")}
    assert rows["literature"].percent is None
    assert rows["person"].percent == pytest.approx(-3.0, abs=0.01)
    assert rows["posterior"].percent == rows["person"].percent
