"""Parts of a calculation side by side: the same results in the same order, whatever the number of cores."""

import threading
import time

import pytest

from restride.signal import cores
from restride.signal.cores import ENOUGH, each


def slow_square(x: int) -> int:
    time.sleep(0.001 * (5 - x))
    return x * x


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("samples", [0, ENOUGH])
def test_results_come_in_the_order_of_the_parts(count: int, samples: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_cores", lambda: count)
    assert each(slow_square, range(5), samples) == [0, 1, 4, 9, 16]
    assert each(slow_square, (), samples) == []


def test_long_parts_run_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_cores", lambda: 2)
    both = threading.Barrier(2, timeout=10)
    assert sorted(each(lambda _: both.wait(), range(2), ENOUGH)) == [0, 1]


def test_short_parts_stay_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_cores", lambda: 2)
    assert set(each(lambda _: threading.get_ident(), range(3), ENOUGH - 1)) == {threading.get_ident()}


@pytest.mark.parametrize("wrong", [0, 1])
def test_an_error_of_any_part_is_raised(wrong: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_cores", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        each(lambda x: 1 // (x - wrong), range(2), ENOUGH)
