"""Writes docs/schemas/: JSON schemas of the documents that commands read and write, made from the nouns themselves."""

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from restride.app.files import write_atomically
from restride.app.referral import ReferralDocument
from restride.core.assessment import Assessment, Events
from restride.core.decision import Decision
from restride.core.diary import Line
from restride.core.ledger import Ledger
from restride.core.plan import Plan
from restride.core.profile import Profile
from restride.core.tradeoff import WhatIf

WRITTEN: dict[str, Any] = {
    "assessment": Assessment,
    "events": Events,
    "plan": Plan,
    "referral": ReferralDocument,
    "decision": Decision,
    "whatif": WhatIf,
    "ledger": Ledger,
}
"""Documents of ours: every field is always there, but for the profile inside a plan, which is the person's."""
READ: dict[str, Any] = {"profile": Profile, "log": Line}
"""Documents of people: a field with a default may be left out. Profiles are TOML; the schema serves editors. A log
holds one JSON object a line, and the schema is that of a line."""
FOLDER = Path(__file__).parent / "schemas"


def schemas() -> dict[str, bytes]:
    """Every schema by its file name, in a stable order."""
    out = {}
    left_out = {own.__name__ for own in _structs(msgspec.Struct) if own.__struct_config__.omit_defaults}
    for name, noun in (WRITTEN | READ).items():
        schema = _plain(msgspec.json.schema(noun))
        for kind, definition in schema["$defs"].items():
            if name in WRITTEN and kind not in left_out and "properties" in definition:
                definition["required"] = list(definition["properties"])
        if name == "log":  # null where the flag has no side, but never left out
            schema["$defs"]["ClearanceLine"]["required"].append("side")
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"restride/{name}/1"}
        out[f"{name}.schema.json"] = msgspec.json.format(msgspec.json.encode(head | schema), indent=2) + b"\n"
    return out


def _plain(value: Any) -> Any:
    """Descriptions without the indentation of the source: Python 3.13 takes it off docstrings, older ones keep it."""
    if isinstance(value, dict):
        return {k: cleandoc(v) if k == "description" and isinstance(v, str) else _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _structs(root: type) -> Iterator[Any]:
    for own in root.__subclasses__():
        yield own
        yield from _structs(own)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in schemas().items():
        write_atomically(FOLDER / name, content)
        print(f"docs/schemas/{name}")
