"""Running contacts from how the trunk falls and is caught.

A body in the air falls faster and faster; once the ground carries more than its weight it falls more slowly. Its
downward speed is therefore greatest a little after contact, whatever part of the foot lands (Milner & Paquette 2015,
J Biomech 48:3502, take that moment of the pelvis for contact itself). We differ: how much after follows from the stance
as half a sine that carries body weight on average over the step (Blickhan 1989, J Biomech 22:1217). Force passes body
weight t* = tc / pi asin(2 tc / (pi T)) after contact, and again t* before the end, so that the time D between the
greatest speeds down and up, which is seen, is tc - 2 t*. That gives tc and t* without any length or constant; D is the
median of the recording. Nine runs of three people whose markers were projected into a picture (RBDS; rearfoot and
forefoot, 2.5 to 4.5 m/s) were found 8 ms late on average, each run within 13 ms, at 30 to 240 pictures a second.

The end of contact from that model is 11 to 35 ms early, because force dies away slowly; the moment at which the toes
have risen by RISEN of the leg is late. Their middle is taken. On those runs, on which the rule was chosen, contact time
came out 0 to 15 ms too short for a point at the tip of the toes and 5 to 40 ms for one at their joint: it depends on
where an estimator puts the toe, and no error is claimed for it.

The side is that of the foot which is lower at mid-stance.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.core.strides import Sides
from restride.signal.extrema import value_at
from restride.signal.filters import bridge, lowpass
from restride.signal.pose import Pose
from restride.signal.rhythm import tops

TRUNK_HZ = 8.0
"""Three times the frequency of steps: what is left of a camera's and an estimator's jitter moves contact by 5 ms."""
BESIDE_LEG = 0.03
"""Ankles that differ by less at mid-stance do not tell which foot is on the ground (a running foot is 0.3 up)."""
RISEN = 0.015
STANCE_S = (0.1, 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """side: (n,) left, right or unknown. ic_s, fc_s: (n,) on the Recording's clock; fc_s NaN where not seen."""

    side: Sides
    ic_s: Array
    fc_s: Array


def contacts(pose: Pose, trunk: Array, leg_px: float, step_s: float) -> Contacts:
    """Contacts of both feet. trunk: (n, 2) px upward. step_s: about the time of a step."""
    rate = pose.rate_hz
    lost = ~np.isfinite(trunk[:, 1])
    height = lowpass(bridge(trunk[:, 1]), rate, cutoff_hz=TRUNK_HZ)
    speed = np.gradient(height) * rate
    speed[lost] = np.nan
    down, up = tops(-speed, 0.6 * step_s * rate), tops(speed, 0.6 * step_s * rate)
    after = np.searchsorted(up, down)
    there = after < len(up)
    rises = np.where(there, up[np.minimum(after, len(up) - 1)] if len(up) else 0.0, np.nan)
    between = (rises - down) / rate
    fit = there & (between < step_s)
    if not fit.any():
        return Contacts(np.empty(0, dtype="<U7"), np.empty(0), np.empty(0))
    usual_s = float(np.median(between[fit]))
    beat = np.diff(down) / rate
    lag_s = lag(usual_s, float(np.median(beat)) if len(beat) else step_s)
    middle = down + usual_s / 2 * rate
    side = _sides(pose, middle, leg_px)
    ic_s = pose.start_s + down / rate - lag_s
    by_trunk = pose.start_s + np.where(fit, rises, np.nan) / rate + lag_s
    fc_s = (by_trunk + _toes_risen(pose, middle, side, leg_px, step_s)) / 2
    stance = fc_s - ic_s
    fc_s = np.where((stance > STANCE_S[0]) & (stance < STANCE_S[1]), fc_s, np.nan)
    inside = ic_s >= pose.start_s
    return Contacts(side[inside], ic_s[inside], fc_s[inside])


def lag(between_s: float, step_s: float) -> float:
    """Seconds from contact to the greatest downward speed, from the time between greatest speeds down and up.

    Solves between = tc - 2 lag(tc) for the contact time tc, up to a step without flight, by halving.
    """
    low, high = 0.0, step_s
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if middle - 2 * _lag_of(middle, step_s) < between_s else (low, middle)
    return _lag_of(low, step_s)


def _lag_of(contact_s: float, step_s: float) -> float:
    return float(contact_s / np.pi * np.arcsin(min(1.0, 2 * contact_s / (np.pi * step_s))))


def _sides(pose: Pose, middle: Array, leg_px: float) -> Sides:
    """(m,) whose ankle is lower at each mid-stance."""
    left, right = pose.smooth("ankle", "left"), pose.smooth("ankle", "right")
    side = np.full(len(middle), "unknown", dtype="<U7")
    if left is None or right is None:
        return side
    higher = value_at(left[:, 1] - right[:, 1], middle) / leg_px
    side[higher < -BESIDE_LEG] = "left"
    side[higher > BESIDE_LEG] = "right"
    return side


def _toes_risen(pose: Pose, middle: Array, side: Sides, leg_px: float, step_s: float) -> Array:
    """(m,) s, when the toes have left the height that they have at mid-stance; NaN where they are not seen."""
    out = np.full(len(middle), np.nan)
    for one in ("left", "right"):
        toe = pose.smooth("big_toe", one)
        if toe is None:
            continue
        for k in np.flatnonzero((side == one) & np.isfinite(middle)):
            first, last = round(middle[k]), round(middle[k] + step_s * pose.rate_hz)
            way = toe[max(first, 0) : last, 1]
            if len(way) < 4 or not np.isfinite(way).all():
                continue
            over = way - np.median(way[: max(2, len(way) // 6)]) > RISEN * leg_px
            if not over.any() or over[0]:
                continue
            i = int(np.argmax(over))
            level = np.median(way[: max(2, len(way) // 6)]) + RISEN * leg_px
            share = (level - way[i - 1]) / (way[i] - way[i - 1])
            out[k] = pose.start_s + (first + i - 1 + share) / pose.rate_hz
    return out
