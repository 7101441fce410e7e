"""Where and when a walker's feet stand: straight on, in turns, up and down, with pauses.

The room's axes are AP, V, ML of the walker at the start; heading in degrees, left positive, AP at 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from restride.core.recording import Array
from restride.simulate.pace import Pace, walkers
from restride.simulate.steps import Rows

REST_S = 1.0
"""Every route begins and ends with so much standing."""
SETTLE_S = 0.6
"""After the last landing of a bout the body comes to rest in this time."""
FIRST_STEP, LEAST_STEP = 0.6, 0.35
"""Share of a step that the first one takes, and that the sharpest turn leaves."""
LEAST_DOUBLE_SUPPORT_S = 0.03


@dataclass(frozen=True, slots=True)
class Go:
    """Steps on end. turn_deg: change of heading over all of them, left positive. rise_m: of each step (stairs), up
    positive. grade_pct: slope of the ground. step_m: length of a step, None for the walker's own, shorter in turns."""

    steps: int
    turn_deg: float = 0.0
    rise_m: float = 0.0
    grade_pct: float = 0.0
    step_m: float | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Standing with both feet on the ground."""

    seconds: float


Route = Sequence[Go | Pause]
PLAIN: Route = (Pause(1.0), Go(24), Pause(1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Footfalls:
    """One row a landing in order of time; the first two rows are the feet standing at the start.

    side: 0 left, 1 right. ic_s: -inf for the first two. fc_s: inf where the foot stays to the end. at_m: (n, 3) ground
    below the ankle. yaw_deg: where the foot points. heading_deg, centre_m (n, 3): of the body. slope_deg: of the
    ground. bout: number of the bout, -1 before. order: of the step in its bout, last: of that bout. turn_deg, rise_m:
    of the step that ends here. The rest: what this landing does. duration_s: of the whole route.
    """

    side: Rows
    ic_s: Array
    fc_s: Array
    at_m: Array
    yaw_deg: Array
    heading_deg: Array
    centre_m: Array
    slope_deg: Array
    bout: Rows
    order: Rows
    last: Rows
    turn_deg: Array
    rise_m: Array
    strike_deg: Array
    toe_off_deg: Array
    toe_clearance_m: Array
    toe_out_deg: Array
    duration_s: float

    @property
    def real(self) -> npt.NDArray[np.bool_]:
        """Rows that are landings."""
        return np.asarray(self.bout >= 0)


@dataclass(slots=True)
class _Steps:
    """The rows while they are made."""

    rows: dict[str, list[float]] = field(default_factory=dict)
    points: dict[str, list[Array]] = field(default_factory=lambda: {"at_m": [], "centre_m": []})

    def add(self, at: Array, centre: Array, **values: float) -> None:
        for name, value in values.items():
            self.rows.setdefault(name, []).append(value)
        self.points["at_m"].append(at)
        self.points["centre_m"].append(centre.copy())


def footfalls(pace: Pace, route: Route, rng: np.random.Generator, first: int = 0) -> Footfalls:
    """The landings of a route, feet in turn; `first`: the foot that steps first, 0 left.

    Raises ValueError where the feet would not overlap on the ground.
    """
    table, made = walkers(), _Steps()
    mean_s = 60 / pace.cadence_spm
    now, heading, centre = REST_S, 0.0, np.zeros(3)

    def scatter(name: str) -> float:
        return float(table[name].step_sd * pace.jitter * rng.standard_normal())

    def stand(side: int, **values: float) -> None:
        own = {
            name: getattr(pace, name)[side] + scatter(name)
            for name in ("strike_deg", "toe_off_deg", "toe_clearance_m", "toe_out_deg")
        }
        outward = 1.0 if side == 0 else -1.0
        across = (pace.step_width_m + scatter("step_width_m")) / 2 * outward
        left = np.array([-np.sin(np.radians(heading)), 0.0, -np.cos(np.radians(heading))])
        values = {"side": side, "heading_deg": heading, "yaw_deg": heading + outward * own["toe_out_deg"]} | values
        made.add(centre + across * left, centre, **(own | values))

    for side in (first, 1 - first):
        start = {"turn_deg": 0.0, "rise_m": 0.0, "slope_deg": 0.0, "swing_s": np.nan}
        stand(side, ic_s=-np.inf, bout=-1, order=0, last=0, **start)
    for number, bout in enumerate(_bouts(route)):
        if isinstance(bout, Pause):
            now += bout.seconds
            continue
        steps = [(part, k) for part in bout for k in range(part.steps)]
        for order, (part, _) in enumerate(steps):
            side = (first + len(made.points["at_m"])) % 2
            sign = 1.0 if side == 0 else -1.0
            time = mean_s * (1 + sign * pace.step_time_asymmetry_pct / 200) + scatter("step_time_s")
            length = _length(pace, part) * (1 + sign * pace.step_length_asymmetry_pct / 200) + scatter("step_length_m")
            length *= FIRST_STEP if order == 0 else 0.0 if order == len(steps) - 1 else 1.0
            heading += part.turn_deg / part.steps
            rise = 0.0 if order == len(steps) - 1 else part.rise_m + length * part.grade_pct / 100
            ahead = np.array([np.cos(np.radians(heading)), 0.0, -np.sin(np.radians(heading))])
            centre = centre + length * ahead + np.array([0.0, rise, 0.0])
            share = pace.stance_share[side] + scatter("stance_share")
            before = made.rows["ic_s"][-1]
            stride = time + (time if order < 2 else before - made.rows["ic_s"][-2])
            swing = min((1 - share) * stride, time - LEAST_DOUBLE_SUPPORT_S)
            now = now + swing if order == 0 else before + time
            slope = float(np.degrees(np.arctan(part.grade_pct / 100)))
            step = {"turn_deg": part.turn_deg / part.steps, "rise_m": rise, "slope_deg": slope, "swing_s": swing}
            stand(side, ic_s=now, bout=number, order=order, last=len(steps) - 1, **step)
        now += SETTLE_S
    return _finished(made, now + REST_S)


def _bouts(route: Route) -> list[Pause | list[Go]]:
    out: list[Pause | list[Go]] = []
    for part in route:
        if isinstance(part, Pause):
            out.append(part)
        elif out and isinstance(out[-1], list):
            out[-1].append(part)
        else:
            out.append([part])
    if any(isinstance(bout, list) and sum(part.steps for part in bout) < 3 for bout in out):
        raise ValueError("a bout needs three steps: one to start, one to walk, one to stop")
    return out


def _length(pace: Pace, part: Go) -> float:
    if part.step_m is not None:
        return part.step_m
    return pace.step_m * max(LEAST_STEP, 1 - abs(part.turn_deg) / part.steps / 90)


def _finished(made: _Steps, duration_s: float) -> Footfalls:
    rows = {name: np.array(values, dtype=np.float64) for name, values in made.rows.items()}
    whole: dict[str, Any] = {name: rows.pop(name).astype(np.intp) for name in ("side", "bout", "order", "last")}
    ic, swing, n = rows["ic_s"], rows.pop("swing_s"), len(rows["ic_s"])
    fc = np.full(n, np.inf)
    for side in (0, 1):
        mine = np.flatnonzero(whole["side"] == side)
        fc[mine[:-1]] = ic[mine[1:]] - swing[mine[1:]]
    if np.any(fc[:-1] <= ic[1:]):
        raise ValueError("a foot leaves before it has landed: that is no walk")
    points = {name: np.array(values) for name, values in made.points.items()}
    return Footfalls(fc_s=fc, duration_s=duration_s, **(whole | rows | points))
