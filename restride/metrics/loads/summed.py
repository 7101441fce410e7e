"""Tissue loads summed over a minute and a kilometre, from the means of a bout.

Impulse of one stance times the contacts of one leg in a minute, or in a kilometre. Peaks are never multiplied by
steps: measured changes per kilometre are about half of what that gives (EVIDENCE B-13).
"""

import math
from collections.abc import Sequence

from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.metric import Metric, worse
from restride.core.vocabulary import entry

SUFFIX = "_force_impulse"


def summed(metrics: Sequence[Metric], conditions: Conditions) -> list[Metric]:
    """What follows from each impulse with cadence, and with speed where it is known."""
    known = {m.name: m for m in reversed(metrics) if m.side == "both" and m.name in ("cadence", "speed")}
    cadence, speed = known.get("cadence"), known.get("speed")
    if cadence is None or cadence.value <= 0:
        return []
    speed_mps = speed.value if speed is not None else conditions.speed_mps
    relative = [cadence.se / cadence.value, speed.se / speed.value if speed is not None and speed.value else 0.0]
    out = []
    for impulse in (m for m in metrics if m.name.endswith(SUFFIX)):
        a_minute = cadence.value / 2
        out.append(_times(impulse, "per_minute", a_minute, relative[0], cadence))
        if speed_mps:
            out.append(_times(impulse, "per_km", a_minute * 1000 / (60 * speed_mps), math.hypot(*relative), cadence))
    return out


def _times(impulse: Metric, form: str, contacts: float, relative: float, cadence: Metric) -> Metric:
    name = f"{impulse.name.removesuffix('impulse')}{form}"
    return structs.replace(
        impulse,
        name=name,
        value=impulse.value * contacts,
        unit=entry(name).unit,
        se=contacts * math.hypot(impulse.se, impulse.value * relative),
        grade=worse(impulse.grade, cadence.grade),
    )
