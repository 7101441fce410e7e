"""When a bout began, how long it lasted and how far it went: what a ledger of runs adds up."""

import numpy as np

from restride.app.measuring import MeasuredBout
from restride.core.assessment import RunTotals
from restride.core.recording import Recording
from restride.metrics.device import is_device, totals

PAUSE = 3.0
"""Times longer than so many usual steps from one contact to the next are pauses."""


def run_totals(recording: Recording, bout: MeasuredBout) -> RunTotals | None:
    """Of a device as it counted; else from contacts, and the way from the mean speed. None for days in one sample."""
    start = next((m.name.removeprefix("start ") for m in recording.marks if m.name.startswith("start ")), None)
    if is_device(recording):
        whole = totals(recording)
        if whole.gait_s <= 0:
            return None
        speed_mps = whole.gait_speed_mps
        way_m = speed_mps * whole.gait_s if speed_mps else None
        return RunTotals(start=start, gait_s=whole.gait_s, distance_m=whole.distance_m, gait_distance_m=way_m)
    steps_s = np.diff(bout.strides.ic_s)
    if len(steps_s) == 0:
        return None
    gait_s = float(steps_s[steps_s < PAUSE * np.median(steps_s)].sum())
    seen = (m.value for m in bout.measured.metrics if m.name == "speed" and m.side == "both")
    pace = next(seen, None) or bout.measured.conditions.speed_mps
    way_m = pace * gait_s if pace else None
    return RunTotals(start=start, gait_s=gait_s, distance_m=way_m, gait_distance_m=way_m)
