"""Reads tests/vignettes: profiles, logs and what the contract expects of them. Format: vignettes/templates.toml."""

import datetime as dt
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "vignettes"
NULL, ABSENT = "@null", "@absent"


@dataclass(frozen=True)
class Vignette:
    """One case: what is given, and what must come out."""

    id: str
    does: str
    profile: dict[str, Any]
    start: dt.date
    today: str
    log: str
    expect: dict[str, Any]
    open: bool
    source: str


@cache
def templates() -> dict[str, dict[str, Any]]:
    """Log lines by the name that `like` calls."""
    return tomllib.loads((FOLDER / "templates.toml").read_text(encoding="utf-8"))


@cache
def vignettes() -> tuple[Vignette, ...]:
    """Every case of every file."""
    out = []
    for file in sorted(FOLDER.glob("[a-z]_*.toml")):
        for raw in tomllib.loads(file.read_text(encoding="utf-8"))["vignette"]:
            profile = _merged(_base(raw["base"]), raw.get("profile", {}))
            out.append(
                Vignette(
                    id=raw["id"],
                    does=raw["does"],
                    profile=_clean(profile),
                    start=dt.date.fromisoformat(str(raw.get("start", "2026-12-01"))),
                    today=str(raw.get("today", "")),
                    log=_log(raw.get("log", []), profile),
                    expect=raw["expect"],
                    open=raw.get("open", False),
                    source=raw["source"],
                )
            )
    return tuple(out)


@cache
def _base_text(name: str) -> str:
    return (FOLDER / "bases" / f"{name}.toml").read_text(encoding="utf-8")


def _base(name: str) -> dict[str, Any]:
    return tomllib.loads(_base_text(name))


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in over.items():
        if value == ABSENT:
            out.pop(key, None)
        elif isinstance(value, dict) and isinstance(out.get(key), dict):
            out[key] = _merged(out[key], value)
        else:
            out[key] = value
    return out


def _clean(value: Any) -> Any:
    """Words in place of values, at any depth: @null is None, @absent is left out."""
    if isinstance(value, dict):
        return {k: _clean(v) for k, v in value.items() if v != ABSENT}
    if isinstance(value, list):
        return [_clean(v) for v in value if v != ABSENT]
    return None if value == NULL else value


def _current(profile: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for injury in profile.get("injury", []):
        if injury["status"] == "current":
            for side in ("left", "right") if injury["side"] == "both" else (injury["side"],):
                rows.append({"place": injury["place"], "side": side, "usual": injury.get("usual_morning_0_10", 0)})
    return rows


def _rows(given: Any, profile: dict[str, Any], template: str) -> list[dict[str, Any]]:
    """`@current`, or a list that may hold it; each row completed from its template."""
    row = templates()[template]
    own = [_merged(row, {"place": c["place"], "side": c["side"]}) for c in _current(profile)]
    if given == "@current":
        return own
    out = []
    for item in given:
        out += own if item == "@current" else [_merged(row, item)]
    return out


def _log(lines: list[dict[str, Any]], profile: dict[str, Any]) -> str:
    made: list[dict[str, Any] | str] = []
    for given in lines:
        if "raw" in given:
            made.append(given["raw"])
            continue
        line = _merged(
            templates()[given["like"]] if "like" in given else {}, {k: v for k, v in given.items() if k != "like"}
        )
        made.append(line)
    checkins = [line for line in made if isinstance(line, dict) and line.get("type") == "checkin"]
    when = {line.get("id"): line["occurred_at"] for line in checkins if isinstance(line.get("occurred_at"), str)}
    ids = sorted({(str(line.get("occurred_at", "")), str(line.get("id", ""))) for line in checkins})
    for line in checkins:
        if line.get("planned_session") == "@count":
            line["planned_session"] = ids.index((str(line.get("occurred_at", "")), str(line.get("id", "")))) + 1
    texts = []
    for line in made:
        texts.append(line if isinstance(line, str) else json.dumps(_filled(line, profile, when)))
    return "\n".join(texts) + "\n" if texts else ""


def _filled(line: dict[str, Any], profile: dict[str, Any], when: dict[Any, str]) -> dict[str, Any]:
    out = dict(line)
    for key, template in (("pain", "pain_row"), ("swelling", "swelling_row")):
        if out.get("type") == "checkin" and key in out and (out[key] == "@current" or isinstance(out[key], list)):
            out[key] = _rows(out[key], profile, template)
    if out.get("pain") == "@usual":
        out["pain"] = [{"place": c["place"], "side": c["side"], "score": c["usual"]} for c in _current(profile)]
    if out.get("recorded_at") == "@later":
        out["recorded_at"] = (dt.datetime.fromisoformat(out["occurred_at"]) + dt.timedelta(hours=1)).isoformat()
    if out.get("recorded_at") == "@next_day":
        day = dt.datetime.fromisoformat(when[out["of"]]).astimezone(dt.UTC).date() + dt.timedelta(days=1)
        out["recorded_at"] = f"{day.isoformat()}T07:10:00+00:00"
    if out.get("id") == "@m_of":
        out["id"] = f"m_{out['of']}"
    return _plain(_clean(out))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
