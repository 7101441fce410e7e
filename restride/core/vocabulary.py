"""The words that a metric may use: name, unit, sides, sign, what is sane, what change can be told from noise.

One TOML file a family in `vocabulary/`. From an entry follow its asymmetry and its variability, which are metrics of
their own. `Metric(...)` refuses a name or unit that is not here.
"""

from functools import cache
from typing import Literal

from msgspec import Struct, structs

from restride.core.tables import load_folder

VERSION = "1"


class Change(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The smallest change of one person that can be told from noise (95 %), in the entry's unit.

    method: how it was measured, as far as the source says.
    """

    method: str
    value: float
    evidence: str


class Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One word of the vocabulary; `sane` are limits for plausibility, never targets."""

    title: str
    unit: str
    definition: str
    sign: str
    sides: tuple[Literal["left", "right", "both", "unknown"], ...]
    sane: tuple[float, float]
    decimals: int
    asymmetry: Literal["percent", "difference", "none"] = "none"
    variability: Literal["cv", "sd", "none"] = "none"
    evidence: tuple[str, ...] = ()
    change: tuple[Change, ...] = ()
    variability_change: tuple[Change, ...] = ()


Family = dict[str, Entry]


def derived_name(name: str, entry: Entry, kind: Literal["asymmetry", "variability"]) -> str | None:
    """`contact_time` -> `contact_time_asymmetry` or `contact_time_cv`; None where the entry has no such metric."""
    form = entry.asymmetry if kind == "asymmetry" else entry.variability
    suffix = {"percent": "asymmetry", "difference": "difference", "cv": "cv", "sd": "sd", "none": None}[form]
    return f"{name}_{suffix}" if suffix else None


def _derived(name: str, entry: Entry) -> Family:
    out: Family = {}
    if (full := derived_name(name, entry, "asymmetry")) is not None:
        percent = entry.asymmetry == "percent"
        span = entry.sane[1] - entry.sane[0]
        out[full] = structs.replace(
            entry,
            title=f"{entry.title}, {'asymmetry' if percent else 'left minus right'}",
            unit="%" if percent else entry.unit,
            definition=f"{'100 (L - R) / mean(L, R)' if percent else 'L - R'} of {name}",
            sign="positive where the left is larger",
            sides=("both",),
            sane=(-200.0, 200.0) if percent else (-span, span),
            decimals=1,
            asymmetry="none",
            variability="none",
            evidence=("A-48d", "A-63", "A-64"),
            change=(),
        )
    if (full := derived_name(name, entry, "variability")) is not None:
        cv = entry.variability == "cv"
        out[full] = structs.replace(
            entry,
            title=f"{entry.title}, {'variation' if cv else 'spread'} from step to step",
            unit="%" if cv else entry.unit,
            definition=f"{'100 SD / mean' if cv else 'SD'} of {name} over the stances of one side",
            sign="positive",
            sane=(0.0, 100.0) if cv else (0.0, entry.sane[1] - entry.sane[0]),
            decimals=1 if cv else entry.decimals,
            asymmetry="none",
            variability="none",
            change=entry.variability_change,
            variability_change=(),
        )
    return out


@cache
def vocabulary() -> Family:
    """Every word by its name, derived ones included, in the order of the files."""
    words: Family = {}
    for family in load_folder("restride.core", "vocabulary", Family).values():
        for name, entry in family.items():
            for key, word in {name: entry, **_derived(name, entry)}.items():
                if key in words:
                    raise ValueError(f"vocabulary: {key} stands in two files")
                words[key] = word
    return words


def entry(name: str) -> Entry:
    """The word `name`; raises ValueError if the vocabulary lacks it."""
    try:
        return vocabulary()[name]
    except KeyError:
        raise ValueError(f"the vocabulary has no metric {name!r}") from None
