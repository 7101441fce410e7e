"""All metrics of a bout, averaged by side, with asymmetry, variability, curves and what had to be left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.curve import Curve
from restride.core.metric import Metric, MetricSide, asymmetry, from_stances, variability
from restride.core.quality import Quality
from restride.core.strides import Strides, concatenated
from restride.core.vocabulary import entry
from restride.metrics.bout import Bout, Measures, Rows, Waves
from restride.metrics.kinematics.angles import kinematics
from restride.metrics.kinematics.foot_run import foot_angles
from restride.metrics.kinematics.frontal import frontal
from restride.metrics.kinematics.given import lab_angles
from restride.metrics.kinematics.pelvis import pelvis
from restride.metrics.kinematics.pose import pose_side
from restride.metrics.kinematics.pose_rear import pose_rear
from restride.metrics.kinematics.progression import progression
from restride.metrics.kinematics.shank import shank
from restride.metrics.kinematics.trunk import trunk
from restride.metrics.loading.force import force
from restride.metrics.loading.given_moments import lab_moments
from restride.metrics.loading.loading_rate import loading_rate
from restride.metrics.loading.sacral import sacral
from restride.metrics.loading.spring_mass import leg_stiffness
from restride.metrics.loading.tibia import tibia
from restride.metrics.loads.loads import loads
from restride.metrics.loads.summed import summed
from restride.metrics.loads.wearable import modelled
from restride.metrics.pressure.insole import insole
from restride.metrics.spatiotemporal.back import back
from restride.metrics.spatiotemporal.bounce import bounce
from restride.metrics.spatiotemporal.foot import foot
from restride.metrics.spatiotemporal.foot_run import foot_run
from restride.metrics.spatiotemporal.phone import phone
from restride.metrics.spatiotemporal.timing import cadence, timing

METRICS: tuple[Callable[[Bout], Measures], ...] = (
    timing, force, loading_rate, kinematics, frontal, trunk, progression, foot, foot_run, foot_angles, tibia, shank,
    sacral, bounce, back,
    pelvis, loads, insole, phone, pose_side, pose_rear,
)  # fmt: skip
"""One function a family; a new family adds its line here."""
GIVEN: tuple[Callable[[Bout], Measures], ...] = (lab_angles, lab_moments)
"""What other programs computed: only metrics that none of ours gave, so that no metric has two sources."""


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """One value a contact for every metric of a bout; the bout's conditions say all that was seen of them."""

    bout: Bout
    rows: tuple[Rows, ...]
    waves: tuple[Waves, ...]
    quality: tuple[Quality, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a bout measured."""

    metrics: tuple[Metric, ...]
    curves: tuple[Curve, ...]
    quality: tuple[Quality, ...]
    conditions: Conditions


def gather(bout: Bout) -> Gathered:
    """Every family's values, one a contact, not averaged yet."""
    families = _with_given([family(bout) for family in METRICS], [family(bout) for family in GIVEN])
    conditions = bout.conditions
    for family in families:
        conditions = family.conditions or conditions
    return Gathered(
        replace(bout, conditions=conditions),
        tuple(r for family in families for r in family.rows),
        tuple(w for family in families for w in family.waves),
        tuple(q for family in families for q in family.quality),
    )


def _with_given(ours: list[Measures], given: list[Measures]) -> list[Measures]:
    """Ours, then what is new in the others'. A note of ours on what it could not measure takes nothing from theirs."""
    named = {r.name for one in ours for r in one.rows if np.isfinite(r.values).any()}
    drawn = {(w.name, w.over) for one in ours for w in one.waves}
    added = [
        replace(
            one,
            rows=tuple(r for r in one.rows if r.name not in named),
            waves=tuple(w for w in one.waves if (w.name, w.over) not in drawn),
        )
        for one in given
    ]
    new = {r.name for one in added for r in one.rows}

    def kept(note: Quality) -> Quality:
        return structs.replace(note, removes=tuple(name for name in note.removes if name not in new))

    return [*(replace(one, quality=tuple(map(kept, one.quality))) for one in ours), *added]


def merge(parts: Sequence[Gathered]) -> Gathered:
    """Consecutive parts of one recording as one: a value that a part lacks is NaN there; waves of the first part."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0].bout
    counts = [p.bout.strides.n for p in parts]
    known = {(r.name, r.method): r for p in parts for r in p.rows}
    rows = []
    for key, row in known.items():
        here = [next((r.values for r in p.rows if (r.name, r.method) == key), None) for p in parts]
        values = [np.full(n, np.nan) if v is None else v for v, n in zip(here, counts, strict=True)]
        rows.append(replace(row, values=np.concatenate(values)))
    said = tuple(dict.fromkeys(q for p in parts for q in p.bout.said))
    bout = replace(first, strides=concatenated([p.bout.strides for p in parts]), said=said)
    return Gathered(bout, tuple(rows), (), tuple(dict.fromkeys(q for p in parts for q in p.quality)))


def measure(bout: Bout, live: Strides | None = None) -> Measured:
    """Every metric that the bout allows, in the order of METRICS; from `live` contacts what can be cued, put last."""
    return averaged(gather(bout), live)


def averaged(gathered: Gathered, live: Strides | None = None) -> Measured:
    """Means, asymmetry and variability of what was gathered.

    Metrics that a quality note removes (of the bout, or said here) are removed. A value outside what is plausible
    stays, graded poor, and said.
    """
    bout, notes = gathered.bout, list(gathered.quality)
    gone = {name for q in (*bout.said, *notes) for name in q.removes}
    metrics: list[Metric] = []
    steps = cadence(bout, bout.strides)
    if steps is not None:
        metrics.append(steps)
    for rows in gathered.rows:
        if rows.name not in gone:
            metrics += _averaged(bout, rows)
    stiffness, said = _stiffness(bout, metrics)
    loads_without_moments, outside = modelled(metrics, bout.strides.task, bout.conditions)
    metrics += [*stiffness, *loads_without_moments]
    metrics += summed(metrics, bout.conditions)
    notes += [*said, *outside]
    checked = [_plausible(m, notes) for m in metrics]
    curves = tuple(c for wave in gathered.waves for c in _curves(bout, wave))
    every_step = not bout.crossed  # plates in a floor feel some steps only, of which a live cue would make a cadence
    cued = [cadence(bout, live)] if live is not None and every_step else []
    return Measured((*checked, *(m for m in cued if m)), curves, tuple(notes), bout.conditions)


def _averaged(bout: Bout, rows: Rows) -> list[Metric]:
    """Left, right, both, then asymmetry and variability, as the vocabulary has them."""
    out: dict[str, Metric] = {}
    spread: list[Metric] = []
    for side in entry(rows.name).sides:
        index = bout.strides.where(side)
        index = index[bout.strides.steady[index]]
        values = rows.values[index]
        if len(index) == 0 or np.isfinite(values).mean() < rows.share or (side == "both" and _one_sided(bout, rows)):
            continue
        metric = from_stances(
            rows.name,
            values,
            side=side,
            method=rows.method,
            source=bout.source(side, rows.place),
            grade=rows.grade,
            shared_se=rows.se,
            conditions=bout.conditions,
        )
        if metric is not None:
            out[side] = metric
            varied = variability(metric, values)
            if varied is not None:
                spread.append(varied)
    compared = {"left", "right"} <= set(out) and not rows.apart
    sides = [asymmetry(out["left"], out["right"])] if compared else []
    return [*out.values(), *(a for a in sides if a is not None), *spread]


def _one_sided(bout: Bout, rows: Rows) -> bool:
    """Whether one foot has contacts but no value: a mean of the other foot alone is not one of both."""
    if "left" not in entry(rows.name).sides:
        return False
    feet = [rows.values[bout.strides.where(side)] for side in ("left", "right")]
    if bout.strides.feet == 1:
        return any(len(values) for values in feet)
    return any(len(values) > 0 and not np.isfinite(values).any() for values in feet)


def _stiffness(bout: Bout, metrics: list[Metric]) -> tuple[list[Metric], list[Quality]]:
    both = {m.name: m for m in metrics if m.side == "both"}
    contact, flight, speed = (both.get(name) for name in ("contact_time", "flight_time", "speed"))
    speed_mps = bout.conditions.speed_mps or (speed.value if speed else None)
    if contact is None or flight is None or speed_mps is None:
        return [], []
    metric, notes = leg_stiffness(bout, contact, flight, speed_mps)
    return ([metric] if metric else []), notes


def _plausible(metric: Metric, notes: list[Quality]) -> Metric:
    if metric.sane:
        return metric
    word = entry(metric.name)
    low, high = word.sane
    where = "" if metric.side == "both" else f" ({metric.side})"
    notes.append(
        Quality(
            code="implausible",
            severity="warning",
            message=f"{word.title.lower()}{where} of {metric.value:.3g} {metric.unit} lies outside what is plausible "
            f"({low:g} to {high:g}): look at the recording before you use it",
        )
    )
    return structs.replace(metric, grade="poor")


def _curves(bout: Bout, wave: Waves) -> list[Curve]:
    """Mean and SD over the stances of each side; both together where no sides are known."""
    sides: tuple[MetricSide, ...] = ("left", "right") if (bout.strides.side != "unknown").any() else ("both",)
    sides = ("both",) if wave.together else sides
    out = []
    for side in sides:
        index = bout.strides.where(side)
        values = wave.values[index[bout.strides.steady[index]]]
        values = values[np.isfinite(values).all(axis=1)]
        if len(values) < 3:
            continue
        out.append(
            Curve(
                name=wave.name,
                unit=wave.unit,
                side=side,
                over=wave.over,
                percent=np.linspace(0, 100, 101),
                mean=values.mean(axis=0),
                sd=values.std(axis=0, ddof=1),
                n=len(values),
                method=wave.method,
                grade=wave.grade,
            )
        )
    return out
