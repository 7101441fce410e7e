"""A quantity over normalised time: what charts draw."""

from dataclasses import dataclass
from typing import Literal

from restride.core.recording import Array


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Mean and spread over stances or cycles of one side.

    name, unit: as in the vocabulary of curves. over: "stance" or "cycle". percent, mean, sd: (101,).
    n: number of stances behind it. method, grade: as of the metrics from the same quantity.
    """

    name: str
    unit: str
    side: Literal["left", "right", "both", "unknown"]
    over: Literal["stance", "cycle"]
    percent: Array
    mean: Array
    sd: Array
    n: int
    method: str
    grade: str
