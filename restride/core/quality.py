"""Notes on what a recording did to its numbers, from whoever met it first: reader, preparation, detector or metric."""

from typing import Literal

from msgspec import Struct

QualityCode = Literal[
    "markers_swapped",
    "marker_missing",
    "one_belt",
    "mass_mismatch",
    "clipped",
    "rate_too_low",
    "drift",
    "gap",
    "clock_jump",
    "standing",
    "side_unknown",
    "unit_inferred",
    "axes_inferred",
    "sensor_moved",
    "contact_crossed",
    "contacts_by_markers",
    "no_body_weight",
    "truncated",
    "no_static",
    "markers_unknown",
    "few_impact_peaks",
    "few_contacts",
    "outside_validated_range",
    "implausible",
    "simulated",
    "place_inferred",
    "other_gait",
    "clock_shifted",
    "turns",
    "uncalibrated",
    "foot_strike_class",
    "cop_outside_foot",
    "sides_not_compared",
    "joint_guessed",
    "legs_swapped",
    "camera_view",
    "one_of_several",
    "slow_motion",
    "step_or_stride",
    "sign_inferred",
    "sides_inferred",
    "mass_unknown",
]
"""Codes are added, never renamed."""


class Quality(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that the recording did to its numbers. `removes`: metrics that it spoils, and only those."""

    code: QualityCode
    severity: Literal["info", "warning", "error"]
    message: str
    removes: tuple[str, ...] = ()
