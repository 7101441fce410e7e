"""One row a kilometre, one column a quantity and device: what a run was like on its way."""

from restride.core.recording import Recording
from restride.metrics.device import per_kilometre
from restride.metrics.device.kilometres import Kilometre

OWN = ("kilometre", "start (s)", "end (s)", "distance (m)", "moving (s)", "speed (m/s)", "slope (%)", "climb (m)",
       "descent (m)")  # fmt: skip


def kilometres_table(recording: Recording) -> bytes | None:
    """CSV in UTF-8, or None where a recording has no kilometres; columns of devices read `name (unit) method`.

    Positions are never in it. A cell is empty where nothing was said.
    """
    rows = per_kilometre(recording)
    if not rows:
        return None
    told = dict.fromkeys((v.name, v.unit, v.method) for row in rows for v in row.values)
    lines = [",".join((*OWN, *(f"{name} ({unit}) {method}" for name, unit, method in told)))]
    for row in rows:
        values = {(v.name, v.unit, v.method): v.value for v in row.values}
        cells = (*_own(row), *(values.get(key) for key in told))
        lines.append(",".join("" if cell is None else f"{cell:.6g}" for cell in cells))
    return ("\n".join(lines) + "\n").encode()


def _own(row: Kilometre) -> tuple[float | None, ...]:
    return (row.number, row.start_s, row.end_s, row.distance_m, row.moving_s, row.speed_mps, row.grade, row.climb_m,
            row.descent_m)  # fmt: skip
