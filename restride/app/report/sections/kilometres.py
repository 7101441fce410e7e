"""A run kilometre by kilometre, as its devices said it; nothing for other recordings."""

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Group, Paragraph, Table
from restride.app.report.words import Words
from restride.metrics.device import is_device, per_kilometre
from restride.metrics.device.kilometres import Kilometre

COLUMNS = ("number", "pace", "slope", "heart_rate", "cadence", "contact_time")


def kilometres(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """A table with what every runner looks for first; the rest stands in kilometres.csv."""
    if not is_device(assessed.prepared):
        return ()
    rows = per_kilometre(assessed.prepared)
    if not rows:
        return ()
    cells = [_row(row) for row in rows]
    kept = [i for i in range(len(COLUMNS)) if any(row[i] for row in cells)]
    table = Table(
        label=say("sections.kilometres"),
        columns=tuple(say(f"kilometres.{COLUMNS[i]}") for i in kept),
        numeric=tuple(True for _ in kept),
        widths=tuple(1.0 for _ in kept),
        groups=(Group(title="", rows=tuple(tuple(row[i] for i in kept) for row in cells)),),
    )
    return (Paragraph(text=say("kilometres.intro")), table)


def _row(row: Kilometre) -> tuple[str, ...]:
    contact_s, rate, heart = (row.value(name) for name in ("contact_time", "cadence", "heart_rate"))
    return (
        str(row.number) if row.distance_m > 990 else f"{row.number - 1 + row.distance_m / 1000:.2f}",
        _pace(row),
        "" if row.grade is None else f"{row.grade:+.1f}",
        "" if heart is None else f"{heart:.0f}",
        "" if rate is None else f"{rate:.0f}",
        "" if contact_s is None else f"{1000 * contact_s:.0f}",
    )


def _pace(row: Kilometre) -> str:
    """Minutes and seconds a kilometre, while moving."""
    if not row.speed_mps:
        return ""
    seconds = round(1000 / row.speed_mps)
    return f"{seconds // 60}:{seconds % 60:02d}"
