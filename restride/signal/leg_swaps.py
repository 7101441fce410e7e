"""Legs that a pose estimator took for each other, exchanged back where their paths prove it, else left out.

The left and the right leg cross in the picture twice a stride, and there an estimator may give each the other's name
for some frames. Of both namings of each frame that is chosen whose knees, ankles, heels and toes move on most evenly:
the sum over the recording of how far each point lies from where its last two places send it (Viterbi 1967 over the
namings of two neighbouring frames). The names that the estimator gave are kept where nothing speaks against them. Where
the other naming would do nearly as well both legs are left out.

A point that has jumped to the other leg, or away, shows in a bone that is longer than it ever is: it and what hangs
from it are left out. The model and its limits are ours.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from restride.core.quality import Quality
from restride.core.recording import Array, Channel, Recording
from restride.signal.pose import Pose, pose_of, usual

MOVES = ("knee", "ankle", "heel", "big_toe")
ALL = (*MOVES, "small_toe")
BONES = (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("ankle", "big_toe"), ("ankle", "small_toe"))
LONGER, LONGER_LEG = 1.2, 0.03
"""A bone is too long above so many times its usual length and so much of the leg (a centimetre or two of jitter)."""
NOISE_LEG, BENDS = 0.03, 40.0
"""How far a point strays from even motion in shares of the leg: jitter, and an acceleration in legs per second squared
(a running foot reaches 100 m/s2 for an instant and about 40 for longer)."""
MOST_STRAYED = 9.0
"""No point of one frame speaks louder than three of its deviations."""
UNSEEN = 3.0
"""What a point costs that cannot be followed, more than one that moves on: else holes would be shared out for gain."""
AGAINST_NAMES = 0.05
"""What a frame costs whose names are exchanged; a swap that is right saves hundreds."""
SURE = 4.0
"""Namings whose costs differ by less are both possible (odds of 7 to 1 for Gaussian noise)."""
TOLD_SHARE = 0.02

Mask = npt.NDArray[np.bool_]


def unswapped(recording: Recording) -> tuple[Recording, list[Quality]]:
    """The recording with the legs of its keypoints put right. Without keypoints it stays as it is."""
    pose = pose_of(recording)
    if pose is None:
        return recording, []
    leg = pose.leg_px()
    if not leg > 0:
        return recording, []
    swapped, unsure = _namings(pose, leg)
    channels = {(c.place, str(c.side)): c for c in recording.select("keypoint")}
    fixed = _exchanged(channels, swapped, unsure)
    made = recording.with_channels(tuple(fixed.get((c.place, str(c.side)), c) if c in channels.values() else c
                                         for c in recording.channels))  # fmt: skip
    notes = _told(pose, swapped, unsure)
    again = pose_of(made)
    assert again is not None
    jumped = _jumped(again, leg)
    cut = tuple(_without(c, jumped.get((c.place, str(c.side)))) for c in made.channels)
    notes += _told_jumps(jumped, again.n)
    return made.with_channels(cut), notes


def _namings(pose: Pose, leg_px: float) -> tuple[Mask, Mask]:
    """(n,) whether the names of a frame are exchanged, and whether that is not sure."""
    n = pose.n
    none = np.zeros(n, dtype=bool)
    pairs = [
        np.stack([pose.paths[place, "left"], pose.paths[place, "right"]])
        for place in MOVES
        if (place, "left") in pose.paths and (place, "right") in pose.paths
    ]
    if n < 4 or not pairs:
        return none, none
    deviation = leg_px * (NOISE_LEG + BENDS / pose.rate_hz**2)
    cost = np.zeros((n, 2, 2, 2))
    for a in (0, 1):
        for b in (0, 1):
            for c in (0, 1):
                for path in pairs:
                    for who in (0, 1):
                        before, last, now = path[who ^ a][:-2], path[who ^ b][1:-1], path[who ^ c][2:]
                        off = np.sum((now - 2 * last + before) ** 2, axis=1) / (6 * deviation**2)
                        cost[2:, a, b, c] += np.minimum(np.where(np.isfinite(off), off, UNSEEN), MOST_STRAYED)
    cost[:, :, :, 1] += AGAINST_NAMES
    ahead = np.zeros((n, 2, 2))  # the least cost of all up to a frame, by the namings of that frame and the one before
    for i in range(2, n):
        ahead[i] = (ahead[i - 1][:, :, None] + cost[i]).min(axis=0)
    after = np.zeros((n, 2, 2))
    for i in range(n - 2, 0, -1):
        after[i] = (cost[i + 1] + after[i + 1][None, :, :]).min(axis=2)
    total = ahead + after
    plain, other = total[:, :, 0].min(axis=1), total[:, :, 1].min(axis=1)
    plain[0], other[0] = total[1, 0].min(), total[1, 1].min()
    swapped = other < plain
    moved = np.abs(other - plain) < SURE
    # where nothing was ever exchanged, and the cost of doing so is only that of an end or a pause, the names stand
    return swapped, moved & _near(swapped, round(0.2 * pose.rate_hz) + 1)


def _near(mask: Mask, reach: int) -> Mask:
    """Samples within `reach` of a change of `mask`."""
    change = np.zeros(len(mask), dtype=bool)
    change[1:] = mask[1:] != mask[:-1]
    return np.convolve(change, np.ones(2 * reach + 1), "same")[: len(mask)] > 0


def _exchanged(channels: dict[tuple[str, str], Channel], swapped: Mask, unsure: Mask) -> dict[tuple[str, str], Channel]:
    """Both legs' points with the names exchanged in some frames, and without places where the names are not sure."""
    out = dict(channels)
    if not swapped.any() and not unsure.any():
        return out
    for place in ALL:
        pair = channels.get((place, "left")), channels.get((place, "right"))
        if pair[0] is None or pair[1] is None:
            continue
        for mine, other in (pair, pair[::-1]):
            assert mine is not None
            assert other is not None
            values = np.where(swapped[:, None], other.values, mine.values)
            values[unsure, :2] = np.nan
            out[place, str(mine.side)] = replace(mine, values=values)
    return out


def _jumped(pose: Pose, leg_px: float) -> dict[tuple[str, str], Mask]:
    """(n,) frames in which a point cannot be where it is, by the bones above it."""
    out: dict[tuple[str, str], Mask] = {}
    for side in ("left", "right"):
        for upper, lower in BONES:
            length = pose.length((upper, side), (lower, side))
            if length is None:
                continue
            limit = LONGER * usual(length) + LONGER_LEG * leg_px
            long = np.isfinite(length) & (length > limit)
            above = out.get((upper, side))
            out[lower, side] = long if above is None else long | above
    return {point: mask for point, mask in out.items() if mask.any()}


def _without(channel: Channel, lost: Mask | None) -> Channel:
    if channel.quantity != "keypoint" or lost is None:
        return channel
    values: Array = channel.values.copy()
    values[lost, :2] = np.nan
    return replace(channel, values=values)


def _told(pose: Pose, swapped: Mask, unsure: Mask) -> list[Quality]:
    if not swapped.any():
        return []
    message = (
        f"left and right leg had changed places in {int(swapped.sum())} of {pose.n} frames and were exchanged back"
    )
    if unsure.any():
        message += f"; in {int(unsure.sum())} frames that is not sure, and both legs are left out"
    return [Quality(code="legs_swapped", severity="warning", message=message)]


def _told_jumps(jumped: dict[tuple[str, str], Mask], n: int) -> list[Quality]:
    notes = []
    for side in ("left", "right"):
        frames = np.zeros(n, dtype=bool)
        for (_, of), mask in jumped.items():
            if of == side:
                frames |= mask
        if frames.mean() > TOLD_SHARE:
            message = (
                f"points of the {side} leg had jumped away in {int(frames.sum())} of {n} frames (hidden, or taken for "
                "the other leg): left out there"
            )
            notes.append(Quality(code="gap", severity="info", message=message))
    return notes
