"""Who walks: a walker's parameters, all known, and people drawn from the committed table `walker.toml`."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from restride.core.tables import load_folder
from restride.simulate.runner import Parameter, Runner, drawn

MEAN_WALK_MPS = 1.3
Pair = tuple[float, float]
PAIRED = ("stance_share", "strike_deg", "toe_off_deg", "toe_clearance_m", "toe_out_deg")


def walkers() -> dict[str, Parameter]:
    """The rows of `walker.toml`."""
    return load_folder("restride", "simulate", dict[str, Parameter])["walker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How somebody walks, at one speed. The fields are rows of `walker.toml`; pairs are (left, right).

    jitter: 1 for the table's variation from step to step, 0 for none.
    """

    speed_mps: float
    height_m: float
    leg_length_m: float
    walk_ratio: float
    step_time_asymmetry_pct: float
    step_length_asymmetry_pct: float
    step_width_m: float
    stance_share: Pair
    strike_deg: Pair
    toe_off_deg: Pair
    toe_clearance_m: Pair
    toe_out_deg: Pair
    landing_mps: float
    sway_m: float
    pelvic_rotation_deg: float
    pelvic_drop_deg: float
    foot_shock_g: float
    back_shock_g: float
    shank_shock_g: float
    jitter: float = 1.0

    @property
    def cadence_spm(self) -> float:
        """Steps a minute; speed is step length times cadence, and their ratio is the walk ratio."""
        return float(np.sqrt(60 * self.speed_mps / self.walk_ratio))

    @property
    def step_m(self) -> float:
        """Step length."""
        return self.walk_ratio * self.cadence_spm

    @classmethod
    def typical(cls, speed_mps: float = MEAN_WALK_MPS, **changes: Any) -> "Pace":
        """The table's mean person at this speed; `changes` as in `changed`."""
        return _made({name: (row.at(speed_mps),) * 2 for name, row in walkers().items()}, speed_mps).changed(**changes)

    @classmethod
    def draw(cls, seed: int, speed_mps: float | None = None, **changes: Any) -> "Pace":
        """One person of the table at a drawn or a given speed; the same seed gives the same person."""
        rng = np.random.default_rng([seed, 3])
        table = walkers()
        own = drawn(table["speed_mps"], MEAN_WALK_MPS, rng)
        speed = own if speed_mps is None else speed_mps
        values: dict[str, Pair] = {}
        for name, row in table.items():
            apart = row.side_sd / np.sqrt(2) * rng.standard_normal(2)
            mean = drawn(row, speed, rng)
            values[name] = (float(mean + apart[0]), float(mean + apart[1]))
        return _made(values, speed).changed(**changes)

    def changed(self, **changes: Any) -> "Pace":
        """The same walker with other parameters; one number for a pair goes to both sides."""
        given: dict[str, Any] = {
            n: (v, v) if n in PAIRED and not isinstance(v, tuple) else v for n, v in changes.items()
        }
        return replace(self, **given)

    def mirrored(self) -> "Pace":
        """The walker in the mirror."""
        swapped: dict[str, Any] = {name: getattr(self, name)[::-1] for name in PAIRED}
        return replace(
            self,
            step_time_asymmetry_pct=-self.step_time_asymmetry_pct,
            step_length_asymmetry_pct=-self.step_length_asymmetry_pct,
            **swapped,
        )

    def sized(self) -> Runner:
        """Somebody of the same size whose body is known."""
        return Runner.typical(height_m=self.height_m, leg_length_m=self.leg_length_m)


def _made(values: dict[str, Pair], speed_mps: float) -> Pace:
    given: dict[str, Any] = {name: pair if name in PAIRED else pair[0] for name, pair in values.items()}
    given["leg_length_m"] = given.pop("leg_per_height") * given["height_m"]
    for name in ("step_time_s", "step_length_m"):
        del given[name]
    return Pace(**(given | {"speed_mps": speed_mps}))
