"""Writes docs/schemas/: JSON schemas of the documents that commands read and write, made from the nouns themselves."""

from pathlib import Path

import msgspec

from restride.app.files import write_atomically
from restride.core.assessment import Assessment, Events
from restride.core.profile import Profile

WRITTEN = {"assessment": Assessment, "events": Events}
"""Documents of ours: every field is always there."""
READ = {"profile": Profile}
"""Documents of people: a field with a default may be left out. Profiles are TOML; the schema serves editors."""
FOLDER = Path(__file__).parent / "schemas"


def schemas() -> dict[str, bytes]:
    """Every schema by its file name, in a stable order."""
    out = {}
    for name, noun in (WRITTEN | READ).items():
        schema = msgspec.json.schema(noun)
        for definition in schema["$defs"].values():
            if name in WRITTEN and "properties" in definition:
                definition["required"] = list(definition["properties"])
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"restride/{name}/1"}
        out[f"{name}.schema.json"] = msgspec.json.format(msgspec.json.encode(head | schema), indent=2) + b"\n"
    return out


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in schemas().items():
        write_atomically(FOLDER / name, content)
        print(f"docs/schemas/{name}")
