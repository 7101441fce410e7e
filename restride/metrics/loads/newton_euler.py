"""Newton-Euler from the ground up: forces and moments at ankle, knee and hip of one leg.

Source: the standard recursion for a chain of rigid segments (as in Winter 2009, Biomechanics and Motor Control of Human
Movement, ch. 7), in three dimensions. All vectors in axes that do not turn (here: body axes AP V ML).
"""

from dataclasses import dataclass

import numpy as np

from restride.core.recording import Array
from restride.core.units import STANDARD_GRAVITY_MPS2
from restride.metrics.loads.anthropometry import Shape

UP = np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A rigid segment over time, evenly sampled.

    proximal, distal: (n, 3) m, its ends; the joint to the body is at `joint` (n, 3) m (the foot's is not its end).
    aside: (n, 3) a direction that roughly points to the segment's right.
    """

    shape: Shape
    length_m: float
    proximal: Array
    distal: Array
    joint: Array
    aside: Array


@dataclass(frozen=True, slots=True, eq=False)
class Wrench:
    """(n, 3) force in N and moment in Nm about the origin of the axes."""

    force: Array
    moment: Array

    def about(self, point: Array) -> Array:
        """(n, 3) Nm, the moment about a moving point (n, 3) m."""
        return np.asarray(self.moment - np.cross(point, self.force))


def joint_wrenches(ground: Wrench, segments: list[Segment], body_kg: float, rate_hz: float) -> list[Wrench]:
    """What the body does to each segment at its joint, from the foot upwards, about the origin.

    ground: what the ground does to the foot. segments: foot, shank, thigh, as far as they are known.
    """
    below = ground
    found = []
    for one in segments:
        needed = _to_move(one, body_kg, rate_hz)
        at_joint = Wrench(needed.force - below.force, needed.moment - below.moment)
        found.append(at_joint)
        below = Wrench(-at_joint.force, -at_joint.moment)
    return found


def _to_move(one: Segment, body_kg: float, rate_hz: float) -> Wrench:
    """What must act on a segment, gravity apart, for it to move as it does."""
    mass = one.shape.mass_kg(body_kg)
    centre = one.proximal + one.shape.com * (one.distal - one.proximal)
    force = mass * (_rate(_rate(centre, rate_hz), rate_hz) + STANDARD_GRAVITY_MPS2 * UP)
    turning = _rate(spin(one, body_kg, rate_hz), rate_hz)
    return Wrench(force, turning + np.cross(centre, force))


def spin(one: Segment, body_kg: float, rate_hz: float) -> Array:
    """(n, 3) kg m2/s, the angular momentum of a segment about its own centre."""
    turn = axes(one)
    rate = np.einsum("nij,nkj->nik", _rate(turn, rate_hz), turn)  # antisymmetric: the cross product with the turning
    omega = np.stack([rate[:, 2, 1] - rate[:, 1, 2], rate[:, 0, 2] - rate[:, 2, 0], rate[:, 1, 0] - rate[:, 0, 1]], 1)
    local = np.einsum("nji,nj->ni", turn, omega / 2) * one.shape.inertia(body_kg, one.length_m)
    return np.asarray(np.einsum("nij,nj->ni", turn, local))


def axes(one: Segment) -> Array:
    """(n, 3, 3) columns: front-back, side-side and lengthwise axis of the segment, as its inertia is given."""
    along = one.proximal - one.distal
    along = along / np.linalg.norm(along, axis=1, keepdims=True)
    ahead = np.cross(along, one.aside)
    ahead = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    return np.stack([ahead, np.cross(ahead, along), along], axis=2)


def _rate(values: Array, rate_hz: float) -> Array:
    return np.asarray(np.gradient(values, 1 / rate_hz, axis=0))
