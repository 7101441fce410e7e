"""Independent parts of a calculation side by side, on the cores that there are.

numpy and compiled kernels let other threads run meanwhile, so that two devices take little longer than one. Results are
those of one part after the other, in their order.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")

ENOUGH = 250_000
"""Samples of a part from which handing it to another core takes less time than it saves."""


def each(work: Callable[[T], U], parts: Iterable[T], samples: int) -> list[U]:
    """work(part) of every part; `samples` of the largest of them say whether to use more than one core."""
    todo = list(parts)
    helpers = min(len(todo), _cores()) - 1 if samples >= ENOUGH else 0
    if helpers < 1:
        return [work(part) for part in todo]
    done: dict[int, U] = {}
    waiting = iter(range(len(todo)))

    def run() -> None:
        for i in waiting:
            done[i] = work(todo[i])

    with ThreadPoolExecutor(helpers) as pool:
        others = [pool.submit(run) for _ in range(helpers)]
        run()
        for other in others:
            other.result()
    return [done[i] for i in range(len(todo))]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
