"""Who runs: a runner's parameters, all known, and people drawn from the committed table `runner.toml`."""

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from restride.core.tables import load_folder

MEAN_SPEED_MPS = 3.0
NO_IMPACT_BELOW_DEG, FULL_IMPACT_FROM_DEG = -1.6, 8.0
"""Foot-strike angles (A-50) between which the impact transient grows from nothing to all of it."""
MOST_OF_STEP, MOST_BEHIND = 0.93, 0.675
"""Drawn runners have some flight, and leave the ground no farther behind than this share of the leg's length."""


class Parameter(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of `runner.toml`, whose header says what each field means; at_mps: the speed that `mean` belongs to."""

    title: str
    mean: float
    sd: float
    low: float
    high: float
    per_mps: float = 0.0
    at_mps: float = MEAN_SPEED_MPS
    side_sd: float = 0.0
    step_sd: float = 0.0
    evidence: tuple[str, ...] = ()
    basis: Literal["evidence", "heuristic"]

    def at(self, speed_mps: float) -> float:
        """The mean at this speed."""
        return min(max(self.mean + self.per_mps * (speed_mps - self.at_mps), self.low), self.high)


@cache
def parameters() -> dict[str, Parameter]:
    """The table of people, by the names of the fields of Leg and Runner."""
    return load_folder("restride", "simulate", dict[str, Parameter])["runner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What one leg does in stance. Force in body weights; angles in degrees, as the vocabulary defines them.

    impact_bw: height of the transient on top of the spring's force, 0 for none; impact_time_s: when it tops.
    knee_flexion_peak_deg, ankle_dorsiflexion_peak_deg: None where they follow from the bounce; else kept exactly, the
    knee by a pelvis that rides above or below the centre of mass in mid-stance, the ankle by a heel that stays up or
    leaves later. heel_off: share of stance at which the heel begins to rise.
    """

    contact_time_s: float
    impact_bw: float
    impact_time_s: float
    foot_strike_angle_deg: float
    tibia_angle_at_contact_deg: float
    knee_flexion_at_contact_deg: float
    heel_off: float
    braking_peak_bw: float
    pelvic_drop_deg: float
    knee_flexion_peak_deg: float | None = None
    ankle_dorsiflexion_peak_deg: float | None = None


LEG_FIELDS = tuple(f.name for f in fields(Leg))
_DRAWN = tuple(name for name in LEG_FIELDS if not name.endswith("_peak_deg"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A runner on a level treadmill.

    standing_*: posture of the standing trial, in the senses of tibia_angle_at_contact and knee_flexion_at_contact.
    jitter: 1 for the table's variation from step to step, 0 for none. first: the foot that the steps begin with.
    """

    mass_kg: float
    height_m: float
    leg_length_m: float
    speed_mps: float
    cadence_spm: float
    left: Leg
    right: Leg
    step_width_m: float
    step_asymmetry_pct: float = 0.0
    side_force_bw: float
    pelvic_rotation_deg: float
    knee_flexion_at_toe_off_deg: float
    knee_flexion_in_swing_deg: float
    takeoff_rise_mps: float
    standing_tibia_deg: float
    standing_knee_deg: float
    jitter: float = 1.0
    first: Literal["left", "right"] = "left"

    @property
    def duty_factor(self) -> float:
        """Mean contact time over stride time."""
        return (self.left.contact_time_s + self.right.contact_time_s) / 2 * self.cadence_spm / 120

    @classmethod
    def typical(cls, speed_mps: float = MEAN_SPEED_MPS, **changes: Any) -> "Runner":
        """The table's mean person at this speed; `changes` as in `changed`."""
        table = parameters()
        value = {name: p.at(speed_mps) for name, p in table.items()} | {"speed_mps": speed_mps}
        return _person(value, {"left": value, "right": value}).changed(**changes)

    @classmethod
    def draw(cls, seed: int, **changes: Any) -> "Runner":
        """One person of the table; the same seed gives the same person."""
        rng = np.random.default_rng([seed, 1])
        table = parameters()
        speed = drawn(table["speed_mps"], MEAN_SPEED_MPS, rng)
        value = {name: drawn(p, speed, rng) for name, p in table.items()} | {"speed_mps": speed}
        hip = value["leg_per_height"] * value["height_m"]
        legs: dict[str, dict[str, float]] = {}
        for side in ("left", "right"):
            leg = {n: value[n] + table[n].side_sd / np.sqrt(2) * float(rng.standard_normal()) for n in _DRAWN}
            strike = leg["foot_strike_angle_deg"]
            share = (strike - NO_IMPACT_BELOW_DEG) / (FULL_IMPACT_FROM_DEG - NO_IMPACT_BELOW_DEG)
            leg["impact_bw"] = max(0.0, leg["impact_bw"]) * min(max(share, 0.0), 1.0)
            shank = np.radians(leg["tibia_angle_at_contact_deg"])
            thigh = shank + np.radians(leg["knee_flexion_at_contact_deg"])
            farthest = MOST_BEHIND * hip + 0.44 * hip * float(np.sin(shank) + np.sin(thigh))
            most = min(MOST_OF_STEP * 60 / value["cadence_spm"], farthest / speed)
            leg["contact_time_s"] = min(leg["contact_time_s"], most)
            legs[side] = leg
        return _person(value, legs).changed(**changes)

    def changed(self, side: Literal["left", "right"] | None = None, **changes: Any) -> "Runner":
        """The same runner with other parameters; those of a leg go to both legs unless `side` says which."""
        legs = {name: change for name, change in changes.items() if name in LEG_FIELDS}
        rest = {name: change for name, change in changes.items() if name not in LEG_FIELDS}
        left = replace(self.left, **legs) if side != "right" else self.left
        right = replace(self.right, **legs) if side != "left" else self.right
        return replace(self, **({"left": left, "right": right} | rest))

    def mirrored(self) -> "Runner":
        """The runner in the mirror: the legs change places, and the other one lands first."""
        return replace(
            self,
            left=self.right,
            right=self.left,
            step_asymmetry_pct=-self.step_asymmetry_pct,
            first="right" if self.first == "left" else "left",
        )


def drawn(parameter: Parameter, speed_mps: float, rng: np.random.Generator) -> float:
    """One person's value of a row of the table."""
    value = parameter.at(speed_mps) + parameter.sd * float(rng.standard_normal())
    return min(max(value, parameter.low), parameter.high)


def _person(value: dict[str, float], legs: dict[str, dict[str, float]]) -> Runner:
    left, right = (Leg(**{name: float(legs[side][name]) for name in _DRAWN}) for side in ("left", "right"))
    given: dict[str, Any] = {f.name: value[f.name] for f in fields(Runner) if f.name in value}
    return Runner(
        mass_kg=value["body_mass_index"] * value["height_m"] ** 2,
        leg_length_m=value["leg_per_height"] * value["height_m"],
        left=left,
        right=right,
        **given,
    )
