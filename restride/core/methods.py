"""How a number was made, and how far such numbers lay from a reference that the method was not tuned on.

One TOML file a method in `methods/`. `Metric.se` joins the scatter of the stances with the error given here; where a
method has no outside error for a metric, the metric is graded poor and rules stay silent.
"""

import math
from functools import cache
from typing import Literal

from msgspec import Struct

from restride.core.tables import load_folder


class OutsideError(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Error of a recording's mean against a reference, in the metric's unit (RMSE over recordings, bias included)."""

    se: float
    people: int
    recordings: int
    against: str


class Repeat(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How far values of one person under like conditions lie apart for no reason of gait: one SD, in percent."""

    percent: float
    people: int
    recordings: int
    against: str


class Method(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way of measuring; `version` rises when its results change."""

    title: str
    version: int
    basis: Literal["measured", "estimated", "modelled", "device", "reported"]
    sources: tuple[str, ...]
    deviations: str = ""
    look_ahead_s: float | None = None
    error: dict[str, OutsideError] = {}
    repeat: dict[str, Repeat] = {}

    def detectable_percent(self, metric: str) -> float | None:
        """The smallest change between two values of one person that is more than noise (95 %); None if not known."""
        found = self.repeat.get(metric)
        return None if found is None else 1.96 * math.sqrt(2) * found.percent


@cache
def methods() -> dict[str, Method]:
    """Every method by its id."""
    return load_folder("restride.core", "methods", Method)


def method(name: str) -> Method:
    """The method `name`; raises ValueError if there is none."""
    try:
        return methods()[name]
    except KeyError:
        raise ValueError(f"no method {name!r} in core/methods") from None


def versions() -> dict[str, int]:
    """Version of every method, by id."""
    return {name: m.version for name, m in methods().items()}
