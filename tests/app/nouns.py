"""A made-up assessment, for tests of what is shown."""

from restride.core.assessment import Assessment, Finding, RecordingInfo, StridesInfo, Versions
from restride.core.conditions import Conditions
from restride.core.metric import Metric, MetricSide
from restride.core.quality import Quality
from restride.core.vocabulary import entry


def metric(
    name: str, value: float, *, side: MetricSide = "both", method: str = "force_20n", se: float = 0.001
) -> Metric:
    """A metric in the vocabulary's unit."""
    return Metric(
        name=name, value=value, unit=entry(name).unit, se=se, n=40, side=side, method=method,
        basis="measured", grade="good", source="run.c3d", conditions=Conditions(speed_mps=2.5),
    )  # fmt: skip


def assessment(file: str = "run.c3d", *, relevant: bool = True) -> Assessment:
    """One run with a finding and two notes."""
    return Assessment(
        versions=Versions(restride="0.1.0", vocabulary="1", rules="1", methods={"force_20n": 1}),
        recordings=(
            RecordingInfo(
                file=file, part="", sha256="0" * 64, reader="c3d", task="running", duration_s=30.0,
                channels="marker x33, grf@plate_1", conditions=Conditions(speed_mps=2.5, mode="treadmill"),
            ),
        ),
        strides=StridesInfo(method="force_20n", left=40, right=41, unknown=0),
        metrics=(
            metric("cadence", 162.34, se=0.2),
            metric("contact_time", 0.2871, side="left"),
            metric("contact_time", 0.2922, side="right"),
            metric("contact_time_asymmetry", -1.8, se=0.5),
            metric("contact_time", 0.2901, side="left", method="force_live"),
            metric("braking_peak", 0.31, side="left", se=0.01),
        ),
        quality=(
            Quality(code="one_belt", severity="info", message="One belt: sides come from the markers."),
            Quality(code="few_impact_peaks", severity="warning", message="Few impact peaks.", removes=("valr", "vilr")),
        ),
        findings=(
            Finding(
                rule="high_braking", title="Much braking at each landing", side="left", metrics=("braking_peak",),
                probability=0.93, relevant=relevant, because="It fits pain around the kneecap, left.",
                why="The ground pushed back.", evidence_for=("A-34", "C-13"), evidence_against=("A-17", "A-35"),
                basis="evidence",
            ),
        ),
        summary="Worth a look: much braking at each landing (left).",
    )  # fmt: skip
