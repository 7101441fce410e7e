"""Keypoints of one person as paths in the picture, upward and smoothed. needs: keypoint channels. returns: Pose."""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array, Recording
from restride.signal.crossings import runs
from restride.signal.filters import bridge, lowpass, mean_seen

CUTOFF_HZ = 12.0
"""Of joint paths: what a body part does in gait lies below (Winter 2009: 6 Hz in walking; running needs twice that)."""
GAP_S = 0.1
"""Holes so short are closed by a straight line."""
LEG_PER_HEIGHT = 0.491
"""Hip to ankle, stretched, over body height: thigh .245 and shank .246 (Drillis & Contini 1966, in Winter 2009)."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """paths: (place, side) -> (n, 2) pixels, x to the right and y UP, NaN where not seen. scores: (n,) of each.

    Sample i lies at start_s + i / rate_hz.
    """

    rate_hz: float
    start_s: float
    paths: dict[tuple[str, str], Array]
    scores: dict[tuple[str, str], Array]

    @property
    def n(self) -> int:
        """Number of pictures."""
        return len(next(iter(self.paths.values())))

    def smooth(self, place: str, side: str, cutoff_hz: float = CUTOFF_HZ) -> Array | None:
        """(n, 2) one path without jitter, short holes closed; None where the estimator has no such point."""
        path = self.paths.get((place, side))
        return None if path is None else smoothed(path, self.rate_hz, cutoff_hz)

    def along(self, path: Array, cutoff_hz: float) -> Array:
        """(n, k) a path of this recording without jitter, short holes closed."""
        return smoothed(path, self.rate_hz, cutoff_hz)

    def middle(self, place: str) -> Array | None:
        """(n, 2) half-way between left and right, not smoothed; None where the estimator lacks one of them."""
        left, right = self.paths.get((place, "left")), self.paths.get((place, "right"))
        return None if left is None or right is None else np.asarray((left + right) / 2)

    def trunk(self) -> Array | None:
        """(n, 2) middle of hips and shoulders, of the hips alone where there are no shoulders; None without hips."""
        hips, shoulders = self.middle("hip"), self.middle("shoulder")
        if hips is None or shoulders is None:
            return hips
        return np.asarray((hips + shoulders) / 2)

    def leg_px(self) -> float:
        """Hip over knee to ankle in pixels as the picture shows it at most (90th percentile); NaN where not seen."""
        lengths = []
        for side in ("left", "right"):
            thigh, shank = self.length(("hip", side), ("knee", side)), self.length(("knee", side), ("ankle", side))
            if thigh is not None and shank is not None:
                lengths.append(usual(thigh) + usual(shank))
        return float(mean_seen(lengths)) if lengths else float("nan")

    def length(self, a: tuple[str, str], b: tuple[str, str]) -> Array | None:
        """(n,) pixels between two points; None where the estimator lacks one."""
        one, other = (self.paths.get(point) for point in (a, b))
        return None if one is None or other is None else np.asarray(np.hypot(*(one - other).T))


def pose_of(recording: Recording) -> Pose | None:
    """The person of a recording with keypoints; None where it has none."""
    channels = recording.select("keypoint")
    if not channels:
        return None
    clock = channels[0]
    paths = {(c.place, str(c.side)): c.values[:, :2] * np.array([1.0, -1.0]) for c in channels if c.n == clock.n}
    scores = {(c.place, str(c.side)): c.axis("score") for c in channels if c.n == clock.n}
    return Pose(clock.rate_hz, clock.start_s, paths, scores)


def smoothed(path: Array, rate_hz: float, cutoff_hz: float) -> Array:
    """(n, k) low-passed (second-order Butterworth, forward and back), holes of up to GAP_S closed."""
    filled = bridge(path)
    for first, last in runs(np.asarray(np.isnan(path).any(axis=1))):
        if last - first > GAP_S * rate_hz or first == 0 or last == len(path):
            filled[first:last] = np.nan
    return lowpass(filled, rate_hz, cutoff_hz=cutoff_hz)


def usual(lengths: Array) -> float:
    """The 90th percentile of what is seen: a bone turned out of the picture looks shorter, never longer."""
    seen = lengths[np.isfinite(lengths)]
    return float(np.percentile(seen, 90)) if len(seen) else float("nan")
