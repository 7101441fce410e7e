"""Walking contacts from keypoints.

From the side: initial contact is where the heel is farthest ahead of the hips, final contact where the toes are
farthest behind (Zeni et al. 2008, Gait Posture 27:710, on treadmill and floor). Without heels or toes: the ankle.

From behind or in front the foot's way ahead is not seen. The trunk is lowest in the middle of double support, which is
taken for the contact of the foot that swung: steps and cadence hold, single contacts are late by half of double
support. The side is that of the foot which is lower as the trunk is highest next. Ours.
"""

import numpy as np

from restride.core.recording import Array
from restride.events.pose_run import Contacts
from restride.signal.extrema import value_at
from restride.signal.filters import bridge, lowpass
from restride.signal.pose import Pose, smoothed
from restride.signal.rhythm import tops
from restride.signal.view import View

FEET_HZ = 6.0
"""Of the feet's way ahead (Zeni et al. 2008 use marker data low-passed at 7 Hz)."""
TRUNK_HZ = 4.0


def contacts(pose: Pose, trunk: Array, view: View, step_s: float) -> Contacts:
    """Contacts of both feet. trunk: (n, 2) px upward. step_s: about the time of a step."""
    return _from_side(pose, view, step_s) if view.kind == "side" else _from_behind(pose, trunk, step_s)


def _from_side(pose: Pose, view: View, step_s: float) -> Contacts:
    hips, rate = pose.middle("hip"), pose.rate_hz
    side, ic, fc = [], [], []
    for one in ("left", "right"):
        heel = pose.paths.get(("heel", one), pose.paths.get(("ankle", one)))
        toe = pose.paths.get(("big_toe", one), pose.paths.get(("ankle", one)))
        if heel is None or toe is None or hips is None:
            continue
        ahead, behind = (smoothed((foot - hips) * view.facing, rate, FEET_HZ)[:, 0] for foot in (heel, toe))
        lands, leaves = tops(ahead, 1.2 * step_s * rate), tops(-behind, 1.2 * step_s * rate)
        after = np.searchsorted(leaves, lands)
        there = after < len(leaves)
        ends = np.where(there, leaves[np.minimum(after, len(leaves) - 1)] if len(leaves) else 0.0, np.nan)
        ends[ends - lands > 2 * step_s * rate] = np.nan
        side += [one] * len(lands)
        ic.append(pose.start_s + lands / rate)
        fc.append(pose.start_s + ends / rate)
    none = np.empty(0)
    return Contacts(np.array(side, dtype="<U7"), np.concatenate(ic or [none]), np.concatenate(fc or [none]))


def _from_behind(pose: Pose, trunk: Array, step_s: float) -> Contacts:
    rate = pose.rate_hz
    height = lowpass(bridge(trunk[:, 1]), rate, cutoff_hz=TRUNK_HZ)
    height[~np.isfinite(trunk[:, 1])] = np.nan
    lowest = tops(-height, 0.6 * step_s * rate)
    left, right = pose.smooth("ankle", "left"), pose.smooth("ankle", "right")
    side = np.full(len(lowest), "unknown", dtype="<U7")
    if left is not None and right is not None:
        higher = value_at(left[:, 1] - right[:, 1], lowest + step_s / 2 * rate)
        side[higher < 0] = "left"
        side[higher > 0] = "right"
    return Contacts(side, pose.start_s + lowest / rate, np.full(len(lowest), np.nan))
