"""Write gate.md from the rules of the gate that restride ships: python docs/gate.py"""

from datetime import timedelta
from pathlib import Path

from restride.core.decision import KINDS
from restride.core.evidence import evidence
from restride.plan.gate import body, decide, load, pain
from restride.plan.locks import BIRTH_LOCK, BIRTH_WATCH
from restride.plan.sites import BONE_SUSPECT, JOINTS, MORNING_MISSING_AFTER, NARROW_GATE, TENDONS, WIDE_GATE
from restride.plan.table import VERSION, Entry, table

TARGET = Path(__file__).resolve().with_name("gate.md")
FAMILIES = {
    "pain": "Pain",
    "R": "Red flags",
    "lock": "Locks",
    "body": "Body",
    "load": "How much, and silence",
    "missing": "What is missing",
    "quiet": "Nothing fired",
}
JOINED = {"soreness": "body", "weekly": "body", "rest": "load", "silence": "load", "pause": "load", "profile": "lock",
          "walker": "lock", "lifted": "lock", "health": "lock", "morning": "missing", "log": "missing"}  # fmt: skip
"""Rules are grouped by the first part of their id; these parts stand with others."""

OPENING = """\
# The gate

Version {version}. Made from the rules in restride/plan/rules/ by docs/gate.py; change those, not this page.

Tonight's answers decide tomorrow's session. Every rule looks at the plan, the log and the time; the strictest that
fires decides, and all that fired are listed. Missing is never milder than the best answer. Only a clinician's clearance
lifts a red flag (and 48 hours of normal walking a limp). `restride decide --explain` prints the rules that fired.

| kind | what it means |
|---|---|
| proceed | the next session as planned |
| hold | the same level again: no level-up, no new cue, not sooner than 48 hours after the last run |
| step_back | a level lower, easy, flat, after 1 to 2 full days off; jumps off |
| pause | no running and no jumps; painless walking and strength may go on; looked at again within 7 days |
| refer | the plan is locked until somebody has seen the person: now, today, within 7 days or within 4 weeks |

Basis: evidence (a study or guideline behind it), practice (clinics do it, no trial has settled it), heuristic (ours).
A source "CLINICAL" is a section of the project's clinical and safety contract.

## Numbers

| what | value | basis |
|---|---|---|
"""

EVIDENCE = """
## What the evidence says

Sentences are ours. "Not checked" and the like mark what nobody on the project has read at the source.

| row | what it says | source |
|---|---|---|
"""

CONTESTED: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        "How much pain is too much",
        f"The gate is a number above which the next session is a level lower: {WIDE_GATE} for a tendon or joint that a "
        f"clinician (or five pattern answers) confirmed, {NARROW_GATE} for everything else, 0 at a bone.",
        ("D-01", "D-03", "D-04"),
        ("D-02",),
        "No trial has compared one number with another. The wide gate was tried for the Achilles tendon; for other "
        "tendons and for joints it is practice. Elsewhere the gate is narrow, at a bone there is none, and 3 to 5 "
        "never levels up.",
    ),
    (
        "How fast to do more",
        f"A session above {load.HOLD_SHARE:g} times the longest of 30 days is a hold, above {load.BACK_SHARE:g} times "
        "a step back. A weekly limit and the acute-to-chronic ratio are no gate.",
        ("D-10",),
        ("D-11", "D-12", "D-13", "D-16"),
        "One large study of watch users, who were watched and not assigned: it shows that long sessions and injuries "
        f"go together, not that shorter ones prevent them. The line at {load.BACK_SHARE:g} is ours.",
    ),
    (
        "Soreness",
        "In the warm-up only, or the next day: the same level. During, or all through the warm-up: a level lower.",
        ("D-05", "D-06"),
        ("D-32",),
        "Clinics hand these rules out; nobody has tried them against others. Dull soreness of both legs in the first "
        "weeks is part of getting used to it.",
    ),
    (
        "Shin and bone",
        "At a place where a bone may be sore the gate is 0 until one spot, night and hop are answered no.",
        ("D-04", "D-26"),
        ("D-25",),
        "The length of the sore line separates shin from bone in a clinician's hands; three questions are what a "
        "person can answer alone. Which places are risky is in part from memory of lists.",
    ),
)
"""(topic, what the gate does, evidence for, evidence against or beside it, why we do it so)."""


def page() -> str:
    """The whole page: numbers, both sides where they are contested, a table of all rules, a section for each."""
    groups = {family: [name for name in table() if _family(name) == family] for family in FAMILIES}
    rows = "".join(_row(name) for names in groups.values() for name in names)
    sections = "".join(
        f"\n## {FAMILIES[family]}\n" + "".join(_section(name) for name in names) for family, names in groups.items()
    )
    return (
        OPENING.format(version=VERSION)
        + "".join(f"| {what} | {value} | {basis} |\n" for what, value, basis in numbers())
        + "\n## Where the evidence has two sides\n"
        + "".join(_contested(*topic) for topic in CONTESTED)
        + "\n## All rules\n\n| rule | what | decides | basis | evidence |\n|---|---|---|---|---|\n"
        + rows
        + sections
        + EVIDENCE
        + "".join(_evidence(name) for name in cited())
    )


def numbers() -> tuple[tuple[str, str, str], ...]:
    """Every number of the gate as the code has it: what, value, basis."""
    return (
        (
            "pain gate, confirmed tendon or joint",
            f"more than {WIDE_GATE} of 10",
            "evidence (D-01), practice for joints",
        ),
        ("confirmed tendons and joints", ", ".join(sorted(TENDONS | JOINTS)), "practice"),
        ("pain gate, kneecap", f"more than {NARROW_GATE} of 10", "evidence (D-03)"),
        ("pain gate, anything else", f"more than {NARROW_GATE} of 10", "practice"),
        ("pain gate, bone, or a bone question open or yes", "more than 0", "evidence (D-04)"),
        ("places where a bone may be sore", ", ".join(sorted(BONE_SUSPECT)), "practice"),
        ("bone questions open for at most", _hours(pain.BONE_ANSWERS_WITHIN), "practice"),
        ("next morning counts as missing after", _hours(MORNING_MISSING_AFTER), "practice"),
        ("session against the longest of 30 days", f"hold above {load.HOLD_SHARE:g}", "evidence (D-10)"),
        ("the same", f"step back above {load.BACK_SHARE:g}", "heuristic"),
        ("minutes after a step back", f"{100 * decide.STEP_BACK_SHARE:.0f} % of the level", "practice"),
        ("silence", f"pause after {load.SILENT_PAUSE.days} days, referred after {load.SILENT_REFER.days}", "practice"),
        (
            "known rest",
            f"one level after {load.REST_ONE.days} days, two after {load.REST_TWO.days}, new questions after "
            f"{load.REST_NEW.days}",
            "practice",
        ),
        ("longest pause", f"{decide.PAUSE_AT_MOST.days} days, then referred", "practice"),
        ("without fever before the next session", _hours(body.FEVER_FREE), "practice"),
        ("limp, then referred after", _hours(body.LIMP_WITHIN), "practice"),
        ("no running after a birth", f"{BIRTH_LOCK.days // 7} weeks", "evidence (D-30)"),
        ("pelvic questions after a birth", f"{BIRTH_WATCH.days // 30} months", "practice"),
        ("a decision holds for", f"{_hours(decide.VALID)}, and not beyond the next check-in", "practice"),
    )


def cited() -> tuple[str, ...]:
    """Every row of evidence on the page, in order."""
    found = {name for entry in table().values() for name in entry.evidence}
    found |= {name for _, _, pro, con, _ in CONTESTED for name in (*pro, *con)}
    return tuple(sorted(found))


def _family(name: str) -> str:
    if name[0] == "R" and name[1].isdigit():
        return "R"
    first = name.split(".")[0]
    return JOINED.get(first, first)


def _contested(topic: str, ours: str, pro: tuple[str, ...], con: tuple[str, ...], why: str) -> str:
    return f"\n### {topic}\n\n{ours}\n\nFor:\n\n{_sides(pro)}\nAgainst, or beside it:\n\n{_sides(con)}\n{why}\n"


def _sides(names: tuple[str, ...]) -> str:
    return "".join(f"- {own.says} ({name})\n" for name in names if (own := evidence().get(name)))


def _row(name: str) -> str:
    entry = table()[name]
    cells = (f"[{name}](#{_anchor(name)})", entry.title, _decides(entry), entry.basis, ", ".join(entry.evidence))
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _section(name: str) -> str:
    entry = table()[name]
    lines = [
        f'\n<a id="{_anchor(name)}"></a>\n',
        f"### {name}: {entry.title}\n",
        f"{entry.when}\n",
        f"**Decides** {_decides(entry)}. {_next(entry)}",
        f"**Basis** {entry.basis}{_ids(entry)}. Source: {entry.source}.\n",
        *(f"> {language}: {text}\n" for language, text in sorted(entry.text.items())),
    ]
    if entry.refer is not None:
        for language in sorted(entry.refer.who):
            lines.append(f"> {language}, who: {entry.refer.who[language]}. {entry.refer.until_then[language]}\n")
    return "\n".join(lines)


def _decides(entry: Entry) -> str:
    return f"{entry.kind}, {entry.urgency}" if entry.kind == KINDS[-1] and entry.urgency else entry.kind


def _next(entry: Entry) -> str:
    """What it does to the next session, in words."""
    flags = {
        "no running": entry.no_running,
        "no level-up": entry.no_level_up,
        "cue off": entry.cue_off,
        "flat": entry.flat,
        f"looked at again after {entry.recheck_days} days": entry.recheck_days is not None,
    }
    told = [words for words, on in flags.items() if on]
    return f"Next session: {', '.join(told)}.\n" if told else "\n"


def _ids(entry: Entry) -> str:
    return f" ({', '.join(entry.evidence)})" if entry.evidence else ""


def _evidence(name: str) -> str:
    own = evidence().get(name)
    return f"| {name} | {_cell(own.says)} | {_cell(own.reference)} |\n" if own else f"| {name} | | |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _anchor(name: str) -> str:
    return name.lower().replace(".", "-").replace("_", "-")


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:g} hours"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
