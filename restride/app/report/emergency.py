"""The number to call in an emergency, by country. A country that the table lacks gets the widest one, and is told."""

from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from restride.app.report.words import Words


class Numbers(Struct, frozen=True, forbid_unknown_fields=True):
    """emergency.toml: numbers by the country's two letters."""

    default: str
    number: dict[str, str]


@cache
def numbers() -> Numbers:
    """The table; raises msgspec.ValidationError where it is not one."""
    raw = resources.files("restride.app.report").joinpath("emergency.toml").read_bytes()
    return msgspec.toml.decode(raw, type=Numbers)


def emergency_number(country: str, say: Words) -> str:
    """`999`; where the country is not known `112, or your local emergency number`."""
    known = numbers().number.get(country.strip().upper())
    if known:
        return known.replace(" or ", say("emergency.or"))
    return say("emergency.unknown", number=numbers().default)
