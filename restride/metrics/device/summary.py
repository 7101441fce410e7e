"""Metrics of a run as the devices said it: means over the seconds of one gait."""

import math

import numpy as np
from msgspec import structs

from restride.core.conditions import Conditions
from restride.core.errors import NothingToMeasure
from restride.core.methods import method
from restride.core.metric import Grade, Metric
from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Recording
from restride.core.vocabulary import derived_name, entry, vocabulary
from restride.metrics.device.kilometres import totals
from restride.metrics.device.methods import method_of, source_of
from restride.metrics.device.moving import Gait, Moving, column, moving, own_here
from restride.metrics.loads.summed import summed
from restride.metrics.loads.wearable import modelled
from restride.metrics.measure import Measured

LEAST, FEW = 20, 60
"""Fewer samples give no mean; fewer than the second give one that is said to rest on little."""
LEAST_DAYS = 3
BLOCK = 60
"""Devices smooth what they show, so that seconds do not stand for themselves: their means over a minute do."""
SMOOTHED = 10
OTHER_SHARE = 0.05
IN_WALKING = {"contact_time": "stance_time"}
GAIT_ONLY: dict[str, Gait] = {
    "flight_time": "running", "vertical_ratio": "running", "form_power": "running", "air_power": "running",
    "impact_loading_rate": "running", "double_support": "walking", "asymmetric_steps": "walking",
}  # fmt: skip
VALID_WITHOUT_ERROR = ("cadence",)
"""What worn devices are known to give well, though no error is published for each (A-44): fair, not poor."""


def is_device(recording: Recording) -> bool:
    """Whether a recording holds what devices computed, and no signal that contacts could be found in."""
    raw = ("acc", "gyro", "grf", "marker", "pressure")
    words = vocabulary()
    return not any(c.quantity in raw for c in recording.channels) and any(
        c.quantity in words for c in recording.channels
    )


def summary(recording: Recording) -> Measured:
    """The metrics of a recording of devices, by quantity and device in the order of its channels; no curves.

    n: seconds behind a mean (days where a sample is a day). se: scatter of the minutes joined with the method's outside
    error where there is one. Never better than fair: how devices compute is not published. conditions: those of the
    recording with mean speed and slope. What a note of the recording removes is not given. Raises NothingToMeasure
    where no metric is left.
    """
    told = moving(recording)
    n = len(told.here)
    notes = list(recording.notes)
    notes += _about(told)
    gone = {name for note in recording.notes for name in note.removes}
    conditions = _conditions(recording, told)
    started = next((m.name.removeprefix("start ") for m in recording.marks if m.name.startswith("start ")), None)
    metrics: list[Metric] = []
    for channel in recording.channels:
        name = IN_WALKING.get(channel.quantity, channel.quantity) if told.gait == "walking" else channel.quantity
        if name in gone or name not in vocabulary() or GAIT_ONLY.get(name, told.gait) != told.gait:
            continue
        values = column(channel, n)[own_here(recording, told, channel)]
        values = values[np.isfinite(values)]
        if len(values) < (LEAST if told.seconds else LEAST_DAYS):
            continue
        metric = _metric(name, values, channel, recording, told, conditions, started)
        metrics.append(_plausible(metric, notes))
        if channel.quantity == "contact_time_balance":
            metrics.append(_asymmetry(metric, told.gait))
    loads, outside = modelled(metrics, told.gait, conditions)
    metrics += loads
    metrics += summed(metrics, conditions)
    notes += outside
    if not metrics:
        seconds = f"{int(told.here.sum())} {'s' if told.seconds else 'days'} of {told.gait}"
        found = next((note.message for note in recording.notes if note.removes), f"{seconds} in {source_of(recording)}")
        needed = f"at least {LEAST} s of running or walking with numbers of a device"
        raise NothingToMeasure(needed, found, "choose a run or a walk")
    return Measured(tuple(metrics), (), tuple(dict.fromkeys(notes)), conditions)


def _metric(
    name: str, values: Array, channel: Channel, recording: Recording, told: Moving, conditions: Conditions,
    started: str | None,
) -> Metric:  # fmt: skip
    how = method_of(channel)
    outside = method(how).error.get(name)
    fair = outside is not None or name in VALID_WITHOUT_ERROR
    grade: Grade = "fair" if fair else "poor"
    return Metric(
        name=name,
        value=float(values.mean()),
        unit=entry(name).unit,
        se=math.hypot(_scatter(values, told.seconds), outside.se if outside else 0.0),
        n=len(values),
        side="both",
        method=how,
        basis="device",
        grade=grade,
        source=source_of(recording),
        when=started,
        conditions=conditions,
    )


def _scatter(values: Array, seconds: bool) -> float:
    """Standard error of the mean: from the means of BLOCK seconds; of fewer as if SMOOTHED seconds said one thing."""
    if not seconds:
        return float(values.std(ddof=1)) / math.sqrt(len(values))
    blocks = len(values) // BLOCK
    if blocks < 3:
        return float(values.std(ddof=1)) / math.sqrt(max(len(values) / SMOOTHED, 1.0))
    means = values[: blocks * BLOCK].reshape(blocks, BLOCK).mean(axis=1)
    return float(means.std(ddof=1)) / math.sqrt(blocks)


def _asymmetry(balance: Metric, gait: Gait) -> Metric:
    """A balance of B % left is an asymmetry of 100 (L - R) / mean(L, R) = 4 (B - 50)."""
    contact = IN_WALKING["contact_time"] if gait == "walking" else "contact_time"
    name = derived_name(contact, entry(contact), "asymmetry") or contact
    return structs.replace(balance, name=name, value=4 * (balance.value - 50), se=4 * balance.se)


def _plausible(metric: Metric, notes: list[Quality]) -> Metric:
    if metric.sane:
        return metric
    word = entry(metric.name)
    low, high = word.sane
    message = (
        f"{word.title.lower()} of {metric.value:.3g} {metric.unit} ({metric.method}) lies outside what is plausible "
        f"({low:g} to {high:g})"
    )
    notes.append(Quality(code="implausible", severity="warning", message=message))
    return structs.replace(metric, grade="poor")


def _about(told: Moving) -> list[Quality]:
    """What must be said of how much of which gait there is."""
    here, notes = int(told.here.sum()), []
    if not told.seconds:
        return []
    if told.other > OTHER_SHARE * (here + told.other):
        message = f"{told.other} of {here + told.other} moving seconds are {told.any_gait}: left out of these numbers"
        notes.append(Quality(code="other_gait", severity="info", message=message))
    if here < FEW:
        message = f"only {here} s of {told.gait}: too short for steady averages"
        notes.append(Quality(code="few_contacts", severity="warning", message=message))
    return notes


def _conditions(recording: Recording, told: Moving) -> Conditions:
    """With what could be seen: mean speed of the gait that is measured, and the slope from end to end."""
    if not told.seconds:
        return recording.conditions
    whole = totals(recording)
    said = recording.conditions
    return structs.replace(
        said,
        speed_mps=said.speed_mps if said.speed_mps is not None else whole.gait_speed_mps,
        grade=said.grade if said.grade is not None else whole.grade,
    )
