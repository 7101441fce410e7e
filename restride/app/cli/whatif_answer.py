"""The answer of `restride whatif` on a terminal: one line a tissue, with its range drawn."""

from collections.abc import Iterator
from typing import Any

from restride.app.report.whatif import change, title
from restride.app.report.words import words
from restride.core.tradeoff import TradeOff, WhatIf

HALF = 15
WIDEST_PERCENT = 40.0
"""Where the drawn line ends; what goes further ends there too."""


def lines(answer: WhatIf) -> Iterator[Any]:
    """Head, table with a drawn range, notes."""
    from rich.table import Table

    say = words()
    yield say("whatif.head", change=title(answer, say))
    table = Table(box=None, pad_edge=False, header_style="bold")
    load, per, who, told, _ = (word.lower() for word in say.many("whatif.columns"))
    for column in (load, per, who, f"{'less':<{HALF}}|{'more':>{HALF}}", told):
        table.add_column(column, no_wrap=column != told)
    for row in answer.trade_offs:
        cites = f" ({', '.join(row.evidence)})" if row.evidence else ""
        table.add_row(
            say(f"tissues.{row.tissue}"),
            say(f"whatif.per_{row.per}"),
            say(f"whatif.{row.basis}"),
            drawn(row),
            change(row, say) + cites,
        )
    yield table
    yield from (*answer.notes, say("whatif.ranges"))


def drawn(row: TradeOff) -> str:
    """The range on a line from -40 to +40 %, the middle as *; an arrow where only a direction is known."""
    cells = [" "] * (2 * HALF + 1)
    cells[HALF] = "|"
    if row.percent is None:
        arrow = {"up": (HALF + 1, "->"), "down": (HALF - 2, "<-")}.get(row.direction, (HALF + 2, "?"))
        cells[arrow[0] : arrow[0] + len(arrow[1])] = arrow[1]
        return "".join(cells)
    low, high = (row.percent if end is None else end for end in (row.low, row.high))
    for i in range(_cell(low), _cell(high) + 1):
        cells[i] = "|" if i == HALF else "-"
    cells[_cell(row.percent)] = "*"
    return "".join(cells)


def _cell(percent: float) -> int:
    return round(HALF + HALF * max(-1.0, min(1.0, percent / WIDEST_PERCENT)))
