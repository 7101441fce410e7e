"""How a rigid body moves, and what an ideal inertial sensor on it feels.

Axes AP, V, ML of the room. A treadmill's belt moves at a constant speed, so it feels the same as the road.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline, make_interp_spline

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2 as G
from restride.signal.filters import bridge

ORDER = 7
"""Splines of this order pass through the samples: their second derivative is off by 2 % at a third of the rate."""
BEYOND = 16
"""Samples by which the spline is led on beyond the ends, where it would swing."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Where a point of a rigid body is and how the body is turned, at the instants time_s (n,).

    point_m, velocity_mps, acc_mps2: (n, 3) in the room's axes, gravity not included. turn: (n, 3, 3), room = turn @
    body. spin_dps: (n, 3) turning rate about the body's own axes, right-hand rule. NaN where nothing is known.
    """

    time_s: Array
    point_m: Array
    velocity_mps: Array
    acc_mps2: Array
    turn: Array
    spin_dps: Array

    def felt_mps2(self) -> Array:
        """(n, 3) specific force in the body's axes: what an accelerometer reads, +g upward at rest."""
        room = self.acc_mps2 + np.array([0.0, G, 0.0])
        return np.asarray(np.einsum("nji,nj->ni", self.turn, room))


def motion(time_s: Array, point_m: Array, turn: Array, at_s: Array) -> Motion:
    """The motion at other instants `at_s` (m,), inside `time_s` (n,), which is evenly spaced.

    point_m: (n, 3), turn: (n, 3, 3) room = turn @ body. Splines of order 7 through the path and through the entries of
    the rotation, which go on beyond both ends as their odd reflections; the rotation in between is the nearest to the
    splined matrix, and the turning rate is exactly that rotation's. Instants between whose neighbours a sample is
    missing (NaN) become NaN. Raises ValueError below 8 samples.
    """
    if len(time_s) <= ORDER:
        raise ValueError(f"a motion needs more than {ORDER} samples, not {len(time_s)}")
    entries = np.column_stack([point_m, turn.reshape(-1, 9)])
    seen = np.asarray(np.isfinite(entries).all(axis=1))
    together = bridge(entries)
    path = _spline(time_s, together)
    now, first = path(at_s), path.derivative(1)(at_s)
    second = path.derivative(2)(at_s)[:, :3]
    rotation, spin = _nearest_rotation(now[:, 3:].reshape(-1, 3, 3), first[:, 3:].reshape(-1, 3, 3))
    place = (at_s - time_s[0]) / (time_s[1] - time_s[0])
    low = np.clip(np.floor(place + 1e-6).astype(int), 0, len(seen) - 1)
    high = np.clip(np.ceil(place - 1e-6).astype(int), 0, len(seen) - 1)
    lost = ~(seen[low] & seen[high])
    point, velocity = now[:, :3], first[:, :3]
    for values in (point, velocity, second, rotation, spin):
        values[lost] = np.nan
    return Motion(np.asarray(at_s), point, velocity, second, rotation, spin)


def _spline(time_s: Array, values: Array) -> BSpline:
    step = (time_s[-1] - time_s[0]) / (len(time_s) - 1)
    more = min(len(values) - 1, BEYOND)
    before, after = 2 * values[0] - values[more:0:-1], 2 * values[-1] - values[-2 : -more - 2 : -1]
    longer = time_s[0] + step * np.arange(-more, len(values) + more)
    return make_interp_spline(longer, np.concatenate([before, values, after]), k=ORDER)


def _nearest_rotation(matrix: Array, change: Array) -> tuple[Array, Array]:
    """Rotation nearest to each matrix (n, 3, 3), and its turning rate in deg/s about the body's axes.

    matrix = rotation @ stretch, stretch symmetric, so that rotation' change - change' rotation = w stretch + stretch w
    with w the skew matrix of the turning rate, which is (trace(stretch) - stretch) @ rate.
    """
    u, s, vt = np.linalg.svd(matrix)
    rotation = u @ vt
    stretch = vt.transpose(0, 2, 1) @ (s[..., None] * vt)
    inner = rotation.transpose(0, 2, 1) @ change
    skew = inner - inner.transpose(0, 2, 1)
    axial = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=-1)
    trace = np.trace(stretch, axis1=1, axis2=2)
    left = trace[:, None, None] * np.eye(3) - stretch
    return rotation, np.degrees(np.linalg.solve(left, axial[..., None])[..., 0])
