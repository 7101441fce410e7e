"""What a file that no reader can use looks like. Its content is looked at and never shown: it may hold health data."""

import json
from contextlib import suppress
from pathlib import Path

HEAD = 4096
SIGNS: tuple[tuple[bytes, int, str], ...] = (
    (b"PK\x03\x04", 0, "zip"), (b"\x1f\x8b", 0, "gzip"), (b"%PDF", 0, "pdf"), (b"\x89PNG", 0, "picture"),
    (b"\xff\xd8\xff", 0, "picture"), (b"GIF8", 0, "picture"), (b"ftyp", 4, "video"), (b"RIFF", 0, "video"),
    (b"\x1aE\xdf\xa3", 0, "video"), (b"\xd0\xcf\x11\xe0", 0, "sheet"),
)  # fmt: skip
"""Bytes at a place, as the formats' own documents have them; ftyp: MP4 and MOV, 1A 45 DF A3: Matroska, RIFF: AVI."""
OFFICE = (b"[Content_Types].xml", b"xl/", b"word/", b"mimetype")
LEAST_ROWS = 3


def looks_like(path: Path) -> str:
    """A word of `unread` in the doctor's words: empty, zip, xml, json, text (a table), words, binary, ..."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return "binary"
    if not head:
        return "empty"
    for sign, at, kind in SIGNS:
        if head[at : at + len(sign)] == sign:
            return "sheet" if kind == "zip" and any(name in head for name in OFFICE) else kind
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text(head[: len(head) & ~1].decode("utf-16", "replace"))
    if b"\0" in head:
        return "binary"
    return _text(head.decode("utf-8", "replace"))


def _text(head: str) -> str:
    begin = head.lstrip("\ufeff \t\r\n")
    if begin.startswith("<"):
        return "xml"
    if begin.startswith(("{", "[")):
        with suppress(ValueError, RecursionError):
            json.loads(begin)
            return "json"
        if '"' in begin[:200]:
            return "json"
    strange = sum(not (letter.isprintable() or letter in "\r\n\t") for letter in head)
    if strange > 0.05 * len(head):
        return "binary"
    return "text" if sum(map(_is_row, head.splitlines()[-20:])) >= LEAST_ROWS else "words"


def _is_row(line: str) -> bool:
    """Whether most cells of a line are numbers."""
    cells = [cell for cell in line.replace(";", " ").replace(",", " ").replace("\t", " ").split(" ") if cell]
    numbers = sum(cell.lstrip("+-")[:1].isdigit() for cell in cells)
    return len(cells) >= 1 and numbers > len(cells) / 2
