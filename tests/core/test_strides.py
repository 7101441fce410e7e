"""Contacts in order, with each foot's next one."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from restride.core.strides import Strides, strides

SIDES = ["left", "right"] * 5
IC = np.arange(10) * 0.36


def made(side: list[str] = SIDES, ic: np.ndarray = IC, fc: np.ndarray | None = None) -> Strides:
    return strides(side, ic, ic + 0.25 if fc is None else fc, task="running", method="force_20n", grade="good")


@given(st.permutations(range(10)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    here, there = made(), made([SIDES[i] for i in order], IC[order])
    for field in ("side", "ic_s", "fc_s", "next_ic_s"):
        assert_array_equal(getattr(here, field), getattr(there, field))


def test_the_next_contact_is_the_same_foots() -> None:
    s = made()
    assert_allclose(s.next_ic_s[:-2], s.ic_s[2:])
    assert np.isnan(s.next_ic_s[-2:]).all()
    assert_allclose(s.stride_s[:-2], 0.72)
    assert_allclose(s.swing_s[:-2], 0.47)
    assert_allclose(s.duty_factor[:-2], 0.25 / 0.72)
    assert_allclose(s.stance_s, 0.25)


def test_unknown_sides_take_the_contact_after_next_for_the_same_foot() -> None:
    assert_allclose(made(["unknown"] * 10).stride_s[:-2], 0.72)


def test_no_stride_reaches_over_a_missed_contact() -> None:
    keep = [0, 1, 2, 3, 5, 6, 7, 8, 9]  # the left one of row 4 was missed
    s = made([SIDES[i] for i in keep], IC[keep])
    assert math.isnan(s.next_ic_s[2])
    assert_allclose(s.stride_s[np.isfinite(s.stride_s)], 0.72)


def test_no_stride_reaches_over_a_pause() -> None:
    later = np.where(np.arange(10) < 5, IC, IC + 4.0)
    s = made(ic=later)
    assert np.isnan(s.next_ic_s[[3, 4]]).all()
    assert_allclose(s.stride_s[np.isfinite(s.stride_s)], 0.72)


def test_no_contacts_are_no_strides() -> None:
    s = strides([], [], [], task="unknown", method="force_20n", grade="good")
    assert (s.n, s.count("left"), len(s.where("both"))) == (0, 0, 0)


def test_rows_of_one_side() -> None:
    s = made()
    assert (s.count("left"), s.count("right"), s.count("unknown")) == (5, 5, 0)
    assert_array_equal(s.where("right"), [1, 3, 5, 7, 9])
    assert_array_equal(s.where("both"), np.arange(10))


def test_strides_cannot_be_written_to() -> None:
    s = made()
    assert not any(getattr(s, f).flags.writeable for f in ("side", "ic_s", "fc_s", "next_ic_s"))
