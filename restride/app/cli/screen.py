"""How commands speak: rich text on a terminal, plain text in ASCII anywhere else, progress on standard error."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PLAIN_WIDTH = 100
ASCII = str.maketrans(
    {"±": "+/-", "–": "-", "—": "-", "−": "-", "×": "x", "·": "|", "°": " deg", "²": "2", "≥": ">=", "≤": "<="}
    | {"’": "'", "“": '"', "”": '"', "…": "...", "•": "*", "✓": "+", "→": "->"}
)
"""Our own signs where a terminal may lack them; letters of other languages stay."""


def show(*parts: Any) -> None:
    """Prints rich renderables, and strings as they are, as the place they go to allows (NO_COLOR, width, pipe)."""
    sys.stdout.write(rendered(*parts, terminal=sys.stdout.isatty()))
    sys.stdout.flush()


def rendered(*parts: Any, terminal: bool, width: int | None = None) -> str:
    """What `show` prints. Off a terminal: no escape codes, no box lines, at most 100 columns."""
    from rich.console import Console

    console = Console(width=width) if terminal else Console(width=width or PLAIN_WIDTH, force_terminal=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part, markup=False, highlight=False, emoji=False, soft_wrap=isinstance(part, str))
    text = captured.get()
    if not terminal or "utf" not in (sys.stdout.encoding or "").lower():
        text = text.translate(ASCII)
    return "\n".join(line.rstrip() for line in text.split("\n")) if not terminal else text


def printable(text: str) -> str:
    """Text of unknown origin without what could command a terminal or turn its reading direction round."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def note(line: str) -> None:
    """One line on standard error."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def working(doing: str) -> Iterator[None]:
    """On a terminal: a spinner on standard error from the first second on, gone when the block ends."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    status = Console(stderr=True).status(doing, spinner="dots")
    timer = threading.Timer(1.0, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # a spinner that is starting just now is stopped too
        status.stop()
