"""A log's text -> what happened, in the order of time. Every mistake names its line; a broken line is never "no".

Edits and deletions never make an answer milder: a line that supersedes another is merged with it field by field, the
worse value winning, and a deleted line keeps all that it said but no longer counts as quiet.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args, get_origin, get_type_hints

import msgspec

from restride.core.diary import (
    CheckIn,
    ClearanceLine,
    Code,
    Delete,
    Line,
    Monthly,
    Morning,
    MorningPain,
    Pain,
    Question,
    SafetyScreen,
    Screen,
    Sure,
    Swelling,
    Weekly,
)
from restride.core.errors import BadLog
from restride.plan.worst import merged

MOST_LINES = 20_000
KINDS = ("checkin", "morning", "weekly", "monthly", "clearance", "delete")
UTC = dt.UTC
DO_NOT_RUN = "do not run until this is sorted out"


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that cannot be read: its number and what is wrong with it."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A check-in as it counts: edits merged in. known: when its answers were all in. deleted: taken out of sight."""

    checkin: CheckIn
    deleted: bool = False
    mornings: tuple[Morning, ...] = ()

    @property
    def at(self) -> dt.datetime:
        """When the session was, UTC."""
        return self.checkin.occurred_at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Log:
    """All lines that can be read, in the order of time, and those that cannot."""

    entries: tuple[Entry, ...] = ()
    questions: tuple[Weekly | Monthly, ...] = ()
    clearances: tuple[ClearanceLine, ...] = ()
    broken: tuple[Broken, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def latest(self) -> Entry | None:
        """The newest check-in."""
        return self.entries[-1] if self.entries else None


def read_log(text: str, now: dt.datetime) -> Log:
    """The log up to `now`. Lines that are broken, come twice with other content, or lie in the future are `broken`.

    Raises BadLog only for what is not a log at all (too many lines).
    """
    rows = text.splitlines()
    if len(rows) > MOST_LINES:
        raise BadLog(
            f"a log of at most {MOST_LINES} lines", f"{len(rows)} lines", "check that this is one person's log"
        )
    decoder = msgspec.json.Decoder(Line)
    seen: dict[str, tuple[int, Line]] = {}
    lines: list[Line] = []
    broken: list[Broken] = []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            line = decoder.decode(row)
            _check(line, now)
        except (msgspec.DecodeError, ValueError) as error:
            broken.append(Broken(number, _plain(error, row)))
            saved = _flags_of(row, now)
            if saved is not None and saved.id not in seen:
                seen[saved.id] = number, saved
                lines.append(saved)
            continue
        if not isinstance(line, Delete):
            before = seen.get(line.id)
            if before is not None:
                if before[1] != line:
                    broken.append(Broken(number, f"id {line.id} stands in line {before[0]} with other content"))
                continue
            seen[line.id] = number, line
        lines.append(line)
    known = {key: number for key, (number, _) in seen.items()}
    for line in lines:
        target = line.of if isinstance(line, Delete | Morning) else getattr(line, "supersedes", None)
        if target is not None and target not in known:
            number = known.get(getattr(line, "id", ""), 0)
            broken.append(Broken(number, f"{type(line).__name__.lower()} names {target}, which is not in the log"))
    return _ordered(lines, tuple(broken), known)


def _ordered(lines: list[Line], broken: tuple[Broken, ...], known: dict[str, int]) -> Log:
    deleted = {line.of for line in lines if isinstance(line, Delete)}
    mornings: dict[str, list[Morning]] = {}
    for line in lines:
        if isinstance(line, Morning):
            mornings.setdefault(line.of, []).append(line)
    checkins = [line for line in lines if isinstance(line, CheckIn)]
    entries = []
    for group in _chains(checkins):
        ids = {c.id for c in group}
        told = sorted((m for i in ids for m in mornings.get(i, [])), key=lambda m: (m.recorded_at, m.id))
        entries.append(Entry(merged(group), bool(ids & deleted), tuple(told)))
    asked = [line for line in lines if isinstance(line, Weekly | Monthly)]
    return Log(
        entries=tuple(sorted(entries, key=lambda e: (e.at, e.checkin.id))),
        questions=tuple(sorted(asked, key=lambda q: (q.recorded_at, q.id))),
        clearances=tuple(line for line in lines if isinstance(line, ClearanceLine) and line.id not in deleted),
        broken=broken,
        lines=known,
    )


def _chains(checkins: Iterable[CheckIn]) -> list[list[CheckIn]]:
    """Check-ins that are versions of one another, each group in the order of recording."""
    parent = {c.id: c.id for c in checkins}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    for c in checkins:
        if c.supersedes in parent:
            parent[root(c.id)] = root(str(c.supersedes))
    groups: dict[str, list[CheckIn]] = {}
    for c in checkins:
        groups.setdefault(root(c.id), []).append(c)
    return [sorted(g, key=lambda c: (c.recorded_at or c.occurred_at, c.id)) for g in groups.values()]


def _check(line: Line, now: dt.datetime) -> None:
    """Raises ValueError for what the schema cannot see: dates to come, times without a zone, a clearance of no side."""
    for name in ("occurred_at", "recorded_at"):
        value = getattr(line, name, None)
        if value is None:
            continue
        if value.tzinfo is None:
            raise ValueError(f"{name} {value.isoformat()} has no time zone: write it as ...T18:10:00+00:00")
        if value.astimezone(UTC) > now:
            raise ValueError(f"{name} {value.isoformat()} lies after the day of the decision ({now.isoformat()})")
    if isinstance(line, ClearanceLine):
        if line.side is msgspec.UNSET:
            raise ValueError("side is missing from a clearance: left, right, both, or null where the flag has no side")
        if line.day > now.date() or (line.moment is not None and line.moment > now):
            raise ValueError(f"date {line.date} of a clearance lies in the future")
    if isinstance(line, CheckIn) and line.recorded_at is not None and line.recorded_at < line.occurred_at:
        raise ValueError("recorded_at lies before occurred_at")


def _flags_of(row: str, now: dt.datetime) -> CheckIn | None:
    """A check-in that cannot be read as a whole, with nothing left but the red flags it names; None without one.

    One unknown word beside a yes to chest pain must not hide the chest pain.
    """
    try:
        value = json.loads(row)
        yes = [code for code in value["safety_screen"]["yes"] if code in get_args(Screen) or code in get_args(Code)]
        if value["type"] != "checkin" or not yes:
            return None
        least = {
            "type": "checkin",
            "id": f"{value['id']}",
            "occurred_at": value["occurred_at"],
            "safety_screen": {"yes": yes},
        }
        line = msgspec.convert(least, CheckIn, strict=False)
        _check(line, now)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return line


def _plain(error: Exception, row: str) -> str:
    """One plain phrase: what is wrong, at which field, and the allowed words where the schema knows them."""
    try:
        value = json.loads(row)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(value, dict):
        return "not an object with a type"
    if value.get("type") not in KINDS:
        return f"no known type at $.type: use one of {', '.join(KINDS)}"
    said = " ".join(str(error).split())
    unknown = re.search(r"Invalid enum value .*? - at `(?P<path>[^`]*)`", said)
    if unknown is None:
        return said
    words = allowed(unknown["path"])
    return f"a word that is not known at {unknown['path']}: use one of {', '.join(words)}" if words else said


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Allowed words by field name, read off the schema itself."""
    out: dict[str, tuple[str, ...]] = {}
    for kind in (CheckIn, Pain, Swelling, SafetyScreen, Morning, MorningPain, ClearanceLine):
        for name, hint in get_type_hints(kind).items():
            found = tuple(dict.fromkeys(_literals(hint)))
            if found:
                out[name] = found
    out["answers"] = tuple(dict.fromkeys(_literals(Question)))
    return out


def _literals(hint: object) -> list[str]:
    if get_origin(hint) is Literal:
        return [word for word in get_args(hint) if isinstance(word, str)]
    return [word for part in get_args(hint) for word in _literals(part)]


def allowed(path: str) -> tuple[str, ...]:
    """The words that the field at a path such as `$.pain[0].place` takes; none where it takes no fixed words."""
    if path == "key":
        return _words()["answers"]
    if "answers" in path:
        return get_args(Sure)
    name = re.sub(r"\[[^\]]*\]", "", path).rpartition(".")[2]
    return _words().get(name, ())
