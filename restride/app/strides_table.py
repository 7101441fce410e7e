"""One row a contact, one column a metric: what lies behind the averages, for whoever wants to compute further."""

import math
from typing import TYPE_CHECKING

from restride.core.vocabulary import entry

if TYPE_CHECKING:
    from restride.app.flows import Assessed


def strides_table(assessed: "Assessed") -> bytes:
    """CSV in UTF-8: side, ic_s, fc_s, next_ic_s, steady (1 where the stride counts in averages), then every metric.

    A column is headed `name (unit)`; a cell is empty where the value cannot be had. Metrics that the assessment left
    out for their quality are not here either.
    """
    s = assessed.strides
    gone = {name for note in assessed.assessment.quality for name in note.removes}
    rows = [r for r in assessed.rows if r.name not in gone]
    head = ["side", "ic_s", "fc_s", "next_ic_s", "steady", *(f"{r.name} ({entry(r.name).unit})" for r in rows)]
    lines = [",".join(head)]
    for i in range(s.n):
        times = (_cell(float(x[i]), 4) for x in (s.ic_s, s.fc_s, s.next_ic_s))
        values = (_cell(float(r.values[i]), 5) for r in rows)
        lines.append(",".join((str(s.side[i]), *times, str(int(s.steady[i])), *values)))
    return ("\n".join(lines) + "\n").encode()


def _cell(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if math.isfinite(value) else ""
