"""Left and right of walking contacts from one device on the lower back.

needs: contacts, and of a device in body axes (AP, V, ML) acc ML, m/s2, and gyro V, deg/s. returns: (n,) left, right or
unknown. raises: nothing.

Once a stride the trunk sways over one foot and the pelvis turns with the leg that swings: both are waves at the
stride's frequency, whose crests lie a known share of the stride after a right contact. Each contact votes by both; the
votes of a run of steps must agree, and neither wave may speak against the other. A forward direction that was taken for
backward turns the sway round but not the pelvis, so that such a device is left unknown. Source: sign of the pelvis's
turning rate, McCamley et al. 2012 (Gait Posture 36:316), Ullrich et al. 2021. Ours: the sway beside it, the votes, and
the crests, which are means of five people (four sensors, one set of markers) whose own lie within 65
degrees of ours. Dropping of the pelvis, which those use too, went either way in these people and has no vote.
"""

import numpy as np

from restride.core.recording import Array
from restride.core.strides import Sides
from restride.signal.beats import thin
from restride.signal.crossings import Index, resampled

SWAY_DEG, TURN_DEG = 280.0, 345.0
"""Crest of acceleration to the right (mid-swing of the right leg) and of turning left (just before its landing)."""
POINTS = 16
FEWEST = 5
CLEAR, AGREEMENT, AGAINST = 0.4, 0.75, 0.0
"""Least mean vote of a run (1: crests lie where they should), share of contacts that agree, least mean of one wave."""
EVEN = 0.3
"""A step that differs by more from the usual one may hide a missed contact, after which left and right swap."""


def sides(acc: Array, gyro: Array, rate_hz: float, ic: Array) -> Sides:
    """(m,) the side of each contact, "unknown" where the signal does not say it plainly.

    acc: (n, 3) m/s2 and gyro: (n, 3) deg/s along AP, V, ML; ic: (m,) initial contacts in samples, ordered.
    """
    out = np.full(len(ic), "unknown", dtype="<U7")
    if len(ic) < FEWEST:
        return out
    begins, length = _runs(ic)
    run = np.repeat(np.arange(len(begins)), length)
    sign = np.where((np.arange(len(ic)) - begins[run]) % 2 == 0, 1.0, -1.0)
    votes = np.zeros((len(ic), 2))
    votes[:-2] = _votes(acc, gyro, rate_hz, ic) * sign[:-2, None]
    # the two contacts at the end of a run have no whole stride in it
    counts = np.isfinite(votes).all(axis=1) & (np.arange(len(ic)) < (begins + length)[run] - 2)
    votes[~counts] = 0.0
    n = np.maximum(np.add.reduceat(counts.astype(np.float64), begins), 1.0)
    each = np.add.reduceat(votes, begins, axis=0) / n[:, None]
    whole = each.mean(axis=1)
    first = np.where(whole >= 0, 1.0, -1.0)
    alike = np.add.reduceat((counts & (np.sign(votes.sum(axis=1)) == first[run])).astype(np.float64), begins) / n
    plain = (n >= FEWEST - 2) & (np.abs(whole) >= CLEAR) & (alike >= AGREEMENT)
    plain &= (each * first[:, None]).min(axis=1) >= AGAINST
    out[plain[run]] = np.where((sign * first[run])[plain[run]] > 0, "right", "left")
    return out


def _runs(ic: Array) -> tuple[Index, Index]:
    """First row and number of contacts that follow each other without a step missing or one too many."""
    step = np.diff(ic)
    begins = np.append(0, np.flatnonzero(np.abs(step / np.median(step) - 1) > EVEN) + 1)
    return begins, np.diff(np.append(begins, len(ic)))


def _votes(acc: Array, gyro: Array, rate_hz: float, ic: Array) -> Array:
    """(m - 2, 2) how well sway and turn of the stride from each contact fit a right foot: 1 wholly, -1 a left one."""
    turn = np.exp(-2j * np.pi * np.arange(POINTS) / POINTS)
    out = np.empty((len(ic) - 2, 2))
    for k, (column, crest_deg) in enumerate(((acc[:, 2], SWAY_DEG), (gyro[:, 1], TURN_DEG))):
        wave, width = thin(column[:, None], rate_hz)
        moment = (ic - (width - 1) / 2) / width
        cycle = resampled(wave[:, 0], 1.0, 0.0, moment[:-2], moment[2:], POINTS + 1)
        drift = (cycle[:, -1:] - cycle[:, :1]) * np.linspace(0, 1, POINTS + 1)
        fundamental = (cycle - drift)[:, :-1] @ turn
        out[:, k] = np.cos(np.angle(fundamental) + np.radians(crest_deg))
    return out
