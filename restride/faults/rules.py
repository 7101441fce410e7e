"""Rules as data: one TOML file a rule in `rules/`; the folder is the registry, checked when restride starts.

No formula is ever evaluated from text: a limit is a number, a straight line by its parameters, or a table.
"""

from functools import cache

from restride.core.assessment import Finding
from restride.core.tables import load_folder
from restride.faults.checks import check
from restride.faults.rule import Rule

RULES_VERSION = "2"
"""Rises with every change of a limit, of what makes a rule speak, or of what it says."""


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the files; raises ValueError for one that cannot be right."""
    return load("restride.faults", "rules")


def load(package: str, folder: str) -> dict[str, Rule]:
    """The rules of any folder, checked; raises ValueError naming the file and what is mistaken in it."""
    found = load_folder(package, folder, Rule)
    for stem, rule in found.items():
        problems = [*([] if rule.id == stem else [f"id {rule.id!r} is not the file's name"]), *check(rule)]
        if problems:
            raise ValueError(f"{package}/{folder}/{stem}.toml: {'; '.join(problems)}")
    return found


def rule_of(finding: Finding) -> Rule:
    """The rule behind a finding; raises ValueError where this version has no such rule."""
    try:
        return rules()[finding.rule]
    except KeyError:
        raise ValueError(f"no rule {finding.rule!r} in faults/rules") from None
