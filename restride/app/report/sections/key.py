"""Three to five key numbers, each with its 95 % interval drawn on a scale of its own."""

from restride.app.flows import Assessed
from restride.app.report.blocks import Block, Card, Cards, Paragraph, Value
from restride.app.report.drawings import Bar, Intervals, Picture
from restride.app.report.numbers import STAR, checked, ends, half_width, is_live, origins, style, title
from restride.app.report.words import Words
from restride.core.assessment import Assessment
from restride.core.metric import GRADES, Metric

MOST, FEWEST = 5, 3
FIRST = {
    "running": (
        "cadence", "contact_time", "vgrf_peak", "foot_strike_angle", "vertical_oscillation", "knee_flexion_peak",
        "pelvic_drop", "peak_tibial_acceleration", "flight_time", "stride_time", "speed", "stride_length",
        "duty_factor", "heart_rate",
    ),
    "walking": (
        "cadence", "speed", "stride_length", "stance_time", "double_support", "step_width", "vgrf_peak",
        "stride_time", "knee_flexion_peak", "step_time", "stride_regularity",
    ),
}  # fmt: skip
"""What leads, if it is there; a number that a relevant finding names comes before these (but after cadence)."""


def key_numbers(assessed: Assessed, say: Words) -> tuple[Block, ...]:
    """Own numbers without marks or colours: nothing here is graded."""
    chosen = choose(assessed.assessment)
    if not chosen:
        return (Paragraph(text=say("key.none")),)
    blocks: list[Block] = [Paragraph(text=say("key.intro")), Cards(cards=tuple(_card(m, say) for m in chosen))]
    if not all(checked(m) for metrics in chosen for m in metrics):
        blocks.append(Paragraph(text=say("key.steps_only"), weight="small"))
    return tuple(blocks)


def choose(assessment: Assessment) -> list[tuple[Metric, ...]]:
    """The metrics of each card: left and right where both are there and trusted, else the mean of both sides.

    Numbers with an outside check lead; others only fill up to three.
    """
    task = assessment.recordings[0].task if assessment.recordings else "unknown"
    named = [origins()[n].base for f in assessment.findings if f.relevant for n in f.metrics if n in origins()]
    order = dict.fromkeys(["cadence", *named, *FIRST.get(task, FIRST["running"])])
    found = [metrics for name in order if (metrics := _of(name, assessment.metrics))]
    sure = [metrics for metrics in found if all(checked(m) for m in metrics)]
    rest = [metrics for metrics in found if metrics not in sure]
    chosen = [*sure, *rest[: max(0, FEWEST - len(sure))]]
    return [metrics for metrics in found if metrics in chosen][:MOST]


def _of(name: str, metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    own: dict[str, Metric] = {}
    for metric in metrics:
        if metric.name == name and not is_live(metric):
            own.setdefault(metric.side, metric)
    sides = [own[side] for side in ("left", "right") if side in own]
    if len(sides) == 2 and ("both" not in own or all(m.grade != "poor" for m in sides)):
        return tuple(sides)
    return next(((own[side],) for side in ("both", "left", "right", "unknown") if side in own), ())


def _card(metrics: tuple[Metric, ...], say: Words) -> Card:
    name = metrics[0].name
    write = style(name)
    labelled = len(metrics) > 1 or metrics[0].side != "both"
    values = tuple(
        Value(side=m.side, label=say(f"sides.{m.side}") if labelled else "", number=write.text(m.value))
        for m in metrics
    )
    unit = say.unit(write.unit)
    intervals, spoken = [], []
    for metric, value in zip(metrics, values, strict=True):
        low, high = ends(metric)
        words = {"side": value.label, "value": value.number, "unit": unit, "low": low, "high": high}
        intervals.append(say("key.between_side" if labelled else "key.between", **words))
        spoken.append(say("key.alt_side" if labelled else "key.alt_value", **words))
    return Card(
        title=title(name),
        unit=unit,
        values=values,
        interval=say(
            "key.trust",
            between=", ".join(intervals) + ("" if all(checked(m) for m in metrics) else STAR),
            trust=say(f"grades.{max((m.grade for m in metrics), key=GRADES.index)}"),
        ),
        picture=Picture(
            name=f"key-{name}",
            alt=say("key.alt", title=title(name), values="; ".join(spoken)),
            drawing=_intervals(metrics, values),
        ),
    )


def _intervals(metrics: tuple[Metric, ...], values: tuple[Value, ...]) -> Intervals:
    """Scales reach 12 % (angles: 8 degrees) to each side, so that a short line is a sure number; wider where needed."""
    scale = style(metrics[0].name).factor
    bars = tuple(
        Bar(
            side=m.side,
            label=value.label,
            value=round(m.value * scale, 6),
            low=round((m.value - half_width(m)) * scale, 6),
            high=round((m.value + half_width(m)) * scale, 6),
        )
        for m, value in zip(metrics, values, strict=True)
    )
    centre = sum(bar.value for bar in bars) / len(bars)
    usual = 8.0 if metrics[0].unit == "deg" else 0.12 * abs(centre)
    needed = 1.15 * max(max(bar.high - centre, centre - bar.low) for bar in bars)
    reach = max(usual, needed) or 1.0
    return Intervals(bars=bars, start=round(centre - reach, 6), end=round(centre + reach, 6))
