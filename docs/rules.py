"""Write rules.md from the rules that restride ships: python docs/rules.py"""

from pathlib import Path

import msgspec
from msgspec import Struct

from restride.core.evidence import evidence
from restride.core.methods import methods
from restride.core.vocabulary import entry
from restride.faults.limits import ByAge, Linear
from restride.faults.reading import compared_with_other_side
from restride.faults.rule import ANY_SPEED, Change, Condition, Injuries, Rule, cited
from restride.faults.rules import RULES_VERSION, rules
from restride.faults.wording import GOAL, HEALTH, KIND, PLACE

DOCS = Path(__file__).resolve().parent
TARGET = DOCS / "rules.md"
SIDES = {
    "each": "Each foot by itself.",
    "both": "Both feet together.",
    "less": "Of the foot that has less than the other.",
    "more": "Of the foot that has more than the other.",
}

OPENING = """\
# Rules

Version {version}. Made from the rules and their evidence by docs/rules.py; change those, not this page.

A rule points out a pattern, never an illness and never a chance of injury. It speaks only if its metrics are graded
good or fair, come from a method whose error was tried against an outside reference, were not measured under a cue, and
lie past the limit with at least the probability given. A pattern is called relevant only for a person with a symptom, a
past injury or a goal that the rule names; without a profile nothing is. What is relevant is ranked by how much it
concerns the person, how sure it is, and how strong the evidence is; the first is named in the summary.

Basis: evidence (a study set the limit), practice (clinics use it), heuristic (at least part of the limit is ours).

| rule | when | numbers | for | against | basis |
|---|---|---|---|---|---|
"""

WITHOUT = """
## Patterns without a rule, and why

They are measured and shown where that can be done, and never pointed out.

| pattern | gait | measured as | why no rule | rows |
|---|---|---|---|---|
"""

EVIDENCE = """
## What the evidence says

Sentences are ours. "Not checked" and the like mark what nobody on the project has read at the source.

| row | what it says | source |
|---|---|---|
"""


class Pattern(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that people ask for and that no rule points out."""

    name: str
    task: str
    metrics: tuple[str, ...]
    why: str
    evidence: tuple[str, ...]


def page() -> str:
    """The whole page: a table of all rules, a section for each, what has no rule, and the rows that they cite."""
    return (
        OPENING.format(version=RULES_VERSION)
        + "".join(_row(rule) for rule in rules().values())
        + "".join(_section(rule) for rule in rules().values())
        + WITHOUT
        + "".join(_without(pattern) for pattern in patterns())
        + EVIDENCE
        + "".join(f"| {name} | {row.says} | {row.reference} |\n" for name, row in evidence().items())
    )


def patterns() -> tuple[Pattern, ...]:
    """What stands in patterns_without_a_rule.toml; raises KeyError for a metric or a row that there is none of."""
    raw = (DOCS / "patterns_without_a_rule.toml").read_bytes()
    found = msgspec.toml.decode(raw, type=dict[str, tuple[Pattern, ...]])["pattern"]
    for pattern in found:
        for row in pattern.evidence:
            evidence()[row]
        for metric in pattern.metrics:
            entry(metric)
    return found


def _without(pattern: Pattern) -> str:
    measured = ", ".join(_title(name) for name in pattern.metrics)
    return f"| {pattern.name} | {pattern.task} | {measured} | {pattern.why} | {', '.join(pattern.evidence)} |\n"


def _row(rule: Rule) -> str:
    cells = (
        f"[{rule.id}](#{rule.id})",
        f"{rule.task}: {' and '.join(_when(rule, condition) for condition in rule.when)}",
        f"{100 * rule.probability:.0f} % sure; slope {rule.slope_percent[0]:g} to {rule.slope_percent[1]:g} %"
        + (f", {rule.speed_mps[0]:g} to {rule.speed_mps[1]:g} m/s" if rule.speed_mps != ANY_SPEED else "")
        + (f", {rule.modes[0]} only" if len(rule.modes) == 1 else ""),
        ", ".join(rule.evidence_for),
        ", ".join(rule.evidence_against),
        rule.basis,
    )
    return f"| {' | '.join(cells)} |\n"


def _when(rule: Rule, condition: Condition) -> str:
    rise = "rise from fresh to tired of " if rule.compares == "fresh and tired" else ""
    word = "above" if condition.above is not None else "below"
    return f"{rise}{_title(condition.metric)} {word} {_limit(condition)}"


def _title(name: str) -> str:
    title = entry(name).title
    return title[0].lower() + title[1:]


def _limit(condition: Condition) -> str:
    limit = condition.limit
    if isinstance(limit, ByAge):
        bands = range(len(limit.ages) - 1)
        norms = [f"{limit.ages[i]}: {limit.female[i]:g} / {limit.male[i]:g}" for i in bands]
        means = f"the mean of women / men from the age of {', '.join(norms)} {condition.unit}"
        return f"{100 * limit.share:g} % of {means}, up to the age of {limit.ages[-1] - 1}"
    if not isinstance(limit, Linear):
        return f"{limit:g} {condition.unit}"
    line = f"{limit.factor:g} × ({limit.intercept:g} + {limit.slope:g} × {limit.of}) {condition.unit}"
    share = "" if limit.share == 1 else f"{100 * limit.share:g} % of "
    return f"{share}{line}, for a {limit.of} of {limit.valid[0]:g} to {limit.valid[1]:g} {limit.unit}"


def _section(rule: Rule) -> str:
    needs = "".join(f" Needs {_title(name)}." for name in rule.needs)
    silent = " Says nothing where it is not relevant." if rule.only_relevant else ""
    silent += " Worth knowing, not changing: it ranks behind all that is worth changing." * (rule.worth == "knowing")
    lines = [
        f"\n## {rule.id}\n",
        f"**{rule.title}.** {SIDES[rule.side]}{needs}{silent} "
        f"Strength of the evidence that it matters: {rule.strength}.\n",
        *(f"- {_when(rule, condition)} ({condition.evidence}). {condition.note}" for condition in rule.when),
        *(_change(change) for change in rule.change),
        f"- {_measured(rule)}",
        f"\nSays: {' '.join(rule.why.split())}\n",
        "What it rests on:\n",
        *(f"- {evidence()[name].says} ({name})" for name in rule.evidence_for),
        "\nSpeaks against acting on it:\n",
        *(f"- {sentence} ({name})" for name, sentence in rule.evidence_against.items()),
        "\nRelevant with:\n",
        *_relevant("a symptom", rule.relevant.symptom),
        *_relevant("a past injury", rule.relevant.history),
        *(f"- an answer: {HEALTH[answer]}." for answer in rule.relevant.health),
        f"- a goal: {', '.join(GOAL[goal] for goal in rule.relevant.goals) or 'none'}.",
        f"\nCites {', '.join(cited(rule))}.\n",
    ]
    return "\n".join(lines)


def _change(change: Change) -> str:
    joined = " One session's share of it is joined with the metric's own error." if change.widens else ""
    note = f" {change.note}" if change.note else ""
    return (
        f"- Smallest change of {_title(change.metric)} that can be told from noise: "
        f"{change.value:g} {change.unit} ({change.evidence}).{joined}{note}"
    )


def _measured(rule: Rule) -> str:
    """Whose numbers it may read: only a method with an outside error for the metric counts."""
    said = []
    for condition in rule.when:
        name = compared_with_other_side(condition.metric) or condition.metric
        able = sorted(key for key, method in methods().items() if name in method.error and not key.endswith("_live"))
        said.append(f"{_title(name)} by {', '.join(able)}" if able else f"{_title(name)} by no method yet: silent")
    return f"Methods whose outside error is known: {'; '.join(said)}."


def _relevant(what: str, injuries: Injuries) -> list[str]:
    if injuries.any:
        return [f"- {what}: any, on that side."]
    kinds = ", ".join(KIND[kind] for kind in injuries.kinds)
    places = ", ".join(PLACE[place] for place in injuries.places)
    unknown = f"; of unknown kind, at {places}" if places else ""
    return [f"- {what}: {kinds or 'none'}{unknown}."]


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
