"""Which foot made a contact: from the markers of the feet, else from where on the plate it landed, else unknown.

needs: contacts, s; markers in body axes or cop@place in body axes. returns: side of each contact and quality notes.
Markers vote twice at mid-stance: the foot that is nearer to the ground, and the foot that moves backward against the
pelvis while the other swings forward. Where the two votes differ in a contact its neighbours decide: feet alternate.
"""

import numpy as np

from restride.core.markersets import SIDES, MarkerSet
from restride.core.quality import Quality
from restride.core.recording import Array, Recording
from restride.core.strides import Sides
from restride.signal.crossings import sample_at
from restride.signal.filters import mean_seen

MID = np.linspace(0.25, 0.75, 11)
"""Shares of the stance at which the feet are looked at."""
UNSURE_SHARE = 0.1


def side_of_contacts(
    recording: Recording, kind: MarkerSet | None, place: str, ic_s: Array, fc_s: Array
) -> tuple[Sides, tuple[Quality, ...]]:
    """Side of each contact of both feet in turn; "unknown" for all of them rather than silently wrong."""
    sure = _by_markers(recording, kind, ic_s, fc_s) if kind else None
    if sure is None:
        sure = _by_pressure(recording, place, ic_s, fc_s)
    if sure is None:
        return np.full(len(ic_s), "unknown", dtype="<U7"), (_unknown("neither foot markers nor clear places do"),)
    filled = _alternated(sure, ic_s)
    if np.mean(filled != sure) > UNSURE_SHARE:
        return np.full(len(ic_s), "unknown", dtype="<U7"), (_unknown("the signs for left and right disagree"),)
    return np.where(filled < 0, "left", "right").astype("<U7"), ()


def side_of_plate(
    recording: Recording, kind: MarkerSet | None, ic_s: Array, fc_s: Array
) -> tuple[Sides, tuple[Quality, ...]]:
    """Side of each contact on one plate in walking: the plate's own foot if most votes are for it, else each vote."""
    votes = _by_markers(recording, kind, ic_s, fc_s) if kind else None
    if votes is None:
        return np.full(len(ic_s), "unknown", dtype="<U7"), (_unknown("there are no foot markers"),)
    if abs(np.mean(votes)) > 0.6:
        votes = np.full(len(votes), np.sign(np.mean(votes)))
    return np.where(votes < 0, "left", np.where(votes > 0, "right", "unknown")).astype("<U7"), ()


def _unknown(why: str) -> Quality:
    return Quality(
        code="side_unknown", severity="warning", message=f"nothing tells left from right ({why}): no sides are given"
    )


def _by_markers(recording: Recording, kind: MarkerSet, ic_s: Array, fc_s: Array) -> Array | None:
    """-1 left, +1 right, 0 where the two votes differ; None without foot markers on both sides."""
    there = {c.place: c for c in recording.select("marker") if c.frame == "body"}
    pelvis = [there[label] for label in kind.whole_pelvis() if label in there]
    feet = [[there[label] for label in kind.labels(s, kind.foot) if label in there] for s in SIDES]
    if not feet[0] or not feet[1]:
        return None
    times = ic_s[:, None] + (fc_s - ic_s)[:, None] * MID
    height, drift = [], []
    for markers in feet:
        one = markers[0]
        path = mean_seen([c.values for c in markers])
        if pelvis:
            path[:, 0] -= mean_seen([c.values[:, 0] for c in pelvis])
        seen = np.isfinite(path[:, 1])
        if not seen.any():
            return None
        at = sample_at(path, one.rate_hz, one.start_s, times.ravel()).reshape(*times.shape, 3)
        height.append(mean_seen(at[..., 1], axis=1) - np.percentile(path[seen, 1], 2))
        drift.append(at[:, -1, 0] - at[:, 0, 0])
    lower, backward = np.sign(height[0] - height[1]), np.sign(drift[0] - drift[1])
    return np.where(lower == backward, np.nan_to_num(lower), 0.0)


def _by_pressure(recording: Recording, place: str, ic_s: Array, fc_s: Array) -> Array | None:
    """Left and right of the running middle of the belt, if contacts clearly alternate between two lanes."""
    cop = [c for c in recording.select("cop", place) if c.has("ML")]
    if len(cop) != 1 or len(ic_s) < 6:
        return None
    times = ic_s[:, None] + (fc_s - ic_s)[:, None] * MID
    across = sample_at(cop[0].axis("ML"), cop[0].rate_hz, cop[0].start_s, times.ravel()).reshape(times.shape)
    lane = np.array([np.median(row[np.isfinite(row)]) if np.isfinite(row).any() else np.nan for row in across])
    if not np.isfinite(lane).all():
        return None
    beside = (np.r_[lane[1], lane[:-1]] + np.r_[lane[1:], lane[-2]]) / 2
    step = lane - beside
    alternates = np.mean(np.sign(step[1:]) == -np.sign(step[:-1]))
    clear = np.median(np.abs(step)) > 2 * np.std(np.abs(step))
    return np.sign(step) if alternates > 0.9 and clear else None


def _alternated(votes: Array, ic_s: Array) -> Array:
    """Votes made to alternate from step to step where no step is missing; an undecided run keeps its majority."""
    out = votes.copy()
    gap = np.diff(ic_s)
    breaks = np.flatnonzero(gap > 1.6 * np.median(gap)) + 1 if len(gap) else np.array([], dtype=np.intp)
    for block in np.split(np.arange(len(votes)), breaks):
        turn = np.where(np.arange(len(block)) % 2 == 0, 1.0, -1.0)
        lead = np.sum(votes[block] * turn)
        if lead != 0:
            out[block] = np.sign(lead) * turn
    return out
