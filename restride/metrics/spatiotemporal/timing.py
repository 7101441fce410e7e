"""Times of contacts, steps and strides. needs: Strides. Definitions: core/vocabulary/timing.toml."""

import math

import numpy as np

from restride.core.metric import Metric, from_stances
from restride.core.recording import Array
from restride.core.strides import Strides
from restride.metrics.bout import Bout, Measures, Rows


def step_s(strides: Strides) -> Array:
    """(n,) from the other foot's initial contact to this one's; NaN after a missed step, a pause, a foot unseen."""
    step = np.full(strides.n, np.nan)
    if strides.feet == 1:
        return step
    gap = np.diff(strides.ic_s)
    same = (strides.side[1:] == strides.side[:-1]) & (strides.side[1:] != "unknown")
    # half of two steps on end, not one: a limp makes long and short steps in turn, and none of them is missing
    usual = np.median(gap[1:] + gap[:-1]) / 2 if len(gap) > 1 else gap
    steady = (gap < 1.6 * usual) & ~same
    step[1:][steady] = gap[steady]
    return step


def flight_s(strides: Strides) -> Array:
    """(n,) from this foot's final contact to the other's initial contact; NaN where the next step is missing."""
    flight = np.full(strides.n, np.nan)
    follows = np.isfinite(step_s(strides)[1:])
    flight[:-1][follows] = (strides.ic_s[1:] - strides.fc_s[:-1])[follows]
    return flight


def double_support_percent(strides: Strides) -> Array:
    """(n,) both overlaps of a stride (this foot's start with the other's end, and its end with the other's start)."""
    follows = np.isfinite(step_s(strides))
    overlap = np.full(strides.n, np.nan)
    overlap[1:][follows[1:]] = (strides.fc_s[:-1] - strides.ic_s[1:])[follows[1:]]
    after = np.r_[overlap[1:], np.nan]
    return np.asarray(100 * (overlap + after) / strides.stride_s)


def timing(bout: Bout) -> Measures:
    """One value a contact for every time; running and walking differ in what they are called."""
    s = bout.strides
    rows = [("stride_time", s.stride_s), ("step_time", step_s(s)), ("duty_factor", s.duty_factor)]
    if s.task == "running":
        rows += [("contact_time", s.stance_s), ("flight_time", flight_s(s))]
    else:
        rows += [("stance_time", s.stance_s), ("double_support", double_support_percent(s))]
    rows.append(("swing_time", s.swing_s))
    filmed = s.tick_s > 0  # a camera sees one leg better than the other: a difference between them is not theirs
    return Measures(
        tuple(Rows(name, s.method, values, s.grade, se=_tick_se(s, name), apart=filmed) for name, values in rows)
    )


def _tick_se(strides: Strides, name: str) -> float:
    """Error of a mean time between two moments that are each seen to within one tick, in the metric's unit.

    Two uniform errors of a tick make tick / sqrt(6). Steps and strides follow on each other, so that only the first and
    the last moment count; other times may all be off the same way.
    """
    if strides.n == 0:
        return 0.0
    se = strides.tick_s / math.sqrt(6)
    if name in ("step_time", "stride_time"):
        return se / strides.n
    if name not in ("duty_factor", "double_support"):
        return se
    usual = float(np.nanmedian(strides.stride_s)) if np.isfinite(strides.stride_s).any() else math.inf
    return se / usual * (1.0 if name == "duty_factor" else 200.0)


def cadence(bout: Bout, strides: Strides) -> Metric | None:
    """Steps per minute of both feet: 60 / mean step time; its error follows from that of the mean step time."""
    step = np.where(strides.steady, step_s(strides), np.nan)
    if not np.isfinite(step).any():
        step = np.where(strides.steady, strides.stride_s / 2, np.nan)  # one foot alone was seen
    mean = float(np.nanmean(step)) if np.isfinite(step).any() else math.nan
    if not math.isfinite(mean):
        return None
    # 60 / step is linear enough over the few percent by which steps differ to carry its scatter
    values = 60 / mean - 60 / mean**2 * (step - mean)
    return from_stances(
        "cadence",
        values,
        side="both",
        method=strides.method,
        source=bout.source(),
        grade=strides.grade,
        shared_se=60 / mean**2 * _tick_se(strides, "step_time"),
        conditions=bout.conditions,
    )
