"""A command's answer as JSON, and as a page beside it: where `--json` and `--out` lead."""

import sys
from pathlib import Path

from restride.app.files import check_file, folder, write_atomically

STANDARD_OUTPUT = "-"


def check_json(where: str | None) -> None:
    """Raises UsageError, before anything is computed, if `--json` cannot be written."""
    if where not in (None, STANDARD_OUTPUT):
        check_file(Path(where), "--json")


def hand_over(document: bytes, where: str | None) -> bool:
    """Writes the document to a file if one is named; true where it went to standard output, which then has no other
    word on it. Raises UsageError where nothing can be written."""
    if where == STANDARD_OUTPUT:
        sys.stdout.buffer.write(document)
        sys.stdout.flush()
        return True
    if where:
        write_atomically(Path(where), document)
    return False


def write_pages(out: Path, name: str, document: bytes, page: str) -> None:
    """NAME.json and NAME.html into the folder, both or none. Raises UsageError."""
    with folder(out) as stage:
        (stage / f"{name}.json").write_bytes(document)
        (stage / f"{name}.html").write_text(page, encoding="utf-8")
