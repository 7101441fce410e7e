"""TradeOff: what a change of gait does to one tissue, per step and per kilometre, and how sure that is."""

from typing import Literal

from msgspec import Struct

from restride.core.assessment import Versions

Tissue = Literal[
    "patellofemoral", "achilles", "tibia", "plantar_fascia", "knee", "hip", "hip_extensors", "iliotibial_band",
    "medial_knee", "impact", "braking", "vertical_force",
]  # fmt: skip
Direction = Literal["up", "down", "same", "unknown"]
Per = Literal["step", "km"]


class TradeOff(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The change of one tissue's load. percent: middle; low, high: 90 % range; None where only a direction is known.

    basis: literature (group means of studies, not a prediction for a person), person (measured on this one), posterior
    (both together). direction "unknown": no usable data; never filled from neighbours.
    """

    intervention: str
    tissue: Tissue
    per: Per
    direction: Direction
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    basis: Literal["literature", "person", "posterior"]
    what: str = ""
    computed: bool = False
    confidence: Literal["high", "medium", "low", ""] = ""
    evidence: tuple[str, ...] = ()


class WhatIf(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a change would do to the tissues of one leg (schema restride/whatif/1).

    change: an id of ours, or `cadence`. percent: of the step rate at the same speed, where the change is one of it.
    baseline_spm: the person's step rate now, if it is known. notes: what stands in the way of a surer answer.
    """

    schema: Literal["restride/whatif/1"] = "restride/whatif/1"
    versions: Versions
    change: str
    title: str
    percent: float | None
    baseline_spm: float | None
    speed_mps: float | None
    trade_offs: tuple[TradeOff, ...]
    notes: tuple[str, ...]
