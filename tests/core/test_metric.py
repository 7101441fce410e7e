"""A metric refuses what the vocabulary lacks, and carries its doubt."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restride.core.metric import Metric, asymmetry, from_stances, variability, worse

GOOD = Metric(
    name="contact_time", value=0.25, unit="s", se=0.002, n=30, side="left", method="force_20n", basis="measured",
    grade="good", source="run.c3d",
)  # fmt: skip
finite = st.floats(0.01, 10)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "ground_time"}, "no metric 'ground_time'"),
        ({"unit": "ms"}, "is in s, not ms"),
        ({"side": "unknown"}, "has no side 'unknown'"),
        ({"name": "cadence", "unit": "steps/min"}, "has no side 'left'"),
        ({"value": math.nan}, "cannot be shown"),
        ({"value": math.inf}, "cannot be shown"),
        ({"se": math.nan}, "cannot be shown"),
        ({"se": -0.1}, "cannot be shown"),
        ({"n": 0}, "cannot be shown"),
    ],
)
def test_a_metric_refuses_what_cannot_be_meant(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        structs.replace(GOOD, **change)


def test_sane_is_what_the_vocabulary_calls_plausible() -> None:
    assert GOOD.sane
    assert not structs.replace(GOOD, value=0.9).sane


def test_the_worst_grade_wins() -> None:
    assert worse("good", "poor", "fair") == "poor"
    assert worse("good", "fair") == "fair"


@given(st.lists(finite, min_size=3, max_size=40), st.integers(0, 5))
def test_the_mean_of_stances_ignores_those_without_a_value(values: list[float], missing: int) -> None:
    made = from_stances("contact_time", [*values, *[math.nan] * missing], side="left", method="force_live", source="x")
    assert made is not None
    assert made.value == pytest.approx(np.mean(values))
    assert made.n == len(values)
    assert made.se >= np.std(values, ddof=1) / math.sqrt(len(values)) * (1 - 1e-12)


def test_too_few_stances_give_no_metric() -> None:
    assert from_stances("contact_time", [0.2, 0.3, math.nan], side="left", method="force_20n", source="x") is None


def test_a_method_that_nobody_checked_is_graded_poor() -> None:
    made = from_stances("step_width", [0.1, 0.1, 0.12], side="both", method="force_live", source="x")
    assert made is not None
    assert made.grade == "poor"


def with_value(value: float, side: str, name: str = "contact_time", unit: str = "s") -> Metric:
    return structs.replace(GOOD, name=name, unit=unit, value=value, side=side)


@given(finite, finite)
def test_asymmetry_changes_sign_in_the_mirror_and_not_with_scale(left: float, right: float) -> None:
    here = asymmetry(with_value(left, "left"), with_value(right, "right"))
    there = asymmetry(with_value(right, "left"), with_value(left, "right"))
    assert here is not None
    assert there is not None
    assert here.value == pytest.approx(-there.value, abs=1e-9)
    assert here.value == pytest.approx(100 * (left - right) / ((left + right) / 2), abs=1e-9)
    assert (here.unit, here.side, here.name) == ("%", "both", "contact_time_asymmetry")


def test_angles_are_compared_by_their_difference() -> None:
    made = asymmetry(
        with_value(-2.0, "left", "foot_strike_angle", "deg"), with_value(3.0, "right", "foot_strike_angle", "deg")
    )
    assert made is not None
    assert (made.name, made.value, made.unit) == ("foot_strike_angle_difference", -5.0, "deg")


def test_there_is_no_percentage_of_nothing() -> None:
    left, right = (structs.replace(with_value(v, s), se=0.5) for v, s in ((0.1, "left"), (-0.1, "right")))
    assert asymmetry(left, right) is None


@given(st.lists(finite, min_size=10, max_size=40), st.floats(0.5, 3))
def test_a_coefficient_of_variation_has_no_scale(values: list[float], factor: float) -> None:
    small, large = (
        variability(structs.replace(GOOD, value=float(np.mean(x))), x)
        for x in (np.array(values), factor * np.array(values))
    )
    assert small is not None
    assert large is not None
    assert small.value == pytest.approx(large.value, rel=1e-9, abs=1e-9)
    assert small.grade != "good"


def test_variability_needs_ten_stances() -> None:
    assert variability(GOOD, [0.25] * 9) is None
