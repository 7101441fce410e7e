"""Numbers of real recordings that are kept beside their tests, and written again where RESTRIDE_FREEZE=1 says so."""

import json
import os
from pathlib import Path
from typing import Any


def kept(path: Path, name: str, found: Any) -> Any:
    """What `path` keeps under a name; `found` from now on where it is to be frozen again."""
    if os.environ.get("RESTRIDE_FREEZE") == "1":
        path.parent.mkdir(exist_ok=True)
        all_kept = json.loads(path.read_text()) if path.exists() else {}
        all_kept[name] = found
        path.write_text(json.dumps({key: all_kept[key] for key in sorted(all_kept)}, indent=1) + "\n")
    return json.loads(path.read_text())[name]
