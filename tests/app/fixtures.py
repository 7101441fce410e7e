"""An `Assessed` made by hand, with numbers as a treadmill run at 2.5 m/s gives them. Simulated: no person's data."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

import numpy as np
from msgspec import structs

from restride.app.flows import Assessed
from restride.core.assessment import Assessment, Finding, RecordingInfo, StridesInfo, Versions
from restride.core.conditions import Conditions
from restride.core.curve import Curve
from restride.core.metric import Metric, MetricSide, asymmetry, variability
from restride.core.profile import Athlete, Care, Injury, Profile
from restride.core.quality import Quality
from restride.core.recording import AXES_BODY, Array, Channel, Recording, Source
from restride.core.strides import Strides, strides
from restride.core.vocabulary import entry
from restride.faults.rules import rules

FILE = "run_25.c3d"
CONDITIONS = Conditions(speed_mps=2.5, grade=0.0, mode="treadmill", device="instrumented treadmill")
RATE_HZ, LENGTH_S = 600.0, 20.0
STEP_S, CONTACT_S, MASS_N = 0.361, 0.262, 610.0
# name: (left, right, SE of each, method)
TWO_SIDED = {
    "contact_time": (0.2613, 0.2642, 0.0021, "force_20n"),
    "stride_time": (0.7214, 0.7216, 0.0009, "force_20n"),
    "duty_factor": (0.3622, 0.3661, 0.003, "force_20n"),
    "vgrf_peak": (2.312, 2.268, 0.018, "force_20n"),
    "braking_peak": (0.266, 0.301, 0.004, "force_20n"),
    "propulsive_peak": (0.198, 0.204, 0.003, "force_20n"),
    "braking_impulse": (0.0171, 0.0174, 0.0004, "force_20n"),
    "propulsive_impulse": (0.0168, 0.0170, 0.0004, "force_20n"),
    "stride_length": (1.803, 1.804, 0.004, "force_20n"),
    "foot_strike_angle": (11.8, 12.9, 1.3, "markers_segments"),
    "tibia_angle_at_contact": (7.4, 6.8, 1.1, "markers_segments"),
    "knee_flexion_at_contact": (11.2, 12.4, 1.6, "markers_segments"),
    "knee_flexion_peak": (41.6, 43.2, 1.8, "markers_segments"),
    "ankle_dorsiflexion_peak": (21.4, 20.1, 1.7, "markers_segments"),
    "pelvic_drop": (4.1, 7.2, 0.9, "markers_segments"),
    "foot_to_pelvis_at_contact": (0.241, 0.238, 0.009, "markers_segments"),
}
ONE_SIDED = {
    "cadence": (166.2, 0.6, "force_20n"),
    "flight_time": (0.0983, 0.0022, "force_20n"),
    "speed": (2.5, 0.0, "force_20n"),
    "leg_stiffness": (9.42, 0.31, "spring_mass_sine"),
    "vertical_oscillation": (0.0921, 0.0031, "markers_segments"),
    "step_width": (0.061, 0.006, "unheard_of"),  # a method that nobody described
}


def _metric(name: str, value: float, se: float, side: MetricSide, method: str, *, n: int = 27) -> Metric:
    return Metric(
        name=name,
        value=value,
        unit=entry(name).unit,
        se=se,
        n=n,
        side=side,
        method=method,
        basis="modelled" if method == "spring_mass_sine" else "measured",
        grade="fair" if method == "markers_segments" else "good",
        source=FILE,
        conditions=CONDITIONS,
    )


def metrics() -> tuple[Metric, ...]:
    """Metrics of both sides, with asymmetries and a few variations."""
    chance = np.random.default_rng(5)
    found = [_metric(name, value, se, "both", method, n=55) for name, (value, se, method) in ONE_SIDED.items()]
    for name, (left_value, right_value, se, method) in TWO_SIDED.items():
        left = _metric(name, left_value, se, "left", method, n=28)
        right = _metric(name, right_value, se, "right", method)
        found += [left, right, *_present(asymmetry(left, right))]
        if name in ("stride_time", "contact_time", "vgrf_peak"):
            for side in (left, right):
                found += _present(variability(side, chance.normal(side.value, 0.02 * side.value, side.n)))
    found.append(_metric("cadence", 166.5, 1.9, "both", "force_live", n=52))
    return tuple(found)


def _present(metric: Metric | None) -> Iterable[Metric]:
    return () if metric is None else (metric,)


QUALITY = (
    Quality(
        code="few_impact_peaks",
        severity="warning",
        message="Only 12 of 55 steps have an impact peak, too few for a loading rate.",
        removes=("valr", "vilr", "impact_peak"),
    ),
    Quality(
        code="mass_mismatch",
        severity="warning",
        message="The profile says 62.0 kg, the forces say 64.8 kg. The forces were used.",
    ),
    Quality(
        code="no_static", severity="info", message="No standing trial was given, so foot angles start from flat ground."
    ),
)


def _finding(rule: str, side: Literal["left", "right", "both"], probability: float, why: str, because: str) -> Finding:
    known = rules()[rule]
    return Finding(
        rule=rule,
        title=known.title,
        side=side,
        metrics=tuple(condition.metric for condition in known.when),
        probability=probability,
        relevant="profile names" in because,
        because=because,
        why=why,
        evidence_for=known.evidence_for,
        evidence_against=tuple(known.evidence_against),
        basis=known.basis,
    )


FINDINGS = (
    _finding(
        "overstride",
        "left",
        0.86,
        "When your foot lands, the ankle lies 7.4 degrees ahead of the knee, give or take 2.2.",
        "No symptom, goal or history in the profile makes this worth a change.",
    ),
    _finding(
        "high_braking",
        "right",
        0.93,
        "Just after landing the ground pushed you back with 0.301 of your body weight, give or take 0.008.",
        "The profile names pain around the kneecap on the right.",
    ),
)


def contacts() -> Strides:
    """Alternating contacts of the whole length."""
    start = np.arange(0.2, LENGTH_S - CONTACT_S, STEP_S)
    side = np.where(np.arange(len(start)) % 2 == 0, "left", "right")
    return strides(side, start, start + CONTACT_S, task="running", method="force_20n", grade="good")


def _prepared(found: Strides) -> Recording:
    time_s = np.arange(0, LENGTH_S, 1 / RATE_HZ)
    vertical = np.zeros_like(time_s)
    for start, end in zip(found.ic_s, found.fc_s, strict=True):
        inside = (time_s >= start) & (time_s < end)
        share = (time_s[inside] - start) / (end - start)
        vertical[inside] = MASS_N * (2.3 * np.sin(np.pi * share) + 0.45 * np.exp(-(((share - 0.13) / 0.05) ** 2)))
    values = np.column_stack([0.1 * vertical, vertical, 0.02 * vertical])
    channel = Channel("grf", "plate_1", "none", "body", "N", RATE_HZ, 0.0, AXES_BODY, values)
    return Recording((channel,), Source(FILE, "ab" * 32, "c3d", "1"), task="running", conditions=CONDITIONS)


def _curve(name: str, unit: str, side: MetricSide, mean: Array, sd: float, method: str) -> Curve:
    share = np.linspace(0, 1, 101)
    spread = sd * (0.4 + np.sin(np.pi * share))
    return Curve(name, unit, side, "stance", 100 * share, mean, spread, 28 if side == "left" else 27, method, "good")


def curves() -> tuple[Curve, ...]:
    """All the curves that a force treadmill with markers gives."""
    x = np.linspace(0, 1, 101)
    bump = np.sin(np.pi * x)
    found = []
    for side, d in (("left", 1.0), ("right", 1.04)):
        shapes = {
            "vertical_force": ("BW", 2.25 * bump / d + 0.4 * np.exp(-(((x - 0.13) / 0.05) ** 2)), 0.08, "force_20n"),
            "horizontal_force": ("BW", -0.24 * d * np.sin(2 * np.pi * x), 0.02, "force_20n"),
            "knee_flexion": ("deg", 11 * d + 31 * bump**1.3, 2.0, "markers_segments"),
            "ankle_dorsiflexion": ("deg", 4 + 18 * d * bump - 24 * x**4, 2.0, "markers_segments"),
            "foot_angle": (
                "deg",
                12 * d * np.exp(-9 * x) - 48 * np.clip(x - 0.55, 0, 1) ** 1.4 * 2,
                2.2,
                "markers_segments",
            ),
            "pelvic_obliquity": ("deg", (4.2 if side == "left" else 7.1) * bump - 1.5, 1.1, "markers_segments"),
        }
        found += [_curve(name, unit, side, mean, sd, m) for name, (unit, mean, sd, m) in shapes.items()]
    return tuple(found)


PROFILE = Profile(
    schema="restride/profile/1",
    athlete=Athlete(id="a1", birth_year=1990, activity="running", mass_kg=62.0),
    care=Care(clinician="Dr Name Surname"),
    injury=(Injury(id="i1", place="knee_front", kind="patellofemoral_pain", side="right", status="current"),),
)


def running() -> Assessed:
    """A whole running assessment: findings, quality notes, curves, signal."""
    found = contacts()
    info = RecordingInfo(
        file=FILE,
        part="",
        sha256="ab" * 32,
        reader="c3d",
        task="running",
        duration_s=LENGTH_S,
        channels="marker x33, grf@plate_1",
        conditions=CONDITIONS,
    )
    assessment = Assessment(
        versions=Versions(restride="0.1.0", vocabulary="1", rules="1", methods={"force_20n": 1, "markers_segments": 1}),
        recordings=(info,),
        strides=StridesInfo(method="force_20n", left=found.count("left"), right=found.count("right"), unknown=0),
        metrics=metrics(),
        quality=QUALITY,
        findings=FINDINGS,
        summary="Worth a look: much braking at each landing (right); we are 93 % sure that it stands out.",
    )
    return Assessed(assessment, found, curves(), _prepared(found))


def empty() -> Assessed:
    """Nothing could be measured: no contact, metric, curve or signal."""
    whole = running()
    none = strides([], [], [], task="unknown", method="", grade="poor")
    assessment = structs.replace(
        whole.assessment,
        metrics=(),
        findings=(),
        strides=StridesInfo(method="", left=0, right=0, unknown=0),
        quality=(Quality(code="standing", severity="error", message="The person stands still.", removes=("cadence",)),),
        summary="",
    )
    return Assessed(assessment, none, (), whole.prepared.with_channels(()))


def changed(assessed: Assessed, **fields: object) -> Assessed:
    """The same with other fields in its assessment."""
    return replace(assessed, assessment=structs.replace(assessed.assessment, **fields))


def with_prepared(assessed: Assessed, prepared: Recording) -> Assessed:
    """The same with another recording behind it."""
    return replace(assessed, prepared=prepared)
