"""The text of a keypoint file as plain data, also where the file was cut short."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from restride.core.errors import UnreadableFile

MOST_BYTES = 512 << 20
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
CLOSES = {"[": "]", "{": "}"}
DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Parsed:
    """data: dicts, lists, strings, floats; what is no number is None. lost: characters that were cut off."""

    data: Any
    lost: int = 0


def parsed(path: Path) -> Parsed:
    """The file's content; of a file that was cut short what was whole before the cut. Raises UnreadableFile."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnreadableFile(
                f"a keypoint file of at most {MOST_BYTES >> 20} MB", f"{path.name} of {size >> 20} MB", "cut the video"
            )
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UnreadableFile("a readable file", f"{path.name}: {error.strerror}", "check the file") from None
    data = _decoded(text)
    if data is not None:
        return Parsed(data)
    whole = _closed(text)
    data = _decoded(whole[0]) if whole else None
    if whole is None or data is None:
        raise UnreadableFile("keypoints in JSON", f"{path.name}, which is damaged", "export it again")
    return Parsed(data, whole[1])


def _decoded(text: str) -> Any:
    """Plain data; None where it is no JSON, or nested beyond sense."""
    try:
        return json.loads(text, parse_constant=lambda _: None, parse_int=float)
    except (ValueError, RecursionError):
        return None


def _closed(text: str) -> tuple[str, int] | None:
    """Text up to the last bracket that closes something, with what is open then closed; and how much was cut off."""
    open_now: list[str] = []
    end, still_open = 0, ""
    for token in TOKEN.finditer(text):
        sign = token[0]
        if sign in CLOSES:
            open_now.append(sign)
            if len(open_now) > DEEPEST:
                return None
        elif sign in ("]", "}"):
            if not open_now or CLOSES[open_now.pop()] != sign:
                break
            end, still_open = token.end(), "".join(open_now)
    if not end:
        return None
    return text[:end] + "".join(CLOSES[sign] for sign in reversed(still_open)), len(text) - end
