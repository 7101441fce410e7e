"""Rigid bodies from markers: best-fitting rotation and translation, and how badly they fit.

Source: Soederkvist & Wedin 1993 (singular value form of the least-squares fit). We differ: frames with missing markers
are fitted by those that remain, if three do.
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """Where a rigid body is in each frame: p(t) = rotation(t) @ p_reference + translation(t).

    rotation: (n, 3, 3). translation: (n, 3) m. residual_m: (n,) root mean square misfit of the markers. NaN where
    fewer than three markers are there.
    """

    rotation: Array
    translation: Array
    residual_m: Array

    def carry(self, point: Array) -> Array:
        """(n, 3) path of a point that is fixed to the body, given in the reference."""
        return np.asarray(self.rotation @ point + self.translation)

    def turn(self, vector: Array) -> Array:
        """(n, 3) direction of a vector that is fixed to the body, given in the reference."""
        return np.asarray(self.rotation @ vector)


def fit(reference: Array, moving: Array) -> Pose:
    """Pose of markers `moving` (n, m, 3) against their places `reference` (m, 3) in metres; NaN is missing."""
    there = np.all(np.isfinite(moving), axis=2) & np.all(np.isfinite(reference), axis=1)
    count = there.sum(axis=1)
    enough = count >= 3
    weight = np.where(enough[:, None] & there, 1.0, 0.0) / np.maximum(count, 1)[:, None]
    p = np.where(np.isfinite(reference), reference, 0.0)
    q = np.where(there[..., None], moving, 0.0)
    p_mean = weight @ p
    q_mean = (weight[:, None, :] @ q)[:, 0]
    p_free = p[None] - p_mean[:, None]
    q_free = q - q_mean[:, None]
    u, _, vt = np.linalg.svd((weight[..., None] * q_free).transpose(0, 2, 1) @ p_free)
    u[:, :, 2] *= np.sign(np.linalg.det(u @ vt))[:, None]
    rotation = u @ vt
    translation = q_mean - (rotation @ p_mean[..., None])[..., 0]
    misfit = q_free - p_free @ rotation.transpose(0, 2, 1)
    residual = np.sqrt((weight * (misfit**2).sum(axis=2)).sum(axis=1))
    rotation[~enough], translation[~enough], residual[~enough] = np.nan, np.nan, np.nan
    return Pose(rotation, translation, residual)
