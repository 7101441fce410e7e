"""Short words that stand inside other sentences, in every language."""

from functools import cache
from importlib import resources

import msgspec

from restride.core.plan import Text


@cache
def words() -> dict[str, Text]:
    """By their id."""
    raw = resources.files("restride.plan").joinpath("words.toml").read_bytes()
    return msgspec.toml.decode(raw, type=dict[str, Text])
