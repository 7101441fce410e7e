"""Assessments, profiles and logs for tests of `plan` and `decide`, and both commands run as a person would."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from restride.app.files import json_document
from restride.app.planning import Planned, make_plan_of
from restride.core.conditions import Conditions
from restride.core.metric import Metric
from restride.core.profile import Profile, load_profile
from tests.app.command import Ran, restride
from tests.app.nouns import assessment
from tests.plan.vignettes import FOLDER as VIGNETTES
from tests.plan.vignettes import Vignette, vignettes

START = "2026-12-01"
NASTY = "<script>alert(1)</script>&\"'\x1b[31m"


def metrics(cadence: float = 158.0) -> list[Metric]:
    """One step rate at 2.8 m/s."""
    one = next(m for m in assessment().metrics if m.name == "cadence")
    return [msgspec.structs.replace(one, value=cadence, se=0.2, conditions=Conditions(speed_mps=2.8))]


def assessment_file(folder: Path) -> Path:
    """assessment.json, as `assess` writes it."""
    path = folder / "assessment.json"
    path.write_bytes(json_document(msgspec.structs.replace(assessment(), metrics=tuple(metrics()))))
    return path


def base(name: str) -> dict[str, Any]:
    """A profile of tests/vignettes as TOML gives it."""
    return tomllib.loads((VIGNETTES / "bases" / f"{name}.toml").read_text(encoding="utf-8"))


def profile_file(folder: Path, name: str, **sections: dict[str, Any]) -> Path:
    """A base with some values changed: health={"periods": "regular"}."""
    own = base(name)
    for section, values in sections.items():
        own[section] = own.get(section, {}) | values
    path = folder / "profile.toml"
    path.write_text(_toml(own), encoding="utf-8")
    return path


def profile(folder: Path, name: str, **sections: dict[str, Any]) -> Profile:
    """The same, read."""
    return load_profile(profile_file(folder, name, **sections))


def planned(folder: Path, name: str, **sections: dict[str, Any]) -> Planned:
    """The same, planned."""
    return make_plan_of(metrics(), profile(folder, name, **sections), date.fromisoformat(START))


def plan(folder: Path, own: Path, *, out: Path | None = None) -> Ran:
    """`restride plan`."""
    return restride(
        "plan", assessment_file(folder), "--profile", own, "--start", START, "--out", out or folder / "plan", cwd=folder
    )


def case(name: str) -> Vignette:
    """One vignette by its id."""
    return next(v for v in vignettes() if v.id == name)


def decide(folder: Path, name: str, *more: object, log: str | None = None) -> Ran:
    """`restride plan` and then `restride decide` on the log of a vignette whose profile is its base."""
    own = case(name)
    path = folder / "profile.toml"
    path.write_text(_toml(own.profile), encoding="utf-8")
    made = plan(folder, path)
    assert made.code in (0, 4), made.err
    lines = folder / "log.jsonl"
    lines.write_text(own.log if log is None else log, encoding="utf-8")
    return restride(
        "decide", "--plan", folder / "plan" / "plan.json", "--log", lines, "--today", own.today, *more, cwd=folder
    )


def _toml(value: dict[str, Any]) -> str:
    """Enough of TOML for a profile: tables, lists of tables, and plain values."""
    tables = {k: v for k, v in value.items() if isinstance(v, dict)}
    lists = {k: v for k, v in value.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    plain = {k: v for k, v in value.items() if k not in tables and k not in lists}
    lines = [f"{k} = {_value(v)}" for k, v in plain.items()]
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{k} = {_value(v)}" for k, v in table.items())]
    for name, rows in lists.items():
        for row in rows:
            lines += [f"[[{name}]]", *(f"{k} = {_value(v)}" for k, v in row.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else json.dumps(value, ensure_ascii=True)
