"""Products in blocks are the plain products."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from restride.signal.blocks import ROWS, means, squares, times

SIZES = [0, 1, ROWS - 1, ROWS, 3 * ROWS + 17]
RNG = np.random.default_rng(4)


@pytest.mark.parametrize("n", SIZES)
def test_blocks_give_the_plain_product(n: int) -> None:
    values, matrix = RNG.standard_normal((n, 3)), RNG.standard_normal((3, 2))
    assert_allclose(times(values, matrix), values @ matrix, atol=1e-12)
    assert_allclose(squares(values), values.T @ values, atol=1e-9)


@pytest.mark.parametrize("width", [1, 2, 4, 8])
def test_means_are_those_of_each_block_and_drop_the_rest(width: int) -> None:
    values = RNG.standard_normal((4 * ROWS + 7, 3))
    count = len(values) // width
    whole = values[: count * width].reshape(count, width, 3).mean(axis=1)
    assert_allclose(means(values, width), whole, atol=1e-12)
    assert_allclose(means(values[:, 1], width), whole[:, 1], atol=1e-12)


def test_a_missing_sample_spoils_its_own_row_or_block_and_no_other() -> None:
    values = RNG.standard_normal((2 * ROWS, 3))
    values[300, 1] = np.nan
    assert np.flatnonzero(np.isnan(times(values, np.eye(3))).any(axis=1)).tolist() == [300]
    assert np.flatnonzero(np.isnan(means(values, 4)).any(axis=1)).tolist() == [75]
