"""The answer of `restride ledger` on a terminal: the weeks, the last day, a word on long runs, what to know."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from restride.app.cli.screen import printable
from restride.app.report.ledger_words import banner, columns, head, last_day, long_runs, notes, row, told_weeks
from restride.app.report.words import words
from restride.core.ledger import Ledger

MOST_WEEKS = 12


def lines(answer: Ledger, out: Path | None) -> Iterator[Any]:
    """Head, weeks, sentences, notes."""
    from rich.table import Table

    say = words()
    yield head(answer, say)
    yield from (" ".join(made) for made in [banner(answer, say)] if made)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for k, column in enumerate(columns(answer, say)):
        table.add_column(column, justify="right" if 0 < k < 4 else "left")
    for week in told_weeks(answer)[-MOST_WEEKS:]:
        table.add_row(*row(week, answer, say))
    yield table
    yield from ("", *last_day(answer, say))
    yield from ("", *long_runs(answer, say), "")
    yield from (f"- {printable(line)}" for line in notes(answer, say))
    if out:
        yield f"\n{out / 'ledger.html'}  {out / 'ledger.json'}"
