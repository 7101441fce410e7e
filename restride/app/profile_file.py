"""A profile as a TOML file: read while it may still lack what a profile needs, written whole or not at all."""

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from restride.app.files import write_atomically
from restride.core.errors import BadProfile
from restride.core.profile import SCHEMA, Profile, load_profile, profile_of
from restride.plan.questions import Draft

PLACEHOLDER = {"id": "unknown", "birth_year": 1900, "activity": "running"}
"""Stands in for who the person is, to check and to speak before that has been asked. Never written."""


def read_draft(path: Path) -> Draft:
    """What an earlier intake, or a hand, wrote; only schema is there when nothing has been.

    Raises BadProfile for a file that is no profile, and for a field that is there and cannot be.
    """
    if not path.exists():
        return {"schema": SCHEMA}
    try:
        draft: Draft = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        load_profile(path)  # says in its own words what is amiss
        raise BadProfile("a profile in TOML", path.name, "mend it, or name another file") from None
    if complete(draft):
        load_profile(path)
    else:
        checked(draft, path.name)
    return draft


def complete(draft: Draft) -> bool:
    """Whether the draft holds what every profile needs."""
    return all(name in draft.get("athlete", {}) for name in PLACEHOLDER)


def checked(draft: Draft, name: str) -> Profile:
    """The profile of a draft, with stand-ins for who the person is. Raises BadProfile."""
    import msgspec

    athlete = draft.get("athlete", {})
    try:
        return profile_of({**draft, "athlete": {**PLACEHOLDER, **athlete}})
    except (msgspec.ValidationError, TypeError) as error:
        raise BadProfile(f"a profile that follows {SCHEMA}", f"{name}: {error}", "mend that field") from None


def write_draft(path: Path, draft: Draft) -> None:
    """The draft as TOML. Raises BadProfile before anything is written if it is not fit to be read again."""
    text = "".join(f"{line}\n" for line in _table((), draft)).lstrip("\n")
    assert tomllib.loads(text) == draft
    checked(draft, path.name)
    write_atomically(path, text.encode())


def _table(path: tuple[str, ...], table: Draft) -> Iterator[str]:
    """Plain values first, then tables, then lists of tables: the order that TOML asks for."""
    for key, value in table.items():
        if not _nested(value):
            yield f"{key} = {_value(value)}"
    for key, value in table.items():
        where = (*path, key)
        if isinstance(value, dict):
            yield f"\n[{'.'.join(where)}]"
            yield from _table(where, value)
        elif _nested(value):
            for entry in value:
                yield f"\n[[{'.'.join(where)}]]"
                yield from _table(where, entry)


def _nested(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return repr(value)
