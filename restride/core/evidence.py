"""What rules, plans and the gate cite: a sentence a row, where it comes from, whether anybody has looked there."""

import re
from functools import cache
from importlib import resources
from typing import Literal

import msgspec
from msgspec import Struct

ID = re.compile(r"[A-FN]-\d{2}[a-d]?")
"""How a row of the evidence base is called: A-34, A-48b, N-45c."""

MARKS = {
    "read": "",
    "secondary": "read on somebody else's page",
    "memory": "not checked",
    "derived": "worked out from other rows",
    "design": "no study",
}


class Evidence(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row: a fact in our own words, its source, a DOI or the like where the row has one, and how it was checked."""

    says: str
    source: str
    locator: str = ""
    checked: Literal["read", "secondary", "memory", "derived", "design"]

    @property
    def reference(self) -> str:
        """The source in one line, with the mark of what was not read at the source itself."""
        return ", ".join(part for part in (self.source, self.locator, MARKS[self.checked]) if part)


@cache
def evidence() -> dict[str, Evidence]:
    """Every row by its id; raises ValueError for an id that no row of the evidence base could have."""
    raw = resources.files("restride.core").joinpath("evidence.toml").read_bytes()
    rows = msgspec.toml.decode(raw, type=dict[str, Evidence])
    for name in rows:
        if not ID.fullmatch(name):
            raise ValueError(f"core/evidence.toml: {name!r} is no id of an evidence row")
    return rows


def cite(name: str) -> str:
    """`A-34: what it says (source)`, for reports; raises ValueError for an id without a row here."""
    try:
        row = evidence()[name]
    except KeyError:
        raise ValueError(f"core/evidence.toml has no row {name!r}") from None
    return f"{name}: {row.says} ({row.reference})"
