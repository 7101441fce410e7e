"""One-to-one matching of events, closest pairs first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.matching import match, pool, within

times = st.lists(st.floats(0.0, 20.0, allow_nan=False), max_size=25)
tolerances = st.sampled_from([0.02, 0.05, 0.1, 0.25, 0.5])


def by_hand(ref: list[float], det: list[float], tolerance: float) -> list[tuple[int, int]]:
    """The definition, written out: of all pairs left, take the closest; of equals, that of the earlier events."""
    left, out = [(i, j) for i in range(len(ref)) for j in range(len(det))], []
    while left:
        i, j = min(left, key=lambda p: (abs(det[p[1]] - ref[p[0]]), ref[p[0]], p[0], det[p[1]], p[1]))
        if abs(det[j] - ref[i]) > tolerance + 1e-9:
            break
        out.append((i, j))
        left = [(a, b) for a, b in left if a != i and b != j]
    return sorted(out)


@given(times, times, tolerances)
def test_the_closest_pair_of_what_is_left_is_taken_first(ref: list[float], det: list[float], tolerance: float) -> None:
    found = match(ref, det, tolerance)
    wanted = by_hand(ref, det, tolerance)
    assert found.pairs == len(wanted)
    assert sorted(abs(found.error_s)) == pytest.approx(sorted(abs(det[j] - ref[i]) for i, j in wanted), abs=1e-12)


@given(times, times, tolerances)
def test_no_event_is_used_twice_and_no_pair_is_too_far_apart(
    ref: list[float], det: list[float], tolerance: float
) -> None:
    found = match(ref, det, tolerance)
    assert len(set(found.reference)) == len(set(found.detection)) == found.pairs
    assert (np.abs(found.error_s) <= tolerance + 1e-9).all()
    assert np.array(det)[found.detection] - np.array(ref)[found.reference] == pytest.approx(found.error_s)


@given(times, times, tolerances)
def test_a_wider_tolerance_loses_no_pair(ref: list[float], det: list[float], tolerance: float) -> None:
    assert match(ref, det, 2 * tolerance).pairs >= match(ref, det, tolerance).pairs


@given(times, tolerances)
def test_events_against_themselves_are_all_found(ref: list[float], tolerance: float) -> None:
    found = match(ref, ref, tolerance)
    assert found.pairs == len(ref)
    assert found.f1 == (1.0 if ref else 0.0)
    assert not np.any(found.error_s)


@given(times, times, tolerances)
def test_the_order_in_which_events_are_given_does_not_matter(
    ref: list[float], det: list[float], tolerance: float
) -> None:
    one, other = match(ref, det, tolerance), match(ref[::-1], det[::-1], tolerance)
    assert sorted(one.error_s) == pytest.approx(sorted(other.error_s))


@given(times, times, times, times, tolerances)
def test_pooled_recordings_add_up(
    a: list[float], b: list[float], c: list[float], d: list[float], tolerance: float
) -> None:
    parts = [match(a, b, tolerance), match(c, d, tolerance)]
    whole = pool(parts)
    assert (whole.references, whole.detections) == (len(a) + len(c), len(b) + len(d))
    assert whole.pairs == sum(m.pairs for m in parts)
    if whole.pairs:
        weighted = sum(m.pairs * m.mae_s for m in parts if m.pairs) / whole.pairs
        assert whole.mae_s == pytest.approx(weighted)


def test_a_detection_between_two_events_goes_to_the_nearer_one() -> None:
    found = match([1.0, 1.3], [1.2], 0.25)
    assert list(found.reference) == [1]
    assert (found.precision, found.recall) == (1.0, 0.5)
    assert found.f1 == pytest.approx(2 / 3)


def test_the_closest_pair_may_cost_its_neighbour_the_partner() -> None:
    """1.00-1.09 are the closest; 0.80 then has nobody left within reach, though two pairs were possible."""
    assert match([0.95, 1.10], [1.09, 1.30], 0.16).pairs == 1


def test_a_pair_exactly_at_the_tolerance_counts() -> None:
    assert match([0.1], [0.3], 0.2).pairs == match([0.1 + 0.2], [0.5], 0.2).pairs == 1
    assert match([0.1], [0.3 + 1e-6], 0.2).pairs == 0


def test_nothing_found_and_nothing_to_find_score_zero() -> None:
    for ref, det in (([], []), ([1.0], []), ([], [1.0])):
        found = match(ref, det, 0.1)
        assert (found.precision, found.recall, found.f1) == (0.0, 0.0, 0.0)
        assert np.isnan(found.bias_s)
    assert pool([]).f1 == 0.0


def test_a_time_that_is_missing_is_no_event() -> None:
    found = match([np.nan, 1.0], [1.01, np.nan], 0.05)
    assert (found.references, found.detections, found.f1) == (1, 1, 1.0)
    assert list(found.reference) == [1]


def test_the_edges_of_a_window_belong_to_it() -> None:
    assert list(within([0.9, 1.0, 1.5, 2.0, 2.1, np.nan], 1.0, 2.0)) == [1.0, 1.5, 2.0]
