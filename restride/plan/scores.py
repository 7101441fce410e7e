"""Questionnaires that belong to others: the name, the range of the total, and what change can be told from noise.

Nothing of a questionnaire itself is here: no item, no rule for adding up.
"""

from functools import cache
from importlib import resources
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from restride.core.profile import ScoreName


class Questionnaire(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One questionnaire. better: which way its total goes as the person gets better. change: smallest change that
    matters or can be told from noise, None where the project has none."""

    title: dict[str, str]
    about: dict[str, str]
    low: float
    high: float
    better: Literal["more", "less"]
    change: float | None = None
    basis: Literal["evidence", "heuristic", ""] = ""
    evidence: tuple[str, ...] = ()


@cache
def scores() -> dict[str, Questionnaire]:
    """Every questionnaire by the name that a profile gives it. Raises ValueError where the table and the names part."""
    raw = resources.files("restride.plan").joinpath("scores.toml").read_bytes()
    found = msgspec.toml.decode(raw, type=dict[str, Questionnaire])
    if set(found) != set(get_args(ScoreName)):
        raise ValueError("plan/scores.toml and core.profile.ScoreName name different questionnaires")
    return found
