"""When each foot lands and leaves, and how each landing differs from the last."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from restride.core.recording import Array
from restride.simulate.runner import Leg, Runner, parameters

MARGIN_S = 2.0
"""Steps are made from this long before the recording to this long after it: nothing starts or ends inside."""
SHORTEST_FLIGHT_S = 0.005

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """One row a landing, feet in turn. Times in seconds on the recording's clock, all (n,).

    side: 0 left, 1 right. step_s: to the next landing (of the other foot). across_m: where the foot lands, right +.
    impact_* .. drop_deg: what this landing does, jitter included. whole: bool, contact lies inside the recording.
    """

    side: Rows
    ic_s: Array
    contact_s: Array
    step_s: Array
    impact_bw: Array
    impact_s: Array
    strike_deg: Array
    tibia_deg: Array
    heel_off: Array
    braking_bw: Array
    drop_deg: Array
    across_m: Array
    whole: npt.NDArray[np.bool_]

    @property
    def n(self) -> int:
        """Number of landings."""
        return len(self.side)

    @property
    def fc_s(self) -> Array:
        """(n,) final contacts."""
        return np.asarray(self.ic_s + self.contact_s)

    @property
    def flight_s(self) -> Array:
        """(n,) from this foot's final contact to the other's initial contact."""
        return np.asarray(self.step_s - self.contact_s)


def make_steps(runner: Runner, seconds: float, rng: np.random.Generator) -> Steps:
    """Landings over the recording and a margin on both ends.

    Raises ValueError where a contact lasts as long as its step: this runner must have some flight.
    """
    table = parameters()
    mean_s = 60.0 / runner.cadence_spm
    n = 2 * (int(np.ceil((seconds + 2 * MARGIN_S) / mean_s * 1.05)) // 2 + 2)  # whole strides: sides stay level
    phase, noise = float(rng.random()), rng.standard_normal((9, n)) * runner.jitter
    side = (np.arange(n) + (runner.first == "right")) % 2

    def both(name: str) -> Array:
        left, right = (getattr(leg, name) for leg in (runner.left, runner.right))
        return np.where(side == 0, left, right)

    def varied(name: str, k: int) -> Array:
        return both(name) + table[name].step_sd * noise[k]

    # The step that ends with a left landing is the left one: row i lasts until the other foot lands.
    share = runner.step_asymmetry_pct / 200 * np.where(side == 1, 1.0, -1.0)
    step = mean_s * (1 + share + table["cadence_spm"].step_sd / runner.cadence_spm * noise[0])
    if max(runner.left.contact_time_s, runner.right.contact_time_s) > step_floor(runner) - SHORTEST_FLIGHT_S:
        raise ValueError(f"contact {both('contact_time_s').max():.3f} s fills the step of {mean_s:.3f} s: no flight")
    contact = np.minimum(varied("contact_time_s", 1), step - SHORTEST_FLIGHT_S)
    impact = np.where(both("impact_bw") > 0, np.maximum(varied("impact_bw", 2), 0.0), 0.0)
    width = runner.step_width_m / 2 + table["step_width_m"].step_sd / np.sqrt(2) * noise[7]
    ic = -MARGIN_S + phase * mean_s + np.concatenate([[0.0], np.cumsum(step)[:-1]])
    return Steps(
        side=side,
        ic_s=ic,
        contact_s=contact,
        step_s=step,
        impact_bw=impact,
        impact_s=varied("impact_time_s", 3),
        strike_deg=varied("foot_strike_angle_deg", 4),
        tibia_deg=varied("tibia_angle_at_contact_deg", 5),
        heel_off=both("heel_off"),
        braking_bw=np.maximum(both("braking_peak_bw") + table["braking_peak_bw"].step_sd * noise[6], 0.0),
        drop_deg=both("pelvic_drop_deg") + table["pelvic_drop_deg"].step_sd * noise[8],
        across_m=np.where(side == 0, -width, width),
        whole=(ic >= 0) & (ic + contact <= seconds),
    )


def step_floor(runner: Runner) -> float:
    """The shorter of the two steps without jitter, s."""
    return 60.0 / runner.cadence_spm * (1 - abs(runner.step_asymmetry_pct) / 200)


def leg_of(runner: Runner, side: int) -> Leg:
    """The leg of side 0 (left) or 1 (right)."""
    return runner.right if side else runner.left
