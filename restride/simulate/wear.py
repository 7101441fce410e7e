"""What a runner's feet, shanks and pelvis do where a sensor is worn: parameters, drawn from the table `worn.toml`."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from restride.core.tables import load_folder
from restride.simulate.runner import MEAN_SPEED_MPS, Parameter, drawn

Pair = tuple[float, float]


def table() -> dict[str, Parameter]:
    """The rows of `worn.toml`."""
    return load_folder("restride", "simulate", dict[str, Parameter])["worn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """The fields are the rows of `worn.toml`; pairs are (left, right). jitter: as of Runner."""

    tibial_shock_g: Pair
    foot_shock_g: Pair
    landing_inversion_deg: Pair
    pronation_deg: Pair
    toe_out_deg: Pair
    leaving_pitch_deg: Pair
    leaving_dps: Pair
    swing_pitch_deg: Pair
    swing_rise_m: Pair
    tibial_shock_backward: float
    shank_per_pronation: float
    pelvic_tilt_deg: float
    foot_hz: float
    shank_hz: float
    sacrum_hz: float
    jitter: float = 1.0

    @classmethod
    def typical(cls, speed_mps: float = MEAN_SPEED_MPS) -> "Wear":
        """The table's mean person at this speed."""
        return _made({name: (row.at(speed_mps),) * 2 for name, row in table().items()})

    @classmethod
    def draw(cls, seed: int, speed_mps: float = MEAN_SPEED_MPS) -> "Wear":
        """One person of the table; the same seed gives the same person."""
        rng = np.random.default_rng([seed, 2])
        values: dict[str, Pair] = {}
        for name, row in table().items():
            mean = drawn(row, speed_mps, rng)
            apart = row.side_sd / np.sqrt(2) * rng.standard_normal(2)
            left, right = (float(np.clip(mean + x, row.low, row.high)) for x in apart)
            values[name] = (left, right)
        return _made(values)

    def mirrored(self) -> "Wear":
        """The person in the mirror."""
        swapped: dict[str, Any] = {name: getattr(self, name)[::-1] for name in PAIRS}
        return replace(self, **swapped)


PAIRS = (
    "tibial_shock_g",
    "foot_shock_g",
    "landing_inversion_deg",
    "pronation_deg",
    "toe_out_deg",
    "leaving_pitch_deg",
    "leaving_dps",
    "swing_pitch_deg",
    "swing_rise_m",
)


def _made(values: dict[str, Pair]) -> Wear:
    given: dict[str, Any] = {name: pair if name in PAIRS else pair[0] for name, pair in values.items()}
    return Wear(**given)
