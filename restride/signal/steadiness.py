"""How a device behaved over a recording: what it reads at rest, and how it sits, from one stretch to the next."""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.signal.crossings import Index

REST_S, SWING_S, GAIT_S = 0.5, 3.0, 5.0
"""Of a rest; of gait to be compared, where the device swings about one axis and where it does not."""
PICKS, MOST_PICKS = 6, 50_000
"""Samples looked at: in each REST_S at least, and in all, where that leaves more."""
STILL_DEG_S, STILL_MPS2 = 2.0, 0.3
"""Scatter within a rest; the noise of devices is a tenth of it, a foot in stance turns more."""
WALKS_DEG_S = 15.0
ENOUGH_WINDOWS, ENOUGH_SIDE = 6, 2
LEAST_MEAN_MPS2 = 4.0
ONE_AXIS = 0.5
LIKE = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """Over blocks of REST_S: means of acc and gyro (m, 3), their scatter (m,), and mean squares of gyro (m, 3, 3)."""

    acc: Array
    gyro: Array
    acc_sd: Array
    gyro_sd: Array
    gyro_square: Array
    block_s: float


def watched(acc: Array, gyro: Array, rate_hz: float) -> Watched | None:
    """A device's blocks, or None where the recording is shorter than SWING_S."""
    length = max(round(REST_S * rate_hz), 2)
    count = len(acc) // length
    if count * length < SWING_S * rate_hz:
        return None
    step = max(1, length // max(PICKS, MOST_PICKS // count))
    a, g = (v[: count * length].reshape(count, length, 3)[:, ::step].transpose(2, 1, 0).copy() for v in (acc, gyro))
    square = np.empty((count, 3, 3))
    for i in range(3):
        for j in range(i, 3):
            square[:, i, j] = square[:, j, i] = np.einsum("pm,pm->m", g[i], g[j]) / len(g[i])
    acc_square = sum(np.einsum("pm,pm->m", x, x) for x in a) / a.shape[1]
    acc_mean, gyro_mean = (v.mean(axis=1).T for v in (a, g))
    acc_sd = np.sqrt(np.maximum(acc_square - (acc_mean**2).sum(axis=1), 0.0))
    gyro_sd = np.sqrt(np.maximum(np.trace(square, axis1=1, axis2=2) - (gyro_mean**2).sum(axis=1), 0.0))
    return Watched(acc_mean, gyro_mean, acc_sd, gyro_sd, square, length / rate_hz)


def rests(seen: Watched) -> Index:
    """(m,) blocks in which the device lies still, and in one before or after it too."""
    still = (seen.gyro_sd < STILL_DEG_S) & (seen.acc_sd < STILL_MPS2)
    same = still[1:] & still[:-1] & (np.abs(np.diff(seen.gyro, axis=0)).max(axis=1) < STILL_DEG_S / 2)
    return np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))


def bias_change(seen: Watched, at_rest: Index) -> float:
    """Deg/s by which the gyroscope's reading at rest moved from the first rests to the last, less its own scatter."""
    some = min(20, len(at_rest) // 2)
    if some < 2:
        return 0.0
    early, late = seen.gyro[at_rest[:some]], seen.gyro[at_rest[-some:]]
    moved = np.linalg.norm(np.median(late, axis=0) - np.median(early, axis=0))
    doubt = 1.25 * np.hypot(early.std(axis=0), late.std(axis=0)).max() / some**0.5
    return float(max(moved - 3 * doubt, 0.0))


@dataclass(frozen=True, slots=True)
class Move:
    """A device that sat otherwise from `at_s` (after the start) on: by how much, and whether gravity or swing told."""

    at_s: float
    angle_deg: float


def moved(seen: Watched, *, swings: bool) -> Move | None:
    """The greatest change of how a device sits that lasts: of the mean force on it in gait, or of its swing axis.

    Gait is compared with gait of like strength only: posture and rest say nothing, and a change from walking to running
    changes the mean force as well. swings: whether the device swings about one axis, as feet and shanks do.
    """
    per = max(1, round((SWING_S if swings else GAIT_S) / seen.block_s))
    count = len(seen.acc) // per
    rows = np.arange(count * per).reshape(count, per)
    acc, square = (np.stack([v[at] for at in rows.T]).mean(axis=0) for v in (seen.acc, seen.gyro_square))
    strength = np.sqrt(np.trace(square, axis1=1, axis2=2))
    if not np.isfinite(strength).any():
        return None
    usual = np.nanpercentile(strength, 80)
    with np.errstate(invalid="ignore"):
        gait = np.flatnonzero((strength > max(0.5 * usual, WALKS_DEG_S)) & np.isfinite(acc).all(axis=1))
    if len(gait) < ENOUGH_WINDOWS:
        return None
    acc, square, strength = acc[gait], square[gait], strength[gait]
    size = np.linalg.norm(acc, axis=1)
    told = [_jump(acc / size[:, None], strength)] if np.median(size) > LEAST_MEAN_MPS2 else []
    if swings:
        told.append(_jump(_swing_axes(square), strength))
    found = [jump for jump in told if jump is not None]
    if not found:
        return None
    at, angle_deg = max(found, key=lambda jump: jump[1])
    return Move(float(gait[at] * per * seen.block_s), angle_deg)


def _swing_axes(square: Array) -> Array:
    """(m, 3) axis of each window, all to one side; NaN where it does not turn about one axis."""
    _, axes = np.linalg.eigh(square.sum(axis=0) / len(square))
    axis = np.repeat(axes[:, 2][None], len(square), axis=0)
    for _ in range(12):
        axis = np.einsum("mij,mj->mi", square, axis)
        axis /= np.linalg.norm(axis, axis=1)[:, None]
    along = np.einsum("mi,mij,mj->m", axis, square, axis)
    rest = np.trace(square, axis1=1, axis2=2) - along
    axis[rest > ONE_AXIS**2 * along] = np.nan
    return axis


def _jump(directions: Array, strength: Array) -> tuple[int, float] | None:
    """Where the directions (m, 3) of windows change for good, and by how many degrees; None where they do not."""
    rows = np.flatnonzero(np.isfinite(directions[:, 0]))
    if len(rows) < ENOUGH_WINDOWS:
        return None
    d = directions[rows]
    sums = np.cumsum(d, axis=0)
    cut = np.arange(ENOUGH_SIDE, len(d) - ENOUGH_SIDE + 1)
    before, after = sums[cut - 1], sums[-1] - sums[cut - 1]
    cosine = np.einsum("mi,mi->m", before, after)
    cosine /= np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1) + 1e-12
    k = int(np.argmin(cosine))
    angle = float(np.degrees(np.arccos(np.clip(cosine[k], -1, 1))))
    first, second = d[: cut[k]], d[cut[k] :]
    scatter = max(_scatter(first), _scatter(second))
    close = _between(first[-ENOUGH_SIDE:].mean(axis=0), second[:ENOUGH_SIDE].mean(axis=0))
    ratio = float(np.median(strength[rows[: cut[k]]]) / np.median(strength[rows[cut[k] :]]))
    if scatter > angle / 3 or close < angle / 2 or not LIKE <= ratio <= 1 / LIKE:
        return None
    return int(rows[cut[k]]), angle


def _scatter(d: Array) -> float:
    """Median angle of directions to their mean, deg."""
    mean = d.mean(axis=0)
    cosine = d @ mean / (np.linalg.norm(d, axis=1) * np.linalg.norm(mean) + 1e-12)
    return float(np.degrees(np.arccos(np.clip(np.median(cosine), -1, 1))))


def _between(a: Array, b: Array) -> float:
    cosine = float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-12))
    return float(np.degrees(np.arccos(min(max(cosine, -1.0), 1.0))))
