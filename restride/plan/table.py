"""The gate as a table: every rule of the safety contract is one entry of `rules/*.toml`."""

from functools import cache
from typing import Literal

from msgspec import Struct

from restride.core.decision import Kind, Urgency
from restride.core.tables import load_folder

VERSION = "1"


class Refer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom to see and what to do until then, by language."""

    who: dict[str, str]
    until_then: dict[str, str]


class Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule: what it decides, what it does to the next session, and what a runner reads.

    when: its condition in plain words, for the rule page; the condition itself is code of the same id. text: two
    sentences by language, with {placeholders} for the values that fired it.
    """

    title: str
    when: str
    kind: Kind
    urgency: Urgency | None = None
    no_running: bool = False
    no_level_up: bool = False
    cue_off: bool = False
    flat: bool = False
    recheck_days: int | None = None
    source: str
    basis: Literal["evidence", "practice", "heuristic"]
    evidence: tuple[str, ...] = ()
    text: dict[str, str]
    refer: Refer | None = None


@cache
def table() -> dict[str, Entry]:
    """Every rule by its id; raises ValueError where two files have the same one."""
    out: dict[str, Entry] = {}
    for name, family in load_folder("restride.plan", "rules", dict[str, Entry]).items():
        for rule, entry in family.items():
            if rule in out:
                raise ValueError(f"plan/rules/{name}.toml: {rule} stands in two files")
            out[rule] = entry
    return out
