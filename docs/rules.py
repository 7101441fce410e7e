"""Write rules.md from the rules that restride ships: python docs/rules.py"""

from pathlib import Path

from restride.core.vocabulary import entry
from restride.faults.evidence import evidence
from restride.faults.rules import ANY_SPEED, RULES_VERSION, Condition, Injuries, Linear, Rule, cited, rules
from restride.faults.wording import GOAL, KIND, PLACE

TARGET = Path(__file__).resolve().with_name("rules.md")

OPENING = """\
# Rules

Version {version}. Made from the rules and their evidence by docs/rules.py; change those, not this page.

A rule points out a pattern, never an illness and never a chance of injury. It speaks only if its metrics are graded
good or fair, come from a method whose error was tried against an outside reference, and lie past the limit with at
least the probability given. A pattern is called relevant only for a person with a symptom, a past injury or a goal
that the rule names; without a profile nothing is.

Basis: evidence (a study set the limit), practice (clinics use it), heuristic (at least part of the limit is ours).

| rule | when | numbers | for | against | basis |
|---|---|---|---|---|---|
"""

EVIDENCE = """
## What the evidence says

Sentences are ours. "Not checked" and the like mark what nobody on the project has read at the source.

| row | what it says | source |
|---|---|---|
"""


def page() -> str:
    """The whole page: a table of all rules, a section for each, and the rows that they cite."""
    return (
        OPENING.format(version=RULES_VERSION)
        + "".join(_row(rule) for rule in rules().values())
        + "".join(_section(rule) for rule in rules().values())
        + EVIDENCE
        + "".join(f"| {name} | {row.says} | {row.reference} |\n" for name, row in evidence().items())
    )


def _row(rule: Rule) -> str:
    cells = (
        f"[{rule.id}](#{rule.id})",
        f"{rule.task}: {' and '.join(_when(condition) for condition in rule.when)}",
        f"{100 * rule.probability:.0f} % sure; slope {rule.slope_percent[0]:g} to {rule.slope_percent[1]:g} %"
        + (f", {rule.speed_mps[0]:g} to {rule.speed_mps[1]:g} m/s" if rule.speed_mps != ANY_SPEED else ""),
        ", ".join(rule.evidence_for),
        ", ".join(rule.evidence_against),
        rule.basis,
    )
    return f"| {' | '.join(cells)} |\n"


def _when(condition: Condition) -> str:
    return f"{_title(condition.metric)} {'above' if condition.above is not None else 'below'} {_limit(condition)}"


def _title(name: str) -> str:
    title = entry(name).title
    return title[0].lower() + title[1:]


def _limit(condition: Condition) -> str:
    limit = condition.limit
    if not isinstance(limit, Linear):
        return f"{limit:g} {condition.unit}"
    line = f"{limit.factor:g} × ({limit.intercept:g} + {limit.slope:g} × {limit.of}) {condition.unit}"
    share = "" if limit.share == 1 else f"{100 * limit.share:g} % of "
    return f"{share}{line}, for a {limit.of} of {limit.valid[0]:g} to {limit.valid[1]:g} {limit.unit}"


def _section(rule: Rule) -> str:
    sides = "Each foot by itself." if rule.side == "each" else "Both feet together."
    needs = "".join(f" Needs {_title(name)}." for name in rule.needs)
    lines = [
        f"\n## {rule.id}\n",
        f"**{rule.title}.** {sides}{needs} Strength of the evidence that it matters: {rule.strength}.\n",
        *(f"- {_when(condition)} ({condition.evidence}). {condition.note}" for condition in rule.when),
        *(
            f"- Smallest change of {_title(change.metric)} that can be told from noise: "
            f"{change.value:g} {change.unit} ({change.evidence})."
            for change in rule.change
        ),
        "\nSpeaks against acting on it:\n",
        *(f"- {sentence} ({name})" for name, sentence in rule.evidence_against.items()),
        "\nRelevant with:\n",
        *_relevant("a symptom", rule.relevant.symptom),
        *_relevant("a past injury", rule.relevant.history),
        f"- a goal: {', '.join(GOAL[goal] for goal in rule.relevant.goals) or 'none'}.",
        f"\nCites {', '.join(cited(rule))}.\n",
    ]
    return "\n".join(lines)


def _relevant(what: str, injuries: Injuries) -> list[str]:
    kinds = ", ".join(KIND[kind] for kind in injuries.kinds)
    places = ", ".join(PLACE[place] for place in injuries.places)
    unknown = f"; of unknown kind, at {places}" if places else ""
    return [f"- {what}: {kinds or 'none'}{unknown}."]


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
