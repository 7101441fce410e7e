"""Write intake.md from the questions and functional tests that restride ships: python docs/intake.py"""

from pathlib import Path

from restride.plan.functional import FunctionalTest, NormRow, functional_tests, words
from restride.plan.held_back import FIRST
from restride.plan.questions import Question, Section, When, sections
from restride.plan.scores import scores

TARGET = Path(__file__).resolve().with_name("intake.md")

OPENING = """\
# Intake

Made from restride/plan/questions/, restride/plan/functional/ and restride/plan/scores.toml by docs/intake.py; change
those, not this page. `restride intake --out P.toml` asks these questions in this order, and a web page would ask the
same ones.

- The emergency screen comes first, at every intake, and cannot be skipped. Nothing is ticked beforehand.
- An answer that is a red flag ends the questions: whom to see is told at once, then the flag is kept in the profile,
  and the command ends with exit code 4. Answering again does not take it away; a clinician's clearance that is dated
  later and names it does. A limp also ends with 48 hours of normal walking.
- R11 (eating too little) is told at once and the questions go on: the plan keeps the present minutes.
- "I do not know" is an answer to every other question. It is kept as unknown, never as no, and asked again next time.
  Where the table says "counts as yes", not being sure is a red flag.
- Stopping keeps what was answered; the next intake asks only for what is missing, and for the red flags.
- A profile written by hand is taken up as it is; it is written again whole, without its comments.
- Nobody is asked to do a test. A questionnaire that belongs to somebody else is only a number here.
- A clearance that is typed in is `attested`: every plan made with it says that nobody has verified it.

The Spanish text waits for the review of a native clinician (native review pending).
"""

TESTS = """
## Functional tests

A result is told in words: beside the usual value where one holds for the way it was done, beside the result before,
and beside the other side. Two even sides alone clear nothing. A difference inside the noise is called that.
A usual value marked heuristic clears nothing either.
"""


def page() -> str:
    """The whole page."""
    return (
        OPENING
        + "".join(_section(name, section) for name, section in sections().items())
        + TESTS
        + "".join(_test(name, test) for name, test in functional_tests().items())
        + _scores()
    )


def _section(name: str, section: Section) -> str:
    repeat = (
        f"\nAsked in rounds: {section.opener['en']} *{section.opener['es']}* Then: {section.another['en']}\n"
        if section.repeat
        else ""
    )
    rows = "".join(_question(question) for question in section.question)
    return (
        f"\n## {section.order}. {section.title['en']}\n\n*{section.title['es']}* ({name}.toml)\n{repeat}\n"
        f"| id | question | answer | asked when | fills, or raises |\n|---|---|---|---|---|\n{rows}"
    )


def _question(q: Question) -> str:
    ask = f"{q.ask['en']}<br>*{q.ask['es']}*" + (f"<br>{q.help['en']}" if q.help else "")
    when = "<br>or ".join(" and ".join(map(_when, row)) for row in q.when) or "always"
    fills = [f"`{q.field}`"] if q.field else []
    fills += [f"yes: **{q.flag}**"] if q.flag else []
    fills += [f"fits a self-check: {q.pattern}"] if q.pattern else []
    fills += [f"({q.source})"] if q.source else []
    cells = (q.id, ask, _answer(q), when, "<br>".join(fills))
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


def _answer(q: Question) -> str:
    kind = {
        "yes_no": "yes or no",
        "yes_no_flag": "yes or no",
        "one": "one of",
        "some": "any of",
        "whole": "whole number",
    }
    text = kind.get(q.answer, q.answer)
    if q.low is not None and q.high is not None:
        text += f", {q.low:g} to {q.high:g} {q.unit}".rstrip()
    for option in q.options:
        text += f"<br>{option.words['en']}" + (f" (**{option.flag}**)" if option.flag else "")
    if q.unsure == "yes":
        return f"{text}<br>not sure counts as yes"
    return f"{text}<br>needed" if q.required else text


def _when(when: When) -> str:
    of = when.of.lstrip(".")
    if when.filled:
        return f"{of} is there"
    if when.any_of:
        return f"{of} is {' or '.join(when.any_of)}"
    text = f"{of} is above {when.above:g}" if when.above is not None else f"{of} is under {when.under:g}"
    return f"{text} or unknown" if when.or_unknown else text


def _test(name: str, test: FunctionalTest) -> str:
    lines = [f"\n### {test.title['en']}\n", f"*{test.title['es']}*, `{name}`, {test.unit}\n"]
    for label, texts in (("How", test.how), ("For", test.use)):
        lines += [f"**{label}.** {texts['en']}\n", f"*{texts['es']}*\n"]
    if test.noise is not None:
        size = f"{test.noise.value:g} {test.unit}" if test.noise.value is not None else f"{test.noise.percent:g} %"
        lines.append(f"**Noise.** {size}. {test.noise.says} ({_from(test.noise.basis, test.noise.evidence)})\n")
    else:
        lines.append("**Noise.** No smallest detectable change is known: a change is not judged.\n")
    if test.symmetry is not None:
        lines.append(
            f"**Left and right.** {test.symmetry.says} ({_from(test.symmetry.basis, test.symmetry.evidence)})\n"
        )
    if test.norm is not None:
        lines.append(f"**Usual value.** {test.norm.says} ({_from(test.norm.basis, test.norm.evidence)})\n")
        lines.append("| age | value |\n|---|---|\n" + "\n".join(map(_norm, test.norm.rows)) + "\n")
    else:
        lines.append("**Usual value.** None is used.\n")
    lines.append("**Not now for** " + "; ".join(words()[reason]["en"] for reason in test.held_back) + ".\n")
    lines.append("| row | what it says | source | checked |\n|---|---|---|---|")
    lines += [
        f"| {i} | {row.says} | {row.source}{', ' if row.locator else ''}{row.locator} | {row.checked} |"
        for i, row in test.read.items()
    ]
    return "\n".join(lines) + "\n"


def _norm(row: NormRow) -> str:
    values = {"": row.both, "women ": row.female, "men ": row.male}
    told = ", ".join(f"{who}{value:g}" for who, value in values.items() if value is not None)
    return f"| {row.ages[0]} to {row.ages[1]} | {told}{f' to {row.upper:g}' if row.upper is not None else ''} |"


def _from(basis: str, evidence: tuple[str, ...]) -> str:
    return f"{basis}: {', '.join(evidence)}"


def _scores() -> str:
    rows = "".join(
        f"| {own.title['en']} | {own.about['en']} | {own.low:g} to {own.high:g}, {own.better} is better | "
        f"{f'{own.change:g} ({_from(own.basis, own.evidence)})' if own.change is not None else 'not known here'} |\n"
        for own in scores().values()
    )
    first = ", ".join(f"{name} {least:g}" for name, least in FIRST.items())
    return (
        f"\nBefore the first hop, on both sides (E-11, a working rule): {first}.\n\n## Scores\n\n"
        f"| questionnaire | about | range | change that counts |\n|---|---|---|---|\n{rows}"
    )


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
