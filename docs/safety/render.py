"""Write hazard-log.md from hazard-log.toml: python docs/safety/render.py"""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "hazard-log.toml"
TARGET = HERE / "hazard-log.md"

OPENING = """\
# Hazard log

Version {version}. Made from hazard-log.toml by render.py; change that file, not this one.

How bad (severity) and how often (likelihood, before any control) run from 1 to 5. Both are the project's first
estimates and wait for the named clinical safety officer that every deployment needs. A control with a test is built,
and the test shows it; a planned control is not built.

| id | hazard | severity | likelihood | controls built | planned |
|---|---|---|---|---|---|
"""


def render(log: dict[str, Any]) -> str:
    """The log as one Markdown page: a table of all hazards, then a section for each."""
    page = OPENING.format(version=log["version"])
    for hazard in log["hazard"]:
        built = sum("test" in control for control in hazard["control"])
        planned = len(hazard["control"]) - built
        cells = (hazard["id"], hazard["title"], hazard["severity"], hazard["likelihood"], built, planned)
        page += f"| {' | '.join(map(str, cells))} |\n"
    return page + "".join(_section(hazard) for hazard in log["hazard"])


def _section(hazard: dict[str, Any]) -> str:
    controls = "".join(f"- {control['text']} {_proof(control)}\n" for control in hazard["control"])
    return (
        f"\n## {hazard['id']} {hazard['title']}\n\n"
        f"**How it happens.** {hazard['cause']}\n\n"
        f"**What goes wrong.** {hazard['hazard']}\n\n"
        f"**Harm.** {hazard['harm']} Severity {hazard['severity']}, likelihood {hazard['likelihood']}.\n\n"
        f"**Controls**\n\n{controls}\n"
        f"**What is left.** {hazard['residual'][0].upper()}{hazard['residual'][1:]}\n"
    )


def _proof(control: dict[str, str]) -> str:
    return f"`{control['test']}`" if "test" in control else "(planned)"


if __name__ == "__main__":
    TARGET.write_text(render(tomllib.loads(SOURCE.read_text(encoding="utf-8"))), encoding="utf-8")
